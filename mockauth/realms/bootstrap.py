"""The bootstrap admin of the master realm (Keycloak's --bootstrap-admin-… options)."""

from typing import NamedTuple


class Bootstrap(NamedTuple):
    """The bootstrap admin: a user, and a client with a service account; each exists only if it has a name."""

    username: str = "admin"
    password: str = "admin"
    client_id: str = ""
    client_secret: str = ""
