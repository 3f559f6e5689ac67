"""What is answered outside of realms, where Keycloak has its admin console, or nothing."""

from collections.abc import Callable

import pytest
from flask.testing import FlaskClient

Serve = Callable[..., FlaskClient]


def test_the_door_says_who_lives_here_and_where_discovery_is(http: FlaskClient) -> None:
    said = http.get("/").get_json()
    assert "mockauth" in said
    assert said["realms"] == {"demo": "http://localhost/realms/demo/.well-known/openid-configuration"}


def test_the_url_at_the_door_leads_to_discovery(http: FlaskClient) -> None:
    [url] = http.get("/").get_json()["realms"].values()
    assert http.get(url).get_json()["issuer"] == "http://localhost/realms/demo"


@pytest.mark.parametrize("path", ["/", "/auth", "/auth/"])
def test_the_door_knows_the_relative_path_and_the_hostname(serve: Serve, path: str) -> None:
    said = serve(relative_path="/auth", hostname="https://sso.example.org/sso").get(path).get_json()
    assert said["realms"]["demo"].startswith("https://sso.example.org/sso/realms/demo/")


@pytest.mark.parametrize("method", ["POST", "PUT", "DELETE"])
def test_nothing_can_be_left_at_the_door(http: FlaskClient, method: str) -> None:
    assert http.open("/", method=method).status_code == 404


@pytest.mark.parametrize("path", ["/health/ready", "/auth/health/ready"])
def test_health_is_found_with_and_without_the_relative_path(serve: Serve, path: str) -> None:
    assert serve(relative_path="/auth").get(path).get_json()["status"] == "UP"


@pytest.mark.parametrize("path", ["/admin", "/admin/", "/admin/master/console/", "/admin/realms/demo/users"])
def test_administration_is_not_there_yet(http: FlaskClient, path: str) -> None:
    assert http.get(path).status_code == 501


def test_what_only_begins_like_administration_is_not_there(http: FlaskClient) -> None:
    assert http.get("/administration").status_code == 404
