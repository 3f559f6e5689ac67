"""Roles that a registry assigns without defining them."""

from collections.abc import Iterator
from typing import Any

from mockauth.realms.built_in import BUILT_IN_CLIENTS
from mockauth.realms.registry.references import all_groups

Rep = dict[str, Any]


def define_assigned_roles(rep: Rep) -> None:
    """Create the roles that are assigned but not defined, as Keycloak does on import.

    The roles of built-in clients are Keycloak's own: none are added to them.
    """
    defined = {("", role.get("name")) for role in rep["roles"]["realm"]}
    of_clients = rep["roles"]["client"]
    defined |= {(client, role.get("name")) for client, roles in of_clients.items() for role in roles}
    clients = {client.get("clientId") for client in rep["clients"]} - BUILT_IN_CLIENTS
    for client, name in dict.fromkeys(_assigned_roles(rep)):
        if (client, name) in defined or (client and client not in clients):
            continue
        role = {"name": name, "composite": False}
        (of_clients.setdefault(client, []) if client else rep["roles"]["realm"]).append(role)


def _assigned_roles(rep: Rep) -> Iterator[tuple[str, str]]:
    """Yield the roles of users, groups and scope mappings: the client (empty for realm roles) and the name."""
    for holder in (*rep["users"], *all_groups(rep["groups"])):
        yield from (("", name) for name in holder.get("realmRoles") or ())
        for client, names in (holder.get("clientRoles") or {}).items():
            yield from ((client, name) for name in names)
    yield from (("", name) for mapping in rep["scopeMappings"] for name in mapping["roles"])
    for client, mappings in rep["clientScopeMappings"].items():
        yield from ((client, name) for mapping in mappings for name in mapping["roles"])
