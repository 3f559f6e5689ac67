"""The load generator: keep-alive connections that ask again as soon as they are answered.

    python -m bench.load PORT CONNECTIONS SECONDS TOKENS SLOW < request

A process of its own, on raw sockets: it takes some hundredths of a core, so that the server has the rest. It ends
after so many seconds or tokens, whichever comes first, and prints what it saw as JSON. SLOW connections are opened
before: every second of them sends half of a request's head, the others all of it but no body, and then nothing more.
"""

import json
import re
import selectors
import socket
import sys
import time
from dataclasses import dataclass, field

_LENGTH = re.compile(rb"\r\ncontent-length: *(\d+)", re.IGNORECASE)
_PATIENCE = 10.0


@dataclass
class Connection:
    socket: socket.socket
    sent: float = 0.0
    received: bytes = b""


@dataclass
class Seen:
    """Latencies of the right answers in seconds, answers that were not 200, and connections that the server closed."""

    latencies: list[float] = field(default_factory=list)
    wrong: int = 0
    closed: int = 0


def load(port: int, request: bytes, connections: int, seconds: float, tokens: int, slow: int) -> dict[str, float]:
    """Ask, and give the rate (answers per second), p50 and p99 in milliseconds, and what went wrong."""
    held = [_half_open(port, request, with_head=bool(number % 2)) for number in range(slow)]
    selector = selectors.DefaultSelector()
    for _ in range(connections):
        _ask(selector, port, request)
    seen = Seen()
    started = time.perf_counter()
    while (now := time.perf_counter()) - started < seconds and len(seen.latencies) < tokens:
        ready = selector.select(_PATIENCE)
        if not ready:
            break
        for key, _ in ready:
            _receive(selector, key.data, port, request, seen)
    took = now - started
    for each in (*held, *(key.fileobj for key in list(selector.get_map().values()))):
        each.close()  # type: ignore[union-attr]
    found = sorted(seen.latencies) or [_PATIENCE]
    return {
        "rate": len(seen.latencies) / took if took else 0.0,
        "p50": found[len(found) // 2] * 1000,
        "p99": found[len(found) * 99 // 100] * 1000,
        "wrong": seen.wrong,
        "closed": seen.closed,
    }


def _half_open(port: int, request: bytes, with_head: bool) -> socket.socket:
    opened = socket.create_connection(("127.0.0.1", port))
    head = request.partition(b"\r\n\r\n")[0]
    opened.sendall(head + b"\r\n\r\n" if with_head else head[: len(head) // 2])
    return opened


def _ask(selector: selectors.BaseSelector, port: int, request: bytes) -> None:
    opened = socket.create_connection(("127.0.0.1", port))
    opened.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
    connection = Connection(opened, time.perf_counter())
    selector.register(opened, selectors.EVENT_READ, connection)
    opened.sendall(request)


def _receive(selector: selectors.BaseSelector, it: Connection, port: int, request: bytes, seen: Seen) -> None:
    try:
        more = it.socket.recv(65536)
    except ConnectionResetError:
        more = b""
    if not more:
        seen.closed += 1
        selector.unregister(it.socket)
        it.socket.close()
        _ask(selector, port, request)
        return
    it.received += more
    head, end, body = it.received.partition(b"\r\n\r\n")
    length = _LENGTH.search(head)
    if not end or length is None or len(body) < int(length[1]):
        return
    now = time.perf_counter()
    if head.startswith(b"HTTP/1.1 200"):
        seen.latencies.append(now - it.sent)
    else:
        seen.wrong += 1
    it.sent, it.received = now, b""
    it.socket.sendall(request)


if __name__ == "__main__":
    _port, _connections, _seconds, _tokens, _slow = sys.argv[1:]
    asked = sys.stdin.buffer.read()
    print(json.dumps(load(int(_port), asked, int(_connections), float(_seconds), int(_tokens), int(_slow))))
