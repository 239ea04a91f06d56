"""Histories of what is no post but changes over time all the same: when is it attested, what bounds it.

A history is of a relation: who is the press contact of an organisation, which ministry funds a programme
(its competence), by which names an organisation goes, who funds whom in which programme. The rules are
those of tenures (`kg.tenures`), without seats: several may hold at once, so none bounds another, and a
ministry that takes a programme over is not the one before it under a new name.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from pyoxigraph import Quad

from kg import graph, held, identity, tenures
from kg.model import Conflict, Fact, Release, RoleAttestation, Tenure
from kg.partials import Partial
from kg.slots import Named, Naming, attestation_iri
from kg.vocab import BASE, PREFIXES

PREDICATES = {
    "contact": f"{PREFIXES['schema']}contactPoint",
    "programme-funder": f"{PREFIXES['sg']}funder",
    "name": f"{PREFIXES['rdfs']}label",
    "funding": f"{PREFIXES['schema']}funder",
}
"""The property that holds between subject and object, by kind of history."""

_USUAL = {"contact": ("contact", "boilerplate")}
"""Sections that lag elsewhere, but are where such a relation is told."""

_PERIOD = ("period_start", "period_end")

Mapping_ = Mapping[tuple[str, str], str]


@dataclass(frozen=True, slots=True)
class Relation:
    """Something that holds between two: `kind` of `PREDICATES`, subject and object (an IRI, or a name)."""

    kind: str
    subject: str
    object: str
    programme: str = ""

    @property
    def group(self) -> tuple[str, str, str]:
        """What has to be derived together."""
        return self.kind, self.subject, self.programme


def said(
    release: Release, facts: Sequence[Fact], mapping: Mapping_
) -> dict[tuple[str, str, str], held.SaidOfPosts]:
    """What one release says of relations, by group. `mapping` as `kg.identity.resolve` gives it."""
    naming = Naming(facts)
    found: dict[tuple[str, str, str], list[held.Held]] = {}
    for fact in facts:
        for relation in _relations(fact, list(naming.of(fact)), mapping):
            stated = [str(fact.slots.get(s) or "") if relation.kind == "funding" else "" for s in _PERIOD]
            one = attestation(
                relation,
                attestation_iri(release.key, fact),
                days=identity.days(release, facts, fact),
                section=fact.section,
                modality=fact.modality,
                stated=(stated[0], stated[1]),
            )
            one = replace(one, corrections=fact.rests_on[1:])
            found.setdefault(relation.group, []).append(held.Held(one))
    return {group: held.said_of(together) for group, together in sorted(found.items())}


def attestation(
    relation: Relation,
    iri: str,
    *,
    days: tuple[str | None, str | None, str | None],
    section: str,
    modality: str,
    stated: tuple[str, str],
) -> RoleAttestation:
    """That a release says that a relation holds, as `kg.tenures` reads it: its object holds its subject.

    `days` are the day it speaks, or the first and the last it can be; `stated` start and end (ISO, may be
    partial), "" for none. Of money without a programme they say nothing: several grants may be meant, and the
    period of one begins and ends no other.
    """
    on, not_before, not_after = days
    if relation.kind == "funding" and not relation.programme:
        stated = "", ""
    return RoleAttestation(
        iri=iri,
        person=relation.object,
        post=" ".join(relation.group),
        role=relation.kind,
        organization=None,
        on=on,
        not_before=not_before,
        not_after=not_after,
        section="body" if section in _USUAL.get(relation.kind, ()) else section,
        modality=modality,
        start=stated[0] or None,
        end=stated[1] or None,
    )


def _relations(fact: Fact, named: Sequence[Named], mapping: Mapping_) -> Iterator[Relation]:
    if fact.modality == "reported":
        return
    iris: dict[str, list[str]] = {}
    for one in named:
        if iri := mapping.get((one.kind, one.name)):
            iris.setdefault(one.slot, []).append(iri)
    one_of = {slot: found[0] for slot, found in iris.items()}
    if fact.kind == "contact" and {"person", "organization"} <= iris.keys():
        yield Relation("contact", one_of["organization"], one_of["person"])
    elif fact.kind == "programme" and "name" in iris:
        for funder in iris.get("funder", ()):
            yield Relation("programme-funder", one_of["name"], funder)
    elif fact.kind == "organization" and "name" in iris:
        yield Relation("name", one_of["name"], " ".join(str(fact.slots["name"]).split()))
    elif fact.kind == "funding" and {"recipient", "funder"} <= iris.keys():
        for funder in iris["funder"]:
            yield Relation("funding", one_of["recipient"], funder, one_of.get("programme", ""))


def derived(
    group: Sequence[str], partial: Partial, sources: held.Sources, memo: held.Memo | None = None
) -> held.Derived:
    """The histories of a group from the sum of what is said of it; see `kg.held.derived`.

    Names are told only of an organisation that has several.
    """
    kind, subject, programme = group
    if kind == "name" and len(held.persons(partial)) < 2:
        return held.Derived(dated=False)  # before anything is derived of thousands of days

    def derive(found: Iterable[RoleAttestation]) -> tuple[list[Tenure], list[Conflict]]:
        stays, conflicts = tenures.derive(found, {})
        if kind == "name" and len({stay.person for stay in stays}) < 2:
            return [], []
        named = {stay.iri: _iri(group, stay) for stay in stays}
        return (
            [replace(stay, iri=named[stay.iri]) for stay in stays],
            [replace(one, entity=named.get(one.entity, one.entity)) for one in conflicts],
        )

    def write(
        stay: Tenure, _: Mapping[str, str], plain: tuple[int, int], corrections: Sequence[str]
    ) -> Iterable[Quad]:
        property_ = PREDICATES[kind]
        return graph.history_quads(stay, subject, property_, programme, plain=plain, corrections=corrections)

    return held.derived(partial, sources, derive, write, dated=False, memo=memo)


def _iri(group: Sequence[str], stay: Tenure) -> str:
    digest = hashlib.sha256("\n".join((*group, stay.person)).encode()).hexdigest()[:12]
    return f"{BASE}id/history/{digest}/{stay.iri.rsplit('/', 1)[1]}"
