"""Which realms a command works on: its options, and what is looked for when they say nothing."""

import os
import re
import shlex
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any, NamedTuple, TypeVar
from urllib.parse import urlsplit

import click

from mockauth.cli.console import progress
from mockauth.realms import files
from mockauth.realms.problems import ConfigError, Problem
from mockauth.state.key_ring import KeyRing

_F = TypeVar("_F", bound=Callable[..., Any])
REGISTRY = "mockauth.toml"
SAMPLE = Path(__file__).with_name("sample.toml")
IN_MEMORY = ":memory:"
_PATH = re.compile(r"[\w/.~-]*", re.ASCII)


class Source(NamedTuple):
    """Where realms come from: the files, or the sample where there are none.

    A `lenient` one goes on without what is refused in a realm file.
    """

    paths: Sequence[Path]
    lenient: bool = False

    @classmethod
    def chosen(cls, config: Path | None, imports: Sequence[Path], lenient: bool = False) -> "Source":
        """Give the files that the options name, and else `mockauth.toml` of this folder."""
        registry = config or (Path(REGISTRY) if Path(REGISTRY).exists() else None)
        # Files that are imported stand alone unless a registry is named: what lies in the folder is not meant.
        return cls([*([registry] if registry and (config or not imports) else []), *imports], lenient)

    def load(self) -> files.Loaded:
        """Read the realms."""
        if self.paths:
            return files.load(self.paths, how=files.How(lenient=self.lenient, tell=progress()))
        return files.load_text(SAMPLE.read_text(encoding="utf-8"), "the built-in sample")


def base_url(ctx: click.Context, option: click.Parameter, value: str | None) -> str | None:
    """Give back the value of an option that is an http or https URL to which paths are added; refuse any other."""
    url = http_url(ctx, option, value)
    if url and any(it in url for it in "?# "):
        raise click.BadParameter(f"{url}: paths are added to this: leave out spaces, ? and #, and what follows them")
    return url


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
        raise click.BadParameter(no_http_url(value))
    return value


def no_http_url(text: str) -> str:
    """Say that a text is not an http or https URL, and which one may be meant."""
    meant = f"http://{text}"
    is_near = "://" not in text and is_http_url(meant)
    return f"{text}: not an http or https URL" + (f": did you mean {meant}?" if is_near else "")


def url_path(_ctx: click.Context, _option: click.Parameter, value: str) -> str:
    """Give the path of a URL that an option has, with a slash before it and none behind; refuse what is none."""
    if not _PATH.fullmatch(value):
        raise click.BadParameter(f"{value}: not the path of a URL, such as /auth")
    return f"/{value.strip('/')}".rstrip("/")


def setting(option: str, *names: str, **attributes: Any) -> Callable[[_F], _F]:
    """Give an option that the environment can set too: --port-file by MOCKAUTH_PORT_FILE."""
    variable = option.partition("/")[0].removeprefix("--").upper().replace("-", "_")
    return click.option(option, *names, envvar=f"MOCKAUTH_{variable}", show_envvar=True, **attributes)


def source_options(command: _F) -> _F:
    """Add `--config`, `--import` and `--lenient`."""
    return _with(
        command,
        setting(
            "--config",
            metavar="FILE",
            type=click.Path(path_type=Path, readable=False),
            help=f"The registry (TOML).  [default: {REGISTRY}, where there is one]",
        ),
        setting(
            "--import",
            "imports",
            type=click.Path(path_type=Path, readable=False),
            multiple=True,
            metavar="FILE-OR-FOLDER",
            help="A realm file that Keycloak imports, or a folder of them; may be given several times. "
            f"The variable takes several with {os.pathsep!r} between them.",
        ),
        setting(
            "--lenient",
            is_flag=True,
            help="Go on without what Keycloak would refuse in a realm file, and say what was left out.",
        ),
    )


def keys_option(command: _F) -> _F:
    """Add `--keys`."""
    return _with(
        command,
        setting(
            "--keys",
            default="keys",
            show_default=True,
            metavar="DIR",
            help=f"The folder of the key ring; {IN_MEMORY} for keys that nobody keeps.",
        ),
    )


def ring(keys: str) -> KeyRing:
    """Give the key ring that `--keys` names."""
    return KeyRing(None if keys == IN_MEMORY else Path(keys))


def open_keys(ring: KeyRing, loaded: files.Loaded) -> None:
    """Open the keys of all realms, making those that are missing.

    Raises ConfigError with all that is wrong; a key of a realm file is placed in that file.
    """
    problems: list[Problem] = []
    for realm in loaded.realms.values():
        try:
            ring.keys(realm)
        except ConfigError as error:
            problems += in_their_file(error, loaded.sources[realm.name])
    if problems:
        raise ConfigError(*problems)


def in_their_file(error: ConfigError, file: str) -> list[Problem]:
    """Give the problems, and to those that name no file this one."""
    return [problem._replace(file=problem.file or file) for problem in error.problems]


def missing_folder(file: Path) -> str:
    """Give the hint of how to make the folder of a file, where it is missing."""
    return "" if file.parent.exists() else f": make the folder first: mkdir -p {shlex.quote(str(file.parent))}"


def _with(command: _F, *options: Callable[[_F], _F]) -> _F:
    for option in reversed(options):
        command = option(command)
    return command
