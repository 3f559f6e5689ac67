"""The order in which Java's HashMap and HashSet give their strings, and so Keycloak writes claims and roles."""

from collections.abc import Collection
from functools import lru_cache

_SMALLEST_TABLE = 16


def hash_order(words: Collection[str]) -> list[str]:
    """Give the words in the order of a java.util.HashMap that they were put into, one by one.

    Of a set, whose order is Python's chance, they are put in by the alphabet.
    """
    size = _SMALLEST_TABLE
    while len(words) > size * 3 // 4:
        size *= 2
    in_turn = sorted(words) if isinstance(words, (set, frozenset)) else words
    return sorted(in_turn, key=lambda word: _spread_hash(word) & (size - 1))


@lru_cache(maxsize=65536)
def _spread_hash(word: str) -> int:
    """Give java.lang.String.hashCode over UTF-16 units, spread as java.util.HashMap.hash does."""
    units = word.encode("utf-16-be", "surrogatepass")
    number = 0
    for high, low in zip(units[::2], units[1::2], strict=True):
        number = (31 * number + (high << 8 | low)) & 0xFFFFFFFF
    return number ^ number >> 16
