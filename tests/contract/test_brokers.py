"""Identity providers on the login pages of a realm."""

import pytest

from contract.call import Call

REALM, WITH_ORGANIZATIONS = "brokers", "brokers-of-organizations"


def test_the_login_page(call: Call) -> None:
    call.auth(REALM)


def test_the_page_after_a_wrong_password(call: Call) -> None:
    call.auth(REALM)
    call.submit(1, username="ada", password="wrong")


@pytest.mark.parametrize("realm", [REALM, WITH_ORGANIZATIONS])
@pytest.mark.parametrize("user", ["ada", "bob"])
def test_a_user_who_is_logged_in_authenticates_again(call: Call, user: str, realm: str) -> None:
    call.auth(realm)
    call.submit(1, username=user)
    call.submit(call.count, username=user, password=f"{user}-password")
    call.auth(realm, prompt="login")


def test_a_provider_that_does_not_exist(call: Call) -> None:
    call.auth(REALM, kc_idp_hint="nobody")


@pytest.mark.parametrize("hint", ["off", ""])
def test_hints_that_do_not_redirect_to_a_provider(call: Call, hint: str) -> None:
    call.auth(REALM, kc_idp_hint=hint)


def test_the_page_that_asks_for_the_username_only(call: Call) -> None:
    call.auth(WITH_ORGANIZATIONS)
    call.submit(1, username="ada")


@pytest.mark.parametrize("name", ["nobody@acme.example", "nobody@example.org", "nobody"])
def test_unknown_usernames(call: Call, name: str) -> None:
    call.auth(WITH_ORGANIZATIONS)
    call.submit(1, username=name)
