"""A connection of a client: what has arrived, which requests that makes, and what of the answers is not sent yet."""

import logging
import time
from collections import deque
from selectors import EVENT_READ, EVENT_WRITE
from socket import socket
from typing import TYPE_CHECKING, Any, NamedTuple

from waitress.task import ErrorTask, WSGITask

from mockauth.web.server.parser import Parser

if TYPE_CHECKING:
    from collections.abc import Callable

    from waitress.adjustments import Adjustments

IDLE_SECONDS = 120
REQUEST_SECONDS = 30
_MOST_RECEIVED = 16 * 1024
_TLS_HANDSHAKE = b"\x16\x03"
_ANSWER_TO_TLS = (
    b"HTTP/1.1 400 Bad Request\r\nConnection: close\r\nContent-Type: text/plain\r\n\r\n"
    b"This port speaks HTTP, not HTTPS: use an http:// URL.\n"
)
_CONTINUE = b"HTTP/1.1 100 Continue\r\n\r\n"
_log = logging.getLogger("mockauth")


class Listener(NamedTuple):
    """A listening socket, and what waitress's tasks read of their server."""

    socket: socket
    effective_port: int
    application: "Callable[..., Any]"
    adj: "Adjustments"
    server_name: str = "localhost"


class Connection:
    """A connection: at any time it is handled by a single thread, or waits in the selector.

    `last_activity` and `request_began` are times of time.monotonic(); `request_began` is 0 unless a request has arrived
    in part.
    """

    def __init__(self, listener: Listener, opened: socket, address: Any) -> None:
        opened.setblocking(False)
        self.socket = opened
        # waitress's tasks read these three.
        self.server, self.adj, self.addr = listener, listener.adj, address
        self.last_activity = time.monotonic()
        self.request_began = 0.0
        self.unsent = bytearray()
        self._arriving: Parser | None = None
        self._requests: deque[Parser] = deque()
        self._ends = False

    @property
    def event(self) -> int:
        """The event that the connection waits for."""
        return EVENT_WRITE if self.unsent else EVENT_READ

    def handle(self) -> bool:
        """Read, answer and send as much as possible without waiting; return False at the end of the connection."""
        try:
            if not self.unsent:
                data = self.socket.recv(_MOST_RECEIVED)
                if not data:
                    return False
                self._receive(data)
            while True:
                if self.unsent:
                    del self.unsent[: self.socket.send(self.unsent)]
                if self.unsent:
                    break
                if self._ends:
                    return False
                if self._requests:
                    self._answer(self._requests.popleft())
                elif self._arriving and self._arriving.expects_continue():
                    self.unsent += _CONTINUE
                else:
                    break
        except BlockingIOError:
            pass
        except OSError:
            return False
        self.last_activity = time.monotonic()
        return True

    def has_timed_out(self, now: float) -> bool:
        """Tell whether the connection is idle, or its request arriving, for too long; `now` is time.monotonic()."""
        if self.request_began:
            return now - self.request_began > REQUEST_SECONDS
        return now - self.last_activity > (REQUEST_SECONDS if self.unsent else IDLE_SECONDS)

    def write_soon(self, data: bytes) -> int:
        """Take a part of the answer from a task of waitress. Head and body are sent together."""
        self.unsent += data
        return len(data)

    def check_client_disconnected(self) -> bool:
        """Tell the application nothing about the client."""
        return False

    def close(self) -> None:
        """Close the connection."""
        self.socket.close()

    def _receive(self, data: bytes) -> None:
        if self._arriving is None and data.startswith(_TLS_HANDSHAKE):
            _log.warning("TLS on the HTTP port: a client used https://, but this port speaks http://")
            self.unsent += _ANSWER_TO_TLS
            self._ends = True
            return
        while data:
            request = self._arriving = self._arriving or Parser(self.adj)
            data = data[request.received(data) :]
            if request.completed:
                self._arriving = None
                if not request.empty:
                    self._requests.append(request)
        if self._arriving is None:
            self.request_began = 0.0
        elif not self.request_began:
            self.request_began = time.monotonic()

    def _answer(self, request: Parser) -> None:
        """Answer a request. The application does not see, and so not log, a malformed one."""
        if request.error:
            _log.warning("%s: malformed HTTP request: %s", request.error.code, request.error.body)
        task = (ErrorTask if request.error else WSGITask)(self, request)
        try:
            task.service()
            self._ends = task.close_on_finish
        except Exception:
            _log.exception("a request failed: this is a bug in mockauth, please report it")
            self._ends = True
        request.close()
