"""Expansion of a validated registry table into a realm representation, as the admin console would create it."""

import json
from collections.abc import Mapping
from typing import Any
from urllib.parse import urlsplit

from mockauth.realms.built_in import derived_id
from mockauth.realms.importing.completion import CLIENT_SCOPE_LISTS, complete_client, default_scopes
from mockauth.realms.importing.service_accounts import service_account
from mockauth.realms.registry.key_types import ATTRIBUTE, LISTS, OPTIONS, Key
from mockauth.realms.registry.keys import KEYS, find_key
from mockauth.realms.registry.references import as_lists, as_option

Rep = dict[str, Any]
Table = Mapping[str, Any]

# What the admin console switches on for a new mapper.
TOKEN_OPTIONS = {
    "id.token.claim": "true",
    "access.token.claim": "true",
    "introspection.token.claim": "true",
    "userinfo.token.claim": "true",
}


def add_table(rep: Rep, table: Table) -> None:
    """Add the contents of a realm's table to a new realm."""
    name = rep["realm"]
    write_keys(rep, table, "realm")
    own_scopes = [new_scope(name, scope, inside) for scope, inside in table.get("client_scopes", {}).items()]
    rep["clientScopes"] = _replaced(rep["clientScopes"], own_scopes)
    for client_id, client in table.get("clients", {}).items():
        add_client(rep, client_id, client)
    rep["groups"] = [new_group(rep, group, inside, "") for group, inside in table.get("groups", {}).items()]
    rep["users"] = [
        *rep.get("users", ()),
        *(new_user(name, user, inside) for user, inside in table.get("users", {}).items()),
    ]
    rep["roles"]["realm"] = _replaced(rep["roles"]["realm"], new_roles(table))
    for kind, owners in (("client", table.get("clients", {})), ("clientScope", table.get("client_scopes", {}))):
        for owner, inside in owners.items():
            add_scope_mappings(rep, {kind: owner}, inside)


def add_client(rep: Rep, client_id: str, table: Table) -> None:
    """Add a client; it replaces a built-in client of the same client ID.

    A secret makes the client confidential. Flows are off unless the table switches them on.
    """
    realm = rep["realm"]
    public = not ("secret" in table or "client_authenticator_type" in table or table.get("bearer_only"))
    client: Rep = {
        "id": derived_id(realm, "clients", client_id),
        "clientId": client_id,
        "publicClient": public,
        "standardFlowEnabled": False,
        "protocolMappers": new_mappers(table, realm, "clients", client_id),
        **_from_root_url(table.get("root_url", "")),
        **_logout_settings(table),
    }
    write_keys(client, table, "client")
    if "jwks_url" in table:
        client["attributes"] = {**client["attributes"], "use.jwks.url": "true"}
    # The form of the admin console sends these; in a realm file, an absent key has another meaning.
    client.setdefault("webOrigins", [])
    client.setdefault("fullScopeAllowed", True)
    for key, default in CLIENT_SCOPE_LISTS.items():
        client.setdefault(key, default_scopes(rep, default, "openid-connect"))
    lay_raw_over(client, table)
    complete_client(rep, client)
    rep["clients"] = [*(other for other in rep["clients"] if other["clientId"] != client_id), client]
    if table.get("roles"):
        rep["roles"]["client"][client_id] = new_roles(table)
    if client["serviceAccountsEnabled"]:
        client["defaultClientScopes"] = list(dict.fromkeys([*client["defaultClientScopes"], "service_account"]))
        account = service_account(rep, client_id, tuple(table.get("service_account_roles", ())))
        account["clientRoles"] = as_lists(table.get("service_account_client_roles", {}))
        rep.setdefault("users", []).append(account)


def _from_root_url(root: str) -> Rep:
    if not root:
        return {}
    try:
        parts = urlsplit(root)
    except ValueError:
        # The URL was refused before; the rest of the registry is still checked.
        return {}
    return {"redirectUris": [f"{root.rstrip('/')}/*"], "webOrigins": [f"{parts.scheme}://{parts.netloc}"]}


def _logout_settings(table: Table) -> Rep:
    """Return the settings that the admin console sends together with a logout URL."""
    frontchannel = {"frontchannelLogout": True} if table.get("frontchannel_logout_url") else {}
    session = {"backchannel.logout.session.required": "true"} if table.get("backchannel_logout_url") else {}
    return {**frontchannel, **({"attributes": session} if session else {})}


def new_scope(realm: str, name: str, table: Table) -> Rep:
    """Return a client scope."""
    attributes = {"include.in.token.scope": str(table.get("include_in_token_scope", True)).lower()}
    scope: Rep = {
        "id": derived_id(realm, "clientScopes", name),
        "name": name,
        "protocol": "openid-connect",
        "protocolMappers": new_mappers(table, realm, "clientScopes", name),
    }
    write_keys(scope, table, "scope")
    scope["attributes"] = {**attributes, **scope.get("attributes", {})}
    lay_raw_over(scope, table)
    return scope


