"""Quads as text: sorted and repeatable, in six formats.

    turtle, trig      as a person would write them (`kg.turtle`)
    ntriples, nquads  one statement per line, the lines sorted: they diff well
    jsonld            with a `@context` of the prefixes in use
    rdfxml            for the programs that read nothing else

The same quads give the same bytes in every format, in whatever order they come.
"""

from __future__ import annotations

import json
import re
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator
from typing import Any, Protocol

from pyoxigraph import DefaultGraph, Literal, NamedNode, Quad, RdfFormat, Triple, serialize

from kg.errors import InputError
from kg.turtle import Namer, natural, trig, turtle
from kg.vocab import PREFIXES, graph_iri

FORMATS = ("turtle", "trig", "ntriples", "nquads", "jsonld", "rdfxml")
_ONE_GRAPH = ("turtle", "ntriples", "rdfxml")
_TYPE = PREFIXES["rdf"] + "type"
_STRING, _INTEGER, _BOOLEAN = (PREFIXES["xsd"] + name for name in ("string", "integer", "boolean"))


class Source(Protocol):
    """What quads are exported from; `kg.store.Store` is one."""

    def quads(self, graph: str | None = None) -> Iterator[Quad]:
        """Quads of one graph; None is the view."""

    def graphs(self) -> list[str]:
        """IRIs of the named graphs."""


def select(source: Source, graph: str) -> list[Quad]:
    """The quads to export: `view` (the default graph), `all`, or the graph of a release, by its key.

    Raises InputError when no release has this key.
    """
    if graph == "view":
        return list(source.quads())
    names = source.graphs()
    if graph == "all":
        return [*source.quads(), *(quad for name in names for quad in source.quads(name))]
    if graph_iri(graph) not in names:
        raise InputError(
            f"no release {graph!r} is in the store",
            remedy="`kg query releases` lists them; `view` and `all` are the other choices",
        )
    return list(source.quads(graph_iri(graph)))


def write(quads: Iterable[Quad], form: str) -> Iterator[str]:
    """The quads in a format (one of `FORMATS`), in pieces of text.

    Raises InputError when the format holds one graph only and there are more, or (rdfxml) when a
    predicate cannot be written as XML. Nothing is yielded before that is known.
    """
    if form not in FORMATS:
        raise InputError(f"unknown format {form!r}", remedy=f"choose one of {', '.join(FORMATS)}")
    graphs: dict[str | None, set[Triple]] = defaultdict(set)
    for quad in quads:
        name = None if isinstance(quad.graph_name, DefaultGraph) else str(quad.graph_name.value)
        graphs[name].add(quad.triple)
    if form in _ONE_GRAPH and len(graphs) > 1:
        raise InputError(f"{form} holds one graph, not several", remedy="use trig, nquads or jsonld")
    return _WRITERS[form](graphs)


_Graphs = dict[str | None, set[Triple]]


def _only(graphs: _Graphs) -> set[Triple]:
    return next(iter(graphs.values()), set())


def _lines(graphs: _Graphs) -> Iterator[str]:
    lines = []
    for name, triples in graphs.items():
        end = f" <{name}> .\n" if name else " .\n"
        lines += [f"{t.subject} {t.predicate} {t.object}{end}" for t in triples]
    yield from sorted(lines)


def _ntriples(graphs: _Graphs) -> Iterator[str]:
    return _lines({None: _only(graphs)})


