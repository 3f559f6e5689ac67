"""Logins in a browser: the page and its errors, the session and its cookies, and the code."""

from typing import Any

import pytest

from contract.call import Call

VERIFIER = "dBjftJeZ4CVP-mB92K27uhbUJU1p1r_wW1gFWFOEjXk"
CHALLENGE = "E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM"
CODE: dict[str, Any] = {"grant_type": "authorization_code", "redirect_uri": "http://localhost:3000/cb"}


def test_a_login(call: Call) -> None:
    call.log_in()
    call.token("logins", client_id="app", code="code_of_answer_2", **CODE)


@pytest.mark.parametrize(
    "fields",
    [
        {"username": "ada", "password": "wrong"},
        {"username": "ada", "password": ""},
        {"username": "ada"},
        {"username": "nobody", "password": "ada-password"},
        {"username": "", "password": "ada-password"},
        {"password": "ada-password"},
        {"username": " ada ", "password": "ada-password"},
        {"username": "ADA", "password": "ada-password"},
        {"username": "ada@example.org", "password": "ada-password"},
        {"username": "gone", "password": "gone-password"},
        {"username": "gone", "password": "wrong"},
        {"username": "keyless", "password": "anything"},
        {"username": "<script>alert(1)</script>", "password": "x"},
        {"username": "ada", "password": "ada-password", "cancel": "1"},
        {"username": "ada", "password": "ada-password", "rememberMe": "on"},
        {"username": "ada", "password": "ada-password", "credentialId": ""},
    ],
    ids=str,
)
def test_the_form(call: Call, fields: dict[str, Any]) -> None:
    call.auth()
    call.submit(1, **fields)


def test_a_right_password_after_a_wrong_one(call: Call) -> None:
    call.auth()
    call.submit(1, username="ada", password="wrong")
    call.submit(2, username="ada", password="ada-password")


def test_a_form_is_good_once(call: Call) -> None:
    call.auth()
    call.submit(1, username="ada", password="wrong")
    call.submit(1, username="ada", password="ada-password")
    call.follow(3)


def test_a_form_action_without_html_decoding(call: Call) -> None:
    call.auth()
    call.browse("written_action_of_answer_1", method="POST", body="username=ada&password=ada-password")


def test_a_form_of_a_login_that_is_over(call: Call) -> None:
    call.log_in()
    call.submit(1, username="ada", password="ada-password")


def test_a_form_without_its_cookies(call: Call) -> None:
    call.auth()
    call.submit(1, jar="other browser", username="ada", password="ada-password")


@pytest.mark.parametrize(
    "query",
    [
        "",
        "client_id=app",
        "client_id=app&tab_id=none",
        "client_id=app&tab_id=none&client_data=nonsense!",
        "session_code=x&execution=y&client_id=app&tab_id=none",
        "client_id=nobody",
    ],
)
@pytest.mark.parametrize("path", ["authenticate", "registration", "reset-credentials", "required-action", "restart"])
def test_pages_without_a_login(call: Call, path: str, query: str) -> None:
    call.browse(f"/realms/logins/login-actions/{path}?{query}")


@pytest.mark.parametrize("path", ["authenticate", "required-action"])
def test_pages_of_another_client_in_the_same_browser(call: Call, path: str) -> None:
    call.auth()
    call.browse(f"/realms/logins/login-actions/{path}?client_id=web&tab_id=none")


def test_a_login_of_a_browser_that_knows_the_person(call: Call) -> None:
    call.log_in()
    call.auth(client_id="code-only", redirect_uri="http://localhost:3000/only")
    call.token("logins", client_id="code-only", code="code_of_answer_3", grant_type="authorization_code",
               redirect_uri="http://localhost:3000/only")  # fmt: skip


