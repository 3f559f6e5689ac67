"""Parse and verify signed tokens (JWS, RFC 7515), and compute their hashes."""

import base64
import binascii
import json
from typing import Any, NamedTuple

from mockauth.protocol.claim_types import unreadable_claim
from mockauth.realms.keys.algorithms import digest
from mockauth.realms.keys.jwk import b64url_encode
from mockauth.state.key_ring import RealmKeys

Claims = dict[str, Any]


class InvalidJws(Exception):
    """A text that is not a JWS of this realm; the exception's text is the reason, for the log."""


class MissingAlgorithm(InvalidJws):
    """A JWS whose header has no `alg`."""


def at_hash(token: str, algorithm: str, curve: str = "") -> str:
    """Return the left half of a token's hash, in base64url (OpenID Connect Core section 3.1.3.6).

    The hash function is that of the signature algorithm: SHA-256 for RS256, for example.
    """
    whole = digest(algorithm, curve, token.encode("ascii"))
    return b64url_encode(whole[: len(whole) // 2])


class Parts(NamedTuple):
    """The parts of a JWS (RFC 7515 section 7.1): header, claims, signing input, and the signature if it has one."""

    header: Claims
    claims: Claims
    signed: bytes
    signature: bytes | None


def parse(token: str) -> Parts:
    """Split and decode a JWS without verifying it. Raises InvalidJws."""
    parts = token.split(".")
    if len(parts) not in (2, 3):
        raise InvalidJws("the token is not a JWT: expected three parts separated by dots")
    try:
        header, payload, *signature = (base64.b64decode(_padded(part), b"-_", validate=True) for part in parts)
        decoded, claims = json.loads(header), json.loads(payload)
        signed = f"{parts[0]}.{parts[1]}".encode("ascii")
    except (binascii.Error, ValueError, RecursionError) as error:
        raise InvalidJws("the token is not a JWT: its parts are not JSON in base64url") from error
    if not isinstance(decoded, dict) or not isinstance(claims, dict):
        raise InvalidJws("the token is not a JWT: its header or payload is not a JSON object")
    return Parts(decoded, claims, signed, signature[0] if signature else None)


def verified_claims(token: str, keys: RealmKeys) -> Claims:
    """Return the claims of a JWS that one of the realm's keys has signed (RFC 7515). Raises InvalidJws."""
    parts = parse(token)
    header = parts.header
    if "alg" not in header:
        raise MissingAlgorithm("the header of the token has no alg")
    key = keys.find(header.get("kid"), header["alg"])
    if key is None:
        unsigned = header["alg"] == "none"
        raise InvalidJws(
            "the token is not signed (alg: none)"
            if unsigned
            else "the token was signed with a key that the realm does not have"
        )
    if not parts.signature or not key.verifies(parts.signed, parts.signature):
        raise InvalidJws("the signature of the token is invalid")
    if name := unreadable_claim(parts.claims):
        raise InvalidJws(f'the server cannot read the claim "{name}" of the token: a mapper gave it the wrong type')
    return parts.claims


def _padded(part: str) -> str:
    return part + "=" * (-len(part) % 4)
