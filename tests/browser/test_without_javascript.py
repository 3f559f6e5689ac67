"""Every login page works without JavaScript."""

import pytest

from browser.application import Application
from browser.conftest import Persons
from browser.person import Person


@pytest.fixture
def person(persons: Persons) -> Person:
    return persons(java_script_enabled=False)


def test_a_login(in_shop: Application, person: Person) -> None:
    person.opens(in_shop.login("shop-web")).logs_in("ada", "wrong").sees("#input-error-username")
    person.fills(password="ada-password").clicks("#kc-login")
    assert person.reads("#who") == "ada"


@pytest.mark.mockauth_only
def test_controls_that_need_javascript_are_hidden(in_shop: Application, person: Person) -> None:
    person.opens(in_shop.login("shop-web")).sees("#kc-login")
    assert not person.page.locator("[data-password-toggle]").is_visible()


def test_consent(in_shop: Application, person: Person) -> None:
    person.opens(in_shop.login("partner")).logs_in("plain").clicks("#kc-login")
    assert person.reads("#who") == "plain"


def test_registration(in_shop: Application, person: Person) -> None:
    person.opens(in_shop.login("shop-web")).clicks("#kc-registration a")
    person.fills(username="dora", password="doras", password_confirm="doras", email="dora@example.org")
    person.fills(firstName="Dora", lastName="Example").clicks("[type=submit]")
    assert person.reads("#who") == "dora"


@pytest.mark.mockauth_only
def test_the_login_is_restarted_for_another_user(in_shop: Application, person: Person) -> None:
    person.opens(in_shop.login("shop-web")).logs_in().sees("#who")
    person.opens(in_shop.login("shop-web", prompt="login")).clicks("noscript a[href*=restart]")
    person.logs_in("bob")
    assert person.reads("#who") == "bob"


@pytest.mark.parametrize("mode", ["form_post"])
def test_a_form_post_response_is_submitted_by_a_button(in_shop: Application, person: Person, mode: str) -> None:
    person.opens(in_shop.login("shop-web", response_mode=mode)).logs_in().clicks("[name=continue]")
    assert person.reads("#who") == "ada"
