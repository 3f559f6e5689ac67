"""Convert a realm that mockauth imported into the form in which Keycloak's import of the same file was recorded.

Covers only what affects tokens and logins. Leaves out what Keycloak shows differently from what it stores.
"""

from collections.abc import Iterable, Mapping
from typing import Any

Rep = dict[str, Any]

CLIENT_FLAGS = (
    "enabled",
    "protocol",
    "publicClient",
    "bearerOnly",
    "consentRequired",
    "standardFlowEnabled",
    "implicitFlowEnabled",
    "directAccessGrantsEnabled",
    "serviceAccountsEnabled",
    "fullScopeAllowed",
    "clientAuthenticatorType",
    "rootUrl",
    "baseUrl",
    "notBefore",
)
CLIENT_LISTS = ("defaultClientScopes", "optionalClientScopes", "redirectUris", "webOrigins", "roles", "protocolMappers")
# Attributes that only say who created a client, or when.
UNUSED_ATTRIBUTES = {"realm_client", "client.secret.creation.time", "post.logout.redirect.uris"}
REALM = (
    "enabled",
    "sslRequired",
    "notBefore",
    "defaultSignatureAlgorithm",
    "revokeRefreshToken",
    "refreshTokenMaxReuse",
    "accessTokenLifespan",
    "accessTokenLifespanForImplicitFlow",
    "ssoSessionIdleTimeout",
    "ssoSessionMaxLifespan",
    "offlineSessionIdleTimeout",
    "offlineSessionMaxLifespanEnabled",
    "clientSessionIdleTimeout",
    "clientSessionMaxLifespan",
    "accessCodeLifespan",
    "accessCodeLifespanLogin",
    "accessCodeLifespanUserAction",
    "registrationAllowed",
    "registrationEmailAsUsername",
    "rememberMe",
    "verifyEmail",
    "loginWithEmailAllowed",
    "duplicateEmailsAllowed",
    "resetPasswordAllowed",
    "editUsernameAllowed",
    "browserSecurityHeaders",
)
USER = ("enabled", "emailVerified", "firstName", "lastName", "requiredActions", "realmRoles", "clientRoles", "groups")


def settings(rep: Rep) -> Rep:
    """Return the settings of the realm; flags and numbers may be strings."""
    found = {key: rep.get(key) for key in REALM}
    return {key: value if isinstance(value, dict) else str(value).lower() for key, value in found.items()}


def clients(rep: Rep) -> Rep:
    """Return the clients by client ID."""
    roles = rep["roles"]["client"]
    # Keycloak ignores client scopes that are not defined.
    defined = {(it["name"], it.get("protocol", "openid-connect")) for it in rep["clientScopes"]}
    return {
        client["clientId"]: {
            **{key: client.get(key, 0 if key == "notBefore" else None) for key in CLIENT_FLAGS},
            **{
                key: sorted(it for it in client[key] if (it, client["protocol"]) in defined) for key in CLIENT_LISTS[:2]
            },
            **{key: sorted(filter(None, client.get(key) or ())) for key in CLIENT_LISTS[2:4]},
            "roles": sorted(role_names(roles.get(client["clientId"], ()))),
            "protocolMappers": sorted(mapper_names(client)),
            "attributes": effective_attributes(client["attributes"]),
        }
        for client in rep["clients"]
    }


def expected_clients(state: Rep) -> Rep:
    """Return Keycloak's clients by client ID."""
    return {
        client["clientId"]: {
            **{key: client.get(key) for key in CLIENT_FLAGS},
            **{key: sorted(client[key]) for key in CLIENT_LISTS},
            "attributes": effective_attributes(client["attributes"]),
        }
        for client in state["clients"]
    }


def scopes(rep: Rep) -> Rep:
    """Return the client scopes by name."""
    return {
        scope["name"]: {
            "attributes": scope.get("attributes") or {},
            "mappers": sorted(mapper_names(scope)),
            "protocol": scope.get("protocol", "openid-connect"),
        }
        for scope in rep["clientScopes"]
    }


def users(rep: Rep) -> Rep:
    """Return all users by name, including service accounts."""
    return {user["username"].lower(): _user(user) for user in rep["users"]}


def expected_users(state: Rep) -> Rep:
    """Return Keycloak's users; if the email is the username, Keycloak shows the email as the name."""
    people = {user["username"]: {key: user[key] for key in USER} for user in state["users"]}
    services = {user["username"]: user for user in state["serviceAccounts"]}
    return {name: _user(user) for name, user in {**people, **services}.items()}


def _user(user: Mapping[str, Any]) -> Rep:
    of_clients = {client: sorted(names) for client, names in (user.get("clientRoles") or {}).items() if names}
    roles = {"realmRoles": sorted(user.get("realmRoles") or ()), "clientRoles": of_clients}
    if "client" in user or user.get("serviceAccountClientId"):
        return roles
    return {
        **roles,
        "enabled": bool(user.get("enabled")),
        "emailVerified": bool(user.get("emailVerified")),
        "firstName": user.get("firstName"),
        "lastName": user.get("lastName"),
        "requiredActions": sorted(user.get("requiredActions") or ()),
        "groups": sorted(f"/{path.removeprefix('/')}" for path in user.get("groups") or ()),
    }


def groups(tree: Iterable[Any], parent: str = "") -> list[Any]:
    """Return the groups as paths."""
    found = [(f"{parent}/{group['name']}", group.get("subGroups") or ()) for group in tree]
    return [[path, groups(below, path)] for path, below in sorted(found, key=lambda it: it[0])]


def required_actions(rep: Rep) -> list[str]:
    """Return the required actions, and whether each is enabled."""
    return sorted(f"{it['alias']}|{it['enabled']}|{it['defaultAction']}" for it in rep["requiredActions"])


def role_names(roles: Iterable[Rep]) -> list[str]:
    """Return the names of roles, with a mark for composite roles."""
    return [f"{role['name']}{'+' if any((role.get('composites') or {}).values()) else ''}" for role in roles]


def mapper_names(owner: Rep) -> list[str]:
    """Return the names and types of protocol mappers."""
    return [f"{it['name']}|{it['protocolMapper']}" for it in owner.get("protocolMappers") or ()]


def published_keys(jwks: Mapping[str, Any]) -> list[str]:
    """Return the public keys of a realm."""
    return sorted(f"{key['alg']}|{key['use'].upper()}|ACTIVE" for key in jwks["keys"])


def effective_attributes(attributes: Mapping[str, str]) -> Rep:
    """Return the attributes of a client that have an effect."""
    return {name: str(value) for name, value in attributes.items() if name not in UNUSED_ATTRIBUTES}
