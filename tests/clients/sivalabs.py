"""The tutorial's realm `sivalabs` with its three clients, for applications on free ports."""

import os
import socket
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import pytest

from clients.server import serving

WEBAPP_SECRET = "qVcg0foCUNyYbgF0Sg52zeIhLYyOwXpQ"
ARCHIVAL_SECRET = "bL1a2V2kouKh4sBMX0UrSmc0d3qubD1a"
KINDS = ["registry", "export"]
_REGISTRY = f"""
[realms.sivalabs.clients.archival-service]
secret = "{ARCHIVAL_SECRET}"
service_accounts_enabled = true
service_account_roles = ["ROLE_ADMIN_JOB"]

[realms.sivalabs.clients.messages-webapp]
secret = "{WEBAPP_SECRET}"
standard_flow_enabled = true
root_url = "http://localhost:8080"
redirect_uris = ["http://localhost:8080/login/oauth2/code/messages-webapp"]
attributes = {{ "post.logout.redirect.uris" = "http://localhost:8080/" }}

[realms.sivalabs.clients.messages-webapp.protocol_mappers.roles]
protocol_mapper = "oidc-usermodel-realm-role-mapper"
config = {{ "claim.name" = "realm_access.roles", multivalued = "true", "jsonType.label" = "String" }}

[realms.sivalabs.clients.messages-spa]
standard_flow_enabled = true
root_url = "http://localhost:3000"
redirect_uris = ["http://localhost:3000/callback"]
attributes = {{ "pkce.code.challenge.method" = "S256", "post.logout.redirect.uris" = "http://localhost:3000" }}

[realms.sivalabs.users.siva]
password = "siva1234"
email = "siva@gmail.com"
first_name = "Siva"
last_name = "Example"
realm_roles = ["ROLE_USER", "ROLE_ADMIN"]

[realms.sivalabs.users.prasad]
password = "prasad1234"
email = "prasad@gmail.com"
first_name = "Prasad"
last_name = "Example"
"""


@dataclass(frozen=True)
class Tutorial:
    """The URL of the realm, and the ports of its applications."""

    issuer: str
    webapp_port: int
    spa_port: int


@contextmanager
def tutorial(kind: str, folder: Path, spa_port: int = 0) -> Iterator[Tutorial]:
    """Serve the realm from a registry or the export, with the ports of the applications instead of 8080 and 3000."""
    ports = Tutorial("", free_port(), spa_port or free_port())
    if kind == "registry":
        text, file, option = _REGISTRY, folder / "tutorial.toml", "--config"
    else:
        export = Path(os.environ.get("MOCKAUTH_REALMS", "/nowhere")) / "sivalabs-realm.json"
        if not export.exists():
            pytest.skip("MOCKAUTH_REALMS does not name the folder with the realm export sivalabs-realm.json")
        text, file, option = export.read_text(encoding="utf-8"), folder / "tutorial.json", "--import"
    moved = text.replace("localhost:8080", f"localhost:{ports.webapp_port}")
    file.write_text(moved.replace("localhost:3000", f"localhost:{ports.spa_port}"), encoding="utf-8")
    with serving(option, str(file)) as server:
        yield Tutorial(f"{server.url}/realms/sivalabs", ports.webapp_port, ports.spa_port)


def free_port() -> int:
    """Return a free port."""
    with socket.socket() as it:
        it.bind(("127.0.0.1", 0))
        return int(it.getsockname()[1])
