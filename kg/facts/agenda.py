"""Programmes: lines that begin with a day or a clock time, and rows of tables, as events of their own."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace

from kg.dates import DateSpan, find_dates
from kg.document import Document
from kg.facts.event_names import MOST, Event, type_of, unquoted, words
from kg.lexicon import Entry
from kg.mentions import Named, base_noun, clean

_LINE = re.compile(r"[^\n]+")
_DIGIT = re.compile(r"\d")
_COLUMN = re.compile(r"\||\t|\s{2,}")
_LEAD = re.compile(
    r"[\s>|]*(?:[-–•*·▪►→👉✅🗓📅+]\s+|\d{1,2}[.)]\s+(?=\W*\d|\W*\w+\s*[–:])|[a-z]\)\s+)?[*_~|\s]*"
)
_BULLET = re.compile(r"\s*(?:[-–•*·▪►→👉✅🗓📅+]|\d{1,2}[.)])\s")
_CLOCK = r"\d{1,2}(?:[.:]\d\d)?"
_TIME = re.compile(
    rf"(?:(?:ab|von|um|from|at)\s+)?{_CLOCK}(?:\s*(?:-|–|bis|to)\s*{_CLOCK})?\s*(?:Uhr|h\b|[ap]\.?m\.?(?!\w))"
    r"|\d{1,2}[.:]\d\d(?:\s*(?:-|–|bis)\s*\d{1,2}[.:]\d\d)?(?=\s|$|:)|ganztags|ganztägig"
)
_BETWEEN = re.compile(r"[\s,;:|*_–—-]+|(?:ab|jeweils|um|bis)\s")
_QUOTED = r"„[^“”\"\n]{1,120}[“”\"]|»[^«\n]{1,120}«|\"[^\"\n]{1,120}\"|“[^”\n]{1,120}”"
_STOPS = r"\s{2}|\t|\s[|–—]\s|\s-\s|\s(?:mit|durch|im|ins|in|auf|at|with|bei|von|am|vor|by|für)\s|[:.]\s|\.$"
_ITEM = re.compile(r"\d{1,2}[.)]\s+(?=\d{1,2}\.\s+[A-ZÄÖÜ]|[A-ZÄÖÜ„»])")
_TITLE = re.compile(rf"(?:\d{{1,3}}\.\s(?=[A-ZÄÖÜ]))?(?:{_QUOTED}|(?!{_STOPS})[^,;|(\n*~])+")
_LABEL = re.compile(r"[*_]*(?P<label>[^\W\d][^:\n|,.!?]{2,60}?)[*_]*:[*_]*\s+(?=\S)")
_AT = re.compile(
    r"\b(?:im|ins|in(?: (?:der|dem|die|das|den))?|auf (?:dem|der)|am|at(?: the)?|vor (?:dem|der))"
    r"\s+(?=[A-ZÄÖÜ„»\"])"
)
_PLACE = re.compile(
    rf"(?:{_QUOTED}|(?!\s{{2}}|\t|\s[|–—]\s|\s-\s|\s(?:mit|durch|with|um|ab)\s|[:.]\s|\.$)[^,;|(\n*~])+"
)
_OFF = re.compile(r"~~|\b(?:fällt aus|entfällt|entfallen|abgesagt|cancelled)\b:?")
_SAME = re.compile(r"\b(?:ebenda|ebendort|gleicher Ort|selber Ort|same place)\b")
_RULE = re.compile(r"[\s|:+=_-]+$")


@dataclass(slots=True)
class Point:
    """A point of a programme: spans of the whole and of its title, the day, the place, whether it is off.

    `dated` is True where its own line tells the day, `borrowed` where the text above the programme does;
    `known` where its words tell that it is an event.
    """

    start: int
    end: int
    title: tuple[int, int]
    name: str
    date: DateSpan | None = None
    timed: bool = False
    place: str = ""
    off: bool = False
    noun: str = ""
    type: str = "other"
    known: bool = False
    dated: bool = False
    borrowed: bool = False
    shared: list[tuple[int, int]] = field(default_factory=list)
    organizers: list[str] = field(default_factory=list)


@dataclass(slots=True)
class _Block:
    """What lines have in common with those before them."""

    date: DateSpan | None = None
    borrowed: bool = False
    intro: str = ""
    columns: list[str] = field(default_factory=list)
    points: list[Point] = field(default_factory=list)
    notice: Point | None = None
    above: tuple[int, int, int] = (0, 0, 0)


_GAP = re.compile(r"[\s,;:|*_~–—-]+")
_WHERE = re.compile(r"(?P<place>[A-ZÄÖÜ][^:,|\n]{2,50}|online|digital|virtuell|hybrid):[*_]*\s+(?=\S)")
_THEME = re.compile(rf"\b(?:Motto|Thema|Titel):?\s+(?P<theme>{_QUOTED})")
_BACK = 1200
"""How far above a programme without a day the last day before it still counts, in code points."""
_FIELD = re.compile(r"[\s>|*_•–-]*(?P<name>[^\W\d_][\w ]{1,18}?)[*_]*\s*:[*_\s]*(?=\S)")


def agenda(doc: Document, found: list[Event]) -> list[tuple[int, int]]:
    """Add the points of programmes to the events found; the spans of their lines.

    A point whose title is named an event already gives that one its day, place and guests.
    """
    spans: list[tuple[int, int]] = []
    for point in _points(doc):
        if not point.name:
            _notice_of(doc, found, point)
            continue
        event = next(
            (e for e in found for at in e.mentions if point.start <= at < point.title[1] and e.start == at),
            None,
        )
        if event is None and point.borrowed and _is_one_programme(found, point):
            continue
        if event is None:
            event = Event(point.name, point.type, *point.title, "programme-line", mentions=[point.start])
            event.evidence.append(doc.evidence(*point.title))
            found.append(event)
        event.rule = "programme-line"
        if point.name.startswith(event.name) and len(point.name) < len(event.name) + 40:
            event.name = point.name  # the whole field: "Kongress Staat & Land"
        _told(doc, event, point)
        spans.append((point.start, point.end))
    return spans


def _is_one_programme(found: list[Event], point: Point) -> bool:
    """Whether the event named last before a point is one that a programme is part of, as of a conference."""
    before = [(at, e) for e in found for at in e.mentions if at < point.start and e.rule != "programme-line"]
    frame = max(before, key=lambda pair: pair[0])[1] if before else None
    return frame is not None and frame.type in _OF_ONE_PROGRAMME


_OF_ONE_PROGRAMME = frozenset({"conference", "congress", "meeting", "workshop", "award ceremony"})


def _notice_of(doc: Document, found: list[Event], notice: Point) -> None:
    """Day and place of a notice without a title belong to the event named last before it."""
    before = [(at, e) for e in found for at in e.mentions if notice.start - 1500 < at < notice.start]
    if before:
        _told(doc, max(before, key=lambda pair: pair[0])[1], notice)


def _told(doc: Document, event: Event, point: Point) -> None:
    if point.date is not None and point.date.first:
        event.slots["start"], event.slots["end"] = point.date.first, point.date.last or point.date.first
        event.evidence.append(doc.evidence(point.date.start, point.date.end))
    if point.place:
        event.slots["place"] = point.place
    if point.organizers:
        event.slots["organizers"] = tuple(dict.fromkeys(point.organizers))
    if theme := _THEME.search(doc.text, point.start, point.end):
        event.slots["motto"] = unquoted(clean(theme["theme"]))
    if point.off:
        event.slots["status"] = "cancelled"
    spans = [*point.shared, (point.start, point.end)]
    here = [p for a, b in spans for p in _people(doc, a, b)]
    guests = [p.name for p in here if not _in_title(point, p.start) and p.name not in point.place]
    if guests:
        event.slots["participants"] = tuple(dict.fromkeys(guests))
    event.evidence.append(doc.evidence(point.start, point.end))


def _people(doc: Document, start: int, end: int) -> Sequence[Named]:
    """The persons named in a stretch."""
    first = bisect_left(doc.people, start, key=_offset)
    return doc.people[first : bisect_left(doc.people, end, lo=first, key=_offset)]


def _offset(named: Named) -> int:
    return named.start


def _in_title(point: Point, offset: int) -> bool:
    return not point.shared and point.title[0] <= offset < point.title[1]


def _points(doc: Document) -> Iterator[Point]:
    """The points of all programmes that are events, in order of text."""
    dates = [v for _, v in doc.outer.of_type(DateSpan)]
    body = next((s.start for s in doc.sections if s.kind == "body"), len(doc.text))
    block = _Block()
    starts = [d.start for d in dates]
    for match in _LINE.finditer(doc.text):
        start, end = match.span()
        listed = _FIELD.match(doc.text, start, end) or _BULLET.match(doc.text, start, end)
        if start < body and not listed:
            continue
        near = dates[bisect_left(starts, start - _BACK) : bisect_left(starts, end)]
        if not _field(doc, block, start, end, near) and (
            start >= body or _BULLET.match(doc.text, start, end)
        ):
            _line(doc, block, start, end, near)
        if len(block.points) > MOST:
            break
    yield from _accepted(block)


def _field(doc: Document, block: _Block, start: int, end: int, dates: list[DateSpan]) -> bool:
    """Take a line as a field of a notice ("Wann: …"); False where it is none."""
    match = _FIELD.match(doc.text, start, end)
    name = match["name"].lower() if match else ""
    kinds = ("title", "date", "place", "organizer")
    kind = next((k for k in kinds if name in words("agenda", f"field_{k}")), "")
    if match is None or not kind or end - match.end() > 200:
        block.notice = None
        return False
    notice = block.notice
    if notice is None or (kind == "title" and notice.name):
        notice = block.notice = Point(start, end, (match.end(), end), "", known=True)
        block.points.append(notice)
    notice.end = end
    if kind == "title" and (title := _TITLE.match(doc.text, match.end(), end)):
        noun = _noun(doc, match.end(), end)
        notice.name, notice.title = unquoted(clean(title.group()).strip(" *_")), title.span()
        notice.noun, notice.type = noun or ("", "other")
        notice.known = noun is not None
    elif kind == "date":
        day = next((d for d in dates if match.end() <= d.start < end and len(d.first or "") >= 7), None)
        notice.date = notice.date or day
    elif kind == "organizer":
        notice.organizers = _holders(doc, match["name"].lower(), match.end(), end)
    elif kind == "place" and (place := _PLACE.match(doc.text, match.end(), end)):
        notice.place = clean(place.group()).strip(" .")
    return True


def _holders(doc: Document, field: str, start: int, end: int) -> list[str]:
    """The organisers of a notice's field; of one that says but "Wer" those that are called so."""
    here = [o for o in doc.organizations if start <= o.start < end]
    if field not in ("wer", "who"):
        return [o.name for o in here]
    called = re.compile(r"[^,;(]{0,40}\((?:Mit)?[Vv]eranstalter|[^,;(]{0,40}\((?:Gastgeber|host)")
    return [o.name for o in here if called.match(doc.text, o.end)]


