"""No log line repeats a value that the realm does not know: it may be a password or a token in the wrong place.

Every test sends a marker as each parameter, header or path segment of an endpoint, one at a time.
"""

import base64
import json
from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import Any
from urllib.parse import parse_qs, quote, urlsplit

import pytest
from contract import html
from demo import ADA
from flask import Flask
from flask.testing import FlaskClient

from mockauth.protocol.grants import GRANTS
from mockauth.realms.files import load_text
from mockauth.state import State
from mockauth.state.key_ring import KeyRing
from mockauth.web.app import Entry, Settings, create_app
from mockauth.web.certificates import lookup
from mockauth.web.endpoints import NOT_YET, ROUTES
from mockauth.web.request_log import request_line

MARK = "hunter2"
REALM = "/realms/demo"
OIDC = f"{REALM}/protocol/openid-connect"
CB = "http://localhost:3000/cb"
REGISTRY = """
[realms.demo]
registration_allowed = true
reset_password_allowed = true

[realms.demo.clients.app]
public_client = true
standard_flow_enabled = true
implicit_flow_enabled = true
direct_access_grants_enabled = true
redirect_uris = ["http://localhost:3000/*"]
attributes = { "oauth2.device.authorization.grant.enabled" = "true" }

[realms.demo.clients.robot]
secret = "robot-secret"
standard_flow_enabled = true
direct_access_grants_enabled = true
service_accounts_enabled = true
authorization_services_enabled = true
redirect_uris = ["http://localhost:3000/*"]
attributes = { "standard.token.exchange.enabled" = "true", "oidc.ciba.grant.enabled" = "true" }

[realms.demo.clients.signer]
client_authenticator_type = "client-jwt"
service_accounts_enabled = true

[realms.demo.clients.gate]
client_authenticator_type = "client-x509"
service_accounts_enabled = true
attributes = { "x509.subjectdn" = "CN=gate" }
"""


def encoded(value: object) -> str:
    return base64.urlsafe_b64encode(json.dumps(value).encode()).decode().rstrip("=")


def jwt(**header: str) -> str:
    """Return a JWT with the marker as each header and claim."""
    claims = dict.fromkeys(("iss", "sub", "aud", "azp", "typ", "jti", "scope", "sid", "client_id"), MARK)
    return f"{encoded({'alg': MARK, 'kid': MARK, 'typ': MARK, **header})}.{encoded(claims)}.{MARK}"


def basic(pair: str) -> str:
    return f"Basic {base64.b64encode(pair.encode()).decode()}"


# The marker as text, among other words, in a URL, in tokens, in JSON, and in the credentials of a URL.
TEXT = (MARK,)
WORDS = (MARK, f"openid {MARK}")
URLS = (MARK, f"http://x:{MARK}@localhost:3000/?{MARK}#{MARK}")
JWTS = (MARK, jwt(), jwt(alg="RS256"))
CLAIMS = (MARK, json.dumps({"id_token": {"acr": {"essential": True, "value": MARK}}}))
CREDENTIALS = (f"http://x:{MARK}@localhost", f"x:{MARK}@localhost")
PARAMETERS: Mapping[str, Sequence[str]] = {
    **dict.fromkeys(("audience", "client_id", "client_secret", "grant_type", "password", "resource", "username"), TEXT),
    **dict.fromkeys(("code", "code_challenge", "code_challenge_method", "code_verifier", "device_code", "otp"), TEXT),
    **dict.fromkeys(("kc_idp_hint", "kc_locale", "login_hint", "max_age", "nonce", "response_mode", "state"), TEXT),
    **dict.fromkeys(("auth_session_id", "client_data", "execution", "session_code", "tab_id", "version"), TEXT),
    **dict.fromkeys(("cancel", "device_user_code", "login", "quick", "ticket", "token_type_hint", "user_code"), TEXT),
    **dict.fromkeys(("acr_values", "kc_action", "prompt", "response_type", "scope", "ui_locales"), WORDS),
    **dict.fromkeys(("client_assertion_type", "claim_token_format", "requested_token_type"), URLS),
    **dict.fromkeys(("origin", "post_logout_redirect_uri", "redirect_uri", "request_uri", "subject_token_type"), URLS),
    **dict.fromkeys(("access_token", "assertion", "claim_token", "client_assertion", "id_token_hint"), JWTS),
    **dict.fromkeys(("logout_token", "refresh_token", "request", "rpt", "subject_token", "token"), JWTS),
    "claims": CLAIMS,
}
HEADERS: Mapping[str, Sequence[str]] = {
    **dict.fromkeys(("Accept-Language", "Referer", "User-Agent", "X-Forwarded-For", "X-Forwarded-Proto"), TEXT),
    **dict.fromkeys(("Accept", "Content-Type"), (MARK, f"text/{MARK}")),
    # A host name is not a secret: it is in the issuer of each token.
    **dict.fromkeys(("Host", "X-Forwarded-Host"), CREDENTIALS),
    "Authorization": (MARK, f"{MARK} x", f"Bearer {MARK}", f"Bearer {jwt()}", *map(basic, (MARK, f"{MARK}:x"))),
    "Client-Cert": (MARK, f":{MARK}:"),
    "Cookie": (f"AUTH_SESSION_ID={MARK}; KC_RESTART={MARK}; KEYCLOAK_IDENTITY={MARK}",),
    "DPoP": (MARK, jwt(), jwt(typ="dpop+jwt")),
    "Origin": (MARK, *CREDENTIALS),
}
ROBOT = {"client_id": "robot", "client_secret": "robot-secret"}
AUTH = {"client_id": "app", "redirect_uri": CB, "response_type": "code", "scope": "openid"}
Tokens = Mapping[str, str]


