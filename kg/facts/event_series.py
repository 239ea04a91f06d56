"""Events of one name held more than once: the next edition, one on each of several days, a series."""

from __future__ import annotations

import re
from collections.abc import Iterator

from kg import amounts
from kg.dates import DateSpan
from kg.document import Document, Match, matches
from kg.facts.event_names import MARKS, Event, words
from kg.tokens import Units

_REACH = 1500
"""How far behind its name, in code points, "die nächste Ausgabe" may be told."""
_NEXT_DAY = re.compile(
    r"(?:\s*\([^()]{0,40}\))?(?:\s+(?:in|im|auf|bei)\s+[^,.;:()]{2,40}?)?\s*(?:,|,?\s+(?:und|sowie|and))\s+"
    r"(?:(?:dann|schließlich|zuletzt)\s+)?(?:am|on|den|der)?\s*(?:\w+,?\s+(?:(?:dem|den|der)\s+)?)?"
)
"""What may stand between two of several days: a place, a comma or "und", a weekday."""
_PLACE = re.compile(
    r"\s*(?:\([^()]{0,40}\)\s*)?(?:in|im|auf)\s+(?:de[rm]\s+)?(?P<place>[A-ZÄÖÜ][\w-]+(?: [A-ZÄÖÜ][\w-]+)?)"
)
_EACH = re.compile(r"\bje\s+ein|\bzwei(?:mal|\s+Termine?n?)\b|\beach\b")
_TWO_DAYS = re.compile(r"\d{1,2}\.(?:\d{1,2}\.)?\s+(?:und|sowie)\s+\d")


def next_editions(doc: Document, found: list[Event], units: Units) -> None:
    """Add the next edition of an event, told with its day: "Die nächste Ausgabe ist vom 3. bis 5. Mai"."""
    for match in matches(units, "event_next"):
        at = (match.span() or (0, 0))[0]
        day = match.value("date")
        event = _another_of(found, at, match.text("name"))
        if event is None or not isinstance(day, DateSpan) or not _is_later(day, event, doc.issued):
            continue
        name = str(event.slots.get("series", match.text("name") or event.name))
        coming = Event(name, event.type, at, at + 1, "next-edition", head=event.head)
        coming.slots |= {"start": day.first or "", "end": day.last or day.first or "", "series": name}
        if number := _number(match):
            coming.slots["edition"] = number
        coming.evidence.append(doc.evidence(*doc.sentence(at)))
        if all(e.slots.get("start") != day.first for e in found):
            found.append(coming)


def _another_of(found: list[Event], at: int, name: str) -> Event | None:
    """Of which event an edition is the next: the one it names, else the last one named before it."""
    if name:
        return next((e for e in found if name.strip(MARKS) in e.name), None)
    before = [e for e in found if at - _REACH < e.start < at and e.type not in ("award ceremony", "other")]
    before = [e for e in before if e.rule != "by-noun" or e.head not in words("telling", "never")]
    return max(before, key=lambda e: e.start, default=None)


def _is_later(day: DateSpan, event: Event, issued: str | None) -> bool:
    """True for a day, month or year that is told for sure to come after the event and the release."""
    known = str(event.slots.get("start", ""))
    first = day.first or ""
    return len(first) >= 7 and first[0] != "-" and first > known and first > (issued or "")


def _number(match: Match) -> int | None:
    ordinal = match.text("edition")
    numbers = amounts.find_ordinals(f"{ordinal} Tagung") if ordinal else []
    return numbers[0].value if numbers else None


def each_day(doc: Document, found: list[Event]) -> Iterator[Event]:
    """The events, one that is held on each of several days once for each of them.

    "Am 11. Oktober in Singen, am 13. Oktober in Aalen", "am 12. und 19. September je ein Seminar".
    """
    for event in found:
        days = _days(doc, event)
        yield from (_on(event, first, place) for first, place in days) if len(days) > 1 else (event,)