def _line(doc: Document, block: _Block, start: int, end: int, dates: list[DateSpan]) -> None:
    text = doc.text
    lead = _LEAD.match(text, start, end)
    at = lead.end() if lead else start
    if _DIGIT.search(text, start, at):  # "1. 8. November": the number of the item is no day
        dates = [
            replace(d, start=d.start + at, end=d.end + at, core_start=d.core_start + at)
            for d in find_dates(text[at:end], doc.issued)
        ]
    if "|" in text[start:end] or (not block.points and _header(text[start:end])):
        if columns := _header(text[start:end]):
            block.columns = columns
            return
        if _RULE.match(text[start:end]):
            return
    label = _LABEL.match(text, at, end)
    position, date, timed = _when(text, at, end, dates)
    if position == at and block.intro and end - start < 110:  # "am Dienstag, 22. Juni, im Heimathaus,"
        position, date, timed = _when(text, at + 3 if text[at : at + 3].lower() == "am " else at, end, dates)
        position = at if date is None else position
    if position == at and label is not None:
        behind, day, clock = _when(text, label.end(), end, dates)
        if behind > label.end() and (noun := _noun(doc, label.start("label"), label.end("label"))):
            name = clean(label["label"]).strip("* ")
            point = Point(start, end, label.span("label"), name, day or block.date, clock)
            point.noun, point.type, point.known = *noun, True
            point.place = _segment(doc, behind, end)
            block.points.append(point)
            return
    if position == at:
        _continued(doc, block, start, end, dates)
        item = _ITEM.match(text, at, end)
        at = item.end() if item else at
        block.above = (start, at, end) if end - at < 140 and _noun(doc, at, end) else (0, 0, 0)
        return
    if date is not None and block.above[2] and text[block.above[2] : start].strip(" \t\r*") == "\n":
        titled = _titled(doc, block, end, position, date)
        block.above = (0, 0, 0)
        if titled is not None:
            block.points.append(titled)
            return
    if not text[position:end].strip(" .:|*_"):
        block.date = date or block.date
        if timed and block.points and not date:
            block.points[-1].end = end
        return
    block.date = date if date is not None and not date.preposition.startswith(("bis", "seit")) else block.date
    if timed and block.date is None:
        block.date = _day_before(doc, dates, start)
        block.borrowed = block.date is not None
    elif date is not None:
        block.borrowed = False
    following = _point(doc, block, start, end, position, date or block.date, timed, date is not None)
    if following is not None:
        following.borrowed = block.borrowed
        block.points.append(following)


