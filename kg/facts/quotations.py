"""Quotations: words between quotation marks and the person they are ascribed to.

A quotation is ascribed by the words behind it, before it, or by the quotation before it in the same
paragraph; a title in quotation marks has neither and is none.
"""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import pairwise

from kg.document import Document, Match, matches
from kg.mentions import Named
from kg.model import Fact, Value

_MARKS = "„“”\"»«‚‘›‹'’ \n\u00a0"
SHORTEST = 4
"""Fewer words than these between quotation marks are a name or a phrase, unless a verb of speech follows."""
_COMMA_BEHIND = re.compile(r"[“”\"»«’‘]\s?,\s")


@dataclass(slots=True)
class _Spoken:
    unit: int
    start: int
    end: int
    speaker: str = ""
    ascribed: tuple[int, int] = (0, 0)
    rule: str = ""
    resolved: str = ""


def quotations(doc: Document, roles: list[Fact]) -> Iterator[Fact]:
    """Facts of kind quotation; `roles` are the release's role facts, for "so der CUO"."""
    spoken = [
        _Spoken(i, *_inner(doc, value))
        for i, value in enumerate(doc.outer.values)
        if isinstance(value, tuple)
        and len(value) == 2
        and isinstance(value[0], int)
        and isinstance(value[1], int)
    ]
    spoken = [s for s in spoken if len(doc.text[s.start : s.end].split()) >= 2]
    by_unit = {s.unit: s for s in spoken}
    for match in matches(doc.outer, "quotation"):
        for group in ("quote", "quote2"):
            for i in match.indices(group):
                if (one := by_unit.get(i)) is not None and not one.speaker:
                    _ascribe(doc, one, match, roles)
    _carry_on(doc, spoken)
    for one in spoken:
        if not one.speaker:
            continue
        slots: dict[str, Value] = {
            "speaker": one.speaker,
            "text": re.sub(r"\s+", " ", doc.text[one.start : one.end]),
        }
        evidence = [doc.evidence(one.start, one.end)]
        if one.ascribed[1] > one.ascribed[0]:
            evidence.append(doc.evidence(*one.ascribed))
        resolved = {"speaker": one.resolved} if one.resolved else {}
        yield Fact("quotation", slots, tuple(evidence), "quote", rule=one.rule, resolved=resolved)


def _inner(doc: Document, span: tuple[int, int]) -> tuple[int, int]:
    start, end = span
    while start < end and doc.text[start] in _MARKS:
        start += 1
    while end > start and doc.text[end - 1] in _MARKS:
        end -= 1
    return start, end


def _ascribe(doc: Document, one: _Spoken, match: Match, roles: list[Fact]) -> None:
    short = len(doc.text[one.start : one.end].split()) < SHORTEST
    if short and not (match.rule.settings.get("short") and _COMMA_BEHIND.match(doc.text, one.end)):
        return
    people = match.values("speaker", "person")
    span = match.span("by") or match.span("speaker")
    if people and span:
        one.speaker, one.ascribed, one.rule = people[0].name, span, match.rule.name
        return
    phrases = match.values("office", "role")
    if phrases and span and (name := _holder(phrases[0], roles, one.start)):
        one.speaker, one.ascribed, one.rule = name, span, match.rule.name
        one.resolved = "by office: the person this release names in it"
        return
    pronoun = match.text("pronoun").lower()
    if match.rule.settings.get("pronoun") and (
        name := _last_person(doc, one.start if span is None else min(span[0], one.start), pronoun)
    ):
        one.speaker, one.ascribed, one.rule = name, span or (0, 0), match.rule.name
        one.resolved = "by pronoun: the person named before"


def _holder(phrase: Named, roles: list[Fact], before: int) -> str:
    """The person whom this release names in an office, the nearest before a place or else the first."""
    fitting = [f for f in roles if _same_office(phrase, f)]
    left = bool(phrase.parts.get("former") or phrase.parts.get("outgoing"))
    fitting = [f for f in fitting if bool(f.slots.get("former")) == left] or fitting
    earlier = [f for f in fitting if f.evidence[0].start < before]
    chosen = (earlier or fitting[:1])[-1:]
    return str(chosen[0].slots["person"]) if chosen else ""


def _same_office(phrase: Named, fact: Fact) -> bool:
    if phrase.parts.get("concept") and phrase.parts["concept"] == fact.slots.get("concept"):
        return True
    return str(fact.slots.get("role_canonical", "")).lower().endswith(phrase.parts["canonical"].lower())


def _last_person(doc: Document, before: int, pronoun: str) -> str:
    """The person last named before an offset whose gender, where it is known, fits the pronoun."""
    gender = {"er": "m", "he": "m", "sie": "f", "she": "f"}.get(pronoun, "")
    for i in range(bisect_right(doc.people, before, key=lambda p: p.end) - 1, -1, -1):
        person = doc.people[i]
        if not gender or person.parts.get("gender", gender) == gender:
            return person.name
    return ""


def _carry_on(doc: Document, spoken: list[_Spoken]) -> None:
    """A quotation without words of its own about the speaker goes on with the one before it.

    It must begin where the one before was ascribed (in the same paragraph with nothing but that
    between), or open a paragraph right after one that ended with a quotation.
    """
    for before, one in pairwise(spoken):
        if one.speaker or not before.speaker or len(doc.text[one.start : one.end].split()) < SHORTEST:
            continue
        gap = doc.text[before.end : one.start]
        names = _persons_between(doc, before.end, one.start) - {before.speaker}
        sentence_start = doc.text[: one.start].rstrip(_MARKS)[-1:] in ".!?:"
        if not names and sentence_start and len(gap) < 700 and doc.text[one.start].isupper():
            one.speaker, one.rule = before.speaker, "quotation-continued"
            one.resolved = "by continuation: the speaker of the quotation before"


def _persons_between(doc: Document, start: int, end: int) -> set[str]:
    first = bisect_left(doc.outer.starts, start)
    found: set[str] = set()
    for i in range(first, len(doc.outer.starts)):
        if doc.outer.starts[i] >= end:
            break
        value = doc.outer.values[i]
        if isinstance(value, Named) and value.kind == "person":
            found.add(value.name)
    return found
