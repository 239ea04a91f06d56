"""Partial results as quads of a graph of their own, in which a store keeps what it derives from.

A quad for each key: the group, the key (percent-encoded, as the local name of a property), and how often
it is said (xsd:integer) or, one quad each, who says it. What is counted by day has a quad for each month:
what is said on 4,000 days would take 20 ms to read if each had its own. Numbers lie in Oxigraph's indexes
themselves; a month that changes leaves a hundred bytes behind in its table of strings.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
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
        local = _KEY + quote(key, safe=":")
        if isinstance(weight, int):
            count = Literal(str(weight), datatype=_INTEGER)
            found.add(Quad(node, NamedNode(local), count, _GRAPH))
        elif isinstance(weight, frozenset):
            found |= {Quad(node, NamedNode(local), NamedNode(who), _GRAPH) for who in weight}
        else:
            for month, counts in _months(weight).items():
                found.add(Quad(node, NamedNode(f"{local}:{month}"), Literal(counts), _GRAPH))
    return found


def _months(by_day: Mapping[str, int]) -> dict[str, str]:
    """Counts by day as one text for each month: its days, with how often, in order."""
    months: dict[str, list[str]] = defaultdict(list)
    for day, count in sorted(by_day.items()):
        months[day[:7]].append(f"{day[8:]}:{count}")
    return {month: " ".join(counts) for month, counts in months.items()}


def plain_iri(group: Iterable[str], key: str) -> str:
    """The node of a key whose attestations are kept apart from the sums (`kg.held`)."""
    return f"{group_iri(group)}/{quote(key, safe='')}"


def plain_quads(group: Iterable[str], key: str, attestations: Iterable[str]) -> set[Quad]:
    """The attestations of such a key."""
    node = NamedNode(plain_iri(group, key))
    return {Quad(node, _BY, NamedNode(iri), _GRAPH) for iri in attestations}


def read_partial(quads: Iterable[Quad]) -> dict[str, Weight]:
    """The inverse of `partial_quads`."""
    counts: dict[str, int] = {}
    who: dict[str, set[str]] = defaultdict(set)
    months: dict[str, dict[str, str]] = defaultdict(dict)
    for quad in quads:
        local, said = quad.predicate.value, quad.object
        if isinstance(said, NamedNode):
            who[local].add(said.value)
        elif isinstance(said, Literal) and said.datatype == _INTEGER:
            counts[local] = int(said.value)
        elif isinstance(said, Literal):
            name, _, month = local.rpartition(":")
            months[name][month] = said.value
    read: dict[str, Weight] = {**counts, **{name: frozenset(iris) for name, iris in who.items()}}
    read |= {name: _by_day(found) for name, found in months.items()}
    return {unquote(name.removeprefix(_KEY)): weight for name, weight in read.items()}


def _by_day(months: Mapping[str, str]) -> dict[str, int]:
    """The inverse of `_months`; its days in order, which whoever sorts them is glad of."""
    return {
        f"{month}-{day}": int(count)
        for month in sorted(months)
        for day, _, count in (pair.partition(":") for pair in months[month].split(" "))
    }
