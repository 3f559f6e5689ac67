"""What Keycloak adds to a realm file on import, so that afterwards nothing hangs on defaults.

As RealmManager.importRealm and DefaultExportImportManager of Keycloak 26.7.3. What is added comes from
`keycloak/new_realm.json`, recorded from a new realm. The realm representation is completed in place.
"""

import json
from functools import cache, lru_cache
from pathlib import Path
from typing import Any
from uuid import UUID, uuid5

Rep = dict[str, Any]

_FACTS = Path(__file__).with_name("keycloak")
_IDS = UUID("6d6f636b-6175-7468-8000-000000000000")

# Sections of a new realm that a file either brings itself, or gets by rules of their own (see below).
_BY_RULE = {
    "id",
    "realm",
    "enabled",
    "keycloakVersion",
    "roles",
    "defaultRole",
    "clients",
    "clientScopes",
    "scopeMappings",
    "clientScopeMappings",
    "defaultDefaultClientScopes",
    "defaultOptionalClientScopes",
    "requiredActions",
    "groups",
    "attributes",
}
_CLIENT_DEFAULTS: Rep = {
    "enabled": True,
    "protocol": "openid-connect",
    "clientAuthenticatorType": "client-secret",
    "publicClient": False,
    "bearerOnly": False,
    "consentRequired": False,
    "standardFlowEnabled": True,
    "implicitFlowEnabled": False,
    "directAccessGrantsEnabled": False,
    "serviceAccountsEnabled": False,
    "redirectUris": [],
    "attributes": {},
}


@lru_cache(maxsize=1024)
def derived_id(*names: str) -> str:
    """Give the id that something without one has: the same for the same names, on every start."""
    return str(uuid5(_IDS, "/".join(names)))


@cache
def _new_realm_text() -> str:
    return (_FACTS / "new_realm.json").read_text(encoding="utf-8")


def new_realm(name: str) -> Rep:
    """Give the representation of a realm that Keycloak has just made, with ids derived from names."""
    text = _new_realm_text().replace("default-roles-${realm}", _quoted(f"default-roles-{name.lower()}"))
    rep: Rep = json.loads(text.replace("${realm}", _quoted(name)))
    rep["id"] = derived_id(name)
    for kind, named in (("clients", "clientId"), ("clientScopes", "name")):
        for item in rep[kind]:
            item["id"] = derived_id(name, kind, item[named])
            for mapper in item.get("protocolMappers", ()):
                mapper["id"] = derived_id(name, kind, item[named], mapper["name"])
    return rep


@cache
def protocol_mappers() -> tuple[str, ...]:
    """Give the ids of all mappers that Keycloak has for OpenID Connect."""
    return tuple(json.loads((_FACTS / "protocol_mappers.json").read_text(encoding="utf-8")))


def _quoted(text: str) -> str:
    return json.dumps(text)[1:-1]


def complete(rep: Rep) -> None:
    """Add what Keycloak adds when it imports this realm representation.

    `rep` has the shape that `representation.parse` accepts; its lists and objects are of the right types.
    """
    new = new_realm(rep["realm"])
    for key in new.keys() - _BY_RULE:
        rep.setdefault(key, new[key])
    rep.setdefault("enabled", False)
    own_scopes = rep.get("clientScopes") is not None
    _client_scopes(rep, new)
    _default_role(rep, new)
    _built_in_clients(rep, new, own_scopes)
    for client in rep["clients"]:
        complete_client(rep, client)
    _service_accounts(rep)


def default_scopes(rep: Rep, key: str, protocol: str) -> list[str]:
    """Give the realm's default client scopes, or the optional ones, that are of a protocol."""
    of_this = {scope["name"] for scope in rep["clientScopes"] if scope.get("protocol", protocol) == protocol}
    return [name for name in rep[key] if name in of_this]


SCOPES_OF_CLIENTS = {
    "defaultClientScopes": "defaultDefaultClientScopes",
    "optionalClientScopes": "defaultOptionalClientScopes",
}


def complete_client(rep: Rep, client: Rep) -> None:
    """Write out what an absent key of a client means (as RepresentationToModel.createClient)."""
    # As Keycloak: who has to ask for consent sees no more roles than it is told to.
    client.setdefault("fullScopeAllowed", not client.get("consentRequired", False))
    for key, value in _CLIENT_DEFAULTS.items():
        client.setdefault(key, type(value)(value))
    given = {key for key in SCOPES_OF_CLIENTS if client.get(key) is not None}
    for key, default in SCOPES_OF_CLIENTS.items():
        if key not in given:
            # One of the two lists says all: then the other is empty.
            client[key] = [] if given else default_scopes(rep, default, client["protocol"])
    if client.get("webOrigins") is None:
        client["webOrigins"] = sorted({_origin(uri) for uri in client.get("redirectUris") or () if _is_web(uri)})
    if not (client["publicClient"] or client["bearerOnly"] or client.get("secret") is not None):
        client["secret"] = derived_id(rep["realm"], "secrets", client.get("clientId", ""))


