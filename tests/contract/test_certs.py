"""The JWKS of a realm."""

import pytest

from contract.call import Call

CERTS = "/realms/{}/protocol/openid-connect/certs"


@pytest.mark.parametrize("realm", ["workshop", "plain-http", "closed", "https-only", "headers", "nowhere"])
def test_the_keys_of_a_realm(call: Call, realm: str) -> None:
    call.get(CERTS.format(realm))


@pytest.mark.sivalabs
def test_the_keys_of_a_real_export(call: Call) -> None:
    call.get(CERTS.format("sivalabs"))


@pytest.mark.parametrize("method", ["HEAD", "OPTIONS", "POST", "PUT", "DELETE", "PATCH"])
def test_methods(call: Call, method: str) -> None:
    call.get(CERTS.format("workshop"), method=method)


@pytest.mark.parametrize("realm", ["workshop", "closed", "https-only", "nowhere"])
def test_a_browser_may_read_them(call: Call, realm: str) -> None:
    call.get(CERTS.format(realm), origin="https://anywhere.example.org")
    call.get(CERTS.format(realm), origin="null")


def test_a_preflight(call: Call) -> None:
    call.get(CERTS.format("workshop"), "OPTIONS", origin="https://a.example.org", access_control_request_method="GET")


@pytest.mark.parametrize(
    "accept", ["application/json", "text/html", "application/jwk-set+json", "image/png", "nonsense", "*/*;q=0.1"]
)
def test_accept_headers(call: Call, accept: str) -> None:
    call.get(CERTS.format("workshop"), accept=accept)


def test_parameters_do_not_matter(call: Call) -> None:
    call.get(CERTS.format("workshop") + "?kid=x&alg=RS512")
    call.get(CERTS.format("workshop") + "?x=%zz")
