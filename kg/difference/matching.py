"""Which entities of two views are the same under another IRI.

Tenures and histories are counted: one that becomes known may change the number of all later ones. Fundings,
headcounts and the like are named by a hash of what they say, in which other entities' IRIs stand. So tenures
are matched by person and post, histories by their relation, and what has no name by all that is said of it,
after merges of identities are taken into account.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from pyoxigraph import NamedNode

from kg.difference.reading import Said
from kg.vocab import DCTERMS, ORG, PROV, RDF, SCHEMA, SG

REPLACED = DCTERMS["isReplacedBy"].value
FROM = PROV["wasDerivedFrom"].value
TYPE = RDF["type"].value
_COUNTED = frozenset({SG["Tenure"], SG["History"]})
_NAMELESS = frozenset(
    {SG["Conflict"], SG["Headcount"]}
    | {SCHEMA[name] for name in ("MonetaryGrant", "Quotation", "ContactPoint")}
)
_SOURCES = frozenset({FROM, SG["source1"].value, SG["source2"].value})
_RELATION = tuple(node.value for node in (RDF["subject"], RDF["predicate"], RDF["object"], SG["programme"]))
_SINCE = tuple(
    SG[name].value for name in ("firstAttested", "startNotAfter", "announcedStart", "startNotBefore")
)


@dataclass(frozen=True, slots=True)
class Matches:
    """What entities of the old view are in the new one.

    merged  IRIs that lost a merge, with the one that took their place
    same    entities that are one under two IRIs, or (what is counted) under one
    """

    merged: Mapping[str, str]
    same: Mapping[str, str]

    def mapped(self, said: Said) -> Said:
        """What is said of an entity of the old view, in the IRIs of the new one."""
        return _mapped(said, {**self.merged, **self.same})


def match(old: Mapping[str, Said], new: Mapping[str, Said]) -> Matches:
    """Match what differs between two views (see `kg.difference.reading`)."""
    merged = {iri: to for iri, said in new.items() if (to := named(said, REPLACED)) and iri != to}
    same = dict(_counted(old, new, merged))
    same |= dict(_nameless(old, new, {**merged, **same}))
    return Matches(merged, same)


def one(said: Said, predicate: str) -> str | None:
    """The value of a property that has one; of several the first in the alphabet."""
    values = said.get(predicate)
    return min(str(value.value) for value in values) if values else None


def named(said: Said, predicate: str) -> str | None:
    """The IRI that a property names; of several the first in the alphabet."""
    values = (value.value for value in said.get(predicate, ()) if isinstance(value, NamedNode))
    return min(values, default=None)


def _mapped(said: Said, renames: Mapping[str, str]) -> Said:
    return {predicate: frozenset(_renamed(v, renames) for v in values) for predicate, values in said.items()}


def _renamed(value: Any, renames: Mapping[str, str]) -> Any:
    if isinstance(value, NamedNode) and value.value in renames:
        return NamedNode(renames[value.value])
    return value


# -- tenures and histories ---------------------------------------------------------------------------------


def _counted(
    old: Mapping[str, Said], new: Mapping[str, Said], merged: Mapping[str, str]
) -> Iterable[tuple[str, str]]:
    """Pairs that are one: of one person on one post, or of one relation, and of these the most alike."""
    before = {iri: _mapped(said, merged) for iri, said in old.items() if _is_counted(said)}
    after = {iri: said for iri, said in new.items() if _is_counted(said)}
    by_key: dict[Any, tuple[list[str], list[str]]] = defaultdict(lambda: ([], []))
    for side, counted in enumerate((before, after)):
        for iri in sorted(counted):
            by_key[_held(counted[iri])][side].append(iri)
    for ones, others in by_key.values():
        yield from _alike(ones, others, before, after)


def _is_counted(said: Said) -> bool:
    return bool(said.get(TYPE, frozenset()) & _COUNTED)


def _held(said: Said) -> tuple[str | None, ...]:
    """Person and post: the role in an organization, or where there is none the post itself; or a relation."""
    if SG["History"] in said[TYPE]:
        return tuple(one(said, predicate) for predicate in _RELATION)
    organization = one(said, ORG["organization"].value)
    post = one(said, (ORG["role"] if organization else SG["post"]).value)
    return one(said, ORG["member"].value), organization, post


def _alike(
    ones: Sequence[str], others: Sequence[str], before: Mapping[str, Said], after: Mapping[str, Said]
) -> Iterable[tuple[str, str]]:
    """Pairs by what they have in common: everything, then attestations; the rest in the order of time."""
    pairs = [(a, b) for a in ones for b in others]
    shared = {(a, b): len(_sources(before[a]) & _sources(after[b])) for a, b in pairs}
    left, right = set(ones), set(others)
    for a, b in sorted(pairs, key=lambda p: (before[p[0]] != after[p[1]], -shared[p], p[0] != p[1], p)):
        if a in left and b in right and (shared[a, b] or before[a] == after[b]):
            left.remove(a)
            right.remove(b)
            yield a, b
    in_time = (sorted(left, key=_since(before)), sorted(right, key=_since(after)))
    yield from zip(*in_time, strict=False)


def _sources(said: Said) -> frozenset[Any]:
    return said.get(FROM, frozenset())


def _since(tenures: Mapping[str, Said]) -> Any:
    def key(iri: str) -> tuple[str, str]:
        return next((day for name in _SINCE if (day := one(tenures[iri], name))), "9999"), iri

    return key


# -- what has no name --------------------------------------------------------------------------------------


def _nameless(
    old: Mapping[str, Said], new: Mapping[str, Said], renames: Mapping[str, str]
) -> Iterable[tuple[str, str]]:
    """Pairs of what is named by a hash, with everything in common but the attestations.

    Only where an entity in it was renamed: else another IRI is a change like any other.
    """
    fresh = {_content(said): iri for iri, said in sorted(new.items(), reverse=True) if iri not in old}
    for iri, said in sorted(old.items()):
        now = _mapped(said, renames)
        if iri not in new and now != said and said.get(TYPE, frozenset()) & _NAMELESS:
            same = fresh.pop(_content(now), None)
            if same is not None:
                yield iri, same


def _content(said: Said) -> frozenset[tuple[str, frozenset[Any]]]:
    return frozenset((p, values) for p, values in said.items() if p not in _SOURCES)
