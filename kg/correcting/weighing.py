"""Whether a decision would be in force, what the shapes would say to it, and which entities it would make."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from kg import identity
from kg.corrections import Applied, Corrections, Outcome, finding, found_by_shapes, is_alone, key_of, why
from kg.errors import InputError
from kg.identity import Judgements
from kg.inputs import CuratedFiles
from kg.model import Correction, Fact, Release
from kg.slots import ENTITY_KINDS
from kg.store import Store
from kg.validate.report import Finding
from kg.vocab import BASE, release_iri, slug_key


@dataclass(frozen=True, slots=True)
class Weighed:
    """What a decision would bring: findings that are no violations, and entities the store does not have."""

    findings: tuple[Finding, ...] = ()
    entities: tuple[str, ...] = ()


def weigh(
    one: Correction,
    before: Sequence[Correction],
    said: tuple[Release, Sequence[Fact]],
    store: Store,
    files: CuratedFiles,
) -> Weighed:
    """What a correction would bring that comes to those there are.

    said   its release with the facts that were read; what is said elsewhere is a release without facts
    files  of authority and judgements, which say what names mean

    Raises InputError when it would not be in force, or another not any more, and for a name that nothing
    puts into a town.
    """
    release, facts = Corrections([one]).alone().get(key_of(one)) or said
    then = Corrections(before).apply(release, facts)
    now = Corrections([*before, one]).apply(release, facts)
    was = {outcome.correction.id: outcome.state for outcome in then.outcomes}
    for outcome in now.outcomes:
        if outcome.state != "applied" and was.get(outcome.correction.id, "applied") == "applied":
            raise _refusal(outcome, one)
    entities = sorted(_named(release, now, files) - _named(release, then, files))
    if is_alone(release.key):
        _check_anchored(release, entities)
    return Weighed(
        _new_findings(release, then, now),
        tuple(e for e in entities if not store.query(f"ASK {{ <{e}> ?p ?o }}")),
    )


def _refusal(outcome: Outcome, one: Correction) -> InputError:
    about = "" if outcome.correction == one else f"then correction {outcome.correction.id} fails: "
    return InputError(about + why(outcome, "en"), remedy=finding(outcome).remedy("en"))


def _new_findings(release: Release, then: Applied, now: Applied) -> tuple[Finding, ...]:
    told, found = (
        {(f.shape, f.focus_label, f.message_en): f for f in found_by_shapes(release, applied.facts)}
        if applied.facts
        else {}
        for applied in (then, now)
    )
    # A source that is no release of ours has no title, and needs none.
    nobody = release_iri(release.key) if is_alone(release.key) else ""
    return tuple(found[key] for key in found if key not in told and found[key].focus != nobody)


def _named(release: Release, applied: Applied, files: CuratedFiles) -> set[str]:
    """Canonical IRIs of what a release names."""
    authority = identity.load_authority(files.authority)
    judgements = identity.load_judgements(files.judgements) if files.judgements else Judgements()
    mapping = identity.resolve(release, applied.facts, authority, judgements)
    return {iri for (kind, _), iri in mapping.items() if kind in ENTITY_KINDS}


def _check_anchored(release: Release, entities: Sequence[str]) -> None:
    nowhere = f"/release-{slug_key(release.key)}"
    if loose := next((iri for iri in entities if iri.endswith(nowhere)), None):
        name = loose.removeprefix(f"{BASE}id/").removesuffix(nowhere)
        raise InputError(
            f"nothing tells in which town {name} is", remedy="say whose the source is: publisher='Stadt …'"
        )
