"""From files and folders to realms: the registry (TOML) and Keycloak's realm files (JSON) take the same road.

The road: TOML -> `registry` -> realm JSON -> `completion` -> `migration` -> `representation` -> Realm.
"""

import json
import os
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from mockauth.realms.completion import complete
from mockauth.realms.migration import migrate
from mockauth.realms.model import Realm
from mockauth.realms.problems import ConfigError, Note, Problem
from mockauth.realms.representation import parse
from mockauth.realms.shape import check_shape

Rep = dict[str, Any]


@dataclass(frozen=True)
class Loaded:
    """Realms and their completed representations by name, what is worth saying, and the files that were read."""

    realms: Mapping[str, Realm]
    representations: Mapping[str, Rep]
    notes: Sequence[Note]
    files: Sequence[Path]


def load(paths: Sequence[Path], env: Mapping[str, str] = os.environ) -> Loaded:
    """Read registries, realm files, and folders of realm files.

    `env` is what `${VAR}` in a registry stands for. Raises ConfigError, with all that is wrong in the first file
    that is wrong.
    """
    realms: dict[str, Realm] = {}
    representations: dict[str, Rep] = {}
    notes: list[Note] = []
    files = [file for path in paths for file in _files(path)]
    for file in files:
        for rep in _representations(file, env):
            name = check_shape(rep, str(file))
            if name in realms:
                raise ConfigError(
                    Problem(str(file), f"realm {name}", "this realm is there twice", "name it in one file")
                )
            complete(rep)
            notes += [Note(str(file), f"realm {name}", f"added, as Keycloak 26.7.3 does: {it}") for it in migrate(rep)]
            try:
                realms[name] = parse(rep, str(file))
            except RecursionError as error:
                raise ConfigError(Problem(str(file), f"realm {name}", "this is nested too deeply")) from error
            representations[name] = rep
    return Loaded(realms, representations, notes, files)


def load_text(text: str, file: str, env: Mapping[str, str] = os.environ) -> Loaded:
    """Read a registry that is not in a file; `file` is what its problems call it."""
    from mockauth.realms import registry

    realms: dict[str, Realm] = {}
    representations: dict[str, Rep] = {}
    for rep in registry.representations(text, file, env):
        complete(rep)
        realms[rep["realm"]] = parse(rep, file)
        representations[rep["realm"]] = rep
    return Loaded(realms, representations, [], [])


def _files(path: Path) -> list[Path]:
    if path.is_dir():
        found = sorted(file for file in path.iterdir() if file.suffix == ".json")
        if not found:
            raise ConfigError(Problem(str(path), "", "there is no .json file in this folder"))
        return found
    return [path]


def _representations(file: Path, env: Mapping[str, str]) -> Iterator[Rep]:
    try:
        text = file.read_text(encoding="utf-8-sig")
    except UnicodeDecodeError as error:
        raise ConfigError(Problem(str(file), f"byte {error.start}", "this is not UTF-8 text")) from error
    except OSError as error:
        raise ConfigError(Problem(str(file), "", f"cannot be read ({error.strerror})")) from error
    if file.suffix == ".toml":
        from mockauth.realms import registry

        yield from registry.representations(text, str(file), env)
        return
    try:
        found = json.loads(text)
        # Half of a surrogate pair can be written as an escape, but it is no character and has no UTF-8.
        if "\\ud" in text.lower():
            json.dumps(found, ensure_ascii=False).encode()
    except UnicodeEncodeError as error:
        raise ConfigError(Problem(str(file), "", "this has half of a character in it (a lone surrogate)")) from error
    except json.JSONDecodeError as error:
        raise ConfigError(Problem(str(file), f"line {error.lineno}", f"this is not JSON ({error.msg})")) from error
    except ValueError as error:
        raise ConfigError(Problem(str(file), "", f"this is not JSON ({error})")) from error
    except RecursionError as error:
        raise ConfigError(Problem(str(file), "", "this is nested too deeply")) from error
    if found == []:
        raise ConfigError(Problem(str(file), "", "there is no realm in this file"))
    yield from found if isinstance(found, list) else [found]
