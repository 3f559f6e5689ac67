"""Identity providers and their mappers, as data."""

from typing import Any

import pytest

from contract.admin.calls import Admin

REALM = "providers-realm"
ALL = "/identity-provider/instances"
SSO = f"{ALL}/sso"
ADDRESSES = {"authorizationUrl": "https://idp.example/auth", "tokenUrl": "https://idp.example/token"}
PROVIDER: dict[str, Any] = {
    "alias": "sso",
    "internalId": "5adb0b3c-7777-4000-8000-000000000001",
    "displayName": "Single sign-on",
    "providerId": "oidc",
    "enabled": True,
    "trustEmail": True,
    "config": {**ADDRESSES, "clientId": "shop", "clientSecret": "secret"},
}
MAPPER: dict[str, Any] = {
    "id": "5adb0b3c-7777-4000-8000-0000000000a1",
    "name": "colour",
    "identityProviderAlias": "sso",
    "identityProviderMapper": "hardcoded-attribute-idp-mapper",
    "config": {"attribute": "colour", "attribute.value": "red"},
}
NEW: dict[str, Any] = {
    "of OpenID Connect": {"alias": "new", "providerId": "oidc", "config": ADDRESSES},
    "of SAML": {"alias": "new", "providerId": "saml"},
    "of GitHub": {"alias": "new", "providerId": "github", "config": {"clientId": "a", "clientSecret": "b"}},
    "of Google": {"alias": "new", "providerId": "google", "linkOnly": True, "hideOnLogin": True, "storeToken": False},
    "without a configuration": {"alias": "new", "providerId": "keycloak-oidc", "enabled": False},
    "without an alias": {"providerId": "oidc"},
    "with spaces in its alias": {"alias": "a b", "providerId": "oidc"},
    "without a type": {"alias": "new"},
    "with an unknown type": {"alias": "new", "providerId": "nonsense"},
    "with an alias that is taken": {"alias": "sso", "providerId": "saml"},
    "with an invalid URL": {"alias": "new", "providerId": "oidc", "config": {"authorizationUrl": "nonsense"}},
    "with an unknown field": {"alias": "new", "providerId": "oidc", "nonsense": 1},
}
CHANGES: dict[str, Any] = {
    "with the masked secret": {**PROVIDER, "config": {**ADDRESSES, "clientId": "x", "clientSecret": "**********"}},
    "with less": {"alias": "sso", "providerId": "oidc", "enabled": False},
    "without a type": {"alias": "sso"},
    "with another alias": {**PROVIDER, "alias": "other"},
    "with another type": {"alias": "sso", "providerId": "saml"},
}
WITH_PROVIDER = {"identityProviders": [PROVIDER], "identityProviderMappers": [MAPPER]}


def test_create_identity_providers(admin: Admin) -> None:
    with admin.new_realm(REALM, **WITH_PROVIDER):
        for rep in NEW.values():
            created = admin.post(ALL, rep)
            admin.get(created)
            admin.delete(created)


@pytest.mark.parametrize("change", CHANGES)
def test_change_an_identity_provider(admin: Admin, change: str) -> None:
    with admin.new_realm(REALM, **WITH_PROVIDER):
        admin.put(SSO, CHANGES[change])
        admin.get(SSO)


def test_list_identity_providers(admin: Admin) -> None:
    with admin.new_realm(REALM, **WITH_PROVIDER):
        admin.post(ALL, {"alias": "another", "providerId": "saml"})
        for query in ("", "briefRepresentation=true", "search=an", "first=1&max=1", "max=x"):
            admin.get(f"{ALL}?{query}")
        admin.get(f"{ALL}/{PROVIDER['internalId']}")
        admin.get(f"{ALL}/nothing")
        admin.put(f"{ALL}/nothing", {})
        admin.delete(f"{ALL}/nothing")
        admin.delete(SSO)
        admin.get(ALL)


def test_mappers_of_an_identity_provider(admin: Admin) -> None:
    mappers = f"{SSO}/mappers"
    with admin.new_realm(REALM, **WITH_PROVIDER):
        admin.get(mappers)
        created = admin.post(mappers, {**MAPPER, "id": None, "name": "new"})
        admin.get(created)
        new_id = f"id_of_answer_{admin.call.count}"
        admin.post(mappers, {**MAPPER, "id": None})
        admin.put(created, {**MAPPER, "id": new_id, "name": "new", "config": {"attribute": "size"}})
        admin.get(f"{mappers}/{MAPPER['id']}")
        admin.get(f"{mappers}/nothing")
        admin.put(f"{mappers}/nothing", {})
        admin.delete(f"{mappers}/nothing")
        admin.delete(created)
        admin.get(mappers)


@pytest.mark.parametrize("user", ["view-realm", "manage-realm", "realm-admin", "nothing"])
def test_who_may_manage_identity_providers(admin: Admin, user: str) -> None:
    admin.login_of_realm(user)
    admin.get(ALL)
    admin.get(f"{ALL}/nothing")
    admin.post(ALL, {"alias": "a b"})
