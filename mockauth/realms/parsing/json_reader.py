"""Read JSON objects key by key: coerce values as Keycloak does, and report wrong types with their place."""

import re
from collections.abc import Iterator, Mapping
from typing import Any

from mockauth.realms.problems.hints import flag_hint, number_hint

Rep = dict[str, Any]


class Reader:
    """Reads the keys of one JSON object. A value of the wrong type is added to `problems` with its place."""

    def __init__(self, rep: object, place: str, problems: list[tuple[str, str]]) -> None:
        self.place = place
        self.problems = problems
        self.rep: Rep = self._typed(place, rep, dict, "an object") or {}

    def text(self, key: str, default: str = "") -> str:
        """Return a string; numbers and booleans are converted."""
        found = self.text_or_none(key)
        return default if found is None else found

    def text_or_none(self, key: str) -> str | None:
        """Return a string, or None if the key is absent."""
        value = self.rep.get(key)
        return None if value is None else self._as_text(key, value)

    def flag(self, key: str, default: bool) -> bool:
        """Return a boolean."""
        value = self.rep.get(key)
        if isinstance(value, str) and value.strip().lower() in ("true", "false", ""):
            return value.strip().lower() == "true"
        if value is None:
            return default
        return bool(self._typed(f"{self.place}.{key}", value, bool, "true or false", flag_hint(value)))

    def number(self, key: str, default: int, bits: int = 32) -> int:
        """Return an integer of 32 bits, as Java's int, or of the given number of bits."""
        value = self.rep.get(key)
        if isinstance(value, str) and re.fullmatch(r"-?\d{1,20}", value.strip()):
            value = int(value)
        if value is None or isinstance(value, bool):
            return default
        found = self._typed(f"{self.place}.{key}", value, (int, float), "a number", number_hint(value))
        if found is not None and not -(2 ** (bits - 1)) <= found < 2 ** (bits - 1):
            self.problems.append((f"{self.place}.{key}", f"the number does not fit into {bits} bits"))
            return default
        return int(found or 0)

    def texts(self, key: str) -> tuple[str, ...]:
        """Return a list of strings."""
        return tuple(self._as_text(key, item) for item in self._items(key) if item is not None)

    def options(self, key: str) -> Mapping[str, str]:
        """Return an object with string values."""
        inside = self.object(key)
        return {name: inside.text(name) for name, value in inside.rep.items() if value is not None}

    def multi(self, key: str) -> Mapping[str, tuple[str, ...]]:
        """Return an object whose values are lists of strings; a single string counts as a list."""
        inside = self.object(key)
        return {
            name: inside.texts(name) if isinstance(value, list) else (inside.text(name),)
            for name, value in inside.rep.items()
            if value is not None
        }

    def object(self, key: str) -> "Reader":
        """Return the object at a key; it is empty if the key is absent."""
        value = self.rep.get(key)
        return Reader({} if value is None else value, f"{self.place}.{key}", self.problems)

    def objects(self, key: str, name: str) -> Iterator["Reader"]:
        """Yield the objects in a list. Their place is their own `name` key, or else their index."""
        for number, item in enumerate(self._items(key)):
            own = item.get(name) if isinstance(item, dict) else None
            yield Reader(item, f"{self.place}.{key}.{own or number}", self.problems)

    def _as_text(self, key: str, value: Any) -> str:
        if isinstance(value, bool):
            return str(value).lower()
        found = self._typed(f"{self.place}.{key}", value, (str, int, float), "a string")
        return "" if found is None else str(found)

    def _items(self, key: str) -> list[Any]:
        value = self.rep.get(key)
        return self._typed(f"{self.place}.{key}", [] if value is None else value, list, "a list") or []

    def _typed(self, place: str, value: Any, kind: type | tuple[type, ...], expected: str, hint: str = "") -> Any:
        if isinstance(value, kind):
            return value
        message = f"expected {expected}, got {_described(value)}"
        self.problems.append((place, f"{message}: {hint}" if hint else message))
        return None


def _described(value: object) -> str:
    kinds = {str: "a string", bool: "true or false", int: "a number", float: "a number", list: "a list"}
    return kinds.get(type(value), "an object" if isinstance(value, dict) else "nothing")
