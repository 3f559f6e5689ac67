"""`mockauth schema`."""

import json

import click

from mockauth.realms.registry.schema import schema


@click.command
def command() -> None:
    """Print the JSON schema of registries.

    Editors with TOML support use it if the first line of the registry is `#:schema ./mockauth.schema.json`.
    """
    click.echo(json.dumps(schema(), indent=2, ensure_ascii=False))
