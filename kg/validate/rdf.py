"""RDF in, as rdflib terms: files of any syntax, quads, and graphs of others.

Files are parsed by pyoxigraph, which is fast and names the line of an error. A plain string is a literal
without datatype, whichever way it was written: for rdflib `"EUR"` and `"EUR"^^xsd:string` differ.
"""

from __future__ import annotations

import logging
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from xml.etree import ElementTree

import rdflib
from pyoxigraph import BlankNode, DefaultGraph, NamedNode, Quad, RdfFormat, Triple, parse
from pyoxigraph import Literal as OxLiteral
from rdflib.namespace import XSD
from rdflib.term import BNode, Identifier, Literal, Node, URIRef

from kg.errors import RdfError
from kg.validate.index import Index

FORMATS: Mapping[str, RdfFormat] = {
    ".ttl": RdfFormat.TURTLE,
    ".trig": RdfFormat.TRIG,
    ".nt": RdfFormat.N_TRIPLES,
    ".nq": RdfFormat.N_QUADS,
    ".rdf": RdfFormat.RDF_XML,
    ".xml": RdfFormat.RDF_XML,
    ".owl": RdfFormat.RDF_XML,
    ".jsonld": RdfFormat.JSON_LD,
    ".json": RdfFormat.JSON_LD,
}
"""RDF syntaxes by the end of the file's name."""


@dataclass(frozen=True, slots=True)
class RdfText:
    """An RDF file as read: its text, the prefixes it declares, and its quads."""

    path: Path
    text: str
    prefixes: Mapping[str, str]
    quads: tuple[Quad, ...]


def read_rdf(path: Path) -> RdfText:
    """Parses an RDF file by the end of its name (`FORMATS`).

    Raises RdfError, with the line where the parser knows it, for malformed or unreadable files and for
    unknown ends of names.
    """
    known = FORMATS.get(path.suffix.lower())
    if known is None:
        raise RdfError("unknown RDF format", path=path, remedy=f"name it with one of {', '.join(FORMATS)}")
    try:
        data = path.read_bytes()
    except OSError as error:
        raise RdfError(f"cannot be read: {error.strerror}", path=path) from error
    try:
        reader = parse(data, known, base_iri=path.resolve().as_uri(), rename_blank_nodes=True)
        quads = tuple(q if isinstance(q, Quad) else _as_quad(q) for q in reader)
        return RdfText(path, data.decode("utf-8"), dict(reader.prefixes), quads)
    except SyntaxError as error:
        remedy = "correct it there; the place is where the parser gave up, the cause may stand before it"
        line = error.lineno or (_xml_line(data) if known == RdfFormat.RDF_XML else None)
        raise RdfError(str(error.msg), path=path, line=line, remedy=remedy) from error
    except ValueError as error:
        raise RdfError(str(error), path=path) from error


def _xml_line(data: bytes) -> int | None:
    """Line at which XML is not well-formed, which the parser of RDF/XML does not tell."""
    try:
        ElementTree.fromstring(data)
    except ElementTree.ParseError as error:
        return error.position[0]
    return None


def add_quads(graph: rdflib.Graph, quads: Iterable[Quad]) -> None:
    """Adds quads to a graph, whatever graph they are of (pyshacl looks at one graph at a time)."""
    term = converter()
    triples = ((term(q.subject), term(q.predicate), term(q.object)) for q in quads)
    if isinstance(graph, Index):
        graph.add_all(triples)
    else:
        graph.addN((*triple, graph) for triple in triples)


def plain_copy(source: rdflib.Graph) -> Iterator[tuple[Node, Node, Node]]:
    """The triples of any rdflib graph or dataset, with `xsd:string` literals as plain ones.

    A copy is also what keeps an Oxigraph-backed graph usable: there, every truth test counts the store.
    """
    rows = (
        ((s, p, o) for s, p, o, _ in source.quads()) if isinstance(source, rdflib.Dataset) else iter(source)
    )
    for s, p, o in rows:
        yield s, p, (Literal(str(o)) if isinstance(o, Literal) and o.datatype == XSD.string else o)


def converter() -> Callable[[object], Identifier]:
    """A function from pyoxigraph's terms to rdflib's, which makes each IRI once."""
    known: dict[str, URIRef] = {}
    string = str(XSD.string)

    def convert(term: object) -> Identifier:
        if isinstance(term, NamedNode):
            iri = term.value
            node = known.get(iri)
            if node is None:
                node = known[iri] = URIRef(iri)
            return node
        if isinstance(term, OxLiteral):
            if term.language:
                return Literal(term.value, lang=term.language)
            datatype = term.datatype.value
            if datatype == string:
                return Literal(term.value)
            return Literal(term.value, datatype=URIRef(datatype), normalize=False)
        if isinstance(term, BlankNode):
            return BNode(term.value)
        raise TypeError(f"not a term of RDF 1.1: {term}")

    return convert


def to_ox(node: Node) -> NamedNode | BlankNode | OxLiteral:
    """An rdflib term as pyoxigraph's; ValueError for an IRI that is none."""
    if isinstance(node, URIRef):
        return NamedNode(str(node))
    if isinstance(node, BNode):
        return BlankNode(str(node))
    if isinstance(node, Literal) and node.language:
        return OxLiteral(str(node), language=node.language)
    if isinstance(node, Literal) and node.datatype:
        return OxLiteral(str(node), datatype=NamedNode(str(node.datatype)))
    return OxLiteral(str(node))


def _as_quad(statement: Triple) -> Quad:
    return Quad(statement.subject, statement.predicate, statement.object, DefaultGraph())


@contextmanager
def quiet() -> Iterator[None]:
    """Keeps what rdflib and pyshacl log of ill-typed literals off stderr: the report says it better."""
    loggers = [logging.getLogger(name) for name in ("rdflib.term", "pyshacl-validate")]
    before = [logger.disabled for logger in loggers]
    for logger in loggers:
        logger.disabled = True
    try:
        yield
    finally:
        for logger, disabled in zip(loggers, before, strict=True):
            logger.disabled = disabled
