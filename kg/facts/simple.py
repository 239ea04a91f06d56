"""Facts that one rule states as a whole: programmes, competitions, projects, brands and headcounts.

The groups of a rule of the stage `fact` are the slots of its kind; what stands in a group is turned
into a value by what it is (a name, a date, a number, the words of a quotation).
"""

from __future__ import annotations

from collections.abc import Iterator

from kg import amounts
from kg.dates import DateSpan
from kg.document import Document, Match, matches
from kg.lexicon import Entry
from kg.mentions import Named
from kg.model import Fact, Value

_ISO_SLOTS = ("since", "year", "founded")
_LISTS = ("funder",)


def simple(doc: Document) -> Iterator[Fact]:
    """Facts of the rules of stage `fact`, each with the words of its match as evidence."""
    for match in matches(doc.outer, "fact"):
        slots = _slots(match)
        name = slots.get("name")
        if not isinstance(name, str) or len(name) < 2 or len(name) > 150:
            continue
        if (default := match.rule.settings.get("own")) and doc.own is not None:
            slots.setdefault(str(default), doc.own.name)
        start, end = match.span("name") or (0, 0)
        begin, stop = match.span() or (start, end)
        if match.rule.kind == "competition":
            _organizer(match, slots)
        yield Fact(match.rule.kind, slots, (doc.evidence(begin, stop),), doc.section(begin).kind, rule=match.rule.name)


def _slots(match: Match) -> dict[str, Value]:
    slots: dict[str, Value] = {}
    for group in match.match.re.groupindex:
        if not match.indices(group) or group.startswith("word"):
            continue
        people = match.values(group)
        value = match.value(group)
        if group in _LISTS and people:
            slots[group] = tuple(p.name for p in people)
        elif people and group != "name":
            slots[group] = people[0].name
        elif isinstance(value, DateSpan):
            if date := value.first or value.last:
                slots[group] = date
        elif text := match.text(group):
            slots[group] = text
    return slots


def _organizer(match: Match, slots: dict[str, Value]) -> None:
    """`Bitkom-Wettbewerb`: the part before the hyphen organises it."""
    value = match.value("word")
    word = match.text("word")
    if isinstance(value, tuple) and "-" in word and word[: value[1]].endswith("-"):
        slots.setdefault("organizer", word[: value[1]].rstrip("-"))


def headcounts(doc: Document) -> Iterator[Fact]:
    """How many people work where: a number before a headcount word, and the organisation it is said of."""
    units = doc.units
    numbers = amounts.find_numbers(doc.text)
    for i, value in enumerate(units.values):
        if not isinstance(value, Entry) or "HeadcountWord" not in value.classes:
            continue
        number = next((n for n in numbers if n.end <= units.starts[i] <= n.end + 40 and _near(doc, n.end, units.starts[i])), None)
        if number is None or number.value < 1:
            continue
        org = _employer(doc, i)
        if org is None:
            continue
        slots: dict[str, Value] = {"value": number.value, "qualifier": number.qualifier or "exact", "organization": org.name}
        if doc.issued:
            slots["on"] = doc.issued
        span = (min(org.start, number.start), max(units.ends[i], org.end))
        if span[1] - span[0] > 400:
            span = (number.start, units.ends[i])
        resolved = {"organization": "by reference"} if org.reference else {}
        yield Fact("headcount", slots, (doc.evidence(*span),), doc.section(span[0]).kind, rule="headcount", resolved=resolved)


def _near(doc: Document, start: int, end: int) -> bool:
    between = doc.text[start:end].split()
    return len(between) <= 2 and not any(mark in doc.text[start:end] for mark in ",.;:")


def _employer(doc: Document, at: int) -> Named | None:
    """The organisation of the sentence before the number, else after it, else of the sentence before."""
    start, end = doc.sentence(doc.units.starts[at])
    section = doc.section(doc.units.starts[at])
    before: Named | None = None
    for i, value in enumerate(doc.units.values):
        if not isinstance(value, Named) or value.kind != "organization":
            continue
        if section.start <= value.start < end and (i < at or before is None):
            if before is not None and before.start >= start and value.start > start and i < at and value.reference:
                continue
            before = value if before is None or before.start < start or i > at else before
    return before
