"""Check and store pushed authorization requests: the checks of the authorization endpoint, with other error texts.

As Keycloak's ParEndpoint.
"""

from collections.abc import Mapping

from mockauth.protocol.context import Context
from mockauth.protocol.errors import ErrorPage, ErrorRedirect, InvalidRequest, OAuthError, UnauthorizedClient
from mockauth.protocol.login import parameters, pushed_requests, request, request_objects
from mockauth.protocol.login.parameters import InvalidParameters, RequestParameters
from mockauth.protocol.tokens import binding
from mockauth.realms.model import Client

# As Keycloak: the key of a page message, which is sent as the error_description.
_MESSAGE_KEY = "invalidRequestMessage"


class InvalidRequestObject(OAuthError):
    """`invalid_request_object` (RFC 9101 section 7)."""

    error = "invalid_request_object"


def push(ctx: Context, client: Client) -> Mapping[str, object]:
    """Store the request of the form, and return its `request_uri` and `expires_in`. Raises OAuthError."""
    if "request_uri" in ctx.form:
        reason = "a pushed request cannot have a request_uri (RFC 9126 section 2.1)"
        raise InvalidRequest("It is not allowed to include request_uri to PAR.", reason=reason)
    binding.check_proof(ctx, client)
    try:
        parsed = _parse(ctx, client)
    except InvalidParameters as error:
        refusal = InvalidRequestObject if "request" in ctx.form else InvalidRequest
        raise refusal(_MESSAGE_KEY, reason=str(error)) from error
    _check(ctx, client, parsed)
    return {"request_uri": pushed_requests.store(ctx), "expires_in": pushed_requests.lifespan(ctx.realm)}


def _parse(ctx: Context, client: Client) -> RequestParameters:
    parsed = parameters.of_form(ctx.form, needs_response_type=False)
    if parsed.error:
        return parsed
    text = ctx.form.get("request")
    request_objects.check_pushed(client, text)
    return parsed.replaced(request_objects.parameters(ctx, client, text)) if text is not None else parsed


def _check(ctx: Context, client: Client, parsed: RequestParameters) -> None:
    try:
        request.redirect_uri(ctx, client, parsed.values)
    except ErrorPage as error:
        raise InvalidRequest("Invalid parameter: redirect_uri", reason=error.reason) from error
    try:
        kind, _ = request.response_type(ctx, client, parsed.values)
        request.check_scope(ctx, client, parsed.values)
        request.check_invalid(parsed)
        request.check_parameters(ctx, client, kind, parsed.values)
    except ErrorRedirect as error:
        raise _as_par_error(error) from error


def _as_par_error(error: ErrorRedirect) -> OAuthError:
    if error.error == "unsupported_response_type":
        return InvalidRequest("Unsupported response type", reason=error.reason)
    if error.error == UnauthorizedClient.error:
        return UnauthorizedClient(error.description or "", status=401, reason=error.reason)
    return InvalidRequest(error.description or "", reason=error.reason)
