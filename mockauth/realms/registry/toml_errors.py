"""Problems of a registry that is not valid TOML, with the most likely mistake. The text of a line is never shown."""

import re
import tomllib

from mockauth.realms.problems import Problem

_IN_QUOTES = "put text in quotes"
_NAME_IN_QUOTES = 'put a name in quotes if it has characters other than letters, digits, - and _: ."a@b.example"'
_KEY = r"""\s*(?:[\w.-]+|"[^"]*"|'[^']*')\s*"""
_UNCLOSED = re.compile(rf"{_KEY}=\s*(?:\"[^\"]*|'[^']*)$")
# Patterns of a line, with a hint. The first that matches applies.
_MISTAKES = (
    (re.compile(r".*[\u2018-\u201f]"), 'use straight quotes: "'),
    (re.compile(r"\s*\[[^\"']*(?:[^\w.\s\[\]\"'-]|\w\s+\w)"), _NAME_IN_QUOTES),
    (re.compile(r"\s*\[[^\]]*$"), "add the missing ]"),
    (re.compile(rf"{_KEY}=\s*\"[^\"\\]*\\"), "put text that contains \\ in single quotes: 'C:\\file'"),
    (re.compile(rf"{_KEY}:"), "write = between a key and its value"),
    (re.compile(rf"{_KEY}=\s*(?:T(?:rue|RUE)|F(?:alse|ALSE)|(?i:yes|no|on|off))\s*(?:#|$)"), "write true or false"),
    (re.compile(rf"{_KEY}=\s*(?:#|$)"), "write a value after the ="),
    (_UNCLOSED, "add the missing quote"),
    (re.compile(rf"{_KEY}=\s*\{{[^}}]*$"), "keep a table in braces on one line"),
    (re.compile(rf"{_KEY}=\s*(?!true\b|false\b)[A-Za-z/*]"), _IN_QUOTES),
)


def syntax_problem(text: str, file: str, error: ValueError) -> Problem:
    """Return the problem of a text that is not TOML: the line, the parser's message, and a fix if it is known."""
    what, _, where = str(error).partition(" (at ")
    if not isinstance(error, tomllib.TOMLDecodeError):
        return Problem(file, "", f"invalid TOML: {what}")
    lines = text.splitlines() or [""]
    if where.startswith("line"):
        number = min(int(where.split()[1].rstrip(",")), len(lines))
        place = where.rstrip(")")
    else:
        # The parser read to the end of the file. The usual reason is a quote that is not closed.
        number = next((n for n, line in enumerate(lines, 1) if _UNCLOSED.match(line)), len(lines))
        place = f"line {number}"
    return Problem(file, place, f"invalid TOML: {_message(what)}", _hint(what, lines[0], lines[number - 1]))


def _message(what: str) -> str:
    """Return the parser's message, with names as the file spells them instead of as Python does."""
    return re.sub(r"\((['\"].*)\)", lambda named: ".".join(re.findall(r"['\"](.*?)['\"]", named[1])), what)


def _hint(what: str, first: str, line: str) -> str:
    if first.lstrip().startswith("{"):
        return "if this is a realm file, rename it to .json and pass it with --import"
    if "twice" in what or "overwrite" in what:
        return "it is already defined: keep one of the two"
    return next((hint for pattern, hint in _MISTAKES if pattern.match(line)), "")
