"""What may be in a realm only once. What is there again is taken out."""

from collections.abc import Callable, Iterator
from typing import Any

from mockauth.realms.validation.field_types import Rep, Wrong

_ONCE = "there is one already: name it once, or give it another name"
_OWN_ID = "give each its own, or leave the ids out"


def find_twice(rep: Rep, wrong: Wrong) -> None:
    """Take out what Keycloak refuses because it is there already ("Duplicate resource error")."""
    _list(rep, "clients", "clientId", "client", wrong)
    _list(rep, "clientScopes", "name", "client scope", wrong)
    _list(rep, "identityProviders", "alias", "identity provider", wrong)
    _list(rep, "requiredActions", "alias", "required action", wrong)
    _roles(rep, wrong)
    _groups(rep, (), wrong)
    for kind, name in (("clients", "clientId"), ("clientScopes", "name")):
        for owner in rep.get(kind, ()):
            _mappers(owner, (kind, owner.get(name, "")), wrong)
    _default_scopes(rep, wrong)
    _own_ids(rep, wrong)
    _users(rep, wrong)


def _default_scopes(rep: Rep, wrong: Wrong) -> None:
    """See that a client scope of the file is once among those that clients get; of others Keycloak takes no note."""
    own = {scope.get("name") for scope in rep.get("clientScopes", ())}
    seen: set[str] = set()
    for key in ("defaultDefaultClientScopes", "defaultOptionalClientScopes"):
        kept = []
        for name in rep.get(key, ()):
            if name in seen:
                wrong.append(((key,), f'"{name}" is there twice', "a scope is default or optional, and once"))
                continue
            kept.append(name)
            if name in own:
                seen.add(name)
        if key in rep:
            rep[key] = kept


def _list(rep: Rep, key: str, name: str, word: str, wrong: Wrong, place: tuple[str, ...] = ()) -> None:
    """Keep the first of each name in a list."""
    seen: set[str] = set()

    def is_first(item: Rep) -> bool:
        own = item.get(name)
        if own is None or own not in seen:
            seen.add(own or "")
            return True
        wrong.append(((*place, key, own), f'the {word} "{own}" is there twice', _ONCE))
        return False

    _keep(rep, key, is_first)


def _roles(rep: Rep, wrong: Wrong) -> None:
    roles = rep.get("roles", {})
    _list(roles, "realm", "name", "role", wrong, ("roles",))
    for client in roles.get("client", {}):
        _list(roles["client"], client, "name", "role", wrong, ("roles", "client"))


def _groups(parent: Rep, place: tuple[str, ...], wrong: Wrong) -> None:
    key = "subGroups" if place else "groups"
    _list(parent, key, "name", "group", wrong, place)
    for group in parent.get(key, ()):
        _groups(group, (*place, key, group.get("name", "")), wrong)


def _mappers(owner: Rep, place: tuple[str, ...], wrong: Wrong) -> None:
    seen: set[tuple[str | None, str]] = set()

    def is_first(mapper: Rep) -> bool:
        name = mapper.get("protocol"), mapper.get("name", "")
        if name not in seen:
            seen.add(name)
            return True
        wrong.append(((*place, "protocolMappers", name[1]), f'the mapper "{name[1]}" is there twice', _ONCE))
        return False

    _keep(owner, "protocolMappers", is_first)


def _own_ids(rep: Rep, wrong: Wrong) -> None:
    """See that ids are one's own; the second gets one that is derived."""
    for things in (_top(rep, "clients", "clientId"), _top(rep, "clientScopes", "name"), _all_roles(rep)):
        _ids(things, wrong)
    _ids(_all_groups(rep, "groups", ()), wrong)
    _ids(_all_mappers(rep), wrong)
    components = rep.get("components", {})
    _ids(((("components", kind), it.get("name", ""), it) for kind in components for it in components[kind]), wrong)


Things = Iterator[tuple[tuple[str, ...], str, Rep]]


def _ids(things: Things, wrong: Wrong) -> None:
    seen: dict[str, str] = {}
    for place, name, item in things:
        own = item.get("id")
        if own in seen:
            del item["id"]
            wrong.append(((*place, name, "id"), f'"{own}" is the id of "{seen[own]}" already', _OWN_ID))
        elif own is not None:
            seen[own] = name


def _top(rep: Rep, key: str, name: str) -> Things:
    return (((key,), item.get(name, ""), item) for item in rep.get(key, ()))


def _all_roles(rep: Rep) -> Things:
    roles = rep.get("roles", {})
    yield from ((("roles", "realm"), role.get("name", ""), role) for role in roles.get("realm", ()))
    for client, own in roles.get("client", {}).items():
        yield from ((("roles", "client", client), role.get("name", ""), role) for role in own)


def _all_groups(parent: Rep, key: str, place: tuple[str, ...]) -> Things:
    for group in parent.get(key, ()):
        name = group.get("name", "")
        yield (*place, key), name, group
        yield from _all_groups(group, "subGroups", (*place, key, name))


def _all_mappers(rep: Rep) -> Things:
    for kind, name in (("clients", "clientId"), ("clientScopes", "name")):
        for owner in rep.get(kind, ()):
            for mapper in owner.get("protocolMappers", ()):
                yield (kind, owner.get(name, ""), "protocolMappers"), mapper.get("name", ""), mapper


def _users(rep: Rep, wrong: Wrong) -> None:
    """Usernames and emails, which Keycloak keeps in small letters, ids, and what a user is given."""
    names: set[str] = set()
    emails: dict[str, str] = {}
    ids: set[str] = set()
    # As RealmRepresentation: several users may share an email only where nobody logs in with it.
    shared = rep.get("duplicateEmailsAllowed", False)

    def is_good(user: Rep) -> bool:
        name = user.get("username", "").lower()
        if name in names:
            wrong.append((("users", name), f'the username "{name}" is there twice', _ONCE))
            return False
        names.add(name)
        email = user.get("email")
        if email and not shared:
            email = email.lower()
            if email in emails:
                what = f'the email "{email}" is that of "{emails[email]}" already'
                wrong.append((("users", name, "email"), what, 'give each its own, or set "duplicateEmailsAllowed"'))
                del user["email"]
            else:
                emails[email] = name
        own = user.get("id")
        if own is not None:
            if own in ids:
                wrong.append((("users", name, "id"), f'"{own}" is the id of another user already', _OWN_ID))
                del user["id"]
            ids.add(own)
        _given(user, name, wrong)
        return True

    _keep(rep, "users", is_good)


def _given(user: Rep, name: str, wrong: Wrong) -> None:
    """See that a user is given each role and each group once."""
    for key in ("realmRoles", "groups"):
        if key in user and len(user[key]) > 1:
            _once(user, key, ("users", name), wrong)
    for client in user.get("clientRoles", ()):
        _once(user["clientRoles"], client, ("users", name, "clientRoles"), wrong)


def _once(rep: Rep, key: str, place: tuple[str, ...], wrong: Wrong) -> None:
    items = rep[key]
    rep[key] = list(dict.fromkeys(items))
    if len(rep[key]) < len(items):
        again = next(item for number, item in enumerate(items) if item in items[:number])
        wrong.append(((*place, key), f'"{again}" is there twice', "name it once"))


def _keep(rep: Rep, key: str, is_good: Callable[[Rep], bool]) -> None:
    items: list[Any] = rep.get(key, [])
    kept = [item for item in items if is_good(item)]
    if len(kept) < len(items):
        rep[key] = kept
