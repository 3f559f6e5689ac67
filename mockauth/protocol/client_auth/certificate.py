"""The `client-x509` authenticator, as far as it refuses: there are no certificates without TLS."""

from mockauth.protocol.client_auth.secret import INVALID
from mockauth.protocol.context import Context
from mockauth.protocol.errors import InvalidClient
from mockauth.realms.model import Client


def authenticate(_ctx: Context, client: Client) -> None:
    """Refuse every client: none has shown a certificate (X509ClientAuthenticator)."""
    reason = f'client "{client.client_id}" authenticates by an X.509 certificate, and the request shows none'
    raise InvalidClient(INVALID, status=401, reason=reason)
