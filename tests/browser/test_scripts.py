"""Whatever an attacker writes into a link or a form is shown, and never run."""

import pytest

from browser.application import Application
from browser.conftest import Persons
from browser.person import MARK, Person

ATTACKS = [
    f"<script>window.{MARK}=1</script>",
    f'"><script>window.{MARK}=1</script>',
    f"'\"><img src=x onerror=window.{MARK}=1>",
    f"javascript:window.{MARK}=1",
    f"</script><svg onload=window.{MARK}=1>",
    f"${{{{window.{MARK}=1}}}}{{{{7*7}}}}",
]
every_attack = pytest.mark.parametrize("attack", ATTACKS)


@every_attack
def test_in_the_state(in_shop: Application, person: Person, attack: str) -> None:
    person.opens(in_shop.login("shop-web", state=attack)).sees("#kc-login")
    assert not person.fooled
    person.logs_in().sees("#who")
    assert not person.fooled


@every_attack
def test_in_the_state_of_an_answer_that_is_a_form(in_shop: Application, persons: Persons, attack: str) -> None:
    person = persons(java_script_enabled=False)
    person.opens(in_shop.login("shop-web", state=attack, response_mode="form_post")).logs_in()
    assert person.page.locator("[name=state]").input_value() == attack


@every_attack
def test_in_the_hint(in_shop: Application, person: Person, attack: str) -> None:
    person.opens(in_shop.login("shop-web", login_hint=attack))
    assert person.sees("#username").input_value() == attack
    assert not person.fooled


@every_attack
def test_in_the_username(in_shop: Application, person: Person, attack: str) -> None:
    person.opens(in_shop.login("shop-web")).logs_in(attack, "wrong").sees("#input-error-username")
    assert person.sees("#username").input_value() == attack
    assert not person.fooled


@every_attack
@pytest.mark.parametrize("name", ["ui_locales", "kc_locale", "acr_values", "client_id", "redirect_uri", "scope"])
def test_in_what_a_link_says_else(in_shop: Application, person: Person, attack: str, name: str) -> None:
    person.opens(in_shop.login("shop-web", **{name: attack}))
    assert not person.fooled


@every_attack
def test_in_a_registration(in_shop: Application, person: Person, attack: str) -> None:
    person.opens(in_shop.login("shop-web", prompt="create"))
    person.fills(username=attack, email=attack, firstName=attack, lastName=attack).clicks("[type=submit]")
    person.sees("#input-error-email")
    assert not person.fooled


@every_attack
def test_in_the_address_of_a_page(in_shop: Application, person: Person, attack: str) -> None:
    from urllib.parse import quote

    for path in ("login-actions/authenticate?execution=", "login-actions/restart?client_id=", "nothing/"):
        person.opens(f"{in_shop.issuer}/{path}{quote(attack)}")
        assert not person.fooled
