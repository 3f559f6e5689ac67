"""Tokens whose user, client or realm an administrator changes after they were issued."""

from typing import Any

import pytest

from contract.call import Call, encoded
from contract.changing_realms import CLIENTS, KINDS, REALM, REALMS, USERS, client_of, user_of
from contract.exchange import FORM, Request

OIDC = f"/realms/{REALM}/protocol/openid-connect"
EXCHANGE = "urn:ietf:params:oauth:grant-type:token-exchange"
ACCESS_TOKEN = "urn:ietf:params:oauth:token-type:access_token"


def get(call: Call, client: str, user: str, kind: str) -> str:
    """Get the tokens of a kind; return the name of the one under test."""
    scope, token = KINDS[kind]
    who: dict[str, Any] = {"grant_type": "password", "username": user, "password": "password"}
    who = {"grant_type": "client_credentials"} if kind == "service" else who
    call.token(REALM, client_id=client, client_secret="secret", scope=scope, **who)
    return f"{token}_of_answer_{call.count}"


def form_to(call: Call, endpoint: str, **form: Any) -> None:
    call.send(Request("POST", f"{OIDC}/{endpoint}", (("Content-Type", FORM),), encoded(form)))


def use_everywhere(call: Call, token: str, client: str) -> None:
    """Use a token at every endpoint, and revoke it at the end."""
    own, judge = {"client_id": client, "client_secret": "secret"}, {"client_id": "judge", "client_secret": "secret"}
    access = f"access_token_of_answer_{token.rpartition('_')[2]}"
    call.get(f"{OIDC}/userinfo", authorization=f"Bearer {access}")
    for hint in ({}, {"token_type_hint": "refresh_token"}):
        form_to(call, "token/introspect", token=token, **hint, **judge)
        form_to(call, "token/introspect", token=token, **hint, **own)
    call.token(REALM, grant_type=EXCHANGE, subject_token=access, subject_token_type=ACCESS_TOKEN, **judge)  # type: ignore[arg-type]
    form_to(call, "token", grant_type="refresh_token", refresh_token=token, **own)
    form_to(call, "token", grant_type="refresh_token", refresh_token=token, scope="openid", **own)
    form_to(call, "revoke", token=token, **own)
    form_to(call, "logout", refresh_token=token, **own)
    form_to(call, "token/introspect", token=token, **judge)


@pytest.mark.parametrize("kind", [kind for kind in KINDS if kind != "service"])
@pytest.mark.parametrize("change", USERS)
def test_a_user_changes(call: Call, change: str, kind: str) -> None:
    user = user_of(change, kind)
    token = get(call, "app", user, kind)
    call.change(REALM, "users", user, USERS[change])
    use_everywhere(call, token, "app")
    get(call, "app", user, kind)


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("change", CLIENTS)
def test_a_client_changes(call: Call, change: str, kind: str) -> None:
    client = client_of(change, kind)
    token = get(call, client, "ada", kind)
    call.change(REALM, "clients", client, CLIENTS[change])
    use_everywhere(call, token, client)
    get(call, client, "ada", kind)


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("change", REALMS)
def test_a_realm_changes(call: Call, change: str, kind: str) -> None:
    there, back = REALMS[change]
    token = get(call, "app", "ada", kind)
    call.change(REALM, fields=there)
    use_everywhere(call, token, "app")
    get(call, "app", "ada", kind)
    call.change(REALM, fields=back)
    use_everywhere(call, token, "app")


@pytest.mark.parametrize("change", ["disabled", "gone"])
def test_a_user_changes_before_the_code_is_redeemed(call: Call, change: str) -> None:
    user = user_of(change, "code")
    call.auth(REALM, client_id="app")
    call.submit(1, username=user, password="password")
    call.change(REALM, "users", user, USERS[change])
    form = {"code": "code_of_answer_2", "redirect_uri": "http://localhost:3000/cb"}
    form_to(call, "token", grant_type="authorization_code", client_id="app", client_secret="secret", **form)


@pytest.mark.parametrize(
    "change", ["disabled", "gone", "stale", "bearer-only", "public", "of-another-secret", "with-consent", "light"]
)
def test_a_client_changes_before_the_code_is_redeemed(call: Call, change: str) -> None:
    client = client_of(change, "code")
    call.auth(REALM, client_id=client)
    call.submit(1, username="ada", password="password")
    call.change(REALM, "clients", client, CLIENTS[change])
    form = {"code": "code_of_answer_2", "redirect_uri": "http://localhost:3000/cb"}
    form_to(call, "token", grant_type="authorization_code", client_id=client, client_secret="secret", **form)


def confirm_device(call: Call, client: str, user: str) -> None:
    """Let a user log in for a device, which takes seven requests."""
    call.device(REALM, client_id=client, client_secret="secret")
    call.browse(f"/realms/{REALM}/device?user_code=user_code_of_answer_1")
    call.follow(2)
    call.submit(3, username=user, password="password")
    call.follow(4)
    call.submit(5, accept="Yes")
    call.follow(6)


def redeem_device(call: Call, client: str) -> None:
    grant = "urn:ietf:params:oauth:grant-type:device_code"
    code = "device_code_of_answer_1"
    form_to(call, "token", grant_type=grant, client_id=client, client_secret="secret", device_code=code)


@pytest.mark.parametrize("change", ["disabled", "gone"])
def test_a_user_changes_before_the_device_asks(call: Call, change: str) -> None:
    user = user_of(change, "device")
    confirm_device(call, "app", user)
    call.change(REALM, "users", user, USERS[change])
    redeem_device(call, "app")
    redeem_device(call, "app")


@pytest.mark.parametrize("change", ["disabled", "gone", "stale", "bearer-only", "public", "with-consent", "light"])
def test_a_client_changes_before_the_device_asks(call: Call, change: str) -> None:
    client = client_of(change, "device")
    confirm_device(call, client, "ada")
    call.change(REALM, "clients", client, CLIENTS[change])
    redeem_device(call, client)
