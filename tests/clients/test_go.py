"""golang.org/x/oauth2 and coreos/go-oidc, where go is found."""

import os
import shutil
import subprocess
from pathlib import Path

import pytest

from clients.conftest import Realm
from clients.server import TOP

pytestmark = [
    pytest.mark.clients,
    pytest.mark.skipif(not shutil.which("go"), reason="there is no go here"),
]


@pytest.fixture(scope="session")
def program() -> Path:
    """The program, built; what it is built of is kept from run to run."""
    folder = TOP / ".cache" / "clients" / "go"
    kept = {"GOMODCACHE": str(folder / "modules"), "GOCACHE": str(folder / "build"), "GOTOOLCHAIN": "local"}
    command = ["go", "build", "-modcacherw", "-o", str(folder / "program"), "."]
    ended = subprocess.run(
        command,
        cwd=Path(__file__).parent / "go",
        env={**os.environ, **kept},
        capture_output=True,
        text=True,
        check=False,
    )
    assert ended.returncode == 0, ended.stderr
    return folder / "program"


def test_the_go_clients_get_tokens_and_check_them(program: Path, realm: Realm) -> None:
    env = {"ISSUER": realm.issuer, "CLIENT_ID": realm.client_id, "CLIENT_SECRET": realm.client_secret}
    ended = subprocess.run(
        [program], env={**os.environ, **env}, capture_output=True, text=True, timeout=60, check=False
    )
    assert ended.returncode == 0, ended.stderr
