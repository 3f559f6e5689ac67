"""`keycloak = { … }`: keys in Keycloak's own spelling, checked like those of a realm file and laid over the rest."""

import math
from typing import TYPE_CHECKING, Any

from mockauth.realms.problems.hints import snake_case
from mockauth.realms.registry.keys import KEYS
from mockauth.realms.registry.other_keys import CLASSES, RESERVED
from mockauth.realms.validation.field_types import check_types

if TYPE_CHECKING:
    from mockauth.realms.registry.validation import Problems
    from mockauth.realms.validation.field_types import Errors

Rep = dict[str, Any]


def check_raw(value: Any, kind: str, place: str, problems: "Problems") -> None:
    """Check and convert the value of a `keycloak` key in place; `place` is that of the key."""
    if not isinstance(value, dict):
        problems.append((place, "expected a table", "write keycloak = { anyKeycloakKey = … }"))
        return
    for name in value:
        if name in RESERVED[kind]:
            problems.append((f"{place}.{name}", f'"{name}" cannot be set here', _instead(name, kind)))
    if not _is_json(value):
        problems.append((place, "a date, a time, inf or nan has no equivalent in JSON", "put it in quotes"))
        return
    wrong: Errors = check_types(value, CLASSES[kind])
    problems.extend((".".join((place, *path)), what, _in_toml(hint)) for path, what, hint in wrong)


def _instead(name: str, kind: str) -> str:
    snake = snake_case(name)
    if snake in KEYS[kind]:
        return f"write {snake} outside keycloak = {{ … }}"
    return "take it out: the name of the table decides, or mockauth works it out"


def _in_toml(hint: str) -> str:
    return hint.replace("realm file", "registry")


def _is_json(value: Any) -> bool:
    if isinstance(value, dict):
        return all(map(_is_json, value.values()))
    if isinstance(value, list):
        return all(map(_is_json, value))
    if isinstance(value, float):
        return math.isfinite(value)
    return isinstance(value, (str, int))


def lay_over(rep: Rep, raw: Rep) -> None:
    """Lay Keycloak's own keys over a representation: objects are merged, and everything else is replaced."""
    for key, value in raw.items():
        if isinstance(value, dict) and isinstance(rep.get(key), dict):
            lay_over(rep[key], value)
        else:
            rep[key] = value


def check_as_realm_file(rep: Rep, problems: "Problems") -> None:
    """Apply the rules for realm files to a whole realm."""
    from mockauth.realms.validation import remove_invalid

    for problem in remove_invalid(rep, rep["realm"], ""):
        problems.append((f"realms.{problem.place}", problem.what, _in_toml(problem.hint)))
