"""The jurisdiction of each organisation and person that one release names.

Only this release decides: what an organisation's name tells, else the parent or seat that this
release states, else the publisher. So another release never changes an IRI.
"""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping, Sequence
from functools import cached_property

from kg.identity import names, organization_spelling
from kg.identity.abbreviations import in_full
from kg.identity.names import OrgName
from kg.identity.places import Places
from kg.identity.spelling import clean
from kg.model import Fact, Release
from kg.slots import Naming, header, place_in_text, publisher, values
from kg.vocab import slug, slug_key

_POSTCODE = re.compile(r"\b(?:D[-– ])?\d{5} +([A-ZÄÖÜ][^\W\d_]+(?:[ -](?:am|an|der|[A-ZÄÖÜ][^\W\d_]+))*)")
_QUALIFIED = re.compile(
    r"(?P<bare>\S+(?: [A-ZÄÖÜ]\S+)*)(?: (?:am|an|in|im|bei|ob|vor|unter|auf) .+| ?\([^()]+\))"
)
"""A town's name with what tells it from others of the name: "Frankfurt am Main", "Halle (Saale)"."""
_OF = re.compile(r"\s(?=(?:der|des)\s)")
_LAND = frozenset({"land", "bundesland", "freistaat"})
_MINISTER = re.compile(r"(?:.+-)?[a-z]*(?:minister|ministerpraesident|staatssekretaer)(?:in)?(?:-.+)?")
_SEAT_FIRST = frozenset({"university", "research institute"})


