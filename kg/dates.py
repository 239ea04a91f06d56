"""Dates in German and English running text, as cities write them.

`kg.date_atoms` reads one date as written; here atoms are joined by `bis`, dashes, slashes and `und`,
lend each other the parts they leave out, get a missing year from the release's own date, and the
preposition before them decides the kind. No general date library is used: those guess, and read room
numbers, versions and prices as dates. The time is linear in the text.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from functools import lru_cache
from itertools import pairwise

from kg.date_atoms import GAP, START, Atom, bounds, preposition, read_atom, skip
from kg.date_relative import relative_dates

__all__ = ["DateSpan", "bounds", "find_dates"]

_JOIN = re.compile(
    rf"{GAP}(?P<join>bis(?:\s+(?:zum|einschließlich|spätestens))?|to\b|until|through|und|and|sowie|[–—/,-]){GAP}"
    r"(?:(?:dem|den|zum)\s+)?(?:Jahr\s+)?"
)
_LISTING = ("und", "and", "sowie", ",")
_DASHES = ("–", "—", "-", "/")
_NOT_BEFORE = re.compile(
    r"(?:\b(?:Version|Ver\.|(?<!e\.)(?<!e\.\s)V\.?|Release|Build|Kapitel|Abschnitt|Ziffer|Nr\.|Nummer|Drucksache|Vorlage"
    r"|Art\.|Artikel|Raum|Zimmer|Punkt|Absatz|Tel\.:?|Telefon:?|Fax:?|Python|Node|Az\.:?)|§)\s{0,2}\Z",
    re.IGNORECASE,
)
_UNIT_AFTER = re.compile(
    r"\s?(?:[€%°]|Euro\b|EUR\b|Prozent|Uhr\b|Mio|Mrd|Millionen|Tsd|Meter|Quadrat|Kilo|km\b|m²|qm\b|Teilneh"
    r"|Besuch|Gäste|Person|Mensch|Einwohn|Haushalt|Mitarbeit|Beschäftigt|Kinder|Schüler|Stück|Wohn|Bäume)"
)
_CAPITAL_AFTER = re.compile(r"\s[A-ZÄÖÜ]")
# "2001 wechselte er …", "wechselte 2014 als …": a year that tells when, without a preposition.
_OPENS_SENTENCE = re.compile(r"(?:^|[.!?:]\s|\n)\Z")
_TOLD_AFTER = re.compile(
    r"\s(?:[a-zäöü]+t(?:e|en)|war|waren|wurde|wurden|kam|ging|trat|begann|übernahm|entstand|erhielt|gewann|ist|zog)\b"
)
_TOLD_BEFORE = re.compile(
    r"(?<!\w)(?:[a-zäöü]{3,}te|war|wurde|wurden|kam|ging|trat|begann|übernahm|entstand|erhielt|gewann|zog|who|was|in)\s\Z"
)
_SINCE_WHAT = re.compile(r"\b[Ss]eit\s(?:der|ihrer|seiner|deren|dessen)\s\w+\s\Z")
_GOES_ON = re.compile(
    r"\s(?:als|zum|zur|zu|in|ins|an|von|vom|durch|gegründet|eröffnet|gewählt|den|die|das|der|ein|eine|erstmals|aus)\b"
)
_ON = re.compile(r"\s+an\b")
_UNTIL = ("bis", "until", "till", "by", "vor", "before")
_SINCE = ("ab", "seit", "since", "nach", "after")
_OPENS_YEAR = ("im", "in", *_UNTIL, *_SINCE)
_OPENS_DAY = ("am", "vom", "bis", "zum", "ab", "seit", "zwischen", "dem", "den", "on")
_OPENS_RANGE = ("zwischen", "between", "from")


@dataclass(frozen=True, slots=True)
class DateSpan:
    """A date expression in a text.

    start, end       offsets of the whole expression, with its preposition
    kind             `point`, `range`, `until` (only an end) or `since` (only a start)
    first, last      partial ISO dates or None; equal for a point
    day_of_week_ok   does the weekday that is written fit the date; None where none is written
    core_start       offset without preposition and article
    preposition      lower-case ("am", "bis", "zum", …) or ""
    season, part     as written ("Frühjahr", "Ende") or ""
    inferred         True when the year is not written but taken from the date of the release
    """

    start: int
    end: int
    kind: str
    first: str | None
    last: str | None
    day_of_week_ok: bool | None = None
    core_start: int = -1
    preposition: str = ""
    season: str = ""
    part: str = ""
    inferred: bool = False


def find_dates(text: str, issued: str | None = None) -> list[DateSpan]:
    """Date expressions of a text, sorted, not overlapping. Never raises, whatever the text.

    `issued` is the ISO date (full or partial) at which the text speaks. With it, a date without year
    gets the year that brings it nearest to `issued` (marked `inferred`), and "gestern", "am kommenden
    Freitag", "vor drei Jahren" are resolved. Without it a missing year stays missing (`--05-15`).
    Impossible dates (31.02.2020) are left out.
    """
    if len(text) > _SHORT:
        return _found(text, issued)
    return list(_remembered(text, issued))


_SHORT = 300


@lru_cache(maxsize=64)
def _remembered(text: str, issued: str | None) -> tuple[DateSpan, ...]:
    """The dates of a line: what decides about sections and headlines asks for the same line's again."""
    return tuple(_found(text, issued))


