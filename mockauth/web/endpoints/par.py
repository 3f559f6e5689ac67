"""The endpoint for pushed authorization requests (RFC 9126 section 2; Keycloak's ParEndpoint)."""

from mockauth.protocol import client_auth, cors
from mockauth.protocol.context import Context
from mockauth.protocol.errors import InvalidRequest, OAuthError
from mockauth.protocol.login import par
from mockauth.protocol.realm_checks import require_enabled, require_https
from mockauth.realms.model import Client
from mockauth.web.responses import JSON, Response, json_bytes


def post(ctx: Context) -> Response:
    """Store an authorization request of a client, and return its request_uri."""
    ctx.cors.exposed = cors.EXPOSED
    require_https(ctx)
    require_enabled(ctx)
    return Response(201, json_bytes(par.push(ctx, _client(ctx))), JSON)


def _client(ctx: Context) -> Client:
    try:
        return client_auth.authenticate(ctx, bearer_only=True)
    except OAuthError as error:
        raise InvalidRequest("Authentication failed.", status=401, reason=error.reason) from error
