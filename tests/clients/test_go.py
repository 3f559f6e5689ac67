"""golang.org/x/oauth2 and coreos/go-oidc, if Go is installed."""

import os
import shutil
import subprocess
from pathlib import Path

import pytest

from clients.conftest import Realm
from clients.server import TOP

pytestmark = [
    pytest.mark.clients,
    pytest.mark.skipif(not shutil.which("go"), reason="Go is not installed"),
]


def build(name: str) -> Path:
    """Build a program and return its path. Its dependencies are reused by later runs."""
    folder = TOP / ".cache" / "clients" / "go"
    kept = {"GOMODCACHE": str(folder / "modules"), "GOCACHE": str(folder / "build"), "GOTOOLCHAIN": "local"}
    command = ["go", "build", "-modcacherw", "-o", str(folder / name), f"./{name}"]
    ended = subprocess.run(
        command,
        cwd=Path(__file__).parent / "go",
        env={**os.environ, **kept},
        capture_output=True,
        text=True,
        check=False,
    )
    assert ended.returncode == 0, ended.stderr
    return folder / name


@pytest.fixture(scope="session")
def program() -> Path:
    """The program that uses client credentials."""
    return build("service")


def test_the_go_clients_get_tokens_and_check_them(program: Path, realm: Realm) -> None:
    env = {"ISSUER": realm.issuer, "CLIENT_ID": realm.client_id, "CLIENT_SECRET": realm.client_secret}
    ended = subprocess.run(
        [program], env={**os.environ, **env}, capture_output=True, text=True, timeout=60, check=False
    )
    assert ended.returncode == 0, ended.stderr
