"""Keys of Keycloak's representations that no answer depends on: accepted with Keycloak's type, and otherwise unused.

They are derived from the recorded table of representation classes. Keys that hold objects have no key of their own:
`keycloak = { … }` takes them.
"""

from collections.abc import Mapping
from functools import cache

from mockauth.realms.problems.hints import snake_case
from mockauth.realms.registry.key_types import ATTRIBUTE, FLAG, LISTS, LONG, NUMBER, OPTIONS, TEXT, TEXTS, Key
from mockauth.realms.registry.keys import KEYS
from mockauth.realms.validation.field_types import representation_classes

CLASSES = {
    "realm": "RealmRepresentation",
    "client": "ClientRepresentation",
    "scope": "ClientScopeRepresentation",
    "mapper": "ProtocolMapperRepresentation",
    "role": "RoleRepresentation",
    "group": "GroupRepresentation",
    "organization": "OrganizationRepresentation",
    "user": "UserRepresentation",
}
# Keys that cannot be set: the name of a table, its contents, and what Keycloak derives from other keys.
RESERVED: Mapping[str, tuple[str, ...]] = {
    "realm": (
        *("realm", "keycloakVersion", "clients", "clientScopes", "users", "groups", "roles", "organizations"),
        *("attributesOrEmpty", "identityFederationEnabled", "parsedClientPolicies", "parsedClientProfiles"),
    ),
    "client": ("clientId", "protocolMappers", "access", "origin"),
    "scope": ("name", "protocolMappers"),
    "mapper": ("name",),
    "role": ("name", "composite", "clientRole", "containerId"),
    "group": ("name", "path", "parentId", "subGroups", "subGroupCount", "access"),
    "organization": ("alias", "members", "domains"),
    "user": (
        "username",
        "serviceAccountClientId",
        "self",
        "origin",
        "totp",
        "access",
        "rawAttributes",
        "userProfileMetadata",
    ),
}
_TYPES = {
    "text": TEXT,
    "flag": FLAG,
    "int": NUMBER,
    "long": LONG,
    "list of text": TEXTS,
    "map of text": OPTIONS,
    "map of list of text": LISTS,
    "attributes": LISTS,
}


@cache
def other_keys(kind: str) -> Mapping[str, Key]:
    """Return the keys of a kind of table that are not in `KEYS`, by the name that the registry gives them."""
    known = {key.name.removeprefix(ATTRIBUTE) for key in KEYS[kind].values()} | {*RESERVED[kind]}
    found = {}
    for name, type_ in representation_classes()[CLASSES[kind]].items():
        if name in known or snake_case(name) in KEYS[kind]:
            continue
        if type_.startswith("one of "):
            found[snake_case(name)] = Key(TEXT, name, "", tuple(type_.removeprefix("one of ").split()))
        elif type_ in _TYPES:
            found[snake_case(name)] = Key(_TYPES[type_], name, "")
    return found


@cache
def object_keys(kind: str) -> Mapping[str, str]:
    """Return Keycloak's names of the keys that only `keycloak = { … }` takes, by the name in snake_case."""
    taken = {*other_keys(kind), *KEYS[kind]}
    names = [name for name in representation_classes()[CLASSES[kind]] if name not in (*RESERVED[kind], "*")]
    return {snake_case(name): name for name in names if snake_case(name) not in taken}
