"""The options that choose the realms of a command, and the defaults if none is given."""

import os
import re
import shlex
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any, TypeVar
from urllib.parse import urlsplit

import click

from mockauth.realms import files
from mockauth.realms.problems import ConfigError, Problem
from mockauth.realms.source import REGISTRY
from mockauth.state.key_ring import KeyRing

_F = TypeVar("_F", bound=Callable[..., Any])
IN_MEMORY = ":memory:"
_PATH = re.compile(r"[\w/.~-]*", re.ASCII)


def base_url(ctx: click.Context, option: click.Parameter, value: str | None) -> str | None:
    """Check that the value of an option is an http or https URL without a query: paths are added to it."""
    url = http_url(ctx, option, value)
    if url and any(it in url for it in "?# "):
        raise click.BadParameter(f"{url}: must not contain spaces, ? or #, because paths are added to it")
    return url


def is_http_url(text: str) -> bool:
    """Tell whether a text is an http or https URL with a host."""
    try:
        parts = urlsplit(text)
        return parts.scheme in ("http", "https") and bool(parts.hostname) and parts.port != 0
    except ValueError:
        return False


def http_url(_ctx: click.Context, _option: click.Parameter, value: str | None) -> str | None:
    """Check that the value of an option is an http or https URL, if it is given."""
    if value and not is_http_url(value):
        raise click.BadParameter(not_an_http_url(value))
    return value


def not_an_http_url(text: str) -> str:
    """Return the error for a text that is not an http or https URL, with the URL that was probably meant."""
    suggestion = f"http://{text}"
    is_near = "://" not in text and is_http_url(suggestion)
    return f"{text}: not an http or https URL" + (f": did you mean {suggestion}?" if is_near else "")


class Port(click.IntRange):
    """A port. For a service named mockauth, Kubernetes sets MOCKAUTH_PORT to a tcp:// URL, which is ignored."""

    name = "port"  # otherwise click writes "… is not a valid integer range"

    def __init__(self, default: int) -> None:
        super().__init__(0, 65535)
        self._default = default

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> Any:
        """Return the port as a number."""
        if isinstance(value, str) and value.startswith("tcp://"):
            return self._default
        return super().convert(value, param, ctx)


def url_path(_ctx: click.Context, _option: click.Parameter, value: str | None) -> str | None:
    """Check that the value of an option is the path of a URL; return it with a leading slash and no trailing one."""
    if value is None:
        return None
    if not _PATH.fullmatch(value):
        raise click.BadParameter(f"{value}: not the path of a URL, such as /auth")
    return f"/{value.strip('/')}".rstrip("/")


def setting(option: str, *names: str, variables: Sequence[str] = (), **attributes: Any) -> Callable[[_F], _F]:
    """Declare an option that an environment variable can set too: --port-file is MOCKAUTH_PORT_FILE.

    `variables` are more names of that variable: those that Keycloak reads.
    """
    variable = option.partition("/")[0].removeprefix("--").upper().replace("-", "_")
    return click.option(option, *names, envvar=[f"MOCKAUTH_{variable}", *variables], show_envvar=True, **attributes)


def lenient_option(command: _F) -> _F:
    """Add `--lenient`."""
    return setting(
        "--lenient",
        is_flag=True,
        help="Leave out what Keycloak would refuse in a realm file, and say what was left out.",
    )(command)


def source_options(command: _F) -> _F:
    """Add `--config`, `--import` and `--lenient`."""
    return _with(
        command,
        setting(
            "--config",
            metavar="FILE",
            type=click.Path(path_type=Path, readable=False),
            help=f"Registry (TOML).  [default: {REGISTRY}, if it exists]",
        ),
        setting(
            "--import",
            "imports",
            type=click.Path(path_type=Path, readable=False),
            multiple=True,
            metavar="FILE-OR-FOLDER",
            help="Realm file that Keycloak can import, or a folder of them. Repeat the option for several; "
            f"in the variable, separate them with {os.pathsep!r}.",
        ),
        lenient_option,
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
            help=f"Folder of the signing keys; {IN_MEMORY} keeps them in memory only.",
        ),
    )


def key_ring(keys: str) -> KeyRing:
    """Return the key ring that `--keys` names. Raises UsageError for an empty name."""
    if not keys:
        raise click.UsageError(f"--keys is empty: name a folder, or {IN_MEMORY} to keep the keys in memory only")
    return KeyRing(None if keys == IN_MEMORY else Path(keys))


def open_keys(ring: KeyRing, loaded: files.Loaded) -> None:
    """Open the keys of all realms, and make those that are missing.

    Raises ConfigError with everything that is wrong; problems of a key in a realm file name that file.
    """
    problems: list[Problem] = []
    for realm in loaded.realms.values():
        try:
            ring.keys(realm)
        except ConfigError as error:
            problems += with_file(error, loaded.sources[realm.name])
    if problems:
        raise ConfigError(*problems)


def with_file(error: ConfigError, file: str) -> list[Problem]:
    """Return the problems of an error; those without a file get this one."""
    return [problem._replace(file=problem.file or file) for problem in error.problems]


def missing_folder_hint(file: Path) -> str:
    """Return a hint to make the folder of a file, if the folder does not exist."""
    return "" if file.parent.exists() else f": make the folder first: mkdir -p {shlex.quote(str(file.parent))}"


def _with(command: _F, *options: Callable[[_F], _F]) -> _F:
    for option in reversed(options):
        command = option(command)
    return command
