"""What a realm file may say: every key that Keycloak knows, and the type of its value.

`keycloak/representations.json` has them by class, as Jackson sees Keycloak's representation classes: `text`, `flag`,
`int`, `long`, `any`, `attributes`, the name of a class, `one of A B`, `list of X`, `map of X`, `X or text`; a class
with the key `*` passes over what it does not know. Values are coerced as Jackson does ("true" is true, "300" is 300).
"""

import json
import re
from collections.abc import Callable, Iterable, Mapping
from functools import cache
from pathlib import Path
from typing import Any

from mockauth.realms.hints import described, flag_hint, number_hint
from mockauth.realms.problems import did_you_mean

Rep = dict[str, Any]
# What is wrong inside a value: where (innermost last), what, and how to mend it.
Wrong = list[tuple[tuple[str, ...], str, str]]
# Gives a value as it is meant; what is wrong in it is taken out and goes to the list.
Check = Callable[[Any, Wrong], Any]

_FACTS = Path(__file__).parents[1] / "keycloak" / "representations.json"
_NAMES = ("clientId", "username", "name", "alias", "client", "clientScope", "type")
# As Jackson: words for a flag, and numbers with blanks around.
_FLAGS = {"true": True, "True": True, "TRUE": True, "false": False, "False": False, "FALSE": False}
# Lists of strings, and objects of lists, in which Keycloak stumbles over a null.
_NO_NULLS = frozenset(("realmRoles", "groups", "roles", "realm", "defaultGroups", "client", "clientRoles"))
_NO_NULLS |= {"clientScopeMappings", "components", "subComponents"}
_NOTHING = ("", "null")
_WHOLE = re.compile(r"[+-]?\d{1,25}")
_STRINGS = frozenset((str,))
# Stands for what has no value, because it is refused.
OUT: Any = object()


def checked(rep: Rep, kind: str = "RealmRepresentation") -> Wrong:
    """Coerce the values of a representation in place; take out what Keycloak refuses, and give it.

    Keys whose value is null are taken away: to Keycloak they are as good as absent.
    """
    found: Wrong = []
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
        return lambda value, wrong: value if isinstance(value, str) else inside(value, wrong)
    return _SIMPLE[type_][1] if type_ in _SIMPLE else _object_of(type_)


def _object_of(class_: str) -> Check:
    types = representation_classes()[class_]
    open_ = "*" in types
    # The type that is right as it is, for most values are; and who sees to the others, made when there is one.
    right = {key: _SIMPLE[type_][0] if type_ in _SIMPLE else None for key, type_ in types.items()}

    def check(value: Any, wrong: Wrong) -> Any:
        if type(value) is not dict:
            return _refused(value, "an object", wrong)
        changed: Rep = {}
        for key, item in value.items():
            if type(item) is right.get(key, OUT):
                continue
            if key in types and item is not None:
                before = len(wrong)
                if key in _NO_NULLS and None in _items(item):
                    wrong.append(((), "there is a null in here", "take it out"))
                read = _check_of(types[key])(item, wrong)
                if len(wrong) > before:
                    _place(wrong, before, key)
                if read is not item:
                    changed[key] = read
            elif key in types or open_:
                changed[key] = OUT if item is None else item
            else:
                wrong.append(((key,), f'unknown key "{key}"', _suggestion(key, class_)))
                changed[key] = OUT
        _put(changed, value)
        return value

    return check


def _list_of(type_: str) -> Check:
    def check(value: Any, wrong: Wrong) -> Any:
        if type(value) is not list:
            hint = f"write [{json.dumps(value[:200])}]" if type_ == "text" and isinstance(value, str) else ""
            return _refused(value, "a list", wrong, hint)
        if type_ == "text" and _STRINGS.issuperset(map(type, value)):
            return value
        inside = _check_of(type_)
        out = False
        for number, item in enumerate(value):
            before = len(wrong)
            # A null in a list of strings is passed over.
            read = OUT if item is None and type_ == "text" else inside(item, wrong)
            if len(wrong) > before:
                _place(wrong, before, _name_of(item, number))
            if read is not item:
                value[number] = read
                out |= read is OUT
        return [item for item in value if item is not OUT] if out else value

    return check


