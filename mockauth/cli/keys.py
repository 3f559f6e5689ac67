"""`mockauth keys`: list, create and rotate signing keys."""

import sys
from collections.abc import Iterable, Mapping
from pathlib import Path

import click

from mockauth.cli import FAILED
from mockauth.cli.configuration import key_ring, keys_option, source_options, with_file
from mockauth.cli.console import print_error, print_line
from mockauth.printable import printable
from mockauth.realms.keys.algorithms import OCT, SIGNATURES
from mockauth.realms.keys.providers import PUBLISHED, KeySpec
from mockauth.realms.model import Realm
from mockauth.realms.problems import ConfigError, Problem
from mockauth.realms.problems.hints import name_hint
from mockauth.realms.source import Source
from mockauth.state.key_folder import KeyFolder
from mockauth.state.key_ring import KeyRing

_ROTATABLE = list(dict.fromkeys([*PUBLISHED, *(name for name, type_ in SIGNATURES.items() if type_ != OCT)]))


@click.group
def command() -> None:
    """List, create and rotate the signing keys of realms.

    Keys are files: keys/REALM/ALGORITHM-NUMBER.pem. The key with the highest number signs. Older keys stay published,
    so that older tokens remain valid, until you delete their files.
    """


@command.command("list")
@source_options
@keys_option
def list_keys(config: Path | None, imports: tuple[Path, ...], lenient: bool, keys: str) -> None:
    """List the keys of each realm: algorithm, use, kid, and active (signs) or passive."""
    ring = key_ring(keys)
    loaded = Source.chosen(config, imports, lenient).load()
    for realm in loaded.realms.values():
        try:
            for key in ring.existing(realm):
                state = "active" if key.active else "passive"
                columns = (realm.name, key.algorithm, key.use, key.kid, state)
                print_line("\t".join(map(printable, columns)), clean=True)
        except ConfigError as error:
            raise ConfigError(*with_file(error, loaded.sources[realm.name])) from error
        if missing := ring.missing(realm):
            print_error(f'realm "{realm.name}" has no {" and no ".join(missing)} key yet: the first start creates it')


@command.command("new")
@click.argument("realms", nargs=-1, required=True, metavar="REALM...")
@source_options
@keys_option
def new(realms: tuple[str, ...], config: Path | None, imports: tuple[Path, ...], lenient: bool, keys: str) -> None:
    """Create the keys that REALM does not have yet."""
    folder = _folder(keys)
    _refuse_unknown(realms, Source.chosen(config, imports, lenient).load().realms)
    for realm in realms:
        missing = [algorithm for algorithm in PUBLISHED if not folder.files(realm, algorithm)]
        for algorithm in missing:
            print_line(f"created {folder.add(realm, KeySpec.for_algorithm(algorithm))}")
        if not missing:
            print_line(f'realm "{realm}" already has its keys')


@command.command("rotate")
@click.argument("realms", nargs=-1, required=True, metavar="REALM...")
@click.option(
    "--algorithm",
    type=click.Choice(_ROTATABLE),
    default="RS256",
    show_default=True,
    help="Algorithm of the new key: RSA-OAEP for encryption, all others for signatures.",
)
@source_options
@keys_option
def rotate(
    realms: tuple[str, ...], algorithm: str, config: Path | None, imports: tuple[Path, ...], lenient: bool, keys: str
) -> None:
    """Create a new key for REALM, used from the next start on. Older keys stay published."""
    folder = _folder(keys)
    known = Source.chosen(config, imports, lenient).load().realms
    _refuse_unknown(realms, known)
    for realm in realms:
        if any(key.active and key.algorithm == algorithm for key in KeyRing().imported(known[realm])):
            print_error(f'the realm file of "{realm}" has its own {algorithm} key, so the new key will not be used')
        file = folder.add(realm, KeySpec.for_algorithm(algorithm))
        print_line(f"created {file}: it is used from the next start on; older keys stay published")


def _refuse_unknown(names: Iterable[str], known: Mapping[str, Realm]) -> None:
    """Exit if a realm is not in the configuration, before any key is created."""
    unknown = [name for name in names if name not in known]
    for name in unknown:
        print_error(f'realm "{name}" does not exist: {name_hint(name, known)}')
    if unknown:
        sys.exit(FAILED)


def _folder(keys: str) -> KeyFolder:
    folder = key_ring(keys).folder
    if folder is None:
        raise ConfigError(Problem("--keys", "", f"{keys} is not a folder", "name the folder of the keys"))
    return folder
