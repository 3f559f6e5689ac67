"""Validation of a registry's tables: unknown keys, wrong types and invalid URLs are refused with a place and a hint."""

import json
import re
from collections.abc import Callable, Mapping
from typing import Any
from urllib.parse import urlsplit

from mockauth.realms.model.one_time_passwords import decode_base32
from mockauth.realms.problems.hints import flag_hint, name_hint, number_hint
from mockauth.realms.registry.key_types import (
    ADDRESS,
    BASE32,
    FLAG,
    LISTS,
    LOGOUTS,
    LONG,
    NUMBER,
    OPTIONS,
    ORIGINS,
    RAW,
    REDIRECTS,
    TEXT,
    TEXTS,
    URL,
    Key,
)
from mockauth.realms.registry.keys import find_key

# A problem is a place, a description and a hint.
Problems = list[tuple[str, str, str]]

_HTTP = re.compile(r"https?://[^\s/?#]+(?:/[^\s#]*)?")
_ORIGIN = re.compile(r"https?://[^\s/?#*]+")
_REDIRECT = re.compile(r"(?:[A-Za-z][\w+.-]*:|/)[^\s#]*|\*")
_FORBIDDEN_IN_REALM_NAMES = re.compile(r"[\s/?#<>\"'\\%;&\[\]{}|^`=:,@!$()*+]")
_MAX_INT, _MAX_LONG = 2**31 - 1, 2**63 - 1


def check_registry(document: Mapping[str, Any], problems: Problems) -> None:
    """Check a whole registry and add its problems to `problems`."""
    _check_table(document, "registry", "", problems)
    realms = document.get("realms")
    if realms in (None, {}):
        problems.append(("realms", "no realm is defined", "begin with [realms.NAME.clients.CLIENT_ID]"))
    for name in realms if isinstance(realms, dict) else ():
        if name in ("", ".", "..") or _FORBIDDEN_IN_REALM_NAMES.search(name):
            hint = "use letters, digits, dots, hyphens and underscores"
            problems.append((f"realms.{name or json.dumps(name)}", "invalid realm name", hint))


def _check_table(table: Any, kind: str, place: str, problems: Problems) -> None:
    if not isinstance(table, dict):
        hint = f"write [{place}], with single brackets" if isinstance(table, list) else ""
        problems.append((place, f"expected a table, got {_described(table)}", hint))
        return
    for name, value in table.items():
        at = f"{place}.{name}".lstrip(".")
        key = find_key(kind, name)
        if key is None:
            from mockauth.realms.registry.unknown_keys import suggestion

            problems.append((at, f'unknown key "{name}"', suggestion(name, value, kind, place)))
        else:
            _check_value(value, key, kind, at, problems)


def _check_value(value: Any, key: Key, kind: str, place: str, problems: Problems) -> None:
    if key.kind:
        _check_tables(value, key.kind, place, problems)
        return
    if key.type == RAW:
        from mockauth.realms.registry.raw import check_raw

        check_raw(value, kind, place, problems)
        return
    expected, accepts = _TYPES[key.type]
    if not accepts(value):
        problems.append((place, f"expected {expected}, got {_shown(value, key)}", _hint(value, key)))
    elif key.choices and value not in key.choices:
        problems.append((place, f'invalid value "{value:.200}"', name_hint(value, key.choices)))


def _check_tables(value: Any, kind: str, place: str, problems: Problems) -> None:
    if kind == "role" and _is_texts(value):
        return
    if not isinstance(value, dict):
        from mockauth.realms.registry.unknown_keys import tables_hint

        what = f"expected a table for each {_TABLES.get(kind, kind)}, got {_described(value)}"
        problems.append((place, what, tables_hint(value, kind, place)))
        return
    for name, table in value.items():
        if not name.strip() and kind != "realm":
            problems.append((f"{place}.{json.dumps(name)}", "the name is empty", "write a name between the quotes"))
        _check_table(table, kind, f"{place}.{name}", problems)


def _shown(value: Any, key: Key) -> str:
    """Describe a wrong value. The value itself is shown only for types that never hold a secret."""
    if key.type in _LISTS_OF_URLS and _is_texts(value):
        wrong = next(item for item in value if not _TYPES[key.type][1]([item]))
        return f"{_described(value)} that contains {json.dumps(wrong[:200], ensure_ascii=False)}"
    if key.type in _SHOWN and type(value) in (str, int, float):
        return f"{_described(value)} {json.dumps(value, ensure_ascii=False):.200}"
    return _described(value)


def _hint(value: Any, key: Key) -> str:
    if key.type in _HINTS:
        return _HINTS[key.type](value)
    fits_in_list = isinstance(value, str) and _TYPES[key.type][1]([value])
    return f"write [{json.dumps(value[:200], ensure_ascii=False)}]" if fits_in_list else ""


