"""Generate load: keep-alive connections that send the next request as soon as the answer has arrived.

    python -m bench.load PORT CONNECTIONS SECONDS TOKENS SLOW < request

It runs as a separate process with raw sockets and needs a few hundredths of a core, so that the server has the rest. It
stops after SECONDS or TOKENS, whichever comes first, and prints its figures as JSON. Before that, it opens SLOW more
connections: half of them send half of a request's head, the others the whole head but no body, and then nothing more.
"""

import json
import re
import selectors
import socket
import sys
import time
from dataclasses import dataclass, field

_LENGTH = re.compile(rb"\r\ncontent-length: *(\d+)", re.IGNORECASE)
_TIMEOUT_SECONDS = 10.0


@dataclass
class Connection:
    socket: socket.socket
    sent: float = 0.0
    received: bytes = b""


@dataclass
class Result:
    """Latencies of successful answers in seconds, the number of other answers, and of connections the server closed."""

    latencies: list[float] = field(default_factory=list)
    wrong: int = 0
    closed: int = 0


def load(port: int, request: bytes, connections: int, seconds: float, tokens: int, slow: int) -> dict[str, float]:
    """Send requests. Return the rate (answers per second), p50 and p99 in milliseconds, and the failures."""
    held = [_half_open(port, request, with_head=bool(number % 2)) for number in range(slow)]
    selector = selectors.DefaultSelector()
    for _ in range(connections):
        _connect(selector, port, request)
    result = Result()
    started = time.perf_counter()
    while (now := time.perf_counter()) - started < seconds and len(result.latencies) < tokens:
        ready = selector.select(_TIMEOUT_SECONDS)
        if not ready:
            break
        for key, _ in ready:
            _receive(selector, key.data, port, request, result)
    took = now - started
    for each in (*held, *(key.fileobj for key in list(selector.get_map().values()))):
        each.close()  # type: ignore[union-attr]
    found = sorted(result.latencies) or [_TIMEOUT_SECONDS]
    return {
        "rate": len(result.latencies) / took if took else 0.0,
        "p50": found[len(found) // 2] * 1000,
        "p99": found[len(found) * 99 // 100] * 1000,
        "wrong": result.wrong,
        "closed": result.closed,
    }


def _half_open(port: int, request: bytes, with_head: bool) -> socket.socket:
    opened = socket.create_connection(("127.0.0.1", port))
    head = request.partition(b"\r\n\r\n")[0]
    opened.sendall(head + b"\r\n\r\n" if with_head else head[: len(head) // 2])
    return opened


def _connect(selector: selectors.BaseSelector, port: int, request: bytes) -> None:
    opened = socket.create_connection(("127.0.0.1", port))
    opened.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
    connection = Connection(opened, time.perf_counter())
    selector.register(opened, selectors.EVENT_READ, connection)
    opened.sendall(request)


def _receive(
    selector: selectors.BaseSelector, connection: Connection, port: int, request: bytes, result: Result
) -> None:
    try:
        more = connection.socket.recv(65536)
    except ConnectionResetError:
        more = b""
    if not more:
        if b"\r\n\r\n" in connection.received and not _LENGTH.search(connection.received):
            # The end of the connection is the end of the body.
            _count(connection, result)
        else:
            result.closed += 1
        selector.unregister(connection.socket)
        connection.socket.close()
        _connect(selector, port, request)
        return
    connection.received += more
    head, end, body = connection.received.partition(b"\r\n\r\n")
    if not end or not _is_complete(head, body):
        return
    _count(connection, result)
    connection.sent, connection.received = time.perf_counter(), b""
    connection.socket.sendall(request)


def _count(connection: Connection, result: Result) -> None:
    if connection.received.startswith(b"HTTP/1.1 200"):
        result.latencies.append(time.perf_counter() - connection.sent)
    else:
        result.wrong += 1


def _is_complete(head: bytes, body: bytes) -> bool:
    """Tell whether the whole body has arrived: by its Content-Length, or by its last chunk."""
    length = _LENGTH.search(head)
    return len(body) >= int(length[1]) if length else body.endswith(b"0\r\n\r\n")


if __name__ == "__main__":
    _port, _connections, _seconds, _tokens, _slow = sys.argv[1:]
    request_bytes = sys.stdin.buffer.read()
    print(json.dumps(load(int(_port), request_bytes, int(_connections), float(_seconds), int(_tokens), int(_slow))))
