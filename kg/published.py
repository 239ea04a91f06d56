"""The published view as a function of the releases in it, group by group.

A *group* is all that releases say of one entity, of the posts of one role in one jurisdiction, or of
who stands in one relation to something. What
is published of a group depends on nothing outside it, and of the group only on the sum of what releases
say (`kg.partials`). So a release that comes, changes or goes costs what it touches: its own part is taken
from the sums or added to them, and the groups concerned are derived anew.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from typing import Protocol

from pyoxigraph import DefaultGraph, NamedNode, Quad

from kg import graph, held, histories, identity, merge, partials
from kg.corrections import Corrections, load_corrections, named
from kg.model import Correction, Fact, Judgement, Release, RoleAttestation
from kg.partials import Partial, Weight
from kg.slots import attestation_iri
from kg.vocab import BASE, PROV, RDF

Group = tuple[str, ...]
_DERIVED, _A = PROV["wasDerivedFrom"], RDF["type"]
TALLY: Group = ("tally",)
"""The sums of what the whole store holds: attestations by kind, entities of the view by class."""


@dataclass(frozen=True, slots=True)
class Said:
    """What one release says: its part of the sums by group.

    provenance   (entity, attestation) for what rests on what
    days         plain attestations of persons on posts by group, and by key of holding and day (`kg.held`)
    """

    groups: Mapping[Group, Partial]
    provenance: frozenset[tuple[str, str]]
    days: Mapping[Group, held.Days]


@dataclass(frozen=True, slots=True)
class Delta:
    """Quads of the view, and of the partial results behind it, that go and come; all sorted."""

    remove: tuple[Quad, ...] = ()
    add: tuple[Quad, ...] = ()


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
        self._decide(
            identity.load_authority(authority),
            identity.load_judgements(judgements) if judgements else identity.Judgements(),
            load_corrections(corrections) if corrections else (),
        )

    def _decide(
        self,
        authority: identity.Authority,
        judgements: identity.Judgements,
        corrections: Iterable[Correction],
    ) -> None:
        self.authority, self.judgements = authority, judgements
        self.seats = identity.seats(self.authority)
        self.corrections = Corrections(corrections)
        self.replaced = self.judgements.replaced(self.authority)
        self.fixed = frozenset([*_vocabulary(), *graph.replacement_quads(self.replaced)])
        """What the view says whatever the releases say: the vocabularies, and IRIs that lost a merge."""

    @classmethod
    def of(
        cls, authority: Iterable[Quad], judgements: Iterable[Judgement], corrections: Iterable[Correction]
    ) -> Curated:
        """The same from what stands in files, or in a store."""
        made = cls.__new__(cls)
        made._decide(identity.authority_of(authority), identity.combined(tuple(judgements)), corrections)
        return made

    def resolve(self, release: Release, facts: Sequence[Fact]) -> dict[tuple[str, str], str]:
        """Canonical IRIs of what a release names."""
        return identity.resolve(release, facts, self.authority, self.judgements)


@cache
def _vocabulary() -> tuple[Quad, ...]:
    return tuple(graph.vocabulary_quads())


class Sums(Protocol):
    """The sums of what is said, as they are before a change."""

    def partial(self, group: Group) -> Partial:
        """The sum of a group; empty where nothing is said."""

    def plain(self, group: Group, key: str) -> Iterable[str]:
        """The plain attestations of a group's key of holding and day."""


class Nothing:
    """`Sums` of a view in which nothing is yet."""

    def partial(self, group: Group) -> Partial:  # noqa: ARG002 - as the protocol has it
        """Empty."""
        return {}

    def plain(self, group: Group, key: str) -> Iterable[str]:  # noqa: ARG002 - as the protocol has it
        """None."""
        return ()


