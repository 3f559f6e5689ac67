"""The client credentials grant: clients that get a token, and the token response."""

import pytest

from contract.call import Call, Form

ARCHIVAL: Form = {"client_id": "archival-service", "client_secret": "SECRET_OF_archival-service"}


@pytest.mark.sivalabs
def test_the_first_request_of_the_tutorial(call: Call) -> None:
    call.token("sivalabs", **ARCHIVAL)


@pytest.mark.sivalabs
def test_the_second_request_of_the_tutorial(call: Call) -> None:
    call.token("sivalabs", basic="archival-service:SECRET_OF_archival-service", scope="openid profile")


@pytest.mark.sivalabs
@pytest.mark.parametrize(
    "scope", ["openid", "email", "address phone", "offline_access", "microprofile-jwt openid", "no-such-scope"]
)
def test_scopes_of_a_real_export(call: Call, scope: str) -> None:
    call.token("sivalabs", **ARCHIVAL, scope=scope)


@pytest.mark.sivalabs
@pytest.mark.parametrize(
    "client", ["messages-webapp", "messages-spa", "account", "broker", "admin-cli", "realm-management"]
)
def test_clients_of_a_real_export_without_a_service_account(call: Call, client: str) -> None:
    secret = "SECRET_OF_messages-webapp" if client == "messages-webapp" else "guessed"
    call.token("sivalabs", client_id=client, client_secret=secret)


@pytest.mark.sivalabs
def test_a_wrong_secret_for_a_client_of_a_real_export(call: Call) -> None:
    call.token("sivalabs", client_id="archival-service", client_secret="guessed")


CLIENTS = {
    "robot": "robot-secret",
    "narrow": "narrow-secret",
    "roleless": "roleless-secret",
    "unlisted": "unlisted-secret",
    "bare": "bare-secret",
    "many-scopes": "many-secret",
    "offline": "offline-secret",
    "browser": "",
    "browser-with-secret": "browser-secret",
    "browser-with-service": "browser-secret",
    "api": "api-secret",
    "api-with-service": "api-secret",
    "retired": "retired-secret",
    "retired-browser": "",
    "no-service": "no-service-secret",
    "sleeper": "sleeper-secret",
    "saml-app": "saml-secret",
    "brief": "brief-secret",
    "endless": "endless-secret",
    "zero": "zero-secret",
    "epoch": "epoch-secret",
    "blank-lifespan": "blank-secret",
    "session-bound": "session-secret",
    "Robot": "upper-secret",
    "light": "light-secret",
    "refresher": "refresher-secret",
    "lower": "lower-secret",
    "rfc9068": "rfc9068-secret",
    "signed-jwt": "jwt-secret",
    "secret-jwt": "jwt-secret",
    "x509": "x509-secret",
    "unknown-authenticator": "some-secret",
    "consent": "consent-secret",
    "consent-scope": "consent-secret",
    "bound": "bound-secret",
    "dpop": "dpop-secret",
    "revoked": "revoked-secret",
    "graded": "graded-secret",
    "expired-secret": "expired-secret",
    "rotated": "new-secret",
    "long": "l" * 255,
}


@pytest.mark.parametrize("client", CLIENTS)
def test_a_token_for_each_kind_of_client(call: Call, client: str) -> None:
    call.token(client_id=client, client_secret=CLIENTS[client])


@pytest.mark.parametrize(
    "client", ["robot", "narrow", "roleless", "bare", "light", "offline", "unlisted", "rfc9068", "graded", "revoked"]
)
def test_an_id_token_for_each_kind_of_client(call: Call, client: str) -> None:
    call.token(client_id=client, client_secret=CLIENTS[client], scope="openid")


@pytest.mark.parametrize(
    "client", ["account", "account-console", "admin-cli", "broker", "realm-management", "security-admin-console"]
)
def test_the_clients_that_every_realm_has(call: Call, client: str) -> None:
    call.token(client_id=client, client_secret="guessed")


def test_a_rotated_secret(call: Call) -> None:
    call.token(client_id="rotated", client_secret="old-secret")


def test_two_tokens_have_two_ids(call: Call) -> None:
    call.token(client_id="robot", client_secret="robot-secret")
    call.token(client_id="robot", client_secret="robot-secret")


@pytest.mark.parametrize(
    "extra",
    [
        {"audience": "api"},
        {"resource": "https://api.example.org"},
        {"username": "alice", "password": "alice"},
        {"refresh_token": "x"},
        {"redirect_uri": "http://localhost"},
        {"claims": '{"id_token":{"email":null}}'},
        {"authorization_details": '[{"type":"payment"}]'},
        {"authorization_details": "{oops"},
        {"dpop_jkt": "x"},
        {"request": "x"},
        {"unknown": "parameter"},
        {"nonce": "n-1", "scope": "openid"},
        {"client_session_state": "s", "client_session_host": "h"},
        {"acr_values": "gold"},
        {"max_age": "0"},
    ],
    ids=lambda extra: " ".join(f"{name}={value}" for name, value in extra.items()),
)
def test_parameters_that_are_not_of_this_grant(call: Call, extra: Form) -> None:
    call.token(client_id="robot", client_secret="robot-secret", **extra)


@pytest.mark.parametrize("realm", ["closed", "https-only", "plain-http", "open-house", "scoped", "headers"])
def test_a_token_in_each_kind_of_realm(call: Call, realm: str) -> None:
    call.token(realm, client_id="robot", client_secret="robot-secret", scope="openid")


def test_scopes_that_a_client_names_replace_the_realms(call: Call) -> None:
    call.token("open-house", client_id="own-scopes", client_secret="own-secret")


def test_a_not_before_in_the_future(call: Call) -> None:
    call.token("open-house", client_id="later", client_secret="later-secret")


def test_a_realm_that_is_closed_says_so_before_it_looks_at_the_client(call: Call) -> None:
    call.token("closed", client_id="nobody", client_secret="guessed")
    call.token("closed", raw="")


def test_a_realm_that_wants_https_says_so_first(call: Call) -> None:
    call.token("https-only", client_id="nobody", client_secret="guessed")
    call.token("https-only", raw="")
    call.token("https-only", raw="", header={"origin": "http://localhost:3000"})


def test_keys_of_other_algorithms_are_made_when_first_needed(call: Call) -> None:
    certs = "/realms/signer/protocol/openid-connect/certs"
    call.get(certs)
    call.token("signer", client_id="elliptic", client_secret="elliptic-secret", scope="openid")
    call.get(certs)
    call.token("signer", client_id="edwards", client_secret="edwards-secret")
    call.token("signer", client_id="shared", client_secret="shared-secret")
    call.get(certs)
