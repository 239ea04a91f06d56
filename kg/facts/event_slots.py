"""What sentences say of the events named in them: when, where, by whom and with whom, and whether at all."""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date, timedelta

from kg import amounts
from kg.date_atoms import WEEKDAYS
from kg.date_weekdays import is_coming, says_coming, weekdays
from kg.dates import DateSpan
from kg.document import Document, Match, matches
from kg.facts.event_names import Event, telling, unquoted, words
from kg.lexicon import Entry
from kg.mentions import Named, base_name, base_noun, clean
from kg.tokens import Units

_NEAR = 700
"""How far behind the last name of an event a sentence still speaks of it, in code points."""
_CLOSE = 60
"""How near to the name of an event, in code points, a day in figures tells more than one in words before."""
_LATELY = 120
"""Days before a release within which a day without year is past where no verb says that it is to come."""
_STREET = re.compile(r"(?:straße|strasse|platz|allee|gasse|ring|weg|damm|chaussee)(?: \d+\w?)?$")
_DAY_BEFORE = re.compile(r"\b(\d{1,2})\.?\s+(?:and|und|&)\s+(?:the\s+)?\Z")
_AND_TOMORROW = re.compile(r"\s+(?:und\s+morgen|and\s+tomorrow)\b")
_NEW_DAY = re.compile(
    r"\b(?:(?:[Nn]eue[rn]?|Ersatz|Nachhol|Ausweich)\s?-?(?:[Tt]ermin|[Dd]atum)|nachgeholt|holt|new date"
    r"|now take place)\b"
)
_TODAY = ("gestern", "heute", "yesterday", "today")
_HELD = ("statt", "stattfindet", "stattfinden", "stattfand", "stattfanden", "stattgefunden", "ein", "einlädt")
_ITEM = re.compile(r"[ \t]*(?:[-–•*·]|\d+[.)])\s")
_BARE = re.compile(r"(?:am|on|den|vom)\s+[A-Z]\w+", re.IGNORECASE)
_ANOTHER = re.compile(
    r"\b(?:[Nn]ächste|[Kk]ommende|[Ll]etzte|[Vv]orige|[Vv]orherige|[Ff]rühere)[nrsm]?\s+"
    r"(?!Jahr|Woche|Monat|Mal|Tag|Schritt|Wochenende|\w+tag\b|Mittwoch|Sonnabend)[A-ZÄÖÜ]"
)
_TIME_OF_DAY = re.compile(
    r"\b[Aa]m\s+(?:Vormittag|Nachmittag|Abend|Mittag|Vorabend)\b|\b[Aa][nm]\s+(?:diesem|selben|gleichen)\s+Tage?\b"
)
_CLOCK = re.compile(r"\d\s?Uhr\b|\d\s?[ap]\.?m\b|\b(?:eingeladen|lädt|laden|lud|luden)\b")
_SAYS_IT = re.compile(r"\W*(?:Sie|Er|Es|(?:Die|Diese) Veranstaltung|Der Termin|It|The event)\b")
_YEAR = re.compile(r"(?<![\w.,-])(?:19|20)\d\d(?![\w-]|[.,]\d)")
_WAS_HELD = re.compile(r"\b(?:stattgefunden|fand|Premiere|hatte|war)\b")


@dataclass(frozen=True, slots=True)
class _Place:
    name: str
    start: int
    end: int
    rank: float


