"""Groups: the tree, search, paging, members, and how groups are created, changed, moved and deleted."""

from typing import Any

import pytest

from contract.admin.calls import Admin

REALM = "groups-realm"


def _group(number: int, name: str, *below: dict[str, Any], **more: Any) -> dict[str, Any]:
    return {"id": f"5adb0b3c-4444-4000-8000-0000000000{number:02}", "name": name, "subGroups": [*below], **more}


OPS = _group(3, "ops")
DEV = _group(2, "dev", OPS, _group(4, "Design"), attributes={"floor": ["2"]}, clientRoles={"account": ["view-profile"]})
STAFF = _group(1, "staff", DEV, _group(5, "sales"), description="All", attributes={"a": ["1", "2"]})
CLUB = _group(6, "club", realmRoles=["offline_access"], attributes={"floor": ["2"], "a": ["1"]})
GROUPS = {
    "groups": [STAFF, CLUB, _group(7, "a_b")],
    "clients": [{"clientId": "shop", "secret": "shop-secret", "directAccessGrantsEnabled": True}],
    "clientScopes": [],
    "users": [
        {
            "id": f"5adb0b3c-4444-4000-8000-0000000000b{number}",
            "username": name,
            "enabled": True,
            "email": f"{name}@example.org",
            "firstName": name.title(),
            "lastName": "Example",
            "createdTimestamp": 1700000000000 + number,
            "credentials": [{"type": "password", "value": "password"}],
            "groups": groups,
        }
        for number, (name, groups) in enumerate(
            {"cyd": ["/staff"], "ada": ["/staff/dev"], "bob": ["/staff/dev"]}.items()
        )
    ],
}
DEV_PATH = f"/groups/{DEV['id']}"


LIST_GROUPS = [
    "",
    "briefRepresentation=false",
    "subGroupsCount=false",
    "populateHierarchy=false",
    "first=1&max=1",
    "first=1",
    "max=0",
    "first=-1&max=-1",
    "max=x",
    "search=d",
    "search=OPS",
    "search=%20dev%20",
    "search=s*f",
    "search=_",
    "search=%25",
    "search=",
    "search=dev&exact=true",
    "search=DEV&exact=true",
    "search=ops&briefRepresentation=false",
    "search=ops&populateHierarchy=false",
    "search=ops&subGroupsCount=false",
    "search=s&first=1&max=2",
    "q=floor:2",
    "q=floor:2%20a:1",
    "q=a:2",
    "q=floor:3",
    "q=",
    "q=floor:2&populateHierarchy=false&briefRepresentation=false",
]


def test_list_groups(admin: Admin) -> None:
    with admin.new_realm(REALM, **GROUPS):
        for query in LIST_GROUPS:
            admin.get(f"/groups?{query}")


COUNT_GROUPS = ["", "top=true", "search=d", "search=D&top=true", "search=nothing", "search="]


def test_count_groups(admin: Admin) -> None:
    with admin.new_realm(REALM, **GROUPS):
        for query in COUNT_GROUPS:
            admin.get(f"/groups/count?{query}")


LIST_SUBGROUPS = [
    "",
    "briefRepresentation=true",
    "subGroupsCount=false",
    "first=1&max=1",
    "max=-1",
    "max=x",
    "search=d",
    "search=O",
    "search=*s",
    "search=ops&exact=true",
]


def test_list_subgroups(admin: Admin) -> None:
    with admin.new_realm(REALM, **GROUPS):
        for query in LIST_SUBGROUPS:
            admin.get(f"{DEV_PATH}/children?{query}")


READ_ABOUT_A_GROUP = [
    DEV_PATH,
    f"/groups/{STAFF['id']}",
    f"/groups/{CLUB['id']}",
    "/groups/nothing",
    "/groups/nothing/children",
    "/groups/nothing/members",
    f"{DEV_PATH}/members",
    f"{DEV_PATH}/members?briefRepresentation=true",
    f"{DEV_PATH}/members?first=1&max=1",
    f"{DEV_PATH}/members?max=x",
    f"/groups/{STAFF['id']}/members",
    "/group-by-path/staff",
    "/group-by-path/staff/dev",
    "/group-by-path//staff/dev",
    "/group-by-path/staff/dev/",
    "/group-by-path/%2Fstaff",
    "/group-by-path/nothing",
    "/group-by-path/staff/nothing",
]


