"""`mockauth check`: report problems in registries and realm files, and what mockauth makes of the realms in them."""

import os
import sys
from collections.abc import Iterable, Sequence
from pathlib import Path

import click

from mockauth.cli import UNUSABLE
from mockauth.cli.configuration import lenient_option, with_file
from mockauth.cli.console import print_error, print_line, progress_line
from mockauth.cli.remarks import remarks
from mockauth.protocol.examples import own_clients
from mockauth.realms.files import Loaded, LoadOptions, read
from mockauth.realms.folders import realm_files
from mockauth.realms.model import Realm
from mockauth.realms.parsing.realm_file_json import duplicate_keys
from mockauth.realms.problems import ConfigError, Problem
from mockauth.realms.problems.advice import advice
from mockauth.realms.problems.hints import listed
from mockauth.realms.source import REGISTRY, Source
from mockauth.state.key_ring import KeyRing

_IGNORED = "ignored: "
_ADDED = "added, as Keycloak 26.7.3 does: "
# Larger files are not written by hand, so they need no check for duplicate keys.
_MOST_BYTES = 2_000_000


@click.command
@click.argument("files", type=click.Path(path_type=Path, readable=False), nargs=-1, metavar="[FILE]...")
@lenient_option
def command(files: Sequence[Path], lenient: bool) -> None:
    """Check registries and realm files, and list what mockauth does not use.

    Without FILE, check what "mockauth serve" would serve. FILE can also be a folder of realm files; if registries and
    realm files are named together, they are checked together, as "serve" loads them.

    Each problem is one line, `file: place: problem: hint`, and the exit code is 3. For a valid realm the command lists
    what deserves a look, what Keycloak adds on import, and what mockauth does not use; the exit code is then 0.
    """
    good, problems = 0, 0
    for loaded, paths in _loaded(files, lenient):
        broken = _broken_keys(loaded)
        realms = [realm for realm in loaded.realms.values() if realm.name not in broken]
        for realm in realms:
            _describe(realm, loaded)
        described = {(loaded.sources[realm.name], f"realm {realm.name}") for realm in realms}
        for note in loaded.notes:
            if (note.file, note.place) not in described:
                print_line(str(note))
        for path in paths:
            _report_duplicate_keys(path)
        found = [*loaded.problems, *broken.values()]
        for problem in found:
            print_error(str(problem))
        good, problems = good + len(realms), problems + len(found)
    if problems:
        print_error(f"{_count(problems, 'problem')}, {_count(good, 'valid realm')}")
        sys.exit(UNUSABLE)
    print_line(f"no problems, {_count(good, 'valid realm')}")


def _loaded(files: Sequence[Path], lenient: bool) -> Iterable[tuple[Loaded, Sequence[Path]]]:
    """Read the files in the groups that are served together: a registry is laid over the realm files beside it."""
    if not files:
        source = Source.by_default(lenient)
        names = " and ".join(map(str, source.paths)) or f"the built-in sample (no {REGISTRY} in this folder)"
        print_line(f'checking what "mockauth serve" would serve: {names}')
        if not source.paths:
            yield source.load(), ()
            return
    is_together = not files or len({path.suffix == ".toml" for path in files}) > 1
    named = files or source.paths
    for group in [named] if is_together else [[path] for path in named]:
        yield read(group, LoadOptions(lenient=lenient, on_progress=progress_line())), group


def _broken_keys(loaded: Loaded) -> dict[str, Problem]:
    """Return the problem with the keys of each realm whose realm file has keys that cannot be used."""
    ring, broken = KeyRing(), {}
    for realm in loaded.realms.values():
        try:
            ring.imported(realm)
        except ConfigError as error:
            broken[realm.name] = with_file(error, loaded.sources[realm.name])[0]
    return broken


def _describe(realm: Realm, loaded: Loaded) -> None:
    file, rep = loaded.sources[realm.name], loaded.representations[realm.name]
    notes = [note.what for note in loaded.notes if (note.file, note.place) == (file, f"realm {realm.name}")]
    sentences = [*remarks(realm, rep)]
    print_line(f"{file}: realm {realm.name}: valid: {_summary(realm)}")
    _section("worth a look", [it for it in sentences if not it.startswith(_IGNORED)], advice(realm, rep))
    _section("added, as Keycloak 26.7.3 does on import", [it for it in notes if it.startswith(_ADDED)])
    _section("not used by mockauth", [it for it in sentences if it.startswith(_IGNORED)])


def _section(title: str, *sentences: Iterable[str]) -> None:
    lines = [sentence.removeprefix(_IGNORED).removeprefix(_ADDED) for some in sentences for sentence in some]
    if lines:
        print_line(f"  {title}:")
    for line in lines:
        print_line(f"  - {line}")


def _summary(realm: Realm) -> str:
    own = [client.client_id for client in own_clients(realm)]
    counts = {"client scope": len(realm.scopes), "role": len(realm.roles)}
    counts |= {"user": len(realm.users) - len(realm.service_accounts), "group": len(realm.groups)}
    clients = f"{_count(len(own), 'client')} ({listed(own, 5)})" if own else "only the built-in clients"
    return ", ".join([clients, *(_count(count, word) for word, count in counts.items() if count)])


def _report_duplicate_keys(path: Path) -> None:
    """Name the keys that one JSON object has twice: Keycloak and mockauth use the last one without a word."""
    try:
        for file in realm_files(path) if path.suffix != ".toml" else ():
            if file.path.stat().st_size <= _MOST_BYTES:
                for key in duplicate_keys(file.path.read_bytes(), os.environ):
                    print_line(f'{file.path}: duplicate key "{key}" in an object: the last one counts, as in Keycloak')
    except (OSError, ValueError, RecursionError, ConfigError):
        # These errors were reported when the file was read.
        return


def _count(count: int, word: str) -> str:
    return f"{count} {word}{'' if count == 1 else 's'}"
