"""Writes the transcripts: starts a Keycloak with the contract realms, and runs the contract tests against it.

cd tests && python -m contract.record [shard …] [pytest's arguments]

The tests are put to several Keycloaks, one after the other (see `shards`); all of them unless some are named.
"""

import subprocess
import sys
from pathlib import Path

import pytest

from contract.foreign import foreign_files
from contract.keycloak import Unavailable, running
from contract.realms import prepared
from contract.shards import SHARDS, modules, realm_files

HERE = Path(__file__).parent


def run(*arguments: str) -> int:
    """Run pytest on the contract tests with Keycloaks of one's own; give the first exit code that is not 0."""
    named = [argument for argument in sys.argv[1:] if argument in SHARDS]
    more = [argument for argument in sys.argv[1:] if argument not in SHARDS]
    codes = [_run(shard, [*arguments, *more]) for shard in named or SHARDS]
    return next((code for code in codes if code), 0)


def _run(shard: str, arguments: list[str]) -> int:
    files = realm_files(shard, prepared(live=True))
    code = _ask(shard, files, arguments)
    if code == pytest.ExitCode.TESTS_FAILED and "--record" not in arguments:
        # A second may end between two answers that are compared. What differs at two Keycloaks, differs.
        print(f"{shard}: what failed is asked once more", flush=True)
        code = _ask(shard, files, [*arguments, "--last-failed"])
    return code


def _ask(shard: str, files: list[Path], arguments: list[str]) -> int:
    print(f"{shard}: Keycloak imports {len(files)} realms", flush=True)
    with running(files) as base:
        command = [sys.executable, "-m", "pytest", *map(str, modules(shard)), "--keycloak", base, *arguments]
        return subprocess.run(command, cwd=HERE.parents[1], check=False).returncode


def main() -> int:
    """Record, and say what could not be."""
    code = run("--record", "-q")
    if not foreign_files():
        print("What was recorded of the realm files that MOCKAUTH_REALMS would name is left as it was.")
    return code


if __name__ == "__main__":
    try:
        sys.exit(main())
    except Unavailable as reason:
        sys.exit(str(reason))
