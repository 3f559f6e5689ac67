"""From files and folders to realms: the registry (TOML) and Keycloak's realm files (JSON) take the same road.

The road: TOML -> `registry` -> realm JSON -> `completion` -> `migration` -> `representation` -> Realm. A realm file
passes `refusals` first. Where a registry and a file have the same realm, the registry is laid over the file.
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
# From this size on reading takes so long that one wants to see it.
_LARGE = 5_000_000


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


class How(NamedTuple):
    """How to read: what `${VAR}` stands for, whether to go on without what is refused, and whom to tell of progress."""

    env: Mapping[str, str] = os.environ
    lenient: bool = False
    tell: Callable[[str], None] = lambda _: None


def load(paths: Sequence[Path], env: Mapping[str, str] = os.environ, how: How | None = None) -> Loaded:
    """Read registries, realm files, and folders of realm files.

    `env` is what `${VAR}` stands for, where `how` is not given. Raises ConfigError with all that is wrong.
    """
    return _good(read(paths, how or How(env)))


def load_text(text: str, file: str, env: Mapping[str, str] = os.environ) -> Loaded:
    """Read a registry that is not in a file; `file` is what its problems call it. Raises ConfigError."""
    reading = _Reading(How(env))
    reading.attempt(lambda: reading.registry(text, file))
    return _good(reading.finished())


def read(paths: Sequence[Path], how: How | None = None) -> Loaded:
    """Read as `load` does, but give what is good where something else is wrong, and what is wrong with it."""
    reading = _Reading(how or How())
    # Registries last, for they may be laid over realms of files; but in what is said they keep their place.
    for number, path in sorted(enumerate(paths), key=lambda it: it[1].suffix == ".toml"):
        reading.place = number
        reading.attempt(lambda: reading.path(path))  # noqa: B023 - called at once
    return reading.finished()


def _good(found: Loaded) -> Loaded:
    if found.problems:
        raise ConfigError(*found.problems)
    return found


class _Draft(NamedTuple):
    """A realm on its way: its completed representation, and the place of its file among those that were named."""

    rep: Rep
    file: str
    place: int


class _Reading:
    """Gathers drafts of realms from files, and makes realms of them in the end."""

    def __init__(self, how: How) -> None:
        self.how = how
        self.found = Loaded()
        self.drafts: dict[str, _Draft] = {}
        self.problems: list[tuple[int, Sequence[Problem]]] = []
        self.place = 0

    def attempt(self, step: Callable[[], None]) -> None:
        """Take a step; what it refuses is kept."""
        try:
            step()
        except ConfigError as error:
            self.problems.append((self.place, error.problems))

    def path(self, path: Path) -> None:
        if path.suffix == ".toml":
            try:
                text = _bytes(path).decode("utf-8-sig")
            except UnicodeDecodeError as error:
                problem = Problem(str(path), f"byte {error.start}", "this is not UTF-8 text", "save it as UTF-8")
                raise ConfigError(problem) from error
            self.registry(text, str(path))
            return
        from mockauth.realms.folders import files_of

        for file in files_of(path):
            self.attempt(lambda: self.realm_file(file))  # noqa: B023 - called at once

    def registry(self, text: str, file: str) -> None:
        from mockauth.realms import registry

        below = {name: draft.rep for name, draft in self.drafts.items()}
        for rep in registry.representations(text, file, self.how.env, self.found.from_environment, below):
            name = str(rep["realm"])
            if name in below:
                continue
            self.is_new(name, file)
            complete(rep)
            self.drafts[name] = _Draft(rep, file, self.place)

    def realm_file(self, file: "RealmFile") -> None:
        from mockauth.realms import realm_file_json
        from mockauth.realms.folders import left_behind

        content = _bytes(file.path)
        if is_large := len(content) > _LARGE:
            self.how.tell(f"{file.path}: reading {len(content) // 1_000_000} MB")
        reps = realm_file_json.realms_of(content, str(file.path), self.how.env, self.found.notes)
        del content
        for part in file.users:
            reps[0] = realm_file_json.with_users(reps[0], _bytes(part), str(part), self.how.env)
        if not file.users and (hint := left_behind(file.path)):
            self.found.notes.append(Note(str(file.path), "", hint))
        for rep in reps:
            if is_large and isinstance(rep, dict):
                self.how.tell(f"{file.path}: looking through {_counted(rep)}")
            self.attempt(lambda: self.realm(rep, str(file.path)))  # noqa: B023 - called at once

    def realm(self, rep: Any, file: str) -> None:
        from mockauth.realms import validation
        from mockauth.realms.importing.deprecated import convert
        from mockauth.realms.importing.migration import migrate

        name = validation.name_of(rep, file)
        self.is_new(name, file)
        try:
            self.refuse(validation.take_out(rep, name, file))
            convert(rep)
            complete(rep)
            added = migrate(rep)
        except RecursionError as error:
            raise ConfigError(Problem(file, f"realm {name}", "this is nested too deeply")) from error
        self.found.notes.extend(
            Note(file, f"realm {name}", f"added, as Keycloak 26.7.3 does: {sentence}") for sentence in added
        )
        self.drafts[name] = _Draft(rep, file, self.place)

    def is_new(self, name: str, file: str) -> None:
        draft = self.drafts.get(name)
        if draft:
            hint = f"it is in {draft.file} already" if draft.file != file else "name it in one place"
            raise ConfigError(Problem(file, f"realm {name}", "this realm is there twice", hint))

    def refuse(self, problems: Sequence[Problem]) -> None:
        """Refuse a realm for what is wrong with it, or only say what is left out."""
        if problems and not self.how.lenient:
            raise ConfigError(*problems)
        self.found.notes.extend(Note(it.file, it.place, f"left out: {it.what}") for it in problems)

    def finished(self) -> Loaded:
        self.how.tell("")
        for name, draft in sorted(self.drafts.items(), key=lambda it: it[1].place):
            self.place = draft.place
            self.attempt(lambda: self.finish(name, draft))  # noqa: B023 - called at once
        for _, problems in sorted(self.problems, key=lambda it: it[0]):
            self.found.problems.extend(problems)
        return self.found

    def finish(self, name: str, draft: _Draft) -> None:
        try:
            realm, wrong = read_realm(draft.rep)
        except RecursionError as error:
            raise ConfigError(Problem(draft.file, f"realm {name}", "this is nested too deeply")) from error
        self.refuse([Problem(draft.file, place, what) for place, what in wrong])
        self.found.realms[name] = replace(realm, source=draft.file)
        self.found.representations[name] = draft.rep
        self.found.sources[name] = draft.file


def _counted(rep: Rep) -> str:
    counts = ((key, rep.get(key)) for key in ("users", "clients"))
    return ", ".join(f"{len(items):,} {key}" for key, items in counts if isinstance(items, list))


def _bytes(file: Path) -> bytes:
    try:
        return file.read_bytes()
    except OSError as error:
        from mockauth.realms.folders import neighbour

        raise ConfigError(Problem(str(file), "", f"cannot be read ({error.strerror})", neighbour(file))) from error
