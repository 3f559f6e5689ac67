"""`mockauth keys`."""

from collections.abc import Mapping
from pathlib import Path

import click

from mockauth.cli.configuration import Source, in_their_file, keys_option, ring, source_options
from mockauth.cli.console import complain, printable, show
from mockauth.realms.hints import name_hint
from mockauth.realms.keys.algorithms import OCT, SIGNATURES
from mockauth.realms.keys.providers import PUBLISHED, Recipe
from mockauth.realms.model import Realm
from mockauth.realms.problems import ConfigError, Problem
from mockauth.state.key_folder import Folder
from mockauth.state.key_ring import KeyRing

_ROTATED = list(dict.fromkeys([*PUBLISHED, *(name for name, type_ in SIGNATURES.items() if type_ != OCT)]))


@click.group
def command() -> None:
    """List, make and rotate the keys of realms.

    The ring is a folder: keys/REALM/ALGORITHM-NUMBER.pem. The highest number signs; lower ones are still published,
    so that older tokens can be checked until their files are deleted.
    """


@command.command("list")
@source_options
@keys_option
def list_keys(config: Path | None, imports: tuple[Path, ...], lenient: bool, keys: str) -> None:
    """List the keys of each realm: algorithm, use, kid, and whether it signs now."""
    own = ring(keys)
    loaded = Source.chosen(config, imports, lenient).load()
    for realm in loaded.realms.values():
        try:
            for key in own.there(realm):
                state = "active" if key.active else "passive"
                columns = (realm.name, key.algorithm, key.use, key.kid, state)
                show("\t".join(map(printable, columns)), clean=True)
        except ConfigError as error:
            raise ConfigError(*in_their_file(error, loaded.sources[realm.name])) from error
        if missing := own.missing(realm):
            complain(f"{realm.name} has no {' and no '.join(missing)} key yet: the first start makes what is missing")


@command.command("new")
@click.argument("realms", nargs=-1, required=True, metavar="REALM...")
@source_options
@keys_option
def new(realms: tuple[str, ...], config: Path | None, imports: tuple[Path, ...], lenient: bool, keys: str) -> None:
    """Make the keys that REALM lacks."""
    own, known = _folder(keys), _realms(config, imports, lenient)
    for realm in realms:
        _warn(realm, known)
        missing = [algorithm for algorithm in PUBLISHED if not own.files(realm, algorithm)]
        for algorithm in missing:
            show(f"made {own.add(realm, Recipe.of(algorithm))}")
        if not missing:
            show(f"{realm} has its keys already")


@command.command("rotate")
@click.argument("realms", nargs=-1, required=True, metavar="REALM...")
@click.option(
    "--algorithm",
    type=click.Choice(_ROTATED),
    default="RS256",
    show_default=True,
    help="What the key is for: RSA-OAEP is encrypted to, all others sign.",
)
@source_options
@keys_option
def rotate(
    realms: tuple[str, ...], algorithm: str, config: Path | None, imports: tuple[Path, ...], lenient: bool, keys: str
) -> None:
    """Make a new key for REALM, which signs from the next start on; the ones before stay published."""
    own, known = _folder(keys), _realms(config, imports, lenient)
    for realm in realms:
        _warn(realm, known)
        if realm in known and any(key.active and key.algorithm == algorithm for key in KeyRing().own(known[realm])):
            complain(
                f"the realm file of {realm} brings its own {algorithm} key, and that goes on: the new one is unused"
            )
        file = own.add(realm, Recipe.of(algorithm))
        show(f"made {file}: it is used from the next start on; those before stay published")


def _realms(config: Path | None, imports: tuple[Path, ...], lenient: bool) -> Mapping[str, Realm]:
    """Give the realms that are configured, or none where nothing is."""
    source = Source.chosen(config, imports, lenient)
    return source.load().realms if source.paths else {}


def _warn(realm: str, known: Mapping[str, Realm]) -> None:
    if known and realm not in known:
        complain(f'there is no realm "{realm}" (its keys are made all the same): {name_hint(realm, known)}')


def _folder(keys: str) -> Folder:
    own = ring(keys).folder
    if own is None:
        raise ConfigError(Problem("--keys", "", f"{keys} is not a folder", "name the folder of the ring"))
    return own
