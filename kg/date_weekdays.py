"""Weekdays without a date ("am Montag", "on Tuesday evening"): the one the sentence's tense points to."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date, timedelta

from kg.date_atoms import WEEKDAYS, any_of
from kg.dates import DateSpan

_DAY = any_of(name for name in WEEKDAYS if len(name) > 2)
_TIME = r"(?:(?:abend|morgen|mittag|vormittag|nachmittag)s?)?"
_WEEKDAY = re.compile(
    rf"\b(?:(?:[Aa]m|[Vv]om|[Oo]n|[Dd]en|[Ff]ür(?=\s\w+\s(?:geplant|angesetzt|vorgesehen|angekündigt)))\s+(?:(?:heutigen|gestrigen|Nachmittag\s+des)\s+)?)(?P<first>{_DAY}){_TIME}"
    rf"(?:\s+(?:und|bis|and|to)\s+(?P<last>{_DAY}){_TIME})?(?![\w-])(?!,?\s*(?:dem|den|der)?\s*\d)"
)
_WEEKEND = re.compile(r"\b[Aa]m\s+Wochenende\b")
_GONE = re.compile(
    r"\b(?:war|waren|hat|haben|hatten?|wurden?|fand(?:en)?|gab(?:en)?|kam(?:en)?|ging(?:en)?|nahm(?:en)?|stand(?:en)?"
    r"|trafen?|griff(?:en)?|schnitt(?:en)?|ließ(?:en)?|zog(?:en)?|gewann(?:en)?|begann(?:en)?|schloss(?:en)?|fuhr(?:en)?|luden|trat(?:en)?|wies(?:en)?|bot(?:en)?|hieß(?:en)?|sprach(?:en)?|lud(?:en)?|fiel(?:en)?|hielt(?:en)?|worden|gestern|was|were|had|[a-zäöü]{2,}[a-zäöü]te|[a-zäöü]{3,}eten"
    r"|[a-zäöü]{3,}(?:lt|gt|rt|st|nd|ut|ft|ck|ht|zt|nt)en|übergab(?:en)?|eröffneten?|[a-z]{3,}ed|took|gave|held|met)\b"
)
_COMING = re.compile(
    r"\b(?:findet|finden|lädt|laden|startet|starten|beginnt|beginnen|wird|werden|steigt|öffnet|öffnen|können|kann"
    r"|eingeladen|will|sollen?|möchte[n]?|geplant|takes|gibt|geht|stattfindet|stattfinden|einlädt|einladen)\b"
)


def weekdays(text: str, start: int, end: int, issued: str | None) -> Iterator[DateSpan]:
    """Bare weekdays of a sentence as days, where the day of issue is known in full.

    In a sentence about what has been it is the last such day before the release (that day itself
    included), else the next one. Weekdays with a date behind them are left to `kg.dates`.
    """
    if issued is None or len(issued) != 10 or issued[0] == "-":
        return
    day = date.fromisoformat(issued)
    for match in _WEEKEND.finditer(text, start, end):
        ahead = (5 - day.weekday()) % 7  # Saturday
        if day.weekday() == 6 or not (ahead == 0 or is_coming(text, start, end)):
            ahead -= 7
        first = day + timedelta(ahead)
        yield DateSpan(
            *match.span(), "range", first.isoformat(), (first + timedelta(1)).isoformat(),
            core_start=match.start(), preposition="am", inferred=True,
        )  # fmt: skip
    for match in _WEEKDAY.finditer(text, start, end):
        planned = match[0][:3].lower() == "für"
        coming = planned or is_coming(text, start, end)
        off = (WEEKDAYS[match["first"].title()] - day.weekday()) % 7
        first = day + timedelta(off if coming or off == 0 else off - 7)
        more = (WEEKDAYS[match["last"].title()] - first.weekday()) % 7 if match["last"] else 0
        if not coming and first + timedelta(more) > day:
            first -= timedelta(7)
        last = first + timedelta(more)
        yield DateSpan(
            match.start(), match.end(), "range" if more else "point", first.isoformat(), last.isoformat(),
            core_start=match.start("first"), preposition="am", inferred=True,
        )  # fmt: skip


def says_coming(text: str, start: int, end: int) -> bool:
    """True for a sentence with a verb of what is to come."""
    return bool(_COMING.search(text, start, end))


def is_coming(text: str, start: int, end: int) -> bool:
    """True for a sentence about what is to come, by its verbs; also for one without any."""
    return bool(_COMING.search(text, start, end)) or not _GONE.search(text, start, end)
