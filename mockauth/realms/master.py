"""The master realm, whose users administer all realms, and its bootstrap admin (ApplianceBootstrap).

The facts come from `keycloak/master_realm.json`, recorded from a new Keycloak.
"""

import json
from collections.abc import Iterable, Mapping
from functools import cache
from typing import Any

from mockauth.realms.bootstrap import Bootstrap
from mockauth.realms.built_in import FACTS, derived_id, new_realm
from mockauth.realms.importing.service_accounts import service_account

Rep = dict[str, Any]

MASTER = "master"
ADMIN = "admin"


def admin_client(realm: str) -> str:
    """Return the client of the master realm whose roles allow users of the master realm to administer a realm."""
    return f"{realm}-realm"


def master_realm(realms: Iterable[str], bootstrap: Bootstrap) -> Rep:
    """Return the completed representation of the master realm of a server that has these other realms."""
    rep: Rep = {**new_realm(MASTER), **_facts()["master"]}
    for client in rep["clients"]:
        client["id"] = derived_id(MASTER, "clients", client["clientId"])
    [user] = rep["users"]
    rep["users"] = []
    if bootstrap.username:
        credentials = [{"type": "password", "value": bootstrap.password}]
        own_id = derived_id(MASTER, "users", bootstrap.username.lower())
        rep["users"].append({**user, "id": own_id, "username": bootstrap.username.lower(), "credentials": credentials})
    if bootstrap.client_id:
        _add_service(rep, bootstrap)
    return with_realms(rep, realms)


def with_realms(master: Mapping[str, Any], realms: Iterable[str]) -> Rep:
    """Return the master realm with the admin clients of exactly these other realms (RealmManager.setupMasterAdmin)."""
    wanted = {admin_client(realm): realm for realm in realms if realm != MASTER}
    known = {client["clientId"] for client in master["clients"]}
    has_roles = master["roles"]["client"]
    others = known - {*wanted, admin_client(MASTER)}
    obsolete = {it for it in others if it.endswith("-realm") and _is_admin(has_roles, it)}
    missing = {client: realm for client, realm in wanted.items() if client not in known}
    if not (obsolete or missing):
        return dict(master)
    added = {client: _of_realm(realm) for client, realm in missing.items()}
    of_clients = {name: roles for name, roles in has_roles.items() if name not in obsolete}
    of_clients |= {client: facts["roles"] for client, facts in added.items()}
    realm_roles = [
        _with_composites(role, obsolete, added) if role["name"] == ADMIN else role for role in master["roles"]["realm"]
    ]
    return {
        **master,
        "clients": [
            *(client for client in master["clients"] if client["clientId"] not in obsolete),
            *(facts["client"] for facts in added.values()),
        ],
        "roles": {**master["roles"], "realm": realm_roles, "client": of_clients},
    }


def _is_admin(roles: Mapping[str, Any], client: str) -> bool:
    return any(role["name"] == "manage-realm" for role in roles.get(client, ()))


def _with_composites(admin: Rep, obsolete: Iterable[str], added: Mapping[str, Rep]) -> Rep:
    composites = admin["composites"]
    of_clients = {name: roles for name, roles in composites["client"].items() if name not in obsolete}
    of_clients |= {client: facts["admin"] for client, facts in added.items()}
    return {**admin, "composites": {**composites, "client": of_clients}}


def _of_realm(realm: str) -> Rep:
    """Return the admin client of a realm, its roles, and those among them that the role `admin` contains."""
    found: Rep = json.loads(json.dumps(_facts()["of_realm"]).replace("${realm}", json.dumps(realm)[1:-1]))
    found["client"]["id"] = derived_id(MASTER, "clients", admin_client(realm))
    return found


def _add_service(rep: Rep, bootstrap: Bootstrap) -> None:
    from mockauth.realms.importing.completion import complete_client

    client: Rep = {
        "clientId": bootstrap.client_id,
        "secret": bootstrap.client_secret,
        "id": derived_id(MASTER, "clients", bootstrap.client_id),
        "serviceAccountsEnabled": True,
    }
    complete_client(rep, client)
    client["defaultClientScopes"] = [*client["defaultClientScopes"], "service_account"]
    rep["clients"].append(client)
    rep["users"].append(service_account(rep, bootstrap.client_id, (ADMIN,)))


@cache
def _facts_text() -> str:
    return (FACTS / "master_realm.json").read_text(encoding="utf-8")


def _facts() -> Rep:
    found: Rep = json.loads(_facts_text())
    return found
