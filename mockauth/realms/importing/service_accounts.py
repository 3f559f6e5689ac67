"""Service accounts as Keycloak makes them on import: the users that clients are when they act for themselves."""

from typing import Any

from mockauth.realms.built_in import derived_id

Rep = dict[str, Any]

_SCOPE = "service_account"
# The role of services that keep permissions for others.
_UMA = "uma_protection"


def complete_service_accounts(rep: Rep, clients: list[Rep]) -> None:
    """Make the service accounts that the file does not list: with the default role and the `service_account` scope.

    A service account that the file lists has only what the file gives it (as ClientManager.enableServiceAccount).
    A client with authorization services has a role of its own, unless its account is listed.
    """
    users = rep.setdefault("users", [])
    listed = {user["serviceAccountClientId"] for user in users if user.get("serviceAccountClientId")}
    scope_exists = any(scope.get("name") == _SCOPE for scope in rep["clientScopes"])
    for client in clients:
        client_id = client.get("clientId", "")
        authorizes = str(client.get("authorizationServicesEnabled")).lower() == "true"
        made = client["serviceAccountsEnabled"] and client_id not in listed
        if made:
            users.append(service_account(rep, client_id))
            if scope_exists:
                optional = client["optionalClientScopes"]
                client["optionalClientScopes"] = [name for name in optional if name != _SCOPE]
                client["defaultClientScopes"] = list(dict.fromkeys([*client["defaultClientScopes"], _SCOPE]))
        if authorizes and (made or not client["serviceAccountsEnabled"]):
            of_client = rep["roles"]["client"].setdefault(client_id, [])
            of_client += [] if any(role.get("name") == _UMA for role in of_client) else [{"name": _UMA}]
        if authorizes and made:
            users[-1]["clientRoles"] = {client_id: [_UMA]}
        elif authorizes and not client["serviceAccountsEnabled"]:
            # Its account is made when it first acts for itself.
            client["serviceAccountsEnabled"] = True
            users += [] if client_id in listed else [service_account(rep, client_id)]


def service_account(rep: Rep, client_id: str, roles: tuple[str, ...] = ()) -> Rep:
    """Give the service account that Keycloak makes for a client, with further realm roles."""
    username = f"service-account-{client_id}".lower()
    return {
        "id": derived_id(rep["realm"], "users", username),
        "username": username,
        "enabled": True,
        "emailVerified": False,
        "serviceAccountClientId": client_id,
        "realmRoles": [rep["defaultRole"]["name"], *roles],
        "groups": list(rep.get("defaultGroups") or ()),
    }
