"""What a registry that is no TOML is refused for, and the slip that it probably is. A line's text is not shown."""

import re
import tomllib

from mockauth.realms.problems import Problem

_IN_QUOTES = "put text in quotes"
_NAME_IN_QUOTES = 'put a name with other characters than letters, digits, - and _ in quotes: ."a@b.example"'
_KEY = r"""\s*(?:[\w.-]+|"[^"]*"|'[^']*')\s*"""
_UNCLOSED = re.compile(rf"{_KEY}=\s*(?:\"[^\"]*|'[^']*)$")
# The first that matches the line counts.
_SLIPS = (
    (re.compile(r".*[\u2018-\u201f]"), 'use straight quotes: "'),
    (re.compile(r"\s*\[[^\"']*(?:[^\w.\s\[\]\"'-]|\w\s+\w)"), _NAME_IN_QUOTES),
    (re.compile(r"\s*\[[^\]]*$"), "the ] is missing"),
    (re.compile(rf"{_KEY}=\s*\"[^\"\\]*\\"), "put text with \\ in single quotes: 'C:\\file'"),
    (re.compile(rf"{_KEY}:"), "write = between a key and its value"),
    (re.compile(rf"{_KEY}=\s*(?:T(?:rue|RUE)|F(?:alse|ALSE)|(?i:yes|no|on|off))\s*(?:#|$)"), "write true or false"),
    (re.compile(rf"{_KEY}=\s*(?:#|$)"), "write a value behind the ="),
    (_UNCLOSED, "the quote is not closed"),
    (re.compile(rf"{_KEY}=\s*\{{[^}}]*$"), "keep a table in braces on one line"),
    (re.compile(rf"{_KEY}=\s*(?!true\b|false\b)[A-Za-z/*]"), _IN_QUOTES),
)


def no_toml(text: str, file: str, error: ValueError) -> Problem:
    """Give the problem of a text that is no TOML: the line, what the reader says of it, and how to mend it."""
    what, _, where = str(error).partition(" (at ")
    if not isinstance(error, tomllib.TOMLDecodeError):
        return Problem(file, "", f"this is not TOML: {what}")
    lines = text.splitlines() or [""]
    if where.startswith("line"):
        number = min(int(where.split()[1].rstrip(",")), len(lines))
        place = where.rstrip(")")
    else:
        # The reader got to the end of the file: a quote that is not closed lets it.
        number = next((n for n, line in enumerate(lines, 1) if _UNCLOSED.match(line)), len(lines))
        place = f"line {number}"
    return Problem(file, place, f"this is not TOML: {_in_words(what)}", _hint(what, lines[0], lines[number - 1]))


def _in_words(what: str) -> str:
    """Give the reader's sentence, with a name in it as it is written in the file and not in Python."""
    return re.sub(r"\((['\"].*)\)", lambda named: ".".join(re.findall(r"['\"](.*?)['\"]", named[1])), what)


def _hint(what: str, first: str, line: str) -> str:
    if first.lstrip().startswith("{"):
        return "is it a realm file? Its name ends in .json, and --import takes it"
    if "twice" in what or "overwrite" in what:
        return "it is there already: keep one of the two"
    return next((hint for slip, hint in _SLIPS if slip.match(line)), "")
