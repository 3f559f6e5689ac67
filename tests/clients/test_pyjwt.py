"""PyJWT as a resource server: PyJWKClient finds the key, and the claims are valid."""

import httpx
import jwt
import pytest

from clients.conftest import Realm


@pytest.fixture
def token(realm: Realm) -> str:
    form = {"grant_type": "client_credentials", "client_id": realm.client_id, "client_secret": realm.client_secret}
    answer = httpx.post(realm.token_endpoint, data=form)
    assert answer.status_code == 200
    found: str = answer.json()["access_token"]
    return found


def test_the_jwk_client_finds_the_key_of_a_token_by_its_kid(realm: Realm, token: str) -> None:
    jwks = httpx.get(realm.metadata).json()["jwks_uri"]
    key = jwt.PyJWKClient(jwks).get_signing_key_from_jwt(token)
    assert key.key_id == jwt.get_unverified_header(token)["kid"]


def test_a_resource_server_accepts_a_token_for_its_audience_and_issuer(realm: Realm, token: str) -> None:
    metadata = httpx.get(realm.metadata).json()
    key = jwt.PyJWKClient(metadata["jwks_uri"]).get_signing_key_from_jwt(token)
    claims = jwt.decode(
        token,
        key,
        algorithms=metadata["id_token_signing_alg_values_supported"],
        audience="account",
        issuer=realm.issuer,
        options={"require": ["exp", "iat", "iss", "aud", "sub", "jti"]},
    )
    assert claims["azp"] == realm.client_id


def test_a_resource_server_refuses_a_token_for_another_audience(realm: Realm, token: str) -> None:
    key = jwt.PyJWKClient(f"{realm.issuer}/protocol/openid-connect/certs").get_signing_key_from_jwt(token)
    with pytest.raises(jwt.InvalidAudienceError):
        jwt.decode(token, key, algorithms=["RS256"], audience="somebody-else")


def test_the_encryption_key_is_not_used_for_signatures(realm: Realm) -> None:
    keys = jwt.PyJWKClient(f"{realm.issuer}/protocol/openid-connect/certs").get_signing_keys()
    assert [key.algorithm_name for key in keys] == ["RS256"]
