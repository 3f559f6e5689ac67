"""From files and folders to realms: the registry (TOML) and Keycloak's realm files (JSON) take the same road.

The road: TOML -> `registry` -> realm JSON -> `completion` -> `migration` -> `representation` -> Realm.
"""

import json
import os
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from mockauth.realms.completion import complete
from mockauth.realms.migration import migrate
from mockauth.realms.model import Realm
from mockauth.realms.problems import ConfigError, Note, Problem, did_you_mean
from mockauth.realms.representation import parse
from mockauth.realms.shape import check_shape

Rep = dict[str, Any]


@dataclass(frozen=True)
class Loaded:
    """Realms and their completed representations by name, what is worth saying, and what is wrong.

    `sources` names the file of each realm; `from_environment` tells, by place in a registry, how a string is written
    there that has something from the environment in it.
    """

    realms: dict[str, Realm] = field(default_factory=dict)
    representations: dict[str, Rep] = field(default_factory=dict)
    notes: list[Note] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)
    sources: dict[str, str] = field(default_factory=dict)
    from_environment: dict[str, str] = field(default_factory=dict)


def load(paths: Sequence[Path], env: Mapping[str, str] = os.environ) -> Loaded:
    """Read registries, realm files, and folders of realm files.

    `env` is what `${VAR}` in a registry stands for. Raises ConfigError with all that is wrong.
    """
    return _good(read(paths, env))


def load_text(text: str, file: str, env: Mapping[str, str] = os.environ) -> Loaded:
    """Read a registry that is not in a file; `file` is what its problems call it. Raises ConfigError."""
    from mockauth.realms import registry

    found = Loaded()
    for rep in registry.representations(text, file, env, found.from_environment):
        _add(rep, file, found)
    return _good(found)


def read(paths: Sequence[Path], env: Mapping[str, str] = os.environ) -> Loaded:
    """Read as `load` does, but give what is good where something else is wrong, and what is wrong with it."""
    found = Loaded()
    for path in paths:
        try:
            files = files_of(path)
        except ConfigError as error:
            found.problems.extend(error.problems)
            continue
        for file in files:
            try:
                for rep in _representations(file, env, found.from_environment):
                    _add(rep, str(file), found)
            except ConfigError as error:
                found.problems.extend(error.problems)
    return found


def files_of(path: Path) -> list[Path]:
    """Give a file, or the realm files of a folder. Raises ConfigError for a folder that has none."""
    try:
        if not path.is_dir():
            return [path]
        found = sorted(file for file in path.iterdir() if file.suffix == ".json")
    except OSError as error:
        raise ConfigError(Problem(str(path), "", f"cannot be read ({error.strerror})")) from error
    if not found:
        raise ConfigError(Problem(str(path), "", "there is no .json file in this folder", _registry_in(path)))
    return found


def _registry_in(folder: Path) -> str:
    registry = next(folder.glob("*.toml"), None)
    return f"a registry is named itself: {registry}" if registry else ""


def _neighbour(file: Path) -> str:
    """Give the hint of a file beside a missing one whose name is nearly the same."""
    try:
        beside = [it.name for it in file.parent.iterdir() if it.suffix in (".toml", ".json")]
    except OSError:
        return ""
    return "" if file.name in beside else did_you_mean(file.name, beside)


def _good(found: Loaded) -> Loaded:
    if found.problems:
        raise ConfigError(*found.problems)
    return found


def _add(rep: Rep, file: str, to: Loaded) -> None:
    """Complete a realm representation as Keycloak does, and add what it comes to, or what is wrong with it."""
    try:
        name = check_shape(rep, file)
        place = f"realm {name}"
        if name in to.realms:
            hint = f"it is in {to.sources[name]} already" if to.sources[name] != file else "name it in one place"
            raise ConfigError(Problem(file, place, "this realm is there twice", hint))
        complete(rep)
        added = migrate(rep)
        to.realms[name] = parse(rep, file)
    except RecursionError:
        to.problems.append(Problem(file, f"realm {rep.get('realm')}", "this is nested too deeply"))
    except ConfigError as error:
        to.problems.extend(error.problems)
    else:
        to.notes.extend(Note(file, place, f"added, as Keycloak 26.7.3 does: {it}") for it in added)
        to.representations[name] = rep
        to.sources[name] = file


def _representations(file: Path, env: Mapping[str, str], used: dict[str, str]) -> Iterator[Rep]:
    try:
        text = file.read_text(encoding="utf-8-sig")
    except UnicodeDecodeError as error:
        raise ConfigError(Problem(str(file), f"byte {error.start}", "this is not UTF-8 text")) from error
    except OSError as error:
        raise ConfigError(Problem(str(file), "", f"cannot be read ({error.strerror})", _neighbour(file))) from error
    if file.suffix == ".toml":
        from mockauth.realms import registry

        yield from registry.representations(text, str(file), env, used)
        return
    try:
        found = json.loads(text)
        # Half of a surrogate pair can be written as an escape, but it is no character and has no UTF-8.
        if "\\ud" in text.lower():
            json.dumps(found, ensure_ascii=False).encode()
    except UnicodeEncodeError as error:
        raise ConfigError(Problem(str(file), "", "this has half of a character in it (a lone surrogate)")) from error
    except json.JSONDecodeError as error:
        hint = "" if file.suffix == ".json" else "a registry's name ends in .toml, a realm file's in .json"
        raise ConfigError(
            Problem(str(file), f"line {error.lineno}", f"this is not JSON ({error.msg})", hint)
        ) from error
    except ValueError as error:
        raise ConfigError(Problem(str(file), "", f"this is not JSON ({error})")) from error
    except RecursionError as error:
        raise ConfigError(Problem(str(file), "", "this is nested too deeply")) from error
    if found == []:
        raise ConfigError(Problem(str(file), "", "there is no realm in this file"))
    yield from found if isinstance(found, list) else [found]
