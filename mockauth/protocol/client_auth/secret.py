"""The `client-secret` authenticator: a secret in the Basic header or the form. Public clients need none."""

import base64
import hmac
import re
from urllib.parse import unquote_plus

from mockauth.protocol import java
from mockauth.protocol.context import Context
from mockauth.protocol.errors import InvalidClient, UnauthorizedClient
from mockauth.realms.model import Client
from mockauth.realms.problems.hints import unknown
from mockauth.realms.problems.setting import setting

INVALID = "Invalid client or Invalid client credentials"
_ALLOWED_METHOD = "client.secret.authentication.allowed.method"
_EXPIRES = "client.secret.expiration.time"
_OTHER_SCHEMES = ("Bearer", "DPoP", "Digest", "Negotiate")
_NOT_BASE64 = re.compile(r"[^A-Za-z0-9+/=]")
_NOT_ENCODED = re.compile(r"%(?![0-9A-Fa-f]{2})")


def find_client(ctx: Context, fallback: str | None = None) -> Client:
    """Return the client that the request names. As in ClientIdAndSecretAuthenticator, the form overrides the header.

    If neither names a client of the realm, `fallback` is its client ID. A form with another content type is ignored
    here, although the grant reads it. Raises InvalidClient.
    """
    client_id = ctx.form.get("client_id") if ctx.has_form else None
    basic = _basic(ctx)
    if client_id is None and basic and (basic[0] in ctx.realm.clients or fallback is None):
        client_id = basic[0]
    if client_id is None:
        client_id = fallback
    if client_id is None:
        raise InvalidClient(INVALID, status=401, reason=_explain_no_client(ctx.authorization or ""))
    client = ctx.realm.clients.get(client_id)
    if client is None:
        reason = unknown(f'client in realm "{ctx.realm.name}"', client_id, ctx.realm.clients)
        raise InvalidClient(INVALID, status=401, reason=reason)
    return client


def authenticate(ctx: Context, client: Client) -> None:
    """Check the secret in the form, or else in the Basic header (RFC 6749 section 2.3.1).

    Raises UnauthorizedClient if the secret is missing, wrong or expired, or sent in a way that the client forbids.
    """
    if client.public:
        return
    secret, method = _secret(ctx)
    if secret is None:
        raise _refused(f'client "{client.client_id}" is confidential, but the request has no secret')
    if client.secret is None:
        public = setting(ctx.realm, "publicClient", True)
        raise _refused(
            f'client "{client.client_id}" is confidential but has no secret: give it a secret, or set {public}'
        )
    allowed = client.attributes.get(_ALLOWED_METHOD)
    if allowed and allowed != method:
        raise UnauthorizedClient(
            "Invalid method used to get client secret. "
            f"Client requires method '{allowed}' to obtain client secret from the request",
            status=401,
            reason=f'client "{client.client_id}" must send its secret with {allowed} ({_ALLOWED_METHOD})',
        )
    try:
        expired = has_expired(ctx, client)
    except ValueError as error:
        reason = f'{_EXPIRES} of client "{client.client_id}" is not a number'
        raise UnauthorizedClient("Unexpected error when authenticating client", reason=reason) from error
    if expired:
        raise _refused(f'the secret of client "{client.client_id}" has expired ({_EXPIRES})')
    if not hmac.compare_digest(_utf8(secret), _utf8(client.secret)):
        raise _refused(f'wrong secret for client "{client.client_id}"')


def has_expired(ctx: Context, client: Client) -> bool:
    """Return whether the secret of a client has expired (OIDCClientSecretConfigWrapper).

    Rotated secrets are never accepted, because that feature of Keycloak is disabled by default.
    Raises ValueError, with Java's message, if the time is not a number.
    """
    text = client.attributes.get(_EXPIRES)
    if text is None:
        return False
    expires = java.integer(text, bits=64)
    if expires is None:
        raise ValueError(f'For input string: "{text}"')
    return 0 < expires < ctx.now


def _secret(ctx: Context) -> tuple[str | None, str]:
    if ctx.has_form and "client_secret" in ctx.form:
        return ctx.form.get("client_secret"), "client_secret_post"
    basic = _basic(ctx)
    return (basic[1], "client_secret_basic") if basic else (None, "")


def _basic(ctx: Context) -> tuple[str, str] | None:
    """Return the client ID and the secret of a Basic header, both form-encoded (BasicAuthHelper.RFC6749).

    Raises UnauthorizedClient for a `%` that is not followed by two hexadecimal digits.
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
            reason='the Basic header has a "%" without two hexadecimal digits: form-encode client ID and secret first',
        )
    name, _, secret = text.partition(":")
    return unquote_plus(name), unquote_plus(secret)


def _explain_no_client(header: str) -> str:
    """Explain, for the log, why a request names no client."""
    if header[:5].lower() == "basic":
        return 'the form has no client_id, and the Basic header is not the base64 of "client_id:secret"'
    scheme = next((it for it in _OTHER_SCHEMES if header.lower().startswith(f"{it.lower()} ")), "")
    found = f" (the Authorization header is {scheme})" if scheme else ""
    return f"the request has no client_id in the form and no Basic header{found}"


def _mime_base64(text: str) -> str | None:
    """Decode base64 as the MIME decoder of java.util.Base64 does, which ignores characters outside the alphabet."""
    data, equals, rest = _NOT_BASE64.sub("", text).partition("=")
    padding = equals + rest
    # The padding that is valid for each number of characters in the last group.
    if not re.fullmatch({0: "", 2: "(==+)?", 3: "=*"}.get(len(data) % 4, "(?!)"), padding):
        return None
    return base64.b64decode(data + "=" * (-len(data) % 4)).decode("utf-8", "replace")


def _refused(reason: str) -> UnauthorizedClient:
    return UnauthorizedClient(INVALID, status=401, reason=reason)


def _utf8(text: str) -> bytes:
    return text.encode("utf-8", "surrogatepass")
