"""Facts that one rule states as a whole: programmes, projects, brands and headcounts.

The groups of a rule of the stage `fact` are the slots of its kind; what stands in a group is turned
into a value by what it is (a name, a date, a number, the words of a quotation).
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterator
from dataclasses import replace

from kg import amounts
from kg.dates import DateSpan
from kg.document import Document, Match, matches
from kg.mentions import Named, clean
from kg.model import Fact, Value

_ISO_SLOTS = ("since", "year", "founded")
_LISTS = ("funder",)


def simple(doc: Document) -> Iterator[Fact]:
    """Facts of the rules of stage `fact`, each with the words of its match as evidence."""
    for match in matches(doc.outer, "fact"):
        slots = _slots(match)
        name = slots.get("name")
        if not isinstance(name, str) or len(name) < 2 or len(name) > 150:
            continue
        begin, stop = match.span() or (0, 0)
        resolved: dict[str, str] = {}
        if match.rule.settings.get("own") == "organization" and (owner := _owner(doc, begin)) is not None:
            slots.setdefault("organization", owner.name)
            resolved["organization"] = "by context: whose release or list item this is"
        yield Fact(
            match.rule.kind,
            slots,
            (doc.evidence(begin, stop),),
            doc.section(begin).kind,
            rule=match.rule.name,
            resolved=resolved,
        )


def _owner(doc: Document, offset: int) -> Named | None:
    """Whose project or brand: the organisation before it in a list item, else the release's own."""
    line = doc.text.rfind("\n", 0, offset) + 1
    if re.match(r"\s*(?:[-–•*·]|\d+[.)])\s", doc.text[line:offset]):
        inside = [
            v
            for v in doc.units.values
            if isinstance(v, Named) and v.kind == "organization" and line <= v.start < offset
        ]
        if inside:
            return inside[-1]
        if town := re.match(
            r"\s*(?:[-–•*·]|\d+[.)])\s+([A-ZÄÖÜ]\w+(?: [A-ZÄÖÜ]\w+)?)\s*[(:]", doc.text[line:offset]
        ):
            at = line + town.start(1)
            return Named("organization", town[1], at, at + len(town[1]), "town-of-list-item", "municipality")
    if re.search(r"\b(?:ihr|ihre|ihrem|sein|seine|seinem|its)\s+$", doc.text[max(0, offset - 10) : offset]):
        start = doc.sentence(offset)[0]
        before = [v for v in doc.organizations if start <= v.start < offset]
        if before:
            return before[-1]
    if doc.publisher is not None and doc.publisher.type in (
        "university",
        "association",
        "ministry",
        "research institute",
        "network",
    ):
        return doc.publisher
    return doc.own or doc.publisher


def _slots(match: Match) -> dict[str, Value]:
    slots: dict[str, Value] = {}
    for group in match.match.re.groupindex:
        if not match.indices(group) or group.startswith("word"):
            continue
        people = match.values(group)
        value = match.value(group)
        if group in _LISTS and people:
            slots[group] = tuple(p.name for p in people)
        elif people and group != "name":
            slots[group] = people[0].name
        elif isinstance(value, DateSpan):
            if date := value.first or value.last:
                slots[group] = date
        elif text := match.text(group):
            slots[group] = text
    return slots


def headcounts(doc: Document) -> Iterator[Fact]:
    """How many people work where: a number with a word for staff, and the organisation it is said of.

    Words for people in general (`PeopleNoun` in the rules) count only beside a verb of employment.
    """
    numbers = {n.end: n for n in amounts.find_numbers(doc.text)}
    for match in matches(doc.units, "headcount"):
        span = match.span("count")
        number = numbers.get(span[1]) if span else None
        orgs = match.values("org", "organization")
        at = bisect_left(doc.units.starts, span[0]) if span else match.match.start()
        org = _employer(doc, at, match.match.end(), orgs[0] if orgs else None)
        if (
            number is None
            or number.value < 1
            or org is None
            or _negated(doc, match)
            or not _EMPLOYING.search(doc.text[slice(*doc.sentence(number.start))])
        ):
            continue
        slots: dict[str, Value] = {
            "value": number.value,
            "qualifier": number.qualifier or "exact",
            "organization": org.name,
        }
        if doc.issued:
            slots["on"] = doc.issued
        start, end = match.span() or (number.start, number.end)
        start, end = min(start, number.start), end
        if org.end <= start and start - org.end < 250 and "\n\n" not in doc.text[org.start : end]:
            start = org.start
        resolved = {"organization": "by reference: the organisation spoken of"} if org.reference else {}
        yield Fact(
            "headcount",
            slots,
            (doc.evidence(start, end),),
            doc.section(start).kind,
            rule=match.rule.name,
            resolved=resolved,
        )


_EMPLOYING = re.compile(
    r"\b(?:beschäftig\w*|zähl\w*|umfass\w*|hat|haben|hatte|arbeit\w*|tätig|mit|team|verfüg\w*|employs|has|staff|sind)\b",
    re.IGNORECASE,
)


