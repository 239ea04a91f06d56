"""`kg completion`: the script that makes a shell complete commands, queries and their values."""

from __future__ import annotations

import click


@click.command("completion")
@click.argument("shell", type=click.Choice(["bash", "zsh", "fish"]))
def command(shell: str) -> None:
    """Print the completion script of a shell.

    \b
      bash   kg completion bash > ~/.local/share/bash-completion/completions/kg
      zsh    kg completion zsh > ~/.zfunc/_kg       (with fpath+=~/.zfunc before compinit)
      fish   kg completion fish > ~/.config/fish/completions/kg.fish

    It completes commands, options, names of queries, and values of their parameters.
    """
    from click.shell_completion import get_completion_class

    from kg.cli import cli

    found = get_completion_class(shell)
    if found is None:  # pragma: no cover - the choice above leaves none
        raise click.UsageError(f"no completion for {shell}")
    click.echo(found(cli, {}, "kg", "_KG_COMPLETE").source())
