"""One release as the extraction sees it: text, sections, typed units, and what holds for all of it."""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import cache
from operator import attrgetter
from pathlib import Path

from kg import amounts, dates, lexicon, mentions, patterns, segment
from kg.mentions import Named, clean
from kg.model import Evidence, Release, Section
from kg.patterns import Rule
from kg.tokens import Tokenizer, Units, merge

_START = attrgetter("start")
LONG_QUOTE = 14
"""A quotation of more units than this is never taken for a title or a name."""


@dataclass(slots=True)
class Document:
    """A release with everything its facts are made from.

    `units` are typed units with names resolved; `outer` the same with every pair of quotation marks
    and what is between them one unit of class Quoted (a title or short quotation) or Quote. `people`
    and `organizations` are all names of a kind in order of text; `own` is the municipality that "die
    Stadt" means. `notes` are what a module found out once for the whole text.
    """

    release: Release
    sections: Sequence[Section]
    issued: str | None
    dated: dates.DateSpan | None
    units: Units
    outer: Units
    own: Named | None
    publisher: Named | None = None
    people: Sequence[Named] = ()
    organizations: Sequence[Named] = ()
    titles: Mapping[str, str] = field(default_factory=dict)
    _stops: list[int] = field(default_factory=list)
    notes: dict[str, str] = field(default_factory=dict)

    @property
    def text(self) -> str:
        """The release's text, to which all offsets refer."""
        return self.release.text

    def section(self, offset: int) -> Section:
        """The section an offset lies in (the last that begins before it)."""
        return self.sections[max(0, bisect_right(self.sections, offset, key=_START) - 1)]

    def sentence(self, offset: int) -> tuple[int, int]:
        """Start and end of the sentence that an offset lies in."""
        at = bisect_right(self._stops, offset)
        start = self._stops[at - 1] if at else 0
        return start, self._stops[at] if at < len(self._stops) else len(self.text)

    def evidence(self, start: int, end: int) -> Evidence:
        """The words of a span, without white space at its ends."""
        quote = self.text[start:end]
        start += len(quote) - len(quote.lstrip())
        quote = quote.strip()
        return Evidence(start, start + len(quote), quote)


@dataclass(slots=True)
class Match:
    """A rule's match over units, asked by group name."""

    rule: Rule
    units: Units
    match: re.Match[str]

    def indices(self, group: str) -> range:
        """Unit indices of a group; empty where the group took no part."""
        if group not in self.match.re.groupindex:
            return range(0)
        first, last = self.match.span(group)
        return range(max(first, 0), max(last, 0))

    def values(self, group: str, kind: str = "") -> list[Named]:
        """The names in a group, of one kind."""
        found = (self.units.values[i] for i in self.indices(group))
        return [v for v in found if isinstance(v, Named) and (not kind or v.kind == kind)]

    def value(self, group: str) -> object:
        """The first value in a group that is one."""
        return next((v for i in self.indices(group) if (v := self.units.values[i]) is not None), None)

    def text(self, group: str) -> str:
        """The words of a group on one line, without quotation marks around them."""
        span = self.span(group)
        return clean(self.units.text[span[0] : span[1]]).strip('„“”"»«‚‘›‹ ') if span else ""

    def span(self, group: str = "") -> tuple[int, int] | None:
        """Offsets of a group, or of the whole match."""
        if not group:
            return self.units.slice(self.match.start(), self.match.end())
        found = self.indices(group)
        return self.units.slice(found.start, found.stop) if found else None


@cache
def _tokenizer(*folders: Path) -> Tokenizer:
    """The tokenizer of a lexicon (by default the one of `ontology/`), with the rules' literals."""
    return make_tokenizer(lexicon.load(*folders))


def make_tokenizer(lex: lexicon.Lexicon) -> Tokenizer:
    """A tokenizer for the rules of `kg/rules` over a lexicon."""
    book = patterns.load()
    made = Tokenizer(lex, book.literals, patterns.Alphabet(book.classes))
    made.learn()
    return made