class Passages:
    """The sentences of a release by the events they speak of."""

    def __init__(
        self, doc: Document, found: list[Event], units: Units, programme: list[tuple[int, int]]
    ) -> None:
        self.doc, self.found, self.units, self._programme = doc, found, units, sorted(programme)
        self._mentions = sorted((at, i) for i, e in enumerate(found) for at in e.mentions)
        self._offsets = [at for at, _ in self._mentions]
        self.places = list(_places(units))
        self._place_starts = [p.start for p in self.places]
        self.dates = [
            v for _, v in doc.outer.of_type(DateSpan) if v.kind in ("point", "range")
            and (v.kind == "range" or not v.preposition.startswith(("seit", "bis", "ab")))
            and len(v.first or "") >= 4 and doc.section(v.start).kind != "dateline"
            and (doc.dated is None or v.start != doc.dated.start)
        ]  # fmt: skip
        self._date_starts = [d.start for d in self.dates]

    def full(self, named: Named) -> str:
        """The name that a release gives in full where a sentence has its abbreviation."""
        longer = (
            o.name for o in self.doc.organizations if o.parts.get("abbreviation") == named.name != o.name
        )
        return next(longer, named.name)

    def listed(self, offset: int) -> bool:
        """True inside a line of a programme."""
        at = bisect_right(self._programme, offset, key=lambda span: span[0]) - 1
        return at >= 0 and offset < self._programme[at][1]

    def inside(self, start: int, end: int) -> list[tuple[int, Event]]:
        """The events named between two offsets, with the offsets of their names."""
        pairs = self._mentions[bisect_left(self._offsets, start) : bisect_left(self._offsets, end)]
        return [(at, self.found[i]) for at, i in pairs]

    def meant(self, offset: int, reach: int = _NEAR) -> Event | None:
        """The event a sentence speaks of: the nearest named in it, else the last one named before it."""
        start, end = self.doc.sentence(offset)
        inside = self.inside(start, end)
        inside = [pair for pair in inside if telling(pair[1])] or inside
        here = min(inside, key=lambda pair: abs(pair[0] - offset), default=(0, None))[1]
        if here is not None and (telling(here) or here.rule != "by-noun"):
            return here
        last = bisect_left(self._offsets, start) - 1
        first = bisect_left(self._offsets, start - reach)
        before = [self.found[self._mentions[i][1]] for i in range(last, first - 1, -1)]
        line = self.doc.text.rfind("\n", 0, offset)
        item = _ITEM.match(self.doc.text, line + 1)
        if item and here is None and last >= first and self._offsets[last] > line:
            return before[0]  # in one line of a list, whether it takes place or not
        if here is not None:  # "den Festvortrag hält …" tells of what the talk is part of
            return next((e for e in before if "status" not in e.slots and telling(e)), here)
        return next(
            (e for e in before if "status" not in e.slots and _stands(e)), before[0] if before else None
        )

    def dates_in(self, start: int, end: int) -> list[DateSpan]:
        """The days a stretch names, bare weekdays among them, in the year that its tense asks for."""
        first, last = bisect_left(self._date_starts, start), bisect_left(self._date_starts, end)
        written = [self._in_time(d, start, end) for d in self.dates[first:last]]
        bare = [
            d
            for d in weekdays(self.doc.text, start, end, self.doc.issued)
            if not self._in_title(d.start) and all(d.end <= w.start or w.end <= d.start for w in written)
        ]
        found = sorted((*written, *bare), key=lambda d: d.start)
        return [self._with_day_before(d) for d in found] or list(self._years(start, end))

    def _with_day_before(self, day: DateSpan) -> DateSpan:
        """ "18 and 19 October", "heute und morgen" as a range: one day lends the other its month."""
        if len(day.first or "") < 7 or day.first != day.last:
            return day
        match = _DAY_BEFORE.search(self.doc.text, max(0, day.start - 16), day.start)
        if match is not None:
            first = f"{(day.first or '')[:-2]}{int(match[1]):02}"
            return replace(day, start=match.start(1), kind="range", first=first)
        match = _AND_TOMORROW.match(self.doc.text, day.end)
        if match is not None and (day.first or "-")[0] != "-" and len(day.first or "") == 10:
            last = date.fromisoformat(day.first or "") + timedelta(1)
            return replace(day, end=match.end(), kind="range", last=last.isoformat())
        return day

    def _years(self, start: int, end: int) -> Iterator[DateSpan]:
        """A bare year in a sentence that says that something was held."""
        if _WAS_HELD.search(self.doc.text, start, end):
            for match in _YEAR.finditer(self.doc.text, start, end):
                yield DateSpan(*match.span(), "point", match[0], match[0], core_start=match.start())

    def _in_title(self, offset: int) -> bool:
        """True inside quotation marks or the name of an event ("Digital am Mittwoch")."""
        at = bisect_right(self.units.starts, offset) - 1
        return at >= 0 and bool({"Event", "Quoted", "Quote"} & self.units.alphabet.of(self.units.letters[at]))

    def _in_time(self, day: DateSpan, start: int, end: int) -> DateSpan:
        """A day without year in a sentence about what is to come: not before the release."""
        issued = self.doc.issued
        if not (day.inferred and issued and day.first and len(day.first) == 10 and day.first[0] != "-"):
            return day
        if day.first >= issued or not is_coming(self.doc.text, start, end) or day.first[5:7] == issued[5:7]:
            return day
        past = (date.fromisoformat(issued) - date.fromisoformat(day.first)).days if len(issued) == 10 else 0
        if past < _LATELY and not says_coming(self.doc.text, start, end):
            return day
        if not re.search(r"\d", self.doc.text[day.start : day.end]):
            return day
        later = [d and f"{int(d[:4]) + 1}{d[4:]}" for d in (day.first, day.last)]
        return replace(day, first=later[0], last=later[1])

    def within(self, event: Event, day: DateSpan) -> DateSpan:
        """A bare weekday as the one on which an event of several days, named before, is going on."""
        if (
            not _BARE.fullmatch(self.doc.text, day.start, day.end)
            or day.first != day.last
            or len(day.first or "") < 10
        ):
            return day
        for frame in self.found:
            first, last = str(frame.slots.get("start", "")), str(frame.slots.get("end", ""))
            if frame is event or first >= last or len(first + last) != 20 or "--" in (first[:2], last[:2]):
                continue
            begin = date.fromisoformat(first)
            here = begin + timedelta((date.fromisoformat(day.first or first).weekday() - begin.weekday()) % 7)
            if (
                first > (self.doc.issued or "")
                and (day.first or "")[:1] != "-"
                and here <= date.fromisoformat(last) <= begin + timedelta(14)
            ):
                return replace(day, first=here.isoformat(), last=here.isoformat())
        return day

    def before(self, start: int) -> list[DateSpan]:
        """The days of the sentence before one in its paragraph, where that names no event of its own."""
        if start <= self.doc.section(start).start or self.doc.section(start).kind == "headline":
            return []
        first, last = self.doc.sentence(start - 2)
        same = self.doc.section(first).start == self.doc.section(start).start
        days = self.dates_in(first, last) if same and not self.inside(first, last) else []
        return [d for d in days if not self.doc.text[d.start : d.end].endswith("Wochenende")]

    def same_day(self, event: Event) -> list[DateSpan]:
        """The day of the event told before, for a sentence that says but "am Nachmittag"."""
        told = [e for e in self.found if e is not event and e.start < event.start and "start" in e.slots]
        last = max(told, key=lambda e: e.start, default=None)
        if last is None or last.slots["start"] != last.slots.get("end"):
            return []
        at = last.evidence[-1]
        day = str(last.slots["start"])
        return [DateSpan(at.start, at.end, "point", day, day, core_start=at.start)]

    def places_in(self, start: int, end: int) -> list[_Place]:
        """The places that a stretch names."""
        first, last = bisect_left(self._place_starts, start), bisect_left(self._place_starts, end)
        return self.places[first:last]