def _map_of(type_: str) -> Check:
    def check(value: Any, wrong: Wrong) -> Any:
        if type(value) is not dict:
            return _refused(value, "an object", wrong)
        inside = _check_of(type_)
        changed: Rep = {}
        for key, item in value.items():
            before = len(wrong)
            read = OUT if item is None else inside(item, wrong)
            if len(wrong) > before:
                _place(wrong, before, key)
            if read is not item:
                changed[key] = read
        _put(changed, value)
        return value

    return check


def _one_of(choices: list[str]) -> Check:
    def check(value: Any, wrong: Wrong) -> Any:
        if isinstance(value, str) and value in choices:
            return value
        # As Jackson: a choice may be given by its number too.
        if type(value) is int and 0 <= value < len(choices):
            return choices[value]
        return _refused(value, f"one of {', '.join(choices)}", wrong, did_you_mean(str(value).upper(), choices))

    return check


def _text(value: Any, wrong: Wrong) -> Any:
    if isinstance(value, str):
        return value
    if isinstance(value, bool):
        return str(value).lower()
    return str(value) if isinstance(value, (int, float)) else _refused(value, "a string", wrong)


def _flag(value: Any, wrong: Wrong) -> Any:
    if isinstance(value, bool):
        return value
    if isinstance(value, int):
        return value != 0
    word = value.strip() if isinstance(value, str) else None
    if word in _NOTHING:
        return OUT
    return _FLAGS[word] if word in _FLAGS else _refused(value, "true or false", wrong, flag_hint(value))


def _number(bits: int) -> Check:
    most = 2 ** (bits - 1)

    def check(value: Any, wrong: Wrong) -> Any:
        if type(value) is int and -most <= value < most:
            return value
        number = value
        if isinstance(value, str):
            if value.strip() in _NOTHING:
                return OUT
            number = int(value) if _WHOLE.fullmatch(value.strip()) else None
        if number is None or isinstance(number, bool) or not isinstance(number, (int, float)):
            return _refused(value, "a number", wrong, number_hint(value))
        if not -most <= number <= most - 1:
            wrong.append(((), f"this number has more than {bits} bits", ""))
            return OUT
        return int(number)

    return check


def _attributes(value: Any, _wrong: Wrong) -> Any:
    """Give lists of strings, whatever there is: here Keycloak refuses nothing (as StringListMapDeserializer)."""
    if not isinstance(value, dict):
        return {}
    for key, item in value.items():
        if type(item) is not list or not all(type(it) is str for it in item):
            items = [it for it in (item if isinstance(item, list) else [item]) if it is not None]
            value[key] = ["" if isinstance(it, (dict, list)) else _text(it, []) for it in items]
    return value


# By type: the Python type that is right as it is, and who sees to the others.
_SIMPLE: Mapping[str, tuple[type | None, Check]] = {
    "text": (str, _text),
    "flag": (bool, _flag),
    "int": (None, _number(32)),
    "long": (None, _number(64)),
    "any": (None, lambda value, _: value),
    "attributes": (None, _attributes),
}


def _refused(value: Any, expected: str, wrong: Wrong, hint: str = "") -> Any:
    wrong.append(((), f"expected {expected}, got {described(value)}", hint))
    return OUT


def _items(value: Any) -> Iterable[Any]:
    return value.values() if type(value) is dict else value if type(value) is list else ()


def _put(changed: Rep, into: Rep) -> None:
    for key, item in changed.items():
        if item is OUT:
            del into[key]
        else:
            into[key] = item


def _place(wrong: Wrong, start: int, name: str) -> None:
    wrong[start:] = [((name, *place), what, hint) for place, what, hint in wrong[start:]]


def _name_of(item: Any, number: int) -> str:
    """Give what an item of a list is known by: its own name, or else its number."""
    names: Iterable[Any] = (item.get(key) for key in _NAMES) if isinstance(item, dict) else ()
    return next((name for name in names if isinstance(name, str) and name), str(number))


def _suggestion(key: str, class_: str) -> str:
    known = [it for it in representation_classes()[class_] if it != "*"]
    if key.startswith(("_", "$", "//")) or "comment" in key.lower():
        return "take it out: a realm file has no room for comments"
    return did_you_mean(key, known) or "take it out, or see how it is spelt"
