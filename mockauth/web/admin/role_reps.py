"""The stored roles of a realm: find them by name or id, show them, and change them with all that refers to them."""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from typing import Any, NamedTuple

from mockauth.realms.model import Client, Realm
from mockauth.realms.model.roles import RoleRef
from mockauth.realms.representation.ids import role_id
from mockauth.web.admin.call import Call, Rep
from mockauth.web.admin.user_search import identity


class Role(NamedTuple):
    """A role: its name, its id, and its stored representation."""

    ref: RoleRef
    id: str
    rep: Rep


def roles_of(realm: Realm, client: str = "") -> list[Role]:
    """Return the roles of the realm, or of the client with this client ID, sorted by name."""
    return sorted(_roles_of(realm, client), key=lambda role: role.ref.name)


def all_roles(realm: Realm) -> Iterator[Role]:
    """Yield all roles of the realm and of its clients."""
    for client in ("", *(realm.rep["roles"].get("client") or ())):
        yield from _roles_of(realm, client)


def find_role(realm: Realm, ref: RoleRef) -> Role | None:
    """Return the role with this name."""
    return next((role for role in _roles_of(realm, ref.client) if role.ref == ref), None)


def role_by_id(realm: Realm, wanted: str | None) -> Role | None:
    """Return the role with this id."""
    return next((role for role in all_roles(realm) if role.id == wanted), None)


def role_rep(realm: Realm, role: Role, brief: bool = True) -> Rep:
    """Return a role as Keycloak does; only the full form has attributes (ModelToRepresentation.toRepresentation)."""
    client, rep = role.ref.client, role.rep
    shown: Rep = {"id": role.id, "name": role.ref.name}
    if rep.get("description") is not None:
        shown["description"] = rep["description"]
    shown |= {
        "composite": bool(realm.roles.get(role.ref)),
        "clientRole": bool(client),
        "containerId": realm.clients[client].id if client in realm.clients else realm.id,
    }
    return shown if brief else {**shown, "attributes": dict(rep.get("attributes") or {})}


def role_reps(realm: Realm, refs: Iterable[RoleRef], brief: bool = True) -> list[Rep]:
    """Return roles by their names, sorted; names without a role are ignored."""
    found = (find_role(realm, ref) for ref in sorted(refs))
    return [role_rep(realm, role, brief) for role in found if role]


def client_of(realm: Realm, ref: RoleRef) -> Client | None:
    """Return the client of a client role."""
    return realm.clients.get(ref.client) if ref.client else None


def put_role(call: Call, ref: RoleRef, rep: Rep | None) -> None:
    """Store the realm with a role added, replaced, or deleted for None; references follow the role's name."""
    realm: Rep = {**call.realm.rep}
    roles = realm["roles"]
    listed: Sequence[Rep] = (roles.get("client") or {}).get(ref.client, []) if ref.client else roles["realm"]
    changed = [] if rep is None else [rep]
    if find_role(call.realm, ref) is None:
        own = [*listed, *changed]
    else:
        own = [kept for it in listed for kept in (changed if it.get("name") == ref.name else [it])]
    if ref.client:
        realm["roles"] = {**roles, "client": {**(roles.get("client") or {}), ref.client: own}}
    else:
        realm["roles"] = {**roles, "realm": own}
    new = rep["name"] if rep else None
    if new != ref.name:
        realm |= _with_references(realm, ref, new)
    call.store(realm)
    if new != ref.name:
        _rename_in_users(call, ref, new)


def with_composites(rep: Rep, composites: Iterable[RoleRef]) -> Rep:
    """Return the representation of a role that is composed of these roles."""
    names = by_container(composites)
    realm, clients = names.pop("", []), names
    parts = {**({"realm": realm} if realm else {}), **({"client": clients} if clients else {})}
    return {**rep, "composite": bool(parts), "composites": parts}


