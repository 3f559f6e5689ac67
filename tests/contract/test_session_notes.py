"""The notes of a client session: what a later request sets, replaces, or leaves as an earlier request set it."""

from typing import Any

import pytest

from contract.call import Call, Form
from contract.sequence_realm import REDIRECT

REALM, ROTATING = "written-sequences", "sequences-with-rotation"
TYPE = "urn:ietf:params:oauth:token-type:"
EXCHANGE = "urn:ietf:params:oauth:grant-type:token-exchange"
DEVICE = "urn:ietf:params:oauth:grant-type:device_code"
SCOPES = [None, "openid", "email", "openid phone", "openid offline_access", "offline_access"]
ACR = '{{"id_token":{{"acr":{{"essential":true,"values":["{}"]}}}}}}'


def credentials(client: str) -> Form:
    return (
        {"client_id": client}
        if client in {"app", "spa"}
        else {"client_id": client, "client_secret": f"{client}-secret"}
    )


def present(fields: Form) -> Form:
    return {name: value for name, value in fields.items() if value is not None}


def authorize(call: Call, client: str = "web", realm: str = REALM, **parameters: Any) -> None:
    """Send an authorization request in the same browser; None removes a parameter."""
    call.auth(realm, client_id=client, **parameters)


def log_in(call: Call, client: str = "web", realm: str = REALM, **parameters: Any) -> None:
    """Log in, which takes two requests."""
    authorize(call, client, realm, **parameters)
    call.submit(call.count, username="ada", password="ada-password")


def redeem(call: Call, client: str = "web", realm: str = REALM, number: int | None = None, **form: Any) -> None:
    """Redeem the code of an answer; without a number, that of the last one."""
    fields: Form = {"code": f"code_of_answer_{number or call.count}", "redirect_uri": REDIRECT, **form}
    call.token(realm, grant_type="authorization_code", **credentials(client), **fields)


def refresh(call: Call, number: int, client: str = "web", realm: str = REALM, **form: Any) -> None:
    """Use the refresh token of an answer."""
    token = f"refresh_token_of_answer_{number}"
    call.token(realm, grant_type="refresh_token", refresh_token=token, **credentials(client), **form)


def exchange(call: Call, number: int, client: str = "web", kind: str | None = None, **form: Any) -> None:
    """Exchange the access token of an answer; None removes a parameter."""
    fields: Form = {"subject_token": f"access_token_of_answer_{number}", "subject_token_type": f"{TYPE}access_token"}
    fields |= {"requested_token_type": TYPE + kind} if kind else {}
    call.token(REALM, grant_type=EXCHANGE, **credentials(client), **fields, **present(form))


@pytest.mark.parametrize("later", SCOPES)
@pytest.mark.parametrize("first", [None, "openid", "email", "openid offline_access"])
def test_the_scope_of_a_later_request(call: Call, first: str | None, later: str | None) -> None:
    log_in(call, scope=first)
    redeem(call)
    authorize(call, scope=later)
    redeem(call)
    refresh(call, 3)
    refresh(call, 5)


@pytest.mark.parametrize("later", [None, "openid", "email"])
@pytest.mark.parametrize("first", [None, "openid", "email"])
def test_a_code_that_is_redeemed_after_a_later_request(call: Call, first: str | None, later: str | None) -> None:
    log_in(call, scope=first)
    authorize(call, scope=later)
    redeem(call, number=2)
    redeem(call, number=3)


@pytest.mark.parametrize("later", [None, "email", "openid"])
@pytest.mark.parametrize("first", [None, "openid"])
def test_the_refresh_with_a_narrower_scope(call: Call, first: str | None, later: str | None) -> None:
    log_in(call, scope=first)
    redeem(call)
    authorize(call, scope=later)
    redeem(call)
    refresh(call, 3, scope="profile")
    refresh(call, 5, scope="openid")


@pytest.mark.parametrize("later", [None, "openid"])
@pytest.mark.parametrize("first", [None, "openid"])
@pytest.mark.parametrize("response_type", ["code token", "code id_token", "id_token token", "token"])
def test_the_scope_of_a_later_front_channel(
    call: Call, response_type: str, first: str | None, later: str | None
) -> None:
    more: Form = {"response_type": response_type, "nonce": "n1"}
    log_in(call, "app", scope=first)
    authorize(call, "app", scope=later, **more)
    if "code" in response_type:
        redeem(call, "app")


@pytest.mark.parametrize("first", ["openid email", None])
def test_the_scope_in_a_signed_response(call: Call, first: str | None) -> None:
    log_in(call, "app", scope=first)
    authorize(call, "app", scope=None, response_type="token", response_mode="jwt")
    authorize(call, "app", scope="profile", response_type="token", response_mode="jwt")