def _when(text: str, at: int, end: int, dates: list[DateSpan]) -> tuple[int, DateSpan | None, bool]:
    """Where a line goes on behind its day and its time, that day, and whether a time stood there."""
    position, date, timed = at, None, False
    starts = [d.start for d in dates]
    while position < end:
        gap = _BETWEEN.match(text, position, end)
        here = gap.end() if gap else position
        i = bisect_left(starts, here)
        core = next((d for d in dates[i : i + 1] if d.start == here and (d.preposition != "am")), None)
        if core is None:
            core = next((d for d in dates[max(0, i - 1) : i + 1] if d.core_start == here), None)
        if core is not None and date is None and core.end <= end and len(core.first or "") >= 7:
            position, date = core.end, core
        elif time := _TIME.match(text, here, end):
            position, timed = time.end(), True
        else:
            break
    return position, date, timed


def _point(
    doc: Document,
    block: _Block,
    start: int,
    end: int,
    position: int,
    date: DateSpan | None,
    timed: bool,
    dated: bool,
) -> Point | None:
    """The point of a line behind its time."""
    text = doc.text
    off = _OFF.search(text, start, end)
    if off and off.end() < end and text[off.end() - 1] == ":":
        position = off.end()
    gap = _GAP.match(text, position, end)
    at = gap.end() if gap else position
    if (intro := _intro(doc, block)) and _AT.match(text, at, end):
        return Point(
            start, end, (at, end), intro[0], date, timed, _segment(doc, at, end), off is not None, *intro,
            known=True, shared=[_intro_span(doc, block)],
        )  # fmt: skip
    where = None if block.columns else _WHERE.match(text, at, end)
    if where is not None and _is_house(doc, where):
        at = where.end()
    colon = ":" in text[position:at]
    if block.columns and (row := _row(doc, block, start, end)):
        title, place = row
    else:
        match = _TITLE.match(text, at, end)
        if match is None or not match.group().strip():
            return None
        title, place = match.span(), ""
    words_ = text[title[0] : title[1]]
    if words_[:1].islower() and not colon:
        return None
    if end - at > 260 and not colon:
        return None
    name = unquoted(clean(words_).strip(" *_~:"))
    if not 3 <= len(name) <= 120 or name.lower().split(" ")[0].strip(".:") in words("agenda", "skip"):
        return None
    point = Point(start, end, title, name, date, timed, off=off is not None, dated=dated)
    noun = _noun(doc, *title)
    point.noun, point.type = noun or ("", "other")
    point.known = (
        bool(noun)
        or bool(block.columns)
        or ((timed or (dated and colon)) and bool(re.match(_QUOTED, words_)))
        or (name.lower().split(" ")[-1].endswith(words("agenda", "words")))
    )
    if not point.known and (intro := _intro(doc, block)):
        place = _segment(doc, at, end, whole=True)
        town = place.split(", ")[-1] if ", " in place else ""
        point.name, point.type, point.known = f"{intro[0]} {town}".strip(), intro[1], True
        point.shared = [_intro_span(doc, block)]
        point.title = (at, end)
    point.place = place or _segment(doc, title[1], end)
    if where is not None and at == where.end():
        point.place = clean(where["place"])
    if _SAME.search(text, title[1], end):
        point.place = next((p.place for p in reversed(block.points) if p.place), "")
    return point


