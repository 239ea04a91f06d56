"""Sums of money and percentages in German and English text (counts and ordinals: `kg.numbers`).

Money and percentages are found from their unit, the rare part, and read backwards from there; so the
time is linear. Values are `Decimal` and exact, except fractions ("ein Drittel"), which are rounded to
six digits. In Germany "1.500" is fifteen hundred and "1,5" is one and a half; the English reading is
taken where only it makes sense ("€1.5 million", "2,400 employees").
"""

from __future__ import annotations

import re
from bisect import bisect_left
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation

from kg.numbers import (
    GAP,
    SPACE,
    UNITS,
    NumberSpan,
    OrdinalSpan,
    find_numbers,
    find_ordinals,
    number_word,
    qualifier,
    scale,
)

__all__ = [
    "AmountSpan",
    "NumberSpan",
    "OrdinalSpan",
    "find_amounts",
    "find_numbers",
    "find_ordinals",
    "number_word",
]

_HALVES = {"anderthalb": "1.5", "eineinhalb": "1.5", "einundeinhalb": "1.5", "zweieinhalb": "2.5",
           "dreieinhalb": "3.5", "viereinhalb": "4.5", "fünfeinhalb": "5.5", "halbe": "0.5", "halben": "0.5",
           "eine halbe": "0.5", "einer halben": "0.5", "half a": "0.5", "eine": "1", "einer": "1",
           "ein": "1", "einem": "1", "one": "1", "a": "1",
           "eine knappe": "1", "einer knappen": "1", "eine gute": "1", "einer guten": "1",
           "eine runde": "1", "einer runden": "1", "eine volle": "1", "einer vollen": "1"}  # fmt: skip
_CURRENCIES = {"€": "EUR", "euro": "EUR", "euros": "EUR", "eur": "EUR", "$": "USD", "us$": "USD",
               "usd": "USD", "us-dollar": "USD", "dollar": "USD", "dollars": "USD", "chf": "CHF",
               "franken": "CHF", "£": "GBP", "gbp": "GBP", "pfund": "GBP"}  # fmt: skip
