"""Shapes and data to a report (`Report`): what is wrong, where in which file, and what to do.

A release is checked with its own graph and what the ontology says of the classes and concepts it uses,
its closure: nothing else can quarantine it. All graphs are flattened into one, since SHACL looks at one
graph at a time. Importing this module is cheap; rdflib and pyshacl are loaded by the first check.
"""

from __future__ import annotations

from collections.abc import Iterable
from itertools import groupby
from pathlib import Path
from typing import TYPE_CHECKING

from pyoxigraph import DefaultGraph, Quad

from kg.model import Release
from kg.validate.report import FORMATS, SEVERITIES, Finding, Report, combine, format_report, make_report
from kg.vocab import VIEW

if TYPE_CHECKING:
    import rdflib

    from kg.validate.places import Place

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
    from kg.validate.findings import findings, with_closure
    from kg.validate.places import Places

    places = Places(with_closure(data), release=release)
    return make_report(findings(places, shapes), [release.file] if release else [])


def validate_release(release: Release, quads: Iterable[Quad], *, shapes: Path | None = None) -> Report:
    """Checks the graph of one release; findings name its file, line and words."""
    return validate_graph(quads, shapes=shapes, release=release)


def validate_rdf_file(path: Path, *, shapes: Path | None = None) -> Report:
    """Checks an RDF file: Turtle, TriG, N-Triples, N-Quads, RDF/XML or JSON-LD, by the end of its name.

    Lines are those of that file. Raises RdfError with file and line for malformed RDF.
    """
    from kg.validate.findings import findings, with_closure
    from kg.validate.places import Places
    from kg.validate.rdf import read_rdf

    source = read_rdf(path)
    places = Places(with_closure(source.quads), source=source)
    return make_report(findings(places, shapes), [str(path)])


def validate_store(quads: Iterable[Quad], *, shapes: Path | None = None) -> Report:
    """Checks a whole store, graph by graph; only one graph is held in memory at a time.

    quads  all quads, those of one graph together (as a store iterates them); the view (default graph)
           best last, so that what it says can be traced to files and lines

    What the view says of the same words as a release is told once. Raises ValueError where quads of one
    graph come in two places, RdfError for malformed shapes.
    """
    from kg.validate.findings import findings, with_closure
    from kg.validate.places import Places

    reports: list[Report] = []
    known: dict[str, Place] = {}
    seen: set[str] = set()
    told: set[tuple[str, str, str]] = set()
    for name, members in groupby(quads, key=lambda quad: quad.graph_name):
        label = VIEW if isinstance(name, DefaultGraph) else str(getattr(name, "value", name))
        if label in seen:
            raise ValueError(f"quads of {label} come in two places: give them graph by graph")
        seen.add(label)
        places = Places(with_closure(members), known=known)
        found = [f for f in findings(places, shapes) if f.line is None or f.told() not in told]
        told.update(f.told() for f in found)
        reports.append(make_report(found, [label]))
        known.update(places.of_sources())
    return combine(reports)
