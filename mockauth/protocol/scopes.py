"""Client scopes: which ones a request gets, and what they come to in roles and mappers."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from weakref import WeakKeyDictionary

from mockauth.protocol import organizations
from mockauth.protocol.errors import InvalidScope, NotAllowed
from mockauth.protocol.java import hash_order
from mockauth.realms.model import Client, ClientScope, Mapper, Organization, Realm, RoleRef, User

OPENID = "openid"
OFFLINE_ACCESS = "offline_access"


@dataclass(frozen=True, eq=False, slots=True, weakref_slot=True)
class Grant:
    """What a client may put into a user's tokens. `scope` is what the answer and the token say.

    `offline` is what was asked for; whether the user may have it, the roles say.
    `every_scope` names those too that are kept out of tokens: a refresh token holds it. `organizations` are those that
    the scope is about; `one_organization` says that only one is meant, whichever is chosen where there are several.
    """

    scope: str
    every_scope: str
    offline: bool
    roles: frozenset[RoleRef]
    mappers: Sequence[Mapper]
    organizations: Sequence[Organization]
    one_organization: bool


_MOST_REMEMBERED = 4096
_GRANTED: WeakKeyDictionary[Realm, dict[tuple[Client, User, frozenset[str]], Grant]] = WeakKeyDictionary()


def validated(realm: Realm, client: Client, scope: str | None) -> str | None:
    """Give the `scope` parameter back. Raises InvalidScope where the client may not ask for all of it.

    As TokenManager.isValidScope: words are split at single spaces, so an empty word is an unknown scope.
    """
    if scope is not None and not _is_valid(realm, client, scope):
        raise InvalidScope(f"Invalid scopes: {scope}", reason=_why(realm, client, scope))
    return scope


def granted(realm: Realm, client: Client, user: User, scope: str | None) -> Grant:
    """Work out what a valid `scope` parameter grants (as DefaultClientSessionContext).

    Remembered per realm state, client, user and scopes: a token costs no more than its mappers and its signature.
    What is remembered goes with the realm, and callers cannot make it grow by repeating or reordering words.
    """
    asked = _words(scope or "")
    words = {OPENID, *client.optional_scopes}.intersection(asked)
    words |= organizations.meaningful_words(realm, client, asked)
    of = client, user, frozenset(words)
    known = _GRANTED.setdefault(realm, {})
    grant = known.get(of)
    if grant is None:
        if len(known) >= _MOST_REMEMBERED:
            known.clear()
        grant = known[of] = _granted(realm, client, user, words)
    return grant


def narrowed(realm: Realm, client: Client, scope: str, asked: str | None) -> str:
    """Give the part of a scope that is asked for, or all of it (AbstractRefreshTokenProvider.transformScopes)."""
    if not asked:
        return scope
    words = asked.split(" ")
    found = [
        word if word in words else organizations.resolve_name(realm, client, word, words) for word in scope.split(" ")
    ]
    return " ".join(word for word in found if word is not None)


def client_scopes(realm: Realm, client: Client, user: User, scope: str | None) -> list[ClientScope]:
    """Give the client scopes that a valid `scope` parameter comes to for a user."""
    of_user = realm.roles_of(user)
    resolved = _resolved(realm, client, _words(scope or ""), user)
    return [it for it in resolved if not it.roles or realm.expand(it.roles) & of_user]


def is_openid(scope: str | None) -> bool:
    """Tell whether a `scope` parameter is that of an OpenID Connect request."""
    return OPENID in (scope or "").split(" ")


def wants_offline_token(realm: Realm, client: Client, user: User, scope: str | None) -> bool:
    """Tell whether an offline token is asked for. Raises NotAllowed where the user may not have one."""
    grant = granted(realm, client, user, scope)
    if grant.offline and RoleRef("", OFFLINE_ACCESS) not in grant.roles:
        raise NotAllowed(
            "Offline tokens not allowed for the user or client",
            reason=f'user "{user.username}" has no role offline_access that client "{client.client_id}" may see',
        )
    return grant.offline


def has_offline_access(realm: Realm, client: Client, user: User) -> bool:
    """Tell whether a client still has the scope of offline tokens (UserSessionUtil.isOfflineAccessGranted)."""
    return granted(realm, client, user, OFFLINE_ACCESS).offline


def _granted(realm: Realm, client: Client, user: User, words: Collection[str]) -> Grant:
    of_user = realm.roles_of(user)
    scopes = client_scopes(realm, client, user, " ".join(sorted(words)))
    names = [it.name for it in scopes]
    return Grant(
        scope=_said(words, [it.name for it in scopes if it.in_token_scope]),
        every_scope=_said(words, names),
        offline=any(it.name == OFFLINE_ACCESS for it in _resolved(realm, client, words, user)),
        roles=_roles(realm, client, scopes, of_user),
        mappers=_in_set_order([*(mapper for it in scopes for mapper in it.mappers), *client.mappers]),
        organizations=organizations.selected(realm, client, user, names),
        one_organization=organizations.is_single(realm, client, names),
    )


def _said(words: Collection[str], names: Sequence[str]) -> str:
    # A realm may have a client scope of that name (TokenUtil.attachOIDCScope).
    return " ".join([OPENID, *sorted(names)] if OPENID in words and OPENID not in names else sorted(names))


def _in_set_order(mappers: Sequence[Mapper]) -> list[Mapper]:
    """Order mappers as the set of them that Keycloak goes through: by the hashes of their ids."""
    by_id = {mapper.id: mapper for mapper in mappers}
    return [by_id[its_id] for its_id in hash_order(by_id)]


def _roles(
    realm: Realm, client: Client, scopes: Sequence[ClientScope], of_user: frozenset[RoleRef]
) -> frozenset[RoleRef]:
    """Limit a user's roles to the client's own and those that scope mappings let through (TokenManager.getAccess)."""
    if client.full_scope_allowed:
        return of_user
    own = {role for role in realm.roles if role.client == client.client_id}
    return of_user & realm.expand(own.union(client.roles, *(scope.roles for scope in scopes)))


def _words(scope: str) -> list[str]:
    """Split as java.lang.String.split(" ") does: empty words at the end are dropped, others are not."""
    return scope.rstrip(" ").split(" ") if scope.strip(" ") or not scope else []


def _resolved(realm: Realm, client: Client, words: Collection[str], user: User | None = None) -> list[ClientScope]:
    """Give the client scopes of a request (TokenManager.getRequestedClientScopes)."""
    asked = list(words)
    valued = [name for word in asked if (name := word.rpartition(":")[0])]
    found = [it for it in _of_client(realm, client.default_scopes) if not _is_valued(it, valued)]
    for word in asked:
        if word in client.optional_scopes:
            found += [it for it in _of_client(realm, [word]) if realm.organizations_enabled or not _is_of_members(it)]
        elif scope := organizations.scope_of(realm, client, user, word, asked):
            found.append(scope)
    return [*{id(it): it for it in found if it.protocol == client.protocol}.values()]


def _of_client(realm: Realm, names: Collection[str]) -> list[ClientScope]:
    return [realm.scopes[name] for name in names if name in realm.scopes]


def _is_valued(scope: ClientScope, valued: Collection[str]) -> bool:
    return scope.name in valued and _is_of_members(scope)


def _is_of_members(scope: ClientScope) -> bool:
    return organizations.is_of_organizations(scope)


def _is_valid(realm: Realm, client: Client, scope: str) -> bool:
    asked = _words(scope)
    kinds = {organizations.kind(realm, client, word) for word in asked} - {None}
    if realm.organizations_enabled and len(kinds) > 1:
        return False
    words = [word for word in asked if word != OPENID]
    if not words:
        return True
    resolved = {it.name: it for it in _resolved(realm, client, words)}
    if not resolved or (not client.consent_required and any(it.always_consent for it in resolved.values())):
        return False
    return all(word in resolved or _is_ignored(realm, client, word) for word in words)


def _is_ignored(realm: Realm, client: Client, word: str) -> bool:
    # A realm without organizations ignores their scopes, where the client has one, instead of refusing them.
    return not realm.organizations_enabled and organizations.parse_word(realm, client, word) is not None


def _why(realm: Realm, client: Client, scope: str) -> str:
    known = {OPENID, *(it.name for it in _resolved(realm, client, client.optional_scopes))}
    unknown = [word for word in _words(scope) if word not in known and not _is_ignored(realm, client, word)]
    if unknown == [""]:
        return "the scope parameter has an empty word in it (two spaces, or a space before the first)"
    may = ", ".join(sorted(known))
    return f'client "{client.client_id}" has no client scope {", ".join(map(repr, unknown))}; it may ask for: {may}'
