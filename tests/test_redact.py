"""`kg.redact`: contact data that several graphs share; tests/test_export.py has what one graph needs."""

from __future__ import annotations

from pathlib import Path

from pyoxigraph import Literal, NamedNode, Quad

from kg import build, resources
from kg.redact import Contacts, without_contacts
from kg.store import Store
from kg.vocab import RDFS, SCHEMA

DEV = Path(__file__).resolve().parent / "releases" / "dev"


def test_graph_by_graph_with_the_contacts_of_all_is_all_at_once() -> None:
    """A store can be redacted one graph at a time: links from the view to contacts of releases go, too."""
    store = Store.memory()
    build.build([resources.releases(), *sorted(DEV.glob("*.txt"))[:8]], store)
    graphs = [list(store.quads(name)) for name in (None, *store.graphs())]
    together = [quad for graph in graphs for quad in graph]
    contacts = Contacts.among(together)
    assert contacts.nodes
    assert contacts.words
    apart = [quad for graph in graphs for quad in without_contacts(graph, contacts)]
    assert apart == without_contacts(together)


def test_numbers_that_contacts_elsewhere_name_are_blacked_out() -> None:
    """Also where nothing beside it says that it is a number; the text stays as long as it was."""
    contact = Quad(NamedNode("http://e/c"), SCHEMA["telephone"], Literal("0631 205"))
    said = Quad(NamedNode("http://e/x"), RDFS["label"], Literal("Rufen Sie 0631 205 an"))
    assert without_contacts([said]) == [said]
    (hidden,) = without_contacts([said], Contacts.among([contact]))
    assert hidden.object == Literal("Rufen Sie ████ ███ an")


def test_the_longest_of_words_with_one_beginning_is_blacked_out() -> None:
    """Words are looked up by their first characters; of those that fit, the longest counts."""
    words = frozenset({"0631 20", "0631 205", "0631 999", "a@b.de"})
    said = Quad(NamedNode("http://e/x"), RDFS["label"], Literal("0631 205, a@b.de, 0632 1, 0631 20"))
    (hidden,) = without_contacts([said], Contacts(words=words))
    assert hidden.object == Literal("████ ███, ███.██, 0632 1, ████ ██")
