"""What a release says of itself: title, subtitle, date, place and publisher."""

from __future__ import annotations

import re

from kg import segment
from kg.dates import DateSpan, bounds
from kg.document import Document
from kg.mentions import clean
from kg.model import BY_METADATA, Evidence, Fact, Value

_NEAR = 600
"""How far from a date, in code points, the words that say what happened on it can stand."""
_MARKUP = re.compile(r"^[#*\s_]+|[#*\s_]+$")
_PAST = re.compile(r"\b(?:wurde|wurden|fand|fanden|gegründet|gestartet)\b")
_INVITES = ((r"\b(?:lädt|laden)\b", r"\bein\b"), (r"\bfindet\b", r"\bstatt\b"))


def metadata(doc: Document) -> Fact:
    """The fact of kind release. What `releases.csv` states wins over the text, and this over the file."""
    slots: dict[str, Value] = {}
    evidence: list[Evidence] = []
    for heading in ("title", "subtitle"):
        section = next((s for s in doc.sections if s.kind == "headline" and s.heading == heading), None)
        if section is not None:
            words = _MARKUP.sub("", doc.text[section.start : section.end])
            if words:
                slots[heading] = clean(words)
                evidence.append(doc.evidence(section.start, section.end))
    if doc.dated is not None:
        evidence.append(doc.evidence(doc.dated.start, doc.dated.end))
    if doc.issued:
        slots["date"] = doc.issued
    if place := segment.dateline_place(doc.text, doc.sections):
        slots["place"] = _town(clean(doc.text[place[0] : place[1]]))
        evidence.append(doc.evidence(*place))
    if doc.publisher is not None:
        slots["publisher"] = doc.publisher.name
        evidence.append(doc.evidence(doc.publisher.start, doc.publisher.end))
    for column, slot in (("title", "title"), ("issued", "date"), ("publisher", "publisher")):
        if stated := doc.release.stated.get(column):
            slots[slot] = stated
    resolved = {}
    for column, slot in (("title", "title"), ("issued", "date"), ("publisher", "publisher")):
        said = doc.release.metadata.get(column)
        if said and (slot not in slots or (slot == "date" and doc.dated is None and slots[slot] == said)):
            slots[slot] = said
            resolved[slot] = BY_METADATA
    if "date" not in slots:
        slots |= _bounds(doc)
    if not evidence:
        first = next((s for s in doc.sections if doc.text[s.start : s.end].strip()), None)
        if first is not None:
            evidence.append(doc.evidence(first.start, min(first.end, first.start + 200)))
    return Fact(
        "release", slots, tuple(dict.fromkeys(evidence)), "headline", rule="metadata", resolved=resolved
    )


def _town(name: str) -> str:
    """A town's name that datelines set in capitals ("COBURG/NÜRNBERG"), as it is written elsewhere."""
    return re.sub(r"[^\W\d_]{3,}", lambda m: m[0].capitalize(), name) if name.isupper() else name


def _invites(sentence: str) -> bool:
    """Whether a sentence says of something to come that it takes place, or who is invited to it."""
    return any(
        (verb := re.search(first, sentence)) and re.search(rest, sentence[verb.end() :])
        for first, rest in _INVITES
    )


def _bounds(doc: Document) -> dict[str, Value]:
    """What the text of an undated release gives of its day.

    It was not written before a day that it speaks of as past (a founding); an invitation was not
    written after the event it invites to.
    """
    low: list[str] = []
    high: list[str] = []
    for value in doc.outer.values:
        if not isinstance(value, DateSpan) or not value.first or value.inferred:
            continue
        start, end = doc.sentence(value.start)
        sentence = doc.text[max(start, value.start - _NEAR) : min(end, value.end + _NEAR)].lower()
        span = bounds(value.first)
        if span is None:
            continue
        if value.kind == "point" and _PAST.search(sentence):
            low.append(span[0])
        elif _invites(sentence) and (last := bounds(value.last or value.first)):
            high.append(last[1])
    slots: dict[str, Value] = {}
    if low:
        slots["not_before"] = max(low)
    if high and (not low or min(high) >= max(low)):
        slots["not_after"] = min(high)
    return slots
