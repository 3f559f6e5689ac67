"""JWS signature algorithms (RFC 7518 section 3, RFC 8037): signatures and hashes, implemented with PyJWT."""

import hashlib
from collections.abc import Mapping
from functools import cache
from typing import TYPE_CHECKING, TypeAlias

from cryptography.hazmat.primitives.asymmetric.padding import PKCS1v15
from cryptography.hazmat.primitives.asymmetric.rsa import RSAPrivateKey, RSAPublicKey
from cryptography.hazmat.primitives.hashes import SHA256

if TYPE_CHECKING:
    from cryptography.hazmat.primitives.asymmetric.ec import EllipticCurvePrivateKey, EllipticCurvePublicKey
    from cryptography.hazmat.primitives.asymmetric.ed448 import Ed448PrivateKey, Ed448PublicKey
    from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey
    from jwt.algorithms import Algorithm

    PrivateKey: TypeAlias = RSAPrivateKey | EllipticCurvePrivateKey | Ed25519PrivateKey | Ed448PrivateKey
    PublicKey: TypeAlias = RSAPublicKey | EllipticCurvePublicKey | Ed25519PublicKey | Ed448PublicKey

RSA, EC, OKP, OCT = "RSA", "EC", "OKP", "oct"
# The signature algorithms of Keycloak, with the type of their keys (RFC 7517 section 4.1).
SIGNATURES: Mapping[str, str] = {
    **dict.fromkeys(("RS256", "RS384", "RS512", "PS256", "PS384", "PS512"), RSA),
    **dict.fromkeys(("ES256", "ES384", "ES512"), EC),
    "EdDSA": OKP,
    **dict.fromkeys(("HS256", "HS384", "HS512"), OCT),
}
# The curve of each algorithm, and the names of curves in `cryptography`.
CURVES: Mapping[str, str] = {"ES256": "P-256", "ES384": "P-384", "ES512": "P-521"}
SEC_NAMES: Mapping[str, str] = {"P-256": "secp256r1", "P-384": "secp384r1", "P-521": "secp521r1"}

_USUAL = "RS256"
# The length of Bouncy Castle's SHAKE256 digest, which Keycloak uses.
_SHAKE256_BYTES = 64


def signature(private: "PrivateKey | bytes", algorithm: str, data: bytes) -> bytes:
    """Sign data with a key of the algorithm's type; the key is bytes for HS* algorithms."""
    if algorithm == _USUAL and isinstance(private, RSAPrivateKey):
        # What PyJWT does too, but importing PyJWT takes a quarter of the time to the first token.
        return private.sign(data, PKCS1v15(), SHA256())
    return _algorithms()[algorithm].sign(data, private)


def verifies(public: "PublicKey | bytes", algorithm: str, data: bytes, signature: bytes) -> bool:
    """Return whether a signature is valid; it never is if the key does not have the algorithm's type."""
    if isinstance(public, bytes):
        fits = SIGNATURES.get(algorithm) == OCT
    else:
        curve = curve_of(public)
        fits = SIGNATURES.get(algorithm) == _type_of(curve) and CURVES.get(algorithm, curve) == curve
    try:
        return fits and _algorithms()[algorithm].verify(data, public, signature)
    except ValueError:
        # The RSA key is too small for the algorithm.
        return False


@cache
def _algorithms() -> "Mapping[str, Algorithm]":
    # Imported when the first token is signed, because most commands sign none.
    from jwt.algorithms import get_default_algorithms

    return get_default_algorithms()


def _type_of(curve: str) -> str:
    return EC if curve.startswith("P-") else OKP if curve else RSA


def curve_of(public: "PublicKey") -> str:
    """Return the name of a key's curve (RFC 7518 section 6.2.1.1, RFC 8037 section 2), or an empty string for RSA.

    Raises ValueError for other key types.
    """
    if isinstance(public, RSAPublicKey):
        return ""
    from cryptography.hazmat.primitives.asymmetric.ec import EllipticCurvePublicKey
    from cryptography.hazmat.primitives.asymmetric.ed448 import Ed448PublicKey
    from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey

    if isinstance(public, EllipticCurvePublicKey):
        return f"P-{public.key_size}"
    if isinstance(public, Ed25519PublicKey):
        return "Ed25519"
    if isinstance(public, Ed448PublicKey):
        return "Ed448"
    raise ValueError("not a key for signing JSON Web Tokens")


def digest(algorithm: str, curve: str, data: bytes) -> bytes:
    """Hash data with the hash function of a signature algorithm (JavaAlgorithm.getJavaAlgorithmForHash)."""
    if curve == "Ed448":
        return hashlib.shake_256(data).digest(_SHAKE256_BYTES)
    return hashlib.new("sha512" if algorithm == "EdDSA" else f"sha{algorithm[-3:]}", data).digest()
