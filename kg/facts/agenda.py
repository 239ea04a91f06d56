"""Programmes and lists of dates: lines that say when something is held and what, one event each.

    Di., 18. September | Bürgerhaus Gillenfeld | Wie kommt die Leitung ins Dorf?
    17.30 Uhr   Eröffnung, Münsterplatz
    - Kick-off: Freitag, 13. September, TriBühne

A line counts when its section has another like it, or when it names a kind of event; what is no event of
its own (doors, breaks, deadlines) is left out (`[agenda]` of `kg/rules/events.toml`).
"""

from __future__ import annotations

import re
import tomllib
from bisect import bisect_left, bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from functools import cache

from kg import resources
from kg.dates import DateSpan
from kg.document import Document
from kg.mentions import Named
from kg.mentions.named import clean, entry_of
from kg.model import Fact, Value
from kg.sentences import lines

_TIME = r"\d{1,2}(?:[.:]\d{2})?"
_CLOCK = re.compile(
    rf"{_TIME}(?:\s?Uhr)?(?:\s?(?:-|–|bis|und|sowie|,)\s?{_TIME})*(?:\s?Uhr|\s?[ap]\.?m\.?)?(?:\s(?:bis|–|-)\s{_TIME}\sUhr)?"
)
_LEAD = re.compile(r"[^\w„“\"»«#|]*")
_SPLIT = re.compile(r"\s*(?:[:|–—]|\s-\s|\t|\s{3,}|(?<=\d)\.\s)\s*")
_BREAK = re.compile(
    r",\s+|\s+[–—|]\s+|\s+\(|\s{3,}|\.\s|;\s|\s+(?=(?:im|in der|in den|ins|auf dem|auf der|at the)\s)"
)
_PLACE = re.compile(
    r"^(?:im|in der|in den|in|ins|auf dem|auf der|at the|at|ort:)\s+(?:der|dem)?\s*", re.IGNORECASE
)
_QUOTED = re.compile(r"[„“\"»«].+?[“”\"»«]")
_WEEKDAYS = re.compile(
    r"(?:Mo|Di|Mi|Do|Fr|Sa|So|Montag|Dienstag|Mittwoch|Donnerstag|Freitag|Samstag|Sonntag)\b[./,–-]*\s*"
)
_PROSE = re.compile(
    r"^(?:Der|Die|Das|Ein|Eine)\s|(?:\s[a-zäöü]+){3}|\s(?:ist|geht|wird|hat|sind|steht|gilt)\b"
)
_NEAR = 700  # characters between two lines of one programme
_COLUMNS = {
    "when": ("wann", "datum", "termin", "tag", "zeit", "date", "when"),
    "where": ("wo", "ort", "veranstaltungsort", "place", "where", "venue"),
    "what": (
        "was",
        "thema",
        "titel",
        "veranstaltung",
        "worum",
        "inhalt",
        "programm",
        "topic",
        "what",
        "event",
    ),
    "who": ("wer", "gast", "gäste", "zu gast", "referent", "referentin", "mit", "speaker", "who"),
}


@dataclass(slots=True)
class _Item:
    name: str
    start: int
    end: int
    date: DateSpan | None
    place: str = ""
    type: str = ""
    spans: list[tuple[int, int]] = field(default_factory=list)


def agenda(doc: Document) -> Iterator[Fact]:
    """Facts of kind event, one for each line of a programme or list of dates."""
    found = list(_items(doc))
    for before, item, after in zip([None, *found], found, [*found[1:], None], strict=False):
        beside = any(n is not None and abs(n.start - item.start) < _NEAR for n in (before, after))
        if (beside or item.type) and item.date is not None and item.date.first:
            yield _fact(doc, item, doc.section(item.start).kind)


