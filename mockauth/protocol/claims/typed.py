"""Convert values to the type in a mapper's `jsonType.label` (OIDCAttributeMapperHelper.mapAttributeValue)."""

import json
import re
from math import isfinite
from typing import Any

from mockauth.protocol.java import hash_order
from mockauth.realms.model import Mapper

_INT_BITS, _LONG_BITS = 31, 63
_LONGEST_NUMBER = 40


# The lack of a value; None is JSON null.
ABSENT = object()


class Parsed(dict[str, Any]):
    """An object parsed from JSON: it keeps the order of its members, and no other claims are added to it."""


class ParsedList(list[Any]):
    """A list parsed from JSON: it counts as a single value."""


def typed(mapper: Mapper, value: Any, many: bool) -> Any:
    """Convert a value to the mapper's type, with `many` each value of a list; ABSENT if that is not possible."""
    kind = mapper.options.get("jsonType.label")
    if isinstance(value, (list, tuple)):
        if not value:
            return ABSENT
        if many:
            converted = [_convert(kind, item) for item in value]
            return [None if item is ABSENT else item for item in converted]
        value = value[0]
    return _convert(kind, value)


def whole_number(text: str, bits: int = _LONG_BITS) -> int | None:
    """Parse a whole number as java.lang.Long, or with 31 bits as java.lang.Integer; return None for other texts."""
    if len(text) > _LONGEST_NUMBER or not re.fullmatch(r"[+-]?\d+", text):
        return None
    number = int(text)
    return number if -(1 << bits) <= number < 1 << bits else None


def java_string(value: Any, as_json: bool = False) -> str:
    """Return a value as a string, as Java's Object.toString does."""
    if as_json:
        return json.dumps(value, ensure_ascii=False, separators=(",", ":"))
    if isinstance(value, list):
        return "[" + ", ".join(map(java_string, value)) + "]"
    return value if isinstance(value, str) else json.dumps(value)


def in_hash_order(value: Any) -> Any:
    """Return an object with its members in the order of Java's HashMap, as Keycloak writes them."""
    if not isinstance(value, dict) or isinstance(value, Parsed):
        return value
    return {name: in_hash_order(value[name]) for name in hash_order(value)}


def _convert(kind: str | None, value: Any) -> Any:
    if not isinstance(value, str):
        return ABSENT if value is None else value
    if kind == "boolean":
        return value.lower() == "true"
    if kind in ("int", "long"):
        number = whole_number(value, _INT_BITS if kind == "int" else _LONG_BITS)
        return ABSENT if number is None else number
    return _json(value) if kind == "JSON" else value


def _json(text: str) -> Any:
    """Parse the first JSON value of a text, as Jackson does; return ABSENT if there is none.

    A number must be followed by a space or the end: 007 and 127.0.0.1 are not numbers.
    """
    decoder = json.JSONDecoder(object_hook=Parsed, parse_float=_finite, parse_constant=_finite)
    text = text.lstrip(" \t\r\n")
    try:
        value, end = decoder.raw_decode(text)
    except (ValueError, RecursionError):
        return ABSENT
    if isinstance(value, list):
        return ParsedList(value)
    ends = not text[end:] or text[end].isspace() or isinstance(value, (dict, str))
    return value if ends else ABSENT


def _finite(text: str) -> float:
    # Python accepts NaN and Infinity; JSON has neither.
    number = float(text)
    if not isfinite(number):
        raise ValueError(text)
    return number
