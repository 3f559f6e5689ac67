"""The public realm info at `/realms/{realm}`."""

import pytest

from contract.call import Call


@pytest.mark.parametrize(
    "realm", ["workshop", "plain-http", "open-house", "headers", "closed", "https-only", "nowhere"]
)
def test_a_realm(call: Call, realm: str) -> None:
    call.get(f"/realms/{realm}")


@pytest.mark.sivalabs
def test_a_real_export(call: Call) -> None:
    call.get("/realms/sivalabs")


@pytest.mark.parametrize("realm", ["workshop", "nowhere"])
@pytest.mark.parametrize("method", ["HEAD", "OPTIONS", "POST", "PUT", "DELETE", "PATCH"])
def test_methods(call: Call, method: str, realm: str) -> None:
    call.get(f"/realms/{realm}", method=method)


@pytest.mark.parametrize("realm", ["workshop", "closed", "https-only", "nowhere"])
def test_a_browser_may_read_it(call: Call, realm: str) -> None:
    call.get(f"/realms/{realm}", origin="https://anywhere.example.org")
    call.get(f"/realms/{realm}", "OPTIONS", origin="https://anywhere.example.org", access_control_request_method="GET")


@pytest.mark.parametrize("accept", ["image/png", "application/xml"])
def test_accept_headers(call: Call, accept: str) -> None:
    call.get("/realms/workshop", accept=accept)
