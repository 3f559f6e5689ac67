"""The issuer: which URL counts if a browser reaches the server by one host, and a service by another."""

from typing import Any
from urllib.parse import urlencode

import pytest

from contract.call import Call, encoded
from contract.exchange import FORM, Request

REALM = "written-sequences"
OIDC = f"/realms/{REALM}/protocol/openid-connect"
REDIRECT = "http://localhost:3000/cb"
TYPE = "urn:ietf:params:oauth:token-type:"
EXCHANGE = "urn:ietf:params:oauth:grant-type:token-exchange"
DEVICE = "urn:ietf:params:oauth:grant-type:device_code"
UMA = "urn:ietf:params:oauth:grant-type:uma-ticket"
# The host of a container, by which services reach the server, and the host in the address bar of the browser.
HOSTS = {"inside": (("Host", "keycloak:8080"),), "outside": ()}
BOTH = [*HOSTS]


def credentials(client: str) -> dict[str, str]:
    return {"client_id": client} if client == "app" else {"client_id": client, "client_secret": f"{client}-secret"}


def post(call: Call, host: str, path: str, client: str = "web", **fields: Any) -> None:
    """Send a form of a client under one of the two hosts."""
    body = encoded({**credentials(client), **fields})
    call.send(Request("POST", f"{OIDC}/{path}", (("Content-Type", FORM), *HOSTS[host]), body))


def authorize(call: Call, host: str, jar: str = "browser", **parameters: str) -> None:
    """Open the login page under one of the two hosts."""
    asked = {"client_id": "web", "redirect_uri": REDIRECT, "response_type": "code", "scope": "openid", "state": "s1"}
    call.browse(f"{OIDC}/auth?{urlencode({**asked, **parameters})}", jar, header=dict(HOSTS[host]))


def fill_in(call: Call, host: str, number: int | None = None, jar: str = "browser") -> None:
    """Send the login form of an answer under one of the two hosts."""
    form = encoded({"username": "ada", "password": "ada-password"})
    call.browse(f"action_of_answer_{number or call.count}", jar, "POST", form, header=dict(HOSTS[host]))


def log_in(call: Call, host: str = "outside", **parameters: str) -> None:
    """Log in under one of the two hosts, which takes two requests."""
    authorize(call, host, **parameters)
    fill_in(call, host)


def redeem(call: Call, host: str, number: int | None = None, client: str = "web", **fields: str) -> None:
    """Redeem the code of an answer."""
    code = f"code_of_answer_{number or call.count}"
    post(call, host, "token", client, grant_type="authorization_code", code=code, redirect_uri=REDIRECT, **fields)


def refresh(call: Call, host: str, number: int, client: str = "web") -> None:
    """Use the refresh token of an answer."""
    token = f"refresh_token_of_answer_{number}"
    post(call, host, "token", client, grant_type="refresh_token", refresh_token=token)


def ask_userinfo(call: Call, host: str, number: int) -> None:
    """Ask for the claims of the user with the access token of an answer."""
    bearer = ("Authorization", f"Bearer access_token_of_answer_{number}")
    call.send(Request("GET", f"{OIDC}/userinfo", (bearer, *HOSTS[host])))


@pytest.mark.parametrize("redeemed", BOTH)
@pytest.mark.parametrize("browser", BOTH)
def test_tokens_of_a_code_have_the_issuer_of_the_browser(call: Call, browser: str, redeemed: str) -> None:
    log_in(call, browser)
    redeem(call, redeemed)


@pytest.mark.parametrize("host", BOTH)
def test_userinfo(call: Call, host: str) -> None:
    log_in(call)
    redeem(call, "inside")
    ask_userinfo(call, host, 3)


@pytest.mark.parametrize("host", BOTH)
def test_a_refresh(call: Call, host: str) -> None:
    log_in(call)
    redeem(call, "inside")
    refresh(call, host, 3)


