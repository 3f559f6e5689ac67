"""openid-client, and newman with the two requests of the tutorial, if npm is installed."""

from pathlib import Path

import pytest

from clients.conftest import Realm
from clients.packages import node_packages, run

pytestmark = pytest.mark.clients


@pytest.fixture(scope="session")
def folder() -> Path:
    """The folder of the packages and the scripts."""
    return node_packages()


def test_openid_client_gets_tokens_and_checks_them(folder: Path, realm: Realm) -> None:
    run(
        folder,
        "node",
        "openid-client.js",
        ISSUER=realm.issuer,
        CLIENT_ID=realm.client_id,
        CLIENT_SECRET=realm.client_secret,
    )


def test_the_two_requests_of_the_tutorial_pass_in_newman(folder: Path, realm: Realm) -> None:
    variables = {"issuer": realm.issuer, "client_id": realm.client_id, "client_secret": realm.client_secret}
    options = [part for name, value in variables.items() for part in ("--env-var", f"{name}={value}")]
    run(folder, "node", "node_modules/newman/bin/newman.js", "run", "tutorial.postman_collection.json", *options)
