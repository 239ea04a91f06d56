"""Which slots of facts name entities, of which kind, and under which IRIs a release speaks of them.

What is said here holds inside one release: `kg.graph` writes it, `kg.identity` resolves it, `kg.merge`
puts the resolved together. The three are siblings, so what they share stands here.
"""

from __future__ import annotations

import hashlib
import json
import sys
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from decimal import Decimal

from kg.model import Fact, Release, Value
from kg.vocab import release_iri, slug

ENTITY_KINDS = ("person", "organization", "event", "programme", "competition", "project", "brand")
"""Kinds of entities that a release names; funding, quotations and the like have no name of their own."""

ENTITY_SLOTS: Mapping[str, Mapping[str, str]] = {
    "release": {"publisher": "organization"},
    "role": {"person": "person", "organization": "organization"},
    "organization": {"name": "organization", "parent": "organization", "part_of": "organization"},
    "headcount": {"organization": "organization"},
    "event": {"name": "event", "organizers": "organization", "participants": "organization"},
    "programme": {"name": "programme", "funder": "organization"},
    "competition": {"name": "competition", "organizer": "organization"},
    "project": {"name": "project", "organization": "organization", "programme": "programme"},
    "brand": {"name": "brand", "organization": "organization"},
    "funding": {
        "recipient": "organization",
        "funder": "organization",
        "via": "organization",
        "programme": "programme",
    },
    "quotation": {"speaker": "person"},
    "contact": {"person": "person", "organization": "organization"},
}
"""By kind of fact: the slots that name entities, with the kind each names unless the release knows better."""

MAIN_SLOTS: Mapping[str, tuple[str, ...]] = {
    "role": ("person",),
    "headcount": ("organization",),
    "funding": ("recipient", "programme", "funder"),
    "quotation": ("speaker",),
    "contact": ("person", "organization"),
}
"""By kind of fact: the slot of what it speaks of, the first that is filled; `name` where not listed."""

_OPEN = frozenset({"organizers", "organizer", "participants", "speaker", "recipient"})
"""Slots that may name an entity of another kind than the listed one."""


@dataclass(frozen=True, slots=True)
class Named:
    """One name in one slot of a fact, with the kind of entity it names in this release."""

    slot: str
    kind: str
    name: str


def values(value: Value | None) -> tuple[Value, ...]:
    """The values of a slot: several, one or none."""
    if value is None or value == "":
        return ()
    return value if isinstance(value, tuple) else (value,)


class Naming:
    """The entities that the facts of one release name, with the kind of each.

    A name in an open slot (who takes part, who speaks) takes the kind under which another fact of
    the release names it for certain: a participant who holds a role in the same release is a person.
    """

    def __init__(self, facts: Iterable[Fact]) -> None:
        self._kinds: dict[str, set[str]] = {}
        for fact in facts:
            for slot, kind in ENTITY_SLOTS[fact.kind].items():
                if slot not in _OPEN:
                    for name in values(fact.slots.get(slot)):
                        self._kinds.setdefault(str(name), set()).add(kind)

    def of(self, fact: Fact) -> Iterator[Named]:
        """The names in a fact's slots, in the order of the slots in `ENTITY_SLOTS`."""
        for slot, expected in ENTITY_SLOTS[fact.kind].items():
            for name in values(fact.slots.get(slot)):
                yield Named(slot, self._kind(str(name), slot, expected), str(name))

    def main(self, fact: Fact) -> Named | None:
        """What a fact speaks of; None where no slot for it is filled (or for the release itself)."""
        if fact.kind == "release":
            return None
        named = {n.slot: n for n in self.of(fact)}
        slots = MAIN_SLOTS.get(fact.kind, ("name",))
        return next((named[slot] for slot in slots if slot in named), None)

    def _kind(self, name: str, slot: str, expected: str) -> str:
        known = self._kinds.get(name, set())
        if slot not in _OPEN or expected in known:
            return expected
        for kind in ("person", "organization", "project", "programme", "brand"):
            if kind in known:
                return kind
        return "person" if slot == "participants" and _is_person(name) else expected


