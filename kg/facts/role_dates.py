"""When an office begins and ends, by the dates around the words that tell of it."""

from __future__ import annotations

import re
from bisect import bisect_left

from kg.date_atoms import bounds
from kg.dates import DateSpan
from kg.document import Document, Match
from kg.lexicon import Entry
from kg.mentions import Named
from kg.model import Value


def lies_ahead(date: str, issued: str | None) -> bool:
    """Is a date, known at least to the month, after the day of the release?"""
    return issued is not None and len(date) >= 7 and date > issued


def date_from_sentence(
    doc: Document, match: Match, phrase: Named, person: Named, slots: dict[str, Value]
) -> None:
    """Start and end from the sentence of a match, as far as no other person comes between.

    "seit 2014" is a start and "bis …" an end by itself; a day is one beside a word of change
    ("tritt das Amt am 1. April an", "scheidet zum 31. Mai aus").
    """
    begin, end = doc.sentence(phrase.start)
    if phrase.start - begin > 400 or end - begin > 900:
        return
    first, last = bisect_left(doc.units.starts, begin), bisect_left(doc.units.starts, end)
    here = max(match.match.start(), first)
    others = [
        i
        for i in range(first, last)
        if isinstance(v := doc.units.values[i], Named) and v.kind == "person" and v.name != person.name
    ]
    apart = [i for i in range(first, last) if "Semi" in doc.units.alphabet.of(doc.units.letters[i])]
    low = max((i + 1 for i in [*others, *apart] if i < here), default=first)
    high = min((i for i in [*others, *apart] if i >= match.match.end()), default=last)
    dates = [(i, v) for i in range(low, high) if isinstance(v := doc.units.values[i], DateSpan)]
    if len(dates) > 1:
        clause = _clause(doc, bisect_left(doc.units.starts, phrase.start), low, high)
        dates = [(i, v) for i, v in dates if i in clause] or dates
    kinds = {
        c
        for i in range(low, high)
        if isinstance(v := doc.units.values[i], Entry)
        for c in v.classes
        if c in _CHANGES
    }
    if match.rule.settings.get("leaving"):
        kinds = {"End"}
    between = doc.text[min(person.end, phrase.end) : max(person.start, phrase.start)]
    becomes = match.rule.name in BECOMING and bool(re.search(r"\bwird\b", between))
    beside = range(match.match.start() - 4, match.match.end() + 5)
    for i, date in dates:
        if date.kind == "range" and date.first and i in beside and ("former" in slots or _CHANGES & kinds):
            slots.setdefault("start", date.first)
            slots.setdefault("end", date.last or date.first)
        elif date.kind == "since" and date.first and (i in beside or kinds & {"Start", "Holds"}):
            slots.setdefault("start", date.first)
        elif date.kind == "until" and date.last and i in beside:
            slots.setdefault("end", date.last)
        elif (
            date.kind == "point"
            and date.first
            and (kinds & {"Start", "Elected"} or becomes)
            and ("former" not in slots or match.rule.settings.get("career"))
        ):
            begins = (
                ("zum", "ab", "vom", "am", "im", "seit") if "Start" in kinds or becomes else ("zum", "ab")
            )
            if date.preposition in begins or (i in beside and "Start" in kinds):
                slots.setdefault("start", date.first)
        elif (
            date.kind == "point"
            and date.first
            and "End" in kinds
            and date.preposition in ("zum", "am", "im", "ende", "")
        ):
            slots.setdefault("end", at_its_end(date))


def date_from_line(doc: Document, match: Match, slots: dict[str, Value], flags: set[str]) -> None:
    """Start and end of a line of a career; what has an end is over."""
    date = doc.units.values[match.match.start()]
    if not isinstance(date, DateSpan):
        return
    if date.first and date.kind != "until":
        slots["start"] = date.first
    if date.last and date.kind in ("range", "until") and not lies_ahead(date.last, doc.issued):
        slots |= {"end": date.last, "former": True}
        flags.add("former")


def at_its_end(date: DateSpan) -> str:
    """When an office ends: of "Ende Juni" the last day."""
    day = date.last or date.first or ""
    span = bounds(day)
    return span[1] if span and date.part in ("Ende", "Jahresende") else day


def _clause(doc: Document, at: int, low: int, high: int) -> range:
    """The units around one, up to the next commas and semicolons."""
    ends = {"Comma", "Semi"}
    first, last = at, at
    while first > low and not ends & doc.units.alphabet.of(doc.units.letters[first - 1]):
        first -= 1
    while last < high and not ends & doc.units.alphabet.of(doc.units.letters[last]):
        last += 1
    return range(first, last)


_CHANGES = frozenset({"Start", "End", "Elected", "Succeeds", "Holds"})


BECOMING = frozenset(
    {"person-is-role", "role-is-person", "and-is-role", "pronoun-becomes-role", "was-person-role"}
    | {"copula-role", "elliptic-role", "becomes", "appointed-as"}
)
