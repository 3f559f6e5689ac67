"""What Java does otherwise than Python: the order of its hash maps, its patterns, numbers and way with JSON."""

import json
import re
from collections.abc import Collection, Mapping
from functools import lru_cache
from typing import Any

_SMALLEST_TABLE = 16
# What java.util.regex.Pattern writes in its own way, and what it is in Python; classes without their brackets.
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
# Between these Double.toString writes no exponent.
_SMALL, _LARGE = 1e-3, 1e7


def hash_order(words: Collection[str], copied: int = 0) -> list[str]:
    """Give the words in the order of a java.util.HashMap that they were put into, one by one.

    Of a set, whose order is Python's chance, they are put in by the alphabet. The map may have begun as a copy of
    another with so many of the words.
    """
    size = 1 << int(copied / 0.75).bit_length() if copied else _SMALLEST_TABLE
    while len(words) > size * 3 // 4:
        size *= 2
    in_turn = sorted(words) if isinstance(words, (set, frozenset)) else words
    return sorted(in_turn, key=lambda word: _spread_hash(word) & (size - 1))


def json_at_start(text: str) -> Any:
    """Read the JSON that a text begins with. As Jackson: what comes behind it does not matter. Raises ValueError."""
    try:
        return json.JSONDecoder().raw_decode(text.lstrip())[0]
    except RecursionError as error:
        raise ValueError("this is nested too deeply") from error


def replace_lone_surrogates(text: str) -> str:
    """Give a text as Java writes one with half of a surrogate pair in it, which JSON can hold and UTF-8 cannot: "?"."""
    return text.encode("utf-8", "replace").decode()


def integer(text: str, bits: int = 32) -> int | None:
    """Give the whole number that a text is to Integer.parseInt, or with 64 bits to Long.parseLong; None for another."""
    number = int(text) if _WHOLE.fullmatch(text) else None
    return number if number is not None and -(1 << bits - 1) <= number < 1 << bits - 1 else None


def double(value: float) -> str:
    """Give a number as java.lang.Double.toString does."""
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
    """Give java.lang.String.hashCode over UTF-16 units, spread as java.util.HashMap.hash does."""
    units = word.encode("utf-16-be", "surrogatepass")
    number = 0
    for high, low in zip(units[::2], units[1::2], strict=True):
        number = (31 * number + (high << 8 | low)) & 0xFFFFFFFF
    return number ^ number >> 16


@lru_cache(maxsize=1024)
def pattern(text: str) -> "re.Pattern[str]":
    """Give a regular expression of Java's. Raises re.error, and ValueError for what Python has nothing like."""

    def named(match: re.Match[str]) -> str:
        if match[2] not in _CLASSES:
            raise ValueError(f"\\p{{{match[2]}}} is not understood here")
        return f"{match[1]}{_CLASSES[match[2]]}" if match[1] else f"[{_CLASSES[match[2]]}]"

    plain = _POSIX.sub(named, _QUOTED.sub(lambda match: re.escape(match[1]), text))
    if _NESTED.search(plain):
        raise ValueError("classes within classes of characters are not understood here")
    return re.compile(plain, re.ASCII)
