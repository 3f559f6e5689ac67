"""What tokens need of JOSE beyond making signatures: reading and checking them, and their hashes."""

import base64
import binascii
import json
from typing import Any, NamedTuple

from mockauth.protocol.claim_types import unreadable_claim
from mockauth.realms.keys.algorithms import digest
from mockauth.realms.keys.jwk import b64url
from mockauth.state.key_ring import RealmKeys

Claims = dict[str, Any]


class InvalidJws(Exception):
    """A text that is not a JWS of this realm; the exception's text says why."""


class MissingAlgorithm(InvalidJws):
    """A text that is made as a JWS is, but names no algorithm."""


def at_hash(token: str, algorithm: str, curve: str = "") -> str:
    """Give the left half of a token's hash, in base64url (OpenID Connect Core section 3.1.3.6).

    The hash is that of the signature algorithm: SHA-256 for RS256 and so on.
    """
    found = digest(algorithm, curve, token.encode("ascii"))
    return b64url(found[: len(found) // 2])


class Parts(NamedTuple):
    """A JWS taken apart (RFC 7515 section 7.1): header, claims, what is signed, and the signature if any."""

    header: Claims
    claims: Claims
    signed: bytes
    signature: bytes | None


def parse(token: str) -> Parts:
    """Take a JWS apart; nothing of it is checked. Raises NotAToken."""
    parts = token.split(".")
    if len(parts) not in (2, 3):
        raise InvalidJws("it does not have three parts")
    try:
        header, payload, *signature = (base64.b64decode(_padded(part), b"-_", validate=True) for part in parts)
        said, claims = json.loads(header), json.loads(payload)
        signed = f"{parts[0]}.{parts[1]}".encode("ascii")
    except (binascii.Error, ValueError, RecursionError) as error:
        raise InvalidJws("it is not made of base64url and JSON") from error
    if not isinstance(said, dict) or not isinstance(claims, dict):
        raise InvalidJws("its header or payload is not a JSON object")
    return Parts(said, claims, signed, signature[0] if signature else None)


def verified_claims(token: str, keys: RealmKeys) -> Claims:
    """Give the claims of a JWS that one of the realm's keys has signed (RFC 7515). Raises NotAToken."""
    parts = parse(token)
    said = parts.header
    if "alg" not in said:
        raise MissingAlgorithm("its header names no algorithm")
    key = keys.named(said.get("kid"), said.get("alg"))
    if key is None:
        raise InvalidJws(f"the realm has no key {said.get('kid')!s:.80} for {said.get('alg')!s:.20}")
    if not parts.signature or not key.verifies(parts.signed, parts.signature):
        raise InvalidJws("its signature is not the realm's")
    if name := unreadable_claim(parts.claims):
        raise InvalidJws(f'its claim "{name}" is not of the type that the server needs: a mapper has set it')
    return parts.claims


def _padded(part: str) -> str:
    return part + "=" * (-len(part) % 4)
