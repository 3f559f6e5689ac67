"""The revocation endpoint (RFC 7009; Keycloak's TokenRevocationEndpoint)."""

from mockauth.protocol import client_auth, cors
from mockauth.protocol.context import Context
from mockauth.protocol.realm_checks import require_enabled, require_https
from mockauth.protocol.tokens import revocation
from mockauth.web.responses import Response


def post(ctx: Context) -> Response:
    """Revoke a token of an authenticated or public client."""
    ctx.cors.exposed = cors.EXPOSED
    require_https(ctx)
    require_enabled(ctx)
    client = client_auth.authenticate(ctx)
    ctx.form.reject_duplicates()
    revocation.revoke(ctx, client)
    return Response()
