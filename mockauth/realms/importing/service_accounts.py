"""Create service accounts as Keycloak does on import."""

from typing import Any

from mockauth.realms.built_in import derived_id

Rep = dict[str, Any]

_SCOPE = "service_account"
# The role of resource servers, which manage permissions (UMA protection API).
_UMA = "uma_protection"


def complete_service_accounts(rep: Rep, clients: list[Rep]) -> None:
    """Create missing service accounts with the default role, and assign the scope `service_account` to their clients.

    A service account in the file keeps only its own roles (ClientManager.enableServiceAccount). A client with
    authorization services gets the client role `uma_protection`, unless its service account is in the file.
    """
    users = rep.setdefault("users", [])
    listed = {user["serviceAccountClientId"] for user in users if user.get("serviceAccountClientId")}
    scope_exists = any(scope.get("name") == _SCOPE for scope in rep["clientScopes"])
    for client in clients:
        client_id = client.get("clientId", "")
        authorizes = str(client.get("authorizationServicesEnabled")).lower() == "true"
        created = client["serviceAccountsEnabled"] and client_id not in listed
        if created:
            users.append(service_account(rep, client_id))
            if scope_exists:
                optional = client["optionalClientScopes"]
                client["optionalClientScopes"] = [name for name in optional if name != _SCOPE]
                client["defaultClientScopes"] = list(dict.fromkeys([*client["defaultClientScopes"], _SCOPE]))
        if authorizes and (created or not client["serviceAccountsEnabled"]):
            client_roles = rep["roles"]["client"].setdefault(client_id, [])
            client_roles += [] if any(role.get("name") == _UMA for role in client_roles) else [{"name": _UMA}]
        if authorizes and created:
            users[-1]["clientRoles"] = {client_id: [_UMA]}
        elif authorizes and not client["serviceAccountsEnabled"]:
            # Keycloak creates this account on the first client credentials grant.
            client["serviceAccountsEnabled"] = True
            users += [] if client_id in listed else [service_account(rep, client_id)]


def service_account(rep: Rep, client_id: str, roles: tuple[str, ...] = ()) -> Rep:
    """Return the service account that Keycloak creates for a client, with additional realm roles."""
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
