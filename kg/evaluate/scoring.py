"""Found facts against gold facts: what is right, wrong, missed, forbidden, and how full the right ones are.

Each gold fact is used once. Optional ones cost nothing when missed and give nothing when found; one of an
`alt_group` stands for all. A further fact that says the same from other words costs nothing; one that says
it otherwise, or twice from the same words, is wrong, and so is one whose evidence is not in the text.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, fields
from functools import partial
from typing import TYPE_CHECKING, Any

from kg.evaluate.agreement import (
    Same,
    alike,
    date,
    equal,
    names,
    normal,
    number,
    people,
    person,
    phone,
    role_label,
)

if TYPE_CHECKING:
    from kg.evaluate.gold import Gold

Record = Mapping[str, Any]

_EMPTY: tuple[Any, ...] = (None, "", [], False, ())
_PLAIN = (None, "", "granted", "certified", "bewilligt", "confirmed", "held")
_SLOTS: Mapping[str, Mapping[str, Same]] = {
    "role": {
        "organization": alike, "start": date, "end": date, "former": equal, "acting": equal, "attested": date,
        "titles": equal,
    },
    "organization": {
        "type": equal, "abbreviation": equal, "founded": date, "parent": alike, "part_of": alike,
        "seat": alike,
    },
    "headcount": {"organization": alike, "qualifier": equal, "on": date},
    "event": {
        "type": equal, "start": date, "end": date, "place": alike, "motto": alike, "edition": number,
        "series": alike, "organizers": names, "participants": people,
    },
    "programme": {"abbreviation": equal, "funder": names},
    "competition": {"organizer": alike, "year": date},
    "project": {"organization": alike, "programme": alike},
    "brand": {"since": date, "organization": alike},
    "funding": {
        "recipient": alike, "funder": alike, "amount": number, "share": number, "currency": equal,
        "qualifier": equal, "period_start": date, "period_end": date, "programme": alike,
    },
    "quotation": {},
    "contact": {"person": person, "organization": alike, "phone": phone, "address": alike},
    "release": {"title": alike, "date": date, "publisher": alike, "place": alike},
}  # fmt: skip
_CLOSED: Mapping[str, tuple[str, ...]] = {
    "release": ("date",),
    "role": ("start", "end", "former", "acting"),
    "event": ("edition",),
    "organization": ("founded",),
    "brand": ("since",),
    "competition": ("year",),
    "funding": ("amount", "share", "period_start", "period_end"),
    "headcount": ("on",),
}
"""Slots that are wrong when filled where the gold is silent."""

KINDS = tuple(kind for kind in _SLOTS if kind != "release")
"""Kinds of facts that are scored."""


@dataclass(slots=True)
class Count:
    """What was counted of one kind, or of all."""

    right: int = 0
    wrong: int = 0
    missed: int = 0
    slots: float = 0
    slots_right: float = 0
    bad_evidence: int = 0
    forbidden: int = 0

    def __add__(self, other: Count) -> Count:
        return Count(*(getattr(self, f.name) + getattr(other, f.name) for f in fields(self)))

    @property
    def precision(self) -> float | None:
        """Of what was found, how much is right; None where nothing was."""
        return _ratio(self.right, self.right + self.wrong)

    @property
    def recall(self) -> float | None:
        """Of what is to be found, how much was; None where there is nothing."""
        return _ratio(self.right, self.right + self.missed)

    @property
    def f1(self) -> float | None:
        """The harmonic mean of the two."""
        return _ratio(2 * self.right, 2 * self.right + self.wrong + self.missed)

    @property
    def slot_accuracy(self) -> float | None:
        """Of the slots of right facts, how many agree."""
        return _ratio(self.slots_right, self.slots)


def _ratio(part: float, whole: float) -> float | None:
    return part / whole if whole else None


@dataclass(frozen=True, slots=True)
class Finding:
    """One difference.

    what   missed, wrong, slot, forbidden or bad evidence; fact: the gold fact (missed, slot) or the found one
    slot   of a wrong slot its name, with what the gold has (wanted) and what was found
    """

    release: str
    what: str
    kind: str
    fact: Record
    slot: str = ""
    wanted: Any = None
    found: Any = None


@dataclass(slots=True)
class Result:
    """Counts by kind (the release's own slots under `release`) and all differences, in order."""

    counts: dict[str, Count] = field(default_factory=lambda: {kind: Count() for kind in ("release", *KINDS)})
    findings: list[Finding] = field(default_factory=list)

    @property
    def total(self) -> Count:
        """All kinds together."""
        return sum(self.counts.values(), Count())


def score(gold: Iterable[Gold], facts: Mapping[str, Sequence[Record]], texts: Mapping[str, str]) -> Result:
    """Score the facts of releases.

    `facts` and `texts` are by the release's key; a fact is a line of `kg extract --format jsonl`. Where a
    text is missing, evidence is not looked at.
    """
    result = Result()
    for one in gold:
        found = list(facts.get(one.key, ()))
        head = next((f for f in found if f.get("kind") == "release"), {})
        _slots(result, "release", head, one.release, one.key)
        for kind in KINDS:
            ours = [f for f in found if f.get("kind") == kind]
            if (text := texts.get(one.key)) is not None:
                ours = list(_exact(result, kind, ours, text, one.key))
            _kind(result, kind, ours, one)
    return result


def _exact(result: Result, kind: str, facts: Sequence[Record], text: str, key: str) -> Iterable[Record]:
    for fact in facts:
        if _is_exact(fact, text):
            yield fact
        else:
            result.counts[kind].bad_evidence += 1
            result.counts[kind].wrong += 1
            result.findings.append(Finding(key, "bad evidence", kind, fact))


def _is_exact(fact: Record, text: str) -> bool:
    evidence = fact.get("evidence") or ()
    return bool(evidence) and all(
        (e.get("quote") or "").strip() and text[e["start"] : e["end"]] == e["quote"] for e in evidence
    )


def _kind(result: Result, kind: str, ours: Sequence[Record], gold: Gold) -> None:
    count, same = result.counts[kind], _CORE[kind]
    wanted = [g for g in gold.facts if g["kind"] == kind]
    free, missed, groups = list(ours), [], set()
    for one in sorted(wanted, key=lambda g: bool(g.get("optional"))):
        best = max((f for f in free if same(f, one)), key=partial(_agreement, kind, one), default=None)
        if best is None:
            missed.append(one)
            continue
        free.remove(best)
        groups.add(one.get("alt_group"))
        if not one.get("optional"):
            count.right += 1
            _slots(result, kind, best, one, gold.key)
    for one in missed:
        if not one.get("optional") and not (one.get("alt_group") and one["alt_group"] in groups):
            count.missed += 1
            result.findings.append(Finding(gold.key, "missed", kind, one))
    taken = {_spans(f) for f in ours if f not in free}
    for fact in free:
        repeated = any(same(fact, g) and not _contradicts(kind, fact, g) for g in wanted)
        if not repeated or (_spans(fact) and _spans(fact) in taken):
            count.wrong += 1
            result.findings.append(Finding(gold.key, "wrong", kind, fact))
    for fact in ours:
        if _is_forbidden(fact, gold):
            count.forbidden += 1
            result.findings.append(Finding(gold.key, "forbidden", kind, fact))


def _agreement(kind: str, gold: Record, fact: Record) -> float:
    slots = _SLOTS[kind].items()
    return sum(float(same(fact.get(s), gold[s])) for s, same in slots if gold.get(s) not in _EMPTY)


def _slots(result: Result, kind: str, fact: Record, gold: Record, key: str) -> None:
    count = result.counts[kind]
    for slot, same in _SLOTS[kind].items():
        wanted, found = gold.get(slot), fact.get(slot)
        if _is_excused(gold, slot):
            continue
        if wanted in _EMPTY and (slot not in _CLOSED.get(kind, ()) or found in _EMPTY):
            continue
        value = 0.0 if wanted in _EMPTY else float(same(found, wanted))
        count.slots += 1
        count.slots_right += value
        if value < 1:
            result.findings.append(Finding(key, "slot", kind, gold, slot, wanted, found))


def _spans(fact: Record) -> tuple[tuple[int, int], ...]:
    return tuple(sorted((e.get("start", -1), e.get("end", -1)) for e in fact.get("evidence") or ()))


def _contradicts(kind: str, fact: Record, gold: Record) -> bool:
    """Does a restatement state a slot otherwise, or one that the text leaves open?"""
    otherwise = any(
        gold.get(s) not in _EMPTY and fact.get(s) not in _EMPTY and not same(fact[s], gold[s])
        for s, same in _SLOTS[kind].items()
    )
    return otherwise or any(
        fact.get(s) not in _EMPTY and gold.get(s) in _EMPTY and not _is_excused(gold, s)
        for s in _CLOSED.get(kind, ())
    )


def _is_excused(gold: Record, slot: str) -> bool:
    return any(gold.get(f"{slot}_{mark}") for mark in ("inferred", "optional", "note"))


def _is_forbidden(fact: Record, gold: Gold) -> bool:
    """A plain fact from words of which the gold says that they must not be read so."""
    if fact.get("modality") not in (None, "", "asserted") or fact.get("status") not in _PLAIN:
        return False
    quotes = [normal(str(e.get("quote") or "")) for e in fact.get("evidence") or ()]
    quotes = quotes or [normal(str(fact.get("quote") or ""))]
    for trap in gold.must_not:
        words = normal(str(trap["quote"]))
        if fact["kind"] not in trap.get("kinds", ()) or not any(
            q and (q in words or words in q) for q in quotes
        ):
            continue
        where = trap.get("where", {}).items()
        if all(normal(str(v)) in normal(str(fact.get(k) or "")) for k, v in where):
            return True
    return False


# -- what makes two facts of a kind the same -------------------------------------------------------------


def _role(fact: Record, gold: Record) -> bool:
    return person(fact.get("person"), gold.get("person")) and role_label(fact, gold)


def _named(fact: Record, gold: Record) -> bool:
    called = (gold.get("name"), *gold.get("aliases", ()))
    short = gold.get("abbreviation")
    return any(alike(fact.get("name"), name) for name in called) or bool(
        short and equal(fact.get("name"), short)
    )


def _event(fact: Record, gold: Record) -> bool:
    if alike(fact.get("name"), gold.get("name"), 0.5):
        return True
    return bool(
        gold.get("start") and fact.get("start") == gold["start"] and equal(fact.get("type"), gold.get("type"))
    )


def _headcount(fact: Record, gold: Record) -> bool:
    ours, theirs = fact.get("organization"), gold.get("organization")
    return number(fact.get("value"), gold.get("value")) and (
        not ours or not theirs or alike(ours, theirs, 0.5)
    )


def _funding(fact: Record, gold: Record) -> bool:
    for_whom = [r for s in ("recipient", "purpose", "project", "programme") if (r := gold.get(s))]
    ours = fact.get("recipient")
    if ours and gold.get("recipient") and not any(alike(ours, r, 0.5) for r in for_whom):
        return False
    giver, wanted = fact.get("funder"), gold.get("funder")
    if giver and wanted and not alike(giver, wanted, 0.5):
        return False
    figures = [s for s in ("amount", "share") if gold.get(s) is not None]
    if figures:
        return any(number(fact.get(s), gold[s]) for s in figures)
    return alike(giver, wanted, 0.5)


def _quotation(fact: Record, gold: Record) -> bool:
    ours = normal(str(fact.get("text") or fact.get("text_start") or "")).split()
    theirs = normal(str(gold.get("text_start") or "")).split()
    few = min(4, len(theirs))
    return bool(few) and ours[:few] == theirs[:few] and person(fact.get("speaker"), gold.get("speaker"))


def _contact(fact: Record, gold: Record) -> bool:
    ours, theirs = fact.get("person"), gold.get("person")
    if gold.get("email"):
        return equal(fact.get("email"), gold["email"]) and (not theirs or not ours or person(ours, theirs))
    return person(ours, theirs)


_CORE: Mapping[str, Callable[[Record, Record], bool]] = {
    "role": _role, "organization": _named, "headcount": _headcount, "event": _event, "programme": _named,
    "competition": _named, "project": _named, "brand": _named, "funding": _funding, "quotation": _quotation,
    "contact": _contact,
}  # fmt: skip
