"""Client authentication: one file per authenticator, in a table under Keycloak's ids."""

from collections.abc import Callable, Mapping

from mockauth.lazy_imports import lazy_submodules
from mockauth.protocol import cors
from mockauth.protocol.context import Context
from mockauth.protocol.errors import InvalidClient, UnauthorizedClient
from mockauth.realms.model import Client
from mockauth.realms.problems.setting import setting

__getattr__ = lazy_submodules(__name__)

from mockauth.protocol.client_auth import assertion, certificate, secret

AUTHENTICATORS: Mapping[str, Callable[[Context, Client], None]] = {
    "client-secret": secret.authenticate,
    "client-jwt": assertion.authenticate,
    "client-secret-jwt": assertion.authenticate,
    "client-x509": certificate.authenticate,
}
# A content type has two parts: type and subtype.
_PARTS = 2


def authenticate(ctx: Context, *, bearer_only: bool = False) -> Client:
    """Authenticate and return the client of a request, and allow its web origins to read the answer.

    With `bearer_only`, bearer-only clients are accepted: they may introspect tokens, but not request them. Raises an
    OAuthError with the texts of AuthorizeClientUtil and of the client's authenticator.
    """
    cors.allow_all(ctx)
    _check_content_type(ctx)
    asserted = assertion.client_id_in_assertion(ctx) if "client_assertion" in ctx.form else None
    certified = certificate.client_id_in_query(ctx) if "client_id" in ctx.query else None
    client = secret.find_client(ctx, asserted or certified)
    # As in ClientAuthenticationFlow, the authenticator of a public client is ignored.
    kind = "client-secret" if client.public else client.authenticator
    if kind in AUTHENTICATORS and (client.enabled or kind != "client-secret"):
        AUTHENTICATORS[kind](ctx, client)
    if not client.enabled or kind not in AUTHENTICATORS:
        why = f"is disabled: set {setting(ctx.realm, 'enabled', True)}"
        if client.enabled:
            fix = setting(ctx.realm, "clientAuthenticatorType", "client-secret")
            why = f'has the unknown authenticator "{kind}": set {fix}, for example'
        raise InvalidClient(secret.INVALID, status=401, reason=f'client "{client.client_id}" {why}')
    cors.check(ctx, client)
    if client.protocol != "openid-connect":
        cors.allow_all(ctx)
        raise InvalidClient(
            "Wrong client protocol.",
            reason=f'the protocol of client "{client.client_id}" is {client.protocol}: '
            f"set {setting(ctx.realm, 'protocol', 'openid-connect')}",
        )
    if client.bearer_only and not bearer_only:
        raise InvalidClient(
            "Bearer-only not allowed",
            reason=f'client "{client.client_id}" is bearer-only and may not request tokens: '
            f"set {setting(ctx.realm, 'bearerOnly', False)}",
        )
    return client


def _check_content_type(ctx: Context) -> None:
    """Refuse an invalid content type, which the authenticators fail to parse. Raises UnauthorizedClient."""
    parts = ctx.content_type.partition(";")[0].strip().split("/")
    if ctx.content_type and parts != ["*"] and (len(parts) != _PARTS or not all(parts)):
        reason = "invalid content type: use application/x-www-form-urlencoded"
        raise UnauthorizedClient("Unexpected error when authenticating client", reason=reason)