@pytest.mark.parametrize(
    "parameters",
    [
        {"prompt": "none"},
        {"prompt": "login"},
        {"prompt": "consent"},
        {"prompt": "select_account"},
        {"prompt": "none login"},
        {"prompt": "create"},
        {"max_age": "0"},
        {"max_age": "1000"},
        {"max_age": "-1"},
        {"login_hint": "bob"},
        {"acr_values": "0"},
        {"acr_values": "1"},
        {"acr_values": "gold"},
        {"response_type": "none"},
        {"response_type": "token"},
        {"response_type": "id_token", "nonce": "n1"},
        {"response_type": "id_token token", "nonce": "n1"},
        {"response_type": "code id_token", "nonce": "n1"},
        {"response_type": "code token", "nonce": "n1"},
        {"response_type": "code id_token token", "nonce": "n1"},
        {"response_type": "code id_token", "nonce": "n1", "state": None},
        {"response_type": "token", "scope": None},
        {"response_type": "token", "scope": "email"},
        {"response_mode": "fragment"},
        {"response_mode": "form_post"},
        {"response_mode": "jwt"},
        {"response_mode": "query.jwt"},
        {"response_mode": "fragment.jwt"},
        {"response_mode": "form_post.jwt"},
        {"response_type": "code token", "response_mode": "form_post"},
        {"response_type": "code token", "response_mode": "jwt"},
        {"state": None},
        {"state": ""},
        {"state": "<script>alert(1)</script>", "response_mode": "form_post"},
        {"redirect_uri": "http://localhost:3000/cb?x=1&y=%20"},
        {"redirect_uri": "http://localhost:3000/cb?state=x"},
        {"client_id": "quiet"},
        {"client_id": "spa", "code_challenge": CHALLENGE, "code_challenge_method": "S256"},
        {"client_id": "asker"},
        {"client_id": "asker", "prompt": "none"},
        {"client_id": "native", "redirect_uri": "urn:ietf:wg:oauth:2.0:oob"},
        {"client_id": "native", "redirect_uri": "myapp:/callback"},
        {"client_id": "relative", "redirect_uri": "/own/cb"},
    ],
    ids=str,
)
def test_requests_of_a_browser_that_is_logged_in(call: Call, parameters: dict[str, Any]) -> None:
    call.log_in()
    call.auth(**parameters)


def test_a_prompt_for_the_password_again(call: Call) -> None:
    call.log_in()
    call.auth(prompt="login")
    call.submit(3, password="wrong")
    call.submit(4, password="ada-password")
    call.token("logins", client_id="app", code="code_of_answer_5", **CODE)


def test_a_restart_in_the_middle_of_a_new_prompt_logs_out(call: Call) -> None:
    call.log_in()
    call.auth(prompt="login")
    call.browse("restart_of_answer_3")
    call.follow(4)
    call.auth(prompt="none")


def test_a_restart(call: Call) -> None:
    call.auth()
    call.submit(1, username="ada", password="wrong")
    call.browse("restart_of_answer_2")
    call.follow(3)


def test_two_tabs(call: Call) -> None:
    call.auth()
    call.auth(state="second tab")
    call.submit(1, username="ada", password="ada-password")
    call.submit(2, username="ada", password="ada-password")


def test_another_person_in_the_second_tab(call: Call) -> None:
    call.auth()
    call.auth(state="second tab")
    call.submit(1, username="ada", password="ada-password")
    call.submit(2, username="bob", password="bob-password")


def test_another_person_after_a_new_prompt(call: Call) -> None:
    call.log_in()
    call.auth(prompt="login")
    call.submit(3, username="bob", password="bob-password")


def test_remembered_users(call: Call) -> None:
    call.auth()
    call.submit(1, username="ada", password="ada-password", rememberMe="on")
    call.auth(prompt="login")
    call.token("logins", client_id="app", code="code_of_answer_2", **CODE)


def test_a_page_that_is_loaded_again(call: Call) -> None:
    call.auth()
    call.submit(1, username="ada", password="wrong")
    call.browse("action_of_answer_2")


def test_locales_of_pages(call: Call) -> None:
    call.auth("polyglot")
    call.submit(1, username="ada", password="wrong")
    call.auth("polyglot", ui_locales="en", jar="english")
    call.auth("polyglot", ui_locales="fr en", jar="french")
    call.auth("polyglot", jar="asking", redirect_uri="http://evil.example.org")
    call.auth("polyglot", jar="registering", prompt="create")


def test_a_login_with_a_locale_of_its_own(call: Call) -> None:
    call.auth("polyglot", kc_locale="en")
    call.log_in("polyglot", user="greta", jar="greta")


def test_the_language_of_a_user_is_kept_in_a_cookie(call: Call) -> None:
    call.log_in("polyglot")
    call.auth("polyglot", prompt="login")


def test_a_language_that_is_chosen_on_the_page_is_kept_with_the_account(call: Call) -> None:
    call.auth("polyglot", jar="here")
    call.browse("action_of_answer_1&kc_locale=en", jar="here")
    call.submit(2, jar="here", username="paul", password="paul-password")
    call.log_in("polyglot", jar="elsewhere", user="paul")


def test_a_user_without_a_language_clears_the_cookie(call: Call) -> None:
    call.auth("polyglot", jar="shared")
    call.browse("action_of_answer_1&kc_locale=en", jar="shared")
    call.auth("polyglot", jar="shared")
    call.submit(3, jar="shared", username="nora", password="nora-password")