def fill(doc: Document, found: list[Event], units: Units, programme: list[tuple[int, int]]) -> None:
    """Give every event the slots that the text states of it.

    `programme` are spans of lines that `kg.facts.agenda` has read: nobody else's day or guest is there.
    """
    told = Passages(doc, found, units, programme)
    for event in found:
        for at in sorted(event.mentions):
            if told.listed(at):
                continue
            start, end = doc.sentence(at)
            start = _joined(doc, start)
            _when(told, event, start, end, at)
            _where(told, event, start, end, at)
        if event.head in words("telling", "feasts") and _honours(doc, event):
            event.type = "award ceremony"
    _stated(told)
    _status(told)
    _people(told)


def _joined(doc: Document, start: int) -> int:
    """Where a sentence begins whose day and place stand in lines of their own, as invitations have them."""
    begin = start
    for _ in range(_PARAGRAPHS):
        before = doc.text[max(0, begin - 3) : begin].rstrip()[-1:]
        goes_on = (
            doc.text[begin : begin + 1].islower() or before == "," or (begin < start and before not in ".!?:")
        )
        if not goes_on or begin < 2 or doc.section(begin - 2).kind == "headline":
            break
        begin = doc.sentence(begin - 2)[0]
    return begin if start - begin < _NEAR else start


_PARAGRAPHS = 4
_HONOURS = re.compile(
    r"\b(?:[Uu]rkunden?|\w*[Pp]reis(?:e[ns]?)?|[Aa]uszeichnung(?:en)?|[Ss]iegel|[Zz]ertifikate?|[Tt]itel|[Bb]escheide?|awards?)\b"
)
_HANDED = re.compile(
    r"\b(?:überreich|verlieh|verleih|vergeben|entgegen|ausgezeichnet|geehrt|gekürt|handed|awarded)"
)