def _found(text: str, issued: str | None) -> list[DateSpan]:
    spans = list(_Reader(text, issued).absolute())
    if issued and bounds(issued):
        taken = {pos for span in spans for pos in range(span.start, span.end)}
        for span in _relative(text, issued):
            if taken.isdisjoint(range(span.start, span.end)):
                taken.update(range(span.start, span.end))
                spans.append(span)
        spans.sort(key=lambda span: span.start)
    return spans


class _Reader:
    """One pass over one text."""

    def __init__(self, text: str, issued: str | None) -> None:
        self.text = text
        self.behind = "\n" + text  # what stands before each character of the text, at its offset
        span = bounds(issued or "")
        self.low = date.fromisoformat(span[0]) if span else None
        self.high = date.fromisoformat(span[1]) if span else None
        self.last_year: int | None = None  # what "desselben Jahres" refers to

    def absolute(self) -> Iterator[DateSpan]:
        """Dates that do not need the release's date to be found."""
        pos = free = 0
        while match := START.search(self.behind, pos):
            atom = read_atom(self.text, match.start())
            if atom is None:
                pos = skip(self.text, match.start())
                continue
            prep = preposition(self.text, atom.start)
            if prep[0] < free:  # "Mai desselben Jahres 2024": those words are the last one's
                prep = (atom.start, "", False)
            atoms, join, behind = self._joined(atom, prep)
            pos = max(atoms[-1].end if atoms else behind, skip(self.text, match.start()))
            for span in self._spans(atoms, join, prep):
                self.last_year = int(span.last[:4]) if span.last and span.last[0] != "-" else self.last_year
                free = span.end
                yield span

    # -- joining -------------------------------------------------------------------------------

    def _joined(self, atom: Atom, prep: tuple[int, str, bool]) -> tuple[list[Atom], str, int]:
        """The atoms of one expression, "range", "list" or "" (a single one), and where to go on when
        there are none: days without a month are no dates, all of them, up to the last."""
        atoms, kind = [atom], ""
        # A list of dates is short; without a limit "1., 1., 1., …" would take quadratic time.
        while kind != "range" and len(atoms) < 12 and (match := _JOIN.match(self.text, atoms[-1].end)):
            after, join = read_atom(self.text, match.end()), match["join"]
            if after is None:
                break
            if join in _LISTING and prep[1] not in _OPENS_RANGE:
                last = atoms[-1]
                if last.day is None or last.year or not last.dotted or after.day is None or after.until_day:
                    break
                kind = "list"
            elif self._ranges(atoms[-1], join, after):
                kind = "range" if kind == "" else "list"
            else:
                break
            atoms.append(after)
        behind = atoms[-1].start
        while atoms and atoms[-1].only_day:
            atoms.pop()
        return atoms, kind if len(atoms) > 1 else "", behind

    def _ranges(self, first: Atom, join: str, last: Atom) -> bool:
        """May the two be the ends of one range?"""
        if last.only_day or (first.only_day and last.grain != 2):
            return False
        if first.only_day and ((first.day or 0) > 31 or self._is_number(first)):
            return False  # "Nr. 88 – 7. Juni 2011"
        if first.bare_year and last.bare_year:
            years = (first.year or 0, last.year or 0)
            return join != "/" and 1800 <= years[0] < years[1] and not _UNIT_AFTER.match(self.text, last.end)
        if join in (*_DASHES, *_LISTING):
            return first.grain == last.grain
        return True

    def _is_number(self, atom: Atom) -> bool:
        """Does a word such as "Nr." stand before it?"""
        return bool(_NOT_BEFORE.search(self.text[max(0, atom.start - 20) : atom.start]))

    def _spans(self, atoms: list[Atom], join: str, prep: tuple[int, str, bool]) -> Iterator[DateSpan]:
        if not atoms or not self._accepted(atoms, join, prep):
            return
        filled = self._filled([self._dated(atom) for atom in atoms], ordered=join == "range")
        if join == "list" and _consecutive(filled):
            filled, join = [filled[0], filled[-1]], "range"
        if join != "range":
            for index, atom in enumerate(filled):
                if span := _span(self.text, [atom], prep if index == 0 else (atom.start, "", False)):
                    yield span
        elif span := _span(self.text, filled, prep):
            yield span

    def _accepted(self, atoms: Sequence[Atom], join: str, prep: tuple[int, str, bool]) -> bool:
        """Is it a date at all? Bare years, bare months and "4.9." need words that say so."""
        text, atom, (start, word, year_said) = self.text, atoms[0], prep
        behind = text[max(0, atom.start - 1) : atom.start]
        if behind in ("/", "_", "-", ".") and atom.start and not (behind == "/" and atom.weekday is not None):
            return False
        if text[atom.start].isdecimal() and _NOT_BEFORE.search(text[max(0, start - 20) : start]):
            return False
        if atom.numeric_open and (join == "" or atoms[-1].numeric_open):
            return word in _OPENS_DAY or atom.weekday is not None
        if atom.until_year and not atom.season:
            return 0 < atom.until_year - (atom.year or 0) <= (30 if text[atom.end - 5] == "/" else 1)
        if join == "" and atom.bare_year and not atom.of_year:
            return year_said or self._year_alone(atom, word)
        if join == "" and atom.grain == 1 and atom.year is None and not atom.part and not atom.of_year:
            return word in _OPENS_YEAR or word == "zwischen"
        return True

    def _year_alone(self, atom: Atom, word: str) -> bool:
        """A bare year after a preposition, unless it counts something ("bis 2000 Haushalte")."""
        text, year = self.text, atom.year or 0
        if word in ("von", "from"):
            return bool(_ON.match(text, atom.end))
        if not word and 1950 <= year <= 2100:
            begins = _TOLD_AFTER.match(text, atom.end) and _OPENS_SENTENCE.search(text[: atom.start][-3:])
            since = _SINCE_WHAT.search(text[max(0, atom.start - 40) : atom.start])
            return bool(begins or since) or bool(
                _TOLD_BEFORE.search(text[max(0, atom.start - 20) : atom.start])
                and _GOES_ON.match(text, atom.end)
            )
        counts = year % 100 == 0 and _CAPITAL_AFTER.match(text, atom.end)
        return word in _OPENS_YEAR and not counts and not _UNIT_AFTER.match(text, atom.end)

    # -- years ---------------------------------------------------------------------------------

    def _dated(self, atom: Atom) -> Atom:
        """The atom with the year that "desselben Jahres" and its like name."""
        words = atom.of_year
        if not words:
            return atom
        if "selben" in words or "gleichen" in words:
            return replace(atom, year=self.last_year)
        if "folgenden" in words and self.last_year:
            return replace(atom, year=self.last_year + 1)
        if self.low is None:
            return atom
        ahead = any(word in words for word in ("kommend", "nächst", "folgend"))
        back = any(word in words for word in ("vergangen", "letzt", "Vorjahr"))
        return replace(atom, year=self.low.year + ahead - back)

    def _filled(self, atoms: list[Atom], *, ordered: bool) -> list[Atom]:
        """Atoms lend each other month and year, from right to left; then the release's date does."""
        atoms = [*atoms]
        for index in range(len(atoms) - 2, -1, -1):
            if atoms[index].month is None and atoms[index].only_day:
                atoms[index] = replace(atoms[index], month=atoms[index + 1].month)
        if all(atom.year is None for atom in atoms):
            atoms[-1] = self._nearest(atoms[-1])
        for index in range(len(atoms) - 2, -1, -1):
            here, after = atoms[index], atoms[index + 1]
            if here.year is None and after.year is not None:
                turn = ordered and (here.month or 0) > (after.month or 0) > 0
                atoms[index] = replace(here, year=after.year - turn, inferred=after.inferred)
        for index in range(1, len(atoms)):
            before, here = atoms[index - 1], atoms[index]
            if here.year is None and before.year is not None:
                turn = ordered and 0 < (here.month or 0) < (before.month or 0)
                atoms[index] = replace(here, year=before.year + turn, inferred=True)
        return atoms

    def _nearest(self, atom: Atom) -> Atom:
        """The atom in the year that brings it nearest to the release's date."""
        if self.low is None or self.high is None or atom.month is None:
            return atom
        middle = self.low + (self.high - self.low) / 2
        found = [
            (abs((date.fromisoformat(span[0]) - middle).days), year)
            for year in range(max(1, middle.year - 1), min(9999, middle.year + 2))
            if (span := bounds(_iso(atom, year=year) or ""))
        ]
        if not found:
            return atom
        year = min(found)[1]
        first, _ = bounds(_iso(atom, year=year) or "") or ("", "")
        off = (date.fromisoformat(first) - middle).days
        return replace(atom, year=year + self._by_tense(atom, off), inferred=True)

    def _by_tense(self, atom: Atom, off: int) -> int:
        """Years to add where a date some days off is ahead of what has been, or behind what will be."""
        if off > 0 and _SINCE_WHEN.search(self.text[max(0, atom.start - 12) : atom.start]):
            return -1
        if abs(off) <= _SEASON:
            return 0
        before = _CLAUSE_END.split(self.text[max(0, atom.start - _CLAUSE) : atom.start])[-1]
        clause = f"{before} {_CLAUSE_END.split(self.text[atom.end : atom.end + _CLAUSE])[0]}"
        back, ahead = bool(_BACK.search(clause)), bool(_AHEAD.search(clause))
        if back == ahead:
            return 0
        return -1 if back and off > 0 else 1 if ahead and off < 0 else 0


