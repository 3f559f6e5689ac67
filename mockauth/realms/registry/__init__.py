"""The registry: test clients, users and roles in TOML, in Keycloak's names in snake_case.

It is sugar. `keys` lists every key; `checked` refuses what is not in that list; `expansion` turns the rest into the
realm representation that a person would get by filling in Keycloak's admin console.
"""

import re
import tomllib
from collections.abc import Mapping
from typing import Any

from mockauth.realms.problems import ConfigError, Problem
from mockauth.realms.registry.checked import Problems, check_registry
from mockauth.realms.registry.expansion import expand

# No `${` in a default: a text with many of them would be searched to its end for each.
_PLACEHOLDER = re.compile(r"\$\{([A-Z_][A-Z0-9_]*)(?::((?:[^}$]|\$(?!\{))*))?\}")


def representations(text: str, file: str, env: Mapping[str, str]) -> list[dict[str, Any]]:
    """Give the realm representations that a registry stands for.

    `${VAR}` and `${VAR:default}` in any string are replaced from `env`. Raises ConfigError with all problems found.
    """
    try:
        document = tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        what, _, where = str(error).partition(" (at ")
        place = where.rstrip(")") if where.startswith("line") else f"line {text.count(chr(10)) + 1}"
        raise ConfigError(Problem(file, place, f"this is not TOML: {what}")) from error
    except ValueError as error:
        raise ConfigError(Problem(file, "", f"this is not TOML: {error}")) from error
    except RecursionError as error:
        raise _too_deep(file) from error
    try:
        return _representations(document, file, env)
    except RecursionError as error:
        raise _too_deep(file) from error


def _too_deep(file: str) -> ConfigError:
    return ConfigError(Problem(file, "", "this is nested too deeply"))


def _representations(document: dict[str, Any], file: str, env: Mapping[str, str]) -> list[dict[str, Any]]:
    problems: Problems = []
    document = _replaced(document, env, "", problems)
    check_registry(document, problems)
    if not problems:
        realms = [expand(name, table, problems) for name, table in document["realms"].items()]
    if problems:
        raise ConfigError(*(Problem(file, place, what, hint) for place, what, hint in problems))
    return realms


def _replaced(value: Any, env: Mapping[str, str], place: str, problems: Problems) -> Any:
    if isinstance(value, dict):
        return {key: _replaced(inside, env, f"{place}.{key}".lstrip("."), problems) for key, inside in value.items()}
    if isinstance(value, list):
        return [_replaced(inside, env, place, problems) for inside in value]
    if not isinstance(value, str):
        return value

    def variable(found: re.Match[str]) -> str:
        name, default = found[1], found[2]
        given = env.get(name, default)
        if given is None:
            hint = f"set it, or give a default: ${{{name}:something}}"
            problems.append((place, f"the environment has no {name}", hint))
        return given or ""

    return _PLACEHOLDER.sub(variable, value)
