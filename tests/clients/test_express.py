"""keycloak-connect in an Express application, if npm is installed."""

import json
import os
import subprocess
import threading
from collections.abc import Iterator
from dataclasses import dataclass

import pytest
from browser import shop

from clients.packages import node_packages
from clients.person import Person
from clients.server import serving
from clients.shop import SECRET
from clients.sivalabs import free_port

pytestmark = pytest.mark.clients
STARTED_WITHIN = 60


@dataclass(frozen=True)
class Express:
    """The running application, and the issuer that it trusts."""

    url: str
    issuer: str


@pytest.fixture(scope="module")
def express(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Express]:
    folder, port = node_packages(), free_port()
    url = f"http://localhost:{port}"
    with serving("--import", str(shop.written(tmp_path_factory.mktemp("shop"), url))) as server:
        issuer = f"{server.url}/realms/shop"
        with subprocess.Popen(
            ["node", "express.js"],
            cwd=folder,
            env={**os.environ, "ISSUER": issuer, "CLIENT_SECRET": SECRET, "PORT": str(port)},
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            encoding="utf-8",
        ) as process:
            timer = threading.Timer(STARTED_WITHIN, process.kill)
            timer.start()
            assert process.stdout
            assert "listening" in process.stdout.readline()
            timer.cancel()
            yield Express(url, issuer)
            process.kill()


def token(express: Express, client: str = "shop-spa", **more: str) -> dict[str, str]:
    form = {"grant_type": "password", "client_id": client, "username": "ada", "password": "ada-password", **more}
    found: dict[str, str] = json.loads(Person().opens(f"{express.issuer}/protocol/openid-connect/token", form).text)
    return found


def asked(url: str, bearer: str = "") -> tuple[int, str]:
    person = Person()
    person.opener.addheaders = [("Authorization", f"Bearer {bearer}")] if bearer else []
    person.opens(url)
    return person.status, person.text


def test_a_page_requires_a_login(express: Express) -> None:
    person = Person().opens(f"{express.url}/me")
    assert person.url.startswith(express.issuer)
    assert person.logs_in("ada", "ada-password").text == "ada"


def test_a_page_requires_a_role(express: Express) -> None:
    person = Person().opens(f"{express.url}/buyers").logs_in("ada", "ada-password")
    assert person.text == "for buyers"
    assert person.opens(f"{express.url}/nobody").status == 403
    assert Person().opens(f"{express.url}/buyers").logs_in("bob", "bob-password").status == 403


def test_the_api_requires_a_token(express: Express) -> None:
    assert asked(f"{express.url}/api/open") == (200, '"open"')
    assert asked(f"{express.url}/api/shut")[0] == 403
    assert asked(f"{express.url}/api/shut", "garbage")[0] == 403
    assert asked(f"{express.url}/api/shut", token(express)["access_token"]) == (200, '"shop-spa"')


def test_the_api_requires_a_role(express: Express) -> None:
    assert asked(f"{express.url}/api/buyers", token(express)["access_token"]) == (200, '"for buyers"')
    bobs = token(express, username="bob", password="bob-password")["access_token"]
    assert asked(f"{express.url}/api/buyers", bobs)[0] == 403


def test_the_api_refuses_id_tokens_and_refresh_tokens(express: Express) -> None:
    tokens = token(express, scope="openid")
    assert asked(f"{express.url}/api/shut", tokens["id_token"])[0] == 403
    assert asked(f"{express.url}/api/shut", tokens["refresh_token"])[0] == 403


def test_a_logout_ends_the_sessions_of_application_and_realm(express: Express) -> None:
    person = Person().opens(f"{express.url}/me").logs_in("ada", "ada-password")
    assert person.opens(f"{express.url}/logout").text == "home"
    assert 'id="kc-form-login"' in person.opens(f"{express.url}/me").text
