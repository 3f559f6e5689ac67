"""Patterns of searches, as in SQL: `%` stands for any characters, `_` for any single one."""

import re
from collections.abc import Sequence


def like(pattern: str) -> re.Pattern[str]:
    """Return a regular expression for a pattern of SQL's LIKE, in which a backslash escapes the next character."""
    segments = [""]
    for part in re.findall(r"\\.|[^\\]|\\", pattern, re.DOTALL):
        if part == "%":
            segments.append("")
        else:
            segments[-1] += "." if part == "_" else re.escape(part[-1])
    return joined_by_anything(segments)


def joined_by_anything(segments: Sequence[str]) -> re.Pattern[str]:
    """Return a regular expression for regular expressions of a fixed length with any characters between them."""
    first, *others = segments
    if not others:
        return re.compile(first, re.DOTALL)
    # Each segment is found where it first occurs, and never looked for again: with plain ".*", ten of them would take
    # hours for a name of 255 characters.
    between = "".join(f"(?>.*?{segment})" for segment in others[:-1] if segment)
    return re.compile(f"{first}{between}.*{others[-1]}", re.DOTALL)


def with_stars(text: str) -> str:
    """Return a pattern for a text in which only `*` is a wildcard."""
    return re.sub(r"[\\%_]", r"\\\g<0>", text).replace("*", "%")
