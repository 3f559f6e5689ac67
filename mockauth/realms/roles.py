"""The names of roles, as realm files refer to them."""

from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from mockauth.realms.json_reader import Reader


class RoleRef(NamedTuple):
    """The name of a role: of the realm (`client` is empty) or of the client with that client id."""

    client: str
    name: str


def role_refs(rep: "Reader", realm_key: str, client_key: str) -> frozenset[RoleRef]:
    """Read the roles that are named under these keys: of the realm, and by client."""
    by_client = rep.object(client_key)
    return frozenset(RoleRef("", name.strip()) for name in rep.texts(realm_key)).union(
        RoleRef(client, name.strip()) for client in by_client.rep for name in by_client.texts(client)
    )
