"""Runs pyshacl over one graph: the only place that imports it.

A query of a shape is parsed once, not once per node it is asked of, and the rows it gave are kept: the
values for a message are taken from them.
"""

from __future__ import annotations

import logging
import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

import pyshacl
import rdflib
from pyoxigraph import NamedNode, Quad, QuerySolutions, Store
from pyoxigraph import Variable as OxVariable
from pyshacl.errors import ReportableRuntimeError, ValidationFailure
from pyshacl.graph_abstraction import DataGraph
from rdflib.namespace import RDF, SH
from rdflib.plugins.sparql import prepareQuery
from rdflib.plugins.sparql.sparql import Query
from rdflib.term import Node, URIRef, Variable

from kg.errors import RdfError
from kg.validate.index import Index
from kg.validate.rdf import converter, quiet, to_ox
from kg.validate.shapes import Said, Shapes, where

_SEVERITY = {str(SH.Warning): "warning", str(SH.Info): "info"}
_SELECT = re.compile(r"\bSELECT\b", re.IGNORECASE)
_PLACEHOLDER = re.compile(r"\{[?$](\w+)\}")
_AT_FAULT = ("pyparsing", "pyshacl", "rdflib.plugins.sparql")
_LONGEST = 200
"""Values in messages and findings are cut after so many code points: a report is no copy of the text."""

Row = Mapping[Variable, Node]


@dataclass(frozen=True, slots=True)
class Result:
    """One result of SHACL: severity, what the shape says of it, focus node and value at fault."""

    severity: str
    said: Said
    message_de: str
    message_en: str
    focus: Node
    value: Node | None


class _Graph(Index):
    """A graph that answers the queries of shapes fast and remembers the rows of those that found something.

    rdflib parses a query in ten milliseconds and asks it in ten more, Oxigraph does both in a fraction
    of one. What Oxigraph's substitution cannot do (other variables than `this`, nested selects, blank
    nodes) is left to rdflib; the tests hold both to the same findings.
    """

    fast = True

    def __init__(self) -> None:
        super().__init__()
        self.found: list[tuple[str, Node | None, list[Row]]] = []
        self._twin: Store | None = None

    def query(self, query_object: Any, *args: Any, **kwargs: Any) -> rdflib.query.Result:
        """As rdflib's; raises RdfError or pyparsing's errors for a query that cannot be parsed."""
        if not isinstance(query_object, str):
            return super().query(query_object, *args, **kwargs)
        bindings = kwargs.get("initBindings") or (args[3] if len(args) > 3 else None) or {}
        result = self._ask_twin(query_object, bindings)
        if result is None:
            result = super().query(_prepared(query_object), *args, **kwargs)
        rows: list[Row] = [dict(row.items()) for row in result.bindings]
        if rows:
            self.found.append((query_object, bindings.get("this"), rows))
        return result

    def refresh(self) -> None:
        """To be called before a run: forgets rows, and copies the triples for the fast queries."""
        self.found.clear()
        self._twin = Store()
        try:
            self._twin.extend(Quad(to_ox(s), to_ox(p), to_ox(o)) for s, p, o in self)  # type: ignore[arg-type]
        except ValueError:  # an IRI that is none: rdflib takes it, Oxigraph does not
            self._twin = None

    def _ask_twin(self, query: str, bindings: Mapping[str, Node]) -> rdflib.query.Result | None:
        """The answer of the copy, or None where it cannot be asked."""
        this = bindings.get("this")
        if not self.fast or self._twin is None or not isinstance(this, URIRef) or len(bindings) > 1:
            return None
        if len(_SELECT.findall(query)) != 1:
            return None
        answer = self._twin.query(query, substitutions={OxVariable("this"): NamedNode(str(this))})
        if not isinstance(answer, QuerySolutions):
            return None
        term, result = converter(), rdflib.query.Result("SELECT")
        result.vars = [Variable(v.value) for v in answer.variables]
        result.bindings = [
            {name: term(value) for name, value in zip(result.vars, row, strict=True) if value is not None}
            for row in answer
        ]
        return result


def empty_graph() -> rdflib.Graph:
    """A graph to fill and hand to `run`."""
    return _Graph()


@lru_cache(maxsize=256)
def _prepared(query: str) -> Query:
    return prepareQuery(query)


