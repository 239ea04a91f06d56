"""A steward's decisions about facts: reject, change, add, take back.

Each is first applied to the facts of the store. What would not be in force, or not be valid, is refused;
all else is written to the table, and the store is derived anew with it.
"""

from __future__ import annotations

import getpass
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from pathlib import Path

from kg import inputs
from kg.build import bring_in_line
from kg.correcting import noting
from kg.correcting.finding import Found, find_fact, read
from kg.correcting.weighing import weigh
from kg.corrections import (
    Corrections,
    Outcome,
    check,
    check_kind,
    check_slot,
    load_corrections,
    outcomes,
    said,
    text_of,
    value_of,
)
from kg.errors import InputError
from kg.inputs import CuratedFiles, Inputs
from kg.model import Correction, Fact, Release, SlotChange
from kg.slots import MAIN_SLOTS, digest, issued
from kg.store import Store
from kg.validate.report import Finding


def user() -> str:
    """The name of the system's user; "" where it has none."""
    try:
        return getpass.getuser()
    except (KeyError, OSError):
        return ""


@dataclass(frozen=True, slots=True)
class Desk:
    """Where a steward works: the store, the table (made where there is none), and who decides, when.

    authority, judgements  as for `kg.build.build`; by default those beside the table
    later                  leave the store as it is: the next build applies what was decided
    """

    store: Store
    table: Path
    who: str = field(default_factory=user)
    when: str = field(default_factory=lambda: datetime.now(UTC).astimezone().date().isoformat())
    authority: Sequence[Path] | None = None
    judgements: Path | None = None
    later: bool = False

    def corrections(self) -> list[Correction]:
        """What the table has. Raises TableError."""
        return load_corrections(self.table) if self.table.exists() else []

    def files(self) -> CuratedFiles:
        """All that is curated."""
        return inputs.curated_files(self.table.parent, self.authority, self.judgements, self.table)

    def derive(self) -> None:
        """Bring the store in line with the table, unless that is for later."""
        if not self.later:
            bring_in_line(Inputs(), self.store, curated=self.files())


@dataclass(frozen=True, slots=True)
class Decided:
    """A correction that was noted, with what it brought (`kg.correcting.weighing.Weighed`)."""

    correction: Correction
    findings: tuple[Finding, ...] = ()
    entities: tuple[str, ...] = ()


def reject(desk: Desk, fact: str, *, why: str, source: str = "") -> Decided:
    """Decide that a fact is not to be derived from.

    `fact` is as for `find_fact`, `source` the address of what shows it, where the release does not.

    This and the other decisions raise InputError for what cannot be meant or would not be valid,
    TableError and StoreError; then nothing is changed.
    """
    found = find_fact(fact, desk.store)
    _check_free(desk, found)
    slots = [SlotChange(slot, said(found.fact, slot)) for slot in _telling(found)]
    one = replace(_about(found), action="reject", slots=tuple(slots), why=why, source=source)
    return _decide(desk, one, (found.release, found.facts))


def change(desk: Desk, fact: str, slots: Mapping[str, str], *, why: str, source: str = "") -> Decided:
    """Decide what some slots of a fact are to be; "" empties one."""
    found = find_fact(fact, desk.store)
    _check_free(desk, found)
    kind = found.fact.kind
    wanted = _with_role(kind, {slot: _written(kind, slot, text) for slot, text in slots.items()})
    changes = {slot: SlotChange(slot, said(found.fact, slot), text) for slot, text in wanted.items()}
    if all(c.was == c.value and c.slot not in found.fact.resolved for c in changes.values()):
        raise InputError("the fact says so already", remedy="name what is to be another")
    if any(_says(other, changes.values()) for other in _alike(found)):
        own = {slot: said(found.fact, slot) for slot in _telling(found) if slot not in found.fact.resolved}
        changes = {slot: SlotChange(slot, was, was) for slot, was in own.items()} | changes
    ordered = tuple(changes[slot] for slot in sorted(changes))
    one = replace(_about(found), action="change", slots=ordered, why=why, source=source)
    return _decide(desk, one, (found.release, found.facts))


