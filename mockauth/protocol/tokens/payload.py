"""Order and encode the claims of a token as Keycloak does: its own claims first, mapped ones in HashMap order."""

import json
from collections.abc import Mapping, Sequence
from typing import Any

from mockauth.protocol.claims.typed import in_hash_order
from mockauth.protocol.java import hash_order

Claims = dict[str, Any]
_NONE: Mapping[str, Any] = {}

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
OF_ACCESS_TOKENS = ("allowed-origins", "realm_access", "resource_access", "cnf", "scope")
OF_REFRESH_TOKENS = ("cnf", "scope", "aud_x", "prov")
_written = json.JSONEncoder(ensure_ascii=False, separators=(",", ":")).encode


def in_order(token: Claims, own: Sequence[str], others: Mapping[str, Any] = _NONE) -> Claims:
    """Return the claims in order; an audience with one member becomes a string.

    `others` are the claims of mappers. If one has the same name as a claim of the server, Keycloak writes both, and
    readers take the last; mockauth writes only that one.
    """
    for name in ("aud", "aud_x"):
        audience = token.get(name)
        if isinstance(audience, list) and len(audience) == 1:
            token[name] = audience[0]
    every = {**token, **others}
    first = [name for name in own if name in token]
    # As in Keycloak, `others` with names of the server's claims count in the hash order too.
    rest = hash_order([*others, *(name for name in token if name not in own and name not in others)])
    return {name: in_hash_order(every[name]) for name in dict.fromkeys((*first, *rest))}


def encoded(token: Claims) -> bytes:
    """Encode the claims as the bytes that are signed."""
    return _written(token).encode("utf-8", "surrogatepass")
