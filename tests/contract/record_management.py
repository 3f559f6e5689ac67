"""Record Keycloak's management port: its answers with a path prefix, and with health only.

    cd tests && python -m contract.record_management

Starts Keycloaks of its own, because the one of the contract tests has everything on one port.
"""

import json
import os
import shutil
import subprocess
import tempfile
import time
from collections.abc import Sequence
from http.client import HTTPConnection
from pathlib import Path
from typing import Any

from contract.keycloak import fetch, free_ports, stop

ANSWERS = Path(__file__).with_name("management.json")
# The options of each Keycloak, and the prefix of its paths.
SERVERS: dict[str, tuple[Sequence[str], str]] = {
    "health": (["--health-enabled=true"], ""),
    "prefix": (["--health-enabled=true", "--metrics-enabled=true", "--http-relative-path=/auth"], "/auth"),
}
_PATHS = ["/", "/health", "/health/", "/health/ready", "/health/live", "/health/started", "/health/x", "/metrics"]
_PATHS += ["/realms/master", "/metrics/"]
REQUESTS = [("GET", path, "") for path in [*_PATHS, *(f"/auth{path}" for path in _PATHS), "/auth"]]
REQUESTS += [("POST", "/auth/health", ""), ("HEAD", "/health", ""), ("DELETE", "/health/live", "")]
ACCEPTED = [
    *("*/*", "text/plain", "text/html", "application/openmetrics-text", "text/plain; version=0.0.4; charset=utf-8"),
    "application/openmetrics-text; version=1.0.0; charset=utf-8",
    "application/openmetrics-text;version=1.0.0;q=0.5,text/plain;version=0.0.4;q=0.3,*/*;q=0.1",
]
REQUESTS += [("GET", "/auth/metrics", accept) for accept in ACCEPTED]
_HEADERS = ("content-type", "cache-control", "location")
_READY_WITHIN = 900.0


def answers(port: int) -> list[dict[str, Any]]:
    """Send all requests to a port; of metrics, return everything but the body."""
    return [answer(port, *request) for request in REQUESTS]


def answer(port: int, method: str, path: str, accept: str) -> dict[str, Any]:
    """Send one request."""
    connection = HTTPConnection("localhost", port, timeout=20)
    connection.request(method, path, headers={"Accept": accept} if accept else {})
    response = connection.getresponse()
    body = response.read().decode()
    headers = {name: response.headers[name] for name in _HEADERS if name in response.headers}
    connection.close()
    is_text = response.status != 200 or "metrics" not in path
    return {"method": method, "path": path, "accept": accept, "status": response.status, "headers": headers} | (
        {"body": body} if is_text else {}
    )


def main() -> None:
    """Write the file."""
    found = {name: _ask(options, prefix) for name, (options, prefix) in SERVERS.items()}
    ANSWERS.write_text(json.dumps(found, indent=1) + "\n", encoding="utf-8")


def _ask(options: Sequence[str], prefix: str) -> list[dict[str, Any]]:
    with tempfile.TemporaryDirectory() as folder:
        # A copy, because these options build another server.
        home = Path(shutil.copytree(fetch(), Path(folder) / "keycloak", symlinks=True))
        main_port, port = free_ports(2)
        ports = [f"--http-port={main_port}", f"--http-management-port={port}"]
        process = subprocess.Popen(
            [home / "bin" / "kc.sh", "start-dev", "--db=dev-mem", *options, *ports],
            stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
            env=os.environ,
            start_new_session=True,
        )
        try:
            _wait(port, f"{prefix}/health/ready")
            return answers(port)
        finally:
            stop(process)


def _wait(port: int, path: str) -> None:
    end = time.monotonic() + _READY_WITHIN
    while time.monotonic() < end:
        try:
            if answer(port, "GET", path, "")["status"] == 200:
                return
        except OSError:
            time.sleep(0.5)
    raise TimeoutError(f"Keycloak was not ready after {_READY_WITHIN} s")


if __name__ == "__main__":
    main()