class Anchors:
    """Jurisdictions of one release's organisations, by name."""

    def __init__(self, release: Release, facts: Sequence[Fact], naming: Naming, places: Places) -> None:
        self._release, self._facts, self._naming, self.places = release, facts, naming, places
        self._publisher = publisher(release, facts)
        self._slots = _organization_slots(facts)
        self._towns: dict[str, str] = {}
        self._whole: Mapping[str, str] = {}
        self._known: dict[str, OrgName] = {}
        for name in sorted(self._names):
            town = self._town(name)
            if town is not None and town.anchor:
                # "Landeshauptstadt Kiel" and "Stadt Kiel" have one segment; a Gemeinde of that name another.
                self._towns.setdefault(town.anchor, town.segment)
        self._whole = self._whole_names()
        self._home, segment = self._find_home()
        if segment:
            # Where the release comes from, its bare name means the town.
            self._towns.setdefault(self._home, segment)
        self._known.clear()  # what a bare name means is known only now

    def organization(self, name: str) -> tuple[str, str]:
        """Segment and anchor of an organisation."""
        segment, anchor = self._name(name).segment, self._anchor(name) or self.publisher()
        # "der Freistaat", where the release tells which.
        return (f"land-{anchor}" if segment in _LAND and anchor in self.places.names else segment), anchor

    def governs(self, name: str) -> bool:
        """Whether an organisation is a municipality or a district itself."""
        own = self._name(name)
        return own.town or own.segment == own.anchor

    def are_of_one(self, one: str, other: str) -> bool:
        """Whether two organisations lie in one jurisdiction."""
        return self.organization(one)[1] == self.organization(other)[1]

    def municipality(self, name: str) -> tuple[str, str] | None:
        """Segment and name of the municipality that a place or town means; None where it is none we know.

        Known are the large cities, and the towns that this release names with their noun or comes from.
        """
        text = self.places.german(in_full(clean(name.rpartition(",")[2])))
        own = self._whole.get(slug(text), slug(text))
        if own in self._towns or self.places.knows(text):
            return own, text
        town = self._town(name)
        if town is None or town.anchor is None:
            return None
        words = organization_spelling.plain(name, self.places).split()
        ends = (" ".join(words[at:]) for at in range(len(words)))
        anchor = str(self._name(name).anchor)
        return anchor, next((end for end in ends if slug(end) == town.anchor), name)

    def of_role(self, fact: Fact) -> str | None:
        """The jurisdiction that a role tells by itself; None where it tells none.

        Federal offices are the federation's, other ministers those of the Land the release speaks in, and a
        role can name its organisation ("Hauptgeschäftsführer des Deutschen Städtetages").
        """
        role = str(fact.slots.get("role_canonical") or fact.slots.get("role") or "")
        if slug(role).startswith("bundes"):
            return "de"
        if named := _OF.split(role, maxsplit=1)[1:]:
            own = self._name(named[0]).anchor
            if own is not None:
                return own
        return self.land() if _MINISTER.fullmatch(slug(role)) else None

    def publisher(self) -> str:
        """The publisher's jurisdiction: its organisation's, else the municipality the release is about."""
        return self._of_publisher

    @cached_property
    def _of_publisher(self) -> str:
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
        return next(filter(None, found), None) or (self.land() if names.is_government(name) else None)

    def _of_parent(self, name: str, above: tuple[str, ...]) -> str | None:
        parents = (self._slot(name, slot) for slot in ("parent", "part_of"))
        return next((found for p in parents if p and (found := self._anchor(p, above))), None)

    def _of_seat(self, name: str) -> str | None:
        seat = self._slot(name, "seat")
        return self._seated(seat).anchor if seat else None

    def land(self) -> str | None:
        """The Land that a bare "Landesregierung" means: the home town's, else the only one named."""
        if land := self.places.cities.get(self._home):
            return land
        lands = {a for n in self._names if (a := self._name(n).anchor) in self.places.names}
        return lands.pop() if len(lands) == 1 else None

    def _name(self, name: str) -> OrgName:
        if name not in self._known:
            self._known[name] = self._named(name)
        return self._known[name]

    def _named(self, name: str) -> OrgName:
        own = names.organization(name, self._slot(name, "type"), self._towns, self.places)
        whole = self._whole.get(own.anchor or "")
        if whole is None:
            return own
        # Where the release is one of Halle (Saale), or names it, its "Stadt Halle" is that one.
        segment = own.segment + whole.removeprefix(str(own.anchor)) if own.town else own.segment
        return OrgName(segment, whole, own.town)

    def _slot(self, name: str, slot: str) -> str:
        return self._slots.get((name, slot), "")

    @cached_property
    def _names(self) -> set[str]:
        named = {n.name for f in self._facts for n in self._naming.of(f) if n.kind == "organization"}
        return named | {self._publisher} - {""}

    def _find_home(self) -> tuple[str, str]:
        """The place of the dateline, else the municipality named in most facts, addresses and seats counted.

        Its anchor and, unless it is a district, its segment as an organisation. Not the text, only facts
        decide: where the licence forbids to keep the text, the store has none.
        """
        if dateline := self._dateline():
            own = self._seated(dateline)
            return str(own.anchor), own.segment if own.town else ""
        counts = Counter(place for fact in self._facts for place in self._places_in(fact))
        home = min(counts, key=lambda place: (-counts[place], place), default="")
        return home, f"stadt-{home}" if home else ""

    def _seated(self, place: str) -> OrgName:
        """The jurisdiction that a place is in: "Landeshauptstadt Kiel" is Kiel, a district is a district.

        What has no noun is a municipality.
        """
        text = in_full(clean(place))
        bare = OrgName(f"stadt-{slug(text)}", slug(text), town=True)
        return self._town(text) or names.district(text) or bare

    def _town(self, name: str) -> OrgName | None:
        return names.town(name, self.places, certain=self._slot(name, "type") == "municipality")

    def _whole_names(self) -> dict[str, str]:
        """Towns that the release names with what tells them apart, by the slug of their bare name.

        One that stands for two towns ("Frankfurt") is left out.
        """
        found: dict[str, set[str]] = defaultdict(set)
        towns = (name for name in self._names if (own := self._town(name)) is not None and own.anchor)
        for name in (*towns, self._dateline()):
            words = in_full(clean(name)).split()
            for at in range(len(words)):
                if match := _QUALIFIED.fullmatch(" ".join(words[at:])):
                    found[slug(match["bare"])].add(slug(match[0]))
        return {bare: whole.pop() for bare, whole in found.items() if len(whole) == 1}

    def _dateline(self) -> str:
        """The place of the dateline: "Fürth/Berlin" comes from Fürth, "Cottbus/Chóśebuz" is Cottbus."""
        own = header(self._facts)
        place = str(own.slots.get("place") or "") if own else ""
        return in_full(clean(re.split(r"\s*[/,|]\s*", place.strip(" /,|"))[0]))

    def _places_in(self, fact: Fact) -> Iterator[str]:
        for named in self._naming.of(fact):
            if named.kind == "organization":
                name = self._name(named.name)
                if name.town and name.anchor:
                    yield name.anchor
        if seat := str(fact.slots.get("seat") or ""):
            yield str(self._seated(seat).anchor)
        for place in _POSTCODE.findall(str(fact.slots.get("address") or "")):
            yield str(self._seated(place).anchor)


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
