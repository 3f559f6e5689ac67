"""Signature algorithms of JWS (RFC 7518 section 3, RFC 8037): signatures and hashes, as `cryptography` makes them.

Start-up counts, and most servers sign with RSA alone: what the others need is imported when they are asked for.
"""

import hashlib
from collections.abc import Mapping
from typing import TYPE_CHECKING, TypeAlias

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.padding import MGF1, PSS, AsymmetricPadding, PKCS1v15
from cryptography.hazmat.primitives.asymmetric.rsa import RSAPrivateKey, RSAPublicKey
from cryptography.hazmat.primitives.hashes import SHA256, SHA384, SHA512, HashAlgorithm

if TYPE_CHECKING:
    from cryptography.hazmat.primitives.asymmetric.ec import EllipticCurvePrivateKey, EllipticCurvePublicKey
    from cryptography.hazmat.primitives.asymmetric.ed448 import Ed448PrivateKey, Ed448PublicKey
    from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey

    PrivateKey: TypeAlias = RSAPrivateKey | EllipticCurvePrivateKey | Ed25519PrivateKey | Ed448PrivateKey
    PublicKey: TypeAlias = RSAPublicKey | EllipticCurvePublicKey | Ed25519PublicKey | Ed448PublicKey

RSA, EC, OKP, OCT = "RSA", "EC", "OKP", "oct"
# The algorithms that Keycloak signs with, by the type of their keys (RFC 7517 section 4.1).
SIGNATURES: Mapping[str, str] = {
    **dict.fromkeys(("RS256", "RS384", "RS512", "PS256", "PS384", "PS512"), RSA),
    **dict.fromkeys(("ES256", "ES384", "ES512"), EC),
    "EdDSA": OKP,
    **dict.fromkeys(("HS256", "HS384", "HS512"), OCT),
}
# The curve that each algorithm goes with, and its name in `cryptography`.
CURVES: Mapping[str, str] = {"ES256": "P-256", "ES384": "P-384", "ES512": "P-521"}
SEC_NAMES: Mapping[str, str] = {"P-256": "secp256r1", "P-384": "secp384r1", "P-521": "secp521r1"}

_HASHES: Mapping[str, HashAlgorithm] = {"256": SHA256(), "384": SHA384(), "512": SHA512()}
_PADDINGS: Mapping[str, AsymmetricPadding] = {
    **{f"RS{bits}": PKCS1v15() for bits in _HASHES},
    **{f"PS{bits}": PSS(MGF1(size), size.digest_size) for bits, size in _HASHES.items()},
}
# Bytes of Keycloak's SHAKE256 digest, which is that of Bouncy Castle.
_SHAKE256_BYTES = 64


def signature(private: "PrivateKey", algorithm: str, data: bytes) -> bytes:
    """Sign data. The key has to be of the algorithm's type."""
    if isinstance(private, RSAPrivateKey):
        return private.sign(data, _PADDINGS[algorithm], _HASHES[algorithm[2:]])
    from cryptography.hazmat.primitives.asymmetric.ec import ECDSA, EllipticCurvePrivateKey
    from cryptography.hazmat.primitives.asymmetric.utils import decode_dss_signature

    if isinstance(private, EllipticCurvePrivateKey):
        r, s = decode_dss_signature(private.sign(data, ECDSA(_HASHES[algorithm[2:]])))
        size = (private.key_size + 7) // 8
        return r.to_bytes(size) + s.to_bytes(size)
    return private.sign(data)


def verifies(public: "PublicKey", algorithm: str, data: bytes, signature: bytes) -> bool:
    """Whether the signature is right, by a key of the algorithm's type."""
    try:
        _verify(public, algorithm, data, signature)
    except (InvalidSignature, KeyError):
        return False
    return True


def _verify(public: "PublicKey", algorithm: str, data: bytes, signature: bytes) -> None:
    if isinstance(public, RSAPublicKey):
        return public.verify(signature, data, _PADDINGS[algorithm], _HASHES[algorithm[2:]])
    from cryptography.hazmat.primitives.asymmetric.ec import ECDSA, EllipticCurvePublicKey
    from cryptography.hazmat.primitives.asymmetric.utils import encode_dss_signature

    if isinstance(public, EllipticCurvePublicKey):
        half = (public.key_size + 7) // 8
        if CURVES[algorithm] != curve_of(public) or len(signature) != 2 * half:
            raise InvalidSignature
        r, s = int.from_bytes(signature[:half]), int.from_bytes(signature[half:])
        return public.verify(encode_dss_signature(r, s), data, ECDSA(_HASHES[algorithm[2:]]))
    if algorithm != "EdDSA":
        raise InvalidSignature
    return public.verify(signature, data)


def curve_of(public: "PublicKey") -> str:
    """Give the name of a key's curve (RFC 7518 section 6.2.1.1, RFC 8037 section 2), or nothing for RSA.

    Raises ValueError for keys of other kinds.
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
    raise ValueError("not a key that signs JSON web tokens")


def digest(algorithm: str, curve: str, data: bytes) -> bytes:
    """Give the hash that goes with a signature algorithm (JavaAlgorithm.getJavaAlgorithmForHash)."""
    if curve == "Ed448":
        return hashlib.shake_256(data).digest(_SHAKE256_BYTES)
    return hashlib.new("sha512" if algorithm == "EdDSA" else f"sha{algorithm[-3:]}", data).digest()
