"""Corrections applied to what a release says: a pure function of the release, its facts and the corrections.

A correction finds its fact by the digest of its content. Where that is gone, since a better rule or a new
version of the text has changed the fact, kind, exact words and what the correction notes of its slots must
name one fact. One that finds none, or several, is not applied, and its outcome says so.
"""

from __future__ import annotations

import hashlib
import unicodedata
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace

from kg.corrections.validating import violations
from kg.corrections.values import PROPERTIES, said, value_of
from kg.model import ACTIONS, Correction, Fact, Release, SlotChange, Value
from kg.slots import attestation_iri, digest
from kg.validate.report import Finding
from kg.vocab import correction_iri, slug_key

STATES = ("applied", "retracted", "absent", "lost", "already", "several", "overruled", "unquoted", "invalid")
"""What can become of a correction: applied; idle, as its release is retracted; its release is not there; it
finds no fact; what it wants is read by now; it finds several facts; another correction has changed the same;
its words are not in the text; what would come of it does not pass the shapes."""

_DEPENDENT = {"role": ("role_canonical", "concept")}
"""Slots that follow from another: a corrected role has not the concept of the wrong one."""


@dataclass(frozen=True, slots=True)
class Outcome:
    """What becomes of a correction (`STATES`).

    attestation  IRI of the attestation it is applied to, or would be; "" for none
    problem      what the shapes find, of one that is invalid
    """

    correction: Correction
    state: str
    attestation: str = ""
    problem: Finding | None = None


@dataclass(frozen=True, slots=True)
class Applied:
    """The facts of a release after its corrections, and what became of these."""

    facts: tuple[Fact, ...]
    outcomes: tuple[Outcome, ...] = ()

    @property
    def in_force(self) -> tuple[Outcome, ...]:
        """The outcomes of the corrections that are applied."""
        return tuple(one for one in self.outcomes if one.state == "applied")


class Corrections:
    """All corrections there are, by the release whose facts they concern."""

    def __init__(self, corrections: Iterable[Correction] = ()) -> None:
        self.all = tuple(sorted(corrections, key=lambda one: one.id))
        self._of: dict[str, tuple[Correction, ...]] = {}
        for one in sorted(self.all, key=_order):
            self._of[key_of(one)] = (*self._of.get(key_of(one), ()), one)

    def concerned(self) -> list[str]:
        """The keys of what there are corrections of, sorted: releases, and those of `alone`."""
        return sorted(self._of)

    def touched_by(self, other: Corrections) -> list[str]:
        """The keys of that of which one of the two has other corrections than the other, sorted."""
        return sorted(k for k in self._of.keys() | other._of.keys() if self._of.get(k) != other._of.get(k))

    def alone(self) -> dict[str, tuple[Release, tuple[Fact, ...]]]:
        """Facts that are added from sources which are no releases of ours, each as if one had said it.

        By keys that no release can have; `apply` adds the facts.
        """
        return {key: (_source(key, own[0]), ()) for key, own in self._of.items() if is_alone(key)}

    def apply(self, release: Release, facts: Sequence[Fact]) -> Applied:
        """The facts of a release as they are to be derived from."""
        own = self._of.get(release.key)
        return apply(release, facts, own) if own else Applied(tuple(facts))


def _order(one: Correction) -> tuple[int, str, str]:
    """Rejections first, then the earlier; the same whatever the order of the table."""
    return (("reject", *ACTIONS).index(one.action), one.when, one.id)


def key_of(one: Correction) -> str:
    """The key under which a correction is applied: its release's, else one that no release can have."""
    return one.release or f"correction/{slug_key(one.id)}"


def is_alone(key: str) -> bool:
    """Whether a key is that of a fact from a source which is no release of ours."""
    return key.startswith("correction/")


def _source(key: str, one: Correction) -> Release:
    said = {change.slot: change.value for change in one.slots}
    stated = {"issued": said["attested"], "publisher": said.get("publisher", ""), "url": one.source}
    return Release(key, "", "", hashlib.sha256(b"").hexdigest(), {k: v for k, v in stated.items() if v})


def apply(release: Release, facts: Sequence[Fact], corrections: Sequence[Correction]) -> Applied:
    """The facts of a release after some corrections of it, and what became of these, in their order.

    What would not pass the shapes as a release must is left out: first all are tried together, and where
    that does not hold, one after the other.
    """
    placed = _without_clashes([_place(one, release, facts) for one in corrections])
    fit = [one for one in placed if one.state == "applied"]
    made = _made(release, facts, fit)
    if fit and violations(release, made):
        kept: list[Outcome] = []
        for one in fit:
            trial = _made(release, facts, [*kept, one])
            if problems := violations(release, trial):
                placed[placed.index(one)] = replace(one, state="invalid", problem=problems[0])
            else:
                kept.append(one)
                made = trial
        made = made if kept else tuple(facts)
    return Applied(made, tuple(placed))


