"""The head of a release: letterhead, dateline, kicker, title and subtitle of the lines above the body."""

from __future__ import annotations

import re
from dataclasses import replace

from kg.dates import find_dates
from kg.layout import (
    CONTACT,
    EMBARGO,
    LINK_ONLY,
    RULE,
    SUBJECT,
    Line,
    heading_kind,
    is_contact,
    is_dated,
    split_dated,
)
from kg.letterhead import is_sender
from kg.model import Section
from kg.sentences import trim

__all__ = ["headline"]

_QUOTED = re.compile(r"[„»\"“][^„»\"“”«]*[“«\"”]")
_WITHIN = re.compile(r"\s(?:um|mit|auf|aus|ohne|ins|zum|zur|beim|gegen|nach|statt|bis|vom)\s")
"""Where one of these stands inside, a line says something: no kicker but a short title."""
_CAPTION = re.compile(
    r"(?:©|\(c\)\s|(?:Foto|Fotos|Bild|Bildnachweis|Bildquelle|Copyright|Grafik)\s?[:©(])"
    r"|.*(?:\(v\.\s?l\.|©\s?[A-ZÄÖÜ]|\bFoto: )",
    re.IGNORECASE,
)
"""The words below a picture at the head of a release; who took it."""
_NUMBERED = re.compile(r"\s*(?:Nr\.?)?\s*[\d/.-]*\s*(?:vom|,)?\s*\Z")
_OF = re.compile(r"(?:der|des|von|aus|of|by)\s", re.IGNORECASE)
_BYLINE = re.compile(r"(?:[Vv]on|[Bb]y|Text|Autor(?:in)?)[:\s]+(?:[A-ZÄÖÜ][\w’-]+\.?\s?){2,3}\Z")


def headline(text: str, units: list[Line]) -> list[Section]:
    """Letterhead, dateline, kicker, title and subtitle of the lines above the body."""
    units = [line for unit in units if not RULE.match(unit.text) for line in _lines(text, unit)]
    roles = [_head_role(unit) for unit in units]
    titles = [i for i, role in enumerate(roles) if role == ""]
    named = next((i for i in titles if not is_sender(units[i].text)), None)
    for i in titles if named is not None else ():
        # Names of organisations above the title, and beside a dateline, are letterhead.
        if is_sender(units[i].text) and (i < (named or 0) or "dateline" in roles[i + 1 :]):
            roles[i] = "letterhead"
    for i in [i for i in titles if roles[i] == ""]:
        # A name above its telephone in a letterhead is no title where a line further down can be one.
        beside = [j for j in range(i + 1, len(units)) if units[j].paragraph == units[i].paragraph]
        below = any(roles[j] == "" for j in range(i + 1, len(units)) if j not in beside)
        if below and any(roles[j] in ("letterhead", "contact") for j in beside):
            roles[i] = "letterhead"
    titles = [i for i, role in enumerate(roles) if role == ""]
    marked = [i for i in titles if units[i].marked]
    last = max((i for i, role in enumerate(roles) if role in ("letterhead", "dateline")), default=-1)
    after = [i for i in titles if i > last]
    title = marked[0] if marked else _title(units, titles, after)
    for i in titles:
        if title is not None and i < title:
            roles[i] = "kicker" if i > last or units[i].paragraph == units[title].paragraph else "letterhead"
        elif i == title:
            roles[i] = "title"
        else:
            roles[i] = "subtitle"
    return [_head_section(unit, role) for unit, role in zip(units, roles, strict=True)]


def _lines(text: str, unit: Line) -> list[Line]:
    """The parts of a line of the head that is more than one thing; other lines are one."""
    parts = split_dated(text, unit)
    if len(parts) > 1:
        return [
            p if p.heading or is_dated(p) else replace(p, heading=("headline", "", p.start)) for p in parts
        ]
    if (titled := _titled(text, unit)) is not None:
        return titled
    if not unit.heading or unit.heading[0] != "headline" or EMBARGO.match(unit.text):
        return [unit]
    label = replace(unit, end=unit.heading[2], text=text[unit.start : unit.heading[2]])
    start, end = trim(text, unit.heading[2], unit.end, " :–-|*_\n\r\t")
    rest = replace(unit, start=start, end=end, text=text[start:end], heading=None)
    subject = label.text.casefold().startswith(SUBJECT)
    short = len(rest.text.split()) < (1 if subject else 4)
    sender = not subject and (is_sender(rest.text) or _OF.match(rest.text))
    if short or sender or any(span.kind == "point" for span in find_dates(rest.text)):
        return [unit]
    return [label, rest]


def _titled(text: str, unit: Line) -> list[Line] | None:
    """The two parts of "Pressemitteilung Nr. 7 vom 3. Mai 2021 Neues Rathaus steht allen offen"."""
    if not unit.heading or unit.heading[0] != "headline" or EMBARGO.match(unit.text):
        return None
    label = unit.heading[2] - unit.start
    day = next((s for s in find_dates(unit.text) if s.kind == "point" and len(s.first or "") == 10), None)
    if day is None or not _NUMBERED.match(unit.text[label : day.core_start]):
        return None
    start, end = trim(text, unit.start + day.end, unit.end, " :–-|*_\n\r\t")
    rest = replace(unit, start=start, end=end, text=text[start:end], heading=None)
    if (
        _size(rest) < _SHORTEST_SAYING
        or is_sender(rest.text)
        or not any(w.islower() for w in rest.text.split())
    ):
        return None
    head = replace(unit, end=unit.start + day.end, text=unit.text[: day.end])
    return [head, rest]


