"""Organisations: one fact for each that a release names, with what it says of it."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterator

from kg.dates import DateSpan
from kg.document import Document, Match, matches
from kg.mentions import Named, named
from kg.model import Fact, Value

_SEATLESS = frozenset({"municipality", "district", "ministry", "state", "unit"})
_WIDER = {"district": "municipality", "state": "other"}
"""Types that facts give by the wider one that the format of `kg extract` knows."""
_GENERIC = frozenset({"Stadt", "Gemeinde", "Landkreis", "Kreis", "Land"})


def organizations(doc: Document) -> Iterator[Fact]:
    """Facts of kind organization, by first mention; what rules of `org_fact` say is added to them."""
    first: dict[str, Named] = {}
    slots: dict[str, dict[str, Value]] = {}
    for _, org in named(doc.units, "organization"):
        if org.reference or org.name in _GENERIC:
            continue
        first.setdefault(org.name, org)
        ours = slots.setdefault(org.name, {})
        if abbreviation := org.parts.get("abbreviation"):
            ours.setdefault("abbreviation", abbreviation)
        if org.type:
            ours.setdefault("type", _WIDER.get(org.type, org.type))
    for match in matches(doc.units, "org_fact"):
        named_here = match.values("org", "organization")[:1]
        if match.rule.settings.get("subject"):
            named_here = _subject(doc, match)
        for org in named_here:
            ours = slots.setdefault(org.name, {})
            first.setdefault(org.name, org)
            for group in ("parent", "part_of"):
                for other in match.values(group, "organization")[:1]:
                    if other.name != org.name and _fits(match, org, other):
                        ours.setdefault(group, other.name)
            if match.rule.settings.get("own") and doc.own is not None and doc.own.name != org.name:
                ours.setdefault(str(match.rule.settings["own"]), doc.own.name)
            if (seat := match.text("seat")) and org.type not in _SEATLESS:
                ours.setdefault("seat", seat)
            for group in ("founded", "founded2"):
                value = match.value(group)
                if isinstance(value, DateSpan) and value.first:
                    ours.setdefault("founded", value.first)
                elif re.fullmatch(r"1[3-9]\d\d|20\d\d", match.text(group)):
                    ours.setdefault("founded", match.text(group))
    whole = doc.publisher if doc.publisher is not None and doc.publisher.type != "unit" else doc.own
    for name, org in first.items():
        resolved = {}
        if org.type == "unit" and whole is not None and "part_of" not in slots[name] and whole.name != name:
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


def _fits(match: Match, org: Named, whole: Named) -> bool:
    """Whether two organisations are of the types that a rule is about."""
    within = match.rule.settings.get("within")
    return within is None or (whole.type == within and org.type in ("research institute", "unit"))


def _subject(doc: Document, match: Match) -> list[Named]:
    """The organisation that the sentence before a match begins with: what "sie" means in it."""
    start, _ = doc.sentence((match.span() or (0, 0))[0])
    if not start:
        return []
    before, _ = doc.sentence(start - 1)
    at = bisect_left(doc.organizations, before, key=lambda o: o.start)
    found = doc.organizations[at : at + 1]
    return list(found) if found and found[0].start < start and found[0].type not in _SEATLESS else []
