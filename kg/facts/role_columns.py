"""Offices of people who stand beside each other: two columns of a contact block, a name above each office."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterator
from itertools import pairwise

from kg.document import Document
from kg.facts.subjects import titles_of
from kg.mentions import Named
from kg.model import Fact, Value

_LINE = re.compile(r"[^\n]+")
_RULE = "role-below-name-in-columns"


def columns(doc: Document) -> Iterator[Fact]:
    """One fact for each office that stands right below a name, where a line has several names."""
    for section in doc.sections:
        if section.kind != "contact":
            continue
        above: list[Named] = []
        for line in _LINE.finditer(doc.text, section.start, section.end):
            named = _named(doc, *line.span())
            if len(above) > 1 and [v.kind for v in named] == ["role"] * len(above):
                yield from (_fact(doc, who, office) for who, office in zip(above, named, strict=True))
            above = named if _are_apart(doc, named) else []


def _named(doc: Document, start: int, end: int) -> list[Named]:
    """The names and offices of a line."""
    first, last = bisect_left(doc.units.starts, start), bisect_left(doc.units.starts, end)
    return [v for v in doc.units.values[first:last] if isinstance(v, Named)]


def _are_apart(doc: Document, named: list[Named]) -> bool:
    """Whether all names of a line are of people, and white space is all that parts them."""
    gaps = (doc.text[a.end : b.start] for a, b in pairwise(named))
    return all(v.kind == "person" for v in named) and all(not gap.strip() and len(gap) > 2 for gap in gaps)


def _fact(doc: Document, person: Named, office: Named) -> Fact:
    slots: dict[str, Value] = {
        "person": person.name,
        "role": office.name,
        "role_canonical": office.parts["canonical"],
    }
    slots |= {"titles": titles.strip("- ")} if (titles := titles_of(doc, person)) else {}
    slots |= {"concept": concept} if (concept := office.parts.get("concept")) else {}
    resolved: dict[str, str] = {}
    if doc.publisher is not None:
        slots["organization"] = doc.publisher.name
        resolved["organization"] = "by context: the publisher of the release"
    slots |= {"attested": doc.issued} if doc.issued else {}
    evidence = (doc.evidence(office.start, office.end), doc.evidence(person.start, person.end))
    return Fact("role", slots, evidence, "contact", "asserted", _RULE, resolved)
