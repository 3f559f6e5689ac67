"""References to roles by name."""

from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from mockauth.realms.parsing.json_reader import Reader


class RoleRef(NamedTuple):
    """The name of a realm role (`client` is empty), or of a role of the client with that client ID."""

    client: str
    name: str


def role_refs(rep: "Reader", realm_key: str, client_key: str) -> frozenset[RoleRef]:
    """Read role references: a list of realm roles, and an object of lists of client roles."""
    by_client = rep.object(client_key)
    return frozenset(RoleRef("", name.strip()) for name in rep.texts(realm_key)).union(
        RoleRef(client, name.strip()) for client in by_client.rep for name in by_client.texts(client)
    )