_SEASON = 92
"""Days that a date may lie off before the tense of its clause decides about its year."""
_CLAUSE = 80
_SINCE_WHEN = re.compile(r"\b(?:[Ss]eit|[Ss]ince)\s(?:dem\s|the\s)?\Z")
_CLAUSE_END = re.compile(r"[.!?;:](?=\s)|\n\n")
_BACK = re.compile(
    r"\b(?:wurden?|war|waren|worden|hatten?|fand|fanden|übernahm|trat|begann|kam|ging|wechselte|folgte|löste"
    r"|was|were|took|joined|became|started|began|left|moved|succeeded)\b"
)
_AHEAD = re.compile(
    r"\b(?:wird|werden|soll|sollen|will|wollen|findet|finden|startet|beginnt|kann|können|will|shall)\b"
)


def _consecutive(atoms: Sequence[Atom]) -> bool:
    """Are these days in a row ("am 18., 19. und 20. September")?"""
    isos = [_iso(atom) for atom in atoms]
    if None in isos or any(atom.grain != 2 for atom in atoms):
        return False
    # Without a year a leap year's calendar serves: only the distance counts.
    days = [date.fromisoformat((iso or "").replace("--", "2024-")) for iso in isos]
    return all(b - a == timedelta(1) for a, b in pairwise(days))


