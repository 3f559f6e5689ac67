"""Attacks on logins: concurrent, repeated and forged requests, other tabs, clients and realms, and floods."""

import json
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from typing import Any
from urllib.parse import parse_qs, urlsplit

import pytest
from flask import Flask

from mockauth.state.key_ring import KeyRing
from robustness.browser import Browser, auth, logins

OIDC = "/realms/logins/protocol/openid-connect"
AT_ONCE = 64


@pytest.fixture(scope="module")
def app(ring: KeyRing) -> Flask:
    return logins(ring)


def at_once(do: Callable[[int], Any], times: int = AT_ONCE) -> list[Any]:
    with ThreadPoolExecutor(times) as threads:
        return list(threads.map(do, range(times)))


def test_a_code_is_redeemed_once_and_reusing_it_ends_the_client_session(app: Flask) -> None:
    code = Browser(app).log_in(auth())
    answers = at_once(lambda _: Browser(app).token(code))
    good = [json.loads(it.data) for it in answers if it.status_code == 200]
    assert len(good) == 1
    assert {it.status_code for it in answers} == {200, 400}
    refreshed = Browser(app).open(
        f"{OIDC}/token",
        {"grant_type": "refresh_token", "client_id": "app", "refresh_token": good[0]["refresh_token"]},
    )
    assert refreshed.status_code == 400
    assert Browser(app).open(f"{OIDC}/userinfo", AUTHORIZATION=f"Bearer {good[0]['access_token']}").status_code == 401


def test_concurrent_submissions_of_a_login_form_log_in_once(app: Flask) -> None:
    browser = Browser(app)
    browser.open(auth())
    form = {"username": "ada", "password": "ada-password"}

    def submit(_: int) -> str:
        other = Browser(app, dict(browser.cookies))
        other.open(browser.action, form)
        return other.location

    codes = [it for it in at_once(submit, 16) if "code=" in it]
    assert len(codes) == 1


def test_concurrent_registrations_of_a_username_succeed_once(app: Flask) -> None:
    browsers = [Browser(app) for _ in range(16)]
    for it in browsers:
        it.open(auth().replace("/auth?", "/registrations?"))
    form = {"username": "twin", "password": "x", "password-confirm": "x", "email": "twin@example.org"}
    form |= {"firstName": "T", "lastName": "W"}
    at_once(lambda number: browsers[number].open(browsers[number].action, form), len(browsers))
    assert len([it for it in browsers if "code=" in it.location]) == 1


def test_the_session_code_of_a_tab_is_invalid_in_another_tab(app: Flask) -> None:
    browser = Browser(app)
    browser.open(auth())
    first = browser.action
    browser.open(auth(state="other"))
    second = browser.action
    tab = parse_qs(urlsplit(first).query)["tab_id"][0]
    other = parse_qs(urlsplit(second).query)["tab_id"][0]
    browser.open(first.replace(tab, other), {"username": "ada", "password": "ada-password"})
    assert "code=" not in browser.location


def test_a_login_form_is_invalid_for_another_client(app: Flask) -> None:
    browser = Browser(app)
    browser.open(auth())
    answer = browser.open(
        browser.action.replace("client_id=app", "client_id=quiet"), {"username": "ada", "password": "ada-password"}
    )
    assert "code=" not in browser.location
    assert answer.status_code in (302, 400)


def test_cookies_of_a_realm_are_invalid_in_another_realm(app: Flask) -> None:
    browser = Browser(app)
    browser.log_in(auth())
    browser.open(auth(realm="terms"))
    assert browser.action
    stranger = Browser(app)
    stranger.open(auth())
    stranger.open(stranger.action.replace("/realms/logins/", "/realms/terms/"), {"username": "ada", "password": "x"})
    assert "code=" not in stranger.location
    restart = {"KC_RESTART": stranger.cookies["KC_RESTART"]}
    url = "/login-actions/authenticate?client_id={}&tab_id=none"
    assert Browser(app, dict(restart)).open("/realms/terms" + url.format("app")).status_code == 400
    assert Browser(app, dict(restart)).open("/realms/logins" + url.format("quiet")).status_code == 400
    assert Browser(app, dict(restart)).open("/realms/logins" + url.format("app")).status_code == 302


