"""Registration and forgotten passwords, with and without a login page before, in realms that allow them or not."""

from typing import Any

import pytest

from contract.call import Call, encoded

PATHS = ["registrations", "forgot-credentials"]
CODE: dict[str, Any] = {"grant_type": "authorization_code", "redirect_uri": "http://localhost:3000/cb"}


def open_entry_point(
    call: Call, path: str, realm: str = "matrices", jar: str = "browser", method: str = "GET", **more: Any
) -> None:
    """Send a valid request of client `public` to a path, with these parameters changed (None removes one)."""
    asked = {
        "client_id": "public",
        "redirect_uri": "http://localhost:3000/cb",
        "response_type": "code",
        "scope": "openid",
        "state": "s1",
        **more,
    }
    query = encoded({name: value for name, value in asked.items() if value is not None})
    call.browse(f"/realms/{realm}/protocol/openid-connect/{path}?{query}", jar, method)


@pytest.mark.parametrize("path", PATHS)
@pytest.mark.parametrize(
    "realm", ["matrices", "matrices-brief", "polyglot", "verifying", "closed", "https-only", "nowhere"]
)
def test_realms(call: Call, realm: str, path: str) -> None:
    client = {"client_id": "app"} if realm in {"polyglot", "verifying"} else {}
    open_entry_point(call, path, realm, **client)


@pytest.mark.parametrize("path", PATHS)
@pytest.mark.parametrize("method", ["HEAD", "POST", "PUT", "DELETE", "OPTIONS"])
def test_methods(call: Call, method: str, path: str) -> None:
    open_entry_point(call, path, method=method)


@pytest.mark.parametrize("path", PATHS)
@pytest.mark.parametrize("realm", ["matrices", "matrices-brief"])
@pytest.mark.parametrize(
    "parameters",
    [
        {"client_id": None},
        {"client_id": "nobody"},
        {"redirect_uri": None},
        {"redirect_uri": "http://evil.example.org/cb"},
        {"response_type": None},
        {"response_type": "nonsense"},
        {"response_type": "token"},
        {"response_mode": "nonsense"},
        {"scope": "openid nonsense"},
        {"scope": None},
        {"state": None},
        {"client_id": "no-flow"},
        {"client_id": "keen"},
        {"prompt": "none"},
        {"prompt": "login"},
        {"prompt": "create"},
        {"prompt": "nonsense"},
        {"login_hint": "ada"},
        {"login_hint": ""},
        {"login_hint": "<script>alert(1)</script>"},
        {"ui_locales": "de"},
        {"kc_action": "UPDATE_PASSWORD"},
        {"max_age": "0"},
    ],
    ids=str,
)
def test_requests(call: Call, parameters: dict[str, Any], realm: str, path: str) -> None:
    open_entry_point(call, path, realm, **parameters)


def test_somebody_is_logged_in(call: Call) -> None:
    call.log_in("matrices", client_id="public")
    open_entry_point(call, "registrations")
    call.auth("matrices", client_id="public", prompt="none")


@pytest.mark.parametrize("path", PATHS)
def test_the_way_back(call: Call, path: str) -> None:
    open_entry_point(call, path)
    call.browse("link:« Back to Login:_of_answer_1")
    call.submit(2, username="ada", password="ada-password")
    call.token("matrices", client_id="public", code="code_of_answer_3", **CODE)


@pytest.mark.parametrize("path", PATHS)
def test_a_page_that_is_loaded_again(call: Call, path: str) -> None:
    open_entry_point(call, path)
    call.browse("action_of_answer_1")
    call.browse("restart_of_answer_1")


@pytest.mark.parametrize("path", PATHS)
def test_a_page_without_its_cookies(call: Call, path: str) -> None:
    open_entry_point(call, path)
    call.submit(1, jar="other", username="ada")


def test_from_the_login_page_to_a_new_account(call: Call) -> None:
    call.auth("matrices", client_id="public", login_hint="hinted")
    call.browse("link:Register:_of_answer_1")
    call.submit(
        2,
        username="fresh",
        password="fresh-password",
        password_confirm="wrong",
        email="fresh@example.org",
        firstName="F",
    )
    call.submit(
        3,
        username="fresh",
        password="fresh-password",
        password_confirm="fresh-password",
        email="fresh@example.org",
        firstName="Fresh",
        lastName="Example",
    )
    call.token("matrices", client_id="public", code="code_of_answer_4", **CODE)
    call.auth("matrices", client_id="public", prompt="none")


def test_a_new_account_of_a_name_that_is_taken(call: Call) -> None:
    open_entry_point(call, "registrations", client_id="code-only")
    call.submit(
        1, username="ada", password="x", password_confirm="x", email="ada@example.org", firstName="A", lastName="B"
    )


def test_a_new_account_by_email(call: Call) -> None:
    open_entry_point(call, "registrations", "verifying", client_id="app", login_hint="new@example.org")
    call.submit(1, password="x", password_confirm="x", email="", firstName="N", lastName="E")


@pytest.mark.parametrize("client", ["asker", "code-only"])
def test_a_new_account_of_a_client_that_asks(call: Call, client: str) -> None:
    open_entry_point(call, "registrations", client_id=client)
    name = f"new-{client}"
    call.submit(
        1,
        username=name,
        password="new-password",
        password_confirm="new-password",
        email=f"{name}@example.org",
        firstName="New",
        lastName="Example",
    )


@pytest.mark.parametrize("username", ["ada", "nobody", "", "ada@example.org", "ADA"])
def test_a_forgotten_password(call: Call, username: str) -> None:
    open_entry_point(call, "forgot-credentials")
    call.submit(1, username=username)


def test_from_the_login_page_to_a_forgotten_password(call: Call) -> None:
    call.auth("matrices", client_id="public")
    call.submit(1, username="ada", password="wrong")
    call.browse("link:Forgot Password?:_of_answer_2")
    call.submit(3, username="nobody")
    call.submit(4, username="ada", password="ada-password")


@pytest.mark.parametrize("path", ["registration", "reset-credentials"])
def test_pages_of_a_realm_without_registration_and_reset(call: Call, path: str) -> None:
    call.auth("matrices-brief", client_id="public")
    call.browse(f"/realms/matrices-brief/login-actions/{path}?client_id=public&tab_id=none")


def test_in_german(call: Call) -> None:
    open_entry_point(call, "registrations", "polyglot", client_id="app", ui_locales="en")
    open_entry_point(call, "registrations", "polyglot", client_id="app", kc_locale="en", jar="other")
    open_entry_point(
        call, "registrations", "polyglot", client_id="app", redirect_uri="http://evil.example.org", jar="third"
    )
