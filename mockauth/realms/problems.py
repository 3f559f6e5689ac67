"""What is wrong with a configuration, said so that its reader can mend it."""

from collections.abc import Iterable
from difflib import get_close_matches
from heapq import nlargest
from itertools import takewhile
from typing import NamedTuple

# Comparing takes the longer the longer the words are, and what is longer than this is no slip of the keyboard.
_LONGEST_WORD = 200
# Comparing is slow too, so a realm with thousands of clients is searched by beginnings and endings first.
_MOST_COMPARED = 50


class Problem(NamedTuple):
    """One thing that is wrong: `file: place: what: hint`; `place` is a key path, or `line N`."""

    file: str
    place: str
    what: str
    hint: str = ""

    def __str__(self) -> str:
        return ": ".join(part for part in (self.file, self.place, self.what, self.hint) if part)


class Note(NamedTuple):
    """Something worth knowing about a file that is nevertheless accepted."""

    file: str
    place: str
    what: str

    def __str__(self) -> str:
        return ": ".join(part for part in (self.file, self.place, self.what) if part)


class ConfigError(Exception):
    """A configuration that cannot be used. Its text is one line per problem."""

    def __init__(self, *problems: Problem) -> None:
        super().__init__("\n".join(str(problem) for problem in problems))
        self.problems = problems


def did_you_mean(word: str, known: Iterable[str]) -> str:
    """Give the hint `did you mean "x"?` for the known word nearest to `word`, or nothing."""
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
