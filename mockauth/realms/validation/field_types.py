"""Check the keys of a realm file and the types of their values.

`keycloak/representations.json` lists the keys and types of Keycloak's representation classes, as Jackson sees them:
`text`, `flag`, `int`, `long`, `any`, `attributes`, the name of a class, `one of A B`, `list of X`, `map of X`,
`X or text`. A class with the key `*` ignores unknown keys. Values are coerced as Jackson does ("true" is true).
"""

import json
import re
from collections.abc import Callable, Iterable, Mapping
from functools import cache
from pathlib import Path
from typing import Any

from mockauth.realms.problems import did_you_mean
from mockauth.realms.problems.hints import described, flag_hint, number_hint

Rep = dict[str, Any]
# The errors in a value: the place (outermost key first), what is wrong, and how to fix it.
Errors = list[tuple[tuple[str, ...], str, str]]
# Returns the coerced value; invalid parts are removed and added to the errors.
Check = Callable[[Any, Errors], Any]

_FACTS = Path(__file__).parents[1] / "keycloak" / "representations.json"
_NAMES = ("clientId", "username", "name", "alias", "client", "clientScope", "type")
# The strings that Jackson accepts as booleans.
_FLAGS = {"true": True, "True": True, "TRUE": True, "false": False, "False": False, "FALSE": False}
# Lists of strings, and objects of lists, in which Keycloak fails on a null.
_NO_NULLS = frozenset(("realmRoles", "groups", "roles", "realm", "defaultGroups", "client", "clientRoles"))
_NO_NULLS |= {"clientScopeMappings", "components", "subComponents"}
_NOTHING = ("", "null")
_WHOLE = re.compile(r"[+-]?\d{1,25}")
_STRINGS = frozenset((str,))
# Marks a value that is removed because it is invalid or null.
REMOVED: Any = object()


def check_types(rep: Rep, kind: str = "RealmRepresentation") -> Errors:
    """Coerce the values of a representation in place, remove what Keycloak rejects, and return the errors.

    Keys whose value is null are removed, because Keycloak treats them as absent.
    """
    found: Errors = []
    _check_of(kind)(rep, found)
    return found


@cache
def representation_classes() -> Mapping[str, Mapping[str, str]]:
    """Return the types of the fields of Keycloak's representation classes, by the names of class and field."""
    found: Mapping[str, Mapping[str, str]] = json.loads(_FACTS.read_text(encoding="utf-8"))
    return found


@cache
def _check_of(type_: str) -> Check:
    if type_.startswith("list of "):
        return _list_of(type_.removeprefix("list of "))
    if type_.startswith("map of "):
        return _map_of(type_.removeprefix("map of "))
    if type_.startswith("one of "):
        return _one_of(type_.removeprefix("one of ").split())
    if type_.endswith(" or text"):
        inside = _check_of(type_.removesuffix(" or text"))
        return lambda value, errors: value if isinstance(value, str) else inside(value, errors)
    return _SIMPLE[type_][1] if type_ in _SIMPLE else _object_of(type_)


def _object_of(class_: str) -> Check:
    types = representation_classes()[class_]
    open_ = "*" in types
    # The Python type that needs no coercion, so that most values are done at once.
    final_types = {key: _SIMPLE[type_][0] if type_ in _SIMPLE else None for key, type_ in types.items()}

    def check(value: Any, errors: Errors) -> Any:
        if type(value) is not dict:
            return _type_error(value, "an object", errors)
        changed: Rep = {}
        for key, item in value.items():
            if type(item) is final_types.get(key, REMOVED):
                continue
            if key in types and item is not None:
                before = len(errors)
                if key in _NO_NULLS and None in _items(item):
                    errors.append(((), "null is not allowed here", "remove it"))
                read = _check_of(types[key])(item, errors)
                if len(errors) > before:
                    _prepend(errors, before, key)
                if read is not item:
                    changed[key] = read
            elif key in types or open_:
                changed[key] = REMOVED if item is None else item
            else:
                errors.append(((key,), f'unknown key "{key}"', _suggestion(key, class_)))
                changed[key] = REMOVED
        _apply(changed, value)
        return value

    return check


def _list_of(type_: str) -> Check:
    def check(value: Any, errors: Errors) -> Any:
        if type(value) is not list:
            hint = f"write [{json.dumps(value[:200])}]" if type_ == "text" and isinstance(value, str) else ""
            return _type_error(value, "a list", errors, hint)
        if type_ == "text" and _STRINGS.issuperset(map(type, value)):
            return value
        inside = _check_of(type_)
        any_removed = False
        for number, item in enumerate(value):
            before = len(errors)
            # Keycloak ignores a null in a list of strings.
            read = REMOVED if item is None and type_ == "text" else inside(item, errors)
            if len(errors) > before:
                _prepend(errors, before, name_of(item, number))
            if read is not item:
                value[number] = read
                any_removed |= read is REMOVED
        return [item for item in value if item is not REMOVED] if any_removed else value

    return check


