"""Parameters of an authorization request that affect the login: max_age, ui_locales, login_hint and acr."""

import json
from typing import Any

import pytest

from contract.call import Call
from contract.exchange import Request

ACR_ESSENTIAL = json.dumps({"id_token": {"acr": {"essential": True, "values": ["1"]}}})


def tokens(call: Call) -> None:
    """Redeem the code of the latest answer."""
    call.token(
        "logins",
        grant_type="authorization_code",
        client_id="app",
        code=f"code_of_answer_{call.count}",
        redirect_uri="http://localhost:3000/cb",
    )


@pytest.mark.parametrize(
    ("max_age", "later"), [("0", 2), ("1", 3), ("100", 3), ("-1", 0), ("2147483647", 0), ("+100", 0), ("", 0)]
)
def test_a_login_may_be_too_old(call: Call, max_age: str, later: int) -> None:
    call.log_in()
    query = "client_id=app&redirect_uri=http%3A%2F%2Flocalhost%3A3000%2Fcb&response_type=code&scope=openid"
    path = f"/realms/logins/protocol/openid-connect/auth?{query}&max_age={max_age.replace('+', '%2B')}"
    call.browse(path, later=later)


def test_a_login_that_is_too_old_is_done_again(call: Call) -> None:
    call.log_in()
    tokens(call)
    query = "client_id=app&redirect_uri=http%3A%2F%2Flocalhost%3A3000%2Fcb&response_type=code&scope=openid"
    call.browse(f"/realms/logins/protocol/openid-connect/auth?{query}&max_age=1", later=3)
    call.submit(call.count, password="ada-password")
    tokens(call)
    call.auth(max_age="100")
    tokens(call)


def test_a_login_that_is_too_old_with_prompt_none(call: Call) -> None:
    call.log_in()
    query = "client_id=app&redirect_uri=http%3A%2F%2Flocalhost%3A3000%2Fcb&response_type=code&scope=openid"
    call.browse(f"/realms/logins/protocol/openid-connect/auth?{query}&max_age=1&prompt=none", later=3)
    call.auth(max_age="1000", prompt="none")


def test_max_age_in_a_first_login(call: Call) -> None:
    call.log_in(max_age="10")
    tokens(call)
    call.token("logins", grant_type="refresh_token", client_id="app", refresh_token="refresh_token_of_answer_3")


@pytest.mark.parametrize(
    "wanted",
    ["de", "DE", "de-DE", "de_DE", "de-AT fr", "xx", "xx de", "en de", "fr en", "", " ", "<script>", "x" * 500],
)
def test_the_ui_locales_of_a_request(call: Call, wanted: str) -> None:
    call.auth("polyglot", ui_locales=wanted)
    call.submit(1, username="ada", password="wrong")


def test_a_language_against_that_of_the_browser(call: Call) -> None:
    query = "client_id=app&redirect_uri=http%3A%2F%2Flocalhost%3A3000%2Fcb&response_type=code&scope=openid"
    path = f"/realms/polyglot/protocol/openid-connect/auth?{query}"
    call.browse(f"{path}&ui_locales=de", header={"accept_language": "en"})
    call.browse(f"{path}&ui_locales=de&kc_locale=en", jar="another")
    call.browse(f"{path}&ui_locales=de", jar="another")


@pytest.mark.parametrize(
    "hint", ["ada", "ADA", "ada@example.org", "nobody", " ada ", "<b>x</b>", "x" * 255, "x" * 256, "x" * 4000, "ä"]
)
def test_login_hints(call: Call, hint: str) -> None:
    call.auth(login_hint=hint)


@pytest.mark.parametrize("prompt", [None, "login", "none", "create"])
@pytest.mark.parametrize("hint", ["ada", "bob"])
def test_a_login_hint_when_ada_is_logged_in(call: Call, hint: str, prompt: str | None) -> None:
    call.log_in()
    call.auth(login_hint=hint, prompt=prompt)


def test_another_user_than_hinted_logs_in(call: Call) -> None:
    call.auth(login_hint="bob")
    call.submit(1, username="ada", password="ada-password")
    tokens(call)
    call.send(
        Request(
            "GET",
            "/realms/logins/protocol/openid-connect/userinfo",
            (("Authorization", "Bearer access_token_of_answer_3"),),
        )
    )


@pytest.mark.parametrize(
    "wish",
    [
        {"acr_values": "1"},
        {"acr_values": "0"},
        {"acr_values": "0 1"},
        {"acr_values": "gold 1"},
        {"acr_values": "gold"},
        {"acr_values": "2"},
        {"acr_values": ""},
        {"claims": ACR_ESSENTIAL},
        {"claims": ACR_ESSENTIAL.replace('"1"', '"0"')},
        {"claims": ACR_ESSENTIAL.replace('"1"', '"gold"')},
        {"claims": ACR_ESSENTIAL, "acr_values": "gold"},
    ],
    ids=str,
)
@pytest.mark.parametrize("logged_in", [False, True])
def test_the_acr_levels_of_a_request(call: Call, logged_in: bool, wish: dict[str, Any]) -> None:
    if logged_in:
        call.log_in()
        call.auth(prompt="none", **wish)
    answer = call.auth(**wish)
    if answer.status == 200 and not logged_in:
        call.submit(call.count, username="ada", password="ada-password")
        tokens(call)
