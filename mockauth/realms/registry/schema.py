"""The JSON schema of registries, made from the table of keys."""

from typing import Any

from mockauth.realms.registry import keys
from mockauth.realms.registry.keys import KEYS, Key

_TEXT = {"type": "string"}
_TEXTS = {"type": "array", "items": _TEXT}
_PLAIN = {"type": ["string", "boolean", "integer"]}
# A string may hold ${VAR}, so the schema asks of none that it be a URL, and of choices only where there is none.
_TYPES: dict[str, dict[str, Any]] = {
    keys.FLAG: {"type": "boolean"},
    keys.NUMBER: {"type": "integer", "minimum": -1, "maximum": 2**31 - 1},
    keys.TEXT: _TEXT,
    keys.TEXTS: _TEXTS,
    keys.OPTIONS: {"type": "object", "additionalProperties": _PLAIN},
    keys.LISTS: {"type": "object", "additionalProperties": {"anyOf": [_PLAIN, _TEXTS]}},
    keys.URL: _TEXT,
    keys.ADDRESS: _TEXT,
    keys.REDIRECTS: _TEXTS,
    keys.LOGOUTS: _TEXTS,
    keys.ORIGINS: _TEXTS,
    keys.BASE32: _TEXT,
}


def schema() -> dict[str, Any]:
    """Give the schema (JSON Schema draft 2020-12)."""
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "title": "mockauth registry",
        **_table("registry"),
        "$defs": {kind: _table(kind) for kind in KEYS if kind != "registry"},
    }


def _table(kind: str) -> dict[str, Any]:
    properties = {name: {**_value(key), "description": key.means} for name, key in KEYS[kind].items()}
    return {"type": "object", "additionalProperties": False, "properties": properties}


def _value(key: Key) -> dict[str, Any]:
    if key.choices:
        return {"anyOf": [{"enum": [*key.choices]}, {"type": "string", "pattern": r"\$\{"}]}
    if not key.type.startswith("tables of "):
        return _TYPES[key.type]
    kind = key.type.removeprefix("tables of ")
    tables = {"type": "object", "additionalProperties": {"$ref": f"#/$defs/{kind}"}}
    return {"anyOf": [tables, _TEXTS]} if kind == "role" else tables
