"""Steps before a login is complete: required actions, consent, and registration."""

from typing import Any

import pytest

from contract.call import Call

CODE: dict[str, Any] = {"grant_type": "authorization_code", "redirect_uri": "http://localhost:3000/cb"}


@pytest.mark.parametrize("user", ["busy", "profile", "bare", "double", "unknown"])
def test_the_first_page(call: Call, user: str) -> None:
    call.log_in(user=user)
    call.follow(2)


@pytest.mark.parametrize(
    "fields",
    [
        {"password_new": "", "password_confirm": ""},
        {"password_new": "new", "password_confirm": "other"},
        {"password_new": "new"},
        {},
    ],
    ids=str,
)
def test_new_passwords_that_are_refused(call: Call, fields: dict[str, Any]) -> None:
    call.log_in(user="busy")
    call.follow(2)
    call.submit(3, **fields)


def test_a_new_password(call: Call) -> None:
    call.log_in("hurried", user="changing")
    call.follow(2)
    call.submit(3, password_new="new-password", password_confirm="new-password", logout_sessions="on")
    call.auth("hurried", jar="again")
    call.submit(5, jar="again", username="changing", password="changing-password")
    call.submit(6, jar="again", username="changing", password="new-password")


@pytest.mark.parametrize(
    "fields",
    [
        {"email": "", "firstName": "", "lastName": ""},
        {"email": "nonsense", "firstName": "A", "lastName": "B"},
        {"email": "bob@example.org", "firstName": "A", "lastName": "B"},
        {},
    ],
    ids=str,
)
def test_profiles_that_are_refused(call: Call, fields: dict[str, Any]) -> None:
    call.log_in(user="bare")
    call.follow(2)
    call.submit(3, **fields)


def test_an_action_out_of_turn(call: Call) -> None:
    call.log_in(user="busy")
    query = "client_id=app&tab_id=none&execution=UPDATE_PROFILE"
    call.browse(f"/realms/logins/login-actions/required-action?{query}")


def test_terms_that_are_accepted(call: Call) -> None:
    call.log_in("terms", user="both")
    call.follow(2)
    call.submit(3, password_new="both-password", password_confirm="both-password")
    call.submit(4, accept="")


def test_terms_that_are_declined(call: Call) -> None:
    call.log_in("terms")
    call.follow(2)
    call.submit(3, cancel="")


def test_an_email_that_is_not_verified(call: Call) -> None:
    call.auth("verifying")
    call.submit(1, username="fresh@example.org", password="fresh-password")
    call.follow(2)


def test_a_new_password_that_the_client_asks_for(call: Call) -> None:
    call.log_in(kc_action="UPDATE_PASSWORD")
    call.follow(2)
    call.submit(3, password_new="ada-password", password_confirm="ada-password")


@pytest.mark.parametrize("action", ["UPDATE_PASSWORD", "UPDATE_PROFILE"])
def test_an_action_of_the_client_that_is_cancelled(call: Call, action: str) -> None:
    call.log_in(kc_action=action)
    call.follow(2)
    call.browse("action_of_answer_3", method="POST", body="cancel-aia=true")


@pytest.mark.parametrize("action", ["VERIFY_PROFILE", "TERMS_AND_CONDITIONS", "NO_SUCH_ACTION"])
def test_actions_that_a_client_cannot_ask_for(call: Call, action: str) -> None:
    call.log_in(kc_action=action)


def test_an_action_of_the_client_that_is_due_anyway(call: Call) -> None:
    call.log_in(user="busy", kc_action="UPDATE_PASSWORD")
    call.follow(2)
    call.browse("action_of_answer_3", method="POST", body="cancel-aia=true")


def test_an_action_of_the_client_for_a_user_who_is_logged_in(call: Call) -> None:
    call.log_in()
    call.auth(kc_action="UPDATE_PROFILE")
    call.follow(3)
    call.auth(kc_action="UPDATE_PROFILE", prompt="none")


def test_consent(call: Call) -> None:
    call.log_in(client_id="asker", user="carol")
    call.follow(2)
    call.submit(3, accept="Yes")
    call.token("logins", client_id="asker", code="code_of_answer_4", **CODE)
    call.auth(client_id="asker")
    call.auth(client_id="asker", prompt="consent")


def test_consent_that_is_not_given(call: Call) -> None:
    call.log_in(client_id="asker", user="bob")
    call.follow(2)
    call.submit(3, cancel="No")


def test_consent_that_is_left_open_cannot_be_had_silently(call: Call) -> None:
    call.log_in(user="bob")
    call.auth(client_id="asker", prompt="none")


def test_a_new_account(call: Call) -> None:
    call.auth()
    call.browse("link:Register:_of_answer_1")
    new = {"email": "new@example.org", "firstName": "New", "lastName": "Example", "username": "newcomer"}
    call.submit(2, password="new-password", **{"password-confirm": "new-password"}, **new)
    call.token("logins", client_id="app", code="code_of_answer_3", **CODE)


@pytest.mark.parametrize(
    "fields",
    [
        {"username": "", "email": ""},
        {"username": "ada", "email": "other@example.org"},
        {"username": "other", "email": "ada@example.org"},
        {"username": "other", "email": "nonsense"},
        {"username": "other", "email": "other@example.org", "password": "a", "password-confirm": "b"},
        {"username": "other", "email": "other@example.org", "password": "", "password-confirm": ""},
    ],
    ids=str,
)
def test_new_accounts_that_are_refused(call: Call, fields: dict[str, Any]) -> None:
    call.auth(prompt="create")
    rest: dict[str, Any] = (
        {"firstName": "A", "lastName": "B", "password": "x", "password-confirm": "x"} if fields else {}
    )
    call.submit(1, **{**rest, **fields})


def test_the_page_for_new_accounts_by_its_own_path(call: Call) -> None:
    query = "client_id=app&redirect_uri=http%3A%2F%2Flocalhost%3A3000%2Fcb&response_type=code&scope=openid"
    call.browse(f"/realms/logins/protocol/openid-connect/registrations?{query}")
    call.browse("link:« Back to Login:_of_answer_1")


def test_a_realm_whose_usernames_are_emails(call: Call) -> None:
    call.auth("verifying", prompt="create")


def test_forgotten_passwords(call: Call) -> None:
    call.auth()
    call.browse("link:Forgot Password?:_of_answer_1")
    call.submit(2, username="")
    call.submit(3, username="ada")
    call.submit(4, username="ada", password="ada-password")


def test_forgotten_passwords_of_unknown_users(call: Call) -> None:
    query = "client_id=app&redirect_uri=http%3A%2F%2Flocalhost%3A3000%2Fcb&response_type=code&scope=openid"
    call.browse(f"/realms/logins/protocol/openid-connect/forgot-credentials?{query}")
    call.submit(1, username="nobody")
