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

_NAMES = frozenset(
    PREFIXES["sg"] + f"{form}Label" for form in ("masculine", "feminine", "neutral", "abbreviated")
)
_SHOWN = frozenset({A, RDFS["label"], RDFS["isDefinedBy"], RDFS["subClassOf"], RDFS["subPropertyOf"],
                    ORG["classification"]})  # fmt: skip
_NOT_SHOWN = frozenset({SG["head"], SG["legalForm"], SG["ambiguous"], SKOS["hiddenLabel"]})


def vocabulary_quads(folder: Path | None = None) -> list[Quad]:
    """Terms, roles, types and places with their labels, sorted; no axioms and no blank nodes.

    Labels under a sub-property of skos:altLabel (feminine, abbreviated …) also stand as skos:altLabel,
    and a role's German preferred label as its rdfs:label too. Raises RdfError with file and line.
    """
    folder = folder or resources.ontology()
    return sorted_quads(q for name in FILES if (folder / name).is_file() for q in _file(folder / name))


def _file(path: Path) -> Iterator[Quad]:
    try:
        triples = list(parse(path=str(path), format=RdfFormat.TURTLE))
    except SyntaxError as error:
        raise RdfError(str(error.msg), path=path, line=error.lineno) from error
    for t in triples:
        if not isinstance(t.subject, NamedNode) or isinstance(t.object, BlankNode):
            continue
        if _is_shown(t):
            yield Quad(t.subject, t.predicate, t.object, DefaultGraph())
        if t.predicate.value in _NAMES:
            yield Quad(t.subject, SKOS["altLabel"], t.object, DefaultGraph())
        if t.predicate == SKOS["prefLabel"] and isinstance(t.object, Literal) and t.object.language == "de":
            yield Quad(t.subject, RDFS["label"], t.object, DefaultGraph())


def _is_shown(triple: Quad) -> bool:
    prop = triple.predicate
    if prop in _NOT_SHOWN or prop.value.startswith(OWL.iri):
        return False
    return prop in _SHOWN or prop.value.startswith((PREFIXES["sg"], SKOS.iri))


@cache
def concept_labels(folder: Path | None = None) -> dict[str, str]:
    """The German preferred label of each concept, by IRI."""
    return {
        str(q.subject.value): q.object.value
        for q in vocabulary_quads(folder)
        if q.predicate == SKOS["prefLabel"]
        and isinstance(q.subject, NamedNode)
        and isinstance(q.object, Literal)
        and q.object.language == "de"
    }
