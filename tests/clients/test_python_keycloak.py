"""python-keycloak, the client of Keycloak's own API, where it is installed."""

from typing import Any

import pytest

from clients.conftest import Realm

keycloak = pytest.importorskip("keycloak", reason="python-keycloak is not installed", exc_type=ImportError)


@pytest.fixture
def openid(realm: Realm) -> Any:
    url, name = realm.issuer.split("/realms/")
    return keycloak.KeycloakOpenID(
        server_url=url, realm_name=name, client_id=realm.client_id, client_secret_key=realm.client_secret
    )


def test_it_gets_a_token_with_the_members_that_keycloak_gives(openid: Any) -> None:
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


def test_userinfo_without_a_good_token_is_an_authentication_error(openid: Any) -> None:
    with pytest.raises(keycloak.KeycloakAuthenticationError):
        openid.userinfo("garbage")


def test_it_introspects_tokens_that_are_its_own_business(openid: Any, realm: Realm) -> None:
    token = openid.token(grant_type="client_credentials")
    found = openid.introspect(token["id_token"])
    assert (found["active"], found["client_id"], found["token_type"]) == (True, realm.client_id, "ID")
    # Its access token is for other audiences.
    assert openid.introspect(token["access_token"]) == {"active": False}
    assert openid.introspect("garbage", token_type_hint="access_token") == {"active": False}


def test_introspection_with_a_wrong_secret_is_an_authentication_error(openid: Any) -> None:
    openid.client_secret_key = "wrong"
    with pytest.raises(keycloak.KeycloakAuthenticationError, match="invalid_client"):
        openid.introspect("garbage")
