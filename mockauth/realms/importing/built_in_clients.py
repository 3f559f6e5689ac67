"""Add the built-in clients to a realm file, with their roles and mappers, as Keycloak does on import."""

from typing import Any

Rep = dict[str, Any]
_MANAGEMENT, _ADMIN, _CONSOLE = "realm-management", "realm-admin", "security-admin-console"


def add_built_in_clients(rep: Rep, new: Rep, own_scopes: bool) -> None:
    """Add the missing built-in clients with their roles, and missing roles of the built-in clients in the file.

    As in Keycloak, an added client has no client scopes if the file defines its own, which are created later.
    """
    clients = rep.setdefault("clients", [])
    named = {client.get("clientId") for client in clients}
    if "account" in named:
        # Keycloak adds these two clients together.
        named.add("account-console")
    client_roles = rep["roles"].setdefault("client", {})
    for client in new["clients"]:
        client_id = client["clientId"]
        if client_id not in named:
            if own_scopes:
                client["defaultClientScopes"], client["optionalClientScopes"] = [], []
            clients.append(client)
            built_in = new["roles"]["client"].get(client_id, [])
            client_roles[client_id] = merge(client_roles.get(client_id), built_in)
            mappings = new["clientScopeMappings"].get(client_id)
            if mappings:
                rep.setdefault("clientScopeMappings", {}).setdefault(client_id, mappings)
    account = client_roles.setdefault("account", [])
    account += [
        it
        for it in new["roles"]["client"]["account"]
        if it["name"] == "delete-account" and it["name"] not in {role.get("name") for role in account}
    ]
    if _MANAGEMENT in named:
        _add_admin_roles(client_roles.setdefault(_MANAGEMENT, []), new["roles"]["client"][_MANAGEMENT])


def add_locale_mapper(rep: Rep, new: Rep) -> None:
    """Add the mapper `locale` to the client of the admin console (setupAdminConsoleLocaleMapper)."""
    [mapper] = [it for client in new["clients"] if client["clientId"] == _CONSOLE for it in client["protocolMappers"]]
    for client in rep["clients"]:
        mappers = client.get("protocolMappers") or []
        if client.get("clientId") == _CONSOLE and all(it.get("name") != mapper["name"] for it in mappers):
            client["protocolMappers"] = [*mappers, mapper]


def _add_admin_roles(roles: list[Rep], built_in: list[Rep]) -> None:
    """Add admin roles of newer versions, also as composites of `realm-admin` (checkRealmAdminManagementRoles)."""
    named = {role.get("name") for role in roles}
    missing = [role for role in built_in if role["name"] not in named]
    roles += missing
    for role in roles:
        if role.get("name") == _ADMIN and _ADMIN in named:
            _add_composites(role, [it["name"] for it in missing])
    for role in built_in:
        if role.get("composites") and role["name"] != _ADMIN:
            own = next(it for it in roles if it.get("name") == role["name"])
            _add_composites(own, role["composites"]["client"][_MANAGEMENT])


def _add_composites(role: Rep, names: list[str]) -> None:
    parts = role.setdefault("composites", {}).setdefault("client", {})
    parts[_MANAGEMENT] = list(dict.fromkeys([*parts.get(_MANAGEMENT, ()), *names]))


def merge(own: list[Rep] | None, built_in: list[Rep]) -> list[Rep]:
    """Return the items of the file and the built-in items whose names it does not have."""
    named = {item.get("name") or item.get("clientScope") for item in own or ()}
    return [*(own or ()), *(item for item in built_in if (item.get("name") or item["clientScope"]) not in named)]
