"""Compare mockauth with a live Keycloak: random sequences of requests, shrunk to the shortest difference.

    cd tests && python -m fuzz [--minutes N] [--rules GROUP,…]

Exits with 1 if there is a difference.
"""

import argparse
import sys
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager, suppress
from pathlib import Path

from contract.call import Side
from contract.key_providers import with_pregenerated_keys
from contract.keycloak import CACHE, Unavailable, make_folder, running
from contract.listener import listening, usual_port
from contract.realms import Prepared, write_json
from contract.sequence_realm import REALM, realm
from contract.servers import BASE, keycloak_sender, mockauth_sender

from fuzz import sequences, writer
from fuzz.comparing import RenewsIfNeeded, TimeUp
from fuzz.rules import GROUPS
from fuzz.search import Search
from mockauth.state.clock import Clock

Sides = Callable[[], dict[str, Side]]


def main() -> int:
    """Run the fuzzer with the options of the command line; return 1 if it found a difference."""
    parser = argparse.ArgumentParser(prog="fuzz", description=__doc__.splitlines()[0] if __doc__ else None)
    parser.add_argument("--minutes", type=float, default=10, help="how long to search (default: 10)")
    parser.add_argument("--rules", default=",".join(GROUPS), help="groups of rules, separated by commas (default: all)")
    parser.add_argument("--seed", type=int, help="repeat the random choices of an earlier run")
    parser.add_argument("--keycloak", metavar="URL", help=f"use this Keycloak, which has imported the realm {REALM}")
    parser.add_argument("--dry-run", action="store_true", help="do not write contract tests")
    options = parser.parse_args()
    groups = options.rules.split(",")
    if unknown := [name for name in groups if name not in GROUPS]:
        parser.error(f"unknown rules: {', '.join(unknown)}; the groups are {', '.join(GROUPS)}")
    files = with_pregenerated_keys([write_json(make_folder(CACHE / "realms") / f"{REALM}.json", realm())])
    with servers(files, options.keycloak) as sides:
        deadline = time.monotonic() + 60 * options.minutes
        search = Search(sides, REALM, deadline, (lambda _: None) if options.dry_run else writer.write)
        with suppress(KeyboardInterrupt, TimeUp):
            sequences.run(search, groups, options.seed)
    print("\n".join([f"\n{search.summary()}", *(f"  {title}" for title in search.found)]), flush=True)
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
