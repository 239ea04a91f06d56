"""The job behind `/sparql`: one query, evaluated and serialised within limits."""

from __future__ import annotations

import io
from collections.abc import Iterable
from itertools import islice
from typing import Any

from pyoxigraph import (
    DefaultGraph,
    NamedNode,
    QueryBoolean,
    QueryResultsFormat,
    QuerySolutions,
    RdfFormat,
    serialize,
)

from kg.query import check_readonly, malformed
from kg.query.guard import Checked
from kg.serve import canned, media
from kg.serve.exchange import Answer, Context, Problem, Question
from kg.vocab import BASE, PREFIXES, VIEW

_RDFLIB = "urn:x-rdflib:default"
"""What rdflib's Dataset calls the default graph of any store, also when it asks a remote one."""
_SHOWN = 1000  # rows of a result on a page
_RESULTS = {
    media.RESULTS["json"]: QueryResultsFormat.JSON,
    media.RESULTS["xml"]: QueryResultsFormat.XML,
    media.RESULTS["csv"]: QueryResultsFormat.CSV,
    media.RESULTS["tsv"]: QueryResultsFormat.TSV,
}
_ROWS = (QuerySolutions, QueryBoolean)
_GRAPHS = {
    media.GRAPHS["turtle"]: RdfFormat.TURTLE,
    media.GRAPHS["ntriples"]: RdfFormat.N_TRIPLES,
    media.GRAPHS["rdfxml"]: RdfFormat.RDF_XML,
    media.GRAPHS["jsonld"]: RdfFormat.JSON_LD,
    media.GRAPHS["trig"]: RdfFormat.TRIG,
    media.GRAPHS["nquads"]: RdfFormat.N_QUADS,
}


def sparql(context: Context, question: Question) -> Answer:
    """The answer to a query.

    Raises QueryError for one that is refused or malformed, Problem (406) when the client takes no format
    of its kind of answer, Problem (503) when the answer is larger than allowed.
    """
    checked = check_readonly(question.text)
    options = _dataset(question, checked)
    try:
        found = _evaluated(context, question.text, options)
        if question.ask.media == media.HTML:
            return _page(context, question, found, checked)
        return _serialized(context, question, found, checked)
    except (SyntaxError, ValueError, RuntimeError, OSError) as problem:
        raise malformed(problem, question.text) from problem


def _evaluated(context: Context, text: str, options: dict[str, Any]) -> Any:
    """The engine's answer. Our prefixes need no declaration; most queries declare what they use.

    Relative IRIs are resolved against the endpoint. What cannot be parsed is tried with our prefixes: where
    one is not declared, the engine does not always say so (in a FILTER it names what else could stand there).
    """
    options["base_iri"] = context.url("/sparql")
    try:
        return context.store.query(text, **options)
    except SyntaxError:
        return context.store.query(text, prefixes=PREFIXES, **options)


def _dataset(question: Question, checked: Checked) -> dict[str, Any]:
    """The protocol's dataset wins over the query's (SPARQL 1.1 Protocol 2.1.4).

    Either of them names the view as `<base>graph/view`, which is our default graph: Oxigraph is told so; and
    it is told of a graph once, as it would count the triples of one that is named twice twice.
    """
    if not (question.default or question.named or checked.default or checked.named):
        return {}
    default = tuple(VIEW if graph == _RDFLIB else graph for graph in question.default)
    named = question.named
    for graph in (*default, *named):
        if not graph.startswith(BASE):
            raise Problem(
                400,
                "There is no such graph here",
                f"{graph} is no graph of this store, and none is fetched from elsewhere — graphs begin with "
                f"{BASE}graph/",
            )
    if not default and not named:
        default, named = checked.default, checked.named
        if VIEW not in (*default, *named) and len(set(default)) == len(default):
            return {}
    if VIEW in named:
        raise Problem(
            400,
            "The view is no named graph here",
            f"the published view {VIEW} is the default graph of this service — ask for it with FROM or "
            "default-graph-uri, or leave the dataset open",
        )
    try:
        return {
            "default_graph": [DefaultGraph() if g == VIEW else NamedNode(g) for g in dict.fromkeys(default)],
            "named_graphs": [NamedNode(g) for g in named],
        }
    except ValueError as problem:
        raise Problem(400, "A graph's name is no IRI", str(problem)) from problem


class _Bounded(io.BytesIO):
    """Bytes up to a limit."""

    def __init__(self, limit: int) -> None:
        super().__init__()
        self._limit, self._size = limit, 0

    def write(self, data: Any) -> int:
        self._size += len(data)
        if self._size > self._limit:
            raise Problem(
                503,
                "The answer is too large",
                f"it is larger than the {self._limit // 2**20} MB that an answer may have — ask in parts "
                "(LIMIT and OFFSET), or take a dump from /export/",
                reason="result",
            )
        return super().write(data)


def _serialized(context: Context, question: Question, found: Any, checked: Checked) -> Answer:
    output = _Bounded(context.settings.max_result)
    if isinstance(found, _ROWS):
        chosen = question.rows
        if chosen is None:
            raise _not_acceptable(checked.form, media.RESULTS)
        found.serialize(output, format=_RESULTS[chosen])
    else:
        chosen = question.graph
        if chosen is None:
            raise _not_acceptable(checked.form, media.GRAPHS)
        serialize(found, output, format=_GRAPHS[chosen], prefixes=PREFIXES)
    body = output.getvalue()
    if chosen.endswith("xml"):
        body = body.replace(b"\r", b"&#xD;")  # as it is, parsers of XML read it as a line feed
    return Answer(body, chosen, cacheable=not checked.volatile)


def _not_acceptable(form: str, offers: dict[str, str]) -> Problem:
    return Problem(
        406,
        "No format fits",
        f"the answer to {form} can be had as {', '.join(offers.values())} — say so in Accept, or with "
        f"format={'|'.join(offers)}",
        available=list(offers.values()),
    )


def _page(context: Context, question: Question, found: Any, checked: Checked) -> Answer:
    columns: tuple[str, ...] = ("subject", "predicate", "object")
    rows: list[tuple[Any, ...]] = []
    boolean: bool | None = None
    graph = False
    if isinstance(found, QueryBoolean):
        columns, boolean = (), bool(found)
    elif isinstance(found, QuerySolutions):
        columns = tuple(variable.value for variable in found.variables)
        rows = [tuple(row) for row in _first(found)]
    else:
        graph = True
        rows = [(t.subject, t.predicate, t.object) for t in _first(found)]
    answer = canned.results(
        context,
        question.ask,
        columns=columns,
        rows=rows[:_SHOWN],
        total_cut=len(rows) > _SHOWN,
        text=question.text,
        boolean=boolean,
        graph=graph,
    )
    return Answer(answer.body, answer.media, answer.status, answer.headers, not checked.volatile)


def _first(found: Iterable[Any]) -> Iterable[Any]:
    return islice(found, _SHOWN + 1)
