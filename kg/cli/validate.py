"""`kg validate`."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

import click

from kg.cli.common import Lang, lang_option, reading, report_format_option, store_option, table_option

if TYPE_CHECKING:
    from pyoxigraph import Quad

    from kg.store import Store
    from kg.validate.report import Report

_RDF = (".ttl", ".trig", ".nt", ".nq", ".rdf", ".owl", ".xml", ".jsonld", ".json")


@click.command("validate")
@click.argument("files", nargs=-1, type=click.Path(path_type=Path))
@click.option(
    "--shapes",
    type=click.Path(path_type=Path, exists=True, file_okay=False),
    help="Folder of SHACL shapes (Turtle) instead of those that ship.",
)
@report_format_option
@click.option(
    "--fail-on",
    type=click.Choice(["violation", "warning", "info"]),
    default="violation",
    show_default=True,
    help="The least grave finding that makes the exit code 1.",
)
@store_option
@table_option
@lang_option
def command(
    files: tuple[Path, ...],
    shapes: Path | None,
    form: str,
    fail_on: str,
    store: Path,
    table: Path | None,
    lang: Lang,
) -> int:
    """Say what is wrong, where, and what to do about it.

    FILES are releases (*.txt, *.md, folders of them) or RDF files, told apart by the end of their names;
    without FILES the store is checked, and whether the corrections it was built with are in force.

    \b
    Examples:
      kg validate
      kg validate data/releases --fail-on warning
      kg validate mine.ttl --shapes my-shapes/ --format sarif
    """
    from kg import corrections, validate

    if files:
        reports = list(_of_files(files, shapes, table))
    else:
        with reading(store) as opened:
            whole = validate.validate_store(_graph_by_graph(opened), shapes=shapes)
            reports = [whole, corrections.report_of(opened)]
    report = validate.combine(reports)
    click.echo(validate.format_report(report, form, lang), nl=False)
    return 0 if report.conforms(fail_on) else 1


def _of_files(files: Sequence[Path], shapes: Path | None, table: Path | None) -> Iterator[Report]:
    from kg import facts, graph, inputs, read, validate

    releases = [path for path in files if path.suffix.lower() not in _RDF]
    if releases:
        table = table or inputs.find_table(releases)
        rows = read.read_table(table, inputs.folders(releases)) if table else {}
        for path in read.find_releases(releases):
            release = read.read_release(path, read.row_of(path, rows))
            quads = graph.release_quads(release, facts.extract(release))
            yield validate.validate_release(release, quads, shapes=shapes)
    for path in files:
        if path.suffix.lower() in _RDF:
            yield validate.validate_rdf_file(path, shapes=shapes)


def _graph_by_graph(store: Store) -> Iterator[Quad]:
    """The view last, so that what it says can be traced to files and lines."""
    for name in store.graphs():
        yield from store.quads(name)
    yield from store.quads()
