"""openid-client and Go's oauth2 with go-oidc log somebody in, where their runtimes are found."""

import os
import shutil
from collections.abc import Iterator

import pytest
from browser.application import Application

from clients.packages import node_packages
from clients.person import Person
from clients.shop import SECRET, shop_served, told
from clients.test_go import build

pytestmark = pytest.mark.clients


@pytest.fixture(scope="session")
def in_shop(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Application]:
    """The realm `shop`, and an application to be sent back to."""
    with shop_served(tmp_path_factory.mktemp("shop")) as app:
        yield app


def environment(app: Application) -> dict[str, str]:
    return {**os.environ, "ISSUER": app.issuer, "CALLBACK": f"{app.url}/native/answer", "CLIENT_SECRET": SECRET}


@pytest.mark.parametrize(
    "way", ["code", "public", "refusal", "jarm", "hybrid", "implicit", "pushed", "device", "logout"]
)
def test_openid_client_logs_somebody_in(in_shop: Application, way: str) -> None:
    folder = node_packages()
    told(["node", "code-flow.js", way], folder, environment(in_shop), Person())


@pytest.mark.skipif(not shutil.which("go"), reason="there is no go here")
@pytest.mark.parametrize("way", ["code", "device"])
def test_gos_clients_log_somebody_in(in_shop: Application, way: str) -> None:
    program = build("login")
    told([str(program), way], program.parent, environment(in_shop), Person())
