"""Who is said to hold which post: partial results by group of posts, and the tenures derived from them.

A minister is attested on thousands of days, and nearly all of these change nothing but a count. So what
a release says of a person on a post is kept in one of two ways. *Plain* (holds it on this day, and
nothing more): the days, with how many releases speak then; the attestations of a day are looked up only
where the day decides something (`kg.tenures.stretches`). All else is *special*, and kept in full.
"""

from __future__ import annotations

import hashlib
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, fields, replace
from typing import Any

from pyoxigraph import DefaultGraph, NamedNode, Quad

from kg import graph, partials, tenures
from kg.model import Conflict, RoleAttestation, Tenure
from kg.partials import Partial, Weight
from kg.vocab import PROV, SG

Days = Mapping[str, frozenset[str]]
"""Plain attestations (IRIs) by key of holding and day."""
Sources = Callable[[str], Iterable[str]]
"""Gives the plain attestations of such a key."""

_DAYS, _MORE = "days:", "more:"
"""Before the name of a holding: on which days so many releases say it; attestations beyond these."""
_SPEAKING = frozenset({"headline", "dateline", "body", "quote"})
_VIEW = DefaultGraph()
_ON, _LAGGING_ON = SG["attestedOn"], SG["boilerplateOn"]


@dataclass(frozen=True, slots=True)
class Held:
    """A role attestation with the names it gives person and role, for the label of the tenure."""

    attestation: RoleAttestation
    person: str = ""
    role: str = ""


@dataclass(slots=True)
class SaidOfPosts:
    """What one release says of the posts of one group: its partial result, and its plain attestations."""

    partial: dict[str, Weight] = field(default_factory=dict)
    days: dict[str, frozenset[str]] = field(default_factory=dict)


def said(found: Iterable[Held]) -> dict[tuple[str, str], SaidOfPosts]:
    """What one release says, by group (`kg.tenures.group_key`)."""
    groups: dict[tuple[str, str], list[Held]] = defaultdict(list)
    for one in found:
        groups[tenures.group_key(one.attestation)].append(one)
    return {group: said_of(together) for group, together in sorted(groups.items())}


def said_of(found: Iterable[Held]) -> SaidOfPosts:
    """What one release says of one group."""
    by_person: dict[tuple[str, str], list[Held]] = defaultdict(list)
    for one in found:
        by_person[one.attestation.post, one.attestation.person].append(one)
    group = SaidOfPosts()
    for _, held in sorted(by_person.items()):
        partial, days = _of_one_person([one.attestation for one in held])
        group.days.update(days)
        group.partial = partials.added(partials.added(group.partial, partial), _names(held))
    return group


def _names(held: Iterable[Held]) -> Partial:
    named = [pair for h in held for pair in ((h.attestation.person, h.person), (h.attestation.role, h.role))]
    return {partials.key("name", *pair): count for pair, count in Counter(named).items() if pair[1]}


def _of_one_person(held: Sequence[RoleAttestation]) -> tuple[Partial, Days]:
    """What a release says of one person on one post.

    Where its attestations differ, all are special, so that a release counts once in one way or the other.
    """
    ways = {(partials.key(_way(one)), one.on) for one in held if _is_plain(one)}
    if len(ways) != 1 or not all(map(_is_plain, held)):
        special: dict[str, set[str]] = defaultdict(set)
        for one in held:
            special[partials.key("said", _filled(one))].add(one.iri)
        return {key: frozenset(iris) for key, iris in special.items()}, {}
    ((way, day),) = ways
    name = hashlib.sha256(way.encode()).hexdigest()[:12]
    iris = frozenset(one.iri for one in held)
    counts = {_DAYS: 1, _MORE: len(iris) - 1} if len(iris) > 1 else {_DAYS: 1}
    by_day = {what + name: {str(day): count} for what, count in counts.items()}
    return {partials.key("holding", name, _way(held[0])): 1, **by_day}, {_key(name, str(day)): iris}


def _key(name: str, day: str) -> str:
    """The key under which the plain attestations of a holding on a day are kept."""
    return f"day:{name}:{day}"


def _day(key: str) -> tuple[str, str]:
    """The inverse of `_key`."""
    _, name, day = key.split(":")
    return name, day


def _is_plain(one: RoleAttestation) -> bool:
    stated = one.start or one.end or one.corrections
    return bool(one.on) and one.modality == "asserted" and not stated


def _filled(one: RoleAttestation) -> dict[str, Any]:
    return {f.name: value for f in fields(one) if f.name != "iri" and (value := getattr(one, f.name))}