def _is_house(doc: Document, where: re.Match[str]) -> bool:
    """Whether what stands before a colon is where something is: "Foyer:", not "Begrüßung:"."""
    opening = where["place"].lower().split(" ")[0].strip(".,")
    return opening not in words("agenda", "skip") and not _noun(doc, *where.span("place"))


def _day_before(doc: Document, dates: list[DateSpan], at: int) -> DateSpan | None:
    """The last day named before a programme without one."""
    near = [d for d in dates if d.start < at and d.kind in ("point", "range")]
    near = [d for d in near if doc.section(d.start).kind == "body" and d.first != doc.issued]
    return next((d for d in reversed(near) if len(d.first or "") == 10), None)


def _titled(doc: Document, block: _Block, end: int, position: int, date: DateSpan) -> Point | None:
    """The point of a line with a day right below the line that names it."""
    title = _TITLE.match(doc.text, *block.above[1:])
    noun = _noun(doc, *title.span()) if title else None
    if title is None or noun is None or _noun(doc, position, end) or doc.text[block.above[2] - 1] in ".!?":
        return None
    name = unquoted(clean(title.group()).strip(" *_"))
    place = _segment(doc, position, end)
    return Point(block.above[0], end, title.span(), name, date, True, place, False, *noun, True)


def _row(doc: Document, block: _Block, start: int, end: int) -> tuple[tuple[int, int], str] | None:
    """Span of the title and the place of a table's row, by the names of its columns."""
    cells = _cells(doc.text, start, end)
    if len(cells) > len(block.columns):
        return None
    names = block.columns[-len(cells) :]
    by_name = dict(zip(names, cells, strict=True))
    title = _TITLE.match(doc.text, *by_name["title"]) if "title" in by_name else None
    if title is None:
        return None
    if place := by_name.get("place"):
        return title.span(), clean(doc.text[place[0] : place[1]])
    return title.span(), _segment(doc, title.end(), by_name["title"][1])


