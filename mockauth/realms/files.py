"""Load realms from registries (TOML), Keycloak's realm files (JSON), and folders of realm files.

A registry is first expanded to realm JSON (`registry`); a realm file is checked first (`validation`). Then both are
completed and migrated as Keycloak does on import (`importing`) and read into a `Realm` (`representation`). If a
registry and a realm file define the same realm, the registry overrides the file (`registry.overlay`).
"""

import os
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

from mockauth.realms.importing.completion import complete
from mockauth.realms.model import Realm
from mockauth.realms.problems import ConfigError, Note, Problem
from mockauth.realms.representation import read_realm

if TYPE_CHECKING:
    from mockauth.realms.folders import RealmFile

Rep = dict[str, Any]
# From this size (bytes) on, reading takes so long that progress is shown.
_LARGE = 5_000_000


@dataclass(frozen=True)
class Loaded:
    """The loaded realms and their completed representations by name, with notes and problems.

    `sources` holds the file of each realm. `from_environment` holds the original text of registry strings that contain
    environment variables, by their place.
    """

    realms: dict[str, Realm] = field(default_factory=dict)
    representations: dict[str, Rep] = field(default_factory=dict)
    notes: list[Note] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)
    sources: dict[str, str] = field(default_factory=dict)
    from_environment: dict[str, str] = field(default_factory=dict)


class LoadOptions(NamedTuple):
    """Options for loading: variables for `${VAR}`, whether to skip invalid parts, and a callback for progress."""

    env: Mapping[str, str] = os.environ
    lenient: bool = False
    on_progress: Callable[[str], None] = lambda _: None


def load(paths: Sequence[Path], env: Mapping[str, str] = os.environ, options: LoadOptions | None = None) -> Loaded:
    """Load registries, realm files, and folders of realm files.

    `env` holds the variables for `${VAR}`; it is ignored if `options` are given. Raises ConfigError with all problems.
    """
    return _raise_problems(read(paths, options or LoadOptions(env)))


def load_text(text: str, file: str, env: Mapping[str, str] = os.environ) -> Loaded:
    """Load a registry from a string; `file` is the name used in problems. Raises ConfigError."""
    loader = _Loader(LoadOptions(env))
    loader.attempt(lambda: loader.registry(text, file))
    return _raise_problems(loader.finish())


def load_document(document: Rep, file: str, env: Mapping[str, str] = os.environ) -> Loaded:
    """Load a registry that is already parsed; `file` is the name used in problems. Raises ConfigError."""
    loader = _Loader(LoadOptions(env))
    loader.attempt(lambda: loader.document(document, file))
    return _raise_problems(loader.finish())


def read(paths: Sequence[Path], options: LoadOptions | None = None) -> Loaded:
    """Load as `load` does, but return the valid realms together with the problems of the others."""
    loader = _Loader(options or LoadOptions())
    # Registries come last because they may override realms of files; realms and problems keep the order of `paths`.
    for number, path in sorted(enumerate(paths), key=lambda numbered: numbered[1].suffix == ".toml"):
        loader.position = number
        loader.attempt(lambda: loader.path(path))  # noqa: B023 - called at once
    return loader.finish()


def _raise_problems(loaded: Loaded) -> Loaded:
    if loaded.problems:
        raise ConfigError(*loaded.problems)
    return loaded


class _Draft(NamedTuple):
    """A realm that is not read yet: its completed representation, its file, and the position of the file's path.

    `in_registry` tells whether the file is a registry.
    """

    rep: Rep
    file: str
    position: int
    in_registry: bool = False


