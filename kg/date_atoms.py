"""One date as written, however partial: `15.`, `15. Mai`, `Mai 2022`, `Ende 2017`, `Q4 2023`.

The lower half of the date grammar; `kg.dates` joins atoms to expressions. German and English. Every
pattern is bounded, so reading an atom takes constant time.
"""

from __future__ import annotations

import calendar
import re
from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date
from functools import lru_cache

MONTHS = {
    name: number
    for number, names in enumerate(
        (
            "Januar Jänner January Jan", "Februar Feber February Feb", "März March Maerz Mär Mar",
            "April Apr", "Mai May", "Juni June Jun", "Juli July Jul", "August Aug",
            "September Sept Sep", "Oktober October Okt Oct", "November Nov", "Dezember December Dez Dec",
        ),
        start=1,
    )
    for name in names.split()
}  # fmt: skip
WEEKDAYS = {
    name: number
    for number, names in enumerate(
        (
            "Montag Monday Mo", "Dienstag Tuesday Di", "Mittwoch Wednesday Mi", "Donnerstag Thursday Do",
            "Freitag Friday Fr", "Samstag Sonnabend Saturday Sa", "Sonntag Sunday So",
        )
    )
    for name in names.split()
}  # fmt: skip
_ORDER = {"erst": 1, "first": 1, "1": 1, "i": 1, "zweit": 2, "second": 2, "2": 2, "ii": 2,
          "dritt": 3, "third": 3, "3": 3, "iii": 3, "viert": 4, "fourth": 4, "4": 4, "iv": 4}  # fmt: skip


def any_of(words: Iterable[str]) -> str:
    """A pattern for any of the words, also in capitals, as headlines are often set."""
    forms = {form for word in words for form in (word, word.upper())}
    return "|".join(sorted(forms, key=lambda form: (-len(form), form)))


GAP = r"[^\S\n]{0,3}(?:\n[^\S\n]{0,3})?"
"""White space within an expression: at most one line break, never a blank line."""

_MONTH = rf"(?P<month>{any_of(MONTHS)})(?![\w-])\.?"
_YEAR = r"(?P<year>(?:1[5-9]|20|21)\d\d)(?!\w|\.\d)"
_OF = (
    r"(?P<of>desselben\s+Jahres|d\.\s?J\.|des\s+Vorjahres"
    r"|des\s+(?:gleichen|laufenden|kommenden|nächsten|folgenden|vergangenen|letzten)\s+Jahres"
    r"|(?:dieses|diesen|kommenden|nächsten|vergangenen|letzten)\s+Jahres)"
)
_WHEN = rf"(?:{_YEAR}|(?:des\s+Jahres\s+|of\s+)(?P<year2>\d{{4}})(?!\d)|{_OF})"
_PART = (
    r"(?P<part>Anfang|Mitte|Ende|Beginn|Jahresende|Jahresbeginn|[Ee]arly|[Mm]id|[Ll]ate"
    r"|(?:the\s+)?(?:end|beginning)\s+of)(?!\w)"
)
_SEASON = (
    r"(?P<season>(?:Früh|Spät)?(?:[Ss]ommer|[Hh]erbst|[Ww]inter)|Frühjahr|Frühling"
    r"|[Ss]pring|[Ss]ummer|[Aa]utumn)(?!\w)"
)
_NTH = (
    r"(?:(?P<order>[Ee]rst|[Zz]weit|[Dd]ritt|[Vv]iert)e[ns]?|(?P<order2>first|second|third|fourth)"
    r"|(?P<order3>III|II|IV|I|[1-4])\.)"
)