def contributions(release: Release, facts: Sequence[Fact], curated: Curated) -> Said:
    """What one release says. Depends on this release and on what is curated, on nothing else."""
    read, applied = facts, curated.corrections.apply(release, facts)
    facts = applied.facts
    mapping = curated.resolve(release, facts)
    told = named(merge.contributions(release, facts, mapping), release, applied)
    entities, provenance = merge.said(told)
    by_iri = {attestation_iri(release.key, fact): fact for fact in facts if fact.kind == "role"}
    roles = identity.role_attestations(release, facts, mapping)
    posts = held.said(_named(attestation, by_iri[attestation.iri]) for attestation in roles)
    relations = histories.said(release, facts, mapping)
    spans: dict[Group, held.SaidOfPosts] = {
        **{("posts", *key): told for key, told in posts.items()},
        **{("history", *key): told for key, told in relations.items()},
    }
    return Said(
        groups={
            **{("entity", key): partial for key, partial in entities.items()},
            **{group: told.partial for group, told in spans.items()},
            TALLY: Counter(f"fact:{fact.kind}" for fact in read),
        },
        provenance=frozenset(provenance),
        days={group: told.days for group, told in spans.items()},
    )


def _named(attestation: RoleAttestation, fact: Fact) -> held.Held:
    role = str(fact.slots.get("role_canonical") or fact.slots.get("role") or "")
    return held.Held(attestation, str(fact.slots.get("person", "")), role)


def published(group: Group, partial: Partial, curated: Curated, sources: held.Sources) -> set[Quad]:
    """All quads of the view that a group gives, but for what its entities rest on (`provenance_quads`).

    `sources` gives the plain attestations of a group of posts by key.
    """
    if group[0] == "entity":
        return _of_entities(group, partial, curated)
    found = _spans(group, partial, sources, curated)
    return found.quads | {q for key in found.plain_keys() for q in found.plain_quads(key, sources(key))}


def view(said: Iterable[Said], curated: Curated) -> set[Quad]:
    """The whole view of some releases, from nothing, but for what `Curated.fixed` holds."""
    parts = _Parts(said)
    found = {quad for quad in parts.quads if quad.graph_name == DefaultGraph()}
    for group in parts.groups.keys() - {TALLY}:
        found |= published(group, parts.groups[group], curated, parts.days[group].__getitem__)
    return found


def provenance_quads(said: Said) -> set[Quad]:
    """What the entities that a release names rest on in it."""
    view = DefaultGraph()
    return {Quad(NamedNode(iri), _DERIVED, NamedNode(source), view) for iri, source in said.provenance}


def change(
    before: Iterable[Said],
    after: Iterable[Said],
    sums: Sums,
    curated: Curated,
    decided: Curated | None = None,
) -> Delta:
    """What changes when releases say `after` in the place of `before`.

    `decided` is what was curated before, where that has changed, too.
    """
    old, new = _Parts(before), _Parts(after)
    was_curated = decided or curated
    gone, come = old.quads, new.quads
    for group in sorted((old.groups.keys() | new.groups.keys()) - {TALLY}):
        was = sums.partial(group)
        now = partials.added(partials.taken(was, old.groups.get(group, {})), new.groups.get(group, {}))
        if group[0] != "entity":
            plain = _Plain(group, sums, old, new)
            less, more = _spans_change((was, was_curated), (now, curated), plain)
        elif now != was or decided:
            less, more = _of_entities(group, was, was_curated), _of_entities(group, now, curated)
        else:
            continue
        gone |= less | _partial_quads(group, was, old, new)
        come |= more | _partial_quads(group, now, old, new)
    remove, add = gone - come - curated.fixed, come - gone - was_curated.fixed
    if decided:
        remove |= decided.fixed - curated.fixed - come
        add |= curated.fixed - decided.fixed - gone
    counted = sums.partial(TALLY)
    less_, more_ = (
        partials.added(p.groups.get(TALLY, {}), _types(q)) for p, q in ((old, remove), (new, add))
    )
    remove |= graph.partial_quads(TALLY, counted)
    add |= graph.partial_quads(TALLY, partials.taken(partials.added(counted, more_), less_))
    return Delta(tuple(graph.sorted_quads(remove - add)), tuple(graph.sorted_quads(add - remove)))


def _partial_quads(group: Group, partial: Partial, old: _Parts, new: _Parts) -> set[Quad]:
    """What of a group's partial result a change can have changed, as quads."""
    touched = partials.added(old.groups.get(group, {}), new.groups.get(group, {}))
    near = {key: _near(partial[key], what) for key, what in touched.items() if key in partial}
    return graph.partial_quads(group, near)


