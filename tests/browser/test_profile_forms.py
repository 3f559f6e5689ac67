"""What the scripts of forms for accounts do."""

import pytest

from browser.application import Application
from browser.person import Person


@pytest.fixture
def registering(in_shop: Application, person: Person) -> Person:
    """A user on the registration page."""
    return person.opens(in_shop.login("shop-web", prompt="create"))


def test_a_password_that_breaks_the_policy(registering: Person) -> None:
    registering.fills(password="abc").page.press("#password", "Tab")
    assert registering.reads("#input-error-container-password") == "Invalid password: minimum length 4."
    registering.fills(password="long enough").page.press("#password", "Tab")
    assert registering.page.locator("#input-error-container-password").inner_text() == ""


def test_values_are_added_and_removed(registering: Person) -> None:
    registering.fills(nicks_0="one").clicks("#kc-add-nicks-0").fills(nicks_1="two")
    registering.clicks("#kc-remove-nicks-0")
    assert registering.sees("#nicks-0").input_value() == "two"
    assert registering.page.locator("#nicks-1").count() == 0


def test_digits_are_grouped(registering: Person) -> None:
    registering.page.locator("#card").press_sequentially("123x456789")
    assert registering.sees("#card").input_value() == "123 456"


def test_digits_are_sent_without_groups(registering: Person) -> None:
    registering.fills(card="123 456").clicks("[type=submit]").sees("#input-error-username")
    assert registering.page.locator("#card").input_value() == "123 456"
