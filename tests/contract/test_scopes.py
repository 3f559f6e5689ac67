"""Scopes: those requested, those granted, and their effect on the token."""

import pytest

from contract.call import Call, Form

ROBOT: Form = {"client_id": "robot", "client_secret": "robot-secret"}
SCOPES = [
    "",
    " ",
    "openid",
    "OPENID",
    "openid openid",
    "profile",
    "email",
    "profile email",
    "email profile email",
    "  email   profile  ",
    "email\tprofile",
    "email\nprofile",
    "email,profile",
    "email+profile",
    "roles",
    "web-origins",
    "acr",
    "basic",
    "service_account",
    "organization",
    "organization:acme",
    "address",
    "phone",
    "address phone microprofile-jwt openid",
    "microprofile-jwt",
    "offline_access",
    "openid offline_access",
    "role_list",
    "inventory",
    "Inventory",
    "INVENTORY",
    "inventory Inventory",
    "silent",
    "always",
    "reports:read",
    "ropes/knots",
    "vol.1",
    "for-auditors",
    "for-astronauts",
    "api-audience",
    "no-such-scope",
    "email no-such-scope",
    "no-such-scope another",
    "no-such-scope openid",
    "openid no-such-scope",
    "inventory:dynamic",
    '"email"',
    "e-mail",
    "größe",
    "email\x00",
    "em\x07ail",
    "<script>",
    "user",
    "uma_protection",
    "manager",
]


@pytest.mark.parametrize("scope", SCOPES, ids=ascii)
def test_scopes_asked_of_a_client_with_full_scope(call: Call, scope: str) -> None:
    call.token(**ROBOT, scope=scope)


@pytest.mark.parametrize(
    "scope", ["for-auditors", "for-astronauts", "inventory", "offline_access", "openid for-auditors", "silent"]
)
def test_scopes_asked_of_a_client_without_full_scope(call: Call, scope: str) -> None:
    call.token(client_id="narrow", client_secret="narrow-secret", scope=scope)


@pytest.mark.parametrize("scope", ["", "openid", "email", "offline_access", "basic"])
def test_scopes_asked_of_a_client_that_has_none(call: Call, scope: str) -> None:
    call.token(client_id="bare", client_secret="bare-secret", scope=scope)


def test_scopes_of_a_realm_with_scopes_of_its_own(call: Call) -> None:
    call.token("scoped", client_id="robot", client_secret="robot-secret")
    call.token("scoped", client_id="robot", client_secret="robot-secret", scope="house openid")
    call.token("scoped", client_id="robot", client_secret="robot-secret", scope="offline_access")
    call.token("scoped", client_id="robot", client_secret="robot-secret", scope="profile")


def test_scopes_of_a_new_realm(call: Call) -> None:
    for scope in ("organization", "service_account", "basic", "organization:*", "phone address"):
        call.token("plain-http", client_id="robot", client_secret="robot-secret", scope=scope)


def test_a_scope_that_asks_for_consent(call: Call) -> None:
    call.token(client_id="consent-scope", client_secret="consent-secret", scope="inventory")


def test_a_bad_scope_of_a_client_that_may_not_have_a_token(call: Call) -> None:
    call.token(client_id="no-service", client_secret="no-service-secret", scope="no-such-scope")
    call.token(client_id="sleeper", client_secret="sleeper-secret", scope="no-such-scope")
    call.token(client_id="robot", client_secret="wrong", scope="no-such-scope")
