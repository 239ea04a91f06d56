"""Persons of a store who may be two: an equal name in one jurisdiction is one person until somebody judges.

Listed are persons with two personal addresses at one domain, and those at the head of two municipalities at
one time. A judgement on one of their mentions parts them.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import combinations

from kg.matching import Profile, Reason, circumstances
from kg.model import Judgement
from kg.review.reading import mentions_with, profiles
from kg.store import Store


@dataclass(frozen=True, slots=True)
class Split:
    """A person who may be two.

    told     the two values that contradict each other, each with the key of a release that tells it
    mention  IRI of the mention in the second release: judged different from `iri`, it is parted
    """

    iri: str
    label: str
    reason: Reason
    told: tuple[tuple[str, str], tuple[str, str]]
    mention: str


def splits(store: Store, rows: Sequence[Judgement] = ()) -> list[Split]:
    """Persons who may be two, sorted by IRI, but for those on whose mentions somebody has judged."""
    judged = {side for row in rows for side in row.pair}
    found = (split for person in profiles(store, "person") for split in _of_person(store, person))
    return [split for split in found if split.mention not in judged]


def _of_person(store: Store, person: Profile) -> Iterator[Split]:
    by_domain: dict[str, set[str]] = defaultdict(set)
    for address in circumstances.personal(person.emails):
        by_domain[address.rpartition("@")[2]].add(address)
    for addresses in by_domain.values():
        for pair in combinations(sorted(addresses), 2):
            yield from _split(store, person, Reason("two emails", -2.0), "email", pair)
    for one, other in combinations(person.held, 2):
        if circumstances.are_two_heads(one, other):
            yield from _split(store, person, Reason("two heads", -3.5), "post", (one.post, other.post))


def _split(
    store: Store, person: Profile, reason: Reason, what: str, pair: tuple[str, ...]
) -> Iterator[Split]:
    one, other = (mentions_with(store, person.iri, what, value) for value in pair)
    if one and other and one[0][0] != other[-1][0]:
        told = ((pair[0], one[0][0]), (pair[1], other[-1][0]))
        yield Split(person.iri, person.names[0], reason, told, other[-1][1])
