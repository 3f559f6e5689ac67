"""The redirect URIs in example links to a login page."""

import pytest

from mockauth.protocol import redirect_uris
from mockauth.protocol.examples import redirect_uri
from mockauth.realms.files import load_document
from mockauth.realms.model import Client

ISSUER = "http://localhost:9191/realms/demo"


def client(*uris: str, **settings: str) -> Client:
    app = {"standard_flow_enabled": True, "redirect_uris": list(uris), **settings}
    loaded = load_document({"realms": {"demo": {"clients": {"app": app}}}}, "tables", {})
    return loaded.realms["demo"].clients["app"]


@pytest.mark.parametrize(
    "pattern",
    [
        "http://localhost:3000/*",
        "http://localhost:3000",
        "https://app.example.org/login/callback",
        "http://a/",
        "http://a/cb/*",
        "http://localhost:3000*",
        "http://a/cb*",
        "/callback",
        "http://[::1]:3000/*",
    ],
)
def test_the_redirect_uri_of_an_example_is_valid(pattern: str) -> None:
    app = client(pattern, root_url="http://localhost:3000")
    assert redirect_uris.verify(redirect_uri(app, ISSUER), app.root_url, app.redirect_uris, ISSUER)


def test_the_first_redirect_uri_that_a_browser_can_open_is_used() -> None:
    assert redirect_uri(client("app://callback", "http://*", "http://a/cb"), ISSUER) == "http://a/cb"


def test_a_relative_redirect_uri_belongs_to_the_root_url() -> None:
    assert redirect_uri(client("/cb/*", root_url="http://app:3000"), ISSUER) == "http://app:3000/cb/"
