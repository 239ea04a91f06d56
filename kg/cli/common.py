"""What several commands share: options, language, where things lie by default."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterable
from difflib import get_close_matches
from pathlib import Path
from typing import TYPE_CHECKING, Any, Literal, TypeVar

import click

if TYPE_CHECKING:
    from kg.store import Store

Lang = Literal["de", "en"]


class Subcommands(click.Group):
    """A group of commands that tells, of one it has not, which was meant."""

    def resolve_command(
        self, ctx: click.Context, args: list[str]
    ) -> tuple[str | None, click.Command | None, list[str]]:
        """As click does, with the nearest names."""
        if args and not args[0].startswith("-") and args[0] not in self.commands:
            raise click.UsageError(f"no command {args[0]!r}{closest(args[0], self.commands)}", ctx)
        return super().resolve_command(ctx, args)


F = TypeVar("F", bound=Callable[..., Any])

DEFAULT_STORE = "build/store"


def store_option(command: F) -> F:
    """`--store`, or KG_STORE, or build/store."""
    return click.option(
        "--store",
        type=click.Path(path_type=Path),
        envvar="KG_STORE",
        default=Path(DEFAULT_STORE),
        show_default=True,
        show_envvar=True,
        help="Folder of the store.",
    )(command)


def endpoint_option(command: F) -> F:
    """`--endpoint`: a SPARQL service instead of the store."""
    return click.option(
        "--endpoint", metavar="URL", help="Ask this SPARQL 1.1 service instead of the store."
    )(command)


def lang_option(command: F) -> F:
    """`--lang`, else by the environment's language: German for de…, English otherwise."""
    return click.option(
        "--lang",
        type=click.Choice(["de", "en"]),
        callback=lambda _ctx, _param, value: value or lang_of_environment(),
        help="Language of findings and summaries.  [default: by LANG, else en]",
    )(command)


def report_format_option(command: F) -> F:
    """`--format` of reports."""
    return click.option(
        "--format",
        "form",
        type=click.Choice(["text", "json", "turtle", "html", "sarif", "junit"]),
        default="text",
        show_default=True,
        help="Format of the report.",
    )(command)


def rows_format_option(command: F) -> F:
    """`--format` of rows."""
    return click.option(
        "--format",
        "form",
        type=click.Choice(["table", "json", "jsonl", "csv"]),
        default="table",
        show_default=True,
    )(command)


def quiet_option(command: F) -> F:
    """`--quiet`: no progress, no summary."""
    return click.option("-q", "--quiet", is_flag=True, help="Print nothing but results and errors.")(command)


def table_option(command: F) -> F:
    """`--table`: releases.csv."""
    return click.option(
        "--table",
        type=click.Path(path_type=Path),
        help="What stewards state of the releases.  [default: releases.csv beside their folder or in it]",
    )(command)


def curated_options(command: F) -> F:
    """`--authority` (several), `--judgements` and `--corrections`."""
    authority = click.option(
        "--authority",
        type=click.Path(path_type=Path, exists=True),
        multiple=True,
        help="Curated entities: a Turtle file or a folder of them; may be repeated.  "
        "[default: authority/ beside the table, else the packaged ones]",
    )
    judgements = click.option(
        "--judgements",
        type=click.Path(path_type=Path, exists=True, dir_okay=False),
        help="Judgements on identity.  [default: judgements.csv beside the table]",
    )
    corrections = click.option(
        "--corrections",
        type=click.Path(path_type=Path, exists=True, dir_okay=False),
        help="Corrections of facts.  [default: corrections.csv beside the table]",
    )
    return authority(judgements(corrections(command)))


_FILE = click.Path(path_type=Path, exists=True, dir_okay=False)
BUILT_WITH: tuple[Callable[[Any], Any], ...] = (
    click.option(
        "--authority",
        type=click.Path(path_type=Path, exists=True),
        multiple=True,
        help="As of a day: curated entities that the store was built with, where they are neither in data/ "
        "nor those that ship.",
    ),
    click.option("--judgements", type=_FILE, help="As of a day: judgements, likewise."),
    click.option("--corrections", type=_FILE, help="As of a day: corrections, likewise."),
)
"""What is curated, as at the build, for what is derived as of a day; in the order in which help shows it."""


def lang_of_environment() -> Lang:
    """German where the environment says so, else English."""
    chosen = next((os.environ[v] for v in ("LC_ALL", "LC_MESSAGES", "LANG") if os.environ.get(v)), "")
    return "de" if chosen.startswith("de") else "en"


def steward() -> str:
    """Who decides: the name git knows, else the account's; empty where neither is known."""
    import getpass
    import subprocess

    try:
        done = subprocess.run(["git", "config", "user.name"], capture_output=True, text=True, check=False)
        return done.stdout.strip() or getpass.getuser()
    except (OSError, KeyError, UnicodeDecodeError):  # no git; no account of this number
        return ""


def say(message: str = "") -> None:
    """A line for people, on stderr."""
    click.echo(message, err=True)


def closest(word: str, known: Iterable[str]) -> str:
    """`; did you mean …?` for what was probably meant, or the choices when nothing is near."""
    choices = list(known)
    near = get_close_matches(word, choices, n=3)
    if near:
        return f"; did you mean {' or '.join(near)}?"
    return f"; choose one of {', '.join(choices)}" if choices else ""


def default_releases() -> Path:
    """`data/releases` of the working directory, else (with a notice) the five that ship."""
    here = Path("data/releases")
    if here.is_dir():
        return here
    from kg import resources

    say(f"kg: there is no {here} here; taking the five releases that ship with Stadtgraph")
    return resources.releases()


def reading(store: Path) -> Store:
    """The store, opened for reading. Raises StoreError where nothing was ever built into it.

    A build that was ended at its very start leaves such a store, and so does a damaged disk.
    """
    from kg.errors import StoreError
    from kg.store import Store

    opened = Store.read_only(store)
    if "" not in opened.notes():
        raise StoreError(f"{store}: the store is empty — fill it with `kg build --store {store}`")
    return opened
