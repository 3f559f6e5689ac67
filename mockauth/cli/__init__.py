"""The command line: one file per command, and a table of them. Only the command that runs is imported."""

import errno
import os
import sys
from importlib import import_module

import click

from mockauth import __version__
from mockauth.cli import keycloak
from mockauth.realms.problems import ConfigError, did_you_mean

# The commands and what they do. The file of a command has the same name, with underscores.
COMMANDS = {
    "serve": "Start the server with the realms of a registry or of realm files.",
    "check": "Check registries and realm files, and list what mockauth does not use.",
    "init": "Write a sample registry that works at once.",
    "token": "Print an access token of a service, from a running server or without one.",
    "wait": "Wait until a server is ready.",
    "keys": "List, create and rotate the signing keys of realms.",
    "realm-json": "Convert a registry to realm JSON that Keycloak can import.",
    "schema": "Print the JSON schema of registries, for editors.",
    "completion": "Print a completion script for bash, zsh or fish.",
    **keycloak.COMMANDS,
}
# The exit codes of all commands.
FAILED, MISUSED, UNUSABLE = 1, 2, 3


class Commands(click.Group):
    """The commands of the table. A command is imported when it is called."""

    def list_commands(self, _ctx: click.Context) -> list[str]:
        """Return the names in the order of the table."""
        return list(COMMANDS)

    def get_command(self, _ctx: click.Context, name: str) -> click.Command | None:
        """Import a command."""
        if name not in COMMANDS:
            return None
        if name in keycloak.COMMANDS:
            return keycloak.load_command(name)
        command: click.Command = import_module(f"mockauth.cli.{name.replace('-', '_')}").command
        return command

    def parse_args(self, ctx: click.Context, args: list[str]) -> list[str]:
        """Read the arguments. As in kc.sh, options may come before a command of Keycloak."""
        return super().parse_args(ctx, keycloak.command_first(args))

    def resolve_command(
        self, ctx: click.Context, args: list[str]
    ) -> tuple[str | None, click.Command | None, list[str]]:
        """Find a command. For an unknown one, suggest the most similar name."""
        if args and args[0] not in COMMANDS and (suggestion := did_you_mean(args[0], COMMANDS)):
            ctx.fail(f'unknown command "{args[0]}": {suggestion}')
        return super().resolve_command(ctx, args)

    def format_commands(self, _ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """Write the table for --help, without importing the commands."""
        with formatter.section("Commands"):
            formatter.write_dl(list(COMMANDS.items()))


@click.command(cls=Commands, context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100})
@click.version_option(__version__, message="mockauth %(version)s")
def cli() -> None:
    """Run a local stand-in for Keycloak: same URLs, same answers, ready in a fraction of a second.

    Start with "mockauth serve". It prints requests to try.

    \b
    Exit codes: 0 success · 1 the command failed (a server is not ready, a token request is refused)
                2 wrong use of the command line · 3 a file, a key or a port cannot be used
    """  # noqa: D301 - click reads \b as the mark of a paragraph that keeps its lines


def main() -> None:
    """Run the command line. If a configuration is wrong, print a line for each problem and exit with 3."""
    try:
        cli(prog_name="mockauth")
    except ConfigError as error:
        from mockauth.cli.console import print_problems

        print_problems(error.problems)
        sys.exit(UNUSABLE)
    except OSError as error:
        if error.errno != errno.ENOSPC:
            raise
        from mockauth.cli.console import print_error

        # Otherwise Python would try to write the buffered output again at exit, and fail again.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        print_error("cannot write the output: no space left on the device")
        sys.exit(UNUSABLE)
