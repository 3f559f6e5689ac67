"""The roles in a token: composites, groups, scope mappings, and the audience that follows from them."""

import pytest

from contract.call import Call


@pytest.mark.parametrize("scope", ["openid", "for-auditors", "for-astronauts", "for-auditors for-astronauts"])
@pytest.mark.parametrize("client", ["robot", "narrow", "roleless", "many-scopes", "unlisted"])
def test_roles_of_the_service_account(call: Call, client: str, scope: str) -> None:
    secret = "many-secret" if client == "many-scopes" else f"{client}-secret"
    call.token(client_id=client, client_secret=secret, scope=scope)


def test_roles_by_membership_in_a_group(call: Call) -> None:
    call.token(client_id="mapped-groups", client_secret="mapped-secret")


def test_roles_of_a_service_account_that_keycloak_made(call: Call) -> None:
    call.token("plain-http", client_id="robot", client_secret="robot-secret")
    call.token("open-house", client_id="robot", client_secret="robot-secret")


def test_no_roles_without_the_scope_of_that_name(call: Call) -> None:
    call.token(client_id="mapped-one-role", client_secret="mapped-secret")
