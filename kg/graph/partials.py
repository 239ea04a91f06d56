"""Partial results as quads of a graph of their own, in which a store keeps what it derives from.

A quad for each key: the group, the key (percent-encoded, as the local name of a property), and how often
it is said (xsd:integer) or, one quad each, who says it. Numbers lie in Oxigraph's indexes themselves, so
that counting on leaves nothing behind in its table of strings.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from urllib.parse import quote, unquote

from pyoxigraph import Literal, NamedNode, Quad

from kg.partials import Partial, Weight
from kg.vocab import PARTIALS, XSD

_GRAPH = NamedNode(PARTIALS)
_KEY = f"{PARTIALS}#"
_BY = NamedNode(f"{PARTIALS}#by")
_INTEGER = XSD["integer"]


def group_iri(group: Iterable[str]) -> str:
    """The node of a group."""
    return f"{PARTIALS}/{'/'.join(quote(part, safe='') for part in group)}"


def partial_quads(group: Iterable[str], partial: Partial) -> set[Quad]:
    """The quads of one group's partial result."""
    node = NamedNode(group_iri(group))
    found = set()
    for key, weight in partial.items():
        property_ = NamedNode(_KEY + quote(key, safe=":"))
        if isinstance(weight, int):
            found.add(Quad(node, property_, Literal(str(weight), datatype=_INTEGER), _GRAPH))
        else:
            found |= {Quad(node, property_, NamedNode(who), _GRAPH) for who in weight}
    return found


def plain_iri(group: Iterable[str], key: str) -> str:
    """The node of a key whose attestations are kept apart from the sums (`kg.held`)."""
    return f"{group_iri(group)}/{quote(key, safe='')}"


def plain_quads(group: Iterable[str], key: str, attestations: Iterable[str]) -> set[Quad]:
    """The attestations of such a key."""
    node = NamedNode(plain_iri(group, key))
    return {Quad(node, _BY, NamedNode(iri), _GRAPH) for iri in attestations}


def read_partial(quads: Iterable[Quad]) -> dict[str, Weight]:
    """The inverse of `partial_quads`."""
    counts: dict[str, Weight] = {}
    who: dict[str, set[str]] = defaultdict(set)
    for quad in quads:
        if isinstance(quad.object, Literal):
            counts[quad.predicate.value] = int(quad.object.value)
        elif isinstance(quad.object, NamedNode):
            who[quad.predicate.value].add(quad.object.value)
    return {
        unquote(name.removeprefix(_KEY)): weight
        for name, weight in (*counts.items(), *((name, frozenset(iris)) for name, iris in who.items()))
    }