_ISO = re.compile(r"(?P<year>\d{4})-(?P<month>\d\d)(?:-(?P<day>\d\d))?(?![\w-])")
_NUMERIC = re.compile(
    r"(?P<day>\d{1,2})\.\s?(?P<month>\d{1,2})\.(?:\s?(?P<year>\d{4})|(?P<short>\d\d))(?!\d|\.\d)"
)
_NUMERIC_OPEN = re.compile(r"(?P<day>\d{1,2})\.\s?(?P<month>\d{1,2})\.(?!\d)")
_DAY_MONTH = re.compile(rf"(?P<day>\d{{1,2}})(?:\.|st|nd|rd|th)?{GAP}(?:of\s)?{_MONTH}(?:,?{GAP}{_WHEN})?")
_DAY = re.compile(r"(?P<day>\d{1,2})(?P<dot>\.|st|nd|rd|th)?(?![\d%])")
_MONTH_DAY = re.compile(
    rf"{_MONTH}{GAP}(?P<day>\d{{1,2}})(?:st|nd|rd|th)?(?:\s?(?:–|-|to|and)\s?(?P<until_day>\d{{1,2}}))?"
    rf"(?:,{GAP}{_YEAR}|(?![\d.%]))"
)
_MONTH_YEAR = re.compile(rf"{_MONTH}(?:{GAP}{_WHEN})?")
_SEASON_YEAR = re.compile(rf"{_SEASON}{GAP}(?:of\s)?(?P<year>\d{{4}})(?:/(?P<until>\d{{4}}|\d\d))?(?!\d)")
_QUARTER = re.compile(
    rf"(?:{_NTH}{GAP}(?:(?P<half>Halbjahr|half)|Quartal|[Qq]uarter)|Q(?P<q>[1-4])|H(?P<h>[12]))"
    rf"{GAP}/?(?:of\s)?{_WHEN}"
)
_YEARS = re.compile(r"(?P<year>\d{4})/(?P<until>\d{4}|\d\d)(?![\d/])")
_BARE_YEAR = re.compile(_YEAR)
_OF_YEAR = re.compile(_OF)
_PARTED = re.compile(rf"{_PART}(?:{GAP}(?P<its>des\s+Jahres|der\s+Jahre))?{GAP}")
_WEEKDAY = re.compile(
    rf"(?P<weekday>{any_of(WEEKDAYS)})(?:s|abend|morgen|nachmittag|vormittag)?\.?,?\s{{1,2}}"
    r"(?:(?:dem|den|der)\s+)?"
)
_BY_DIGIT = (_ISO, _NUMERIC, _DAY_MONTH, _QUARTER, _NUMERIC_OPEN, _YEARS, _BARE_YEAR, _DAY)
_BY_LETTER = (_SEASON_YEAR, _QUARTER, _MONTH_DAY, _MONTH_YEAR)

START = re.compile(
    r"[^\w§+#=&?@$€](?:\d|(?=[JFMASONDWQHIVEBbdeflmstvwzZT])"
    rf"(?:(?:{any_of([*MONTHS, *WEEKDAYS])})(?!\w)|{_PART}|{_SEASON}|{_NTH}(?!\w)|Q[1-4]\b|H[12]\b))"
)
"""The character before an atom: a search for it skips all letters at once."""

_BEFORE = re.compile(
    r"(?<!\w)(?:(?P<prep>vom|von|am|im|in|bis|ab|seit|zum|zur|nach|vor|zwischen|until|till|since|from|by|on"
    r"|between|after|before)(?:\s+(?:zum|zur|einschließlich|spätestens))?(?:\s+(?:dem|den|der|das|the))?"
    r"(?P<year>\s+Jahr(?:en?|es)?|\s+year)?|(?P<article>dem|den|der|des|das|die)(?P<year2>\s+Jahr(?:en?|es)?)?"
    rf"|(?P<year3>Jahr(?:en?|es)?|year)){GAP}\Z",
    re.IGNORECASE,
)
_LEADS = (
    *("vom", "von", "am", "im", "in", "bis", "ab", "seit", "zum", "zur", "nach", "vor", "zwischen"),
    *("until", "till", "since", "from", "by", "on", "between", "after", "before", "einschließlich"),
    *("spätestens", "dem", "den", "der", "das", "the", "des", "die"),
    *("jahr", "jahre", "jahren", "jahres", "year"),
)
"""Last words of what `_BEFORE` matches."""
_PARTIAL = re.compile(r"(?!0000)(\d{4})(?:-Q([1-4])|-(\d\d)(?:-(\d\d))?)?", re.ASCII)
_RUN = re.compile(r"\d+(?:[.,/:-]\d+)*")


@dataclass(frozen=True, slots=True)
class Atom:
    """What is written of one date; None for what is left out."""

    start: int
    end: int
    year: int | None = None
    month: int | None = None
    day: int | None = None
    quarter: int | None = None
    half: int | None = None
    until_year: int | None = None  # "2021/22"
    until_day: int | None = None  # "May 15–18, 2024"
    weekday: int | None = None
    season: str = ""
    part: str = ""
    of_year: str = ""  # "desselben Jahres": which year, the reader of atoms must know
    dotted: bool = True  # "18." and not "18"
    numeric_open: bool = False  # "4.9.": a section number as easily as a date
    inferred: bool = False  # the year comes from elsewhere

    @property
    def grain(self) -> int:
        """2 for a day, 1 for a month, 0 for a year or a part of one."""
        return 2 if self.day is not None else 1 if self.month is not None else 0

    @property
    def only_day(self) -> bool:
        """Nothing but a day ("18.")."""
        return self.day is not None and self.month is None

    @property
    def bare_year(self) -> bool:
        """Nothing but a year ("2017")."""
        more = self.quarter or self.half or self.until_year or self.season or self.part
        return self.grain == 0 and not more


