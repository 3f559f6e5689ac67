"""Service accounts: the users that clients act as in the client_credentials grant."""

from mockauth.protocol.context import Context
from mockauth.protocol.errors import InvalidRequest, UnauthorizedClient
from mockauth.realms.model import Client, User
from mockauth.realms.problems.setting import setting


def of(ctx: Context, client: Client) -> User:
    """Return a client's service account (ClientCredentialsGrantType).

    Raises UnauthorizedClient if the client may not have one, and InvalidRequest if it is missing or disabled.
    """
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
            reason=f'client "{client.client_id}" has no service account: '
            f"set {setting(ctx.realm, 'serviceAccountsEnabled', True)}",
        )
    user = ctx.accounts.service_account(ctx.realm, client.client_id)
    if user is None:
        reason = f'the service account of client "{client.client_id}" does not exist'
        raise InvalidRequest("The associated service account for the client does not exist", status=401, reason=reason)
    if not user.enabled:
        reason = f'the service account "{user.username}" is disabled: set {setting(ctx.realm, "enabled", True)}'
        raise InvalidRequest(f"User '{user.username}' disabled", status=401, reason=reason)
    return user
