"""Protocol mappers in a service account's tokens: each type of mapper, in access token, ID token and token response."""

import pytest

from contract.call import Call

SECRET = "mapped-secret"
CLIENTS = [
    "mapped-values",
    "mapped-bad-int",
    "mapped-bad-json",
    "mapped-standard",
    "mapped-user",
    "mapped-bad-attribute",
    "mapped-groups",
    "mapped-no-groups",
    "mapped-roles",
    "mapped-one-role",
    "mapped-extra-roles",
    "mapped-audience",
    "mapped-one-audience",
    "mapped-no-audience-resolve",
    "mapped-notes",
    "mapped-core",
    "mapped-no-sub",
    "mapped-unknown",
    "mapped-elsewhere",
    "mapped-pairwise",
]


@pytest.mark.parametrize("client", CLIENTS)
def test_what_a_client_adds_to_its_tokens(call: Call, client: str) -> None:
    call.token(client_id=client, client_secret=SECRET)


@pytest.mark.parametrize("client", CLIENTS)
def test_what_a_client_adds_to_its_id_tokens(call: Call, client: str) -> None:
    call.token(client_id=client, client_secret=SECRET, scope="openid")


@pytest.mark.parametrize(
    "scope", ["address", "phone", "profile", "microprofile-jwt", "openid address phone microprofile-jwt"]
)
def test_what_the_built_in_scopes_add_for_a_user_with_attributes(call: Call, scope: str) -> None:
    call.token(client_id="mapped-user", client_secret=SECRET, scope=scope)


def test_a_lightweight_token_carries_what_is_marked_for_it(call: Call) -> None:
    call.token(client_id="light", client_secret="light-secret", scope="openid email")
