"""Settings as a realm's own file spells them, for hints that a user can copy."""

import json
import re

from mockauth.realms.model import Realm

_WORD = re.compile(r"(?<=[a-z0-9])(?=[A-Z])")


def setting(realm: Realm, key: str, value: object) -> str:
    """Spell a setting of a client, user or realm in the language of the file that the realm comes from.

    `key` is Keycloak's camelCase key, or a client or realm attribute if it contains a dot.
    A realm file gets `"standardFlowEnabled": true`, a registry gets `standard_flow_enabled = true`.
    """
    written = json.dumps(value, ensure_ascii=False)
    if is_in_registry(realm):
        return f"attributes = {{ {json.dumps(key)} = {written} }}" if "." in key else f"{_snake(key)} = {written}"
    return f'"attributes": {{ {json.dumps(key)}: {written} }}' if "." in key else f"{json.dumps(key)}: {written}"


def is_in_registry(realm: Realm) -> bool:
    """Tell whether a realm comes from a registry (TOML, or the built-in sample) and not from a realm file (JSON)."""
    return realm.source.endswith((".toml", "sample"))


def _snake(key: str) -> str:
    return _WORD.sub("_", key).lower()
