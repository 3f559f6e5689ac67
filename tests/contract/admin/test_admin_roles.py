"""Roles of the realm and of clients: by name, by id, composites, and the users and groups that have them."""

from typing import Any

import pytest

from contract.admin.calls import Admin

REALM = "roles-realm"
CLIENT_ID = "5adb0b3c-3333-4000-8000-0000000000c1"
ROLES: dict[str, Any] = {
    "realm": [
        {"id": "5adb0b3c-3333-4000-8000-000000000001", "name": "reader", "description": "Reads"},
        {"id": "5adb0b3c-3333-4000-8000-000000000002", "name": "writer", "attributes": {"level": ["2"]}},
        {
            "id": "5adb0b3c-3333-4000-8000-000000000003",
            "name": "boss",
            "composite": True,
            "composites": {"realm": ["reader", "writer"], "client": {"shop": ["buy"]}},
        },
    ],
    "client": {
        "shop": [
            {"id": "5adb0b3c-3333-4000-8000-000000000011", "name": "buy"},
            {"id": "5adb0b3c-3333-4000-8000-000000000012", "name": "sell", "description": "Sells"},
        ]
    },
}
WITH_ROLES: dict[str, Any] = {
    "clients": [{"id": CLIENT_ID, "clientId": "shop", "secret": "shop-secret", "directAccessGrantsEnabled": True}],
    "roles": ROLES,
    "groups": [
        {"id": "5adb0b3c-3333-4000-8000-0000000000a1", "name": "staff", "realmRoles": ["reader"]},
        {"id": "5adb0b3c-3333-4000-8000-0000000000a2", "name": "club", "realmRoles": ["reader"]},
    ],
    "users": [
        {
            "id": f"5adb0b3c-3333-4000-8000-0000000000b{number}",
            "username": name,
            "enabled": True,
            "email": f"{name}@example.org",
            "firstName": name.title(),
            "lastName": "Example",
            "createdTimestamp": 1700000000000 + number,
            "credentials": [{"type": "password", "value": "password"}],
            "realmRoles": ["reader", "boss"],
            "clientRoles": {"shop": ["sell"]},
        }
        for number, name in enumerate(("ada", "bob", "cyd"))
    ],
}
CONTAINERS = {"realm": "/roles", "client": f"/clients/{CLIENT_ID}/roles"}
NEW_ROLES: dict[str, Any] = {
    "with a name": {"name": "new"},
    "with everything": {"name": "new", "description": "New", "attributes": {"a": ["1", "2"], "empty": []}},
    "without a name": {"description": "New"},
    "with a name that needs encoding": {"name": "a b/c?d"},
    "with an id": {"name": "new", "id": "5adb0b3c-3333-4000-8000-0000000000ff"},
    "whose name is taken": {"name": "buy"},
    "that is composite": {"name": "new", "composite": True, "composites": {"realm": ["reader"]}},
    "composed of client roles": {
        "name": "new",
        "composite": True,
        "composites": {"client": {"shop": ["buy"], "nowhere": ["x"]}},
    },
    "composed of roles, but not marked composite": {"name": "new", "composites": {"realm": ["reader"]}},
    "composed of an unknown role": {"name": "new", "composite": True, "composites": {"realm": ["nothing"]}},
    "composed of an unknown client role": {"name": "new", "composite": True, "composites": {"client": {"shop": ["x"]}}},
    "with an unknown field": {"name": "new", "nonsense": 1},
    "with attributes of a wrong type": {"name": "new", "attributes": "x"},
}
CHANGES: dict[str, Any] = {
    "a new description": {"name": "reader", "description": "New"},
    "no description": {"name": "reader"},
    "a new name": {"name": "fresh"},
    "the name of another role": {"name": "writer"},
    "no name": {"description": "New"},
    "an empty name": {"name": " "},
    "new attributes": {"name": "reader", "attributes": {"a": ["b"], "empty": []}},
    "no attributes": {"name": "reader", "attributes": {}},
}