def _fact(doc: Document, item: _Item, section: str) -> Fact:
    assert item.date is not None
    slots: dict[str, Value] = {"name": item.name, "type": item.type or "other"}
    slots |= {"start": item.date.first, "end": item.date.last or item.date.first} if item.date.first else {}
    if item.place:
        slots["place"] = item.place
    people = [p.name for a, b in item.spans for p in doc.people[_from(doc.people, a) : _from(doc.people, b)]]
    if people:
        slots["participants"] = tuple(dict.fromkeys(people))
    evidence = [doc.evidence(item.start, item.end)]
    if not item.start <= item.date.start < item.end:
        evidence.append(doc.evidence(item.date.start, item.date.end))
    return Fact("event", slots, tuple(evidence), section, "asserted", "agenda-line")


def _items(doc: Document) -> Iterator[_Item]:
    dates = [v for v in doc.units.values if isinstance(v, DateSpan)]
    begins = [s.start for s in doc.sections]
    day: DateSpan | None = None
    columns: dict[str, int] = {}
    last: _Item | None = None
    for a, b in lines(doc.text):
        at = bisect_right(begins, a) - 1
        if at < 0 or doc.sections[at].kind not in ("body", "boilerplate"):
            continue
        text = doc.text[a:b]
        beside = dates[_from(dates, a) : _from(dates, b)]
        here = [d for d in beside if d.kind in ("point", "range") and len(d.first or "") >= 7]
        if text.startswith("|") and text.count("|") > 2:
            if not columns:
                columns = _header(text)
            elif here and (item := _row(doc, a, b, columns, here[0])):
                yield item
            continue
        columns = {}
        if here and _is_day(doc.text[a : here[0].start] + doc.text[here[0].end : b]):
            day, last = here[0], None  # a line that is a date: what follows is on that day
            continue
        item = _dated(doc, a, b, here) or _timed(doc, a, b, day)
        if item is not None:
            yield item
            last = item
        elif last is not None and doc.text[max(0, a - 3) : a].isspace() and a - last.spans[-1][1] < 80:
            last.spans.append((a, b))


def _from(spans: Sequence[DateSpan] | Sequence[Named], offset: int) -> int:
    """The first of some spans that begins at an offset or behind it."""
    return bisect_left(spans, offset, key=lambda span: span.start)


def _is_day(rest: str) -> bool:
    """True for what stands beside a date in a line that is one: a weekday at most."""
    return sum(map(str.isalpha, rest)) <= _WEEKDAY


_WEEKDAY = len("Donnerstag")


def _dated(doc: Document, a: int, b: int, here: list[DateSpan]) -> _Item | None:
    """A line that begins with a date, or with a name and a colon before one."""
    if not here:
        return None
    lead = _LEAD.match(doc.text, a, b)
    first = lead.end() if lead else a
    if weekday := _WEEKDAYS.match(doc.text, first, b):
        first = weekday.end()
    if here[0].start - first <= 2:
        rest = _behind_time(doc.text, here[0].end, b)
        return _item(doc, a, b, rest, b, here[0]) if rest else None
    colon = doc.text.find(":", first, here[0].start)
    if 0 < colon - first < 70 and here[0].start - colon < 20 and not _PROSE.search(doc.text[first:colon]):
        return _item(doc, a, b, first, colon, here[0], behind=here[0].end)
    return None


def _timed(doc: Document, a: int, b: int, day: DateSpan | None) -> _Item | None:
    """A line that begins with a clock time, on the day that stands above it."""
    lead = _LEAD.match(doc.text, a, b)
    first = lead.end() if lead else a
    clock = _CLOCK.match(doc.text, first, b)
    if day is None or clock is None or not re.search(r"Uhr|[.:]\d\d|[ap]\.?m", clock[0]):
        return None
    rest = _SPLIT.match(doc.text, clock.end(), b)
    begin = rest.end() if rest else clock.end()
    return _item(doc, a, b, begin, b, day)


def _behind_time(text: str, start: int, end: int) -> int:
    """Where the name begins behind a date: behind a clock time and a mark; 0 where no mark stands there."""
    at = start
    if (between := re.compile(r"[,\s]*(?:um|ab|von|jeweils|at|from)?\s*").match(text, at, end)) and (
        clock := _CLOCK.match(text, between.end(), end)
    ):
        at = clock.end()
    mark = _SPLIT.match(text, at, end)
    return mark.end() if mark and mark.end() < end else 0


