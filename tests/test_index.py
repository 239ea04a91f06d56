"""The graph that pyshacl asks answers as rdflib's own does, whatever is asked of it."""

from collections import Counter
from itertools import product
from typing import Any

import pytest
import rdflib
from hypothesis import given
from hypothesis import strategies as st
from rdflib.paths import MulPath
from rdflib.term import BNode, Literal, Node, URIRef

from kg.validate.index import Index

IRIS = [URIRef(f"https://example.org/{name}") for name in "abc"]
OTHERS: list[Node] = [
    BNode("b"), Literal("1"), Literal("1", lang="de"), Literal("1", datatype=rdflib.XSD.integer),
    Literal("01", datatype=rdflib.XSD.integer, normalize=False), Literal("https://example.org/a"),
]  # fmt: skip
TRIPLES = st.lists(
    st.tuples(st.sampled_from([*IRIS, OTHERS[0]]), st.sampled_from(IRIS), st.sampled_from([*IRIS, *OTHERS])),
    max_size=25,
)


def both(triples: list[tuple[Node, Node, Node]]) -> tuple[Index, rdflib.Graph]:
    """The same triples in our graph and in rdflib's."""
    ours, theirs = Index(), rdflib.Graph()
    ours.add_all(triples)
    for triple in triples:
        theirs.add(triple)
    return ours, theirs


@given(TRIPLES)
def test_every_pattern_is_answered_as_rdflib_answers_it(triples: list[tuple[Node, Node, Node]]) -> None:
    """Each triple of a pattern comes once, for each kind of pattern, found or not; sizes agree."""
    ours, theirs = both(triples)
    assert len(ours) == len(theirs)
    for pattern in product([None, *IRIS, OTHERS[0]], [None, *IRIS], [None, IRIS[0], *OTHERS]):
        assert Counter(ours.triples(pattern)) == Counter(theirs.triples(pattern))
        assert (pattern in ours) == (pattern in theirs)


@given(TRIPLES)
def test_short_questions_are_answered_as_rdflib_answers_them(triples: list[tuple[Node, Node, Node]]) -> None:
    """Objects, subjects, their lists and steps along a path, once each where that is asked for."""
    ours, theirs = both(triples)
    predicates: list[Any] = [None, *IRIS, IRIS[0] / IRIS[1], MulPath(IRIS[0], "*")]
    nodes: list[Any] = [*IRIS, *OTHERS, list(IRIS)]
    for p, unique, node in product(predicates, (False, True), nodes):
        assert Counter(ours.objects(node, p, unique)) == Counter(theirs.objects(node, p, unique))
        assert Counter(ours.subjects(p, node, unique)) == Counter(theirs.subjects(p, node, unique))
    for node in IRIS:
        assert Counter(ours.predicate_objects(node)) == Counter(theirs.predicate_objects(node))
        assert Counter(ours.subject_objects(node)) == Counter(theirs.subject_objects(node))
        assert set(ours.transitive_subjects(node, node)) == set(theirs.transitive_subjects(node, node))
        assert (ours.value(node, node) is None) == (theirs.value(node, node) is None)


def test_queries_and_lists_work() -> None:
    """SPARQL of rdflib and RDF lists read the same triples."""
    graph = Index()
    graph.parse(data="@prefix : <https://example.org/> . :a :b ( :c 1 ) , 2 .", format="turtle")
    heads = [o for o in graph.objects(IRIS[0], IRIS[1]) if isinstance(o, BNode)]
    assert list(graph.items(heads[0])) == [IRIS[2], Literal(1)]
    assert len(graph.query("SELECT ?x { <https://example.org/a> <https://example.org/b> ?x }")) == 2


def test_nothing_can_be_taken_out() -> None:
    """To remove a triple is refused, not silently left undone."""
    graph = Index()
    graph.add((IRIS[0], IRIS[1], IRIS[2]))
    with pytest.raises(NotImplementedError):
        graph.remove((IRIS[0], None, None))
