"""python-keycloak, a client for Keycloak, if it is installed."""

import base64
import hashlib
import re
from collections.abc import Iterator
from typing import Any
from urllib.parse import parse_qs, urlsplit

import pytest
from browser.application import Application

from clients.conftest import Realm
from clients.person import Person
from clients.shop import shop_served, visits

keycloak = pytest.importorskip("keycloak", reason="python-keycloak is not installed", exc_type=ImportError)


@pytest.fixture
def openid(realm: Realm) -> Any:
    url, name = realm.issuer.split("/realms/")
    return keycloak.KeycloakOpenID(
        server_url=url, realm_name=name, client_id=realm.client_id, client_secret_key=realm.client_secret
    )


def test_the_response_has_the_members_of_keycloak(openid: Any) -> None:
    token = openid.token(grant_type="client_credentials")
    assert list(token) == [
        "access_token",
        "expires_in",
        "refresh_expires_in",
        "token_type",
        "id_token",
        "not-before-policy",
        "scope",
    ]


def test_it_decodes_the_token_with_the_key_set(openid: Any, realm: Realm) -> None:
    token = openid.token(grant_type="client_credentials")
    assert openid.decode_token(token["access_token"])["azp"] == realm.client_id


def test_it_finds_two_keys_and_the_public_key(openid: Any) -> None:
    assert sorted(key["use"] for key in openid.certs()["keys"]) == ["enc", "sig"]
    assert openid.public_key().startswith("MII")


def test_it_finds_the_endpoints(openid: Any, realm: Realm) -> None:
    assert openid.well_known()["token_endpoint"] == realm.token_endpoint


def test_a_wrong_secret_is_an_authentication_error(openid: Any) -> None:
    openid.client_secret_key = "wrong"
    with pytest.raises(keycloak.KeycloakAuthenticationError, match="unauthorized_client"):
        openid.token(grant_type="client_credentials")


def test_it_reads_userinfo(openid: Any, realm: Realm) -> None:
    token = openid.token(grant_type="client_credentials")
    assert openid.userinfo(token["access_token"])["preferred_username"] == f"service-account-{realm.client_id}"


def test_userinfo_with_an_invalid_token_is_an_authentication_error(openid: Any) -> None:
    with pytest.raises(keycloak.KeycloakAuthenticationError):
        openid.userinfo("garbage")


def test_introspection_is_active_only_for_tokens_with_the_client_as_audience(openid: Any, realm: Realm) -> None:
    token = openid.token(grant_type="client_credentials")
    found = openid.introspect(token["id_token"])
    assert (found["active"], found["client_id"], found["token_type"]) == (True, realm.client_id, "ID")
    # The client is not in the audience of its own access token.
    assert openid.introspect(token["access_token"]) == {"active": False}
    assert openid.introspect("garbage", token_type_hint="access_token") == {"active": False}


def test_introspection_with_a_wrong_secret_is_an_authentication_error(openid: Any) -> None:
    openid.client_secret_key = "wrong"
    with pytest.raises(keycloak.KeycloakAuthenticationError, match="invalid_client"):
        openid.introspect("garbage")


@pytest.fixture(scope="module")
def in_shop(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Application]:
    with shop_served(tmp_path_factory.mktemp("shop")) as app:
        yield app


@pytest.fixture
def of_people(in_shop: Application) -> Any:
    url, name = in_shop.issuer.split("/realms/")
    return keycloak.KeycloakOpenID(server_url=url, realm_name=name, client_id="shop-spa")


def test_the_response_to_a_password_grant_has_the_members_of_keycloak(of_people: Any) -> None:
    token = of_people.token("ada", "ada-password", scope="openid")
    assert set(token) == {
        "access_token",
        "expires_in",
        "id_token",
        "not-before-policy",
        "refresh_expires_in",
        "refresh_token",
        "scope",
        "session_state",
        "token_type",
    }
    assert of_people.userinfo(token["access_token"])["email"] == "ada@example.org"


def test_a_wrong_password_of_a_user_is_a_bad_request(of_people: Any) -> None:
    with pytest.raises(keycloak.KeycloakPostError, match=r"400.*Invalid user credentials"):
        of_people.token("ada", "wrong")


def test_a_logout_ends_the_tokens(of_people: Any) -> None:
    token = of_people.refresh_token(of_people.token("ada", "ada-password", scope="openid")["refresh_token"])
    assert of_people.logout(token["refresh_token"]) == {}
    with pytest.raises(keycloak.KeycloakAuthenticationError):
        of_people.userinfo(token["access_token"])
    with pytest.raises(keycloak.KeycloakPostError, match="Session not active"):
        of_people.refresh_token(token["refresh_token"])


def test_a_user_logs_in_with_the_code_flow(of_people: Any, in_shop: Application) -> None:
    verifier, challenge = "v" * 43, base64.urlsafe_b64encode(hashlib.sha256(b"v" * 43).digest()).decode().rstrip("=")
    back = f"{in_shop.url}/native/answer"
    asked = of_people.auth_url(
        redirect_uri=back, scope="openid", state="s", code_challenge=challenge, code_challenge_method="S256"
    )
    person = Person().opens(asked)
    [action] = re.findall(r'action="(.*)" method', person.text)
    person.opens(action, {"username": "ada", "password": "ada-password"})
    [code] = parse_qs(urlsplit(person.url).query)["code"]
    token = of_people.token(grant_type="authorization_code", code=code, redirect_uri=back, code_verifier=verifier)
    assert of_people.decode_token(token["access_token"])["preferred_username"] == "ada"


def test_a_device_gets_a_token(in_shop: Application) -> None:
    url, name = in_shop.issuer.split("/realms/")
    television = keycloak.KeycloakOpenID(server_url=url, realm_name=name, client_id="television")
    shown = television.device()
    visits(Person(), shown["verification_uri_complete"])
    grant = "urn:ietf:params:oauth:grant-type:device_code"
    assert television.token(grant_type=grant, device_code=shown["device_code"])["token_type"] == "Bearer"
