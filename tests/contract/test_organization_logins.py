"""Logins in a realm with organizations: first the username, then the organization, then the password."""

from typing import Any

import pytest

from contract.call import Call
from contract.organizations import OFF, REALM, SECRET, USERS

REDIRECT = "http://localhost:3000/cb"


def tokens(call: Call, number: int) -> None:
    """Redeem the code of an answer."""
    form: dict[str, Any] = {
        "grant_type": "authorization_code",
        "code": f"code_of_answer_{number}",
        "redirect_uri": REDIRECT,
    }
    call.token(REALM, client_id="app", client_secret=SECRET, **form)


@pytest.mark.parametrize(
    "scope", ["openid", "openid organization", "openid organization:*", "openid organization:acme"]
)
@pytest.mark.parametrize("user", USERS)
def test_first_the_name_then_the_password(call: Call, user: str, scope: str) -> None:
    call.auth(REALM, scope=scope)
    call.submit(1, username=user)
    if user == "bob" and scope == "openid organization":
        call.browse("action_of_answer_2", "browser", "POST", "kc.org=umbrella")
    call.submit(call.count, password=f"{user}-password")
    tokens(call, call.count)


@pytest.mark.parametrize("name", ["", "nobody", "nobody@acme.example", "nobody@example.org", "ada@acme.test"])
def test_names(call: Call, name: str) -> None:
    call.auth(REALM)
    call.submit(1, username=name)


@pytest.mark.parametrize("hint", ["ada", "nobody", "bob@umbrella.example"])
def test_hints(call: Call, hint: str) -> None:
    call.auth(REALM, login_hint=hint)


def test_a_wrong_password(call: Call) -> None:
    call.auth(REALM)
    call.submit(1, username="ada")
    call.submit(2, password="wrong")
    call.submit(3, password="ada-password")


@pytest.mark.parametrize("alias", ["acme", "umbrella", "closed", "nobody", ""])
def test_the_organization_that_is_chosen(call: Call, alias: str) -> None:
    call.auth(REALM, scope="openid organization")
    call.submit(1, username="bob")
    call.browse("action_of_answer_2", "browser", "POST", f"kc.org={alias}")


def test_another_login_of_the_same_browser(call: Call) -> None:
    call.auth(REALM)
    call.submit(1, username="bob")
    call.submit(2, password="bob-password")
    call.auth(REALM, scope="openid organization:acme")
    call.auth(REALM, scope="openid organization")


def test_a_login_where_organizations_are_off(call: Call) -> None:
    call.auth(OFF)
