"""The roles in the scope of clients and client scopes."""

from typing import Any

import pytest

from contract.admin.calls import Admin
from contract.admin.test_admin_client_scopes import SCOPE, WITH_SCOPES
from contract.admin.test_admin_roles import CLIENT_ID, REALM, ROLES, WITH_ROLES

BOOK_ID = "5adb0b3c-5555-4000-8000-0000000000c2"
BOOK: dict[str, Any] = {"id": BOOK_ID, "clientId": "book", "secret": "book-secret", "directAccessGrantsEnabled": True}
MAPPED: dict[str, Any] = {
    **WITH_ROLES,
    "clientScopes": WITH_SCOPES["clientScopes"],
    "clients": [
        *WITH_ROLES["clients"],
        {**BOOK, "fullScopeAllowed": False, "defaultClientScopes": ["paint"]},
    ],
    "roles": {**ROLES, "client": {**ROLES["client"], "book": [{"name": "read"}]}},
    "scopeMappings": [{"client": "book", "roles": ["boss"]}, {"clientScope": "paint", "roles": ["reader"]}],
    "clientScopeMappings": {
        "shop": [{"client": "book", "roles": ["sell"]}, {"clientScope": "paint", "roles": ["buy"]}]
    },
}
OWNERS = {
    "client": f"/clients/{BOOK_ID}/scope-mappings",
    "client with full scope": f"/clients/{CLIENT_ID}/scope-mappings",
    "client scope": f"{SCOPE}/scope-mappings",
}
SHOP = f"/clients/{CLIENT_ID}"
READER, WRITER, BOSS = ROLES["realm"]
BUY, SELL = ROLES["client"]["shop"]


@pytest.mark.parametrize("owner", OWNERS)
def test_read_scope_mappings(admin: Admin, owner: str) -> None:
    with admin.new_realm(REALM, **MAPPED):
        for path in ("", "/realm", SHOP, f"/clients/{BOOK_ID}", "/clients/nothing"):
            for below in ("", "/available", "/composite", "/composite?briefRepresentation=false"):
                admin.get(f"{OWNERS[owner]}{path}{below}")


@pytest.mark.parametrize("owner", OWNERS)
def test_change_scope_mappings(admin: Admin, owner: str) -> None:
    path = OWNERS[owner]
    with admin.new_realm(REALM, **MAPPED):
        admin.send("POST", f"{path}/realm", [WRITER, {"id": READER["id"]}])
        admin.send("POST", f"{path}{SHOP}", [{"name": "buy"}])
        admin.get(path)
        admin.send("DELETE", f"{path}/realm", [READER])
        admin.send("DELETE", f"{path}{SHOP}", [SELL])
        admin.get(path)
        admin.send("DELETE", f"{path}/realm", [READER])
        admin.send("DELETE", f"{path}/realm")
        admin.send("DELETE", f"{path}{SHOP}")
        admin.get(path)


@pytest.mark.parametrize("owner", OWNERS)
@pytest.mark.parametrize("method", ["POST", "DELETE"])
def test_invalid_scope_mappings(admin: Admin, method: str, owner: str) -> None:
    path = OWNERS[owner]
    with admin.new_realm(REALM, **MAPPED):
        for body in ('[{"id": "nothing", "name": "nothing"}]', '[{"nonsense": 1}]', "{}", "["):
            admin.send(method, f"{path}/realm", raw=body)
            admin.send(method, f"{path}{SHOP}", raw=body)
            admin.send(method, f"{path}/clients/nothing", raw=body)
        admin.send(method, f"{path}/realm", [WRITER, {"id": "nothing"}])
        admin.get(path)


def test_scope_mappings_of_the_next_token(admin: Admin) -> None:
    def log_in() -> None:
        admin.call.password_grant(REALM, "book", "ada", password="password")

    with admin.new_realm(REALM, **MAPPED):
        log_in()
        admin.send("DELETE", f"{OWNERS['client']}/realm", [BOSS])
        log_in()
        admin.send("POST", f"{OWNERS['client scope']}/realm", [WRITER])
        admin.send("DELETE", f"{OWNERS['client']}{SHOP}", [SELL])
        log_in()
        admin.delete("/roles/writer")
        log_in()