def add(
    desk: Desk,
    kind: str,
    slots: Mapping[str, str],
    *,
    why: str,
    release: str = "",
    quote: str = "",
    source: str = "",
    date: str = "",
) -> Decided:
    """Decide that there is one more fact: of a release, with its words where it has some, or of another
    source (a web address) with its day (ISO).
    """
    check_kind(kind)
    if bool(release) == bool(date):
        raise InputError("an added fact needs a release, or else a source and its day",
                         remedy="give --release, or --source and --date")  # fmt: skip
    whose = read(release, desk.store) if release else (Release("", "", "", ""), ())
    given = dict(slots) | ({"attested": date} if date else {})
    if kind == "headcount" and not given.get("on") and (day := date or issued(*whose)):
        given["on"] = day  # as it is read from a text that names no other
    alone = not release
    wanted = {slot: _written(kind, slot, text, alone=alone) for slot, text in given.items()}
    changes = _with_role(kind, wanted)
    one = Correction(
        id="",
        action="add",
        release=release,
        kind=kind,
        quote=" ".join(quote.split()),
        slots=tuple(SlotChange(slot, "", changes[slot]) for slot in sorted(changes)),
        source=source,
        why=why,
    )
    return _decide(desk, one, whose)


def undo(desk: Desk, name: str) -> str:
    """Take a correction back, by id or IRI; gives its id. The store is as if it had never been."""
    own = noting.strike(desk.table, name)
    desk.derive()
    return own


def listed(desk: Desk, release: str = "") -> list[Outcome]:
    """The corrections of the table and what becomes of each in the store; of all, or of one release."""
    found = Corrections(desk.corrections())
    return outcomes(found, desk.store, {release} if release else None)


def _about(found: Found) -> Correction:
    fact = found.fact
    quote = " ".join(fact.evidence[0].quote.split())
    return Correction("", "", found.release.key, fact.kind, fact=digest(fact), quote=quote)


def _decide(desk: Desk, one: Correction, whose: tuple[Release, Sequence[Fact]]) -> Decided:
    """Note a decision if it would be in force."""
    one = replace(one, who=" ".join(desk.who.split()), when=desk.when, why=" ".join(one.why.split()))
    one = replace(one, id=noting.id_of(one))
    check(one)
    before = desk.corrections()
    if any(one.id == other.id for other in before):
        raise InputError(f"that is decided already: {one.id}", remedy="`kg correct list` shows it")
    weighed = weigh(one, before, whose, desk.store, desk.files())
    noting.note(desk.table, one)
    desk.derive()
    return Decided(one, weighed.findings, weighed.entities)


def _check_free(desk: Desk, found: Found) -> None:
    """A fact that is corrected shows what it was read as no more; to correct it again would not be plain."""
    for outcome in listed(desk, found.release.key):
        if outcome.attestation == found.iri and outcome.state == "applied":
            own = outcome.correction.id
            raise InputError(
                f"the fact is corrected by {own} already", remedy=f"`kg correct undo {own}` first"
            )


def _alike(found: Found) -> list[Fact]:
    """Other facts of the kind that were read from the same words."""
    words = found.fact.evidence[0].quote
    return [
        f for f in found.facts
        if f is not found.fact and f.kind == found.fact.kind and f.evidence[0].quote == words
    ]  # fmt: skip


def _says(fact: Fact, changes: Iterable[SlotChange]) -> bool:
    return all(said(fact, one.slot) == one.was for one in changes)


def _telling(found: Found) -> list[str]:
    """Slots that tell a fact from others of the same words: what it speaks of, and where these differ."""
    fact, alike = found.fact, _alike(found)
    main = next((s for s in MAIN_SLOTS.get(fact.kind, ("name",)) if said(fact, s)), None)
    differing = {s for s in fact.slots if any(said(o, s) != said(fact, s) for o in alike)}
    return sorted(differing | ({main} if main else set()))


def _written(kind: str, slot: str, text: str, *, alone: bool = False) -> str:
    """A value as the table has it."""
    check_slot(kind, slot, alone=alone)
    plain = " ".join(text.split())
    return text_of(value_of(kind, slot, plain)) if plain else ""


def _with_role(kind: str, slots: Mapping[str, str]) -> dict[str, str]:
    """The slots, with what a release's role of that label would be read as."""
    label = slots.get("role", "")
    if kind != "role" or not label or {"role_canonical", "concept"} & slots.keys():
        return dict(slots)
    from kg import facts

    text = f"{label} Erika Muster eröffnete die Veranstaltung."
    for fact in facts.extract(Release("", "", text, "")):
        if fact.kind == "role" and fact.slots.get("role") == label:
            return {**slots, **{s: said(fact, s) for s in ("role_canonical", "concept") if said(fact, s)}}
    return dict(slots)