def _honours(doc: Document, event: Event) -> bool:
    """True for a feast at which, as its sentence says, a prize or a charter is handed over."""
    sentence = doc.sentence(event.start)
    return bool(_HONOURS.search(doc.text, *sentence) and _HANDED.search(doc.text, *sentence))


def _when(told: Passages, event: Event, start: int, end: int, near: int) -> None:
    """The date of a stretch: the one nearest behind the name, else before it."""
    if "status" in event.slots and "start" in event.slots:
        return
    others = [at for at, e in told.inside(near + 1, end) if e is not event]
    dates = told.dates_in(start, end)
    dates.sort(
        key=lambda d: (
            len(d.first or "") < 10, bool(others) and d.start > others[0], d.start < near, abs(d.start - near)
        )
    )  # fmt: skip
    known = str(event.slots.get("start", ""))
    if not dates and (not known or len(known) < 10):
        dates = [d for d in told.before(start) if len(d.first or "") == 10]
    if not dates and not known and _TIME_OF_DAY.search(told.doc.text, start, end):
        dates = told.same_day(event)
    for found in dates[:1]:
        day = told.within(event, found)
        first, last = day.first or "", day.last or day.first or ""
        figures = re.search(r"\d", told.doc.text[day.start : day.end])
        vague = first != last and not figures
        surer = event.vague and figures and day.start - near < _CLOSE
        if known and not surer and not (len(first) > len(known) and first.startswith(known)):
            return
        event.vague = vague
        event.slots["start"], event.slots["end"] = first, last
        event.timed = event.timed or bool(_CLOCK.search(told.doc.text, start, end))
        event.evidence.append(told.doc.evidence(day.start, day.end))


def _where(told: Passages, event: Event, start: int, end: int, near: int) -> None:
    """The place of a stretch: the one that is most surely one, the nearest among equals."""
    if "place" in event.slots:
        return
    others = [at for at, e in told.inside(start, end) if e is not event]
    here = [
        p for p in told.places_in(start, end)
        if not any(near < at < p.start or p.start < at < near for at in others)
    ]  # fmt: skip
    if not here:
        return
    place = max(here, key=lambda p: (p.rank, p.start > near, -abs(p.start - near)))
    if place.rank < 2 and not _beside(told, event, place, near):
        return
    event.slots["place"] = place.name
    event.evidence.append(told.doc.evidence(place.start, place.end))


def _beside(told: Passages, event: Event, place: _Place, near: int) -> bool:
    """True where an unsure place stands right beside the name or a date."""
    between = told.doc.text[min(place.start, near) : max(place.start, near)]
    return len(between) < len(event.name) + 40


def _places(units: Units) -> Iterator[_Place]:
    """Places named behind prepositions, ranked: houses and streets, towns, organisations, other names."""
    for match in matches(units, "event_place"):
        indices = match.indices("place")
        if not indices:
            continue
        if len(indices) > 1 and ")" in units.words(indices.start, indices.start + 1):
            indices = indices[:1]  # "Hasso-Plattner-Institut (HPI) Aktive"
        span = match.span("place") or (0, 0)
        rank = _rank(match, indices)
        if rank <= 0:
            continue
        name = unquoted(_of_town(units, indices) or _nominative(units, indices))
        town = match.text("town")
        start, end = match.span() or span
        yield _Place(f"{name}, {town}" if town and town not in name else name, start, end, rank + bool(town))


def _of_town(units: Units, indices: range) -> str:
    """ "Berliner Akademie der Künste" as "Akademie der Künste, Berlin"; "" for what has no town before it."""
    first = indices.start
    value, word = units.values[first], units.words(first, first + 1)
    town = value.base if isinstance(value, Entry) else word.removesuffix("er")
    if len(indices) < 2 or not word.endswith("er") or town == word or word.removesuffix("er") not in town:
        return ""
    if not isinstance(value, Entry) and not re.search(rf"\b{re.escape(town)}\b", units.text):
        return ""
    return f"{clean(units.text[units.starts[first + 1] : units.ends[indices.stop - 1]])}, {town}"


