"""The payload of a token as Keycloak writes it: its own claims in their order, then the mapped ones in a HashMap's."""

import json
from collections.abc import Sequence
from typing import Any

from mockauth.protocol.claims.claim import ordered
from mockauth.protocol.java import hash_order

Claims = dict[str, Any]

# The order in which Keycloak writes its own claims (the fields of JsonWebToken, IDToken, AccessToken, RefreshToken).
OWN_CLAIMS = (
    "exp",
    "iat",
    "auth_time",
    "jti",
    "iss",
    "aud",
    "sub",
    "typ",
    "azp",
    "nonce",
    "sid",
    "at_hash",
    "c_hash",
    "acr",
    "s_hash",
)
# Where the server writes no `sid`, one is a mapper's and stands among the mapped claims.
OWN_WITHOUT_SESSION = tuple(name for name in OWN_CLAIMS if name != "sid")
OF_ACCESS_TOKENS = ("allowed-origins", "realm_access", "resource_access", "scope")
OF_REFRESH_TOKENS = ("scope", "aud_x", "prov")


def in_order(token: Claims, own: Sequence[str]) -> Claims:
    """Give the claims in order; an audience of one is no list."""
    for name in ("aud", "aud_x"):
        audience = token.get(name)
        if isinstance(audience, list) and len(audience) == 1:
            token[name] = audience[0]
    rest = [name for name in token if name not in own]
    return {name: ordered(token[name]) for name in (*(name for name in own if name in token), *hash_order(rest))}


def encoded(token: Claims) -> bytes:
    """Give the claims as the bytes that are signed."""
    return json.dumps(token, ensure_ascii=False, separators=(",", ":")).encode("utf-8", "surrogatepass")