@pytest.mark.parametrize(
    "first",
    [
        {"nonce": "n1"},
        {"max_age": "1000"},
        {"acr_values": "1"},
        {"claims": ACR.format("0")},
        {"claims": ACR.format("1")},
        {"claims": '{"userinfo":{"phone_number":{"essential":true}},"id_token":{"email":null}}'},
        {"login_hint": "ada"},
        {"ui_locales": "de"},
        {"prompt": "login"},
        {"response_mode": "fragment"},
        {"response_mode": "query.jwt"},
        {"state": "first"},
        {"kc_idp_hint": "x"},
        {"code_challenge": "E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM", "code_challenge_method": "S256"},
    ],
    ids=str,
)
def test_other_parameters_of_an_earlier_request(call: Call, first: Form) -> None:
    log_in(call, "app", **first)
    redeem(call, "app", code_verifier="dBjftJeZ4CVP-mB92K27uhbUJU1p1r_wW1gFWFOEjXk")
    authorize(call, "app", state=None)
    redeem(call, "app")
    refresh(call, 3, "app")
    refresh(call, 5, "app")


@pytest.mark.parametrize("later", ["code", "code id_token", "id_token token", "token", "none"])
@pytest.mark.parametrize("first", ["code", "id_token token"])
def test_the_response_type_of_an_earlier_request(call: Call, first: str, later: str) -> None:
    log_in(call, "app", nonce="n1", response_type=first)
    authorize(call, "app", nonce="n2", response_type=later)
    authorize(call, "app", nonce="n3")
    authorize(call, "app", nonce="n4", response_type=later)
    redeem(call, "app", number=4)


@pytest.mark.parametrize("prompt", ["login", "none", "consent"])
def test_the_authentication_time_after_a_later_request(call: Call, prompt: str) -> None:
    log_in(call)
    redeem(call)
    authorize(call, prompt=prompt)
    if prompt == "login":
        call.submit(call.count, password="ada-password")
    redeem(call)
    refresh(call, 3)


def test_a_client_session_for_each_client(call: Call) -> None:
    log_in(call, "web", scope="openid")
    redeem(call, "web")
    authorize(call, "app", scope="email")
    redeem(call, "app")
    refresh(call, 3, "web")
    refresh(call, 5, "app")


def test_a_client_session_that_was_ended(call: Call) -> None:
    log_in(call, "web", scope="openid")
    redeem(call, "web")
    redeem(call, "web", number=2)
    authorize(call, "web", scope=None)
    redeem(call, "web")
    refresh(call, 6, "web")


@pytest.mark.parametrize("form", [{}, {"scope": "email"}, {"scope": "openid"}], ids=str)
@pytest.mark.parametrize("kind", [None, "access_token", "id_token", "refresh_token"])
def test_token_exchanges_one_after_the_other(call: Call, kind: str | None, form: Form) -> None:
    log_in(call, scope="openid")
    redeem(call)
    for _ in range(2):
        exchange(call, 3, kind=kind, **form)
    exchange(call, 3)
    refresh(call, 3)


@pytest.mark.parametrize("form", [{}, {"scope": "email"}, {"scope": "openid"}], ids=str)
@pytest.mark.parametrize("kind", ["access_token", "refresh_token"])
def test_token_exchanges_of_another_client(call: Call, kind: str, form: Form) -> None:
    log_in(call, "app", scope="openid")
    redeem(call, "app")
    exchange(call, 3, kind=kind, **form)
    exchange(call, 3, kind=kind)
    exchange(call, 3, kind=kind, scope="phone")
    exchange(call, 3)
    refresh(call, 3, "app")


def test_a_refresh_after_an_exchange_with_another_scope(call: Call) -> None:
    log_in(call, "app", scope="openid")
    redeem(call, "app")
    exchange(call, 3, kind="refresh_token", scope="openid")
    exchange(call, 3, kind="refresh_token", scope="email")
    refresh(call, 4)
    refresh(call, 5)
    exchange(call, 3, scope="openid")
    refresh(call, 4)


@pytest.mark.parametrize("kind", ["access_token", "refresh_token"])
def test_a_login_after_an_exchange(call: Call, kind: str) -> None:
    log_in(call, "app", scope="openid")
    redeem(call, "app")
    exchange(call, 3, kind=kind, scope="openid")
    authorize(call, "web", scope=None)
    redeem(call, "web")
    refresh(call, 6, "web")


def test_an_exchange_after_logins(call: Call) -> None:
    log_in(call, "app", scope="openid")
    redeem(call, "app")
    authorize(call, "web", scope="openid email")
    redeem(call, "web")
    exchange(call, 3)
    exchange(call, 3, scope="phone")
    refresh(call, 5, "web")
    authorize(call, "web", scope=None)
    redeem(call, "web")