@pytest.mark.parametrize("container", CONTAINERS)
@pytest.mark.parametrize("which", NEW_ROLES)
def test_create_a_role(admin: Admin, container: str, which: str) -> None:
    with admin.new_realm(REALM, **WITH_ROLES):
        created = admin.post(CONTAINERS[container], NEW_ROLES[which])
        admin.get(created)
        admin.get(f"{created}/composites")
        admin.get(CONTAINERS[container])


@pytest.mark.parametrize("change", CHANGES)
@pytest.mark.parametrize("path", ["/roles/reader", f"/roles-by-id/{ROLES['realm'][0]['id']}"])
def test_change_a_role(admin: Admin, path: str, change: str) -> None:
    with admin.new_realm(REALM, **WITH_ROLES):
        admin.put(path, CHANGES[change])
        admin.get(f"/roles-by-id/{ROLES['realm'][0]['id']}")


@pytest.mark.parametrize("change", CHANGES)
def test_change_a_client_role(admin: Admin, change: str) -> None:
    with admin.new_realm(REALM, **WITH_ROLES):
        rep = {**CHANGES[change]}
        rep |= {"name": {"reader": "buy", "writer": "sell"}.get(rep["name"], rep["name"])} if "name" in rep else {}
        admin.put(f"{CONTAINERS['client']}/buy", rep)
        admin.get(f"/roles-by-id/{ROLES['client']['shop'][0]['id']}")


@pytest.mark.parametrize("container", CONTAINERS)
def test_list_roles(admin: Admin, container: str) -> None:
    path = CONTAINERS[container]
    with admin.new_realm(REALM, **WITH_ROLES):
        admin.get(path)
        admin.get(path, briefRepresentation="false")
        admin.get(path, first="0", max="2")
        admin.get(path, first="1", max="1", briefRepresentation="false")
        admin.get(path, first="1")
        admin.get(path, max="1")
        admin.get(path, first="-1", max="-1")
        admin.get(path, first="x")
        for text in ("R", "sell", "reads", " ", "%", "nothing"):
            admin.get(path, search=text)
        admin.get(path, search="e", first="1", max="1")


@pytest.mark.parametrize(
    "path",
    [
        "/roles/writer",
        "/roles/boss",
        "/roles/nothing",
        "/roles/buy",
        "/roles/boss/composites",
        "/roles/boss/composites/realm",
        f"/roles/boss/composites/clients/{CLIENT_ID}",
        "/roles/boss/composites/clients/nothing",
        "/roles/nothing/composites",
        "/roles/nothing/composites/realm",
        "/roles/reader/users",
        "/roles/reader/users?briefRepresentation=true",
        "/roles/reader/users?first=1&max=1",
        "/roles/reader/users?max=x",
        "/roles/nothing/users",
        "/roles/writer/users",
        "/roles/reader/groups",
        "/roles/reader/groups?briefRepresentation=false",
        "/roles/reader/groups?first=1",
        "/roles/nothing/groups",
        f"{CONTAINERS['client']}/sell",
        f"{CONTAINERS['client']}/nothing",
        f"{CONTAINERS['client']}/sell/users",
        f"{CONTAINERS['client']}/sell/groups",
        f"{CONTAINERS['client']}/buy/composites",
        "/clients/nothing/roles",
        "/clients/nothing/roles/buy",
        f"/roles-by-id/{ROLES['realm'][1]['id']}",
        f"/roles-by-id/{ROLES['client']['shop'][1]['id']}",
        "/roles-by-id/nothing",
        f"/roles-by-id/{ROLES['realm'][2]['id']}/composites",
        f"/roles-by-id/{ROLES['realm'][2]['id']}/composites?search=rea",
        f"/roles-by-id/{ROLES['realm'][2]['id']}/composites?max=0",
        f"/roles-by-id/{ROLES['realm'][2]['id']}/composites/realm",
        f"/roles-by-id/{ROLES['realm'][2]['id']}/composites/clients/{CLIENT_ID}",
        f"/roles-by-id/{ROLES['realm'][2]['id']}/composites/clients/nothing",
        "/roles-by-id/nothing/composites",
    ],
)
def test_read_about_a_role(admin: Admin, path: str) -> None:
    with admin.new_realm(REALM, **WITH_ROLES):
        admin.get(path)


