"""Hints for error messages: what a wrong value was probably meant to be, and which names are known."""

import re
from collections.abc import Iterable

from mockauth.realms.problems import did_you_mean

_DURATION = re.compile(r"(?:pt?)?(\d{1,9})\s*([a-z]*)", re.IGNORECASE)
_SECONDS = {
    **dict.fromkeys(("s", "sec", "secs", "second", "seconds"), 1),
    **dict.fromkeys(("m", "min", "mins", "minute", "minutes"), 60),
    **dict.fromkeys(("h", "hour", "hours"), 3600),
    **dict.fromkeys(("d", "day", "days"), 86400),
}
_TRUE = ("true", "yes", "on", "y", "1")
_FALSE = ("false", "no", "off", "n", "0")
_MOST_LISTED = 10
_WORD_START = re.compile(r"(?<=[a-z0-9])(?=[A-Z])")


def number_hint(value: object) -> str:
    """Suggest the number that a string stands for: 300 for "300", "5m", "5 min" or "PT5M"."""
    match = _DURATION.fullmatch(value.strip()) if isinstance(value, str) else None
    if match is None:
        return ""
    number, unit = int(match[1]), match[2].lower()
    if not unit:
        return f"write {number}, without quotes"
    return f"write {number * _SECONDS[unit]}, in seconds" if unit in _SECONDS else ""


def flag_hint(value: object) -> str:
    """Suggest the boolean that a string or a number stands for."""
    word = str(value).strip().lower() if isinstance(value, (str, int)) else ""
    meant = "true" if word in _TRUE else "false" if word in _FALSE else ""
    return f"write {meant}, without quotes" if word == meant != "" else f"write {meant}" if meant else ""


def name_hint(name: str, known: Iterable[str], things: str = "") -> str:
    """Suggest the known name that is most similar to `name`, or list the known names.

    `things` is what they are, in the plural, for the case that there are none.
    """
    names = sorted(known)
    if not names:
        return f"no {things} are defined" if things else "none are defined"
    return did_you_mean(name, names) or f"available: {listed(names)}"


def unknown(thing: str, name: str, known: Iterable[str]) -> str:
    """Return that a name is unknown, with the most similar known name; the name may be a secret and is not repeated."""
    near = did_you_mean(name, known)
    return f"unknown {thing}, {near}" if near else f"unknown {thing}"


def listed(names: Iterable[str], most: int = _MOST_LISTED) -> str:
    """Join names with commas; after `most` names, say how many more there are."""
    all_of_them = [*names]
    more = f" and {len(all_of_them) - most} more" if len(all_of_them) > most else ""
    return ", ".join(all_of_them[:most]) + more


def described(value: object) -> str:
    """Describe the JSON type of a value."""
    kinds = {bool: "true or false", int: "a number", float: "a number", list: "a list", dict: "an object"}
    if isinstance(value, str):
        return "a string"
    return kinds.get(type(value), "null")


def snake_case(name: str) -> str:
    """Return a camelCase name of Keycloak as the registry spells it."""
    return _WORD_START.sub("_", name).lower()
