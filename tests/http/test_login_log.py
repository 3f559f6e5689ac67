"""The log explains every login and logout: client, user, and the reason of each error page and error response."""

import json
import re
from collections.abc import Callable
from html import unescape
from typing import Any
from urllib.parse import parse_qs, quote, urlsplit

import pytest
from contract import html
from demo import ADA, APP, AUTH
from flask.testing import FlaskClient

from mockauth.realms.files import load_text
from mockauth.state import State
from mockauth.state.clock import Clock
from mockauth.state.key_ring import KeyRing
from mockauth.web.app import Entry, Settings, create_app

OIDC = "/realms/demo/protocol/openid-connect"
ACTIONS = "/realms/demo/login-actions"
CB = "http://localhost:3000/cb"
USERS = """
[realms.demo.users.off]
password = "off-password"
enabled = false

[realms.demo.users.busy]
password = "busy-password"
email = "busy@example.org"
first_name = "Busy"
last_name = "Example"
required_actions = ["UPDATE_PASSWORD"]

[realms.demo.users.careful]
password = "careful-password"
email = "careful@example.org"
first_name = "Careful"
last_name = "Example"
totp_secret = "JBSWY3DPEHPK3PXP"
"""
CLIENTS = """
[realms.demo.clients.asker]
standard_flow_enabled = true
consent_required = true
redirect_uris = ["http://localhost:3000/*"]

[realms.demo.clients.strict]
standard_flow_enabled = true
redirect_uris = ["http://localhost:3000/*"]
attributes = { "pkce.code.challenge.method" = "S256", "post.logout.redirect.uris" = "-" }

[realms.demo.clients.service]
secret = "service-secret"
service_accounts_enabled = true
redirect_uris = ["http://localhost:3000/*"]

[realms.demo.clients.tv]
attributes = { "oauth2.device.authorization.grant.enabled" = "true" }
"""
REALM = """
[realms.demo]
brute_force_protected = true
failure_factor = 3
quick_login_check_milli_seconds = 0
password_policy = "length(8)"
"""
Serve = Callable[..., FlaskClient]


@pytest.fixture
def serve(ring: KeyRing, clock: Clock, log: list[Entry]) -> Serve:
    def made(realm: str = REALM, **settings: Any) -> FlaskClient:
        state = State(load_text(realm + APP + CLIENTS + ADA + USERS, "demo.toml", {}).realms, ring, clock)
        return create_app(state, Settings(log=log.append, **settings)).test_client()

    return made


@pytest.fixture
def browser(serve: Serve) -> FlaskClient:
    return serve()


def auth(client: str = "app", **more: str) -> str:
    """Return the URL of an authorization request."""
    parameters = {"client_id": client, "response_type": "code", "scope": "openid", "redirect_uri": CB, **more}
    return f"{OIDC}/auth?{'&'.join(f'{name}={quote(value)}' for name, value in parameters.items())}"


def submit(http: FlaskClient, page: str, **form: str) -> Any:
    """Send the form of a page."""
    return http.post(html.action(page), data=form)


def log_in(http: FlaskClient, user: str = "ada", password: str = "", url: str = AUTH) -> Any:
    """Log in on the login page; return the response to its form."""
    return submit(http, http.get(url).text, username=user, password=password or f"{user}-password")


def tokens(http: FlaskClient) -> dict[str, Any]:
    """Log ada in and redeem the code."""
    [code] = parse_qs(urlsplit(log_in(http).location).query)["code"]
    form = {"grant_type": "authorization_code", "client_id": "app", "redirect_uri": CB, "code": code}
    found: dict[str, Any] = json.loads(http.post(f"{OIDC}/token", data=form).text)
    return found


def test_an_authorization_request_is_logged_with_client_and_scope(browser: FlaskClient, log: list[Entry]) -> None:
    browser.get(auth(scope="openid email"))
    assert (log[-1].client, log[-1].scope, log[-1].user) == ("app", "openid email", "")


def test_a_login_is_logged_with_client_and_user(browser: FlaskClient, log: list[Entry]) -> None:
    log_in(browser)
    assert (log[-1].status, log[-1].client, log[-1].user, log[-1].reason) == (302, "app", "ada", "")


def test_single_sign_on_is_logged_with_the_user(browser: FlaskClient, log: list[Entry]) -> None:
    log_in(browser)
    browser.get(AUTH)
    assert (log[-1].client, log[-1].user) == ("app", "ada")


