"""`mockauth completion`."""

import click
from click.shell_completion import get_completion_class


@click.command
@click.argument("shell", type=click.Choice(["bash", "zsh", "fish"]))
@click.pass_context
def command(ctx: click.Context, shell: str) -> None:
    """Print what makes SHELL complete mockauth's commands and options.

    \b
    bash   mockauth completion bash > ~/.local/share/bash-completion/completions/mockauth
    zsh    mockauth completion zsh > "${fpath[1]}/_mockauth"
    fish   mockauth completion fish > ~/.config/fish/completions/mockauth.fish
    """  # noqa: D301 - \b is click's mark for a paragraph that keeps its lines
    kind = get_completion_class(shell)
    if kind is None:
        raise click.ClickException(f"there is no completion for {shell}")
    click.echo(kind(ctx.find_root().command, {}, "mockauth", "_MOCKAUTH_COMPLETE").source())
