"""From what is counted of an entity to its merged description."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable

from kg.dates import bounds
from kg.merge import names
from kg.merge.counting import Counts
from kg.model import Entity, Value

_DATED = {"organization": ("founded",), "brand": ("since",)}
"""Slots with one true date: a more precise one takes the place of a coarser one that holds it."""


def describe(iri: str, counts: Counts, curated: Entity | None) -> Entity:
    """The merged description of one entity, without its sources.

    `curated` is the authority's entity of this IRI: its label wins, its slots are added.
    """
    kind = min(counts.kinds)
    label, others = names.labels(iri, kind, counts.labels, curated)
    slots = _slots(kind, counts, curated)
    if others:
        slots["altLabel"] = others
    return Entity(iri, kind, label, dict(sorted(slots.items())), ())


def _slots(kind: str, counts: Counts, curated: Entity | None) -> dict[str, tuple[Value, ...]]:
    found: dict[str, set[Value]] = defaultdict(set)
    for slot, content in counts.slots.items():
        found[slot] |= content
    if curated:
        for slot, told in curated.slots.items():
            if slot != "altLabel":
                found[slot].update(told)
    for slot in _DATED.get(kind, ()):
        found[slot] = _most_precise(found[slot])
    if counts.status:
        # Announced, then granted, is granted.
        found["status"] = set(counts.status[max(counts.status)])
    if counts.modalities and "asserted" not in counts.modalities:
        found["modality"] = set(counts.modalities)
    return {slot: _ordered(content) for slot, content in found.items() if content}


def _ordered(content: Iterable[Value]) -> tuple[Value, ...]:
    return tuple(sorted(content, key=lambda v: (type(v).__name__, v)))


def _most_precise(days: set[Value]) -> set[Value]:
    return {d for d in days if not any(other != d and within(str(other), str(d)) for other in days)}


def within(inner: str, outer: str) -> bool:
    """Whether one partial date lies in another."""
    one, other = bounds(inner), bounds(outer)
    return one is not None and other is not None and other[0] <= one[0] and one[1] <= other[1]
