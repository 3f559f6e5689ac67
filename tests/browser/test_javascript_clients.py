"""keycloak-js and oidc-client-ts: logins, silent single sign-on, refresh, session monitoring and logouts."""

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from clients.sivalabs import KINDS, tutorial

from browser import application
from browser.application import Application
from browser.person import Person

PAGES = Path(__file__).parent / "pages"
WATCHING = {"monitorSession": True, "checkSessionIntervalInSeconds": 1}
Page = Callable[..., str]


def page(name: str, settings: Any) -> str:
    text = (PAGES / f"{name}.html").read_text(encoding="utf-8")
    return text.replace("<title>", f"<script>const SETTINGS = {json.dumps(settings)};</script>\n<title>")


@pytest.fixture
def keycloak_js(in_shop: Application, packages: Path) -> Page:
    """Serve a page with keycloak-js, and return its URL."""
    return lambda client="shop-spa", **init: with_keycloak_js(in_shop, packages, client, init)


def with_keycloak_js(app: Application, packages: Path, client: str, init: dict[str, Any]) -> str:
    app.packages = packages
    url, realm = app.issuer.split("/realms/")
    settings = {"client": {"url": url, "realm": realm, "clientId": client}, "init": init}
    app.pages["/callback"] = page("keycloak-js", settings)
    app.pages["/silent"] = page("silent", {})
    return f"{app.url}/callback"


def silently(app: Application) -> dict[str, str]:
    return {"onLoad": "check-sso", "silentCheckSsoRedirectUri": f"{app.url}/silent"}


def test_keycloak_js_requires_a_login(keycloak_js: Page, person: Person) -> None:
    person.opens(keycloak_js(onLoad="login-required", checkLoginIframe=False)).logs_in()
    assert person.reads("#who") == "ada"
    roles = person.page.evaluate("keycloak.hasRealmRole('buyer') && !keycloak.hasRealmRole('nobody')")
    assert roles is True


def test_keycloak_js_refreshes_and_reads_userinfo(keycloak_js: Page, person: Person) -> None:
    person.opens(keycloak_js(onLoad="login-required", checkLoginIframe=False)).logs_in().sees("#who:text('ada')")
    first = person.page.evaluate("keycloak.token")
    assert person.page.evaluate("keycloak.updateToken(-1)") is True
    assert person.page.evaluate("keycloak.token") != first
    assert person.page.evaluate("keycloak.loadUserInfo().then(it => it.email)") == "ada@example.org"


def test_keycloak_js_loads_the_user_profile(keycloak_js: Page, person: Person) -> None:
    person.opens(keycloak_js(onLoad="login-required", checkLoginIframe=False)).logs_in().sees("#who:text('ada')")
    assert person.page.evaluate("keycloak.loadUserProfile().then(it => it.firstName)") == "Ada"


def test_keycloak_js_silent_check_without_a_session(in_shop: Application, keycloak_js: Page, person: Person) -> None:
    person.opens(keycloak_js(**silently(in_shop))).sees("#state:text('outside')")


def test_keycloak_js_silent_check_with_a_session(in_shop: Application, keycloak_js: Page, person: Person) -> None:
    person.opens(in_shop.login("shop-web")).logs_in().sees("#who")
    person.opens(keycloak_js(**silently(in_shop))).sees("#state:text('inside')")
    assert person.reads("#who") == "ada"
    assert person.page.url == f"{in_shop.url}/callback"


def test_keycloak_js_notices_a_logout_in_another_tab(in_shop: Application, keycloak_js: Page, person: Person) -> None:
    person.opens(in_shop.login("shop-web")).logs_in().sees("#who")
    person.opens(keycloak_js(**silently(in_shop), checkLoginIframeInterval=1)).sees("#state:text('inside')")
    other = person.new_page()
    other.goto(in_shop.logout("shop-spa"))
    other.click("#kc-logout")
    person.sees("#state:text('logged out')")


def test_keycloak_js_stays_logged_in_while_the_session_exists(keycloak_js: Page, person: Person) -> None:
    url = keycloak_js(onLoad="login-required", checkLoginIframe=True, checkLoginIframeInterval=1)
    person.opens(url).logs_in().sees("#state:text('inside')")
    person.page.wait_for_timeout(2500)
    assert person.reads("#state") == "inside"


