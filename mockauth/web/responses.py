"""What is answered, before it becomes the web framework's response."""

import json
from collections.abc import Collection, Mapping
from http import HTTPStatus
from typing import TYPE_CHECKING, Any, NamedTuple

from mockauth.protocol.errors import Challenge, Refusal

if TYPE_CHECKING:
    from wsgiref.types import StartResponse

JSON = "application/json"
# Keycloak's names for the security headers of a realm, and the headers themselves (BrowserSecurityHeaders).
_FRAMED = (JSON, "text/html")
_SECURITY_HEADERS = {
    "referrerPolicy": ("Referrer-Policy", "no-referrer"),
    "strictTransportSecurity": ("Strict-Transport-Security", "max-age=31536000; includeSubDomains"),
    "xContentTypeOptions": ("X-Content-Type-Options", "nosniff"),
    "xFrameOptions": ("X-Frame-Options", "SAMEORIGIN"),
    "xRobotsTag": ("X-Robots-Tag", "none"),
}
_POLICY = "Content-Security-Policy"
_OF_PAGES = {
    "contentSecurityPolicy": (
        _POLICY,
        "frame-src 'self'; frame-ancestors 'self'; object-src 'none';",
    ),
    "contentSecurityPolicyReportOnly": ("Content-Security-Policy-Report-Only", ""),
}

_written = json.JSONEncoder(ensure_ascii=False, separators=(",", ":")).encode
_STATUS_LINES: Mapping[int, str] = {it.value: f"{it.value} {it.phrase}" for it in HTTPStatus}


class Answer(NamedTuple):
    """A status, a body, its type (empty for none), headers, and the lines that set cookies.

    A page may hold frames of `frame_sources`, whatever the realm says of those. A `frame` is a page that any
    site may put into its own.
    """

    status: int = 200
    body: bytes = b""
    content_type: str = ""
    headers: Mapping[str, str] = {}
    cookies: Collection[str] = ()
    frame_sources: str = ""
    frame: bool = False

    def with_headers(self, more: Mapping[str, str]) -> "Answer":
        """Give this answer with further headers."""
        return self._replace(headers={**self.headers, **more})

    def send(self, start_response: "StartResponse", *, with_body: bool = True) -> list[bytes]:
        """Hand the answer to the HTTP server (PEP 3333). Raises ValueError for a header of more than one line."""
        headers = [*self.headers.items(), *(("Set-Cookie", line) for line in self.cookies)]
        if self.content_type:
            headers.append(("Content-Type", self.content_type))
        if self.status != HTTPStatus.NO_CONTENT:
            headers.append(("Content-Length", str(len(self.body))))
        if any("\n" in value or "\r" in value for _, value in headers):
            raise ValueError("a header of more than one line")
        start_response(_STATUS_LINES[self.status], [(name, _latin(value)) for name, value in headers])
        return [self.body] if with_body else []


def _latin(value: str) -> str:
    # As Netty: headers are Latin-1, and what is not in it is a question mark.
    return value if value.isascii() else value.encode("latin-1", "replace").decode("latin-1")


def as_json(value: Any, headers: Mapping[str, str] | None = None, content_type: str = JSON) -> Answer:
    """Answer with a JSON value, written as Keycloak writes it: no spaces, no line end, no escapes that need not be."""
    return Answer(200, encoded(value), content_type, headers or {})


def encoded(value: Any) -> bytes:
    """Give a JSON value as bytes."""
    return _written(value).encode("utf-8", "replace")


def refusal(error: Refusal) -> Answer:
    """Answer with a refusal."""
    if isinstance(error, Challenge):
        return Answer(error.status, b"", error.content_type, {"WWW-Authenticate": error.header})
    return Answer(error.status, encoded(error.body) if error.body else b"", error.content_type if error.body else "")


def unexpected() -> Answer:
    """Answer where mockauth itself failed, as Keycloak does where it fails."""
    said = {"error": "unknown_error", "error_description": "For more on this error consult the server log."}
    return Answer(500, encoded(said), JSON)


def security_headers(configured: Mapping[str, str], answer: Answer, to_form: bool) -> Mapping[str, str]:
    """Give the security headers of a realm for this answer (DefaultSecurityHeadersProvider).

    Pages get more of them, and so does all that answers a form, other than JSON.
    """
    kind = answer.content_type.partition(";")[0]
    as_page = kind == "text/html" or (to_form and kind != JSON)
    all_headers = {**_SECURITY_HEADERS, **_OF_PAGES} if as_page else _SECURITY_HEADERS
    found = {name: configured.get(key, default) for key, (name, default) in all_headers.items()}
    if kind not in _FRAMED and not as_page:
        found["X-Frame-Options"] = ""
    if as_page and answer.frame_sources:
        found[_POLICY] = _with_frames(found[_POLICY], answer.frame_sources)
    if answer.frame:
        found["X-Frame-Options"] = ""
        found[_POLICY] = _for_any_frame(found[_POLICY])
    return {name: value for name, value in found.items() if value}


def _with_frames(policy: str, sources: str) -> str:
    """Let a policy, if there is one, have frames of these sources too (ContentSecurityPolicyBuilder)."""
    directives: dict[str, list[str]] = {}
    for directive in filter(None, (text.strip() for text in policy.split(";"))):
        name, _, values = directive.partition(" ")
        directives.setdefault(name, []).append(values.strip())
    if directives:
        directives.setdefault("frame-src", []).append(sources)
    return " ".join(" ".join([name, *filter(None, values)]) + ";" for name, values in directives.items())


def _for_any_frame(policy: str) -> str:
    """Give a content security policy that does not say which sites may have the page in theirs."""
    parts = [part.strip() for part in policy.split(";")]
    return " ".join(f"{part};" for part in parts if part and not part.startswith("frame-ancestors"))
