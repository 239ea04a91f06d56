"""The vocabularies as triples of the view, so that a plain query finds the labels of roles and types."""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache
from pathlib import Path

from pyoxigraph import BlankNode, DefaultGraph, Literal, NamedNode, Quad, RdfFormat, parse

from kg import resources
from kg.errors import RdfError
from kg.graph.release import sorted_quads
from kg.graph.terms import A
from kg.vocab import ORG, OWL, PREFIXES, RDFS, SG, SKOS

FILES = ("stadtgraph.ttl", "roles.ttl", "organization-types.ttl", "event-types.ttl", "places.ttl")
"""What the view shows of `ontology/`. Words and given names serve the loader alone."""

_PREFERRED = SKOS["prefLabel"]
_NAMES = frozenset(SG[f"{form}Label"] for form in ("masculine", "feminine", "neutral", "abbreviated"))
_SHOWN = frozenset({A, RDFS["label"], RDFS["isDefinedBy"], RDFS["subClassOf"], RDFS["subPropertyOf"],
                    ORG["classification"]})  # fmt: skip
_NOT_SHOWN = frozenset({SG["head"], SG["legalForm"], SG["ambiguous"], SKOS["hiddenLabel"]})


def vocabulary_quads(folder: Path | None = None) -> list[Quad]:
    """Terms, roles, types and places with their labels, sorted; no axioms and no blank nodes.

    Labels under a sub-property of skos:altLabel (feminine, abbreviated …) also stand as skos:altLabel,
    and a role's German preferred label as its rdfs:label too. Read once per process. Raises RdfError
    with file and line.
    """
    return sorted_quads(_all(folder or resources.ontology()))


@cache
def _all(folder: Path) -> tuple[Quad, ...]:
    return tuple(q for name in FILES if (folder / name).is_file() for q in _file(folder / name))


def _file(path: Path) -> Iterator[Quad]:
    try:
        triples = list(parse(path=str(path), format=RdfFormat.TURTLE))
    except SyntaxError as error:
        raise RdfError(str(error.msg), path=path, line=error.lineno) from error
    for t in triples:
        subject, predicate, obj = t.subject, t.predicate, t.object
        if not isinstance(subject, NamedNode) or isinstance(obj, BlankNode):
            continue
        if _is_shown(predicate):
            yield t  # of the default graph, as Turtle is
        if predicate in _NAMES:
            yield Quad(subject, SKOS["altLabel"], obj, DefaultGraph())
        elif predicate == _PREFERRED and isinstance(obj, Literal) and obj.language == "de":
            yield Quad(subject, RDFS["label"], obj, DefaultGraph())


@cache
def _is_shown(predicate: NamedNode) -> bool:
    if predicate in _NOT_SHOWN or predicate.value.startswith(OWL.iri):
        return False
    return predicate in _SHOWN or predicate.value.startswith((PREFIXES["sg"], SKOS.iri))


@cache
def concept_labels(folder: Path | None = None) -> dict[str, str]:
    """The German preferred label of each concept, by IRI."""
    return {
        str(q.subject.value): q.object.value
        for q in _all(folder or resources.ontology())
        if q.predicate == _PREFERRED
        and isinstance(q.subject, NamedNode)
        and isinstance(q.object, Literal)
        and q.object.language == "de"
    }
