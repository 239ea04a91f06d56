"""Where a correction is named in what is derived: what rests on a corrected fact rests on the correction."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace

from kg import graph
from kg.corrections.applying import Applied, is_alone
from kg.merge import Contribution
from kg.model import Release
from kg.vocab import correction_iri, release_iri


def named(told: Iterable[Contribution], release: Release, applied: Applied) -> list[Contribution]:
    """What a release says of entities, with its corrections named.

    Each entity that a changed fact describes is derived from the correction, too; each correction in force
    is an entity of its own, which leads to the attestation it corrects and says in one line what, why, who.
    """
    also = {fact.rests_on[0]: fact.rests_on[1:] for fact in applied.facts if fact.rests_on}
    found = list(told)
    found += [more for one in found for more in _also(one, also.get(one.source, ()))]
    for outcome in applied.in_force:
        one = outcome.correction
        iri = correction_iri(one.id)
        said = {
            "corrects": outcome.attestation,
            "description": graph.correction_text(one),
            "quote": one.quote if one.action == "add" else "",
        }
        slots = {slot: (text,) for slot, text in said.items() if text}
        found.append(Contribution(iri, "correction", "", "", graph.correction_label(one), slots))
        if is_alone(release.key):
            found = _from_elsewhere(found, release, iri)
    return found


def _also(one: Contribution, corrections: Sequence[str]) -> Iterator[Contribution]:
    for iri in corrections:
        yield replace(one, source=iri, label="", slots={}, modality="")


def _from_elsewhere(told: Iterable[Contribution], release: Release, correction: str) -> list[Contribution]:
    """A source that is no release of ours becomes none: all it says rests on the correction."""
    node = release_iri(release.key)
    left = (one for one in told if one.entity != node)
    return [replace(one, source=correction) if one.source == node else one for one in left]
