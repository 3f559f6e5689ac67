"""Patterns of searches, as in SQL: `%` stands for any characters, `_` for any single one."""

import re


def like(pattern: str) -> re.Pattern[str]:
    """Return a regular expression for a pattern of SQL's LIKE, in which a backslash escapes the next character."""
    parts = re.findall(r"\\.|[^\\]|\\", pattern, re.DOTALL)
    wildcards = {"%": ".*", "_": "."}
    return re.compile("".join(wildcards.get(it, re.escape(it[-1])) for it in parts), re.DOTALL)


def with_stars(text: str) -> str:
    """Return a pattern for a text in which only `*` is a wildcard."""
    return re.sub(r"[\\%_]", r"\\\g<0>", text).replace("*", "%")