def new_mappers(table: Table, *owner: str) -> list[Rep]:
    """Return the mappers of a client or a client scope; their IDs are derived from the names in `owner`."""
    found = []
    for name, mapper in table.get("protocol_mappers", {}).items():
        rep: Rep = {"id": derived_id(*owner, name), "name": name, "protocol": "openid-connect"}
        write_keys(rep, mapper, "mapper")
        rep["config"] = {**TOKEN_OPTIONS, **rep.get("config", {})}
        lay_raw_over(rep, mapper)
        found.append(rep)
    return found


def new_roles(table: Table) -> list[Rep]:
    """Return the roles of a realm or a client."""
    roles = table.get("roles", {})
    found = []
    for name, role in roles.items() if isinstance(roles, dict) else ((name, {}) for name in dict.fromkeys(roles)):
        parts = {"realm": list(role.get("realm_composites", ())), "client": as_lists(role.get("client_composites", {}))}
        composites = {"composites": parts} if any(parts.values()) else {}
        rep: Rep = {"name": name, "composite": bool(composites), **composites}
        write_keys(rep, role, "role")
        lay_raw_over(rep, role)
        found.append(rep)
    return found


def new_group(rep: Rep, name: str, table: Table, parent: str) -> Rep:
    """Return a group and its subgroups; `parent` is the path of the group that contains it."""
    path = f"{parent}/{name}"
    group: Rep = {"id": derived_id(rep["realm"], "groups", path), "name": name, "path": path}
    write_keys(group, table, "group")
    lay_raw_over(group, table)
    group["subGroups"] = [new_group(rep, sub, inside, path) for sub, inside in table.get("sub_groups", {}).items()]
    return group


def new_user(realm: str, username: str, table: Table) -> Rep:
    """Return a user with the realm's default roles, as if an administrator had created it."""
    user: Rep = {
        "id": derived_id(realm, "users", username.lower()),
        "username": username.lower(),
        "enabled": True,
        "emailVerified": "email" in table,
    }
    write_keys(user, table, "user")
    user["realmRoles"] = [f"default-roles-{realm.lower()}", *user.get("realmRoles", ())]
    if credentials := new_credentials(table):
        user["credentials"] = credentials
    lay_raw_over(user, table)
    return user


def new_credentials(table: Table) -> list[Rep]:
    """Return the credentials of a user's table: the password, and an authenticator with the usual settings."""
    found: list[Rep] = [{"type": "password", "value": table["password"]}] if "password" in table else []
    if "totp_secret" in table:
        secret = {"value": table["totp_secret"].replace(" ", "").upper()}
        settings = {"subType": "totp", "digits": 6, "counter": 0, "period": 30, "algorithm": "HmacSHA1"}
        data = {**settings, "secretEncoding": "BASE32"}
        found.append({"type": "otp", "secretData": json.dumps(secret), "credentialData": json.dumps(data)})
    return found


def add_scope_mappings(rep: Rep, owner: Rep, table: Table) -> None:
    """Add the scope mappings of a client or a client scope."""
    if table.get("scope_mappings"):
        rep["scopeMappings"].append({**owner, "roles": list(table["scope_mappings"])})
    for client_id, roles in as_lists(table.get("client_scope_mappings", {})).items():
        rep["clientScopeMappings"].setdefault(client_id, []).append({**owner, "roles": roles})


def write_keys(rep: Rep, table: Table, kind: str) -> None:
    """Write the keys of a table under Keycloak's names. Attributes and headers are added to those that exist."""
    for name, value in table.items():
        key = find_key(kind, name)
        if key is None or not key.name:
            continue
        if key.name.startswith(ATTRIBUTE):
            attribute = "##".join(value) if isinstance(value, list) else as_option(value)
            rep["attributes"] = {**rep.get("attributes", {}), key.name.removeprefix(ATTRIBUTE): attribute}
        else:
            rep[key.name] = _converted(rep.get(key.name), value, key)


def _converted(before: Any, value: Any, key: Key) -> Any:
    if key.type == OPTIONS:
        return {**(before or {}), **{option: as_option(item) for option, item in value.items()}}
    return as_lists(value) if key.type == LISTS else value


def lay_raw_over(rep: Rep, table: Table) -> None:
    """Lay the keys in Keycloak's own spelling (`keycloak = { … }`) over a representation."""
    if "keycloak" in table:
        from mockauth.realms.registry.raw import lay_over

        lay_over(rep, table["keycloak"])


def has_other_keys(table: Table, kind: str) -> bool:
    """Tell whether a table has keys that only the rules for realm files check."""
    for name, value in table.items():
        key = KEYS[kind].get(name)
        if key is None or name in ("keycloak", "browser_flow", "direct_grant_flow"):
            return True
        if key.kind and isinstance(value, dict) and any(has_other_keys(inside, key.kind) for inside in value.values()):
            return True
    return False


def _replaced(built_in: list[Rep], own: list[Rep]) -> list[Rep]:
    """Add the registry's items to the built-in ones; an item replaces a built-in one of the same name."""
    names = {item["name"] for item in own}
    return [*(item for item in built_in if item["name"] not in names), *own]
