"""Roles and posts: what a role fact says somebody is, and the seat it speaks of."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from functools import cache, cached_property
from pathlib import Path

from pyoxigraph import NamedNode, RdfFormat, parse

from kg import resources
from kg.dates import bounds
from kg.errors import RdfError
from kg.identity.authority import Authority
from kg.model import Fact, Release, RoleAttestation
from kg.slots import attestation_iri, digest, header, issued
from kg.vocab import BASE, PREFIXES, slug

_LABELS = frozenset(
    {PREFIXES["skos"] + label for label in ("prefLabel", "altLabel", "hiddenLabel")}
    | {PREFIXES["sg"] + f"{form}Label" for form in ("masculine", "feminine", "neutral", "abbreviated")}
)
_DEPUTY = "stellvertretender-"
_OF_THE_UNIT = "the body that the unit is part of"


@dataclass(frozen=True)
class Roles:
    """The roles of `ontology/roles.ttl`: concepts by the slugs of their labels, and seats by concept."""

    concepts: Mapping[str, frozenset[str]] = field(default_factory=dict)
    seats: Mapping[str, int] = field(default_factory=dict)

    def lists(self, role: str) -> bool:
        """Whether a role is one of the concepts."""
        return role in self._all

    @cached_property
    def _all(self) -> frozenset[str]:
        return frozenset().union(*self.concepts.values())


@cache
def load_roles(path: Path | None = None) -> Roles:
    """The roles of `ontology/roles.ttl` (or of another file); none where there is no file."""
    path = path or resources.ontology() / "roles.ttl"
    if not path.is_file():
        return Roles()
    concepts: dict[str, set[str]] = defaultdict(set)
    seats: dict[str, int] = {}
    try:
        for triple in parse(path=str(path), format=RdfFormat.TURTLE):
            if not isinstance(triple.subject, NamedNode):
                continue
            text = str(getattr(triple.object, "value", ""))
            if triple.predicate.value in _LABELS:
                concepts[slug(text)].add(triple.subject.value)
            elif triple.predicate.value == PREFIXES["sg"] + "seats" and text.isdecimal():
                seats[triple.subject.value] = int(text)
    except SyntaxError as error:
        raise RdfError(str(error.msg), path=path, line=error.lineno) from error
    return Roles({label: frozenset(iris) for label, iris in concepts.items()}, seats)


def role_iri(fact: Fact, roles: Roles) -> str | None:
    """The role of a role fact: the concept its label names, else `id/role/<slug>`; None without role.

    A concept that only lends its head (dezernent for Bildungsdezernentin) is not the role itself.
    The deputy's role is one of its own.
    """
    label = str(fact.slots.get("role_canonical") or fact.slots.get("role") or "")
    concept = str(fact.slots.get("concept") or "")
    if not label:
        return _deputy(concept, fact) if concept else None
    named = roles.concepts.get(slug(label), frozenset())
    if concept and (concept in named or concept == PREFIXES["role"] + slug(label)):
        return _deputy(concept, fact)
    if not concept and len(named) == 1:
        return _deputy(next(iter(named)), fact)
    return _deputy(PREFIXES["role"] + slug(label), fact)


def _deputy(role: str, fact: Fact) -> str:
    head, _, name = role.rpartition("/")
    if not fact.slots.get("deputy") or name.startswith("stellvertret") or name.startswith("vize"):
        return role
    return f"{head}/{_DEPUTY}{name}"


def post_iri(role: str, organization: str | None, anchor: str, unit: str = "") -> str:
    """The post of a role: in an organisation, or, where none is named, in a jurisdiction.

    `unit` is the segment of the part of the organisation that it is in (`kg.identity.units`), if any. No
    role has a full stop in its IRI, so that no post of a unit is another's.
    """
    name = ".".join(filter(None, (role.rsplit("/", 1)[1], unit)))
    if organization is None:
        return f"{BASE}id/post/-/{anchor}/{name}"
    return f"{BASE}id/post/{_tail(organization)}/{name}"


def _tail(organization: str) -> str:
    own = f"{BASE}id/organization/"
    if organization.startswith(own):
        return organization.removeprefix(own)
    # A curated organisation may have an IRI of somebody else's.
    return f"{slug(organization.rstrip('/').rsplit('/', 1)[-1])}/{slug(organization.split('/')[2])}"


def role_attestations(
    release: Release, facts: Sequence[Fact], mapping: Mapping[tuple[str, str], str]
) -> list[RoleAttestation]:
    """The role facts of a release as the derivation of tenures needs them, sorted by IRI.

    `mapping` is what `kg.identity.resolve` gives for the same release and facts. Facts without a
    person or a role, and what somebody else is reported to say, are left out.
    """
    found = (
        _attestation(release, facts, f, mapping)
        for f in facts
        if f.kind == "role" and f.modality != "reported" and ("post", digest(f)) in mapping
    )
    return sorted({a.iri: a for a in found}.values(), key=lambda a: a.iri)


def _attestation(
    release: Release, facts: Sequence[Fact], fact: Fact, mapping: Mapping[tuple[str, str], str]
) -> RoleAttestation:
    organization = mapping.get(("employer", digest(fact)))
    on, not_before, not_after = days(release, facts, fact)
    reason = fact.resolved.get("organization", "")
    if organization and organization != fact.slots.get("organization"):
        reason = _OF_THE_UNIT
    return RoleAttestation(
        iri=attestation_iri(release.key, fact),
        person=mapping["person", str(fact.slots["person"])],
        post=mapping["post", digest(fact)],
        role=mapping["role", digest(fact)],
        organization=mapping["organization", organization] if organization else None,
        on=on,
        not_before=not_before,
        not_after=not_after,
        section=fact.section,
        modality=_modality(fact),
        acting=bool(fact.slots.get("acting")),
        start=_text(fact, "start"),
        end=_text(fact, "end"),
        premise=f"organization: {reason}" if reason else "",
        corrections=fact.rests_on[1:],
    )


def _modality(fact: Fact) -> str:
    if fact.slots.get("former"):
        return "former"
    return "announced" if fact.slots.get("designated") and fact.modality == "asserted" else fact.modality


def _text(fact: Fact, slot: str) -> str | None:
    value = fact.slots.get(slot)
    return str(value) if value else None


def days(release: Release, facts: Sequence[Fact], fact: Fact) -> tuple[str | None, str | None, str | None]:
    """The day a fact speaks (ISO), or None and the first and last day it can be."""
    own = header(facts)
    day = str(fact.slots.get("attested") or "")
    if release.stated.get("issued") and day in ("", str(own.slots.get("date")) if own else ""):
        day = release.stated["issued"]
    span = bounds(day or issued(release, facts))
    if span is None:
        return (
            (None, None, None) if own is None else (None, _text(own, "not_before"), _text(own, "not_after"))
        )
    return (span[0], None, None) if span[0] == span[1] else (None, *span)


def seats(authority: Authority, roles: Roles | None = None) -> dict[str, int]:
    """Seats by IRI: of the posts the authority knows, and of the role concepts that have them by meaning."""
    own = {
        iri: count
        for iri, entity in authority.entities.items()
        if entity.kind == "post"
        for count in entity.slots.get("seats", ())
        if isinstance(count, int)
    }
    return {**(roles or load_roles()).seats, **own}