def _near(weight: Weight, touched: Weight) -> Weight:
    """What of a weight is written together with what is touched of it: of counts by day, whole months."""
    if not isinstance(weight, Mapping):
        return weight
    months = {day[:7] for day in partials.by_day(touched)}
    days = (f"{month}-{day:02}" for month in months for day in range(1, 32))
    return {day: weight[day] for day in days if day in weight}


def _types(quads: Iterable[Quad]) -> Partial:
    """How many entities of each class quads of the view describe."""
    return Counter(f"type:{_value(q.object)}" for q in quads if q.predicate == _A)


def _value(node: object) -> str:
    return str(getattr(node, "value", ""))


class _Parts:
    """What releases say together: sums and plain attestations by group, and what they say by themselves."""

    def __init__(self, said: Iterable[Said]) -> None:
        self.groups: dict[Group, Partial] = {}
        self.days: dict[Group, dict[str, frozenset[str]]] = defaultdict(dict)
        self.quads: set[Quad] = set()
        for one in said:
            self.quads |= provenance_quads(one)
            for group, partial in one.groups.items():
                known = self.groups.get(group)
                self.groups[group] = partial if known is None else partials.added(known, partial)
            for group, days in one.days.items():
                for key, iris in days.items():
                    self.days[group][key] = self.days[group].get(key, frozenset()) | iris
                    self.quads |= graph.plain_quads(group, key, iris)


@dataclass(frozen=True, slots=True)
class _Plain:
    """The plain attestations of a group of posts before and after a change."""

    group: Group
    sums: Sums
    old: _Parts
    new: _Parts

    _known: dict[str, frozenset[str]] = field(default_factory=dict)

    def before(self, key: str) -> frozenset[str]:
        """Looked up once: two derivations ask, mostly for the same keys."""
        if key not in self._known:
            self._known[key] = frozenset(self.sums.plain(self.group, key))
        return self._known[key]

    def after(self, key: str) -> frozenset[str]:
        return (self.before(key) - self.gone.get(key, frozenset())) | self.come.get(key, frozenset())

    @property
    def gone(self) -> held.Days:
        return self.old.days.get(self.group, {})

    @property
    def come(self) -> held.Days:
        return self.new.days.get(self.group, {})


def _spans_change(
    was: tuple[Partial, Curated], now: tuple[Partial, Curated], plain: _Plain
) -> tuple[set[Quad], set[Quad]]:
    """Quads of the view that go and come with a change of what is said of posts or relations, and decided.

    Of plain attestations only those are looked at that come, go, or belong to another tenure now.
    """
    memo: held.Memo = {}
    old = _spans(plain.group, was[0], plain.before, was[1], memo)
    new = _spans(plain.group, now[0], plain.after, now[1], memo if now[1] is was[1] else None)
    gone, come = old.quads - new.quads, new.quads - old.quads
    for key in sorted({*old.moved(new), *plain.gone, *plain.come}):
        gone |= set(old.plain_quads(key, plain.before(key)))
        come |= set(new.plain_quads(key, plain.after(key)))
    return {quad for quad in gone - new.quads if not new.still_says(quad)}, come


def _of_entities(group: Group, partial: Partial, curated: Curated) -> set[Quad]:
    if not partial:
        return set()
    entities, conflicts = merge.describe(group[1], partial, curated.authority.entities)
    found = {quad for entity in entities for quad in graph.entity_quads(entity)}
    return found | {quad for conflict in conflicts for quad in graph.conflict_quads(conflict)}


def _spans(
    group: Group, partial: Partial, sources: held.Sources, curated: Curated, memo: held.Memo | None = None
) -> held.Derived:
    """The tenures of a group of posts, or the histories of a group of relations."""
    if not partial:
        return held.Derived()
    if group[0] == "history":
        return histories.derived(group[1:], partial, sources, memo)
    same = {old: new for old, new in curated.replaced.items() if old.startswith(f"{BASE}id/post/")}
    return held.of_posts(partial, sources, curated.seats, same, memo)
