"""The stored groups of a realm: find them by id, show them, and change them with all that refers to their paths."""

from collections.abc import Callable, Iterable, Iterator, Mapping
from typing import Any, NamedTuple

from mockauth.protocol.errors import NotFound
from mockauth.realms.model import Realm
from mockauth.realms.model.users import group_paths
from mockauth.realms.representation.ids import group_id
from mockauth.web.admin.call import Call, Rep
from mockauth.web.admin.role_reps import by_container
from mockauth.web.admin.user_search import identity


class StoredGroup(NamedTuple):
    """A stored group: its path and id, and those of its parent, which are empty at the top."""

    path: str
    id: str
    parent: str
    parent_id: str
    rep: Rep

    @property
    def name(self) -> str:
        """The name of the group."""
        return str(self.rep["name"])


def all_groups(realm: Realm) -> Iterator[StoredGroup]:
    """Yield all groups, each before its subgroups."""
    yield from _below(realm, realm.rep.get("groups") or (), "", "")


def children_of(realm: Realm, parent: StoredGroup | None) -> list[StoredGroup]:
    """Return the subgroups of a group, or the top-level groups for None, sorted by name."""
    listed = (parent.rep.get("subGroups") if parent else realm.rep.get("groups")) or ()
    path, own_id = (parent.path, parent.id) if parent else ("", "")
    return sorted((_stored(realm, rep, path, own_id) for rep in listed), key=lambda group: group.name)


def find_group(call: Call, wanted: str, *_outer: object) -> StoredGroup:
    """Return the group with an id. Raises NotFound."""
    found = group_by_id(call.realm, wanted)
    if found is None:
        raise NotFound("Could not find group by id", f'there is no group with the id "{wanted:.80}"')
    return found


def group_by_id(realm: Realm, wanted: str) -> StoredGroup | None:
    """Return the group with an id."""
    return next((group for group in all_groups(realm) if group.id == wanted), None)


def group_rep(realm: Realm, group: StoredGroup, full: bool) -> Rep:
    """Return a group as Keycloak does; only the full form has attributes and roles."""
    shown: Rep = {"id": group.id, "name": group.name}
    if group.rep.get("description") is not None:
        shown["description"] = group.rep["description"]
    shown |= {"path": group.path, **({"parentId": group.parent_id} if group.parent_id else {}), "subGroups": []}
    if full:
        names = by_container(ref for ref in realm.groups[group.path].roles if ref in realm.roles)
        attributes = {name: list(values) for name, values in realm.groups[group.path].attributes.items()}
        shown |= {"attributes": attributes, "realmRoles": names.pop("", []), "clientRoles": names}
    return shown


def groups_of(rep: Mapping[str, Any]) -> tuple[str, ...]:
    """Return the paths of the groups that a user, in its stored representation, is a direct member of."""
    return group_paths(rep.get("groups") or ())


def add_group(call: Call, parent: StoredGroup | None, rep: Rep) -> Realm:
    """Store a new group below its parent, or at the top for None."""
    return call.store(_with_group(call.realm.rep, parent, rep))


def put_group(call: Call, group: StoredGroup, rep: Rep | None) -> Realm:
    """Store the realm with a group replaced, or deleted for None; references follow the paths of its subtree."""
    changed = _replaced(call.realm.rep, group, None if rep is None else _with_ids(call.realm, group, rep))
    new_path = f"{group.parent}/{rep['name']}" if rep else None
    return _store_moved(call, changed, group.path, new_path)


def move_group(call: Call, group: StoredGroup, parent: StoredGroup | None) -> Realm:
    """Store the realm with a group moved below another parent, or to the top for None."""
    taken_out = _replaced(call.realm.rep, group, None)
    changed = _with_group(taken_out, parent, _with_ids(call.realm, group, group.rep))
    return _store_moved(call, changed, group.path, f"{parent.path if parent else ''}/{group.name}")


def _stored(realm: Realm, rep: Rep, parent: str, parent_id: str) -> StoredGroup:
    path = f"{parent}/{rep['name']}"
    return StoredGroup(path, group_id(realm.name, path, rep), parent, parent_id, rep)


def _below(realm: Realm, listed: Iterable[Rep], parent: str, parent_id: str) -> Iterator[StoredGroup]:
    for rep in listed:
        group = _stored(realm, rep, parent, parent_id)
        yield group
        yield from _below(realm, rep.get("subGroups") or (), group.path, group.id)


def _with_ids(realm: Realm, group: StoredGroup, rep: Rep) -> Rep:
    """Return a group with the ids of its subtree, which would otherwise derive from the old paths."""
    below = [
        _with_ids(realm, own, it)
        for it in rep.get("subGroups") or ()
        for own in [_stored(realm, it, group.path, group.id)]
    ]
    return {**rep, "id": group.id, **({"subGroups": below} if below else {})}


def _replaced(realm: Mapping[str, Any], group: StoredGroup, rep: Rep | None) -> Rep:
    def within(listed: Iterable[Rep], parent: str) -> list[Rep]:
        kept: list[Rep] = []
        for it in listed:
            path = f"{parent}/{it['name']}"
            if it is group.rep:
                kept += [] if rep is None else [rep]
            elif group.path.startswith(f"{path}/"):
                kept.append({**it, "subGroups": within(it.get("subGroups") or (), path)})
            else:
                kept.append(it)
        return kept

    return _with(realm, lambda groups: within(groups, ""))


def _with_group(realm: Mapping[str, Any], parent: StoredGroup | None, rep: Rep) -> Rep:
    if parent is None:
        return _with(realm, lambda groups: [*groups, rep])

    def within(listed: Iterable[Rep], above: str) -> list[Rep]:
        kept: list[Rep] = []
        for it in listed:
            path = f"{above}/{it['name']}"
            if path == parent.path:
                kept.append({**it, "subGroups": [*(it.get("subGroups") or ()), rep]})
            elif parent.path.startswith(f"{path}/"):
                kept.append({**it, "subGroups": within(it.get("subGroups") or (), path)})
            else:
                kept.append(it)
        return kept

    return _with(realm, lambda groups: within(groups, ""))


def _with(realm: Mapping[str, Any], change: Callable[[Iterable[Rep]], list[Rep]]) -> Rep:
    return {**realm, "groups": change(realm.get("groups") or ())}


def _store_moved(call: Call, realm: Rep, old: str, new: str | None) -> Realm:
    """Store a realm in which the path of a group has changed, and let default groups and users follow."""
    if new == old:
        return call.store(realm)

    def moved(paths: Iterable[str]) -> list[str]:
        found = []
        for path in group_paths([*paths]):
            is_below = path == old or path.startswith(f"{old}/")
            found += [] if is_below and new is None else [f"{new}{path[len(old) :]}" if is_below else path]
        return found

    stored = call.store({**realm, "defaultGroups": moved(realm.get("defaultGroups") or ())})
    accounts = call.ctx.accounts
    for rep in accounts.reps(stored):
        own = list(groups_of(rep))
        if (changed := moved(own)) != own:
            own_id, name = identity(call, rep)
            user = accounts.by_id(stored, own_id)
            accounts.save_rep({**rep, "id": own_id, "username": name, "groups": changed}, user)
    return stored