def _way(one: RoleAttestation) -> dict[str, Any]:
    """What plain attestations of one holding share."""
    section = "body" if one.section in _SPEAKING else "boilerplate"
    return _filled(replace(one, on=None, section=section))


def persons(partial: Partial) -> set[str]:
    """Who is said to hold something in a group."""
    keys = (key for key in partial if not key.startswith((_DAYS, _MORE)))
    told = (content[-1] for content in map(partials.content, keys) if content[0] != "name")
    return {str(one["person"]) for one in told if isinstance(one, dict)}


@dataclass(slots=True)
class Derived:
    """What the attestations of a group give.

    quads   of the view, but for what each plain attestation adds to its tenure (`plain_quads`)
    tenure  the tenure of plain attestations, by holding and day
    stays   the tenures, without what plain attestations between two others add
    dated   whether the days are told on which a tenure is attested
    """

    quads: set[Quad] = field(default_factory=set)
    tenure: dict[str, dict[str, str]] = field(default_factory=dict)
    stays: Sequence[Tenure] = ()
    dated: bool = True
    _speaking: dict[str, bool] = field(default_factory=dict)

    def plain_keys(self) -> Iterator[str]:
        """The keys of all plain attestations that belong to a tenure."""
        return (_key(name, day) for name, days in self.tenure.items() for day in days)

    def moved(self, other: Derived) -> set[str]:
        """The keys whose tenure is another in `other`, or only in one of the two."""
        found = set()
        for name in self.tenure.keys() | other.tenure.keys():
            one, two = self.tenure.get(name, {}), other.tenure.get(name, {})
            found |= {_key(name, day) for day, _ in one.items() ^ two.items()} if one != two else set()
        return found

    def plain_quads(self, key: str, sources: Iterable[str]) -> Iterator[Quad]:
        """What plain attestations of one day add to their tenure; nothing where there is none."""
        name, day = _day(key)
        if tenure := self.tenure.get(name, {}).get(day):
            if self.dated:
                yield self._day_quad(name, day, tenure)
            for iri in sources:
                yield Quad(NamedNode(tenure), PROV["wasDerivedFrom"], NamedNode(iri), _VIEW)

    def _day_quad(self, name: str, day: str, tenure: str) -> Quad:
        """That a tenure is attested on a day."""
        on = _ON if self._speaking[name] else _LAGGING_ON
        return Quad(NamedNode(tenure), on, graph.day(day), _VIEW)

    def still_says(self, quad: Quad) -> bool:
        """Whether plain attestations of another holding say that a tenure is attested on a day.

        Two holdings of one tenure may name the same day: it goes with the last of them.
        """
        if quad.predicate not in (_ON, _LAGGING_ON):
            return False
        day = quad.object.value  # type: ignore[union-attr]
        return any(
            day in days and self._day_quad(name, day, days[day]) == quad for name, days in self.tenure.items()
        )


Derive = Callable[[Iterable[RoleAttestation]], tuple[list[Tenure], list[Conflict]]]
Write = Callable[[Tenure, Mapping[str, str], tuple[int, int], Sequence[str]], Iterable[Quad]]
"""Quads of a tenure, with labels by IRI; the numbers are attestations, and releases, beside its sources; the
last are corrections of these."""


Memo = dict[frozenset[RoleAttestation], tuple[list[Tenure], list[Conflict]]]
"""What was derived before, in the same group: nearly every release adds a day between two others, which
changes no tenure."""


def of_posts(
    partial: Partial,
    sources: Sources,
    seats: Mapping[str, int | None],
    same_post: Mapping[str, str],
    memo: Memo | None = None,
) -> Derived:
    """The tenures of a group of posts; see `derived` and `kg.tenures.derive`."""

    def derive(found: Iterable[RoleAttestation]) -> tuple[list[Tenure], list[Conflict]]:
        return tenures.derive(found, seats, same_post=same_post)

    def write(
        stay: Tenure, labels: Mapping[str, str], plain: tuple[int, int], corrections: Sequence[str]
    ) -> Iterable[Quad]:
        return graph.tenure_quads(stay, labels=labels, plain=plain, corrections=corrections)

    found = derived(partial, sources, derive, write, memo=memo)
    found.quads.update(graph.open_quads({s.post: s.open_after for s in found.stays if s.open_after}))
    return found