def read(release: Release, lex: lexicon.Lexicon | None = None) -> Document:
    """A release as a document. Pure: the same release gives the same document."""
    text = release.text
    sections = segment.segment(text)
    dated = segment.letterhead_date(text, sections)
    issued = release.stated.get("issued") or (dated.first if dated else release.metadata.get("issued"))
    stops = _stops(text, sections)
    tok = make_tokenizer(lex) if lex else _tokenizer()
    units = tok.units(text, _spans(text, issued), stops)
    place = segment.dateline_place(text, sections)
    town = text[slice(*place)] if place else ""
    units = mentions.find(units, patterns.load(), lambda found: _own(found, sections, town))
    own = _own(units, sections, town)
    publisher = _publisher(units, sections) or _of_a_title(units, sections, own)
    people = [v for _, v in mentions.named(units, "person")]
    organizations = [v for _, v in mentions.named(units, "organization")]
    outer = _collapse(units)
    titles = {p.name: p.parts["titles"] for p in reversed(people) if p.parts.get("titles")}
    notes = {"place": town} if town else {}
    return Document(
        release, sections, issued, dated, units, outer, own, publisher, people, organizations, titles, stops,
        notes,
    )  # fmt: skip


def _publisher(units: Units, sections: Sequence[Section]) -> Named | None:
    """The organisation of the letterhead, else of the contact block."""
    heads = [s for s in sections if s.kind == "headline" and s.heading in ("letterhead", "kicker")]
    ends = [s for s in sections if s.kind == "contact"]
    orgs = [v for _, v in mentions.named(units, "organization") if not v.reference and v.type != "unit"]
    found = (o for part in (heads, ends) for o in orgs if any(s.start <= o.start < s.end for s in part))
    return next(found, None) or _headed(units, sections, orgs)


_ADMINISTRATION = re.compile(r"(?:Landratsamt|Bezirksamt|(?:Kreis|Stadt|Gemeinde)verwaltung)\s")


def _headed(units: Units, sections: Sequence[Section], orgs: Sequence[Named]) -> Named | None:
    """The sender that a letterhead names by its administration, a title before a colon, or a profile.

    "Landratsamt Cham", "Hochschule Worms: Logistik zum Anfassen", "Die Hochschule Worms in Kürze".
    """
    heads = [s for s in sections if s.kind == "headline" and s.heading in ("letterhead", "kicker")]
    offices = [v for _, v in mentions.named(units, "organization") if _ADMINISTRATION.match(v.name)]
    titles = [s for s in sections if s.kind == "headline" and s.heading == "title"]
    profiles = [s for s in sections if s.kind == "boilerplate" and s.end - s.start < 80]
    return next(
        (
            o
            for part, named in ((heads, offices), (titles, orgs), (profiles, orgs))
            for o in named
            for s in part
            if s.start <= o.start < s.end
            and (part is not titles or (o.start == s.start and units.text[o.end : o.end + 1] == ":"))
            and (part is not profiles or o.name in s.heading)
        ),
        None,
    )


def _of_a_title(units: Units, sections: Sequence[Section], own: Named | None) -> Named | None:
    """Who writes, where no letterhead says it: the body that a title begins with and the text goes on with.

    That is no town and no authority that gives money; else it is the release's own municipality, unless
    the title begins with the letters of a body that nothing tells of. A release without a municipality is
    by the one body that its title names, if the text goes on with it.
    """
    title = next((s for s in sections if s.kind == "headline" and s.heading == "title"), None)
    if title is None:
        return own
    i = bisect_left(units.starts, title.start)
    while i < len(units.ends) and units.ends[i] <= title.start:
        i += 1
    first = units.values[i] if i < len(units.values) else None
    orgs = [v for _, v in mentions.named(units, "organization")]
    again = Counter(v.name for v in orgs if v.start >= title.end)
    if isinstance(first, Named) and first.kind == "organization":
        return first if first.type in _WRITING and again[first.name] >= _OFTEN else _prevailing(orgs, own)
    inside = {v.name: v for v in orgs if title.start <= v.start < title.end}
    if own is None and len(inside) == 1:
        sole = next(iter(inside.values()))
        return sole if sole.type in _WRITING and again[sole.name] >= _OFTEN else None
    word = units.words(i, i + 1)
    unknown = (
        first is None
        and "Caps" in units.alphabet.of(units.letters[i])
        and units.words(i + 1, i + 2).islower()
    )
    if unknown and re.search(rf"\b{re.escape(word)}\b", units.text[title.end :]):
        return None
    return _prevailing(orgs, own)


