"""The `client-secret` authenticator: Basic header or form; public clients, which show no secret."""

import base64
import hmac
import re
from urllib.parse import unquote_plus

from mockauth.protocol import java
from mockauth.protocol.context import Context
from mockauth.protocol.errors import InvalidClient, UnauthorizedClient
from mockauth.realms.model import Client
from mockauth.realms.problems import did_you_mean

INVALID = "Invalid client or Invalid client credentials"
_ALLOWED_METHOD = "client.secret.authentication.allowed.method"
_EXPIRES = "client.secret.expiration.time"
_OTHERS = ("Bearer", "DPoP", "Digest", "Negotiate")
_NOT_BASE64 = re.compile(r"[^A-Za-z0-9+/=]")
_NOT_ENCODED = re.compile(r"%(?![0-9A-Fa-f]{2})")


def find_client(ctx: Context, otherwise: str | None = None) -> Client:
    """Give the client that the request names. As ClientIdAndSecretAuthenticator: the form overrides the header.

    Where neither names one that there is, it is the one that is named `otherwise`.
    A form of another content type is not looked at, though the grant reads it.
    """
    client_id = ctx.form.get("client_id") if ctx.has_form else None
    basic = _basic(ctx)
    if client_id is None and basic and (basic[0] in ctx.realm.clients or otherwise is None):
        client_id = basic[0]
    if client_id is None:
        client_id = otherwise
    if client_id is None:
        raise InvalidClient(INVALID, status=401, reason=_nobody(ctx.authorization or ""))
    client = ctx.realm.clients.get(client_id)
    if client is None:
        near = did_you_mean(client_id, ctx.realm.clients)
        raise InvalidClient(
            INVALID,
            status=401,
            reason=f'there is no client "{client_id:.80}" in realm "{ctx.realm.name}"{f", {near}" if near else ""}',
        )
    return client


def authenticate(ctx: Context, client: Client) -> None:
    """Compare the secret that the request shows, in the form or else in a Basic header (RFC 6749 section 2.3.1).

    Raises UnauthorizedClient where there is none, where it comes by a way that the client does not allow, and where
    it is wrong or has expired.
    """
    if client.public:
        return
    secret, method = _secret(ctx)
    if secret is None:
        raise _refused(f'client "{client.client_id}" is confidential, and the request shows no secret')
    if client.secret is None:
        raise _refused(f'client "{client.client_id}" has no secret that could be right')
    allowed = client.attributes.get(_ALLOWED_METHOD)
    if allowed and allowed != method:
        raise UnauthorizedClient(
            "Invalid method used to get client secret. "
            f"Client requires method '{allowed}' to obtain client secret from the request",
            status=401,
        )
    try:
        expired = has_expired(ctx, client)
    except ValueError as error:
        reason = f'{_EXPIRES} of client "{client.client_id}" is no number: {error}'
        raise UnauthorizedClient("Unexpected error when authenticating client", reason=reason) from error
    if expired:
        raise _refused(f'the secret of client "{client.client_id}" has expired ({_EXPIRES})')
    if not hmac.compare_digest(_utf8(secret), _utf8(client.secret)):
        raise _refused(f'this is not the secret of client "{client.client_id}"')


def has_expired(ctx: Context, client: Client) -> bool:
    """Whether the secret of a client is good no more (OIDCClientSecretConfigWrapper).

    A secret that was rotated away is not good either: that takes a feature of Keycloak's that is off by default.
    Raises ValueError, in Java's words, where the time is no number.
    """
    written = client.attributes.get(_EXPIRES)
    if written is None:
        return False
    expires = java.integer(written, bits=64)
    if expires is None:
        raise ValueError(f'For input string: "{written}"')
    return 0 < expires < ctx.now


def _secret(ctx: Context) -> tuple[str | None, str]:
    if ctx.has_form and "client_secret" in ctx.form:
        return ctx.form.get("client_secret"), "client_secret_post"
    basic = _basic(ctx)
    return (basic[1], "client_secret_basic") if basic else (None, "")


def _basic(ctx: Context) -> tuple[str, str] | None:
    """Read a Basic header; both of its parts are form-encoded (BasicAuthHelper.RFC6749).

    Raises UnauthorizedClient for a `%` in them without two hexadecimal digits behind it.
    """
    header = ctx.authorization or ""
    if header[:5].lower() != "basic":
        return None
    text = _mime_base64(header[6:])
    if text is None or ":" not in text:
        return None
    if _NOT_ENCODED.search(text):
        raise UnauthorizedClient(
            "Unexpected error when authenticating client",
            reason='the Basic header has a "%" in it that encodes nothing: form-encode id and secret first',
        )
    name, _, secret = text.partition(":")
    return unquote_plus(name), unquote_plus(secret)


def _nobody(header: str) -> str:
    """Say, for the log, why a request names no client."""
    if header[:5].lower() == "basic":
        return 'the form names no client, and the Basic header cannot be read: it is not base64 of "id:secret"'
    other = next((f" (the header is {kind})" for kind in _OTHERS if header.lower().startswith(f"{kind.lower()} ")), "")
    return f"neither the form nor a Basic header names a client{other}"


def _mime_base64(text: str) -> str | None:
    """Decode as java.util.Base64's MIME decoder: what is not of the alphabet is passed over."""
    data, equals, rest = _NOT_BASE64.sub("", text).partition("=")
    padding = equals + rest
    # By the characters of the last group: the padding that it may have.
    if not re.fullmatch({0: "", 2: "(==+)?", 3: "=*"}.get(len(data) % 4, "(?!)"), padding):
        return None
    return base64.b64decode(data + "=" * (-len(data) % 4)).decode("utf-8", "replace")


def _refused(reason: str) -> UnauthorizedClient:
    return UnauthorizedClient(INVALID, status=401, reason=reason)


def _utf8(text: str) -> bytes:
    return text.encode("utf-8", "surrogatepass")
