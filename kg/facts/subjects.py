"""Whom a sentence speaks of where no name stands beside the role: its own person, or whom a pronoun means."""

from __future__ import annotations

import re
from bisect import bisect_left

from kg.document import Document, Match
from kg.mentions import Named

_PRONOUNS = {"er": "m", "ihn": "m", "he": "m", "him": "m", "sie": "f", "she": "f"}
_OBJECT = frozenset(
    {"von", "vom", "mit", "für", "auf", "an", "bei", "neben", "gegenüber", "des", "zu", "durch", "über"}
    | {"unter", "by", "with", "for", "of", "to", "from"}
)
_SEVERAL = re.compile(r"\b[Ss]ie\s+(?:sind|haben|werden|waren|wurden|arbeiten|hatten|sollen|wollen|können)\b")
_DESCRIBED = re.compile(
    r"(?P<article>Der|Die)\s+(?:\d\d-[Jj]ährige|(?:gebürtige|promovierte|studierte|gelernte|diplomierte)\s+[\w-]+"
    r"|(?:Diplom|Master|Bachelor)[\w-]*)\b"
)
_REACH = 1500  # characters that a pronoun may point back
_LONGEST = 1000  # characters of a sentence that are looked at on each side
_SENTENCES_BACK = 4


def subject(doc: Document, match: Match) -> list[Named]:
    """The person of the match's sentence; none where it could be several.

    The one person that the match, else the sentence names (not behind a preposition), else the one named
    last before of the gender that "er", "sie" or "der 34-Jährige" tells.
    """
    at, to = match.span() or (0, 0)
    begin, end = doc.sentence(at)
    begin, end = max(begin, at - _LONGEST), min(end, to + _LONGEST)
    within = [p for p in _people(doc, at, to) if not _behind_preposition(doc, p)]
    if len(within) == 1:
        return within
    here = _people(doc, begin, end)
    own = {p.name: p for p in here if not _behind_preposition(doc, p)}
    if len(own) == 1 and not _pronoun(doc.text[begin:at]):
        return list(own.values())
    if own and not _pronoun(doc.text[begin:at]):
        before = [p for p in own.values() if p.start < at]
        return before[-1:] if len(before) == 1 else []
    gender = _pronoun(doc.text[begin:end])
    return _meant(doc, begin, gender) if gender else []


def _people(doc: Document, begin: int, end: int) -> list[Named]:
    first = bisect_left(doc.people, begin, key=lambda p: p.start)
    last = bisect_left(doc.people, end, key=lambda p: p.start)
    return list(doc.people[first:last])


def _behind_preposition(doc: Document, person: Named) -> bool:
    """ "Nachfolger von Jens Kern", "mit Landrätin Petra Kuhn": what is said is said of another."""
    i = bisect_left(doc.units.starts, person.start)
    while i > 0 and (isinstance(doc.units.values[i - 1], Named) or not doc.units.words(i - 1, i)):
        i -= 1
    return doc.units.words(i - 1, i).lower() in _OBJECT


def _pronoun(text: str) -> str:
    """The gender that a sentence's pronoun or description tells: f, m or "" for none."""
    if _SEVERAL.search(text):
        return ""
    if found := _DESCRIBED.match(text.lstrip()):
        return "m" if found["article"] == "Der" else "f"
    words = re.findall(r"\w+", text)
    # In the middle of a sentence a capital "Sie" speaks to the reader.
    said = [w.lower() for i, w in enumerate(words) if w.lower() in _PRONOUNS and (i == 0 or w.islower())]
    return _PRONOUNS[said[0]] if said else ""


def _meant(doc: Document, before: int, gender: str) -> list[Named]:
    """The first person of the nearest sentence before that may be of a gender."""
    end = before
    for _ in range(_SENTENCES_BACK):
        if end <= 0 or before - end >= _REACH:
            break
        begin = max(doc.sentence(end - 1)[0], before - _REACH)
        fitting = [p for p in _people(doc, begin, end) if p.parts.get("gender", gender) == gender]
        subjects = [p for p in fitting if not _behind_preposition(doc, p)]
        if subjects or len({p.name for p in fitting}) == 1:
            return (subjects or fitting)[:1]
        end = begin
    return []
