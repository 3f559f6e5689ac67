"""`password` (RFC 6749 section 4.3), Keycloak's direct access grant."""

from collections.abc import Mapping
from typing import Any

from mockauth.protocol import brute_force, language, passwords, scopes, sessions
from mockauth.protocol.context import Context
from mockauth.protocol.errors import InvalidClient, UnauthorizedClient
from mockauth.protocol.tokens import issuing
from mockauth.protocol.tokens.issuance import Issuance
from mockauth.realms.model import Client
from mockauth.realms.problems.setting import setting

_SHORTCUT = "ro"


def redeem(ctx: Context, client: Client) -> Mapping[str, Any]:
    """Issue tokens for a username and a password (ResourceOwnerPasswordCredentialsGrantType)."""
    if not client.direct_access_grants:
        raise UnauthorizedClient(
            "Client not allowed for direct access grants",
            reason=f'client "{client.client_id}" may not use the password grant: '
            f"set {setting(ctx.realm, 'directAccessGrantsEnabled', True)}",
        )
    if client.consent_required:
        raise InvalidClient(
            "Client requires user consent",
            reason=f'client "{client.client_id}" requires consent, which the password grant cannot ask for: '
            f"set {setting(ctx.realm, 'consentRequired', False)}",
        )
    scope = scopes.validated(ctx.realm, client, ctx.form.get("scope"))
    user = passwords.user_of_form(ctx)
    language.update_locale(ctx, user)
    passwords.check_no_pending_actions(ctx.realm, user)
    brute_force.succeeded(ctx, user)
    refreshable = issuing.gives_refresh_tokens(client)
    offline = refreshable and scopes.wants_offline_token(ctx.realm, client, user, scope)
    session, client_session = sessions.start(ctx, user, client, scope, {}, offline=offline)
    openid = scopes.is_openid(scope)
    issuance = Issuance(user, session, client_session, scope, _SHORTCUT, refreshable=refreshable, with_id_token=openid)
    return issuing.issue(ctx, client, issuance)
