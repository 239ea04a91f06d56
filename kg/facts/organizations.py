"""Organisations: one fact for each that a release names, with what it says of it."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterator

from kg import lexicon
from kg.dates import DateSpan
from kg.document import Document, Match, matches
from kg.mentions import Named, named
from kg.model import Fact, Value

_SEATLESS = frozenset({"municipality", "district", "ministry", "state", "unit"})
_WIDER = {"district": "municipality", "state": "other"}
"""Types that facts give by the wider one that the format of `kg extract` knows."""
_PARTS = ("research institute", "unit", "other", "agency")
"""Types of what can be a part of a university."""
_GENERIC = frozenset({"Stadt", "Gemeinde", "Landkreis", "Kreis", "Land"})


def organizations(doc: Document) -> Iterator[Fact]:
    """Facts of kind organization, by first mention; what rules of `org_fact` say is added to them."""
    first: dict[str, Named] = {}
    slots: dict[str, dict[str, Value]] = {}
    for _, org in named(doc.units, "organization"):
        if org.reference or org.name in _GENERIC or _is_field(doc, org):
            continue
        first.setdefault(org.name, org)
        ours = slots.setdefault(org.name, {})
        if abbreviation := org.parts.get("abbreviation"):
            ours.setdefault("abbreviation", abbreviation)
        if owner := _before_hyphen(doc, org):
            ours.setdefault("parent", owner)
        if (home := org.parts.get("home")) and (town := _town(doc, home)):
            ours.setdefault("seat", town)
        if seat := org.parts.get("seat"):
            ours.setdefault("seat", seat)
        if org.type:
            ours.setdefault("type", _WIDER.get(org.type, org.type))
    for match in matches(doc.units, "org_fact"):
        for org in _spoken_of(doc, match):
            if _is_field(doc, org):
                continue
            ours = slots.setdefault(org.name, {})
            first.setdefault(org.name, org)
            for slot, value in _said(doc, match, org):
                ours.setdefault(slot, value)
    whole = doc.publisher if doc.publisher is not None and doc.publisher.type != "unit" else doc.own
    for name, org in first.items():
        resolved = {}
        if "part_of" not in slots[name]:
            if org.type == "unit" and (school := _university_of(doc, org)) is not None:
                slots[name]["part_of"] = school.name
                resolved["part_of"] = "by context: the university named before"
            elif whole is not None and whole.name != name and _may_be_part(org, whole):
                slots[name]["part_of"] = whole.name
                resolved["part_of"] = "by context: the publisher of the release"
        section = doc.section(org.start).kind
        yield Fact(
            "organization",
            {"name": name, **slots[name]},
            (doc.evidence(org.start, org.end),),
            section,
            rule=org.rule,
            resolved=resolved,
        )


_ANSWERS = re.compile(r"\b(?:verantwort\w+|zuständig\w*)\b", re.IGNORECASE)


def _is_field(doc: Document, org: Named) -> bool:
    """ "verantwortet den Bereich Netze", "für die Bereiche Bauen und Umwelt zuständig": a task, no unit."""
    if not org.name.startswith("Bereich "):
        return False
    before = doc.text[max(0, org.start - 60) : org.start].rpartition(". ")[2]
    several = doc.text.startswith("Bereiche ", org.start)
    governed = re.search(r"\b(?:den|für\sdie)\s(?:\w+\s)?\Z", before)
    return several or bool(governed and _ANSWERS.search(before + " " + doc.text[org.end : org.end + 25]))


def _spoken_of(doc: Document, match: Match) -> list[Named]:
    """The organisation that a rule says something of."""
    if match.rule.settings.get("subject"):
        return _subject(doc, match)
    if match.rule.settings.get("before"):
        owned = _last_before(doc, (match.span() or (0, 0))[0], "company")
        return [owned] if owned is not None else []
    if match.rule.settings.get("topic"):
        topic = _topic(doc, (match.span() or (0, 0))[0])
        return [topic] if topic is not None else []
    return (match.values("org", "organization") or match.values("org2", "organization"))[:1]


def _said(doc: Document, match: Match, org: Named) -> Iterator[tuple[str, Value]]:
    """Slots of an organisation by what stands in the groups of a match."""
    settings = match.rule.settings
    for group in ("parent", "part_of", "part_of2"):
        for other in match.values(group, "organization")[:1]:
            if other.name != org.name and _fits(match, org, other):
                yield group.removesuffix("2"), other.name
    if settings.get("own") and doc.own is not None and doc.own.name != org.name:
        yield str(settings["own"]), doc.own.name
    if (kind := settings.get("there")) and (whole := _last_before(doc, org.start, str(kind))) is not None:
        yield "part_of", whole.name
    if settings.get("whose") and (owner := _whose(doc, match)) is not None and owner.name != org.name:
        yield "parent", owner.name
    for group in ("seat", "seat2"):
        if (seat := match.text(group)) and org.type not in _SEATLESS:
            by_demonym = match.rule.name == "seat-by-demonym"
            if seat := _town(doc, seat) if by_demonym else seat:
                yield "seat", seat
    for group in ("founded", "founded2", "founded3"):
        value = match.value(group)
        if isinstance(value, DateSpan) and value.first:
            if match.rule.name not in _SINCE or value.kind == "since":
                yield "founded", value.first
        elif re.fullmatch(r"1[3-9]\d\d|20\d\d", match.text(group)):
            yield "founded", match.text(group)


def _may_be_part(unit: Named, whole: Named) -> bool:
    """Whether a unit without more can be one of the release's own body: a district's office is no town's."""
    if unit.type != "unit" or unit.name == whole.name:
        return False
    return whole.type != "municipality" or not unit.name.startswith(("Landratsamt", "Kreisverwaltung"))


