"""A connection of waitress, with limits on how long a request may take to arrive."""

import logging
import time

from waitress.channel import HTTPChannel

from mockauth.web.waitress_server.parser import Parser

IDLE_SECONDS = 120
REQUEST_SECONDS = 30
_TLS_HANDSHAKE = b"\x16\x03"
_ANSWER_TO_TLS = (
    b"HTTP/1.1 400 Bad Request\r\nConnection: close\r\nContent-Type: text/plain\r\n\r\n"
    b"This port speaks HTTP, not HTTPS: use an http:// URL.\n"
)
_log = logging.getLogger("mockauth")


class Connection(HTTPChannel):  # type: ignore[misc] # waitress has no types
    """A connection: waitress's loop reads it until a request is complete, then a thread of the pool answers."""

    parser_class = Parser
    # When the request that has arrived in part began to arrive (time.time()), or 0.
    request_began = 0.0

    def writable(self) -> bool:
        """Tell whether the loop has something to send.

        waitress asks whether there is something to send while a thread sends it, again and again: at 64 connections
        that takes two thirds of the tokens. When the thread is done it wakes the loop for what is left to send.
        """
        unsent = self.total_outbufs_len and not self.requests
        return bool(unsent or self.will_close or self.close_when_flushed)

    def received(self, data: bytes) -> bool:
        """Take bytes that have arrived; return False if the connection takes no more."""
        if self.request is None and data.startswith(_TLS_HANDSHAKE):
            _log.warning("TLS on the HTTP port: a client used https://, but this port speaks http://")
            self.send(_ANSWER_TO_TLS)
            self.will_close = True
            return False
        taken = bool(super().received(data))
        if self.request is None:
            self.request_began = 0.0
        elif not self.request_began:
            self.request_began = time.time()
        return taken

    def service(self) -> None:
        """Answer a request, on a thread of the pool. The application does not see, and so not log, a malformed one."""
        if error := self.requests[0].error:
            _log.warning("%s: malformed HTTP request: %s", error.code, error.body)
        super().service()

    def has_timed_out(self, now: float) -> bool:
        """Tell whether the connection is idle, or its request arriving, for too long; `now` is time.time()."""
        if self.requests:
            return False
        if self.request_began:
            return now - self.request_began > REQUEST_SECONDS
        limit = REQUEST_SECONDS if self.total_outbufs_len else IDLE_SECONDS
        return bool(now - self.last_activity > limit)
