"""Paths that do not exist, or differ slightly from one that does."""

import pytest

from contract.call import Call

PATHS = [
    "/realms/nowhere",
    "/realms/WORKSHOP",
    "/realms/Workshop",
    "/realms/%77orkshop",
    "/realms/workshop%20",
    "/realms/work%2Fshop",
    "/realms/workshop%00",
    "/realms/%zz",
    "/realms/%ff",
    "/realms/%C3%BC",
    "/realms/workshop;x=y",
    "/realms/..",
    "/realms/workshop/..",
    "/realms/./workshop",
    "/realms/nowhere/../workshop",
    "/realms",
    "/realms/",
    "/realms//",
    "/realms/workshop/",
    "/realms//workshop",
    "//realms/workshop",
    "/realms/workshop//",
    "/Realms/workshop",
    "/auth/realms/workshop",
    "/realms/workshop/nothing",
    "/realms/workshop/nothing/at/all",
    "/realms/nowhere/nothing",
    "/realms/workshop/protocol",
    "/realms/workshop/protocol/",
    "/realms/workshop/protocol/openid-connect",
    "/realms/workshop/protocol/openid-connect/",
    "/realms/workshop/protocol/openid-connect/nothing",
    "/realms/workshop/protocol/openid-connect/certs/",
    "/realms/workshop/protocol/openid-connect//certs",
    "/realms/workshop/protocol//openid-connect/certs",
    "/realms/workshop/protocol/openid-connect/certs/x",
    "/realms/workshop/protocol/openid-connect/Certs",
    "/realms/workshop/protocol/openid-connect/%63erts",
    "/realms/workshop/protocol/openid-connect/certs%2F",
    "/realms/workshop/protocol/openid-connect/token/",
    "/realms/workshop/protocol/openid-connect/token/nothing",
    "/realms/workshop/protocol/openid-connect/tokens",
    "/realms/workshop/protocol/OpenID-Connect/certs",
    "/realms/workshop/protocol/nothing",
    "/realms/workshop/protocol/nothing/certs",
    "/realms/nowhere/protocol/nothing/certs",
    "/realms/nowhere/protocol/openid-connect/token",
    "/realms/nowhere/protocol/openid-connect/nothing",
    "/realms/closed/nothing",
    "/nothing",
    "/nothing/at/all",
    "/favicon.ico",
    "/robots.txt",
    "/health",
    "/metrics",
    "/token",
    "/.well-known/nothing",
    "/%",
    "/%zz",
    "/realms/workshop?x=%zz",
    "/realms/workshop#fragment",
]


@pytest.mark.parametrize("path", PATHS, ids=ascii)
def test_a_get_of_a_path(call: Call, path: str) -> None:
    call.get(path)


POSTS = [
    "/realms/nowhere/protocol/openid-connect/token",
    "/realms/WORKSHOP/protocol/openid-connect/token",
    "/realms/%77orkshop/protocol/openid-connect/token",
    "/realms/workshop%20/protocol/openid-connect/token",
    "/realms/workshop/protocol/openid-connect/token/",
    "/realms/workshop//protocol/openid-connect/token",
    "//realms/workshop/protocol/openid-connect/token",
    "/realms/workshop/protocol/openid-connect/token/nothing",
    "/realms/workshop/protocol/openid-connect/Token",
    "/realms/workshop/protocol/openid-connect/nothing",
    "/realms/workshop/protocol/nothing/token",
    "/realms/workshop/protocol/openid-connect",
    "/realms/workshop/protocol",
    "/realms/workshop/tokens",
    "/realms/workshop/token",
    "/token",
    "/realms",
    "/nothing",
    "/auth/realms/workshop/protocol/openid-connect/token",
]


@pytest.mark.parametrize("path", POSTS)
def test_a_token_asked_of_the_wrong_path(call: Call, path: str) -> None:
    call.get(path, method="POST", content_type="application/x-www-form-urlencoded")


@pytest.mark.parametrize(
    "path",
    [
        "/realms/nowhere",
        "/nothing",
        "/realms/workshop/nothing",
        "/realms/workshop/protocol/openid-connect/nothing",
        "/realms/workshop/protocol/nothing",
    ],
)
@pytest.mark.parametrize("method", ["HEAD", "OPTIONS", "PUT", "DELETE"])
def test_methods_on_paths_that_do_not_exist(call: Call, method: str, path: str) -> None:
    call.get(path, method=method)


@pytest.mark.parametrize(
    "path",
    ["/realms/nowhere", "/nothing", "/realms/workshop/nothing", "/realms/workshop/protocol/openid-connect/nothing"],
)
def test_an_origin_on_a_path_that_does_not_exist(call: Call, path: str) -> None:
    call.get(path, origin="https://anywhere.example.org")
    call.get(path, "OPTIONS", origin="https://anywhere.example.org", access_control_request_method="GET")
