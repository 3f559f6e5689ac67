"""Create the roles that a realm file refers to but does not define.

Follows DefaultExportImportManager for users, groups, scope mappings and default roles. References to other undefined
objects are errors (see `validation.references`).
"""

from collections.abc import Iterable, Iterator
from typing import Any

Rep = dict[str, Any]
# A reference to a role: its client (empty for realm roles) and its name.
Ref = tuple[str, str]


def create_missing_roles(rep: Rep) -> None:
    """Add the undefined roles that a completed realm representation refers to, in place."""
    roles = rep["roles"]
    of_clients = roles.setdefault("client", {})
    known = {("", role.get("name")) for role in roles["realm"]}
    known |= {(client, role.get("name")) for client, own in of_clients.items() for role in own}
    clients = {client.get("clientId") for client in rep["clients"]}
    for ref in _all_role_refs(rep):
        client, name = ref
        if ref in known or (client and client not in clients):
            continue
        known.add(ref)
        created = {"name": name, "composite": False, "clientRole": bool(client)}
        (of_clients.setdefault(client, []) if client else roles["realm"]).append(created)


def _all_role_refs(rep: Rep) -> Iterator[Ref]:
    for holder in (*rep["users"], *_groups(rep.get("groups"))):
        yield from _role_refs(holder.get("realmRoles"), holder.get("clientRoles"))
    for mapping in rep.get("scopeMappings") or ():
        yield from _role_refs(mapping.get("roles"), None)
    for client, mappings in (rep.get("clientScopeMappings") or {}).items():
        for mapping in mappings or ():
            yield from _role_refs(None, {client: mapping.get("roles")})
    default = next(it for it in rep["roles"]["realm"] if it.get("name") == rep["defaultRole"]["name"])
    yield from _role_refs(default["composites"]["realm"], default["composites"]["client"])


def _role_refs(realm_roles: Iterable[str] | None, client_roles: Rep | None) -> Iterator[Ref]:
    yield from (("", name.strip()) for name in realm_roles or ())
    for client, names in (client_roles or {}).items():
        yield from ((client, name.strip()) for name in names or ())


def _groups(groups: Iterable[Rep] | None) -> Iterator[Rep]:
    for group in groups or ():
        yield group
        yield from _groups(group.get("subGroups"))