def _iso(atom: Atom, *, end: bool = False, year: int | None = None) -> str | None:
    """Partial ISO form of an atom (of its last year or month with `end`, in a year other than its own);
    None where impossible."""
    year = (end and atom.until_year) or year or atom.year
    head = "-" if year is None else f"{year:04}"
    if atom.quarter:
        return None if year is None else f"{head}-Q{atom.quarter}"
    if atom.half:
        return None if year is None else f"{head}-{atom.half * 6 if end else atom.half * 6 - 5:02}"
    if atom.month is None:
        return None if year is None else head
    day = (end and atom.until_day) or atom.day
    iso = f"{head}-{atom.month:02}" + ("" if day is None else f"-{day:02}")
    # 29 February is possible as long as no year denies it.
    return iso if bounds(iso if year is not None else iso.replace("--", "2024-")) else None


def _kind(preposition: str, ranged: bool) -> str:
    if preposition in _UNTIL:
        return "until"
    if preposition in _SINCE and not ranged:
        return "since"
    return "range" if ranged else "point"


def _span(text: str, atoms: Sequence[Atom], prep: tuple[int, str, bool]) -> DateSpan | None:
    head, tail = atoms[0], atoms[-1]
    first, last = _iso(head), _iso(tail, end=True)
    if first is None or last is None:
        return None
    ranged = len(atoms) > 1 or first != last
    word = prep[1]
    since = word in ("von", "from") and not ranged and _ON.match(text, tail.end)
    kind = "range" if len(atoms) > 1 else "since" if since else _kind(word, ranged)
    ended = "end" in tail.part.lower()
    if kind in ("range", "until") and ended and (span := bounds(last)):
        last = span[1]
    return DateSpan(
        prep[0], tail.end, kind, None if kind == "until" else first, None if kind == "since" else last,
        day_of_week_ok=_weekdays_fit(atoms), core_start=head.start, preposition=word,
        season=head.season, part=head.part or tail.part, inferred=any(atom.inferred for atom in atoms),
    )  # fmt: skip


def _weekdays_fit(atoms: Sequence[Atom]) -> bool | None:
    fits = [
        date.fromisoformat(iso).weekday() == atom.weekday
        for atom in atoms
        if atom.weekday is not None and atom.year is not None and (iso := _iso(atom))
    ]
    return all(fits) if fits else None


def _relative(text: str, issued: str) -> Iterator[DateSpan]:
    for core, end, first, last in relative_dates(text, issued):
        start, word, _ = preposition(text, core)
        first_word = text[core : core + 5].split()[:1]
        word = first_word[0].lower() if first_word and first_word[0].lower() in ("vor", "seit") else word
        kind = "range" if first != last else "point" if word == "vor" else _kind(word, False)
        yield DateSpan(
            start, end, kind, None if kind == "until" else first, None if kind == "since" else last,
            core_start=core, preposition=word, inferred=True,
        )  # fmt: skip
