"""The command line: each command parses, calls one function, prints.

Results go to stdout, everything else to stderr. Exit codes: 0 fine, 1 findings, 2 wrong use or unusable
input, 130 interrupted. The commands are in modules of their own, loaded when they are called or listed;
what is heavy is imported inside them.
"""

from __future__ import annotations

import io
import os
import sys
from importlib import import_module
from typing import Any

import click

from kg import __version__
from kg.cli.common import closest

_COMMANDS = (
    "build", "query", "sparql", "export", "diff", "serve", "extract", "evaluate", "validate", "review",
    "correct", "authority", "retract", "check", "completion",
)  # fmt: skip

_EPILOG = """\b
A first look:
  kg build                                      read data/releases, make build/store
  kg query                                      what can be asked
  kg query role-holders --role CDO              who held the role, and when
  kg query role-holders --role CDO --evidence   with the words each row rests on
  kg export | less                              the whole graph as Turtle

\b
Exit codes: 0 fine, 1 findings (violations, quarantined releases, differences), 2 wrong use or unusable input.
Environment: KG_STORE is the store of every command; LANG=de… gives German findings, summaries and questions.
"""


class _EnoughError(Exception):
    """Whoever reads our output has enough of it: `kg export | head`."""


class _Commands(click.Group):
    """Loads a command's module when it is asked for."""

    def invoke(self, ctx: click.Context) -> Any:
        """As click does; but its own answer to a closed pipe is exit code 1, which means findings here."""
        try:
            return super().invoke(ctx)
        except BrokenPipeError:
            raise _EnoughError from None

    def list_commands(self, ctx: click.Context) -> list[str]:  # noqa: ARG002 - click's signature
        return list(_COMMANDS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:  # noqa: ARG002
        if cmd_name not in _COMMANDS:
            return None
        found: click.Command = import_module(f"kg.cli.{cmd_name}").command
        return found

    def resolve_command(
        self, ctx: click.Context, args: list[str]
    ) -> tuple[str | None, click.Command | None, list[str]]:
        if args and not args[0].startswith("-") and args[0] not in _COMMANDS:
            raise click.UsageError(f"no command {args[0]!r}{closest(args[0], _COMMANDS)}", ctx)
        return super().resolve_command(ctx, args)


@click.group(cls=_Commands, epilog=_EPILOG, context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(__version__, prog_name="kg", message="%(prog)s %(version)s")
@click.option("--debug", is_flag=True, envvar="KG_DEBUG", help="Show the traceback of an error.")
def cli(debug: bool) -> None:
    """A knowledge graph of municipal digitalisation, built from press releases.

    Every statement in it names the release and the exact words it rests on.
    """


def main(args: list[str] | None = None) -> None:
    """Run the command line and end the process with its exit code."""
    sys.exit(run(sys.argv[1:] if args is None else args))


def run(args: list[str]) -> int:
    """Run the command line with these arguments; gives the exit code."""
    from kg.errors import StadtgraphError

    _speak_utf_8()
    try:
        result = cli.main(args, prog_name="kg", standalone_mode=False)
        sys.stdout.flush()
        return result if isinstance(result, int) else 0
    except click.ClickException as problem:
        problem.show()
        return problem.exit_code
    except StadtgraphError as problem:
        if _debugging(args):
            raise
        click.echo(f"kg: {problem}", err=True)
        return 2
    except (click.Abort, KeyboardInterrupt):
        click.echo("kg: interrupted; what was done before is kept, run the command again to go on", err=True)
        return 130
    except (BrokenPipeError, _EnoughError):
        # Python must not complain at exit that it could not write the rest.
        _close_stdout()
        return 0
    except OSError as problem:
        if _debugging(args):
            raise
        click.echo(f"kg: the system says: {problem}", err=True)  # stdout on a full disk, mostly
        _close_stdout()
        return 2


def _close_stdout() -> None:
    os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())


def _speak_utf_8() -> None:
    """RDF and JSON are UTF-8 whatever the locale; a terminal that cannot show a character shows "?"."""
    for stream in (sys.stdout, sys.stderr):
        if not isinstance(stream, io.TextIOWrapper) or (stream.encoding or "").lower() in ("utf-8", "utf8"):
            continue
        if stream.isatty():
            stream.reconfigure(errors="replace")
        else:
            stream.reconfigure(encoding="utf-8")


def _debugging(args: list[str]) -> bool:
    return "--debug" in args or bool(os.environ.get("KG_DEBUG"))
