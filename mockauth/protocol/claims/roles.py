"""Mappers for roles: some write roles into tokens, others change the roles before."""

import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Any, NamedTuple

from mockauth.protocol.claims.claim import Claim, Subject, required_option
from mockauth.protocol.claims.placing import split
from mockauth.protocol.claims.typed import ABSENT, typed
from mockauth.protocol.java import hash_order
from mockauth.realms.model import Mapper, RoleRef

_CLIENT_ID = "${client_id}"


class Roles(NamedTuple):
    """The realm roles and the roles of each client in a token."""

    realm: frozenset[str]
    clients: Mapping[str, frozenset[str]]

    @classmethod
    def of(cls, refs: Iterable[RoleRef]) -> "Roles":
        """Group roles by realm and clients."""
        realm: set[str] = set()
        clients: dict[str, set[str]] = {}
        for ref in refs:
            (clients.setdefault(ref.client, set()) if ref.client else realm).add(ref.name)
        return cls(frozenset(realm), {client: frozenset(names) for client, names in clients.items()})

    def has(self, role: RoleRef) -> bool:
        """Return whether the role is one of these roles."""
        return role.name in (self.clients.get(role.client, frozenset()) if role.client else self.realm)

    def changed(self, role: RoleRef, there: bool) -> "Roles":
        """Return the roles with this role, or without it if `there` is false."""
        names = self.clients.get(role.client, frozenset()) if role.client else self.realm
        names = names | {role.name} if there else names - {role.name}
        return (
            self._replace(clients={**self.clients, role.client: names}) if role.client else self._replace(realm=names)
        )


Change = Callable[[Mapper, Roles], Roles]


def realm_roles(mapper: Mapper, subject: Subject) -> Iterable[Claim]:
    """`oidc-usermodel-realm-role-mapper`."""
    prefix = mapper.options.get("usermodel.realmRoleMapping.rolePrefix") or ""
    return _written(mapper, subject.realm_roles, mapper.options.get("claim.name", ""), prefix)


def client_roles(mapper: Mapper, subject: Subject) -> Iterable[Claim]:
    """`oidc-usermodel-client-role-mapper`: the roles of one client, or of each."""
    one = mapper.options.get("usermodel.clientRoleMapping.clientId")
    prefix = mapper.options.get("usermodel.clientRoleMapping.rolePrefix") or ""
    for client in [one] if one else hash_order(subject.client_roles):
        escaped = client.replace("\\", "\\\\").replace(".", "\\.")
        name = mapper.options.get("claim.name", "").replace(_CLIENT_ID, escaped)
        # The prefix may have a placeholder for the client ID only if the mapper is for every client. The ID is the
        # replacement of a Java pattern there, in which a backslash escapes the next character.
        own = prefix if one else prefix.replace(_CLIENT_ID, re.sub(r"\\(.)", r"\1", client))
        yield from _written(mapper, subject.client_roles.get(client, ()), name, own)


def rename(mapper: Mapper, roles: Roles) -> Roles:
    """`oidc-role-name-mapper`: rename a role, or move it to another client."""
    old, new = _ref(required_option(mapper, "role")), _ref(required_option(mapper, "new.role.name"))
    return roles.changed(old, False).changed(new, True) if roles.has(old) else roles


def hardcoded(mapper: Mapper, roles: Roles) -> Roles:
    """`oidc-hardcoded-role-mapper`: add a role."""
    return roles.changed(_ref(required_option(mapper, "role")), True)


def in_set_order(token: Mapping[str, Any]) -> None:
    """Sort the roles of a token as Keycloak's HashSet does, without duplicates (AccessToken.Access)."""
    of_clients = token.get("resource_access")
    for access in (token.get("realm_access"), *(of_clients.values() if isinstance(of_clients, dict) else ())):
        # Mappers may set these names to values of any type.
        if isinstance(access, dict) and _are_texts(access.get("roles")):
            access["roles"] = hash_order(set(access["roles"]))


def _are_texts(value: object) -> bool:
    return isinstance(value, list) and all(isinstance(item, str) for item in value)


def _ref(name: str) -> RoleRef:
    client, _, role = name.rpartition(".")
    return RoleRef(client, role)


def _written(mapper: Mapper, roles: Sequence[str], name: str, prefix: str) -> Iterable[Claim]:
    names = hash_order([prefix + role for role in roles]) if prefix else roles
    value = typed(mapper, list(names), mapper.options.get("multivalued") == "true")
    path = split(name)
    if value is not ABSENT and path:
        yield Claim(path, value, "extend" if isinstance(value, list) else "set")
