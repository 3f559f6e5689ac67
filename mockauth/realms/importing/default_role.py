"""The role that every new account of a realm has, and what it is composed of after an import.

As RealmManager.importRealm: what Keycloak makes itself is part of that role, what the file brings is not.
"""

from typing import Any

Rep = dict[str, Any]

_OFFLINE, _UMA = "offline_access", "uma_authorization"


def complete_default_role(rep: Rep, new: Rep) -> None:
    """Add the default role to a realm representation, and to that role what Keycloak adds.

    `new` is a new realm. To be done before anything else is added: what the file itself has counts.
    """
    roles = rep.setdefault("roles", {})
    listed = roles.setdefault("realm", [])
    by_name = {role.get("name"): role for role in listed}
    parts = _made_parts(rep, by_name)
    if not (rep.get("defaultRole") or {}).get("name"):
        rep["defaultRole"] = {**new["defaultRole"], "name": _free_name(rep["realm"], by_name)}
        # As convertDeprecatedDefaultRoles: the form of Keycloak 12 and before.
        parts["realm"] += [name.strip() for name in rep.get("defaultRoles") or ()]
        for client in rep.get("clients") or ():
            if own := [name.strip() for name in client.get("defaultRoles") or ()]:
                parts["client"][client["clientId"]] = [*parts["client"].get(client["clientId"], ()), *own]
    built_in = {role["name"]: role for role in new["roles"]["realm"]}
    name = rep["defaultRole"]["name"]
    if name not in by_name:
        role = {key: value for key, value in rep["defaultRole"].items() if key != "id"}
        by_name[name] = {**role, "composites": {}}
        listed.append(by_name[name])
    listed += [built_in[made] for made in (_OFFLINE, _UMA) if made not in by_name]
    _add_parts(by_name[name], parts)


def _made_parts(rep: Rep, by_name: Rep) -> Rep:
    """Give the parts of the default role that Keycloak adds because it makes them."""
    scopes = {scope.get("name") for scope in rep.get("clientScopes") or ()}
    referred = {name.strip() for user in rep.get("users") or () for name in user.get("realmRoles") or ()}
    parts: Rep = {"realm": [], "client": {}}
    if _OFFLINE not in by_name or _OFFLINE not in scopes:
        parts["realm"].append(_OFFLINE)
    if _UMA not in by_name and _UMA not in referred:
        parts["realm"].append(_UMA)
    if not any(client.get("clientId") == "account" for client in rep.get("clients") or ()):
        parts["client"]["account"] = ["manage-account", "view-profile"]
    return parts


def _add_parts(role: Rep, parts: Rep) -> None:
    role["composite"] = True
    composites = role["composites"] = dict(role.get("composites") or {})
    composites["realm"] = list(dict.fromkeys([*(composites.get("realm") or ()), *parts["realm"]]))
    clients = composites["client"] = dict(composites.get("client") or {})
    for client, names in parts["client"].items():
        clients[client] = list(dict.fromkeys([*(clients.get(client) or ()), *names]))


def _free_name(realm: str, taken: Rep) -> str:
    """Give the name of the default role that Keycloak makes; one that the file has is not it."""
    name = plain = f"default-roles-{realm.lower()}"
    number = 0
    while name in taken:
        number += 1
        name = f"{plain}-{number}"
    return name
