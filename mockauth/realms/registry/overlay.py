"""A registry table laid over a realm that a realm file brought: it adds what is new, and changes what it names.

Of a thing that is there already, a key that is written takes the place of what the file says, and roles, groups,
mappers, attributes and scope mappings are added.
"""

from typing import Any

from mockauth.realms.built_in import derived_id
from mockauth.realms.importing.service_accounts import service_account
from mockauth.realms.registry.expansion import (
    Rep,
    Table,
    add_client,
    add_scope_mappings,
    new_credentials,
    new_group,
    new_mappers,
    new_roles,
    new_scope,
    new_user,
    put,
)
from mockauth.realms.registry.references import lists


def lay_over(rep: Rep, table: Table) -> None:
    """Change a completed realm representation in place."""
    realm = rep["realm"]
    put(rep, table, "realm")
    _over(rep["roles"].setdefault("realm", []), new_roles(table))
    for name, inside in table.get("client_scopes", {}).items():
        scope = _named(rep["clientScopes"], "name", name)
        if scope is None:
            rep["clientScopes"].append(new_scope(realm, name, inside))
        else:
            _scope(rep, scope, inside)
    for client_id, inside in table.get("clients", {}).items():
        client = _named(rep["clients"], "clientId", client_id)
        if client is None:
            add_client(rep, client_id, inside)
        else:
            _client(rep, client, inside)
    _groups(rep, rep.setdefault("groups", []), table.get("groups", {}), "")
    users = {str(it.get("username", "")).lower(): it for it in rep["users"]} if "users" in table else {}
    for username, inside in table.get("users", {}).items():
        user = users.get(username.lower())
        if user is None:
            rep["users"].append(new_user(realm, username, inside))
        else:
            _user(realm, user, inside)
    rep.setdefault("scopeMappings", [])
    rep.setdefault("clientScopeMappings", {})
    for kind, owners in (("client", table.get("clients", {})), ("clientScope", table.get("client_scopes", {}))):
        for owner, inside in owners.items():
            add_scope_mappings(rep, {kind: owner}, inside)


def _client(rep: Rep, client: Rep, table: Table) -> None:
    put(client, table, "client")
    if "secret" in table:
        # As in a registry alone: a secret makes the client confidential.
        client["publicClient"] = table.get("public_client", False)
    if "jwks_url" in table:
        client["attributes"] = {**client["attributes"], "use.jwks.url": "true"}
    client_id = client["clientId"]
    client["protocolMappers"] = client.get("protocolMappers", [])
    _over(client["protocolMappers"], new_mappers(table, rep["realm"], "clients", client_id))
    _over(rep["roles"]["client"].setdefault(client_id, []), new_roles(table))
    if not client["serviceAccountsEnabled"]:
        return
    account = _named(rep["users"], "serviceAccountClientId", client_id)
    if account is None:
        account = service_account(rep, client_id)
        rep["users"].append(account)
        client["defaultClientScopes"] = _added(client["defaultClientScopes"], ["service_account"])
    account["realmRoles"] = _added(account.get("realmRoles"), table.get("service_account_roles"))
    _client_roles(account, lists(table.get("service_account_client_roles", {})))


def _scope(rep: Rep, scope: Rep, table: Table) -> None:
    put(scope, table, "scope")
    if "include_in_token_scope" in table:
        said = {"include.in.token.scope": str(table["include_in_token_scope"]).lower()}
        scope["attributes"] = {**scope.get("attributes", {}), **said}
    scope["protocolMappers"] = scope.get("protocolMappers", [])
    _over(scope["protocolMappers"], new_mappers(table, rep["realm"], "clientScopes", scope["name"]))


def _groups(rep: Rep, there: list[Rep], table: Table, parent: str) -> None:
    for name, inside in table.items():
        group = _named(there, "name", name)
        if group is None:
            there.append(new_group(rep, name, inside, parent))
            continue
        _given(group, inside, "group")
        group["path"] = f"{parent}/{name}"
        _groups(rep, group.setdefault("subGroups", []), inside.get("sub_groups", {}), group["path"])


def _user(realm: str, user: Rep, table: Table) -> None:
    _given(user, table, "user")
    user.setdefault("id", derived_id(realm, "users", user["username"].lower()))
    if "email" in table and "email_verified" not in table:
        user["emailVerified"] = True
    if credentials := new_credentials(table):
        replaced = {it["type"] for it in credentials}
        kept = [it for it in user.get("credentials", ()) if it.get("type", "password") not in replaced]
        user["credentials"] = [*kept, *credentials]


def _given(holder: Rep, table: Table, kind: str) -> None:
    """Write what is said of a user or a group; roles, groups and attributes are added."""
    before = {key: holder.get(key) for key in ("realmRoles", "groups", "clientRoles", "attributes")}
    put(holder, table, kind)
    for key in ("realmRoles", "groups"):
        if before[key] is not None:
            holder[key] = _added(before[key], holder[key])
    if before["clientRoles"] is not None:
        own, holder["clientRoles"] = holder["clientRoles"], before["clientRoles"]
        _client_roles(holder, own)
    if before["attributes"] is not None:
        holder["attributes"] = {**before["attributes"], **holder["attributes"]}


def _client_roles(holder: Rep, more: dict[str, list[str]]) -> None:
    of_clients = holder.get("clientRoles") or {}
    holder["clientRoles"] = {**of_clients, **{it: _added(of_clients.get(it), roles) for it, roles in more.items()}}


def _over(there: list[Rep], own: list[Rep]) -> None:
    """Put things into a list, each in the place of one of its name."""
    for item in own:
        before = _named(there, "name", item["name"])
        if before is None:
            there.append(item)
        else:
            before.update({key: value for key, value in item.items() if key != "id"})


def _added(there: Any, more: Any) -> list[str]:
    return list(dict.fromkeys([*(there or ()), *(more or ())]))


def _named(items: list[Rep], key: str, name: str) -> Rep | None:
    return next((it for it in items if it.get(key) == name), None)
