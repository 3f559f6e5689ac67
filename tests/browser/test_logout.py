"""Log out in a browser, with confirmation or with an id_token_hint."""

import pytest

from browser.application import Application
from browser.conftest import Persons
from browser.person import Person


def test_a_logout_is_confirmed(in_shop: Application, person: Person) -> None:
    person.opens(in_shop.login("shop-web")).logs_in().sees("#who")
    person.opens(in_shop.logout("shop-web"))
    assert person.reads("#kc-page-title") == "Logging out"
    person.clicks("#kc-logout")
    assert person.reads("#bye") == "Good bye"
    person.opens(in_shop.login("shop-web")).sees("#kc-login")


def test_a_logout_without_confirmation_keeps_the_session(in_shop: Application, person: Person) -> None:
    person.opens(in_shop.login("shop-web")).logs_in().sees("#who")
    person.opens(in_shop.logout("shop-web")).sees("#kc-logout")
    person.opens(in_shop.login("shop-web"))
    assert person.reads("#who") == "ada"


def test_a_logout_with_an_id_token_hint_needs_no_confirmation(in_shop: Application, person: Person) -> None:
    person.opens(in_shop.login("shop-web")).logs_in().sees("#who")
    person.opens(in_shop.logout("shop-web", hint="yes"))
    assert person.reads("#bye") == "Good bye"
    person.opens(in_shop.login("shop-admin")).sees("#kc-login")


def test_a_logout_without_a_client_shows_that_the_user_is_logged_out(in_shop: Application, person: Person) -> None:
    person.opens(in_shop.login("shop-web")).logs_in().sees("#who")
    person.opens(in_shop.endpoint("logout")).clicks("#kc-logout")
    assert person.reads("#kc-page-title") == "You are logged out"


def test_an_invalid_post_logout_redirect_uri_shows_an_error_page(in_shop: Application, person: Person) -> None:
    person.opens(in_shop.login("shop-web")).logs_in().sees("#who")
    person.opens(in_shop.logout("shop-web", hint="yes", post_logout_redirect_uri="http://evil.example/"))
    assert person.reads("#kc-error-message").startswith("Invalid redirect uri")


def test_a_front_channel_logout_notifies_clients_before_it_redirects(in_shop: Application, person: Person) -> None:
    person.opens(in_shop.login("framed")).logs_in().sees("#who")
    person.opens(in_shop.login("shop-web")).sees("#who")
    in_shop.visits.clear()
    person.opens(in_shop.logout("shop-web", hint="yes"))
    assert person.reads("#bye") == "Good bye"
    assert in_shop.visits.index("/framed/frame") < in_shop.visits.index("/shop-web/bye")


def test_a_front_channel_logout_without_javascript(in_shop: Application, persons: Persons) -> None:
    person = persons(java_script_enabled=False).opens(in_shop.login("framed")).logs_in()
    person.sees("#who")
    in_shop.visits.clear()
    person.opens(in_shop.logout("framed", hint="yes")).clicks("#continue")
    assert person.reads("#bye") == "Good bye"
    assert "/framed/frame" in in_shop.visits


@pytest.mark.parametrize("hint", ["", "yes"])
def test_a_logout_without_javascript(in_shop: Application, persons: Persons, hint: str) -> None:
    person = persons(java_script_enabled=False).opens(in_shop.login("shop-web")).logs_in()
    person.sees("#who")
    person.opens(in_shop.logout("shop-web", hint=hint))
    if not hint:
        person.clicks("#kc-logout")
    assert person.reads("#bye") == "Good bye"