_SHORTEST_SAYING = 4
"""Words that a title behind a date has at least."""


def _head_role(unit: Line) -> str:
    """What a line of the head is; "" for one that may be the title."""
    if unit.heading and unit.heading[0] == "headline":
        field_ = unit.heading[1].casefold() in ("datum", "date") and len(unit.text) < 60
        return "dateline" if field_ and is_dated(unit) else "letterhead"
    if is_dated(unit):
        return "dateline"
    if _is_dated_sender(unit.text):
        return "letterhead"
    if EMBARGO.match(unit.text) or _is_labelled_sender(unit.text):
        return "letterhead"
    if _CAPTION.match(unit.text):
        return "caption"
    if is_contact(unit):
        return "contact" if CONTACT.search(unit.text) or not is_sender(unit.text) else "letterhead"
    if unit.heading and unit.heading[0] == "contact":
        return "letterhead"
    return "letterhead" if LINK_ONLY.match(unit.text) or _BYLINE.match(unit.text) else ""


def _is_labelled_sender(text: str) -> bool:
    """A sender beside a word such as "Press release": "Stadt Ulm | Pressemitteilung 7"."""
    parts = _PARTS.split(text) if len(text) <= _LONGEST_SENDER else []
    return len(parts) > 1 and any(heading_kind(_NUMBER.sub("", part)) == "headline" for part in parts)


_PARTS = re.compile(r"\s+[|/–—-]\s+|\s*[·•]\s*")
_NUMBER = re.compile(r"\s*(?:Nr\.?)?\s*[\d/.-]*\s*\Z")


def _is_dated_sender(text: str) -> bool:
    """A date, a sender and words such as "Press release", in any order: "Stadt Ulm, 3. Mai 2021"."""
    spans = [s for s in find_dates(text) if s.kind == "point"] if len(text) <= _LONGEST_SENDER else []
    if len(spans) != 1:
        return False
    pieces = [p.strip(" .#*") for p in _APART.split(f"{text[: spans[0].start]}|{text[spans[0].end :]}")]
    kinds = [_is_sent(p) for p in pieces if p and not _COUNTED.match(p)]
    return bool(kinds) and all(kinds)


def _is_sent(words: str) -> bool:
    """A sender, a word such as "Press release", or both: "Stadt Ulm Pressemitteilung Nr. 4"."""
    if heading_kind(words) == "headline" or is_sender(words):
        return True
    words = _COUNTED_LAST.sub("", words)
    head, _, tail = words.rpartition(" ")
    return heading_kind(tail) == "headline" and (not head or is_sender(head))


_LONGEST_SENDER = 160
_APART = re.compile(r"\s*[,|–—·:()]+\s*|\s+[-/]{1,2}\s+|\s+(?:vom|of|from)\Z")
_COUNTED_LAST = re.compile(r"\s+(?:Nr|No|Nummer)\.?\s?[\d/–-]+\Z")
_COUNTED = re.compile(r"(?:Nr|No|Nummer|PM|Uhr|Ausgabe)?[.\s\d/–-]*\Z")


def _title(units: list[Line], titles: list[int], after: list[int]) -> int | None:
    """The line that is the title: the first below the letterhead that is no kicker."""
    before = titles[: len(titles) - len(after)]
    if before[:1] == [0] and _says(units[0]):
        return 0  # the very first line: what comes behind a dateline is a subtitle
    long = [i for i in before if _size(units[i]) >= 6]
    choice = after if after and not (long and all(_size(units[i]) < 4 for i in after)) else before
    while choice is before and long and _size(units[choice[0]]) < 4:
        choice = before = choice[1:]
    if len(choice) > 1 and _is_kicker(units, choice):
        return choice[1]
    return choice[0] if choice else None


def _says(unit: Line) -> bool:
    """Does a line say something, as titles do: seven words, one a verb or the like in small letters?"""
    small = [word for word in unit.text.split() if word.islower() and len(word) > 4]
    return _size(unit) > 6 and len(small) > 1 and not unit.text.endswith((":", "!"))


def _size(unit: Line) -> int:
    """How many words a line has."""
    return sum(any(char.isalnum() for char in word) for word in unit.text.split())


def _is_kicker(units: list[Line], choice: list[int]) -> bool:
    """Is the first a kicker? It ends with a colon, or is short (a quoted name counts as one word) and
    apart from the title, or one of three lines."""
    first, second = units[choice[0]], units[choice[1]]
    if first.text.endswith(":"):
        return True
    if _size(first) > 5 or _WITHIN.search(first.text):
        return False
    sizes = [len(_QUOTED.sub("x", unit.text).split()) for unit in (first, second)]
    together = first.paragraph == second.paragraph
    more = len(choice) > 2 and units[choice[2]].paragraph == second.paragraph
    return sizes[0] <= 3 < sizes[1] and (not together or more)


def _head_section(unit: Line, role: str) -> Section:
    if role == "caption":
        return Section("body", unit.start, unit.end)
    if role in ("dateline", "contact"):
        return Section(role, unit.start, unit.end)
    return Section("headline", unit.start, unit.end, role)
