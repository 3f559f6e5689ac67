"""Checks that everything a registry refers to exists: client scopes, groups, roles, users and mappers."""

from collections import Counter
from collections.abc import Iterable, Mapping
from typing import Any

from mockauth.realms.built_in import protocol_mappers
from mockauth.realms.problems import did_you_mean
from mockauth.realms.problems.hints import name_hint
from mockauth.realms.registry.validation import Problems

Rep = dict[str, Any]
Table = Mapping[str, Any]


def check_references(rep: Rep, table: Table, problems: Problems) -> None:
    """Check that referenced things exist and that IDs are unique, and add the problems to `problems`."""
    realm = f"realms.{rep['realm']}"
    # The roles that exist, by client ID; realm roles have an empty client ID.
    roles = {client.get("clientId", ""): set[str]() for client in rep["clients"]}
    for client_id, own in rep["roles"]["client"].items():
        roles[client_id] = {role["name"] for role in own}
    roles[""] = {role["name"] for role in rep["roles"]["realm"]}
    scopes = {scope["name"] for scope in rep["clientScopes"]}
    _check_scopes_named(table, "default_{}_client_scopes", scopes, realm, problems)
    _check_composites(table, roles, realm, problems)
    _check_clients(rep, table, roles, scopes, problems)
    for name, scope in table.get("client_scopes", {}).items():
        place = f"{realm}.client_scopes.{name}"
        _check_client_roles(scope.get("client_scope_mappings", {}), roles, f"{place}.client_scope_mappings", problems)
        _check_mappers(scope, place, problems)
    _check_groups(table.get("groups", {}), roles, f"{realm}.groups", problems)
    _check_users(rep, table, roles, realm, problems)
    _check_members(rep, table, realm, problems)
    _check_ids(rep, realm, problems)


def _check_clients(
    rep: Rep, table: Table, roles: Mapping[str, set[str]], scopes: Iterable[str], problems: Problems
) -> None:
    clients = {client["clientId"]: client for client in rep["clients"] if "clientId" in client}
    for client_id, client in table.get("clients", {}).items():
        place = f"realms.{rep['realm']}.clients.{client_id}"
        _check_scopes_named(client, "{}_client_scopes", scopes, place, problems)
        for key in ("service_account_client_roles", "client_scope_mappings"):
            _check_client_roles(client.get(key, {}), roles, f"{place}.{key}", problems)
        _check_service_account(client, clients.get(client_id, {}), place, problems)
        _check_composites(client, roles, place, problems)
        _check_mappers(client, place, problems)


def _check_scopes_named(table: Table, key: str, scopes: Iterable[str], place: str, problems: Problems) -> None:
    """Check the default and the optional client scopes of a realm or a client."""
    for kind in ("default", "optional"):
        name = key.format(kind)
        _check_known(table.get(name, ()), scopes, "client scope", f"{place}.{name}", problems)


def _check_users(rep: Rep, table: Table, roles: Mapping[str, set[str]], realm: str, problems: Problems) -> None:
    """Check the groups, client roles and required actions of users, and the default groups."""
    paths = set(_paths(rep["groups"], ""))
    actions = {str(action.get("alias")) for action in rep["requiredActions"]}
    _check_known(map(_absolute, table.get("default_groups", ())), paths, "group", f"{realm}.default_groups", problems)
    for name, user in table.get("users", {}).items():
        place = f"{realm}.users.{name}"
        _check_known(map(_absolute, user.get("groups", ())), paths, "group", f"{place}.groups", problems)
        _check_client_roles(user.get("client_roles", {}), roles, f"{place}.client_roles", problems)
        required = user.get("required_actions", ())
        _check_known(required, actions, "required action", f"{place}.required_actions", problems)


def _absolute(path: str) -> str:
    return path if path.startswith("/") else f"/{path}"


def _check_members(rep: Rep, table: Table, realm: str, problems: Problems) -> None:
    """Check that the members of organizations exist."""
    users = {user.get("username") for user in rep["users"]}
    for alias, organization in table.get("organizations", {}).items():
        members = [username.lower() for username in organization.get("members", ())]
        _check_known(members, users, "user", f"{realm}.organizations.{alias}.members", problems)


def _check_mappers(owner: Table, place: str, problems: Problems) -> None:
    """Check that Keycloak has the types and the options of the mappers of a client or a client scope."""
    place = f"{place}.protocol_mappers"
    for name, mapper in owner.get("protocol_mappers", {}).items():
        type_ = mapper.get("protocol_mapper", "")
        if mapper.get("protocol") == "saml":
            continue
        if not type_:
            hint = 'add its type, for example protocol_mapper = "oidc-hardcoded-claim-mapper"'
            problems.append((f"{place}.{name}", "this mapper has no protocol_mapper", hint))
        elif type_ not in protocol_mappers():
            what = f'protocol mapper "{type_}" does not exist in Keycloak'
            problems.append((f"{place}.{name}.protocol_mapper", what, name_hint(type_, protocol_mappers())))
        else:
            _check_options(mapper.get("config", {}), type_, f"{place}.{name}.config", problems)


