"""Hints for unknown keys of a registry, and for lists in place of tables. Loaded only if there is a problem."""

import json
import re
from typing import Any

from mockauth.realms.problems import did_you_mean
from mockauth.realms.problems.hints import listed, snake_case
from mockauth.realms.registry.key_types import LISTS, OPTIONS, RAW
from mockauth.realms.registry.keys import KEYS, all_keys
from mockauth.realms.registry.other_keys import object_keys

# Kinds of tables whose names often contain dots: a client service.orders, a user ada@example.org.
_NAMES_WITH_DOTS = ("client", "user", "role", "scope", "group", "organization")
# The key that Keycloak has for the name of a table, and what it is called.
_NAMES = {
    "realm": ("realm", "the name of the realm"),
    "client": ("client_id", "the client ID"),
    "scope": ("name", "the name of the client scope"),
    "mapper": ("name", "the name of the mapper"),
    "role": ("name", "the name of the role"),
    "group": ("name", "the name of the group"),
    "organization": ("alias", "the alias of the organization"),
    "user": ("username", "the username"),
}
# Keys that people try, and what they mean.
_OTHER_WORDS = {
    ("user", "credentials"): 'write password = "…"',
    ("user", "roles"): "write realm_roles = […], or client_roles = { CLIENT_ID = […] }",
    ("user", "name"): 'write first_name = "…" and last_name = "…"',
    ("group", "roles"): "write realm_roles = […], or client_roles = { CLIENT_ID = […] }",
    ("client", "client_secret"): 'write secret = "…"',
    ("client", "scopes"): "write default_client_scopes = […] or optional_client_scopes = […]",
    ("client", "mappers"): "write [….protocol_mappers.NAME]",
    ("client", "confidential"): 'write secret = "…", which makes the client confidential',
    ("client", "grant_types"): "write standard_flow_enabled, direct_access_grants_enabled or"
    " service_accounts_enabled = true",
    ("scope", "mappers"): "write [….protocol_mappers.NAME]",
    ("realm", "scopes"): "write [….client_scopes.NAME]",
    ("role", "composites"): "write realm_composites = […], or client_composites = { CLIENT_ID = […] }",
}
_BARE = re.compile(r"[\w-]+", re.ASCII)


def suggestion(name: str, value: Any, kind: str, place: str) -> str:
    """Say what to write instead of an unknown key of the table at `place`."""
    snake = snake_case(name).replace("-", "_")
    return _other_word(snake, value, kind, place) or _missing_quotes(name, value, kind, place) or _spelling(name, kind)


def _other_word(snake: str, value: Any, kind: str, place: str) -> str:
    if kind in _NAMES and snake == _NAMES[kind][0] and not isinstance(value, (dict, list)):
        return _name_hint(kind, str(value), place)
    return _OTHER_WORDS.get((kind, snake), "")


def _missing_quotes(name: str, value: Any, kind: str, place: str) -> str:
    """Recognize a name with dots that is not in quotes, which makes a table in a table."""
    parent, _, own = place.rpartition(".")
    tables = [table for table, key in KEYS[kind].items() if key.type in (OPTIONS, LISTS, RAW) or key.kind]
    if not isinstance(value, dict) or kind not in _NAMES_WITH_DOTS or did_you_mean(name, tables):
        return ""
    return f'put a name that contains dots in quotes: [{parent}."{own}.{name}"]'


def _spelling(name: str, kind: str) -> str:
    snake, known = snake_case(name).replace("-", "_"), [*all_keys(kind)]
    # Keycloak's own spelling is the most likely mistake: redirectUris for redirect_uris.
    if snake in known:
        return f'did you mean "{snake}"?'
    if kind != "registry" and snake in object_keys(kind):
        return f"write it as in Keycloak: keycloak = {{ {object_keys(kind)[snake]} = … }}"
    if "." in name and "attributes" in KEYS[kind]:
        return f"write attributes = {{ {json.dumps(name)} = … }}"
    return did_you_mean(snake, known) or _known(kind)


def _known(kind: str) -> str:
    return f"the keys here are {listed(KEYS[kind])}"


def _name_hint(kind: str, value: str, place: str) -> str:
    parent, _, own = place.rpartition(".")
    what = f"{_NAMES[kind][1]} is the name of the table"
    return f"take it out: {what}" if value == own else f"{what}: [{parent}.{_toml_key(value[:100])}]"


def tables_hint(value: Any, kind: str, place: str) -> str:
    """Say how to write a table for each name if `value` is something else, for example an array of tables."""
    if isinstance(value, list) and value and all(isinstance(item, dict) for item in value):
        key = _NAMES[kind][0]
        names = (item.get(spelling) for item in value for spelling in (key, key.replace("_id", "Id")))
        name = next((it for it in names if isinstance(it, str) and it), "")
        return f"write [{place}.{_toml_key(name[:100]) if name else 'NAME'}], not [[{place}]]"
    return f"write [{place}.NAME]"


def _toml_key(name: str) -> str:
    return name if _BARE.fullmatch(name) else json.dumps(name, ensure_ascii=False)
