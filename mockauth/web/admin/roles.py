"""Roles of the realm and of clients, by name (RoleContainerResource) and by id (RoleByIdResource)."""

from collections.abc import Callable, Iterator

from mockauth.protocol.errors import NotFound
from mockauth.realms.model import Client
from mockauth.realms.model.roles import RoleRef
from mockauth.web.admin import role_composites, users
from mockauth.web.admin.call import Call, Rep, Route
from mockauth.web.admin.errors import AdminError, BadRequest, Conflict, Duplicate
from mockauth.web.admin.group_reps import all_groups, group_rep
from mockauth.web.admin.paging import DEFAULT_MOST, flag, page
from mockauth.web.admin.patterns import like
from mockauth.web.admin.permissions import MANAGE_USERS, QUERY_GROUPS, QUERY_USERS, VIEW_USERS
from mockauth.web.admin.responses import created, no_content, ok
from mockauth.web.admin.role_permissions import (
    needed_to_view,
    require_manage,
    require_manage_roles,
    require_map_composite,
)
from mockauth.web.admin.role_reps import (
    Role,
    find_role,
    put_role,
    role_by_id,
    role_rep,
    roles_of,
    with_composites,
)
from mockauth.web.responses import Response

_LIST = ("manage-identity-providers",)


def search(call: Call, client: str) -> Response:
    """List the roles of the realm or of a client."""
    call.require(*needed_to_view(client), *(() if client else _LIST))
    text = (call.query("search") or "").strip().lower()
    found = roles_of(call.realm, client)
    if text:
        pattern = like(f"%{text}%")
        found = [it for it in found if any(pattern.fullmatch(own.lower()) for own in _texts(it))]
    paged = page(call, found)
    if text or (call.query("first") and call.query("max")):
        found = paged
    return ok([role_rep(call.realm, role, flag(call, "briefRepresentation", True)) for role in found])


def create(call: Call, client: str) -> Response:
    """Create a role, also a composite one."""
    require_manage_roles(call, client)
    sent: Rep = call.rep
    if sent.get("name") is None:
        raise BadRequest("role has no name")
    ref = RoleRef(client, sent["name"])
    if find_role(call.realm, ref):
        raise Conflict(f"Role with name {ref.name} already exists")
    rep: Rep = {"id": call.ctx.state.ids.uuid(), "name": ref.name, "attributes": _attributes(sent)}
    if sent.get("description") is not None:
        rep["description"] = sent["description"]
    parts = list(role_composites.named_parts(call, sent.get("composites") or {})) if sent.get("composite") else []
    for part in parts:
        require_map_composite(call, part)
    put_role(call, ref, with_composites(rep, parts))
    client_uuid = call.realm.clients[client].id if client else ""
    return created(call, *(("clients", client_uuid) if client else ()), "roles", ref.name)


def read(call: Call, role: Role) -> Response:
    """Return a role."""
    return ok(role_rep(call.realm, role, brief=False))


def update(call: Call, role: Role) -> Response:
    """Change a role; without a description it loses its description."""
    sent: Rep = call.rep
    name = sent.get("name")
    if name is None or not name.strip():
        raise BadRequest("role has no name")
    if name != role.ref.name and find_role(call.realm, RoleRef(role.ref.client, name)):
        raise Duplicate(f'role "{name}" exists')
    rep: Rep = {**role.rep, "id": role.id, "name": name, "description": sent.get("description")}
    if sent.get("attributes") is not None:
        rep["attributes"] = _attributes(sent)
    put_role(call, role.ref, {key: value for key, value in rep.items() if value is not None})
    return no_content()


def delete(call: Call, role: Role) -> Response:
    """Delete a role, and remove it from all users, groups, composites and scopes."""
    _require_removable(call, role.ref)
    require_manage(call, role.ref)
    put_role(call, role.ref, None)
    return no_content()


def members(call: Call, client: str, name: str) -> Response:
    """List the users that have a role themselves, sorted by username."""
    call.require(*needed_to_view(client))
    call.require(*QUERY_USERS)
    role, brief = _found(call, client, name), flag(call, "briefRepresentation")
    access = {"manage": call.may(*MANAGE_USERS)}
    found = page(call, _holders(call, role.ref), DEFAULT_MOST) if call.may(*VIEW_USERS) else []
    return ok([{**users.representation(call, rep, brief), "access": access} for rep in found])


def groups(call: Call, client: str, name: str) -> Response:
    """List the groups that have a role themselves, sorted by name."""
    call.require(*needed_to_view(client))
    call.require(*QUERY_GROUPS)
    role, full = _found(call, client, name), not flag(call, "briefRepresentation", True)
    found = [it for it in all_groups(call.realm) if role.ref in call.realm.groups[it.path].roles]
    found.sort(key=lambda group: group.name)
    return ok([group_rep(call.realm, it, full) for it in page(call, found, DEFAULT_MOST)])


