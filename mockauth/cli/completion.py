"""`mockauth completion`: print a completion script for a shell."""

import click
from click.shell_completion import get_completion_class


@click.command
@click.argument("shell", type=click.Choice(["bash", "zsh", "fish"]))
@click.pass_context
def command(ctx: click.Context, shell: str) -> None:
    """Print a script that lets SHELL complete mockauth's commands and options.

    \b
    bash   mockauth completion bash > ~/.local/share/bash-completion/completions/mockauth
    zsh    mockauth completion zsh > "${fpath[1]}/_mockauth"
    fish   mockauth completion fish > ~/.config/fish/completions/mockauth.fish
    """  # noqa: D301 - click reads \b as the mark of a paragraph that keeps its lines
    completion = get_completion_class(shell)
    if completion is None:
        raise click.ClickException(f"completion for {shell} is not supported")
    click.echo(completion(ctx.find_root().command, {}, "mockauth", "_MOCKAUTH_COMPLETE").source())
