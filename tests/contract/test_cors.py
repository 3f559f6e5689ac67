"""CORS: preflights, allowed and forbidden origins, and errors with an Origin."""

import pytest

from contract.call import Call, Form

TOKEN = "/realms/{}/protocol/openid-connect/token"
CLIENTS = {
    "robot": "robot-secret",
    "origins-plus": "origins-secret",
    "origins-plus-and-more": "origins-secret",
    "origins-star": "origins-secret",
    "origins-two": "origins-secret",
    "origins-none": "origins-secret",
    "origins-default-port": "origins-secret",
}
ORIGINS = [
    "http://localhost:8282",
    "http://localhost:8282/",
    "HTTP://LOCALHOST:8282",
    "http://localhost",
    "https://app.example.org",
    "https://app.example.org:443",
    "https://root.example.org",
    "https://other.example.org",
    "https://one.example.org",
    "http://two.example.org:8443",
    "http://upper.example.org",
    "http://plain.example.org",
    "http://localhost:3000",
    "null",
    "*",
    "",
    "nonsense",
]


@pytest.mark.parametrize("client", CLIENTS)
def test_what_a_client_lists_is_in_its_tokens(call: Call, client: str) -> None:
    call.token(client_id=client, client_secret=CLIENTS[client])


@pytest.mark.parametrize("origin", ORIGINS)
@pytest.mark.parametrize("client", CLIENTS)
def test_a_token_for_a_page_of_an_origin(call: Call, client: str, origin: str) -> None:
    call.token(client_id=client, client_secret=CLIENTS[client], header={"origin": origin})


def test_a_token_for_a_page_of_the_server_itself(call: Call) -> None:
    for host in ("login.example.org", "login.example.org:8443"):
        header = {"host": host, "origin": f"http://{host}"}
        call.token(client_id="origins-none", client_secret="origins-secret", header=header)


ERRORS: dict[str, Form] = {
    "no grant type": {"grant_type": []},
    "unknown grant type": {"grant_type": "nothing"},
    "unknown client": {"client_id": "nobody"},
    "no client": {},
    "wrong secret": {"client_id": "robot", "client_secret": "wrong"},
    "no secret": {"client_id": "robot"},
    "public client": {"client_id": "browser"},
    "disabled client": {"client_id": "retired", "client_secret": "retired-secret"},
    "bearer-only client": {"client_id": "api", "client_secret": "api-secret"},
    "saml client": {"client_id": "saml-app", "client_secret": "saml-secret"},
    "no service account": {"client_id": "no-service", "client_secret": "no-service-secret"},
    "bad scope": {"client_id": "robot", "client_secret": "robot-secret", "scope": "nothing"},
    "duplicate": {"client_id": "robot", "client_secret": "robot-secret", "scope": ["email", "email"]},
    "basic without id": {"basic": ":"},
    "scheme": {"header": {"authorization": "Bearer x"}},
}


@pytest.mark.parametrize(
    "origin",
    ["http://localhost:8282", "http://localhost:3000", "http://localhost:8080", "https://evil.example.org", "null"],
)
@pytest.mark.parametrize("error", ERRORS)
def test_an_error_with_an_origin(call: Call, error: str, origin: str) -> None:
    form = dict(ERRORS[error])
    call.token(**{**form, "header": {**form.pop("header", {}), "origin": origin}})


@pytest.mark.parametrize("realm", ["workshop", "closed", "https-only", "headers", "nowhere"])
def test_a_preflight(call: Call, realm: str) -> None:
    headers: Form = {"origin": "https://anywhere.example.org", "access_control_request_method": "POST"}
    call.get(TOKEN.format(realm), "OPTIONS", **headers, access_control_request_headers="authorization,x-custom")
    call.get(TOKEN.format(realm), "OPTIONS", **headers)
    call.get(TOKEN.format(realm), "OPTIONS", origin="https://anywhere.example.org")
    call.get(TOKEN.format(realm), "OPTIONS")


@pytest.mark.parametrize("method", ["GET", "PUT", "DELETE"])
def test_other_methods_with_an_origin(call: Call, method: str) -> None:
    call.get(TOKEN.format("workshop"), method=method, origin="http://localhost:8282")


def test_a_wrong_content_type_with_an_origin(call: Call) -> None:
    call.token(raw="{}", content_type="application/json", header={"origin": "http://localhost:8282"})


@pytest.mark.parametrize("realm", ["closed", "https-only", "nowhere"])
def test_a_disabled_realm(call: Call, realm: str) -> None:
    call.token(realm, client_id="robot", client_secret="robot-secret", header={"origin": "https://evil.example.org"})


def test_two_origins(call: Call) -> None:
    allowed, other = ("Origin", "http://localhost:8282"), ("Origin", "https://evil.example.org")
    call.token(client_id="robot", client_secret="robot-secret", headers=(allowed, other))
    call.token(client_id="robot", client_secret="robot-secret", headers=(other, allowed))
