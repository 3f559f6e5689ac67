"""Add to a realm file what Keycloak adds on import: defaults, built-in clients, client scopes and roles.

Follows RealmManager.importRealm and DefaultExportImportManager of Keycloak 26.7.3. The built-in objects come from
`keycloak/new_realm.json`, recorded from a new realm. The realm representation is completed in place.
"""

from typing import Any

from mockauth.realms.built_in import derived_id, new_realm
from mockauth.realms.importing.default_role import complete_default_role
from mockauth.realms.importing.deprecated import template_scope, templates
from mockauth.realms.importing.references import create_missing_roles
from mockauth.realms.importing.required_actions import complete_required_actions
from mockauth.realms.importing.service_accounts import complete_service_accounts

Rep = dict[str, Any]

# Keys that are not simply copied from a new realm if they are absent, but have their own rules (see below).
_SPECIAL_KEYS = {
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
# Settings that Keycloak stores as realm attributes (RealmAttributes).
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
OTP_POLICY = (
    *("otpPolicyType", "otpPolicyAlgorithm", "otpPolicyInitialCounter", "otpPolicyDigits"),
    *("otpPolicyLookAheadWindow", "otpPolicyPeriod", "otpPolicyCodeReusable"),
)
_MANAGEMENT, _ADMIN, _CONSOLE = "realm-management", "realm-admin", "security-admin-console"
# Prefix of realm attributes that hold security headers in old realm files.
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
    """Add to a realm representation, in place, what Keycloak adds on import.

    The types in `rep` must be valid (see `validation`).
    """
    new = new_realm(rep["realm"])
    if rep.get("otpPolicyType") is None:
        # As in Keycloak: without the type, the other settings of the policy are ignored.
        rep.update({key: new[key] for key in OTP_POLICY})
    rep.setdefault("otpPolicyLookAheadWindow", 0)
    for key in new.keys() - _SPECIAL_KEYS:
        rep.setdefault(key, new[key])
    rep.setdefault("enabled", False)
    _security_headers(rep, new)
    complete_required_actions(rep, new)
    _override_by_attributes(rep)
    own_scopes = not _has_built_in_scopes(rep)
    complete_default_role(rep, new)
    _client_scopes(rep, new, own_scopes)
    own_clients = [*(rep.get("clients") or ())]
    _built_in_clients(rep, new, own_scopes)
    _add_locale_mapper(rep, new)
    for client in rep["clients"]:
        complete_client(rep, client)
    complete_service_accounts(rep, own_clients)
    create_missing_roles(rep)


def default_scopes(rep: Rep, key: str, protocol: str) -> list[str]:
    """Return the default or optional client scopes of the realm (by `key`) that have this protocol."""
    return _of_protocol(rep, rep[key], protocol)


def _of_protocol(rep: Rep, names: list[str], protocol: str) -> list[str]:
    matching = {scope["name"] for scope in rep["clientScopes"] if scope.get("protocol", "openid-connect") == protocol}
    return [name for name in names if name in matching]


CLIENT_SCOPE_LISTS = {
    "defaultClientScopes": "defaultDefaultClientScopes",
    "optionalClientScopes": "defaultOptionalClientScopes",
}


def complete_client(rep: Rep, client: Rep) -> None:
    """Set the absent keys of a client to their defaults (RepresentationToModel.createClient)."""
    # As in Keycloak: clients that require consent do not have full scope by default.
    client.setdefault("fullScopeAllowed", not client.get("consentRequired", False))
    for key, value in _CLIENT_DEFAULTS.items():
        client.setdefault(key, type(value)(value))
    given = {key for key in CLIENT_SCOPE_LISTS if client.get(key) is not None}
    for key, default in CLIENT_SCOPE_LISTS.items():
        if key in given:
            client[key] = list(dict.fromkeys(client[key]))
        else:
            # If the file has only one of the two lists, the other one is empty.
            client[key] = [] if given else default_scopes(rep, default, client["protocol"])
    if _of_protocol(rep, [template := template_scope(client)], client["protocol"]) and not given:
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
    """Return the origin of a redirect URI, up to the slash after the host (UriUtils.getOrigin)."""
    end = uri.find("/", 8)
    return uri if end < 0 else uri[:end]


def _has_built_in_scopes(rep: Rep) -> bool:
    """Return whether the realm gets the client scopes of a new one (RealmManager.isCreateDefaultClientScopes)."""
    requested = (rep.get("attributes") or {}).get("CreateDefaultClientScopes") or ""
    return rep.get("clientScopes") is None or requested.lower() == "true"


def _client_scopes(rep: Rep, new: Rep, own_scopes: bool) -> None:
    """Add all built-in client scopes if the file has no `clientScopes`; otherwise only `offline_access`."""
    from_templates = templates(rep)
    for scope in rep.get("clientScopes") or ():
        scope["name"] = scope["name"].replace(" ", "_")
    if rep.get("clientScopes") is not None and "clientTemplates" in rep:
        rep["clientScopes"] = from_templates
    if not own_scopes:
        file_scopes = from_templates if rep.get("clientScopes") is None else rep["clientScopes"]
        rep["clientScopes"] = [*new["clientScopes"], *file_scopes]
        names = {scope.get("name") for scope in file_scopes}
        for key in CLIENT_SCOPE_LISTS.values():
            # As in DefaultExportImportManager: the lists of the file affect only the scopes of the file.
            rep[key] = [*new[key], *(name for name in rep.get(key) or () if name in names)]
        rep["scopeMappings"] = _merge(rep.get("scopeMappings"), new["scopeMappings"])
    elif not any(scope.get("name") == "offline_access" for scope in rep["clientScopes"]):
        rep["clientScopes"] += [scope for scope in new["clientScopes"] if scope["name"] == "offline_access"]
        rep["scopeMappings"] = _merge(rep.get("scopeMappings"), new["scopeMappings"])
        rep["defaultOptionalClientScopes"] = [*(rep.get("defaultOptionalClientScopes") or ()), "offline_access"]
    rep.setdefault("defaultDefaultClientScopes", [])
    rep.setdefault("defaultOptionalClientScopes", [])


def _override_by_attributes(rep: Rep) -> None:
    """Override settings by the realm attributes in which Keycloak stores them: it reads attributes last."""
    attributes = rep.get("attributes") or {}
    rep.update({key: attributes[key] for key in _ATTRIBUTES if key in attributes})


def _security_headers(rep: Rep, new: Rep) -> None:
    """Merge the security headers of the file over those of a new realm (RealmManager.setupRealmDefaults)."""
    attributes = rep.get("attributes") or {}
    from_attributes = {key.removeprefix(_HEADER): value for key, value in attributes.items() if key.startswith(_HEADER)}
    rep["browserSecurityHeaders"] = {
        **new["browserSecurityHeaders"],
        **from_attributes,
        **(rep.get("browserSecurityHeaders") or {}),
    }


def _built_in_clients(rep: Rep, new: Rep, own_scopes: bool) -> None:
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
            client_roles[client_id] = _merge(client_roles.get(client_id), built_in)
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


def _add_locale_mapper(rep: Rep, new: Rep) -> None:
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


def _merge(own: list[Rep] | None, built_in: list[Rep]) -> list[Rep]:
    """Return the items of the file and the built-in items whose names it does not have."""
    named = {item.get("name") or item.get("clientScope") for item in own or ()}
    return [*(own or ()), *(item for item in built_in if (item.get("name") or item["clientScope"]) not in named)]
