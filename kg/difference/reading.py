"""What differs between two sides, entity by entity, read in two passes.

The first keeps one number per entity, made of what is said of it; the second what is said of the
entities whose numbers differ, and the names of all others. So two views of a million triples take no
more memory than their entities and what has changed.
"""

from __future__ import annotations

import hashlib
from collections.abc import Container, Mapping
from dataclasses import dataclass, field
from typing import Any

from pyoxigraph import BlankNode, Literal, NamedNode, Quad

from kg.difference.sides import Side
from kg.errors import InputError
from kg.vocab import DCTERMS, ORG, RDFS, SKOS

Said = Mapping[str, frozenset[Any]]
"""What is said of an entity: terms by property (IRI)."""

_LABELS = (SKOS["prefLabel"].value, RDFS["label"].value, DCTERMS["title"].value)
_MEMBER = ORG["member"].value


@dataclass(slots=True)
class Names:
    """Names of the entities of one side, by language where they have one, and of whom tenures are."""

    _names: dict[str, dict[str | None, str]] = field(default_factory=dict)
    members: dict[str, str] = field(default_factory=dict)

    def of(self, iri: str, lang: str) -> str | None:
        """The name in a language, else the one without language, else any; None for what has none."""
        names = self._names.get(iri)
        return (names.get(lang) or names.get(None) or min(names.values())) if names else None

    def add(self, iri: str, predicate: str, value: Any) -> None:
        """Keep what a triple says of a name; of several the alphabetically first."""
        if predicate == _MEMBER and isinstance(value, NamedNode):
            self.members[iri] = value.value
        elif predicate in _LABELS and isinstance(value, Literal):
            names = self._names.setdefault(iri, {})
            names[value.language] = min(names.get(value.language, value.value), value.value)


def differing(old: Side, new: Side) -> tuple[tuple[dict[str, Said], dict[str, Said]], tuple[Names, Names]]:
    """What the old and the new side say of the entities of which they do not say the same; and all names.

    Raises what the sides raise, and InputError for something that has no IRI to be known by.
    """
    before, after = _marks(old), _marks(new)
    touched = {iri for iri in before.keys() | after.keys() if before.get(iri) != after.get(iri)}
    del before, after
    names = Names(), Names()
    return (_said(old, touched, names[0]), _said(new, touched, names[1])), names


def _marks(side: Side) -> dict[str, int]:
    """By entity, a number that tells what is said of it, in whatever order."""
    marks: dict[str, int] = {}
    digest = hashlib.blake2b
    for quad in side.triples():
        iri = _iri(quad, side)
        line = f"{quad.predicate} {quad.object}".encode()
        marks[iri] = marks.get(iri, 0) + int.from_bytes(digest(line, digest_size=16).digest())
    return marks


def _said(side: Side, touched: Container[str], names: Names) -> dict[str, Said]:
    found: dict[str, dict[str, set[Any]]] = {}
    for quad in side.triples():
        iri, predicate = _iri(quad, side), quad.predicate.value
        names.add(iri, predicate, quad.object)
        if iri in touched:
            found.setdefault(iri, {}).setdefault(predicate, set()).add(quad.object)
    return {iri: {p: frozenset(values) for p, values in said.items()} for iri, said in found.items()}


def _iri(quad: Quad, side: Side) -> str:
    if isinstance(quad.subject, NamedNode) and not isinstance(quad.object, BlankNode):
        return quad.subject.value
    raise InputError(
        f"{quad.predicate} of {quad.subject}: a blank node has no name by which it could be compared",
        path=side.name,
        remedy="compare what `kg export` writes, in which everything has an IRI",
    )
