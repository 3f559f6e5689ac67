"""Key files that are not regular files are refused in one line, and keys are never written through a link."""

import os
from collections.abc import Callable
from pathlib import Path
from threading import get_ident

import pytest

from mockauth.realms.files import load_text
from mockauth.realms.model import Realm
from mockauth.realms.problems import ConfigError
from mockauth.state.key_ring import KeyRing

pytestmark = pytest.mark.skipif(os.name != "posix", reason="links, pipes and modes exist only on POSIX")


@pytest.fixture(scope="module")
def realm() -> Realm:
    return load_text('[realms.demo.clients.robot]\nsecret = "x"\n', "demo.toml", {}).realms["demo"]


def pipe(file: Path) -> None:
    os.mkfifo(file, 0o600)


def endless(file: Path) -> None:
    file.symlink_to("/dev/zero")


def circle(file: Path) -> None:
    file.symlink_to(file)


def open_to_all(file: Path) -> None:
    target = file.with_suffix(".target")
    target.write_text("key")
    target.chmod(0o644)
    file.symlink_to(target)


def folder(file: Path) -> None:
    file.mkdir()


def empty(file: Path) -> None:
    file.touch(0o600)


@pytest.mark.parametrize("make", [pipe, endless, circle, open_to_all, folder, empty], ids=lambda make: make.__name__)
def test_anything_but_a_key_file_is_refused_in_one_line(
    make: Callable[[Path], None], realm: Realm, tmp_path: Path
) -> None:
    (tmp_path / "demo").mkdir()
    make(tmp_path / "demo" / "RS256-1.pem")
    with pytest.raises(ConfigError) as refused:
        KeyRing(tmp_path).keys(realm)
    (problem,) = refused.value.problems
    assert problem.file.endswith("RS256-1.pem")
    assert "\n" not in str(problem)


def test_a_new_key_is_never_written_through_a_link(realm: Realm, tmp_path: Path) -> None:
    elsewhere = tmp_path / "elsewhere"
    elsewhere.write_text("precious")
    ring = KeyRing(tmp_path / "keys")
    (tmp_path / "keys" / "demo").mkdir(parents=True)
    (tmp_path / "keys" / "demo" / f"RS256-1.{os.getpid()}-{get_ident()}").symlink_to(elsewhere)
    with pytest.raises(ConfigError):
        ring.keys(realm)
    assert elsewhere.read_text() == "precious"
