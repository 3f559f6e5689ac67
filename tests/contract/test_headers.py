"""Security headers and caching headers, with the defaults and with a realm's own."""

import pytest

from contract.call import Call

PATHS = [
    "/realms/{}",
    "/realms/{}/protocol/openid-connect/certs",
    "/realms/{}/.well-known/openid-configuration",
    "/realms/{}/protocol/openid-connect/nothing",
    "/realms/{}/nothing",
]


@pytest.mark.parametrize("path", PATHS)
def test_headers_of_a_realm_with_its_own(call: Call, path: str) -> None:
    call.get(path.format("headers"))
    call.get(path.format("headers"), "HEAD")
    call.get(path.format("headers"), "OPTIONS")


def test_headers_of_tokens_and_refusals(call: Call) -> None:
    call.token("headers", client_id="robot", client_secret="robot-secret")
    call.token("headers", client_id="robot", client_secret="wrong")
    call.token("headers", raw="", content_type="application/json")
    call.token("headers", method="PUT")


def test_headers_of_plain_http_and_https_only(call: Call) -> None:
    for realm in ("plain-http", "https-only", "closed"):
        call.get(f"/realms/{realm}")
