"""Logins with openid-client, and with oauth2 and go-oidc for Go, if their runtimes are installed."""

import os
import shutil
from collections.abc import Iterator

import pytest
from browser.application import Application

from clients.packages import node_packages
from clients.person import Person
from clients.shop import SECRET, run_with_browser, shop_served
from clients.test_go import build

pytestmark = pytest.mark.clients


@pytest.fixture(scope="session")
def in_shop(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Application]:
    """The realm `shop`, and the application of its redirect URIs."""
    with shop_served(tmp_path_factory.mktemp("shop")) as app:
        yield app


def environment(app: Application) -> dict[str, str]:
    return {**os.environ, "ISSUER": app.issuer, "CALLBACK": f"{app.url}/native/answer", "CLIENT_SECRET": SECRET}


@pytest.mark.parametrize(
    "way", ["code", "public", "refusal", "jarm", "hybrid", "implicit", "pushed", "device", "logout"]
)
def test_openid_client_logs_a_user_in(in_shop: Application, way: str) -> None:
    folder = node_packages()
    run_with_browser(["node", "code-flow.js", way], folder, environment(in_shop), Person())


@pytest.mark.skipif(not shutil.which("go"), reason="Go is not installed")
@pytest.mark.parametrize("way", ["code", "device"])
def test_the_go_clients_log_a_user_in(in_shop: Application, way: str) -> None:
    program = build("login")
    run_with_browser([str(program), way], program.parent, environment(in_shop), Person())
