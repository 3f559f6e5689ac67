"""A registry: Keycloak imports the output of `mockauth realm-json`, and both servers answer the same."""

import pytest

from contract.call import Call

SECRETS = {
    "archival-service": "archival-secret",
    "librarian": "librarian-secret",
    "apprentice": "apprentice-secret",
    "catalogue": "",
    "kiosk": "",
    "till": "till-secret",
    "retired": "retired-secret",
}


@pytest.mark.parametrize("client", SECRETS)
def test_a_token_for_each_client(call: Call, client: str) -> None:
    call.token("studio", client_id=client, client_secret=SECRETS[client])


@pytest.mark.parametrize("client", ["archival-service", "librarian", "apprentice"])
def test_an_id_token_for_each_service(call: Call, client: str) -> None:
    call.token("studio", basic=f"{client}:{SECRETS[client]}", scope="openid profile")


@pytest.mark.parametrize(
    "scope", ["tenant", "for-archivists", "address", "openid tenant for-archivists", "phone", "nothing"]
)
@pytest.mark.parametrize("client", ["archival-service", "librarian", "apprentice"])
def test_scopes(call: Call, client: str, scope: str) -> None:
    call.token("studio", client_id=client, client_secret=SECRETS[client], scope=scope)


def test_a_wrong_secret(call: Call) -> None:
    call.token("studio", client_id="archival-service", client_secret="wrong")


@pytest.mark.parametrize("origin", ["http://localhost:8282", "https://desk.example.org", "http://localhost:3000"])
@pytest.mark.parametrize("client", ["archival-service", "librarian", "apprentice"])
def test_origins(call: Call, client: str, origin: str) -> None:
    call.token("studio", client_id=client, client_secret=SECRETS[client], header={"origin": origin})


@pytest.mark.parametrize("path", ["", "/protocol/openid-connect/certs", "/.well-known/openid-configuration"])
def test_the_documents_of_the_realm(call: Call, path: str) -> None:
    call.get(f"/realms/studio{path}")
