"""The options for the bootstrap admin, whose user or client administers all realms."""

from collections.abc import Callable
from typing import Any, TypeVar

import click

from mockauth.cli.configuration import setting
from mockauth.cli.network import LOOPBACK
from mockauth.realms.bootstrap import Bootstrap

_F = TypeVar("_F", bound=Callable[..., Any])
# Keycloak's defaults if only the password or the secret is given.
_USER, _CLIENT = "temp-admin", "temp-admin-service"


def bootstrap_options(command: _F) -> _F:
    """Add the options `--bootstrap-admin-…`."""
    for option in (_client_secret, _client_id, _password, _username):
        command = option(command)
    return command


def bootstrap_admin(
    host: str, username: str | None, password: str | None, client_id: str | None, client_secret: str | None
) -> Bootstrap:
    """Return the bootstrap admin for a server that listens on a host.

    By default that is admin/admin if the server listens on the loopback interface, and otherwise there is none.
    Raises click.UsageError for a name without a password or secret.
    """
    if username and not password:
        raise click.UsageError("--bootstrap-admin-username needs --bootstrap-admin-password")
    if client_id and not client_secret:
        raise click.UsageError("--bootstrap-admin-client-id needs --bootstrap-admin-client-secret")
    if password or client_secret:
        user = (username or _USER, password) if password else ("", "")
        client = (client_id or _CLIENT, client_secret) if client_secret else ("", "")
        return Bootstrap(*user, *client)
    return Bootstrap() if host in LOOPBACK else Bootstrap("", "")


_username = setting(
    "--bootstrap-admin-username",
    metavar="NAME",
    variables=("KC_BOOTSTRAP_ADMIN_USERNAME", "KEYCLOAK_ADMIN", "KEYCLOAK_USER"),
    help="Username of the admin in realm master.  [default: admin, if the server listens on localhost only]",
)
_password = setting(
    "--bootstrap-admin-password",
    metavar="PASSWORD",
    variables=("KC_BOOTSTRAP_ADMIN_PASSWORD", "KEYCLOAK_ADMIN_PASSWORD", "KEYCLOAK_PASSWORD"),
    help="Password of that admin.  [default: admin, if the server listens on localhost only]",
)
_client_id = setting(
    "--bootstrap-admin-client-id",
    metavar="ID",
    variables=("KC_BOOTSTRAP_ADMIN_CLIENT_ID",),
    help="Client in realm master whose service account is an admin.",
)
_client_secret = setting(
    "--bootstrap-admin-client-secret",
    metavar="SECRET",
    variables=("KC_BOOTSTRAP_ADMIN_CLIENT_SECRET",),
    help="Secret of that client.",
)
