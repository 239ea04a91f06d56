"""The merged descriptions of the published view, of every kind but tenures.

`groups` says what a release contributes to which group; `merge` makes the entities of one group from
the contributions of all releases. Both are pure, and neither knows in what order releases came.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import replace

from kg.merge.contributions import Contribution, groups
from kg.merge.describing import conflicts, describe
from kg.model import Conflict, Entity

__all__ = ["Contribution", "groups", "merge"]


def merge(
    contributions: Iterable[Contribution], curated: Mapping[str, Entity] | None = None
) -> tuple[list[Entity], list[Conflict]]:
    """The entities of one group and the conflicts among what is said of them, both sorted by IRI.

    `curated` are the authority's entities by IRI: their labels win, their slots are added.
    """
    by_entity: dict[str, list[Contribution]] = defaultdict(list)
    for one in sorted(contributions, key=_order):
        by_entity[one.entity].append(one)
    entities = [describe(by_entity[iri], (curated or {}).get(iri)) for iri in sorted(by_entity)]
    everything = [one for iri in sorted(by_entity) for one in by_entity[iri]]
    return entities, _merged(conflicts(everything)) if everything else []


def _order(one: Contribution) -> tuple[str, str, str, str]:
    return one.entity, one.source, one.label, repr(sorted(one.slots.items()))


def _merged(found: Iterable[Conflict]) -> list[Conflict]:
    """One conflict per entity, property and pair of values, with all its sources."""
    merged: dict[str, Conflict] = {}
    for one in found:
        known = merged.get(one.iri, one)
        merged[one.iri] = replace(
            known,
            sources1=tuple(sorted({*known.sources1, *one.sources1})),
            sources2=tuple(sorted({*known.sources2, *one.sources2})),
        )
    return [merged[iri] for iri in sorted(merged)]
