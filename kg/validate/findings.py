"""From data to findings: the graph to check with its closure, and results of SHACL as people need them."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from pathlib import Path

import rdflib
from pyoxigraph import Quad
from rdflib.term import Node, URIRef

from kg.validate import engine
from kg.validate.places import Places
from kg.validate.rdf import add_quads, plain_copy, quiet
from kg.validate.report import Finding
from kg.validate.shapes import add_background, load_shapes


def with_closure(data: Iterable[Quad] | rdflib.Graph) -> rdflib.Graph:
    """A plain copy of the data, all its graphs in one, with what the ontology says of its terms."""
    graph = engine.empty_graph()
    with quiet():
        if isinstance(data, rdflib.Graph):
            for triple in plain_copy(data):
                graph.add(triple)
        else:
            add_quads(graph, data)
    add_background(graph)
    return graph


def findings(places: Places, shapes: Path | None) -> Iterator[Finding]:
    """What the shapes of a folder (default: those that ship) find in the graph of `places`.

    Raises RdfError for malformed shapes.
    """
    for result in engine.run(places.graph, load_shapes(shapes)):
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