def _prevailing(orgs: Sequence[Named], own: Named | None) -> Named | None:
    """The municipality of a release, or the body that the text speaks of twice as often.

    Public utilities write of their town in passing; a town that writes of them says "die Stadt", too.
    """
    counts = Counter(v.name for v in orgs)
    rival = max((v for v in orgs if v.type in _WRITING), key=lambda v: counts[v.name], default=None)
    if own is None or rival is None or counts[rival.name] < _PREVAILING * max(1, counts[own.name]):
        return own
    return rival


_PREVAILING = 2
"""How many times as often as its town a text names the body that writes it."""

_WRITING = frozenset(
    {"university", "company", "association", "agency", "research institute", "network", "bank"}
)
_OFTEN = 2
"""How often a text names who writes it, besides its title."""


def _own(units: Units, sections: Sequence[Section], place: str) -> Named | None:
    """The municipality or district that a release is about and "die Stadt" means.

    It is the publisher, else the one of the dateline's place, else the first in the title, else the
    one named most.
    """
    publisher = _publisher(units, sections)
    if publisher is not None and publisher.type in ("municipality", "district"):
        return publisher
    found = [v for _, v in mentions.named(units, "organization") if v.type in ("municipality", "district")]
    titles = [s for s in sections if s.kind == "headline"]
    towns = [town.strip().casefold() for town in place.split("/")] if place else []
    by_place = (o for o in found if o.parts.get("place", "").casefold() in towns)
    by_title = (o for o in found if any(s.start <= o.start < s.end for s in titles))
    return next(by_place, None) or next(by_title, None) or _of_the_title(units, titles)


def _of_the_title(units: Units, titles: Sequence[Section]) -> Named | None:
    """The municipality named most, unless the title names another town."""
    found = mentions.municipality(units)
    towns = {
        units.words(i, i + 1)
        for s in titles
        if s.heading == "title"
        for i in range(bisect_left(units.starts, s.start), bisect_left(units.starts, s.end))
        if "City" in units.alphabet.of(units.letters[i])
    }
    return found if found is not None and (not towns or found.parts.get("place") in towns) else None


def matches(units: Units, stage: str) -> Iterator[Match]:
    """Matches of all rules of a stage, rule by rule."""
    for rule, match in units.places.matches(stage):
        yield Match(rule, units, match)


def _stops(text: str, sections: Sequence[Section]) -> list[int]:
    stops: set[int] = set()
    for section in sections:
        stops.add(section.start)
        if section.kind == "contact":
            stops.update(m.end() for m in re.compile(r"\n").finditer(text, section.start, section.end))
        stops.update(end for _, end in segment.sentences(text, section.start, section.end))
    return sorted(stops)


def _spans(text: str, issued: str | None) -> list[tuple[int, int, str, object]]:
    """Dates and amounts, disjoint; the longer of two that overlap wins."""
    found: list[tuple[int, int, str, object]] = []
    for d in dates.find_dates(text, issued):
        start = d.core_start if d.core_start >= 0 else d.start
        found.append((start if d.kind in ("point", "range") else d.start, d.end, "Date", _in_year(d, issued)))
    for a in amounts.find_amounts(text):
        found.append((a.start, a.end, "Share" if a.unit == "%" else "Amount", a))
    found.sort(key=lambda f: (f[0], -f[1]))
    out: list[tuple[int, int, str, object]] = []
    for item in found:
        if out and item[0] < out[-1][1]:
            if item[1] - item[0] > out[-1][1] - out[-1][0]:
                out[-1] = item
            continue
        out.append(item)
    return out


def _in_year(span: dates.DateSpan, issued: str | None) -> dates.DateSpan:
    """A day without year in a release of which only the month is known: the year nearest to it."""
    if issued is None or len(issued) != 7 or not (span.first or "").startswith("--"):
        return span
    year, month = int(issued[:4]), int(issued[5:7])

    def near(day: str | None) -> str | None:
        if day is None or not day.startswith("--"):
            return day
        off = int(day[2:4]) - month
        return f"{year - 1 if off > 6 else year + 1 if off < -6 else year}-{day[2:]}"

    return replace(span, first=near(span.first), last=near(span.last), inferred=True)


_CLOSES = {
    "„": "“”\"‟", "‚": "‘’'‛", "»": "«", "«": "»", "“": "”“\"", "”": "”“\"", '"': '"”“',
    "‘": "’'‘", "’": "’'", "'": "'’", "›": "‹", "‹": "›",
}  # fmt: skip
"""Which marks close a quotation that one opens: an apostrophe closes none of „…“."""
_BEFORE_WORD = re.compile(r"(?<![\w.,!?…“”\"«])[»«“”\"](?=[\w#„‚‘›»])")
_PARAGRAPH = re.compile(r"\n[ \t>\r\u00a0]*\n")


