"""Encrypt signed tokens for clients that want this (DefaultTokenManager.getEncryptedToken)."""

from mockauth.protocol.context import Context
from mockauth.protocol.errors import InvalidRequest
from mockauth.realms.model import Client

ID_TOKEN, USERINFO, AUTHORIZATION = "id.token", "user.info", "authorization"
_DEFAULT_CONTENT_ENCRYPTION = "A128CBC-HS256"


def is_encrypted(client: Client, kind: str) -> bool:
    """Return whether a client wants tokens of this kind encrypted."""
    return bool(client.attributes.get(_attribute(kind, "alg"))) and bool(_content_encryption(client, kind))


def encrypt_for_client(ctx: Context, client: Client, kind: str, token: str, *, inside: str | None = "JWT") -> str:
    """Return a token, encrypted if the client wants that; `inside` is the `cty` header, the type of the content.

    Raises InvalidRequest if the client has no key for the algorithm, or names an unknown algorithm.
    """
    if not is_encrypted(client, kind):
        return token
    from mockauth.protocol import client_keys
    from mockauth.protocol.tokens import jwe

    algorithm = client.attributes[_attribute(kind, "alg")]
    try:
        key = client_keys.encryption_key(ctx, client, algorithm)
    except client_keys.KeysUnavailable as error:
        raise InvalidRequest("can not get encryption KEK", reason=str(error)) from error
    if key is None:
        reason = f'the key set of client "{client.client_id}" has no key with use "enc" for {algorithm:.20}'
        raise InvalidRequest("can not get encryption KEK", reason=reason)
    try:
        return jwe.encrypt(token, key.public, key.kid, algorithm, _content_encryption(client, kind), inside)
    except jwe.JweError as error:
        raise InvalidRequest("Unknown encryption algorithm", reason=str(error)) from error


def _content_encryption(client: Client, kind: str) -> str:
    default = "" if kind == AUTHORIZATION else _DEFAULT_CONTENT_ENCRYPTION
    return client.attributes.get(_attribute(kind, "enc")) or default


def _attribute(kind: str, what: str) -> str:
    return f"{kind}.encrypted.response.{what}"
