"""Whether what a registry refers to is there."""

from collections.abc import Iterable, Mapping
from typing import Any

from mockauth.realms.built_in import protocol_mappers
from mockauth.realms.hints import name_hint
from mockauth.realms.registry.validation import Problems

Rep = dict[str, Any]
Table = Mapping[str, Any]


def check_references(rep: Rep, table: Table, problems: Problems) -> None:
    """See that scopes, groups and roles exist, and that ids are one's own; what is wrong goes to `problems`."""
    realm = f"realms.{rep['realm']}"
    roles = {client: {role["name"] for role in named} for client, named in rep["roles"]["client"].items()}
    roles[""] = {role["name"] for role in rep["roles"]["realm"]}
    scopes = {scope["name"] for scope in rep["clientScopes"]}
    _check_scopes_named(table, "default_{}_client_scopes", scopes, realm, problems)
    _check_composites(table, roles, realm, problems)
    clients = {client["clientId"]: client for client in rep["clients"] if "clientId" in client}
    for client_id, client in table.get("clients", {}).items():
        place = f"{realm}.clients.{client_id}"
        _check_scopes_named(client, "{}_client_scopes", scopes, place, problems)
        for key in ("service_account_client_roles", "client_scope_mappings"):
            _check_client_roles(client.get(key, {}), roles, f"{place}.{key}", problems)
        _check_service_account(client, clients.get(client_id, {}), place, problems)
        _check_composites(client, roles, place, problems)
        _check_mappers(client, place, problems)
    for name, scope in table.get("client_scopes", {}).items():
        place = f"{realm}.client_scopes.{name}"
        _check_client_roles(scope.get("client_scope_mappings", {}), roles, f"{place}.client_scope_mappings", problems)
        _check_mappers(scope, place, problems)
    _check_groups(table.get("groups", {}), roles, f"{realm}.groups", problems)
    _check_users(rep, table, roles, realm, problems)
    _check_members(rep, table, realm, problems)
    _check_ids(rep, realm, problems)


def _check_scopes_named(table: Table, key: str, scopes: Iterable[str], place: str, problems: Problems) -> None:
    """See that the scopes exist that a realm or a client has by default, and those that are optional."""
    for kind in ("default", "optional"):
        name = key.format(kind)
        _check_known(table.get(name, ()), scopes, "client scope", f"{place}.{name}", problems)


def _check_users(rep: Rep, table: Table, roles: Mapping[str, set[str]], realm: str, problems: Problems) -> None:
    """See that groups, roles and required actions of users exist."""
    paths = set(_paths(rep["groups"], ""))
    actions = {str(action.get("alias")) for action in rep["requiredActions"]}
    for name, user in table.get("users", {}).items():
        place = f"{realm}.users.{name}"
        groups = [path if path.startswith("/") else f"/{path}" for path in user.get("groups", ())]
        _check_known(groups, paths, "group", f"{place}.groups", problems)
        _check_client_roles(user.get("client_roles", {}), roles, f"{place}.client_roles", problems)
        asked = user.get("required_actions", ())
        _check_known(asked, actions, "required action", f"{place}.required_actions", problems)


def _check_members(rep: Rep, table: Table, realm: str, problems: Problems) -> None:
    """See that the members of organizations exist."""
    users = {user.get("username") for user in rep["users"]}
    for alias, organization in table.get("organizations", {}).items():
        members = [username.lower() for username in organization.get("members", ())]
        _check_known(members, users, "user", f"{realm}.organizations.{alias}.members", problems)


def _check_mappers(owner: Table, place: str, problems: Problems) -> None:
    """See that Keycloak has the mappers of a client or a client scope."""
    place = f"{place}.protocol_mappers"
    for name, mapper in owner.get("protocol_mappers", {}).items():
        kind = mapper.get("protocol_mapper", "")
        if not kind:
            hint = "add Keycloak's id of it, such as oidc-hardcoded-claim-mapper"
            problems.append((f"{place}.{name}", "this mapper has no protocol_mapper", hint))
        elif kind not in protocol_mappers():
            what = f'Keycloak has no protocol mapper "{kind}"'
            problems.append((f"{place}.{name}.protocol_mapper", what, name_hint(kind, protocol_mappers())))


