"""The projects in examples/ pass their own tests, with the packages that their READMEs name."""

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
from browser.chromium import chromium_program

from clients.packages import run
from clients.server import TOP

pytestmark = pytest.mark.clients
EXAMPLES = TOP / "examples"
PACKAGES = TOP / ".cache" / "clients"


@pytest.fixture(scope="module")
def command(tmp_path_factory: pytest.TempPathFactory) -> str:
    """The path of a `mockauth` command."""
    script = tmp_path_factory.mktemp("bin") / "mockauth"
    script.write_text(f'#!/bin/sh\nPYTHONPATH="{TOP}" exec "{sys.executable}" -m mockauth "$@"\n', encoding="utf-8")
    script.chmod(0o755)
    return str(script)


def copied(name: str) -> Path:
    """Return a copy of the examples in which a package manager may write."""
    folder = PACKAGES / "examples"
    shutil.copytree(EXAMPLES, folder, dirs_exist_ok=True)
    return folder / name


@pytest.fixture(scope="module")
def python_packages() -> Path:
    """The packages of the examples in Python that the tests of mockauth do not need otherwise."""
    folder = PACKAGES / "python"
    if not (folder / "django").exists():
        run(TOP, sys.executable, "-m", "pip", "install", "--quiet", "--target", str(folder), "fastapi", "django")
    return folder


@pytest.mark.parametrize("name", ["fastapi", "django", "flask"])
def test_python_example_passes(name: str, python_packages: Path) -> None:
    path = os.pathsep.join([str(TOP), str(python_packages)])
    plugin = ["-p", "no:mockauth", "-p", "mockauth.testing.pytest_plugin", "-p", "no:cacheprovider"]
    assert " passed" in run(copied(name), sys.executable, "-m", "pytest", "-q", *plugin, PYTHONPATH=path)


@pytest.mark.skipif(not (shutil.which("java") and shutil.which("mvn")), reason="a JDK with Maven is not installed")
@pytest.mark.parametrize("name", ["junit", "spring-boot", "quarkus"])
def test_java_example_passes(name: str, command: str) -> None:
    run(copied(name), "mvn", "-q", "-B", "test", MOCKAUTH_COMMAND=command)
    assert list((copied(name) / "target" / "surefire-reports").glob("*.txt"))


@pytest.mark.skipif(not (shutil.which("java") and shutil.which("mvn")), reason="a JDK with Maven is not installed")
def test_testcontainers_example_in_java_compiles() -> None:
    run(copied("testcontainers-java"), "mvn", "-q", "-B", "test-compile")


@pytest.mark.skipif(not shutil.which("node"), reason="Node.js is not installed")
def test_node_test_example_passes(command: str) -> None:
    assert "# pass 2" in run(copied("node-test"), "node", "--test", "--test-reporter=tap", MOCKAUTH_COMMAND=command)


@pytest.mark.skipif(not shutil.which("npm"), reason="npm is not installed")
@pytest.mark.skipif(not chromium_program(), reason="no Chromium on the PATH")
def test_playwright_example_passes(command: str) -> None:
    folder = copied("playwright")
    run(folder, "npm", "install", "--no-audit", "--no-fund", "--no-package-lock", PLAYWRIGHT_SKIP_BROWSER_DOWNLOAD="1")
    settings = {"MOCKAUTH_COMMAND": command, "CHROMIUM": chromium_program() or ""}
    assert "1 passed" in run(folder, "npm", "test", **settings)


@pytest.mark.skipif(not shutil.which("go"), reason="Go is not installed")
def test_testcontainers_example_in_go_compiles() -> None:
    folder = copied("testcontainers-go")
    if not (folder / "go.mod").exists():
        run(folder, "go", "mod", "init", "orders")
        run(folder, "go", "get", "github.com/testcontainers/testcontainers-go")
    run(folder, "go", "vet", "./...")


@pytest.mark.skipif(not shutil.which("node"), reason="Node.js is not installed")
def test_testcontainers_example_in_node_is_valid() -> None:
    file = EXAMPLES / "testcontainers-node" / "orders.test.mjs"
    subprocess.run(["node", "--check", str(file)], check=True, timeout=60)
