"""Client scopes: which ones a request gets, and their roles and mappers."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from weakref import WeakKeyDictionary

from mockauth.printable import known
from mockauth.protocol import organizations
from mockauth.protocol.errors import InvalidScope, NotAllowed
from mockauth.protocol.java import hash_order
from mockauth.realms.model import Client, ClientScope, Mapper, Organization, Realm, RoleRef, User
from mockauth.realms.problems.setting import setting

OPENID = "openid"
OFFLINE_ACCESS = "offline_access"


@dataclass(frozen=True, eq=False, slots=True, weakref_slot=True)
class Grant:
    """The scopes, roles and mappers of a user's tokens for a client. `scope` is the one in the token and the answer.

    `offline` says that an offline token was requested; the roles decide whether the user may have it. `every_scope`
    includes scopes that are not in access tokens, for refresh tokens. `organizations` are those that the scope selects;
    `one_organization` says that it selects only one, which the user picks if there are several.
    """

    scope: str
    every_scope: str
    offline: bool
    roles: frozenset[RoleRef]
    mappers: Sequence[Mapper]
    organizations: Sequence[Organization]
    one_organization: bool


_MOST_CACHED = 4096
_GRANTED: WeakKeyDictionary[Realm, dict[tuple[Client, User, frozenset[str]], Grant]] = WeakKeyDictionary()


def validated(realm: Realm, client: Client, scope: str | None) -> str | None:
    """Return the `scope` parameter. Raises InvalidScope if the client may not request all of it.

    As in TokenManager.isValidScope, words are split at single spaces, so an empty word is an unknown scope.
    """
    if scope is not None and not _is_valid(realm, client, scope):
        raise InvalidScope(f"Invalid scopes: {scope}", reason=_explain_invalid(realm, client, scope))
    return scope


def granted(realm: Realm, client: Client, user: User, scope: str | None) -> Grant:
    """Return what a valid `scope` parameter grants (as DefaultClientSessionContext).

    Cached by client, user and scopes, so that a token costs no more than its mappers and its signature. The cache is
    dropped with the realm, and callers cannot make it grow by repeating or reordering words.
    """
    requested = _words(scope or "")
    words = {OPENID, *client.optional_scopes}.intersection(requested)
    words |= organizations.meaningful_words(realm, client, requested)
    of = client, user, frozenset(words)
    known = _GRANTED.setdefault(realm, {})
    grant = known.get(of)
    if grant is None:
        if len(known) >= _MOST_CACHED:
            known.clear()
        grant = known[of] = _granted(realm, client, user, words)
    return grant


def narrowed(realm: Realm, client: Client, scope: str, requested: str | None) -> str:
    """Return the requested part of a scope, or all of it (AbstractRefreshTokenProvider.transformScopes)."""
    if not requested:
        return scope
    words = requested.split(" ")
    found = [
        word if word in words else organizations.resolve_name(realm, client, word, words) for word in scope.split(" ")
    ]
    return " ".join(word for word in found if word is not None)


def client_scopes(realm: Realm, client: Client, user: User, scope: str | None) -> list[ClientScope]:
    """Return the client scopes of a valid `scope` parameter, for a user with the roles that they need."""
    of_user = realm.roles_of(user)
    resolved = _resolved(realm, client, _words(scope or ""), user)
    return [it for it in resolved if not it.roles or realm.expand(it.roles) & of_user]


def with_earlier_openid(scope: str | None, earlier: str | None) -> str | None:
    """Return a scope parameter; as in Keycloak, without one `openid` is left from an earlier request."""
    return OPENID if scope is None and is_openid(earlier) else scope


def is_openid(scope: str | None) -> bool:
    """Return whether a `scope` parameter has `openid`."""
    return OPENID in (scope or "").split(" ")


def wants_offline_token(realm: Realm, client: Client, user: User, scope: str | None) -> bool:
    """Return whether a scope requests an offline token. Raises NotAllowed if the user may not have one."""
    grant = granted(realm, client, user, scope)
    if grant.offline and RoleRef("", OFFLINE_ACCESS) not in grant.roles:
        raise NotAllowed(
            "Offline tokens not allowed for the user or client",
            reason=f'user "{user.username}" lacks the realm role "{OFFLINE_ACCESS}", '
            f'or client "{client.client_id}" leaves it out: set {setting(realm, "fullScopeAllowed", True)}',
        )
    return grant.offline


def has_offline_access(realm: Realm, client: Client, user: User) -> bool:
    """Return whether a client has the client scope `offline_access` (UserSessionUtil.isOfflineAccessGranted)."""
    return granted(realm, client, user, OFFLINE_ACCESS).offline


def _granted(realm: Realm, client: Client, user: User, words: Collection[str]) -> Grant:
    of_user = realm.roles_of(user)
    scopes = client_scopes(realm, client, user, " ".join(sorted(words)))
    names = [it.name for it in scopes]
    return Grant(
        scope=_scope_claim(words, [it.name for it in scopes if it.in_token_scope]),
        every_scope=_scope_claim(words, names),
        offline=any(it.name == OFFLINE_ACCESS for it in _resolved(realm, client, words, user)),
        roles=_roles(realm, client, scopes, of_user),
        mappers=_in_set_order([*(mapper for it in scopes for mapper in it.mappers), *client.mappers]),
        organizations=organizations.selected(realm, client, user, names),
        one_organization=organizations.is_single(realm, client, names),
    )


def _scope_claim(words: Collection[str], names: Sequence[str]) -> str:
    # A realm may have a client scope named "openid" (TokenUtil.attachOIDCScope).
    return " ".join([OPENID, *sorted(names)] if OPENID in words and OPENID not in names else sorted(names))


def _in_set_order(mappers: Sequence[Mapper]) -> list[Mapper]:
    """Order mappers as in Keycloak's HashSet: by the hashes of their IDs."""
    by_id = {mapper.id: mapper for mapper in mappers}
    return [by_id[its_id] for its_id in hash_order(by_id)]


