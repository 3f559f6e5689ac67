"""Exceptions for requests that are refused, with Keycloak's status and body, and a reason for the log.

`web.application` turns them into responses.
"""

from collections.abc import Iterable, Mapping
from typing import TYPE_CHECKING, Any

from mockauth.realms.model import Client

if TYPE_CHECKING:
    from mockauth.protocol.pages import Step


class Refusal(Exception):
    """A refused request: an HTTP status, a JSON body, and a reason for the log.

    `reason` says what is wrong and how to fix it. It must not hold a secret, and it is never part of the response.
    """

    status = 400
    content_type = "application/json"
    # Whether the response has no security headers of a realm.
    bare = False
    # Whether browsers get a page with the error; otherwise the response is always JSON.
    for_people = False

    def __init__(self, body: Mapping[str, Any], reason: str, status: int = 0) -> None:
        super().__init__(reason)
        self.body = body
        self.reason = reason
        self.status = status or type(self).status


class OAuthError(Refusal):
    """An OAuth error response (RFC 6749 section 5.2); the subclass defines the error code."""

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
    """A refused bearer token; the error is in the WWW-Authenticate header (RFC 6750 section 3)."""

    content_type = "text/plain;charset=utf-8"

    def __init__(self, status: int, scheme: str, attributes: Mapping[str, str], reason: str) -> None:
        super().__init__({"error": attributes["error"]} if "error" in attributes else {}, reason, status)
        self.header = f"{scheme} " + ", ".join(f'{name}="{value}"' for name, value in attributes.items())


class Unauthorized(Refusal):
    """A request without valid authentication, with Keycloak's generic 401."""

    def __init__(self, reason: str) -> None:
        super().__init__({"error": "HTTP 401 Unauthorized"}, reason, 401)


class NotAllowed(OAuthError):
    """`not_allowed`, an error code of Keycloak."""

    error = "not_allowed"


class NotFound(Refusal):
    """A path that does not exist, or an object of the realm that does not."""

    for_people = True

    def __init__(self, error: str, reason: str) -> None:
        super().__init__({"error": error}, reason, 404)

    @classmethod
    def outside_realms(cls, reason: str) -> "NotFound":
        """Return the error for a path outside of realms."""
        error = cls("Unable to find matching target resource method", reason)
        error.bare = True
        return error


class MethodNotAllowed(Refusal):
    """A method that the path does not support."""

    for_people = True

    def __init__(self, reason: str, bare: bool = False) -> None:
        super().__init__({"error": "HTTP 405 Method Not Allowed"}, reason, 405)
        self.bare = bare


class NotAcceptable(Refusal):
    """An Accept header that allows none of the types that the path can respond with."""

    for_people = True

    def __init__(self, error: str, produces: Iterable[str], bare: bool) -> None:
        super().__init__({"error": error}, f"the Accept header allows none of {', '.join(produces)}", 406)
        self.bare = bare


class BadRequest(Refusal):
    """A request that is not valid HTTP."""

    def __init__(self, reason: str) -> None:
        super().__init__({"error": "bad_request"}, reason, 400)


class TooLarge(Refusal):
    """A body, or another part of the request that `what` names, of more than `limit` bytes."""

    def __init__(self, limit: int, what: str = "the body") -> None:
        super().__init__({"error": "HTTP 413 Request Entity Too Large"}, f"{what} has more than {limit} bytes", 413)


class Forbidden(Refusal):
    """A request that the caller has no permission for."""

    for_people = True

    def __init__(self, error: str, reason: str) -> None:
        super().__init__({"error": error}, reason, 403)


class ErrorPage(Refusal):
    """An error page with Keycloak's message of this key, for errors that cannot be sent to a redirect URI."""

    def __init__(self, key: str, *arguments: str, status: int = 400, reason: str, client: Client | None = None) -> None:
        super().__init__({"error": key}, reason, status)
        from mockauth.protocol.pages import Message, Page

        self.page = Page("error", status, Message("error", key, arguments), client=client)


class ErrorRedirect(Refusal):
    """An OAuth error that is sent to the client's redirect URI (RFC 6749 section 4.1.2.1).

    `step` is the redirect; the code that knows the redirect URI sets it.
    """

    step: "Step"

    def __init__(self, error: str, description: str | None = None, *, reason: str = "") -> None:
        super().__init__({"error": error}, reason or description or error, 302)
        self.error = error
        self.description = description


class Remark(Refusal):
    """A reason in the log for a response that is not a refusal, such as a login page that asks again."""

    def __init__(self, reason: str) -> None:
        super().__init__({}, reason)


class ServerError(Refusal):
    """An error of the server, with Keycloak's generic description."""

    def __init__(self, reason: str) -> None:
        description = "For more on this error consult the server log."
        super().__init__({"error": "unknown_error", "error_description": description}, reason, 500)


class NotImplementedYet(Refusal):
    """A feature of Keycloak that mockauth does not implement."""

    def __init__(self, what: str) -> None:
        sentence = f"{what[0].upper()}{what[1:]} is not implemented in mockauth."
        super().__init__({"error": "not_implemented", "error_description": sentence}, sentence, 501)
