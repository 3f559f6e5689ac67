"""The roles of users and groups (RoleMapperResource, ClientRoleMappingsResource)."""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass

from mockauth.protocol.errors import NotFound
from mockauth.realms.model import Client, User
from mockauth.realms.model.roles import RoleRef
from mockauth.web.admin.call import Call, Rep, Route
from mockauth.web.admin.group_reps import StoredGroup, put_group
from mockauth.web.admin.paging import flag
from mockauth.web.admin.permissions import MANAGE_USERS, VIEW_USERS
from mockauth.web.admin.responses import no_content, ok
from mockauth.web.admin.role_permissions import may_map, needed_to_view, require_map
from mockauth.web.admin.role_reps import find_role, mapped_roles, role_reps, roles_of
from mockauth.web.responses import Response

Refs = frozenset[RoleRef]


@dataclass(frozen=True)
class Holder:
    """A user or group: its own roles, those that it has with its groups and composites, and how to change them.

    `of_clients` are the effective roles among the roles of clients: those of a group do not count its parents.
    """

    own: Refs
    effective: Refs
    of_clients: Refs
    store: Callable[[Refs], object]


def of_user(call: Call, user: User) -> Holder:
    """Return a user as the holder of roles."""

    def store(roles: Refs) -> None:
        rep = {**user.rep, "id": user.id, "username": user.username, **mapped_roles(roles)}
        call.ctx.accounts.save_rep(rep, user)

    effective = call.realm.roles_of(user)
    return Holder(user.roles, effective, effective, store)


def of_group(call: Call, stored: StoredGroup) -> Holder:
    """Return a group as the holder of roles."""
    realm = call.realm
    group = realm.groups[stored.path]
    inherited, above = set(group.roles), realm.groups.get(group.parent)
    while above:
        inherited |= above.roles
        above = realm.groups.get(above.parent)

    def store(roles: Refs) -> None:
        put_group(call, stored, {**stored.rep, **mapped_roles(roles)})

    return Holder(group.roles, realm.expand(inherited), realm.expand(group.roles), store)


def find_client(call: Call, wanted: str, *_outer: object) -> Client:
    """Return the client with an id, whose roles are mapped. Raises NotFound."""
    client = next((it for it in call.realm.clients.values() if it.id == wanted), None)
    if client is None:
        raise NotFound("Client not found", f'there is no client with the id "{wanted:.80}"')
    return client


def read_all(call: Call, holder: Holder) -> Response:
    """List the roles of a user or group: those of the realm, and those of each client."""
    shown: Rep = {}
    own = [ref for ref in holder.own if call.may(*needed_to_view(ref.client))]
    if of_realm := role_reps(call.realm, (ref for ref in own if not ref.client)):
        shown["realmMappings"] = of_realm
    of_clients = {}
    for name in sorted({ref.client for ref in own if ref.client in call.realm.clients}):
        if found := role_reps(call.realm, (ref for ref in own if ref.client == name)):
            of_clients[name] = {"id": call.realm.clients[name].id, "client": name, "mappings": found}
    return ok({**shown, **({"clientMappings": of_clients} if of_clients else {})})


def read(call: Call, holder: Holder, client: str) -> Response:
    """List the roles of a user or group that are roles of the realm, or of a client."""
    return ok(role_reps(call.realm, (ref for ref in holder.own if ref.client == client)))


def composite(call: Call, holder: Holder, client: str) -> Response:
    """List the roles that a user or group has effectively."""
    effective = holder.of_clients if client else holder.effective
    found = (ref for ref in effective if ref.client == client)
    return ok(role_reps(call.realm, found, flag(call, "briefRepresentation", True)))


def available(call: Call, holder: Holder, client: str) -> Response:
    """List the roles that a user or group could get."""
    refs = (role.ref for role in roles_of(call.realm, client))
    return ok(role_reps(call.realm, (ref for ref in refs if ref not in holder.own and may_map(call, ref))))


def add(call: Call, holder: Holder, client: str) -> Response:
    """Assign roles to a user or group."""
    holder.store(holder.own.union(_named(call, client, call.rep)))
    return no_content()


def remove(call: Call, holder: Holder, client: str) -> Response:
    """Remove roles from a user or group; without a body, all roles of the realm or the client."""
    if call.rep is None:
        roles = [ref for ref in holder.own if ref.client == client]
        for ref in roles:
            require_map(call, ref)
    else:
        roles = [*_named(call, client, call.rep)]
    holder.store(holder.own.difference(roles))
    return no_content()


def _named(call: Call, client: str, sent: Iterable[Rep]) -> Iterator[RoleRef]:
    """Yield the roles of the body, whose names and ids must match."""
    for it in sent:
        role = find_role(call.realm, RoleRef(client, it.get("name") or ""))
        if role is None or role.id != it.get("id"):
            raise NotFound("Role not found", f'there is no role "{it.get("name")!s:.80}" with the id in the body')
        require_map(call, role.ref)
        yield role.ref


Serve = Callable[..., Response]
_REPS = "list of RoleRepresentation"


def _routes(prefix: str, holder: Callable[..., Holder]) -> Iterator[Route]:
    """Yield the operations on the role mappings of users or groups."""

    def of_realm(serve: Serve) -> Serve:
        return lambda call, owner: serve(call, holder(call, owner), "")

    def of_client(serve: Serve, sees_client: bool = False) -> Serve:
        def with_client(call: Call, owner: object, client: Client) -> Response:
            if sees_client:
                call.require(*needed_to_view(client.client_id))
            return serve(call, holder(call, owner), client.client_id)

        return with_client

    realm, client = f"{prefix}/realm", f"{prefix}/clients/<mapped_client>"
    yield Route("GET", prefix, lambda call, owner: read_all(call, holder(call, owner)), VIEW_USERS)
    yield Route("GET", realm, of_realm(read), VIEW_USERS)
    yield Route("POST", realm, of_realm(add), MANAGE_USERS, body=_REPS)
    yield Route("DELETE", realm, of_realm(remove), MANAGE_USERS, body=f"optional {_REPS}")
    yield Route("GET", f"{realm}/composite", of_realm(composite), VIEW_USERS)
    yield Route("GET", f"{realm}/available", of_realm(available), VIEW_USERS)
    yield Route("GET", client, of_client(read, sees_client=True), VIEW_USERS)
    yield Route("POST", client, of_client(add), MANAGE_USERS, body=_REPS)
    yield Route("DELETE", client, of_client(remove), MANAGE_USERS, body=f"optional {_REPS}")
    yield Route("GET", f"{client}/composite", of_client(composite, sees_client=True), VIEW_USERS)
    yield Route("GET", f"{client}/available", of_client(available), VIEW_USERS)


ROUTES = (*_routes("/users/<user>/role-mappings", of_user), *_routes("/groups/<group>/role-mappings", of_group))
