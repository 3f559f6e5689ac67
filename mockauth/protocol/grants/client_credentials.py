"""`client_credentials` (RFC 6749 section 4.4): issue a token for a client's service account."""

from collections.abc import Mapping
from typing import Any

from mockauth.protocol import scopes, service_accounts, sessions
from mockauth.protocol.context import Context
from mockauth.protocol.tokens import issuing
from mockauth.protocol.tokens.issuance import Issuance
from mockauth.realms.model import Client

_SHORTCUT = "cc"


def redeem(ctx: Context, client: Client) -> Mapping[str, Any]:
    """Issue a token; the session is stored only if it can be refreshed (ClientCredentialsGrantType)."""
    user = service_accounts.of(ctx, client)
    scope = scopes.validated(ctx.realm, client, ctx.form.get("scope"))
    notes = {
        "clientId": client.client_id,
        "client_id": client.client_id,
        "clientHost": ctx.remote_address,
        "clientAddress": ctx.remote_address,
    }
    refreshable = client.is_on("client_credentials.use_refresh_token")
    offline = refreshable and scopes.wants_offline_token(ctx.realm, client, user, scope)
    session, client_session = sessions.start(ctx, user, client, scope, notes, keep=refreshable, offline=offline)
    issuance = Issuance(
        user,
        session,
        client_session,
        scope,
        _SHORTCUT,
        transient=not refreshable,
        refreshable=refreshable,
        with_id_token=scopes.is_openid(scope),
    )
    return issuing.issue(ctx, client, issuance)