def test_a_required_action_is_logged_with_the_user(browser: FlaskClient, log: list[Entry]) -> None:
    browser.get(log_in(browser, "busy").location)
    assert (log[-1].client, log[-1].user) == ("app", "busy")


def test_a_wrong_password_is_explained(browser: FlaskClient, log: list[Entry]) -> None:
    log_in(browser, "ada", "hunter2")
    assert (log[-1].user, log[-1].reason) == ("ada", 'wrong password for user "ada"')
    assert "hunter2" not in str(log)


def test_an_unknown_user_is_explained_without_what_was_typed(browser: FlaskClient, log: list[Entry]) -> None:
    log_in(browser, "my-password-by-mistake")
    assert (log[-1].user, log[-1].reason) == ("", 'no user of realm "demo" has this username or email')
    assert "my-password-by-mistake" not in str(log)


def test_a_disabled_user_is_explained(browser: FlaskClient, log: list[Entry]) -> None:
    log_in(browser, "off")
    assert log[-1].reason == 'user "off" is disabled; enable it with enabled = true'


def test_a_locked_user_is_explained(browser: FlaskClient, log: list[Entry]) -> None:
    for _ in range(4):
        log_in(browser, "ada", "wrong")
    assert log[-1].reason.startswith('user "ada" is locked for ')
    assert log[-1].reason.endswith("after too many wrong passwords (brute_force_protected = true)")


def test_a_wrong_one_time_password_is_explained(browser: FlaskClient, log: list[Entry]) -> None:
    submit(browser, log_in(browser, "careful").text, otp="000000")
    assert log[-1].user == "careful"
    assert log[-1].reason == 'wrong one-time password for user "careful", or it was used or has expired'


def test_a_password_that_breaks_the_policy_is_explained(browser: FlaskClient, log: list[Entry]) -> None:
    page = browser.get(log_in(browser, "busy").location)
    submit(browser, page.text, **{"password-new": "short", "password-confirm": "short"})
    assert log[-1].reason == "the page shows an error: Invalid password: minimum length 8."
    assert "short" not in str(log)


def test_passwords_that_differ_are_explained(browser: FlaskClient, log: list[Entry]) -> None:
    page = browser.get(log_in(browser, "busy").location)
    submit(browser, page.text, **{"password-new": "long-enough", "password-confirm": "different"})
    assert log[-1].reason == "the page shows an error: password-confirm: Passwords don't match."


def test_a_registration_that_is_rejected_is_explained(serve: Serve, log: list[Entry]) -> None:
    http = serve(f"{REALM}registration_allowed = true\n")
    page = http.get(AUTH.replace("/auth?", "/registrations?"))
    submit(http, page.text, username="ada", email="nonsense")
    assert "Username already exists." in log[-1].reason
    assert log[-1].reason.startswith("the page shows an error: ")


@pytest.mark.parametrize(
    ("path", "key"),
    [("registrations", "registration_allowed = true"), ("forgot-credentials", "reset_password_allowed = true")],
)
def test_a_page_that_the_realm_does_not_allow_names_its_setting(
    browser: FlaskClient, log: list[Entry], path: str, key: str
) -> None:
    assert browser.get(AUTH.replace("/auth?", f"/{path}?")).status_code == 400
    assert log[-1].reason.endswith(f"with {key}")


def test_a_forgotten_password_says_that_no_email_is_sent(serve: Serve, log: list[Entry]) -> None:
    http = serve(f"{REALM}reset_password_allowed = true\n")
    page = http.get(AUTH.replace("/auth?", "/forgot-credentials?"))
    submit(http, page.text, username="ada")
    assert log[-1].reason == "mockauth sends no email, so the password is not reset"


def test_an_unknown_client_gets_a_suggestion(browser: FlaskClient, log: list[Entry]) -> None:
    browser.get(auth("appp"))
    assert log[-1].reason == 'unknown client in realm "demo", did you mean "app"?'


def test_an_invalid_redirect_uri_says_what_is_allowed_and_how_to_add_it(browser: FlaskClient, log: list[Entry]) -> None:
    browser.get(auth(redirect_uri="http://localhost:4000/cb"))
    assert log[-1].reason == (
        'invalid redirect_uri "http://localhost:4000/cb": client "app" allows http://localhost:3000/*; '
        'to allow it, set redirect_uris = ["http://localhost:4000/cb"]'
    )


