"""Events: what is held, when and where, by whom and with whom.

A name is found by the rules of stage `event`; dates, place, motto, organisers and participants are
then read from the sentences that speak of it: the one it is named in, and later ones that say
"die Veranstaltung" or the noun of its kind.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field

from kg import amounts
from kg.dates import DateSpan
from kg.document import Document, Match, matches
from kg.lexicon import Entry
from kg.mentions import Named, base_name
from kg.model import Evidence, Fact, Value
from kg.tokens import Units, merge

_NO_PLACE = frozenset(
    {
        *(
            "anschluss",
            "anspruch",
            "blick",
            "einsatz",
            "fokus",
            "folge",
            "form",
            "frage",
            "gespräch",
            "grundlage",
        ),
        *(
            "internet",
            "jahr",
            "kooperation",
            "kraft",
            "leben",
            "mittelpunkt",
            "rollstuhl",
            "ruhestand",
            "runde",
            "netz",
            "rahmen",
            "sachen",
            "sinne",
        ),
        *("thema", "vordergrund", "vorfeld", "woche", "zentrum", "zukunft", "zusammenarbeit", "zuge"),
    }
)
"""First words behind "in" and "auf" that begin a set phrase and no place."""
_TELLING_NOUN = 8
"""A noun for a meeting at least this long says which one (Kick-off; not Sitzung), unless it is common."""
_CANCELLED = re.compile(
    r"\b(?:abgesagt|entfällt|ausfallen|(?:fällt|fallen)\b[^.]{0,60}\baus\b|nicht\s(?:statt|stattfinden)|cancelled)"
)
_ONLY_IF = re.compile(r"^\s*(?:Bei|Falls|Sollte|Im Fall)\b")
_POSTPONED = ("verschoben", "verlegt", "postponed", "nachgeholt")


@dataclass(slots=True)
class _Event:
    name: str
    type: str
    start: int
    end: int
    rule: str
    slots: dict[str, Value] = field(default_factory=dict)
    evidence: list[Evidence] = field(default_factory=list)


def events(doc: Document) -> Iterator[Fact]:
    """Facts of kind event, one for each name."""
    found, units = _named(doc)
    for start, value in zip(units.starts, units.values, strict=True):
        if isinstance(value, _Event):
            _when(doc, value, doc.sentence(start), start)
    _said_of(doc, found, units)
    for event in found:
        if not _telling(event):
            continue
        slots = {"name": event.name, "type": event.type, **event.slots}
        section = doc.section(event.start).kind
        modality = "announced" if slots.get("status") in ("cancelled", "postponed") else "asserted"
        yield Fact("event", slots, tuple(event.evidence), section, modality, event.rule)


def _named(doc: Document) -> tuple[list[_Event], Units]:
    """The events by their names, and the units with every name of one as a unit of class Event.

    A bare noun ("die Tagung") means the event of its kind that was named before, where one was.
    """
    found: list[_Event] = []
    runs: dict[int, tuple[int, int, str, object]] = {}
    letter = doc.outer.alphabet.letter(frozenset({"Event"}))
    for match in matches(doc.outer, "event"):
        name, indices = _balanced(_base_name(match)), match.indices("name")
        if not 3 <= len(name) <= 160 or any(
            r[0] < indices.stop and indices.start < r[1] for r in runs.values()
        ):
            continue
        span = match.span("name") or (0, 0)
        number, series = _edition(match, name)
        event = _known(found, series, number)
        if event is None and match.rule.name == "by-noun":
            event = next((e for e in found if e.type == _type(match)), None)
        if event is None:
            event = _Event(name, _type(match), *span, match.rule.name)
            event.evidence.append(doc.evidence(*(match.span() or span)))
            found.append(event)
        elif len(name) > len(event.name) and match.rule.name != "by-noun":
            event.name = name
        if number is not None:
            event.slots.setdefault("edition", number)
            event.slots.setdefault("series", series)
        runs[indices.start] = (indices.start, indices.stop, letter, event)
    return found, merge(doc.outer, [runs[k] for k in sorted(runs)])


def _edition(match: Match, name: str) -> tuple[int | None, str]:
    """The number of an edition and the name without it."""
    if ordinal := match.text("edition"):
        numbers = amounts.find_ordinals(f"{ordinal} Tagung")
        if numbers:
            return numbers[0].value, name.removeprefix(ordinal).strip()
    return None, name


def _balanced(name: str) -> str:
    """The name with the closing mark that belongs to an opening one inside it."""
    for opening, closing in ("„“", "»«", "“”", "‚‘"):
        if name.count(opening) > name.count(closing) and name.find(opening) > 0:
            return name + closing
    return name


def _base_name(match: Match) -> str:
    """The name with its noun in the nominative: "des bundesweiten Digitaltages" -> Digitaltag."""
    indices, head = match.indices("name"), match.indices("head")
    if not head or not indices or head.start not in indices:
        return match.text("name")
    return base_name(match.units, indices.start, indices.stop, head.start).strip('„“”"»« ')


def _type(match: Match) -> str:
    head = match.value("head")
    entry = head[0] if isinstance(head, tuple) and isinstance(head[0], Entry) else head
    if isinstance(entry, Entry):
        return entry.concept.rsplit("/", 1)[-1].replace("-", " ")
    return str(match.rule.settings.get("type", "other"))


def _known(found: list[_Event], name: str, number: int | None) -> _Event | None:
    """The event found before under this name, whole or in part, that is no other edition."""
    key = _key(name)
    for event in found:
        other = event.slots.get("edition")
        if number is not None and other is not None and number != other:
            continue
        known = _key(str(event.slots.get("series", event.name)))
        if known == key or known.endswith(" " + key) or key.endswith(" " + known):
            return event
    return None


def _key(name: str) -> str:
    return " ".join(w.lower().rstrip("s").removesuffix("e") for w in name.split())


def _when(doc: Document, event: _Event, sentence: tuple[int, int], near: int) -> None:
    """The date of a sentence: the one nearest behind the name, else before it."""
    if "start" in event.slots:
        return
    dates = [
        v for v in doc.outer.values
        if isinstance(v, DateSpan) and sentence[0] <= v.start < sentence[1] and v.kind in ("point", "range")
        and len(v.first or "") >= 7 and not v.preposition.startswith(("seit", "bis", "ab"))
    ]  # fmt: skip
    dates.sort(key=lambda d: (d.start < near, abs(d.start - near)))
    if dates and dates[0].first:
        event.slots["start"] = dates[0].first
        event.slots["end"] = dates[0].last or dates[0].first
        event.evidence.append(doc.evidence(dates[0].start, dates[0].end))


def _says_which(event: _Event) -> bool:
    """True for a noun that is no mere "Veranstaltung" or "Livestream"."""
    generic = event.name.lower().replace("-", "") in (
        "veranstaltung",
        "veranstaltungen",
        "livestream",
        "zusammenkunft",
        "gesprächsrunde",
        "gespräch",
        "gespräche",
        "austausch",
        "sprechstunde",
        "diskussion",
        "versammlung",
        "besichtigung",
        "frühstück",
        "videokonferenz",
        "telefonkonferenz",
    )
    return not generic and (event.type != "meeting" or len(event.name) >= _TELLING_NOUN)


def _telling(event: _Event) -> bool:
    """An event needs a date, an edition or a rule that names it outright."""
    if event.rule == "by-noun":
        return "start" in event.slots and _says_which(event)
    return bool(
        {"start", "edition", "organizers", "motto", "participants"} & event.slots.keys()
    ) or event.rule.startswith("named-")


def _said_of(doc: Document, found: list[_Event], units: Units) -> None:
    if not found:
        return
    for match in matches(units, "event_fact"):
        span = match.span() or (0, 0)
        named = match.value("event")
        event = named if isinstance(named, _Event) else _meant(doc, found, span)
        if event is None or (match.rule.settings.get("near") and not _in_sentence(doc, event, span)):
            continue
        for group in ("organizers", "participants"):
            if names := _guests(match.values(group)):
                known = event.slots.get(group, ())
                merged = (*known, *(n.name for n in names)) if isinstance(known, tuple) else ()
                event.slots[group] = tuple(dict.fromkeys(merged))
        if (ordinal := match.text("again")) and (numbers := amounts.find_ordinals(f"{ordinal} Mal")):
            event.slots.setdefault("edition", numbers[0].value)
            event.slots.setdefault("series", event.name)
        if motto := match.text("motto"):
            event.slots.setdefault("motto", motto)
        new = (match.value(group) for group in ("newdate", "newdate2", "newdate3"))
        if (date := next((d for d in new if isinstance(d, DateSpan)), None)) and date.first:
            event.slots |= {"start": date.first, "end": date.last or date.first}
        if (place := match.text("place")) and _is_place(match, place):
            town = match.text("town")
            event.slots.setdefault("place", f"{place}, {town}" if town and town not in place else place)
        _when(doc, event, doc.sentence(span[0]), span[0])
        event.evidence.append(doc.evidence(*span))
    for event in found:
        start, end = doc.sentence(event.start)
        words = doc.text[start:end]
        if _ONLY_IF.match(words):
            continue
        if _CANCELLED.search(words):
            event.slots["status"] = "cancelled"
        elif any(w in words for w in _POSTPONED):
            event.slots["status"] = "postponed"


def _is_place(match: Match, place: str) -> bool:
    """No set phrase ("im Rahmen", "in die vierte Runde") and no time."""
    values = [match.units.values[i] for i in match.indices("place")]
    months = any(isinstance(v, Entry) and "Month" in v.classes for v in values)
    return place.split()[0].lower() not in _NO_PLACE and not months


def _in_sentence(doc: Document, event: _Event, span: tuple[int, int]) -> bool:
    start, end = doc.sentence(span[0])
    return start <= event.start < end


def _guests(named: list[Named]) -> list[Named]:
    """Persons of a list, or its organisations where it names none: else those are employers."""
    people = [n for n in named if n.kind == "person"]
    return people or [n for n in named if n.kind == "organization"]


def _meant(doc: Document, found: list[_Event], span: tuple[int, int]) -> _Event | None:
    """The event a sentence speaks of: one named in it, else the last one named before it."""
    start, end = doc.sentence(span[0])
    inside = [e for e in found if start <= e.start < end]
    if inside:
        return min(inside, key=lambda e: abs(e.start - span[0]))
    before = [e for e in found if e.start < span[0] and span[0] - e.start < 1500]
    return max(before, key=lambda e: e.start, default=None)
