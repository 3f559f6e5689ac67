"""Check that the clients, groups, roles and client scopes that a realm file refers to exist.

References to nothing are removed. Keycloak itself creates undefined realm roles that are assigned to users, and ignores
unknown client scopes of clients, so these are not reported.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property

from mockauth.realms.built_in import new_realm
from mockauth.realms.problems.hints import name_hint
from mockauth.realms.validation.field_types import Errors, Rep

# A role that Keycloak creates after it has imported the file.
_CREATED_LATE = "uma_authorization"
_LIST_IT = f'add {{"name": "{_CREATED_LATE}"}} to roles.realm, because Keycloak creates it after the import'


@dataclass
class _Definitions:
    """The objects that a realm file can refer to, including the built-in ones."""

    rep: Rep
    errors: Errors

    @cached_property
    def built_in(self) -> Rep:
        return new_realm(self.rep["realm"])

    @cached_property
    def clients(self) -> set[str]:
        listed = [*self.rep.get("clients", []), *self.built_in["clients"]]
        # As in RepresentationToModel: the id of a client is used if it has no client ID.
        return {str(client.get("clientId") or client.get("id") or "") for client in listed}

    @cached_property
    def roles(self) -> dict[str, set[str]]:
        """The roles that exist during the import, by client; realm roles are under an empty name."""
        own, built_in = self.rep.get("roles", {}), self.built_in["roles"]
        # As in RealmManager: uma_authorization, and roles of built-in clients that are in the file, are created later.
        before = [it for it in built_in["realm"] if it["name"] != _CREATED_LATE]
        listed = {it.get("clientId") for it in self.rep.get("clients", ())}
        found: dict[str, set[str]] = {"": {it.get("name", "") for it in [*own.get("realm", []), *before]}}
        of_others = {client: roles for client, roles in built_in["client"].items() if client not in listed}
        for of_clients in (own.get("client", {}), of_others):
            for client, roles in of_clients.items():
                found.setdefault(client, set()).update(it.get("name", "") for it in roles)
        return found

    @cached_property
    def scopes(self) -> set[str]:
        """The client scopes of the file, or the built-in ones if it has none."""
        owner = self.rep if "clientScopes" in self.rep else self.built_in
        return {it.get("name", "") for it in owner["clientScopes"]}

    @cached_property
    def groups(self) -> set[str]:
        return {path for path, _ in _all_groups(self.rep, "")}

    def has_client(self, name: str, place: tuple[str, ...]) -> bool:
        if name in self.clients:
            return True
        self.errors.append((place, f'client "{name}" does not exist', name_hint(name, self.clients)))
        return False


def check_references(rep: Rep, errors: Errors) -> None:
    """Remove the references to missing objects that Keycloak rejects."""
    known = _Definitions(rep, errors)
    _roles(known)
    for path, group in _all_groups(rep, ""):
        _client_roles(known, group, ("groups", path))
    if "groups" in rep and "defaultGroups" in rep:
        rep["defaultGroups"] = _existing_groups(known, rep["defaultGroups"], ("defaultGroups",))
    _users(known)
    _scope_mappings(known)
    _members_of_organizations(known)


def _members_of_organizations(known: _Definitions) -> None:
    users = {str(user.get("username", "")).lower() for user in known.rep.get("users", ())}
    for organization in known.rep.get("organizations", ()):
        kept = []
        for member in organization.get("members", ()):
            username = str(member.get("username", "")).lower()
            if username in users:
                kept.append(member)
            else:
                place = ("organizations", organization.get("name", ""), "members")
                known.errors.append((place, f'user "{username}" does not exist', name_hint(username, users)))
        if "members" in organization:
            organization["members"] = kept


def _all_groups(parent: Rep, path: str) -> Iterator[tuple[str, Rep]]:
    for group in parent.get("subGroups" if path else "groups", ()):
        inner = f"{path}/{group.get('name', '')}"
        yield inner, group
        yield from _all_groups(group, inner)


def _roles(known: _Definitions) -> None:
    roles = known.rep.get("roles", {})
    of_clients = roles.get("client", {})
    for client in [*of_clients]:
        if not known.has_client(client, ("roles", "client", client)):
            del of_clients[client]
    listed: list[tuple[tuple[str, ...], Rep]] = [(("roles", "realm"), it) for it in roles.get("realm", ())]
    listed += [(("roles", "client", client), it) for client in of_clients for it in of_clients[client]]
    for place, role in listed:
        _composites(known, role, (*place, role.get("name", "")))


def _composites(known: _Definitions, role: Rep, place: tuple[str, ...]) -> None:
    parts = role.get("composites", {})
    _keep_existing(known, parts, "realm", known.roles[""], "realm role", (*place, "composites"))
    of_clients = parts.get("client", {})
    for client in [*of_clients]:
        at = (*place, "composites", "client", client)
        if not known.has_client(client, at):
            del of_clients[client]
        else:
            there = known.roles.get(client, set())
            _keep_existing(known, of_clients, client, there, f'role of client "{client}"', at[:-1])


def _keep_existing(known: _Definitions, rep: Rep, key: str, there: set[str], word: str, place: tuple[str, ...]) -> None:
    for name in rep.get(key, ()):
        if name not in there:
            hint = _LIST_IT if name == _CREATED_LATE else name_hint(name, there)
            known.errors.append(((*place, key), f'{word} "{name}" does not exist', hint))
    if key in rep:
        rep[key] = [name for name in rep[key] if name in there]


def _client_roles(known: _Definitions, holder: Rep, place: tuple[str, ...]) -> None:
    of_clients = holder.get("clientRoles", {})
    for client in [*of_clients]:
        if not known.has_client(client, (*place, "clientRoles", client)):
            del of_clients[client]


def _users(known: _Definitions) -> None:
    # Keycloak creates an undefined client role for each user who has it, and fails for the second one.
    made: dict[tuple[str, str], str] = {}
    for _, group in _all_groups(known.rep, ""):
        for client, roles in group.get("clientRoles", {}).items():
            known.roles.setdefault(client, set()).update(roles)
    for user in known.rep.get("users", ()):
        if "clientRoles" in user:
            _roles_of_user(known, user, made)
        if "groups" in user:
            user["groups"] = _existing_groups(known, user["groups"], ("users", user.get("username", ""), "groups"))
        if "clientConsents" in user:
            _consents(known, user)


def _roles_of_user(known: _Definitions, user: Rep, made: dict[tuple[str, str], str]) -> None:
    name = user.get("username", "")
    _client_roles(known, user, ("users", name))
    for client, roles in user["clientRoles"].items():
        for role in roles:
            if role in known.roles.get(client, ()):
                continue
            first = made.setdefault((client, role), name)
            if first != name:
                what = f'role "{role}" of client "{client}" is not defined, and user "{first}" has it too'
                hint = f'define it: "roles": {{"client": {{"{client}": [{{"name": "{role}"}}]}}}}'
                known.errors.append((("users", name, "clientRoles", client), what, hint))


def _consents(known: _Definitions, user: Rep) -> None:
    def is_good(consent: Rep) -> bool:
        place = ("users", user.get("username", ""), "clientConsents", consent.get("clientId", ""))
        if not known.has_client(consent.get("clientId", ""), place):
            return False
        scopes = consent.get("grantedClientScopes", [])
        _keep_existing(known, consent, "grantedClientScopes", known.scopes, "client scope", place)
        return len(consent.get("grantedClientScopes", [])) == len(scopes)

    user["clientConsents"] = [it for it in user["clientConsents"] if is_good(it)]


def _existing_groups(known: _Definitions, paths: list[str], place: tuple[str, ...]) -> list[str]:
    out = [path for path in paths if _path(path) not in known.groups]
    for path in out:
        known.errors.append((place, f'group "{path}" does not exist', name_hint(_path(path), known.groups)))
    return [path for path in paths if path not in out] if out else paths


def _path(path: str) -> str:
    return path if path.startswith("/") else f"/{path}"


def _scope_mappings(known: _Definitions) -> None:
    """Check the clients and client scopes of scope mappings."""
    rep = known.rep
    if "scopeMappings" in rep:
        rep["scopeMappings"] = [it for it in rep["scopeMappings"] if _is_valid_mapping(known, it, ("scopeMappings",))]
    of_clients = rep.get("clientScopeMappings", {})
    for client in [*of_clients]:
        place = ("clientScopeMappings", client)
        if not known.has_client(client, place):
            del of_clients[client]
        else:
            of_clients[client] = [it for it in of_clients[client] if _is_valid_mapping(known, it, place)]


def _is_valid_mapping(known: _Definitions, mapping: Rep, place: tuple[str, ...]) -> bool:
    client, scope = mapping.get("client"), mapping.get("clientScope")
    if client is not None:
        at = (*place, client)
        if not known.has_client(client, at):
            return False
    elif scope is not None:
        at = (*place, scope)
        # As in KeycloakModelUtils.getClientScopeByName, the name of a client is accepted too.
        if scope not in known.scopes and scope not in known.clients:
            known.errors.append((at, f'client scope "{scope}" does not exist', name_hint(scope, known.scopes)))
            return False
    else:
        known.errors.append(
            (
                place,
                "the scope mapping has neither a client nor a client scope",
                'add "client": "…" or "clientScope": "…"',
            )
        )
        return False
    if "roles" not in mapping:
        known.errors.append((at, "the scope mapping has no roles", 'add "roles": […], or remove the mapping'))
        return False
    return True
