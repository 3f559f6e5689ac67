"""The refresh token grant: clients, scopes, and refresh token rotation."""

import pytest

from contract.call import Call, Form

ROBOT: Form = {"client_id": "robot", "client_secret": "robot-secret"}
VAULT: Form = {"client_id": "vault", "client_secret": "vault-secret"}


def log_in(call: Call, username: str = "ada", realm: str = "people", **form: str) -> None:
    """Get the tokens for the test."""
    fields: Form = {"client_id": "app", "username": username, "password": f"{username}-password", **form}
    call.token(realm, grant_type="password", **fields)


def refresh(call: Call, answer: int = 1, realm: str = "people", later: int = 0, **form: str) -> None:
    """Use the refresh token of this answer of the test, counted from 1."""
    fields: Form = {"client_id": "app", "refresh_token": f"refresh_token_of_answer_{answer}", **form}
    call.token(realm, later=later, grant_type="refresh_token", **fields)


def test_a_refresh(call: Call) -> None:
    log_in(call, scope="openid")
    refresh(call)


def test_a_token_used_twice(call: Call) -> None:
    log_in(call)
    refresh(call)
    refresh(call)


def test_a_chain_of_tokens(call: Call) -> None:
    log_in(call)
    refresh(call, 1)
    refresh(call, 2)
    refresh(call, 1)


@pytest.mark.parametrize(
    "scope",
    [
        *("", " ", "openid", "address", "openid address", "phone openid", "profile", "roles", "openid address phone"),
        *(
            "microprofile-jwt",
            "openid microprofile-jwt",
            "offline_access",
            "nothing",
            "openid nothing",
            "openid  address",
        ),
    ],
)
def test_scopes_of_a_refresh(call: Call, scope: str) -> None:
    log_in(call, scope="openid address phone")
    refresh(call, scope=scope)


def test_a_scope_that_was_left_out_comes_back(call: Call) -> None:
    log_in(call, scope="openid address phone")
    refresh(call, 1, scope="address")
    refresh(call, 2, scope="openid phone")
    refresh(call, 3)


def test_openid_that_was_not_asked_for_at_first(call: Call) -> None:
    log_in(call)
    refresh(call, scope="openid")


@pytest.mark.parametrize("token", ["access_token", "id_token"])
def test_other_tokens(call: Call, token: str) -> None:
    log_in(call, scope="openid")
    refresh(call, refresh_token=f"{token}_of_answer_1")


GARBAGE = [
    *("", " ", "garbage", "a.b", "a.b.c", "..", "e30.e30.e30", "null", "x" * 3000),
    *("refresh_token_of_answer_1x", "x.refresh_token_of_answer_1", "refresh_token_of_answer_1.x"),
    *(" refresh_token_of_answer_1", "refresh_token_of_answer_1\n"),
    # {"alg":"none"} and {"alg":"HS512"} without a key
    *("eyJhbGciOiJub25lIn0.e30.", "eyJhbGciOiJIUzUxMiJ9.e30.AAAA", "eyJhbGciOiJSUzI1NiJ9.e30.AAAA"),
]


@pytest.mark.parametrize("token", GARBAGE, ids=lambda text: ascii(text[:40]))
def test_malformed_refresh_tokens(call: Call, token: str) -> None:
    log_in(call)
    refresh(call, refresh_token=token)


def test_no_token(call: Call) -> None:
    call.token("people", grant_type="refresh_token", client_id="app")
    call.token("people", grant_type="refresh_token", client_id="app", scope="nothing")
    call.token("people", grant_type="refresh_token", client_id="vault")


def test_an_invalid_scope_with_garbage(call: Call) -> None:
    refresh(call, refresh_token="garbage", scope="nothing")


def test_the_token_of_another_client(call: Call) -> None:
    log_in(call)
    refresh(call, client_id="limited")
    refresh(call, **VAULT)
    refresh(call)


def test_the_token_of_another_realm(call: Call) -> None:
    log_in(call)
    refresh(call, realm="rotating")


def test_the_token_of_another_host(call: Call) -> None:
    log_in(call)
    call.token(
        "people",
        grant_type="refresh_token",
        client_id="app",
        refresh_token="refresh_token_of_answer_1",
        header={"host": "login.example.org"},
    )