def test_a_missing_redirect_uri_is_explained(browser: FlaskClient, log: list[Entry]) -> None:
    browser.get(f"{OIDC}/auth?client_id=app&response_type=code&scope=openid")
    assert log[-1].reason == "the request has no redirect_uri"


@pytest.mark.parametrize(
    ("client", "response_type", "key"),
    [("service", "code", "standard_flow_enabled"), ("app", "token", "implicit_flow_enabled")],
)
def test_a_flow_that_the_client_lacks_names_its_setting(
    browser: FlaskClient, log: list[Entry], client: str, response_type: str, key: str
) -> None:
    browser.get(auth(client, response_type=response_type, nonce="n"))
    assert log[-1].error == "unauthorized_client"
    assert log[-1].reason.endswith(f'client "{client}" cannot use response_type={response_type} without {key} = true')


def test_required_pkce_is_explained(browser: FlaskClient, log: list[Entry]) -> None:
    browser.get(auth("strict"))
    assert log[-1].error == "invalid_request"
    assert 'client "strict" requires PKCE' in log[-1].reason
    assert 'attributes = { "pkce.code.challenge.method" = "S256" }' in log[-1].reason


def test_prompt_none_without_a_session_is_explained(browser: FlaskClient, log: list[Entry]) -> None:
    browser.get(f"{AUTH}&prompt=none")
    assert (log[-1].error, log[-1].reason) == ("login_required", "prompt=none, but the browser is not logged in")


def test_prompt_none_with_a_session_that_is_too_old_is_explained(
    browser: FlaskClient, log: list[Entry], clock: Clock
) -> None:
    log_in(browser)
    clock.advance(120)
    browser.get(f"{AUTH}&prompt=none&max_age=60")
    assert log[-1].error == "login_required"
    assert log[-1].reason == "prompt=none, but the user authenticated longer ago than max_age=60 seconds"


def test_prompt_none_without_consent_is_explained(browser: FlaskClient, log: list[Entry]) -> None:
    log_in(browser)
    browser.get(auth("asker", prompt="none"))
    assert log[-1].error == "interaction_required"
    assert log[-1].reason == 'prompt=none, but user "ada" has to give consent to client "asker"'


def test_a_login_page_that_asks_again_says_why(browser: FlaskClient, log: list[Entry]) -> None:
    log_in(browser)
    browser.get(f"{AUTH}&prompt=login")
    assert log[-1].reason == "the browser is logged in, but prompt=login asks for a new login"


def test_denied_consent_is_explained(browser: FlaskClient, log: list[Entry]) -> None:
    page = browser.get(log_in(browser, url=auth("asker")).location)
    form = re.search(r'action="([^"]*)"', page.text)
    assert form
    code = html.field(page.text, "code")
    browser.post(unescape(form[1]), data={"code": code, "session_code": code, "cancel": "No"})
    assert (log[-1].error, log[-1].user) == ("access_denied", "ada")
    assert log[-1].reason == 'the user denied consent to client "asker"'


def test_a_form_that_is_sent_twice_is_explained(browser: FlaskClient, log: list[Entry]) -> None:
    page = browser.get(AUTH).text
    submit(browser, page, username="ada", password="wrong")
    submit(browser, page, username="ada", password="wrong")
    assert log[-1].reason.startswith("the form has an old session_code: it was sent twice")


def test_a_page_that_is_over_is_explained(browser: FlaskClient, log: list[Entry]) -> None:
    page = browser.get(AUTH).text
    submit(browser, page, username="busy", password="busy-password")
    submit(browser, page, username="busy", password="busy-password")
    assert log[-1].reason.startswith("the login is at another page by now")


def test_a_login_that_took_too_long_is_explained(browser: FlaskClient, log: list[Entry], clock: Clock) -> None:
    page = browser.get(AUTH).text
    clock.advance(1805)
    submit(browser, page, username="ada", password="ada-password")
    assert log[-1].reason == (
        "the pending login does not exist or has expired; it is restarted from the cookie KC_RESTART"
    )


def test_a_required_action_that_took_too_long_is_explained(
    browser: FlaskClient, log: list[Entry], clock: Clock
) -> None:
    page = browser.get(log_in(browser, "busy").location).text
    clock.advance(305)
    submit(browser, page, **{"password-new": "long-enough", "password-confirm": "long-enough"})
    assert log[-1].reason == "the login took longer than 300 seconds (access_code_lifespan_user_action = 300)"


