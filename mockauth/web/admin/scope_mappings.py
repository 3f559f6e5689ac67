"""The roles in the scope of clients and client scopes (ScopeMappedResource, ScopeMappedClientResource)."""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from typing import Any

from mockauth.protocol.errors import NotFound
from mockauth.realms.model import Client, ClientScope
from mockauth.realms.model.roles import RoleRef
from mockauth.web.admin import client_permissions
from mockauth.web.admin.call import Call, Rep, Route
from mockauth.web.admin.paging import flag
from mockauth.web.admin.permissions import MANAGE_CLIENTS, VIEW_CLIENTS
from mockauth.web.admin.responses import no_content, ok
from mockauth.web.admin.role_reps import by_container, find_role, role_by_id, role_reps, roles_of
from mockauth.web.responses import Response

Refs = frozenset[RoleRef]


@dataclass(frozen=True)
class Scoped:
    """A client or client scope: the key and the name that its scope mappings have in a realm, and its roles.

    `own` are the roles in its scope mappings, `direct` those with the roles of the client itself, `effective` all that
    a token may contain.
    """

    key: str
    name: str
    own: Refs
    direct: Refs
    effective: Refs


def of_client(call: Call, client: Client) -> Scoped:
    """Return a client with its scope."""
    direct = client.roles.union(role.ref for role in roles_of(call.realm, client.client_id))
    effective = frozenset(call.realm.roles) if client.full_scope_allowed else call.realm.expand(direct)
    return Scoped("client", client.client_id, client.roles, direct, effective)


def of_scope(call: Call, scope: ClientScope) -> Scoped:
    """Return a client scope with its roles."""
    return Scoped("clientScope", scope.name, scope.roles, scope.roles, call.realm.expand(scope.roles))


def find_client(call: Call, wanted: str, *_outer: object) -> Client:
    """Return the client with an id, whose roles are mapped. Raises NotFound."""
    client = next((it for it in call.realm.clients.values() if it.id == wanted), None)
    if client is None:
        raise NotFound("Could not find client", f'there is no client with the id "{wanted:.80}"')
    return client


def read_all(call: Call, scoped: Scoped) -> Response:
    """List the roles in the scope mappings: those of the realm, and those of each client."""
    names = by_container(ref for ref in scoped.own if ref in call.realm.roles)
    shown: Rep = {"realmMappings": role_reps(call.realm, _refs("", names.pop("")))} if "" in names else {}
    of_clients = {
        name: {
            "id": call.realm.clients[name].id,
            "client": name,
            "mappings": role_reps(call.realm, _refs(name, own)),
        }
        for name, own in names.items()
        if name in call.realm.clients
    }
    return ok({**shown, **({"clientMappings": of_clients} if of_clients else {})})


def read(call: Call, scoped: Scoped, client: str) -> Response:
    """List the roles of the realm or a client that are in the scope mappings."""
    return ok(role_reps(call.realm, (ref for ref in scoped.own if ref.client == client)))


def available(call: Call, scoped: Scoped, client: str) -> Response:
    """List the roles that could be added."""
    refs = (role.ref for role in roles_of(call.realm, client)) if call.may(*MANAGE_CLIENTS) else ()
    return ok(role_reps(call.realm, (ref for ref in refs if ref not in scoped.direct)))


def composite(call: Call, scoped: Scoped, client: str) -> Response:
    """List the roles that are in the scope effectively."""
    found = (ref for ref in scoped.effective if ref.client == client)
    return ok(role_reps(call.realm, found, flag(call, "briefRepresentation", True)))


def add(call: Call, scoped: Scoped, client: str) -> Response:
    """Add roles to the scope mappings."""
    _store(call, scoped, scoped.own.union(_named(call, client)))
    return no_content()


def remove(call: Call, scoped: Scoped, client: str) -> Response:
    """Remove roles from the scope mappings; without a body, all roles of the realm or the client."""
    gone = (ref for ref in scoped.own if ref.client == client) if call.rep is None else _named(call, client)
    _store(call, scoped, scoped.own.difference(gone))
    return no_content()


def _refs(client: str, names: Iterable[str]) -> Iterator[RoleRef]:
    return (RoleRef(client, name) for name in names)


def _named(call: Call, client: str) -> Iterator[RoleRef]:
    """Yield the roles in the body: those of a client by name, others by id."""
    for sent in call.rep:
        if client:
            role = find_role(call.realm, RoleRef(client, sent.get("name") or ""))
        else:
            role = role_by_id(call.realm, sent.get("id"))
        if role is None:
            raise NotFound("Role not found", f"there is no role {sent.get('name')!s:.80} as in the body")
        yield role.ref


def _store(call: Call, scoped: Scoped, roles: Refs) -> None:
    names = by_container(roles)

    def with_names(listed: Iterable[Rep], own: list[str]) -> list[Rep]:
        others = [it for it in listed if it.get(scoped.key) != scoped.name]
        return [*others, {scoped.key: scoped.name, "roles": own}] if own else others

    before: dict[str, Any] = call.realm.rep.get("clientScopeMappings") or {}
    clients = dict.fromkeys([*before, *(name for name in names if name)])
    of_clients = {name: with_names(before.get(name) or (), names.get(name, [])) for name in clients}
    of_realm = with_names(call.realm.rep.get("scopeMappings") or (), names.get("", []))
    call.store(
        {
            **call.realm.rep,
            "scopeMappings": of_realm,
            "clientScopeMappings": {name: own for name, own in of_clients.items() if own},
        }
    )


Serve = Callable[..., Response]
_REPS = "list of RoleRepresentation"


def _routes(prefix: str, scoped: Callable[..., Scoped]) -> Iterator[Route]:
    def of_realm(serve: Serve, changes: bool = False) -> Serve:
        def with_scoped(call: Call, owner: Any) -> Response:
            _require(call, owner, changes)
            return serve(call, scoped(call, owner), "")

        return with_scoped

    def of_client(serve: Serve, changes: bool = False) -> Serve:
        def with_scoped(call: Call, owner: Any, client: Client) -> Response:
            _require(call, owner, changes)
            return serve(call, scoped(call, owner), client.client_id)

        return with_scoped

    realm, client = f"{prefix}/realm", f"{prefix}/clients/<scoped_client>"
    yield Route("GET", prefix, lambda call, owner: read_all(call, scoped(call, owner)), VIEW_CLIENTS)
    for path, of in ((realm, of_realm), (client, of_client)):
        yield Route("GET", path, of(read), VIEW_CLIENTS)
        yield Route("POST", path, of(add, True), MANAGE_CLIENTS, body=_REPS)
        yield Route("DELETE", path, of(remove, True), MANAGE_CLIENTS, body=f"optional {_REPS}")
        yield Route("GET", f"{path}/available", of(available), VIEW_CLIENTS)
        yield Route("GET", f"{path}/composite", of(composite), VIEW_CLIENTS)


def _require(call: Call, owner: Client | ClientScope, changes: bool) -> None:
    if changes and isinstance(owner, Client):
        client_permissions.require_manage(call, owner.client_id)


ROUTES = (
    *_routes("/clients/<client>/scope-mappings", of_client),
    *_routes("/client-scopes/<client_scope>/scope-mappings", of_scope),
)