def _check_options(config: Table, type_: str, place: str, problems: Problems) -> None:
    """Check that Keycloak has these options of a type of mapper. Options that several types share are fine."""
    counts = Counter(option for options in protocol_mappers().values() for option in options)
    known = {*protocol_mappers()[type_], *(option for option, count in counts.items() if count > 1)}
    for option in config:
        if option not in known:
            hint = did_you_mean(option, known) or name_hint(option, protocol_mappers()[type_], "options")
            problems.append((f"{place}.{option}", f'unknown option "{option}" of {type_}', hint))


def _check_service_account(client: Table, rep: Rep, place: str, problems: Problems) -> None:
    if rep.get("serviceAccountsEnabled"):
        if rep.get("publicClient"):
            what = "a public client cannot have a service account"
            problems.append((f"{place}.service_accounts_enabled", what, 'add secret = "…"'))
        return
    for key in ("service_account_roles", "service_account_client_roles"):
        if key in client:
            what = "this client has no service account"
            problems.append((f"{place}.{key}", what, "add service_accounts_enabled = true"))


def _check_composites(owner: Table, roles: Mapping[str, set[str]], place: str, problems: Problems) -> None:
    """Check the roles that composite roles of a realm or a client include."""
    own = owner.get("roles", {})
    for name, role in own.items() if isinstance(own, dict) else ():
        at = f"{place}.roles.{name}"
        _check_known(role.get("realm_composites", ()), roles[""], "realm role", f"{at}.realm_composites", problems)
        _check_client_roles(role.get("client_composites", {}), roles, f"{at}.client_composites", problems)


def _check_groups(groups: Table, roles: Mapping[str, set[str]], place: str, problems: Problems) -> None:
    for name, group in groups.items():
        _check_client_roles(group.get("client_roles", {}), roles, f"{place}.{name}.client_roles", problems)
        _check_groups(group.get("sub_groups", {}), roles, f"{place}.{name}.sub_groups", problems)


def _check_client_roles(table: Table, roles: Mapping[str, set[str]], place: str, problems: Problems) -> None:
    clients = [client_id for client_id in roles if client_id]
    _check_known(table, clients, "client", place, problems)
    for client_id, names in as_lists(table).items():
        if client_id in clients:
            _check_known(names, roles[client_id], "role", place, problems, f' of client "{client_id}"')


def _check_known(
    names: Iterable[str], known: Iterable[str], thing: str, place: str, problems: Problems, owner: str = ""
) -> None:
    for name in names:
        if name not in known:
            what = f'{thing} "{name}"{owner} does not exist'
            problems.append((place, what, name_hint(name, known, f"{thing}s")))


def _check_ids(rep: Rep, realm: str, problems: Problems) -> None:
    """Check that names, IDs and email addresses are unique. Two equal items are one problem."""
    email = () if rep.get("duplicateEmailsAllowed") else ("email",)
    for kind, attributes in (("clients", ("clientId", "id")), ("users", ("username", "id", *email))):
        seen: dict[tuple[str, str], str] = {}
        for item in rep[kind]:
            name = item.get(attributes[0], "")
            own = {key: item[key].lower() if key == "email" else item[key] for key in attributes if item.get(key)}
            if twice := next((pair for pair in own.items() if pair in seen), None):
                what = f'"{seen[twice]}" has the same {twice[0]}, "{twice[1]}"'
                problems.append((f"{realm}.{kind}.{name}", what, "change one of the two"))
            seen.update(dict.fromkeys(own.items(), name))


def all_groups(groups: list[Rep]) -> Iterable[Rep]:
    """Yield groups and all their subgroups."""
    for group in groups:
        yield group
        yield from all_groups(group.get("subGroups") or [])


def _paths(groups: list[Rep], parent: str) -> Iterable[str]:
    for group in groups:
        path = f"{parent}/{group.get('name', '')}"
        yield path
        yield from _paths(group.get("subGroups") or [], path)


def as_lists(table: Table) -> dict[str, list[str]]:
    """Return a table whose values are lists of strings; a single value becomes a list of one."""
    return {
        name: [*map(as_option, value)] if isinstance(value, list) else [as_option(value)]
        for name, value in table.items()
    }


def as_option(value: Any) -> str:
    """Return a value as the string that Keycloak keeps."""
    return str(value).lower() if isinstance(value, bool) else str(value)