def _roles(
    realm: Realm, client: Client, scopes: Sequence[ClientScope], of_user: frozenset[RoleRef]
) -> frozenset[RoleRef]:
    """Limit a user's roles to the client's own roles and those in scope mappings (TokenManager.getAccess)."""
    if client.full_scope_allowed:
        return of_user
    own = {role for role in realm.roles if role.client == client.client_id}
    return of_user & realm.expand(own.union(client.roles, *(scope.roles for scope in scopes)))


def _words(scope: str) -> list[str]:
    """Split as java.lang.String.split(" ") does, which drops empty words only at the end."""
    return scope.rstrip(" ").split(" ") if scope.strip(" ") or not scope else []


def _resolved(realm: Realm, client: Client, words: Collection[str], user: User | None = None) -> list[ClientScope]:
    """Return the client scopes of a request (TokenManager.getRequestedClientScopes)."""
    requested = list(words)
    with_value = [name for word in requested if (name := word.rpartition(":")[0])]
    found = [it for it in _of_client(realm, client.default_scopes) if not _has_value(it, with_value)]
    for word in requested:
        if word in client.optional_scopes:
            found += [it for it in _of_client(realm, [word]) if realm.organizations_enabled or not _is_of_members(it)]
        elif scope := organizations.scope_of(realm, client, user, word, requested):
            found.append(scope)
    return [*{id(it): it for it in found if it.protocol == client.protocol}.values()]


def _of_client(realm: Realm, names: Collection[str]) -> list[ClientScope]:
    return [realm.scopes[name] for name in names if name in realm.scopes]


def _has_value(scope: ClientScope, with_value: Collection[str]) -> bool:
    return scope.name in with_value and _is_of_members(scope)


def _is_of_members(scope: ClientScope) -> bool:
    return organizations.is_of_organizations(scope)


def _is_valid(realm: Realm, client: Client, scope: str) -> bool:
    requested = _words(scope)
    kinds = {organizations.kind(realm, client, word) for word in requested} - {None}
    if realm.organizations_enabled and len(kinds) > 1:
        return False
    words = [word for word in requested if word != OPENID]
    if not words:
        return True
    resolved = {it.name: it for it in _resolved(realm, client, words)}
    if not resolved or (not client.consent_required and any(it.always_consent for it in resolved.values())):
        return False
    return all(word in resolved or _is_ignored(realm, client, word) for word in words)


def _is_ignored(realm: Realm, client: Client, word: str) -> bool:
    # If organizations are disabled, a client's scope for them is ignored instead of refused.
    return not realm.organizations_enabled and organizations.parse_word(realm, client, word) is not None


def _explain_invalid(realm: Realm, client: Client, scope: str) -> str:
    allowed = {OPENID, *(it.name for it in _resolved(realm, client, client.optional_scopes))}
    unknown = [word for word in _words(scope) if word not in allowed and not _is_ignored(realm, client, word)]
    if unknown == [""]:
        return "the scope parameter has an extra space (two spaces in a row, or one at the start)"
    if not unknown:
        return f'client "{client.client_id}" may not request these scopes: they exclude each other, or need its consent'
    listed = ", ".join(sorted(allowed))
    names = ", ".join(dict.fromkeys(f'"{known(word, realm.scopes)}"' for word in unknown))
    return f'client "{client.client_id}" has no client scope {names}; it may request: {listed}'
