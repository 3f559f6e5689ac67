"""Client authentication: one file per authenticator, in a table under Keycloak's ids."""

from collections.abc import Callable, Mapping

from mockauth.lazy_imports import lazy_submodules
from mockauth.protocol import cors
from mockauth.protocol.context import Context
from mockauth.protocol.errors import InvalidClient, UnauthorizedClient
from mockauth.realms.model import Client

__getattr__ = lazy_submodules(__name__)

from mockauth.protocol.client_auth import assertion, certificate, secret

AUTHENTICATORS: Mapping[str, Callable[[Context, Client], None]] = {
    "client-secret": secret.authenticate,
    "client-jwt": assertion.authenticate,
    "client-secret-jwt": assertion.authenticate,
    "client-x509": certificate.authenticate,
}
# Of a content type: `text/plain`.
_PARTS = 2


def authenticate(ctx: Context, *, bearer_only: bool = False) -> Client:
    """Give the client that the request comes from; afterwards its web origins may read the answer.

    A client that is `bearer_only` may not ask for tokens, but about them. Raises an OAuthError in the words of
    AuthorizeClientUtil and of the client's authenticator.
    """
    cors.allow_all(ctx)
    _check_content_type(ctx)
    asserted = assertion.client_id_in_assertion(ctx) if "client_assertion" in ctx.form else None
    certified = certificate.client_id_in_query(ctx) if "client_id" in ctx.query else None
    client = secret.find_client(ctx, asserted or certified)
    # As ClientAuthenticationFlow: the authenticator that a public client is set to does not matter.
    kind = "client-secret" if client.public else client.authenticator
    if kind in AUTHENTICATORS and (client.enabled or kind != "client-secret"):
        AUTHENTICATORS[kind](ctx, client)
    if not client.enabled or kind not in AUTHENTICATORS:
        why = f"has an authenticator that Keycloak does not know, {kind}" if client.enabled else "is disabled"
        raise InvalidClient(secret.INVALID, status=401, reason=f'client "{client.client_id}" {why}')
    cors.check(ctx, client)
    if client.protocol != "openid-connect":
        cors.allow_all(ctx)
        raise InvalidClient(
            "Wrong client protocol.",
            reason=f'"{client.client_id}" is a {client.protocol} client, not an openid-connect one',
        )
    if client.bearer_only and not bearer_only:
        raise InvalidClient(
            "Bearer-only not allowed", reason=f'client "{client.client_id}" is bearer-only: it cannot ask for tokens'
        )
    return client


def _check_content_type(ctx: Context) -> None:
    """Refuse a content type that is none: the authenticators ask whether it is that of a form."""
    parts = ctx.content_type.partition(";")[0].strip().split("/")
    if ctx.content_type and parts != ["*"] and (len(parts) != _PARTS or not all(parts)):
        reason = f'the content type "{ctx.content_type:.80}" is none: that has one "/" in it'
        raise UnauthorizedClient("Unexpected error when authenticating client", reason=reason)
