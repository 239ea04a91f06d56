"""The published view as a function of the releases in it, group by group.

A *group* is all that releases say of one entity, or of the posts of one role in one jurisdiction. What
is published of a group depends on nothing outside it, so that a release changes only the groups it
touches. All contributions are held in memory for now; whoever wants to keep them elsewhere replaces
`View._contributions`, which is asked by group only.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from typing import Any

from pyoxigraph import Quad

from kg import graph, identity, merge, tenures
from kg.corrections import Corrections, load_corrections, named
from kg.model import Fact, Release, RoleAttestation
from kg.slots import attestation_iri
from kg.vocab import BASE

Group = tuple[str, ...]
Contributions = Mapping[Group, Sequence[Any]]


@dataclass(frozen=True, slots=True)
class Delta:
    """Quads of the view that go and come; both sorted."""

    remove: tuple[Quad, ...] = ()
    add: tuple[Quad, ...] = ()


@dataclass(frozen=True, slots=True, order=True)
class Held:
    """A role attestation with the names it gives person and role, for the label of the tenure."""

    attestation: RoleAttestation = field(compare=False)
    iri: str
    person: str
    role: str


class Curated:
    """What stewards decide beside the releases: the authority, the judgements and the corrections.

    Raises RdfError and TableError, with file and line, when they are malformed.
    """

    def __init__(
        self,
        authority: Sequence[Path] = (),
        judgements: Path | None = None,
        corrections: Path | None = None,
    ) -> None:
        self.authority = identity.load_authority(authority)
        self.judgements = (
            identity.Judgements() if judgements is None else identity.load_judgements(judgements)
        )
        self.corrections = Corrections(load_corrections(corrections) if corrections else ())
        self.seats = identity.seats(self.authority)
        self.replaced = self.judgements.replaced(self.authority)

    def resolve(self, release: Release, facts: Sequence[Fact]) -> dict[tuple[str, str], str]:
        """Canonical IRIs of what a release names."""
        return identity.resolve(release, facts, self.authority, self.judgements)

    def quads(self) -> list[Quad]:
        """What the view says whatever the releases say: the vocabularies, and IRIs that lost a merge."""
        return [*_vocabulary(), *graph.replacement_quads(self.replaced)]


@cache
def _vocabulary() -> tuple[Quad, ...]:
    return tuple(graph.vocabulary_quads())


@dataclass
class View:
    """The published view. Its quads are the same whatever order releases came and went in."""

    curated: Curated
    _contributions: dict[Group, dict[str, Sequence[Any]]] = field(default_factory=lambda: defaultdict(dict))
    _groups_of: dict[str, frozenset[Group]] = field(default_factory=dict)
    _published: dict[Group, frozenset[Quad]] = field(default_factory=dict)
    # In how many groups a quad is published: it goes only with the last of them.
    _uses: Counter[Quad] = field(default_factory=Counter)

    def begin(self) -> list[Quad]:
        """Put in what rests on no release and stays; to be called once. Gives it back."""
        fixed = self.curated.quads()
        for quad in fixed:
            self._use(quad)
        return [*fixed, *self.replace(self.curated.corrections.alone()).add]

    def replace(self, releases: Mapping[str, tuple[Release, Sequence[Fact]] | None]) -> Delta:
        """Put releases in, by key, in the place of what they said before; None takes one out.

        Gives what changes in the view by that.
        """
        touched: set[Group] = set()
        for key, said in releases.items():
            touched |= self._take_out(key)
            if said is not None:
                touched |= self._put_in(key, contributions(*said, self.curated))
        return self._derive(sorted(touched))

    def quads(self) -> list[Quad]:
        """All quads of the view that come from releases, sorted."""
        return graph.sorted_quads(self._uses)

    def _take_out(self, key: str) -> frozenset[Group]:
        groups = self._groups_of.pop(key, frozenset())
        for group in groups:
            del self._contributions[group][key]
        return groups

    def _put_in(self, key: str, said: Contributions) -> frozenset[Group]:
        for group, part in said.items():
            self._contributions[group][key] = part
        self._groups_of[key] = frozenset(said)
        return self._groups_of[key]

    def _derive(self, groups: Iterable[Group]) -> Delta:
        gone: set[Quad] = set()
        come: set[Quad] = set()
        for group in groups:
            parts = self._contributions.get(group) or {}
            said = [item for key in sorted(parts) for item in parts[key]]
            old = self._published.pop(group, frozenset())
            new = frozenset(published(group, said, self.curated)) if said else frozenset()
            if new:
                self._published[group] = new
            if not said:
                self._contributions.pop(group, None)
            gone |= {quad for quad in old - new if self._release(quad)}
            come |= {quad for quad in new - old if self._use(quad)}
        return Delta(
            remove=tuple(graph.sorted_quads(gone - come)), add=tuple(graph.sorted_quads(come - gone))
        )

    def _use(self, quad: Quad) -> bool:
        self._uses[quad] += 1
        return self._uses[quad] == 1

    def _release(self, quad: Quad) -> bool:
        self._uses[quad] -= 1
        if self._uses[quad]:
            return False
        del self._uses[quad]
        return True


def contributions(release: Release, facts: Sequence[Fact], curated: Curated) -> Contributions:
    """What one release says, by group. Depends on this release and on what is curated, on nothing else."""
    applied = curated.corrections.apply(release, facts)
    facts = applied.facts
    mapping = curated.resolve(release, facts)
    found: dict[Group, list[Any]] = {
        ("entity", key): list(part) for key, part in merge.groups(release, facts, mapping).items()
    }
    by_iri = {attestation_iri(release.key, fact): fact for fact in facts if fact.kind == "role"}
    for attestation in identity.role_attestations(release, facts, mapping):
        slots = by_iri[attestation.iri].slots
        role = str(slots.get("role_canonical") or slots.get("role") or "")
        held = Held(attestation, attestation.iri, str(slots.get("person", "")), role)
        found.setdefault(("posts", *tenures.group_key(attestation)), []).append(held)
    return named(found, release, applied)


def published(group: Group, said: Sequence[Any], curated: Curated) -> Iterable[Quad]:
    """The quads of the view that a group gives."""
    if group[0] == "posts":
        yield from _of_posts(said, curated)
        return
    entities, conflicts = merge.merge(said, curated.authority.entities)
    for entity in entities:
        yield from graph.entity_quads(entity)
    for conflict in conflicts:
        yield from graph.conflict_quads(conflict)


def _of_posts(said: Sequence[Held], curated: Curated) -> Iterable[Quad]:
    posts = {old: new for old, new in curated.replaced.items() if old.startswith(f"{BASE}id/post/")}
    held, conflicts = tenures.derive([one.attestation for one in said], curated.seats, same_post=posts)
    labels = _labels(said)
    corrections = {one.iri: one.attestation.corrections for one in said}
    for tenure in held:
        yield from graph.tenure_quads(tenure, labels=labels, corrections=corrections)
    for conflict in conflicts:
        yield from graph.conflict_quads(conflict)


def _labels(said: Sequence[Held]) -> dict[str, str]:
    """Names of persons and roles by IRI: a role's German label, else what is said most often."""
    names: dict[str, Counter[str]] = defaultdict(Counter)
    for one in said:
        names[one.attestation.person][one.person] += 1
        names[one.attestation.role][one.role] += 1
    said_most = {
        iri: min(counts, key=lambda name: (-counts[name], -len(name), name)) for iri, counts in names.items()
    }
    concepts = graph.concept_labels()
    return {iri: concepts.get(iri, name) for iri, name in said_most.items() if name}
