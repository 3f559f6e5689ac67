"""The roles that a composite role is composed of (RoleResource)."""

from collections.abc import Iterable, Iterator
from typing import Any

from mockauth.protocol.errors import NotFound
from mockauth.realms.model.roles import RoleRef
from mockauth.web.admin.call import Call, Rep
from mockauth.web.admin.errors import AdminError
from mockauth.web.admin.paging import page
from mockauth.web.admin.responses import no_content, ok
from mockauth.web.admin.role_permissions import needed_to_view, require_map_composite
from mockauth.web.admin.role_reps import Role, find_role, put_role, role_by_id, role_reps, with_composites
from mockauth.web.responses import Response


def add_composites(call: Call, role: Role) -> Response:
    """Add roles to a composite role."""
    parts = [_part(call, it) for it in call.rep]
    put_role(call, role.ref, with_composites({**role.rep, "id": role.id}, {*_parts(call, role), *parts}))
    return no_content()


def remove_composites(call: Call, role: Role) -> Response:
    """Remove roles from a composite role."""
    parts = [_part(call, it) for it in call.rep]
    put_role(call, role.ref, with_composites({**role.rep, "id": role.id}, {*_parts(call, role)} - {*parts}))
    return no_content()


def composites(call: Call, role: Role) -> Response:
    """List the roles that a role is composed of."""
    return ok(_visible(call, _parts(call, role)))


def composites_by_id(call: Call, role: Role) -> Response:
    """List the roles that a role is composed of; `search` is a part of the name."""
    text = (call.query("search") or "").lower()
    return ok(page(call, [it for it in _visible(call, _parts(call, role)) if text in it["name"].lower()]))


def realm_composites(call: Call, role: Role) -> Response:
    """List the realm roles that a role is composed of."""
    return ok(_visible(call, (part for part in _parts(call, role) if not part.client)))


def client_composites(call: Call, role: Role, client_uuid: str) -> Response:
    """List the roles of a client that a role is composed of."""
    client = next((it for it in call.realm.clients.values() if it.id == client_uuid), None)
    if client is None:
        raise NotFound("Could not find client", f'there is no client with the id "{client_uuid:.80}"')
    return ok(_visible(call, (part for part in _parts(call, role) if part.client == client.client_id)))


def named_parts(call: Call, parts: Rep) -> Iterator[RoleRef]:
    """Yield the roles that a new role is composed of. Raises AdminError (404) for unknown ones."""
    by_client: dict[str, list[str]] = {"": parts.get("realm") or [], **(parts.get("client") or {})}
    for client, names in by_client.items():
        if client and client not in call.realm.clients:
            continue
        for name in names:
            if find_role(call.realm, RoleRef(client, name)) is None:
                kind = "Client" if client else "Realm"
                raise AdminError(f"{kind} Role with name {name} does not exist", status=404)
            yield RoleRef(client, name)


def _part(call: Call, sent: Rep) -> RoleRef:
    """Return a role of the body by its id."""
    role = role_by_id(call.realm, sent.get("id"))
    if role is None:
        raise NotFound("Could not find composite role", f'there is no role with the id "{sent.get("id")!s:.80}"')
    require_map_composite(call, role.ref)
    return role.ref


def _parts(call: Call, role: Role) -> frozenset[RoleRef]:
    return call.realm.roles[role.ref]


def _visible(call: Call, refs: Iterable[RoleRef]) -> list[dict[str, Any]]:
    return role_reps(call.realm, (ref for ref in refs if call.may(*needed_to_view(ref.client))))
