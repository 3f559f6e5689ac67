"""Keycloak's command line: its commands and options, where values come from, and what they mean for mockauth."""

from collections.abc import Sequence
from importlib import import_module

import click

# The commands of kc.sh and the modules that define them.
_MODULES = {
    "start": "start",
    "start-dev": "start",
    "build": "scripts",
    "import": "scripts",
    "export": "scripts",
    "show-config": "scripts",
}
COMMANDS = {
    "start-dev": "Start the server with the command line of Keycloak's start-dev.",
    "start": "Start the server with the command line of Keycloak's start.",
    "build": "Keep the options of Keycloak's build for the next start.",
    "import": "Keep realm files for the next start, as Keycloak's import.",
    "export": "Write the realms of the next start to files, as Keycloak's export.",
    "show-config": "Print the options of the next start, as Keycloak's show-config.",
}


def load_command(name: str) -> click.Command:
    """Return a command of kc.sh."""
    found: click.Command = import_module(f"{__name__}.{_MODULES[name]}").commands[name]
    return found


def command_first(arguments: Sequence[str]) -> list[str]:
    """Move the options before a command of kc.sh behind it: `--verbose start-dev` becomes `start-dev --verbose`."""
    place = next((place for place, it in enumerate(arguments) if it in COMMANDS), 0)
    if place and arguments[0].startswith("-"):
        return [arguments[place], *arguments[:place], *arguments[place + 1 :]]
    return [*arguments]
