"""Paths outside of realms: JSON at `/`, health, the admin API and unknown paths."""

from collections.abc import Callable

import pytest
from flask.testing import FlaskClient

Serve = Callable[..., FlaskClient]


def test_the_root_is_json_with_the_discovery_urls_by_default(http: FlaskClient) -> None:
    found = http.get("/").get_json()
    assert "mockauth" in found
    assert found["realms"] == {"demo": "http://localhost/realms/demo/.well-known/openid-configuration"}


def test_the_discovery_url_of_the_root_works(http: FlaskClient) -> None:
    [url] = http.get("/").get_json()["realms"].values()
    assert http.get(url).get_json()["issuer"] == "http://localhost/realms/demo"


@pytest.mark.parametrize("path", ["/", "/auth", "/auth/"])
def test_the_root_uses_the_relative_path_and_the_hostname(serve: Serve, path: str) -> None:
    found = serve(relative_path="/auth", hostname="https://sso.example.org/sso").get(path).get_json()
    assert found["realms"]["demo"].startswith("https://sso.example.org/sso/realms/demo/")


@pytest.mark.parametrize("method", ["POST", "PUT", "DELETE"])
def test_the_root_allows_only_get(http: FlaskClient, method: str) -> None:
    assert http.open("/", method=method).status_code == 404


@pytest.mark.parametrize("path", ["/health/ready", "/auth/health/ready"])
def test_health_works_with_and_without_the_relative_path(serve: Serve, path: str) -> None:
    assert serve(relative_path="/auth").get(path).get_json()["status"] == "UP"


@pytest.mark.parametrize("path", ["/admin", "/admin/", "/admin/master/console/"])
def test_the_admin_console_answers_501(http: FlaskClient, path: str) -> None:
    assert http.get(path).status_code == 501


def test_a_path_that_only_starts_like_admin_is_unknown(http: FlaskClient) -> None:
    assert http.get("/administration").status_code == 404
