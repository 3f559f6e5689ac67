"""Java's behaviour where it differs from Python's: the order of hash maps, patterns, numbers and JSON."""

import json
import re
from collections.abc import Collection, Mapping
from functools import lru_cache
from typing import Any

_SMALLEST_TABLE = 16
# Syntax of java.util.regex.Pattern and its equivalent in Python; classes without their brackets.
_QUOTED = re.compile(r"\\Q(.*?)(?:\\E|$)", re.DOTALL)
_POSIX = re.compile(r"(\[[^\]]*)?\\p\{(\w+)\}")
_CLASSES: Mapping[str, str] = {
    "Lower": "a-z",
    "Upper": "A-Z",
    "Alpha": "A-Za-z",
    "Digit": "0-9",
    "Alnum": "A-Za-z0-9",
    "Space": " \\t\\n\\x0B\\f\\r",
    "XDigit": "0-9A-Fa-f",
    "ASCII": "\\x00-\\x7F",
}
_NESTED = re.compile(r"(?<!\\)\[[^\]]*(\[|&&|--|\|\||~~)")
_WHOLE = re.compile(r"[+-]?\d{1,40}")
# Double.toString writes numbers between these without an exponent.
_SMALL, _LARGE = 1e-3, 1e7


def hash_order(words: Collection[str], copied: int = 0) -> list[str]:
    """Return the words in the iteration order of a java.util.HashMap that they were added to, one by one.

    The words of a set, which has no order in Python, are added alphabetically. `copied` is the number of words that
    the map was created with, as a copy of another map.
    """
    size = 1 << int(copied / 0.75).bit_length() if copied else _SMALLEST_TABLE
    while len(words) > size * 3 // 4:
        size *= 2
    in_turn = sorted(words) if isinstance(words, (set, frozenset)) else words
    return sorted(in_turn, key=lambda word: _spread_hash(word) & (size - 1))


def json_at_start(text: str) -> Any:
    """Parse the JSON at the start of a text. As in Jackson, what follows it is ignored. Raises ValueError."""
    try:
        return json.JSONDecoder().raw_decode(text.lstrip())[0]
    except RecursionError as error:
        raise ValueError("the JSON is nested too deeply") from error


def replace_lone_surrogates(text: str) -> str:
    """Replace lone surrogates, which JSON can hold but UTF-8 cannot, with "?" as Java does."""
    return text.encode("utf-8", "replace").decode()


def integer(text: str, bits: int = 32) -> int | None:
    """Parse an integer as Integer.parseInt does, or Long.parseLong with 64 bits; return None for any other text."""
    number = int(text) if _WHOLE.fullmatch(text) else None
    return number if number is not None and -(1 << bits - 1) <= number < 1 << bits - 1 else None


def double(value: float) -> str:
    """Write a number as java.lang.Double.toString does."""
    if value == 0 or _SMALL <= abs(value) < _LARGE:
        return repr(value)
    from decimal import Decimal

    sign, digits, exponent = Decimal(repr(value)).normalize().as_tuple()
    if not isinstance(exponent, int):
        return "Infinity"
    first, *rest = map(str, digits)
    return f"{'-' * sign}{first}.{''.join(rest) or '0'}E{exponent + len(digits) - 1}"


@lru_cache(maxsize=65536)
def _spread_hash(word: str) -> int:
    """Return java.lang.String.hashCode over UTF-16 units, spread as in java.util.HashMap.hash."""
    units = word.encode("utf-16-be", "surrogatepass")
    number = 0
    for high, low in zip(units[::2], units[1::2], strict=True):
        number = (31 * number + (high << 8 | low)) & 0xFFFFFFFF
    return number ^ number >> 16


@lru_cache(maxsize=1024)
def pattern(text: str) -> "re.Pattern[str]":
    """Compile a regular expression of Java. Raises re.error, and ValueError for syntax that Python does not have."""

    def named(match: re.Match[str]) -> str:
        if match[2] not in _CLASSES:
            raise ValueError(f"\\p{{{match[2]}}} is not supported")
        return f"{match[1]}{_CLASSES[match[2]]}" if match[1] else f"[{_CLASSES[match[2]]}]"

    plain = _POSIX.sub(named, _QUOTED.sub(lambda match: re.escape(match[1]), text))
    if _NESTED.search(plain):
        raise ValueError("nested character classes are not supported")
    return re.compile(plain, re.ASCII)
