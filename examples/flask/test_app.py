from html.parser import HTMLParser

import pytest
import requests
from app import create_app

APPLICATION = "http://localhost:8000"


class LoginForm(HTMLParser):
    """The address that Keycloak's login form is sent to."""

    action = ""

    def handle_starttag(self, tag, attributes):
        if tag == "form" and dict(attributes).get("id") == "kc-form-login":
            self.action = dict(attributes)["action"]


@pytest.fixture
def client(mockauth, monkeypatch):
    monkeypatch.setenv("ISSUER", mockauth.issuer("shop"))
    monkeypatch.setenv("AUTHLIB_INSECURE_TRANSPORT", "1")
    return create_app().test_client()


def test_alice_logs_in(client):
    to_keycloak = client.get("/login", base_url=APPLICATION).location
    browser = requests.Session()
    form = LoginForm()
    form.feed(browser.get(to_keycloak, timeout=10).text)
    for cookie in browser.cookies:
        cookie.secure = False  # otherwise requests does not send it to http://localhost
    alice = {"username": "alice", "password": "alice-password"}
    back = browser.post(form.action, alice, allow_redirects=False, timeout=10).headers["Location"]
    client.get(back.removeprefix(APPLICATION), base_url=APPLICATION)
    assert client.get("/", base_url=APPLICATION).text == "alice"
