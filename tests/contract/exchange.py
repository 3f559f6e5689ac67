"""One HTTP request and its answer as values, and two ways to get from one to the other: in process, or over a socket.

Neither way tidies up: header pairs may repeat, a body may be anything, and a path is sent as it is written.
"""

import base64
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from http.client import HTTPConnection
from io import BytesIO
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

if TYPE_CHECKING:
    from flask import Flask

Headers = tuple[tuple[str, str], ...]
FORM = "application/x-www-form-urlencoded"
_BASE64 = re.compile(r"base64\((.*)\)", re.DOTALL)


@dataclass(frozen=True)
class Request:
    """A request as it is written in a test: `base64(…)` in a header is encoded when it is sent.

    Bytes that are not UTF-8 are surrogates in `body` (see PEP 383). A body of None means no body at all.
    """

    method: str
    path: str
    headers: Headers = ()
    body: str | None = None

    def filled(self, secrets: Mapping[str, str]) -> "Request":
        """Give the request with the names of secrets replaced by what they stand for, and base64 encoded."""

        def fill(text: str) -> str:
            for name, secret in secrets.items():
                text = text.replace(name, secret)
            return text

        headers = tuple((name, _BASE64.sub(_encoded, fill(value))) for name, value in self.headers)
        return Request(self.method, self.path, headers, None if self.body is None else fill(self.body))

    @property
    def body_bytes(self) -> bytes:
        """The body as it goes over the wire."""
        return (self.body or "").encode("utf-8", "surrogateescape")

    def as_json(self) -> dict[str, Any]:
        """Give the request as a transcript writes it."""
        written: dict[str, Any] = {
            "method": self.method,
            "path": self.path,
            "headers": [list(it) for it in self.headers],
        }
        return written if self.body is None else {**written, "body": self.body}

    @classmethod
    def of_json(cls, written: Mapping[str, Any]) -> "Request":
        """Read a request from a transcript."""
        headers = tuple((name, value) for name, value in written["headers"])
        return cls(written["method"], written["path"], headers, written.get("body"))


@dataclass(frozen=True)
class Answer:
    """An answer: status, header pairs, body."""

    status: int
    headers: Headers
    body: bytes


Sender = Callable[[Request], Answer]


def over_socket(base: str) -> Sender:
    """Send to the server with this base URL, over a connection of its own for each request."""
    host, port = urlsplit(base).hostname, urlsplit(base).port

    def send(request: Request) -> Answer:
        # Not by the name: clientAddress should not depend on what `localhost` comes to.
        connection = HTTPConnection("127.0.0.1", port, timeout=30)
        try:
            connection.putrequest(request.method, request.path, skip_host=True, skip_accept_encoding=True)
            if not has(request, "host"):
                connection.putheader("Host", f"{host}:{port}")
            for name, value in request.headers:
                connection.putheader(name, value.encode("utf-8", "surrogateescape"))
            if request.body is not None and not has(request, "transfer-encoding"):
                connection.putheader("Content-Length", str(len(request.body_bytes)))
            connection.endheaders(request.body_bytes or None)
            answer = connection.getresponse()
            return Answer(answer.status, tuple(answer.getheaders()), answer.read())
        finally:
            connection.close()

    return send


def in_process(app: "Flask", base: str) -> Sender:
    """Send to a Flask app without a socket."""
    from werkzeug.test import EnvironBuilder, run_wsgi_app

    def send(request: Request) -> Answer:
        path, _, query = request.path.partition("?")
        host = {name.lower(): value for name, value in request.headers}.get("host")
        headers = [
            (name, value.encode().decode("latin-1")) for name, value in request.headers if name.lower() != "host"
        ]
        builder = EnvironBuilder(
            path,
            base_url=f"http://{host}" if host else base,
            query_string=query,
            method=request.method,
            headers=headers,
        )
        environ = builder.get_environ()
        environ["REQUEST_URI"] = environ["RAW_URI"] = request.path
        environ["REMOTE_ADDR"] = "127.0.0.1"
        if host:
            environ["HTTP_HOST"] = host
        if request.body is not None:
            # The builder writes multipart forms of its own; what is sent is the request's.
            environ["CONTENT_TYPE"] = ",".join(value for name, value in headers if name.lower() == "content-type")
            environ["wsgi.input"] = BytesIO(request.body_bytes)
            environ["CONTENT_LENGTH"] = str(len(request.body_bytes))
        body, status, found = run_wsgi_app(app, environ, buffered=True)
        return Answer(int(status.split()[0]), tuple(found.to_wsgi_list()), b"".join(body))

    return send


def has(request: Request, header: str) -> bool:
    """Tell whether the request carries this header."""
    return any(name.lower() == header for name, _ in request.headers)


def _encoded(match: re.Match[str]) -> str:
    return base64.b64encode(match[1].encode("utf-8", "surrogateescape")).decode()
