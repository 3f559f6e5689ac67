"""A request as the HTTP server hands it over (PEP 3333), read no further than it is asked for."""

from typing import Any
from urllib.parse import quote

from werkzeug import wrappers
from werkzeug.sansio.http import parse_cookie
from werkzeug.wsgi import get_input_stream

from mockauth.protocol.context import EMPTY_FORM, Cookies, Form

LARGEST_BODY = 1024 * 1024
_FORM = "application/x-www-form-urlencoded"


class _Wrapped(wrappers.Request):
    """Werkzeug's own reader of multipart forms."""

    max_content_length = LARGEST_BODY


class Request:
    """What is asked. `path` is decoded, for the log; `target` is as it was sent. `header` gives what WSGI names so."""

    __slots__ = ("environ", "header", "kind", "method", "path", "target")

    def __init__(self, environ: dict[str, Any]) -> None:
        self.environ = environ
        self.header = environ.get
        self.method: str = environ["REQUEST_METHOD"].upper()
        self.path = f"/{environ.get('PATH_INFO', '').encode('latin-1').decode(errors='replace').lstrip('/')}"
        self.target = self._target()
        self.kind = self.first("CONTENT_TYPE") or ""

    def first(self, header: str) -> str | None:
        """Give the first of a header's values: servers join those that come twice."""
        value: str | None = self.header(header)
        return value.partition(",")[0].strip() if value is not None else None

    @property
    def has_form(self) -> bool:
        """Whether the body is said to be a form."""
        return self.kind == _FORM or self.kind.partition(";")[0].strip().lower() == _FORM

    def form(self) -> Form:
        """Read the form. As Keycloak: by how the content type begins, and in lower case.

        Raises what `Form.parse` raises, and werkzeug's exceptions for a body that is too large or ends too soon.
        """
        if self.kind.startswith(_FORM):
            return Form.parse(get_input_stream(self.environ, max_content_length=LARGEST_BODY).read())
        if self.kind.startswith("multipart/form-data"):
            return Form(dict(_Wrapped(self.environ).form.lists()))
        return Form({}, f'the body is "{self.kind:.80}", but a form is required: {_FORM}' if self.kind else "")

    def json(self) -> bytes:
        """Give the body that is said to be JSON, unread; of any other nothing."""
        if self.kind.partition(";")[0].strip() != "application/json" or self.method not in ("POST", "PUT"):
            return b""
        return get_input_stream(self.environ, max_content_length=LARGEST_BODY).read()

    def query(self) -> Form:
        """Read the query. Raises what `Form.parse` raises."""
        sent = self.header("QUERY_STRING")
        # As Keycloak's HTTP server: a semicolon separates too, so scripts may send a form to `…?a=1&amp;b=2`.
        return Form.parse(sent.encode("latin-1").replace(b";", b"&")) if sent else EMPTY_FORM

    def cookies(self) -> Cookies:
        """Read the cookies."""
        sent = self.header("HTTP_COOKIE")
        return Cookies(parse_cookie(sent)) if sent else Cookies()

    def _target(self) -> str:
        sent: str | None = self.header("REQUEST_URI")
        if sent is None:
            # Servers that do not tell the target tell the decoded path.
            query = self.header("QUERY_STRING")
            return quote(self.path) + (f"?{query}" if query else "")
        # A proxy's absolute form (RFC 9112 section 3.2.2) is cut down to the path.
        return sent if sent.startswith("/") else f"/{sent.partition('://')[2].partition('/')[2]}"