def _nominative(units: Units, indices: range) -> str:
    """A place with its adjective in the nominative: "im Alten Schlachthof" -> Alter Schlachthof."""
    first = indices.start
    short = re.fullmatch(r"[A-ZÄÖÜ]\w\wen", units.words(first, first + 1))  # "Alten", "Neuen"
    adjective = "AdjCap" in units.alphabet.of(units.letters[first]) or (short and len(indices) == 2)
    named = adjective and len(indices) > 1
    return base_name(units, first, indices.stop, first + 1 if named else -1)


def _rank(match: Match, indices: range) -> float:
    """How surely a phrase names a place where people meet; 0 for one that does not."""
    units = match.units
    texts = [units.words(i, i + 1).lower() for i in indices]
    if texts[-1].endswith(words("venues", "nowhere")):
        return 0
    if texts[0] in words("venues", "phrases") and (len(texts) == 1 or texts[0] != "haus"):
        return 0
    heads = words("venues", "heads")
    classes = [units.alphabet.of(units.letters[i]) for i in indices]
    head = next(
        (i for i, c in enumerate(texts) if c in ("der", "des", "am", "an", "für", "zu", "zum", "von")),
        len(texts),
    )
    for i in range(head):
        word = re.sub(r"(?:es|s|e|n)$", "", texts[i]) if not texts[i].endswith(heads) else texts[i]
        if len(indices) == 1 and word in (
            "saal",
            "foyer",
            "halle",
            "garten",
            "raum",
            "bühne",
            "keller",
            "werk",
        ):
            return 2.1
        if word.endswith(heads) and not ("Org" in classes[i] and "UnitOrg" in classes[i]):
            return 4
    if _STREET.search(" ".join(texts[:head])) or "Street" in classes[0]:
        return 3.5
    if classes[0] & {"City", "State"}:
        return 3
    if "Org" in classes[0] and "UnitOrg" not in classes[0]:
        value = units.values[indices.start]
        fit = isinstance(value, Named) and value.type not in ("municipality", "district", "unit", "state")
        return 2.5 if fit else 0
    if classes[0] & {"Name", "Caps", "Mixed", "AdjCap"} and not classes[0] & {"Abstract"}:
        first, last = match.match.span()
        behind = units.words(last, last + 1).lower() in _HELD
        dated = first > 0 and (
            isinstance(units.values[first - 1], DateSpan) or _is_weekday(units.words(first - 1, first))
        )
        return 2.2 if behind or dated or "Demonym" in classes[0] else 1
    return 0


def _is_weekday(word: str) -> bool:
    return (len(word) > 3 and word in WEEKDAYS) or word in _TODAY


def _stands(event: Event) -> bool:
    """True for an event that a later sentence can well mean: named outright, or with its day."""
    return "start" in event.slots or event.rule.startswith("named-") or event.rule == "programme-line"


def _stated(told: Passages) -> None:
    """Organisers, mottos, editions and days that whole constructions state."""
    for match in matches(told.units, "event_fact"):
        span = match.span() or (0, 0)
        named = match.value("event")
        event = named if isinstance(named, Event) else told.meant(span[0], 1500)
        said = told.doc.sentence(span[0])
        if match.rule.name == "event-of-organizer" and _by_others(told.doc, *span):
            continue
        if event is None or (not told.inside(*said) and _ANOTHER.search(told.doc.text, *said)):
            continue
        before = dict(event.slots)
        if names := [told.full(n) for n in _guests(_of_list(match, "organizers"))]:
            known = event.slots.get("organizers", ())
            event.slots["organizers"] = tuple(
                dict.fromkeys((*(known if isinstance(known, tuple) else ()), *names))
            )
        if match.text("again") and event.type == "award ceremony" and event.rule.startswith("by-noun"):
            continue  # "zum zweiten Mal" is said of the prize
        if (ordinal := match.text("again")) and (numbers := amounts.find_ordinals(f"{ordinal} Mal")):
            if numbers[0].value < 2 or event.rule == "programme-line":
                continue
            event.slots.setdefault("edition", numbers[0].value)
            event.slots.setdefault("series", event.name)
        if match.rule.name == "format-of-a-series":
            event.slots.setdefault("series", event.name)
        if motto := match.text("motto"):
            event.slots.setdefault("motto", motto)
        if place := match.text("place"):
            event.slots.setdefault("place", place)
        if match.text("date") or names:
            start, end = told.doc.sentence(span[0])
            _when(told, event, start, end, span[0])
            _where(told, event, start, end, span[0])
        if event.slots != before:
            event.evidence.append(told.doc.evidence(*span))


