"""The keys of each kind of registry table: their types, Keycloak's names for them, and their meanings.

`KEYS` has the keys that change an answer. The other keys of Keycloak's representations are derived from the recorded
table of its representation classes: `find_key` and `all_keys` know them too.
"""

from collections.abc import Iterable, Mapping

from mockauth.realms.registry.client_keys import CLIENT
from mockauth.realms.registry.key_types import (
    BASE32,
    FLAG,
    LISTS,
    LONG,
    NUMBER,
    OPTIONS,
    RAW,
    TEXT,
    TEXTS,
    Key,
    tables_of,
)
from mockauth.realms.registry.realm_keys import REALM

_ID = {"id": Key(TEXT, "id", "ID; derived from the names by default")}
_ROLES = {
    "realm_roles": Key(TEXTS, "realmRoles", "Realm roles; a role that is not defined is created"),
    "client_roles": Key(LISTS, "clientRoles", "Client roles: client ID = [roles]; missing roles are created"),
}
_MAPPERS = {"protocol_mappers": tables_of("mapper", "Protocol mappers by name")}
_RAW = {"keycloak": Key(RAW, "", "Other keys in Keycloak's own spelling, laid over the rest: { anyKey = value }")}
_PROTOCOL = Key(TEXT, "protocol", "Protocol; mappers and scopes of saml are ignored", ("openid-connect", "saml"))

# The keys of a kind of table, by the heading that the documentation gives them.
SECTIONS: Mapping[str, Mapping[str, Mapping[str, Key]]] = {
    "registry": {"": {"realms": tables_of("realm", "Realms by name")}},
    "realm": {**REALM, "Everything else": _RAW},
    "client": {**CLIENT, "Everything else": _RAW},
    "scope": {
        "": {
            **_ID,
            "description": Key(TEXT, "description", "Description of the scope"),
            "protocol": _PROTOCOL,
            "include_in_token_scope": Key(FLAG, "", "Whether the `scope` claim names it"),
            "attributes": Key(OPTIONS, "attributes", "Attributes of the scope"),
            "scope_mappings": Key(TEXTS, "", "Realm roles that the scope allows; users need one of them to get it"),
            "client_scope_mappings": Key(LISTS, "", "Client roles that the scope allows: client ID = [roles]"),
            **_MAPPERS,
            **_RAW,
        }
    },
    "mapper": {
        "": {
            **_ID,
            "protocol_mapper": Key(
                TEXT, "protocolMapper", "Type of the mapper, for example oidc-hardcoded-claim-mapper"
            ),
            "protocol": _PROTOCOL,
            "config": Key(OPTIONS, "config", "Keycloak's options of the mapper; it applies to all tokens by default"),
            **_RAW,
        }
    },
    "role": {
        "": {
            "description": Key(TEXT, "description", "Description of the role"),
            "realm_composites": Key(TEXTS, "", "Realm roles that the role includes"),
            "client_composites": Key(LISTS, "", "Client roles that the role includes: client ID = [roles]"),
            **_RAW,
        }
    },
    "group": {
        "": {
            **_ID,
            **_ROLES,
            "attributes": Key(LISTS, "attributes", "Attributes of the members: name = value or [values]"),
            "sub_groups": tables_of("group", "Groups in this group by name"),
            **_RAW,
        }
    },
    "organization": {
        "": {
            **_ID,
            "name": Key(TEXT, "name", "Name of the organization; the alias by default"),
            "enabled": Key(FLAG, "enabled", "Whether the organization is enabled"),
            "domains": Key(TEXTS, "", "Domains, for example acme.example; *.acme.example includes all subdomains"),
            "attributes": Key(LISTS, "attributes", "Attributes: name = value or [values]"),
            "members": Key(TEXTS, "", "Usernames of the members"),
            **_RAW,
        }
    },
    "user": {
        "": {
            **_ID,
            "enabled": Key(FLAG, "enabled", "Whether the user is enabled"),
            "email": Key(TEXT, "email", "Email address"),
            "email_verified": Key(FLAG, "emailVerified", "Whether the email address is verified; true if there is one"),
            "first_name": Key(TEXT, "firstName", "First name"),
            "last_name": Key(TEXT, "lastName", "Last name"),
            "password": Key(TEXT, "", "Password"),
            "totp_secret": Key(
                BASE32, "", "Secret of an authenticator in base32; logins then ask for a one-time password"
            ),
            "attributes": Key(LISTS, "attributes", "Attributes: name = value or [values]"),
            "groups": Key(TEXTS, "groups", "Paths of groups, for example /staff/admins"),
            "required_actions": Key(TEXTS, "requiredActions", "Actions that the next login requires"),
            **_ROLES,
            "not_before": Key(NUMBER, "notBefore", "Reject tokens issued before this time, in seconds since 1970"),
            "created_timestamp": Key(
                LONG,
                "createdTimestamp",
                "Time of creation, in milliseconds since 1970; the start of mockauth by default",
            ),
            **_RAW,
        }
    },
}
KEYS: Mapping[str, Mapping[str, Key]] = {
    kind: {name: key for keys in sections.values() for name, key in keys.items()} for kind, sections in SECTIONS.items()
}


def find_key(kind: str, name: str) -> Key | None:
    """Return the key of this name in a kind of table, or None. Only names that are not in `KEYS` load the table."""
    key = KEYS[kind].get(name)
    if key is None and kind != "registry":
        from mockauth.realms.registry.other_keys import other_keys

        key = other_keys(kind).get(name)
    return key


def all_keys(kind: str) -> Iterable[str]:
    """Return the names of all keys of a kind of table, those that change an answer first."""
    from mockauth.realms.registry.other_keys import other_keys

    return [*KEYS[kind], *(other_keys(kind) if kind != "registry" else ())]
