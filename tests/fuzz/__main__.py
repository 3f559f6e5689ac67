"""Compare mockauth with a live Keycloak on random sequences of requests, or on all questions about realm files.

    cd tests && python -m fuzz [--minutes N] [--rules GROUP,…] [--realms DIR]

Prints the shortest sequence for each difference, and exits with 1 if there is one.
"""

import argparse
import os
import sys
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager, suppress
from pathlib import Path

from contract.call import Side
from contract.external_realms import external_files
from contract.key_providers import with_pregenerated_keys
from contract.keycloak import CACHE, Unavailable, make_folder, running
from contract.listener import listening, usual_port
from contract.realms import Prepared, write_json
from contract.sequence_realm import REALM, realm
from contract.servers import BASE, keycloak_sender, mockauth_sender

from fuzz import realm_files, sequences, writer
from fuzz.comparing import RenewsIfNeeded
from fuzz.rules import GROUPS
from fuzz.search import Search
from mockauth.state.clock import Clock

Sides = Callable[[], dict[str, Side]]


def main() -> int:
    """Run the fuzzer with the options of the command line; return 1 if it found a difference."""
    parser = argparse.ArgumentParser(prog="fuzz", description=__doc__.splitlines()[0] if __doc__ else None)
    parser.add_argument("--minutes", type=float, default=10, help="how long to search (default: 10)")
    parser.add_argument("--rules", default=",".join(GROUPS), help="groups of rules, separated by commas (default: all)")
    parser.add_argument("--realms", metavar="DIR", type=Path, help="ask about the realm files in this folder")
    parser.add_argument("--seed", type=int, help="repeat the random choices of an earlier run")
    parser.add_argument("--keycloak", metavar="URL", help=f"use this Keycloak, which has imported the realm {REALM}")
    parser.add_argument("--dry-run", action="store_true", help="do not write contract tests")
    options = parser.parse_args()
    groups = options.rules.split(",")
    if unknown := [name for name in groups if name not in GROUPS]:
        parser.error(f"unknown rules: {', '.join(unknown)}; the groups are {', '.join(GROUPS)}")
    if options.realms:
        # Passwords that are only hashes in the files may be known; see `external_realms`.
        os.environ["MOCKAUTH_REALMS"] = str(options.realms)
        files: Sequence[Path] = external_files()
        if not files:
            parser.error(f"there are no realm files (*.json) in {options.realms}")
    else:
        files = with_pregenerated_keys([write_json(make_folder(CACHE / "realms") / f"{REALM}.json", realm())])
    with servers(files, options.keycloak) as sides:
        deadline = time.monotonic() + 60 * options.minutes
        writes = not (options.dry_run or options.realms)
        search = Search(sides, "" if options.realms else REALM, deadline, writer.write if writes else lambda _: None)
        with suppress(KeyboardInterrupt):
            if options.realms:
                realm_files.ask_all(search, files)
            else:
                sequences.run(search, groups, options.seed)
    print("\n".join(["", *search.table()]), flush=True)
    return 1 if search.found else 0


@contextmanager
def servers(files: Sequence[Path], url: str | None) -> Iterator[Sides]:
    """Start a Keycloak, unless there is one, and mockauth; yield a function that returns both without cookies."""
    realms = Prepared(files)
    with listening(usual_port()) as listener, at(files, url) as base:
        keycloak = RenewsIfNeeded(keycloak_sender(base, realms))
        mockauth = mockauth_sender(files, Clock(), lambda _: None)
        yield lambda: {
            "Keycloak": Side(base, keycloak, realms, listener),
            "mockauth": Side(BASE, mockauth, realms, listener),
        }


@contextmanager
def at(files: Sequence[Path], url: str | None) -> Iterator[str]:
    """Start a Keycloak, unless one runs at this URL."""
    if url:
        yield url
        return
    print("starting a Keycloak", flush=True)
    with running(files) as base:
        yield base


if __name__ == "__main__":
    try:
        sys.exit(main())
    except Unavailable as reason:
        sys.exit(str(reason))
