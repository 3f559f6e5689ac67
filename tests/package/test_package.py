"""The wheel and the source package: built twice, and installed in a fresh environment."""

import hashlib
import os
import subprocess
import sys
import tarfile
import zipfile
from pathlib import Path

import pytest

TOP = Path(__file__).parents[2]
pytestmark = pytest.mark.package
# A fixed time for all files, so that two builds of one commit are equal (reproducible-builds.org).
ENV = {**os.environ, "SOURCE_DATE_EPOCH": "1700000000", "PIP_DISABLE_PIP_VERSION_CHECK": "1"}
ENV.pop("PYTHONPATH", None)


def run(*command: object, cwd: Path) -> str:
    """Run a command and return its output; the test fails if the command does."""
    done = subprocess.run(
        [*map(str, command)], cwd=cwd, env=ENV, capture_output=True, text=True, check=False, timeout=300
    )
    assert done.returncode == 0, done.stdout + done.stderr
    return done.stdout


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return a folder with the wheel and the source package."""
    folder = tmp_path_factory.mktemp("dist")
    run(sys.executable, "-m", "build", "--outdir", folder, TOP, cwd=folder)
    return folder


@pytest.fixture(scope="module")
def python(built: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return the Python of a fresh environment with the wheel and pytest."""
    folder = tmp_path_factory.mktemp("fresh environment")
    run(sys.executable, "-m", "venv", folder, cwd=folder)
    found = folder / ("Scripts" if os.name == "nt" else "bin") / "python"
    [wheel] = built.glob("*.whl")
    run(found, "-m", "pip", "install", "--quiet", wheel, "pytest", cwd=folder)
    return found


def hashes(folder: Path) -> dict[str, str]:
    """Return the hash of each file."""
    return {file.name: hashlib.sha256(file.read_bytes()).hexdigest() for file in folder.iterdir()}


def test_two_builds_are_equal(built: Path, tmp_path: Path) -> None:
    run(sys.executable, "-m", "build", "--outdir", tmp_path, TOP, cwd=tmp_path)
    assert hashes(tmp_path) == hashes(built)


def test_the_wheel_has_every_file_of_the_package(built: Path) -> None:
    [wheel] = built.glob("*.whl")
    listed = subprocess.run(["git", "ls-files", "mockauth"], cwd=TOP, capture_output=True, text=True, check=True)
    assert set(listed.stdout.splitlines()) - set(zipfile.ZipFile(wheel).namelist()) == set()


def test_the_source_package_has_no_tests(built: Path) -> None:
    [source] = built.glob("*.tar.gz")
    with tarfile.open(source) as archive:
        assert [name for name in archive.getnames() if "/tests/" in name] == []


def test_the_installed_command_prints_a_token(python: Path, tmp_path: Path) -> None:
    command = python.with_name("mockauth")
    assert run(command, "token", "demo-service", "--keys", ":memory:", cwd=tmp_path).count(".") == 2


def test_the_pytest_example_passes_with_the_installed_wheel(python: Path, tmp_path: Path) -> None:
    (tmp_path / "test_orders.py").write_text(
        'def test_orders(mockauth):\n    token = mockauth.token("demo-service")\n'
        '    assert token.claims["azp"] == "demo-service"\n',
        encoding="utf-8",
    )
    assert "1 passed" in run(python, "-m", "pytest", "-q", tmp_path, cwd=tmp_path)