def _item(
    doc: Document, a: int, b: int, start: int, end: int, date: DateSpan, behind: int = 0
) -> _Item | None:
    """What is held, from the words between two offsets; its place from those behind it."""
    words = doc.text[start:end]
    quoted = _QUOTED.search(words)
    cut = _BREAK.search(words, quoted.end() if quoted and quoted.start() < 40 else 0)
    name = clean(words[: cut.start()] if cut else words).strip(" *_:.,;|")
    rest = doc.text[behind:b] if behind else words[cut.start() :] if cut else ""
    opens = name[:1].isupper() or name[:1] in ("„", "“", '"', "»", "«", "#")
    if not 4 <= len(name) <= 120 or not opens or _is_none(name):
        return None
    if doc.people[_from(doc.people, start) : _from(doc.people, start + 1)]:
        return None
    return _Item(name, a, b, date, _place(doc, rest), _type(doc, start, start + len(name)), [(a, b)])


def _place(doc: Document, rest: str) -> str:
    """The first piece of what stands behind a name that can be a place: no time, no person."""
    for piece in re.split(r",\s+|\s+[–—|(]\s*|\)\s*|\s{3,}|;\s|\.\s", rest):
        words = _PLACE.sub("", clean(piece).strip(' *_.,;|()„“"»«'))
        if (
            not words
            or _CLOCK.match(words)
            or words[0].isdigit()
            or not words[0].isupper()
            or len(words) > 60
        ):
            continue
        if any(word in words for word in ("Uhr", "Eintritt", "Anmeldung")):
            continue
        if any(p.name in words for p in doc.people) or re.match(r"(?:Prof|Dr|Frau|Herr)\b", words):
            return ""
        return words
    return ""


def _type(doc: Document, start: int, end: int) -> str:
    """The kind of event that a noun in the name gives, "" for none."""
    units = doc.units
    for i in range(bisect_left(units.starts, start), bisect_left(units.starts, end)):
        entry = entry_of(units.values[i])
        if entry is not None and entry.classes & {"EventNoun", "EventPlural"}:
            return entry.concept.rsplit("/", 1)[-1].replace("-", " ")
        if isinstance(units.values[i], Named):
            continue
    return ""


def _header(text: str) -> dict[str, int]:
    """Which column of a table tells what, by the words of its first row."""
    cells = [clean(cell).strip("* ").casefold() for cell in text.strip().strip("|").split("|")]
    found: dict[str, int] = {}
    for number, cell in enumerate(cells):
        for what, words in _COLUMNS.items():
            if what not in found and any(cell == w or cell.startswith(w + " ") for w in words):
                found[what] = number
                break
    return found if "when" in found and "what" in found else {"when": -1}


def _row(doc: Document, a: int, b: int, columns: dict[str, int], date: DateSpan) -> _Item | None:
    if "what" not in columns:
        return None
    cells: list[tuple[int, int]] = []
    at = a + 1
    while at < b:
        bar = doc.text.find("|", at, b)
        bar = bar if bar >= 0 else b
        cells.append((at, bar))
        at = bar + 1
    if columns["what"] >= len(cells):
        return None
    start, end = cells[columns["what"]]
    start += len(doc.text[start:end]) - len(doc.text[start:end].lstrip())
    name = clean(doc.text[start:end]).strip("* ")
    if len(name) < 4 or _is_none(name):
        return None
    where = columns.get("where", -1)
    place = clean(doc.text[slice(*cells[where])]).strip("* ") if 0 <= where < len(cells) else ""
    return _Item(name, a, b, date, place, _type(doc, start, end), [(a, b)])


@cache
def _no_events() -> re.Pattern[str]:
    rules = tomllib.loads((resources.rules() / "events.toml").read_text("utf-8"))
    return re.compile("|".join(map(re.escape, rules["agenda"]["no_event"])), re.IGNORECASE)


def _is_none(name: str) -> bool:
    """True for what a programme lists that is no event: doors, breaks, deadlines, opening hours."""
    return bool(_no_events().match(name.lstrip('„“"»«# ')))
