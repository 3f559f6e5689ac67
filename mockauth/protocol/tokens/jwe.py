"""JWE (RFC 7516): what is encrypted for the realm, read with its own key (DefaultTokenManager), and for a client.

The library comes in when something encrypted does: most servers never see any.
"""

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from mockauth.protocol.context import Context
from mockauth.realms.keys import Key

if TYPE_CHECKING:
    from mockauth.realms.keys.algorithms import PublicKey

# What Keycloak can undo: its CekManagementProviders and ContentEncryptionProviders.
_WRAPPED_BY = (
    *("RSA-OAEP", "RSA-OAEP-256", "RSA1_5"),
    *("ECDH-ES", "ECDH-ES+A128KW", "ECDH-ES+A192KW", "ECDH-ES+A256KW"),
)
_ENCRYPTED_BY = ("A128CBC-HS256", "A192CBC-HS384", "A256CBC-HS512", "A128GCM", "A192GCM", "A256GCM")


class JweError(Exception):
    """A JWE that none of the realm's keys opens; the text says why."""


def decrypt(ctx: Context, header: Mapping[str, Any], text: str) -> bytes:
    """Give what a JWE holds. Raises NotForUs."""
    key = _key(ctx, header.get("kid"))
    if header.get("zip") is not None:
        raise JweError("it is compressed")
    import warnings

    from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat
    from joserfc import jwe, jwk
    from joserfc.errors import JoseError, SecurityWarning

    # RSA1_5 is weak, and Keycloak reads it.
    warnings.filterwarnings("ignore", category=SecurityWarning)
    pem = key.private.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption())
    kinds: Mapping[str, type[jwk.RSAKey] | type[jwk.ECKey] | type[jwk.OKPKey]]
    kinds = {"RSA": jwk.RSAKey, "EC": jwk.ECKey, "OKP": jwk.OKPKey}
    try:
        own = kinds[key.key_type].import_key(pem)
        rules = jwe.JWERegistry(algorithms=[*_WRAPPED_BY, *_ENCRYPTED_BY], strict_check_header=False)
        return jwe.decrypt_compact(text, own, registry=rules).plaintext or b""
    except (JoseError, ValueError, TypeError, KeyError) as error:
        raise JweError(f"it cannot be decrypted: {error}") from error


def encrypt(text: str, public: "PublicKey", kid: str | None, algorithm: str, content: str, inside: str | None) -> str:
    """Give a JWE for the owner of a key. Raises NotForUs for algorithms that there are not."""
    import warnings

    from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat
    from joserfc import jwe, jwk
    from joserfc.errors import JoseError, SecurityWarning

    if algorithm not in _WRAPPED_BY or content not in _ENCRYPTED_BY:
        raise JweError(f"there is no encryption by {algorithm:.20} and {content:.20}")
    warnings.filterwarnings("ignore", category=SecurityWarning)
    pem = public.public_bytes(Encoding.PEM, PublicFormat.SubjectPublicKeyInfo)
    said = {"alg": algorithm, "enc": content, "cty": inside, "kid": kid}
    header = {name: value for name, value in said.items() if value is not None}
    try:
        key = (jwk.RSAKey if algorithm.startswith("RSA") else jwk.ECKey).import_key(pem)
        return jwe.encrypt_compact(header, text, key, registry=jwe.JWERegistry(algorithms=[algorithm, content]))
    except (JoseError, ValueError, TypeError) as error:
        raise JweError(f"it cannot be encrypted: {error}") from error


def _key(ctx: Context, kid: object) -> Key:
    # As Keycloak: the header's algorithm does not choose the key.
    for key in ctx.keys.keys:
        if key.use == "enc" and kid in (None, key.kid):
            return key
    raise JweError(f"the realm has no key {kid!s:.80} to decrypt it with" if kid else "the realm has no key for it")
