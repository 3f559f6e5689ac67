"""The HTTP servers: open the listening sockets and run waitress or granian on them.

docs/decisions/0003-http-server.md explains why waitress is the default.
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
_CONNECTIONS = 1000
# granian: threads that read request bodies, and how many of them run the application at a time.
_READERS = 64
_WORKERS = 4
# granian: more than the application accepts, so that the application refuses larger bodies.
_MOST_READ = 2 * 1024 * 1024
_IDLE_SECONDS = 120


class PortTaken(OSError):
    """A port cannot be opened; the message is meant for the user."""


class ServerMissing(Exception):
    """An HTTP server is not installed; the message is meant for the user."""


def listen(host: str, port: int, option: str = "--port") -> Sockets:
    """Open a port; port 0 chooses a free one. `localhost` is 127.0.0.1 and, if available, ::1.

    Error messages name the option that chooses the port.

    Raises PortTaken.
    """
    if host != "localhost":
        return [_open_socket(host, port, option)]
    first = _open_socket("127.0.0.1", port, option)
    opened = [first]
    with suppress(PortTaken):
        opened.append(_open_socket("::1", first.getsockname()[1], option))
    return opened


def _open_socket(host: str, port: int, option: str) -> socket.socket:
    opened = None
    try:
        family, kind, _, _, address = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)[0]
        opened = socket.socket(family, kind)
        if os.name == "posix":
            opened.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        # Connections inherit TCP_NODELAY. Without it a response waits for the delayed ACK of the previous one.
        opened.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        if family == socket.AF_INET6:
            opened.setsockopt(socket.IPPROTO_IPV6, socket.IPV6_V6ONLY, 1)
        opened.bind(address)
        opened.listen(_BACKLOG)
    except UnicodeError as error:
        raise PortTaken(f"port {port} on {host} cannot be opened: {host} is not a valid host name") from error
    except OSError as error:
        if opened:
            opened.close()
        if error.errno == errno.EADDRINUSE:
            message = f"port {port} on {host} is already in use: stop the other process or choose another {option}"
        elif error.errno == errno.EACCES:
            message = f"port {port} on {host} needs root privileges: choose a port above 1023 with {option}"
        elif error.errno == errno.EADDRNOTAVAIL or isinstance(error, socket.gaierror):
            message = f"port {port} on {host} cannot be opened: {host} is not an address of this machine (see --host)"
        else:
            message = f"port {port} on {host} cannot be opened: {error.strerror or error}"
        raise PortTaken(message) from error
    return opened


def _waitress(app: App, sockets: Sockets, behind_proxy: bool) -> Callable[[], object]:
    from mockauth.web.waitress_server import Server

    return Server(app, sockets, behind_proxy=behind_proxy).run


def _granian(app: App, sockets: Sockets, behind_proxy: bool) -> Callable[[], object]:
    """Prepare granian's WSGI worker on threads of this process.

    granian.Granian would start a second process and open a single address itself. Its internal worker class takes our
    sockets and stays in this process, where the state is. It is not public, so the extra pins granian's minor version.
    """
    from asyncio import new_event_loop
    from threading import Event

    try:
        from granian._futures import _new_cbscheduler
        from granian._granian import SocketHolder, WorkerSignal, WSGIWorker
        from granian.http import HTTP1Settings
        from granian.wsgi import _callback_wrapper
    except ImportError as error:
        raise ServerMissing('granian is missing or has the wrong version: pip install "mockauth[granian]"') from error
    no_tls: Sequence[object] = (False, None, None, None, "tls1.3", None, [], False)
    no_metrics = (None, None)
    callback = _callback_wrapper(_limited(app), {})
    for number, opened in enumerate(sockets, 1):
        opened.setblocking(False)
        holder = SocketHolder(os.dup(opened.fileno()), False, _BACKLOG)
        worker = WSGIWorker(
            number, (None, holder), None, 1, _CONNECTIONS, _READERS, _IDLE_SECONDS, _CONNECTIONS,
            "1", HTTP1Settings(), None, None, *no_tls, no_metrics,
        )  # fmt: skip
        worker.serve_mtr(_new_cbscheduler(new_event_loop(), callback), None, WorkerSignal())
    return Event().wait


def _limited(app: App) -> App:
    """Run the application on few threads at a time, first come, first served, after the body has been read.

    granian gives a request to a thread before the body has arrived, so slow clients need many threads. But threads that
    run at the same time block one another: 64 of them give a fifth fewer tokens and twice the p99 latency.
    """
    lock, free, waiting = Lock(), [_WORKERS], deque[Lock]()

    def respond(environ: dict[str, Any], start_response: Any) -> Any:
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

    return respond


# Takes the application, the sockets and whether a proxy is trusted; returns the function that runs the server.
SERVERS: Mapping[str, Prepare] = {
    "waitress": _waitress,
    "granian": _granian,
}
