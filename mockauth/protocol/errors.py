"""Refusals: raised where they are noticed, under their OAuth names and in Keycloak's words.

They become answers in one place, `web.answers`.
"""

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from mockauth.realms.model import Client

if TYPE_CHECKING:
    from mockauth.protocol.pages import Step


class Refusal(Exception):
    """A request that is refused: an HTTP status, a JSON body, and for whoever reads the log, why.

    `reason` says in plain words what was wrong and never holds a secret. It is for the log alone: the answer is
    as silent as Keycloak's.
    """

    status = 400
    content_type = "application/json"
    # Whether the answer goes without a realm's security headers.
    bare = False
    # Whether people are told it on a page: the others are for programs.
    for_people = False

    def __init__(self, body: Mapping[str, Any], reason: str, status: int = 0) -> None:
        super().__init__(reason)
        self.body = body
        self.reason = reason
        self.status = status or type(self).status


class OAuthError(Refusal):
    """An error answer of RFC 6749 section 5.2; its name is the class's."""

    error = ""

    def __init__(self, description: str, *, status: int = 0, reason: str = "") -> None:
        super().__init__({"error": self.error, "error_description": description}, reason or description, status)


class InvalidRequest(OAuthError):
    """`invalid_request`."""

    error = "invalid_request"


class InvalidClient(OAuthError):
    """`invalid_client`."""

    error = "invalid_client"


class UnauthorizedClient(OAuthError):
    """`unauthorized_client`."""

    error = "unauthorized_client"


class UnsupportedGrantType(OAuthError):
    """`unsupported_grant_type`."""

    error = "unsupported_grant_type"


class InvalidScope(OAuthError):
    """`invalid_scope`."""

    error = "invalid_scope"


class InvalidGrant(OAuthError):
    """`invalid_grant`."""

    error = "invalid_grant"


class AccessDenied(OAuthError):
    """`access_denied`."""

    error = "access_denied"
    status = 403


class AuthorizationPending(OAuthError):
    """`authorization_pending` (RFC 8628 section 3.5)."""

    error = "authorization_pending"


class SlowDown(OAuthError):
    """`slow_down` (RFC 8628 section 3.5)."""

    error = "slow_down"


class ExpiredToken(OAuthError):
    """`expired_token` (RFC 8628 section 3.5)."""

    error = "expired_token"


class InvalidToken(OAuthError):
    """`invalid_token`."""

    error = "invalid_token"


class UnsupportedTokenType(OAuthError):
    """`unsupported_token_type`."""

    error = "unsupported_token_type"


class Challenge(Refusal):
    """A refusal of a bearer token, which the header WWW-Authenticate alone tells (RFC 6750 section 3)."""

    content_type = "text/plain;charset=utf-8"

    def __init__(self, status: int, scheme: str, attributes: Mapping[str, str], reason: str) -> None:
        super().__init__({"error": attributes["error"]} if "error" in attributes else {}, reason, status)
        self.header = f"{scheme} " + ", ".join(f'{name}="{value}"' for name, value in attributes.items())


class Unauthorized(Refusal):
    """The caller shows itself in a way that is not looked at."""

    def __init__(self, reason: str) -> None:
        super().__init__({"error": "HTTP 401 Unauthorized"}, reason, 401)


class NotAllowed(OAuthError):
    """`not_allowed`, a name of Keycloak's own."""

    error = "not_allowed"


class NotFound(Refusal):
    """Nothing is here. Keycloak says what, in a word or two."""

    for_people = True

    def __init__(self, error: str, reason: str) -> None:
        super().__init__({"error": error}, reason, 404)

    @classmethod
    def outside_realms(cls, reason: str) -> "NotFound":
        """Nothing is here, and no realm either."""
        error = cls("Unable to find matching target resource method", reason)
        error.bare = True
        return error


class MethodNotAllowed(Refusal):
    """The path is right, the method is not."""

    for_people = True

    def __init__(self, reason: str, bare: bool = False) -> None:
        super().__init__({"error": "HTTP 405 Method Not Allowed"}, reason, 405)
        self.bare = bare


class NotAcceptable(Refusal):
    """The caller accepts none of the types that this path can answer with."""

    for_people = True

    def __init__(self, error: str, accept: str, bare: bool) -> None:
        super().__init__({"error": error}, f'the Accept header "{accept:.80}" lets no answer through', 406)
        self.bare = bare


class BadRequest(Refusal):
    """The request is not HTTP as it should be."""

    def __init__(self, reason: str) -> None:
        super().__init__({"error": "bad_request"}, reason, 400)


class TooLarge(Refusal):
    """The body, or what is named instead, is larger than `limit` bytes."""

    def __init__(self, limit: int, what: str = "the body") -> None:
        super().__init__({"error": "HTTP 413 Request Entity Too Large"}, f"{what} has more than {limit} bytes", 413)


class Forbidden(Refusal):
    """Something that the caller may not do."""

    for_people = True

    def __init__(self, error: str, reason: str) -> None:
        super().__init__({"error": error}, reason, 403)


class ErrorPage(Refusal):
    """Something that is told to the person at the browser, by the key of a message: no redirect URI is trusted yet."""

    def __init__(self, key: str, *arguments: str, status: int = 400, reason: str, client: Client | None = None) -> None:
        super().__init__({"error": key}, reason, status)
        from mockauth.protocol.pages import Message, Page

        self.page = Page("error", status, Message("error", key, arguments), client=client)


class ErrorRedirect(Refusal):
    """An OAuth error that goes back to the client, at its redirect URI (RFC 6749 section 4.1.2.1).

    `step` takes it there: whoever knows the redirect URI puts it in.
    """

    step: "Step"

    def __init__(self, error: str, description: str | None = None, *, reason: str = "") -> None:
        super().__init__({"error": error}, reason or description or error, 302)
        self.error = error
        self.description = description


class Remark(Refusal):
    """Not a refusal but what the log says of an answer that is none: a page that asks again, for one."""

    def __init__(self, reason: str) -> None:
        super().__init__({}, reason)


class ServerError(Refusal):
    """Something of the server's own is amiss; Keycloak's words for it tell the caller nothing."""

    def __init__(self, reason: str) -> None:
        said = "For more on this error consult the server log."
        super().__init__({"error": "unknown_error", "error_description": said}, reason, 500)


class NotImplementedYet(Refusal):
    """Keycloak has this, and mockauth does not."""

    def __init__(self, what: str) -> None:
        sentence = f"mockauth does not have {what} yet. Keycloak 26.7.3 has."
        super().__init__({"error": "not_implemented", "error_description": sentence}, sentence, 501)