_PREFIXES = ("€", "$", "£", "US$", "EUR", "USD", "CHF", "GBP")
_FIGURE = (
    r"(?:\d{1,3}(?:[.'\u00a0\u202f ]\d{3})+(?!\d)(?:,\d{1,2})?|\d{1,3}(?:,\d{3})+(?!\d)(?:\.\d{1,2})?"
    r"|\d{1,15}(?:[.,]\d{1,6})?)(?:,[-–—]{1,2})?"
)
_WORD = r"[Ee]iner?[ ](?:knappen?|guten?|runden?|vollen?)|[^\W\d_]{2,40}(?:[ ](?:halbe|halben|a))?|a"
_SCALE = (
    r"(?:Tsd\.?|Tausend|tausend|thousand|Mio\.?|Million(?:en)?|million|Mrd\.?|Milliarden?|billion|bn|k|m"
    r"|(?:Drei)?[Vv]iertelmillion)"
)
_ONE = rf"(?<![\w.,])(?P<value>{_FIGURE}|{_WORD})(?:[-\s]{{0,2}}(?P<scale>{_SCALE}))?[-\s]{{0,2}}\Z"
_SINGLE = re.compile(_ONE)
_RANGE = re.compile(
    rf"(?<![\w.,])(?P<low>{_FIGURE}|{_WORD})(?:{GAP}(?P<low_scale>{_SCALE}))?(?:{GAP}(?:€|Euro|EUR|%|Prozent))?"
    rf"(?:{GAP}(?P<join>bis(?!\s+zu\b)|und|to|and){GAP}|{SPACE}?[-–]{SPACE}?){_ONE}"
)
_JOINS = ("bis", "und", "to", "and", "-", "–")
_AHEAD = re.compile(rf"{GAP}(?P<value>{_FIGURE})(?:{GAP}(?P<scale>{_SCALE})(?!\w))?(?!\d)")
# The first letters stand apart: a search for one of them skips all others at once.
_UNIT = re.compile(
    r"[€$£%UEeDFCPGpv](?:(?<=[€$£%])|(?<=U)S\$|(?<=v)\.\s?H\.|(?<![^\W\d_].)(?:(?<=[Ee])uros?|(?<=E)URO?"
    r"|(?<=U)(?:S-Dollar|SD)|(?<=D)ollars?|(?<=F)ranken|(?<=C)HF|(?<=P)fund|(?<=G)BP|(?<=P)rozent"
    r"|(?<=p)(?:ercent|er\scent|rozentige[nmrs]?))(?!\w))",
    re.DOTALL,
)
_FEW = r"[Zz]wei|[Dd]rei|[Vv]ier|[Ff]ünf|[Ss]echs|[Ss]ieben|[Aa]cht|[Nn]eun|[Zz]ehn|[Zz]wölf|[Ee]ine"
# "davon kommen 9,75 Millionen vom Bund": of money where the words before speak of money.
_BARE = re.compile(
    rf"[^\w.,](?P<value>{_FIGURE}|{_FEW})[ \u00a0\u202f]?"
    r"(?P<scale>Millionen|Million|Mio\.|Mio(?!\.)|Milliarden|Mrd\.|Mrd(?!\.)"
    r"|million(?=\sof\s(?:this|that|which|it)\b))(?!\w)"
    r"(?!\s?(?:Euro|EUR|€|US|[$£]|CHF|Franken|Pfund|Dollar)|\s[A-ZÄÖÜ][a-zäöü]*(?:en|er|n|e)\b"
    r"|\s(?!(?:die|der|den|eine|seine|ihre|oder|weitere)\s)[a-zäöüß]+(?:e|en|er)\s[A-ZÄÖÜ])"
)
_MONEY = re.compile(r"(?:[Ee]uros?|EUR|€)(?!\w)")
_BETWEEN = re.compile(r"(?:zwischen|between|von|from)\s\Z", re.IGNORECASE)
_FRACTION = re.compile(
    r"(?<!\w)(?:(?P<half>(?:je(?:weils)?\s+)?(?:(?:zur|die|der)(?:\s+(?:andere|zweite)n?)?|eine)\s+Hälfte)"
    r"|(?P<english>half|(?:a|one|two|three|four)[ -](?:third|quarter|fifth|tenth)s?)"
    r"(?=\sof\s(?:the|all|its|their|this|that|these|those|total|eligible|project|overall|costs)\b)"
    r"|(?P<count>ein(?:em|es)?|zwei|drei|vier|das\s(?:restliche|verbleibende|übrige|letzte))\s(?:weiteres\s)?"
    r"(?P<part>Drittel|Viertel|Fünftel|Zehntel)n?s?"
    r"(?!\w|\s(?:Jahr|Stunde|Million|Milliard|Tag|Liter|Kilo|Meter|Stelle|Note))"
    r"|(?P<equal>hälftige[nrms]?|hälftig))",
    re.IGNORECASE,
)
_COUNTS = {"two": 2, "three": 3, "four": 4}
_PARTS = {
    "third": 3,
    "quarter": 4,
    "fifth": 5,
    "tenth": 10,
    "drittel": 3,
    "viertel": 4,
    "fünftel": 5,
    "zehntel": 10,
}


@dataclass(frozen=True, slots=True)
class AmountSpan:
    """A sum of money or a percentage.

    start, end   offsets of the whole expression with its qualifier; `core_start` without
    value        the amount (of a range the lower end); `upper` the upper end of a range
    unit         `EUR`, `USD`, `CHF`, `GBP` or `%`
    qualifier    `exact`, `min`, `max`, `about`, or None when no word says so
    """

    start: int
    end: int
    value: Decimal
    unit: str
    qualifier: str | None = None
    core_start: int = -1
    upper: Decimal | None = None