@pytest.fixture(scope="module")
def entries() -> list[Entry]:
    return []


@pytest.fixture(scope="module")
def app(ring: KeyRing, entries: list[Entry]) -> Flask:
    realms = load_text(REGISTRY + ADA, "demo.toml", {}).realms
    return create_app(
        State(realms, ring),
        Settings(log=entries.append, certificates=lookup("rfc9440"), login="auto", proxy_headers="xforwarded"),
    )


@pytest.fixture(scope="module")
def tokens(app: Flask) -> Tokens:
    form = {"grant_type": "password", "scope": "openid", "username": "ada", "password": "ada-password", **ROBOT}
    found: Tokens = json.loads(app.test_client().post(f"{OIDC}/token", data=form).text)
    return found


@pytest.fixture
def http(app: Flask, entries: list[Entry]) -> Iterator[FlaskClient]:
    """Send requests; afterwards, look for the marker in every line of the log."""
    entries.clear()
    yield app.test_client()
    assert entries
    found = [line for line in map(request_line, entries) if MARK in line.lower() or encoded(MARK) in line]
    assert found == []
    assert MARK not in str(entries).lower()


def send(http: FlaskClient, path: str, form: Mapping[str, str], **more: Any) -> None:
    """Send parameters in the query of a GET request if the endpoint allows it, and in the form of a POST request."""
    methods = ROUTES[path.removeprefix(f"{REALM}/")].methods
    if "GET" in methods:
        http.get(path, query_string=form, **more)
    if "POST" in methods:
        http.post(path, data=form, **more)


def requests(tokens: Tokens) -> Iterator[tuple[str, Mapping[str, str]]]:
    """Return a complete request to each endpoint, so that each parameter in its place is looked at."""
    access = tokens["access_token"]
    yield f"{OIDC}/auth", AUTH
    yield f"{OIDC}/auth", {**AUTH, "response_type": "code id_token", "nonce": "n"}
    yield f"{OIDC}/auth", {**AUTH, "prompt": "none"}
    for path in ("registrations", "forgot-credentials"):
        yield f"{OIDC}/{path}", AUTH
    yield f"{OIDC}/auth/device", {"client_id": "app"}
    yield f"{REALM}/device", {"user_code": "ABCD-EFGH"}
    yield f"{OIDC}/ext/par/request", {**AUTH, **ROBOT}
    yield f"{OIDC}/ext/ciba/auth", {**ROBOT, "scope": "openid", "login_hint": "ada"}
    yield f"{OIDC}/logout", {"client_id": "app", "post_logout_redirect_uri": CB, "id_token_hint": tokens["id_token"]}
    yield f"{OIDC}/logout", {**ROBOT, "refresh_token": tokens["refresh_token"]}
    yield f"{OIDC}/logout/backchannel-logout", {"logout_token": "x"}
    for path in ("revoke", "token/introspect"):
        yield f"{OIDC}/{path}", {**ROBOT, "token": access}
    yield f"{OIDC}/userinfo", {"access_token": access}
    exchange = {"subject_token": access, "subject_token_type": "urn:ietf:params:oauth:token-type:access_token"}
    complete: Mapping[str, Mapping[str, str]] = {
        "authorization_code": {"code": "x", "redirect_uri": CB},
        "password": {"username": "ada", "password": "ada-password"},
        "refresh_token": {"refresh_token": tokens["refresh_token"]},
        "urn:ietf:params:oauth:grant-type:device_code": {"device_code": "x"},
        "urn:ietf:params:oauth:grant-type:token-exchange": exchange,
        "urn:ietf:params:oauth:grant-type:uma-ticket": {"audience": "robot"},
    }
    for grant in GRANTS:
        yield f"{OIDC}/token", {"grant_type": grant, **ROBOT, **complete.get(grant, {})}
    for client in ("signer", "gate"):
        yield f"{OIDC}/token", {"grant_type": "client_credentials", "client_id": client, "client_assertion": jwt()}


