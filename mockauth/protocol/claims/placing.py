"""Place claims in a token: reserved names, paths, and claims with the same path."""

import re
from collections.abc import Iterable, Sequence
from copy import deepcopy
from functools import lru_cache
from typing import Any

from mockauth.protocol.claim_types import is_access
from mockauth.protocol.claims.claim import ACCESS, ID, RESPONSE, USERINFO, Claim
from mockauth.protocol.claims.typed import ABSENT, Parsed, ParsedList, java_string, typed, whole_number
from mockauth.protocol.errors import InvalidRequest
from mockauth.protocol.java import hash_order
from mockauth.realms.model import Mapper

_COMPONENT = re.compile(r"((?:\\.|[^\\.])+?)\.")
# Reserved names, which no mapper may set by its `claim.name` (OIDCAttributeMapperHelper).
_OF_TOKENS = {"jti", "typ", "iat", "exp", "iss", "scope", "nonce", "session_state"}
_OF_ANSWERS = {
    *("access_token", "token_type", "session_state", "expires_in", "id_token", "refresh_token"),
    *("refresh_expires_in", "not-before-policy", "scope"),
}
_ROLES = ("realm_access", "resource_access")
# The paths of AccessToken.Access: first name, last name, and length.
_ACCESS = {("realm_access", "roles", 2), ("resource_access", "roles", 3)}
# Names that a mapper may set, but only as strings.
_TEXTS = {"sub", "azp", "acr"}


@lru_cache(maxsize=4096)
def split(name: str) -> tuple[str, ...]:
    r"""Split the name of a claim into its path at dots; `\.` is a literal dot (JsonUtils.splitClaimPath)."""
    parts, rest = [], name
    while found := _COMPONENT.match(rest):
        parts.append(found[1])
        rest = rest[found.end() :]
    return tuple(re.sub(r"\\(.)", r"\1", part) for part in (*parts, rest) if part)


def claim_with_value(mapper: Mapper, value: Any, many: bool | None = None) -> Iterable[Claim]:
    """Return the claim of a mapper's `claim.name`, with the value as its `jsonType.label`; none without a value."""
    multivalued = mapper.options.get("multivalued") == "true" if many is None else many
    converted = typed(mapper, value, multivalued)
    path = split(mapper.options.get("claim.name", ""))
    return (Claim(path, converted, "add" if multivalued else "put"),) if path and converted is not ABSENT else ()


def permitted(mapper: Mapper, claims: Iterable[Claim], token: str) -> Iterable[Claim]:
    """Return the claims that a mapper may write to this kind of token, converted as necessary."""
    for claim in claims:
        first = claim.path[0]
        if claim.how not in ("put", "add"):
            yield claim
        elif token == RESPONSE:
            if first not in _OF_ANSWERS:
                yield claim
        elif first in _TEXTS or first in ("aud", "auth_time"):
            if len(claim.path) == 1:
                yield from _own(first, claim, mapper.options.get("jsonType.label") == "JSON")
        elif first not in _OF_TOKENS:
            yield claim


def place(claims: Iterable[Claim], into: dict[str, Any], token: str) -> dict[str, Any]:
    """Add the server's claims to the token `into`, and return all other claims, nested by their paths.

    Raises InvalidRequest if a path leads through a value that is not an object, to which Keycloak answers 500.
    """
    others: dict[str, Any] = {}
    for claim in claims:
        if claim.how in ("own", "join"):
            _set(into, claim)
        elif claim.how == "extend" and token != ID and _is_of_access(claim):
            _set(_inside(into, claim.path), claim)
        else:
            _set(_inside(others, claim.path), claim)
    if token == ACCESS:
        _move_roles(others, into)
    if token == USERINFO:
        # As in generateUserInfoClaims, roles win over other claims with their names.
        others = {name: value for name, value in others.items() if name not in _ROLES or name not in into}
    return others


def _move_roles(others: dict[str, Any], into: dict[str, Any]) -> None:
    """Move roles from the other claims to those of the access token (convertTokenRolesFromOtherClaims).

    Invalid values in `resource_access` are dropped; an invalid `realm_access` is kept.
    """
    if is_access(others.get("realm_access")):
        _merge_roles(into, "realm_access", others.pop("realm_access"))
    if type(others.get("resource_access")) is dict:
        of_clients = into.setdefault("resource_access", {})
        for client, access in others.pop("resource_access").items():
            if is_access(access):
                _merge_roles(of_clients, client, access)


def _merge_roles(tree: dict[str, Any], name: str, access: dict[str, Any]) -> None:
    there = tree.get(name, {}).get("roles", [])
    tree[name] = {"roles": list(dict.fromkeys([*there, *access.get("roles", ())]))}


def _is_of_access(claim: Claim) -> bool:
    """Return whether a claim is a list of roles in AccessToken.Access."""
    return (claim.path[0], claim.path[-1], len(claim.path)) in _ACCESS


def _inside(tree: dict[str, Any], path: Sequence[str]) -> dict[str, Any]:
    """Return the object that holds the last name of a path, creating it if necessary. Raises InvalidRequest."""
    for name in path[:-1]:
        tree = tree.setdefault(name, {})
        if not isinstance(tree, dict) or isinstance(tree, Parsed):
            full_name = ".".join(path)
            reason = (
                f'a mapper sets the claim "{full_name}", but another mapper sets "{name}" to a value without claims'
            )
            raise InvalidRequest(f"Claim {full_name} cannot be set", reason=reason)
    return tree


def _own(name: str, claim: Claim, as_json: bool) -> Iterable[Claim]:
    if name == "auth_time":
        time = whole_number(java_string(claim.value, as_json))
        return () if time is None else (claim._replace(value=time, how="own"),)
    if name == "aud" and isinstance(claim.value, list) and not as_json:
        return (claim._replace(value=[java_string(item) for item in claim.value], how="own"),)
    text = java_string(claim.value, as_json)
    return (claim._replace(value=[text] if name == "aud" else text, how="own"),)


def _set(inside: dict[str, Any], claim: Claim) -> None:
    (_, value, how), name = claim, claim.path[-1]
    there = inside.get(name)
    if how == "members":
        known = there if type(there) is dict else dict.fromkeys([there] if isinstance(there, str) else there or ())
        inside[name] = {**known, **{alias: {**(known.get(alias) or {}), **more} for alias, more in value.items()}}
        inside[name] = {alias: members or {} for alias, members in inside[name].items()}
    elif how == "merge" and type(there) is dict:
        there.update(value)
    elif there is None or how in ("put", "own", "set", "merge") or (how == "extend" and not _is_list(there)):
        # A copy, because further claims may be placed in the object, and the next token uses the same one.
        inside[name] = deepcopy(value) if type(value) is dict else value
    elif how == "extend":
        inside[name] = [*there, *value]
    else:
        items = list(there) if _is_list(there) else [there]
        for item in value if _is_list(value) else [value]:
            if item not in items:
                items.append(item)
        inside[name] = items if _is_list(there) or not _are_texts(items) else hash_order(items)


def _is_list(value: Any) -> bool:
    return isinstance(value, list) and not isinstance(value, ParsedList)


def _are_texts(items: Iterable[Any]) -> bool:
    return all(isinstance(item, str) for item in items)
