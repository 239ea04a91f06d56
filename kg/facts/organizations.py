"""Organisations: one fact for each that a release names, with what it says of it."""

from __future__ import annotations

import re
from collections.abc import Iterator

from kg.dates import DateSpan
from kg.document import Document, matches
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
        for org in match.values("org", "organization")[:1]:
            ours = slots.setdefault(org.name, {})
            first.setdefault(org.name, org)
            for group in ("parent", "part_of"):
                for other in match.values(group, "organization")[:1]:
                    if other.name != org.name:
                        ours.setdefault(group, other.name)
            if match.rule.settings.get("own") and doc.own is not None and doc.own.name != org.name:
                ours.setdefault(str(match.rule.settings["own"]), doc.own.name)
            if (seat := match.text("seat")) and org.type not in _SEATLESS:
                ours.setdefault("seat", seat)
            value = match.value("founded")
            if isinstance(value, DateSpan) and value.first:
                ours.setdefault("founded", value.first)
            elif re.fullmatch(r"1[3-9]\d\d|20\d\d", match.text("founded")):
                ours.setdefault("founded", match.text("founded"))
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
