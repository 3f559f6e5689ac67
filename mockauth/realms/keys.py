"""Keys: making them, their `kid`, their JWK, and signing with them.

A `Key` is a value; which keys a realm has at a moment is `state.ring`'s business.
"""

import base64
import hashlib
import hmac
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property, lru_cache
from typing import Any

from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric.rsa import RSAPrivateKey, generate_private_key
from jwt.algorithms import get_default_algorithms

# Key providers whose keys are used, and what their keys are for when they do not say.
PROVIDERS = {
    "rsa": ("sig", "RS256"),
    "rsa-generated": ("sig", "RS256"),
    "rsa-enc": ("enc", "RSA-OAEP"),
    "rsa-enc-generated": ("enc", "RSA-OAEP"),
}
_CERTIFICATE_YEARS = 10
_VERSION_3 = bytes.fromhex("a003020102")
_SHA256_WITH_RSA = bytes.fromhex("300d06092a864886f70d01010b0500")
_ALGORITHMS = get_default_algorithms()


def b64url(data: bytes) -> str:
    """Give base64url without padding (RFC 7515 section 2)."""
    return base64.urlsafe_b64encode(data).rstrip(b"=").decode()


@dataclass(frozen=True, eq=False)
class Key:
    """An RSA key pair: `use` is sig or enc, `certificate` base64 DER or empty, `active` whether it still signs."""

    algorithm: str
    use: str
    private: RSAPrivateKey
    certificate: str
    active: bool = True

    @cached_property
    def kid(self) -> str:
        """The SHA-256 of the public key's DER form (as Keycloak's KeyUtils.createKeyId)."""
        return b64url(hashlib.sha256(self._public_der).digest())

    @cached_property
    def public_der(self) -> str:
        """The public key as base64 DER (SubjectPublicKeyInfo)."""
        return base64.b64encode(self._public_der).decode()

    @cached_property
    def _public_der(self) -> bytes:
        return self.private.public_key().public_bytes(
            serialization.Encoding.DER, serialization.PublicFormat.SubjectPublicKeyInfo
        )

    @cached_property
    def jwk(self) -> Mapping[str, Any]:
        """The public half as a JSON Web Key (RFC 7517), members in Keycloak's order."""
        numbers = self.private.public_key().public_numbers()
        return {
            "kid": self.kid,
            "kty": "RSA",
            "alg": self.algorithm,
            "use": self.use,
            **self._x5,
            "n": _number(numbers.n),
            "e": _number(numbers.e),
        }

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

    def sign(self, payload: bytes, kind: str = "JWT") -> str:
        """Give the compact JWS of a payload (RFC 7515 section 7.1); `kind` is the header's `typ`."""
        signed = f"{_jws_header(self.algorithm, kind, self.kid)}.{b64url(payload)}"
        signature = _ALGORITHMS[self.algorithm].sign(signed.encode("ascii"), self.private)
        return f"{signed}.{b64url(signature)}"

    def verifies(self, signed: bytes, signature: bytes) -> bool:
        """Whether this key made the signature."""
        return _ALGORITHMS[self.algorithm].verify(signed, self.private.public_key(), signature)


@dataclass(frozen=True, slots=True)
class Secret:
    """A secret that signs what only the server itself reads again: refresh tokens."""

    kid: str
    secret: bytes
    algorithm: str = "HS512"

    def sign(self, payload: bytes) -> str:
        """Give the compact JWS of a payload."""
        signed = f"{_jws_header(self.algorithm, 'JWT', self.kid)}.{b64url(payload)}"
        return f"{signed}.{b64url(self._mac(signed.encode('ascii')))}"

    def verifies(self, signed: bytes, signature: bytes) -> bool:
        """Whether this secret made the signature."""
        return hmac.compare_digest(self._mac(signed), signature)

    def _mac(self, signed: bytes) -> bytes:
        return hmac.digest(self.secret, signed, f"sha{self.algorithm[-3:]}")


@lru_cache(maxsize=1024)
def _jws_header(algorithm: str, kind: str, kid: str) -> str:
    # The spaces are Keycloak's: it writes the header by hand (JWSHeader.toString).
    return b64url(f'{{"alg":"{algorithm}","typ" : "{kind}","kid" : "{kid}"}}'.encode())


def load(private: bytes, algorithm: str, use: str, certificate: str = "", active: bool = True) -> Key:
    """Read a key from PEM or DER (PKCS #1 or #8). Raises ValueError where it is not an RSA private key.

    So it does for a certificate that is not base64.
    """
    read = serialization.load_pem_private_key if private.startswith(b"-----") else serialization.load_der_private_key
    # Checking that the numbers belong together takes longer than the rest of the start, and Keycloak does not either.
    found = read(private, None, unsafe_skip_rsa_key_validation=True)
    if not isinstance(found, RSAPrivateKey):
        raise ValueError("not an RSA key")
    base64.b64decode(certificate)
    return Key(algorithm, use, found, certificate, active)


def make(subject: str) -> tuple[bytes, bytes]:
    """Make an RSA 2048 key and its self-signed certificate for a realm: (private key, certificate), both PEM."""
    from datetime import UTC, datetime, timedelta

    from cryptography import x509
    from cryptography.hazmat.primitives import hashes

    private = generate_private_key(65537, 2048)
    # An X.509 common name holds at most 64 characters.
    name = x509.Name([x509.NameAttribute(x509.NameOID.COMMON_NAME, subject[:64])])
    now = datetime.now(UTC)
    certificate = (
        x509.CertificateBuilder()
        .subject_name(name)
        .issuer_name(name)
        .public_key(private.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(now)
        .not_valid_after(now + timedelta(days=365 * _CERTIFICATE_YEARS))
        .sign(private, hashes.SHA256())
    )
    key = private.private_bytes(
        serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
    )
    return key, _as_version_1(certificate.tbs_certificate_bytes, private)


def _as_version_1(signed_part: bytes, private: RSAPrivateKey) -> bytes:
    """Give a certificate without extensions as X.509 version 1, which Keycloak makes and the library does not.

    Version 1 is the same but for the version, which is left out (RFC 5280 section 4.1). What is PEM here is the result.
    """
    from cryptography.hazmat.primitives import hashes
    from cryptography.hazmat.primitives.asymmetric.padding import PKCS1v15

    contents = signed_part[4:].removeprefix(_VERSION_3)
    to_sign = _der(0x30, contents)
    signature = private.sign(to_sign, PKCS1v15(), hashes.SHA256())
    whole = _der(0x30, to_sign + _SHA256_WITH_RSA + _der(0x03, b"\0" + signature))
    lines = base64.encodebytes(whole)
    return b"-----BEGIN CERTIFICATE-----\n" + lines + b"-----END CERTIFICATE-----\n"


def _der(tag: int, contents: bytes) -> bytes:
    """Give a DER value of 256 to 65535 bytes (X.690 section 8.1)."""
    return bytes((tag, 0x82)) + len(contents).to_bytes(2, "big") + contents


def _number(value: int) -> str:
    return b64url(value.to_bytes((value.bit_length() + 7) // 8, "big"))
