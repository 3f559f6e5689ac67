"""Verify mockauth against the real thing: send the requests of all contract tests to live Keycloaks and to mockauth.

    cd tests && python -m contract.verify [SHARD …] [--minutes N] [--since REV] [pytest's arguments]

Fails on any difference without a reason in known_differences.toml, and if Keycloak itself no longer answers as in the
transcripts. A shard that `--minutes` leaves out does not count as a difference.
"""

import sys

from contract.keycloak import Unavailable
from contract.record import run

if __name__ == "__main__":
    try:
        sys.exit(run("-q"))
    except Unavailable as reason:
        sys.exit(str(reason))
