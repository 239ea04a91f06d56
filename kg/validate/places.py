"""From a node of the graph to the words it rests on, and the file and line they stand in."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import cached_property

import rdflib
from rdflib.namespace import RDF, RDFS, SKOS
from rdflib.term import Literal, Node, URIRef

from kg.model import Release
from kg.validate.locate import Lines, find_node, find_value
from kg.validate.rdf import RdfText
from kg.vocab import PREFIXES

_OA, _SG, _PROV = PREFIXES["oa"], PREFIXES["sg"], PREFIXES["prov"]
_SOURCE, _SELECTOR = URIRef(_OA + "hasSource"), URIRef(_OA + "hasSelector")
_EXACT, _START = URIRef(_OA + "exact"), URIRef(_OA + "start")
_EVIDENCE, _TRIGGER = URIRef(_SG + "evidence"), URIRef(_SG + "trigger")
_TEXT, _FILE = URIRef(_SG + "text"), URIRef(_SG + "fileName")
_DERIVED = URIRef(_PROV + "wasDerivedFrom")
_OF_RELEASE = URIRef(_SG + "ReleaseAttestation")
_LABELS = (
    RDFS.label,
    SKOS.prefLabel,
    URIRef(PREFIXES["dcterms"] + "title"),
    URIRef(_SG + "roleLabel"),
    URIRef(_SG + "person"),
    URIRef(_SG + "recipient"),
    URIRef(_SG + "organization"),
    URIRef(_SG + "speaker"),
    URIRef(_SG + "entity"),
)


@dataclass(frozen=True, slots=True)
class Place:
    """A file, line and column in it (from 1, code points), and the words quoted; all may be unknown."""

    file: str = ""
    line: int | None = None
    column: int | None = None
    quote: str = ""


@dataclass
class Places:
    """Where the nodes of one graph come from.

    release  the release the graph was made of, if it was; otherwise what the graph itself says of its
             text and file is used
    source   the RDF file the graph was read from, if it was: then lines are lines of that file
    known    places of releases and attestations of other graphs, for what the view says of them
    """

    graph: rdflib.Graph
    release: Release | None = None
    source: RdfText | None = None
    known: dict[str, Place] = field(default_factory=dict)
    _lines: dict[Node | None, Lines] = field(default_factory=dict)

    def of(self, focus: Node, value: Node | None) -> Place:
        """The place of a finding about `focus` with `value`."""
        candidates = [node for node in (value, focus) if isinstance(node, URIRef)]
        evidence = next((e for node in candidates for e in self._evidence(node)), None)
        if self.source is not None:
            return self._in_source(self.source, focus, value, evidence)
        if evidence is not None:
            return self._in_release(evidence)
        for node in candidates:
            for attestation in sorted([node, *self.graph.objects(node, _DERIVED)], key=str):
                if str(attestation) in self.known:
                    return self.known[str(attestation)]
        return Place(self._file())

    def of_sources(self) -> Iterator[tuple[str, Place]]:
        """Every release of the graph with its file, and every attestation with its place."""
        for release, text in sorted(self.graph.subject_objects(_TEXT), key=str):
            evidence = self._evidence(release)
            yield str(release), self._in_release(evidence[0]) if evidence else Place(self._file(text))
        for attestation in sorted(self.graph.subjects(_EVIDENCE, unique=True), key=str):
            yield str(attestation), self.of(attestation, None)

    def label(self, node: Node) -> str:
        """The name of a node for people; for an attestation, that of what it speaks of."""
        for predicate in _LABELS:
            found = sorted(self.graph.objects(node, predicate), key=str)
            if found and isinstance(found[0], Literal):
                return str(found[0])
            if found and (found[0], RDFS.label, None) in self.graph:
                return min(str(label) for label in self.graph.objects(found[0], RDFS.label))
        return str(node).rstrip("/#").rpartition("/")[2].rpartition("#")[2] or str(node)

    def _evidence(self, node: Node) -> list[Node]:
        """The evidence a node is or has, or that of attestations that speak of it; in the text's order."""
        graph = self.graph
        if (node, _SELECTOR, None) in graph:
            return [node]
        found = [
            *(list(graph.objects(node, _TRIGGER)) or list(graph.objects(node, _EVIDENCE))),
            *graph.subjects(_SELECTOR, node),
        ]
        if not found:
            found = [e for a in self._speaking_of(node) for e in graph.objects(a, _EVIDENCE)]
        return sorted(found, key=lambda e: (self._start(e), str(e)))

    def _speaking_of(self, node: Node) -> Iterator[Node]:
        """Attestations of a node. Of a release or its text only that of its title and date: all others
        speak of it, too, and none of them is its place."""
        releases = {node} if (node, _TEXT, None) in self.graph else {*self.graph.subjects(_TEXT, node)}
        for attestation in self.graph.subjects(None, node) if not releases else ():
            yield attestation
        for release in releases:
            for attestation in self.graph.subjects(_DERIVED, release):
                if (attestation, RDF.type, _OF_RELEASE) in self.graph:
                    yield attestation

    def _start(self, evidence: Node) -> int:
        for selector in self.graph.objects(evidence, _SELECTOR):
            start = self.graph.value(selector, _START)
            if isinstance(start, Literal) and isinstance(start.value, int):
                return start.value
        return -1

    def _quote(self, evidence: Node | None) -> str:
        exact = [
            str(q) for s in self.graph.objects(evidence, _SELECTOR) for q in self.graph.objects(s, _EXACT)
        ]
        return min(exact) if evidence is not None and exact else ""

    def _in_release(self, evidence: Node) -> Place:
        text = self.graph.value(evidence, _SOURCE)
        lines, start = self._text_lines(text), self._start(evidence)
        line, column = (None, None)
        if lines is not None and 0 <= start <= len(lines.text):
            line, column = lines.position(start)
        return Place(self._file(text), line, column, self._quote(evidence))

    def _text_lines(self, text: Node | None) -> Lines | None:
        if text not in self._lines:
            words = self.release.text if self.release else self.graph.value(text, RDF.value) if text else None
            if words is None:
                return None
            self._lines[text] = Lines(str(words))
        return self._lines[text]

    def _file(self, text: Node | None = None) -> str:
        if self.release is not None:
            return self.release.file
        if self.source is not None:
            return str(self.source.path)
        owners = self.graph.subjects(_TEXT, text) if text is not None else self.graph.subjects(_TEXT)
        names = sorted(str(n) for owner in owners for n in self.graph.objects(owner, _FILE))
        return names[0] if names else ""

    @cached_property
    def _source_lines(self) -> Lines:
        return Lines(self.source.text if self.source else "")

    def _in_source(self, source: RdfText, focus: Node, value: Node | None, evidence: Node | None) -> Place:
        """Line of the RDF file: of the value where it is written below its subject, else of the subject."""
        offset = find_node(source.text, str(focus), source.prefixes)
        if isinstance(value, Literal) and offset is not None:
            offset = find_value(source.text, offset, str(value)) or offset
        elif isinstance(value, URIRef) and evidence is not None:
            at_value = find_node(source.text, str(value), source.prefixes)
            offset = offset if at_value is None else at_value
        quote = self._quote(evidence)
        if offset is None:
            return Place(str(source.path), quote=quote)
        return Place(str(source.path), *self._source_lines.position(offset), quote)
