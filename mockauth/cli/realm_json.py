"""`mockauth realm-json`."""

import json
import sys
from pathlib import Path

import click

from mockauth.cli import MISUSED
from mockauth.realms.files import load


@click.command
@click.argument("file", type=click.Path(path_type=Path))
@click.option("--realm", help="The realm to print, where FILE has several.  [default: all, as a list]")
def command(file: Path, realm: str | None) -> None:
    """Print what FILE says as the realm JSON that Keycloak imports, with every default written out.

    Give it to a real Keycloak with `kc.sh start-dev --import-realm`.
    """
    found = load([file]).representations
    if realm is not None and realm not in found:
        click.secho(f'{file}: there is no realm "{realm}", only: {", ".join(found)}', err=True, fg="red")
        sys.exit(MISUSED)
    chosen = [found[realm]] if realm is not None else list(found.values())
    click.echo(json.dumps(chosen[0] if len(chosen) == 1 else chosen, indent=2, ensure_ascii=False))
