import pytest
import requests
from testcontainers.keycloak import KeycloakContainer


@pytest.fixture(scope="session")
def keycloak():
    # Before: KeycloakContainer(). The name of the image is all that differs.
    container = KeycloakContainer("mockauth").with_realm_import_file("../realms/shop-realm.json")
    with container as started:
        yield started.get_url()


def test_a_service_gets_a_token(keycloak):
    form = {"grant_type": "client_credentials", "client_id": "orders", "client_secret": "orders-secret"}
    response = requests.post(f"{keycloak}/realms/shop/protocol/openid-connect/token", data=form, timeout=10)
    assert response.json()["token_type"] == "Bearer"