def run(data: rdflib.Graph, shapes: Shapes) -> list[Result]:
    """Checks a graph made by `empty_graph`; results in no particular order.

    Raises RdfError where the shapes themselves are at fault, with file and line of the shape whose query
    cannot be parsed.
    """
    assert isinstance(data, _Graph)
    data.refresh()
    try:
        with quiet():
            report = _validate(data, shapes)
    except ValidationFailure as error:
        raise _fault(shapes, f"Validation Failure - {error.message}") from error
    except ReportableRuntimeError as error:
        raise _fault(shapes, str(error)) from error
    except Exception as error:
        # pyparsing's errors and pyshacl's own do not share a base; both mean that a shape is broken.
        if isinstance(error, SyntaxError) or type(error).__module__.startswith(_AT_FAULT):
            raise _fault(shapes, str(error)) from error
        raise
    return [_result(report, node, shapes, data) for node in report.subjects(RDF.type, SH.ValidationResult)]


def _validate(data: _Graph, shapes: Shapes) -> rdflib.Graph:
    """What `pyshacl.validate(data, shacl_graph=shapes.graph, inplace=True)` reports.

    That would copy the namespaces of the shapes and look for them in their graph each time anew; here
    shapes that were once found are kept with their graph.
    """
    options = {"inplace": True, "logger": logging.getLogger("pyshacl-validate")}
    validator = pyshacl.Validator(DataGraph.from_rdflib(data), shacl_graph=shapes.graph, options=options)
    validator.shacl_graph = _found(shapes)
    report: rdflib.Graph = validator.run()[1]  # type: ignore[no-untyped-call]
    return report


@lru_cache(maxsize=8)
def _found(shapes: Shapes) -> pyshacl.ShapesGraph:
    return pyshacl.ShapesGraph(shapes.graph, logger=logging.getLogger("pyshacl-validate"))


def _fault(shapes: Shapes, message: str) -> RdfError:
    """The error for shapes that cannot be run, at the shape whose query does not parse if there is one."""
    remedy = "correct the shapes in that folder; `kg validate` without --shapes uses those that ship"
    for shape, selects in shapes.selects.items():
        for select in selects:
            try:
                prepareQuery(f"{shapes.prologue}\n{select}")
            except Exception as error:  # noqa: BLE001 - whatever it is, this query cannot be used
                path, line = where(shapes, shape)
                detail = " ".join(str(error).split())
                return RdfError(
                    f"the query of {shape} cannot be used: {detail}", path=path, line=line, remedy=remedy
                )
    return RdfError(
        f"the shapes cannot be used: {' '.join(message.split())}", path=shapes.folder, remedy=remedy
    )


def _result(report: rdflib.Graph, node: Node, shapes: Shapes, data: _Graph) -> Result:
    shape = report.value(node, SH.sourceShape)
    focus, value = report.value(node, SH.focusNode), report.value(node, SH.value)
    generic = " ".join(sorted(str(m) for m in report.objects(node, SH.resultMessage)))
    said = shapes.said.get(shape) if shape is not None else None
    said = said or Said(str(shape), ("", ""), ("", ""), "")
    row = _row(data, shapes.selects.get(shape, ()) if shape is not None else (), focus, value)
    german, english = (_filled(text or generic or str(shape), row) for text in said.message)
    severity = _SEVERITY.get(str(report.value(node, SH.resultSeverity)), "violation")
    return Result(severity, said, german, english, focus or URIRef(""), None if value == focus else value)


def _row(data: _Graph, selects: tuple[str, ...], focus: Node | None, value: Node | None) -> Row:
    """The row of the shape's query that this result came from; of several the first in the alphabet."""
    fitting = [
        row
        for query, this, rows in data.found
        if this == focus and any(query.endswith(select) for select in selects)
        for row in rows
        if row.get(Variable("value"), focus) == value
    ]
    return min(fitting, key=lambda row: sorted((str(k), str(v)) for k, v in row.items()), default={})


def _filled(message: str, row: Row) -> str:
    """The message with `{?name}` replaced by the row's values."""

    def text(match: re.Match[str]) -> str:
        node = row.get(Variable(match.group(1)))
        return match.group(0) if node is None else shorten(str(node))

    return _PLACEHOLDER.sub(text, message)


def shorten(text: str) -> str:
    """A text on one line, cut where it is very long."""
    line = " ".join(text.split())
    return line if len(line) <= _LONGEST else f"{line[:_LONGEST].rstrip()} …"
