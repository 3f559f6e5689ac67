"""HTTP requests (PEP 3333), parsed lazily."""

from typing import Any
from urllib.parse import quote

from mockauth.printable import known
from mockauth.protocol.context import EMPTY_FORM, Cookies, Form
from mockauth.protocol.errors import BadRequest, TooLarge

LARGEST_BODY = 1024 * 1024
# Realms that are created through the Admin API may have many users.
LARGEST_ADMIN_BODY = 100 * LARGEST_BODY
_FORM = "application/x-www-form-urlencoded"


# Content types that clients send by mistake.
_CONTENT_TYPES = ("application/json", "application/octet-stream", "application/xml", "text/plain", "text/xml", _FORM)


def wrong_content_type(sent: str, expected: str) -> str:
    """Return the reason for the refusal of a content type."""
    shown = known(sent.partition(";")[0].strip().lower(), _CONTENT_TYPES)
    return f'the content type is "{shown}", but this endpoint expects {expected}'


class Request:
    """A request. `path` is decoded, for the log; `target` is the request target as it was sent.

    `header` looks up a header by its WSGI name, such as HTTP_ACCEPT.
    """

    __slots__ = ("content_type", "environ", "header", "method", "path", "target")

    def __init__(self, environ: dict[str, Any]) -> None:
        self.environ = environ
        self.header = environ.get
        self.method: str = environ["REQUEST_METHOD"].upper()
        self.path = f"/{environ.get('PATH_INFO', '').encode('latin-1').decode(errors='replace').lstrip('/')}"
        self.target = self._target()
        self.content_type = self.first_value("CONTENT_TYPE") or ""

    def first_value(self, header: str) -> str | None:
        """Return the first value of a header: HTTP servers join repeated headers with commas."""
        value: str | None = self.header(header)
        return value.partition(",")[0].strip() if value is not None else None

    @property
    def media_type(self) -> str:
        """The content type without its parameters, in lower case."""
        return self.content_type.partition(";")[0].strip().lower()

    @property
    def has_form(self) -> bool:
        """Tell whether the content type is that of a form."""
        return _FORM in (self.content_type, self.media_type)

    def form(self) -> Form:
        """Read the form. As in Keycloak, the content type is compared by its start and case-sensitively.

        Raises the errors of `Form.parse` and of `content`.
        """
        if self.content_type.startswith(_FORM):
            return Form.parse(self.content(LARGEST_BODY))
        if self.content_type.startswith("multipart/form-data"):
            from mockauth.web.multipart import parse_multipart

            return Form(parse_multipart(self.environ, LARGEST_BODY))
        return Form({}, wrong_content_type(self.content_type, _FORM) if self.content_type else "")

    def json(self) -> bytes:
        """Return the unparsed body if its content type is JSON, and nothing otherwise."""
        if self.content_type.partition(";")[0].strip() != "application/json" or self.method not in ("POST", "PUT"):
            return b""
        return self.content(LARGEST_BODY)

    def content(self, most: int) -> bytes:
        """Return the body, whatever its type.

        Raises TooLarge for more than `most` bytes, and BadRequest for a body that ends early.
        """
        sent: str = self.header("CONTENT_LENGTH") or ""
        length = int(sent) if sent.isdecimal() else most + 1 if self.header("wsgi.input_terminated") else 0
        if sent.isdecimal() and length > most:
            raise TooLarge(most)
        body: bytes = self.environ["wsgi.input"].read(length)
        if len(body) > most:
            raise TooLarge(most)
        if sent.isdecimal() and len(body) < length:
            raise BadRequest("the body ends before its Content-Length")
        return body

    def query(self) -> Form:
        """Read the query. Raises the errors of `Form.parse`."""
        sent = self.header("QUERY_STRING")
        # As Keycloak's HTTP server: a semicolon separates parameters too, so `…?a=1&amp;b=2` works in scripts.
        return Form.parse(sent.encode("latin-1").replace(b";", b"&")) if sent else EMPTY_FORM

    def cookies(self) -> Cookies:
        """Read the cookies."""
        sent = self.header("HTTP_COOKIE")
        if not sent:
            return Cookies()
        from werkzeug.sansio.http import parse_cookie

        return Cookies(parse_cookie(sent))

    def _target(self) -> str:
        sent: str | None = self.header("REQUEST_URI")
        if sent is None:
            # A server without REQUEST_URI only has the decoded path.
            query = self.header("QUERY_STRING")
            return quote(self.path) + (f"?{query}" if query else "")
        # The absolute form, as sent to proxies (RFC 9112 section 3.2.2), is reduced to the path.
        return sent if sent.startswith("/") else f"/{sent.partition('://')[2].partition('/')[2]}"
