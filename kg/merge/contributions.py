"""What each fact of a release contributes to which canonical entity."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from decimal import Decimal

from kg.model import Fact, Release, Value
from kg.slots import (
    ENTITY_SLOTS,
    Naming,
    attestation_iri,
    decimal_text,
    digest,
    header,
    issued,
    publisher,
    values,
)
from kg.vocab import BASE, release_iri

Mapping_ = Mapping[tuple[str, str], str]
Slots = Mapping[str, tuple[Value, ...]]


@dataclass(frozen=True, slots=True)
class Contribution:
    """What one fact of one release says of one entity.

    entity, kind  the canonical entity; label: its name as the release has it, "" for none
    source        IRI of the attestation; on: the day the release was issued (ISO)
    slots         its description; a value that names an entity is that entity's canonical IRI
    modality      of the fact that describes the entity; "" where the fact only mentions it
    """

    entity: str
    kind: str
    source: str
    on: str
    label: str = ""
    slots: Slots = field(default_factory=dict)
    modality: str = ""


_NAMED = frozenset({"organization", "event", "programme", "competition", "project", "brand"})
_KEYS: Mapping[str, tuple[str, ...]] = {
    "funding": ("recipient", "funder", "programme", "amount", "share", "period_start", "period_end"),
    "headcount": ("organization", "value", "qualifier", "on"),
    "quotation": ("speaker", "text", "release"),
    "contact": ("person", "organization", "email", "phone", "address"),
}
"""What makes a nameless entity the one it is: its IRI is a hash of these."""


def contributions(release: Release, facts: Sequence[Fact], mapping: Mapping_) -> Iterator[Contribution]:
    """What a release says of entities, fact by fact.

    `mapping` is what `kg.identity.resolve` gives for the same release and facts.
    """
    naming = Naming(facts)
    day = issued(release, facts)
    yield _release(release, facts, mapping, day)
    if by := release.stated.get("publisher"):
        # Nothing in the text names this publisher, perhaps; the release itself is where it comes from.
        iri, node = mapping["organization", by], release_iri(release.key)
        yield Contribution(iri, "organization", node, day, by)
    for fact in facts:
        base = Contribution("", "", attestation_iri(release.key, fact), day)
        for named in naming.of(fact):
            iri = _entity(mapping, named.kind, named.name, fact)
            titles = fact.slots.get("titles") if fact.kind == "role" and named.slot == "person" else None
            slots = {"titles": values(titles)} if titles else {}
            yield replace(base, entity=iri, kind=named.kind, label=named.name, slots=slots)
        yield from _of_places(base, fact, mapping)
        slots = _resolved(fact, naming, mapping)
        if fact.kind in _NAMED:
            yield from _of_named(base, fact, naming, mapping, slots)
        elif fact.kind == "role":
            yield from _of_role(base, fact, mapping)
        elif fact.kind in _KEYS:
            yield _of_nameless(base, fact, slots, release, day)


def _entity(mapping: Mapping_, kind: str, name: str, fact: Fact) -> str:
    """The entity of a name; the events of a fact may be another year's than their name leads to."""
    own = mapping.get((kind, digest(fact))) if kind == fact.kind == "event" else None
    return own or mapping[kind, name]


def _resolved(fact: Fact, naming: Naming, mapping: Mapping_) -> dict[str, tuple[Value, ...]]:
    """The slots of a fact with canonical IRIs for names; the entity's own name is left out."""
    slots = {s: values(v) for s, v in fact.slots.items() if s not in ENTITY_SLOTS[fact.kind] and values(v)}
    for named in naming.of(fact):
        if named.slot != "name":
            iri = _entity(mapping, named.kind, named.name, fact)
            slots[named.slot] = tuple(sorted({*map(str, slots.get(named.slot, ())), iri}))
    return slots


def _of_places(base: Contribution, fact: Fact, mapping: Mapping_) -> Iterator[Contribution]:
    """The municipalities that a fact names: as a place, as a seat, or as the body that administers one."""
    slots = ("place", "seat", "name") if fact.kind == "organization" else ("place",)
    for name in (str(fact.slots[slot]) for slot in slots if fact.slots.get(slot)):
        if place := mapping.get(("place", name)):
            yield replace(base, entity=place, kind="place", label=mapping["place name", name])


