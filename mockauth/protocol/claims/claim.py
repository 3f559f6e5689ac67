"""The types that all mappers share: their subject, claims, and the kinds of tokens that claims go into."""

from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from typing import Any, NamedTuple

from mockauth.protocol.errors import InvalidRequest
from mockauth.realms.model import Client, Mapper, Organization, Realm, User

ACCESS, ID, USERINFO, INTROSPECTION, RESPONSE = "access", "id", "userinfo", "introspection", "response"
_FLAGS = {
    ACCESS: "access.token.claim",
    ID: "id.token.claim",
    USERINFO: "userinfo.token.claim",
    INTROSPECTION: "introspection.token.claim",
    RESPONSE: "access.tokenResponse.claim",
}
# The flag of another kind of token that applies if a mapper's own flag is absent.
_FALLBACKS = {USERINFO: ID, INTROSPECTION: ACCESS}


class Subject(NamedTuple):
    """The user, client and session of a token, its kind, and the nonce of the authorization request.

    `organizations` are those that the scope selects, `mappers` all mappers of the grant.
    """

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
    nonce: str | None = None
    token: str = ""
    organizations: Sequence[Organization] = ()
    mappers: Sequence[Mapper] = ()


class Claim(NamedTuple):
    """A value for a path of names in a token.

    `how` is "put" or "add" (to a list, without duplicates) if the path is a mapper's `claim.name`, for which some names
    are reserved. Claims of the server are "own" (put) or "join" (add to a list, without duplicates). All others are
    "set" (put), "extend" (a list), "merge" (an object), or "members" (of an object, or of a list of its names).
    """

    path: Sequence[str]
    value: Any
    how: str = "put"


# Mappers in order of priority, each with its claims, or None if these depend on the session.
Plan = Sequence[tuple[Mapper, Sequence[Claim] | None]]


class MapperType(NamedTuple):
    """A type of mapper: its function, the kinds of tokens it can write to, and its priority.

    With `on_by_default`, an absent flag means yes; with `ignores_flags`, flags have no effect. Without `uses_session`,
    the claims of a mapper are computed once for all sessions: its function sees neither a session ID nor notes.
    """

    claims: Callable[[Mapper, Subject], Iterable[Claim]]
    tokens: Collection[str]
    priority: int = 0
    on_by_default: bool = False
    ignores_flags: bool = False
    uses_session: bool = False

    def includes(self, mapper: Mapper, token: str, lightweight: bool) -> bool:
        """Return whether a mapper writes to this kind of token."""
        if token not in self.tokens:
            return False
        if self.ignores_flags:
            return True
        options = mapper.options
        if token == ACCESS and lightweight:
            return options.get("lightweight.claim") == "true"
        flag = options.get(_FLAGS[token])
        if flag is None and self.on_by_default:
            return True
        if flag is None and token in _FALLBACKS:
            flag = options.get(_FLAGS[_FALLBACKS[token]])
        return flag == "true"


def required_option(mapper: Mapper, option: str) -> str:
    """Return an option that Keycloak needs, or else answers 500. Raises InvalidRequest if it is missing."""
    value = mapper.options.get(option)
    if value is None:
        reason = (
            f'the mapper "{mapper.name}" ({mapper.type}) needs the option {option}: without it Keycloak answers 500'
        )
        raise InvalidRequest(f"Mapper {mapper.name} has no {option}", reason=reason)
    return value
