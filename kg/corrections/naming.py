"""Where a correction is named in what is derived: what rests on a corrected fact rests on the correction."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from typing import Any

from kg import graph
from kg.corrections.applying import Applied, is_alone
from kg.merge import Contribution
from kg.model import Release
from kg.vocab import correction_iri, release_iri

Group = tuple[str, ...]


def named(
    contributions: Mapping[Group, Sequence[Any]], release: Release, applied: Applied
) -> dict[Group, list[Any]]:
    """What a release says by group (see `kg.published`), with its corrections named.

    Each entity that a changed fact describes is derived from the correction, too; each correction in force
    is an entity of its own, which leads to the attestation it corrects and says in one line what, why, who.
    """
    found = {group: list(part) for group, part in contributions.items()}
    also = {fact.rests_on[0]: fact.rests_on[1:] for fact in applied.facts if fact.rests_on}
    for group, part in found.items():
        if group[0] == "entity":
            part += [more for one in part for more in _also(one, also.get(one.source, ()))]
    for outcome in applied.in_force:
        one = outcome.correction
        iri = correction_iri(one.id)
        told = {
            "corrects": outcome.attestation,
            "description": graph.correction_text(one),
            "quote": one.quote if one.action == "add" else "",
        }
        slots = {slot: (text,) for slot, text in told.items() if text}
        name = graph.correction_label(one)
        found["entity", iri] = [Contribution(iri, "correction", "", release.key, "", name, slots)]
        if is_alone(release.key):
            _from_elsewhere(found, release, iri)
    return found


def _also(one: Contribution, corrections: Sequence[str]) -> Iterator[Contribution]:
    for iri in corrections:
        yield replace(one, source=iri, label="", slots={}, modality="")


def _from_elsewhere(found: dict[Group, list[Any]], release: Release, correction: str) -> None:
    """A source that is no release of ours becomes none: all it says rests on the correction."""
    node = release_iri(release.key)
    found.pop(("entity", node), None)
    for group, part in found.items():
        if group[0] == "entity":
            part[:] = [replace(one, source=correction) if one.source == node else one for one in part]
