"""Decrypt JWEs (RFC 7516) with the realm's keys (DefaultTokenManager), and encrypt for clients.

The library is imported with the first encrypted token, because most servers never see one.
"""

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from mockauth.protocol.context import Context
from mockauth.realms.keys import Key

if TYPE_CHECKING:
    from mockauth.realms.keys.algorithms import PublicKey

# The algorithms of Keycloak's CekManagementProviders and ContentEncryptionProviders.
_KEY_MANAGEMENT = (
    *("RSA-OAEP", "RSA-OAEP-256", "RSA1_5"),
    *("ECDH-ES", "ECDH-ES+A128KW", "ECDH-ES+A192KW", "ECDH-ES+A256KW"),
)
_CONTENT_ENCRYPTION = ("A128CBC-HS256", "A192CBC-HS384", "A256CBC-HS512", "A128GCM", "A192GCM", "A256GCM")


class JweError(Exception):
    """A JWE that cannot be decrypted or created; the text says why."""


def decrypt(ctx: Context, header: Mapping[str, Any], text: str) -> bytes:
    """Return the content of a JWE. Raises JweError."""
    key = _key(ctx, header.get("kid"))
    if header.get("zip") is not None:
        raise JweError("compressed content is not supported")
    import warnings

    from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat
    from joserfc import jwe, jwk
    from joserfc.errors import JoseError, SecurityWarning

    # RSA1_5 is weak, but Keycloak supports it.
    warnings.filterwarnings("ignore", category=SecurityWarning)
    pem = key.private.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption())
    kinds: Mapping[str, type[jwk.RSAKey] | type[jwk.ECKey] | type[jwk.OKPKey]]
    kinds = {"RSA": jwk.RSAKey, "EC": jwk.ECKey, "OKP": jwk.OKPKey}
    try:
        own = kinds[key.key_type].import_key(pem)
        rules = jwe.JWERegistry(algorithms=[*_KEY_MANAGEMENT, *_CONTENT_ENCRYPTION], strict_check_header=False)
        return jwe.decrypt_compact(text, own, registry=rules).plaintext or b""
    except (JoseError, ValueError, TypeError, KeyError) as error:
        raise JweError(f"decryption failed ({type(error).__name__})") from error


def encrypt(text: str, public: "PublicKey", kid: str | None, algorithm: str, content: str, inside: str | None) -> str:
    """Return a JWE for the owner of a key. Raises JweError for unknown algorithms."""
    import warnings

    from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat
    from joserfc import jwe, jwk
    from joserfc.errors import JoseError, SecurityWarning

    if algorithm not in _KEY_MANAGEMENT or content not in _CONTENT_ENCRYPTION:
        raise JweError(f"encryption with {algorithm:.20} and {content:.20} is not supported")
    warnings.filterwarnings("ignore", category=SecurityWarning)
    pem = public.public_bytes(Encoding.PEM, PublicFormat.SubjectPublicKeyInfo)
    members = {"alg": algorithm, "enc": content, "cty": inside, "kid": kid}
    header = {name: value for name, value in members.items() if value is not None}
    try:
        key = (jwk.RSAKey if algorithm.startswith("RSA") else jwk.ECKey).import_key(pem)
        return jwe.encrypt_compact(header, text, key, registry=jwe.JWERegistry(algorithms=[algorithm, content]))
    except (JoseError, ValueError, TypeError) as error:
        raise JweError(f"encryption failed: {error}") from error


def _key(ctx: Context, kid: object) -> Key:
    # As in Keycloak, the algorithm in the header does not select the key.
    for key in ctx.keys.keys:
        if key.use == "enc" and kid in (None, key.kid):
            return key
    raise JweError(f'the realm has no encryption key{" with the kid of the JWE" if kid else ""} (use "enc")')
