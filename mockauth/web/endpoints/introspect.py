"""The introspection endpoint (RFC 7662; Keycloak's TokenIntrospectionEndpoint)."""

from dataclasses import replace
from http import HTTPStatus

from mockauth.protocol import client_auth
from mockauth.protocol.context import Context, Cors
from mockauth.protocol.errors import InvalidClient, InvalidRequest, UnauthorizedClient
from mockauth.protocol.realm_checks import require_enabled, require_https
from mockauth.protocol.tokens import introspection
from mockauth.realms.model import Client
from mockauth.web.responses import Response, json_response


def post(ctx: Context) -> Response:
    """Return the introspection of a token to an authenticated client."""
    # No CORS: browsers cannot read the response, and the Origin header is not checked.
    ctx = replace(ctx, origin=None, cors=Cors())
    require_https(ctx)
    require_enabled(ctx)
    caller = _caller(ctx)
    ctx.form.reject_duplicates()
    return json_response(introspection.introspect(ctx, caller), {"Cache-Control": "no-cache"})


def _caller(ctx: Context) -> Client:
    try:
        client = client_auth.authenticate(ctx, bearer_only=True)
    except UnauthorizedClient as error:
        if error.status != HTTPStatus.UNAUTHORIZED:
            raise
        raise InvalidClient("Client authentication failed.", status=401, reason=error.reason) from error
    if client.public:
        reason = f'client "{client.client_id}" is public; token introspection needs a confidential client'
        raise InvalidRequest("Client not allowed.", status=403, reason=reason)
    return client
