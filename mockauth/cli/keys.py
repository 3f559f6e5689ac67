"""`mockauth keys`."""

from pathlib import Path

import click

from mockauth.cli.configuration import Source, keys_option, ring, source_options
from mockauth.realms.problems import ConfigError, Problem
from mockauth.state.ring import PUBLISHED, KeyRing


@click.group
def command() -> None:
    """List, make and rotate the keys of realms.

    The ring is a folder: keys/REALM/ALGORITHM-NUMBER.pem. The highest number signs; lower ones are still published,
    so that older tokens can be checked until their files are deleted.
    """


@command.command("list")
@source_options
@keys_option
def list_keys(config: Path | None, imports: tuple[Path, ...], keys: str) -> None:
    """List the keys of each realm: algorithm, use, kid, and whether it signs now. Makes those that are missing."""
    own = ring(keys)
    for realm in Source.chosen(config, imports).load().realms.values():
        for key in own.keys(realm).keys:
            click.echo(f"{realm.name}\t{key.algorithm}\t{key.use}\t{key.kid}\t{'active' if key.active else 'passive'}")


@command.command("new")
@click.argument("realms", nargs=-1, required=True, metavar="REALM...")
@keys_option
def new(realms: tuple[str, ...], keys: str) -> None:
    """Make the keys that REALM lacks."""
    own = _folder(keys)
    for realm in realms:
        for algorithm in PUBLISHED:
            if not own.files(realm, algorithm):
                click.echo(f"made {own.add(realm, algorithm)}")


@command.command("rotate")
@click.argument("realms", nargs=-1, required=True, metavar="REALM...")
@click.option("--algorithm", type=click.Choice(list(PUBLISHED)), default="RS256", show_default=True)
@keys_option
def rotate(realms: tuple[str, ...], algorithm: str, keys: str) -> None:
    """Make a new key for REALM, which signs from the next start on; the ones before stay published."""
    own = _folder(keys)
    for realm in realms:
        click.echo(f"made {own.add(realm, algorithm)}")


def _folder(keys: str) -> KeyRing:
    own = ring(keys)
    if own.folder is None:
        raise ConfigError(Problem("--keys", "", f"{keys} is not a folder", "name the folder of the ring"))
    return own
