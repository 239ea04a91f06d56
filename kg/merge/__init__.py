"""The merged descriptions of the published view, of every kind but tenures.

`contributions` are what one release says of entities, `said` sums them up by group, `describe` makes the
entities of one group from the sum over all releases. All are pure, and none knows in what order releases
came.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping

from kg.merge import conflicting, counting, describing
from kg.merge.contributions import Contribution, contributions
from kg.model import Conflict, Entity
from kg.partials import Partial, Weight

__all__ = ["Contribution", "by_entity", "contributions", "describe", "said"]


def said(told: Iterable[Contribution]) -> tuple[dict[str, dict[str, Weight]], set[tuple[str, str]]]:
    """What a release says: its partial result for each group, and (entity, attestation) for what rests
    on what. `told` are its contributions.
    """
    told = list(told)
    return counting.counted(told), {(one.entity, one.source) for one in told if one.source}


def by_entity(group: str, partial: Partial) -> dict[str, Partial]:
    """The partial result of a group, parted by the entities that it describes."""
    return counting.by_entity(partial) if " " in group else {group: partial}


def describe(
    group: str, partial: Partial, curated: Mapping[str, Entity] | None = None
) -> tuple[list[Entity], list[Conflict]]:
    """The entities of one group, without their sources, and the conflicts among what is said of them.

    Both sorted by IRI. `curated` are the authority's entities by IRI: their labels win, their slots are
    added.
    """
    known = curated or {}
    if " " not in group:
        counts = counting.read(partial)
        found = describing.describe(group, counts, known.get(group))
        return [found], sorted(conflicting.of_entity(group, counts, known.get(group)), key=lambda c: c.iri)
    told = counting.wholes(partial)
    of: dict[str, list[Contribution]] = defaultdict(list)
    for one in told:
        of[one.entity].append(one)
    entities = [describing.describe(iri, counting.of(of[iri]), known.get(iri)) for iri in sorted(of)]
    return entities, conflicting.of_group(told)