@pytest.mark.parametrize("host", BOTH)
def test_the_refresh_of_an_offline_token(call: Call, host: str) -> None:
    log_in(call, scope="openid offline_access")
    redeem(call, "inside")
    refresh(call, host, 3)


@pytest.mark.parametrize("host", BOTH)
def test_an_introspection(call: Call, host: str) -> None:
    log_in(call)
    redeem(call, "inside")
    post(call, host, "token/introspect", token="access_token_of_answer_3")
    post(call, host, "token/introspect", token="refresh_token_of_answer_3", token_type_hint="refresh_token")


@pytest.mark.parametrize("token", ["access_token", "refresh_token"])
@pytest.mark.parametrize("host", BOTH)
def test_a_revocation(call: Call, host: str, token: str) -> None:
    log_in(call)
    redeem(call, "inside")
    post(call, host, "revoke", token=f"{token}_of_answer_3")
    ask_userinfo(call, "outside", 3)


@pytest.mark.parametrize("host", BOTH)
def test_a_logout_by_refresh_token(call: Call, host: str) -> None:
    log_in(call)
    redeem(call, "inside")
    post(call, host, "logout", refresh_token="refresh_token_of_answer_3")
    ask_userinfo(call, "outside", 3)


@pytest.mark.parametrize("host", BOTH)
def test_a_logout_in_the_browser(call: Call, host: str) -> None:
    log_in(call)
    redeem(call, "inside")
    call.browse(f"{OIDC}/logout?id_token_hint=id_token_of_answer_3", header=dict(HOSTS[host]))
    ask_userinfo(call, "outside", 3)


@pytest.mark.parametrize("kind", ["access_token", "id_token", "refresh_token"])
@pytest.mark.parametrize("host", BOTH)
def test_a_token_exchange(call: Call, host: str, kind: str) -> None:
    log_in(call)
    redeem(call, "inside")
    subject = {"subject_token": "access_token_of_answer_3", "subject_token_type": f"{TYPE}access_token"}
    post(call, host, "token", grant_type=EXCHANGE, requested_token_type=TYPE + kind, scope="openid", **subject)


@pytest.mark.parametrize("host", BOTH)
def test_a_request_for_permissions(call: Call, host: str) -> None:
    log_in(call)
    redeem(call, "inside")
    bearer = ("Authorization", "Bearer access_token_of_answer_3")
    form = encoded({"grant_type": UMA, "audience": "web"})
    call.send(Request("POST", f"{OIDC}/token", (("Content-Type", FORM), bearer, *HOSTS[host]), form))


@pytest.mark.parametrize("host", BOTH)
def test_the_account_of_the_user(call: Call, host: str) -> None:
    log_in(call)
    redeem(call, "inside")
    headers = (("Authorization", "Bearer access_token_of_answer_3"), ("Accept", "application/json"), *HOSTS[host])
    call.send(Request("GET", f"/realms/{REALM}/account", headers))


@pytest.mark.parametrize("response_type", ["code id_token", "code token", "code id_token token"])
@pytest.mark.parametrize("browser", BOTH)
def test_a_hybrid_flow(call: Call, browser: str, response_type: str) -> None:
    log_in(call, browser, client_id="app", response_type=response_type, nonce="n1")
    redeem(call, "inside", client="app")


@pytest.mark.parametrize("browser", BOTH)
def test_an_implicit_flow(call: Call, browser: str) -> None:
    log_in(call, browser, client_id="app", response_type="id_token token", nonce="n1")


@pytest.mark.parametrize("mode", ["query", "query.jwt", "form_post"])
def test_a_login_that_changes_hosts(call: Call, mode: str) -> None:
    authorize(call, "outside", response_mode=mode)
    fill_in(call, "inside")