def _collapse(units: Units) -> Units:
    """Units with everything between a pair of quotation marks as one unit."""
    opening, closing = units.alphabet.charset("QuoteOpen"), units.alphabet.charset("QuoteClose")
    is_open = re.compile(opening).match
    text = units.text
    found: list[tuple[int, int, str, object]] = []
    stack: list[str] = []
    begun = -1
    for mark in re.finditer(f"{opening}|{closing}", units.letters):
        i = mark.start()
        at = units.starts[i]
        char = text[at]
        if stack and at - units.starts[begun] > 4000:
            stack = []
        # The tokenizer sees no word behind a mark that a date or an amount follows.
        if is_open(mark[0]) or _BEFORE_WORD.match(text, at):
            if stack and (_begins_paragraph(units, i) or (char == stack[0] and _breaks(units, begun, i))):
                found += _left_open(units, begun, i, char)
                stack = []
            begun = begun if stack else i
            stack.append(char)
        elif stack and (depth := _closed(stack, char)) >= 0:
            del stack[depth:]
            if not stack or (char in '“”"«' and _ends_speech(units, i)):
                stack = []
                found.append(_between(units, begun, i + 1))
    return merge(units, found)


def _closed(stack: list[str], char: str) -> int:
    """How many of the open marks stay open behind a closing one; -1 where it closes none."""
    return next((k for k in range(len(stack) - 1, -1, -1) if char in _CLOSES.get(stack[k], char)), -1)


def _between(units: Units, first: int, last: int) -> tuple[int, int, str, object]:
    name = "Quote" if last - first - 2 > LONG_QUOTE else "Quoted"
    classes = {name, *(_nouns_inside(units, first + 1, last - 1) if name == "Quoted" else ())}
    return first, last, units.alphabet.letter(frozenset(classes)), units.slice(first, last)


def _left_open(units: Units, begun: int, i: int, char: str) -> Iterator[tuple[int, int, str, object]]:
    """A quotation of several paragraphs has a mark before each and one behind the last: what is between
    the marks of two paragraphs is one of its parts."""
    last = i
    while last > begun + 1 and units.starts[last - 1] == units.ends[last - 1]:  # sentence ends are empty
        last -= 1
    ends = units.text[units.ends[last - 1] - 1] in ".!?…"
    if (
        ends
        and units.text[units.starts[begun]] == char
        and len(_PARAGRAPH.findall(units.text, units.starts[begun], units.starts[i])) == 1
    ):
        yield _between(units, begun, last)


def _breaks(units: Units, first: int, last: int) -> bool:
    """Is there an end of a paragraph between two units?"""
    return _PARAGRAPH.search(units.text, units.ends[first], units.starts[last]) is not None


def _begins_paragraph(units: Units, i: int) -> bool:
    """True for a unit at the start of a paragraph: a mark left open before is forgotten there."""
    start = units.starts[i]
    return "\n\n" in units.text[max(0, start - 4) : start].replace("\r", "").replace(" ", "")


def _nouns_inside(units: Units, first: int, last: int) -> Iterator[str]:
    """Classes of a title by the nouns in it: QuotedEvent, QuotedCompetition, QuotedProgramme."""
    classes = {c for i in range(first, last) for c in units.alphabet.of(units.letters[i])}
    if "EventNoun" in classes or units.words(first, first + 1).lower() in (
        "tag",
        "tage",
        "nacht",
        "woche",
        "abend",
        "fest",
    ):
        yield "QuotedEvent"
    if "CompetitionWord" in classes:
        yield "QuotedCompetition"
    if "KnownProgramme" in classes and last - first == 1:
        yield "QuotedProgramme"
    if last - first > 1 and units.words(first, first + 1) in _PROJECTS:
        yield "QuotedProject"


_PROJECTS = ("Projekt", "Project", "Reallabor", "Reallabore", "Reallaboren", "Pilotprojekt", "Modellprojekt")


def _ends_speech(units: Units, i: int) -> bool:
    """True where a closing mark stands behind the end of a sentence: it closes all that is open."""
    return units.text[units.starts[i] - 1] in ".!?…"
