"""The backchannel authentication endpoint (OpenID Connect CIBA): its errors; the flow is not implemented."""

from dataclasses import replace

from mockauth.protocol import client_auth
from mockauth.protocol.context import Context, Cors
from mockauth.protocol.errors import InvalidClient, InvalidGrant, InvalidRequest, NotImplementedYet
from mockauth.protocol.grants.disabled import CIBA_ENABLED, explain_ciba
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
        reason = f'client "{client.client_id}" is bearer-only and may not authenticate users'
        raise InvalidClient("Bearer-only not allowed", status=401, reason=reason)
    if not client.is_on(CIBA_ENABLED):
        raise InvalidGrant("Client not allowed OIDC CIBA Grant", status=401, reason=explain_ciba(client))
    hint = ctx.form.get("login_hint")
    if hint is None:
        raise InvalidRequest("missing parameter : login_hint", reason="the form has no login_hint")
    if ctx.accounts.find_by_login(ctx.realm, hint) is None:
        raise InvalidRequest("invalid_user", reason=f'the login_hint is not a user of realm "{ctx.realm.name}"')
    raise NotImplementedYet("backchannel authentication (CIBA)")