_SINCE = frozenset({"exists-since", "since-when-it-exists"})
"""Rules for "X gibt es seit 2016": "bei X gibt es zum 1. August Neues" tells of no founding."""


def _last_before(doc: Document, offset: int, kind: str) -> Named | None:
    """The organisation of a type that is named last before an offset."""
    before = doc.organizations[: bisect_left(doc.organizations, offset, key=lambda o: o.start)]
    return next((o for o in reversed(before) if o.type == kind), None)


_ACADEMIC = re.compile(
    r"(?:Lehrstuhl|Professur|Fakultät|Fachgebiet|\S+fakultät|Arbeitsgruppe|Forschungsgruppe)\b"
)
_DEPARTMENT = re.compile(r"(?:Fachbereich|Labor|\S+labor|Zentrum)\b")


def _university_of(doc: Document, unit: Named) -> Named | None:
    """The university that a chair or faculty named without one belongs to: the one named last before it.

    That is the publisher's, where it is a university. A department ("Fachbereich") is one of a university
    only where nobody else is named between.
    """
    if _ACADEMIC.match(unit.name):
        ours = doc.publisher is not None and doc.publisher.type == "university"
        return doc.publisher if ours else _last_before(doc, unit.start, "university")
    if not _DEPARTMENT.match(unit.name):
        return None
    before = bisect_left(doc.organizations, unit.start, key=lambda o: o.start)
    last = doc.organizations[before - 1] if before else None
    return last if last is not None and last.type == "university" else None


def _topic(doc: Document, offset: int) -> Named | None:
    """What a block of facts is about: the organisation that its heading or its first line names."""
    section = doc.section(offset)
    if section.kind != "boilerplate":
        return None
    inside = doc.organizations[bisect_left(doc.organizations, section.start, key=lambda o: o.start) :]
    headed = (o for o in doc.organizations if o.name in section.heading)
    return next(headed, None) or next((o for o in inside if o.start < offset), None)


def _whose(doc: Document, match: Match) -> Named | None:
    """Whose subsidiary: of what a block of facts or the sentence before is about, else the publisher's."""
    if match.rule.settings["whose"] == "topic":
        return _topic(doc, (match.span() or (0, 0))[0])
    if match.rule.settings["whose"] == "before":
        return next(iter(_subject(doc, match)), None)
    publisher = doc.publisher
    return publisher if publisher is not None and publisher.type in ("company", "bank") else None


def _before_hyphen(doc: Document, org: Named) -> str:
    """Who owns "die Stadtwerke-Tochter X": the organisation with that word in its name, else the word."""
    word = org.parts.get("owner", "").rpartition("-")[0]
    named_so = (o for o in doc.organizations if word in (*o.name.split(), o.parts.get("abbreviation", "")))
    return next((o.name for o in named_so if o.name != org.name), word) if word else ""


def _town(doc: Document, demonym: str) -> str:
    """The town whose people a word names ("Essener": Essen), where the lexicon or the release knows one."""
    if demonym.endswith("-based"):
        return demonym.removesuffix("-based")
    stem = demonym.removesuffix("er")
    known = lexicon.load().word
    candidates = (stem, stem + "e", stem + "en", demonym.removesuffix("r"), re.sub(r"n$", "en", stem))
    found = (c for c in candidates if (e := known(c)) is not None and "Place" in e.classes)
    return next(found, None) or (stem if re.search(rf"\b{re.escape(stem)}\b", doc.text) else "")


def _fits(match: Match, org: Named, whole: Named) -> bool:
    """Whether two organisations are of the types that a rule is about."""
    within = match.rule.settings.get("within")
    return within is None or (whole.type == within and org.type in _PARTS)


def _subject(doc: Document, match: Match) -> list[Named]:
    """The organisation that the sentence before a match begins with: what "sie" means in it."""
    start, _ = doc.sentence((match.span() or (0, 0))[0])
    for _ in range(2):  # where a sentence between names nobody, the one before it
        if not start or doc.text[:start].endswith("\n\n"):
            break
        before, _ = doc.sentence(start - 1)
        at = bisect_left(doc.organizations, before, key=lambda o: o.start)
        if (found := doc.organizations[at : at + 1]) and found[0].start < start:
            return list(found) if found[0].type not in _SEATLESS else []
        start = before
    return []
