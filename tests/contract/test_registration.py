"""New accounts, changed profiles and forgotten passwords, in realms with different settings."""

from typing import Any

import pytest

from contract.call import Call
from contract.registration_realms import SETTINGS, name

every_setting = pytest.mark.parametrize("setting", SETTINGS)
_OF_LOGINS = ("named", "by-email", "no-email-login", "by-email-no-login", "shared-emails")
_OF_NAMES = (
    "renaming",
    "by-email-renaming",
    "optional-email-name",
    "fixed-email",
    "fixed-email-name",
    "fixed-username",
)
every_login_setting = pytest.mark.parametrize("setting", _OF_LOGINS)
every_name_setting = pytest.mark.parametrize("setting", [*_OF_LOGINS, *_OF_NAMES, "free-attributes", "fields"])
NEW = {
    "username": "Newcomer",
    "email": "New@Example.org",
    "firstName": "New",
    "lastName": "Comer",
    "password": "new-password",
    "password-confirm": "new-password",
    "extra": "unknown",
    "emailVerified": "true",
}


def open_registration(call: Call, setting: str, **more: Any) -> None:
    call.auth(name(setting), **more)
    call.browse("link:Register:_of_answer_1" if setting != "polyglot-names" else "link:Registrieren:_of_answer_1")


def redeem(call: Call, setting: str, number: int) -> None:
    form: dict[str, Any] = {"grant_type": "authorization_code", "redirect_uri": "http://localhost:3000/cb"}
    call.token(name(setting), client_id="app", code=f"code_of_answer_{number}", **form)


def read_account(call: Call, setting: str, number: int, query: str = "") -> None:
    """Read the account with the token of an answer."""
    path = f"/realms/{name(setting)}/account{query}"
    call.get(path, authorization=f"Bearer access_token_of_answer_{number}", accept="application/json")


@every_setting
def test_an_empty_form(call: Call, setting: str) -> None:
    open_registration(call, setting)
    call.submit(2, **dict.fromkeys(NEW, ""))


@every_setting
def test_a_new_account(call: Call, setting: str) -> None:
    open_registration(call, setting)
    call.submit(2, **NEW)
    if call.answer(3).part("code"):
        redeem(call, setting, 3)
        read_account(call, setting, 4, "?userProfileMetadata=true")
    else:
        call.follow(3)


@every_login_setting
@pytest.mark.parametrize(
    "taken", [{"username": "ada"}, {"email": "ADA@example.org"}, {"username": "ada@example.org"}], ids=str
)
def test_names_that_are_taken(call: Call, setting: str, taken: dict[str, str]) -> None:
    open_registration(call, setting)
    call.submit(2, **{**NEW, "username": "another", "email": "another@example.org", **taken, "password": ""})


@pytest.mark.parametrize("setting", ["named", "by-email", "fixed-username"])
@pytest.mark.parametrize("hint", ["someone", "someone@example.org"])
def test_the_hint_of_a_name(call: Call, setting: str, hint: str) -> None:
    call.auth(name(setting), prompt="create", login_hint=hint)


@every_login_setting
@pytest.mark.parametrize("user", ["ada", "ada@example.org", "nobody", ""])
def test_a_forgotten_password(call: Call, setting: str, user: str) -> None:
    call.auth(name(setting))
    call.browse("link:Forgot Password?:_of_answer_1")
    call.submit(2, username=user)


@every_name_setting
@pytest.mark.parametrize(
    ("user", "fields"),
    [
        ("ada", {}),
        ("ada", {"username": "bea"}),
        ("ada", {"username": "bea@example.org"}),
        ("cleo", {"username": "", "email": ""}),
        ("dora", {"username": "Renamed", "email": "Renamed@example.org"}),
        ("emma", {"email": "bea@example.org"}),
    ],
    ids=str,
)
def test_a_changed_profile(call: Call, setting: str, user: str, fields: dict[str, str]) -> None:
    own = {
        "username": user,
        "email": f"{user}@example.org",
        "firstName": "A",
        "lastName": "Changed",
        "extra": "unknown",
    }
    call.log_in(name(setting), user=user, kc_action="UPDATE_PROFILE")
    call.follow(2)
    call.submit(3, **{**own, **fields})
    if call.answer(4).part("code"):
        redeem(call, setting, 4)
        read_account(call, setting, 5)


@every_login_setting
def test_a_login_with_the_email(call: Call, setting: str) -> None:
    call.auth(name(setting))
    call.submit(1, username="BEA@example.org", password="bea-password")
