"""Tokens that are encrypted for a client, inside of which is the signed one (DefaultTokenManager.getEncryptedToken)."""

from mockauth.protocol.context import Context
from mockauth.protocol.errors import InvalidRequest
from mockauth.realms.model import Client

ID_TOKEN, USERINFO, AUTHORIZATION = "id.token", "user.info", "authorization"
_USUAL = "A128CBC-HS256"


def is_encrypted(client: Client, kind: str) -> bool:
    """Whether a client wants tokens of this kind encrypted."""
    return bool(client.attributes.get(_attribute(kind, "alg"))) and bool(_content(client, kind))


def encrypt_for_client(ctx: Context, client: Client, kind: str, token: str, *, inside: str | None = "JWT") -> str:
    """Give a token as it is, or encrypted where the client wants that; `inside` is the type of what is encrypted.

    Raises InvalidRequest where the client has no key for it, or wants what there is not.
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
        reason = f'client "{client.client_id}" has no key with use "enc" for {algorithm:.20} in its key set'
        raise InvalidRequest("can not get encryption KEK", reason=reason)
    try:
        return jwe.encrypt(token, key.public, key.kid, algorithm, _content(client, kind), inside)
    except jwe.JweError as error:
        raise InvalidRequest("Unknown encryption algorithm", reason=str(error)) from error


def _content(client: Client, kind: str) -> str:
    return client.attributes.get(_attribute(kind, "enc")) or ("" if kind == AUTHORIZATION else _USUAL)


def _attribute(kind: str, what: str) -> str:
    return f"{kind}.encrypted.response.{what}"
