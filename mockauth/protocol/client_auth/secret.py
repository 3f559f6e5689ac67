"""The `client-secret` authenticator: Basic header or form; public clients, which show no secret."""

import base64
import binascii
import hmac
from urllib.parse import unquote_plus

from mockauth.protocol.context import Context
from mockauth.protocol.errors import InvalidClient, OAuthError, Refusal, UnauthorizedClient
from mockauth.realms.model import Client
from mockauth.realms.problems import did_you_mean

_INVALID = "Invalid client or Invalid client credentials"
_ALLOWED_METHOD = "client.secret.authentication.allowed.method"


def authenticate(ctx: Context) -> Client:
    """Give the client whose id and secret are shown (ClientIdAndSecretAuthenticator, RFC 6749 section 2.3.1)."""
    client_id, secret, method = _credentials(ctx)
    if client_id is None:
        raise InvalidClient("Missing client_id parameter", reason="neither the form nor a Basic header names a client")
    client = ctx.realm.clients.get(client_id)
    if client is None:
        near = did_you_mean(client_id, ctx.realm.clients)
        raise InvalidClient(
            _INVALID,
            status=401,
            reason=f'there is no client "{client_id:.80}" in realm "{ctx.realm.name}"{f", {near}" if near else ""}',
        )
    if not client.enabled:
        raise InvalidClient(_INVALID, status=401, reason=f'client "{client_id}" is disabled')
    if client.public:
        return client
    _check_authenticator(client)
    if secret is None:
        raise UnauthorizedClient(
            _INVALID, status=401, reason=f'client "{client_id}" is confidential, and the request shows no secret'
        )
    allowed = client.attributes.get(_ALLOWED_METHOD)
    if client.secret and allowed and allowed != method:
        raise UnauthorizedClient(
            "Invalid method used to get client secret. "
            f"Client requires method '{allowed}' to obtain client secret from the request",
            status=401,
        )
    if not client.secret or not hmac.compare_digest(_utf8(secret), _utf8(client.secret)):
        raise UnauthorizedClient(_INVALID, status=401, reason=f'this is not the secret of client "{client_id}"')
    return client


def _credentials(ctx: Context) -> tuple[str | None, str | None, str]:
    """Give client id, secret and how the secret came. As Keycloak: what the form says overrides the header."""
    client_id: str | None = None
    secret: str | None = None
    method = "client_secret_basic"
    if ctx.authorization is not None:
        basic = _basic(ctx.authorization)
        if basic:
            client_id, secret = basic
        elif ctx.has_form and "client_id" not in ctx.form:
            raise Refusal(
                {},
                "the Authorization header is not Basic with an id and a secret, and the form names no client",
                401,
                {"WWW-Authenticate": f'Basic realm="{ctx.realm.name}"'},
            )
    if "client_id" in ctx.form:
        client_id = ctx.form.get("client_id")
    if "client_secret" in ctx.form:
        secret, method = ctx.form.get("client_secret"), "client_secret_post"
    return client_id, secret, method


def _basic(header: str) -> tuple[str, str] | None:
    """Read a Basic header; both of its parts are form-encoded (BasicAuthHelper.RFC6749)."""
    scheme, _, encoded = header.strip().partition(" ")
    if scheme.lower() != "basic":
        return None
    try:
        text = base64.b64decode(encoded.strip(), validate=True).decode("utf-8", "replace")
    except binascii.Error:
        return None
    name, colon, secret = text.partition(":")
    return (unquote_plus(name), unquote_plus(secret)) if colon else None


def _check_authenticator(client: Client) -> None:
    """Refuse a client that authenticates otherwise: for it no authenticator that runs has succeeded."""
    if client.authenticator != "client-secret":
        raise _wrong_way(client)


def _wrong_way(client: Client) -> OAuthError:
    return InvalidClient(
        _INVALID,
        status=401,
        reason=f'client "{client.client_id}" authenticates by {client.authenticator}, not by a secret',
    )


def _utf8(text: str) -> bytes:
    return text.encode("utf-8", "surrogatepass")
