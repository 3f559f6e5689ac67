"""A registry table laid over a realm from a realm file.

The registry adds clients, users and so on that the file does not have. For those that the file has, the registry's
keys replace the file's values; roles, groups, mappers, attributes and scope mappings are added to the file's.
"""

from typing import Any

from mockauth.realms.built_in import derived_id
from mockauth.realms.importing.service_accounts import service_account
from mockauth.realms.registry.expansion import (
    Rep,
    Table,
    add_client,
    add_scope_mappings,
    lay_raw_over,
    new_credentials,
    new_group,
    new_mappers,
    new_roles,
    new_scope,
    new_user,
    write_keys,
)
from mockauth.realms.registry.references import as_lists


def lay_over(rep: Rep, table: Table) -> None:
    """Change a completed realm representation in place."""
    realm = rep["realm"]
    write_keys(rep, table, "realm")
    _merge(rep["roles"].setdefault("realm", []), new_roles(table))
    for name, inside in table.get("client_scopes", {}).items():
        scope = _named(rep["clientScopes"], "name", name)
        if scope is None:
            rep["clientScopes"].append(new_scope(realm, name, inside))
        else:
            _change_scope(rep, scope, inside)
    for client_id, inside in table.get("clients", {}).items():
        client = _named(rep["clients"], "clientId", client_id)
        if client is None:
            add_client(rep, client_id, inside)
        else:
            _change_client(rep, client, inside)
    _change_groups(rep, rep.setdefault("groups", []), table.get("groups", {}), "")
    users = {str(user.get("username", "")).lower(): user for user in rep["users"]} if "users" in table else {}
    for username, inside in table.get("users", {}).items():
        user = users.get(username.lower())
        if user is None:
            rep["users"].append(new_user(realm, username, inside))
        else:
            _change_user(realm, user, inside)
    rep.setdefault("scopeMappings", [])
    rep.setdefault("clientScopeMappings", {})
    for kind, owners in (("client", table.get("clients", {})), ("clientScope", table.get("client_scopes", {}))):
        for owner, inside in owners.items():
            add_scope_mappings(rep, {kind: owner}, inside)


def _change_client(rep: Rep, client: Rep, table: Table) -> None:
    write_keys(client, table, "client")
    if "secret" in table:
        # As for a new client: a secret makes the client confidential.
        client["publicClient"] = table.get("public_client", False)
    if "jwks_url" in table:
        client["attributes"] = {**client["attributes"], "use.jwks.url": "true"}
    client_id = client["clientId"]
    client["protocolMappers"] = client.get("protocolMappers", [])
    _merge(client["protocolMappers"], new_mappers(table, rep["realm"], "clients", client_id))
    _merge(rep["roles"]["client"].setdefault(client_id, []), new_roles(table))
    lay_raw_over(client, table)
    if not client["serviceAccountsEnabled"]:
        return
    account = _named(rep["users"], "serviceAccountClientId", client_id)
    if account is None:
        account = service_account(rep, client_id)
        rep["users"].append(account)
        client["defaultClientScopes"] = _added(client["defaultClientScopes"], ["service_account"])
    account["realmRoles"] = _added(account.get("realmRoles"), table.get("service_account_roles"))
    _add_client_roles(account, as_lists(table.get("service_account_client_roles", {})))


def _change_scope(rep: Rep, scope: Rep, table: Table) -> None:
    write_keys(scope, table, "scope")
    if "include_in_token_scope" in table:
        in_token_scope = str(table["include_in_token_scope"]).lower()
        scope["attributes"] = {**scope.get("attributes", {}), "include.in.token.scope": in_token_scope}
    scope["protocolMappers"] = scope.get("protocolMappers", [])
    _merge(scope["protocolMappers"], new_mappers(table, rep["realm"], "clientScopes", scope["name"]))
    lay_raw_over(scope, table)


def _change_groups(rep: Rep, groups: list[Rep], table: Table, parent: str) -> None:
    for name, inside in table.items():
        group = _named(groups, "name", name)
        if group is None:
            groups.append(new_group(rep, name, inside, parent))
            continue
        _write_added(group, inside, "group")
        lay_raw_over(group, inside)
        group["path"] = f"{parent}/{name}"
        _change_groups(rep, group.setdefault("subGroups", []), inside.get("sub_groups", {}), group["path"])


def _change_user(realm: str, user: Rep, table: Table) -> None:
    _write_added(user, table, "user")
    user.setdefault("id", derived_id(realm, "users", user["username"].lower()))
    if "email" in table and "email_verified" not in table:
        user["emailVerified"] = True
    if credentials := new_credentials(table):
        replaced = {credential["type"] for credential in credentials}
        kept = [old for old in user.get("credentials", ()) if old.get("type", "password") not in replaced]
        user["credentials"] = [*kept, *credentials]
    lay_raw_over(user, table)


def _write_added(holder: Rep, table: Table, kind: str) -> None:
    """Write the keys of a user or a group; roles, groups and attributes are added to those that exist."""
    before = {key: holder.get(key) for key in ("realmRoles", "groups", "clientRoles", "attributes")}
    write_keys(holder, table, kind)
    for key in ("realmRoles", "groups"):
        if before[key] is not None:
            holder[key] = _added(before[key], holder[key])
    if before["clientRoles"] is not None:
        own, holder["clientRoles"] = holder["clientRoles"], before["clientRoles"]
        _add_client_roles(holder, own)
    if before["attributes"] is not None:
        holder["attributes"] = {**before["attributes"], **holder["attributes"]}


def _add_client_roles(holder: Rep, more: dict[str, list[str]]) -> None:
    of_clients = holder.get("clientRoles") or {}
    holder["clientRoles"] = {
        **of_clients,
        **{client: _added(of_clients.get(client), roles) for client, roles in more.items()},
    }


def _merge(items: list[Rep], own: list[Rep]) -> None:
    """Add items to a list; an item changes the one that has the same name."""
    for item in own:
        before = _named(items, "name", item["name"])
        if before is None:
            items.append(item)
        else:
            before.update({key: value for key, value in item.items() if key != "id"})


def _added(names: Any, more: Any) -> list[str]:
    return list(dict.fromkeys([*(names or ()), *(more or ())]))


def _named(items: list[Rep], key: str, name: str) -> Rep | None:
    return next((item for item in items if item.get(key) == name), None)