def test_a_login_that_takes_too_long(call: Call) -> None:
    call.auth("hurried")
    call.browse("action_of_answer_1", method="POST", body="username=ada&password=ada-password", later=4)
    call.follow(2)


def test_a_required_action_that_takes_too_long(call: Call) -> None:
    call.log_in("hurried", user="busy")
    call.follow(2)
    call.browse("action_of_answer_3", method="POST", body="password-new=x&password-confirm=x", later=4)
    call.follow(4)


def test_a_code_that_is_too_old(call: Call) -> None:
    call.log_in("hurried")
    call.token("hurried", client_id="app", code="code_of_answer_2", later=4, **CODE)


def test_a_code_is_redeemed_once(call: Call) -> None:
    call.log_in()
    call.token("logins", client_id="app", code="code_of_answer_2", **CODE)
    call.token("logins", client_id="app", code="code_of_answer_2", **CODE)
    call.token("logins", client_id="app", grant_type="refresh_token", refresh_token="refresh_token_of_answer_3")


@pytest.mark.parametrize(
    "form",
    [
        {"code": None},
        {"code": ""},
        {"code": "nonsense"},
        {"code": "a.b.c"},
        {"code": "code_of_answer_2x"},
        {"redirect_uri": None},
        {"redirect_uri": "http://localhost:3000/other"},
        {"redirect_uri": "http://localhost:3000/cb/"},
        {"client_id": "code-only"},
        {"client_id": "no-flow"},
        {"code_verifier": VERIFIER},
        {"scope": "openid email"},
        {"scope": "nonsense"},
    ],
    ids=str,
)
def test_wrong_requests_for_the_tokens_of_a_code(call: Call, form: dict[str, Any]) -> None:
    call.log_in()
    whole = {"client_id": "app", "code": "code_of_answer_2", **CODE, **form}
    call.token("logins", **{name: value for name, value in whole.items() if value is not None})
    call.token("logins", client_id="app", code="code_of_answer_2", **CODE)


@pytest.mark.parametrize("method", ["S256", "plain", None])
@pytest.mark.parametrize("verifier", [VERIFIER, CHALLENGE, "wrong" * 10, "short", "ä" * 43, "", None])
def test_pkce(call: Call, method: str | None, verifier: str | None) -> None:
    call.log_in(code_challenge=CHALLENGE, code_challenge_method=method)
    form: dict[str, Any] = {} if verifier is None else {"code_verifier": verifier}
    call.token("logins", client_id="app", code="code_of_answer_2", **CODE, **form)


def test_a_code_survives_a_client_that_fails_to_authenticate(call: Call) -> None:
    call.log_in(client_id="web")
    call.token("logins", client_id="web", client_secret="wrong", code="code_of_answer_2", **CODE)
    call.token("logins", basic="web:web-secret", code="code_of_answer_2", **CODE)


def test_a_code_of_another_realm(call: Call) -> None:
    call.log_in()
    call.token("terms", client_id="app", code="code_of_answer_2", **CODE)


@pytest.mark.parametrize("client", ["light", "no-refresh", "offline", "rooted"])
def test_tokens_of_clients(call: Call, client: str) -> None:
    uri = "http://localhost:3000/app/cb" if client == "rooted" else "http://localhost:3000/cb"
    scope = "openid offline_access" if client == "offline" else "openid"
    call.log_in(client_id=client, scope=scope, redirect_uri=uri, nonce="n1")
    call.token("logins", client_id=client, code="code_of_answer_2", grant_type="authorization_code", redirect_uri=uri)
    if client != "no-refresh":
        call.token("logins", client_id=client, grant_type="refresh_token", refresh_token="refresh_token_of_answer_3")


def test_a_session_of_two_clients(call: Call) -> None:
    call.log_in(nonce="first")
    call.auth(client_id="web", nonce="second", scope="openid email")
    call.token("logins", client_id="app", code="code_of_answer_2", **CODE)
    call.token("logins", basic="web:web-secret", code="code_of_answer_3", **CODE)
    call.token("logins", basic="web:web-secret", grant_type="refresh_token", refresh_token="refresh_token_of_answer_5")


@pytest.mark.parametrize("ticked", ["on", "off"])
def test_a_wrong_password_keeps_remember_me_ticked(call: Call, ticked: str) -> None:
    call.auth()
    call.submit(1, username="ada", password="nonsense", rememberMe=ticked)
    call.submit(2, username="ada", password="nonsense")
