"""HTTP requests and answers as values, and two ways to send a request: in process, or over a socket.

Neither way cleans up a request: header pairs may repeat, a body may be anything, and a path is sent as written.
"""

import base64
import json
import re
import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from http.client import HTTPConnection
from io import BytesIO
from typing import TYPE_CHECKING, Any
from urllib.parse import parse_qs, urlsplit

from contract import html
from contract.certificates import with_certificates

if TYPE_CHECKING:
    from flask import Flask

Headers = tuple[tuple[str, str], ...]
FORM = "application/x-www-form-urlencoded"
_BASE64 = re.compile(r"base64\((.*)\)", re.DOTALL)
# The names of JWTs that tests make, such as `assertion_good` and `object_expired`, and of codes such as `otp_ada`.
SIGNED = re.compile(r"(assertion_(?!type)|object_|otp_)([A-Za-z0-9_]+)")
EARLIER = re.compile(r"(\w+?|link:[^:]+:)_of_answer_(\d+)")


@dataclass(frozen=True)
class Request:
    """A request as a test writes it: `base64(…)` in a header is encoded when it is sent.

    Bytes that are not UTF-8 are surrogates in `body` (see PEP 383). A body of None means no body at all.
    Placeholders refer to an earlier answer of the test, here the second: `refresh_token_of_answer_2`,
    `code_of_answer_2` from its Location, `action_of_answer_2` for the action of its form, `written_action_of_answer_2`
    for that action without decoding HTML, `address_of_answer_2` for that action without its session code,
    `first_tab_id_of_answer_2` for that action with another value of a parameter before the right one,
    `polling_of_answer_2` for the URL that its script opens after a login in another tab, and
    `link:Register:_of_answer_2` for a link of its page. If the answer is a list, `id_of_answer_2` is the id of its
    first item.
    `served` is what the client's server answers from now on, by path (see `listener`).
    The request is sent `later` seconds after the one before. `jar` names a browser, which keeps all its cookies.
    `browser without X` first loses the cookie X, and `browser with the cookies of other` gets those of another browser.
    """

    method: str
    path: str
    headers: Headers = ()
    body: str | None = None
    later: int = 0
    jar: str = ""
    served: Mapping[str, Mapping[str, Any]] = field(default_factory=dict)

    def filled(
        self, secrets: Mapping[str, str], earlier: Sequence["Answer"] = (), sign: Callable[[str], str] = str
    ) -> "Request":
        """Return the request with secrets and tokens in place of their names, and base64 encoded."""

        def fill(text: str) -> str:
            for name, secret in secrets.items():
                text = text.replace(name, secret)
            text = SIGNED.sub(lambda match: sign(match[0]), text)
            return EARLIER.sub(lambda match: earlier[int(match[2]) - 1].part(match[1]) or match[0], text)

        headers = tuple((name, _BASE64.sub(_encoded, with_certificates(fill(value)))) for name, value in self.headers)
        path = fill(self.path)
        path = _below_host(path) if EARLIER.search(self.path) else path
        return replace(self, path=path, headers=headers, body=None if self.body is None else fill(self.body))

    @property
    def body_bytes(self) -> bytes:
        """The body as bytes."""
        return (self.body or "").encode("utf-8", "surrogateescape")

    def as_json(self) -> dict[str, Any]:
        """Return the request in the form of a transcript."""
        written: dict[str, Any] = {
            "method": self.method,
            "path": self.path,
            "headers": [list(it) for it in self.headers],
        }
        written |= {} if self.body is None else {"body": self.body}
        written |= {"later": self.later} if self.later else {}
        written |= {"served": dict(self.served)} if self.served else {}
        return {**written, "jar": self.jar} if self.jar else written

    @classmethod
    def of_json(cls, written: Mapping[str, Any]) -> "Request":
        """Read a request from a transcript."""
        headers = tuple((name, value) for name, value in written["headers"])
        later, jar = written.get("later", 0), written.get("jar", "")
        served = written.get("served", {})
        return cls(written["method"], written["path"], headers, written.get("body"), later, jar, served)


