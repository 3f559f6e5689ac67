"""Log in by Keycloak's element ids, as end-to-end tests of applications do."""

from browser.application import Application, claims
from browser.conftest import Persons
from browser.person import Person


def test_a_login_by_element_ids(in_shop: Application, person: Person) -> None:
    person.opens(in_shop.login("shop-web")).logs_in()
    assert person.reads("#who") == "ada"
    assert "buyer" in claims(in_shop.tokens["shop-web"]["access_token"])["realm_access"]["roles"]


def test_a_login_with_the_enter_key(in_shop: Application, person: Person) -> None:
    person.opens(in_shop.login("shop-web")).fills(username="ada", password="ada-password")
    person.page.press("#password", "Enter")
    assert person.reads("#who") == "ada"


def test_a_login_by_email(in_shop: Application, person: Person) -> None:
    person.opens(in_shop.login("shop-web")).logs_in("ada@example.org", "ada-password")
    assert person.reads("#who") == "ada"


def test_the_page_has_keycloaks_title(in_shop: Application, person: Person) -> None:
    person.opens(in_shop.login("shop-web"))
    assert person.page.title() == "Sign in to The Shop"
    assert person.reads("#kc-page-title") == "Sign in to your account"


def test_the_username_field_has_the_focus(in_shop: Application, person: Person) -> None:
    person.opens(in_shop.login("shop-web"))
    person.page.keyboard.type("ada")
    assert person.sees("#username").input_value() == "ada"


def test_a_login_after_a_wrong_password(in_shop: Application, person: Person) -> None:
    person.opens(in_shop.login("shop-web")).logs_in("ada", "wrong")
    assert person.reads("#input-error-username") == "Invalid username or password."
    assert person.sees("#username").input_value() == "ada"
    assert person.sees("#password").input_value() == ""
    person.fills(password="ada-password").clicks("#kc-login")
    assert person.reads("#who") == "ada"


def test_the_password_can_be_shown(in_shop: Application, person: Person) -> None:
    person.opens(in_shop.login("shop-web")).fills(password="secret")
    person.clicks("[data-password-toggle]")
    assert person.sees("#password").get_attribute("type") == "text"
    person.clicks("[data-password-toggle]")
    assert person.sees("#password").get_attribute("type") == "password"


def test_single_sign_on_to_another_client(in_shop: Application, person: Person) -> None:
    person.opens(in_shop.login("shop-web")).logs_in()
    person.sees("#who")
    person.opens(in_shop.login("shop-admin"))
    assert person.reads("#who") == "ada"
    sessions = {claims(in_shop.tokens[client]["id_token"])["sid"] for client in ("shop-web", "shop-admin")}
    assert len(sessions) == 1


def test_another_browser_is_not_logged_in(in_shop: Application, persons: Persons) -> None:
    persons().opens(in_shop.login("shop-web")).logs_in().sees("#who")
    persons().opens(in_shop.login("shop-web")).sees("#kc-login")


def test_prompt_login_asks_for_the_password_again(in_shop: Application, person: Person) -> None:
    person.opens(in_shop.login("shop-web")).logs_in().sees("#who")
    person.opens(in_shop.login("shop-web", prompt="login"))
    assert person.sees("#kc-attempted-username").input_value() == "ada"
    person.fills(password="ada-password").clicks("#kc-login")
    assert person.reads("#who") == "ada"


def test_prompt_none_without_a_session_is_an_error(in_shop: Application, person: Person) -> None:
    person.opens(in_shop.login("shop-web", prompt="none"))
    assert person.reads("#error") == "login_required"


def test_the_login_hint_fills_in_the_username(in_shop: Application, person: Person) -> None:
    person.opens(in_shop.login("shop-web", login_hint="bob"))
    assert person.sees("#username").input_value() == "bob"


def test_a_remembered_login_outlasts_the_browser(in_shop: Application, persons: Persons) -> None:
    first = persons().opens(in_shop.login("shop-web"))
    first.page.check("#rememberMe")
    first.logs_in().sees("#who")
    kept = [cookie for cookie in first.context.cookies() if cookie["expires"] > 0]
    second = persons()
    second.context.add_cookies(kept)
    second.opens(in_shop.login("shop-web"))
    assert second.reads("#who") == "ada"


def test_a_login_that_is_not_remembered_ends_with_the_browser(in_shop: Application, persons: Persons) -> None:
    first = persons().opens(in_shop.login("shop-web"))
    first.logs_in().sees("#who")
    kept = [cookie for cookie in first.context.cookies() if cookie["expires"] > 0]
    second = persons()
    second.context.add_cookies(kept)
    second.opens(in_shop.login("shop-web")).sees("#kc-login")


def test_a_login_after_the_back_button(in_shop: Application, person: Person) -> None:
    person.opens(in_shop.login("shop-web")).logs_in("ada", "wrong").sees("#input-error-username")
    person.page.go_back()
    person.logs_in()
    assert person.reads("#who") == "ada"


def test_two_tabs_of_one_browser_both_log_in(in_shop: Application, person: Person) -> None:
    person.opens(in_shop.login("shop-web"))
    other = person.new_page()
    other.goto(in_shop.login("shop-admin"))
    person.logs_in()
    assert person.reads("#who") == "ada"
    other.goto(in_shop.login("shop-admin"))
    other.locator("#who").wait_for()


def test_an_invalid_redirect_uri_shows_an_error_page(in_shop: Application, person: Person) -> None:
    person.opens(in_shop.login("shop-web", redirect_uri="http://evil.example/"))
    assert person.reads("#kc-page-title") == "We are sorry..."
    assert person.reads("#kc-error-message").startswith("Invalid parameter: redirect_uri")