_UNWRITABLE = re.compile(r"[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
_XML_NAME_END = re.compile(r"[A-Za-z_][A-Za-z0-9_.-]*$")


def _rdfxml(graphs: _Graphs) -> Iterator[str]:
    triples, used = sorted(_only(graphs), key=str), set()
    for triple in triples:
        if not _XML_NAME_END.search(triple.predicate.value):
            raise InputError(f"RDF/XML cannot name {triple.predicate}", remedy="use another format")
        if isinstance(triple.object, Literal) and _UNWRITABLE.search(triple.object.value):
            raise InputError(
                f"RDF/XML cannot hold a control character (in {triple.subject})", remedy="use another format"
            )
        used |= {p for p, ns in PREFIXES.items() if triple.predicate.value.startswith(ns)}
    prefixes = {p: PREFIXES[p] for p in sorted(used - {"rdf"})}
    document = serialize(triples, format=RdfFormat.RDF_XML, prefixes=prefixes)
    yield (document or b"").decode()


def _jsonld(graphs: _Graphs) -> Iterator[str]:
    schemes = {iri.split(":", 1)[0] for iri in _iris(graphs)}
    namer = _Compact(frozenset(schemes))
    top = [_json_entity(s, d, namer) for s, d in _by_subject(graphs.get(None, set()))]
    for name in sorted((n for n in graphs if n), key=natural):
        inner = [_json_entity(s, d, namer) for s, d in _by_subject(graphs[name])]
        top.append({"@id": name, "@graph": inner})
    context = {p: PREFIXES[p] for p in sorted(namer.used)}
    document = {"@context": context, "@graph": top}
    yield json.dumps(document, ensure_ascii=False, indent=2) + "\n"


class _Compact(Namer):
    """Prefixed names for JSON-LD, without prefixes that some IRI has as its scheme (it would be expanded)."""

    def __init__(self, schemes: frozenset[str]) -> None:
        super().__init__()
        self._barred = schemes

    def key(self, iri: str) -> str:
        short = Namer().iri(iri)
        prefix = short.split(":", 1)[0]
        if short.startswith("<") or prefix in self._barred:
            return iri
        self.used.add(prefix)
        return short


def _iris(graphs: _Graphs) -> Iterator[str]:
    for name, triples in graphs.items():
        if name:
            yield name
        for triple in triples:
            for term in (triple.subject, triple.predicate, triple.object):
                if isinstance(term, NamedNode):
                    yield term.value
                elif isinstance(term, Literal):
                    yield term.datatype.value


def _by_subject(triples: set[Triple]) -> list[tuple[Any, dict[str, list[Any]]]]:
    found: dict[Any, dict[str, list[Any]]] = defaultdict(lambda: defaultdict(list))
    for triple in sorted(triples, key=str):
        found[triple.subject][triple.predicate.value].append(triple.object)
    return sorted(found.items(), key=lambda item: natural(str(item[0])))


def _json_entity(subject: Any, description: dict[str, list[Any]], namer: _Compact) -> dict[str, Any]:
    entity: dict[str, Any] = {"@id": _json_id(subject)}
    for predicate, objects in sorted(description.items(), key=lambda item: (item[0] != _TYPE, item[0])):
        # `@type` holds IRIs; a literal type (odd, but RDF) stays under its full name.
        if predicate == _TYPE and all(isinstance(o, NamedNode) for o in objects):
            values: list[Any] = [namer.key(o.value) for o in objects]
            entity["@type"] = values[0] if len(values) == 1 else values
        else:
            values = [_json_value(o, namer) for o in objects]
            entity[namer.key(predicate)] = values[0] if len(values) == 1 else values
    return entity


def _json_id(term: Any) -> str:
    return term.value if isinstance(term, NamedNode) else str(term)


def _json_value(term: Any, namer: _Compact) -> Any:
    if not isinstance(term, Literal):
        return {"@id": _json_id(term)}
    datatype = term.datatype.value
    if term.language:
        return {"@value": term.value, "@language": term.language}
    if datatype == _STRING:
        return term.value
    if datatype == _INTEGER and re.fullmatch(r"0|-?[1-9][0-9]{0,14}", term.value):
        return int(term.value)
    if datatype == _BOOLEAN and term.value in ("true", "false"):
        return term.value == "true"
    return {"@value": term.value, "@type": namer.key(datatype)}


_WRITERS: dict[str, Callable[[_Graphs], Iterator[str]]] = {
    "turtle": lambda graphs: turtle(_only(graphs)),
    "trig": lambda graphs: trig(graphs.items()),
    "ntriples": _ntriples,
    "nquads": _lines,
    "jsonld": _jsonld,
    "rdfxml": _rdfxml,
}