def _is_person(name: str) -> bool:
    """Whether a name no other fact explains begins with a given name the lexicon knows."""
    from kg import lexicon

    first, *rest = name.split() or [""]
    entry = lexicon.load().word(first.split("-")[0]) if rest else None
    return entry is not None and "GivenName" in entry.classes


def local_iris(key: str, names: Iterable[tuple[str, str]]) -> dict[tuple[str, str], str]:
    """IRIs of the mentions of one release, `<release>/<kind>/<slug>`, by kind and name.

    Two names with the same slug ("e.V.", "e. V.") keep apart: the alphabetically first has the plain
    IRI, the others a suffix made of the name, so that each mention has one label.
    """
    iris: dict[tuple[str, str], str] = {}
    taken: set[str] = set()
    for kind, name in sorted(set(names)):
        iri = mention_iri(key, kind, name)
        if iri in taken:
            iri = f"{iri}-{hashlib.sha256(name.encode()).hexdigest()[:8]}"
        taken.add(iri)
        iris[kind, name] = iri
    return iris


def mention_iri(key: str, kind: str, name: str) -> str:
    """The IRI under which a release speaks of an entity: `<base>id/release/<key>/<kind>/<slug>`."""
    return f"{release_iri(key)}/{kind}/{slug(name)}"


def attestation_iri(key: str, fact: Fact) -> str:
    """The IRI of what states a fact: in its release `<base>id/release/<key>/fact/<kind>/<digest>`.

    A fact that a steward has changed is still stated there, one that was added by the correction.
    """
    if fact.rests_on:
        return fact.rests_on[0]
    return f"{release_iri(key)}/fact/{fact.kind}/{digest(fact)}"


def digest(fact: Fact) -> str:
    """12 hex digits of a fact's content: kind, slots, evidence spans, modality, section.

    Neither the order of slots and of values counts nor how a number was written (1.50 is 1.5), nor
    which rule made it: a better rule that finds the same fact keeps its IRI.
    """
    first, *rest = [[e.start, e.end] for e in fact.evidence] or [[]]
    slots = {s: sorted(map(_plain, values(v)), key=repr) for s, v in fact.slots.items() if values(v)}
    content = [fact.kind, slots, [first, *sorted(rest)], fact.modality, fact.section]
    text = json.dumps(content, ensure_ascii=True, sort_keys=True, separators=(",", ":"))
    return hashlib.sha256(text.encode("ascii")).hexdigest()[:12]


def _plain(value: Value) -> list[str | int | bool]:
    if isinstance(value, Decimal):
        return ["decimal", decimal_text(value)]
    assert not isinstance(value, tuple), "a slot holds values or a tuple of values, not tuples in tuples"
    return [value]


def decimal_text(value: Decimal) -> str:
    """A decimal without exponent and without trailing zeros, as xsd:decimal writes it.

    >>> decimal_text(Decimal("1.50")), decimal_text(Decimal("1E+7"))
    ('1.5', '10000000')
    """
    text = format(value, "f")
    text = text.rstrip("0").rstrip(".") if "." in text else text
    return "0" if text in ("-0", "") else text


def place_in_text(fact: Fact) -> int:
    """Where a fact is first told; behind all text for one that a steward has added without words of it."""
    return fact.evidence[0].start if fact.evidence else sys.maxsize


def header(facts: Iterable[Fact]) -> Fact | None:
    """What a release says of itself: its fact of kind "release", of several the first in the text."""
    found = (f for f in facts if f.kind == "release")
    return min(found, key=lambda f: (f.evidence, digest(f)), default=None)


def issued(release: Release, facts: Iterable[Fact]) -> str:
    """The day a release was issued (ISO, may be partial): stated by the steward, else from the text."""
    return release.stated.get("issued") or _own(facts, "date")


def publisher(release: Release, facts: Iterable[Fact]) -> str:
    """The name of a release's publisher: stated by the steward, else from the text, else empty."""
    return release.stated.get("publisher") or _own(facts, "publisher")


def _own(facts: Iterable[Fact], slot: str) -> str:
    fact = header(facts)
    return str(fact.slots.get(slot) or "") if fact else ""
