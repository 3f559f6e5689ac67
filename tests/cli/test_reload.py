"""Reading files again while serving, without waiting for the watch to notice."""

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from demo import REGISTRY

from mockauth.cli.configuration import Source
from mockauth.cli.console import Console
from mockauth.cli.reload import reload, stamps
from mockauth.state import State
from mockauth.state.key_ring import KeyRing

if TYPE_CHECKING:
    from mockauth.realms.files import Loaded

Change = Callable[[str], list[str]]


@pytest.fixture
def change(registry: Path, state: State, capsys: pytest.CaptureFixture[str]) -> Change:
    """Write the registry anew and reload it; give the lines that are said."""
    source = Source([registry])
    loaded: Loaded = source.load()
    state.realms = loaded.realms

    def to(text: str) -> list[str]:
        registry.write_text(text, encoding="utf-8")
        reload(source, state, loaded, Console(as_json=False))
        # The time that each line begins with is another test's business.
        return [line.partition(" ")[2] for line in capsys.readouterr().out.splitlines()]

    return to


def test_a_change_is_said_and_served(change: Change, state: State) -> None:
    assert change(f"{REGISTRY}\n[realms.demo.clients.new]") == ["reloaded: realm demo: client new added"]
    assert "new" in state.realms["demo"].clients


def test_a_new_secret_is_said_without_being_told(change: Change) -> None:
    assert change(REGISTRY.replace("robot-secret", "hush")) == ["reloaded: realm demo: client robot: secret changed"]


def test_a_change_that_changes_nothing_is_said_so(change: Change) -> None:
    assert change(f"# a comment\n{REGISTRY}") == ["reloaded: nothing that matters has changed"]


def test_a_realm_that_is_gone_is_no_longer_served(change: Change, state: State) -> None:
    assert change("[realms.other]") == ["reloaded: realm other added", "reloaded: realm demo removed"]
    assert [*state.realms] == ["other"]


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("[realms.demo", "line 1: invalid TOML"),
        ("[realms.demo]\nx = 1", 'realms.demo.x: unknown key "x"'),
        ("", "realms: no realm is defined"),
    ],
)
def test_a_broken_file_leaves_the_last_good_state_and_says_why(
    change: Change, state: State, text: str, said: str
) -> None:
    before = state.realms
    [line] = change(text)
    assert line.startswith("not reloaded: ")
    assert said in line
    assert state.realms is before


def test_a_file_that_is_gone_leaves_the_last_good_state(change: Change, registry: Path, state: State) -> None:
    before = state.realms
    (registry.parent / "kept.toml").write_text("", encoding="utf-8")
    registry.unlink()
    registry.mkdir()
    with pytest.raises(IsADirectoryError):
        change("")
    assert state.realms is before


def test_keys_that_cannot_be_made_leave_the_last_good_state(
    registry: Path, in_folder: Path, state: State, capsys: pytest.CaptureFixture[str]
) -> None:
    (in_folder / "file").touch()
    broken = State(state.realms, KeyRing(in_folder / "file" / "keys"))
    source = Source([registry])
    reload(source, broken, source.load(), Console(as_json=False))
    assert "not reloaded: " in capsys.readouterr().out
    assert broken.realms is state.realms


def test_the_same_file_is_the_same_stamp(registry: Path) -> None:
    assert stamps([registry]) == stamps([registry])


def test_a_file_that_is_written_comes_or_goes_changes_the_stamps(registry: Path) -> None:
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