def _negated(doc: Document, match: Match) -> bool:
    start, end = doc.sentence((match.span() or (0, 0))[0])
    words = doc.text[start:end].lower()
    return any(sign in words for sign in ("weitere stellen", "sollen ", "geplant", "zusätzliche", "wird es "))


def _employer(doc: Document, first: int, last: int, matched: Named | None) -> Named | None:
    """The organisation that a number of staff is said of.

    In its sentence: the one that the words behind the number place them in ("16 Leute in der Stabsstelle"),
    the one that a relative clause with the number speaks of, else the one that the rule `matched`, else the
    last before the number. A sentence whose subject is a pronoun, or a subsidiary without its name, goes on
    about the sentence before. Else the topic of the boilerplate ("Über die Stadtwerke"), else what the
    sentences before were about.
    """
    units = doc.units
    at, behind = units.starts[first], units.ends[last - 1]
    start, end = doc.sentence(at)
    orgs = [(i, v) for i, v in enumerate(units.values) if isinstance(v, Named) and v.kind == "organization"]
    for _, org in orgs:
        if behind <= org.start < end and _PLACED.fullmatch(doc.text, behind, org.start):
            return org
    on = _GOES_ON.match(doc.text, start, at)
    before = [(i, org) for i, org in orgs if start <= org.start < at]
    antecedents = _antecedents(doc, before)
    if antecedents is not None:
        return antecedents[0] if antecedents else None
    if matched is not None and not (on and on["last"]):
        return matched
    if before and not on:
        return before[-1][1]
    if _UNNAMED.match(doc.text, start, at):
        return None
    section = doc.section(at)
    paragraph = max(section.start, doc.text.rfind("\n\n", 0, start))
    earlier = [org for _, org in orgs if paragraph <= org.start < start]
    if on and earlier:
        previous = [o for o in earlier if o.start >= doc.sentence(earlier[-1].start)[0]]
        return replace(previous[-1 if on["last"] else 0], reference=True)
    if section.kind == "boilerplate" and (topic := _topic(section.heading)):
        return Named("organization", topic, at, at, "heading", reference=True)
    if section.kind == "boilerplate" and earlier:
        return earlier[0]
    if doc.publisher is not None and doc.publisher.type not in (
        "municipality",
        "district",
        "ministry",
        "state",
    ):
        return replace(doc.publisher, reference=True)
    earlier = [org for _, org in orgs if section.start <= org.start < start]
    if not earlier or section.kind == "boilerplate":
        return earlier[0] if earlier else None
    opening = doc.sentence(earlier[-1].start)[0]
    return next(o for o in earlier if o.start >= opening)


_PLACED = re.compile(
    r"(?:\s(?:und|and)\s\w+)?"
    r"(?:(?:\s(?:sind|arbeiten|work))?(?:\s[a-zäöü]+)?"
    r"\s(?:im|beim|am|(?:in|bei|an|at|of)(?:\s(?:der|dem|den|the))?)"
    r"|\s(?:zählt|beschäftigt|hat|umfasst)(?:\s(?:der|die|das))?)\s"
)

_GOES_ON = re.compile(
    r"\s*(?:(?:Sie|Es|Er|It)\s|(?P<last>(?:Dort|Hier|There)\s|(?:Der|Die|Das)\s[^.,;]{0,60}?"
    r"(?:[Tt]ochter(?:gesellschaft|unternehmen)?|Eigenbetrieb)\s(?:der|des|von)\s))"
)

# A unit that belongs to a person, not to an organisation named near it.
_UNNAMED = re.compile(r"\s*(?:Seine|Ihre|Sein|Ihr|His|Her)\s")


def _antecedents(doc: Document, before: list[tuple[int, Named]]) -> list[Named] | None:
    """Of organisations by their units, those that a relative clause behind them can speak of, last first.

    By gender: "vom Zentrum der GmbH, das" is the Zentrum. None where there is no such clause.
    """
    units = doc.units
    for position in range(len(before) - 1, -1, -1):
        at = before[position][0]
        fitting = _ARTICLES.get(units.words(at + 2, at + 3))
        if units.words(at + 1, at + 2) == "," and fitting:
            articles = [
                (units.words(i - 1, i).lower() if i else "", org) for i, org in before[: position + 1]
            ]
            return [org for word, org in reversed(articles) if word not in _ALL_ARTICLES or word in fitting]
    return None


_MASCULINE, _NEUTER = (
    "der den dem des ein einen einem vom im beim zum am",
    "das dem des ein einem vom im beim zum am",
)
_ARTICLES = {
    "der": frozenset(_MASCULINE.split()),
    "die": frozenset({"die", "der", "eine", "einer", "zur"}),
    "das": frozenset(_NEUTER.split()),
}
_ALL_ARTICLES = frozenset().union(*_ARTICLES.values())


def _topic(heading: str) -> str:
    """What boilerplate under "Über die Stadtwerke Ulm" is about."""
    match = re.match(r"[\W_]*(?:Über|About)\s+(?:die |den |das |the )?(.+?)[\W_]*$", heading)
    return clean(match[1]).strip('„“”"»« ') if match else ""
