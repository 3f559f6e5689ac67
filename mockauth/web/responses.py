"""HTTP responses: their body, headers and security headers, and how they are sent."""

import json
from collections.abc import Collection, Mapping
from http import HTTPStatus
from typing import TYPE_CHECKING, Any, NamedTuple

from mockauth.protocol.errors import Challenge, Refusal

if TYPE_CHECKING:
    from wsgiref.types import StartResponse

JSON = "application/json"
HTML = "text/html"
FORM = "application/x-www-form-urlencoded"
# Only these types get X-Frame-Options.
_FRAMED = (JSON, HTML)
# The security headers of a realm by Keycloak's names for them, with their defaults (BrowserSecurityHeaders).
_SECURITY_HEADERS = {
    "referrerPolicy": ("Referrer-Policy", "no-referrer"),
    "strictTransportSecurity": ("Strict-Transport-Security", "max-age=31536000; includeSubDomains"),
    "xContentTypeOptions": ("X-Content-Type-Options", "nosniff"),
    "xFrameOptions": ("X-Frame-Options", "SAMEORIGIN"),
    "xRobotsTag": ("X-Robots-Tag", "none"),
}
_POLICY = "Content-Security-Policy"
_PAGE_HEADERS = {
    "contentSecurityPolicy": (
        _POLICY,
        "frame-src 'self'; frame-ancestors 'self'; object-src 'none';",
    ),
    "contentSecurityPolicyReportOnly": ("Content-Security-Policy-Report-Only", ""),
}

_to_json = json.JSONEncoder(ensure_ascii=False, separators=(",", ":")).encode
_STATUS_LINES: Mapping[int, str] = {it.value: f"{it.value} {it.phrase}" for it in HTTPStatus}


class Response(NamedTuple):
    """A response: status, body, content type (may be empty), headers, and the values of Set-Cookie headers.

    `frame_sources` are added to the frame sources that the realm's Content-Security-Policy allows. A response with
    `frame` may itself be framed by any site.
    """

    status: int = 200
    body: bytes = b""
    content_type: str = ""
    headers: Mapping[str, str] = {}
    cookies: Collection[str] = ()
    frame_sources: str = ""
    frame: bool = False

    def with_headers(self, more: Mapping[str, str]) -> "Response":
        """Return this response with additional headers."""
        return self._replace(headers={**self.headers, **more})

    def send(self, start_response: "StartResponse", *, with_body: bool = True) -> list[bytes]:
        """Send the response to the HTTP server (PEP 3333). Raises ValueError for a header with a line break."""
        headers = [*self.headers.items(), *(("Set-Cookie", line) for line in self.cookies)]
        if self.content_type:
            headers.append(("Content-Type", self.content_type))
        if self.status != HTTPStatus.NO_CONTENT:
            headers.append(("Content-Length", str(len(self.body))))
        if any("\n" in value or "\r" in value for _, value in headers):
            raise ValueError("a header contains a line break")
        start_response(_STATUS_LINES[self.status], [(name, _latin1(value)) for name, value in headers])
        return [self.body] if with_body else []


def _latin1(value: str) -> str:
    # As Netty: headers are Latin-1, and every other character becomes a question mark.
    return value if value.isascii() else value.encode("latin-1", "replace").decode("latin-1")


def json_response(value: Any, headers: Mapping[str, str] | None = None, content_type: str = JSON) -> Response:
    """Return a 200 response with a JSON value."""
    return Response(200, json_bytes(value), content_type, headers or {})


def json_bytes(value: Any) -> bytes:
    """Write JSON as Keycloak does: without spaces, final newline or unnecessary escapes."""
    return _to_json(value).encode("utf-8", "replace")


def error_response(error: Refusal) -> Response:
    """Return the JSON response of an error, or its WWW-Authenticate header."""
    if isinstance(error, Challenge):
        return Response(error.status, b"", error.content_type, {"WWW-Authenticate": error.header})
    body = json_bytes(error.body) if error.body else b""
    return Response(error.status, body, error.content_type if error.body else "")


def internal_error() -> Response:
    """Return Keycloak's response to an internal error, for a bug in mockauth."""
    error = {"error": "unknown_error", "error_description": "For more on this error consult the server log."}
    return Response(500, json_bytes(error), JSON)


def security_headers(configured: Mapping[str, str], response: Response, sent: str) -> Mapping[str, str]:
    """Return the security headers for a response (DefaultSecurityHeadersProvider).

    `configured` are the realm's own values by Keycloak's names. `sent` is the media type of the request: pages have
    additional headers, as have all responses other than JSON to a form. Without its own type, a response counts as
    one of the type of the request.
    """
    media_type = response.content_type.partition(";")[0]
    as_page = media_type == HTML or (sent == FORM and media_type != JSON)
    all_headers = {**_SECURITY_HEADERS, **_PAGE_HEADERS} if as_page else _SECURITY_HEADERS
    found = {name: configured.get(key, default) for key, (name, default) in all_headers.items()}
    if (media_type or sent) not in _FRAMED and not as_page:
        found["X-Frame-Options"] = ""
    if as_page and response.frame_sources:
        found[_POLICY] = _with_frame_sources(found[_POLICY], response.frame_sources)
    if response.frame:
        found["X-Frame-Options"] = ""
        found[_POLICY] = _without_frame_ancestors(found[_POLICY])
    return {name: value for name, value in found.items() if value}


def _with_frame_sources(policy: str, sources: str) -> str:
    """Add frame sources to a policy, unless the policy is empty (ContentSecurityPolicyBuilder)."""
    directives: dict[str, list[str]] = {}
    for directive in filter(None, (text.strip() for text in policy.split(";"))):
        name, _, values = directive.partition(" ")
        directives.setdefault(name, []).append(values.strip())
    if directives:
        directives.setdefault("frame-src", []).append(sources)
    return " ".join(" ".join([name, *filter(None, values)]) + ";" for name, values in directives.items())


def _without_frame_ancestors(policy: str) -> str:
    parts = [part.strip() for part in policy.split(";")]
    return " ".join(f"{part};" for part in parts if part and not part.startswith("frame-ancestors"))
