"""`kg authority`: entries that somebody has checked."""

from __future__ import annotations

import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any, TypeVar

import click

from kg.cli.common import (
    Lang,
    Subcommands,
    lang_option,
    report_format_option,
    rows_format_option,
    say,
    steward,
)

F = TypeVar("F", bound=Callable[..., Any])

_KINDS = ("organization", "post", "programme", "competition", "project", "brand", "place")


def _folder_option(command: F) -> F:
    return click.option(
        "--authority",
        "folder",
        type=click.Path(path_type=Path, file_okay=False),
        default=Path("data/authority"),
        show_default=True,
        help="Folder of the authority.",
    )(command)


@click.group("authority", cls=Subcommands, short_help="Add, list and check curated entries.")
def command() -> None:
    """Add, list and check curated entries (data/authority/*.ttl).

    What stands there wins over what releases say, and its names are found in their texts. The next build
    reads it.

    \b
    Examples:
      kg authority add organization "Digitalagentur Musterland" --type agency --jurisdiction de
      kg authority add post Oberbürgermeister --organization "Stadt Musterhausen" --seats 1
      kg authority list --search urbanistik
      kg authority check
    """


@command.command("add", short_help="Make an entry that passes the shapes.")
@click.argument("kind", type=click.Choice(_KINDS))
@click.argument("name")
@click.option("--abbreviation", "abbreviations", multiple=True, help="Repeatable.")
@click.option("--other-name", "names", multiple=True, help="Another name it is known by; repeatable.")
@click.option("--label-en", default="", help="Its English name.")
@click.option("--type", "type_", default="", help="Of an organization: ministry, company, network …")
@click.option("--seats", type=click.IntRange(min=1), help="Of a post: how many hold it at once.")
@click.option("--organization", default="", metavar="NAME|IRI", help="Whose post, project or brand it is.")
@click.option(
    "--jurisdiction", default="", help="Where the name does not tell it: a municipality, a Land, de, eu."
)
@click.option(
    "--identifier",
    "identified",
    multiple=True,
    help="ags:01234567, an IRI of a register, or text; repeatable.",
)
@click.option("--source", default="", metavar="URL", help="Where the identifiers were looked up.")
@click.option("--checked", default="", metavar="YYYY-MM-DD", help="The day they were looked up.")
@click.option("--who", help="Who looked them up.  [default: git's user.name, else the account]")
@click.option("--file", type=click.Path(path_type=Path, dir_okay=False), help="Another file than the kind's.")
@_folder_option
def add(
    kind: str,
    name: str,
    abbreviations: tuple[str, ...],
    names: tuple[str, ...],
    label_en: str,
    type_: str,
    seats: int | None,
    organization: str,
    jurisdiction: str,
    identified: tuple[str, ...],
    source: str,
    checked: str,
    who: str | None,
    file: Path | None,
    folder: Path,
) -> None:
    """Make an entry that passes the shapes, and put it into its file.

    NAME is the label; of a post it is the role. The entry gets the IRI that the loader would give the name.
    Refused are unknown types and roles, names that lead to an entry already, and identifiers without
    the source and the day on which somebody looked them up. All other lines of the file stay as they are.

    \b
    Examples:
      kg authority add organization "Digitalagentur Musterland" --type agency \\
          --jurisdiction de --abbreviation DAM --label-en "Digital Agency Musterland"
      kg authority add place Musterhausen --identifier ags:07999999 \\
          --source https://example.org/register --checked 2026-11-20
    """
    from kg import authority

    wanted = authority.Wanted(
        kind, name, names, abbreviations, label_en, type_, organization, jurisdiction, seats
    )
    made = authority.add(
        wanted,
        folder,
        file=file,
        identified=identified,
        source=source,
        checked=checked,
        who=steward() if who is None else who,
    )
    click.echo(made.turtle, nl=False)
    say(f"kg: put into {made.path}; `kg build` reads it")


@command.command("list", short_help="List entries.")
@click.option("--kind", type=click.Choice(_KINDS), help="Only this kind.")
@click.option("--search", default="", metavar="WORDS", help="Only those with these words in a name or IRI.")
@rows_format_option
@_folder_option
def list_(kind: str | None, search: str, form: str, folder: Path) -> None:
    """List entries by label.

    \b
    Example:
      kg authority list --kind organization --search ministerium
    """
    from kg import authority, query
    from kg.identity import load_authority

    found = authority.find(load_authority([folder]), kind=kind or "", search=search)
    sys.stdout.write(query.write(authority.rows(found), form))
    if not found:
        say("kg: no entries")


@command.command("check", short_help="Check entries: shapes, names, IRIs.")
@click.argument("files", nargs=-1, type=click.Path(path_type=Path, exists=True))
@report_format_option
@_folder_option
@lang_option
def check(files: tuple[Path, ...], form: str, folder: Path, lang: Lang) -> int:
    """Check entries: shapes, names that lead to two, IRIs that the loader would not make.

    FILES are Turtle files and folders of them; by default the folder of the authority. The exit code is 1
    where there are violations.

    \b
    Example:
      kg authority check
    """
    from kg import authority, validate

    report = authority.check(files or [folder])
    click.echo(validate.format_report(report, form, lang), nl=False)
    return 0 if report.conforms() else 1
