"""Take personal contact data out of a store, as `kg.redact` takes it out of the graphs one by one.

To look at each quad from here takes seconds at a million; so the store itself looks for what may have to
change. What is no contact and has nothing to hide in it never comes here.

The strings that go stay in the store's files (Oxigraph keeps its table of strings for ever): no query and
no dump finds them, who reads the files does. To write clean files would take as long as all the rest,
and the whole copy, from which labels come, lies beside them.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from itertools import chain

import pyoxigraph as ox
from pyoxigraph import BlankNode, DefaultGraph, Literal, NamedNode, Quad

from kg.redact import (
    CONTACT_CLASSES,
    CONTACT_DATA,
    EVIDENCE,
    MAY_HIDE,
    QUOTED,
    SELECTOR,
    VALUE,
    Contacts,
    Hidden,
    blacked,
    blacked_texts,
    evidence_only_of,
)
from kg.vocab import PREFIXES

_TYPE = NamedNode(PREFIXES["rdf"] + "type")
_ROOM = 10_000
"""Bytes of words in a pattern: twice as many make it too large for Oxigraph (a megabyte, compiled)."""
_BEGINNINGS = (100, 16, 8, 4)
_QUADS_AT_ONCE = 5000

_Graph = NamedNode | BlankNode | DefaultGraph


def redact(store: ox.Store) -> None:
    """Take personal contact data out of all graphs of a store, which nobody else may use meanwhile.

    Each graph is then what `kg.redact.without_contacts` makes of it with the contacts of all graphs. It is
    not one transaction: a store at which this failed is to be thrown away.
    """
    graphs: list[_Graph] = [DefaultGraph(), *store.named_graphs()]
    contacts = _contacts(store)
    changed = dict(_changed(store, graphs, Hidden(contacts.words), contacts.words))
    gone = set(_gone(store, graphs, contacts))
    come = [new for old, new in changed.items() if old not in gone]
    _remove(store, gone | changed.keys())
    store.extend(come)


def _contacts(store: ox.Store) -> Contacts:
    typed = (store.quads_for_pattern(None, _TYPE, NamedNode(iri)) for iri in sorted(CONTACT_CLASSES))
    return Contacts.among(chain(*typed, _with(store, CONTACT_DATA)))


def _with(store: ox.Store, predicates: Iterable[str], graph: _Graph | None = None) -> Iterator[Quad]:
    """The quads with these predicates, in all graphs or one."""
    for iri in sorted(predicates):
        yield from store.quads_for_pattern(None, NamedNode(iri), None, graph)


# -- what goes -------------------------------------------------------------------------------------------


def _gone(store: ox.Store, graphs: list[_Graph], contacts: Contacts) -> Iterator[Quad]:
    yield from _with(store, CONTACT_DATA)
    for node in contacts.nodes:
        if isinstance(node, (NamedNode, BlankNode)):
            yield from store.quads_for_pattern(node, None, None)
            yield from store.quads_for_pattern(None, None, node)
    for graph in graphs if contacts.nodes else ():
        for node in evidence_only_of(list(_with(store, (EVIDENCE, SELECTOR), graph)), contacts.nodes):
            if isinstance(node, (NamedNode, BlankNode)):
                yield from store.quads_for_pattern(node, None, None, graph)


def _remove(store: ox.Store, quads: Iterable[Quad]) -> None:
    """Remove quads; many at once where that can be said: blank nodes have no names in an update."""
    named: list[Quad] = []
    for quad in quads:
        if any(isinstance(term, (BlankNode, ox.Triple)) for term in quad):
            store.remove(quad)
        else:
            named.append(quad)
    for at in range(0, len(named), _QUADS_AT_ONCE):
        store.update("\n".join(_deletion(named[at : at + _QUADS_AT_ONCE])))


def _deletion(quads: Iterable[Quad]) -> Iterator[str]:
    yield "DELETE DATA {"
    for quad in quads:
        triple = f"{quad.subject} {quad.predicate} {quad.object} ."
        named = isinstance(quad.graph_name, NamedNode)
        yield f"GRAPH {quad.graph_name} {{ {triple} }}" if named else triple
    yield "}"


# -- what changes ----------------------------------------------------------------------------------------


def _changed(
    store: ox.Store, graphs: list[_Graph], hidden: Hidden, words: Iterable[str]
) -> Iterator[tuple[Quad, Quad]]:
    """The quads whose string has something to hide, each with what it becomes."""
    for graph in graphs:
        texts = blacked_texts(_with(store, (VALUE,), graph), hidden)
        for quad in _with(store, QUOTED, graph):
            new = blacked(quad, hidden, texts)
            if new is not quad:
                yield quad, new
    for literal in _suspects(store, words):
        for quad in store.quads_for_pattern(None, None, literal):
            if quad.predicate.value not in QUOTED:
                new = blacked(quad, hidden, {})
                if new is not quad:
                    yield quad, new


def _suspects(store: ox.Store, words: Iterable[str]) -> list[Literal]:
    """Literals in which there may be something to hide. Where the store cannot tell: all.

    Each is looked at once, however many say it: to read a string takes longer than to go over a quad.
    """
    solutions = store.query(
        "SELECT ?o { { SELECT DISTINCT ?o { { ?s ?p ?o } UNION { GRAPH ?g { ?s ?p ?o } } } }"
        f" FILTER(COALESCE(REGEX(STR(?o), {Literal(_pattern(words))}), true)) }}"
    )
    assert isinstance(solutions, ox.QuerySolutions)
    return [found for solution in solutions if isinstance(found := solution["o"], Literal)]


def _pattern(words: Iterable[str]) -> str:
    """A pattern that every text with something to hide has in it: what looks like it, and the words.

    Where the words are too many for one pattern, their beginnings must do; at last everything fits.
    """
    known = re.compile(MAY_HIDE)
    others = {word for word in words if not known.search(word)}
    for length in _BEGINNINGS:
        beginnings = sorted({word[:length] for word in others})
        if sum(len(beginning.encode()) for beginning in beginnings) <= _ROOM:
            return "|".join([MAY_HIDE, *map(re.escape, beginnings)])
    return ""