@pytest.mark.parametrize(
    "path",
    [
        "/roles/reader",
        "/roles/boss",
        "/roles/nothing",
        "/roles/default-roles-roles-realm",
        f"{CONTAINERS['client']}/buy",
        f"{CONTAINERS['client']}/nothing",
        f"/roles-by-id/{ROLES['realm'][0]['id']}",
        f"/roles-by-id/{ROLES['client']['shop'][1]['id']}",
        "/roles-by-id/nothing",
    ],
)
def test_delete_a_role(admin: Admin, path: str) -> None:
    with admin.new_realm(REALM, **WITH_ROLES):
        admin.delete(path)
        admin.get("/roles")
        admin.get(CONTAINERS["client"])
        admin.get("/roles/boss/composites")
        admin.get("/users/5adb0b3c-3333-4000-8000-0000000000b1/role-mappings")
        admin.get("/groups", briefRepresentation="false")


@pytest.mark.parametrize(
    "path",
    ["/roles/writer", f"{CONTAINERS['client']}/buy", f"/roles-by-id/{ROLES['realm'][1]['id']}", "/roles/nothing"],
)
def test_change_the_composites_of_a_role(admin: Admin, path: str) -> None:
    reader, sell = ROLES["realm"][0], ROLES["client"]["shop"][1]
    with admin.new_realm(REALM, **WITH_ROLES):
        target = f"{path}/composites"
        admin.send("POST", target, [reader, sell])
        admin.get(target)
        admin.get(path)
        admin.send("POST", target, [reader])
        admin.send("DELETE", target, [{"id": sell["id"]}])
        admin.get(target)
        admin.send("DELETE", target, [reader])
        admin.get(path)
        admin.send("DELETE", target, [reader])
        admin.send("POST", target, [])


@pytest.mark.parametrize(
    "body",
    ['[{"name": "reader"}]', '[{"id": "nothing"}]', "{}", '[{"nonsense": 1}]', "[1]", "["],
)
def test_invalid_composites(admin: Admin, body: str) -> None:
    with admin.new_realm(REALM, **WITH_ROLES):
        admin.send("POST", "/roles/writer/composites", raw=body)
        admin.get("/roles/writer/composites")


def test_a_composite_that_contains_itself(admin: Admin) -> None:
    with admin.new_realm(REALM, **WITH_ROLES):
        admin.send("POST", "/roles/reader/composites", [ROLES["realm"][2]])
        admin.get("/roles/reader/composites")
        admin.call.password_grant(REALM, "shop", "ada", password="password", client_secret="shop-secret")


def test_roles_of_the_next_token(admin: Admin) -> None:
    def log_in() -> None:
        admin.call.password_grant(REALM, "shop", "ada", password="password", client_secret="shop-secret")

    with admin.new_realm(REALM, **WITH_ROLES):
        log_in()
        admin.put("/roles/reader", {"name": "viewer"})
        admin.put(f"{CONTAINERS['client']}/sell", {"name": "trade"})
        log_in()
        admin.post("/roles", {"name": "extra"})
        admin.get("/roles/extra")
        admin.send("POST", "/roles/boss/composites", [{"id": f"id_of_answer_{admin.call.count}"}])
        log_in()
        admin.delete("/roles/viewer")
        admin.delete("/roles/boss")
        log_in()
        admin.post("/roles", {"name": "viewer"})
        log_in()


@pytest.mark.parametrize(
    "user", ["view-realm", "manage-realm", "view-clients", "manage-clients", "query-users", "nothing"]
)
def test_who_may_manage_roles(admin: Admin, user: str) -> None:
    client = "/clients/5adb0b3c-0000-4000-8000-0000000000c1/roles"
    admin.login_of_realm(user)
    for path in ("/roles", client):
        admin.get(path)
        admin.get(f"{path}/nothing")
        admin.get(f"{path}/nothing/users")
        admin.get(f"{path}/nothing/groups")
        admin.post(path, {})
        admin.put(f"{path}/nothing", {})
        admin.delete(f"{path}/nothing")
    admin.get("/roles-by-id/nothing")
