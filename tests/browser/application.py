"""The applications that people of these tests log in to: one small server, a relying party for each client of a realm.

/{client}/login?…      sends the browser to the authorization endpoint; what the query says goes along
/{client}/callback     redeems the code, and shows who has logged in
/{client}/logout?…     sends the browser to the logout endpoint; with `hint`, along with the ID token
/{client}/             the client's home, and so is every other path of it
/packages/…            files of npm packages
in `pages`             what a test has put there
"""

import base64
import hashlib
import html
import json
import secrets
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from threading import Thread
from typing import Any
from urllib.error import HTTPError
from urllib.parse import parse_qsl, urlencode, urlsplit
from urllib.request import urlopen

_KINDS = {".js": "text/javascript", ".html": "text/html", ".json": "application/json"}


@dataclass
class Application:
    """The configuration and state: the issuer, client secrets, and the tokens of logged-in users by client."""

    url: str
    issuer: str = ""
    secrets: dict[str, str] = field(default_factory=dict)
    packages: Path = Path("/nowhere")
    pages: dict[str, str] = field(default_factory=dict)
    tokens: dict[str, dict[str, Any]] = field(default_factory=dict)
    verifiers: dict[str, str] = field(default_factory=dict)
    visits: list[str] = field(default_factory=list)

    def login(self, client: str, **more: str) -> str:
        """Return the URL that starts a login."""
        return f"{self.url}/{client}/login?{urlencode(more)}"

    def logout(self, client: str, **more: str) -> str:
        """Return the URL that starts a logout."""
        return f"{self.url}/{client}/logout?{urlencode(more)}"

    def endpoint(self, name: str) -> str:
        """Return the URL of an OpenID Connect endpoint of the realm."""
        return f"{self.issuer}/protocol/openid-connect/{name}"

    def authorization(self, client: str, more: dict[str, str]) -> str:
        """Return the URL of an authorization request; its PKCE verifier is kept for the callback."""
        state, verifier = more.pop("state", secrets.token_urlsafe(8)), secrets.token_urlsafe(32)
        self.verifiers[state] = verifier
        challenge = base64.urlsafe_b64encode(hashlib.sha256(verifier.encode()).digest()).decode().rstrip("=")
        asked = {
            "client_id": client,
            "redirect_uri": f"{self.url}/{client}/callback",
            "response_type": "code",
            "scope": "openid",
            "state": state,
            "code_challenge": challenge,
            "code_challenge_method": "S256",
            **more,
        }
        return f"{self.endpoint('auth')}?{urlencode(asked)}"

    def end_session(self, client: str, more: dict[str, str]) -> str:
        """Return the URL of a logout request."""
        asked = {"client_id": client, "post_logout_redirect_uri": f"{self.url}/{client}/bye"}
        if more.pop("hint", ""):
            asked["id_token_hint"] = self.tokens[client]["id_token"]
        return f"{self.endpoint('logout')}?{urlencode({**asked, **more})}"

    def redeemed(self, client: str, answer: dict[str, str]) -> str:
        """Redeem the code; return a page with the username, or with the error."""
        if "code" not in answer:
            return _page(f'<p id="error">{html.escape(answer.get("error", "no code"))}</p>')
        form = {
            "grant_type": "authorization_code",
            "client_id": client,
            "client_secret": self.secrets.get(client, ""),
            "code": answer["code"],
            "redirect_uri": f"{self.url}/{client}/callback",
            "code_verifier": self.verifiers.pop(answer["state"], ""),
        }
        try:
            with urlopen(self.endpoint("token"), urlencode(form).encode(), timeout=20) as found:
                self.tokens[client] = json.load(found)
        except HTTPError as refused:
            return _page(f'<p id="error">{html.escape(refused.read().decode())}</p>')
        who = claims(self.tokens[client]["id_token"])
        return _page(f'<p>Hello <b id="who">{html.escape(who["preferred_username"])}</b></p>')


def claims(token: str) -> dict[str, Any]:
    """Return the claims of a token without verifying its signature."""
    part = token.split(".")[1]
    found: dict[str, Any] = json.loads(base64.urlsafe_b64decode(part + "=" * (-len(part) % 4)))
    return found


@contextmanager
def running(packages: Path | None = None) -> Iterator[Application]:
    """Serve the application on a free port of this machine."""
    server = ThreadingHTTPServer(("127.0.0.1", 0), _Handler)
    application = Application(f"http://localhost:{server.server_port}", packages=packages or Path("/nowhere"))
    server.application = application  # type: ignore[attr-defined]
    server.daemon_threads = True
    thread = Thread(target=server.serve_forever, kwargs={"poll_interval": 0.05})
    thread.start()
    try:
        yield application
    finally:
        server.shutdown()
        server.server_close()
        thread.join()


class _Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"

    def do_GET(self) -> None:
        application: Application = self.server.application  # type: ignore[attr-defined]
        split = urlsplit(self.path)
        application.visits.append(split.path)
        query = dict(parse_qsl(split.query))
        _, client, *rest = [*split.path.split("/"), ""]
        if split.path in application.pages:
            self._show(application.pages[split.path])
        elif client == "packages":
            file = (application.packages / split.path.removeprefix("/packages/")).resolve()
            inside = file.is_relative_to(application.packages.resolve()) and file.is_file()
            self._show(file.read_text(encoding="utf-8") if inside else "", file.suffix, 200 if inside else 404)
        elif rest[0] == "login":
            self._send_to(application.authorization(client, query))
        elif rest[0] == "logout":
            self._send_to(application.end_session(client, query))
        elif rest[0] == "callback":
            self._show(application.redeemed(client, query))
        elif rest[0] == "bye":
            self._show(_page('<p id="bye">Good bye</p>'))
        else:
            self._show(_page(f'<p id="home">{html.escape(client)}</p>'))

    def do_POST(self) -> None:
        length = int(self.headers.get("Content-Length", 0))
        answer = dict(parse_qsl(self.rfile.read(length).decode()))
        self._show(self.server.application.redeemed(self.path.split("/")[1], answer))  # type: ignore[attr-defined]

    def log_message(self, format: str, *arguments: Any) -> None:  # noqa: A002
        pass

    def _show(self, text: str, kind: str = ".html", status: int = 200) -> None:
        body = text.encode()
        self.send_response(status)
        self.send_header("Content-Type", f"{_KINDS.get(kind, 'text/plain')}; charset=utf-8")
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def _send_to(self, url: str) -> None:
        self.send_response(302)
        self.send_header("Location", url)
        self.send_header("Content-Length", "0")
        self.end_headers()


def _page(body: str) -> str:
    return f'<!doctype html><html lang="en"><link rel="icon" href="data:,"><title>The application</title>{body}</html>'