Serve = Callable[..., Response]


def _of_realm(serve: Serve) -> Serve:
    return lambda call, *path: serve(call, "", *path)


def _of_client(serve: Serve) -> Serve:
    def of_client(call: Call, client: Client, *path: str) -> Response:
        return serve(call, client.client_id, *path)

    return of_client


def _view(serve: Serve) -> Serve:
    """Look up a role by its name for callers who may see it."""

    def with_role(call: Call, client: str, name: str, *path: str) -> Response:
        call.require(*needed_to_view(client))
        return serve(call, _found(call, client, name), *path)

    return with_role


def _manage(serve: Serve) -> Serve:
    """Look up a role by its name for callers who may change it."""

    def with_role(call: Call, client: str, name: str) -> Response:
        require_manage_roles(call, client)
        role = _found(call, client, name)
        if serve is not delete:
            require_manage(call, role.ref)
        return serve(call, role)

    return with_role


def _by_id(serve: Serve, manage: bool = False) -> Serve:
    """Look up a role by its id."""

    def with_role(call: Call, role_id: str, *path: str) -> Response:
        role = role_by_id(call.realm, role_id)
        if role is None:
            raise NotFound("Could not find role with id", f'there is no role with the id "{role_id:.80}"')
        if serve is delete:
            _require_removable(call, role.ref)
        if manage:
            require_manage(call, role.ref)
        else:
            call.require(*needed_to_view(role.ref.client))
        return serve(call, role, *path)

    return with_role


_REP, _REPS = "RoleRepresentation", "list of RoleRepresentation"


def _routes(prefix: str, of: Callable[[Serve], Serve]) -> Iterator[Route]:
    one = f"{prefix}/<role_name>"
    yield Route("GET", prefix, of(search))
    yield Route("POST", prefix, of(create), body=_REP)
    yield Route("GET", one, of(_view(read)))
    yield Route("PUT", one, of(_manage(update)), body=_REP)
    yield Route("DELETE", one, of(_manage(delete)), no_cache=True)
    yield Route("GET", f"{one}/composites", of(_view(role_composites.composites)))
    yield Route("POST", f"{one}/composites", of(_manage(role_composites.add_composites)), body=_REPS)
    yield Route("DELETE", f"{one}/composites", of(_manage(role_composites.remove_composites)), body=_REPS)
    yield Route("GET", f"{one}/composites/realm", of(_view(role_composites.realm_composites)))
    yield Route("GET", f"{one}/composites/clients/<of_client>", of(_view(role_composites.client_composites)))
    yield Route("GET", f"{one}/users", of(members))
    yield Route("GET", f"{one}/groups", of(groups))


_BY_ID = "/roles-by-id/<role_id>"
ROUTES = (
    *_routes("/roles", _of_realm),
    *_routes("/clients/<client>/roles", _of_client),
    Route("GET", _BY_ID, _by_id(read)),
    Route("PUT", _BY_ID, _by_id(update, manage=True), body=_REP),
    Route("DELETE", _BY_ID, _by_id(delete, manage=True), no_cache=True),
    Route("GET", f"{_BY_ID}/composites", _by_id(role_composites.composites_by_id)),
    Route("POST", f"{_BY_ID}/composites", _by_id(role_composites.add_composites, manage=True), body=_REPS),
    Route("DELETE", f"{_BY_ID}/composites", _by_id(role_composites.remove_composites, manage=True), body=_REPS),
    Route("GET", f"{_BY_ID}/composites/realm", _by_id(role_composites.realm_composites)),
    Route("GET", f"{_BY_ID}/composites/clients/<of_client>", _by_id(role_composites.client_composites)),
)


def _texts(role: Role) -> tuple[str, str]:
    return role.ref.name, role.rep.get("description") or ""


def _found(call: Call, client: str, name: str) -> Role:
    role = find_role(call.realm, RoleRef(client, name))
    if role is None:
        of = f'client "{client}"' if client else f'realm "{call.realm.name}"'
        raise NotFound("Could not find role", f'{of} has no role "{name:.80}"')
    return role


def _require_removable(call: Call, ref: RoleRef) -> None:
    if ref == call.realm.default_role:
        raise AdminError(f"{ref.name} is default role of the realm and cannot be removed.")


def _attributes(sent: Rep) -> dict[str, list[str]]:
    return {name: list(values) for name, values in (sent.get("attributes") or {}).items() if values}


def _holders(call: Call, ref: RoleRef) -> Iterator[Rep]:
    for rep in call.ctx.accounts.reps(call.realm):
        if ref.name in (
            (rep.get("clientRoles") or {}).get(ref.client, ()) if ref.client else rep.get("realmRoles") or ()
        ):
            yield rep
