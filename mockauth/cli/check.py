"""`mockauth check`."""

import sys
from collections.abc import Sequence
from pathlib import Path

import click

from mockauth.cli import UNUSABLE
from mockauth.protocol.claims import MAPPERS, ROLE_MAPPERS
from mockauth.realms.files import load
from mockauth.realms.model import Realm
from mockauth.realms.problems import ConfigError
from mockauth.realms.unused import unused


@click.command
@click.argument("files", type=click.Path(path_type=Path), nargs=-1, required=True)
def command(files: Sequence[Path]) -> None:
    """Say what is wrong with registries and realm FILES, and what mockauth makes of them.

    A problem is one line, `file: place: what: hint`, and the exit code is 3. What is added to a realm file, as
    Keycloak adds it on import, and what is set aside, is said too.
    """
    failed = False
    for file in files:
        try:
            loaded = load([file])
        except ConfigError as error:
            failed = True
            for problem in error.problems:
                click.secho(str(problem), err=True, fg="red")
            continue
        for note in loaded.notes:
            click.echo(str(note))
        for realm in loaded.realms.values():
            for sentence in unused(realm, loaded.representations[realm.name], {*MAPPERS, *ROLE_MAPPERS}):
                click.echo(f"{file}: realm {realm.name}: {sentence}")
            click.echo(f"{file}: realm {realm.name}: good: {_counted(realm)}")
    sys.exit(UNUSABLE if failed else 0)


def _counted(realm: Realm) -> str:
    counts = {
        "client": len(realm.clients),
        "client scope": len(realm.scopes),
        "role": len(realm.roles),
        "user": len(realm.users),
        "group": len(realm.groups),
    }
    return ", ".join(f"{count} {word}{'' if count == 1 else 's'}" for word, count in counts.items())
