"""`${VAR}` in a realm file, as Keycloak replaces it when it imports a file (StringPropertyReplacer).

The text of the file is replaced, before it is read as JSON. In a registry placeholders are another matter.
"""

import re
from collections.abc import Callable, Mapping

_SIGN, _SIGN_OR_END = re.compile(r"\$"), re.compile(r"[$}]")
_DEEPEST = 50


def replaced(text: str, env: Mapping[str, str]) -> tuple[str, set[str]]:
    """Give the text with what `env` has for its placeholders, and the names that it lacks and that have no default.

    `${A}`, `${A:default}`, `${A,B:default}`, each inside another; `$$` is no beginning of one. What is not there
    stays as it is written. Raises RecursionError where one leads to another without end.
    """
    missing: set[str] = set()
    found, _, _ = _Replacing(env.get, missing).inside(text, 0, closes=False, depth=0)
    return found, missing


class _Replacing:
    def __init__(self, look_up: Callable[[str], str | None], missing: set[str]) -> None:
        self.look_up = look_up
        self.missing = missing

    def inside(self, text: str, start: int, *, closes: bool, depth: int) -> tuple[str, int, bool]:
        """Replace up to the end, or to the brace that closes; give where that is, and whether there is one."""
        if depth > _DEEPEST:
            raise RecursionError("placeholders in placeholders")
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
                # Whatever follows the sign is no sign of its own: so `$$` keeps a placeholder as it is.
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
