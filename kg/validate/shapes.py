"""The shapes of a folder and what they say to people; what the ontology adds to the data they check."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cache, lru_cache
from pathlib import Path

import rdflib
from pyoxigraph import NamedNode
from rdflib.namespace import RDFS, SH, SKOS
from rdflib.term import BNode, Literal, Node, URIRef

from kg import resources
from kg.errors import RdfError
from kg.validate.index import Index
from kg.validate.locate import Lines, find_node
from kg.validate.rdf import add_quads, converter, read_rdf
from kg.vocab import PREFIXES

_REMEDY = URIRef("https://w3id.org/stadtgraph/shapes#remedy")
_FOR_PEOPLE = frozenset({SH.message, _REMEDY, RDFS.label, RDFS.comment})
_SG = PREFIXES["sg"]

Both = tuple[str, str]
"""A text in German and English."""


@dataclass(frozen=True, slots=True)
class Said:
    """What a shape says: its IRI, messages and remedies, the path it looks at ("" for none)."""

    shape: str
    message: Both
    remedy: Both
    path: str


@dataclass(frozen=True, eq=False)
class Shapes:
    """The shapes of a folder.

    `graph` is what SHACL needs of them: messages are left out of it (pyshacl would paste values into
    them as regular expressions, and fail on a backslash) and kept in `said`, by shape node. `selects`
    has the queries by shape node, `prologue` the prefixes they may use.
    """

    folder: Path
    graph: rdflib.Graph
    prologue: str
    said: Mapping[Node, Said]
    selects: Mapping[Node, tuple[str, ...]]


def load_shapes(folder: Path | None = None) -> Shapes:
    """The shapes of a folder (default: those that ship), read once while its files stay the same.

    Raises RdfError with file and line for malformed Turtle, and where the folder holds no shapes.
    """
    folder = resources.shapes() if folder is None else folder
    files = sorted(folder.glob("*.ttl"))
    if not files:
        raise RdfError("no shapes (*.ttl) there", path=folder, remedy="name a folder that holds SHACL shapes")
    return _load(folder, tuple((f, f.stat().st_mtime_ns, f.stat().st_size) for f in files))


@lru_cache(maxsize=8)
def _load(folder: Path, files: tuple[tuple[Path, int, int], ...]) -> Shapes:
    whole, graph = Index(), Index()
    for path, _, _ in files:
        add_quads(whole, read_rdf(path).quads)
    selects = {
        shape: tuple(
            sorted(
                _one_line(str(q))
                for c in whole.objects(shape, SH.sparql)
                for q in whole.objects(c, SH.select)
            )
        )
        for shape in whole.subjects(SH.sparql, unique=True)
    }
    said = {shape: _said(whole, shape) for shape in _shape_nodes(whole)}
    for s, p, o in whole:
        if p not in _FOR_PEOPLE:
            graph.add((s, p, Literal(_one_line(str(o))) if p == SH.select else o))
    for shape in _alternatives(whole):
        # Without a message pyshacl would word one for each of their results, which nobody reads.
        graph.add((shape, SH.message, Literal("")))
    return Shapes(folder, graph, _prologue(whole), said, selects)


def _alternatives(graph: rdflib.Graph) -> set[Node]:
    """The nameless members of lists of shapes: whether they hold is asked, their results are not told."""
    lists = {head for p in (SH["or"], SH["and"], SH.xone) for head in graph.objects(None, p)}
    return {node for head in lists for node in graph.items(head) if isinstance(node, BNode)}


def _one_line(query: str) -> str:
    """A query without line breaks, where nothing in it can depend on them.

    pyshacl searches each query for forbidden words with patterns that start anew at every line.
    """
    return (
        query if "#" in query or '"""' in query or "'''" in query else re.sub(r"\s*\n\s*", " ", query).strip()
    )


def where(shapes: Shapes, shape: Node) -> tuple[Path, int | None]:
    """File and line in which a shape is written; the folder where it has no name to look for."""
    for path in sorted(shapes.folder.glob("*.ttl")) if isinstance(shape, URIRef) else ():
        source = read_rdf(path)
        offset = find_node(source.text, str(shape), source.prefixes)
        if offset is not None:
            return path, Lines(source.text).position(offset)[0]
    return shapes.folder, None


def _prologue(graph: rdflib.Graph) -> str:
    """PREFIX lines of all `sh:declare`."""
    declared = {
        (str(graph.value(d, SH.prefix)), str(graph.value(d, SH.namespace)))
        for d in graph.objects(None, SH.declare)
    }
    return "\n".join(f"PREFIX {prefix}: <{namespace}>" for prefix, namespace in sorted(declared))


def _shape_nodes(graph: rdflib.Graph) -> set[Node]:
    """Shapes, and what is nested in them and can be named as the source of a result."""
    named = {s for c in (SH.NodeShape, SH.PropertyShape) for s in graph.subjects(rdflib.RDF.type, c)}
    targets = (SH.targetClass, SH.targetNode, SH.targetObjectsOf, SH.targetSubjectsOf)
    targeting = {s for p in targets for s in graph.subjects(p)}
    return named | targeting | set(graph.objects(None, SH.property)) | set(graph.objects(None, SH.node))


