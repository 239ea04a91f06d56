"""Shapes and data to a report (`Report`): what is wrong, where in which file, and what to do.

A release is checked with its own graph and what the ontology says of the classes and concepts it uses,
its closure: nothing else can quarantine it. All graphs are flattened into one, since SHACL looks at one
graph at a time.
"""

from __future__ import annotations

from collections.abc import Iterable
from itertools import groupby
from pathlib import Path

import rdflib
from pyoxigraph import DefaultGraph, Quad
from rdflib.term import Node, URIRef

from kg.model import Release
from kg.validate import engine
from kg.validate.places import Place, Places
from kg.validate.rdf import add_quads, plain_copy, quiet, read_rdf
from kg.validate.report import FORMATS, SEVERITIES, Finding, Report, combine, format_report, make_report
from kg.validate.shapes import add_background, load_shapes
from kg.vocab import VIEW

__all__ = [
    "FORMATS", "SEVERITIES", "Finding", "Report", "combine", "format_report",
    "validate_graph", "validate_rdf_file", "validate_release", "validate_store",
]  # fmt: skip


def validate_graph(
    data: Iterable[Quad] | rdflib.Graph, *, shapes: Path | None = None, release: Release | None = None
) -> Report:
    """Checks quads or an rdflib graph; what is given stays as it is.

    shapes   folder of SHACL shapes (Turtle) instead of those that ship
    release  the release the data was made of: its file and text tell lines. Without it, what the data
             says of its text (`rdf:value`) and file name is used.

    Raises RdfError for malformed shapes.
    """
    places = Places(_graph(data), release=release)
    return make_report(_findings(places, shapes), [release.file] if release else [])


def validate_release(release: Release, quads: Iterable[Quad], *, shapes: Path | None = None) -> Report:
    """Checks the graph of one release; findings name its file, line and words."""
    return validate_graph(quads, shapes=shapes, release=release)


def validate_rdf_file(path: Path, *, shapes: Path | None = None) -> Report:
    """Checks an RDF file: Turtle, TriG, N-Triples, N-Quads, RDF/XML or JSON-LD, by the end of its name.

    Lines are those of that file. Raises RdfError with file and line for malformed RDF.
    """
    source = read_rdf(path)
    places = Places(_graph(source.quads), source=source)
    return make_report(_findings(places, shapes), [str(path)])


def validate_store(quads: Iterable[Quad], *, shapes: Path | None = None) -> Report:
    """Checks a whole store, graph by graph; only one graph is held in memory at a time.

    quads  all quads, those of one graph together (as a store iterates them); the view (default graph)
           best last, so that what it says can be traced to files and lines

    Raises ValueError where quads of one graph come in two places.
    """
    reports, known, seen = [], dict[str, Place](), set[str]()
    for name, members in groupby(quads, key=lambda quad: quad.graph_name):
        label = VIEW if isinstance(name, DefaultGraph) else str(getattr(name, "value", name))
        if label in seen:
            raise ValueError(f"quads of {label} come in two places: give them graph by graph")
        seen.add(label)
        places = Places(_graph(members), known=known)
        reports.append(make_report(_findings(places, shapes), [label]))
        known.update(places.of_attestations())
    return combine(reports)


def _graph(data: Iterable[Quad] | rdflib.Graph) -> rdflib.Graph:
    """A plain copy of the data with the ontology's part of its closure."""
    graph = engine.empty_graph()
    with quiet():
        if isinstance(data, rdflib.Graph):
            for triple in plain_copy(data):
                graph.add(triple)
        else:
            add_quads(graph, data)
    add_background(graph)
    return graph


def _findings(places: Places, folder: Path | None) -> Iterable[Finding]:
    for result in engine.run(places.graph, load_shapes(folder)):
        place = places.of(result.focus, result.value)
        yield Finding(
            severity=result.severity,
            shape=result.said.shape,
            focus=str(result.focus),
            focus_label=places.label(result.focus),
            path=result.said.path,
            value=_shown(result.value),
            message_de=result.message_de,
            message_en=result.message_en,
            file=place.file,
            line=place.line,
            column=place.column,
            quote=place.quote,
            remedy_de=result.said.remedy[0],
            remedy_en=result.said.remedy[1],
        )


def _shown(value: Node | None) -> str:
    if value is None:
        return ""
    return str(value) if isinstance(value, URIRef) else engine.shorten(str(value))
