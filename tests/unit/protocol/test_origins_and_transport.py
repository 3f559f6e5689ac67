"""Web origins, HTTPS requirements, and URLs of realms."""

from collections.abc import Callable
from dataclasses import replace
from typing import Any

import pytest

from mockauth.protocol import cors, urls
from mockauth.protocol.context import Context
from mockauth.protocol.errors import Refusal
from mockauth.protocol.realm_checks import require_https
from mockauth.realms.files import load_text
from mockauth.realms.model import Client
from mockauth.state import State

MakeContext = Callable[..., Context]


def client(**keys: Any) -> Client:
    found = load_text("[realms.demo.clients.web]", "demo.toml", {}).realms["demo"].clients["web"]
    return replace(found, **keys)


@pytest.fixture
def make_context(state: State) -> MakeContext:
    """Create a request to the realm demo."""

    def of(base_url: str = "http://here:1", ssl_required: str = "external", **keys: Any) -> Context:
        realm = replace(state.realms["demo"], ssl_required=ssl_required)
        return replace(Context.of(realm, base_url, state, {}), **keys)

    return of


@pytest.mark.parametrize(
    ("origins", "redirects", "root", "allowed"),
    [
        ((), (), "", set()),
        (("http://a",), (), "", {"http://a"}),
        (("*",), (), "", {"*"}),
        (("+",), ("http://a:1/x/*", "https://b/?c"), "", {"http://a:1", "https://b"}),
        (("+", "http://c"), ("http://a/*",), "", {"http://a", "http://c"}),
        (("+",), ("/x", "/y"), "http://root:2", {"http://root:2"}),
        (("+",), ("/x",), "${authBaseUrl}", {"http://here:1"}),
        (("+",), ("/x", "*", "app://callback", "urn:x"), "", set()),
        (("http://a",), ("http://b/*",), "", {"http://a"}),
    ],
)
def test_web_origins_include_those_of_redirect_uris_with_plus(
    origins: tuple[str, ...], redirects: tuple[str, ...], root: str, allowed: set[str]
) -> None:
    web = client(web_origins=origins, redirect_uris=redirects, root_url=root)
    assert cors.web_origins(web, "http://here:1") == allowed


def test_an_unknown_origin_is_refused_with_the_setting_that_allows_it(make_context: MakeContext) -> None:
    with pytest.raises(Refusal) as refused:
        cors.check(make_context(origin="http://evil"), client(web_origins=("http://a",)))
    assert refused.value.reason == (
        'origin "http://evil" is not a web origin of client "web" (http://a): '
        'set web_origins = ["http://a", "http://evil"]'
    )


@pytest.mark.parametrize("origin", [None, "http://a", "http://here:1"])
def test_requests_without_origin_with_a_web_origin_or_the_servers_are_accepted(
    make_context: MakeContext, origin: str | None
) -> None:
    cors.check(make_context(origin=origin, own_origin="http://here:1"), client(web_origins=("http://a",)))


@pytest.mark.parametrize(
    ("needed", "base", "address", "accepted"),
    [
        ("external", "http://here", "127.0.0.1", True),
        ("external", "http://here", "10.1.2.3", True),
        ("external", "http://here", "0:0:0:0:0:0:0:1", True),
        ("external", "http://here", "203.0.113.9", False),
        ("external", "http://here", "8.8.8.8", False),
        ("external", "https://here", "8.8.8.8", True),
        ("external", "http://here", "", False),
        ("all", "http://here", "127.0.0.1", False),
        ("all", "https://here", "127.0.0.1", True),
        ("none", "http://here", "8.8.8.8", True),
    ],
)
def test_plain_http_is_only_for_local_callers_by_default(
    make_context: MakeContext, needed: str, base: str, address: str, accepted: bool
) -> None:
    ctx = make_context(base, needed, remote_address=address)
    if accepted:
        require_https(ctx)
    else:
        with pytest.raises(Refusal):
            require_https(ctx)


@pytest.mark.parametrize(
    ("name", "url"),
    [("demo", "/realms/demo"), ("größe 1", "/realms/gr%C3%B6%C3%9Fe%201"), ("a.b-c_d~e", "/realms/a.b-c_d~e")],
)
def test_a_realms_name_is_encoded_in_its_url(name: str, url: str) -> None:
    assert urls.realm("http://here", name) == f"http://here{url}"


@pytest.mark.parametrize(
    ("url", "origin"),
    [
        ("http://a:1/b", "http://a:1"),
        ("https://a?b", "https://a"),
        ("http://a#b", "http://a"),
        ("http://a", "http://a"),
    ],
)
def test_an_origin_is_scheme_host_and_port(url: str, origin: str) -> None:
    assert urls.origin(url) == origin
