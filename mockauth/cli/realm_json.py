"""`mockauth realm-json`."""

import json
import sys
from pathlib import Path

import click

from mockauth.cli import FAILED
from mockauth.cli.console import complain
from mockauth.realms.files import load
from mockauth.realms.hints import name_hint


@click.command
@click.argument("file", type=click.Path(path_type=Path, readable=False))
@click.option("--realm", metavar="NAME", help="The realm to print, where FILE has several.  [default: all, as a list]")
def command(file: Path, realm: str | None) -> None:
    """Print what FILE says as the realm JSON that Keycloak imports, with every default written out.

    To give it to a real Keycloak, write it into Keycloak's folder data/import, or a container's
    /opt/keycloak/data/import, and start that with `kc.sh start-dev --import-realm`.
    """
    found = load([file]).representations
    if realm is not None and realm not in found:
        complain(f'{file}: there is no realm "{realm}": {name_hint(realm, found)}')
        sys.exit(FAILED)
    chosen = [found[realm]] if realm is not None else list(found.values())
    click.echo(json.dumps(chosen[0] if len(chosen) == 1 else chosen, indent=2, ensure_ascii=False))
