"""Line numbers of the keys of a TOML file, which `tomllib` does not report. Loaded only if there is a problem.

The text is known to be valid TOML, so this reads only as much of the syntax as it takes to find the keys.
"""

import json
import re
from collections.abc import Mapping

from mockauth.realms.problems.hints import snake_case

_TOKEN = re.compile(
    r"""
      (?P<text>\"\"\"(?:[^\\]|\\.)*?\"{3,5}|'''.*?'{3,5}|"(?:[^"\\\n]|\\.)*"|'[^'\n]*')
    | (?P<comment>\#[^\n]*)
    | (?P<newline>\n)
    | (?P<mark>[\[\]{}=,.])
    | (?P<word>[^\s\[\]{}=,.\#"']+)
    """,
    re.VERBOSE | re.DOTALL,
)
Path = tuple[str, ...]


class _Scanner:
    """Follows the tokens of a file and records the line of each key, by its full path."""

    def __init__(self) -> None:
        self.lines: dict[str, int] = {}
        self.line = 1
        self.table: Path = ()
        # The parts of the key that is being read.
        self.parts: list[str] = []
        # The open brackets of a value: "[" for an array, "{" for an inline table, with the path of the value.
        self.open: list[tuple[str, Path]] = []
        self.header = False
        self.in_value = False
        self.value: Path = ()

    def read(self, kind: str, token: str) -> None:
        if kind == "newline" and not self.open:
            self._end_of_statement()
        elif kind == "mark":
            self._mark(token)
        elif kind in ("text", "word") and not self.in_value:
            self.parts.append(_unquoted(token) if kind == "text" else token)
        self.line += token.count("\n")

    def _end_of_statement(self) -> None:
        if self.header and self.parts:
            self.table = tuple(self.parts)
            self._record(self.table)
        self.parts, self.header, self.in_value = [], False, False

    def _mark(self, token: str) -> None:
        if token == "=" and not self.in_value:
            self.value = (*(self.open[-1][1] if self.open else self.table), *self.parts)
            self._record(self.value)
            self.parts, self.in_value = [], True
        elif token in "[{" and self.in_value:
            self.open.append((token, self.value))
            self.in_value = token == "["
        elif token == "[":
            self.header = True
        elif token in "]}" and self.open:
            self.value = self.open.pop()[1]
            self.parts, self.in_value = [], True
        elif token == "," and self.open:
            bracket, self.value = self.open[-1]
            self.parts, self.in_value = [], bracket == "["

    def _record(self, path: Path) -> None:
        for length in range(1, len(path) + 1):
            self.lines.setdefault(".".join(path[:length]), self.line)


def key_lines(text: str) -> dict[str, int]:
    """Return the number of the first line of each key, by its path as problems spell it: `realms.shop.clients.web`."""
    scanner = _Scanner()
    for match in _TOKEN.finditer(text):
        scanner.read(str(match.lastgroup), match.group())
    scanner.read("newline", "\n")
    return scanner.lines


def find_line(place: str, lines: Mapping[str, int]) -> int:
    """Return the line of a place, or of the nearest table around it; 0 if there is none.

    The place can have Keycloak's spelling: `redirectUris` stands for `redirect_uris` and `keycloak.redirectUris`.
    """
    while place:
        parent, _, key = place.rpartition(".")
        for spelling in (place, f"{parent}.keycloak.{key}", f"{parent}.{snake_case(key)}"):
            if spelling in lines:
                return lines[spelling]
        place = parent
    return 0


def _unquoted(token: str) -> str:
    if token.startswith("'"):
        return token[1:-1]
    try:
        return str(json.loads(token))
    except ValueError:
        return token[1:-1]
