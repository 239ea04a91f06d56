"""Competitions, prizes and awards: what they are called, who holds them, in which year."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import cache

from kg import resources
from kg.dates import DateSpan
from kg.document import Document, Match, matches
from kg.facts.event_names import MOST
from kg.mentions import Named, base_name
from kg.model import Evidence, Fact, Value

_NEAR = 400
"""How far behind its name a sentence still tells who holds a competition, in code points."""
_CLOSE = 60
"""Of several years in a sentence, the one this near to the name is that of the competition."""
_YEAR = re.compile(r"(?<![\w.,-])(?:19|20)\d\d(?![\w-]|[.,]\d)")
_NOT_ITS_YEAR = re.compile(
    r"(?:[Ss]eit|[Bb]is|[Aa]b|[Ff]ür|Ende|nach|until|since|zum)\s+(?:dem\s+)?(?:Jahr\s+)?\Z"
)
_RANK = re.compile(r"\d+\. Preise?s?")
_MARKS = '„“”"»«‚‘›‹ '


@dataclass(slots=True)
class _Competition:
    name: str
    start: int
    rule: str
    slots: dict[str, Value] = field(default_factory=dict)
    evidence: list[Evidence] = field(default_factory=list)


@cache
def _generic() -> frozenset[str]:
    """Words that say what kind of competition, not which."""
    rules = resources.rule_file("competitions")
    return frozenset(rules["generic"]["words"])


def competitions(doc: Document) -> Iterator[Fact]:
    """Facts of kind competition, one for each place where one is named."""
    found: list[_Competition] = []
    taken = bytearray(len(doc.outer.letters))
    for match in matches(doc.outer, "competition"):
        start, end = match.span("name") or (0, 0)
        name = _name(match)
        indices = match.indices("name")
        if match.rule.name.startswith("prize-that") and _goes_on(doc, name, start, found):
            continue
        value = match.units.values[indices.start]
        if isinstance(value, Named) and value.rule != "unit-in-quotation-marks":
            continue
        if len(found) > MOST:
            break
        if not 2 <= len(name) <= 150 or any(taken[indices.start : indices.stop]) or _says_kind(match, name):
            continue
        taken[indices.start : indices.stop] = b"\1" * len(indices)
        one = _Competition(name, start, match.rule.name)
        one.evidence.append(doc.evidence(*(match.span() or (start, end))))
        _organizer(match, one.slots)
        _year(doc, one, start)
        found.append(one)
    found.sort(key=lambda one: one.start)
    _held_by(doc, found)
    for one in found:
        yield Fact(
            "competition",
            {"name": one.name, **one.slots},
            tuple(one.evidence),
            doc.section(one.start).kind,
            rule=one.rule,
        )


def _goes_on(doc: Document, name: str, start: int, found: list[_Competition]) -> bool:
    """True for a noun of the kind at the head of a sentence ("Der Preis …"): the one named before."""
    first = doc.sentence(start)[0]
    return " " not in name and start - first < 6 and any(first - _NEAR <= c.start < first for c in found)


def _name(match: Match) -> str:
    """The name with its noun in the nominative, or the words between quotation marks."""
    indices, word = match.indices("name"), match.indices("word")
    if word and word.start in indices and not match.rule.name.endswith("in-english"):
        return base_name(match.units, indices.start, indices.stop, word.start).strip(_MARKS)
    name = match.text("name")
    genitive = match.units.words(indices.start - 1, indices.start).lower() == "des"
    return name[:-1] if genitive and re.search(r"[a-zäöü]{4}(?<!s)s$", name) else name


def _says_kind(match: Match, name: str) -> bool:
    """True for a bare "Landeswettbewerb", and for a sentence in quotation marks."""
    quoted = not match.indices("word") or match.indices("word").start not in match.indices("name")
    if quoted:
        return name[-1:] in ".!?," or len(name.split()) > 9
    return bool(_RANK.fullmatch(name)) or _YEAR.sub("", name).strip().lower() in _generic()


def _organizer(match: Match, slots: dict[str, Value]) -> None:
    """Who holds it by the rule's groups, or by what stands before the hyphen: `Bitkom-Wettbewerb`."""
    for group in ("organizer", "organizer2"):
        if names := match.values(group, "organization"):
            slots.setdefault("organizer", names[0].name)
    value, word = match.value("word"), match.text("word")
    if isinstance(value, tuple) and isinstance(value[1], int) and word[: value[1]].endswith("-"):
        before = word[: value[1]].rstrip("-")
        if match.rule.name == "competition-in-quotation-marks":
            slots.setdefault("organizer", before)


def _year(doc: Document, one: _Competition, start: int) -> None:
    """The year in the name, else the one year that the sentence names."""
    if inside := _YEAR.search(one.name):
        one.slots["year"] = inside.group()
        return
    first, last = doc.sentence(start)
    years = {
        match[0]: match.span() for match in _YEAR.finditer(doc.text, first, last)
        if not _NOT_ITS_YEAR.search(doc.text, max(first, match.start() - 16), match.start())
    }  # fmt: skip
    units = doc.outer
    for value in units.values[bisect_left(units.starts, first) : bisect_left(units.starts, last)]:
        if isinstance(value, DateSpan) and value.inferred and len(value.first or "") == 4:
            years.setdefault(value.first or "", (value.start, value.end))
        elif isinstance(value, DateSpan) and len(value.first or value.last or "") > 4:
            years = {y: s for y, s in years.items() if not value.start <= s[0] < value.end}
        elif isinstance(value, tuple) and isinstance(value[0], int):  # quotation marks
            years = {y: s for y, s in years.items() if not value[0] <= s[0] < value[1]}
    near = sorted(years.items(), key=lambda item: abs(item[1][0] - start))
    if len(near) == 1 or (near and abs(near[0][1][0] - start) < _CLOSE):
        year, span = near[0]
        if year <= (doc.issued or "9999")[:4]:
            one.slots["year"] = year
            one.evidence.append(doc.evidence(*span))


def _held_by(doc: Document, found: list[_Competition]) -> None:
    """Organisers that later words of the sentence or the next ones give."""
    if not found:
        return
    for match in matches(doc.outer, "competition_fact"):
        at = (match.span() or (0, 0))[0]
        organizer = _organizer_in(match)
        first, last = doc.sentence(at)
        inside = [one for one in found if first <= one.start < last]
        before = [one for one in found if at - _NEAR <= one.start < first]
        one = min(inside, key=lambda c: abs(c.start - at), default=before[-1] if before else None)
        if not organizer or one is None or "organizer" in one.slots:
            continue
        for same in found:
            if same.name == one.name:
                same.slots.setdefault("organizer", organizer)
        one.evidence.append(doc.evidence(*(match.span() or (at, at))))


def _organizer_in(match: Match) -> str:
    """The first organisation of a group, or a name in letters that only firms have ("BearingPoint")."""
    if names := match.values("organizer", "organization"):
        return names[0].name
    units = match.units
    for i in match.indices("organizer"):
        if {"Mixed", "Caps"} & units.alphabet.of(units.letters[i]):
            return units.words(i, i + 1)
    return ""
