"""`kg.serve.redaction`: a store without contact data is what `kg.redact` leaves of its graphs."""

from __future__ import annotations

import tempfile
from collections.abc import Iterable
from pathlib import Path

import pyoxigraph as ox
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from pyoxigraph import BlankNode, DefaultGraph, Literal, NamedNode, Quad

from kg import build, resources
from kg.redact import MAY_HIDE, Contacts, Hidden, without_contacts
from kg.serve.redaction import redact
from kg.store import Store
from kg.vocab import OA, RDF, RDFS, SCHEMA, SG

DEV = Path(__file__).resolve().parent / "releases" / "dev"
SAMPLE = sorted(DEV.glob("*.txt"))[::8]
"""Of each set some: contact blocks of thirty publishers."""
G, H = NamedNode("http://e/g"), NamedNode("http://e/h")
TEXT, CONTACT, OTHER = NamedNode("http://e/t"), NamedNode("http://e/c"), NamedNode("http://e/x")


def expected(quads: Iterable[Quad]) -> set[Quad]:
    """What `kg.redact` leaves of each graph with the contacts of all."""
    every = list(quads)
    contacts = Contacts.among(every)
    graphs = {quad.graph_name for quad in every}
    return {
        quad
        for graph in graphs
        for quad in without_contacts([q for q in every if q.graph_name == graph], contacts)
    }


def redacted(quads: Iterable[Quad]) -> set[Quad]:
    """What is left in a store of these quads."""
    store = ox.Store()
    store.extend(quads)
    redact(store)
    return set(store)


def quote(start: int, end: int, exact: str, prefix: str, suffix: str) -> list[Quad]:
    """A quote of TEXT in G."""
    node = NamedNode(f"{TEXT.value}#quote={start},{end}")
    parts = zip(("exact", "prefix", "suffix"), (exact, prefix, suffix), strict=True)
    return [Quad(node, OA[name], Literal(part), G) for name, part in parts]


@pytest.mark.parametrize("releases", [[resources.releases()], SAMPLE], ids=["five", "dev"])
def test_each_graph_is_what_redact_makes_of_it(tmp_path: Path, releases: list[Path]) -> None:
    """In stores that were built: nothing more goes, nothing less, and texts are blacked out alike."""
    with Store.open(tmp_path / "store") as store:
        build.build(releases, store)
    opened = ox.Store(str(tmp_path / "store"))
    before = set(opened)
    redact(opened)
    after = set(opened)
    assert expected(before) == after
    assert after < before | after
    assert before - after


def test_what_contacts_of_other_graphs_name_is_blacked_out() -> None:
    """Also without "Tel." or a country code, and links to contacts of other graphs go."""
    quads = [
        Quad(CONTACT, RDF["type"], SCHEMA["ContactPoint"], H),
        Quad(CONTACT, SCHEMA["telephone"], Literal("0631 205"), H),
        Quad(OTHER, RDFS["label"], Literal("Rufen Sie 0631 205 an", language="de")),
        Quad(OTHER, SCHEMA["contactPoint"], CONTACT, G),
    ]
    hidden = Literal("Rufen Sie ████ ███ an", language="de")
    assert redacted(quads) == {Quad(OTHER, RDFS["label"], hidden)}


def test_a_number_that_a_quote_cuts_is_blacked_out_in_it() -> None:
    """Quotes, prefixes and suffixes are cut from the blacked text of their graph."""
    text = "Amt, Tel. 0631 365-1234, gibt Auskunft"
    quads = [
        Quad(TEXT, RDF["value"], Literal(text), G),
        *quote(15, len(text), text[15:], text[:15], ""),
        *quote(0, 12, text[:12], "", text[12:20]),
    ]
    left = {
        (str(q.predicate.value), q.object.value) for q in redacted(quads) if isinstance(q.object, Literal)
    }
    assert redacted(quads) == expected(quads)
    assert not any(char.isdigit() for _, value in left for char in value)
    assert (OA["exact"].value, "███-████, gibt Auskunft") in left


def test_evidence_of_contacts_goes_where_nothing_else_needs_it() -> None:
    """Graph by graph: what one graph still needs, another one may not."""
    only, both, selector = BlankNode("only"), NamedNode("http://e/both"), BlankNode("selector")
    quads = [
        Quad(CONTACT, RDF["type"], SG["ContactAttestation"], H),
        *(Quad(CONTACT, SG["evidence"], node, G) for node in (only, both)),
        Quad(OTHER, SG["evidence"], both, G),
        Quad(only, OA["hasSelector"], selector, G),
        Quad(selector, RDFS["label"], Literal("x"), G),
        Quad(both, RDFS["label"], Literal("y"), G),
        Quad(only, RDFS["label"], Literal("elsewhere"), H),
    ]
    assert redacted(quads) == {quads[3], quads[6], quads[7]} == expected(quads)