def _cells(text: str, start: int, end: int) -> list[tuple[int, int]]:
    """Spans of the cells of a row: between strokes, tabs or wide gaps."""
    found = [
        m.span()
        for m in re.compile(r"(?:(?!\s{2}|\t|\s*\|)[^|\n])+").finditer(text, start, end)
        if m.group().strip()
    ]
    return [(a + len(text[a:b]) - len(text[a:b].lstrip()), b) for a, b in found]


def _header(line: str) -> list[str]:
    """What the columns of a table are, where a line is its head; [] elsewhere."""
    cells = [c.strip(" *").lower() for c in _COLUMN.split(line) if c.strip(" *|-")]
    kinds = [
        next((k for k in ("date", "time", "title", "place") if cell in words("agenda", f"column_{k}")), "")
        for cell in cells
    ]
    return kinds if "title" in kinds and ("date" in kinds or "time" in kinds) else []


def _continued(doc: Document, block: _Block, start: int, end: int, dates: list[DateSpan]) -> None:
    """A line without a day or time: it goes on with the point above it, or ends the programme."""
    text = doc.text
    above = block.points[-1] if block.points else None
    if _BULLET.match(text, start, end):
        above = None
    indented = text[start:end][:1] in " \t" or text[start:end].lstrip()[:4] in ("mit ", "und ")
    if above is not None and "\n\n" not in text[above.end : start] and (indented or end - start < 100):
        above.end = end
        return
    inside = [
        d
        for d in dates
        if start <= d.start < end and d.kind in ("point", "range") and len(d.first or "") >= 10
    ]
    block.intro, block.columns = "", []
    if text[start:end].rstrip(" *_").endswith(":"):
        block.intro = f"{start}:{end}"
        block.date = inside[-1] if inside else block.date
    elif end - start > 120:
        block.date = None


