"""A checked registry table turned into a realm representation: each expansion is what the admin console would do."""

import json
from collections.abc import Mapping
from typing import Any
from urllib.parse import urlsplit

from mockauth.realms.built_in import derived_id
from mockauth.realms.importing.completion import SCOPES_OF_CLIENTS, complete_client, default_scopes
from mockauth.realms.importing.service_accounts import service_account
from mockauth.realms.registry.keys import ATTRIBUTE, KEYS
from mockauth.realms.registry.references import all_groups, lists, written

Rep = dict[str, Any]
Table = Mapping[str, Any]

# What the console ticks for a new mapper.
_TICKED = {
    "id.token.claim": "true",
    "access.token.claim": "true",
    "introspection.token.claim": "true",
    "userinfo.token.claim": "true",
}


def fill(rep: Rep, table: Table) -> None:
    """Put a table into a new realm."""
    name = rep["realm"]
    put(rep, table, "realm")
    own_scopes = [new_scope(name, scope, inside) for scope, inside in table.get("client_scopes", {}).items()]
    rep["clientScopes"] = _over(rep["clientScopes"], own_scopes)
    for client_id, client in table.get("clients", {}).items():
        add_client(rep, client_id, client)
    rep["groups"] = [new_group(rep, group, inside, "") for group, inside in table.get("groups", {}).items()]
    rep["users"] = [
        *rep.get("users", ()),
        *(new_user(name, user, inside) for user, inside in table.get("users", {}).items()),
    ]
    rep["roles"]["realm"] = _over(rep["roles"]["realm"], new_roles(table))
    for kind, owners in (("client", table.get("clients", {})), ("clientScope", table.get("client_scopes", {}))):
        for owner, inside in owners.items():
            add_scope_mappings(rep, {kind: owner}, inside)


def add_client(rep: Rep, client_id: str, table: Table) -> None:
    """Add a client, in place of a built-in one of its id. A secret makes it confidential; flows not named are off."""
    realm = rep["realm"]
    public = not ("secret" in table or "client_authenticator_type" in table or table.get("bearer_only"))
    client: Rep = {
        "id": derived_id(realm, "clients", client_id),
        "clientId": client_id,
        "publicClient": public,
        "standardFlowEnabled": False,
        "protocolMappers": new_mappers(table, realm, "clients", client_id),
        **_from_root_url(table.get("root_url", "")),
        **_ways_of_logout(table),
    }
    put(client, table, "client")
    if "jwks_url" in table:
        client["attributes"] = {**client["attributes"], "use.jwks.url": "true"}
    # The console's form says these, where a realm file that is silent means something else.
    client.setdefault("webOrigins", [])
    client.setdefault("fullScopeAllowed", True)
    for key, default in SCOPES_OF_CLIENTS.items():
        client.setdefault(key, default_scopes(rep, default, "openid-connect"))
    complete_client(rep, client)
    rep["clients"] = [*(it for it in rep["clients"] if it["clientId"] != client_id), client]
    if table.get("roles"):
        rep["roles"]["client"][client_id] = new_roles(table)
    if client["serviceAccountsEnabled"]:
        client["defaultClientScopes"] = list(dict.fromkeys([*client["defaultClientScopes"], "service_account"]))
        account = service_account(rep, client_id, tuple(table.get("service_account_roles", ())))
        account["clientRoles"] = lists(table.get("service_account_client_roles", {}))
        rep.setdefault("users", []).append(account)


def _from_root_url(root: str) -> Rep:
    if not root:
        return {}
    try:
        parts = urlsplit(root)
    except ValueError:
        # It was refused before: this is for what else there may be to say.
        return {}
    return {"redirectUris": [f"{root.rstrip('/')}/*"], "webOrigins": [f"{parts.scheme}://{parts.netloc}"]}


def _ways_of_logout(table: Table) -> Rep:
    """Give what the console ticks together with the URL of a client that is told of logouts."""
    in_front = {"frontchannelLogout": True} if table.get("frontchannel_logout_url") else {}
    session = {"backchannel.logout.session.required": "true"} if table.get("backchannel_logout_url") else {}
    return {**in_front, **({"attributes": session} if session else {})}


def new_scope(realm: str, name: str, table: Table) -> Rep:
    """Give a client scope."""
    attributes = {"include.in.token.scope": str(table.get("include_in_token_scope", True)).lower()}
    scope: Rep = {
        "id": derived_id(realm, "clientScopes", name),
        "name": name,
        "protocol": "openid-connect",
        "protocolMappers": new_mappers(table, realm, "clientScopes", name),
    }
    put(scope, table, "scope")
    scope["attributes"] = {**attributes, **scope.get("attributes", {})}
    return scope


