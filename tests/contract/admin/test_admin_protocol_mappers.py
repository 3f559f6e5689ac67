"""Protocol mappers of clients and client scopes."""

from typing import Any

import pytest

from contract.admin.calls import Admin
from contract.admin.test_admin_client_scopes import HARDCODED, OIDC, REALM, SCOPE, SHOP, WITH_SCOPES

FULL_NAME: dict[str, Any] = {"name": "full", "protocol": OIDC, "protocolMapper": "oidc-full-name-mapper", "config": {}}
OWN_ID = "5adb0b3c-5555-4000-8000-0000000000a2"
SHOP_WITH_MAPPER = {**SHOP, "protocolMappers": [{"id": OWN_ID, **HARDCODED, "name": "own", "config": {"x": "y"}}]}
MAPPERS = {**WITH_SCOPES, "clients": [SHOP_WITH_MAPPER]}
OWNERS = {"client": f"/clients/{SHOP['id']}/protocol-mappers", "scope": f"{SCOPE}/protocol-mappers"}
NAMES = {"client": "own", "scope": "colour"}
IDS = {"client": OWN_ID, "scope": "5adb0b3c-5555-4000-8000-0000000000a1"}
NEW: dict[str, Any] = {
    "with a name": FULL_NAME,
    "without a configuration": {key: FULL_NAME[key] for key in ("name", "protocol", "protocolMapper")},
    "with an id": {**FULL_NAME, "id": "5adb0b3c-5555-4000-8000-0000000000ff"},
    "without a name": {key: FULL_NAME[key] for key in ("protocol", "protocolMapper")},
    "without a protocol": {key: FULL_NAME[key] for key in ("name", "protocolMapper")},
    "without a type": {"name": "x", "protocol": OIDC},
    "with an unknown type": {**FULL_NAME, "protocolMapper": "nonsense"},
    "of another protocol": {"name": "x", "protocol": "saml", "protocolMapper": "saml-user-property-mapper"},
    "with an unknown field": {**FULL_NAME, "nonsense": 1},
}


@pytest.mark.parametrize("owner", OWNERS)
def test_create_a_protocol_mapper(admin: Admin, owner: str) -> None:
    path = f"{OWNERS[owner]}/models"
    with admin.new_realm(REALM, **MAPPERS):
        for rep in NEW.values():
            created = admin.post(path, rep)
            admin.get(created)
            admin.delete(created)
        admin.post(path, {**FULL_NAME, "name": NAMES[owner]})
        admin.get(path)


@pytest.mark.parametrize("owner", OWNERS)
def test_create_several_protocol_mappers(admin: Admin, owner: str) -> None:
    path = f"{OWNERS[owner]}/add-models"
    with admin.new_realm(REALM, **MAPPERS):
        admin.send("POST", path, [FULL_NAME, {**FULL_NAME, "name": "two"}])
        admin.send("POST", path, [{**FULL_NAME, "name": "three"}, FULL_NAME])
        admin.send("POST", path, [{**FULL_NAME, "name": "four"}, {"name": "five"}])
        admin.send("POST", path, [])
        admin.send("POST", path, {})
        admin.get(f"{OWNERS[owner]}/models")
        admin.get(f"{OWNERS[owner]}/protocol/{OIDC}")
        admin.get(f"{OWNERS[owner]}/protocol/saml")


@pytest.mark.parametrize("owner", OWNERS)
def test_change_a_protocol_mapper(admin: Admin, owner: str) -> None:
    path = f"{OWNERS[owner]}/models/{IDS[owner]}"
    rep = {"id": IDS[owner], **HARDCODED, "name": NAMES[owner]}
    with admin.new_realm(REALM, **MAPPERS):
        admin.get(path)
        admin.put(path, {**rep, "config": {**HARDCODED["config"], "claim.value": "blue"}})
        admin.get(path)
        admin.call.token(REALM, client_id="shop", client_secret="shop-secret")
        admin.put(path, {**rep, "name": "renamed", "protocol": "saml", "config": {"a": "b"}})
        admin.get(path)
        admin.put(path, {**rep, "protocolMapper": "nonsense"})
        admin.delete(path)
        admin.get(path)
        admin.call.token(REALM, client_id="shop", client_secret="shop-secret")


@pytest.mark.parametrize("owner", OWNERS)
def test_protocol_mappers_that_do_not_exist(admin: Admin, owner: str) -> None:
    path = f"{OWNERS[owner]}/models/nothing"
    with admin.new_realm(REALM, **MAPPERS):
        admin.get(path)
        admin.put(path, {})
        admin.delete(path)


def test_mappers_of_the_client_with_the_admin_roles(admin: Admin) -> None:
    with admin.new_realm(REALM):
        admin.get("/clients", clientId="realm-management")
        client = f"/clients/id_of_answer_{admin.call.count}"
        admin.get(f"{client}/protocol-mappers/models")
        admin.send("POST", f"{client}/protocol-mappers/models", FULL_NAME)
        admin.send("POST", f"{client}/roles", {"name": "new"})
        admin.send("POST", f"{client}/scope-mappings/realm", [])
