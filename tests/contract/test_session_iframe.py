"""The iframes of keycloak-js and oidc-client-ts: login status, and third-party cookies."""

import pytest

from contract.call import Call, encoded

OIDC = "/realms/logins/protocol/openid-connect"
FRAMES = ["login-status-iframe.html", "3p-cookies/step1.html", "3p-cookies/step2.html"]


@pytest.mark.parametrize("frame", FRAMES)
@pytest.mark.parametrize("query", ["", "?version=nonsense", "?version=", "?more=1"])
def test_frames(call: Call, frame: str, query: str) -> None:
    call.get(f"{OIDC}/{frame}{query}")


@pytest.mark.parametrize("frame", [*FRAMES, "login-status-iframe.html/init"])
@pytest.mark.parametrize("method", ["HEAD", "POST", "PUT", "DELETE", "OPTIONS"])
def test_methods_of_frames(call: Call, frame: str, method: str) -> None:
    call.get(f"{OIDC}/{frame}", method=method, origin="http://localhost:3000")


@pytest.mark.parametrize("frame", FRAMES)
@pytest.mark.parametrize("accept", ["text/html", "application/json", "text/*", "*/*"])
def test_types_of_frames_that_are_accepted(call: Call, frame: str, accept: str) -> None:
    call.get(f"{OIDC}/{frame}", accept=accept)


@pytest.mark.parametrize(
    "path", ["login-status-iframe.html/", "login-status-iframe.html/more", "3p-cookies", "3p-cookies/step3.html"]
)
def test_unknown_frames(call: Call, path: str) -> None:
    call.get(f"{OIDC}/{path}")


@pytest.mark.parametrize("realm", ["closed", "https-only", "nowhere", "headers"])
def test_frames_of_other_realms(call: Call, realm: str) -> None:
    for frame in FRAMES:
        call.get(f"/realms/{realm}/protocol/openid-connect/{frame}")
    query = encoded({"client_id": "robot", "origin": "http://localhost:3000"})
    call.get(f"/realms/{realm}/protocol/openid-connect/login-status-iframe.html/init?{query}")


@pytest.mark.parametrize(
    "asked",
    [
        {"client_id": "app", "origin": "http://localhost:3000"},
        {"client_id": "app", "origin": "http://localhost:3001"},
        {"client_id": "app", "origin": "http://localhost:3000/"},
        {"client_id": "app", "origin": "null"},
        {"client_id": "app", "origin": "*"},
        {"client_id": "app", "origin": ""},
        {"client_id": "app"},
        {"client_id": "web", "origin": "http://localhost:3000"},
        {"client_id": "off", "origin": "http://localhost:3000"},
        {"client_id": "bearer", "origin": "http://localhost:3000"},
        {"client_id": "saml", "origin": "http://localhost:3000"},
        {"client_id": "nobody", "origin": "http://localhost:3000"},
        {"client_id": "", "origin": "http://localhost:3000"},
        {"origin": "http://localhost:3000"},
        {},
        {"client_id": ["app", "nobody"], "origin": "http://localhost:3000"},
    ],
    ids=str,
)
def test_requests_for_the_login_status(call: Call, asked: dict[str, str]) -> None:
    call.get(f"{OIDC}/login-status-iframe.html/init?{encoded(asked)}")
    call.get(f"{OIDC}/login-status-iframe.html/init?{encoded(asked)}", origin="http://localhost:3000")


@pytest.mark.parametrize("origin", ["https://app.example.org", "https://any.example.org"])
@pytest.mark.parametrize("client", ["app", "other"])
def test_web_origins_that_may_see_the_login_status(call: Call, client: str, origin: str) -> None:
    query = encoded({"client_id": client, "origin": origin})
    call.get(f"/realms/desk/protocol/openid-connect/login-status-iframe.html/init?{query}")
