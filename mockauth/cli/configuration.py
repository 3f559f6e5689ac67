"""Which realms a command works on: its options, and what is looked for when they say nothing."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, TypeVar
from urllib.parse import urlsplit

import click

from mockauth.realms import files
from mockauth.state.ring import KeyRing

_F = TypeVar("_F", bound=Callable[..., Any])
REGISTRY = "mockauth.toml"
SAMPLE = Path(__file__).with_name("sample.toml")
IN_MEMORY = ":memory:"


@dataclass(frozen=True)
class Source:
    """Where realms come from: the files, or the sample where there are none."""

    paths: Sequence[Path]

    @classmethod
    def chosen(cls, config: Path | None, imports: Sequence[Path]) -> "Source":
        """Give the files that the options name, and else `mockauth.toml` of this folder."""
        registry = config or (Path(REGISTRY) if Path(REGISTRY).exists() else None)
        # Files that are imported stand alone unless a registry is named: what lies in the folder is not meant.
        return cls([*([registry] if registry and (config or not imports) else []), *imports])

    def load(self) -> files.Loaded:
        """Read the realms."""
        if self.paths:
            return files.load(self.paths)
        return files.load_text(SAMPLE.read_text(encoding="utf-8"), "the built-in sample")


def is_http_url(text: str) -> bool:
    """Whether a text is an http or https URL with a host."""
    try:
        parts = urlsplit(text)
        return parts.scheme in ("http", "https") and bool(parts.hostname) and parts.port != 0
    except ValueError:
        return False


def http_url(_ctx: click.Context, _option: click.Parameter, value: str | None) -> str | None:
    """Give back the value of an option that is an http or https URL, or nothing; refuse any other."""
    if value and not is_http_url(value):
        raise click.BadParameter(f"{value}: not an http or https URL")
    return value


def source_options(command: _F) -> _F:
    """Add `--config` and `--import`."""
    return _with(
        command,
        click.option(
            "--config",
            type=click.Path(path_type=Path),
            envvar="MOCKAUTH_CONFIG",
            show_envvar=True,
            help=f"The registry (TOML).  [default: {REGISTRY}, where there is one]",
        ),
        click.option(
            "--import",
            "imports",
            type=click.Path(path_type=Path),
            multiple=True,
            envvar="MOCKAUTH_IMPORT",
            show_envvar=True,
            metavar="FILE-OR-FOLDER",
            help="A realm file that Keycloak imports, or a folder of them; may be given several times.",
        ),
    )


def keys_option(command: _F) -> _F:
    """Add `--keys`."""
    return _with(
        command,
        click.option(
            "--keys",
            default="keys",
            show_default=True,
            envvar="MOCKAUTH_KEYS",
            show_envvar=True,
            metavar="DIR",
            help=f"The folder of the key ring; {IN_MEMORY} for keys that nobody keeps.",
        ),
    )


def ring(keys: str) -> KeyRing:
    """Give the key ring that `--keys` names."""
    return KeyRing(None if keys == IN_MEMORY else Path(keys))


def _with(command: _F, *options: Callable[[_F], _F]) -> _F:
    for option in reversed(options):
        command = option(command)
    return command
