"""The roles of users and groups: those of the realm and of clients, effective and available ones."""

from typing import Any

import pytest

from contract.admin.calls import ADMINISTERED, Admin
from contract.admin.test_admin_roles import CLIENT_ID, REALM, ROLES, WITH_ROLES

USER = "/users/5adb0b3c-3333-4000-8000-0000000000b1/role-mappings"
GROUP = "/groups/5adb0b3c-3333-4000-8000-0000000000a1/role-mappings"
HOLDERS = {"user": USER, "group": GROUP}
CLIENT = f"/clients/{CLIENT_ID}"
READER, WRITER, BOSS = ROLES["realm"]
BUY, SELL = ROLES["client"]["shop"]
INVALID: dict[str, Any] = {
    "unknown role": '[{"id": "nothing", "name": "nothing"}]',
    "without an id": '[{"name": "reader"}]',
    "with another id": f'[{{"name": "reader", "id": "{WRITER["id"]}"}}]',
    "an object": "{}",
    "unknown field": '[{"nonsense": 1}]',
    "not JSON": "[",
}


@pytest.mark.parametrize("holder", HOLDERS)
def test_read_role_mappings(admin: Admin, holder: str) -> None:
    with admin.new_realm(REALM, **WITH_ROLES):
        for path in ("", "/realm", CLIENT, "/clients/nothing"):
            for below in ("", "/composite", "/composite?briefRepresentation=false", "/available"):
                admin.get(f"{HOLDERS[holder]}{path}{below}")


@pytest.mark.parametrize("holder", HOLDERS)
def test_change_role_mappings(admin: Admin, holder: str) -> None:
    path = HOLDERS[holder]
    with admin.new_realm(REALM, **WITH_ROLES):
        admin.send("POST", f"{path}/realm", [WRITER, READER])
        admin.send("POST", f"{path}{CLIENT}", [BUY])
        admin.get(path)
        admin.get(path.removesuffix("/role-mappings"))
        admin.send("DELETE", f"{path}/realm", [READER])
        admin.send("DELETE", f"{path}{CLIENT}", [SELL])
        admin.get(path)
        admin.get(f"{path}/realm/composite")
        admin.send("DELETE", f"{path}/realm", [READER])
        admin.send("POST", f"{path}/realm", [])
        admin.send("DELETE", f"{path}/realm")
        admin.send("DELETE", f"{path}{CLIENT}")
        admin.get(path)


@pytest.mark.parametrize("method", ["POST", "DELETE"])
@pytest.mark.parametrize("holder", HOLDERS)
def test_invalid_role_mappings(admin: Admin, holder: str, method: str) -> None:
    with admin.new_realm(REALM, **WITH_ROLES):
        for body in INVALID.values():
            admin.send(method, f"{HOLDERS[holder]}/realm", raw=body)
            admin.send(method, f"{HOLDERS[holder]}{CLIENT}", raw=body)
            admin.send(method, f"{HOLDERS[holder]}/clients/nothing", raw=body)


def test_one_wrong_role_changes_nothing(admin: Admin) -> None:
    with admin.new_realm(REALM, **WITH_ROLES):
        admin.send("POST", f"{USER}/realm", [WRITER, {"name": "nothing"}])
        admin.get(f"{USER}/realm")


def test_role_mappings_of_nobody(admin: Admin) -> None:
    with admin.new_realm(REALM, **WITH_ROLES):
        admin.get("/users/nothing/role-mappings")
        admin.send("POST", "/users/nothing/role-mappings/realm", [])
        admin.get("/groups/nothing/role-mappings")
        admin.send("POST", "/groups/nothing/role-mappings/realm", [])


def test_roles_of_a_subgroup_include_those_of_its_parents(admin: Admin) -> None:
    with admin.new_realm(REALM, **WITH_ROLES):
        admin.post("/groups/5adb0b3c-3333-4000-8000-0000000000a1/children", {"name": "below"})
        child = f"/groups/id_of_answer_{admin.call.count}/role-mappings"
        admin.send("POST", f"{GROUP}{CLIENT}", [BUY])
        admin.get(child)
        admin.get(f"{child}/realm/composite")
        admin.get(f"{child}/realm/available")
        admin.get(f"{child}{CLIENT}/composite")


def test_role_mappings_of_the_next_token(admin: Admin) -> None:
    def log_in() -> None:
        admin.call.password_grant(REALM, "shop", "bob", password="password", client_secret="shop-secret")

    with admin.new_realm(REALM, **WITH_ROLES):
        log_in()
        admin.send("DELETE", f"{USER}/realm")
        log_in()
        admin.send("POST", f"{USER}/realm", [WRITER])
        admin.send("POST", f"{USER}{CLIENT}", [BUY])
        log_in()


@pytest.mark.parametrize(
    "user", ["view-users", "manage-users", "query-users", "manage-realm", "realm-admin", "nothing"]
)
def test_who_may_map_roles(admin: Admin, user: str) -> None:
    admin.realm = ADMINISTERED
    path = "/users/5adb0b3c-0000-4000-8000-000000000001/role-mappings"
    admin.login_of_realm(user)
    admin.get(path)
    admin.get(f"{path}/realm")
    admin.get(f"{path}/realm/available")
    admin.get(f"{path}/clients/nothing")
    admin.send("POST", f"{path}/realm", [])
    admin.send("DELETE", f"{path}/realm", [])


@pytest.mark.parametrize("user", ["manage-users", "realm-admin"])
def test_which_admin_roles_may_be_mapped(admin: Admin, user: str) -> None:
    admin.login()
    admin.get("/clients", clientId="realm-management")
    client = f"/clients/id_of_answer_{admin.call.count}"
    admin.login_of_realm(user)
    path = "/users/5adb0b3c-0000-4000-8000-000000000001/role-mappings"
    admin.get(f"{path}{client}/available")
