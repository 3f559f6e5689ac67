"""Writes the transcripts: starts a Keycloak with the contract realms, and runs the contract tests against it.

cd tests && python -m contract.record [shard …] [pytest's arguments]

The tests are put to several Keycloaks, one after the other (see `shards`); all of them unless some are named.
"""

import subprocess
import sys
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack
from itertools import zip_longest
from pathlib import Path

import pytest

from contract.external_realms import foreign_files
from contract.keycloak import Unavailable, running
from contract.realms import prepared
from contract.shards import SHARDS, modules, realm_files

HERE = Path(__file__).parent


def run(*arguments: str) -> int:
    """Run pytest on the contract tests with Keycloaks of one's own; give the first exit code that is not 0.

    While one is asked, the next starts.
    """
    shards = [argument for argument in sys.argv[1:] if argument in SHARDS] or list(SHARDS)
    arguments += tuple(argument for argument in sys.argv[1:] if argument not in SHARDS)
    codes = []
    with ThreadPoolExecutor(1) as pool:
        ahead = pool.submit(_started, shards[0])
        try:
            for shard, following in zip_longest(shards, shards[1:]):
                stack, base = ahead.result()
                with stack:
                    ahead = pool.submit(_started, following) if following else ahead
                    codes.append(_verdict(shard, base, arguments))
        finally:
            if len(codes) < len(shards) and not ahead.exception():
                ahead.result()[0].close()
    return next((code for code in codes if code), 0)


def _started(shard: str) -> tuple[ExitStack, str]:
    """Start the Keycloak of a shard; give what ends it, and its base URL."""
    files = realm_files(shard, prepared(live=True))
    print(f"{shard}: Keycloak imports {len(files)} realms", flush=True)
    stack = ExitStack()
    return stack, stack.enter_context(running(files))


def _verdict(shard: str, base: str, arguments: Sequence[str]) -> int:
    code = _ask(shard, base, arguments)
    if code == pytest.ExitCode.TESTS_FAILED and "--record" not in arguments:
        # A second may end between two answers that are compared. What differs at two Keycloaks, differs.
        print(f"{shard}: what failed is asked once more", flush=True)
        stack, base = _started(shard)
        with stack:
            code = _ask(shard, base, [*arguments, "--last-failed"])
    return code


def _ask(shard: str, base: str, arguments: Sequence[str]) -> int:
    print(f"{shard}: Keycloak is asked", flush=True)
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
