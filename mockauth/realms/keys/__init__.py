"""Keys and secrets: their `kid`, their JWK, and signing with them.

A `Key` is a value. `generation` generates keys; `state.key_ring` knows which keys a realm has.
"""

import base64
import hashlib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property, lru_cache
from typing import TYPE_CHECKING, Any

from cryptography.hazmat.primitives import serialization

from mockauth.realms.keys import algorithms, jwk
from mockauth.realms.keys.jwk import b64url_encode

if TYPE_CHECKING:
    from mockauth.realms.keys.algorithms import PrivateKey, PublicKey


@dataclass(frozen=True, eq=False)
class Key:
    """A key pair. `use` is sig or enc; `certificate` is base64 DER or empty; only an `active` key signs new tokens.

    `own_kid` is the `kid` from the realm file, if it has one.
    """

    algorithm: str
    use: str
    private: "PrivateKey"
    certificate: str = ""
    active: bool = True
    own_kid: str = ""

    @cached_property
    def kid(self) -> str:
        """The `kid` from the realm file, or else one derived from the public key."""
        return self.own_kid or jwk.key_id(self._public_der)

    @cached_property
    def public(self) -> "PublicKey":
        """The public key."""
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
        """The `kty` of the key (RFC 7517 section 4.1)."""
        return jwk.key_type(self.public)

    @cached_property
    def curve(self) -> str:
        """The name of the key's curve; empty for RSA."""
        return algorithms.curve_of(self.public)

    @property
    def bits(self) -> int:
        """The size of an RSA key or of an elliptic curve in bits; 0 for EdDSA."""
        return getattr(self.private, "key_size", 0)

    @cached_property
    def jwk(self) -> Mapping[str, Any]:
        """The public key as a JSON Web Key (RFC 7517), with members in Keycloak's order."""
        header = {"kid": self.kid, "kty": self.key_type, "alg": self.algorithm, "use": self.use}
        return {**header, **self._x5, **jwk.members(self.public)}

    @property
    def _x5(self) -> Mapping[str, Any]:
        if not self.certificate:
            return {}
        der = base64.b64decode(self.certificate)
        return {
            "x5c": [self.certificate],
            "x5t": b64url_encode(hashlib.sha1(der, usedforsecurity=False).digest()),
            "x5t#S256": b64url_encode(hashlib.sha256(der).digest()),
        }

    @property
    def signs(self) -> bool:
        """Tell whether the key is a signing key and has the type that its algorithm requires."""
        return self.use == "sig" and algorithms.SIGNATURES.get(self.algorithm) == self.key_type

    def sign(self, payload: bytes, kind: str = "JWT") -> str:
        """Return the compact JWS of a payload (RFC 7515 section 7.1); `kind` is the `typ` header."""
        signed = f"{_jws_header(self.algorithm, kind, self.kid)}.{b64url_encode(payload)}"
        return f"{signed}.{b64url_encode(algorithms.signature(self.private, self.algorithm, signed.encode('ascii')))}"

    def verifies(self, signed: bytes, signature: bytes) -> bool:
        """Return whether the signature was made with this key."""
        return algorithms.verifies(self.public, self.algorithm, signed, signature)


@dataclass(frozen=True, slots=True)
class Secret:
    """A symmetric key: it signs refresh tokens, and the tokens of clients that request an HS* algorithm."""

    kid: str
    secret: bytes
    algorithm: str = "HS512"
    active: bool = True
    curve: str = ""

    @property
    def signs(self) -> bool:
        """Tell whether the algorithm of the secret is a known HMAC algorithm."""
        return algorithms.SIGNATURES.get(self.algorithm) == algorithms.OCT

    def sign(self, payload: bytes, kind: str = "JWT") -> str:
        """Return the compact JWS of a payload; `kind` is the `typ` header."""
        signed = f"{_jws_header(self.algorithm, kind, self.kid)}.{b64url_encode(payload)}"
        return f"{signed}.{b64url_encode(algorithms.signature(self.secret, self.algorithm, signed.encode('ascii')))}"

    def verifies(self, signed: bytes, signature: bytes) -> bool:
        """Return whether the signature was made with this secret."""
        return algorithms.verifies(self.secret, self.algorithm, signed, signature)


Signer = Key | Secret


@lru_cache(maxsize=1024)
def _jws_header(algorithm: str, kind: str, kid: str) -> str:
    # Keycloak concatenates the header with these spaces (JWSHeader.toString).
    return b64url_encode(f'{{"alg":"{algorithm}","typ" : "{kind}","kid" : "{kid}"}}'.encode())


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
    """Load a private key from PEM or DER (PKCS #1 or #8).

    Raises ValueError if it is not a private key of this type, or if the certificate is not base64.
    """
    read = serialization.load_pem_private_key if private.startswith(b"-----") else serialization.load_der_private_key
    # Keycloak does not validate the RSA numbers either, and the check takes longer than the rest of the start.
    found: Any = read(private, None, unsafe_skip_rsa_key_validation=True)
    base64.b64decode(certificate)
    if jwk.key_type(found.public_key()) != key_type:
        raise ValueError(f"not a key of type {key_type}")
    return Key(algorithm, use, found, certificate, active, kid)
