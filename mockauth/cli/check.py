"""`mockauth check`."""

import os
import sys
from collections.abc import Iterable, Sequence
from pathlib import Path

import click

from mockauth.cli import UNUSABLE
from mockauth.cli.configuration import in_their_file
from mockauth.cli.console import complain, progress, show
from mockauth.protocol.claims import MAPPERS, ROLE_MAPPERS
from mockauth.realms.advice import advice
from mockauth.realms.files import How, Loaded, read
from mockauth.realms.folders import files_of
from mockauth.realms.hints import listed
from mockauth.realms.model import Realm
from mockauth.realms.problems import ConfigError, Problem
from mockauth.realms.realm_file_json import twice
from mockauth.realms.unused_settings import BUILT_IN, unused
from mockauth.state.key_ring import KeyRing

_ASIDE = "ignored: "
_ADDED = "added, as Keycloak 26.7.3 does: "
# Of larger files nobody has written the keys by hand.
_MOST_BYTES = 2_000_000


@click.command
@click.argument("files", type=click.Path(path_type=Path, readable=False), nargs=-1, required=True, metavar="FILE...")
@click.option(
    "--lenient", is_flag=True, help="Only say what Keycloak would refuse in a realm file, and go on without it."
)
def command(files: Sequence[Path], lenient: bool) -> None:
    """Say what is wrong with registries and realm files, and what mockauth makes of them.

    FILE may be a folder of realm files too; a registry and realm files that are named together are checked as they
    are served together. A problem is one line, `file: place: what: hint`, and the exit code is 3. For a good realm it
    says what is worth a look, what is added as Keycloak adds it on import, and what mockauth does not use; then the
    exit code is 0.
    """
    how = How(lenient=lenient, tell=progress())
    good, problems = 0, 0
    for group in _groups(files):
        loaded = read(group, how)
        broken = _broken_keys(loaded)
        realms = [realm for realm in loaded.realms.values() if realm.name not in broken]
        for realm in realms:
            _describe(realm, loaded)
        described = {(loaded.sources[realm.name], f"realm {realm.name}") for realm in realms}
        for note in loaded.notes:
            if (note.file, note.place) not in described:
                show(str(note))
        for path in group:
            _say_what_is_twice(path)
        found = [*loaded.problems, *broken.values()]
        for problem in found:
            complain(str(problem))
        good, problems = good + len(realms), problems + len(found)
    if problems:
        complain(f"{_number(problems, 'problem')}, {_number(good, 'good realm')}")
        sys.exit(UNUSABLE)
    show(f"no problem, {_number(good, 'good realm')}")


def _groups(files: Sequence[Path]) -> list[Sequence[Path]]:
    """Give what is served together: a registry is laid over realm files, and else each file stands for itself."""
    is_mixed = len({path.suffix == ".toml" for path in files}) > 1
    return [files] if is_mixed else [[path] for path in files]


def _broken_keys(loaded: Loaded) -> dict[str, Problem]:
    """Give what is wrong with the keys in realm files, by realm."""
    ring, broken = KeyRing(), {}
    for realm in loaded.realms.values():
        try:
            ring.own(realm)
        except ConfigError as error:
            broken[realm.name] = in_their_file(error, loaded.sources[realm.name])[0]
    return broken


def _describe(realm: Realm, loaded: Loaded) -> None:
    file, rep = loaded.sources[realm.name], loaded.representations[realm.name]
    notes = [note.what for note in loaded.notes if (note.file, note.place) == (file, f"realm {realm.name}")]
    said = [*unused(realm, rep, {*MAPPERS, *ROLE_MAPPERS})]
    show(f"{file}: realm {realm.name}: good: {_counted(realm)}")
    _section("worth a look", [it for it in said if not it.startswith(_ASIDE)], advice(realm, rep))
    _section("added, as Keycloak 26.7.3 adds it on import", [it for it in notes if it.startswith(_ADDED)])
    _section("not used by mockauth", [it for it in said if it.startswith(_ASIDE)])


def _section(title: str, *sentences: Iterable[str]) -> None:
    lines = [sentence.removeprefix(_ASIDE).removeprefix(_ADDED) for some in sentences for sentence in some]
    if lines:
        show(f"  {title}:")
    for line in lines:
        show(f"  - {line}")


def _counted(realm: Realm) -> str:
    own = [name for name in realm.clients if name not in BUILT_IN]
    counts = {"client scope": len(realm.scopes), "role": len(realm.roles)}
    counts |= {"user": len(realm.users), "group": len(realm.groups)}
    clients = f"{_number(len(own), 'client')} ({listed(own, 5)})" if own else "no clients but the built-in ones"
    return ", ".join([clients, *(_number(count, word) for word, count in counts.items() if count)])


def _say_what_is_twice(path: Path) -> None:
    """Name keys that one object has twice: nobody else does, and the first is lost."""
    try:
        for file in files_of(path) if path.suffix != ".toml" else ():
            if file.path.stat().st_size <= _MOST_BYTES:
                for key in twice(file.path.read_bytes(), os.environ):
                    show(f'{file.path}: an object has the key "{key}" twice: the last one counts, as for Keycloak')
    except (OSError, ValueError, RecursionError, ConfigError):
        # What cannot be read has been said.
        return


def _number(count: int, word: str) -> str:
    return f"{count} {word}{'' if count == 1 else 's'}"
