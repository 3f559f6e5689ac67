"""The HTTP servers: a socket for each address, and a table of servers that answer on them.

Why waitress is the default: docs/decisions/0003-http-server.md.
"""

import errno
import io
import os
import socket
from collections import deque
from collections.abc import Callable, Mapping, Sequence
from contextlib import suppress
from threading import Lock
from typing import Any

Sockets = Sequence[socket.socket]
App = Callable[..., Any]
Prepare = Callable[[App, Sockets, bool], Callable[[], object]]

_BACKLOG = 512
_THREADS = 8
_CONNECTIONS = 1000
# granian: threads that wait for bodies, and how many of them work at a time; more than the application accepts.
_READERS = 64
_WORKERS = 4
_MOST_READ = 2 * 1024 * 1024
_IDLE_SECONDS = 120
_HEADER_BYTES = 64 * 1024
# waitress: what is announced to be larger is refused before it comes, for it would be kept in a file of its own.
_MOST_TAKEN = 8 * 1024 * 1024


class PortTaken(Exception):
    """A port that cannot be opened; its text is the one line to show."""


class ServerMissing(Exception):
    """A server that is not installed; its text is the one line to show."""


def listen(host: str, port: int) -> Sockets:
    """Open the port (0 for any free one); `localhost` on 127.0.0.1 and, where there is one, on ::1.

    Raises PortTaken.
    """
    if host != "localhost":
        return [_opened(host, port)]
    first = _opened("127.0.0.1", port)
    opened = [first]
    with suppress(PortTaken):
        opened.append(_opened("::1", first.getsockname()[1]))
    return opened


def _opened(host: str, port: int) -> socket.socket:
    try:
        family, kind, _, _, address = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)[0]
        opened = socket.socket(family, kind)
        if os.name == "posix":
            opened.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        # Connections inherit it. Without it an answer waits for the caller's delayed acknowledgement of the one before.
        opened.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        if family == socket.AF_INET6:
            opened.setsockopt(socket.IPPROTO_IPV6, socket.IPV6_V6ONLY, 1)
        opened.bind(address)
        opened.listen(_BACKLOG)
    except UnicodeError as error:
        raise PortTaken(f"port {port} on {host} cannot be opened: this is not the name of a host") from error
    except OSError as error:
        if error.errno == errno.EADDRINUSE:
            said = f"port {port} on {host} is in use: end what uses it, or choose another with --port"
        elif error.errno == errno.EACCES:
            said = f"port {port} on {host} is not for everybody to open: choose one above 1023 with --port"
        elif error.errno == errno.EADDRNOTAVAIL or isinstance(error, socket.gaierror):
            said = f"port {port} on {host} cannot be opened: this is no address of this machine: see --host"
        else:
            said = f"port {port} on {host} cannot be opened: {error.strerror or error}"
        raise PortTaken(said) from error
    return opened


def _waitress(app: App, sockets: Sockets, behind_proxy: bool) -> Callable[[], object]:
    import logging

    from waitress.channel import HTTPChannel
    from waitress.server import TcpWSGIServer, create_server

    class Channel(HTTPChannel):  # type: ignore[misc] # waitress has no types
        """A connection that leaves an answer to the thread that writes it.

        waitress asks whether there is something to send while that thread sends it, again and again: at 64 connections
        that takes two thirds of the tokens. When the thread is done it wakes the loop for what is left to send.
        """

        def writable(self) -> bool:
            unsent = self.total_outbufs_len and not self.requests
            return bool(unsent or self.will_close or self.close_when_flushed)

    # It warns when requests queue up, which under a load test they should.
    logging.getLogger("waitress.queue").setLevel(logging.ERROR)
    listening: dict[int, Any] = {}
    run: Callable[[], object] = create_server(
        app,
        map=listening,
        sockets=list(sockets),
        threads=_THREADS,
        ident=None,
        connection_limit=_CONNECTIONS,
        channel_timeout=_IDLE_SECONDS,
        max_request_header_size=_HEADER_BYTES,
        max_request_body_size=_MOST_TAKEN,
        asyncore_use_poll=True,
        clear_untrusted_proxy_headers=not behind_proxy,
    ).run
    for server in listening.values():
        if isinstance(server, TcpWSGIServer):
            server.channel_class = Channel
    return run


def _granian(app: App, sockets: Sockets, behind_proxy: bool) -> Callable[[], object]:
    """Prepare granian's WSGI worker on threads of this process.

    granian.Granian would start a second process and open one address by itself. The worker alone, which it is made of
    and which is not public, takes our sockets and keeps the state here; so the extra pins granian's minor version.
    """
    from asyncio import new_event_loop
    from threading import Event

    try:
        from granian._futures import _new_cbscheduler
        from granian._granian import SocketHolder, WorkerSignal, WSGIWorker
        from granian.http import HTTP1Settings
        from granian.wsgi import _callback_wrapper
    except ImportError as error:
        raise ServerMissing('granian is missing, or of another version: pip install "mockauth[granian]"') from error
    no_tls: Sequence[object] = (False, None, None, None, "tls1.3", None, [], False)
    no_metrics = (None, None)
    callback = _callback_wrapper(_in_turn(app), {})
    for number, opened in enumerate(sockets, 1):
        opened.setblocking(False)
        holder = SocketHolder(os.dup(opened.fileno()), False, _BACKLOG)
        worker = WSGIWorker(
            number, (None, holder), None, 1, _CONNECTIONS, _READERS, _IDLE_SECONDS, _CONNECTIONS,
            "1", HTTP1Settings(), None, None, *no_tls, no_metrics,
        )  # fmt: skip
        worker.serve_mtr(_new_cbscheduler(new_event_loop(), callback), None, WorkerSignal())
    return Event().wait


def _in_turn(app: App) -> App:
    """Answer on few threads at a time, first come, first served; a request waits for its body before its turn.

    granian gives a request to a thread before its body is there, so slow callers need many threads; but many that work
    at once wait for one another: 64 threads alone give a fifth fewer tokens, with twice the p99.
    """
    lock, free, waiting = Lock(), [_WORKERS], deque[Lock]()

    def answer(environ: dict[str, Any], start_response: Any) -> Any:
        environ["wsgi.input"] = io.BytesIO(environ["wsgi.input"].read(_MOST_READ))
        turn = Lock()
        with lock:
            if free[0]:
                free[0] -= 1
            else:
                turn.acquire()
                waiting.append(turn)
        with turn:
            try:
                return app(environ, start_response)
            finally:
                with lock:
                    if waiting:
                        waiting.popleft().release()
                    else:
                        free[0] += 1

    return answer


# Each server is prepared with the application, the sockets, and whether a proxy in front is trusted; then it is run.
SERVERS: Mapping[str, Prepare] = {
    "waitress": _waitress,
    "granian": _granian,
}
