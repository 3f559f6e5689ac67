"""Mappers of roles: those that write them into tokens, and those that change them before."""

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
    """The roles of a token: the realm's, and those of each client."""

    realm: frozenset[str]
    clients: Mapping[str, frozenset[str]]

    @classmethod
    def of(cls, refs: Iterable[RoleRef]) -> "Roles":
        """Sort roles by where they belong."""
        realm: set[str] = set()
        clients: dict[str, set[str]] = {}
        for ref in refs:
            (clients.setdefault(ref.client, set()) if ref.client else realm).add(ref.name)
        return cls(frozenset(realm), {client: frozenset(names) for client, names in clients.items()})

    def has(self, role: RoleRef) -> bool:
        """Whether the role is among them."""
        return role.name in (self.clients.get(role.client, frozenset()) if role.client else self.realm)

    def changed(self, role: RoleRef, there: bool) -> "Roles":
        """Give the roles with this one among them, or not."""
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
        # Only where the mapper is for every client does the prefix know the client's id.
        # There, as in any replacement of a Java pattern, a backslash is none.
        own = prefix if one else prefix.replace(_CLIENT_ID, re.sub(r"\\(.)", r"\1", client))
        yield from _written(mapper, subject.client_roles.get(client, ()), name, own)


def rename(mapper: Mapper, roles: Roles) -> Roles:
    """`oidc-role-name-mapper`: a role under another name, or of another client."""
    old, new = _ref(required_option(mapper, "role")), _ref(required_option(mapper, "new.role.name"))
    return roles.changed(old, False).changed(new, True) if roles.has(old) else roles


def hardcoded(mapper: Mapper, roles: Roles) -> Roles:
    """`oidc-hardcoded-role-mapper`: one role more."""
    return roles.changed(_ref(required_option(mapper, "role")), True)


def in_set_order(token: Mapping[str, Any]) -> None:
    """Write the roles that a token holds in the order of Keycloak's sets, each once (AccessToken.Access)."""
    of_clients = token.get("resource_access")
    for access in (token.get("realm_access"), *(of_clients.values() if isinstance(of_clients, dict) else ())):
        # Mappers may put anything under these names.
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
