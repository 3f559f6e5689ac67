"""JSON Web Keys (RFC 7517, RFC 7518 section 6, RFC 8037): the members of a public key, and the key of such members."""

import base64
import hashlib
from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from cryptography.hazmat.primitives.asymmetric.rsa import RSAPublicKey, RSAPublicNumbers

from mockauth.realms.keys.algorithms import EC, OKP, RSA, SEC_NAMES, curve_of

if TYPE_CHECKING:
    from mockauth.realms.keys.algorithms import PublicKey

_EDWARDS = ("Ed25519", "Ed448")


def b64url(data: bytes) -> str:
    """Give base64url without padding (RFC 7515 section 2)."""
    return base64.urlsafe_b64encode(data).rstrip(b"=").decode()


def of_b64url(text: str) -> bytes:
    """Read base64url, padded or not. Raises ValueError for anything else."""
    return base64.b64decode(text.rstrip("=") + "=" * (-len(text.rstrip("=")) % 4), b"-_", validate=True)


def key_id(der: bytes) -> str:
    """Give the id of a public key that nobody gave one, by its DER form (KeyUtils.createKeyId)."""
    return b64url(hashlib.sha256(der).digest())


def key_type(public: "PublicKey") -> str:
    """Give the `kty` of a key."""
    curve = curve_of(public)
    return OKP if curve in _EDWARDS else EC if curve else RSA


def members(public: "PublicKey") -> Mapping[str, str]:
    """Give what a JSON Web Key says of the key itself, in Keycloak's order (JWKBuilder)."""
    if isinstance(public, RSAPublicKey):
        numbers = public.public_numbers()
        return {"n": _number(numbers.n), "e": _number(numbers.e)}
    from cryptography.hazmat.primitives.asymmetric.ec import EllipticCurvePublicKey

    if isinstance(public, EllipticCurvePublicKey):
        point, size = public.public_numbers(), (public.key_size + 7) // 8
        x, y = (b64url(number.to_bytes(size)) for number in (point.x, point.y))
        return {"crv": curve_of(public), "x": x, "y": y}
    return {"crv": curve_of(public), "x": b64url(public.public_bytes_raw())}


def public_key(jwk: Mapping[str, Any]) -> "PublicKey":
    """Give the public key of a JSON Web Key. Raises ValueError where it is none (JWKParser.toPublicKey)."""
    try:
        return _public_key(jwk)
    except (KeyError, TypeError, AttributeError) as error:
        raise ValueError("this is not a JSON Web Key that can be read") from error


def _public_key(jwk: Mapping[str, Any]) -> "PublicKey":
    if jwk["kty"] == RSA:
        return RSAPublicNumbers(_of_number(jwk["e"]), _of_number(jwk["n"])).public_key()
    curve = jwk["crv"]
    if jwk["kty"] == EC:
        from cryptography.hazmat.primitives.asymmetric import ec

        point = ec.EllipticCurvePublicNumbers(
            _of_number(jwk["x"]), _of_number(jwk["y"]), getattr(ec, SEC_NAMES[curve].upper())()
        )
        return point.public_key()
    if jwk["kty"] == OKP and curve in _EDWARDS:
        from cryptography.hazmat.primitives.asymmetric.ed448 import Ed448PublicKey
        from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey

        kind = Ed25519PublicKey if curve == "Ed25519" else Ed448PublicKey
        return kind.from_public_bytes(of_b64url(jwk["x"]))
    raise ValueError("this is not a JSON Web Key of a kind that is known")


def _number(value: int) -> str:
    return b64url(value.to_bytes((value.bit_length() + 7) // 8))


def _of_number(text: str) -> int:
    return int.from_bytes(of_b64url(text))
