"""What Keycloak adds to a realm file on import, so that afterwards nothing hangs on defaults.

As RealmManager.importRealm and DefaultExportImportManager of Keycloak 26.7.3. What is added comes from
`keycloak/new_realm.json`, recorded from a new realm. The realm representation is completed in place.
"""

from typing import Any

from mockauth.realms.built_in import derived_id, new_realm
from mockauth.realms.importing.default_role import complete_default_role
from mockauth.realms.importing.deprecated import scope_of_template, templates
from mockauth.realms.importing.references import make_roles
from mockauth.realms.importing.required_actions import complete_required_actions
from mockauth.realms.importing.service_accounts import complete_service_accounts

Rep = dict[str, Any]

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
    "browserSecurityHeaders",
}
# Settings that Keycloak keeps among the attributes of the realm (RealmAttributes).
_ATTRIBUTES = (
    "displayName",
    "displayNameHtml",
    "defaultSignatureAlgorithm",
    "offlineSessionMaxLifespanEnabled",
    "offlineSessionMaxLifespan",
    "clientSessionIdleTimeout",
    "clientSessionMaxLifespan",
    "clientOfflineSessionIdleTimeout",
    "clientOfflineSessionMaxLifespan",
)
# Headers that a file of old has among the attributes of the realm.
_HEADER = "_browser_header."
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


def complete(rep: Rep) -> None:
    """Add what Keycloak adds when it imports this realm representation.

    `rep` has the shape that `representation.parse` accepts; its lists and objects are of the right types.
    """
    new = new_realm(rep["realm"])
    for key in new.keys() - _BY_RULE:
        rep.setdefault(key, new[key])
    rep.setdefault("enabled", False)
    _security_headers(rep, new)
    complete_required_actions(rep, new)
    _overridden_by_attributes(rep)
    own_scopes = not _has_built_in_scopes(rep)
    complete_default_role(rep, new)
    _client_scopes(rep, new, own_scopes)
    own_clients = [*(rep.get("clients") or ())]
    _built_in_clients(rep, new, own_scopes)
    for client in rep["clients"]:
        complete_client(rep, client)
    complete_service_accounts(rep, own_clients)
    make_roles(rep)


def default_scopes(rep: Rep, key: str, protocol: str) -> list[str]:
    """Give the realm's default client scopes, or the optional ones, that are of a protocol."""
    return _of_protocol(rep, rep[key], protocol)


def _of_protocol(rep: Rep, names: list[str], protocol: str) -> list[str]:
    of_this = {scope["name"] for scope in rep["clientScopes"] if scope.get("protocol", "openid-connect") == protocol}
    return [name for name in names if name in of_this]


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
        if key in given:
            client[key] = list(dict.fromkeys(client[key]))
        else:
            # One of the two lists says all: then the other is empty.
            client[key] = [] if given else default_scopes(rep, default, client["protocol"])
    if _of_protocol(rep, [template := scope_of_template(client)], client["protocol"]) and not given:
        client["defaultClientScopes"] = list(dict.fromkeys([*client["defaultClientScopes"], template]))
    client["optionalClientScopes"] = [
        name for name in client["optionalClientScopes"] if name not in client["defaultClientScopes"]
    ]
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


def _has_built_in_scopes(rep: Rep) -> bool:
    """Whether the realm gets the client scopes of a new one (RealmManager.isCreateDefaultClientScopes)."""
    wished = (rep.get("attributes") or {}).get("CreateDefaultClientScopes") or ""
    return rep.get("clientScopes") is None or wished.lower() == "true"


def _client_scopes(rep: Rep, new: Rep, own_scopes: bool) -> None:
    """All built-in scopes where the file has no `clientScopes`; where it has some, only `offline_access` is added."""
    from_templates = templates(rep)
    if rep.get("clientScopes") is not None and "clientTemplates" in rep:
        rep["clientScopes"] = from_templates
    if not own_scopes:
        its_own = from_templates if rep.get("clientScopes") is None else rep["clientScopes"]
        rep["clientScopes"] = [*new["clientScopes"], *its_own]
        names = {scope.get("name") for scope in its_own}
        for key in SCOPES_OF_CLIENTS.values():
            # As DefaultExportImportManager: the file's lists are only about the scopes of the file.
            rep[key] = [*new[key], *(name for name in rep.get(key) or () if name in names)]
        rep["scopeMappings"] = _joined(rep.get("scopeMappings"), new["scopeMappings"])
    elif not any(scope.get("name") == "offline_access" for scope in rep["clientScopes"]):
        rep["clientScopes"] += [scope for scope in new["clientScopes"] if scope["name"] == "offline_access"]
        rep["scopeMappings"] = _joined(rep.get("scopeMappings"), new["scopeMappings"])
        rep["defaultOptionalClientScopes"] = [*(rep.get("defaultOptionalClientScopes") or ()), "offline_access"]
    rep.setdefault("defaultDefaultClientScopes", [])
    rep.setdefault("defaultOptionalClientScopes", [])


def _overridden_by_attributes(rep: Rep) -> None:
    """Let attributes of the realm stand in for what Keycloak keeps as one: it reads them last."""
    attributes = rep.get("attributes") or {}
    rep.update({key: attributes[key] for key in _ATTRIBUTES if key in attributes})


def _security_headers(rep: Rep, new: Rep) -> None:
    """Put the headers of the file over those of a new realm (RealmManager.setupRealmDefaults)."""
    attributes = rep.get("attributes") or {}
    of_old = {key.removeprefix(_HEADER): value for key, value in attributes.items() if key.startswith(_HEADER)}
    rep["browserSecurityHeaders"] = {
        **new["browserSecurityHeaders"],
        **of_old,
        **(rep.get("browserSecurityHeaders") or {}),
    }


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
    account = client_roles.setdefault("account", [])
    account += [
        it
        for it in new["roles"]["client"]["account"]
        if it["name"] == "delete-account" and it["name"] not in {role.get("name") for role in account}
    ]
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


def _joined(theirs: list[Rep] | None, built_in: list[Rep]) -> list[Rep]:
    """Give the items of the file, and those built-in ones whose name it has not."""
    named = {item.get("name") or item.get("clientScope") for item in theirs or ()}
    return [*(theirs or ()), *(item for item in built_in if (item.get("name") or item["clientScope"]) not in named)]
