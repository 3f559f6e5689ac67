"""Malformed requests: invalid content types, control characters, and unusual origins and lifespans."""

from typing import Any

import pytest

from contract.call import Call, encoded
from contract.edge_case_realms import FRONTED, REALM, UNSET
from contract.exchange import FORM, Answer, Request

OIDC = f"/realms/{REALM}/protocol/openid-connect"
ENDPOINTS = ["token", "token/introspect", "revoke", "ext/par/request", "ext/ciba/auth", "auth/device"]
EVIL = ("Origin", "https://evil.example.org")
KNOWN = ("Origin", "http://localhost:3000")
PAGE = ("Accept", "text/html")


def post(call: Call, endpoint: str, *headers: tuple[str, str], **form: Any) -> Answer:
    whole = {"client_id": "plain", "client_secret": "secret", "token": "x", **form}
    sent = headers if any(name == "Content-Type" for name, _ in headers) else (("Content-Type", FORM), *headers)
    body = encoded({name: value for name, value in whole.items() if value is not None})
    return call.send(Request("POST", f"{OIDC}/{endpoint}", sent, body))


@pytest.mark.parametrize("endpoint", ["token/introspect", "revoke", "ext/par/request"])
@pytest.mark.parametrize("kind", ["junk", ";", "*", "junk;charset=UTF-8", "a/b/c", "/", FORM.upper(), f"{FORM};"])
def test_malformed_content_types(call: Call, endpoint: str, kind: str) -> None:
    post(call, endpoint, ("Content-Type", kind))
    post(call, endpoint, ("Content-Type", kind), ("Authorization", "Basic base64(plain:secret)"))


@pytest.mark.parametrize("client", ["device", "plain", "device-pkce"])
def test_a_form_in_capitals_at_the_endpoint_of_devices(call: Call, client: str) -> None:
    post(call, "auth/device", ("Content-Type", FORM.upper()), client_id=client)
    basic = ("Authorization", f"Basic base64({client}:secret)")
    post(call, "auth/device", ("Content-Type", FORM.upper()), basic, client_id=client)


@pytest.mark.parametrize("origin", [EVIL, KNOWN], ids=["other origin", "own origin"])
@pytest.mark.parametrize("client", ["device", "public", "device-pkce", "nobody"])
def test_errors_of_device_requests_have_no_cors_headers(call: Call, client: str, origin: tuple[str, str]) -> None:
    post(call, "auth/device", origin, client_id=client)
    post(call, "auth/device", origin, client_id=client, code_challenge="x", code_challenge_method="S256")


@pytest.mark.parametrize("origin", [EVIL, KNOWN], ids=["other origin", "own origin"])
@pytest.mark.parametrize("secret", ["secret", "wrong", None])
@pytest.mark.parametrize("endpoint", ENDPOINTS)
def test_origins(call: Call, endpoint: str, secret: str | None, origin: tuple[str, str]) -> None:
    post(call, endpoint, origin, client_secret=secret)


@pytest.mark.parametrize("endpoint", ENDPOINTS)
def test_an_origin_that_is_refused_to_a_user(call: Call, endpoint: str) -> None:
    post(call, endpoint, EVIL, PAGE)
    post(call, endpoint, EVIL, PAGE, client_secret="wrong")


@pytest.mark.parametrize(
    "accept", ["text/html", "text/html,application/xml;q=0.9", "text/*", "text/plain", "image/png"]
)
@pytest.mark.parametrize("path", ["", "/.well-known/openid-configuration", "/.well-known/uma2-configuration"])
def test_accept_headers_of_pages(call: Call, path: str, accept: str) -> None:
    call.get(f"/realms/{REALM}{path}", accept=accept)


@pytest.mark.parametrize("accept", ["*/*", "image/png"])
@pytest.mark.parametrize("path", ["", "/.well-known/uma2-configuration"])
def test_documents_for_pages_of_other_origins(call: Call, path: str, accept: str) -> None:
    call.get(f"/realms/{REALM}{path}", headers=(EVIL, ("Accept", accept)))


@pytest.mark.parametrize("code", ["00", "01", "09", "0a", "0D", "1b", "1f", "7f", "c2%85"])
@pytest.mark.parametrize("path", [f"{OIDC}/token", f"/realms/{REALM}", "/nowhere", f"{OIDC}/userinfo", "/realms/none"])
def test_control_characters_in_the_query(call: Call, path: str, code: str) -> None:
    call.get(f"{path}?x=a%{code}b")
    call.get(f"{path}?x%{code}=a")


@pytest.mark.parametrize("method", ["GET", "POST", "PUT", "OPTIONS", "HEAD"])
@pytest.mark.parametrize("accept", ["text/html", "application/json"])
def test_control_characters_in_the_query_by_method(call: Call, method: str, accept: str) -> None:
    call.get(f"{OIDC}/token?a=b&x=%00", method=method, accept=accept)
    call.get(f"{OIDC}/auth?client_id=plain&state=%1b&x", method=method, accept=accept)


@pytest.mark.parametrize("query", ["%00", "x=1;y=%00", "x=%2500", "%00=", "=%00", "x=1=%00", "x=+%00", "a&b=%00"])
def test_where_in_the_query_the_control_character_is(call: Call, query: str) -> None:
    call.get(f"/realms/{REALM}/.well-known/openid-configuration?{query}")