def _check_service_account(client: Table, rep: Rep, place: str, problems: Problems) -> None:
    if rep.get("serviceAccountsEnabled"):
        if rep.get("publicClient"):
            what = "a client without a secret has no service account"
            problems.append((f"{place}.service_accounts_enabled", what, 'add secret = "…"'))
        return
    for key in ("service_account_roles", "service_account_client_roles"):
        if key in client:
            what = "this client has no service account"
            problems.append((f"{place}.{key}", what, "add service_accounts_enabled = true"))


def _check_composites(owner: Table, roles: Mapping[str, set[str]], place: str, problems: Problems) -> None:
    """See that the roles exist that the roles of a realm or a client are composed of."""
    named = owner.get("roles", {})
    for name, role in named.items() if isinstance(named, dict) else ():
        at = f"{place}.roles.{name}"
        _check_known(role.get("realm_composites", ()), roles[""], "realm role", f"{at}.realm_composites", problems)
        _check_client_roles(role.get("client_composites", {}), roles, f"{at}.client_composites", problems)


def _check_groups(groups: Table, roles: Mapping[str, set[str]], place: str, problems: Problems) -> None:
    for name, group in groups.items():
        _check_client_roles(group.get("client_roles", {}), roles, f"{place}.{name}.client_roles", problems)
        _check_groups(group.get("sub_groups", {}), roles, f"{place}.{name}.sub_groups", problems)


def _check_client_roles(table: Table, roles: Mapping[str, set[str]], place: str, problems: Problems) -> None:
    clients = [client_id for client_id in roles if client_id]
    _check_known(table, clients, "client with roles", place, problems)
    for client_id, names in lists(table).items():
        if client_id in clients:
            _check_known(names, roles[client_id], f'role of client "{client_id}"', place, problems)


def _check_known(names: Iterable[str], known: Iterable[str], what: str, place: str, problems: Problems) -> None:
    for name in names:
        if name not in known:
            problems.append((place, f'there is no {what} "{name}"', name_hint(name, known)))


def _check_ids(rep: Rep, realm: str, problems: Problems) -> None:
    """See that names, ids and emails are one's own; of what is there twice, one thing is said."""
    email = () if rep.get("duplicateEmailsAllowed") else ("email",)
    for kind, attributes in (("clients", ("clientId", "id")), ("users", ("username", "id", *email))):
        seen: dict[tuple[str, str], str] = {}
        for item in rep[kind]:
            name = item.get(attributes[0], "")
            own = {key: item[key].lower() if key == "email" else item[key] for key in attributes if item.get(key)}
            if twice := next((it for it in own.items() if it in seen), None):
                what = f'{twice[0]} "{twice[1]}" is also that of "{seen[twice]}"'
                problems.append((f"{realm}.{kind}.{name}", what, "give each its own"))
            seen.update(dict.fromkeys(own.items(), name))


def all_groups(groups: list[Rep]) -> Iterable[Rep]:
    """Give groups and all groups inside them."""
    for group in groups:
        yield group
        yield from all_groups(group.get("subGroups") or [])


def _paths(groups: list[Rep], parent: str) -> Iterable[str]:
    for group in groups:
        path = f"{parent}/{group.get('name', '')}"
        yield path
        yield from _paths(group.get("subGroups") or [], path)


def lists(table: Table) -> dict[str, list[str]]:
    """Give a table whose values are lists of strings; one value stands for a list of one."""
    return {
        name: [*map(written, value)] if isinstance(value, list) else [written(value)] for name, value in table.items()
    }


def written(value: Any) -> str:
    """Give a value as Keycloak writes it into an option."""
    return str(value).lower() if isinstance(value, bool) else str(value)
