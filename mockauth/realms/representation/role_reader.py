"""Read the roles, the scope mappings and the groups of a realm representation."""

from collections.abc import Iterator

from mockauth.realms.model import Group, RoleRef
from mockauth.realms.model.roles import role_refs
from mockauth.realms.parsing.json_reader import Reader


def read_roles(top: Reader) -> dict[RoleRef, frozenset[RoleRef]]:
    """Return the roles of the realm and of its clients, each with the roles that it is composed of."""
    by_container = top.object("roles")
    clients = by_container.object("client")
    listed = [("", role) for role in by_container.objects("realm", "name")]
    listed += [(client, role) for client in clients.rep for role in clients.objects(client, "name")]
    found: dict[RoleRef, frozenset[RoleRef]] = {}
    for client, role in listed:
        ref = RoleRef(client, role.text("name"))
        if ref in found:
            top.problems.append((role.place, f'duplicate role "{ref.name}"'))
        parts = role.object("composites")
        found[ref] = role_refs(parts, "realm", "client")
    return found


def read_scope_mappings(top: Reader) -> dict[tuple[str, str], frozenset[RoleRef]]:
    """Return the roles in the scope mappings of each client and client scope."""
    by_owner = top.object("clientScopeMappings")
    mappings = [("", mapping) for mapping in top.objects("scopeMappings", "client")]
    mappings += [(owner, mapping) for owner in by_owner.rep for mapping in by_owner.objects(owner, "client")]
    found: dict[tuple[str, str], frozenset[RoleRef]] = {}
    for owner, mapping in mappings:
        kind = "client" if mapping.text("client") else "clientScope"
        of = kind, mapping.text(kind)
        found[of] = found.get(of, frozenset()).union(RoleRef(owner, name.strip()) for name in mapping.texts("roles"))
    return found


def read_groups(rep: Reader, key: str, parent: str) -> Iterator[tuple[str, Group]]:
    """Yield the groups below a key by their paths, each before its subgroups; `parent` is the path above them."""
    for group in rep.objects(key, "name"):
        path = f"{parent}/{group.text('name')}"
        yield (
            path,
            Group(
                path=path,
                name=group.text("name"),
                parent=parent,
                attributes=group.multi("attributes"),
                roles=role_refs(group, "realmRoles", "clientRoles"),
            ),
        )
        yield from read_groups(group, "subGroups", path)