def _noun(doc: Document, start: int, end: int) -> tuple[str, str] | None:
    """The noun of an event in a stretch and the type it gives."""
    units = doc.units
    for i in reversed(range(bisect_left(units.starts, start), bisect_left(units.starts, end))):
        classes = units.alphabet.of(units.letters[i])
        if not classes & {"EventNoun", "EventPlural", "OccasionWord"}:
            continue
        value = units.values[i]
        entry = value[0] if isinstance(value, tuple) else value
        if isinstance(entry, Entry):
            return base_noun(units.words(i, i + 1), value), type_of(entry)
    return None


def _intro(doc: Document, block: _Block) -> tuple[str, str] | None:
    """What the lines of a list are when the sentence above them says it: "in zwei Bürgerversammlungen:"."""
    return _noun(doc, *_intro_span(doc, block)) if block.intro else None


def _intro_span(doc: Document, block: _Block) -> tuple[int, int]:
    """The last words before a list, at most from the beginning of their paragraph on."""
    start, end = map(int, block.intro.split(":"))
    return max(start - 200, doc.text.rfind("\n\n", 0, start)), end


def _segment(doc: Document, start: int, end: int, *, whole: bool = False) -> str:
    """The place in the rest of a line: behind "im", "auf dem" and their like, else behind a comma."""
    text = doc.text
    people = _people(doc, start, end)
    limit = min((p.start for p in people), default=end)
    first = _PLACE.match(text, start + 1, end) if text[start : start + 1] == "," else None
    prep = None if whole or (first and _is_place(clean(first.group()))) else _AT.search(text, start, end)
    place = _PLACE.match(text, prep.end(), end) if prep and prep.end() < limit else None
    if place is not None:
        return clean(place.group()).strip(" .")
    if met := re.compile(r"(?:Treffpunkt|Ort|Wo):?\s+(?=[A-ZÄÖÜ])").search(text, start, end):
        start = met.end()
    found = (m for m in _PLACE.finditer(text, start, end) if m.end() - len(m.group().lstrip()) < limit)
    parts = [piece for m in found if _is_place(piece := clean(m.group()).strip(" .:|*–-"))][:2]
    if len(parts) == 2 and (whole or _follows(text, start, end, parts)):
        return f"{unquoted(parts[1])}, {unquoted(parts[0])}"
    return unquoted(parts[0]) if parts else ""


def _follows(text: str, start: int, end: int, parts: list[str]) -> bool:
    """True where two pieces stand behind one comma each: town and house."""
    return re.match(rf",\s*{re.escape(parts[0])},\s*{re.escape(parts[1])}", text[start:end]) is not None


def _is_place(piece: str) -> bool:
    """True for a piece of a line that can name a place: a few words, no time, no remark."""
    worded = piece[:1].isupper() and len(piece.split()) <= 7 and re.search(r"[^\W\d_]{4}|[A-Z]{2}", piece)
    remark = (
        _TIME.search(piece) or _OFF.search(piece) or ":" in piece or piece.lower() in words("agenda", "skip")
    )
    return bool(worded) and not remark and not piece.startswith(("Leitung", "Motto", "Eintritt", "Thema"))


def _accepted(block: _Block) -> Iterator[Point]:
    """Points with a day that are events by their noun, or stand among such."""
    sure = [p for p in block.points if p.known and p.date is not None]
    for point in block.points:
        if point.date is None or not (point.timed or point.known):
            continue
        among = len(sure) > 1 and point.timed and point.dated
        if point.known or among:
            yield point
