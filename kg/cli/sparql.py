"""`kg sparql`."""

from __future__ import annotations

import sys
from pathlib import Path

import click

from kg.cli.common import endpoint_option, say, store_option

_ROWS = ("table", "csv", "tsv", "json", "jsonl", "md", "xml")
_TRIPLES = ("turtle", "ntriples", "jsonld", "rdfxml")


@click.command("sparql")
@click.argument("query")
@click.option(
    "--format",
    "form",
    type=click.Choice([*_ROWS, *_TRIPLES]),
    help="Rows (SELECT): table by default. Triples (CONSTRUCT, DESCRIBE): turtle by default.",
)
@click.option("--fail-empty", is_flag=True, help="Exit code 1 when nothing is found.")
@store_option
@endpoint_option
def command(query: str, form: str | None, fail_empty: bool, store: Path, endpoint: str | None) -> int:
    """Run a SPARQL 1.1 query, read-only. QUERY is the query itself, or - to read it from stdin.

    The usual prefixes (sg:, org:, schema:, skos:, rdfs: …) need not be declared. Without GRAPH it sees
    the published view and the vocabularies; GRAPH ?g {…} sees the releases.

    \b
    Examples:
      kg sparql 'SELECT ?name { ?person a foaf:Person ; rdfs:label ?name }'
      kg sparql 'DESCRIBE ?t { ?t a sg:Tenure }'
      kg sparql - --format csv < question.rq
    """
    from pyoxigraph import Quad

    from kg import export
    from kg import query as asking
    from kg.cli.sources import source_of
    from kg.query import Rows

    text = sys.stdin.read() if query == "-" else query
    with source_of(store, endpoint) as source:
        answer = asking.sparql(text, source, prologue=_prefixes())
    if isinstance(answer, Rows):
        _check(form, _ROWS, "SELECT")
        sys.stdout.write(asking.write(answer, form or "table"))
        empty = not answer.rows
        if empty:
            say("kg: no rows")
    elif isinstance(answer, bool):
        _check(form, _ROWS, "ASK")
        sys.stdout.write(_truth(answer, form))
        empty = not answer
    else:
        _check(form, _TRIPLES, "CONSTRUCT or DESCRIBE")
        sys.stdout.writelines(
            export.write([Quad(t.subject, t.predicate, t.object) for t in answer], form or "turtle")
        )
        empty = not answer
    return 1 if fail_empty and empty else 0


def _prefixes() -> str:
    """Our prefixes, declared on one line, so that lines in errors stay right."""
    from kg.vocab import PREFIXES

    return "".join(f"PREFIX {prefix}: <{iri}> " for prefix, iri in PREFIXES.items())


def _check(form: str | None, fitting: tuple[str, ...], what: str) -> None:
    if form is not None and form not in fitting:
        raise click.BadParameter(
            f"{form} does not fit the answer to {what}; choose one of {', '.join(fitting)}",
            param_hint="--format",
        )


def _truth(answer: bool, form: str | None) -> str:
    """The SPARQL 1.1 results formats know ASK in JSON and XML; in the others it is the plain word."""
    word = "true" if answer else "false"
    if form == "json":
        return f'{{"head": {{}}, "boolean": {word}}}\n'
    if form == "xml":
        start = '<?xml version="1.0"?><sparql xmlns="http://www.w3.org/2005/sparql-results#"><head></head>'
        return f"{start}<boolean>{word}</boolean></sparql>\n"
    return f"{word}\n"
