"""`kg export`."""

from __future__ import annotations

import os
import sys
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path
from typing import IO

import click
from click.shell_completion import CompletionItem

from kg.cli.common import endpoint_option, reading, store_option
from kg.errors import InputError


def _graphs(ctx: click.Context, _param: click.Parameter, incomplete: str) -> list[CompletionItem]:
    keys = ["view", "all"]
    try:
        with reading(Path(ctx.params.get("store") or "build/store")) as store:
            keys += store.release_keys()
    except Exception:  # noqa: BLE001 - whatever is wrong, a completion must not print a traceback
        pass
    return [CompletionItem(key) for key in keys if key.startswith(incomplete)]


@click.command("export", short_help="Write the graph, sorted and repeatable.")
@click.option(
    "--format",
    "form",
    type=click.Choice(["turtle", "trig", "ntriples", "nquads", "jsonld", "rdfxml"]),
    help="Format of the file.  [default: by its name, else turtle; trig with --graph all]",
)
@click.option(
    "--graph",
    default="view",
    show_default=True,
    metavar="view|all|KEY",
    shell_complete=_graphs,
    help="The published view, everything, or the graph of one release.",
)
@click.option(
    "-o",
    "--output",
    type=click.Path(path_type=Path, dir_okay=False, allow_dash=True),
    default=Path("-"),
    show_default=False,
    help="File to write; it is replaced when the export is complete.  [default: stdout]",
)
@click.option(
    "--without-contacts", is_flag=True, help="Leave out e-mail addresses, phone numbers, addresses."
)
@store_option
@endpoint_option
def command(
    form: str | None,
    graph: str,
    output: Path,
    without_contacts: bool,
    store: Path,
    endpoint: str | None,
) -> None:
    """Write the graph: sorted and repeatable, so that two exports can be compared line by line.

    \b
    Examples:
      kg export > stadtgraph.ttl
      kg export --graph all -o stadtgraph.nq
      kg export --graph 2019-09-04-foerderurkunde --format jsonld
      kg export --without-contacts -o open-data.ttl
    """
    from kg import export, redact
    from kg.cli.sources import quads_from

    chosen = form or _by_name(output.name) or ("trig" if graph == "all" else "turtle")
    with ExitStack() as stack:
        if endpoint:
            quads = quads_from(endpoint, graph)
            pieces = export.write(redact.without_contacts(quads) if without_contacts else quads, chosen)
        elif without_contacts:
            opened = stack.enter_context(reading(store))
            pieces = export.write(redact.without_contacts(export.select(opened, graph)), chosen)
        else:
            pieces = export.write_from(stack.enter_context(reading(store)), graph, chosen)
        file = stack.enter_context(_writing(output))
        for piece in pieces:
            file.write(piece)


@contextmanager
def _writing(output: Path) -> Iterator[IO[str]]:
    """The file to write to ("-": stdout); one that is there is replaced when all is written.

    What is no regular file (a device, a pipe) is written to, not replaced.
    """
    if str(output) == "-":
        yield sys.stdout
        return
    try:
        if output.exists() and not output.is_file():
            with output.open("w", encoding="utf-8") as file:
                yield file
            return
        where = output.resolve()
        fresh = where.with_name(f".{where.name}.{os.getpid()}")
        try:
            with fresh.open("x", encoding="utf-8") as file:
                yield file
            if where.exists():
                fresh.chmod(where.stat().st_mode & 0o777)
            fresh.replace(where)
        finally:
            fresh.unlink(missing_ok=True)
    except OSError as problem:
        raise InputError(f"cannot be written: {problem.strerror}", path=output) from problem


_ENDINGS = {
    ".ttl": "turtle",
    ".trig": "trig",
    ".nt": "ntriples",
    ".nq": "nquads",
    ".jsonld": "jsonld",
    ".json": "jsonld",
    ".rdf": "rdfxml",
    ".owl": "rdfxml",
    ".xml": "rdfxml",
}


def _by_name(name: str) -> str | None:
    return _ENDINGS.get(Path(name).suffix.lower())
