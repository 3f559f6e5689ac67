"""Keys: their `kid`, their JWK, and signing with them.

A `Key` is a value; which keys a realm has at a moment is `state.ring`'s business, and `making` makes them.
"""

import base64
import hashlib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property, lru_cache
from typing import TYPE_CHECKING, Any

from cryptography.hazmat.primitives import serialization

from mockauth.realms.keys import algorithms, jwk
from mockauth.realms.keys.jwk import b64url

if TYPE_CHECKING:
    from mockauth.realms.keys.algorithms import PrivateKey, PublicKey


@dataclass(frozen=True, eq=False)
class Key:
    """A key pair: `use` is sig or enc, `certificate` base64 DER or empty, `active` whether it still signs.

    `own_kid` is the `kid` that a realm file gives it.
    """

    algorithm: str
    use: str
    private: "PrivateKey"
    certificate: str = ""
    active: bool = True
    own_kid: str = ""

    @cached_property
    def kid(self) -> str:
        """Its own id, or that of its public half."""
        return self.own_kid or jwk.key_id(self._public_der)

    @cached_property
    def public(self) -> "PublicKey":
        """The public half."""
        return self.private.public_key()

    @cached_property
    def public_der(self) -> str:
        """The public key as base64 DER (SubjectPublicKeyInfo)."""
        return base64.b64encode(self._public_der).decode()

    @cached_property
    def _public_der(self) -> bytes:
        return self.public.public_bytes(serialization.Encoding.DER, serialization.PublicFormat.SubjectPublicKeyInfo)

    @property
    def key_type(self) -> str:
        """The type of the key (RFC 7517 section 4.1)."""
        return jwk.key_type(self.public)

    @cached_property
    def curve(self) -> str:
        """The name of the key's curve, or nothing."""
        return algorithms.curve_of(self.public)

    @property
    def bits(self) -> int:
        """The size of an RSA key or of a curve; 0 for EdDSA, whose curves have no choice of size."""
        return getattr(self.private, "key_size", 0)

    @cached_property
    def jwk(self) -> Mapping[str, Any]:
        """The public half as a JSON Web Key (RFC 7517), members in Keycloak's order."""
        named = {"kid": self.kid, "kty": self.key_type, "alg": self.algorithm, "use": self.use}
        return {**named, **self._x5, **jwk.members(self.public)}

    @property
    def _x5(self) -> Mapping[str, Any]:
        if not self.certificate:
            return {}
        der = base64.b64decode(self.certificate)
        return {
            "x5c": [self.certificate],
            "x5t": b64url(hashlib.sha1(der, usedforsecurity=False).digest()),
            "x5t#S256": b64url(hashlib.sha256(der).digest()),
        }

    @property
    def signs(self) -> bool:
        """Whether the key is for signatures, and of the type that its algorithm needs."""
        return self.use == "sig" and algorithms.SIGNATURES.get(self.algorithm) == self.key_type

    def sign(self, payload: bytes, kind: str = "JWT") -> str:
        """Give the compact JWS of a payload (RFC 7515 section 7.1); `kind` is the header's `typ`."""
        signed = f"{_jws_header(self.algorithm, kind, self.kid)}.{b64url(payload)}"
        return f"{signed}.{b64url(algorithms.signature(self.private, self.algorithm, signed.encode('ascii')))}"

    def verifies(self, signed: bytes, signature: bytes) -> bool:
        """Whether this key made the signature."""
        return algorithms.verifies(self.public, self.algorithm, signed, signature)


@dataclass(frozen=True, slots=True)
class Secret:
    """A secret that signs what only the server itself reads again: refresh tokens, and what clients want in HS*."""

    kid: str
    secret: bytes
    algorithm: str = "HS512"
    active: bool = True
    curve: str = ""

    @property
    def signs(self) -> bool:
        """Whether the secret is for signatures: all are, by an algorithm that there is."""
        return algorithms.SIGNATURES.get(self.algorithm) == algorithms.OCT

    def sign(self, payload: bytes, kind: str = "JWT") -> str:
        """Give the compact JWS of a payload; `kind` is the header's `typ`."""
        signed = f"{_jws_header(self.algorithm, kind, self.kid)}.{b64url(payload)}"
        return f"{signed}.{b64url(algorithms.signature(self.secret, self.algorithm, signed.encode('ascii')))}"

    def verifies(self, signed: bytes, signature: bytes) -> bool:
        """Whether this secret made the signature."""
        return algorithms.verifies(self.secret, self.algorithm, signed, signature)


Signer = Key | Secret


@lru_cache(maxsize=1024)
def _jws_header(algorithm: str, kind: str, kid: str) -> str:
    # The spaces are Keycloak's: it writes the header by hand (JWSHeader.toString).
    return b64url(f'{{"alg":"{algorithm}","typ" : "{kind}","kid" : "{kid}"}}'.encode())


def load(
    private: bytes,
    algorithm: str,
    use: str,
    certificate: str = "",
    active: bool = True,
    *,
    key_type: str = algorithms.RSA,
    kid: str = "",
) -> Key:
    """Read a key from PEM or DER (PKCS #1 or #8). Raises ValueError where it is not a private key of this type.

    So it does for a certificate that is not base64.
    """
    read = serialization.load_pem_private_key if private.startswith(b"-----") else serialization.load_der_private_key
    # Checking that the numbers belong together takes longer than the rest of the start, and Keycloak does not either.
    found: Any = read(private, None, unsafe_skip_rsa_key_validation=True)
    base64.b64decode(certificate)
    if jwk.key_type(found.public_key()) != key_type:
        raise ValueError(f"not a key of type {key_type}")
    return Key(algorithm, use, found, certificate, active, kid)
