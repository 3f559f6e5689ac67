"""Proof against the real thing: starts a Keycloak, sends the requests of all contract tests to it and to mockauth.

    cd tests && python -m contract.verify [pytest's arguments]

Fails on any difference that known_differences.toml does not give a reason for, and where Keycloak itself no longer
answers as in the transcripts.
"""

import sys

from contract.keycloak import Unavailable
from contract.record import run

if __name__ == "__main__":
    try:
        sys.exit(run("-q"))
    except Unavailable as reason:
        sys.exit(str(reason))
