"""Convert public keys to and from JSON Web Keys (RFC 7517, RFC 7518 section 6, RFC 8037)."""

import base64
import hashlib
from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from cryptography.hazmat.primitives.asymmetric.rsa import RSAPublicKey, RSAPublicNumbers

from mockauth.realms.keys.algorithms import EC, OKP, RSA, SEC_NAMES, curve_of

if TYPE_CHECKING:
    from mockauth.realms.keys.algorithms import PublicKey

_EDWARDS = ("Ed25519", "Ed448")


def b64url_encode(data: bytes) -> str:
    """Encode as base64url without padding (RFC 7515 section 2)."""
    return base64.urlsafe_b64encode(data).rstrip(b"=").decode()


def b64url_decode(text: str) -> bytes:
    """Decode base64url with or without padding. Raises ValueError."""
    return base64.b64decode(text.rstrip("=") + "=" * (-len(text.rstrip("=")) % 4), b"-_", validate=True)


def key_id(der: bytes) -> str:
    """Derive the `kid` of a public key from its DER encoding (KeyUtils.createKeyId)."""
    return b64url_encode(hashlib.sha256(der).digest())


def key_type(public: "PublicKey") -> str:
    """Return the `kty` of a public key."""
    curve = curve_of(public)
    return OKP if curve in _EDWARDS else EC if curve else RSA


def members(public: "PublicKey") -> Mapping[str, str]:
    """Return the JWK members that describe the key itself, in Keycloak's order (JWKBuilder)."""
    if isinstance(public, RSAPublicKey):
        numbers = public.public_numbers()
        return {"n": _encode_number(numbers.n), "e": _encode_number(numbers.e)}
    from cryptography.hazmat.primitives.asymmetric.ec import EllipticCurvePublicKey

    if isinstance(public, EllipticCurvePublicKey):
        point, size = public.public_numbers(), (public.key_size + 7) // 8
        x, y = (b64url_encode(number.to_bytes(size)) for number in (point.x, point.y))
        return {"crv": curve_of(public), "x": x, "y": y}
    return {"crv": curve_of(public), "x": b64url_encode(public.public_bytes_raw())}


def public_key(jwk: Mapping[str, Any]) -> "PublicKey":
    """Return the public key of a JSON Web Key (JWKParser.toPublicKey). Raises ValueError for an invalid one."""
    try:
        return _public_key(jwk)
    except (KeyError, TypeError, AttributeError) as error:
        raise ValueError("not a valid JSON Web Key") from error


def _public_key(jwk: Mapping[str, Any]) -> "PublicKey":
    if jwk["kty"] == RSA:
        return RSAPublicNumbers(_decode_number(jwk["e"]), _decode_number(jwk["n"])).public_key()
    curve = jwk["crv"]
    if jwk["kty"] == EC:
        from cryptography.hazmat.primitives.asymmetric import ec

        point = ec.EllipticCurvePublicNumbers(
            _decode_number(jwk["x"]), _decode_number(jwk["y"]), getattr(ec, SEC_NAMES[curve].upper())()
        )
        return point.public_key()
    if jwk["kty"] == OKP and curve in _EDWARDS:
        from cryptography.hazmat.primitives.asymmetric.ed448 import Ed448PublicKey
        from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey

        kind = Ed25519PublicKey if curve == "Ed25519" else Ed448PublicKey
        return kind.from_public_bytes(b64url_decode(jwk["x"]))
    raise ValueError("not a JSON Web Key of a supported type")


def _encode_number(value: int) -> str:
    return b64url_encode(value.to_bytes((value.bit_length() + 7) // 8))


def _decode_number(text: str) -> int:
    return int.from_bytes(b64url_decode(text))
