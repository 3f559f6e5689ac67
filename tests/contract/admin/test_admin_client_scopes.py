"""Client scopes: list, create, read, update, delete; and what clients and tokens make of them."""

from typing import Any

import pytest

from contract.admin.calls import Admin

REALM = "scopes-realm"
OIDC = "openid-connect"
SCOPE_ID = "5adb0b3c-5555-4000-8000-000000000001"
SCOPE = f"/client-scopes/{SCOPE_ID}"
HARDCODED: dict[str, Any] = {
    "name": "colour",
    "protocol": OIDC,
    "protocolMapper": "oidc-hardcoded-claim-mapper",
    "config": {"claim.name": "colour", "claim.value": "red", "access.token.claim": "true", "jsonType.label": "String"},
}
SHOP: dict[str, Any] = {
    "id": "5adb0b3c-5555-4000-8000-0000000000c1",
    "clientId": "shop",
    "secret": "shop-secret",
    "serviceAccountsEnabled": True,
    "attributes": {"post.logout.redirect.uris": "+"},
    "defaultClientScopes": ["paint"],
    "optionalClientScopes": ["other"],
}
WITH_SCOPES: dict[str, Any] = {
    "clientScopes": [
        {
            "id": SCOPE_ID,
            "name": "paint",
            "description": "Colours",
            "protocol": OIDC,
            "attributes": {"include.in.token.scope": "true", "own": "value"},
            "protocolMappers": [{"id": "5adb0b3c-5555-4000-8000-0000000000a1", **HARDCODED}],
        },
        {"id": "5adb0b3c-5555-4000-8000-000000000002", "name": "other", "protocol": OIDC},
    ],
    "defaultDefaultClientScopes": ["paint"],
    "clients": [SHOP],
}
NEW: dict[str, Any] = {
    "with a protocol": {"name": "new", "protocol": OIDC},
    "for SAML": {"name": "new", "protocol": "saml"},
    "without a protocol": {"name": "new"},
    "with an unknown protocol": {"name": "new", "protocol": "nonsense"},
    "with spaces": {"name": "a b", "protocol": OIDC},
    "with an empty name": {"name": "", "protocol": OIDC},
    "with a name that is taken": {"name": "paint", "protocol": OIDC},
    "with an id": {"id": "5adb0b3c-5555-4000-8000-0000000000ff", "name": "new", "protocol": OIDC},
    "with everything": {
        "name": "new",
        "description": "New",
        "protocol": OIDC,
        "attributes": {"gui.order": "3", "empty": ""},
        "protocolMappers": [{**HARDCODED, "config": {"id.token.claim": "true"}}],
    },
    "with a parameter": {
        "name": "new",
        "protocol": OIDC,
        "attributes": {"is.parameterized.scope": "true", "parameterized.scope.type": "nonsense"},
    },
    "with a parameter without a type": {
        "name": "new",
        "protocol": OIDC,
        "attributes": {"is.parameterized.scope": "true"},
    },
    "with an unknown field": {"name": "new", "protocol": OIDC, "nonsense": 1},
}
CHANGES: dict[str, Any] = {
    "a new name": {"name": "fresh"},
    "a new description": {"name": "paint", "description": "New"},
    "attributes": {"name": "paint", "attributes": {"more": "x"}},
    "the name of another scope": {"name": "other"},
    "an invalid name": {"name": "a b"},
    "mappers": {"name": "paint", "protocolMappers": []},
    "another id": {"id": "5adb0b3c-5555-4000-8000-0000000000ff", "name": "paint"},
}


def _token(admin: Admin, scope: str = "openid") -> None:
    admin.call.token(REALM, client_id="shop", client_secret="shop-secret", scope=scope)


@pytest.mark.parametrize("which", NEW)
def test_create_a_client_scope(admin: Admin, which: str) -> None:
    with admin.new_realm(REALM, **WITH_SCOPES):
        created = admin.post("/client-scopes", NEW[which])
        admin.get(created)


def test_list_client_scopes(admin: Admin) -> None:
    with admin.new_realm(REALM, **WITH_SCOPES):
        admin.get("/client-scopes")
        admin.get("/client-scopes/nothing")
        admin.put("/client-scopes/nothing", {"name": "x"})
        admin.delete("/client-scopes/nothing")


def test_list_built_in_client_scopes(admin: Admin) -> None:
    with admin.new_realm(REALM):
        admin.get("/client-scopes")


@pytest.mark.parametrize("change", CHANGES)
def test_change_a_client_scope(admin: Admin, change: str) -> None:
    with admin.new_realm(REALM, **WITH_SCOPES):
        admin.put(SCOPE, CHANGES[change])
        admin.get(SCOPE)
        admin.get(f"/clients/{SHOP['id']}")
        _token(admin)


def test_change_the_protocol_of_a_client_scope(admin: Admin) -> None:
    with admin.new_realm(REALM, **WITH_SCOPES):
        admin.put(SCOPE, {"name": "paint", "protocol": "saml"})
        admin.get(SCOPE)
        _token(admin)


def test_delete_a_client_scope(admin: Admin) -> None:
    with admin.new_realm(REALM, **WITH_SCOPES):
        _token(admin)
        admin.delete(SCOPE)
        admin.get(f"/clients/{SHOP['id']}")
        _token(admin)
        admin.delete("/client-scopes/5adb0b3c-5555-4000-8000-000000000002")
        _token(admin, "other")


@pytest.mark.parametrize("user", ["view-clients", "manage-clients", "query-clients", "view-realm", "nothing"])
def test_who_may_manage_client_scopes(admin: Admin, user: str) -> None:
    admin.login_of_realm(user)
    admin.get("/client-scopes/nothing")
    admin.post("/client-scopes", {"name": ""})
