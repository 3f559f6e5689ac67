"""Authorization requests: the page for the user, the parameters for the client, and the redirect."""

from typing import Any

import pytest

from contract.call import Call

CHALLENGE = "E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM"


def test_a_good_request_shows_the_login_page(call: Call) -> None:
    call.auth()


def test_a_request_may_be_posted(call: Call) -> None:
    call.auth(method="POST")


def test_semicolons_separate_query_parameters(call: Call) -> None:
    asked = "client_id=app;redirect_uri=http://localhost:3000/cb;response_type=code;scope=openid"
    call.browse(f"/realms/logins/protocol/openid-connect/auth?{asked};prompt=none&state=a%3Bb;c=d")


@pytest.mark.parametrize(
    ("parameters"),
    [
        {"client_id": None},
        {"client_id": "nobody"},
        {"client_id": ["app", "app"]},
        {"client_id": "off"},
        {"client_id": "bearer"},
        {"client_id": "saml"},
        {"client_id": "homeless"},
        {"redirect_uri": None},
        {"redirect_uri": None, "scope": None},
        {"redirect_uri": None, "scope": None, "client_id": "code-only"},
        {"redirect_uri": ""},
        {"redirect_uri": "http://localhost:3000/cb", "client_id": "code-only"},
        {"redirect_uri": "http://evil.example.org/cb"},
        {"redirect_uri": "http://localhost:3000.evil.example.org/cb"},
        {"redirect_uri": "http://localhost:3000@evil.example.org/cb"},
        {"redirect_uri": "http://localhost:3000/../cb"},
        {"redirect_uri": "http://localhost:3000/%2e%2e/cb"},
        {"redirect_uri": "http://localhost:3000/cb#fragment"},
        {"redirect_uri": "http://localhost:3000/cb#code=1"},
        {"redirect_uri": "http://localhost:3000/cb?code=1"},
        {"redirect_uri": "http://localhost:3000/cb?CODE=1"},
        {"redirect_uri": "http://localhost:3000/cb?code=1", "client_id": "lenient"},
        {"redirect_uri": "http://localhost:3000/cb?x=1&y=%20"},
        {"redirect_uri": "http://localhost:3000/c b"},
        {"redirect_uri": "javascript:alert(1)", "client_id": "anywhere"},
        {"redirect_uri": "cb"},
        {"redirect_uri": "/cb"},
        {"redirect_uri": ["http://localhost:3000/cb", "http://localhost:3000/cb"]},
        {"max_age": "soon"},
        {"max_age": "99999999999"},
    ],
    ids=str,
)
def test_requests_that_are_not_trusted(call: Call, parameters: dict[str, Any]) -> None:
    call.auth(**parameters)


@pytest.mark.parametrize(
    ("client", "uri"),
    [
        ("rooted", "http://localhost:3000/app/cb"),
        ("rooted", "/app/cb"),
        ("rooted", "app/cb"),
        ("rooted", "/exact"),
        ("rooted", "/exact/more"),
        ("relative", "/own/cb"),
        ("native", "http://127.0.0.1:51234/cb"),
        ("native", "http://127.0.0.1:51234/other"),
        ("native", "http://localhost:51234/any"),
        ("native", "http://[::1]:51234/cb"),
        ("native", "https://127.0.0.1:51234/cb"),
        ("native", "myapp:/callback"),
        ("native", "myapp:/callback/more"),
        ("native", "com.example.app:/oauth2redirect"),
        ("native", "urn:ietf:wg:oauth:2.0:oob"),
        ("anywhere", "https://any.example.org/cb"),
        ("anywhere", "custom://x"),
        ("patterns", "https://a.example.org/deep/cb?x=y"),
        ("patterns", "https://a.example.org"),
        ("patterns", "https://a.example.orgx/cb"),
        ("patterns", "https://b.example.org/cb"),
        ("patterns", "https://b.example.orgx/cb"),
        ("patterns", "https://c.example.org/pathology"),
        ("patterns", "https://d.example.org/q?x=1"),
        ("patterns", "https://d.example.org/q?x=2"),
        ("patterns", "https://e.example.org/x?y=1"),
    ],
)
def test_redirect_uris(call: Call, client: str, uri: str) -> None:
    call.auth(client_id=client, redirect_uri=uri, prompt="none")


