"""Client authentication: one file per authenticator, in a table under Keycloak's ids."""

from collections.abc import Callable, Mapping

from mockauth.protocol import cors
from mockauth.protocol.client_auth import secret
from mockauth.protocol.context import Context
from mockauth.protocol.errors import InvalidClient, Refusal
from mockauth.realms.model import Client

INVALID = "Invalid client or Invalid client credentials"

AUTHENTICATORS: Mapping[str, Callable[[Context], Client]] = {
    "client-secret": secret.authenticate,
}


def authenticate(ctx: Context) -> Client:
    """Give the client that the request comes from; afterwards its web origins may read the answer.

    Raises an OAuthError in the words of AuthorizeClientUtil and of the client's authenticator.
    """
    try:
        client = AUTHENTICATORS["client-secret"](ctx)
    except Refusal:
        cors.allow_all(ctx)
        raise
    cors.check(ctx, client)
    if client.protocol != "openid-connect":
        cors.allow_all(ctx)
        raise InvalidClient(
            "Wrong client protocol.",
            reason=f'"{client.client_id}" is a {client.protocol} client, not an openid-connect one',
        )
    if client.bearer_only:
        raise InvalidClient(
            "Bearer-only not allowed", reason=f'client "{client.client_id}" is bearer-only: it cannot ask for tokens'
        )
    return client
