"""The landing page at `/`: realms, clients, users and the last refusals, with secrets only for this machine."""

import re
from collections.abc import Callable
from dataclasses import replace
from html import unescape

import pytest
from demo import FORM, REALM, SECRET, TOKEN
from flask.testing import FlaskClient
from unit.web.pages.reading import Reading

from mockauth.realms.files import load_text
from mockauth.state import State
from mockauth.web.app import create_app

Serve = Callable[..., FlaskClient]
BROWSER = {"Accept": "text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8"}
REGISTRY = """
[realms.demo]
display_name = "The <script>Shop</script>"

[realms.demo.clients.robot]
secret = "robot's secret"
service_accounts_enabled = true

[realms.demo.clients.from-env]
secret = "${ROBOT_SECRET}"
service_accounts_enabled = true

[realms.demo.clients.app]
name = "<b>App</b>"
public_client = true
standard_flow_enabled = true
redirect_uris = ["/cb/*"]
root_url = "http://localhost:3000"
attributes = { "pkce.code.challenge.method" = "S256" }

[realms.demo.clients.pushed]
public_client = true
standard_flow_enabled = true
redirect_uris = ["http://localhost:3000/*"]
attributes = { "require.pushed.authorization.requests" = "true" }

[realms.demo.users.ada]
password = "ada-password"
email = "ada@example.org"
first_name = "Ada"
last_name = "Example"
realm_roles = ["ROLE_USER"]
"""


def page(http: FlaskClient, path: str = "/", **environ: str) -> str:
    answer = http.get(path, headers=BROWSER, environ_overrides=environ)
    assert answer.status_code == 200
    assert answer.content_type == "text/html;charset=utf-8"
    assert Reading(answer.data).wrong == []
    return unescape(answer.text)


@pytest.fixture
def shop_state(state: State, monkeypatch: pytest.MonkeyPatch) -> State:
    monkeypatch.setenv("ROBOT_SECRET", "from-the-environment")
    loaded = load_text(REGISTRY, "demo.toml")
    return State(loaded.realms, state.ring, state.clock, from_environment=loaded.from_environment)


@pytest.fixture
def shop(shop_state: State) -> FlaskClient:
    return create_app(shop_state).test_client()


@pytest.mark.parametrize("accept", ["*/*", "application/json", "", "text/plain"])
def test_programs_get_json(http: FlaskClient, accept: str) -> None:
    answer = http.get("/", headers={"Accept": accept})
    assert answer.get_json()["realms"] == {"demo": "http://localhost/realms/demo/.well-known/openid-configuration"}


def test_a_browser_gets_issuer_discovery_and_jwks(shop: FlaskClient) -> None:
    text = page(shop)
    for url in ("", "/.well-known/openid-configuration", "/protocol/openid-connect/certs"):
        assert f">http://localhost{REALM}{url}<" in text


def test_built_in_clients_are_left_out(shop: FlaskClient) -> None:
    assert "admin-cli" not in page(shop)


def test_a_client_has_a_curl_command_with_a_quoted_secret(shop: FlaskClient) -> None:
    assert """--data-urlencode 'client_secret=robot'"'"'s secret'""" in page(shop)


def test_a_secret_from_the_environment_is_named_and_not_shown(shop: FlaskClient) -> None:
    text = page(shop)
    assert '--data-urlencode "client_secret=${ROBOT_SECRET}"' in text
    assert "from-the-environment" not in text


def test_a_user_has_password_name_email_and_roles(shop: FlaskClient) -> None:
    text = page(shop)
    for value in ("ada-password", "Ada Example", "ada@example.org", "ROLE_USER"):
        assert value in text
    assert "default-roles-demo" not in text


def test_the_users_are_the_current_ones_and_new_ones_come_first(shop: FlaskClient, shop_state: State) -> None:
    realm, accounts = shop_state.realms["demo"], shop_state.accounts_of("demo")
    [ada] = [user for user in realm.users if user.username == "ada"]
    accounts.save(replace(ada, first_name="Augusta"))
    grace = replace(ada, id="new", username="grace", first_name="Grace", email="grace@example.org", passwords=())
    accounts.add(realm, grace)
    text = page(shop)
    assert "Augusta Example" in text
    assert "Ada Example" not in text
    assert text.index(">grace<") < text.index(">ada<")