def new_mappers(table: Table, *owner: str) -> list[Rep]:
    """Give the mappers of a client or a scope; `owner` are the names that their ids are derived from."""
    found = []
    for name, mapper in table.get("protocol_mappers", {}).items():
        rep: Rep = {"id": derived_id(*owner, name), "name": name, "protocol": "openid-connect"}
        put(rep, mapper, "mapper")
        rep["config"] = {**_TICKED, **rep.get("config", {})}
        found.append(rep)
    return found


def new_roles(table: Table) -> list[Rep]:
    """Give the roles of a realm or a client."""
    roles = table.get("roles", {})
    found = []
    for name, role in roles.items() if isinstance(roles, dict) else ((name, {}) for name in dict.fromkeys(roles)):
        parts = {"realm": list(role.get("realm_composites", ())), "client": lists(role.get("client_composites", {}))}
        composites = {"composites": parts} if any(parts.values()) else {}
        rep: Rep = {"name": name, "composite": bool(composites), **composites}
        put(rep, role, "role")
        found.append(rep)
    return found


def new_group(rep: Rep, name: str, table: Table, parent: str) -> Rep:
    """Give a group and all groups in it; `parent` is the path above."""
    path = f"{parent}/{name}"
    group: Rep = {"id": derived_id(rep["realm"], "groups", path), "name": name, "path": path}
    put(group, table, "group")
    group["subGroups"] = [new_group(rep, sub, inside, path) for sub, inside in table.get("sub_groups", {}).items()]
    return group


def new_user(realm: str, username: str, table: Table) -> Rep:
    """Give a user with the realm's default roles, as one that an administrator makes."""
    user: Rep = {
        "id": derived_id(realm, "users", username.lower()),
        "username": username.lower(),
        "enabled": True,
        "emailVerified": "email" in table,
    }
    put(user, table, "user")
    user["realmRoles"] = [f"default-roles-{realm.lower()}", *user.get("realmRoles", ())]
    if credentials := new_credentials(table):
        user["credentials"] = credentials
    return user


def new_credentials(table: Table) -> list[Rep]:
    """Give the credentials that a user's table brings: a password, and an authenticator as most applications are."""
    found: list[Rep] = [{"type": "password", "value": table["password"]}] if "password" in table else []
    if "totp_secret" in table:
        secret = {"value": table["totp_secret"].replace(" ", "").upper()}
        kind = {"subType": "totp", "digits": 6, "counter": 0, "period": 30, "algorithm": "HmacSHA1"}
        data = {**kind, "secretEncoding": "BASE32"}
        found.append({"type": "otp", "secretData": json.dumps(secret), "credentialData": json.dumps(data)})
    return found


def add_scope_mappings(rep: Rep, owner: Rep, table: Table) -> None:
    """Add the roles that a client or a scope lets through."""
    if table.get("scope_mappings"):
        rep["scopeMappings"].append({**owner, "roles": list(table["scope_mappings"])})
    for client_id, roles in lists(table.get("client_scope_mappings", {})).items():
        rep["clientScopeMappings"].setdefault(client_id, []).append({**owner, "roles": roles})


def put(rep: Rep, table: Table, kind: str) -> None:
    """Write a table's keys under Keycloak's names; attributes and headers add to those that are there."""
    for name, value in table.items():
        key = KEYS[kind][name]
        if not key.name:
            continue
        if key.name.startswith(ATTRIBUTE):
            own = "##".join(value) if isinstance(value, list) else written(value)
            rep["attributes"] = {**rep.get("attributes", {}), key.name.removeprefix(ATTRIBUTE): own}
            continue
        if key.type == "options":
            rep[key.name] = {**rep.get(key.name, {}), **{option: written(it) for option, it in value.items()}}
        elif key.type == "lists":
            rep[key.name] = lists(value)
        else:
            rep[key.name] = value


def _over(built_in: list[Rep], own: list[Rep]) -> list[Rep]:
    """Give what is built in and what the registry has; of the same name, the registry's."""
    names = {item["name"] for item in own}
    return [*(item for item in built_in if item["name"] not in names), *own]


def make_roles_that_are_named(rep: Rep) -> None:
    """Make the realm roles that are given to somebody but not defined, as Keycloak does on import."""
    defined = {role.get("name") for role in rep["roles"]["realm"]}
    holders = [*rep["users"], *all_groups(rep["groups"])]
    given = [role for holder in holders for role in holder.get("realmRoles") or ()]
    given += [role for mapping in rep["scopeMappings"] for role in mapping["roles"]]
    for role in dict.fromkeys(given):
        if role not in defined:
            rep["roles"]["realm"].append({"name": role, "composite": False})