def find_amounts(text: str) -> list[AmountSpan]:
    """Sums of money and percentages of a text, sorted, not overlapping. Never raises."""
    found: list[AmountSpan] = []
    free = 0  # where the last one ended
    for unit in _UNIT.finditer(text):
        span = unit.start() >= free and (_backwards(text, unit, free) or _forwards(text, unit))
        if span:
            found.append(span)
            free = span.end
    if found:
        found += _bare(text, found)
    found += _bare_shares(text, found)
    taken = [(span.start, span.end) for span in found]
    found += [s for s in _fractions(text) if not any(a < s.end and s.start < b for a, b in taken)]
    return sorted(found, key=lambda span: span.start)


def _bare(text: str, found: list[AmountSpan]) -> list[AmountSpan]:
    """Millions without their currency, in a sentence that has named it, or names it soon after."""
    free = {span.end for span in found} | {span.core_start for span in found}
    more: list[AmountSpan] = []
    if not any(word in text for word in ("illi", "Mio", "Mrd")):
        return more
    for match in _BARE.finditer("\n" + text):
        start, end = match.start(), match.end() - 1
        near = text[max(0, start - 250) : end + 60]
        near = near[near[: min(250, start)].rfind("\n\n") + 1 :]
        value = _scaled(match["value"], match["scale"])
        if value is None or start in free or not _MONEY.search(near):
            continue
        if any(span.start < end and start < span.end for span in found):
            continue
        begin, words = qualifier(text, start)
        more.append(AmountSpan(begin, end, value, "EUR", words, start))
    return more


# "der Bund 50 Prozent, das Land 40 und die Stadt die übrigen zehn"; "Bund 50, Land 40 und Stadt 10 Prozent"
_REMAINING = re.compile(
    r"(?:übrigen|restlichen|verbleibenden|weiteren|fehlenden|remaining)[ \u00a0]"
    rf"(?P<value>\d{{1,2}}|{_WORD})(?=\s?[.,;)]"
    r"|\s(?:trägt|tragen|übernimmt|übernehmen|zahlt|bringt|steuert|finanziert|stammen|kommen|muss)\b)"
)
# Thousands without a currency, behind one: "auf Gera entfallen 720.000 Euro, auf Greiz 655.000."
_THOUSANDS = re.compile(
    r"(?P<value>\d(?<![\w.,:-]\d)\d{0,2}\.\d{3}(?:\.\d{3})?)(?=\s?[.,;)](?!\d)|\s(?:und|sowie|an|auf|für|von|vom|zu|aus)\b)"
)


def _bare_shares(text: str, found: list[AmountSpan]) -> list[AmountSpan]:
    """Percentages and sums without their unit, in a sentence that has named it before."""
    more: list[AmountSpan] = []
    if not found:
        return more
    ends = sorted(span.end for span in found)
    units = {span.end: span.unit for span in found}
    spans = sorted((span.start, span.end) for span in found)
    for pattern, wanted in ((_REMAINING, "%"), (_THOUSANDS, "EUR")):
        for match in pattern.finditer(text):
            start, end = match.span("value")
            at = bisect_left(ends, start) - 1
            between = text[ends[at] : start] if at >= 0 else "."
            same = at >= 0 and units[ends[at]] == wanted and len(between) < 160 and not _ENDS.search(between)
            value = _value(match["value"], scaled=False, english=False)
            inside = bisect_left(spans, (start + 1, 0))
            if value is None or not same or (inside and spans[inside - 1][1] > start):
                continue
            begin, words = qualifier(text, start)
            more.append(AmountSpan(begin, end, value, wanted, words, start))
    return more


_ENDS = re.compile(r"[.!?;]\s|\n\n|:\s")


def _value(figure: str, *, scaled: bool, english: bool) -> Decimal | None:
    """A figure or number word as a number."""
    plain = re.sub(r",[-–—]{1,2}\Z", "", figure)
    if not plain[:1].isdecimal():
        half = _HALVES.get(" ".join(plain.lower().split()))
        word = number_word(plain)
        return Decimal(half) if half else None if word is None else Decimal(word)
    plain = re.sub("['\u00a0\u202f ]", "", plain)
    thousands, decimal = (",", ".") if _is_english(plain, scaled=scaled, english=english) else (".", ",")
    try:
        return Decimal(plain.replace(thousands, "").replace(decimal, "."))
    except InvalidOperation:  # "1.,5": no number
        return None