@pytest.mark.parametrize("number", [10, 3000])
def test_however_many_numbers_are_known(number: int) -> None:
    """Where they are too many for one pattern, all of them are found nevertheless."""
    words = [f"({at:05}) {at * 7919 % 100_003}-{at} Straße" for at in range(number)]
    quads = [
        *(Quad(CONTACT, SCHEMA["telephone"], Literal(word), H) for word in words),
        *(Quad(OTHER, RDFS["label"], Literal(f"Sie wählen {word}."), G) for word in words),
        Quad(OTHER, RDFS["label"], Literal("Sie wählen nichts."), G),
    ]
    assert redacted(quads) == expected(quads)


def test_a_store_on_disk_is_redacted_for_good() -> None:
    """Also what is said of blank nodes, which no update can name."""
    quads = [
        Quad(BlankNode("b"), RDFS["label"], Literal('mail: a@b.de "\n\\ x'), G),
        Quad(OTHER, RDFS["label"], Literal('mail: a@b.de "\n\\ x'), DefaultGraph()),
    ]
    with tempfile.TemporaryDirectory() as folder:
        store = ox.Store(folder)
        store.extend(quads)
        redact(store)
        store.flush()
        del store
        left = {quad.object.value for quad in ox.Store(folder) if isinstance(quad.object, Literal)}
    assert left == {'mail: ███.██ "\n\\ x'}


PIECES = st.sampled_from(
    ["a@b.de", "x.y (at) ", "[at]c.de", "Tel", "Telefax", ".: ", "\x1c", "+49", "00", "0631 365-12",
     "٣٣٣٣٣٣٣", "12", "(", " ", "Markt 1", "Mark", "é", "█", "\n", '"', "\\", ".", "–"]
)  # fmt: skip
TEXTS = st.lists(PIECES, max_size=8).map("".join)
NODES = st.sampled_from([CONTACT, OTHER, TEXT, BlankNode("b"), BlankNode("c"), NamedNode("http://e/a@b.de")])
QUOTES = st.tuples(st.integers(0, 9), st.integers(0, 30)).map(
    lambda span: NamedNode(f"{TEXT.value}#quote={span[0]},{span[1]}")
)
LITERALS = st.one_of(
    TEXTS.map(Literal),
    TEXTS.map(lambda text: Literal(text, language="de")),
    TEXTS.map(lambda text: Literal(text, datatype=NamedNode("http://e/aString"))),
    TEXTS.map(lambda text: Literal(text, datatype=NamedNode("http://e/code"))),
)
GRAPHS = st.sampled_from([DefaultGraph(), G, H, BlankNode("graph")])
QUADS = st.one_of(
    st.builds(
        Quad,
        NODES,
        st.just(RDF["type"]),
        st.sampled_from([SCHEMA["ContactPoint"], SG["ContactAttestation"]]),
        GRAPHS,
    ),
    st.builds(
        Quad,
        NODES,
        st.sampled_from(
            [SCHEMA["email"], SCHEMA["telephone"], SG["addressText"], RDFS["label"], RDF["value"]]
        ),
        LITERALS,
        GRAPHS,
    ),
    st.builds(Quad, QUOTES, st.sampled_from([OA["exact"], OA["prefix"], OA["suffix"]]), LITERALS, GRAPHS),
    st.builds(
        Quad,
        NODES,
        st.sampled_from([SG["evidence"], OA["hasSelector"], RDFS["seeAlso"]]),
        st.one_of(NODES, QUOTES, LITERALS),
        GRAPHS,
    ),
)


@settings(max_examples=300, deadline=None)
@given(st.lists(QUADS, max_size=25))
def test_any_store_is_what_redact_makes_of_its_graphs(quads: list[Quad]) -> None:
    """Whatever is a contact, where its data is, and however texts and quotes are cut."""
    store = ox.Store()
    store.extend(quads)
    inside = list(store)
    redact(store)
    assert set(store) == expected(inside)


@settings(max_examples=300, deadline=None)
@given(TEXTS)
def test_what_is_blacked_out_may_hide_something(text: str) -> None:
    """No text changes without the mark by which the store looks for it; here and there it means the same."""
    store = ox.Store()
    store.add(Quad(OTHER, RDFS["label"], Literal(text)))
    found = store.query(f"ASK {{ ?s ?p ?o FILTER(REGEX(STR(?o), {Literal(MAY_HIDE)})) }}")
    assert isinstance(found, ox.QueryBoolean)
    assert bool(found) or Hidden(()).black(text) == text
