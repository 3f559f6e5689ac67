"""What a registry may hold: unknown keys, wrong types and bad URLs are refused, each at its place with a hint."""

import json
import re
from collections.abc import Callable, Mapping
from typing import Any
from urllib.parse import urlsplit

from mockauth.realms.hints import flag_hint, listed, name_hint, number_hint
from mockauth.realms.one_time_passwords import of_base32
from mockauth.realms.problems import did_you_mean
from mockauth.realms.registry.keys import (
    ADDRESS,
    BASE32,
    FLAG,
    KEYS,
    LISTS,
    LOGOUTS,
    NUMBER,
    OPTIONS,
    ORIGINS,
    REDIRECTS,
    TEXT,
    TEXTS,
    URL,
    Key,
)

Problems = list[tuple[str, str, str]]

_HTTP = re.compile(r"https?://[^\s/?#]+(?:/[^\s#]*)?")
_ORIGIN = re.compile(r"https?://[^\s/?#*]+")
_REDIRECT = re.compile(r"(?:[A-Za-z][\w+.-]*:|/)[^\s#]*|\*")
_FORBIDDEN_IN_REALM_NAMES = re.compile(r"[\s/?#<>\"'\\%;&\[\]{}|^`=:,@!$()*+]")
_MOST = 2**31 - 1
# What has a name that a person would write with dots: a client service.orders, a user ada@example.org.
_NAMED = ("client", "user", "role", "scope", "group", "organization")


def check_registry(document: Mapping[str, Any], problems: Problems) -> None:
    """Check a whole registry; what is wrong is added to `problems` as (place, what, hint)."""
    _check_table(document, "registry", "", problems)
    realms = document.get("realms")
    if realms in (None, {}):
        problems.append(("realms", "there is no realm", "begin with [realms.NAME.clients.CLIENT-ID]"))
    for name in realms if isinstance(realms, dict) else ():
        if name in ("", ".", "..") or _FORBIDDEN_IN_REALM_NAMES.search(name):
            hint = "use letters, digits, dots, hyphens and underscores"
            problems.append(
                (f"realms.{name or json.dumps(name)}", "Keycloak does not accept this as the name of a realm", hint)
            )


def _check_table(table: Any, kind: str, place: str, problems: Problems) -> None:
    if not isinstance(table, dict):
        hint = f"write [{place}], with one bracket" if isinstance(table, list) else ""
        problems.append((place, f"expected a table, got {_described(table)}", hint))
        return
    for name, value in table.items():
        at = f"{place}.{name}".lstrip(".")
        key = KEYS[kind].get(name)
        if key is None:
            problems.append((at, f'unknown key "{name}"', _suggestion(name, value, kind, place)))
        else:
            _check_value(value, key, at, problems)


def _check_value(value: Any, key: Key, place: str, problems: Problems) -> None:
    if key.type.startswith("tables of "):
        kind = key.type.removeprefix("tables of ")
        if kind == "role" and _is_texts(value):
            return
        if not isinstance(value, dict):
            problems.append((place, f"expected tables by name, got {_described(value)}", ""))
            return
        for name, table in value.items():
            if not name.strip() and kind != "realm":
                problems.append((f"{place}.{json.dumps(name)}", "this has no name", "write one between the quotes"))
            _check_table(table, kind, f"{place}.{name}", problems)
        return
    expected, accepts = _TYPES[key.type]
    if not accepts(value):
        problems.append((place, f"expected {expected}, got {_shown(value, key)}", _hint(value, key)))
    elif key.choices and value not in key.choices:
        problems.append((place, f'"{value:.200}" cannot be used here', name_hint(value, key.choices)))


def _shown(value: Any, key: Key) -> str:
    """Give what a wrong value is, and where none of its kind is a secret, the value itself."""
    if key.type in _LISTS_OF_URLS and _is_texts(value):
        wrong = next(item for item in value if not _TYPES[key.type][1]([item]))
        return f"{_described(value)} with {json.dumps(wrong[:200], ensure_ascii=False)} in it"
    if key.type in _SHOWN and type(value) in (str, int, float):
        return f"{_described(value)} {json.dumps(value, ensure_ascii=False):.200}"
    return _described(value)


def _hint(value: Any, key: Key) -> str:
    if key.type in _HINTS:
        return _HINTS[key.type](value)
    in_a_list = isinstance(value, str) and _TYPES[key.type][1]([value])
    return f"write [{json.dumps(value[:200], ensure_ascii=False)}]" if in_a_list else ""