def test_a_browser_without_cookies_is_explained(browser: FlaskClient, log: list[Entry]) -> None:
    page = browser.get(AUTH).text
    submit(browser.application.test_client(), page, username="ada", password="ada-password")
    assert log[-1].reason.startswith("the browser sent neither the cookie AUTH_SESSION_ID nor KC_RESTART")


def test_a_user_code_that_is_unknown_is_explained(browser: FlaskClient, log: list[Entry]) -> None:
    browser.post("/realms/demo/device", data={"device_user_code": "NONE-SUCH"}, headers={"Accept": "text/html"})
    assert log[-1].reason.startswith('unknown user code: no device of realm "demo" has it')


def test_a_user_code_that_has_expired_is_explained(browser: FlaskClient, log: list[Entry], clock: Clock) -> None:
    device = json.loads(browser.post(f"{OIDC}/auth/device", data={"client_id": "tv"}).text)
    clock.advance(device["expires_in"] + 5)
    browser.post("/realms/demo/device", data={"device_user_code": device["user_code"]}, headers={"Accept": "text/html"})
    assert log[-1].reason == "the user code expired 5 seconds ago"


@pytest.mark.parametrize(
    ("hint", "reason"),
    [
        ("", "--login auto needs a login_hint with a username; the request has none"),
        ("&login_hint=nobody", 'unknown login_hint: no user of realm "demo" has this username or email'),
        ("&login_hint=off", 'login_hint cannot be used: user "off" is disabled; enable it with enabled = true'),
    ],
)
def test_a_login_page_of_login_auto_says_why_it_is_shown(
    serve: Serve, log: list[Entry], hint: str, reason: str
) -> None:
    serve(login="auto").get(f"{AUTH}{hint}")
    assert log[-1].reason == reason


def test_a_logout_that_has_to_be_confirmed_says_why(browser: FlaskClient, log: list[Entry]) -> None:
    log_in(browser)
    browser.get(f"{OIDC}/logout?client_id=app")
    assert (log[-1].client, log[-1].user) == ("app", "ada")
    assert log[-1].reason == "the user has to confirm the logout: the request has no id_token_hint"


def test_a_logout_of_an_unknown_client_says_so(browser: FlaskClient, log: list[Entry]) -> None:
    browser.get(f"{OIDC}/logout?client_id=appp")
    assert log[-1].reason.startswith('the user has to confirm the logout: unknown client in realm "demo"')


def test_an_invalid_post_logout_redirect_uri_says_how_to_add_it(browser: FlaskClient, log: list[Entry]) -> None:
    browser.get(f"{OIDC}/logout?client_id=app&post_logout_redirect_uri=http://localhost:4000/bye")
    assert log[-1].reason == (
        'invalid post_logout_redirect_uri "http://localhost:4000/bye": client "app" allows http://localhost:3000/*; '
        'to allow it, set post_logout_redirect_uris = ["http://localhost:4000/bye"]'
    )


def test_a_client_without_post_logout_redirect_uris_is_explained(browser: FlaskClient, log: list[Entry]) -> None:
    browser.get(f"{OIDC}/logout?client_id=strict&post_logout_redirect_uri={CB}")
    assert 'client "strict" allows none' in log[-1].reason


def test_an_invalid_id_token_hint_is_explained_and_not_logged(browser: FlaskClient, log: list[Entry]) -> None:
    access_token = tokens(browser)["access_token"]
    browser.get(f"{OIDC}/logout?id_token_hint={access_token}")
    assert log[-1].reason == 'id_token_hint is not an ID token of realm "demo": it is an access token'
    assert access_token[-20:] not in str(log)


def test_a_logout_form_that_is_sent_twice_is_explained(browser: FlaskClient, log: list[Entry]) -> None:
    log_in(browser)
    page = browser.get(f"{OIDC}/logout?client_id=app").text
    submit(browser, page, confirmLogout="Logout")
    assert log[-1].reason.startswith("invalid session_code: the form was sent twice")


def test_no_entry_of_a_login_holds_a_password(browser: FlaskClient, log: list[Entry]) -> None:
    for user, password in [("ada", ""), ("ada", "s3cret-1"), ("nobody", "s3cret-2"), ("s3cret-3", "x"), ("off", "")]:
        log_in(browser, user, password)
    assert "s3cret" not in str(log)
    assert "-password" not in str(log)