def _days(doc: Document, event: Event) -> list[tuple[str, str]]:
    """The further days of an event behind its first one, with their places."""
    start = str(event.slots.get("start", ""))
    days = sorted((d for _, d in doc.outer.of_type(DateSpan)), key=lambda d: d.start)
    own = next((i for i, d in enumerate(days) if d.first == start and _is_of(event, d)), None)
    if own is None or event.rule == "programme-line" or len(start) < 7:
        return []
    day = days[own]
    sentence = doc.sentence(day.start)
    if day.last != day.first:
        both = _TWO_DAYS.match(doc.text[day.core_start if day.core_start >= 0 else day.start : day.end])
        return (
            [(d, "") for d in (start, day.last or "")] if both and _EACH.search(doc.text, *sentence) else []
        )
    found = [(start, _place(doc, day))]
    for coming in days[own + 1 :]:
        between = doc.text[day.end : coming.core_start if coming.core_start >= 0 else coming.start]
        first = _in_year(coming.first or "", start)
        if coming.end > sentence[1] or coming.first != coming.last or len(first) != len(start):
            break
        if not _NEXT_DAY.fullmatch(between):
            break
        found.append((first, _place(doc, coming)))
        day = coming
    return found


def _in_year(day: str, before: str) -> str:
    """A day without year in that of the day before it."""
    return f"{before[:4]}-{day[2:]}" if day.startswith("--") and before[0] != "-" else day


def _is_of(event: Event, day: DateSpan) -> bool:
    """True for a day that is evidence of an event."""
    return any(e.start <= day.start < e.end or day.start <= e.start < day.end for e in event.evidence)


def _place(doc: Document, day: DateSpan) -> str:
    match = _PLACE.match(doc.text, day.end)
    return match["place"] if match else ""


def _on(event: Event, day: str, place: str) -> Event:
    one = Event(event.name, event.type, event.start, event.end, event.rule, {**event.slots}, head=event.head)
    one.evidence, one.mentions, one.timed = list(event.evidence), list(event.mentions), event.timed
    one.slots |= {"start": day, "end": day}
    one.slots.pop("place", None) if event.slots.get("start") != day else None
    if place:
        one.slots["place"] = place
    return one


def parts_of_series(doc: Document, found: list[Event]) -> list[Event]:
    """The events without series that have no day of their own; what is beside such a series is part of it."""
    kept = [e for e in found if not _is_series(e) or not _only_names_it(doc, e, found)]
    for series in found:
        name = _title(series.name)
        if series in kept or not name:
            continue
        begin, end = doc.sentence(series.start)
        near = [e for e in kept if begin - 400 < e.start < end + 200 and "start" in e.slots]
        if near:
            min(near, key=lambda e: abs(e.start - series.start)).slots.setdefault("series", name)
    return [e for e in kept if not _is_retold(doc, e, kept)]


def _only_names_it(doc: Document, series: Event, found: list[Event]) -> bool:
    """True for a series without a day but that of an event beside it; for a bare noun, of any event."""
    sentence = doc.sentence(series.start)
    days = {
        (e.slots.get("start"), e.slots.get("end")) for e in found
        if not _is_series(e) and (not _title(series.name) or sentence[0] <= e.start < sentence[1])
    }  # fmt: skip
    return "start" not in series.slots or (series.slots["start"], series.slots.get("end")) in days


def _is_retold(doc: Document, event: Event, found: list[Event]) -> bool:
    """True for an award told by a verb ("überreicht") in the sentence of the feast at which it is given."""
    if not event.rule.startswith("award-by-verb"):
        return False
    first, last = doc.sentence(event.start)
    return any(
        e.type == "award ceremony" and e is not event and first <= e.start < last and "start" in e.slots
        for e in found
    )


def _is_series(event: Event) -> bool:
    return event.head.endswith(words("telling", "series"))


def _title(name: str) -> str:
    """The title within a name: Reihe „Digital am Abend“."""
    match = re.search(r"[„»“\"](?P<title>[^“”\"«]+)", name)
    return match["title"] if match else ""
