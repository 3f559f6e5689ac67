"""Log in at the login page of a mockauth or a Keycloak over HTTP, as a browser does."""

import base64
import hashlib
import secrets
from collections.abc import Mapping
from html.parser import HTMLParser
from http.client import HTTPMessage
from http.cookiejar import CookieJar, DefaultCookiePolicy
from typing import IO, Any
from urllib.error import HTTPError
from urllib.parse import parse_qs, urlencode, urlsplit
from urllib.request import HTTPCookieProcessor, HTTPRedirectHandler, OpenerDirector, Request, build_opener

from mockauth.protocol import redirect_uris
from mockauth.realms.model import Client
from mockauth.testing.token import TokenRefused

_SECONDS = 10
_LONGEST_ANSWER = 300


def log_in(
    endpoints: str, issuer: str, client: Client, username: str, password: str, scope: str | None
) -> dict[str, str]:
    """Log a user in to a client; return the form that redeems the code, without the client's authentication.

    `endpoints` is the base URL of the realm's OpenID Connect endpoints. Raises TokenRefused if the login ends anywhere
    but at the client.
    """
    redirect_uri = _redirect_uri(client, issuer)
    verifier = secrets.token_urlsafe(32)
    challenge = base64.urlsafe_b64encode(hashlib.sha256(verifier.encode()).digest()).rstrip(b"=").decode()
    request = {
        "response_type": "code",
        "client_id": client.client_id,
        "redirect_uri": redirect_uri,
        "code_challenge_method": "S256",
        "code_challenge": challenge,
        **({"scope": scope} if scope else {}),
    }
    browser = _browser()
    status, page, location = _get(browser, f"{endpoints}/auth?{urlencode(request)}")
    action = _LoginForm.action_in(page)
    if not action:
        raise TokenRefused(f'client "{client.client_id}" got no login page: {status}: {location or _text(page)}')
    status, page, location = _get(browser, action, {"username": username, "password": password})
    answer = parse_qs(urlsplit(location).query)
    if "code" not in answer:
        raise TokenRefused(f'user "{username}" was not logged in: {status}: {location or _text(page)}')
    code = {"grant_type": "authorization_code", "code": answer["code"][0]}
    return {**code, "redirect_uri": redirect_uri, "code_verifier": verifier}


def _redirect_uri(client: Client, issuer: str) -> str:
    for pattern in client.redirect_uris:
        [uri] = redirect_uris.resolve([pattern], client.root_url, issuer)
        if uri.startswith(("http://", "https://")):
            return uri.removesuffix("*")
    raise TokenRefused(f'client "{client.client_id}" has no redirect URI that is a web address')


class _NoRedirect(HTTPRedirectHandler):
    """Stops at redirects, because their targets may be applications that do not run."""

    def redirect_request(
        self, req: Request, fp: IO[bytes], code: int, msg: str, headers: HTTPMessage, newurl: str
    ) -> None:
        return None


def _browser() -> OpenerDirector:
    """Return an opener that keeps cookies. Like browsers, it sends Secure cookies to localhost over HTTP."""
    jar = CookieJar(DefaultCookiePolicy(secure_protocols=("https", "http")))
    return build_opener(HTTPCookieProcessor(jar), _NoRedirect())


def _get(browser: OpenerDirector, url: str, form: Mapping[str, str] | None = None) -> tuple[int, str, str]:
    """Send a GET, or a POST with a form; return the status, the body and the Location."""
    body = urlencode(form).encode() if form else None
    try:
        with browser.open(url, body, timeout=_SECONDS) as response:
            return response.status, response.read().decode("utf-8", "replace"), ""
    except HTTPError as error:
        with error:
            return error.code, error.read().decode("utf-8", "replace"), error.headers.get("Location", "")


class _LoginForm(HTMLParser):
    """Finds the action of the login form."""

    action = ""

    @classmethod
    def action_in(cls, page: str) -> str:
        parser = cls()
        parser.feed(page)
        return parser.action

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        found: dict[str, Any] = dict(attrs)
        if tag == "form" and found.get("id") == "kc-form-login":
            self.action = found.get("action") or ""


class _Text(HTMLParser):
    """Collects the visible text of a page."""

    def __init__(self) -> None:
        super().__init__()
        self.words: list[str] = []
        self._hidden = False

    def handle_starttag(self, tag: str, _attrs: list[tuple[str, str | None]]) -> None:
        self._hidden = tag in ("script", "style", "title")

    def handle_endtag(self, _tag: str) -> None:
        self._hidden = False

    def handle_data(self, data: str) -> None:
        if not self._hidden:
            self.words += data.split()


def _text(page: str) -> str:
    parser = _Text()
    parser.feed(page)
    return " ".join(parser.words)[:_LONGEST_ANSWER]
