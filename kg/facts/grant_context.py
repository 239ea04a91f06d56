"""What the sentences beside a grant add to it: who gave the whole, who gets it, programme and period."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Mapping, Sequence
from dataclasses import replace

from kg.amounts import AmountSpan
from kg.dates import DateSpan
from kg.document import Document
from kg.facts.clauses import Clause
from kg.facts.grant_receivers import REACH, between
from kg.facts.grant_terms import is_short, period, terms
from kg.facts.money import phrase, status, words_of
from kg.facts.parties import assign
from kg.facts.party_names import party
from kg.facts.projects import in_item
from kg.model import Evidence, Fact, Value


def part_of(doc: Document, fact: Fact, start: int, found: Sequence[Fact]) -> Fact:
    """ "730.000 Euro davon gehen an die Universität": given by who gave the sum of the sentence before."""
    before = found[-1] if found else None
    if before is None or "funder" in fact.slots or "funder" not in before.slots or "share" in fact.slots:
        return fact
    opening = doc.text[start : fact.evidence[0].end + 12]
    near = (
        doc.sentence(start - 1)[0] <= before.evidence[0].start
        and "\n\n" not in doc.text[before.evidence[0].end : start]
    )
    both = "amount" in fact.slots and "amount" in before.slots and before.modality == fact.modality
    if not (near and both and phrase("PartOf", opening)):
        return fact
    slots = {**fact.slots, "funder": before.slots["funder"]}
    return replace(fact, slots=slots, resolved={**fact.resolved, "funder": BY_CONTEXT})


TOLD_LATER = "share-told-later"


BY_CONTEXT = "by context: who the sentence before says funds it"


def funded_by_the_same(doc: Document, fact: Fact, by_sentence: Mapping[int, list[Fact]]) -> Fact:
    """A sum without its giver, where the sentence before names who funds without a sum."""
    if "funder" in fact.slots or "amount" not in fact.slots or fact.modality != "asserted":
        return fact
    start, _ = doc.sentence(fact.evidence[0].start)
    before = by_sentence.get(doc.sentence(start - 1)[0], []) if start else []
    funders = {str(f.slots["funder"]) for f in before}
    if len(funders) != 1 or "\n\n" in doc.text[before[0].evidence[0].end : start]:
        return fact
    told = {k: v for k, v in before[0].slots.items() if k in ("funder", "programme", "recipient")}
    return replace(
        fact,
        slots={**told, **fact.slots},
        evidence=fact.evidence + before[0].evidence,
        resolved={**fact.resolved, "funder": BY_CONTEXT},
    )


def shares_told(facts: list[Fact]) -> list[Fact]:
    """Facts with the shares that a clause behind them tells ("Das entspricht 80 Prozent der Kosten")."""
    told: list[Fact] = []
    for fact in facts:
        if fact.rule != TOLD_LATER:
            told.append(fact)
        elif told and "amount" in told[-1].slots and "share" not in told[-1].slots:
            slots = {**told[-1].slots, "share": fact.slots["share"]}
            told[-1] = replace(told[-1], slots=slots, evidence=told[-1].evidence + fact.evidence)
    return told


_SENTENCE_BEHIND = "by context: the sentence behind tells it"


def told_behind(doc: Document, facts: list[Fact], end: int) -> list[Fact]:
    """Facts with what the next sentence tells of their money.

    "Die Mittel stammen aus dem Programm „Digitale Orte“", "Empfängerin ist die Hafen GmbH".
    """
    start, stop = _next_sentence(doc, end)
    first, last = bisect_left(doc.outer.starts, start), bisect_left(doc.outer.starts, stop)
    if start >= stop or not _opens(doc, "Means", start):
        return facts
    if any(isinstance(v, AmountSpan) for v in doc.outer.values[first:last]) or status(doc, first, last):
        return facts
    clause = Clause(first, last)
    assign(doc, clause, "", None)
    told = terms(doc, first, clause)
    if not clause.receivers and _opens(doc, "Beneficiaries", start):
        clause.receivers = [org for i in range(first, last) if (org := party(doc, i)) is not None][:1]
    if clause.receivers and clause.receivers[0].name:
        told["recipient"] = clause.receivers[0].name
    if len(clause.givers) == 1 and clause.givers[0].name:
        told["funder"] = clause.givers[0].name
    return [_with_context(fact, told, doc.evidence(start, stop), _SENTENCE_BEHIND) for fact in facts]


def _with_context(fact: Fact, told: Mapping[str, Value], evidence: Evidence, why: str) -> Fact:
    """A fact with the slots among `told` that it lacks; nobody gives to himself."""
    more = {
        k: v for k, v in told.items() if k in ("recipient", "funder", "programme") and k not in fact.slots
    }
    if more.get("recipient") == fact.slots.get("funder"):
        more.pop("recipient", None)
    if more.get("funder") == fact.slots.get("recipient"):
        more.pop("funder", None)
    if not more:
        return fact
    return replace(
        fact,
        slots={**fact.slots, **more},
        evidence=(*fact.evidence, evidence),
        resolved={**fact.resolved, **dict.fromkeys(more, why)},
    )


def _next_sentence(doc: Document, end: int) -> tuple[int, int]:
    """The sentence behind one that ends there, in its paragraph; an empty one where there is none."""
    start, stop = doc.sentence(end + 1) if end + 1 < len(doc.text) else (end, end)
    while start < stop and doc.text[start].isspace():
        start += 1
    between = doc.text[end:start] if start > end else doc.text[start - 2 : start]
    return (start, start) if "\n\n" in between else (start, stop)


_TO_THE_SAME = "by context: who gets the sum told before"


def to_the_same(doc: Document, facts: Sequence[Fact]) -> list[Fact]:
    """Facts with the recipient of the fact before that they add to: "Weitere 9.000 Euro kommen vom Kreis"."""
    told: list[Fact] = []
    for fact in facts:
        before = told[-1] if told else None
        if before is not None and "recipient" not in fact.slots and "recipient" in before.slots:
            start, _ = doc.sentence(fact.evidence[0].start)
            gap = doc.text[before.evidence[0].start : fact.evidence[0].start]
            words = doc.text[start : fact.evidence[0].end + 20]
            same = fact.modality == before.modality == "asserted" or before.modality == "asserted"
            if "\n\n" not in gap and len(gap) < REACH and same and phrase("Further", words):
                told_before = {"recipient": before.slots["recipient"]}
                fact = _with_context(fact, told_before, before.evidence[0], _TO_THE_SAME)
        told.append(fact)
    return told


_SAME_PARAGRAPH = "by context: the programme that its paragraph tells of"


def out_of_the_same(doc: Document, fact: Fact, named: Sequence[Fact]) -> Fact:
    """A grant whose paragraph, or the line before its list, names one programme that money comes out of."""
    own = fact.slots.get("funder") == (doc.own.name if doc.own is not None else "")
    if "programme" in fact.slots or own or fact.modality != "asserted":
        return fact
    start, stop = _paragraph(doc, fact.evidence[0].start)
    told = [f for f in between(named, start, stop) if f.kind == "programme"]
    if len({f.slots["name"] for f in told}) != 1:
        return fact
    return _with_context(fact, {"programme": told[0].slots["name"]}, told[0].evidence[0], _SAME_PARAGRAPH)


_LONGEST = 5000
"""Characters of a paragraph that are looked at on each side of a grant."""


def _paragraph(doc: Document, at: int) -> tuple[int, int]:
    """Where a paragraph begins and ends; a list belongs to the paragraph before it."""
    lowest = max(0, at - _LONGEST)
    start = _behind_break(doc, lowest, at)
    if in_item(doc, at) and start > lowest:
        start = _behind_break(doc, lowest, start - 2)
    end = doc.text.find("\n\n", at, at + _LONGEST)
    return start, end if end >= 0 else at + _LONGEST


def _behind_break(doc: Document, lowest: int, at: int) -> int:
    found = doc.text.rfind("\n\n", lowest, at)
    return found + 2 if found >= 0 else lowest


def _opens(doc: Document, name: str, start: int) -> bool:
    opening = " ".join(re.findall(r"\w+", doc.text[start : start + 80].lower()))
    return any(opening.startswith(phrase + " ") for phrase in words_of(name))


def lasting(doc: Document, facts: list[Fact], end: int) -> list[Fact]:
    """Facts with the period that the next sentence tells ("Laufzeit: April 2026 bis März 2029")."""
    start, stop = _next_sentence(doc, end)
    if start >= stop or not _opens(doc, "Durations", start):
        return facts
    slots: dict[str, Value] = {}
    first, last = bisect_left(doc.outer.starts, start), bisect_left(doc.outer.starts, stop)
    for value in doc.outer.values[first:last]:
        if isinstance(value, DateSpan) and not is_short(value):
            period(value, slots)
    if not slots:
        return facts
    more = doc.evidence(start, stop)
    return [
        f
        if f.slots.keys() & {"period_start", "period_end"}
        else replace(f, slots={**f.slots, **slots}, evidence=(*f.evidence, more))
        for f in facts
    ]
