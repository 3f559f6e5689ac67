"""waitress with limits: on the number of connections, and on how long a request may take to arrive."""

import logging
from collections.abc import Callable, Sequence
from contextlib import suppress
from socket import socket
from typing import Any

from waitress import wasyncore
from waitress.adjustments import Adjustments
from waitress.server import TcpWSGIServer
from waitress.task import ThreadedTaskDispatcher

from mockauth.web.waitress_server.connections import Connection

_THREADS = 8
_SECONDS_TO_END = 2
_MOST_CONNECTIONS = 4096
_RESERVED_FILES = 100
_HEADER_BYTES = 64 * 1024
# A larger body is refused by its Content-Length, because waitress would write it to a temporary file.
_BODY_BYTES = 8 * 1024 * 1024


class Server:
    """An HTTP server on sockets that are open already; `run` serves until `stop` is called.

    By default it keeps as many connections open as the system allows, up to 4,096.
    """

    def __init__(
        self,
        app: Callable[..., Any],
        sockets: Sequence[socket],
        *,
        behind_proxy: bool,
        max_connections: int | None = None,
    ) -> None:
        # waitress warns when requests queue up, which is normal under a load test.
        logging.getLogger("waitress.queue").setLevel(logging.ERROR)
        limits = Adjustments(
            sockets=list(sockets),
            ident=None,
            cleanup_interval=1,
            max_request_header_size=_HEADER_BYTES,
            max_request_body_size=_BODY_BYTES,
            # `_Listener` has a limit of its own: at this one, waitress makes new clients wait.
            connection_limit=2**31,
            clear_untrusted_proxy_headers=not behind_proxy,
        )
        pool = ThreadedTaskDispatcher()
        pool.set_thread_count(_THREADS)
        self._pool = pool
        self._stopping = False
        self._open: dict[int, Any] = {}
        listeners = [_Listener(app, opened, self._open, pool, limits) for opened in sockets]
        for listener in listeners:
            listener.max_connections = max_connections or _system_limit()
        self._first = listeners[0]

    def run(self) -> None:
        """Serve requests."""
        while not self._stopping:
            wasyncore.loop(timeout=1.0, use_poll=True, map=self._open, count=1)
        self._pool.shutdown(timeout=_SECONDS_TO_END)
        wasyncore.close_all(self._open)

    def stop(self) -> None:
        """End `run`, from another thread; requests that are being answered get two seconds."""
        self._stopping = True
        # The loop may have ended already, and closed the pipe that wakes it.
        with suppress(OSError):
            self._first.pull_trigger()


class _Listener(TcpWSGIServer):  # type: ignore[misc] # waitress has no types
    channel_class = Connection
    max_connections = 0

    def __init__(
        self,
        app: Callable[..., Any],
        opened: socket,
        connections: dict[int, Any],
        pool: ThreadedTaskDispatcher,
        limits: Adjustments,
    ) -> None:
        address = (opened.family, opened.type, opened.proto, opened.getsockname())
        super().__init__(app, connections, True, opened, pool, limits, address, bind_socket=False)

    def handle_accept(self) -> None:
        """Accept a connection; if there are too many, close the one that is idle for longest."""
        super().handle_accept()
        # Of all listeners: they share the limit of the system.
        connections = [one for one in self._map.values() if isinstance(one, Connection)]
        idle = [connection for connection in connections if not connection.requests]
        if len(connections) > self.max_connections and idle:
            min(idle, key=lambda connection: float(connection.last_activity)).handle_close()

    def maintenance(self, now: float) -> None:
        """Close connections that are idle or slow for too long; `now` is time.time()."""
        for connection in list(self.active_channels.values()):
            if connection.has_timed_out(now):
                connection.handle_close()


def _system_limit() -> int:
    """Return how many connections the system allows, after raising the limit as far as possible."""
    try:
        import resource
    except ImportError:
        return 500  # Windows: select() takes 512 sockets.
    wanted = _MOST_CONNECTIONS + _RESERVED_FILES
    soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    if soft != resource.RLIM_INFINITY and soft < wanted:
        most = wanted if hard == resource.RLIM_INFINITY else min(hard, wanted)
        with suppress(ValueError, OSError):
            resource.setrlimit(resource.RLIMIT_NOFILE, (most, hard))
            soft = most
    return _MOST_CONNECTIONS if soft == resource.RLIM_INFINITY else max(min(soft, wanted) - _RESERVED_FILES, 32)
