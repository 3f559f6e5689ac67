"""The password grant: users, clients, and the tokens."""

import pytest

from contract.call import Call, Form

VAULT: Form = {"client_id": "vault", "client_secret": "vault-secret"}


def log_in(call: Call, username: str, password: str | None = None, realm: str = "people", **form: str) -> None:
    """Send a username and password, by default the password in the realm file, through the public client."""
    password = f"{username}-password" if password is None else password
    fields: Form = {"grant_type": "password", "client_id": "app", "username": username, "password": password, **form}
    call.token(realm, **fields)


def test_a_user_with_groups_attributes_and_roles(call: Call) -> None:
    log_in(call, "ada")


def test_a_user_without_roles(call: Call) -> None:
    log_in(call, "bob", scope="openid")


def test_a_user_with_a_language(call: Call) -> None:
    log_in(call, "greta")


@pytest.mark.parametrize(
    "password", ["wrong", "", " ", "ada-password ", "ADA-PASSWORD", "ada-password\x00", "ada-pass"]
)
def test_wrong_passwords(call: Call, password: str) -> None:
    log_in(call, "ada", password)


@pytest.mark.parametrize("username", ["ada", "nobody"])
def test_no_password(call: Call, username: str) -> None:
    call.token("people", grant_type="password", client_id="app", username=username)


def test_no_username(call: Call) -> None:
    call.token("people", grant_type="password", client_id="app", password="ada-password")
    call.token("people", grant_type="password", client_id="app")


@pytest.mark.parametrize("username", ["", " ", "nobody", "nobody@example.org", "service-account-robot"])
def test_unknown_usernames_with_a_password(call: Call, username: str) -> None:
    log_in(call, username, "ada-password")


@pytest.mark.parametrize(
    "username",
    [
        "ADA",
        " ada",
        "ada ",
        " ada ",
        "a da",
        "ada\t",
        "ada@example.org",
        "Ada@Example.ORG",
        " ada@example.org ",
        "ada*",
    ],
)
def test_ways_to_write_a_name(call: Call, username: str) -> None:
    log_in(call, username, "ada-password")


@pytest.mark.parametrize("username", ["ünï", "ÜNÏ"])
def test_a_name_beyond_ascii(call: Call, username: str) -> None:
    log_in(call, username, "ünï-password")


def test_a_username_twice(call: Call) -> None:
    call.token("people", grant_type="password", client_id="app", username=["ada", "bob"], password="ada-password")


@pytest.mark.parametrize("password", ["gone-password", "wrong"])
def test_a_disabled_user(call: Call, password: str) -> None:
    log_in(call, "gone", password)


def test_a_user_without_a_password(call: Call) -> None:
    log_in(call, "keyless", "anything")
    log_in(call, "keyless", "")


@pytest.mark.parametrize("username", ["sha1", "sha256", "sha512", "argon", "legacy"])
def test_hashes_of_passwords(call: Call, username: str) -> None:
    log_in(call, username)
    log_in(call, username, "wrong")


@pytest.mark.parametrize("password", ["first-password", "twice-password"])
def test_a_user_with_two_passwords(call: Call, password: str) -> None:
    log_in(call, "twice", password)


def test_a_user_with_a_one_time_password(call: Call) -> None:
    log_in(call, "otp")


@pytest.mark.parametrize("password", [None, "wrong"], ids=["right", "wrong"])
@pytest.mark.parametrize(
    "username", ["busy", "agreeing", "pending", "no-email", "no-first", "no-last", "nameless", "unverified"]
)
def test_a_user_with_a_required_action(call: Call, username: str, password: str | None) -> None:
    log_in(call, username, password)


@pytest.mark.parametrize("client", ["shy", "asker", "light", "spare", "limited", "brief", "later", "mapped", "robot"])
def test_clients(call: Call, client: str) -> None:
    log_in(call, "ada", client_id=client, client_secret="robot-secret", scope="openid")


@pytest.mark.parametrize("client", ["shy", "asker"])
def test_a_wrong_password_at_a_client_without_direct_access(call: Call, client: str) -> None:
    log_in(call, "ada", "wrong", client_id=client)
    log_in(call, "ada", client_id=client, scope="nothing")


def test_a_confidential_client(call: Call) -> None:
    log_in(call, "ada", **VAULT)
    log_in(call, "ada", client_id="vault", client_secret="wrong")
    log_in(call, "ada", client_id="vault")
    log_in(call, "ada", client_id="shut", client_secret="shut-secret")


def test_the_client_that_administers(call: Call) -> None:
    log_in(call, "ada", client_id="admin-cli")
    log_in(call, "ada", client_id="admin-cli", scope="openid")


@pytest.mark.parametrize(
    "scope", ["", "openid", "address phone", "openid microprofile-jwt", "organization", "nothing", "openid nothing"]
)
def test_scopes(call: Call, scope: str) -> None:
    log_in(call, "ada", scope=scope)


def test_an_invalid_scope_comes_before_the_user(call: Call) -> None:
    log_in(call, "nobody", scope="nothing")
    call.token("people", grant_type="password", client_id="app", scope="nothing")


@pytest.mark.parametrize("scope", ["offline_access", "openid offline_access"])
@pytest.mark.parametrize("username", ["ada", "writer"])
def test_offline_access_with_and_without_its_role(call: Call, username: str, scope: str) -> None:
    log_in(call, username, scope=scope)


def test_a_user_whose_earlier_tokens_were_revoked(call: Call) -> None:
    log_in(call, "early")


def test_a_realm_whose_earlier_tokens_were_revoked(call: Call) -> None:
    log_in(call, "ada", realm="tomorrow")


def test_a_disabled_realm(call: Call) -> None:
    log_in(call, "ada", realm="closed", client_id="robot", client_secret="robot-secret")


def test_a_realm_of_emails(call: Call) -> None:
    log_in(call, "ada@example.org", realm="by-email")
    log_in(call, "eve@example.org", realm="by-email")
    log_in(call, "ada", "ada@example.org-password", realm="by-email")


def test_a_realm_of_names(call: Call) -> None:
    log_in(call, "ada", realm="by-name")
    log_in(call, "ada@example.org", "ada-password", realm="by-name")


def test_two_logins_are_two_sessions(call: Call) -> None:
    log_in(call, "ada")
    log_in(call, "ada")


def test_a_browser_reads_the_refusal(call: Call) -> None:
    call.token(
        "people",
        grant_type="password",
        client_id="app",
        username="ada",
        password="wrong",
        header={"origin": "https://app.example.org"},
    )
