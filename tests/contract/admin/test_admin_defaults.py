"""Default groups, and the default and optional client scopes of a realm and of its clients."""

from typing import Any

from contract.admin.calls import Admin

REALM = "defaults-realm"
_ID = "7bdb0b3c-6666-4000-8000-0000000000{:02}"
STAFF: dict[str, Any] = {"id": _ID.format(1), "name": "staff", "subGroups": [{"id": _ID.format(2), "name": "dev"}]}
CLIENT, ONE, TWO, PARAMETERIZED, NOTHING = (_ID.format(number) for number in (3, 4, 5, 6, 99))
DEFAULTS: dict[str, Any] = {
    "groups": [STAFF],
    "clientScopes": [
        {"id": ONE, "name": "one", "protocol": "openid-connect"},
        {"id": TWO, "name": "two", "protocol": "openid-connect", "description": "The second"},
        {
            "id": PARAMETERIZED,
            "name": "par",
            "protocol": "openid-connect",
            "attributes": {"is.parameterized.scope": "true", "parameterized.scope.type": "string"},
        },
    ],
    "defaultDefaultClientScopes": ["one"],
    "clients": [{"id": CLIENT, "clientId": "shop", "publicClient": True, "directAccessGrantsEnabled": True}],
    "users": [
        {
            "username": "ada",
            "enabled": True,
            "email": "ada@example.org",
            "firstName": "Ada",
            "lastName": "Example",
            "credentials": [{"type": "password", "value": "password"}],
        }
    ],
}


def test_default_groups(admin: Admin) -> None:
    with admin.new_realm(REALM, **DEFAULTS):
        admin.get("/default-groups")
        admin.send("PUT", f"/default-groups/{_ID.format(2)}")
        admin.send("PUT", f"/default-groups/{_ID.format(2)}")
        admin.get("/default-groups")
        user = admin.post("/users", {"username": "new", "enabled": True})
        admin.get(f"{user}/groups")
        admin.delete(f"/default-groups/{_ID.format(2)}")
        admin.delete(f"/default-groups/{_ID.format(2)}")
        admin.get("/default-groups")
        admin.send("PUT", f"/default-groups/{NOTHING}")
        admin.delete(f"/default-groups/{NOTHING}")


def test_client_scopes_of_the_realm(admin: Admin) -> None:
    with admin.new_realm(REALM, **DEFAULTS):
        for kind in ("default", "optional"):
            path = f"/default-{kind}-client-scopes"
            admin.get(path)
            admin.send("PUT", f"{path}/{TWO}")
            admin.send("PUT", f"{path}/{TWO}")
            admin.get(path)
            admin.send("PUT", f"{path}/{PARAMETERIZED}")
            admin.get(path)
            admin.send("PUT", f"{path}/{NOTHING}")
            admin.delete(f"{path}/{ONE}")
            admin.delete(f"{path}/{ONE}")
            admin.delete(f"{path}/{NOTHING}")
            admin.get(path)
        admin.get("/default-default-client-scopes")


def test_client_scopes_of_a_client(admin: Admin) -> None:
    with admin.new_realm(REALM, **DEFAULTS):
        for kind in ("default", "optional"):
            path = f"/clients/{CLIENT}/{kind}-client-scopes"
            admin.get(path)
            admin.send("PUT", f"{path}/{TWO}")
            admin.send("PUT", f"{path}/{PARAMETERIZED}")
            admin.get(path)
            admin.send("PUT", f"{path}/{NOTHING}")
            admin.delete(f"{path}/{ONE}")
            admin.delete(f"{path}/{NOTHING}")
            admin.get(path)
        admin.get(f"/clients/{NOTHING}/default-client-scopes")


def test_a_token_has_the_new_client_scope_at_once(admin: Admin) -> None:
    with admin.new_realm(REALM, **DEFAULTS):
        _log_in(admin)
        admin.send("PUT", f"/clients/{CLIENT}/default-client-scopes/{TWO}")
        _log_in(admin)
        admin.delete(f"/clients/{CLIENT}/default-client-scopes/{ONE}")
        _log_in(admin)


def _log_in(admin: Admin) -> None:
    admin.call.token(REALM, grant_type="password", client_id="shop", username="ada", password="password")
