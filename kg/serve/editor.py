"""The page of `/sparql`: a form for a query, and the answer as a table below it."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, NamedTuple
from urllib.parse import parse_qsl, quote, urlencode

from kg.query import Term
from kg.serve import media, pages
from kg.serve.cells import LONGEST, cell
from kg.serve.exchange import Answer, Ask, Context, Lang
from kg.vocab import PREFIXES

_DATASET = ("default-graph-uri", "named-graph-uri")
FORMATS = ("html", *media.RESULTS, *media.GRAPHS)
"""Names for `format`, the page first."""


class Example(NamedTuple):
    """A query to begin with, and what it asks."""

    title: dict[Lang, str]
    text: str


EXAMPLES = (
    Example(
        {"de": "Amtszeiten mit Person und Rolle", "en": "Tenures with person and role"},
        """\
PREFIX rdfs: <http://www.w3.org/2000/01/rdf-schema#>
PREFIX sg: <https://w3id.org/stadtgraph/ns#>
PREFIX org: <http://www.w3.org/ns/org#>

SELECT ?person ?role ?firstAttested ?lastAttested WHERE {
  ?tenure a sg:Tenure ; org:member ?who ; org:role ?what .
  ?who rdfs:label ?person .
  ?what rdfs:label|<http://www.w3.org/2004/02/skos/core#prefLabel> ?role .
  OPTIONAL { ?tenure sg:firstAttested ?firstAttested }
  OPTIONAL { ?tenure sg:lastAttested ?lastAttested }
}
ORDER BY ?firstAttested ?person
LIMIT 100
""",
    ),
    Example(
        {"de": "Wovon gibt es wie viele?", "en": "How many are there of what?"},
        """\
SELECT ?class (COUNT(?x) AS ?number) WHERE {
  ?x a ?class .
}
GROUP BY ?class
ORDER BY DESC(?number) ?class
""",
    ),
    Example(
        {"de": "Die Graphen der Mitteilungen und ihre Größe", "en": "The releases' graphs and their size"},
        """\
SELECT ?graph (COUNT(*) AS ?triples) WHERE {
  GRAPH ?graph { ?s ?p ?o }
}
GROUP BY ?graph
ORDER BY ?graph
""",
    ),
    Example(
        {"de": "Veranstaltungen als RDF", "en": "Events as RDF"},
        """\
PREFIX schema: <https://schema.org/>

CONSTRUCT { ?event ?property ?value } WHERE {
  ?event a schema:Event ; ?property ?value .
}
LIMIT 500
""",
    ),
)


def sparql_page(context: Context, ask: Ask) -> Answer:
    """The form, filled from `query` or `edit`, else with an example. Nothing is evaluated."""
    text = ask.value("query") or ask.value("edit") or EXAMPLES[0].text
    return _page(context, ask, text, answer=None)


def results(
    context: Context,
    ask: Ask,
    *,
    columns: tuple[str, ...],
    rows: Sequence[Sequence[Term | None]],
    total_cut: bool,
    text: str,
    boolean: bool | None = None,
    graph: bool = False,
) -> Answer:
    """The answer to a query as a table below the form.

    `rows` are those to show, `total_cut` says that there are more; `boolean` is the answer to ASK, which
    has no columns; `graph` says that the rows are triples.
    """
    cells = [[cell(context, term) for term in row] for row in rows]
    answer = {
        "boolean": boolean,
        "columns": columns,
        "cells": cells,
        "cut": total_cut,
        "cells_cut": any(len(c.text) > LONGEST for row in cells for c in row),
        "formats": [
            (name, _address(context, ask, text, name)) for name in (media.GRAPHS if graph else media.RESULTS)
        ],
    }
    return _page(context, ask, text, answer=answer)


def _address(context: Context, ask: Ask, text: str, form: str) -> str:
    """The same query in another format."""
    dataset = [pair for pair in _sent(ask) if pair[0] in _DATASET]
    pairs = [("query", text), *dataset, ("format", form)]
    return f"{context.link('/sparql')}?{urlencode(pairs, quote_via=quote, errors='replace')}"


def _sent(ask: Ask) -> list[tuple[str, str]]:
    return parse_qsl(ask.here.partition("?")[2])


def _page(context: Context, ask: Ask, text: str, *, answer: dict[str, Any] | None) -> Answer:
    return pages.page(
        "sparql.html",
        context,
        ask,
        text=text,
        answer=answer,
        dataset=[pair for pair in _sent(ask) if pair[0] in _DATASET],
        formats=FORMATS,
        timeout=ask.value("timeout"),
        longest=f"{context.settings.timeout:g}",
        kept_lang=dict(_sent(ask)).get("lang", ""),
        prefixes=sorted(PREFIXES.items()),
        examples=[
            (example.title[ask.lang], f"{context.link('/sparql')}?{urlencode({'edit': example.text})}")
            for example in EXAMPLES
        ],
    )
