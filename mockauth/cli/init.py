"""`mockauth init`."""

import shlex
import sys
from pathlib import Path

import click

from mockauth.cli import UNUSABLE
from mockauth.cli.configuration import REGISTRY, SAMPLE, missing_folder
from mockauth.cli.console import complain, show


@click.command
@click.argument("file", type=click.Path(path_type=Path, readable=False), default=Path(REGISTRY))
@click.option("--force", is_flag=True, help="Write over a file that is there.")
def command(file: Path, force: bool) -> None:
    """Write a sample registry, with every section explained, to FILE (mockauth.toml)."""
    if file.suffix != ".toml" and not file.is_dir():
        complain(f"{file}: a registry's name ends in .toml, or it is read as a realm file: {file.with_suffix('.toml')}")
        sys.exit(UNUSABLE)
    try:
        with file.open("w" if force else "x", encoding="utf-8", newline="\n") as opened:
            opened.write(SAMPLE.read_text(encoding="utf-8"))
    except FileExistsError:
        hint = f"name a file in it: {file / REGISTRY}" if file.is_dir() else "--force writes over it"
        complain(f"{file}: is there already: {hint}")
        sys.exit(UNUSABLE)
    except OSError as error:
        complain(f"{file}: cannot be written: {error.strerror}{missing_folder(file)}")
        sys.exit(UNUSABLE)
    serve = "mockauth serve" if file == Path(REGISTRY) else f"mockauth serve --config {shlex.quote(str(file))}"
    show(f'{file} is written. "{serve}" serves it.')