@dataclass(frozen=True)
class Answer:
    """An answer: status, header pairs, body."""

    status: int
    headers: Headers
    body: bytes

    def part(self, name: str) -> str:  # noqa: PLR0911 - a table would not be shorter
        """Return a part of the answer: a token, a parameter of its Location, the target of a form or link; or ""."""
        location = next((value for header, value in self.headers if header.lower() == "location"), "")
        if name == "location":
            return location
        if name == "action":
            return html.action(self.text)
        if name == "detached":
            return html.detached_link(self.text)
        if name == "written_action":
            return next(iter(re.findall(r'action="(.*)" method', self.text)), "")
        if name == "address":
            return _without_session_code(html.action(self.text))
        if name.startswith("first_"):
            return html.action(self.text).replace("?", f"?{name.removeprefix('first_')}=other&")
        if name == "polling":
            return html.scripts(self.text).get("startSessionPolling", "")
        if name == "restart":
            return _below_realm(html.action(self.text), "login-actions/restart")
        if name == "departure":
            return _below_realm(html.action(self.text), "protocol/openid-connect/logout/logout-confirm")
        if name.startswith("link:"):
            return html.link(self.text, name.split(":")[1])
        said = parse_qs(urlsplit(location).query) | parse_qs(urlsplit(location).fragment)
        if name in said:
            return said[name][0]
        try:
            parsed = json.loads(self.body)
            return str((parsed[0] if isinstance(parsed, list) else parsed)[name])
        except (ValueError, KeyError, TypeError, IndexError):
            of_action = parse_qs(urlsplit(html.action(self.text)).query)
            return html.field(self.text, name) or of_action.get(name, [""])[0]

    @property
    def text(self) -> str:
        """The body as text."""
        return self.body.decode("utf-8", "replace")


Sender = Callable[[Request], Answer]


def over_socket(base: str) -> Sender:
    """Return a sender for the server with this base URL, with a new connection for each request."""
    host, port = urlsplit(base).hostname, urlsplit(base).port

    def send(request: Request) -> Answer:
        time.sleep(request.later)
        # Connect by address: otherwise clientAddress depends on how `localhost` resolves.
        connection = HTTPConnection("127.0.0.1", port, timeout=30)
        try:
            connection.putrequest(request.method, request.path, skip_host=True, skip_accept_encoding=True)
            if not has_header(request, "host"):
                connection.putheader("Host", f"{host}:{port}")
            for name, value in request.headers:
                connection.putheader(name, value.encode("utf-8", "surrogateescape"))
            if request.body is not None and not has_header(request, "transfer-encoding"):
                connection.putheader("Content-Length", str(len(request.body_bytes)))
            connection.endheaders(request.body_bytes or None)
            answer = connection.getresponse()
            return Answer(answer.status, tuple(answer.getheaders()), answer.read())
        finally:
            connection.close()

    return send


def in_process(app: "Flask", base: str, advance: Callable[[int], None]) -> Sender:
    """Return a sender for a Flask app without a socket; `advance` moves its clock instead of waiting."""
    from werkzeug.test import EnvironBuilder, run_wsgi_app

    def send(request: Request) -> Answer:
        advance(request.later)
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
            # The builder encodes multipart forms itself, so replace its body with that of the request.
            environ["CONTENT_TYPE"] = ",".join(value for name, value in headers if name.lower() == "content-type")
            environ["wsgi.input"] = BytesIO(request.body_bytes)
            environ["CONTENT_LENGTH"] = str(len(request.body_bytes))
        body, status, found = run_wsgi_app(app, environ, buffered=True)
        return Answer(int(status.split()[0]), tuple(found.to_wsgi_list()), b"".join(body))

    return send


def _below_realm(action: str, path: str) -> str:
    """Return another URL of a pending login, derived from its form's action: its restart, or a logout confirmation."""
    parts = urlsplit(action)
    kept = [pair for pair in parts.query.split("&") if not pair.startswith(("session_code=", "execution="))]
    return f"{parts.path.partition('/login-actions/')[0]}/{path}?{'&'.join(kept)}"


def _without_session_code(action: str) -> str:
    """Return the address that a page with this form gets in the browser's history."""
    return re.sub(r"session_code=[^&]*&", "", action)


def _below_host(url: str) -> str:
    parts = urlsplit(url)
    return f"{parts.path}?{parts.query}" if parts.query else parts.path


def has_header(request: Request, header: str) -> bool:
    """Tell whether the request has this header."""
    return any(name.lower() == header for name, _ in request.headers)


def _encoded(match: re.Match[str]) -> str:
    return base64.b64encode(match[1].encode("utf-8", "surrogateescape")).decode()
