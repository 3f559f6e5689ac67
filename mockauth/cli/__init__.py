"""The command line: one file per command, in a table from which only the command that is asked for is imported."""

import errno
import os
import sys
from importlib import import_module

import click

from mockauth import __version__
from mockauth.realms.problems import ConfigError, did_you_mean

# What each command is for; its file has the same name, with underscores.
COMMANDS = {
    "serve": "Serve the realms of a registry or of Keycloak's realm files.",
    "check": "Say what is wrong with registries and realm files, and what mockauth makes of them.",
    "init": "Write a sample registry with every section explained.",
    "token": "Print a token, asked of a running server or signed here.",
    "wait": "Wait until a server is ready.",
    "keys": "List, make and rotate the keys of realms.",
    "realm-json": "Print a registry as the realm JSON that Keycloak imports.",
    "schema": "Print the JSON schema of registries, for editors.",
    "completion": "Print what makes a shell complete mockauth's commands.",
}
# The exit codes that every command keeps to.
FAILED, MISUSED, UNUSABLE = 1, 2, 3


class Commands(click.Group):
    """The commands of the table, each imported when it is called."""

    def list_commands(self, _ctx: click.Context) -> list[str]:
        """Give the names in the order of the table."""
        return list(COMMANDS)

    def get_command(self, _ctx: click.Context, name: str) -> click.Command | None:
        """Import a command."""
        if name not in COMMANDS:
            return None
        command: click.Command = import_module(f"mockauth.cli.{name.replace('-', '_')}").command
        return command

    def resolve_command(
        self, ctx: click.Context, args: list[str]
    ) -> tuple[str | None, click.Command | None, list[str]]:
        """Find a command; an unknown one is answered with the nearest."""
        if args and args[0] not in COMMANDS and (near := did_you_mean(args[0], COMMANDS)):
            ctx.fail(f"no such command: {args[0]}: {near}")
        return super().resolve_command(ctx, args)

    def format_commands(self, _ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """Write the table, without importing what it names."""
        with formatter.section("Commands"):
            formatter.write_dl(list(COMMANDS.items()))


@click.command(cls=Commands, context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100})
@click.version_option(__version__, message="mockauth %(version)s")
def cli() -> None:
    """Stand in for Keycloak on this machine: same URLs, same answers, ready in a fraction of a second.

    \b
    Exit codes: 0 done · 1 what was asked for is not so (a server is not ready, a token was refused)
                2 wrong use of the command line · 3 a file, a key or a port cannot be used
    """  # noqa: D301 - \b is click's mark for a paragraph that keeps its lines


def main() -> None:
    """Run the command line; what is wrong with a configuration ends it with a line for each problem."""
    try:
        cli(prog_name="mockauth")
    except ConfigError as error:
        from mockauth.cli.console import complain_of

        complain_of(error.problems)
        sys.exit(UNUSABLE)
    except OSError as error:
        if error.errno != errno.ENOSPC:
            raise
        from mockauth.cli.console import complain

        # What is left of the output would be tried once more at the end.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        complain("the output cannot be written: no space is left where it goes")
        sys.exit(UNUSABLE)
