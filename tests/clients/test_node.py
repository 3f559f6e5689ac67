"""openid-client, and newman with the tutorial's two requests, where npm is found."""

import os
import shutil
import subprocess
from pathlib import Path

import pytest

from clients.conftest import Realm
from clients.server import TOP

pytestmark = [
    pytest.mark.clients,
    pytest.mark.skipif(not (shutil.which("node") and shutil.which("npm")), reason="there is no node with npm here"),
]
HERE = Path(__file__).parent / "node"


@pytest.fixture(scope="session")
def folder() -> Path:
    """A folder, kept from run to run, with the packages of the lock file and the scripts."""
    found = TOP / ".cache" / "clients" / "node"
    found.mkdir(parents=True, exist_ok=True)
    lock = (HERE / "package-lock.json").read_text(encoding="utf-8")
    installed = found / "package-lock.json"
    for file in HERE.iterdir():
        if file != HERE / "package-lock.json":
            shutil.copy(file, found)
    if not installed.exists() or installed.read_text(encoding="utf-8") != lock:
        shutil.rmtree(found / "node_modules", ignore_errors=True)
        # The lock file is put in place last of all, so that an installation that fails is tried again.
        (found / "npm-shrinkwrap.json").write_text(lock, encoding="utf-8")
        run(found, "npm", "ci", "--no-audit", "--no-fund", "--ignore-scripts", "--loglevel=error")
        (found / "npm-shrinkwrap.json").replace(installed)
    return found


def run(folder: Path, *command: str, **env: str) -> None:
    ended = subprocess.run(
        [shutil.which(command[0]) or command[0], *command[1:]],
        cwd=folder,
        env={**os.environ, **env},
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        encoding="utf-8",
        timeout=300,
        check=False,
    )
    assert ended.returncode == 0, ended.stdout


def test_openid_client_gets_tokens_and_checks_them(folder: Path, realm: Realm) -> None:
    run(
        folder,
        "node",
        "openid-client.js",
        ISSUER=realm.issuer,
        CLIENT_ID=realm.client_id,
        CLIENT_SECRET=realm.client_secret,
    )


def test_the_tutorials_two_requests_pass_in_postmans_runner(folder: Path, realm: Realm) -> None:
    variables = {"issuer": realm.issuer, "client_id": realm.client_id, "client_secret": realm.client_secret}
    options = [part for name, value in variables.items() for part in ("--env-var", f"{name}={value}")]
    run(folder, "node", "node_modules/newman/bin/newman.js", "run", "tutorial.postman_collection.json", *options)
