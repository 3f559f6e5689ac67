"""A test browser that checks every response: valid headers, no injected scripts, no open redirects."""

from dataclasses import dataclass, field
from html.parser import HTMLParser
from pathlib import Path
from typing import TYPE_CHECKING
from urllib.parse import quote, urlsplit

from flask import Flask
from werkzeug.test import EnvironBuilder, run_wsgi_app
from werkzeug.wrappers import Response

from mockauth.realms.files import load
from mockauth.state import State
from mockauth.state.clock import Clock
from mockauth.state.key_ring import KeyRing
from mockauth.web.app import Settings, create_app
from mockauth.web.pages.data_files import TEMPLATES

if TYPE_CHECKING:
    from wsgiref.types import WSGIApplication

ORIGIN = "http://localhost"
# The name in scripts of attackers; no page may contain it as code.
MARK = "gotcha"
_REALMS = Path(__file__).parent.parent / "realms" / "logins.json"
_FORM = "application/x-www-form-urlencoded"
_RUN = ("javascript:", "data:", "vbscript:")
_ICON = (TEMPLATES / "_icon.txt").read_text(encoding="utf-8")
_LINKS = {"href", "src", "action", "formaction", "data"}


def logins(ring: KeyRing, clock: Clock | None = None, settings: Settings | None = None) -> Flask:
    """Serve the realms of tests/realms/logins.json."""
    return create_app(State(load([_REALMS], {}).realms, ring, clock or Clock()), settings)


def encoded(fields: dict[str, str]) -> str:
    """Encode fields as a form."""
    return "&".join(
        f"{quote(name.encode('utf-8', 'surrogatepass'))}={quote(value.encode('utf-8', 'surrogatepass'), safe='')}"
        for name, value in fields.items()
    )


def auth(client: str = "app", realm: str = "logins", uri: str = "http://localhost:3000/cb", **more: str) -> str:
    """Return the URL of an authorization request."""
    parameters = {
        "client_id": client,
        "redirect_uri": uri,
        "response_type": "code",
        "scope": "openid",
        "state": "s",
        **more,
    }
    return f"/realms/{realm}/protocol/openid-connect/auth?{encoded(parameters | more)}"


@dataclass
class Browser:
    """A browser with cookies and one page."""

    app: "WSGIApplication"
    cookies: dict[str, str] = field(default_factory=dict)
    page: str = ""
    location: str = ""

    def open(self, url: str, form: dict[str, str] | str | None = None, **headers: str) -> Response:
        """Send a request, and check its response."""
        path, _, query = url.removeprefix(ORIGIN).partition("?")
        body = form if isinstance(form, str) else encoded(form) if form is not None else ""
        environ = EnvironBuilder("/", method="GET" if form is None else "POST", data=body).get_environ()
        environ |= {"PATH_INFO": path, "REQUEST_URI": f"{path}?{query}", "QUERY_STRING": query}
        environ |= {"REMOTE_ADDR": "127.0.0.1", "CONTENT_TYPE": "" if form is None else _FORM, "HTTP_HOST": "localhost"}
        if self.cookies:
            environ["HTTP_COOKIE"] = "; ".join(f"{name}={value}" for name, value in self.cookies.items())
        environ |= {f"HTTP_{name.upper()}": value for name, value in headers.items()}
        data, status, header = run_wsgi_app(self.app, environ, buffered=True)
        answer = Response(data, status, header)
        self.page, self.location = answer.get_data(as_text=True), answer.headers.get("Location", "")
        self._check(answer)
        self._keep(answer)
        return answer

    def log_in(self, url: str, user: str = "ada") -> str:
        """Log in; return the authorization code."""
        self.open(url)
        self.open(self.action, {"username": user, "password": f"{user}-password"})
        return self.location.partition("code=")[2].partition("&")[0]

    def token(self, code: str, client: str = "app", realm: str = "logins", **more: str) -> Response:
        """Redeem a code."""
        form = {"grant_type": "authorization_code", "code": code, "client_id": client, **more}
        form.setdefault("redirect_uri", "http://localhost:3000/cb")
        return self.open(f"/realms/{realm}/protocol/openid-connect/token", form)

    @property
    def action(self) -> str:
        """The action URL of the first form of the page."""
        return next(iter(Html(self.page).actions), "")

    def _check(self, answer: Response) -> None:
        assert answer.status_code < 500 or answer.status_code == 501 or "kc-error-message" in self.page, self.page
        for name, value in answer.headers.items():
            assert not {"\r", "\n", "\0"} & {*name, *value}, name
            value.encode("latin-1")
        if answer.mimetype == "text/html":
            assert not (harm := Html(self.page).harm), harm
        if self.location:
            where = urlsplit(self.location)
            assert (where.scheme, where.netloc) in {("http", "localhost"), ("http", "localhost:3000")}, self.location
            assert "\\" not in self.location
            assert self.location.isascii()

    def _keep(self, answer: Response) -> None:
        for line in answer.headers.getlist("Set-Cookie"):
            pair, *attributes = line.split(";")
            name, _, value = pair.partition("=")
            self.cookies.pop(name, None)
            if "Max-Age=0" not in attributes:
                self.cookies[name] = value


class Html(HTMLParser):
    """A page: the action URLs of its forms, and injected code."""

    def __init__(self, text: str) -> None:
        super().__init__(convert_charrefs=True)
        self.actions: list[str] = []
        self.harm: list[str] = []
        self._in = ""
        self.feed(text)
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self._in = tag
        if MARK in tag:
            self.harm.append(tag)
        for name, value in attrs:
            if (name.startswith("on") and MARK in (value or "")) or MARK in name:
                self.harm.append(f"{name}={value}")
            if name in _LINKS and (value or "").strip().lower().startswith(_RUN) and value != _ICON:
                self.harm.append(f"{name}={value}")
            if tag == "form" and name == "action":
                self.actions.append(value or "")

    def handle_endtag(self, tag: str) -> None:
        self._in = ""

    def handle_data(self, data: str) -> None:
        if self._in in ("script", "style") and MARK in data:
            self.harm.append(data)
