"""What mappers have in common: their subject, what a claim is, and which tokens it goes into."""

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
# What the flag of another token says where a mapper's own flag is absent.
_STANDS_FOR = {USERINFO: ID, INTROSPECTION: ACCESS}


class Subject(NamedTuple):
    """Whom a token is about, for which client and of which kind it is, and the nonce that it was asked for with.

    `organizations` are those that the scope is about, `mappers` all that the grant has.
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

    `how` is put or add (to a list, each value once) where the path is a mapper's `claim.name`, which may not be every
    name. Those that are the server's own are own (put) or join (to a list, each value once); the rest set (put), extend
    (a list), merge (an object), or are what is told of members (into an object, or in place of a list of its names).
    """

    path: Sequence[str]
    value: Any
    how: str = "put"


# Mappers in the order of their turns, each with its claims, or None where these hang on the session.
Plan = Sequence[tuple[Mapper, Sequence[Claim] | None]]


class MapperType(NamedTuple):
    """A kind of mapper: its function, the kinds of token it can write to, and when its turn comes.

    `by_default` says that an absent flag means yes, `always` that the flags do not matter. The claims of a mapper that
    is not `of_session` are worked out once for all sessions: its function sees neither a session id nor notes.
    """

    claims: Callable[[Mapper, Subject], Iterable[Claim]]
    tokens: Collection[str]
    priority: int = 0
    on_by_default: bool = False
    ignores_flags: bool = False
    uses_session: bool = False

    def includes(self, mapper: Mapper, token: str, lightweight: bool) -> bool:
        """Whether this mapper writes to this kind of token."""
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
        if flag is None and token in _STANDS_FOR:
            flag = options.get(_FLAGS[_STANDS_FOR[token]])
        return flag == "true"


def required_option(mapper: Mapper, option: str) -> str:
    """Give an option without which Keycloak answers 500. Raises InvalidRequest where there is none."""
    value = mapper.options.get(option)
    if value is None:
        reason = (
            f'the mapper "{mapper.name}" ({mapper.type}) needs the option {option}: without it Keycloak answers 500'
        )
        raise InvalidRequest(f"Mapper {mapper.name} has no {option}", reason=reason)
    return value
