"""The `client-jwt` and `client-secret-jwt` authenticators, as far as they refuse: assertions are not read yet."""

from mockauth.protocol.context import Context
from mockauth.protocol.errors import InvalidClient, NotThereYet
from mockauth.realms.model import Client


def authenticate(ctx: Context, client: Client) -> None:
    """Refuse a client that shows no assertion (AbstractJWTClientValidator)."""
    reason = f'client "{client.client_id}" authenticates by {client.authenticator}, so a secret is not enough'
    if "client_assertion_type" not in ctx.form:
        raise InvalidClient("Parameter client_assertion_type is missing", reason=reason)
    if "client_assertion" not in ctx.form:
        raise InvalidClient("client_assertion parameter missing", reason=reason)
    raise NotThereYet("client assertions")