_LONGEST_ABBREVIATION = 9
_HELPED = re.compile(
    r"\b(?:unterstützt|gefördert|finanziert|gesponsert|begleitet|moderiert|besucht|eröffnet|übertragen|betreut)\b",
    re.IGNORECASE,
)
_VON = re.compile(r"\b(?:von|vom)\b")


def _by_others(doc: Document, start: int, end: int) -> bool:
    """True for "unterstützt wird das Fest von der Sparkasse": who helps holds nothing."""
    return bool(_VON.search(doc.text, start, end) and _HELPED.search(doc.text, *doc.sentence(start)))


_INSTITUTION = re.compile(
    r"[A-ZÄÖÜ]\w{2,}(?:bibliothek|bücherei|werke|büro|zentrum|verein|stiftung|kasse|schule|archiv|museum|agentur"
    r"|förderung|amt|kammer|netzwerk|jugendring|initiative)"
)
"""Nouns that name one house of its kind in a town ("die Stadtbibliothek"), and with it who invites."""


def _of_list(match: Match, group: str) -> list[Named]:
    """The names of a list without those that stand in the genitive behind one ("das Amt des Landkreises").

    A name in letters that only bodies have ("EUREGIO", "TraveKom") is one, too, and a title behind
    "Initiative" and its like.
    """
    units, found = match.units, []
    for i in match.indices(group):
        value = units.values[i]
        classes = units.alphabet.of(units.letters[i])
        if "Quoted" in classes or (
            not isinstance(value, Named) and classes & {"Mixed", "Caps"} and units.words(i - 1, i) != "("
        ):
            shouted = "Caps" in classes and len(units.words(i, i + 1)) > _LONGEST_ABBREVIATION
            if not shouted and units.words(i, i + 1) not in words("venues", "no_bodies"):
                name = units.words(i, i + 1).strip('„“”"»«')
                found.append(Named("organization", name, *units.slice(i, i + 1), "body-by-its-letters"))
            continue
        if isinstance(value, Entry | tuple):
            word = units.words(i, i + 1)
            if _INSTITUTION.fullmatch(word) and "OrgNoun" in classes:
                name = base_noun(word, value)
                found.append(Named("organization", name, *units.slice(i, i + 1), "institution-by-noun"))
            continue
        if not isinstance(value, Named):
            continue
        genitive = units.words(i - 1, i).lower() in ("des", "der")
        if found and genitive and isinstance(units.values[i - 2], Named):
            continue
        found.append(value)
    return found


def _guests(named: list[Named]) -> list[Named]:
    """Organisations of a list, or its persons where it names none."""
    organizations = [n for n in named if n.kind == "organization"]
    return organizations or [n for n in named if n.kind == "person"]


def _status(told: Passages) -> None:
    """Whether an event takes place: cancelled, postponed (with the new day), only planned, or untold."""
    said: dict[int, dict[str, int]] = {}
    for match in matches(told.units, "event_status"):
        at = (match.span() or (0, 0))[0]
        said.setdefault(told.doc.sentence(at)[0], {})[str(match.rule.settings["status"])] = at
    for start, marks in said.items():
        if "no" in marks and not {"cancelled", "postponed"} & marks.keys():
            continue
        status = next((s for s in ("postponed", "cancelled", "") if s in marks), "")
        at = marks.get(status, start)
        end = told.doc.sentence(start)[1]
        if status and told.doc.text[start:end].rstrip().endswith(":"):
            _listed_status(told, status, end)
            continue
        said_of = told.inside(start, end) or _SAYS_IT.match(told.doc.text, start)
        event = told.meant(at, 250) if said_of else None
        if event is None or ("no" in marks and status != "postponed"):
            continue
        if status:
            event.slots["status"] = status
        else:
            event.slots.setdefault("planned", "true")
        if status:
            _new_day(told, event, at)


def _listed_status(told: Passages, status: str, start: int) -> None:
    """What a line above a list says holds for all of it: "Verschoben werden:"."""
    block = told.doc.text.find("\n\n", start + 2)
    for at, event in told.inside(start, block if block >= 0 else len(told.doc.text)):
        event.slots["status"] = status
        if status == "postponed":
            _new_day(told, event, at)


