"""Tokens of a user without a browser and without the password grant, for callers inside mockauth."""

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from mockauth.protocol import passwords, scopes, sessions
from mockauth.protocol.context import Context
from mockauth.protocol.errors import InvalidGrant, UnauthorizedClient
from mockauth.protocol.tokens import issuing
from mockauth.protocol.tokens.issuance import Issuance
from mockauth.realms.model import Client, User
from mockauth.realms.problems.setting import setting

_SHORTCUT = "ac"


def log_in(ctx: Context, client: Client, user: User, scope: str | None) -> Mapping[str, Any]:
    """Start a session as after a login in a browser, and return the response to the redemption of its code.

    Consent counts as granted. Raises UnauthorizedClient, InvalidScope, and InvalidGrant if the user may not log in or
    has required actions.
    """
    if not (client.standard_flow or client.direct_access_grants):
        raise UnauthorizedClient(
            "Client not allowed to log in users",
            reason=f'users cannot log in to client "{client.client_id}": '
            f"set {setting(ctx.realm, 'standardFlowEnabled', True)}",
        )
    if not user.enabled:
        raise InvalidGrant("Account disabled", reason=passwords.user_disabled(ctx.realm, user))
    if user.service_account_of:
        raise InvalidGrant("Invalid user", reason=f"{passwords.service_account(user)}: ask for the client's token")
    passwords.check_no_pending_actions(ctx.realm, user)
    scope = scopes.validated(ctx.realm, client, scope)
    refreshable = issuing.gives_refresh_tokens(client)
    offline = refreshable and scopes.wants_offline_token(ctx.realm, client, user, scope)
    notes = {"AUTH_TIME": str(ctx.now)}
    session, client_session = sessions.start(ctx, user, client, scope, notes, offline=offline)
    client_session = client_session.with_notes({"response_type": "code"}, used=ctx.now)
    session = session.with_client(client.client_id, client_session)
    sessions.store(ctx, replace(session, offline=offline))
    openid = scopes.is_openid(scope)
    issuance = Issuance(user, session, client_session, scope, _SHORTCUT, refreshable=refreshable, with_id_token=openid)
    return issuing.issue(ctx, client, issuance)
