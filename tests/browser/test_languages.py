"""Pages in the language of the browser, the request, or the user's choice."""

import pytest

from browser.application import Application
from browser.conftest import Persons


def test_the_language_of_the_browser(in_shop: Application, persons: Persons) -> None:
    person = persons(locale="de-DE").opens(in_shop.login("shop-web"))
    assert person.reads("#kc-page-title") == "Bei Ihrem Konto anmelden"
    assert person.page.evaluate("document.documentElement.lang") == "de"
    person.logs_in("ada", "falsch")
    assert person.reads("#input-error-username") == "Ungültiger Benutzername oder Passwort."


def test_the_language_of_the_request(in_shop: Application, persons: Persons) -> None:
    person = persons().opens(in_shop.login("shop-web", ui_locales="de"))
    assert person.reads("#kc-page-title") == "Bei Ihrem Konto anmelden"


def test_a_chosen_language_is_remembered(in_shop: Application, persons: Persons) -> None:
    person = persons().opens(in_shop.login("shop-web"))
    person.page.select_option("#login-select-toggle", label="German (Deutsch)")
    person.page.wait_for_url("**/*kc_locale=de*")
    assert person.reads("#kc-page-title") == "Bei Ihrem Konto anmelden"
    person.logs_in().sees("#who")
    person.opens(in_shop.login("shop-admin", prompt="login"))
    assert person.page.evaluate("document.documentElement.lang") == "de"


@pytest.mark.mockauth_only
def test_a_language_is_chosen_without_javascript(in_shop: Application, persons: Persons) -> None:
    person = persons(java_script_enabled=False).opens(in_shop.login("shop-web")).clicks("a[lang=de]")
    assert person.reads("#kc-page-title") == "Bei Ihrem Konto anmelden"
