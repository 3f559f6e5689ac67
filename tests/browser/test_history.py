"""Back, Reload and several tabs during a login."""

from browser.application import Application
from browser.person import Person

FORGOT, REGISTER = "text=Forgot Password?", "text=Register"


def test_a_page_after_a_wrong_password_can_be_loaded_again(in_shop: Application, person: Person) -> None:
    person.opens(in_shop.login("shop-web")).logs_in("ada", "wrong").sees("#input-error-username")
    person.page.reload()
    assert person.page.locator("#input-error-username").count() == 0
    person.logs_in()
    assert person.reads("#who") == "ada"


def test_back_from_the_page_for_forgotten_passwords(in_shop: Application, person: Person) -> None:
    person.opens(in_shop.login("shop-web")).logs_in("ada", "wrong").sees("#input-error-username")
    person.clicks(FORGOT).sees("#kc-reset-password-form")
    person.page.go_back()
    person.logs_in()
    assert person.reads("#who") == "ada"


def test_back_from_the_registration_page(in_shop: Application, person: Person) -> None:
    person.opens(in_shop.login("shop-web")).logs_in("ada", "wrong").sees("#input-error-username")
    person.clicks(REGISTER).sees("#kc-register-form")
    person.page.go_back()
    person.logs_in()
    assert person.reads("#who") == "ada"


def test_back_and_forward_between_forms(in_shop: Application, person: Person) -> None:
    person.opens(in_shop.login("shop-web")).clicks(REGISTER).sees("#kc-register-form")
    person.clicks("[type=submit]").sees("#input-error-username")
    person.page.reload()
    assert person.page.locator("#input-error-username").count() == 0
    person.page.go_back()
    person.page.go_forward()
    person.sees("#kc-register-form")


def test_other_tabs_go_on_after_a_login(in_shop: Application, person: Person) -> None:
    others = [person.new_page() for _ in range(2)]
    for page in others:
        page.goto(in_shop.login("shop-web"))
    others[1].click(FORGOT)
    others[1].wait_for_selector("#kc-reset-password-form")
    person.opens(in_shop.login("shop-web")).logs_in().sees("#who")
    for page in others:
        page.wait_for_selector("#who")


def test_a_page_of_another_authentication_session_loads_again(in_shop: Application, person: Person) -> None:
    person.opens(in_shop.login("shop-web"))
    own = next(it for it in person.context.cookies() if it["name"] == "KC_AUTH_SESSION_HASH")
    person.context.clear_cookies()
    person.context.add_cookies([{**own, "value": "other"}])
    person.page.wait_for_event("load")
    person.sees("#kc-login")
