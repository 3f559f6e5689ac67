"""What a value of the wrong type was probably meant to be, and which of the known names a wrong one."""

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
_YES = ("true", "yes", "on", "y", "1")
_NO = ("false", "no", "off", "n", "0")
_MOST_LISTED = 10


def number_hint(value: object) -> str:
    """Give the number that a string was meant to be: 300 for "300", and for "5m", "5 min" or "PT5M"."""
    match = _DURATION.fullmatch(value.strip()) if isinstance(value, str) else None
    if match is None:
        return ""
    number, unit = int(match[1]), match[2].lower()
    if not unit:
        return f"write {number}, without quotes"
    return f"write {number * _SECONDS[unit]}, in seconds" if unit in _SECONDS else ""


def flag_hint(value: object) -> str:
    """Give the boolean that a string or a number was meant to be."""
    word = str(value).strip().lower() if isinstance(value, (str, int)) else ""
    meant = "true" if word in _YES else "false" if word in _NO else ""
    return f"write {meant}, without quotes" if word == meant != "" else f"write {meant}" if meant else ""


def name_hint(name: str, known: Iterable[str]) -> str:
    """Give the known name nearest to a wrong one, or else what there is."""
    names = sorted(known)
    return did_you_mean(name, names) or (f"there is: {listed(names)}" if names else "there is none")


def listed(names: Iterable[str], most: int = _MOST_LISTED) -> str:
    """Give names in a row, and how many more there are."""
    all_of_them = [*names]
    more = f" and {len(all_of_them) - most} more" if len(all_of_them) > most else ""
    return ", ".join(all_of_them[:most]) + more


def described(value: object) -> str:
    """Give what kind of value a value is."""
    kinds = {bool: "true or false", int: "a number", float: "a number", list: "a list", dict: "an object"}
    if isinstance(value, str):
        return "a string"
    return kinds.get(type(value), "nothing")
