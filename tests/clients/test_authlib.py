"""Authlib: OAuth2Session, the metadata document and the key set."""

import pytest
from authlib.integrations.requests_client import OAuth2Session
from authlib.oidc.discovery import OpenIDProviderMetadata, get_well_known_url
from joserfc import jwt
from joserfc.jwk import KeySet

from clients.conftest import Realm


@pytest.fixture(autouse=True)
def _http_is_allowed(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("AUTHLIB_INSECURE_TRANSPORT", "true")


def session(realm: Realm, method: str = "client_secret_basic", scope: str | None = None) -> OAuth2Session:
    return OAuth2Session(
        realm.client_id, realm.client_secret, token_endpoint_auth_method=method, scope=scope, default_timeout=10
    )


def jwt_claims(token: str) -> dict[str, object]:
    """Return the claims of a token without checking its signature."""
    import jwt as pyjwt

    return dict(pyjwt.decode(token, options={"verify_signature": False}))


@pytest.mark.parametrize("method", ["client_secret_basic", "client_secret_post"])
def test_a_session_gets_a_token_with_client_credentials(realm: Realm, method: str) -> None:
    with session(realm, method) as client:
        token = client.fetch_token(realm.token_endpoint, grant_type="client_credentials")
    assert (token["token_type"], token["expires_in"]) == ("Bearer", 300)


def test_a_session_reports_the_error_of_a_wrong_secret(realm: Realm) -> None:
    from authlib.integrations.base_client import OAuthError

    with OAuth2Session(realm.client_id, "wrong") as client, pytest.raises(OAuthError, match="unauthorized_client"):
        client.fetch_token(realm.token_endpoint, grant_type="client_credentials")


def test_the_metadata_is_valid_openid_provider_metadata(realm: Realm) -> None:
    with session(realm) as client:
        url = get_well_known_url(realm.issuer, external=True)
        metadata = OpenIDProviderMetadata(client.get(url, withhold_token=True).json())
    metadata.validate()
    assert metadata["issuer"] == realm.issuer


def test_the_key_set_verifies_an_id_token(realm: Realm) -> None:
    with session(realm, scope="openid") as client:
        token = client.fetch_token(realm.token_endpoint, grant_type="client_credentials")
        certs = client.get(f"{realm.issuer}/protocol/openid-connect/certs", withhold_token=True).json()
    claims = jwt.decode(token["id_token"], KeySet.import_key_set(certs), algorithms=["RS256"]).claims
    assert (claims["aud"], claims["iss"], claims["typ"]) == (realm.client_id, realm.issuer, "ID")


def test_a_session_reads_userinfo_of_the_same_subject(realm: Realm) -> None:
    with session(realm, scope="openid") as client:
        token = client.fetch_token(realm.token_endpoint, grant_type="client_credentials")
        found = client.get(f"{realm.issuer}/protocol/openid-connect/userinfo").json()
    subject = jwt_claims(token["id_token"])["sub"]
    assert (found["sub"], found["preferred_username"]) == (subject, f"service-account-{realm.client_id}")


@pytest.mark.parametrize("method", ["client_secret_basic", "client_secret_post"])
def test_a_revoked_token_is_refused(realm: Realm, method: str) -> None:
    oidc = f"{realm.issuer}/protocol/openid-connect"
    with session(realm, method, scope="openid") as client:
        token = client.fetch_token(realm.token_endpoint, grant_type="client_credentials")
        introspected = client.introspect_token(f"{oidc}/token/introspect", token["id_token"]).json()
        revoked = client.revoke_token(f"{oidc}/revoke", token["access_token"], token_type_hint="access_token")
        refused = client.get(f"{oidc}/userinfo")
    assert introspected["active"] is True
    assert (revoked.status_code, revoked.content) == (200, b"")
    assert refused.status_code == 401
