"""`mockauth init`: write the sample registry to a file."""

import shlex
import sys
from pathlib import Path

import click

from mockauth.cli import UNUSABLE
from mockauth.cli.configuration import missing_folder_hint
from mockauth.cli.console import print_error, print_line
from mockauth.realms.source import REGISTRY, SAMPLE


@click.command
@click.argument("file", type=click.Path(path_type=Path, readable=False), default=Path(REGISTRY))
@click.option("--force", is_flag=True, help="Overwrite an existing file.")
def command(file: Path, force: bool) -> None:
    """Write a sample registry that works at once, with comments, to FILE (default: mockauth.toml)."""
    if file.suffix != ".toml" and not file.is_dir():
        print_error(
            f"{file}: the name of a registry must end in .toml, other files are read as realm files:"
            f" use {file.with_suffix('.toml')}"
        )
        sys.exit(UNUSABLE)
    try:
        with file.open("w" if force else "x", encoding="utf-8", newline="\n") as opened:
            opened.write(SAMPLE.read_text(encoding="utf-8"))
    except FileExistsError:
        print_error(
            f"{file} is a folder; name a file in it: {file / REGISTRY}"
            if file.is_dir()
            else f"{file} already exists; use --force to overwrite it"
        )
        sys.exit(UNUSABLE)
    except OSError as error:
        print_error(f"{file}: cannot write the file: {error.strerror}{missing_folder_hint(file)}")
        sys.exit(UNUSABLE)
    serve = "mockauth serve" if file == Path(REGISTRY) else f"mockauth serve --config {shlex.quote(str(file))}"
    print_line(f"Wrote {file}. Start the server with: {serve}")
