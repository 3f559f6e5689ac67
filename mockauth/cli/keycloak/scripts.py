"""The commands of kc.sh that scripts and Dockerfiles call before the start: build, import, export and show-config."""

import json
import os
import shutil
import sys
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

import click

from mockauth.cli import UNUSABLE, keycloak
from mockauth.cli.console import print_error
from mockauth.cli.keycloak import options, sources
from mockauth.cli.keycloak.realm_files import imported_folder, realm_files
from mockauth.cli.keycloak.sources import Configuration
from mockauth.realms.source import Source


def _command(name: str, run: Callable[[Configuration, Path], None], options_of: str = "") -> click.Command:
    @click.command(
        name,
        help=keycloak.COMMANDS[name],
        context_settings={"ignore_unknown_options": True, "help_option_names": ["--help"]},
    )
    @click.argument("arguments", nargs=-1, type=click.UNPROCESSED, metavar="[OPTIONS]")
    @click.pass_context
    def command(ctx: click.Context, arguments: Sequence[str]) -> None:
        if {"-h", "--help-all"}.intersection(arguments):
            click.echo(ctx.get_help())
            return
        configuration = sources.read(arguments, options_of or name, os.environ, {})
        run(configuration, sources.home_folder(os.environ))

    return command


def _build(configuration: Configuration, home: Path) -> None:
    """Write the options to a file that the next start reads, because `start --optimized` expects them there."""
    known = options.options("build")
    kept = {name: value.text for name, value in configuration.values.items() if name in known}
    _write(sources.build_file(home), "".join(f"{name}={text}\n" for name, text in kept.items()))
    click.echo("Server configuration updated and persisted. Run the following command to review the configuration:")
    click.echo("\n\tkc.sh show-config\n")


def _import(configuration: Configuration, home: Path) -> None:
    paths = [Path(text) for name in ("dir", "file") if (text := configuration.text(name))]
    if not paths:
        raise click.UsageError("Must specify either --dir or --file options.")
    realms = Source(paths).load().realms
    folder = imported_folder(home)
    for path in paths:
        for file in sorted(path.glob("*.json")) if path.is_dir() else [path]:
            _make_folder(folder)
            shutil.copy(file, folder / file.name)
    for realm in realms:
        click.echo(f"Realm '{realm}' imported")


def _export(configuration: Configuration, home: Path) -> None:
    paths = realm_files(configuration, home)
    found = Source(paths).load().representations
    wanted = configuration.text("realm")
    if wanted and wanted not in found:
        raise click.UsageError(f"realm {wanted} not found")
    realms: dict[str, Any] = {wanted: found[wanted]} if wanted else dict(found)
    if folder := configuration.text("dir"):
        for name, realm in realms.items():
            _write(Path(folder) / f"{name}-realm.json", _json(realm))
    elif file := configuration.text("file"):
        _write(Path(file), _json(realms[wanted] if wanted else list(realms.values())))
    else:
        raise click.UsageError("Must specify either --dir or --file options.")
    click.echo(f"Export finished successfully: {', '.join(realms)}")


def _show_config(configuration: Configuration, _home: Path) -> None:
    click.echo("Current Configuration:")
    for name, (text, origin) in sorted(configuration.values.items()):
        shown = "*******" if any(word in name for word in ("password", "secret")) else text
        click.echo(f"\tkc.{name} =  {shown} ({origin})")


def _json(value: object) -> str:
    return json.dumps(value, indent=2, ensure_ascii=False) + "\n"


def _write(file: Path, text: str) -> None:
    _make_folder(file.parent)
    try:
        file.write_text(text, encoding="utf-8")
    except OSError as error:
        _refuse(file, error)


def _make_folder(folder: Path) -> None:
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        _refuse(folder, error)


def _refuse(path: Path, error: OSError) -> None:
    print_error(f"{path}: cannot be written: {error.strerror}")
    sys.exit(UNUSABLE)


commands = {
    "build": _command("build", _build),
    "import": _command("import", _import),
    "export": _command("export", _export),
    "show-config": _command("show-config", _show_config, options_of="start"),
}
