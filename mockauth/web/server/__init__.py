"""The HTTP server: a few threads that share a selector, and answer with waitress's parser and tasks.

A thread that waits for the next connection to become ready also answers its request, so no request is handed from
thread to thread. docs/decisions/0003-http-server.md compares it with other servers.
"""

import time
from collections import deque
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager, suppress
from selectors import EVENT_READ, BaseSelector, DefaultSelector
from socket import socket, socketpair
from threading import Lock, Thread, current_thread
from typing import Any

from waitress.adjustments import Adjustments

from mockauth.web.server.connections import Connection, Listener

# More threads only wait for each other's turn in Python; fewer do not sign tokens on two cores at once.
_THREADS = 4
_MOST_BLOCKED = 256
_MOST_CONNECTIONS = 4096
_RESERVED_FILES = 100
_HEADER_BYTES = 64 * 1024
# A larger body is refused by its Content-Length, because waitress would write it to a temporary file.
_BODY_BYTES = 8 * 1024 * 1024
_SECONDS_TO_END = 2.0
_CHECK_SECONDS = 1.0
_POLL_SECONDS = 0.01
# The selectors that notice a connection that another thread registers while they wait.
_LIVE_SELECTORS = ("EpollSelector", "KqueueSelector")


class TooManyBlocked(BlockingIOError):
    """Too many threads wait for something outside of the server."""


class Server:
    """An HTTP server on sockets that are open already; `run` serves until `stop` is called.

    By default it keeps as many connections open as the system allows, up to 4,096. The application finds the function
    `blocking` in the WSGI environment, as "mockauth.blocking".
    """

    def __init__(
        self,
        app: Callable[..., Any],
        sockets: Sequence[socket],
        *,
        max_connections: int | None = None,
        selector: BaseSelector | None = None,
    ) -> None:
        self._app = app
        self._sockets = sockets
        self._max_connections = max_connections or _system_limit()
        self._selector = selector or DefaultSelector()
        self._is_live = type(self._selector).__name__ in _LIVE_SELECTORS
        self._wake_up, self._woken = socketpair()
        self._selector.register(self._woken, EVENT_READ)
        limits = Adjustments(ident=None, max_request_header_size=_HEADER_BYTES, max_request_body_size=_BODY_BYTES)
        for each in sockets:
            each.setblocking(False)
            self._selector.register(each, EVENT_READ, Listener(each, each.getsockname()[1], self._respond, limits))
        # Held by the thread that waits for events: the others wait for their turn.
        self._turn = Lock()
        self._ready: deque[Connection] = deque()
        # Held while the selector's table of connections is changed or read.
        self._registering = Lock()
        self._connections: set[Connection] = set()
        self._threads: set[Thread] = set()
        self._blocked: set[Thread] = set()
        self._next_check = 0.0
        self._stopping = False
        # An Event would not do: setting it in a signal handler, while the same thread waits for it, can deadlock.
        self._until_stopped = Lock()
        self._until_stopped.acquire()

    def run(self) -> None:
        """Serve requests. After `stop`, requests that have arrived get two seconds."""
        self._start_threads()
        # With a timeout, because Windows does not interrupt a thread that waits without one.
        while not self._until_stopped.acquire(timeout=_CHECK_SECONDS):
            pass
        end = time.monotonic() + _SECONDS_TO_END
        for thread in [*self._threads]:
            thread.join(max(end - time.monotonic(), 0))
        for listening in self._sockets:
            listening.close()
        for connection in [*self._connections]:
            connection.close()
        if not self._threads:
            self._selector.close()
            self._wake_up.close()
            self._woken.close()

    def stop(self) -> None:
        """End `run`, from another thread or a signal handler. Stopping twice does no harm."""
        self._stopping = True
        with suppress(OSError):
            self._wake_up.send(b"\0")
        with suppress(RuntimeError):
            self._until_stopped.release()

    @contextmanager
    def blocking(self) -> Iterator[None]:
        """Let another thread answer requests while this one waits for something outside of the server.

        Raises TooManyBlocked.
        """
        if len(self._blocked) >= _MOST_BLOCKED:
            raise TooManyBlocked(f"{_MOST_BLOCKED} other requests are waiting too")
        self._blocked.add(current_thread())
        try:
            self._start_threads()
            yield
        finally:
            self._blocked.discard(current_thread())

    def _respond(self, environ: dict[str, Any], start_response: Any) -> Any:
        environ["mockauth.blocking"] = self.blocking
        return self._app(environ, start_response)

    @property
    def _wanted_threads(self) -> int:
        return _THREADS + len(self._blocked)

    def _start_threads(self) -> None:
        while len(self._threads) < self._wanted_threads:
            thread = Thread(target=self._work, daemon=True)
            self._threads.add(thread)
            thread.start()

    def _work(self) -> None:
        while connection := self._next():
            if connection.handle() and (connection.unsent or not self._stopping):
                self._wait_for(connection)
            else:
                self._close(connection)

    def _next(self) -> Connection | None:
        """Wait for a connection that has something to do; None ends the thread."""
        with self._turn:
            while len(self._threads) <= self._wanted_threads and not self._is_done():
                if self._ready:
                    return self._ready.popleft()
                self._select(_POLL_SECONDS if self._stopping else _CHECK_SECONDS)
            self._threads.discard(current_thread())
            return None

    def _is_done(self) -> bool:
        """Tell whether the server stops, and no connection waits for an answer or for the rest of one."""
        if not self._stopping or self._ready:
            return False
        self._select(0)
        return not self._ready and not any(connection.unsent for connection in self._waiting())

    def _select(self, seconds: float) -> None:
        """Wait for events: connections that have something to do, and new ones."""
        events = [key for key, _ in self._selector.select(seconds)]
        for key in events:
            if isinstance(key.data, Connection):
                with self._registering:
                    self._selector.unregister(key.fileobj)
                self._ready.append(key.data)
        for key in events:
            if key.data is None:
                self._woken.recv(4096)
            elif isinstance(key.data, Listener) and not self._stopping:
                self._accept(key.data)
        now = time.monotonic()
        if now >= self._next_check:
            self._next_check = now + _CHECK_SECONDS
            for connection in self._waiting():
                if connection.has_timed_out(now):
                    self._close(connection)

    def _accept(self, listener: Listener) -> None:
        """Accept connections; if there are too many, close those that are idle for longest."""
        with suppress(OSError):
            while True:
                connection = Connection(listener, *listener.socket.accept())
                self._connections.add(connection)
                self._wait_for(connection)
                if len(self._connections) > self._max_connections:
                    self._close(min(self._waiting(), key=lambda waiting: waiting.last_activity))

    def _waiting(self) -> Sequence[Connection]:
        """Return the connections that no thread handles."""
        with self._registering:
            return [key.data for key in self._selector.get_map().values() if isinstance(key.data, Connection)]

    def _wait_for(self, connection: Connection) -> None:
        with self._registering:
            self._selector.register(connection.socket, connection.event, connection)
        if not self._is_live:
            self._wake_up.send(b"\0")

    def _close(self, connection: Connection) -> None:
        with self._registering, suppress(KeyError):
            self._selector.unregister(connection.socket)
        self._connections.discard(connection)
        connection.close()


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
