"""Whether a decision would be in force, and what the shapes would say to it."""

from __future__ import annotations

from collections.abc import Sequence

from kg.correcting.finding import read
from kg.corrections import Corrections, Outcome, finding, found_by_shapes, key_of, why
from kg.errors import InputError
from kg.model import Correction, Fact, Release
from kg.store import Store
from kg.validate.report import Finding
from kg.vocab import release_iri


def weigh(
    one: Correction, before: Sequence[Correction], store: Store, facts: Sequence[Fact]
) -> tuple[Finding, ...]:
    """What the shapes newly find, no violations among it, when a correction comes to those there are.

    `facts` are those of its release as they were read. Raises InputError when it would not be in force, or
    another not any more.
    """
    alone = Corrections([one]).alone()
    release = alone[key_of(one)][0] if alone else read(one.release, store)[0]
    then = Corrections(before).apply(release, facts)
    now = Corrections([*before, one]).apply(release, facts)
    was = {outcome.correction.id: outcome.state for outcome in then.outcomes}
    for outcome in now.outcomes:
        if outcome.state != "applied" and was.get(outcome.correction.id, "applied") == "applied":
            raise _refusal(outcome, one)
    told = {_told(finding) for finding in _found(release, then.facts)}
    # A source that is no release of ours has no title, and needs none.
    nobody = release_iri(release.key) if alone else ""
    return tuple(f for f in _found(release, now.facts) if _told(f) not in told and f.focus != nobody)


def _refusal(outcome: Outcome, one: Correction) -> InputError:
    about = "" if outcome.correction == one else f"then correction {outcome.correction.id} fails: "
    return InputError(about + why(outcome, "en"), remedy=finding(outcome).remedy("en"))


def _found(release: Release, facts: Sequence[Fact]) -> tuple[Finding, ...]:
    return found_by_shapes(release, facts) if facts else ()


def _told(finding: Finding) -> tuple[str, str, str]:
    return finding.shape, finding.focus_label, finding.message_en
