"""Logout URLs of clients that Keycloak 26.7.3 rejects or accepts on import."""

import json
from collections.abc import Callable

import pytest

from mockauth.realms.files import Loaded

BACK, FRONT, POST = "backchannel.logout.url", "frontchannel.logout.url", "post.logout.redirect.uris"
REFUSED = [
    (BACK, "not a url"),
    (BACK, "told"),
    (BACK, "http://{a"),
    (BACK, "http://a}{b"),
    (BACK, "javascript:alert(1)"),
    (BACK, "gopher://a.example.org/"),
    (FRONT, "javascript:alert(1)"),
    (FRONT, "data:text/html,x"),
    (FRONT, "http://a.example.org/%zz"),
    (FRONT, "http://{a}/"),
    (POST, "javascript:alert(1)"),
    (POST, "http://a.example.org/#x"),
    (POST, "+##http://a b/"),
    ("adminUrl", "admin"),
    ("adminUrl", "javascript:alert(1)"),
]
ACCEPTED = [
    (BACK, "http://${application.session.host}/told"),
    (BACK, "http://{a}/{b}"),
    (BACK, "/told"),
    (BACK, ""),
    (FRONT, "/front"),
    (FRONT, "http://a.example.org/x?y=%20z#f"),
    (POST, "+##-##*##myapp:/bye##urn:ietf:wg:oauth:2.0:oob##/bye##x"),
    ("adminUrl", "http://${application.session.host}/admin"),
    ("adminUrl", "/admin"),
]


def realm(name: str, url: str) -> str:
    """Return the JSON of a realm with one client that has this URL."""
    where = {name: url} if name == "adminUrl" else {"attributes": {name: url}}
    client = {"clientId": "app", "redirectUris": ["http://localhost:3000/cb"], **where}
    return json.dumps({"realm": "logouts", "enabled": True, "clients": [client]})


@pytest.mark.parametrize(("name", "url"), REFUSED)
def test_an_invalid_url_is_refused(problems: Callable[..., list[str]], name: str, url: str) -> None:
    place = name if name == "adminUrl" else f"attributes.{name}"
    [problem] = problems(realm(name, url))
    assert f"clients.app.{place}: " in problem


@pytest.mark.parametrize(("name", "url"), ACCEPTED)
def test_a_valid_url_is_accepted(read: Callable[..., Loaded], name: str, url: str) -> None:
    assert "app" in read(realm(name, url)).realms["logouts"].clients
