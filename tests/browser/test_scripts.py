"""Text of an attacker in a link or a form is shown as text and never runs as a script."""

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
def test_state(in_shop: Application, person: Person, attack: str) -> None:
    person.opens(in_shop.login("shop-web", state=attack)).sees("#kc-login")
    assert not person.ran_injected_script
    person.logs_in().sees("#who")
    assert not person.ran_injected_script


@every_attack
def test_state_in_a_form_post_response(in_shop: Application, persons: Persons, attack: str) -> None:
    person = persons(java_script_enabled=False)
    person.opens(in_shop.login("shop-web", state=attack, response_mode="form_post")).logs_in()
    assert person.page.locator("[name=state]").input_value() == attack


@every_attack
def test_login_hint(in_shop: Application, person: Person, attack: str) -> None:
    person.opens(in_shop.login("shop-web", login_hint=attack))
    assert person.sees("#username").input_value() == attack
    assert not person.ran_injected_script


@every_attack
def test_username(in_shop: Application, person: Person, attack: str) -> None:
    person.opens(in_shop.login("shop-web")).logs_in(attack, "wrong").sees("#input-error-username")
    assert person.sees("#username").input_value() == attack
    assert not person.ran_injected_script


@every_attack
@pytest.mark.parametrize("name", ["ui_locales", "kc_locale", "acr_values", "client_id", "redirect_uri", "scope"])
def test_other_parameters(in_shop: Application, person: Person, attack: str, name: str) -> None:
    person.opens(in_shop.login("shop-web", **{name: attack}))
    assert not person.ran_injected_script


@every_attack
def test_registration_form(in_shop: Application, person: Person, attack: str) -> None:
    person.opens(in_shop.login("shop-web", prompt="create"))
    person.fills(username=attack, email=attack, firstName=attack, lastName=attack).clicks("[type=submit]")
    person.sees("#input-error-email")
    assert not person.ran_injected_script


@every_attack
def test_path_and_query(in_shop: Application, person: Person, attack: str) -> None:
    from urllib.parse import quote

    for path in ("login-actions/authenticate?execution=", "login-actions/restart?client_id=", "nothing/"):
        person.opens(f"{in_shop.issuer}/{path}{quote(attack)}")
        assert not person.ran_injected_script
