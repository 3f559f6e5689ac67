"""`client_credentials` (RFC 6749 section 4.4): a client gets a token for its service account."""

from collections.abc import Mapping
from typing import Any

from mockauth.protocol import scopes, sessions, tokens
from mockauth.protocol.context import Context
from mockauth.protocol.errors import InvalidRequest, UnauthorizedClient
from mockauth.realms.model import Client

_MARK = "cc"


def redeem(ctx: Context, client: Client) -> Mapping[str, Any]:
    """Give a token for the service account; its session is kept only to be refreshed (ClientCredentialsGrantType)."""
    if client.public:
        raise UnauthorizedClient(
            "Public client not allowed to retrieve service account",
            status=401,
            reason=f'client "{client.client_id}" is public; only a confidential client has a service account',
        )
    if not client.service_accounts:
        raise UnauthorizedClient(
            "Client not enabled to retrieve service account",
            status=401,
            reason=f'client "{client.client_id}" has serviceAccountsEnabled off',
        )
    user = ctx.realm.service_accounts.get(client.client_id)
    if user is None:
        raise InvalidRequest("The associated service account for the client does not exist", status=401)
    if not user.enabled:
        raise InvalidRequest(f"User '{user.username}' disabled", status=401)
    scope = scopes.requested(ctx.realm, client, ctx.form.get("scope"))
    notes = {
        "clientId": client.client_id,
        "client_id": client.client_id,
        "clientHost": ctx.remote_address,
        "clientAddress": ctx.remote_address,
    }
    refreshable = client.is_on("client_credentials.use_refresh_token")
    offline = refreshable and scopes.goes_offline(ctx.realm, client, user, scope)
    session, part = sessions.start(ctx, user, client, scope, notes, keep=refreshable, offline=offline)
    minting = tokens.Minting(user, session, part, scope, _MARK, transient=not refreshable, refreshable=refreshable)
    return tokens.issue(ctx, client, minting)
