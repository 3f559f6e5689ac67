"""Settings spelled as in the realm's own file, for hints that a user can copy."""

import json

from mockauth.realms.hints import snake_case
from mockauth.realms.model import Realm


def setting(realm: Realm, key: str, value: object) -> str:
    """Spell a setting of a client, user or realm in the language of the file that the realm comes from.

    `key` is Keycloak's camelCase key, or a client or realm attribute if it contains a dot.
    A realm file gets `"standardFlowEnabled": true`, a registry gets `standard_flow_enabled = true`.
    """
    value = json.dumps(value, ensure_ascii=False)
    if is_in_registry(realm):
        return f"attributes = {{ {json.dumps(key)} = {value} }}" if "." in key else f"{snake_case(key)} = {value}"
    return f'"attributes": {{ {json.dumps(key)}: {value} }}' if "." in key else f"{json.dumps(key)}: {value}"


def is_in_registry(realm: Realm) -> bool:
    """Tell whether a realm comes from a registry (TOML, or the built-in sample) and not from a realm file (JSON)."""
    return realm.source.endswith((".toml", "sample", "tables"))
