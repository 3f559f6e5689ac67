"""`mockauth check`."""

import sys
from collections.abc import Sequence
from pathlib import Path

import click

from mockauth.cli import UNUSABLE
from mockauth.cli.configuration import in_their_file
from mockauth.cli.console import complain, show
from mockauth.protocol.claims import MAPPERS, ROLE_MAPPERS
from mockauth.realms.files import Loaded, read
from mockauth.realms.model import Realm
from mockauth.realms.problems import ConfigError, Problem
from mockauth.realms.unused import unused
from mockauth.state.ring import KeyRing


@click.command
@click.argument("files", type=click.Path(path_type=Path), nargs=-1, required=True, metavar="FILE...")
def command(files: Sequence[Path]) -> None:
    """Say what is wrong with registries and realm files, and what mockauth makes of them.

    FILE may be a folder of realm files too. A problem is one line, `file: place: what: hint`, and the exit code is 3.
    What is added to a realm file, as Keycloak adds it on import, and what is set aside, is said too.
    """
    good, problems = 0, 0
    for file in files:
        loaded = read([file])
        broken = _broken_keys(loaded)
        found = [*loaded.problems, *broken.values()]
        for note in loaded.notes:
            show(str(note))
        for realm in loaded.realms.values():
            if realm.name not in broken:
                good += 1
                _describe(realm, loaded)
        for problem in found:
            complain(str(problem))
        problems += len(found)
    if problems:
        complain(f"{_number(problems, 'problem')}, {_number(good, 'good realm')}")
        sys.exit(UNUSABLE)
    if good > 1:
        show(f"no problem, {_number(good, 'good realm')}")


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
    where = f"{loaded.sources[realm.name]}: realm {realm.name}"
    for sentence in unused(realm, loaded.representations[realm.name], {*MAPPERS, *ROLE_MAPPERS}):
        show(f"{where}: {sentence}")
    show(f"{where}: good: {_counted(realm)}")


def _counted(realm: Realm) -> str:
    counts = {
        "client": len(realm.clients),
        "client scope": len(realm.scopes),
        "role": len(realm.roles),
        "user": len(realm.users),
        "group": len(realm.groups),
    }
    return ", ".join(_number(count, word) for word, count in counts.items())


def _number(count: int, word: str) -> str:
    return f"{count} {word}{'' if count == 1 else 's'}"