def test_codes_and_tokens_of_a_realm_are_invalid_in_another_realm(app: Flask) -> None:
    code = Browser(app).log_in(auth())
    assert Browser(app).token(code, realm="terms").status_code == 400
    assert Browser(app).token(code, client="quiet").status_code == 400
    code = Browser(app).log_in(auth())
    tokens = json.loads(Browser(app).token(code).data)
    bearer = f"Bearer {tokens['access_token']}"
    elsewhere = OIDC.replace("logins", "terms")
    assert Browser(app).open(f"{elsewhere}/userinfo", AUTHORIZATION=bearer).status_code == 401
    form = {"grant_type": "refresh_token", "client_id": "app", "refresh_token": tokens["refresh_token"]}
    assert Browser(app).open(f"{elsewhere}/token", form).status_code == 400


@pytest.mark.parametrize("name", ["KC_RESTART", "KEYCLOAK_IDENTITY", "AUTH_SESSION_ID"])
def test_a_cookie_is_invalid_as_a_token_or_another_cookie(app: Flask, name: str) -> None:
    browser = Browser(app)
    browser.open(auth())
    restart = browser.cookies["KC_RESTART"]
    browser.open(browser.action, {"username": "ada", "password": "ada-password"})
    value = {**browser.cookies, "KC_RESTART": restart}[name]
    assert Browser(app).open(f"{OIDC}/userinfo", AUTHORIZATION=f"Bearer {value}").status_code == 401
    form = {"grant_type": "refresh_token", "client_id": "app", "refresh_token": value}
    assert Browser(app).open(f"{OIDC}/token", form).status_code == 400
    asked = {"client_id": "web", "client_secret": "web-secret", "token": value}
    answer = Browser(app).open(f"{OIDC}/token/introspect", asked)
    assert json.loads(answer.data) == {"active": False}
    for other in {"KC_RESTART", "KEYCLOAK_IDENTITY", "AUTH_SESSION_ID"} - {name}:
        disguised = Browser(app, {other: value})
        disguised.open(auth())
        assert "code=" not in disguised.location
        assert disguised.action


def test_a_token_is_invalid_as_a_cookie(app: Flask) -> None:
    tokens = json.loads(Browser(app).token(Browser(app).log_in(auth())).data)
    for token in (tokens["access_token"], tokens["id_token"], tokens["refresh_token"]):
        browser = Browser(app, {"KEYCLOAK_IDENTITY": token, "KC_RESTART": token})
        browser.open(auth())
        assert "code=" not in browser.location
        assert Browser(app, {"KC_RESTART": token}).open("/realms/logins/login-actions/restart").status_code == 400


def test_session_fixation_does_not_log_the_attacker_in(app: Flask) -> None:
    attacker = Browser(app)
    attacker.open(auth())
    victim = Browser(app, dict(attacker.cookies))
    victim.open(auth(state="victim"))
    victim.open(victim.action, {"username": "ada", "password": "ada-password"})
    assert "code=" in victim.location
    attacker.open(auth())
    assert "code=" not in attacker.location
    # As Keycloak: another user cannot log in to the same session.
    attacker.open(attacker.action, {"username": "bob", "password": "bob-password"})
    assert "code=" not in attacker.location


def test_a_changed_cookie_is_invalid(app: Flask) -> None:
    browser = Browser(app)
    browser.log_in(auth())
    good = browser.cookies["KEYCLOAK_IDENTITY"]
    for place in range(0, len(good), 7):
        changed = good[:place] + ("A" if good[place] != "A" else "B") + good[place + 1 :]
        other = Browser(app, {"KEYCLOAK_IDENTITY": changed})
        other.open(auth(prompt="none"))
        if place < len(good) - 1:
            assert "error=login_required" in other.location


def test_a_browser_keeps_no_more_tabs_than_keycloak_lets_it(app: Flask) -> None:
    browser = Browser(app)
    browser.open(auth())
    first = browser.action
    for _ in range(300):
        browser.open(auth())
    last = browser.action
    browser.open(first, {"username": "ada", "password": "ada-password"})
    assert "code=" not in browser.location
    browser.open(last, {"username": "ada", "password": "ada-password"})
    assert "code=" in browser.location
