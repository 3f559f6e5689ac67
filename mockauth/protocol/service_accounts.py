"""Service accounts: the users that clients are when they act for themselves."""

from mockauth.protocol.context import Context
from mockauth.protocol.errors import InvalidRequest, UnauthorizedClient
from mockauth.realms.model import Client, User


def of(ctx: Context, client: Client) -> User:
    """Give a client's service account. Raises where it has none, or a disabled one (ClientCredentialsGrantType)."""
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
    return user