def _map_of(type_: str) -> Check:
    def check(value: Any, errors: Errors) -> Any:
        if type(value) is not dict:
            return _type_error(value, "an object", errors)
        inside = _check_of(type_)
        changed: Rep = {}
        for key, item in value.items():
            before = len(errors)
            read = REMOVED if item is None else inside(item, errors)
            if len(errors) > before:
                _prepend(errors, before, key)
            if read is not item:
                changed[key] = read
        _apply(changed, value)
        return value

    return check


def _one_of(choices: list[str]) -> Check:
    def check(value: Any, errors: Errors) -> Any:
        if isinstance(value, str) and value in choices:
            return value
        # Jackson accepts the ordinal of an enum value, too.
        if type(value) is int and 0 <= value < len(choices):
            return choices[value]
        return _type_error(value, f"one of {', '.join(choices)}", errors, did_you_mean(str(value).upper(), choices))

    return check


def _text(value: Any, errors: Errors) -> Any:
    if isinstance(value, str):
        return value
    if isinstance(value, bool):
        return str(value).lower()
    return str(value) if isinstance(value, (int, float)) else _type_error(value, "a string", errors)


def _flag(value: Any, errors: Errors) -> Any:
    if isinstance(value, bool):
        return value
    if isinstance(value, int):
        return value != 0
    word = value.strip() if isinstance(value, str) else None
    if word in _NOTHING:
        return REMOVED
    return _FLAGS[word] if word in _FLAGS else _type_error(value, "true or false", errors, flag_hint(value))


def _number(bits: int) -> Check:
    limit = 2 ** (bits - 1)

    def check(value: Any, errors: Errors) -> Any:
        if type(value) is int and -limit <= value < limit:
            return value
        number = value
        if isinstance(value, str):
            if value.strip() in _NOTHING:
                return REMOVED
            number = int(value) if _WHOLE.fullmatch(value.strip()) else None
        if number is None or isinstance(number, bool) or not isinstance(number, (int, float)):
            return _type_error(value, "a number", errors, number_hint(value))
        if not -limit <= number <= limit - 1:
            errors.append(((), f"the number does not fit into {bits} bits", ""))
            return REMOVED
        return int(number)

    return check


def _attributes(value: Any, _errors: Errors) -> Any:
    """Convert any value to an object of lists of strings; never rejects anything (StringListMapDeserializer)."""
    if not isinstance(value, dict):
        return {}
    for key, item in value.items():
        if type(item) is not list or not all(type(it) is str for it in item):
            items = [it for it in (item if isinstance(item, list) else [item]) if it is not None]
            value[key] = ["" if isinstance(it, (dict, list)) else _text(it, []) for it in items]
    return value


# By type: the Python type that needs no coercion, and the check for all other values.
_SIMPLE: Mapping[str, tuple[type | None, Check]] = {
    "text": (str, _text),
    "flag": (bool, _flag),
    "int": (None, _number(32)),
    "long": (None, _number(64)),
    "any": (None, lambda value, _: value),
    "attributes": (None, _attributes),
}


def _type_error(value: Any, expected: str, errors: Errors, hint: str = "") -> Any:
    errors.append(((), f"expected {expected}, got {described(value)}", hint))
    return REMOVED


def _items(value: Any) -> Iterable[Any]:
    return value.values() if type(value) is dict else value if type(value) is list else ()


def _apply(changed: Rep, into: Rep) -> None:
    for key, item in changed.items():
        if item is REMOVED:
            del into[key]
        else:
            into[key] = item


def _prepend(errors: Errors, start: int, name: str) -> None:
    errors[start:] = [((name, *place), what, hint) for place, what, hint in errors[start:]]


def name_of(item: Any, number: int) -> str:
    """Return the name of a list item for error places: its own name, or else its index."""
    names: Iterable[Any] = (item.get(key) for key in _NAMES) if isinstance(item, dict) else ()
    return next((name for name in names if isinstance(name, str) and name), str(number))


def _suggestion(key: str, class_: str) -> str:
    known = [it for it in representation_classes()[class_] if it != "*"]
    if key.startswith(("_", "$", "//")) or "comment" in key.lower():
        return "remove it: a realm file cannot contain comments"
    return did_you_mean(key, known) or "remove it, or check its spelling"
