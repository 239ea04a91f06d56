"""Canned queries and ad hoc ones: from a name and parameters, or a text, to rows.

    canned   queries/*.rq: header, parameters, binding      labels   labels to IRIs
    rows     results and the formats they are written in    guard    read-only means it
    lint     the rules for query files                      lexing   SPARQL as tokens
    syntax   what is wrong with a malformed query

A `Source` is anything with `query(sparql)` that gives pyoxigraph's results: `kg.store.Store`,
`pyoxigraph.Store`, or `kg.remote.RemoteSource` for a SPARQL service elsewhere.
"""

from __future__ import annotations

import difflib
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from pyoxigraph import NamedNode, QueryBoolean, QuerySolutions, Triple

from kg.errors import ParameterError, QueryError
from kg.query.canned import CannedQuery, Choices, Parameter, bind, load, names
from kg.query.guard import check_readonly
from kg.query.labels import Source, day, known_labels, terms
from kg.query.lint import lint
from kg.query.rows import FORMATS, Rows, Term, plain, shown, write
from kg.query.syntax import malformed

__all__ = [
    "FORMATS", "CannedQuery", "Choices", "Parameter", "Rows", "Source", "Term", "bind", "bindings",
    "check_readonly", "day", "known_labels", "lint", "load", "malformed", "names", "plain", "prepare", "run",
    "shown", "sparql", "with_evidence", "write",
]  # fmt: skip

_EVIDENCE = """
PREFIX dcterms: <http://purl.org/dc/terms/>
PREFIX oa: <http://www.w3.org/ns/oa#>
PREFIX prov: <http://www.w3.org/ns/prov#>
PREFIX sg: <https://w3id.org/stadtgraph/ns#>
SELECT DISTINCT ?entity ?quote ?release ?fact ?correction ?corrected WHERE {
  {
    VALUES ?entity { %(entities)s }
    ?entity prov:wasDerivedFrom ?fact .
    GRAPH ?graph {
      ?fact prov:wasDerivedFrom ?release ; sg:evidence ?span .
      ?span oa:hasSelector ?words .
      ?words oa:exact ?quote
    }
    # On its own: OPTIONAL within GRAPH has Oxigraph read all graphs.
    OPTIONAL { GRAPH ?graph { ?fact sg:trigger ?trigger } }
    FILTER(!BOUND(?trigger) || ?span = ?trigger)
    OPTIONAL { ?correction sg:corrects ?fact . OPTIONAL { ?correction dcterms:description ?corrected } }
  } UNION {
    # A fact that was added is the correction itself.
    VALUES ?entity { %(entities)s }
    ?entity prov:wasDerivedFrom ?fact .
    ?fact a sg:Correction .
    GRAPH ?graph { ?fact prov:wasDerivedFrom ?release }
    OPTIONAL { ?fact dcterms:description ?corrected }
    OPTIONAL { ?fact sg:quote ?quote }
    BIND(?fact AS ?correction)
  }
}
ORDER BY ?entity ?release ?quote ?fact ?correction
"""
_TOLD = ("quote", "release", "fact", "correction", "corrected")
_AT_ONCE = 200  # entities asked for in one query, so that it stays short


def run(
    query: CannedQuery,
    params: Mapping[str, str | Sequence[str]],
    source: Source,
    *,
    labels: Source | None = None,
) -> Rows:
    """The rows of a canned query.

    `params` and what is raised are as in `bindings`, and EndpointError when `source` is remote and fails.
    Labels are looked up in `labels`; where it is left out, in `source`.
    """
    text, notes = prepare(query, params, source if labels is None else labels)
    return _rows(source.query(text), notes=notes, evidence=query.evidence)


def prepare(
    query: CannedQuery, params: Mapping[str, str | Sequence[str]], labels: Source
) -> tuple[str, tuple[str, ...]]:
    """The text of a canned query with its parameters bound, and notes on values that mean several things.

    `params` and what is raised are as in `bindings`.
    """
    bound, notes = bindings(query, params, labels)
    return bind(query, bound), notes