def _of_named(
    base: Contribution, fact: Fact, naming: Naming, mapping: Mapping_, slots: Slots
) -> Iterator[Contribution]:
    main = naming.main(fact)
    if main is not None:
        iri = _entity(mapping, main.kind, main.name, fact)
        # Two names of one town ("Stadtverwaltung", "Stadt") make no part of itself.
        told = {s: tuple(v for v in content if v != iri) for s, content in slots.items()}
        where = {"event": str(fact.slots.get("place") or ""), "organization": main.name}.get(fact.kind, "")
        if place := mapping.get(("place", where)):
            told["location"] = (place,)
        yield replace(
            base,
            entity=iri,
            kind=fact.kind,
            slots={s: c for s, c in told.items() if c},
            modality=fact.modality,
        )


def _of_role(base: Contribution, fact: Fact, mapping: Mapping_) -> Iterator[Contribution]:
    """The post, and the role where the ontology does not list it."""
    role, post = mapping.get(("role", digest(fact))), mapping.get(("post", digest(fact)))
    if role is None or post is None:
        return
    label = str(fact.slots.get("role_canonical") or fact.slots.get("role") or "")
    if fact.slots.get("deputy") and not label.lower().startswith(("stellvertret", "vize")):
        label = f"Stellvertretender {label}"
    organization, unit = (mapping.get((slot, digest(fact)), "") for slot in ("employer", "unit"))
    slots: dict[str, tuple[Value, ...]] = {"role": (role,)}
    if organization:
        slots["organization"] = (mapping["organization", organization],)
    called = ", ".join(filter(None, (label, unit, organization))) if label else ""
    yield replace(base, entity=post, kind="post", label=called, slots=slots)
    broader = mapping.get(("own role", digest(fact)))
    if broader is not None:
        more: Slots = {"broader": (broader,)} if broader else {}
        yield replace(base, entity=role, kind="role", label=label, slots=more)


def _of_nameless(
    base: Contribution, fact: Fact, slots: dict[str, tuple[Value, ...]], release: Release, day: str
) -> Contribution:
    if fact.kind in ("quotation", "contact") and day:
        slots = {**slots, "date": (day,)}
    if fact.kind == "quotation":
        slots = {**slots, "release": (release_iri(release.key),)}
    if fact.kind == "funding" and fact.modality in ("reported", "future", "announced"):
        slots.setdefault("status", ("announced",))
    iri = f"{BASE}id/{fact.kind}/{short_hash([_plain(slots.get(s, ())) for s in _KEYS[fact.kind]])}"
    return replace(base, entity=iri, kind=fact.kind, slots=slots, modality=fact.modality)


def _plain(content: tuple[Value, ...]) -> list[str]:
    return [decimal_text(v) if isinstance(v, Decimal) else str(v) for v in content]


def short_hash(content: object) -> str:
    """12 hex digits of something that JSON can write."""
    text = json.dumps(content, ensure_ascii=True, sort_keys=True)
    return hashlib.sha256(text.encode("ascii")).hexdigest()[:12]


def _release(release: Release, facts: Sequence[Fact], mapping: Mapping_, day: str) -> Contribution:
    """A release as an entity of the view; what the steward states wins over its own words."""
    fact = header(facts)
    own = fact.slots if fact else {}
    title = release.stated.get("title") or str(own.get("title") or "")
    by = publisher(release, facts)
    told = {
        "identifier": release.key,
        "title": title,
        "subtitle": own.get("subtitle"),
        "issued": day,
        "publisher": mapping["organization", by] if by else "",
        "place": own.get("place"),
        "spatial": mapping.get(("place", str(own.get("place") or ""))),
        "url": release.stated.get("url"),
        "fact_count": len({digest(f) for f in facts}),
    }
    return Contribution(
        entity=release_iri(release.key),
        kind="release",
        source=attestation_iri(release.key, fact) if fact else "",
        on=day,
        label=title or release.key,
        slots={slot: values(value) for slot, value in told.items() if values(value)},
    )
