"""What a realm file became in mockauth, in the form in which Keycloak's own is written down beside the files.

Only what tokens and logins depend on is compared; what Keycloak shows otherwise than it keeps it is left out.
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
# Attributes that say where a client comes from, or when.
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
    """Give the settings of the realm; flags and numbers may be written as strings."""
    found = {key: rep.get(key) for key in REALM}
    return {key: value if isinstance(value, dict) else str(value).lower() for key, value in found.items()}


def clients(rep: Rep) -> Rep:
    """Give the clients by id."""
    roles = rep["roles"]["client"]
    # Keycloak passes over what is not defined.
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
            "attributes": used(client["attributes"]),
        }
        for client in rep["clients"]
    }


def expected_clients(state: Rep) -> Rep:
    """Give Keycloak's clients by id."""
    return {
        client["clientId"]: {
            **{key: client.get(key) for key in CLIENT_FLAGS},
            **{key: sorted(client[key]) for key in CLIENT_LISTS},
            "attributes": used(client["attributes"]),
        }
        for client in state["clients"]
    }


def scopes(rep: Rep) -> Rep:
    """Give the client scopes by name."""
    return {
        scope["name"]: {
            "attributes": scope.get("attributes") or {},
            "mappers": sorted(mapper_names(scope)),
            "protocol": scope.get("protocol", "openid-connect"),
        }
        for scope in rep["clientScopes"]
    }


def users(rep: Rep) -> Rep:
    """Give all users by name, service accounts too."""
    return {user["username"].lower(): _user(user) for user in rep["users"]}


def expected_users(state: Rep) -> Rep:
    """Give Keycloak's users; where people are called by their email, it shows that as their name."""
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
    """Give the groups as paths."""
    found = [(f"{parent}/{group['name']}", group.get("subGroups") or ()) for group in tree]
    return [[path, groups(below, path)] for path, below in sorted(found, key=lambda it: it[0])]


def actions(rep: Rep) -> list[str]:
    """Give the required actions, and which are on."""
    return sorted(f"{it['alias']}|{it['enabled']}|{it['defaultAction']}" for it in rep["requiredActions"])


def role_names(roles: Iterable[Rep]) -> list[str]:
    """Give the names of roles, with a sign for those that are composed."""
    return [f"{role['name']}{'+' if any((role.get('composites') or {}).values()) else ''}" for role in roles]


def mapper_names(owner: Rep) -> list[str]:
    """Give names and types of protocol mappers."""
    return [f"{it['name']}|{it['protocolMapper']}" for it in owner.get("protocolMappers") or ()]


def published_keys(jwks: Mapping[str, Any]) -> list[str]:
    """Give the keys of a realm that everybody sees."""
    return sorted(f"{key['alg']}|{key['use'].upper()}|ACTIVE" for key in jwks["keys"])


def used(attributes: Mapping[str, str]) -> Rep:
    """Give the attributes of a client that mean something."""
    return {name: str(value) for name, value in attributes.items() if name not in UNUSED_ATTRIBUTES}
