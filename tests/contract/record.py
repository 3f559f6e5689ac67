"""Writes the transcripts: starts a Keycloak with the contract realms, and runs the contract tests against it.

cd tests && python -m contract.record [pytest's arguments]
"""

import subprocess
import sys
from pathlib import Path

from contract.foreign import foreign_files
from contract.keycloak import Unavailable, running
from contract.realms import prepared

HERE = Path(__file__).parent


def run(*arguments: str) -> int:
    """Run pytest on the contract tests with a Keycloak of one's own; give its exit code."""
    with running(prepared(live=True).files) as base:
        # Over a socket the recordings are replayed by `make test`.
        asked = [str(HERE), f"--ignore={HERE / 'test_socket.py'}", "--keycloak", base]
        command = [sys.executable, "-m", "pytest", *asked, *arguments, *sys.argv[1:]]
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
