"""Fixtures of the robustness tests: reproducible Hypothesis input, and a server on a socket."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from clients.server import Server, serving
from hypothesis import HealthCheck, settings

settings.register_profile(
    "robustness",
    derandomize=True,
    database=None,
    deadline=None,
    max_examples=150,
    # All examples of a test share their fixtures on purpose.
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
settings.load_profile("robustness")

CLIENTS = {f"robot-{number}": f"secret-of-robot-{number}" for number in range(8)}


@pytest.fixture(scope="session")
def registry(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The realm `demo` with eight clients."""
    found = tmp_path_factory.mktemp("registry") / "mockauth.toml"
    tables = (
        f'[realms.demo.clients.{name}]\nsecret = "{secret}"\nservice_accounts_enabled = true\n'
        for name, secret in CLIENTS.items()
    )
    found.write_text("\n".join(tables), encoding="utf-8")
    return found


@pytest.fixture(scope="module")
def server(registry: Path) -> Iterator[Server]:
    """A server on a socket, with the realm `demo`."""
    with serving("--config", str(registry)) as served:
        yield served