@pytest.mark.parametrize(
    "parameters",
    [
        {"response_type": None},
        {"response_type": None, "scope": None},
        {"response_type": ""},
        {"response_type": "nonsense"},
        {"response_type": "code nonsense"},
        {"response_type": "none code"},
        {"response_type": " code "},
        {"response_type": "code  token"},
        {"response_mode": "nonsense"},
        {"response_type": None, "response_mode": "fragment"},
        {"response_type": "nonsense", "response_mode": "form_post"},
        {"response_type": "nonsense", "response_mode": "nonsense"},
        {"response_type": "token", "response_mode": "query"},
        {"response_type": "token", "response_mode": "query.jwt"},
        {"response_type": "code id_token", "response_mode": "query", "nonce": "n"},
        {"response_type": "id_token"},
        {"response_type": "id_token token"},
        {"response_type": "token", "client_id": "code-only", "redirect_uri": "http://localhost:3000/only"},
        {"response_type": "code", "client_id": "implicit-only"},
        {"response_type": "none", "client_id": "implicit-only"},
        {"response_type": "code", "client_id": "no-flow"},
        {"response_type": "token", "client_id": "dpop"},
        {"scope": "openid nonsense"},
        {"scope": "openid  email"},
        {"scope": "openid address phone"},
        {"scope": ["openid", "email"]},
        {"state": ["a", "b"]},
        {"more": ["a", "b"]},
        {"client_id": "pushed"},
        {"code_challenge": CHALLENGE},
        {"code_challenge": CHALLENGE, "code_challenge_method": "S256"},
        {"code_challenge": CHALLENGE, "code_challenge_method": "plain"},
        {"code_challenge": CHALLENGE, "code_challenge_method": "S512"},
        {"code_challenge": "short", "code_challenge_method": "S256"},
        {"code_challenge": "a" * 129, "code_challenge_method": "S256"},
        {"code_challenge": "ä" * 43, "code_challenge_method": "S256"},
        {"code_challenge_method": "S256"},
        {"client_id": "spa"},
        {"client_id": "spa", "code_challenge": CHALLENGE},
        {"client_id": "spa", "code_challenge": CHALLENGE, "code_challenge_method": "plain"},
        {"client_id": "spa", "code_challenge_method": "S256"},
        {"client_id": "spa", "code_challenge": "short", "code_challenge_method": "S256"},
        {"client_id": "spa", "response_type": "code", "code_challenge": CHALLENGE, "code_challenge_method": "S256"},
        {"client_id": "plain-pkce", "code_challenge": CHALLENGE, "code_challenge_method": "S256"},
        {"client_id": "quiet", "scope": "nonsense"},
        {"state": None, "scope": "nonsense"},
        {"state": "", "scope": "nonsense"},
        {"state": "a b&c=d%25<script>'\"ä", "scope": "nonsense"},
        {"state": "<script>alert(1)</script>", "scope": "nonsense", "response_mode": "form_post"},
        {"state": "x" * 4001, "scope": "nonsense"},
        {"scope": "nonsense", "response_mode": "fragment"},
        {"scope": "nonsense", "response_mode": "form_post"},
        {"scope": "nonsense", "response_mode": "jwt"},
        {"scope": "nonsense", "response_mode": "query.jwt"},
        {"scope": "nonsense", "response_mode": "fragment.jwt"},
        {"scope": "nonsense", "response_mode": "form_post.jwt"},
        {"scope": "nonsense", "redirect_uri": "http://localhost:3000/cb?x=1&y=%20"},
        {"scope": "nonsense", "redirect_uri": "http://localhost:3000/cb#here"},
        {"scope": "nonsense", "redirect_uri": "http://localhost:3000/cb#here", "response_mode": "fragment"},
        {"scope": "nonsense", "prompt": "none"},
        {"prompt": "none"},
        {"prompt": "none", "response_mode": "fragment"},
        {"prompt": "none", "response_mode": "form_post"},
        {"prompt": "none", "response_type": "token"},
        {"prompt": "none", "response_type": "code token"},
        {"prompt": "none login"},
        {"prompt": "login"},
        {"prompt": "consent"},
        {"prompt": "select_account"},
        {"prompt": "nonsense"},
        {"prompt": "create"},
        {"max_age": "0"},
        {"max_age": "-1"},
        {"login_hint": "ada"},
        {"login_hint": "<script>alert(1)</script>"},
        {"login_hint": ""},
        {"acr_values": "gold"},
        {"claims": '{"id_token":{"acr":{"essential":true,"values":["gold"]}}}'},
        {"claims": "nonsense"},
        {"ui_locales": "de"},
        {"display": "popup"},
        {"kc_idp_hint": "nowhere"},
        {"kc_action": "UPDATE_PASSWORD"},
        {"more": "one", "another": "two"},
    ],
    ids=lambda it: str(it)[:100],
)
def test_requests_of_a_trusted_client(call: Call, parameters: dict[str, Any]) -> None:
    call.auth(**parameters)


@pytest.mark.parametrize("method", ["HEAD", "PUT", "DELETE", "OPTIONS"])
def test_other_methods(call: Call, method: str) -> None:
    call.auth(method=method)


@pytest.mark.parametrize("realm", ["closed", "https-only"])
def test_realms_that_are_disabled_or_require_https(call: Call, realm: str) -> None:
    call.auth(realm, client_id="robot")


def test_pages_of_a_disabled_realm(call: Call) -> None:
    call.auth("hurried")
    call.auth("hurried", prompt="create")
    for path in ("registrations", "forgot-credentials"):
        query = "client_id=app&redirect_uri=http%3A%2F%2Flocalhost%3A3000%2Fcb&response_type=code&scope=openid"
        call.browse(f"/realms/hurried/protocol/openid-connect/{path}?{query}")
