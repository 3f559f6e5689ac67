"""`mockauth schema`: print the JSON schema of registries."""

import json

import click

from mockauth.realms.registry.schema import schema


@click.command
def command() -> None:
    """Print the JSON schema of registries, for completion and checks in an editor.

    Save it as mockauth.schema.json and make this the first line of the registry: #:schema ./mockauth.schema.json
    """
    click.echo(json.dumps(schema(), indent=2, ensure_ascii=False))
