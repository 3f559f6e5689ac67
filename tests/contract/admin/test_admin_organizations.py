"""Organizations and their members."""

from typing import Any

import pytest

from contract.admin.calls import Admin

REALM = "organizations-realm"
ACME_ID = "5adb0b3c-6666-4000-8000-000000000001"
ACME = f"/organizations/{ACME_ID}"
USERS = [
    {
        "id": f"5adb0b3c-6666-4000-8000-0000000000b{number}",
        "username": name,
        "enabled": True,
        "email": f"{name}@example.org",
        "firstName": name.title(),
        "lastName": "Example",
        "createdTimestamp": 1700000000000 + number,
        "credentials": [{"type": "password", "value": "password"}],
    }
    for number, name in enumerate(("ada", "bob", "cyd"))
]
SCOPE: dict[str, Any] = {
    "name": "organization",
    "protocol": "openid-connect",
    "attributes": {"include.in.token.scope": "true"},
    "protocolMappers": [
        {
            "name": "organization",
            "protocol": "openid-connect",
            "protocolMapper": "oidc-organization-membership-mapper",
            "config": {"claim.name": "organization", "access.token.claim": "true", "multivalued": "true"},
        }
    ],
}
WITH_ORGANIZATIONS: dict[str, Any] = {
    "organizationsEnabled": True,
    "users": USERS,
    "clientScopes": [SCOPE],
    "clients": [
        {
            "clientId": "shop",
            "secret": "shop-secret",
            "directAccessGrantsEnabled": True,
            "optionalClientScopes": ["organization"],
        }
    ],
    "organizations": [
        {
            "id": ACME_ID,
            "name": "acme",
            "alias": "acme",
            "enabled": True,
            "description": "Everything",
            "attributes": {"plan": ["gold"]},
            "domains": [{"name": "acme.org", "verified": True}],
            "members": [{"username": "ada", "membershipType": "UNMANAGED"}],
        },
        {
            "id": "5adb0b3c-6666-4000-8000-000000000002",
            "name": "Zoo",
            "alias": "zoo",
            "enabled": True,
            "redirectUrl": "https://zoo.example",
            "domains": [{"name": "zoo.example", "verified": False}],
        },
    ],
}
NEW: dict[str, Any] = {
    "with a name": {"name": "new"},
    "with everything": {
        "name": "New one",
        "alias": "new",
        "enabled": False,
        "description": "New",
        "redirectUrl": "https://new.example/x",
        "attributes": {"a": ["1", "2"]},
        "domains": [{"name": "new.example", "verified": True}],
    },
    "without a name": {"domains": [{"name": "new.example"}]},
    "with spaces in its name": {"name": "a b"},
    "with spaces in its alias": {"name": "a b", "alias": "a b"},
    "with a name that is taken": {"name": "acme", "alias": "other"},
    "with an alias that is taken": {"name": "other", "alias": "acme"},
    "with a domain that is taken": {"name": "other", "domains": [{"name": "acme.org"}]},
    "with an invalid domain": {"name": "other", "domains": [{"name": "not a domain"}]},
    "with an empty domain": {"name": "other", "domains": [{"name": ""}]},
    "with an invalid redirect URL": {"name": "other", "redirectUrl": "nonsense"},
    "with an unknown field": {"name": "other", "nonsense": 1},
}
CHANGES: dict[str, Any] = {
    "a new name": {"name": "Acme Inc", "alias": "acme"},
    "a new name without the alias": {"name": "inc"},
    "only the name": {"name": "acme"},
    "another alias": {"name": "acme", "alias": "other"},
    "the name of another": {"name": "Zoo", "alias": "acme"},
    "no name": {"alias": "acme"},
    "domains": {"name": "acme", "domains": [{"name": "acme.net", "verified": True}], "enabled": False},
    "the domain of another": {"name": "acme", "domains": [{"name": "zoo.example"}]},
    "attributes": {"name": "acme", "attributes": {"x": ["y"]}, "description": "New"},
}


def test_create_organizations(admin: Admin) -> None:
    with admin.new_realm(REALM, **WITH_ORGANIZATIONS):
        for rep in NEW.values():
            created = admin.post("/organizations", rep)
            admin.get(created)
            admin.delete(created)


@pytest.mark.parametrize("change", CHANGES)
def test_change_an_organization(admin: Admin, change: str) -> None:
    with admin.new_realm(REALM, **WITH_ORGANIZATIONS):
        admin.put(ACME, CHANGES[change])
        admin.get(ACME)
        admin.get(f"{ACME}/members")


def test_list_organizations(admin: Admin) -> None:
    with admin.new_realm(REALM, **WITH_ORGANIZATIONS):
        for path in ("/organizations", "/organizations/count"):
            for query in (
                "",
                "briefRepresentation=false",
                "search=AC",
                "search=zoo.ex",
                "search=zoo&exact=true",
                "search=zoo.example&exact=true",
                "q=plan:gold",
                "q=plan:silver",
                "first=1&max=1",
                "max=x",
            ):
                admin.get(f"{path}?{query}")


def test_an_organization_that_does_not_exist(admin: Admin) -> None:
    with admin.new_realm(REALM, **WITH_ORGANIZATIONS):
        admin.get("/organizations/nothing")
        admin.put("/organizations/nothing", {})
        admin.delete("/organizations/nothing")
        admin.get("/organizations/nothing/members")


def test_organizations_are_disabled(admin: Admin) -> None:
    with admin.new_realm(REALM):
        admin.get("/organizations")
        admin.get("/organizations/count")
        admin.get("/organizations/nothing")
        admin.post("/organizations", {"name": "new"})


def test_members_of_an_organization(admin: Admin) -> None:
    ada, bob, cyd = (str(user["id"]) for user in USERS)
    members = f"{ACME}/members"
    with admin.new_realm(REALM, **WITH_ORGANIZATIONS):
        admin.send("POST", members, raw=bob)
        admin.send("POST", members, raw=f' "{cyd}" ')
        admin.send("POST", members, raw=ada)
        admin.send("POST", members, raw="nothing")
        for query in (
            "",
            "briefRepresentation=false",
            "search=B",
            "search=bob&exact=true",
            "search=bo&exact=true",
            "first=1&max=1",
            "membershipType=unmanaged",
            "membershipType=MANAGED",
        ):
            admin.get(f"{members}?{query}")
        admin.get(f"{members}/count")
        admin.get(f"{members}/{bob}")
        admin.get(f"{members}/nothing")
        admin.get(f"{members}/{bob}/organizations")
        admin.get(f"/organizations/members/{bob}/organizations")
        admin.get(f"/organizations/members/{bob}/organizations?briefRepresentation=false")
        admin.get("/organizations/members/nothing/organizations")
        admin.delete(f"{members}/{bob}")
        admin.delete(f"{members}/{bob}")
        admin.get(f"{members}/{bob}")
        admin.delete(f"/users/{cyd}")
        admin.get(members)
        admin.delete(ACME)
        admin.get(f"/users/{ada}")


def test_organizations_of_the_next_token(admin: Admin) -> None:
    def log_in() -> None:
        scope = "openid organization"
        admin.call.password_grant(REALM, "shop", "bob", password="password", client_secret="shop-secret", scope=scope)

    with admin.new_realm(REALM, **WITH_ORGANIZATIONS):
        log_in()
        admin.send("POST", f"{ACME}/members", raw=str(USERS[1]["id"]))
        log_in()
        admin.put(ACME, {"name": "acme", "enabled": False})
        log_in()
        admin.put(ACME, {"name": "acme"})
        log_in()
        admin.delete(ACME)
        log_in()
