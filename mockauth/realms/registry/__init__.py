"""The registry: clients, users, roles and so on in TOML, with Keycloak's names in snake_case.

`keys` lists the keys; `validation` refuses everything else; `expansion` turns the tables into the realm representation
that a person would get by filling in the forms of Keycloak's admin console.
"""

import re
import tomllib
from collections.abc import Mapping
from typing import Any, NamedTuple

from mockauth.realms.problems import ConfigError, Problem
from mockauth.realms.registry.realm import expand
from mockauth.realms.registry.validation import Problems, check_registry

# A default cannot contain `${`: otherwise a text with many of them would be searched to its end for each.
_VARIABLE = re.compile(r"\$\{([A-Z_][A-Z0-9_]*)(?::((?:[^}$]|\$(?!\{))*))?\}")


def representations(
    text: str,
    file: str,
    env: Mapping[str, str],
    used: dict[str, str] | None = None,
    below: Mapping[str, dict[str, Any]] | None = None,
) -> list[dict[str, Any]]:
    """Return the realm representations that a registry stands for.

    `${VAR}` and `${VAR:default}` in strings are replaced from `env`. Strings that contain a value from `env` are added
    to `used` as they are written, by their place. `below` has representations of realms from realm files, by name: a
    realm of the same name is laid over it. Raises ConfigError with all problems.
    """
    try:
        document = tomllib.loads(text)
    except ValueError as error:
        from mockauth.realms.registry.toml_errors import syntax_problem

        raise ConfigError(syntax_problem(text, file, error)) from error
    except RecursionError as error:
        raise _too_deep(file) from error
    realms, problems = _of_document(document, file, env, {} if used is None else used, below or {})
    if problems:
        from mockauth.realms.registry.toml_lines import find_line, key_lines

        lines = key_lines(text)
        raise ConfigError(
            *(Problem(file, place, what, hint, find_line(place, lines)) for place, what, hint in problems)
        )
    return realms


def representations_of_document(document: dict[str, Any], file: str, env: Mapping[str, str]) -> list[dict[str, Any]]:
    """Return the realm representations of a registry that is already parsed. Raises ConfigError with all problems.

    `file` is the name used in problems; `env` has the variables for `${VAR}`.
    """
    realms, problems = _of_document(document, file, env, {}, {})
    if problems:
        raise ConfigError(*(Problem(file, place, what, hint) for place, what, hint in problems))
    return realms


def _of_document(
    document: dict[str, Any],
    file: str,
    env: Mapping[str, str],
    used: dict[str, str],
    below: Mapping[str, dict[str, Any]],
) -> tuple[list[dict[str, Any]], Problems]:
    problems: Problems = []
    try:
        return _expanded(document, env, used, below, problems), problems
    except RecursionError as error:
        raise _too_deep(file) from error


def _too_deep(file: str) -> ConfigError:
    return ConfigError(Problem(file, "", "this is nested too deeply"))


def shell_words(text: str, env: Mapping[str, str]) -> str:
    """Return a string of a registry as a shell expects it between double quotes: variables stay variables."""
    parts, end = [], 0
    for found in _VARIABLE.finditer(text):
        value = f"${{{found[1]}}}" if found[1] in env else _quoted(found[2] or "")
        parts += [_quoted(text[end : found.start()]), value]
        end = found.end()
    return "".join([*parts, _quoted(text[end:])])


def _quoted(text: str) -> str:
    return re.sub(r'([\\"$`])', r"\\\1", text)


def _expanded(
    document: dict[str, Any],
    env: Mapping[str, str],
    used: dict[str, str],
    below: Mapping[str, dict[str, Any]],
    problems: Problems,
) -> list[dict[str, Any]]:
    document = _Variables(env, problems, used).replace(document, "")
    check_registry(document, problems)
    if problems:
        return []
    return [expand(name, table, problems, below.get(name)) for name, table in document["realms"].items()]


class _Variables(NamedTuple):
    """Replaces variables. `used` collects the strings that contain a value from the environment, as written."""

    env: Mapping[str, str]
    problems: Problems
    used: dict[str, str]

    def replace(self, value: Any, place: str) -> Any:
        if isinstance(value, dict):
            return {key: self.replace(inside, f"{place}.{key}".lstrip(".")) for key, inside in value.items()}
        if isinstance(value, list):
            return [self.replace(inside, place) for inside in value]
        return self._replace_in_text(value, place) if isinstance(value, str) and "${" in value else value

    def _replace_in_text(self, text: str, place: str) -> str:
        def variable(found: re.Match[str]) -> str:
            name, default = found[1], found[2]
            if name in self.env:
                self.used[place] = text
            elif default is None:
                hint = f"set it, or write a default: ${{{name}:something}}"
                self.problems.append((place, f"environment variable {name} is not set", hint))
            return self.env.get(name, default or "")

        return _VARIABLE.sub(variable, text)
