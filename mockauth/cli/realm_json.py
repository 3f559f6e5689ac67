"""`mockauth realm-json`: convert a registry to Keycloak's realm JSON."""

import json
import sys
from pathlib import Path

import click

from mockauth.cli import FAILED
from mockauth.cli.console import print_error
from mockauth.realms.files import load
from mockauth.realms.problems.hints import name_hint


@click.command
@click.argument("file", type=click.Path(path_type=Path, readable=False))
@click.option("--realm", metavar="NAME", help="Realm to print, if FILE has several.  [default: all, as a list]")
def command(file: Path, realm: str | None) -> None:
    """Print the realms of FILE as realm JSON that Keycloak can import, with all defaults.

    To import it into a real Keycloak, save it in the folder data/import (in a container /opt/keycloak/data/import) and
    start Keycloak with `kc.sh start-dev --import-realm`.
    """
    found = load([file]).representations
    if realm is not None and realm not in found:
        print_error(f'{file}: realm "{realm}" does not exist: {name_hint(realm, found)}')
        sys.exit(FAILED)
    chosen = [found[realm]] if realm is not None else list(found.values())
    click.echo(json.dumps(chosen[0] if len(chosen) == 1 else chosen, indent=2, ensure_ascii=False))