def _new_day(told: Passages, event: Event, at: int) -> None:
    """The day to which an event is put off: behind the verb's "auf", or of the sentence after it."""
    start, end = told.doc.sentence(at)
    instead = told.doc.text.find("sondern", start, end)
    ahead = [
        d
        for d in told.dates_in(start, end)
        if d.preposition in ("auf", "to")
        or start < instead < d.start
        or re.search(r"\b(?:auf|to)\s+(?:den\s+)?$", told.doc.text[max(start, d.start - 9) : d.start + 0])
    ]
    new = _NEW_DAY.search(told.doc.text, start, end)
    if not ahead and new is not None:
        ahead = [d for d in told.dates_in(start, end) if d.start > new.start()]
    following = told.doc.sentence(end + 1) if end + 1 < len(told.doc.text) else (end, end)
    for _ in range(3):
        if ahead or following[1] - following[0] < 5:
            break
        another = any(e is not event for _, e in told.inside(*following))
        if not another and _NEW_DAY.search(told.doc.text, *following):
            ahead = told.dates_in(*following)
            _where(told, event, *following, following[0])
        last = following[1]
        following = told.doc.sentence(last + 1) if last + 1 < len(told.doc.text) else (last, last)
    if ahead:
        event.slots["status"] = "postponed"
    for day in ahead[:1]:
        event.slots["start"], event.slots["end"] = day.first or "", day.last or day.first or ""
        event.evidence.append(told.doc.evidence(day.start, day.end))


def _people(told: Passages) -> None:
    """Persons who take part: those of sentences with a word that says so, less those who do not come."""
    doc = told.doc
    away = {n.start for m in matches(told.units, "event_absent") for n in m.values("participants")}
    people = [
        v for _, v in told.units.of_type(Named)
        if v.kind == "person" and v.start not in away and not told.listed(v.start)
    ]  # fmt: skip
    starts = [p.start for p in people]
    off = {
        doc.sentence((m.span() or (0, 0))[0])[0]
        for m in matches(told.units, "event_status")
        if m.rule.settings["status"] in ("cancelled", "postponed")
    }
    cues = {doc.sentence((m.span() or (0, 0))[0])[0] for m in matches(doc.outer, "event_people")}
    own = {doc.sentence(at)[0] for event in told.found for at in event.mentions}
    for start in sorted(cues | own):
        end = doc.sentence(start)[1]
        if start in cues and doc.text[start:end].rstrip().endswith(":"):
            end = _list_end(doc, starts, end)
        here = people[bisect_left(starts, start) : bisect_right(starts, end - 1)]
        if not here or doc.section(start).kind == "headline" or (start in off and start not in own):
            continue
        for person in here:
            event = told.meant(person.start)
            if event is None or (start not in cues and not _attends(told, event, start, person)):
                continue
            known = event.slots.get("participants", ())
            if isinstance(known, tuple) and person.name not in str(event.slots.get("place", "")):
                event.slots["participants"] = tuple(dict.fromkeys((*known, person.name)))
        event = told.meant(here[0].start)
        if event is not None and event.slots.get("participants"):
            event.evidence.append(doc.evidence(start, end))


def _list_end(doc: Document, people: list[int], start: int) -> int:
    """Where a list of persons, one to a line, ends that begins behind an offset; `people` are theirs."""
    end = start
    for line in re.compile(r"[^\n]+").finditer(doc.text, start):
        if not line.group().strip():
            continue
        first = bisect_left(people, line.start())
        if len(line.group()) > 160 or first == bisect_left(people, line.start() + 60):
            break
        end = line.end()
    return end


def _attends(told: Passages, event: Event, start: int, person: Named) -> bool:
    """True where a sentence without a word for taking part tells of someone at the event."""
    inside = told.inside(*told.doc.sentence(start))
    at = next((at for at, named in reversed(inside) if named is event), start)
    before = told.doc.text[max(0, at - 40) : at].lower()
    at_it = re.search(r"\b(?:bei|beim|auf|zur|zum|während|nach|im rahmen)\b[^.;:]*$", before)
    behind = (
        re.match(r"[^.;:,]{0,60}\bmit\b", told.doc.text[at : person.start]) if at < person.start else None
    )
    given = event.head.endswith(words("telling", "talks")) and at < person.start
    by_them = _BY_THEM.search(told.doc.text, at, person.start) if given else None
    return bool(at_it or behind or by_them)


_BY_THEM = re.compile(r"\b(?:von|by)\s+(?:(?:der|dem)\s+)?(?:[\w-]+\s+){0,3}\Z")
