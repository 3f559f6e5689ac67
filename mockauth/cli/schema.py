"""`mockauth schema`."""

import json

import click

from mockauth.realms.registry.schema import schema


@click.command
def command() -> None:
    """Print the JSON schema of registries.

    Editors that know TOML read it from a first line such as `#:schema ./mockauth.schema.json`.
    """
    click.echo(json.dumps(schema(), indent=2, ensure_ascii=False))
