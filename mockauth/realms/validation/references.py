"""What a realm refers to: clients, groups, roles and flows that must be there. What refers to nothing is taken out.

Realm roles that are not defined are made by Keycloak when somebody is given them; unknown client scopes it passes over.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property

from mockauth.realms.built_in import new_realm
from mockauth.realms.hints import name_hint
from mockauth.realms.validation.field_types import Rep, Wrong

# What Keycloak makes only when it has read the file.
_AFTERWARDS = "uma_authorization"
_LIST_IT = f'add {{"name": "{_AFTERWARDS}"}} to roles.realm: Keycloak makes it only after the file'


@dataclass
class _Known:
    """What there is to refer to, built-in things included."""

    rep: Rep
    wrong: Wrong

    @cached_property
    def built_in(self) -> Rep:
        return new_realm(self.rep["realm"])

    @cached_property
    def clients(self) -> set[str]:
        listed = [*self.rep.get("clients", []), *self.built_in["clients"]]
        # As RepresentationToModel: a client without a client id is called by its id.
        return {str(it.get("clientId") or it.get("id") or "") for it in listed}

    @cached_property
    def roles(self) -> dict[str, set[str]]:
        """The roles of the realm (under no name) and of its clients, as they are while the file is read."""
        own, built_in = self.rep.get("roles", {}), self.built_in["roles"]
        # As RealmManager: this one, and the roles of built-in clients that the file lists, come after all of the file.
        before = [it for it in built_in["realm"] if it["name"] != _AFTERWARDS]
        listed = {it.get("clientId") for it in self.rep.get("clients", ())}
        found: dict[str, set[str]] = {"": {it.get("name", "") for it in [*own.get("realm", []), *before]}}
        of_others = {client: roles for client, roles in built_in["client"].items() if client not in listed}
        for of_clients in (own.get("client", {}), of_others):
            for client, roles in of_clients.items():
                found.setdefault(client, set()).update(it.get("name", "") for it in roles)
        return found

    @cached_property
    def scopes(self) -> set[str]:
        """The client scopes: those of the file, and else the built-in ones."""
        owner = self.rep if "clientScopes" in self.rep else self.built_in
        return {it.get("name", "") for it in owner["clientScopes"]}

    @cached_property
    def groups(self) -> set[str]:
        return {path for path, _ in _all_groups(self.rep, "")}

    def client(self, name: str, place: tuple[str, ...]) -> bool:
        if name in self.clients:
            return True
        self._say(place, f'there is no client "{name}"', name_hint(name, self.clients))
        return False

    def _say(self, place: tuple[str, ...], what: str, hint: str) -> None:
        self.wrong.append((place, what, hint))


def find_dangling(rep: Rep, wrong: Wrong) -> None:
    """Take out what refers to something that is not there, where Keycloak refuses it."""
    known = _Known(rep, wrong)
    _roles(known)
    for path, group in _all_groups(rep, ""):
        _client_roles(known, group, ("groups", path))
    if "groups" in rep and "defaultGroups" in rep:
        rep["defaultGroups"] = _known_groups(known, rep["defaultGroups"], ("defaultGroups",))
    _users(known)
    _mappings(known)


def _all_groups(parent: Rep, path: str) -> Iterator[tuple[str, Rep]]:
    for group in parent.get("subGroups" if path else "groups", ()):
        inner = f"{path}/{group.get('name', '')}"
        yield inner, group
        yield from _all_groups(group, inner)


def _roles(known: _Known) -> None:
    roles = known.rep.get("roles", {})
    of_clients = roles.get("client", {})
    for client in [*of_clients]:
        if not known.client(client, ("roles", "client", client)):
            del of_clients[client]
    listed: list[tuple[tuple[str, ...], Rep]] = [(("roles", "realm"), it) for it in roles.get("realm", ())]
    listed += [(("roles", "client", client), it) for client in of_clients for it in of_clients[client]]
    for place, role in listed:
        _composites(known, role, (*place, role.get("name", "")))


def _composites(known: _Known, role: Rep, place: tuple[str, ...]) -> None:
    parts = role.get("composites", {})
    _only_known(known, parts, "realm", known.roles[""], "realm role", (*place, "composites"))
    of_clients = parts.get("client", {})
    for client in [*of_clients]:
        at = (*place, "composites", "client", client)
        if not known.client(client, at):
            del of_clients[client]
        else:
            there = known.roles.get(client, set())
            _only_known(known, of_clients, client, there, f'role of client "{client}"', at[:-1])


def _only_known(known: _Known, rep: Rep, key: str, there: set[str], word: str, place: tuple[str, ...]) -> None:
    for name in rep.get(key, ()):
        if name not in there:
            hint = _LIST_IT if name == _AFTERWARDS else name_hint(name, there)
            known.wrong.append(((*place, key), f'there is no {word} "{name}"', hint))
    if key in rep:
        rep[key] = [name for name in rep[key] if name in there]


def _client_roles(known: _Known, holder: Rep, place: tuple[str, ...]) -> None:
    of_clients = holder.get("clientRoles", {})
    for client in [*of_clients]:
        if not known.client(client, (*place, "clientRoles", client)):
            del of_clients[client]


def _users(known: _Known) -> None:
    # Keycloak makes a client role that is not defined for the first who is given it, and for the second once more.
    made: dict[tuple[str, str], str] = {}
    for _, group in _all_groups(known.rep, ""):
        for client, roles in group.get("clientRoles", {}).items():
            known.roles.setdefault(client, set()).update(roles)
    for user in known.rep.get("users", ()):
        if "clientRoles" in user:
            _roles_of_user(known, user, made)
        if "groups" in user:
            user["groups"] = _known_groups(known, user["groups"], ("users", user.get("username", ""), "groups"))
        if "clientConsents" in user:
            _consents(known, user)


def _roles_of_user(known: _Known, user: Rep, made: dict[tuple[str, str], str]) -> None:
    name = user.get("username", "")
    _client_roles(known, user, ("users", name))
    for client, roles in user["clientRoles"].items():
        for role in roles:
            if role in known.roles.get(client, ()):
                continue
            first = made.setdefault((client, role), name)
            if first != name:
                what = f'client "{client}" has no role "{role}", which "{first}" is given too'
                hint = f'define it: "roles": {{"client": {{"{client}": [{{"name": "{role}"}}]}}}}'
                known.wrong.append((("users", name, "clientRoles", client), what, hint))


def _consents(known: _Known, user: Rep) -> None:
    def is_good(consent: Rep) -> bool:
        place = ("users", user.get("username", ""), "clientConsents", consent.get("clientId", ""))
        if not known.client(consent.get("clientId", ""), place):
            return False
        scopes = consent.get("grantedClientScopes", [])
        _only_known(known, consent, "grantedClientScopes", known.scopes, "client scope", place)
        return len(consent.get("grantedClientScopes", [])) == len(scopes)

    user["clientConsents"] = [it for it in user["clientConsents"] if is_good(it)]


def _known_groups(known: _Known, paths: list[str], place: tuple[str, ...]) -> list[str]:
    out = [path for path in paths if _path(path) not in known.groups]
    for path in out:
        known.wrong.append((place, f'there is no group "{path}"', name_hint(_path(path), known.groups)))
    return [path for path in paths if path not in out] if out else paths


def _path(path: str) -> str:
    return path if path.startswith("/") else f"/{path}"


def _mappings(known: _Known) -> None:
    """See to scope mappings: whose they are, and the client whose roles they let through."""
    rep = known.rep
    if "scopeMappings" in rep:
        rep["scopeMappings"] = [it for it in rep["scopeMappings"] if _is_of_somebody(known, it, ("scopeMappings",))]
    of_clients = rep.get("clientScopeMappings", {})
    for client in [*of_clients]:
        place = ("clientScopeMappings", client)
        if not known.client(client, place):
            del of_clients[client]
        else:
            of_clients[client] = [it for it in of_clients[client] if _is_of_somebody(known, it, place)]


def _is_of_somebody(known: _Known, mapping: Rep, place: tuple[str, ...]) -> bool:
    client, scope = mapping.get("client"), mapping.get("clientScope")
    if client is not None:
        at = (*place, client)
        if not known.client(client, at):
            return False
    elif scope is not None:
        at = (*place, scope)
        # As KeycloakModelUtils.getClientScopeByName: a client will do.
        if scope not in known.scopes and scope not in known.clients:
            known.wrong.append((at, f'there is no client scope "{scope}"', name_hint(scope, known.scopes)))
            return False
    else:
        known.wrong.append((place, "this scope mapping is nobody's", 'add "client" or "clientScope"'))
        return False
    if "roles" not in mapping:
        known.wrong.append((at, "this scope mapping has no roles", 'add "roles": [], or take it out'))
        return False
    return True
