"""The tutorial's realm on a port, loaded from mockauth.toml and from the realm export."""

import os
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest

from clients.server import TOP, serving


@dataclass(frozen=True)
class Realm:
    """A realm on a server, and its client."""

    issuer: str
    client_id: str = "archival-service"
    client_secret: str = "bL1a2V2kouKh4sBMX0UrSmc0d3qubD1a"

    @property
    def token_endpoint(self) -> str:
        """The URL of the token endpoint."""
        return f"{self.issuer}/protocol/openid-connect/token"

    @property
    def metadata(self) -> str:
        """The URL of the discovery document."""
        return f"{self.issuer}/.well-known/openid-configuration"


@pytest.fixture(scope="session", params=["registry", "export"])
def realm(request: pytest.FixtureRequest) -> Iterator[Realm]:
    """The realm `sivalabs` with the client `archival-service`."""
    options = ["--config", str(TOP / "mockauth.toml")]
    if request.param == "export":
        folder = os.environ.get("MOCKAUTH_REALMS")
        if not folder:
            pytest.skip("MOCKAUTH_REALMS does not name the folder with the realm export sivalabs-realm.json")
        options = ["--import", str(Path(folder, "sivalabs-realm.json").resolve())]
    with serving(*options) as server:
        yield Realm(f"{server.url}/realms/sivalabs")
