"""Settings spelled as in the realm's own file, for hints that a user can copy."""

import json

from mockauth.realms.model import Realm
from mockauth.realms.problems.hints import snake_case


def setting(realm: Realm, key: str, value: object) -> str:
    """Spell a setting of a client, user or realm in the language of the file that the realm comes from.

    `key` is Keycloak's camelCase key, or a client or realm attribute if it contains a dot.
    A realm file gets `"standardFlowEnabled": true`, a registry gets `standard_flow_enabled = true`.
    """
    value = json.dumps(value, ensure_ascii=False)
    if realm.in_registry:
        return f"attributes = {{ {json.dumps(key)} = {value} }}" if "." in key else f"{snake_case(key)} = {value}"
    return f'"attributes": {{ {json.dumps(key)}: {value} }}' if "." in key else f"{json.dumps(key)}: {value}"
