"""The commands of Keycloak that start a server: they become `mockauth serve` with other defaults."""

import os
from collections.abc import Sequence

import click

from mockauth.cli.console import Console, open_console, print_line
from mockauth.cli.keycloak import options, sources
from mockauth.cli.keycloak.meanings import MEANINGS, serve_arguments, without_meaning
from mockauth.cli.keycloak.sources import Configuration

_IN_CONTAINER = "KC_RUN_IN_CONTAINER"
_HELP = """Start the server with the command line of Keycloak's kc.sh {name}.

Keycloak's options are read from the command line, from KC_* variables and from conf/keycloak.conf.
The options of "mockauth serve" that Keycloak does not have work too, such as --import and --login. "mockauth {name}
--help-all" lists Keycloak's options and what they do here.
"""


def _command(name: str) -> click.Command:
    """Return the command `start` or `start-dev`."""

    @click.command(
        name,
        help=_HELP.format(name=name),
        # Without -h, because click would find it in -Dhostname=….
        context_settings={"ignore_unknown_options": True, "help_option_names": ["--help"]},
    )
    @click.argument("arguments", nargs=-1, type=click.UNPROCESSED, metavar="[OPTIONS]")
    @click.pass_context
    def command(ctx: click.Context, arguments: Sequence[str]) -> None:
        if "-h" in arguments:
            click.echo(ctx.get_help())
        elif "--help-all" in arguments:
            _print_options(name)
        else:
            _start(name, arguments, ctx)

    return command


def _start(name: str, arguments: Sequence[str], ctx: click.Context) -> None:
    from mockauth.cli import serve

    own = {
        option: not it.is_flag for it in serve.command.params if isinstance(it, click.Option) for option in _names(it)
    }
    configuration = sources.read(arguments, name, os.environ, own)
    _check_production(name, configuration)
    in_container = os.environ.get(_IN_CONTAINER) == "true"
    given = serve_arguments(
        configuration, sources.home_folder(os.environ), in_container=in_container, is_production=name == "start"
    )
    serving = serve.command.make_context(name, given, parent=ctx.parent)
    _print_remarks(name, configuration, open_console(serving.params["log_format"], serving.params["log_level"]))
    with serving:
        serve.command.invoke(serving)


def _names(option: click.Option) -> Sequence[str]:
    return [*option.opts, *option.secondary_opts]


def _check_production(name: str, configuration: Configuration) -> None:
    """Refuse what Keycloak refuses in production, with its texts."""
    if name != "start":
        return
    if not configuration.is_on("http-enabled"):
        raise click.UsageError(
            "Key material not provided to setup HTTPS. Please configure your keys/certificates, or if HTTPS access is"
            " not needed see the `http-enabled` option. If you meant to start the server in development mode, see the"
            " `start-dev` command."
        )
    if not configuration.text("hostname") and configuration.is_on("hostname-strict", default=True):
        raise click.UsageError("hostname is not configured; either configure hostname, or set hostname-strict to false")


def _print_remarks(name: str, configuration: Configuration, console: Console) -> None:
    if name == "start-dev":
        # Without a time, and as text even with JSON, as in Keycloak.
        print_line("Running the server in development mode. DO NOT use this configuration in production.")
    for remark in configuration.remarks:
        console.write("warning", remark)
    if ignored := without_meaning(configuration):
        console.write("note", f"no meaning in mockauth, and ignored: {', '.join(ignored)}")
    username, client_id = (configuration.text(f"bootstrap-admin-{it}") for it in ("username", "client-id"))
    if username or client_id:
        # Programs wait for these words (KC-SERVICES0077).
        kind = "user with username" if username else "service account with client id"
        console.write("note", f"Created temporary admin {kind} {username or client_id}")


def _print_options(name: str) -> None:
    formatter = click.HelpFormatter(max_width=100)
    with formatter.section("Options"):
        known = options.options(name)
        formatter.write_dl([(f"--{it}", MEANINGS[it].sentence) for it in known if it in MEANINGS])
    with formatter.section("Accepted, without a meaning"):
        formatter.write("".join(f"  --{it}\n" for it in known if it not in MEANINGS))
    click.echo(formatter.getvalue().rstrip())


commands = {name: _command(name) for name in ("start", "start-dev")}