def _is_web(uri: object) -> bool:
    return isinstance(uri, str) and uri.startswith("http")


def _origin(uri: str) -> str:
    """Give the origin of a redirect URI: all before the first slash behind its host (UriUtils.getOrigin)."""
    end = uri.find("/", 8)
    return uri if end < 0 else uri[:end]


def _client_scopes(rep: Rep, new: Rep) -> None:
    """All built-in scopes where the file has no `clientScopes`; where it has some, only `offline_access` is added."""
    if rep.get("clientScopes") is None:
        rep["clientScopes"] = new["clientScopes"]
        rep.setdefault("defaultDefaultClientScopes", new["defaultDefaultClientScopes"])
        rep.setdefault("defaultOptionalClientScopes", new["defaultOptionalClientScopes"])
        rep["scopeMappings"] = _joined(rep.get("scopeMappings"), new["scopeMappings"])
    elif not any(scope.get("name") == "offline_access" for scope in rep["clientScopes"]):
        rep["clientScopes"] += [scope for scope in new["clientScopes"] if scope["name"] == "offline_access"]
        rep["scopeMappings"] = _joined(rep.get("scopeMappings"), new["scopeMappings"])
        rep["defaultOptionalClientScopes"] = [*(rep.get("defaultOptionalClientScopes") or ()), "offline_access"]
    rep.setdefault("defaultDefaultClientScopes", [])
    rep.setdefault("defaultOptionalClientScopes", [])


def _default_role(rep: Rep, new: Rep) -> None:
    roles = rep.setdefault("roles", {})
    realm_roles = roles.setdefault("realm", [])
    named = {role.get("name") for role in realm_roles}
    if "defaultRole" not in rep:
        rep["defaultRole"] = new["defaultRole"]
    realm_roles += [
        role
        for role in new["roles"]["realm"]
        if role["name"] not in named and (not role["composite"] or role["name"] == rep["defaultRole"].get("name"))
    ]


def _built_in_clients(rep: Rep, new: Rep, own_scopes: bool) -> None:
    """Make the built-in clients that the file lacks, and the roles that those it has must have.

    As Keycloak: those that it makes get no client scopes where the file brings its own, for these come later.
    """
    clients = rep.setdefault("clients", [])
    named = {client.get("clientId") for client in clients}
    client_roles = rep["roles"].setdefault("client", {})
    for client in new["clients"]:
        client_id = client["clientId"]
        if client_id not in named:
            if own_scopes:
                client["defaultClientScopes"], client["optionalClientScopes"] = [], []
            clients.append(client)
            built_in = new["roles"]["client"].get(client_id, [])
            client_roles[client_id] = _joined(client_roles.get(client_id), built_in)
            mappings = new["clientScopeMappings"].get(client_id)
            if mappings:
                rep.setdefault("clientScopeMappings", {}).setdefault(client_id, mappings)
    if "realm-management" in named:
        _admin_roles(client_roles.setdefault("realm-management", []), new["roles"]["client"]["realm-management"])


def _admin_roles(there: list[Rep], built_in: list[Rep]) -> None:
    """Add the administrators' roles of newer versions, to `realm-admin` too (checkRealmAdminManagementRoles)."""
    named = {role.get("name") for role in there}
    missing = [role for role in built_in if role["name"] not in named]
    there += missing
    for role in there:
        if role.get("name") == "realm-admin" and "realm-admin" in named:
            parts = role.setdefault("composites", {}).setdefault("client", {})
            parts["realm-management"] = [*parts.get("realm-management", ()), *(it["name"] for it in missing)]


def _service_accounts(rep: Rep) -> None:
    """Make the service accounts that the file does not list: with the default role and the `service_account` scope.

    A service account that the file lists has only what the file gives it (as ClientManager.enableServiceAccount).
    """
    users = rep.setdefault("users", [])
    listed = {user["serviceAccountClientId"] for user in users if user.get("serviceAccountClientId")}
    scope_exists = any(scope.get("name") == "service_account" for scope in rep["clientScopes"])
    for client in rep["clients"]:
        client_id = client.get("clientId", "")
        if client["serviceAccountsEnabled"] and client_id not in listed:
            users.append(service_account(rep, client_id))
            if scope_exists and "service_account" not in client["defaultClientScopes"]:
                client["defaultClientScopes"] = [*client["defaultClientScopes"], "service_account"]


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
    }


def _joined(theirs: list[Rep] | None, built_in: list[Rep]) -> list[Rep]:
    """Give the items of the file, and those built-in ones whose name it has not."""
    named = {item.get("name") or item.get("clientScope") for item in theirs or ()}
    return [*(theirs or ()), *(item for item in built_in if (item.get("name") or item["clientScope"]) not in named)]
