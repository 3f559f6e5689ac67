"""The JSON schema of registries, generated from the keys."""

from typing import Any

from mockauth.realms.registry import key_types
from mockauth.realms.registry.key_types import Key
from mockauth.realms.registry.keys import KEYS
from mockauth.realms.registry.other_keys import other_keys

_TEXT = {"type": "string"}
_TEXTS = {"type": "array", "items": _TEXT}
_PLAIN = {"type": ["string", "boolean", "integer"]}
# A string can contain ${VAR}: the schema cannot require a URL, and has choices only for strings without a variable.
_TYPES: dict[str, dict[str, Any]] = {
    key_types.FLAG: {"type": "boolean"},
    key_types.NUMBER: {"type": "integer", "minimum": -1, "maximum": 2**31 - 1},
    key_types.LONG: {"type": "integer", "minimum": -1, "maximum": 2**63 - 1},
    key_types.TEXT: _TEXT,
    key_types.TEXTS: _TEXTS,
    key_types.OPTIONS: {"type": "object", "additionalProperties": _PLAIN},
    key_types.LISTS: {"type": "object", "additionalProperties": {"anyOf": [_PLAIN, _TEXTS]}},
    key_types.URL: _TEXT,
    key_types.ADDRESS: _TEXT,
    key_types.REDIRECTS: _TEXTS,
    key_types.LOGOUTS: _TEXTS,
    key_types.ORIGINS: _TEXTS,
    key_types.BASE32: _TEXT,
    key_types.RAW: {"type": "object"},
}


def schema() -> dict[str, Any]:
    """Return the schema (JSON Schema draft 2020-12)."""
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "title": "mockauth registry",
        **_table("registry"),
        "$defs": {kind: _table(kind) for kind in KEYS if kind != "registry"},
    }


def _table(kind: str) -> dict[str, Any]:
    properties = {name: {**_value(key), "description": key.means} for name, key in KEYS[kind].items()}
    if kind != "registry":
        for name, key in other_keys(kind).items():
            properties[name] = {
                **_value(key),
                "description": f"Keycloak's {key.name}; accepted, but mockauth ignores it",
            }
    return {"type": "object", "additionalProperties": False, "properties": properties}


def _value(key: Key) -> dict[str, Any]:
    if key.choices:
        return {"anyOf": [{"enum": [*key.choices]}, {"type": "string", "pattern": r"\$\{"}]}
    if not key.kind:
        return _TYPES[key.type]
    tables = {"type": "object", "additionalProperties": {"$ref": f"#/$defs/{key.kind}"}}
    return {"anyOf": [tables, _TEXTS]} if key.kind == "role" else tables
