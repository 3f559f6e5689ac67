"""Logins with Authlib for Flask, and with Flask-OIDC."""

from collections.abc import Iterator
from typing import Any
from urllib.parse import urlsplit

import pytest
from browser.application import Application
from flask import Flask, redirect, session

from clients.person import Person
from clients.shop import SECRET, shop_served


@pytest.fixture(scope="module")
def in_shop(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Application]:
    with shop_served(tmp_path_factory.mktemp("shop")) as app:
        yield app


@pytest.fixture(autouse=True)
def _http_is_allowed(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("AUTHLIB_INSECURE_TRANSPORT", "true")


def logged_in(app: Flask, here: Application, begin: str) -> Any:
    """Log in to an application that runs in process; return its test client after the login."""
    client = app.test_client()
    led = client.get(begin, base_url=here.url)
    person = Person().opens(led.location).logs_in("ada", "ada-password")
    answer = urlsplit(person.url)
    client.get(f"{answer.path}?{answer.query}", base_url=here.url)
    return client


def authlib(here: Application) -> Flask:
    flask_client = pytest.importorskip("authlib.integrations.flask_client")
    app = Flask("with Authlib")
    app.secret_key = "of the session"
    oauth = flask_client.OAuth(app)
    oauth.register(
        "shop",
        client_id="shop-web",
        client_secret=SECRET,
        server_metadata_url=f"{here.issuer}/.well-known/openid-configuration",
        client_kwargs={"scope": "openid profile email", "code_challenge_method": "S256"},
    )

    @app.get("/native/begin")
    def begin() -> Any:
        return oauth.shop.authorize_redirect(f"{here.url}/native/answer")

    @app.get("/native/answer")
    def answer() -> Any:
        token = oauth.shop.authorize_access_token()
        session["found"] = {**token["userinfo"], "asked": oauth.shop.userinfo(token=token)}
        return redirect("/")

    @app.get("/me")
    def me() -> Any:
        return session["found"]

    return app


def test_authlib_for_flask_checks_the_id_token_and_reads_userinfo(in_shop: Application) -> None:
    found = logged_in(authlib(in_shop), in_shop, "/native/begin").get("/me", base_url=in_shop.url).json
    assert (found["preferred_username"], found["iss"], found["azp"]) == ("ada", in_shop.issuer, "shop-web")
    assert (found["asked"]["sub"], found["asked"]["email"]) == (found["sub"], "ada@example.org")


def flask_oidc(here: Application) -> Flask:
    module: Any = pytest.importorskip("flask_oidc", reason="Flask-OIDC is not installed")
    app = Flask("with Flask-OIDC")
    app.secret_key = "of the session"
    secrets = {"web": {"client_id": "shop-web", "client_secret": SECRET, "issuer": here.issuer}}
    app.config |= {"OIDC_CLIENT_SECRETS": secrets, "OIDC_SCOPES": "openid email profile"}
    oidc = module.OpenIDConnect(app)

    def me() -> Any:
        return session["oidc_auth_profile"]

    def api() -> Any:
        return {"it is": "open"}

    app.add_url_rule("/me", view_func=oidc.require_login(me))
    app.add_url_rule("/api", view_func=oidc.accept_token()(api))
    return app


def test_flask_oidc_redirects_to_the_login_page_and_shows_the_profile(in_shop: Application) -> None:
    app = flask_oidc(in_shop)
    assert app.test_client().get("/me", base_url=in_shop.url).location.startswith("/login")
    found = logged_in(app, in_shop, "/login").get("/me", base_url=in_shop.url).json
    assert (found["preferred_username"], found["email"]) == ("ada", "ada@example.org")


def test_flask_oidc_refuses_tokens_that_introspection_calls_inactive(in_shop: Application) -> None:
    client = flask_oidc(in_shop).test_client()
    assert client.get("/api", headers={"Authorization": "Bearer garbage"}).status_code == 401
    assert client.get("/api").status_code == 401


def test_flask_oidc_accepts_tokens_with_its_client_as_audience(in_shop: Application) -> None:
    app = flask_oidc(in_shop)
    client = logged_in(app, in_shop, "/login")
    with client.session_transaction(base_url=in_shop.url) as kept:
        # This client is in the audience of the ID token, but not in that of the access token.
        token = kept["oidc_auth_token"]["id_token"]
    assert app.test_client().get("/api", headers={"Authorization": f"Bearer {token}"}).json == {"it is": "open"}
