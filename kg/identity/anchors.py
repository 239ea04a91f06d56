"""The jurisdiction of each organisation and person that one release names.

Only this release decides: what an organisation's name tells, else the parent or seat that this
release states, else the publisher. So another release never changes an IRI.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence

from kg.identity import names
from kg.identity.names import OrgName
from kg.identity.places import Places
from kg.model import Fact, Release
from kg.slots import Naming, header, place_in_text, publisher, values
from kg.vocab import slug, slug_key

_POSTCODE = re.compile(r"\b(?:D[-– ])?\d{5} +([A-ZÄÖÜ][^\W\d_]+(?:[ -](?:am|an|der|[A-ZÄÖÜ][^\W\d_]+))*)")
_SEAT_FIRST = frozenset({"university", "research institute"})


class Anchors:
    """Jurisdictions of one release's organisations, by name."""

    def __init__(self, release: Release, facts: Sequence[Fact], naming: Naming, places: Places) -> None:
        self._release, self._facts, self._naming, self._places = release, facts, naming, places
        self._publisher = publisher(release, facts)
        self._slots = _organization_slots(facts)
        self._towns: dict[str, str] = {}
        for name in sorted(self._names()):
            town = names.town(name, certain=self._slot(name, "type") == "municipality")
            if town is not None and town.anchor:
                # "Landeshauptstadt Kiel" and "Stadt Kiel" have one segment; a Gemeinde of that name another.
                self._towns.setdefault(town.anchor, town.segment)
        self._home = self._find_home()
        if self._home:
            # Where the release comes from, its bare name means the town.
            self._towns.setdefault(self._home, f"stadt-{self._home}")

    def organization(self, name: str) -> tuple[str, str]:
        """Segment and anchor of an organisation."""
        return self._name(name).segment, self._anchor(name) or self.publisher()

    def publisher(self) -> str:
        """The publisher's jurisdiction: its organisation's, else the municipality the release is about."""
        own = self._anchor(self._publisher) if self._publisher else None
        if own or self._home:
            return own or self._home
        return slug(self._publisher) if self._publisher else f"release-{slug_key(self._release.key)}"

    def _anchor(self, name: str, above: tuple[str, ...] = ()) -> str | None:
        """What name, parents and seat tell; None where they tell nothing. `above` guards against circles."""
        own = self._name(name).anchor
        if own is not None or name in above:
            return own
        found = [self._of_parent(name, (*above, name)), self._of_seat(name)]
        if self._slot(name, "type") in _SEAT_FIRST:
            found.reverse()
        return next(filter(None, found), None) or (self._land() if names.is_government(name) else None)

    def _of_parent(self, name: str, above: tuple[str, ...]) -> str | None:
        parents = (self._slot(name, slot) for slot in ("parent", "part_of"))
        return next((found for p in parents if p and (found := self._anchor(p, above))), None)

    def _of_seat(self, name: str) -> str | None:
        seat = self._slot(name, "seat")
        return slug(names.clean(seat)) if seat else None

    def _land(self) -> str | None:
        """The Land that a bare "Landesregierung" means: the home town's, else the only one named."""
        if land := self._places.cities.get(self._home):
            return land
        lands = {a for n in self._names() if (a := self._name(n).anchor) in set(self._places.lands.values())}
        return lands.pop() if len(lands) == 1 else None

    def _name(self, name: str) -> OrgName:
        return names.organization(name, self._slot(name, "type"), self._towns, self._places)

    def _slot(self, name: str, slot: str) -> str:
        return self._slots.get((name, slot), "")

    def _names(self) -> set[str]:
        named = {n.name for f in self._facts for n in self._naming.of(f) if n.kind == "organization"}
        return named | {self._publisher} - {""}

    def _find_home(self) -> str:
        """The place of the dateline, else the municipality named in most facts, addresses and seats counted.

        Not the text, only facts decide: where the licence forbids to keep the text, the store has none.
        """
        own = header(self._facts)
        dateline = str(own.slots.get("place") or "") if own else ""
        if dateline:
            # "Fürth/Berlin" comes from Fürth, "Cottbus/Chóśebuz" is Cottbus.
            return slug(names.clean(re.split(r"\s*[/,|]\s*", dateline.strip(" /,|"))[0]))
        counts = Counter(place for fact in self._facts for place in self._places_in(fact))
        return min(counts, key=lambda place: (-counts[place], place), default="")

    def _places_in(self, fact: Fact) -> Iterator[str]:
        for named in self._naming.of(fact):
            if named.kind == "organization":
                name = self._name(named.name)
                if name.town and name.anchor:
                    yield name.anchor
        if seat := str(fact.slots.get("seat") or ""):
            yield slug(names.clean(seat))
        yield from map(slug, _POSTCODE.findall(str(fact.slots.get("address") or "")))


def _organization_slots(facts: Sequence[Fact]) -> dict[tuple[str, str], str]:
    """Type, parent, part_of and seat of organisations as the release states them.

    Where two facts differ, the one that comes first in the text counts.
    """
    found: dict[tuple[str, str], str] = {}
    for fact in sorted((f for f in facts if f.kind == "organization"), key=_place_in_text):
        name = str(fact.slots.get("name", ""))
        for slot in ("type", "parent", "part_of", "seat"):
            for value in values(fact.slots.get(slot))[:1]:
                found.setdefault((name, slot), str(value))
    return found


def _place_in_text(fact: Fact) -> tuple[int, str]:
    return place_in_text(fact), repr(sorted(fact.slots.items(), key=str))
