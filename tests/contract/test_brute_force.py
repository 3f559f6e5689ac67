"""Brute force detection: how many wrong passwords are allowed, and how long the lockout lasts."""

import pytest

from contract.brute_force_realms import PROTECTED
from contract.call import Call
from contract.exchange import Answer

WRONG, RIGHT, EMPTY = "wrong", "right", "empty"
# The passwords, each with the seconds before it: Keycloak counts a failure only after it has answered.
BY_GRANT = [(WRONG, 0), (WRONG, 2), (RIGHT, 1), (WRONG, 1), (RIGHT, 5), (WRONG, 1), (RIGHT, 2)]
ON_THE_PAGE = [(WRONG, 0), (WRONG, 1), (WRONG, 4), (RIGHT, 1), (RIGHT, 5)]


def by_grant(call: Call, realm: str, user: str, what: str, later: int) -> Answer:
    password = {WRONG: "nonsense", RIGHT: f"{user}-password", EMPTY: ""}[what]
    return call.token(realm, grant_type="password", client_id="app", username=user, password=password, later=later)


@pytest.mark.parametrize("realm", PROTECTED)
def test_guessing_by_the_password_grant(call: Call, realm: str) -> None:
    for what, later in BY_GRANT:
        by_grant(call, realm, "ann", what, later)


@pytest.mark.parametrize("realm", [it for it in PROTECTED if it != "guessing-forgets"])
def test_guessing_on_the_login_page(call: Call, realm: str) -> None:
    call.auth(realm)
    for what, later in ON_THE_PAGE:
        password = {WRONG: "nonsense", RIGHT: "ben-password"}[what]
        if call.answer(call.count).status != 200:
            call.auth(realm, prompt="login")
        body = f"username=ben&password={password}"
        call.browse(f"action_of_answer_{call.count}", method="POST", body=body, later=later)


def test_a_login_resets_the_failures(call: Call) -> None:
    for what, later in ((EMPTY, 0), (EMPTY, 1), (WRONG, 1), (RIGHT, 1), (WRONG, 1), (RIGHT, 1), (WRONG, 1)):
        by_grant(call, "guessing-waits", "cyd", what, later)