def _text_hint(value: Any) -> str:
    return "put it in quotes" if isinstance(value, (bool, int, float)) else ""


def _url_hint(value: Any) -> str:
    meant = f"http://{value}"
    return f"write {json.dumps(meant)}" if _is_text(value) and ":/" not in value and _is_url(meant) else ""


def _options_hint(value: Any) -> str:
    """Dots that are not in quotes make tables: access.token.lifespan = "60"."""
    within = isinstance(value, dict) and any(isinstance(item, dict) for item in value.values())
    return 'put names that have dots in quotes: "access.token.lifespan"' if within else ""


def _suggestion(name: str, value: Any, kind: str, place: str) -> str:
    parent, _, own = place.rpartition(".")
    tables = [it for it, key in KEYS[kind].items() if key.type in (OPTIONS, LISTS) or key.type.startswith("tables")]
    if isinstance(value, dict) and kind in _NAMED and not did_you_mean(name, tables):
        return f'a name that has dots is put in quotes: [{parent}."{own}.{name}"]'
    # Keycloak's own spelling is the likeliest slip: redirectUris for redirect_uris.
    snake = re.sub(r"(?<=[a-z])([A-Z])", r"_\1", name).lower().replace("-", "_")
    known = KEYS[kind]
    return f'did you mean "{snake}"?' if snake in known else did_you_mean(snake, known) or f"known are: {listed(known)}"


def _is_text(value: Any) -> bool:
    return isinstance(value, str)


def _is_url(text: str) -> bool:
    try:
        return bool(_HTTP.fullmatch(text) and urlsplit(text).netloc)
    except ValueError:
        return False


def _is_address(text: str) -> bool:
    # Keycloak puts its own address before a path, and into ${…}.
    return text.startswith("/") or not text or "${" in text or _is_url(text.partition("#")[0])


def _is_base32(text: str) -> bool:
    try:
        return bool(of_base32(text))
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


def _is_number(value: Any) -> bool:
    return isinstance(value, int) and not isinstance(value, bool) and -1 <= value <= _MOST


def _all(pattern: re.Pattern[str], *others: str) -> Callable[[Any], bool]:
    return lambda value: _is_texts(value) and all(item in others or pattern.fullmatch(item) for item in value)


_TYPES: Mapping[str, tuple[str, Callable[[Any], bool]]] = {
    FLAG: ("true or false", lambda value: isinstance(value, bool)),
    NUMBER: (f"a whole number from -1 to {_MOST}", _is_number),
    TEXT: ("a string", _is_text),
    TEXTS: ("a list of strings", _is_texts),
    OPTIONS: ("a table of strings", _is_options),
    LISTS: ("a table of lists of strings", _is_lists),
    URL: ("an http or https URL", lambda value: _is_text(value) and _is_url(value)),
    ADDRESS: ("an http or https URL, or a path from /", lambda value: _is_text(value) and _is_address(value)),
    REDIRECTS: ("a list of URLs (absolute, or from /; no #)", _all(_REDIRECT)),
    LOGOUTS: ('a list of URLs (absolute, or from /; no #), "+" or "-"', _all(_REDIRECT, "+", "-")),
    BASE32: (
        'a base32 text such as "JBSWY3DPEHPK3PXP" (A to Z, 2 to 7)',
        lambda value: _is_text(value) and _is_base32(value),
    ),
    ORIGINS: ('a list of origins such as "http://localhost:8080" (no path), "+" or "*"', _all(_ORIGIN, "+", "*")),
}
# Of these a wrong value is shown: none is a secret.
_SHOWN = (FLAG, NUMBER, URL, ADDRESS)
_LISTS_OF_URLS = (REDIRECTS, LOGOUTS, ORIGINS)
_HINTS: Mapping[str, Callable[[Any], str]] = {
    FLAG: flag_hint,
    NUMBER: number_hint,
    URL: _url_hint,
    ADDRESS: _url_hint,
    TEXT: _text_hint,
    OPTIONS: _options_hint,
}


def _described(value: Any) -> str:
    if isinstance(value, list) and not _is_texts(value):
        return "a list with something else in it"
    names = {
        bool: "true or false",
        int: "a number",
        float: "a fraction",
        str: "a string",
        list: "a list",
        dict: "a table",
    }
    return names.get(type(value), "a date or time")
