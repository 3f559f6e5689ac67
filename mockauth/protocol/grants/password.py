"""`password` (RFC 6749 section 4.3), which Keycloak calls direct access grant."""

from collections.abc import Mapping
from typing import Any

from mockauth.protocol import brute_force, language, passwords, scopes, sessions
from mockauth.protocol.context import Context
from mockauth.protocol.errors import InvalidClient, InvalidGrant, UnauthorizedClient
from mockauth.protocol.tokens import issuing
from mockauth.protocol.tokens.issuance import Minting
from mockauth.realms.model import Client

_MARK = "ro"


def redeem(ctx: Context, client: Client) -> Mapping[str, Any]:
    """Give tokens for a user's name and password (ResourceOwnerPasswordCredentialsGrantType)."""
    if not client.direct_access_grants:
        raise UnauthorizedClient(
            "Client not allowed for direct access grants",
            reason=f'client "{client.client_id}" has directAccessGrantsEnabled off',
        )
    if client.consent_required:
        raise InvalidClient(
            "Client requires user consent",
            reason=f'client "{client.client_id}" has consentRequired on, and here nobody can be asked',
        )
    scope = scopes.requested(ctx.realm, client, ctx.form.get("scope"))
    user = passwords.user_of_form(ctx)
    language.settle(ctx, user)
    to_do = passwords.pending_actions(ctx.realm, user)
    if to_do:
        missing = ", ".join(passwords.invalid_attributes(ctx.realm, user))
        details = f" (the profile lacks {missing})" if missing else ""
        raise InvalidGrant(
            "Account is not fully set up",
            reason=f'user "{user.username}" has required actions: {", ".join(to_do)}{details}',
        )
    brute_force.succeeded(ctx, user)
    refreshable = issuing.gives_refresh_tokens(client)
    offline = refreshable and scopes.goes_offline(ctx.realm, client, user, scope)
    session, part = sessions.start(ctx, user, client, scope, {}, offline=offline)
    minting = Minting(user, session, part, scope, _MARK, refreshable=refreshable)
    return issuing.issue(ctx, client, minting)