def _said(graph: rdflib.Graph, shape: Node) -> Said:
    named = shape
    while isinstance(named, BNode):
        above = next(
            iter(graph.subjects(SH.property, named)), next(iter(graph.subjects(SH.node, named)), None)
        )
        if above is None:
            break
        named = above
    constraints = list(graph.objects(shape, SH.sparql))
    message = _both(graph, SH.message, [shape, *constraints, named])
    path = graph.value(shape, SH.path)
    return Said(
        str(named),
        message,
        _both(graph, _REMEDY, [shape, named]),
        "" if path is None else show_path(graph, path),
    )


def _both(graph: rdflib.Graph, predicate: URIRef, nodes: Iterable[Node]) -> Both:
    """The German and the English text of the first node that has any; one stands in for the other."""
    for node in nodes:
        texts = sorted(t for t in graph.objects(node, predicate) if isinstance(t, Literal))
        by_language = {(t.language or "")[:2]: str(t) for t in reversed(texts)}
        if by_language:
            first = next(iter(by_language.values()))
            plain = by_language.get("", first)
            return by_language.get("de", plain), by_language.get("en", plain)
    return "", ""


_MARKS = {SH.inversePath: "^{}", SH.zeroOrMorePath: "{}*", SH.oneOrMorePath: "{}+", SH.zeroOrOnePath: "{}?"}


def show_path(graph: rdflib.Graph, path: Node) -> str:
    """A SHACL path as SPARQL writes it, with our prefixes: `sg:evidence/oa:exact`."""
    if isinstance(path, URIRef):
        return compact(str(path))
    if (path, rdflib.RDF.first, None) in graph:
        return "/".join(show_path(graph, part) for part in graph.items(path))
    options = graph.value(path, SH.alternativePath)
    if options is not None:
        return "(" + "|".join(show_path(graph, part) for part in graph.items(options)) + ")"
    for predicate, mark in _MARKS.items():
        inner = graph.value(path, predicate)
        if inner is not None:
            return mark.format(show_path(graph, inner))
    return ""


def compact(iri: str) -> str:
    """An IRI with one of our prefixes, or as it is."""
    for prefix, namespace in PREFIXES.items():
        if iri.startswith(namespace) and iri != namespace and "/" not in iri[len(namespace) :]:
            return f"{prefix}:{iri[len(namespace) :]}"
    return iri


_CONCEPTS = (
    *(URIRef(_SG + name) for name in ("role", "organizationType", "eventType")),
    URIRef(PREFIXES["org"] + "role"),
    SKOS.broader,
)
_KEPT = (SKOS.inScheme, SKOS.broader, URIRef(_SG + "seats"))


def add_background(graph: rdflib.Graph) -> None:
    """Adds what shapes need of the ontology: our class tree, and the concepts the data refers to.

    Only `rdfs:subClassOf`, `skos:inScheme`, `skos:broader`, `sg:seats` and the heads of roles are added,
    so that nothing of the ontology is itself checked as data.
    """
    common, concepts = _ontology()
    for triple in common:
        graph.add(triple)
    waiting = {o for p in _CONCEPTS for o in graph.objects(None, p)}
    done: set[Node] = set()
    while waiting:
        node = waiting.pop()
        done.add(node)
        for triple in concepts.get(node, ()):
            graph.add(triple)
            if triple[1] == SKOS.broader and triple[2] not in done:
                waiting.add(triple[2])


@cache
def _ontology() -> tuple[
    tuple[tuple[Node, Node, Node], ...], Mapping[Node, tuple[tuple[Node, Node, Node], ...]]
]:
    """The class tree of our own classes with the heads of roles, and by concept what `_KEPT` says of it."""
    common: set[tuple[Node, Node, Node]] = set()
    concepts: dict[Node, set[tuple[Node, Node, Node]]] = {}
    term = converter()
    subclass, head = NamedNode(str(RDFS.subClassOf)), NamedNode(f"{_SG}head")
    kept = {NamedNode(str(p)) for p in _KEPT}
    wanted = {subclass, head, *kept}
    for name in ("stadtgraph", "roles", "organization-types", "event-types"):
        path = resources.ontology() / f"{name}.ttl"
        for quad in read_rdf(path).quads if path.is_file() else ():
            predicate = quad.predicate
            if predicate not in wanted or (predicate == subclass and not _is_ours(quad.object)):
                continue
            triple = (term(quad.subject), term(predicate), term(quad.object))
            if predicate in kept:
                concepts.setdefault(triple[0], set()).add(triple)
            elif predicate == subclass or name == "roles":
                common.add(triple)
    return tuple(common), {node: tuple(triples) for node, triples in concepts.items()}


def _is_ours(node: object) -> bool:
    return isinstance(node, NamedNode) and node.value.startswith(_SG)
