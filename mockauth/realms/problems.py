"""Problems of a configuration, with their location and a fix."""

from collections.abc import Iterable
from difflib import get_close_matches
from typing import NamedTuple

# Comparing long words takes long, and a longer word is not a typo.
_LONGEST_WORD = 200


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
    """A remark on a file that is accepted all the same."""

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
    near = get_close_matches(word, list(known), n=1) if len(word) <= _LONGEST_WORD else []
    return f'did you mean "{near[0]}"?' if near else ""
