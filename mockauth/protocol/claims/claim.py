"""What mappers have in common: their subject, a claim's place and type, and which tokens it goes into."""

import json
import re
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from copy import deepcopy
from dataclasses import dataclass
from functools import lru_cache
from math import isfinite
from typing import Any, NamedTuple

from mockauth.protocol.java import hash_order
from mockauth.realms.model import Client, Mapper, Realm, User

ACCESS, ID, USERINFO, INTROSPECTION, RESPONSE = "access", "id", "userinfo", "introspection", "response"
_FLAGS = {
    ACCESS: "access.token.claim",
    ID: "id.token.claim",
    USERINFO: "userinfo.token.claim",
    INTROSPECTION: "introspection.token.claim",
    RESPONSE: "access.tokenResponse.claim",
}
# What the flag of another token says where a mapper's own flag is absent.
_STANDS_FOR = {USERINFO: ID, INTROSPECTION: ACCESS}
# Claims of the server's own that no mapper may set (OIDCAttributeMapperHelper).
_RESERVED = {"jti", "typ", "iat", "exp", "iss", "scope", "nonce", "session_state"}
_COMPONENT = re.compile(r"((?:\\.|[^\\.])+?)\.")
_INT_BITS, _LONG_BITS = 31, 63


@dataclass(frozen=True, slots=True)
class Subject:
    """Whom a token is about, and for which client it is."""

    realm: Realm
    client: Client
    user: User
    session_id: str
    notes: Mapping[str, str]
    client_notes: Mapping[str, str]
    realm_roles: Sequence[str]
    client_roles: Mapping[str, Sequence[str]]
    base_url: str
    lightweight: bool


class Claim(NamedTuple):
    """A value for a path of names in a token. `how` is put, add (to a list, once each) or extend (a list)."""

    path: Sequence[str]
    value: Any
    how: str = "put"


# Mappers in the order of their turns, each with its claims, or None where these hang on the session.
Plan = Sequence[tuple[Mapper, Sequence[Claim] | None]]


@dataclass(frozen=True, slots=True)
class Kind:
    """A kind of mapper: its function, the kinds of token it can write to, and when its turn comes.

    `by_default` says that an absent flag means yes. The claims of a mapper that is not `of_session` are worked out once
    for all sessions: its function sees neither a session id nor notes.
    """

    claims: Callable[[Mapper, Subject], Iterable[Claim]]
    tokens: Collection[str]
    priority: int = 0
    by_default: bool = False
    of_session: bool = False

    def includes(self, mapper: Mapper, token: str, lightweight: bool) -> bool:
        """Whether this mapper writes to this kind of token."""
        if token not in self.tokens:
            return False
        options = mapper.options
        if token == ACCESS and lightweight:
            return options.get("lightweight.claim") == "true"
        flag = options.get(_FLAGS[token])
        if flag is None and self.by_default:
            return True
        if flag is None and token in _STANDS_FOR:
            flag = options.get(_FLAGS[_STANDS_FOR[token]])
        return flag == "true"


def valued(mapper: Mapper, value: Any, multivalued: bool | None = None) -> Iterable[Claim]:
    """Give the claim that a mapper's options name, with the value in the JSON type that they name, if it has one."""
    many = mapper.options.get("multivalued") == "true" if multivalued is None else multivalued
    converted = typed(mapper, value, many)
    path = split(mapper.options.get("claim.name", ""))
    if converted is None or not path or path[0] in _RESERVED:
        return ()
    if path[0] in ("sub", "azp", "acr", "auth_time", "aud"):
        return _own(path, converted)
    return (Claim(path, converted, "add" if many else "put"),)


def typed(mapper: Mapper, value: Any, many: bool) -> Any:
    """Convert a value, or each of a list, to the mapper's `jsonType.label`; None where it cannot be."""
    kind = mapper.options.get("jsonType.label")
    if isinstance(value, (list, tuple)):
        if not value:
            return None
        if many:
            return [_convert(kind, item) for item in value]
        value = value[0]
    return _convert(kind, value)


@lru_cache(maxsize=4096)
def split(name: str) -> tuple[str, ...]:
    r"""Split a claim's name into its path at dots; `\.` is a dot in a name (JsonUtils.splitClaimPath)."""
    parts, rest = [], name
    while found := _COMPONENT.match(rest):
        parts.append(found[1])
        rest = rest[found.end() :]
    return tuple(re.sub(r"\\(.)", r"\1", part) for part in (*parts, rest) if part)


def place(claims: Iterable[Claim], into: dict[str, Any]) -> None:
    """Put claims into a token, nested as their paths say. What stands in the way of a path is left alone."""
    for path, value, how in claims:
        inside = into
        for name in path[:-1]:
            inside = inside.setdefault(name, {})
            if not isinstance(inside, dict):
                break
        else:
            _set(inside, path[-1], value, how)


def _set(inside: dict[str, Any], name: str, value: Any, how: str) -> None:
    there = inside.get(name)
    if there is None or how == "put" or (how == "extend" and not isinstance(there, list)):
        # An object is copied: further claims may be placed in it, and the next token has the same one.
        inside[name] = deepcopy(value) if isinstance(value, dict) else value
        return
    items = there if isinstance(there, list) else [there]
    more = value if isinstance(value, list) else [value]
    inside[name] = [*items, *(item for item in more if how == "extend" or item not in items)]


def _own(path: Sequence[str], value: Any) -> Iterable[Claim]:
    """Claims that a mapper may set, but only as the server itself writes them."""
    if len(path) > 1:
        return ()
    if path[0] == "auth_time":
        return (Claim(path, int(str(value))),) if re.fullmatch(r"[+-]?\d+", str(value)) else ()
    if path[0] == "aud":
        return (Claim(path, [*map(_written, value)] if isinstance(value, list) else [_written(value)]),)
    return (Claim(path, _written(value)),)


def _convert(kind: str | None, value: Any) -> Any:
    if value is None or not isinstance(value, str):
        return value
    if kind == "boolean":
        return value.lower() == "true"
    if kind in ("int", "long"):
        return _whole(value, _INT_BITS if kind == "int" else _LONG_BITS)
    return _json(value) if kind == "JSON" else value


def _whole(text: str, bits: int) -> int | None:
    if not re.fullmatch(r"[+-]?\d+", text):
        return None
    number = int(text[:40])
    return number if -(1 << bits) <= number < 1 << bits else None


def _json(text: str) -> Any:
    try:
        return json.loads(text, parse_float=_finite, parse_constant=_finite)
    except (ValueError, RecursionError):
        return None


def _finite(text: str) -> float:
    # Python reads and writes NaN and Infinity; JSON has neither.
    number = float(text)
    if not isfinite(number):
        raise ValueError(text)
    return number


def _written(value: Any) -> str:
    if isinstance(value, str):
        return value
    return "[" + ", ".join(map(_written, value)) + "]" if isinstance(value, list) else json.dumps(value)


def ordered(value: Any) -> Any:
    """Give an object with its members in the order in which Java's HashMap, and so Keycloak, writes them."""
    if not isinstance(value, dict):
        return value
    return {name: ordered(value[name]) for name in hash_order(value)}
