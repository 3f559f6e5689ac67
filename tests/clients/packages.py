"""The npm packages of clients/node, installed once and reused by later runs."""

import os
import shutil
import subprocess
from pathlib import Path

import pytest

from clients.server import TOP

HERE = Path(__file__).parent / "node"


def node_packages() -> Path:
    """Return a folder with the packages of the lock file and the scripts; skip the test if npm is not installed."""
    if not (shutil.which("node") and shutil.which("npm")):
        pytest.skip("Node.js with npm is not installed")
    found = TOP / ".cache" / "clients" / "node"
    found.mkdir(parents=True, exist_ok=True)
    lock = (HERE / "package-lock.json").read_text(encoding="utf-8")
    installed = found / "package-lock.json"
    for file in HERE.iterdir():
        if file != HERE / "package-lock.json":
            shutil.copy(file, found)
    if not installed.exists() or installed.read_text(encoding="utf-8") != lock:
        installed.unlink(missing_ok=True)
        shutil.rmtree(found / "node_modules", ignore_errors=True)
        # The lock file is moved last, so that a failed installation is repeated.
        (found / "npm-shrinkwrap.json").write_text(lock, encoding="utf-8")
        quiet = ["--omit=optional", "--no-audit", "--no-fund", "--ignore-scripts", "--loglevel=error"]
        run(found, "npm", "ci", *quiet)
        (found / "npm-shrinkwrap.json").replace(installed)
    return found


def run(folder: Path, *command: str, **env: str) -> str:
    """Run a command that has to succeed, and return its output."""
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
    return ended.stdout