def by_container(refs: Iterable[RoleRef]) -> dict[str, list[str]]:
    """Return the names of roles by the client ID of their client; realm roles are under the empty string."""
    found: dict[str, list[str]] = {}
    for ref in sorted(refs):
        found.setdefault(ref.client, []).append(ref.name)
    return found


def mapped_roles(refs: Iterable[RoleRef]) -> Rep:
    """Return roles as the keys `realmRoles` and `clientRoles` of a user or group."""
    names = by_container(refs)
    return {"realmRoles": names.pop("", []), "clientRoles": names}


def _roles_of(realm: Realm, client: str) -> Iterator[Role]:
    roles = realm.rep["roles"]
    for rep in (roles.get("client") or {}).get(client, ()) if client else roles["realm"]:
        yield Role(RoleRef(client, rep["name"]), role_id(realm.name, client, rep), rep)


def _with_references(realm: Rep, ref: RoleRef, new: str | None) -> Rep:
    """Return the keys of a realm that refer to a role by its name, with its new name, or without it for None."""
    names = _renamer(ref.name, new)

    def with_parts(role: Rep) -> Rep:
        parts = role.get("composites")
        return {**role, "composites": _renamed(parts, ref, names, "realm", "client")} if parts else role

    def with_mappings(listed: Iterable[Rep]) -> list[Rep]:
        return [{**it, "roles": names(it.get("roles") or ())} for it in listed]

    def with_roles(group: Rep) -> Rep:
        below = [with_roles(it) for it in group.get("subGroups") or ()]
        return {**_renamed(group, ref, names, "realmRoles", "clientRoles"), "subGroups": below}

    roles = realm["roles"]
    of_clients = {client: [*map(with_parts, own)] for client, own in (roles.get("client") or {}).items()}
    changed: Rep = {
        "roles": {**roles, "realm": [*map(with_parts, roles["realm"])], "client": of_clients},
        "groups": [*map(with_roles, realm.get("groups") or ())],
    }
    if "organizations" in realm:
        organizations = realm["organizations"] or ()
        changed["organizations"] = [
            {**it, "groups": [*map(with_roles, it.get("groups") or ())]} for it in organizations
        ]
    if ref.client:
        mapped = realm.get("clientScopeMappings") or {}
        changed["clientScopeMappings"] = {
            client: with_mappings(own) if client == ref.client else own for client, own in mapped.items()
        }
    else:
        changed["scopeMappings"] = with_mappings(realm.get("scopeMappings") or ())
        if realm["defaultRole"].get("name") == ref.name and new:
            changed["defaultRole"] = {**realm["defaultRole"], "name": new}
    return changed


def _renamer(name: str, new: str | None) -> Callable[[Iterable[str]], list[str]]:
    kept = [] if new is None else [new]
    return lambda names: [it for own in names for it in (kept if own == name else [own])]


def _renamed(
    rep: Mapping[str, Any], ref: RoleRef, names: Callable[[Iterable[str]], list[str]], realm_key: str, client_key: str
) -> Rep:
    """Return an object with its list of realm roles, or of the roles of one client, changed."""
    if not ref.client:
        return {**rep, realm_key: names(rep[realm_key])} if rep.get(realm_key) else {**rep}
    clients = rep.get(client_key) or {}
    return (
        {**rep, client_key: {**clients, ref.client: names(clients[ref.client])}} if ref.client in clients else {**rep}
    )


def _rename_in_users(call: Call, ref: RoleRef, new: str | None) -> None:
    names = _renamer(ref.name, new)
    for rep in call.ctx.accounts.reps(call.realm):
        own = (rep.get("clientRoles") or {}).get(ref.client, ()) if ref.client else rep.get("realmRoles") or ()
        if ref.name in own:
            own_id, _ = identity(call, rep)
            user = call.ctx.accounts.by_id(call.realm, own_id)
            if user:
                changed = _renamed(user.rep, ref, names, "realmRoles", "clientRoles")
                call.ctx.accounts.save_rep({**changed, "id": user.id, "username": user.username}, user)
