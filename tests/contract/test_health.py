"""The health endpoint, which start scripts and containers poll."""

import pytest

from contract.call import Call

PATHS = ["/health", "/health/", "/health/ready", "/health/ready/", "/health/live", "/health/started", "/health?x=y"]


@pytest.mark.parametrize("path", PATHS)
def test_a_server_that_answers_is_well(call: Call, path: str) -> None:
    call.get(path)


@pytest.mark.parametrize("method", ["HEAD", "POST", "OPTIONS", "PUT", "DELETE"])
@pytest.mark.parametrize("path", ["/health", "/health/live"])
def test_the_method_does_not_matter(call: Call, path: str, method: str) -> None:
    call.get(path, method)


def test_neither_origin_nor_accept_matters(call: Call) -> None:
    call.get("/health/ready", origin="https://anywhere.example.org", accept="text/html")


@pytest.mark.parametrize("path", ["/health/nothing", "/healthz", "/health/ready/nothing", "/Health", "/readiness"])
def test_paths_that_are_nearly_health(call: Call, path: str) -> None:
    call.get(path)