def bindings(
    query: CannedQuery, params: Mapping[str, str | Sequence[str]], labels: Source
) -> tuple[dict[str, list[Any]], tuple[str, ...]]:
    """The terms that parameters are bound to, by name, and notes on values that mean several things.

    `params` gives values as a user writes them, one or several per parameter (several are
    alternatives); those left out take their default, or restrict nothing. Raises ParameterError for
    an unknown parameter, an ill-typed value or a label that `labels` does not know.
    """
    bound: dict[str, list[Any]] = {}
    notes: list[str] = []
    for name in params:
        if query.param(name) is None:
            raise _unknown_parameter(query, name)
    for parameter in query.params:
        for value in _values(params.get(parameter.name), parameter.default):
            found, note = terms(parameter, value, labels)
            bound.setdefault(parameter.name, []).extend(found)
            notes += [note] if note else []
    return bound, tuple(notes)


def _values(given: str | Sequence[str] | None, default: str | None) -> Sequence[str]:
    if given is None or not given:
        return [default] if default is not None else []
    return [given] if isinstance(given, str) else list(given)


def _unknown_parameter(query: CannedQuery, name: str) -> ParameterError:
    known = [p.name for p in query.params]
    near = difflib.get_close_matches(name, known, n=1)
    meant = f"did you mean {near[0]}?" if near else f"it has {', '.join(known) or 'none'}"
    return ParameterError(f"{query.name} has no parameter “{name}” — {meant}", nearest=near or known)


def _rows(answer: QuerySolutions, *, notes: tuple[str, ...] = (), evidence: str = "") -> Rows:
    columns = tuple(variable.value for variable in answer.variables)
    found = tuple(map(tuple, answer))
    return Rows(columns, found, notes, evidence if evidence in columns else "")


def sparql(text: str, source: Source, *, prologue: str = "") -> Rows | bool | list[Triple]:
    """The answer to an ad hoc query: rows (SELECT), a truth value (ASK), or sorted triples.

    `prologue` goes before the query, on its first line; places in errors are those of the query alone.
    Raises QueryError when it does more than read (`check_readonly`) or is malformed, EndpointError
    when `source` is remote and fails.
    """
    check_readonly(text)
    try:
        answer = source.query(prologue + text)
        if isinstance(answer, QuerySolutions):
            return _rows(answer)
        if isinstance(answer, QueryBoolean):
            return bool(answer)
        return sorted(answer, key=str)
    except (SyntaxError, ValueError, RuntimeError) as problem:
        raise malformed(problem, text, prologue=prologue) from problem


def with_evidence(rows: Rows, source: Source) -> Rows:
    """The rows with what they rest on, one row per quote of a fact.

    Columns `quote`, `release` and `fact`; `correction` and `corrected` (what, why, who) where a steward has
    changed or added it. One that the query has itself gets another name: `evidenceRelease`. A row whose
    entity has no quotes (its release's text may be withheld) stays, with all of them unbound. Raises
    QueryError when the query does not say which column has sources.
    """
    if not rows.evidence:
        raise QueryError("the rows of this query have no evidence of their own — ask the query “evidence”")
    entities = rows.column(rows.evidence)
    told = _evidence((e for e in entities if isinstance(e, NamedNode)), source)
    columns = [f"evidence{n[0].upper()}{n[1:]}" if n in rows.columns else n for n in _TOLD]
    found = tuple(
        (*row, *evidence)
        for row, entity in zip(rows.rows, entities, strict=True)
        for evidence in told.get(str(entity), [(None,) * len(_TOLD)])
    )
    return Rows((*rows.columns, *columns), found, rows.notes, rows.evidence)


def _evidence(entities: Iterable[NamedNode], source: Source) -> dict[str, list[tuple[Term | None, ...]]]:
    wanted = sorted({str(entity) for entity in entities})
    found: dict[str, list[tuple[Term | None, ...]]] = {}
    for at in range(0, len(wanted), _AT_ONCE):
        for row in source.query(_EVIDENCE % {"entities": " ".join(wanted[at : at + _AT_ONCE])}):
            found.setdefault(str(row["entity"]), []).append(tuple(row[name] for name in _TOLD))
    return found
