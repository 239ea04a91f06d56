"""From the names of one release to canonical IRIs."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property

from kg.dates import bounds
from kg.identity import organization_spelling, person_names
from kg.identity.anchors import Anchors
from kg.identity.authority import Authority
from kg.identity.judgements import Judgements
from kg.identity.places import Places
from kg.identity.places import load as load_places
from kg.identity.posts import Roles, load_roles, post_iri, role_iri
from kg.identity.spelling import clean
from kg.identity.units import Units
from kg.identity.units import segment as unit_segment
from kg.model import Fact, Release
from kg.slots import Naming, digest, mention_iri, place_in_text, publisher
from kg.vocab import BASE, slug

Mapping_ = dict[tuple[str, str], str]


def resolve(
    release: Release,
    facts: Sequence[Fact],
    authority: Authority | None = None,
    judgements: Judgements | None = None,
    *,
    places: Places | None = None,
    roles: Roles | None = None,
) -> Mapping_:
    """Canonical IRIs of what one release names, decided by this release alone (with the curated data).

    Keys are (kind, name) for the kinds of `kg.slots.ENTITY_KINDS`, and for what no name decides
    (kind, digest of the fact): the role and post of a role fact, an event whose name the release uses
    for several dates, and, as "own role", the broader concept ("" for none) of a role that `ontology/`
    does not list; "employer" and "unit" are the names of the organisation, and of the part of it, that the
    post is in. ("place", name) are the municipalities that names of places and of towns mean, and
    ("place name", name) what they are called. `places` and `roles` default to those of `ontology/`.
    """
    naming = Naming(facts)
    anchors = Anchors(release, facts, naming, places or load_places())
    work = _Resolver(
        release, facts, naming, anchors, authority or Authority(), judgements or Judgements(), {}
    )
    for kind in ("organization", "person", "programme", "competition", "project", "brand", "event"):
        for name in sorted(work.names(kind)):
            work.found[kind, name] = work.settle(kind, name, work.path(kind, name))
    work.found |= work.events() | work.posts(roles or load_roles()) | work.places()
    return work.found


@dataclass
class _Resolver:
    """The state of resolving one release: `found` grows from organisations to what rests on them."""

    release: Release
    facts: Sequence[Fact]
    naming: Naming
    anchors: Anchors
    authority: Authority
    judgements: Judgements
    found: Mapping_

    def names(self, kind: str) -> set[str]:
        return self._names.get(kind, set())

    @cached_property
    def _names(self) -> dict[str, set[str]]:
        """The names in this release, by kind."""
        found: dict[str, set[str]] = {"organization": {publisher(self.release, self.facts)} - {""}}
        for fact in self.facts:
            for named in self.naming.of(fact):
                found.setdefault(named.kind, set()).add(named.name)
        return found

    def settle(self, kind: str, name: str, path: str) -> str:
        """The canonical IRI of a name whose own path is `path`, after authority and judgements."""
        anchor = path.rsplit("/", 1)[-1]
        canonical = self._curated(kind, name, anchor) or f"{BASE}id/{kind}/{path}"
        return self.judgements.settle(mention_iri(self.release.key, kind, name), canonical, self.authority)

    def _curated(self, kind: str, name: str, anchor: str) -> str | None:
        """What the authority knows by a name: as it stands, in the nominative, or without a legal form.

        A company's legal form tells it from others of its name; an association's "e. V." tells nothing.
        """
        forms = curated_forms(kind, name, self.anchors.places)
        for form in forms[:2]:
            if found := self.authority.find(kind, form, anchor):
                return found
        for form in forms[2:]:
            found = self.authority.find(kind, form, anchor)
            types = self.authority.entities[found].slots.get("type", ()) if found else ()
            if organization_spelling.has_usual_form(forms[1], map(str, types)):
                return found
        return None

    def path(self, kind: str, name: str) -> str:
        """Name and anchor, as the IRI has them after the kind."""
        if kind == "organization":
            return "/".join(self.anchors.organization(name))
        if kind == "person":
            return f"{self._persons[name]}/{self._person_anchor(self._persons[name])}"
        if kind == "event":
            return self._event(name, next(self._starts(name), ""))
        if kind in ("project", "brand"):
            return f"{slug(clean(name))}/{self._anchor_of(self._owners(kind, name))}"
        return slug(clean(name))

    @cached_property
    def _persons(self) -> dict[str, str]:
        """The segments of the persons, by name."""
        own = {name: person_names.segment(name) for name in self.names("person")}
        return {name: person_names.nominative(one, own.values()) for name, one in own.items()}

    def _person_anchor(self, segment: str) -> str:
        """The jurisdiction of the organisation a person belongs to, else of the publisher.

        What the release asserts goes before what was or is to be, a role before a contact block.
        """
        facts = [
            f
            for f in self.facts
            if f.kind in ("role", "contact")
            and self._persons.get(str(f.slots.get("person") or "")) == segment
        ]
        facts.sort(key=lambda f: (f.modality != "asserted", f.kind != "role", _place_in_text(f)))
        for fact in facts:
            if organization := fact.slots.get("organization"):
                return self._anchor_of([str(organization)])
            if own := self.anchors.of_role(fact):
                return own
        return self.anchors.publisher()

    def _owners(self, kind: str, name: str) -> list[str]:
        facts = sorted((f for f in self.facts if f.kind == kind), key=_place_in_text)
        mine = (f for f in facts if f.slots.get("name") == name)
        return [str(f.slots["organization"]) for f in mine if f.slots.get("organization")]

    def _anchor_of(self, organizations: Sequence[str]) -> str:
        """The anchor of the first of some organisations, as its canonical IRI has it."""
        for name in organizations:
            own = self.found["organization", name]
            is_ours = own.startswith(f"{BASE}id/organization/")
            return own.rsplit("/", 1)[1] if is_ours else self.anchors.organization(name)[1]
        return self.anchors.publisher()

    def _starts(self, name: str) -> Iterator[str]:
        """The starts that this release gives for an event, whole ones first, in the order of the text."""
        facts = sorted((f for f in self.facts if f.kind == "event"), key=_place_in_text)
        starts = [str(f.slots.get("start") or "") for f in facts if f.slots.get("name") == name]
        return iter(sorted(starts, key=lambda s: (-len(s) if bounds(s) else 1, not s)))

    def _event(self, name: str, start: str) -> str:
        """An event's path. A start without year says nothing beyond the publisher's jurisdiction."""
        text = clean(name)
        if bounds(start):
            # The start tells editions apart; "14. Regionalkonferenz" and "Regionalkonferenz" are one.
            return f"{slug(re.sub(r'^[0-9]+[.] +', '', text))}/{start.lower()}"
        return f"{slug(text)}/{self.anchors.publisher()}{slug_of_day(start)}"

    def events(self) -> Mapping_:
        """Events whose own start is not the one their name leads to: the other years of a series."""
        several: Mapping_ = {}
        for fact in self.facts:
            name, start = str(fact.slots.get("name") or ""), str(fact.slots.get("start") or "")
            if fact.kind == "event" and name and start:
                path = self._event(name, start)
                if path != self._event(name, next(self._starts(name), "")):
                    several["event", digest(fact)] = self.settle("event", name, path)
        return several

    def posts(self, roles: Roles) -> Mapping_:
        """Role and post of each role fact, and the names of its organisation and unit, by digest."""
        found: Mapping_ = {}
        units = self._units()
        for fact in self.facts:
            role = role_iri(fact, roles) if fact.kind == "role" and fact.slots.get("person") else None
            if role:
                name, unit = units.of(fact)
                if roles.seats.get(role) == 1:
                    unit = ""  # the only one of the body, in whatever part of it
                organization = self.found["organization", name] if name else None
                found |= {
                    (key, digest(fact)): own for key, own in (("employer", name), ("unit", unit)) if own
                }
                found["role", digest(fact)] = role
                if not roles.lists(role):
                    found["own role", digest(fact)] = str(fact.slots.get("concept") or "")
                anchor = self.anchors.of_role(fact) or self.anchors.publisher()
                segment = unit_segment(unit, self.anchors.places) if unit else ""
                found["post", digest(fact)] = post_iri(role, organization, anchor, segment)
        return found

    def _units(self) -> Units:
        organizations = {name: iri for (kind, name), iri in self.found.items() if kind == "organization"}
        own = publisher(self.release, self.facts)
        own = own if own and self.anchors.governs(own) else ""
        return Units(self.facts, organizations, own, self.anchors.are_of_one, self.anchors.places)

    def places(self) -> Mapping_:
        """Municipalities that the release names, and what they are called, as judged.

        No jurisdiction depends on it: a place judged another is still where its organisations are.
        """
        found: Mapping_ = {}
        told = {str(f.slots[slot]) for f in self.facts for slot in _PLACES if f.slots.get(slot)}
        for name in sorted(told | self.names("organization")):
            if municipality := self.anchors.municipality(name):
                segment, called = municipality
                mention = mention_iri(self.release.key, "place", called)
                own = f"{BASE}id/place/{segment}"
                found["place", name] = self.judgements.settle(mention, own, self.authority)
                found["place name", name] = called
        return found


_PLACES = ("place", "seat")
"""Slots that name a place."""


def curated_forms(kind: str, name: str, places: Places) -> tuple[str, ...]:
    """Under what the authority is asked for a name, in order: see `_Resolver._curated`."""
    if kind != "organization":
        return (slug(clean(name)),)
    own = slug(organization_spelling.plain(name, places))
    return slug(clean(name)), own, organization_spelling.without_legal_form(own)


def slug_of_day(start: str) -> str:
    """A yearless day ("--06-19") as the end of a segment; "" for none."""
    return f"--{slug(start)}" if start else ""


def _place_in_text(fact: Fact) -> tuple[int, str]:
    return place_in_text(fact), digest(fact)
