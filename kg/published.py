"""The published view as a function of the releases in it, group by group.

A *group* is all that releases say of one entity, or of the posts of one role in one jurisdiction. What
is published of a group depends on nothing outside it, and of the group only on the sum of what releases
say (`kg.partials`). So a release that comes, changes or goes costs what it touches: its own part is taken
from the sums or added to them, and the groups concerned are derived anew.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, fields
from functools import cache
from pathlib import Path
from typing import Any

from pyoxigraph import DefaultGraph, NamedNode, Quad

from kg import graph, identity, merge, partials, tenures
from kg.model import Fact, Release, RoleAttestation
from kg.partials import Partial, Weight
from kg.slots import attestation_iri
from kg.vocab import BASE, PROV

Group = tuple[str, ...]
_DERIVED = PROV["wasDerivedFrom"]


@dataclass(frozen=True, slots=True)
class Said:
    """What one release says: its part of the sums by group, and (entity, attestation) it rests on."""

    groups: Mapping[Group, Partial]
    provenance: frozenset[tuple[str, str]]


@dataclass(frozen=True, slots=True)
class Delta:
    """Quads of the view, and of the partial results behind it, that go and come; all sorted."""

    remove: tuple[Quad, ...] = ()
    add: tuple[Quad, ...] = ()


class Curated:
    """What stewards decide beside the releases: the authority and the judgements.

    Raises RdfError and TableError, with file and line, when they are malformed.
    """

    def __init__(self, authority: Sequence[Path] = (), judgements: Path | None = None) -> None:
        self.authority = identity.load_authority(authority)
        self.judgements = (
            identity.Judgements() if judgements is None else identity.load_judgements(judgements)
        )
        self.seats = identity.seats(self.authority)
        self.replaced = self.judgements.replaced(self.authority)
        self.fixed = frozenset([*_vocabulary(), *graph.replacement_quads(self.replaced)])
        """What the view says whatever the releases say: the vocabularies, and IRIs that lost a merge."""

    def resolve(self, release: Release, facts: Sequence[Fact]) -> dict[tuple[str, str], str]:
        """Canonical IRIs of what a release names."""
        return identity.resolve(release, facts, self.authority, self.judgements)


@cache
def _vocabulary() -> tuple[Quad, ...]:
    return tuple(graph.vocabulary_quads())


Load = Callable[[Group], Partial]
"""Gives the sum of what is said of a group."""


def contributions(release: Release, facts: Sequence[Fact], curated: Curated) -> Said:
    """What one release says. Depends on this release and on what is curated, on nothing else."""
    mapping = curated.resolve(release, facts)
    entities, provenance = merge.said(release, facts, mapping)
    found: dict[Group, Partial] = {("entity", key): partial for key, partial in entities.items()}
    by_iri = {attestation_iri(release.key, fact): fact for fact in facts if fact.kind == "role"}
    posts: dict[Group, dict[str, Weight]] = defaultdict(dict)
    for attestation in identity.role_attestations(release, facts, mapping):
        slots = by_iri[attestation.iri].slots
        role = str(slots.get("role_canonical") or slots.get("role") or "")
        held = _held(attestation, [str(slots.get("person", "")), role])
        group = ("posts", *tenures.group_key(attestation))
        posts[group] = partials.added(posts[group], held)
    return Said({**found, **posts}, frozenset(provenance))


def published(group: Group, partial: Partial, curated: Curated) -> Iterable[Quad]:
    """The quads of the view that a group gives, without what its entities rest on (`provenance_quads`)."""
    if not partial:
        return
    if group[0] == "posts":
        yield from _of_posts(partial, curated)
        return
    entities, conflicts = merge.describe(group[1], partial, curated.authority.entities)
    for entity in entities:
        yield from graph.entity_quads(entity)
    for conflict in conflicts:
        yield from graph.conflict_quads(conflict)


def provenance_quads(said: Said) -> set[Quad]:
    """What the entities that a release names rest on in it."""
    view = DefaultGraph()
    return {Quad(NamedNode(iri), _DERIVED, NamedNode(source), view) for iri, source in said.provenance}


def change(before: Iterable[Said], after: Iterable[Said], load: Load, curated: Curated) -> Delta:
    """What changes when releases say `after` in the place of `before`; `load` gives the sums as they were."""
    (old, gone), (new, come) = _summed(before), _summed(after)
    for group in sorted(old.keys() | new.keys()):
        taken, added = old.get(group, {}), new.get(group, {})
        was = load(group)
        now = partials.added(partials.taken(was, taken), added)
        if now == was:
            continue
        gone |= set(published(group, was, curated))
        come |= set(published(group, now, curated))
        keys = taken.keys() | added.keys()
        gone |= graph.partial_quads(group, {key: was[key] for key in keys if key in was})
        come |= graph.partial_quads(group, {key: now[key] for key in keys if key in now})
    return Delta(
        remove=tuple(graph.sorted_quads(gone - come - curated.fixed)),
        add=tuple(graph.sorted_quads(come - gone - curated.fixed)),
    )


def _summed(said: Iterable[Said]) -> tuple[dict[Group, Partial], set[Quad]]:
    """The sums of what releases say by group, and what entities rest on in them."""
    sums: dict[Group, Partial] = {}
    provenance: set[Quad] = set()
    for one in said:
        provenance |= provenance_quads(one)
        for group, partial in one.groups.items():
            sums[group] = partials.added(sums[group], partial) if group in sums else partial
    return sums, provenance


def _of_posts(partial: Partial, curated: Curated) -> Iterable[Quad]:
    told = map(_read_held, partial.items())
    held = [RoleAttestation(iri, **said) for said, _, sources in told for iri in sources]
    posts = {old: new for old, new in curated.replaced.items() if old.startswith(f"{BASE}id/post/")}
    stays, conflicts = tenures.derive(held, curated.seats, same_post=posts)
    labels = _labels(partial)
    for tenure in stays:
        yield from graph.tenure_quads(tenure, labels=labels)
    for conflict in conflicts:
        yield from graph.conflict_quads(conflict)


def _held(attestation: RoleAttestation, names: Sequence[str]) -> Partial:
    """An attestation with the names it gives person and role, which label the tenure.

    All that say the same on the same day have one key.
    """
    said = {f.name: v for f in fields(attestation) if f.name != "iri" and (v := getattr(attestation, f.name))}
    return {partials.key(said, *names): frozenset({attestation.iri})}


def _read_held(item: tuple[str, Weight]) -> tuple[dict[str, Any], list[str], frozenset[str]]:
    """The inverse of `_held`: what is said, the names, and who says it."""
    key, sources = item
    said, *names = partials.content(key)
    assert isinstance(said, dict)
    assert isinstance(sources, frozenset)
    return {"organization": None, "on": None, **said}, [str(name) for name in names], sources


def _labels(partial: Partial) -> dict[str, str]:
    """Names of persons and roles by IRI: a role's German label, else what is said most often."""
    names: dict[str, Counter[str]] = defaultdict(Counter)
    for said, (person, role), sources in map(_read_held, partial.items()):
        names[said["person"]][person] += len(sources)
        names[said["role"]][role] += len(sources)
    said_most = {
        iri: min(counts, key=lambda name: (-counts[name], -len(name), name)) for iri, counts in names.items()
    }
    concepts = graph.concept_labels()
    return {iri: concepts.get(iri, name) for iri, name in said_most.items() if name}