def derived(
    partial: Partial,
    sources: Sources,
    derive: Derive,
    write: Write,
    *,
    dated: bool = True,
    memo: Memo | None = None,
) -> Derived:
    """What is derived of a group from the sum of what is said; `sources` is asked for few days."""
    told = _Told(partial)
    runs = tenures.stretches(told.special, {name: told.days[name] for name in told.holdings})
    ends = sorted({(name, day) for name, found in runs.items() for run in found for day in (run[0], run[-1])})
    iris = {(name, day): sorted(sources(_key(name, day))) for name, day in ends}
    kept = [told.attestation(*at, iri) for at, found in iris.items() for iri in found]
    decisive = frozenset([*told.special, *kept])
    memo = {} if memo is None else memo
    if decisive not in memo:
        memo[decisive] = derive(decisive)
    stays, conflicts = memo[decisive]
    at = {source: stay.iri for stay in stays for source in stay.sources}
    found = Derived(
        stays=stays, dated=dated, _speaking={n: way["section"] == "body" for n, way in told.holdings.items()}
    )
    counts: Counter[tuple[str, str]] = Counter()
    for name, parts in runs.items() if stays else ():
        for run in parts:
            tenure = at[iris[name, run[0]][0]]
            found.tenure.setdefault(name, {}).update(dict.fromkeys(run, tenure))
            counts.update({(tenure, what): told.count(what, name, run) for what in (_DAYS, _MORE)})
    labels = told.labels()
    for stay in stays:
        releases, more = counts[stay.iri, _DAYS], counts[stay.iri, _MORE]
        plain = releases + more, releases
        found.quads.update(write(told.without_plain(stay), labels, plain, told.corrections(stay)))
    for conflict in conflicts:
        found.quads.update(graph.conflict_quads(conflict))
    return found


class _Told:
    """The partial result of a group, taken apart."""

    def __init__(self, partial: Partial) -> None:
        self.special: list[RoleAttestation] = []
        self.holdings: dict[str, dict[str, Any]] = {}
        self.days: dict[str, Mapping[str, int]] = {}
        self._more: dict[str, Mapping[str, int]] = {}
        self._names: dict[str, dict[str, int]] = defaultdict(dict)
        for key, weight in partial.items():
            self._read(key, weight)

    def _read(self, key: str, weight: Weight) -> None:
        if key.startswith(_DAYS):
            self.days[key.removeprefix(_DAYS)] = partials.by_day(weight)
        elif key.startswith(_MORE):
            self._more[key.removeprefix(_MORE)] = partials.by_day(weight)
        else:
            self._read_named(weight, *partials.content(key))

    def _read_named(self, weight: Weight, what: object, one: Any, *rest: Any) -> None:
        if what == "name":
            self._names[one][rest[0]] = partials.number(weight)
        elif what == "holding":
            self.holdings[one] = rest[0]
        else:
            self.special += [_attestation(iri, one) for iri in partials.who(weight)]

    def attestation(self, name: str, day: str, iri: str) -> RoleAttestation:
        """A plain attestation of a holding on a day."""
        return _attestation(iri, {**self.holdings[name], "on": day})

    def without_plain(self, stay: Tenure) -> Tenure:
        """A tenure with what its special attestations alone give of sources and days."""
        own = {a.iri: a.on for a in self.special}
        sources = tuple(s for s in stay.sources if s in own)
        days = {own[s] for s in sources}
        return replace(
            stay,
            sources=sources,
            attested_on=tuple(d for d in stay.attested_on if d in days),
            boilerplate_on=tuple(d for d in stay.boilerplate_on if d in days),
        )

    def corrections(self, stay: Tenure) -> list[str]:
        """The corrections of what a tenure rests on."""
        own = set(stay.sources)
        return sorted({one for a in self.special if a.iri in own for one in a.corrections})

    def count(self, what: str, name: str, days: Sequence[str]) -> int:
        """How many releases (`_DAYS`), or attestations beyond one of each (`_MORE`), speak on these days."""
        if what == _DAYS:
            return sum(map(self.days[name].__getitem__, days))
        more = self._more.get(name)
        return sum(more.get(day, 0) for day in days) if more else 0

    def labels(self) -> dict[str, str]:
        """Names of persons and roles by IRI: a role's German label, else what is said most often."""
        most = {
            iri: min(counts, key=lambda name: (-counts[name], -len(name), name))
            for iri, counts in self._names.items()
        }
        concepts = graph.concept_labels()
        return {iri: concepts.get(iri, name) for iri, name in most.items() if name}


def _attestation(iri: str, told: Mapping[str, Any]) -> RoleAttestation:
    corrections = tuple(told.get("corrections", ()))
    return RoleAttestation(iri, **{"organization": None, "on": None, **told, "corrections": corrections})