def read_atom(text: str, pos: int) -> Atom | None:
    """The longest date that begins at `pos`, however partial, or None."""
    if text[pos : pos + 1].isdecimal():
        for pattern in _BY_DIGIT:
            if match := pattern.match(text, pos):
                return _atom(match)
        return None
    if match := _WEEKDAY.match(text, pos):
        inner = read_atom(text, match.end())
        if inner is None or inner.day is None or inner.weekday is not None:
            return None
        return replace(inner, start=pos, weekday=WEEKDAYS[match["weekday"].title()])
    if match := _PARTED.match(text, pos):
        return _parted(text, match)
    for pattern in _BY_LETTER:
        if match := pattern.match(text, pos):
            # "Im Mai 15 Feste": only "on May 15" and "May 15, 2024" put the day after the month.
            if pattern is _MONTH_DAY and not match["year"] and text[max(0, pos - 3) : pos].lower() != "on ":
                continue
            return _atom(match)
    return None


def skip(text: str, pos: int) -> int:
    """Where to go on after a start that was no atom: behind a whole version or phone number."""
    run = _RUN.match(text, pos)
    return run.end() if run else pos + 1


def _parted(text: str, match: re.Match[str]) -> Atom | None:
    """As in "Ende 2017", "Anfang Mai 2022", "Ende dieses Jahres", "Ende des Jahres", "Jahresende"."""
    pos, part = match.end(), match["part"]
    inner = _MONTH_YEAR.match(text, pos) or _BARE_YEAR.match(text, pos) or _OF_YEAR.match(text, pos)
    if inner:
        return replace(_atom(inner), start=match.start(), part=part)
    if match["its"] == "des Jahres" or part.startswith("Jahres"):
        end = match.end("its") if match["its"] else match.end("part")
        return Atom(match.start(), end, part=part, of_year="dieses Jahres", inferred=True)
    return None


def _atom(match: re.Match[str]) -> Atom:
    got = {key: value for key, value in match.groupdict().items() if value}
    year = int(got.get("year") or got.get("year2") or 0) or None
    if "short" in got:
        year = int(got["short"]) + (1900 if int(got["short"]) > 68 else 2000)
    month = got.get("month")
    nth = next((got[key].lower() for key in ("order", "order2", "order3", "q", "h") if key in got), "")
    halved = "half" in got or "h" in got
    until = got.get("until")
    century = (year or 0) // 100 * 100
    return Atom(
        match.start(),
        match.end(),
        year=year,
        month=None if month is None else int(month) if month.isdecimal() else MONTHS[month.title()],
        day=int(got["day"]) if "day" in got else None,
        quarter=None if halved else _ORDER.get(nth),
        half=_ORDER.get(nth) if halved else None,
        until_year=None if until is None else int(until) + (century if len(until) == 2 else 0),
        until_day=int(got["until_day"]) if "until_day" in got else None,
        season=got.get("season", ""),
        of_year=" ".join(got.get("of", "").split()),
        dotted="dot" in got or match.re is not _DAY,
        numeric_open=match.re is _NUMERIC_OPEN,
        inferred="of" in got,
    )


def preposition(text: str, start: int) -> tuple[int, str, bool]:
    """Where an expression whose core begins at `start` begins with its preposition, the preposition in
    lower case (or ""), and whether the word "Jahr" stands between them."""
    low = max(0, start - 50)
    before = text[low:start]
    match = _BEFORE.search(before) if before.rstrip().lower().endswith(_LEADS) else None
    if not match:
        return start, "", False
    word = (match["prep"] or match["article"] or "").lower()
    year = bool(match["year"] or match["year2"] or match["year3"])
    if word in ("des", "das", "die", "der"):
        return (low + match.start(), "", True) if year else (start, "", False)
    return low + match.start(), word, year


@lru_cache(maxsize=1024)
def bounds(iso: str) -> tuple[str, str] | None:
    """First and last day of a partial ISO date; None for a yearless or malformed one.

    >>> bounds("2023-Q4")
    ('2023-10-01', '2023-12-31')
    """
    match = _PARTIAL.fullmatch(iso)
    if not match:
        return None
    year, quarter, month, day = (None if part is None else int(part) for part in match.groups())
    low, high = (quarter * 3 - 2, quarter * 3) if quarter else (1, 12) if month is None else (month, month)
    try:
        first = date(year or 0, low, 1 if day is None else day)
        last = date(year or 0, high, calendar.monthrange(year or 0, high)[1] if day is None else day)
    except ValueError:  # calendar.IllegalMonthError is one
        return None
    return first.isoformat(), last.isoformat()