def test_read_about_a_group(admin: Admin) -> None:
    with admin.new_realm(REALM, **GROUPS):
        for path in READ_ABOUT_A_GROUP:
            admin.get(path)


NEW: dict[str, Any] = {
    "with a name": {"name": "new"},
    "with everything": {
        "name": "new",
        "description": "New",
        "attributes": {"x": ["1", "2"], "empty": []},
        "realmRoles": ["offline_access"],
        "subGroups": [{"name": "below"}],
    },
    "without a name": {},
    "with a blank name": {"name": " "},
    "whose name is taken": {"name": "staff"},
    "whose name is taken in the group": {"name": "ops"},
    "with an unknown id": {"name": "new", "id": "nothing"},
    "that exists elsewhere": {"name": "new", "id": CLUB["id"]},
    "that exists below": {"name": "new", "id": DEV["id"]},
    "with an unknown field": {"name": "new", "nonsense": 1},
    "with a slash": {"name": "a/b"},
}


@pytest.mark.parametrize("which", NEW)
@pytest.mark.parametrize("path", ["/groups", f"{DEV_PATH}/children"])
def test_create_a_group(admin: Admin, path: str, which: str) -> None:
    with admin.new_realm(REALM, **GROUPS):
        created = admin.post(path, NEW[which])
        admin.get(created)
        admin.get(path)
        admin.get("/groups")


CHANGES: dict[str, Any] = {
    "nothing": {},
    "a new name": {"name": "development"},
    "the name of a sibling": {"name": "sales"},
    "a new description": {"name": "dev", "description": "New"},
    "new attributes": {"name": "dev", "attributes": {"x": ["1"], "empty": []}},
    "no attributes": {"name": "dev", "attributes": {}},
    "another id": {"name": "dev", "id": CLUB["id"]},
    "roles": {"name": "dev", "realmRoles": ["offline_access"], "clientRoles": {}},
    "an unknown field": {"name": "dev", "nonsense": 1},
}


@pytest.mark.parametrize("change", CHANGES)
def test_change_a_group(admin: Admin, change: str) -> None:
    with admin.new_realm(REALM, **GROUPS):
        admin.put(DEV_PATH, CHANGES[change])
        admin.get(DEV_PATH)
        admin.get(f"{DEV_PATH}/members")
        admin.get(f"/groups/{OPS['id']}")


def test_change_a_group_that_does_not_exist(admin: Admin) -> None:
    with admin.new_realm(REALM, **GROUPS):
        admin.put("/groups/nothing", {})
        admin.delete("/groups/nothing")


def test_delete_a_group_with_its_subgroups(admin: Admin) -> None:
    with admin.new_realm(REALM, **GROUPS):
        admin.delete(f"/groups/{STAFF['id']}")
        admin.get("/groups")
        admin.get(DEV_PATH)
        admin.get("/groups/count")
        admin.post("/groups", {"name": "staff"})
        admin.get(f"location_of_answer_{admin.call.count}/members")


def test_groups_of_the_next_token(admin: Admin) -> None:
    def log_in() -> None:
        admin.call.password_grant(REALM, "shop", "ada", password="password", client_secret="shop-secret")

    mapper = {
        "name": "groups",
        "protocol": "openid-connect",
        "protocolMapper": "oidc-group-membership-mapper",
        "config": {"claim.name": "groups", "full.path": "true", "access.token.claim": "true"},
    }
    client = {"clientId": "shop", "secret": "shop-secret", "directAccessGrantsEnabled": True}
    with admin.new_realm(REALM, **{**GROUPS, "clients": [{**client, "protocolMappers": [mapper]}]}):
        log_in()
        admin.put(DEV_PATH, {"name": "development"})
        log_in()
        admin.send("POST", "/groups", {"name": "development", "id": DEV["id"]})
        log_in()
        admin.send("POST", f"/groups/{CLUB['id']}/children", {"name": "x", "id": DEV["id"]})
        log_in()
        admin.delete(f"/groups/{CLUB['id']}")
        log_in()


@pytest.mark.parametrize("user", ["view-users", "manage-users", "query-users", "view-realm", "nothing"])
def test_who_may_manage_groups(admin: Admin, user: str) -> None:
    admin.login_of_realm(user)
    admin.get("/groups")
    admin.get("/groups/count")
    admin.get("/groups/nothing")
    admin.get("/group-by-path/nothing")
    admin.post("/groups", {})
