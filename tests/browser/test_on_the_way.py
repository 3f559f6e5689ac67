"""Pages between password and application: consent, required actions, registration, forgotten password."""

import time

from contract.otp_realms import PERIOD, Authenticator

from browser.application import Application, claims
from browser.conftest import Persons
from browser.person import Person


def test_consent_is_required_once(in_shop: Application, person: Person) -> None:
    person.opens(in_shop.login("partner")).logs_in("giver")
    assert person.reads("#kc-page-title") == "Grant Access to The Partner"
    person.clicks("#kc-login")
    assert person.reads("#who") == "giver"
    person.opens(in_shop.login("partner", prompt="login")).fills(password="giver-password").clicks("#kc-login")
    assert person.reads("#who") == "giver"


def test_denied_consent(in_shop: Application, person: Person) -> None:
    person.opens(in_shop.login("partner")).logs_in("keeper").clicks("#kc-cancel")
    assert person.reads("#error") == "access_denied"


def test_a_temporary_password_is_changed(in_shop: Application, person: Person) -> None:
    person.opens(in_shop.login("shop-web")).logs_in("new")
    assert person.reads("#kc-page-title") == "Update password"
    person.fills(password_new="mine", password_confirm="other").clicks("#kc-form-buttons [type=submit], [name=login]")
    assert person.reads("#input-error-password-confirm") == "Passwords don't match."
    person.fills(password_new="mine", password_confirm="mine").clicks("#kc-form-buttons [type=submit], [name=login]")
    assert person.reads("#who") == "new"


def test_an_incomplete_profile_is_completed(in_shop: Application, person: Person) -> None:
    person.opens(in_shop.login("shop-web")).logs_in("nameless")
    assert person.reads("#kc-page-title") == "Update Account Information"
    person.fills(email="nobody", lastName="Captain").clicks("[type=submit]")
    assert person.reads("#input-error-email") == "Invalid email address."
    person.fills(email="nemo@example.org").clicks("[type=submit]")
    assert person.reads("#who") == "nameless"
    assert claims(in_shop.tokens["shop-web"]["id_token"])["name"] == "Nemo Captain"


def test_terms_are_accepted(in_shop: Application, person: Person) -> None:
    person.opens(in_shop.login("shop-web")).logs_in("reader").clicks("#kc-accept")
    assert person.reads("#who") == "reader"


def test_an_authenticator_is_set_up_and_then_required(in_shop: Application, person: Person, persons: Persons) -> None:
    person.opens(in_shop.login("shop-web")).logs_in("careful")
    assert person.sees("#kc-totp-secret-qr-code").evaluate("image => image.naturalWidth") > 0
    authenticator = Authenticator(
        person.clicks("#mode-manual").reads("#kc-totp-secret-key").replace(" ", ""), base32=True
    )
    person.fills(totp="000000", userLabel="phone").clicks("#saveTOTPBtn")
    assert person.reads("#input-error-otp-code") == "Invalid authenticator code."
    period = int(time.time()) // PERIOD
    person.fills(totp=authenticator.code(period), userLabel="phone").clicks("#saveTOTPBtn")
    assert person.reads("#who") == "careful"
    again = persons().opens(in_shop.login("shop-web")).logs_in("careful")
    again.fills(otp=authenticator.code(period)).clicks("#kc-login")
    assert again.reads("#input-error-otp") == "Invalid authenticator code."
    again.fills(otp=authenticator.code(period + 1)).clicks("#kc-login")
    assert again.reads("#who") == "careful"


def test_registration(in_shop: Application, person: Person) -> None:
    person.opens(in_shop.login("shop-web")).clicks("#kc-registration a")
    assert person.reads("#kc-page-title") == "Register"
    person.fills(username="carol", password="carols", password_confirm="carol").clicks("[type=submit]")
    assert person.reads("#input-error-password-confirm") == "Password confirmation doesn't match."
    assert person.reads("#input-error-email") == "Please specify email."
    assert person.sees("#username").input_value() == "carol"
    person.fills(password="carols", password_confirm="carols", email="carol@example.org")
    person.fills(firstName="Carol", lastName="Example").clicks("[type=submit]")
    assert person.reads("#who") == "carol"


def test_prompt_create_shows_the_registration_page(in_shop: Application, person: Person) -> None:
    person.opens(in_shop.login("shop-web", prompt="create")).sees("#kc-register-form")


def test_a_forgotten_password_leads_back_to_the_login(in_shop: Application, person: Person) -> None:
    person.opens(in_shop.login("shop-web")).clicks("text=Forgot Password?")
    assert person.reads("#kc-page-title") == "Forgot Your Password?"
    person.fills(username="stranger").clicks("#kc-reset-password-form [type=submit]")
    person.sees("#kc-form-login")
    assert person.reads(".kc-feedback-text").startswith("You should receive an email shortly")
