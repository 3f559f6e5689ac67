"""Roles that a realm file refers to and does not define: Keycloak makes them without a word.

As DefaultExportImportManager for users, groups, scope mappings and default roles. What is undefined and no role, it
refuses.
"""

from collections.abc import Iterable, Iterator
from typing import Any

Rep = dict[str, Any]
# A role: the client that it is of (none: the realm) and its name.
Ref = tuple[str, str]


def make_roles(rep: Rep) -> None:
    """Add the roles that a completed realm representation refers to, in place."""
    roles = rep["roles"]
    of_clients = roles.setdefault("client", {})
    known = {("", role.get("name")) for role in roles["realm"]}
    known |= {(client, role.get("name")) for client, own in of_clients.items() for role in own}
    clients = {client.get("clientId") for client in rep["clients"]}
    for ref in _referred(rep):
        client, name = ref
        if ref in known or (client and client not in clients):
            continue
        known.add(ref)
        made = {"name": name, "composite": False, "clientRole": bool(client)}
        (of_clients.setdefault(client, []) if client else roles["realm"]).append(made)


def _referred(rep: Rep) -> Iterator[Ref]:
    for holder in (*rep["users"], *_groups(rep.get("groups"))):
        yield from _of(holder.get("realmRoles"), holder.get("clientRoles"))
    for mapping in rep.get("scopeMappings") or ():
        yield from _of(mapping.get("roles"), None)
    for client, mappings in (rep.get("clientScopeMappings") or {}).items():
        for mapping in mappings or ():
            yield from _of(None, {client: mapping.get("roles")})
    default = next(it for it in rep["roles"]["realm"] if it.get("name") == rep["defaultRole"]["name"])
    yield from _of(default["composites"]["realm"], default["composites"]["client"])


def _of(of_realm: Iterable[str] | None, of_clients: Rep | None) -> Iterator[Ref]:
    yield from (("", name.strip()) for name in of_realm or ())
    for client, names in (of_clients or {}).items():
        yield from ((client, name.strip()) for name in names or ())


def _groups(groups: Iterable[Rep] | None) -> Iterator[Rep]:
    for group in groups or ():
        yield group
        yield from _groups(group.get("subGroups"))
