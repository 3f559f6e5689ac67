"""The Admin API: no update is lost, a failed change changes nothing, and nothing is imported before it is needed."""

import json
import subprocess
import sys
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest
from demo import REGISTRY
from flask.testing import FlaskClient

from mockauth.realms.bootstrap import Bootstrap
from mockauth.realms.files import load_text
from mockauth.state import State
from mockauth.state.key_ring import KeyRing
from mockauth.web.app import create_app

Send = Callable[..., tuple[int, Any]]
_TOKEN = "/realms/master/protocol/openid-connect/token"
_REALM = "/admin/realms/demo"


@pytest.fixture
def admin_state(ring: KeyRing) -> State:
    return State(load_text(REGISTRY, "demo.toml", {}).realms, ring)


def token_of(http: FlaskClient, **form: str) -> str:
    who = {"grant_type": "password", "client_id": "admin-cli", "username": "admin", "password": "admin", **form}
    found: str = json.loads(http.post(_TOKEN, data=who).data)["access_token"]
    return found


@pytest.fixture
def send(admin_state: State) -> Send:
    app = create_app(admin_state)
    token = token_of(app.test_client())

    def send(method: str, path: str, rep: object = None) -> tuple[int, Any]:
        answer = app.test_client().open(path, method=method, json=rep, headers={"Authorization": f"Bearer {token}"})
        return answer.status_code, json.loads(answer.data) if answer.data else None

    return send


def test_many_clients_that_change_one_realm_lose_no_update(send: Send) -> None:
    def create(number: int) -> int:
        status, _ = send("POST", f"{_REALM}/clients", {"clientId": f"new-{number}"})
        return status

    with ThreadPoolExecutor(32) as pool:
        assert set(pool.map(create, range(64))) == {201}
    _, found = send("GET", f"{_REALM}/clients")
    assert {f"new-{number}" for number in range(64)} <= {client["clientId"] for client in found}


def test_only_one_of_many_users_gets_a_name(send: Send) -> None:
    def create(_number: int) -> int:
        status, _ = send("POST", f"{_REALM}/users", {"username": "same"})
        return status

    with ThreadPoolExecutor(16) as pool:
        assert sorted(pool.map(create, range(16))) == [201] + [409] * 15


def test_a_refused_change_changes_nothing(send: Send, admin_state: State) -> None:
    before = admin_state.find_realm("demo")
    assert send("PUT", _REALM, {"accessTokenLifespan": "soon"})[0] == 400
    assert send("POST", f"{_REALM}/clients", {"clientId": "new", "redirectUris": ["http://a/#b"]})[0] == 400
    assert send("POST", f"{_REALM}/users", {"username": "a<b"})[0] == 400
    assert admin_state.find_realm("demo") is before
    assert send("GET", f"{_REALM}/users/count")[1] == 0


def test_an_operation_that_is_missing_is_named(send: Send) -> None:
    status, body = send("GET", f"{_REALM}/workflows")
    assert (status, body["error"]) == (501, "not_implemented")
    assert "GET /admin/realms/{realm}/workflows" in body["error_description"]


def test_the_service_account_of_the_bootstrap_client_is_an_admin(admin_state: State) -> None:
    admin_state.bootstrap = Bootstrap("", "", "boss", "boss-secret")
    http = create_app(admin_state).test_client()
    token = token_of(http, grant_type="client_credentials", client_id="boss", client_secret="boss-secret")
    answer = http.get("/admin/realms", headers={"Authorization": f"Bearer {token}"})
    assert {realm["realm"] for realm in json.loads(answer.data)} == {"demo", "master"}


def test_without_a_bootstrap_admin_nobody_can_log_in(admin_state: State) -> None:
    admin_state.bootstrap = Bootstrap("", "")
    answer = (
        create_app(admin_state)
        .test_client()
        .post(
            _TOKEN, data={"grant_type": "password", "client_id": "admin-cli", "username": "admin", "password": "admin"}
        )
    )
    assert json.loads(answer.data)["error"] == "invalid_grant"


def test_the_admin_api_is_imported_by_the_first_request() -> None:
    modules = "('mockauth.web.admin', 'mockauth.realms.master')"
    program = (
        "import sys, mockauth.__main__, mockauth.cli.serve, mockauth.web.app; "
        f"print([it for it in sys.modules if it.startswith({modules})])"
    )
    found = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True)
    assert "mockauth" not in found.stdout