def _place(one: Correction, release: Release, facts: Sequence[Fact]) -> Outcome:
    if one.action == "add":
        quoted = not (one.quote and release.text) or _flat(one.quote) in _flat(release.text)
        return Outcome(one, "applied" if quoted else "unquoted")
    found = [fact for fact in facts if fact.kind == one.kind and one.fact == digest(fact)]
    if not found:
        alike = [f for f in facts if f.kind == one.kind and one.quote and _flat(one.quote) == _words(f)]
        found = [f for f in alike if all(said(f, c.slot) == c.was for c in one.slots)]
        if not found and one.action == "change" and any(_is_so(f, one.slots) for f in alike):
            return Outcome(one, "already")
    if len(found) != 1:
        return Outcome(one, "several" if found else "lost")
    return Outcome(one, "applied", attestation_iri(release.key, found[0]))


def _flat(text: str) -> str:
    return " ".join(unicodedata.normalize("NFC", text).split())


def _words(fact: Fact) -> str:
    return _flat(fact.evidence[0].quote) if fact.evidence else ""


def _is_so(fact: Fact, slots: Iterable[SlotChange]) -> bool:
    return all(said(fact, change.slot) == change.value for change in slots)


def _without_clashes(placed: Sequence[Outcome]) -> list[Outcome]:
    """Of corrections that want something of the same, the first stays; of a rejected fact no change."""
    taken: set[tuple[str, str]] = set()
    kept = []
    for one in placed:
        own = one.correction
        slots = [change.slot for change in own.slots] if own.action == "change" else [""]
        wants = {(one.attestation, slot) for slot in slots} if one.attestation else set()
        if one.state == "applied" and (wants & taken or (one.attestation, "") in taken):
            kept.append(replace(one, state="overruled"))
        else:
            taken |= wants
            kept.append(one)
    return kept


def _made(release: Release, facts: Sequence[Fact], fit: Iterable[Outcome]) -> tuple[Fact, ...]:
    """The facts with corrections that fit, those that are added behind the others."""
    of: dict[str, list[Correction]] = {}
    for outcome in fit:
        of.setdefault(outcome.attestation, []).append(outcome.correction)
    added = [_added(one) for one in of.pop("", [])]
    made = []
    for fact in facts:
        own = of.get(attestation_iri(release.key, fact), [])
        if not any(one.action == "reject" for one in own):
            made.append(_changed(release, fact, own) if own else fact)
    return (*made, *added)


def _changed(release: Release, fact: Fact, corrections: Sequence[Correction]) -> Fact:
    changes = {change.slot: change.value for one in corrections for change in one.slots}
    rests_on = (attestation_iri(release.key, fact), *sorted(correction_iri(one.id) for one in corrections))
    return _with(replace(fact, rests_on=rests_on), changes)


def _added(one: Correction) -> Fact:
    known = {change.slot: change.value for change in one.slots}
    own = known if one.release else {slot: v for slot, v in known.items() if slot != "publisher"}
    if one.kind != "role":
        own = {slot: v for slot, v in own.items() if slot != "attested"}
    empty = Fact(one.kind, {}, (), rule="manual", rests_on=(correction_iri(one.id),))
    return _with(empty, own)


def _with(fact: Fact, changes: Mapping[str, str]) -> Fact:
    """The fact with some slots others ("" drops one). What a person has said is no resolution any more."""
    gone = {d for slot in changes for d in _DEPENDENT.get(slot, ()) if d not in changes}
    slots: dict[str, Value] = {s: v for s, v in fact.slots.items() if s not in changes and s not in gone}
    resolved = {s: reason for s, reason in fact.resolved.items() if s not in changes and s not in gone}
    own = {slot: text for slot, text in changes.items() if text and slot not in PROPERTIES}
    slots |= {slot: value_of(fact.kind, slot, text) for slot, text in own.items()}
    told = {slot: text for slot, text in changes.items() if slot in PROPERTIES}
    return replace(
        fact,
        slots=slots,
        resolved=resolved,
        modality=told.get("modality", fact.modality),
        section=told.get("section", fact.section),
    )