def _text_hint(value: Any) -> str:
    return "put it in quotes" if isinstance(value, (bool, int, float)) else ""


def _url_hint(value: Any) -> str:
    meant = f"http://{value}"
    return f"write {json.dumps(meant)}" if _is_text(value) and ":/" not in value and _is_url(meant) else ""


def _options_hint(value: Any) -> str:
    """Recognize dots outside quotes, which make nested tables: access.token.lifespan = "60"."""
    is_nested = isinstance(value, dict) and any(isinstance(item, dict) for item in value.values())
    return 'put names that contain dots in quotes: "access.token.lifespan"' if is_nested else ""


def _is_text(value: Any) -> bool:
    return isinstance(value, str)


def _is_url(text: str) -> bool:
    try:
        return bool(_HTTP.fullmatch(text) and urlsplit(text).netloc)
    except ValueError:
        return False


def _is_address(text: str) -> bool:
    # Keycloak puts its own address before a path, and replaces ${…}.
    return text.startswith("/") or not text or "${" in text or _is_url(text.partition("#")[0])


def _is_base32(text: str) -> bool:
    try:
        return bool(decode_base32(text))
    except ValueError:
        return False


def _is_texts(value: Any) -> bool:
    return isinstance(value, list) and all(isinstance(item, str) for item in value)


def _is_plain(value: Any) -> bool:
    return isinstance(value, (str, bool, int))


def _is_options(value: Any) -> bool:
    return isinstance(value, dict) and all(_is_plain(item) for item in value.values())


def _is_lists(value: Any) -> bool:
    return isinstance(value, dict) and all(_is_plain(item) or _is_texts(item) for item in value.values())


def _up_to(most: int) -> Callable[[Any], bool]:
    return lambda value: isinstance(value, int) and not isinstance(value, bool) and -1 <= value <= most


def _all(pattern: re.Pattern[str], *others: str) -> Callable[[Any], bool]:
    return lambda value: _is_texts(value) and all(item in others or pattern.fullmatch(item) for item in value)


# What a kind of table is called in messages, if not by its own name.
_TABLES = {"scope": "client scope", "mapper": "protocol mapper"}
_TYPES: Mapping[str, tuple[str, Callable[[Any], bool]]] = {
    FLAG: ("true or false", lambda value: isinstance(value, bool)),
    NUMBER: (f"a whole number from -1 to {_MAX_INT}", _up_to(_MAX_INT)),
    LONG: (f"a whole number from -1 to {_MAX_LONG}", _up_to(_MAX_LONG)),
    TEXT: ("a string", _is_text),
    TEXTS: ("a list of strings", _is_texts),
    OPTIONS: ("a table of strings", _is_options),
    LISTS: ("a table of lists of strings", _is_lists),
    URL: ("an http or https URL", lambda value: _is_text(value) and _is_url(value)),
    ADDRESS: (
        "an http or https URL, or a path that begins with /",
        lambda value: _is_text(value) and _is_address(value),
    ),
    REDIRECTS: ("a list of URLs (absolute, or beginning with /; no #)", _all(_REDIRECT)),
    LOGOUTS: ('a list of URLs (absolute, or beginning with /; no #), "+" or "-"', _all(_REDIRECT, "+", "-")),
    BASE32: (
        'a base32 string such as "JBSWY3DPEHPK3PXP" (A to Z, 2 to 7)',
        lambda value: _is_text(value) and _is_base32(value),
    ),
    ORIGINS: ('a list of origins such as "http://localhost:8080" (no path), "+" or "*"', _all(_ORIGIN, "+", "*")),
}
# Types whose wrong values are shown, because they never hold a secret.
_SHOWN = (FLAG, NUMBER, LONG, URL, ADDRESS)
_LISTS_OF_URLS = (REDIRECTS, LOGOUTS, ORIGINS)
_HINTS: Mapping[str, Callable[[Any], str]] = {
    FLAG: flag_hint,
    NUMBER: number_hint,
    LONG: number_hint,
    URL: _url_hint,
    ADDRESS: _url_hint,
    TEXT: _text_hint,
    OPTIONS: _options_hint,
}


def _described(value: Any) -> str:
    if isinstance(value, list) and value and all(isinstance(item, dict) for item in value):
        return "a list of tables"
    if isinstance(value, list) and not _is_texts(value):
        return "a list that contains more than strings"
    names = {
        bool: "true or false",
        int: "a number",
        float: "a decimal number",
        str: "a string",
        list: "a list",
        dict: "a table",
    }
    return names.get(type(value), "a date or time")
