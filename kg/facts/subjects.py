"""Whom a sentence speaks of where no name stands beside the role: its own person, or whom a pronoun means."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections import Counter
from collections.abc import Mapping

from kg.dates import DateSpan
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
    if (parted := doc.text.find(";", to, end)) >= 0:
        end = parted  # who is named behind a semicolon is the subject of what is told there
    if (antecedent := _antecedent(doc, at, begin)) is not None:
        return [antecedent]
    within = [p for p in _people(doc, at, to) if not _behind_preposition(doc, p)]
    if len(within) == 1:
        return within
    here = _people(doc, begin, end)
    own = {p.name: p for p in here if not _behind_preposition(doc, p)}
    if own and not _pronoun(doc.text[begin:to])[0]:
        before = [p for p in own.values() if p.start < at]
        return list(own.values()) if len(own) == 1 else before[-1:] if len(before) == 1 else []
    gender, said = _pronoun(doc.text[begin:end])
    return meant(doc, begin, gender, within=begin + said) if gender else []


def _antecedent(doc: Document, at: int, begin: int) -> Named | None:
    """Whose relative clause an offset stands in: "Jens Kern, der als Berater nach Ulm ging"."""
    units = doc.units
    i = bisect_left(units.starts, at)
    first = max(bisect_left(units.starts, begin), i - _CLAUSE)
    comma = next((j for j in range(i - 1, first, -1) if units.words(j, j + 1) in (",", ";")), -1)
    if comma < 0 or units.words(comma + 1, comma + 2) not in _RELATIVE:
        return None
    before = units.values[comma - 1]
    if not isinstance(before, Named) and units.words(comma - 1, comma).islower():
        before = units.values[comma - 2]  # "löst Jens Kern ab, der …"
    return before if isinstance(before, Named) and before.kind == "person" else None


_RELATIVE = frozenset({"der", "die", "dem", "dessen", "deren", "who", "whose"})
_CLAUSE = 12
"""Units that a relative clause may have before what is said in it."""


def career_of(doc: Document, at: int) -> list[Named]:
    """Whose career a table tells that has a line at an offset.

    The person named in the line above the table ("Zur Person: Eva Kuhn"), else the one that the release
    names most often, the first among equals.
    """
    begin = doc.sentence(at)[0]
    for _ in range(_LINES_BACK):
        before = doc.sentence(max(begin - 1, 0))[0]
        if begin == 0 or not isinstance(_first_value(doc, before), DateSpan):
            break
        begin = before
    if above := _people(doc, doc.sentence(max(begin - 1, 0))[0], begin):
        return above[:1]
    counts = Counter(p.name for p in doc.people)
    return [max(doc.people, key=lambda p: (counts[p.name], -p.start))] if doc.people else []


_LINES_BACK = 20


def _first_value(doc: Document, at: int) -> object:
    i = bisect_left(doc.units.starts, at)
    while i < len(doc.units.values) and doc.units.values[i] is None:
        i += 1
    return doc.units.values[i] if i < len(doc.units.values) else None


def bearer(doc: Document, at: int, held: Mapping[int, Named]) -> Named | None:
    """Whom a role without an article is said of, where no rule joins it to a name; None where unclear.

    `at` is the unit of the role, `held` gives the holders of the sentence's other roles by their units.
    Read leftwards from the role: the person or pronoun of its clause ("Zuvor war sie Referentin"), what
    describes one ("Die Juristin ist …"), the name before a relative clause, the name or the holder of the
    role that an ellipsis goes on from ("…, danach bis 2021 Abteilungsleiterin").
    """
    units = doc.units
    begin = doc.sentence(units.starts[at])[0]
    first = max(bisect_left(units.starts, begin), at - _UNITS_BACK)
    verb = False
    for i in range(at - 1, first - 1, -1):
        value, word = units.values[i], units.words(i, i + 1)
        if i in held:
            return held[i]
        if isinstance(value, Named) and value.kind == "person":
            if not _behind_preposition(doc, value):
                return value
        elif word in _PRONOUNS or (i == first and word.lower() in _PRONOUNS):
            found = meant(doc, begin, _PRONOUNS[word.lower()], within=units.starts[i])
            return found[0] if found else None
        elif word in (",", "–", "-", ";") and not verb:
            before = units.values[i - 1] if i > first else None
            if not (isinstance(before, Named) and before.kind == "person") and i - 1 not in held:
                verb = True  # an ellipsis that goes on from the clause before
        elif word == "," and units.words(i + 1, i + 2) in ("der", "die", "das", "dem", "deren", "dessen"):
            before = units.values[i - 1] if i > first else None
            if not isinstance(before, Named) and units.words(i - 1, i).islower():
                before = units.values[i - 2]  # "tritt die Nachfolge von Jens Kern an, der …"
            return before if isinstance(before, Named) and before.kind == "person" else None
        elif word.lower() in _COPULAS:
            verb = True
    if described := _described(units.text[begin : units.starts[at]]):
        found = meant(doc, begin, described)
        return found[0] if found else None
    return None


_UNITS_BACK = 60
_COPULAS = frozenset(
    ["ist", "war", "wird", "wurde", "bleibt", "blieb", "is", "was", "will", "has", "had", "arbeitete"]
)


def _described(text: str) -> str:
    """The gender of "Die Juristin", "Der 44-jährige Wirtschaftsinformatiker" at the start of a sentence."""
    found = _DESCRIPTION.match(text.lstrip())
    return "" if found is None else "f" if found["article"] else "m"


_DESCRIPTION = re.compile(
    r"(?:(?P<article>Die)\s+(?:[\w-]+[en]\s+){0,2}[A-ZÄÖÜ\d][\w-]*(?:[a-zäöüß]in|Jährige|jährige)"
    r"|Der\s+(?:[\w-]+e\s+){0,2}[A-ZÄÖÜ\d][\w-]*"
    r"(?:iker|wirt|ist|loge|mann|schaftler|ingenieur|urist|rchitekt|ökonom|Jährige|jährige|äger|leiter|meister|geograf|geograph|rat))[\s,]"
)


def _people(doc: Document, begin: int, end: int) -> list[Named]:
    first = bisect_left(doc.people, begin, key=lambda p: p.start)
    last = bisect_left(doc.people, end, key=lambda p: p.start)
    return list(doc.people[first:last])


def _behind_preposition(doc: Document, person: Named) -> bool:
    """ "Nachfolger von Jens Kern", "mit Landrätin Petra Kuhn": what is said is said of another."""
    i = bisect_left(doc.units.starts, person.start)
    while i > 0 and (isinstance(doc.units.values[i - 1], Named) or not doc.units.words(i - 1, i)):
        i -= 1
    return doc.units.words(i - 1, i).lower().rpartition(" ")[2] in _OBJECT


def _pronoun(text: str) -> tuple[str, int]:
    """The gender that a pronoun or description tells (f, m or "" for none), and where it stands."""
    if _SEVERAL.search(text):
        return "", 0
    if found := _DESCRIBED.match(text.lstrip()):
        return "m" if found["article"] == "Der" else "f", 0
    if gender := _described(text):
        return gender, 0
    for i, word in enumerate(_WORD.finditer(text)):
        # In the middle of a sentence a capital "Sie" speaks to the reader.
        if word[0].lower() in _PRONOUNS and (i == 0 or word[0].islower()):
            return _PRONOUNS[word[0].lower()], word.start()
    if aged := _AGED.search(text):
        return "m" if aged["article"] in ("den", "dem") else "f", aged.start()
    return "", 0


_WORD = re.compile(r"\w+")
_AGED = re.compile(r"\b(?P<article>den|dem|die)\s\d\d-[Jj]ährigen?\b")


def meant(doc: Document, before: int, gender: str, within: int = 0) -> list[Named]:
    """The first person of the nearest sentence before that may be of a gender.

    Before that the same sentence up to `within` is looked at: "X ist Rektorin; vorher war sie …".
    """
    end = before
    if within:
        here = [p for p in _people(doc, before, within) if p.parts.get("gender", gender) == gender]
        if subjects := [p for p in here if not _behind_preposition(doc, p)]:
            return subjects[:1]
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


def told_goodbye(doc: Document, before: int, gender: str) -> list[Named]:
    """Whom the sentence before tells that somebody greets or sees off; a description goes on about them.

    "Landrätin Kuhn hat Jens Kern verabschiedet. Der Leiter des Amtes …": the one named last.
    """
    begin, end = doc.sentence(max(doc.sentence(before)[0] - 1, 0))
    people = [p for p in _people(doc, begin, end) if not _behind_preposition(doc, p)]
    if len(people) < 2 or not _MEETS.search(doc.text, people[0].end, end):
        return []
    return people[-1:] if people[-1].parts.get("gender", gender) == gender else []


_MEETS = re.compile(
    r"\b(?:verabschiedete?n?|begrüßte?n?|vorgestellt|gewürdigt|würdigten?|geehrt|ehrten?|willkommen|dankten?"
    r"|gedankt|gratulierten?|eingeführt|vereidigte?n?|ernannte?n?)\b(?!\s(?:sich|und)\b)"
)


def titles_of(doc: Document, person: Named) -> str:
    """The academic titles of a person, where they stand first."""
    found = doc.titles.get(person.name, "")
    return found.removeprefix("Frau ").removeprefix("Herrn ").removeprefix("Herr ")
