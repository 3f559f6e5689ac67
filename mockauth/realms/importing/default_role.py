"""Add the default role of a realm and its composites.

As in RealmManager.importRealm, roles and clients that Keycloak creates are added to the default role; those in the
file are not.
"""

from typing import Any

Rep = dict[str, Any]

_OFFLINE, _UMA = "offline_access", "uma_authorization"


def complete_default_role(rep: Rep, new: Rep) -> None:
    """Add the default role, with the composites that Keycloak adds, to a realm representation.

    `new` is a new realm. Call this before anything else is added, because it depends on what the file contains.
    """
    roles = rep.setdefault("roles", {})
    listed = roles.setdefault("realm", [])
    by_name = {role.get("name"): role for role in listed}
    composites_to_add = _created_composites(rep, by_name)
    if not (rep.get("defaultRole") or {}).get("name"):
        rep["defaultRole"] = {**new["defaultRole"], "name": _free_name(rep["realm"], by_name)}
        # As in convertDeprecatedDefaultRoles: the format of Keycloak 12 and earlier.
        composites_to_add["realm"] += [name.strip() for name in rep.get("defaultRoles") or ()]
        for client in rep.get("clients") or ():
            if own := [name.strip() for name in client.get("defaultRoles") or ()]:
                composites_to_add["client"][client["clientId"]] = [
                    *composites_to_add["client"].get(client["clientId"], ()),
                    *own,
                ]
    built_in = {role["name"]: role for role in new["roles"]["realm"]}
    name = rep["defaultRole"]["name"]
    if name not in by_name:
        role = {key: value for key, value in rep["defaultRole"].items() if key != "id"}
        by_name[name] = {**role, "composites": {}}
        listed.append(by_name[name])
    listed += [built_in[created] for created in (_OFFLINE, _UMA) if created not in by_name]
    _add_composites(by_name[name], composites_to_add)


def _created_composites(rep: Rep, by_name: Rep) -> Rep:
    """Return the composites for the default role: the roles that Keycloak creates."""
    scopes = {scope.get("name") for scope in rep.get("clientScopes") or ()}
    referred = {name.strip() for user in rep.get("users") or () for name in user.get("realmRoles") or ()}
    composites_to_add: Rep = {"realm": [], "client": {}}
    if _OFFLINE not in by_name or _OFFLINE not in scopes:
        composites_to_add["realm"].append(_OFFLINE)
    if _UMA not in by_name and _UMA not in referred:
        composites_to_add["realm"].append(_UMA)
    if not any(client.get("clientId") == "account" for client in rep.get("clients") or ()):
        composites_to_add["client"]["account"] = ["manage-account", "view-profile"]
    return composites_to_add


def _add_composites(role: Rep, composites_to_add: Rep) -> None:
    role["composite"] = True
    composites = role["composites"] = dict(role.get("composites") or {})
    composites["realm"] = list(dict.fromkeys([*(composites.get("realm") or ()), *composites_to_add["realm"]]))
    clients = composites["client"] = dict(composites.get("client") or {})
    for client, names in composites_to_add["client"].items():
        clients[client] = list(dict.fromkeys([*(clients.get(client) or ()), *names]))


def _free_name(realm: str, taken: Rep) -> str:
    """Return the name of the default role that Keycloak creates; if the file has that role, add a number."""
    name = plain = f"default-roles-{realm.lower()}"
    number = 0
    while name in taken:
        number += 1
        name = f"{plain}-{number}"
    return name
