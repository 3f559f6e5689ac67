"""Reloading changed files, without waiting for the watcher."""

import os
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from demo import REGISTRY

from mockauth.cli.console import Console
from mockauth.cli.reload import reload, stamps
from mockauth.realms.source import Source
from mockauth.state import State
from mockauth.state.key_ring import KeyRing

if TYPE_CHECKING:
    from mockauth.realms.files import Loaded

Change = Callable[[str], list[str]]
Reloaded = Callable[[], list[str]]


@pytest.fixture
def reloaded(registry: Path, state: State, capsys: pytest.CaptureFixture[str]) -> Reloaded:
    """Return a function that reloads the registry and returns the log lines."""
    source = Source([registry])
    loaded: Loaded = source.load()
    state.realms = loaded.realms

    def lines() -> list[str]:
        reload(source, state, loaded, Console(as_json=False))
        # Each line begins with the time.
        return [line.partition(" ")[2] for line in capsys.readouterr().out.splitlines()]

    return lines


@pytest.fixture
def change(registry: Path, reloaded: Reloaded) -> Change:
    """Return a function that changes the registry, reloads it and returns the log lines."""

    def to(text: str) -> list[str]:
        registry.write_text(text, encoding="utf-8")
        return reloaded()

    return to


def test_a_change_is_logged_and_served(change: Change, state: State) -> None:
    assert change(f"{REGISTRY}\n[realms.demo.clients.new]") == ["reloaded: realm demo: client new added"]
    assert "new" in state.realms["demo"].clients


def test_a_changed_secret_is_logged_without_its_value(change: Change) -> None:
    assert change(REGISTRY.replace("robot-secret", "hush")) == ["reloaded: realm demo: client robot: secret changed"]


def test_a_change_without_effect_is_logged_as_such(change: Change) -> None:
    assert change(f"# a comment\n{REGISTRY}") == ["reloaded: nothing that mockauth uses has changed"]


def test_a_deleted_realm_is_no_longer_served(change: Change, state: State) -> None:
    assert change("[realms.other]") == ["reloaded: realm other added", "reloaded: realm demo removed"]
    assert [*state.realms] == ["other"]


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("[realms.demo", "line 1: invalid TOML"),
        ("[realms.demo]\nx = 1", 'realms.demo.x: unknown key "x"'),
        ("", "realms: no realm is defined"),
    ],
)
def test_a_broken_file_keeps_the_last_good_state_and_logs_why(
    change: Change, state: State, text: str, reason: str
) -> None:
    before = state.realms
    [line] = change(text)
    assert line.startswith("not reloaded: ")
    assert reason in line
    assert state.realms is before


@pytest.mark.skipif(os.name != "posix", reason="this system has no named pipes")
def test_a_pipe_in_place_of_a_file_keeps_the_last_good_state(registry: Path, state: State, reloaded: Reloaded) -> None:
    before = state.realms
    registry.unlink()
    os.mkfifo(registry)
    assert reloaded() == [f"not reloaded: {registry} is not a regular file"]
    assert state.realms is before


def test_an_unreadable_file_keeps_the_last_good_state(change: Change, registry: Path, state: State) -> None:
    before = state.realms
    (registry.parent / "kept.toml").write_text("", encoding="utf-8")
    registry.unlink()
    registry.mkdir()
    with pytest.raises(IsADirectoryError):
        change("")
    assert state.realms is before


def test_keys_that_cannot_be_created_keep_the_last_good_state(
    registry: Path, in_folder: Path, state: State, capsys: pytest.CaptureFixture[str]
) -> None:
    (in_folder / "file").touch()
    broken = State(state.realms, KeyRing(in_folder / "file" / "keys"))
    source = Source([registry])
    reload(source, broken, source.load(), Console(as_json=False))
    assert "not reloaded: " in capsys.readouterr().out
    assert broken.realms is state.realms


def test_an_unchanged_file_has_the_same_stamp(registry: Path) -> None:
    assert stamps([registry]) == stamps([registry])


def test_stamps_change_if_a_file_is_written_added_or_deleted(registry: Path) -> None:
    folder = registry.parent
    seen = [stamps([folder, registry])]
    for step in (
        lambda: registry.write_text("longer than it was before" * 50, encoding="utf-8"),
        lambda: (folder / "new.json").write_text("{}", encoding="utf-8"),
        (folder / "new.json").unlink,
        registry.unlink,
    ):
        step()
        now = stamps([folder, registry])
        assert now != seen[-1]
        seen.append(now)