@pytest.mark.parametrize("mode", ["query", "query.jwt"])
def test_an_error_after_a_change_of_hosts(call: Call, mode: str) -> None:
    authorize(call, "outside", client_id="asker", response_mode=mode)
    fill_in(call, "inside")
    call.follow(call.count)
    call.browse(f"action_of_answer_{call.count}", "browser", "POST", "cancel=No", header=dict(HOSTS["inside"]))


def test_single_sign_on_only_under_the_host_of_the_login(call: Call) -> None:
    log_in(call)
    authorize(call, "outside")
    authorize(call, "inside")
    authorize(call, "inside", prompt="none")


def test_a_later_login_under_another_host_changes_the_issuer(call: Call) -> None:
    log_in(call)
    redeem(call, "inside")
    authorize(call, "inside")
    fill_in(call, "inside")
    refresh(call, "outside", 3)
    refresh(call, "inside", 3)
    refresh(call, "outside", 6)
    refresh(call, "inside", 6)
    redeem(call, "outside", 5)


def test_a_later_login_changes_the_issuer_of_earlier_codes(call: Call) -> None:
    log_in(call)
    authorize(call, "inside")
    fill_in(call, "inside")
    redeem(call, "inside", 2)
    redeem(call, "inside", 4)


def test_a_later_login_does_not_change_the_issuer_of_an_offline_session(call: Call) -> None:
    log_in(call, scope="openid offline_access")
    redeem(call, "inside")
    authorize(call, "inside")
    fill_in(call, "inside")
    refresh(call, "outside", 3)


def test_a_later_offline_login_under_another_host(call: Call) -> None:
    log_in(call)
    redeem(call, "inside")
    authorize(call, "outside", scope="openid offline_access")
    redeem(call, "inside")
    authorize(call, "inside", scope="openid offline_access")
    fill_in(call, "inside")
    redeem(call, "inside")
    refresh(call, "outside", 5)
    refresh(call, "inside", 8)
    refresh(call, "outside", 9)


@pytest.mark.parametrize("host", BOTH)
@pytest.mark.parametrize("grant", ["password", "client_credentials"])
def test_tokens_without_a_browser_have_the_issuer_of_the_request(call: Call, grant: str, host: str) -> None:
    user = {"username": "ada", "password": "ada-password"} if grant == "password" else {}
    post(call, "inside", "token", "api", grant_type=grant, scope="openid", **user)
    refresh(call, host, 1, "api")
    ask_userinfo(call, host, 1)


def test_an_exchange_changes_the_issuer_of_its_client_session(call: Call) -> None:
    log_in(call, client_id="app")
    redeem(call, "outside", client="app")
    kind = f"{TYPE}refresh_token"
    subject = {"subject_token_type": f"{TYPE}access_token", "requested_token_type": kind, "scope": "openid"}
    post(call, "outside", "token", grant_type=EXCHANGE, subject_token="access_token_of_answer_3", **subject)
    authorize(call, "inside", client_id="app")
    fill_in(call, "inside")
    redeem(call, "outside", client="app")
    refresh(call, "outside", 4)
    post(call, "inside", "token", grant_type=EXCHANGE, subject_token="access_token_of_answer_7", **subject)
    refresh(call, "outside", 4)


@pytest.mark.parametrize("polled", BOTH)
@pytest.mark.parametrize("approved", BOTH)
@pytest.mark.parametrize("asked", BOTH)
def test_a_device(call: Call, asked: str, approved: str, polled: str) -> None:
    post(call, asked, "auth/device", "app", scope="openid")
    header = dict(HOSTS[approved])
    call.browse(f"/realms/{REALM}/device?user_code=user_code_of_answer_1", header=header)
    call.browse("location_of_answer_2", header=header)
    fill_in(call, approved)
    call.browse("location_of_answer_4", header=header)
    call.browse("action_of_answer_5", "browser", "POST", "accept=Yes", header=header)
    post(call, polled, "token", "app", grant_type=DEVICE, device_code="device_code_of_answer_1")
    refresh(call, approved, 7, "app")
