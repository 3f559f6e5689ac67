"""Check for duplicates: names, emails, ids, and assigned roles and groups. The first one is kept."""

from collections.abc import Callable, Iterator
from typing import Any

from mockauth.realms.validation.field_types import Errors, Rep

_RENAME = "remove or rename one of them"
_OWN_ID = "use another id, or remove it"


def check_duplicates(rep: Rep, errors: Errors) -> None:
    """Remove the duplicates that Keycloak rejects ("Duplicate resource error")."""
    _list(rep, "clients", "clientId", "client", errors)
    _list(rep, "clientScopes", "name", "client scope", errors)
    _list(rep, "identityProviders", "alias", "identity provider", errors)
    _list(rep, "requiredActions", "alias", "required action", errors)
    _roles(rep, errors)
    _groups(rep, (), errors)
    for kind, name in (("clients", "clientId"), ("clientScopes", "name")):
        for owner in rep.get(kind, ()):
            _mappers(owner, (kind, owner.get(name, "")), errors)
    _default_scopes(rep, errors)
    _unique_ids(rep, errors)
    _users(rep, errors)


def _default_scopes(rep: Rep, errors: Errors) -> None:
    """Check that each client scope of the file is a default of the realm only once; Keycloak ignores unknown scopes."""
    own = {scope.get("name") for scope in rep.get("clientScopes", ())}
    seen: set[str] = set()
    for key in ("defaultDefaultClientScopes", "defaultOptionalClientScopes"):
        kept = []
        for name in rep.get(key, ()):
            if name in seen:
                errors.append(
                    (
                        (key,),
                        f'duplicate client scope "{name}"',
                        "list each scope once, as a default or as an optional one",
                    )
                )
                continue
            kept.append(name)
            if name in own:
                seen.add(name)
        if key in rep:
            rep[key] = kept


def _list(rep: Rep, key: str, name: str, word: str, errors: Errors, place: tuple[str, ...] = ()) -> None:
    """Keep the first item of each name in a list."""
    seen: set[str] = set()

    def is_first(item: Rep) -> bool:
        own = item.get(name)
        if own is None or own not in seen:
            seen.add(own or "")
            return True
        errors.append(((*place, key, own), f'duplicate {word} "{own}"', _RENAME))
        return False

    _filter(rep, key, is_first)


def _roles(rep: Rep, errors: Errors) -> None:
    roles = rep.get("roles", {})
    _list(roles, "realm", "name", "role", errors, ("roles",))
    for client in roles.get("client", {}):
        _list(roles["client"], client, "name", "role", errors, ("roles", "client"))


def _groups(parent: Rep, place: tuple[str, ...], errors: Errors) -> None:
    key = "subGroups" if place else "groups"
    _list(parent, key, "name", "group", errors, place)
    for group in parent.get(key, ()):
        _groups(group, (*place, key, group.get("name", "")), errors)


def _mappers(owner: Rep, place: tuple[str, ...], errors: Errors) -> None:
    seen: set[tuple[str | None, str]] = set()

    def is_first(mapper: Rep) -> bool:
        name = mapper.get("protocol"), mapper.get("name", "")
        if name not in seen:
            seen.add(name)
            return True
        errors.append(((*place, "protocolMappers", name[1]), f'duplicate mapper "{name[1]}"', _RENAME))
        return False

    _filter(owner, "protocolMappers", is_first)


def _unique_ids(rep: Rep, errors: Errors) -> None:
    """Check that ids are unique; the second object loses its id and gets a derived one."""
    for things in (_top(rep, "clients", "clientId"), _top(rep, "clientScopes", "name"), _all_roles(rep)):
        _ids(things, errors)
    _ids(_all_groups(rep, "groups", ()), errors)
    _ids(_all_mappers(rep), errors)
    components = rep.get("components", {})
    _ids(
        ((("components", kind), item.get("name", ""), item) for kind in components for item in components[kind]), errors
    )


Things = Iterator[tuple[tuple[str, ...], str, Rep]]


def _ids(things: Things, errors: Errors) -> None:
    seen: dict[str, str] = {}
    for place, name, item in things:
        own = item.get("id")
        if own in seen:
            del item["id"]
            errors.append(((*place, name, "id"), f'the id "{own}" is already used by "{seen[own]}"', _OWN_ID))
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


def _users(rep: Rep, errors: Errors) -> None:
    """Check usernames and emails, ignoring case, ids, and the roles and groups of each user."""
    names: set[str] = set()
    emails: dict[str, str] = {}
    ids: set[str] = set()
    # As in RealmRepresentation: users may share an email only if users do not log in with it.
    shared = rep.get("duplicateEmailsAllowed", False)

    def is_good(user: Rep) -> bool:
        name = user.get("username", "").lower()
        if name in names:
            errors.append((("users", name), f'duplicate username "{name}"', _RENAME))
            return False
        names.add(name)
        email = user.get("email")
        if email and not shared:
            email = email.lower()
            if email in emails:
                what = f'the email "{email}" is already used by "{emails[email]}"'
                errors.append(
                    (
                        ("users", name, "email"),
                        what,
                        'change it, or allow it: "duplicateEmailsAllowed": true, "loginWithEmailAllowed": false',
                    )
                )
                del user["email"]
            else:
                emails[email] = name
        own = user.get("id")
        if own is not None:
            if own in ids:
                errors.append((("users", name, "id"), f'the id "{own}" is already used by another user', _OWN_ID))
                del user["id"]
            ids.add(own)
        _check_assignments(user, name, errors)
        return True

    _filter(rep, "users", is_good)


def _check_assignments(user: Rep, name: str, errors: Errors) -> None:
    """Check that each role and group is assigned to the user only once."""
    for key in ("realmRoles", "groups"):
        if key in user and len(user[key]) > 1:
            _remove_repeated(user, key, ("users", name), errors)
    for client in user.get("clientRoles", ()):
        _remove_repeated(user["clientRoles"], client, ("users", name, "clientRoles"), errors)


def _remove_repeated(rep: Rep, key: str, place: tuple[str, ...], errors: Errors) -> None:
    items = rep[key]
    rep[key] = list(dict.fromkeys(items))
    if len(rep[key]) < len(items):
        repeated = next(item for number, item in enumerate(items) if item in items[:number])
        errors.append(((*place, key), f'duplicate "{repeated}"', "list it once"))


def _filter(rep: Rep, key: str, is_good: Callable[[Rep], bool]) -> None:
    items: list[Any] = rep.get(key, [])
    kept = [item for item in items if is_good(item)]
    if len(kept) < len(items):
        rep[key] = kept
