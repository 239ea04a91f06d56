"""One release as the extraction sees it: text, sections, typed units, and what holds for all of it."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import cache
from operator import attrgetter
from pathlib import Path

from kg import amounts, dates, lexicon, mentions, patterns, publishers, segment
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
    units = mentions.find(
        units, patterns.load(), lambda found: publishers.municipality(found, sections, town)
    )
    own = publishers.municipality(units, sections, town)
    publisher = publishers.publisher(units, sections, own)
    people = [v for _, v in mentions.named(units, "person")]
    organizations = [v for _, v in mentions.named(units, "organization")]
    outer = _collapse(units)
    titles = {p.name: p.parts["titles"] for p in reversed(people) if p.parts.get("titles")}
    notes = {"place": town} if town else {}
    return Document(
        release, sections, issued, dated, units, outer, own, publisher, people, organizations, titles, stops,
        notes,
    )  # fmt: skip


def matches(units: Units, stage: str) -> Iterator[Match]:
    """Matches of all rules of a stage, rule by rule."""
    for rule, match in units.places.matches(stage):
        yield Match(rule, units, match)


_HUNG = re.compile(r",[ \t]{0,3}\r?\n {4,40}(?=[^\s\d])")
"""A line that a comma ends goes on in the next one where that is set in."""
_PARTED = re.compile(r"\n|(?<=[^\W\d_]) {4,}(?=[A-ZÄÖÜ])")
"""Where a contact block's lines end, or its columns part."""


def _stops(text: str, sections: Sequence[Section]) -> list[int]:
    stops: set[int] = set()
    for section in sections:
        stops.add(section.start)
        if section.kind == "contact":
            stops.update(m.end() for m in _PARTED.finditer(text, section.start, section.end))
        stops.update(end for _, end in segment.sentences(text, section.start, section.end))
    for hung in _HUNG.finditer(text) if "    " in text else ():
        stops.difference_update(range(hung.start() + 1, hung.end() + 1))
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