class _Loader:
    """Collects drafts of realms from files; `finish` turns them into realms."""

    def __init__(self, options: LoadOptions) -> None:
        self.options = options
        self.loaded = Loaded()
        self.drafts: dict[str, _Draft] = {}
        self.problems: list[tuple[int, Sequence[Problem]]] = []
        self.position = 0

    def attempt(self, step: Callable[[], None]) -> None:
        """Run a step and keep the problems it raises."""
        try:
            step()
        except ConfigError as error:
            self.problems.append((self.position, error.problems))

    def path(self, path: Path) -> None:
        if path.suffix == ".toml":
            try:
                text = _read_bytes(path).decode("utf-8-sig")
            except UnicodeDecodeError as error:
                problem = Problem(str(path), f"byte {error.start}", "the file is not UTF-8 text", "save it as UTF-8")
                raise ConfigError(problem) from error
            self.registry(text, str(path))
            return
        from mockauth.realms.folders import realm_files

        for file in realm_files(path):
            self.attempt(lambda: self.realm_file(file))  # noqa: B023 - called at once

    def registry(self, text: str, file: str) -> None:
        from mockauth.realms import registry

        below = {name: draft.rep for name, draft in self.drafts.items()}
        for rep in registry.representations(text, file, self.options.env, self.loaded.from_environment, below):
            name = str(rep["realm"])
            if name in below:
                continue
            self.check_unique(name, file)
            complete(rep)
            self.drafts[name] = _Draft(rep, file, self.position, in_registry=True)

    def document(self, document: Rep, file: str) -> None:
        from mockauth.realms import registry

        for rep in registry.representations_of_document(document, file, self.options.env):
            complete(rep)
            self.drafts[str(rep["realm"])] = _Draft(rep, file, self.position, in_registry=True)

    def realm_file(self, file: "RealmFile") -> None:
        from mockauth.realms.folders import missing_users_hint
        from mockauth.realms.parsing import realm_file_json

        content = _read_bytes(file.path)
        if is_large := len(content) > _LARGE:
            self.options.on_progress(f"{file.path}: reading {len(content) // 1_000_000} MB")
        reps = realm_file_json.parse_realm_file(content, str(file.path), self.options.env, self.loaded.notes)
        del content
        for part in file.users:
            reps[0] = realm_file_json.add_users(reps[0], _read_bytes(part), str(part), self.options.env)
        if not file.users and (hint := missing_users_hint(file.path)):
            self.loaded.notes.append(Note(str(file.path), "", hint))
        for rep in reps:
            if is_large and isinstance(rep, dict):
                self.options.on_progress(f"{file.path}: checking {_counted(rep)}")
            self.attempt(lambda: self.realm(rep, str(file.path)))  # noqa: B023 - called at once

    def realm(self, rep: Any, file: str) -> None:
        from mockauth.realms import validation
        from mockauth.realms.importing.realm import import_realm

        name = validation.realm_name(rep, file)
        self.check_unique(name, file)
        added = import_realm(rep, name, file, self.report)
        self.loaded.notes.extend(
            Note(file, f"realm {name}", f"added, as Keycloak 26.7.3 does: {sentence}") for sentence in added
        )
        self.drafts[name] = _Draft(rep, file, self.position)

    def check_unique(self, name: str, file: str) -> None:
        draft = self.drafts.get(name)
        if draft:
            hint = f"it is already in {draft.file}" if draft.file != file else "keep one of them"
            raise ConfigError(Problem(file, f"realm {name}", "duplicate realm", hint))

    def report(self, problems: Sequence[Problem]) -> None:
        """Raise the problems of a realm; if lenient, note what was left out instead."""
        if problems and not self.options.lenient:
            raise ConfigError(*problems)
        self.loaded.notes.extend(Note(problem.file, problem.place, f"left out: {problem.what}") for problem in problems)

    def finish(self) -> Loaded:
        self.options.on_progress("")
        for name, draft in sorted(self.drafts.items(), key=lambda named: named[1].position):
            self.position = draft.position
            self.attempt(lambda: self.finish_realm(name, draft))  # noqa: B023 - called at once
        for _, problems in sorted(self.problems, key=lambda positioned: positioned[0]):
            self.loaded.problems.extend(problems)
        return self.loaded

    def finish_realm(self, name: str, draft: _Draft) -> None:
        try:
            realm, problems = read_realm(draft.rep)
        except RecursionError as error:
            raise ConfigError(Problem(draft.file, f"realm {name}", "nested too deeply")) from error
        self.report([Problem(draft.file, place, what) for place, what in problems])
        self.loaded.realms[name] = replace(realm, source=draft.file, in_registry=draft.in_registry)
        self.loaded.representations[name] = draft.rep
        self.loaded.sources[name] = draft.file


def _counted(rep: Rep) -> str:
    counts = ((key, rep.get(key)) for key in ("users", "clients"))
    return ", ".join(f"{len(items):,} {key}" for key, items in counts if isinstance(items, list))


def _read_bytes(file: Path) -> bytes:
    try:
        return file.read_bytes()
    except OSError as error:
        from mockauth.realms.folders import similar_name_hint

        raise ConfigError(
            Problem(str(file), "", f"cannot be read ({error.strerror})", similar_name_hint(file))
        ) from error