def test_a_confidential_client(call: Call) -> None:
    log_in(call, **VAULT)
    refresh(call, client_id="vault", client_secret="wrong")
    refresh(call, client_id="vault")
    refresh(call, **VAULT)
    refresh(call, client_id="safe", client_secret="safe-secret")


def test_a_public_client_that_sends_a_secret(call: Call) -> None:
    log_in(call)
    refresh(call, client_secret="anything")


@pytest.mark.parametrize("scope", ["offline_access", "openid offline_access"])
def test_an_offline_token(call: Call, scope: str) -> None:
    log_in(call, scope=scope)
    refresh(call, 1)
    refresh(call, 2)
    refresh(call, 1)


@pytest.mark.parametrize("scope", ["offline_access", "openid", "profile", "address"])
def test_scopes_of_an_offline_token(call: Call, scope: str) -> None:
    log_in(call, scope="openid offline_access")
    refresh(call, scope=scope)


def test_an_online_and_an_offline_token(call: Call) -> None:
    log_in(call)
    log_in(call, scope="offline_access")
    refresh(call, 1)
    refresh(call, 2)


@pytest.mark.parametrize("client", ["light", "limited", "brief", "mapped", "later", "admin-cli"])
def test_clients(call: Call, client: str) -> None:
    log_in(call, client_id=client, scope="openid")
    refresh(call, client_id=client)


def test_a_client_that_gets_no_refresh_tokens(call: Call) -> None:
    log_in(call, client_id="spare")
    refresh(call, client_id="spare", refresh_token="garbage")
    log_in(call)
    refresh(call, 3, client_id="spare")


def test_a_client_without_direct_access(call: Call) -> None:
    log_in(call)
    refresh(call, client_id="shy")


def test_a_user_whose_earlier_tokens_were_revoked(call: Call) -> None:
    log_in(call, "early")
    refresh(call)


def test_a_realm_whose_earlier_tokens_were_revoked(call: Call) -> None:
    log_in(call, realm="tomorrow")
    refresh(call, realm="tomorrow")


@pytest.mark.parametrize("realm", ["people", "rotating"])
def test_a_service_account(call: Call, realm: str) -> None:
    call.token(realm, **ROBOT)
    refresh(call, 1, realm, **ROBOT)
    refresh(call, 2, realm, **ROBOT)


def test_a_service_account_with_an_id_token(call: Call) -> None:
    call.token("people", **ROBOT, scope="openid")
    refresh(call, **ROBOT)


ORDERS = {
    "one after another": [1, 2, 3],
    "twice": [1, 1],
    "three times": [1, 1, 1],
    "three times, and then its successor": [1, 1, 1, 2],
    "a successor twice": [1, 2, 2],
}


@pytest.mark.parametrize("scope", ["openid", "offline_access"])
@pytest.mark.parametrize("order", ORDERS)
@pytest.mark.parametrize("realm", ["rotating", "rotating-once"])
def test_rotated_tokens(call: Call, realm: str, order: str, scope: str) -> None:
    log_in(call, realm=realm, scope=scope)
    for answer in ORDERS[order]:
        refresh(call, answer, realm)


# Keycloak compares old and new tokens by whole seconds; orders that depend on them wait a second.
@pytest.mark.parametrize("realm", ["rotating", "rotating-once"])
def test_an_old_token_after_its_successor_was_used(call: Call, realm: str) -> None:
    log_in(call, realm=realm)
    refresh(call, 1, realm)
    refresh(call, 2, realm, later=1)
    refresh(call, 1, realm)
    refresh(call, 3, realm)


def test_a_successor_after_its_predecessor_was_used_again(call: Call) -> None:
    log_in(call, realm="rotating-once")
    refresh(call, 1, "rotating-once")
    refresh(call, 1, "rotating-once", later=1)
    refresh(call, 2, "rotating-once")


def test_both_successors_of_a_token(call: Call) -> None:
    log_in(call, realm="rotating-once")
    refresh(call, 1, "rotating-once")
    refresh(call, 1, "rotating-once", later=1)
    refresh(call, 3, "rotating-once")
    refresh(call, 2, "rotating-once")


def test_two_sessions_with_rotated_tokens(call: Call) -> None:
    log_in(call, realm="rotating")
    log_in(call, realm="rotating")
    refresh(call, 1, "rotating")
    refresh(call, 1, "rotating")
    refresh(call, 2, "rotating")
