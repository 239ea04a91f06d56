"""Dates that only the release's own date resolves: "gestern", "am kommenden Freitag", "vor drei Jahren"."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date, timedelta

from kg.date_atoms import WEEKDAYS, any_of, bounds

_COUNTS = {"einem": 1, "zwei": 2, "drei": 3, "vier": 4, "fünf": 5, "sechs": 6, "sieben": 7, "acht": 8,
           "neun": 9, "zehn": 10, "elf": 11, "zwölf": 12}  # fmt: skip
_DAYS_OFF = {"vorgestern": -2, "gestern": -1, "yesterday": -1, "heute": 0, "today": 0, "morgen": 1,
             "tomorrow": 1, "übermorgen": 2}  # fmt: skip
_TURNS = {"kommende": 1, "nächste": 1, "next": 1, "vergangene": -1, "letzte": -1, "last": -1,
          "kommenden": 1, "nächsten": 1, "vergangenen": -1, "letzten": -1, "vorige": -1}  # fmt: skip
_SEASONS = {"frühjahr": 3, "frühling": 3, "spring": 3, "sommer": 6, "summer": 6, "herbst": 9, "autumn": 9,
            "winter": 12}  # fmt: skip
_NAMES = any_of(name for name in WEEKDAYS if len(name) > 2 and not name.endswith("day"))
_ENGLISH = any_of(name for name in WEEKDAYS if name.endswith("day"))
# It begins with the character before, since a search for that skips all letters at once.
# "Morgen" with a capital is the time of day, so the case of this one counts.
_RELATIVE = re.compile(
    r"\W(?=[vgyhtümdknlsjf])"
    rf"(?:(?P<weekday>{_NAMES})\s+(?:in\s+)?(?:der\s+)?(?P<week>diese|kommende|nächste|vergangene|letzte|vorige)[rn]\s+Woche"
    rf"|(?P<day>{'|'.join(word for word in _DAYS_OFF if word != 'morgen')}|(?-i:morgen))"
    rf"|(?P<which>diese|kommende|nächste|vergangene|letzte)[rnms]?\s+(?P<unit>Woche|Wochenende|Monat|Jahr|{_NAMES})"
    rf"|(?P<which2>next|last|this)\s+(?P<unit2>week|month|year|{_ENGLISH})"
    rf"|(?:vor|seit)\s+(?:(?:rund|gut|etwa|fast|knapp|über|nunmehr|inzwischen|mittlerweile|bereits)\s+)?"
    rf"(?P<count>\d{{1,2}}|{'|'.join(_COUNTS)})\s+(?P<span>Jahr|Monat)(?:en|e)?"
    rf"|(?P<edge>Monats(?:anfang|beginn|ende)|Jahreswechsel)"
    rf"|(?P<which3>kommenden|nächsten|vergangenen|letzten|last|next)\s+"
    rf"(?P<season>Frühjahr|Frühling|Sommer|Herbst|Winter|spring|summer|autumn|winter))(?!\w)",
    re.IGNORECASE,
)
# "von heute auf morgen", "die Stadt von morgen" name no day.
_FIGURATIVE = re.compile(r"\b(?:von|auf|für|bis|noch|schon|of|und|for|until)\s{1,3}\Z", re.IGNORECASE)


def relative_dates(text: str, issued: str) -> Iterator[tuple[int, int, str, str]]:
    """Start and end offset, first and last ISO date of each such expression, without preposition.

    Days need an `issued` that is a full date; "in diesem Jahr" and "vor drei Jahren" only its year.
    """
    span = bounds(issued)
    if span is None:
        return
    day, full = date.fromisoformat(span[0]), span[0] == span[1]
    for match in _RELATIVE.finditer("\n" + text):
        try:
            found = _resolve(text, match, day, full)
        except (OverflowError, ValueError):  # beyond the years that dates can have
            continue
        if found:
            yield match.start(), match.end() - 1, *found


def _resolve(text: str, match: re.Match[str], day: date, full: bool) -> tuple[str, str] | None:
    turn = _TURNS.get((match["which"] or match["which2"] or "").lower(), 0)
    unit = (match["unit"] or match["unit2"] or match["span"] or "").title()
    if match["span"]:
        turn = -(int(match["count"]) if match["count"].isdecimal() else _COUNTS[match["count"].lower()])
    if match["season"]:
        return _season(day, _SEASONS[match["season"].lower()], _TURNS[match["which3"].lower()])
    if match["edge"]:
        return _edge(day, match["edge"].lower())
    if unit in ("Jahr", "Year"):
        return _month(day, turn * 12)[:4], _month(day, turn * 12)[:4]
    if not full or (match["day"] and _FIGURATIVE.search(text[max(0, match.start() - 12) : match.start()])):
        return None
    if match["weekday"]:
        monday = day - timedelta(day.weekday()) + timedelta(7 * _TURNS.get(match["week"].lower(), 0))
        found = (monday + timedelta(WEEKDAYS[match["weekday"].title()])).isoformat()
        return found, found
    if unit in ("Monat", "Month"):
        return _month(day, turn), _month(day, turn)
    return _days(match["day"] or "", day, turn, unit)


def _season(day: date, month: int, turn: int) -> tuple[str, str]:
    """The year of the season next to come or last gone: "im vergangenen Herbst"."""
    year = day.year + (turn > 0 and month <= day.month) - (turn < 0 and month + 2 >= day.month)
    return str(year), str(year)


def _edge(day: date, word: str) -> tuple[str, str]:
    """The first or last day of the month, or the first of the year nearest: "zum Jahreswechsel"."""
    if word == "jahreswechsel":
        found = date(day.year + (day.month > 6), 1, 1)
    elif word == "monatsende":
        found = date(day.year + day.month // 12, day.month % 12 + 1, 1) - timedelta(1)
    else:
        found = day.replace(day=1)
    return found.isoformat(), found.isoformat()


def _month(day: date, off: int) -> str:
    """The month `off` months after that of `day`."""
    count = day.year * 12 + day.month - 1 + off
    return date(count // 12, count % 12 + 1, 1).isoformat()[:7]


def _days(word: str, day: date, turn: int, unit: str) -> tuple[str, str]:
    length = 0
    if word:
        first = day + timedelta(_DAYS_OFF[word.lower()])
    elif unit in ("Woche", "Week"):
        first, length = day + timedelta(7 * turn - day.weekday()), 6
    else:
        length = int(unit == "Wochenende")
        wanted = 5 if length else WEEKDAYS[unit]
        ahead = (wanted - day.weekday()) % 7
        off = wanted - day.weekday() if turn == 0 else (ahead or 7) if turn > 0 else ahead - 7
        first = day + timedelta(off)
    return first.isoformat(), (first + timedelta(length)).isoformat()