def test_the_exchange_of_an_exchanged_token(call: Call) -> None:
    log_in(call, "app", scope="openid")
    redeem(call, "app")
    exchange(call, 3, scope="openid")
    exchange(call, 4)
    exchange(call, 5, "web", scope="email")
    exchange(call, 4, kind="refresh_token")
    exchange(call, 4, "api")


@pytest.mark.parametrize("scope", [None, "openid", "email"])
def test_the_exchange_of_the_token_of_an_offline_session(call: Call, scope: str | None) -> None:
    log_in(call, scope="openid offline_access")
    redeem(call)
    exchange(call, 3, scope=scope)
    exchange(call, 3)
    refresh(call, 3)


@pytest.mark.parametrize("scope", [None, "openid", "email"])
@pytest.mark.parametrize("first", [None, "openid"])
def test_the_exchange_of_the_token_of_a_service(call: Call, first: str | None, scope: str | None) -> None:
    call.token(REALM, **credentials("web"), **present({"scope": first}))
    exchange(call, 1, scope=scope)
    exchange(call, 2)


def test_offline_sessions_of_two_clients(call: Call) -> None:
    log_in(call, "app", scope="openid offline_access")
    redeem(call, "app")
    log_in(call, "app", scope="openid")
    redeem(call, "app")
    authorize(call, "app", scope="offline_access")
    redeem(call, "app")
    authorize(call, "web", scope="openid offline_access")
    redeem(call, "web")
    refresh(call, 3, "app")
    refresh(call, 8, "app")
    refresh(call, 10, "web")
    call.token(REALM, grant_type="refresh_token", refresh_token="refresh_token_of_answer_10", **credentials("app"))


@pytest.mark.parametrize("later", [None, "openid", "email", "offline_access", "openid offline_access email"])
def test_an_offline_session_after_a_later_request(call: Call, later: str | None) -> None:
    log_in(call, scope="openid")
    redeem(call)
    authorize(call, scope="openid offline_access")
    redeem(call)
    authorize(call, scope=later)
    redeem(call)
    refresh(call, 5)
    refresh(call, 7)
    refresh(call, 3)


def test_the_revocation_of_one_of_two_offline_tokens(call: Call) -> None:
    log_in(call, "app", scope="openid")
    redeem(call, "app")
    authorize(call, "app", scope="openid offline_access")
    redeem(call, "app")
    authorize(call, "web", scope="openid offline_access")
    redeem(call, "web")
    path = f"/realms/{REALM}/protocol/openid-connect/revoke"
    call.browse(path, "", "POST", "client_id=app&token=refresh_token_of_answer_5")
    refresh(call, 5, "app")
    refresh(call, 7, "web")
    refresh(call, 3, "app")


def test_a_device_after_a_login(call: Call) -> None:
    log_in(call, "app", scope="openid", claims=ACR.format("0"))
    redeem(call, "app")
    call.device(REALM, client_id="app")
    call.browse("verification_uri_complete_of_answer_4")
    call.follow(call.count)
    call.follow(call.count)
    call.submit(call.count, accept="Yes")
    call.token(REALM, grant_type=DEVICE, client_id="app", device_code="device_code_of_answer_4")
    refresh(call, call.count, "app")
    refresh(call, 3, "app")


def test_a_rotated_refresh_token_after_a_later_login(call: Call) -> None:
    log_in(call, realm=ROTATING)
    redeem(call, realm=ROTATING)
    refresh(call, 3, realm=ROTATING)
    authorize(call, realm=ROTATING)
    redeem(call, realm=ROTATING)
    refresh(call, 3, realm=ROTATING)
    refresh(call, 6, realm=ROTATING)


def test_a_refresh_token_that_was_not_used_before_a_later_login(call: Call) -> None:
    log_in(call, realm=ROTATING)
    redeem(call, realm=ROTATING)
    authorize(call, realm=ROTATING)
    redeem(call, realm=ROTATING)
    refresh(call, 3, realm=ROTATING)
    refresh(call, 5, realm=ROTATING)
    refresh(call, 3, realm=ROTATING)
    refresh(call, 6, realm=ROTATING)


def test_rotated_refresh_tokens_of_an_exchange(call: Call) -> None:
    log_in(call, "app", ROTATING)
    redeem(call, "app", ROTATING)
    subject: Form = {"subject_token": "access_token_of_answer_3", "subject_token_type": f"{TYPE}access_token"}
    form: Form = {
        "grant_type": EXCHANGE,
        "requested_token_type": f"{TYPE}refresh_token",
        **subject,
        **credentials("web"),
    }
    call.token(ROTATING, **form)
    refresh(call, 4, realm=ROTATING)
    call.token(ROTATING, **form)
    refresh(call, 4, realm=ROTATING)
    refresh(call, 6, realm=ROTATING)
