"""`/ns`: the terms of the ontology, as RDF and as documentation."""

from __future__ import annotations

from collections.abc import Iterable
from functools import cache
from pathlib import Path
from typing import NamedTuple

from pyoxigraph import (
    CanonicalizationAlgorithm,
    Dataset,
    Literal,
    NamedNode,
    Quad,
    RdfFormat,
    Triple,
    parse,
)

from kg import resources
from kg.query import shown
from kg.serve import media, pages
from kg.serve.cells import Cell, cell
from kg.serve.entities import as_rdf
from kg.serve.exchange import Answer, Ask, Context
from kg.vocab import DCTERMS, OWL, PREFIXES, RDF, RDFS, SKOS

_KINDS = {
    "Class": ("Klassen", "Classes"),
    "ObjectProperty": ("Beziehungen", "Relations"),
    "DatatypeProperty": ("Angaben", "Data properties"),
    "AnnotationProperty": ("Anmerkungen", "Annotations"),
}
_SHOWN = {
    "domain": ("gilt für", "domain"),
    "range": ("Wert", "range"),
    "subClassOf": ("ist eine Art von", "subclass of"),
    "subPropertyOf": ("ist eine Art von", "subproperty of"),
}


class Term(NamedTuple):
    """A term of ours: its local name (the anchor on the page), and what the ontology says of it."""

    name: str
    kind: str
    label: dict[str, str]
    definition: dict[str, str]
    relations: tuple[tuple[str, tuple[NamedNode, ...]], ...]


def ns(context: Context, ask: Ask) -> Answer:
    """The ontology and its alignments as RDF; as HTML its documentation, with an anchor for each term."""
    headers = (("link", ", ".join(_links(context))),)
    if ask.media != media.HTML:
        return Answer(as_rdf(_quads(), ask.media), ask.media, headers=headers)
    groups = [
        (kind, _KINDS[kind][ask.lang == "en"], [_shown(context, ask, t) for t in _terms() if t.kind == kind])
        for kind in _KINDS
    ]
    title, about = _header(ask.lang)
    return pages.page(
        "terms.html", context, ask, heading=title, about=about, namespace=PREFIXES["sg"], groups=groups
    )._replace(headers=headers)


def _links(context: Context) -> list[str]:
    return [
        f'<{context.link(f"/ns.{suffix}")}>; rel="alternate"; type="{media.SUFFIXES[suffix]}"'
        for suffix in ("html", "ttl", "jsonld", "nt", "rdf")
    ]


def _shown(context: Context, ask: Ask, term: Term) -> dict[str, object]:
    rows: list[tuple[str, list[Cell]]] = [
        (_SHOWN[name][ask.lang == "en"], [cell(context, value, Literal(shown(value))) for value in values])
        for name, values in term.relations
    ]
    other = "en" if ask.lang == "de" else "de"
    return {
        "name": term.name,
        "label": term.label.get(ask.lang, term.name),
        "definition": term.definition.get(ask.lang, ""),
        "other": term.label.get(other, ""),
        "other_lang": other,
        "rows": rows,
    }


@cache
def _triples() -> tuple[Triple, ...]:
    data = (resources.ontology() / "stadtgraph.ttl").read_bytes()
    return tuple(quad.triple for quad in parse(data, RdfFormat.TURTLE))


@cache
def _quads() -> tuple[Quad, ...]:
    """The terms, and what each is close to in other vocabularies."""
    folder = resources.ontology()
    return tuple(ontology([folder / "stadtgraph.ttl", folder / "alignments.ttl"]))


def ontology(files: Iterable[Path]) -> Dataset:
    """What Turtle files say together; blank nodes are named by what is said of them."""
    found = Dataset(quad for file in sorted(files) for quad in parse(file.read_bytes(), RdfFormat.TURTLE))
    found.canonicalize(CanonicalizationAlgorithm.RDFC_1_0)
    return found


def _header(lang: str) -> tuple[str, str]:
    node = NamedNode(PREFIXES["sg"].removesuffix("#"))
    said = {(t.predicate, t.object.language): t.object.value
            for t in _triples() if t.subject == node and isinstance(t.object, Literal)}  # fmt: skip
    return said.get((DCTERMS["title"], lang), "Stadtgraph"), said.get((DCTERMS["description"], lang), "")


@cache
def _terms() -> tuple[Term, ...]:
    """All terms of ours, in the order of the file, which is by theme."""
    of: dict[NamedNode, list[Triple]] = {}
    for triple in _triples():
        if isinstance(triple.subject, NamedNode) and triple.subject.value.startswith(PREFIXES["sg"]):
            of.setdefault(triple.subject, []).append(triple)
    return tuple(term for node, triples in of.items() if (term := _term(node, triples)) is not None)


def _term(node: NamedNode, triples: list[Triple]) -> Term | None:
    types = {t.object for t in triples if t.predicate == RDF["type"]}
    kind = next((kind for kind in _KINDS if OWL[kind] in types), None)
    if kind is None:
        return None
    relations = [
        (
            name,
            tuple(t.object for t in triples if t.predicate == RDFS[name] and isinstance(t.object, NamedNode)),
        )
        for name in _SHOWN
    ]
    return Term(
        node.value.removeprefix(PREFIXES["sg"]),
        kind,
        _by_language(triples, RDFS["label"]),
        _by_language(triples, SKOS["definition"]),
        tuple((name, values) for name, values in relations if values),
    )


def _by_language(triples: list[Triple], predicate: NamedNode) -> dict[str, str]:
    return {
        t.object.language: t.object.value
        for t in triples
        if t.predicate == predicate and isinstance(t.object, Literal) and t.object.language
    }
