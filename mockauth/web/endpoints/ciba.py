"""The backchannel authentication endpoint (OpenID Connect CIBA), as far as it refuses."""

from dataclasses import replace

from mockauth.protocol import client_auth
from mockauth.protocol.context import Context, Cors
from mockauth.protocol.errors import InvalidClient, InvalidGrant, InvalidRequest, NotImplementedYet
from mockauth.protocol.realm_checks import require_enabled, require_https
from mockauth.web.responses import Answer


def post(ctx: Context) -> Answer:
    """Refuse whoever may not, or cannot, have a user asked (Keycloak's BackchannelAuthenticationEndpoint)."""
    # As at the introspection endpoint: it is not for pages of other origins.
    ctx = replace(ctx, origin=None, cors=Cors())
    require_https(ctx)
    require_enabled(ctx)
    client = client_auth.authenticate(ctx, bearer_only=True)
    if client.bearer_only:
        reason = f'client "{client.client_id}" is bearer-only: it cannot have anybody asked'
        raise InvalidClient("Bearer-only not allowed", status=401, reason=reason)
    if not client.is_on("oidc.ciba.grant.enabled"):
        reason = f'client "{client.client_id}" has oidc.ciba.grant.enabled off'
        raise InvalidGrant("Client not allowed OIDC CIBA Grant", status=401, reason=reason)
    hint = ctx.form.get("login_hint")
    if hint is None:
        raise InvalidRequest("missing parameter : login_hint")
    if ctx.accounts.who_logs_in_as(ctx.realm, hint) is None:
        raise InvalidRequest("invalid_user", reason=f'there is no user "{hint:.80}"')
    raise NotImplementedYet("backchannel authentication (CIBA)")
