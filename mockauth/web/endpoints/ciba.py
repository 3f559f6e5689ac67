"""The backchannel authentication endpoint (OpenID Connect CIBA): its errors; the flow is not implemented."""

from dataclasses import replace

from mockauth.protocol import client_auth
from mockauth.protocol.context import Context, Cors
from mockauth.protocol.errors import InvalidClient, InvalidGrant, InvalidRequest, NotThereYet
from mockauth.protocol.realm_checks import require_enabled, require_https
from mockauth.web.responses import Response


def post(ctx: Context) -> Response:
    """Refuse invalid requests (Keycloak's BackchannelAuthenticationEndpoint); valid ones are a 501."""
    # As at the introspection endpoint: no CORS.
    ctx = replace(ctx, origin=None, cors=Cors())
    require_https(ctx)
    require_enabled(ctx)
    client = client_auth.authenticate(ctx, bearer_only=True)
    if client.bearer_only:
        reason = f'client "{client.client_id}" is bearer-only and cannot start a login'
        raise InvalidClient("Bearer-only not allowed", status=401, reason=reason)
    if not client.is_on("oidc.ciba.grant.enabled"):
        reason = f'CIBA is off for client "{client.client_id}" (attribute oidc.ciba.grant.enabled)'
        raise InvalidGrant("Client not allowed OIDC CIBA Grant", status=401, reason=reason)
    hint = ctx.form.get("login_hint")
    if hint is None:
        raise InvalidRequest("missing parameter : login_hint")
    if ctx.accounts.who_logs_in_as(ctx.realm, hint) is None:
        raise InvalidRequest("invalid_user", reason=f'unknown user "{hint:.80}"')
    raise NotThereYet("backchannel authentication (CIBA)")
