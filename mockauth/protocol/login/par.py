"""What is wrong with a request that is being pushed: what the authorization endpoint would say, in other words.

As Keycloak's ParEndpoint.
"""

from collections.abc import Mapping

from mockauth.protocol.context import Context
from mockauth.protocol.errors import ErrorPage, ErrorRedirect, InvalidRequest, OAuthError, UnauthorizedClient
from mockauth.protocol.login import parameters, pushed_requests, request, request_objects
from mockauth.protocol.login.parameters import Asked, Unreadable
from mockauth.protocol.tokens import binding
from mockauth.realms.model import Client

# As Keycloak: the key of a message for a page, which here nobody sees.
_NO_PAGE = "invalidRequestMessage"


class InvalidRequestObject(OAuthError):
    """`invalid_request_object` (RFC 9101 section 7)."""

    error = "invalid_request_object"


def push(ctx: Context, client: Client) -> Mapping[str, object]:
    """Keep the request in the form, and give what the client is told of it. Raises OAuthError."""
    if "request_uri" in ctx.form:
        raise InvalidRequest("It is not allowed to include request_uri to PAR.")
    binding.check_proof(ctx, client)
    try:
        asked = _whole(ctx, client)
    except Unreadable as error:
        refusal = InvalidRequestObject if "request" in ctx.form else InvalidRequest
        raise refusal(_NO_PAGE, reason=str(error)) from error
    _check(ctx, client, asked)
    return {"request_uri": pushed_requests.keep(ctx), "expires_in": pushed_requests.lifespan(ctx.realm)}


def _whole(ctx: Context, client: Client) -> Asked:
    asked = parameters.of_form(ctx.form, needs_type=False)
    if asked.invalid:
        return asked
    text = ctx.form.get("request")
    request_objects.check_pushed(client, text)
    return asked.replaced(request_objects.parameters(ctx, client, text)) if text is not None else asked


def _check(ctx: Context, client: Client, asked: Asked) -> None:
    try:
        request.redirect_uri(ctx, client, asked.values)
    except ErrorPage as error:
        raise InvalidRequest("Invalid parameter: redirect_uri", reason=error.reason) from error
    try:
        kind, _ = request.response_type(client, asked.values)
        request.check_scope(ctx, client, asked.values)
        request.check_invalid(asked)
        request.check_parameters(client, kind, asked.values)
    except ErrorRedirect as error:
        raise _told(error) from error


def _told(error: ErrorRedirect) -> OAuthError:
    if error.error == "unsupported_response_type":
        return InvalidRequest("Unsupported response type", reason=error.reason)
    if error.error == UnauthorizedClient.error:
        return UnauthorizedClient(error.description or "", status=401, reason=error.reason)
    return InvalidRequest(error.description or "", reason=error.reason)
