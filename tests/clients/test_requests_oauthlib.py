"""requests-oauthlib with oauthlib's backend application."""

import pytest
from oauthlib.oauth2 import BackendApplicationClient
from oauthlib.oauth2.rfc6749.errors import InvalidScopeError, OAuth2Error
from requests.auth import HTTPBasicAuth
from requests_oauthlib import OAuth2Session

from clients.conftest import Realm


@pytest.fixture(autouse=True)
def _http_is_allowed(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("OAUTHLIB_INSECURE_TRANSPORT", "1")


def test_a_backend_application_gets_a_token_with_a_basic_header(realm: Realm) -> None:
    with OAuth2Session(client=BackendApplicationClient(realm.client_id)) as session:
        auth = HTTPBasicAuth(realm.client_id, realm.client_secret)
        token = session.fetch_token(realm.token_endpoint, auth=auth, timeout=10)
    assert token["scope"] == ["email", "profile"]


def test_a_backend_application_gets_a_token_with_its_secret_in_the_form(realm: Realm) -> None:
    with OAuth2Session(client=BackendApplicationClient(realm.client_id)) as session:
        token = session.fetch_token(
            realm.token_endpoint, client_secret=realm.client_secret, include_client_id=True, timeout=10
        )
    assert token["expires_in"] == 300


def test_the_session_sends_its_token_with_requests(realm: Realm) -> None:
    with OAuth2Session(client=BackendApplicationClient(realm.client_id)) as session:
        auth = HTTPBasicAuth(realm.client_id, realm.client_secret)
        token = session.fetch_token(realm.token_endpoint, auth=auth, timeout=10)
        answer = session.get(realm.issuer, timeout=10)
    assert answer.request.headers["Authorization"] == f"Bearer {token['access_token']}"
    assert answer.status_code == 200


def test_a_session_reads_userinfo(realm: Realm, monkeypatch: pytest.MonkeyPatch) -> None:
    # Keycloak grants more scopes than requested, and oauthlib warns about it.
    monkeypatch.setenv("OAUTHLIB_RELAX_TOKEN_SCOPE", "1")
    with OAuth2Session(client=BackendApplicationClient(realm.client_id, scope="openid")) as session:
        auth = HTTPBasicAuth(realm.client_id, realm.client_secret)
        session.fetch_token(realm.token_endpoint, auth=auth, timeout=10)
        answer = session.get(f"{realm.issuer}/protocol/openid-connect/userinfo", timeout=10)
    assert answer.json()["preferred_username"] == f"service-account-{realm.client_id}"


def test_an_unknown_scope_is_reported_as_invalid_scope(realm: Realm) -> None:
    client = BackendApplicationClient(realm.client_id, scope="no-such-scope")
    with OAuth2Session(client=client) as session, pytest.raises(InvalidScopeError):
        session.fetch_token(realm.token_endpoint, client_secret=realm.client_secret, include_client_id=True, timeout=10)


def test_a_wrong_secret_is_reported_as_unauthorized_client(realm: Realm) -> None:
    with (
        OAuth2Session(client=BackendApplicationClient(realm.client_id)) as session,
        pytest.raises(OAuth2Error, match="unauthorized_client"),
    ):
        session.fetch_token(realm.token_endpoint, client_secret="wrong", include_client_id=True, timeout=10)
