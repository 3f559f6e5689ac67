"""Fixtures of all tests: one small realm, served in process, with a stopped clock."""

import os
from collections.abc import Callable
from pathlib import Path

import pytest
from demo import REGISTRY, StandingClock
from flask.testing import FlaskClient

from mockauth.realms.files import Loaded, load, load_text
from mockauth.realms.problems import ConfigError
from mockauth.state import State
from mockauth.state.clock import Clock
from mockauth.state.key_ring import KeyRing
from mockauth.web.app import Entry, Settings, create_app


@pytest.fixture(autouse=True)
def _no_settings_from_outside(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in [name for name in os.environ if name.startswith(("MOCKAUTH_", "KC_"))]:
        if name != "MOCKAUTH_REALMS":
            monkeypatch.delenv(name)


@pytest.fixture(scope="session")
def ring() -> KeyRing:
    """A key ring in memory; its keys are generated once for all tests."""
    return KeyRing()


@pytest.fixture
def clock() -> Clock:
    """A clock that is stopped at noon."""
    return StandingClock()


@pytest.fixture
def state(ring: KeyRing, clock: Clock) -> State:
    """The state of the realm `demo` with the service `robot` and the public client `web`."""
    return State(load_text(REGISTRY, "demo.toml", {}).realms, ring, clock)


@pytest.fixture
def log() -> list[Entry]:
    """The requests that the server has logged."""
    return []


@pytest.fixture
def serve(state: State, log: list[Entry]) -> Callable[..., FlaskClient]:
    """Serve the realm in process, with settings."""
    return lambda **settings: create_app(state, Settings(log=log.append, **settings)).test_client()


@pytest.fixture
def http(serve: Callable[..., FlaskClient]) -> FlaskClient:
    """The realm, served in process."""
    return serve()


@pytest.fixture
def read(tmp_path: Path) -> Callable[..., Loaded]:
    """Read text or bytes from a file of this name."""

    def from_file(content: str | bytes, name: str = "realm.json", **env: str) -> Loaded:
        file = tmp_path / name
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_bytes(content.encode() if isinstance(content, str) else content)
        return load([file], env)

    return from_file


@pytest.fixture
def problems(read: Callable[..., Loaded], tmp_path: Path) -> Callable[..., list[str]]:
    """Read invalid content, and return the problems without the folder of the file."""

    def of(content: str | bytes, name: str = "realm.json", **env: str) -> list[str]:
        with pytest.raises(ConfigError) as refused:
            read(content, name, **env)
        return [str(problem).removeprefix(f"{tmp_path}{os.sep}") for problem in refused.value.problems]

    return of


@pytest.fixture
def in_folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """An empty folder as the current directory."""
    monkeypatch.chdir(tmp_path)
    return tmp_path
