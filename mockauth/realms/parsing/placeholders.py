"""Replace `${VAR}` in a realm file as Keycloak does on import (StringPropertyReplacer).

Placeholders are replaced in the text of the file, before it is parsed as JSON. Registries have their own placeholders.
"""

import re
from collections.abc import Callable, Mapping

_SIGN, _SIGN_OR_END = re.compile(r"\$"), re.compile(r"[$}]")
_MAX_DEPTH = 50


def replace_placeholders(text: str, env: Mapping[str, str]) -> tuple[str, set[str]]:
    """Replace the placeholders in a text; return it with the names that are not set and have no default.

    Supports `${A}`, `${A:default}` and `${A,B:default}`, also nested; `$$` does not start a placeholder. A placeholder
    that is not set stays unchanged. Raises RecursionError if placeholders refer to each other endlessly.
    """
    missing: set[str] = set()
    found, _, _ = _Replacer(env.get, missing).inside(text, 0, closes=False, depth=0)
    return found, missing


class _Replacer:
    def __init__(self, look_up: Callable[[str], str | None], missing: set[str]) -> None:
        self.look_up = look_up
        self.missing = missing

    def inside(self, text: str, start: int, *, closes: bool, depth: int) -> tuple[str, int, bool]:
        """Replace up to the end or the closing brace; return the text, that position, and whether a brace closed it."""
        if depth > _MAX_DEPTH:
            raise RecursionError("placeholders are nested too deeply")
        parts: list[str] = []
        while found := (_SIGN_OR_END if closes else _SIGN).search(text, start):
            at = found.start()
            if found[0] == "}":
                return "".join([*parts, text[start:at]]), at + 1, True
            if text.startswith("${", at):
                parts.append(text[start:at])
                key, start, closed = self.inside(text, at + 2, closes=True, depth=depth + 1)
                parts.append(self.value(key, depth) if closed else f"${{{key}")
            else:
                # The character after `$` is copied, so that `$${VAR}` is not replaced.
                parts.append(text[start : at + 2])
                start = at + 2
        return "".join([*parts, text[start:]]), len(text), False

    def value(self, key: str, depth: int) -> str:
        if key in ("/", ":"):
            return key
        names, colon, default = key.partition(":")
        first, comma, second = names.partition(",")
        for name in (key, *((names, first, second) if names and comma else (names,))):
            value = self.look_up(name) if name else None
            if value is not None:
                return self.inside(value, 0, closes=False, depth=depth + 1)[0] if "${" in value else value
        if colon and names:
            return default
        self.missing.add(key)
        return f"${{{key}}}"