@pytest.mark.parametrize(
    "environ",
    [
        {"REMOTE_ADDR": "192.168.1.7"},
        {"REMOTE_ADDR": ""},
        {"HTTP_HOST": "rebound.example.org"},
        {"HTTP_X_FORWARDED_FOR": "192.168.1.7"},
    ],
    ids=str,
)
def test_other_machines_see_no_secrets_and_no_passwords(shop: FlaskClient, environ: dict[str, str]) -> None:
    text = page(shop, **environ)
    assert "robot's secret" not in text.replace("""'"'"'""", "'")
    assert "ada-password" not in text
    assert '"client_secret=$CLIENT_SECRET"' in text


@pytest.mark.parametrize("environ", [{"REMOTE_ADDR": "::1", "HTTP_HOST": "[::1]:9191"}, {"HTTP_HOST": "127.0.0.1:1"}])
def test_every_loopback_address_is_this_machine(shop: FlaskClient, environ: dict[str, str]) -> None:
    assert "ada-password" in page(shop, **environ)


def test_a_web_client_has_a_link_to_its_login_page(shop: FlaskClient) -> None:
    [link] = re.findall(r'class="login" href="([^"]*)"', page(shop))
    assert "client_id=app" in link
    assert 'id="kc-form-login"' in shop.get(link).text


def test_markup_in_a_realm_is_escaped(shop: FlaskClient) -> None:
    answer = shop.get("/", headers=BROWSER)
    assert "<b>App" not in answer.text
    assert "<script" not in answer.text
    assert "script-src" not in answer.headers["Content-Security-Policy"]
    assert "default-src 'none'" in answer.headers["Content-Security-Policy"]


def test_only_the_first_twenty_clients_and_users_are_shown(state: State) -> None:
    tables = "".join(f"[realms.demo.clients.c{n:02}]\n[realms.demo.users.u{n:02}]\n" for n in range(25))
    text = page(create_app(State(load_text(tables, "demo.toml", {}).realms, state.ring)).test_client())
    assert "c19" in text
    assert "c20" not in text
    assert "u20" not in text
    assert text.count("and 5 more") == 2


def test_the_last_refusals_are_shown_with_their_reasons(http: FlaskClient) -> None:
    http.get("/realms/dmeo")
    http.post(TOKEN, data={**FORM, "client_secret": "wrong"})
    text = page(http)
    assert text.index("unauthorized_client") < text.index('unknown realm in the path; did you mean "demo"?')


def test_a_successful_request_is_not_a_refusal(http: FlaskClient) -> None:
    http.post(TOKEN, data=FORM)
    assert "No request has been refused" in page(http)


def test_only_the_last_fifty_refusals_are_kept(http: FlaskClient) -> None:
    for number in range(60):
        http.open(REALM, method=("PUT", "DELETE")[number < 10])
    text = page(http)
    assert text.count("<b>PUT</b>") == 50
    assert "DELETE" not in text


def test_refusals_contain_no_secrets_and_no_control_characters(http: FlaskClient) -> None:
    http.post(f"{TOKEN}?client_secret={SECRET}", data={**FORM, "grant_type": "none"})
    http.get("/realms/%1b%e2%80%ae")
    http.get("/%1b")
    text = page(http, REMOTE_ADDR="192.168.1.7")
    assert SECRET not in text
    assert not re.search("[\x1b\u202e]", text)


def test_a_disabled_realm_has_no_commands(state: State) -> None:
    realms = load_text(
        "[realms.demo]\nenabled = false\n" + REGISTRY.partition("\n\n")[2], "d.toml", {"ROBOT_SECRET": "x"}
    )
    text = page(create_app(State(realms.realms, state.ring)).test_client())
    assert "curl" not in text
    assert ">disabled<" in text


@pytest.mark.parametrize("path", ["/", "/auth", "/auth/"])
def test_the_page_is_at_the_root_and_at_the_relative_path(serve: Serve, path: str) -> None:
    assert "http://localhost/auth/realms/demo" in page(serve(relative_path="/auth"), path)
