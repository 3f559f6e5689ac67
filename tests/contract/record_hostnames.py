"""Record which URLs Keycloak puts into its answers, by its options for hostnames and proxies, and by the headers.

    cd tests && python -m contract.record_hostnames [SERVER …]

Starts Keycloaks of its own, because the one of the contract tests has none of these options. See `hostnames`.
"""

import json
import sys
from pathlib import Path
from tempfile import TemporaryDirectory

from contract import hostnames
from contract.exchange import over_socket
from contract.keycloak import running
from contract.realms import write_json


def main() -> None:
    """Write the file; servers that are not named keep their recordings."""
    named = sys.argv[1:] or [*hostnames.SERVERS]
    found = {name: answers for name, answers in hostnames.recorded().items() if name in hostnames.SERVERS}
    with TemporaryDirectory() as folder:
        file = write_json(Path(folder) / "realm.json", hostnames.realm())
        for name in named:
            server = hostnames.SERVERS[name]
            options = [f"--{option}={value}" for option, value in server.options.items()]
            with running([file], options=options) as base:
                found[name] = hostnames.answers(over_socket(base), server, base)
    text = json.dumps({name: found[name] for name in hostnames.SERVERS if name in found}, indent=1)
    hostnames.RECORDED.write_text(text + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
