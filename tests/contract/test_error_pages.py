"""Errors as pages and as JSON, depending on the Accept header."""

import pytest

from contract.call import Call

HTML = "text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8"
AUTH = "/realms/logins/protocol/openid-connect/auth"


@pytest.mark.parametrize("accept", [HTML, "text/html", "application/json", "*/*", "text/*"])
@pytest.mark.parametrize(
    "path",
    [
        "/nope",
        "/realms/nope",
        "/realms/logins/nope",
        "/realms/logins/protocol/openid-connect/nope",
        "/realms/logins/protocol/openid-connect/token",
        "/realms/nope/protocol/openid-connect/auth",
    ],
)
def test_paths_that_do_not_exist(call: Call, path: str, accept: str) -> None:
    call.get(path, accept=accept)


@pytest.mark.parametrize("accept", [HTML, "application/json", "text/html,application/json", "*/*", "application/*"])
def test_authorization_requests_that_are_not_trusted(call: Call, accept: str) -> None:
    call.get(f"{AUTH}?client_id=nobody", accept=accept)
    call.get(f"{AUTH}?client_id=app&redirect_uri=http%3A%2F%2Fevil.example.org", accept=accept)
    call.get("/realms/logins/login-actions/authenticate?client_id=app", accept=accept)


@pytest.mark.parametrize("accept", [HTML, "application/json"])
def test_refusals_at_the_token_endpoint_are_json_for_all(call: Call, accept: str) -> None:
    call.token("logins", client_id="nobody", header={"accept": accept})
