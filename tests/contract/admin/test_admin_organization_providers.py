"""The identity providers of organizations."""

from typing import Any

from contract.admin.calls import Admin
from contract.admin.test_admin_identity_providers import ALL, PROVIDER, SSO
from contract.admin.test_admin_organizations import ACME, REALM, WITH_ORGANIZATIONS

OF_ACME = f"{ACME}/identity-providers"
ZOO = "/organizations/5adb0b3c-6666-4000-8000-000000000002"
WITH_PROVIDERS: dict[str, Any] = {**WITH_ORGANIZATIONS, "identityProviders": [PROVIDER]}


def test_link_an_identity_provider_to_an_organization(admin: Admin) -> None:
    with admin.new_realm(REALM, **WITH_PROVIDERS):
        admin.get(OF_ACME)
        admin.send("POST", OF_ACME, raw="sso")
        admin.send("POST", OF_ACME, raw='"sso"')
        admin.send("POST", f"{ZOO}/identity-providers", raw="sso")
        admin.send("POST", OF_ACME, raw="nothing")
        admin.get(OF_ACME)
        admin.get(f"{OF_ACME}/sso")
        admin.get(f"{ZOO}/identity-providers/sso")
        admin.get(SSO)
        admin.delete(f"{ZOO}/identity-providers/sso")
        admin.delete(f"{OF_ACME}/sso")
        admin.get(OF_ACME)
        admin.get(SSO)


def test_delete_an_identity_provider_of_an_organization(admin: Admin) -> None:
    with admin.new_realm(REALM, **WITH_PROVIDERS):
        admin.send("POST", OF_ACME, raw=str(PROVIDER["internalId"]))
        admin.delete(SSO)
        admin.get(OF_ACME)
        admin.post(ALL, {"alias": "sso", "providerId": "saml"})
        admin.get(OF_ACME)