def _is_english(figure: str, *, scaled: bool, english: bool) -> bool:
    """Is the comma of this figure a thousands separator, its point a decimal point?"""
    if "," in figure and "." in figure:
        return figure.rindex(".") > figure.rindex(",")
    if re.fullmatch(r"\d{1,3}(?:,\d{3})+", figure):
        return english or not scaled or figure.count(",") > 1
    return "." in figure and not re.fullmatch(r"\d{1,3}(?:\.\d{3})+", figure)


def _backwards(text: str, unit: re.Match[str], free: int) -> AmountSpan | None:
    """The amount whose unit follows it: "bis zu 15 Millionen Euro", "10 %", "90-prozentige"."""
    last = text[max(0, unit.start() - 4) : unit.start()].rstrip(" \t\r\n\u00a0\u2009\u202f-–—")[-1:]
    if not (last.isalnum() or last in (".", ",")):  # "Mio.", "50.000,-"
        return None
    low = max(free, unit.start() - 100)
    before = text[low : unit.start()]
    single = _SINGLE.search(before)
    value = single and _scaled(single["value"], single["scale"])
    if not single or value is None or (value == 1 and not single["scale"] and single["value"][0].isalpha()):
        return None
    joined = before[: single.start("value")].rstrip().endswith(_JOINS)
    span = _RANGE.search(before) if joined else None
    # "15-Millionen-": the same second figure, or it is no range.
    span = span if span and span.start("value") == single.start("value") else None
    lower = _lower(text[max(0, low - 9) : low] + before[: span.start()], span, value) if span else None
    core = low + (span.start() if span and lower is not None else single.start())
    start, words = qualifier(text, core)
    first, upper = (value, None) if lower is None else (lower, value)
    return AmountSpan(start, unit.end(), first, _currency(unit[0]), words, core, upper)


def _lower(before: str, span: re.Match[str], upper: Decimal) -> Decimal | None:
    """The lower end of "1,2 bis 1,5 Millionen"; None when that is no range."""
    if span["join"] in ("und", "and") and not _BETWEEN.search(before):
        return None
    lower = _scaled(span["low"], span["low_scale"] or span["scale"])
    if lower is not None and lower >= upper and not span["low_scale"]:
        # "800.000 bis 1,2 Millionen": the scale belongs to the second figure alone.
        lower = _scaled(span["low"], None)
    return lower if lower is not None and lower < upper else None


def _scaled(figure: str, word: str | None) -> Decimal | None:
    value = _value(figure, scaled=word is not None, english=False)
    return None if value is None else value * scale(word)


def _forwards(text: str, unit: re.Match[str]) -> AmountSpan | None:
    """The amount whose unit stands before it: "EUR 3,5 Mio.", "€1.5 million"."""
    code = _currency(unit[0])
    match = _AHEAD.match(text, unit.end()) if unit[0] in _PREFIXES else None
    value = match and _value(match["value"], scaled=match["scale"] is not None, english=unit[0] != "EUR")
    if not match or value is None:
        return None
    start, words = qualifier(text, unit.start())
    return AmountSpan(start, match.end(), value * scale(match["scale"]), code, words, unit.start())


def _currency(unit: str) -> str:
    return _CURRENCIES.get(unit.lower(), "%")


def _fractions(text: str) -> list[AmountSpan]:
    found: list[AmountSpan] = []
    lower = text.lower()
    if not any(word in lower for word in ("hälft", "half", *_PARTS)):
        return found
    for match in _FRACTION.finditer(text):
        counted, part = match["count"] or "", match["part"] or ""
        if match["english"]:
            counted, _, part = match["english"].replace("-", " ").partition(" ")
        parts = _PARTS[part.lower().removesuffix("s")] if part else 2
        count = _COUNTS.get(counted.lower()) or UNITS.get(counted.lower(), 1)
        value = (Decimal(100) * count / parts).quantize(Decimal("0.000001")).normalize()
        start, words = qualifier(text, match.start())
        found.append(AmountSpan(start, match.end(), value + 0, "%", words, match.start()))
    return found