def test_keycloak_js_logs_out(in_shop: Application, keycloak_js: Page, person: Person) -> None:
    person.opens(keycloak_js(onLoad="login-required", checkLoginIframe=False)).logs_in().sees("#who:text('ada')")
    person.page.evaluate(f"void keycloak.logout({{redirectUri: '{in_shop.url}/shop-spa/bye'}})")
    person.sees("#bye")
    person.opens(in_shop.login("shop-web")).sees("#kc-login")


def test_keycloak_js_registers(keycloak_js: Page, person: Person) -> None:
    person.opens(keycloak_js(checkLoginIframe=False)).sees("#state:text('outside')")
    person.page.evaluate("void keycloak.register()")
    person.sees("#kc-register-form")


@pytest.mark.mockauth_only
@pytest.mark.parametrize("kind", KINDS)
def test_the_single_page_application_of_the_tutorial(kind: str, tmp_path: Path, packages: Path, person: Person) -> None:
    with application.running() as app, tutorial(kind, tmp_path, int(app.url.rpartition(":")[2])) as realm:
        app.issuer = realm.issuer
        init = {"onLoad": "login-required", "checkLoginIframe": False}
        person.opens(with_keycloak_js(app, packages, "messages-spa", init)).logs_in("siva", "siva1234")
        assert person.reads("#who") == "siva"
        assert person.page.evaluate("keycloak.hasRealmRole('ROLE_ADMIN')") is True


@pytest.fixture
def oidc_client_ts(in_shop: Application, packages: Path) -> str:
    """Serve a page with oidc-client-ts, and return its URL."""
    in_shop.packages = packages
    url = f"{in_shop.url}/callback"
    settings = {"authority": in_shop.issuer, "client_id": "shop-spa", "redirect_uri": url}
    more = {"post_logout_redirect_uri": f"{in_shop.url}/shop-spa/bye", "loadUserInfo": True, "scope": "openid email"}
    in_shop.pages["/callback"] = page("oidc-client-ts", {**settings, **more, "automaticSilentRenew": False, **WATCHING})
    return url


def inside(person: Person, url: str) -> Person:
    person.opens(url).sees("#state:text('outside')")
    person.page.evaluate("void manager.signinRedirect()")
    person.logs_in().sees("#state:text('inside')")
    return person


def test_oidc_client_ts_logs_in_and_reads_userinfo(oidc_client_ts: str, person: Person) -> None:
    assert inside(person, oidc_client_ts).reads("#who") == "ada"
    assert person.page.evaluate("manager.getUser().then(it => it.profile.email)") == "ada@example.org"


def test_oidc_client_ts_refreshes(oidc_client_ts: str, person: Person) -> None:
    inside(person, oidc_client_ts)
    before = person.page.evaluate("manager.getUser().then(it => it.access_token)")
    assert person.page.evaluate("manager.signinSilent().then(it => it.access_token)") not in {before, None}


def test_oidc_client_ts_logs_in_silently_in_a_frame(in_shop: Application, oidc_client_ts: str, person: Person) -> None:
    person.opens(in_shop.login("shop-web")).logs_in().sees("#who")
    person.opens(oidc_client_ts).sees("#state:text('outside')")
    assert person.page.evaluate("manager.signinSilent().then(it => it.profile.preferred_username)") == "ada"


def test_oidc_client_ts_revokes_its_tokens(in_shop: Application, oidc_client_ts: str, person: Person) -> None:
    inside(person, oidc_client_ts)
    token = person.page.evaluate("manager.getUser().then(it => it.access_token)")
    person.page.evaluate("manager.revokeTokens()")
    bearer = {"Authorization": f"Bearer {token}"}
    assert person.context.request.get(in_shop.endpoint("userinfo"), headers=bearer).status == 401


def test_oidc_client_ts_queries_the_session_status(oidc_client_ts: str, person: Person) -> None:
    inside(person, oidc_client_ts)
    status = "manager.querySessionStatus().then(it => [it.sub !== undefined, it.session_state !== undefined])"
    assert person.page.evaluate(status) == [True, True]


def test_oidc_client_ts_notices_a_logout_in_another_tab(
    in_shop: Application, oidc_client_ts: str, person: Person
) -> None:
    inside(person, oidc_client_ts)
    other = person.new_page()
    other.goto(in_shop.logout("shop-spa"))
    other.click("#kc-logout")
    person.sees("#state:text('signed out')")


def test_oidc_client_ts_logs_out(in_shop: Application, oidc_client_ts: str, person: Person) -> None:
    inside(person, oidc_client_ts)
    person.page.evaluate("void manager.signoutRedirect()")
    person.sees("#bye")
    person.opens(in_shop.login("shop-web")).sees("#kc-login")