@pytest.mark.parametrize("name", PARAMETERS)
def test_no_parameter_is_logged(http: FlaskClient, tokens: Tokens, name: str) -> None:
    for value in PARAMETERS[name]:
        for path, form in requests(tokens):
            send(http, path, {**form, name: value})


def test_no_parameter_is_logged_if_all_are_wrong(http: FlaskClient) -> None:
    for path in ROUTES:
        send(http, f"{REALM}/{path}", dict.fromkeys(PARAMETERS, MARK))


def test_no_unknown_or_repeated_name_of_a_parameter_is_logged(http: FlaskClient, tokens: Tokens) -> None:
    for path, form in requests(tokens):
        send(http, path, {**form, MARK: MARK})
        http.post(path, data={**form, MARK: [MARK, MARK]})
        http.post(path, data=MARK, content_type="application/x-www-form-urlencoded")
        http.post(path, data=f"{MARK}%", content_type="application/x-www-form-urlencoded")


@pytest.mark.parametrize("name", HEADERS)
def test_no_header_is_logged(http: FlaskClient, tokens: Tokens, name: str) -> None:
    for value in HEADERS[name]:
        for path, form in requests(tokens):
            send(http, path, form, headers={name: value})
        for path in ROUTES:
            send(http, f"{REALM}/{path}", {}, headers={name: value})


@pytest.mark.parametrize("below", ["", *ROUTES, *NOT_YET, "broker/x/endpoint", "clients-registrations/default/x"])
def test_no_path_segment_is_logged(http: FlaskClient, below: str) -> None:
    segments = f"{REALM}/{below}".strip("/").split("/")
    for number in range(len(segments) + 1):
        for segment in (MARK, f"{MARK}%0a", f".{MARK}", f"%2e/{MARK}"):
            path = "/".join(["", *segments[:number], segment, *segments[number + 1 :]])
            for method in ("GET", "POST", "PUT", "OPTIONS", MARK.upper()):
                http.open(path, method=method, headers={"Accept": "text/html"})


def test_no_path_outside_of_realms_is_logged(http: FlaskClient) -> None:
    for path in ("", "auth", "admin", "admin/realms", "oauth2/token", ".well-known", ".well-known/x/realms/demo"):
        for target in (f"/{path}/{MARK}", f"/{MARK}/{path}", f"/{path.replace('x', MARK)}"):
            http.get(target)


def test_no_field_of_a_json_body_is_logged(http: FlaskClient, tokens: Tokens) -> None:
    headers = {"Authorization": f"Bearer {tokens['access_token']}"}
    bodies = [MARK, f'"{MARK}"', f"{{{MARK}", *(json.dumps({name: MARK}) for name in (MARK, "client_id", "username"))]
    for path in ("account", "clients-registrations/default", "clients-registrations/openid-connect/x"):
        for body in bodies:
            http.post(f"{REALM}/{path}", data=body, content_type="application/json", headers=headers)
            http.put(f"{REALM}/{path}", data=body, content_type="application/json", headers=headers)


Page = Callable[[FlaskClient], str]


def login(http: FlaskClient) -> str:
    return http.get(f"{OIDC}/auth?client_id=app&response_type=code&scope=openid&redirect_uri={quote(CB)}").text


def registration(http: FlaskClient) -> str:
    return http.get(f"{OIDC}/registrations?client_id=app&response_type=code&scope=openid&redirect_uri={quote(CB)}").text


@pytest.mark.parametrize("show", [login, registration])
def test_no_field_of_a_page_is_logged(http: FlaskClient, show: Page) -> None:
    form = {"username": "ada", "password": "x", "email": "a@example.org", "firstName": "A", "lastName": "B"}
    for name in (*PARAMETERS, "lastName", "password-confirm"):
        http.post(html.action(show(http)), data={**form, name: MARK})
        url = urlsplit(html.action(show(http)))
        query = {key: found for key, [found] in parse_qs(url.query).items()}
        http.post(url.path, query_string={**query, name: MARK}, data=form)
