"""`python -m mockauth` without the packages that it needs, and with a Python that is too old."""

import os
import shlex
import subprocess
import sys
from pathlib import Path

import pytest

from cli.conftest import THIS_CODE

TOP = Path(__file__).parents[2]
OLD = "import runpy, sys; sys.version_info = (3, 9, 2); runpy.run_module('mockauth', run_name='__main__')"


def run(*words: str, folder: Path = TOP) -> "subprocess.CompletedProcess[str]":
    command = [sys.executable, *words]
    env = {**os.environ, **THIS_CODE, "PYTHONPATH": str(folder)}
    return subprocess.run(command, env=env, capture_output=True, encoding="utf-8", timeout=20, check=False)


@pytest.mark.parametrize("words", [(), ("serve", "--port", "0"), ("--help",)], ids=" ".join)
def test_without_its_packages_mockauth_explains_how_to_install_it(words: tuple[str, ...]) -> None:
    # With -S, Python does not find installed packages.
    done = run("-S", "-m", "mockauth", *words)
    assert (done.returncode, done.stdout) == (3, "")
    lines = done.stderr.splitlines()
    assert lines[0] == f'mockauth is not installed in {sys.executable}: the package "click" is missing.'
    assert f"  cd {shlex.quote(str(TOP))}" in lines
    assert "  .venv/bin/python -m pip install ." in lines
    assert "make serve" in lines[-1]


def test_outside_of_a_checkout_the_package_is_installed_by_name(in_folder: Path) -> None:
    (in_folder / "mockauth").symlink_to(TOP / "mockauth")
    done = run("-S", "-m", "mockauth", folder=in_folder)
    assert done.returncode == 3
    assert "  .venv/bin/python -m pip install mockauth\n" in done.stderr
    assert "make serve" not in done.stderr


def test_a_python_that_is_too_old_is_named() -> None:
    done = run("-c", OLD)
    assert (done.returncode, done.stdout) == (3, "")
    assert done.stderr.startswith(f"mockauth needs Python 3.11 or newer; {sys.executable} is ")


def test_an_import_error_of_mockauth_itself_is_not_hidden() -> None:
    script = "import sys; sys.modules['mockauth.cli'] = None; from mockauth.__main__ import main; main()"
    done = run("-c", script)
    assert done.returncode == 1
    assert "ModuleNotFoundError" in done.stderr
