"""`kg extract`."""

from __future__ import annotations

import sys
from collections.abc import Iterable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

import click

from kg.cli.common import table_option

if TYPE_CHECKING:
    from kg.model import Fact, Release


@click.command("extract")
@click.argument("files", nargs=-1, required=True, type=click.Path(path_type=Path, allow_dash=True))
@click.option(
    "--format",
    "form",
    type=click.Choice(["table", "jsonl", "turtle", "html"]),
    default="table",
    show_default=True,
    help="table for reading, jsonl for programs, turtle as the store has it, html with every fact marked.",
)
@click.option(
    "--explain",
    is_flag=True,
    help="Show for each fact the rule, labels and tokens that made it, and for a sentence without facts why.",
)
@click.option(
    "--issued", metavar="DATE", help="Date of the releases (ISO) where the text has none or another."
)
@table_option
def command(files: tuple[Path, ...], form: str, explain: bool, issued: str | None, table: Path | None) -> int:
    """Print the facts of releases; nothing is stored.

    FILES are releases, folders of them, or - for stdin. A file that cannot be read stops no other.

    \b
    Examples:
      kg extract data/releases
      kg extract --format jsonl *.txt > facts.jsonl
      kg extract --format html release.txt > marked.html
      kg extract --explain release.txt | less
      pbpaste | kg extract --issued 2024-05-06 -
    """
    from kg import render

    if explain and form != "table":
        raise click.UsageError("--explain is text for reading; it takes no --format")
    writers = {
        "table": _explained if explain else render.table,
        "jsonl": render.jsonl,
        "turtle": render.turtle,
        "html": render.html,
    }
    failed = False
    found = []
    for release, facts, problem in _facts(files, issued, table):
        if problem:
            click.echo(f"kg: {problem}", err=True)
            failed = True
        elif form in ("table", "jsonl"):
            # As they come: a folder of ten thousand releases need not fit into memory.
            for piece in writers[form]([(release, facts)]):
                sys.stdout.write(piece)
        else:
            found.append((release, facts))
    if found:
        for piece in writers[form](found):
            sys.stdout.write(piece)
    return 2 if failed else 0


def _explained(releases: Iterable[tuple[Release, Sequence[Fact]]]) -> Iterator[str]:
    from kg import explain

    return explain.lines(releases)


def _facts(
    files: Sequence[Path], issued: str | None, table: Path | None
) -> Iterator[tuple[Release, Sequence[Fact], str]]:
    """Release and facts of each file, or (in the last place) why it cannot be read."""
    from kg import facts, inputs, read
    from kg.errors import ReadError, fault
    from kg.model import Release

    named = [path for path in files if str(path) != "-"]
    table = table or inputs.find_table(named)
    rows = read.read_table(table, inputs.folders(named)) if table else {}
    if len(named) < len(files):
        yield (release := _stdin(issued)), facts.extract(release), ""
    for path in read.find_releases(named) if named else []:
        stated: Mapping[str, str] = {**read.row_of(path, rows), **({"issued": issued} if issued else {})}
        try:
            release = read.read_release(path, stated)
            yield release, facts.extract(release), ""
        except ReadError as problem:
            yield Release("", path.name, "", ""), (), str(problem)
        except Exception as problem:  # noqa: BLE001 - one text must not cost the facts of all others
            yield Release("", path.name, "", ""), (), fault(path, problem)


def _stdin(issued: str | None) -> Release:
    from kg import read

    row = {"key": "stdin", **({"issued": issued} if issued else {})}
    return read.as_release(sys.stdin.buffer.read(), Path("stdin"), row)
