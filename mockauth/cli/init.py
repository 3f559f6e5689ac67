"""`mockauth init`."""

import sys
from pathlib import Path

import click

from mockauth.cli import UNUSABLE
from mockauth.cli.configuration import REGISTRY, SAMPLE


@click.command
@click.argument("file", type=click.Path(path_type=Path), default=Path(REGISTRY))
@click.option("--force", is_flag=True, help="Write over a file that is there.")
def command(file: Path, force: bool) -> None:
    """Write a sample registry, with every section explained, to FILE (mockauth.toml)."""
    try:
        with file.open("w" if force else "x", encoding="utf-8", newline="\n") as opened:
            opened.write(SAMPLE.read_text(encoding="utf-8"))
    except FileExistsError:
        click.secho(f"{file}: is there already: --force writes over it", err=True, fg="red")
        sys.exit(UNUSABLE)
    except OSError as error:
        click.secho(f"{file}: cannot be written: {error.strerror}", err=True, fg="red")
        sys.exit(UNUSABLE)
    click.echo(f'{file} is written. "mockauth serve --config {file}" serves it.')
