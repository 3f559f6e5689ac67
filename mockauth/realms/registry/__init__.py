"""The registry: test clients, users and roles in TOML, in Keycloak's names in snake_case.

It is sugar. `keys` lists every key; `checked` refuses what is not in that list; `expansion` turns the rest into the
realm representation that a person would get by filling in Keycloak's admin console.
"""

import re
import tomllib
from collections.abc import Mapping
from typing import Any, NamedTuple

from mockauth.realms.problems import ConfigError, Problem
from mockauth.realms.registry.realm import expand
from mockauth.realms.registry.validation import Problems, check_registry

# No `${` in a default: a text with many of them would be searched to its end for each.
_PLACEHOLDER = re.compile(r"\$\{([A-Z_][A-Z0-9_]*)(?::((?:[^}$]|\$(?!\{))*))?\}")


def representations(
    text: str,
    file: str,
    env: Mapping[str, str],
    used: dict[str, str] | None = None,
    below: Mapping[str, dict[str, Any]] | None = None,
) -> list[dict[str, Any]]:
    """Give the realm representations that a registry stands for.

    `${VAR}` and `${VAR:default}` in any string are replaced from `env`. `used` is told, by place, of the strings that
    have something from there in them, as they are written. A realm of which `below` has the representation already is
    laid over that. Raises ConfigError with all problems found.
    """
    try:
        document = tomllib.loads(text)
    except ValueError as error:
        from mockauth.realms.registry.toml_errors import no_toml

        raise ConfigError(no_toml(text, file, error)) from error
    except RecursionError as error:
        raise _too_deep(file) from error
    try:
        return _representations(document, file, env, {} if used is None else used, below or {})
    except RecursionError as error:
        raise _too_deep(file) from error


def _too_deep(file: str) -> ConfigError:
    return ConfigError(Problem(file, "", "this is nested too deeply"))


def shell_words(written: str, env: Mapping[str, str]) -> str:
    """Give a string of a registry as it is written between double quotes in a shell: variables stay variables."""
    parts, end = [], 0
    for found in _PLACEHOLDER.finditer(written):
        value = f"${{{found[1]}}}" if found[1] in env else _quoted(found[2] or "")
        parts += [_quoted(written[end : found.start()]), value]
        end = found.end()
    return "".join([*parts, _quoted(written[end:])])


def _quoted(text: str) -> str:
    return re.sub(r'([\\"$`])', r"\\\1", text)


def _representations(
    document: dict[str, Any],
    file: str,
    env: Mapping[str, str],
    used: dict[str, str],
    below: Mapping[str, dict[str, Any]],
) -> list[dict[str, Any]]:
    problems: Problems = []
    document = _Replacing(env, problems, used).inside(document, "")
    check_registry(document, problems)
    if not problems:
        realms = [expand(name, table, problems, below.get(name)) for name, table in document["realms"].items()]
    if problems:
        raise ConfigError(*(Problem(file, place, what, hint) for place, what, hint in problems))
    return realms


class _Replacing(NamedTuple):
    """Replaces variables; `used` gets the strings in which one is from the environment, as they are written."""

    env: Mapping[str, str]
    problems: Problems
    used: dict[str, str]

    def inside(self, value: Any, place: str) -> Any:
        if isinstance(value, dict):
            return {key: self.inside(inside, f"{place}.{key}".lstrip(".")) for key, inside in value.items()}
        if isinstance(value, list):
            return [self.inside(inside, place) for inside in value]
        return self._text(value, place) if isinstance(value, str) and "${" in value else value

    def _text(self, text: str, place: str) -> str:
        def variable(found: re.Match[str]) -> str:
            name, default = found[1], found[2]
            if name in self.env:
                self.used[place] = text
            elif default is None:
                hint = f"set it, or give a default: ${{{name}:something}}"
                self.problems.append((place, f"the environment has no {name}", hint))
            return self.env.get(name, default or "")

        return _PLACEHOLDER.sub(variable, text)
