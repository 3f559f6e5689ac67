"""Request heads and chunked bodies: what Keycloak's HTTP server refuses, and waitress would serve or fail on, is a 400.

Keycloak 26.7.3 was asked the cases of tests/robustness/test_raw_requests.py.
"""

import re
from typing import Any

from waitress.parser import HTTPRequestParser, ParsingError
from waitress.receiver import ChunkedReceiver
from waitress.utilities import BadRequest

_MOST_LINES = 65_536
_LONGEST_CHUNK_LINE = 1024
_LONGEST_TRAILER = 8192
_HIGHEST_PORT = 65_535
_HOST = re.compile(r"""(?:\[[0-9A-Fa-f:.]+\]|[^\x00-\x20"#%/:<>?@\[\\\]^`{|}\x7f-\xff]*)(?::([0-9]{0,5}))?""")
_TARGET = re.compile(rb"""(?:[^:/?#]+:/)?/[^?"<>\[\\\]^`{|}]*(?:\?[^"<>\\^`{|}]*)?""")


class Parser(HTTPRequestParser):  # type: ignore[misc] # waitress has no types
    """A parser whose every failure is an answer: 400, and the end of the connection."""

    body_rcv: Any
    expect_continue: bool

    def received(self, data: bytes) -> int:
        """Take bytes from the connection and return how many belong to this request."""
        try:
            taken = int(super().received(data))
        except Exception as error:
            # Python's own parsers raise for a target such as "http://[" or a length of 5,000 digits.
            return self._refuse(f"The request cannot be read: {type(error).__name__}", data)
        if not self.headers_finished and b"\n\n" in self.header_plus:
            return self._refuse("Lines end with CR and LF", data)
        return taken

    def parse_header(self, header_plus: bytes) -> None:
        """Read the request line and the headers. Raises ParsingError."""
        super().parse_header(header_plus)
        if self.version not in ("1.0", "1.1"):
            raise ParsingError("The HTTP version is not 1.0 or 1.1")
        if not _TARGET.fullmatch(self.request_uri.encode("latin-1")):
            raise ParsingError("The target is not a path or a URL")
        host = self.headers.get("HOST")
        if host is None and self.version == "1.1":
            raise ParsingError("There is no Host header")  # RFC 9112 section 3.2
        matched = _HOST.fullmatch(host or "")
        if not matched or int(matched[1] or 0) > _HIGHEST_PORT:
            raise ParsingError("The Host header is not a host, or there are two")
        if (self.chunked and "CONTENT_LENGTH" in self.headers) or "TRANSFER_ENCODING" in self.headers:
            # RFC 9112 section 6.3: it may be an attempt to smuggle another request past a proxy. waitress leaves the
            # header Transfer-Encoding in place with HTTP/1.0 only.
            raise ParsingError("Transfer-Encoding with Content-Length, or with HTTP/1.0")
        if self.chunked:
            self.body_rcv = _Chunks(self.body_rcv.getbuf())

    def expects_continue(self) -> bool:
        """Tell, once, whether the client sends the body after "100 Continue" only."""
        expects = bool(self.expect_continue and self.headers_finished)
        self.expect_continue = self.expect_continue and not expects
        return expects

    def _refuse(self, why: str, data: bytes) -> int:
        if not hasattr(self, "first_line"):
            super().parse_header(b"GET / HTTP/1.0\r\n")
        self.error = BadRequest(why)
        self.completed = True
        return len(data)


class _Chunks(ChunkedReceiver):  # type: ignore[misc]
    """A chunked body with bounds on everything that is not its content: each size line costs time."""

    error: Any
    _lines = 0

    def received(self, s: bytes) -> int:
        """Take bytes of the body and return how many belong to it."""
        self._lines += s.count(b"\r\n")
        taken = int(super().received(s))
        too_long = len(self.control_line) > _LONGEST_CHUNK_LINE or len(self.trailer) > _LONGEST_TRAILER
        if not self.error and (too_long or self._lines > _MOST_LINES):
            self.error = BadRequest("The body has too many chunks, or too long a line between them")
        return taken