LIFESPANS = [(UNSET, "public"), (REALM, "padded-idle"), (REALM, "offline-longest"), (REALM, "offline-brief")]


@pytest.mark.parametrize("scope", ["openid", "openid offline_access"])
@pytest.mark.parametrize(("realm", "client"), LIFESPANS)
def test_lifespans_that_are_not_set(call: Call, realm: str, client: str, scope: str) -> None:
    form: dict[str, Any] = {
        "grant_type": "password",
        "username": "ada",
        "password": "ada-password",
        "client_secret": "secret",
    }
    call.token(realm, client_id=client, scope=scope, **form)
    again: dict[str, Any] = {"grant_type": "refresh_token", "refresh_token": "refresh_token_of_answer_1"}
    call.token(realm, client_id=client, client_secret="secret", **again)


@pytest.mark.parametrize("proof", ["junk", "", "e30.e30.e30"])
@pytest.mark.parametrize("secret", ["secret", "wrong", None])
@pytest.mark.parametrize("origin", [EVIL, KNOWN], ids=["other origin", "own origin"])
def test_a_dpop_proof_beside_a_permission_request(
    call: Call, origin: tuple[str, str], secret: str | None, proof: str
) -> None:
    grant = "urn:ietf:params:oauth:grant-type:uma-ticket"
    post(call, "token", origin, ("DPoP", proof), grant_type=grant, client_secret=secret)
    post(call, "token", origin, ("DPoP", proof), grant_type="client_credentials", client_secret=secret)
    post(call, "token", origin, ("DPoP", proof), ("Authorization", "Bearer x"), grant_type=grant)


@pytest.mark.parametrize("name", ["scope", "audience", "ticket", "assertion", "grant_type", "client_secret"])
def test_a_permission_request_with_repeated_parameters(call: Call, name: str) -> None:
    grant = {"grant_type": "urn:ietf:params:oauth:grant-type:uma-ticket"}
    post(call, "token", **{**grant, name: [{**grant, "client_secret": "secret"}.get(name, "plain"), "other"]})


@pytest.mark.parametrize("more", [{}, {"ticket": "x"}, {"audience": "plain"}, {"subject_token": "x"}], ids=str)
@pytest.mark.parametrize("client", ["bound", "plain", "stale"])
def test_permissions_for_a_client_that_has_to_show_a_certificate(call: Call, client: str, more: dict[str, Any]) -> None:
    grant = "urn:ietf:params:oauth:grant-type:uma-ticket"
    post(call, "token", grant_type=grant, client_id=client, **more)


BROWSERS = {
    "none": "",
    "safari": "Mozilla/5.0 (Macintosh; Intel Mac OS X 10_15_7) AppleWebKit/605.1.15 (KHTML, like Gecko) "
    "Version/17.4 Safari/605.1.15",
    "safari of a phone": "Mozilla/5.0 (iPhone; CPU iPhone OS 17_4 like Mac OS X) AppleWebKit/605.1.15 "
    "(KHTML, like Gecko) Version/17.4 Mobile/15E148 Safari/604.1",
    "chrome": "Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/124.0.0.0 Safari/537.36",
    "chrome of a phone": "Mozilla/5.0 (iPhone; CPU iPhone OS 17_4 like Mac OS X) AppleWebKit/605.1.15 "
    "(KHTML, like Gecko) CriOS/124.0.6367.88 Mobile/15E148 Safari/604.1",
    "edge": "Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/124.0.0.0 "
    "Safari/537.36 Edg/124.0.0.0",
    "android": "Mozilla/5.0 (Linux; U; Android 4.0.3; de-de; Galaxy S II) AppleWebKit/534.30 (KHTML, like Gecko) "
    "Version/4.0 Mobile Safari/534.30",
    "a web view": "Mozilla/5.0 (Linux; Android 13; Pixel 7; wv) AppleWebKit/537.36 (KHTML, like Gecko) Version/4.0 "
    "Chrome/124.0.0.0 Mobile Safari/537.36",
    "firefox": "Mozilla/5.0 (X11; Linux x86_64; rv:125.0) Gecko/20100101 Firefox/125.0",
    "only its name": "Safari",
    "curl": "curl/8.5.0",
}


@pytest.mark.parametrize("browser", BROWSERS)
@pytest.mark.parametrize("realm", [REALM, FRONTED])
def test_cookies_by_browser(call: Call, realm: str, browser: str) -> None:
    asked = encoded({"client_id": "public", "redirect_uri": "http://localhost:3000/cb", "response_type": "code"})
    header = {"user_agent": BROWSERS[browser]}
    call.browse(f"/realms/{realm}/protocol/openid-connect/auth?{asked}", header=header)


@pytest.mark.parametrize("host", ["front.example.org", "127.0.0.1", "127.0.0.2", "[::1]", "a.localhost", "localhost."])
@pytest.mark.parametrize("browser", ["safari", "none"])
def test_cookies_by_host(call: Call, browser: str, host: str) -> None:
    asked = encoded({"client_id": "public", "redirect_uri": "http://localhost:3000/cb", "response_type": "code"})
    header = {"user_agent": BROWSERS[browser], "host": f"{host}:80"}
    call.browse(f"/realms/{REALM}/protocol/openid-connect/auth?{asked}", header=header)


def test_cookies_of_a_realm_whose_sessions_last_as_long_as_those_of_a_new_one(call: Call) -> None:
    call.log_in(UNSET, client_id="public")
