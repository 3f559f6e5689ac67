"""Problems of a configuration, with their location and a fix."""

from collections.abc import Iterable
from difflib import get_close_matches
from heapq import nlargest
from itertools import takewhile
from typing import NamedTuple

# Comparing long words takes long, and a longer word is not a typo.
_LONGEST_WORD = 200
# Comparing is slow too, so a realm with thousands of clients is searched by beginnings and endings first.
_MOST_COMPARED = 50


class Problem(NamedTuple):
    """A mistake in a file, written as `file: line N: place: what: hint`.

    `place` is a path of keys, or a position in the file. `line` is 0 if it is not known.
    """

    file: str
    place: str
    what: str
    hint: str = ""
    line: int = 0

    def __str__(self) -> str:
        line = f"line {self.line}" if self.line else ""
        return ": ".join(part for part in (self.file, line, self.place, self.what, self.hint) if part)


class Note(NamedTuple):
    """A remark on a file that is accepted anyway."""

    file: str
    place: str
    what: str

    def __str__(self) -> str:
        return ": ".join(part for part in (self.file, self.place, self.what) if part)


class ConfigError(Exception):
    """Raised if a configuration cannot be used. The text has one line for each problem."""

    def __init__(self, *problems: Problem) -> None:
        super().__init__("\n".join(str(problem) for problem in problems))
        self.problems = problems


def did_you_mean(word: str, known: Iterable[str]) -> str:
    """Return the hint `did you mean "x"?` for the known word most similar to `word`, or an empty string."""
    if len(word) > _LONGEST_WORD:
        return ""
    candidates = [*known]
    if len(candidates) > _MOST_COMPARED:
        candidates = nlargest(_MOST_COMPARED, candidates, key=lambda name: _in_common(word, name))
    near = get_close_matches(word, candidates, n=1)
    return f'did you mean "{near[0]}"?' if near else ""


def _in_common(word: str, name: str) -> int:
    """Return how many characters two words share at their beginning and at their end: nearly all after one typo."""
    shared = _prefix(word, name) + _prefix(word[::-1], name[::-1])
    return min(shared, len(word), len(name)) - abs(len(word) - len(name))


def _prefix(word: str, name: str) -> int:
    return sum(1 for _ in takewhile(lambda pair: pair[0] == pair[1], zip(word, name, strict=False)))
