"""httpx-oauth: its OpenID class requires certain members of the discovery document."""

import asyncio

import httpx
import pytest
from httpx_oauth.clients.openid import OpenID
from httpx_oauth.exceptions import GetProfileError

from clients.conftest import Realm


def test_the_discovery_document_has_the_members_that_the_client_requires(realm: Realm) -> None:
    client = OpenID(realm.client_id, realm.client_secret, realm.metadata)
    assert client.access_token_endpoint == realm.token_endpoint
    assert client.authorize_endpoint == f"{realm.issuer}/protocol/openid-connect/auth"
    assert client.revoke_token_endpoint == f"{realm.issuer}/protocol/openid-connect/revoke"


def test_the_authentication_method_that_it_chooses_gets_a_token(realm: Realm) -> None:
    client = OpenID(realm.client_id, realm.client_secret, realm.metadata)
    assert client.token_endpoint_auth_method == "client_secret_basic"
    form = {"grant_type": "client_credentials"}
    answer = httpx.post(realm.token_endpoint, data=form, auth=(realm.client_id, realm.client_secret))
    assert answer.json()["token_type"] == "Bearer"


def test_its_authorization_url_is_below_the_issuer(realm: Realm) -> None:
    client = OpenID(realm.client_id, realm.client_secret, realm.metadata)
    url = asyncio.run(client.get_authorization_url("http://localhost:8282/callback"))
    assert url.startswith(f"{realm.issuer}/protocol/openid-connect/auth?response_type=code&client_id=archival-service")


def test_it_reads_the_profile_until_the_token_is_revoked(realm: Realm) -> None:
    client = OpenID(realm.client_id, realm.client_secret, realm.metadata)
    form = {"grant_type": "client_credentials", "scope": "openid"}
    answer = httpx.post(realm.token_endpoint, data=form, auth=(realm.client_id, realm.client_secret)).json()
    token = answer["access_token"]
    assert asyncio.run(client.get_profile(token))["preferred_username"] == f"service-account-{realm.client_id}"
    asyncio.run(client.revoke_token(token, "access_token"))
    with pytest.raises(GetProfileError):
        asyncio.run(client.get_profile(token))
