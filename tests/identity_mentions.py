"""Labelled pairs of mentions (`identity_pairs.toml`) as small releases, and what becomes of them."""

from __future__ import annotations

import hashlib
import tomllib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

from kg import resources
from kg.identity import Judgements, resolve
from kg.matching import candidates, compare
from kg.model import Evidence, Fact, Release
from kg.published import Curated, contributions, view
from kg.review.reading import profiles
from kg.store import Change, Store

PAIRS = Path(__file__).parent / "identity_pairs.toml"
TEXT = "Worte einer Mitteilung. " * 50

Side = Mapping[str, str]
Said = tuple[Release, list[Fact]]


@dataclass(frozen=True)
class Pair:
    """A labelled pair: what a careful steward says from the two mentions alone, and why."""

    kind: str
    a: Side
    b: Side
    judgement: str
    why: str
    split: str

    @property
    def namesakes(self) -> bool:
        """Two of one name, letter for letter, who are judged different."""
        return self.judgement == "different" and self.a["name"] == self.b["name"]


@cache
def pairs() -> tuple[Pair, ...]:
    """All labelled pairs."""
    return tuple(Pair(**one) for one in tomllib.loads(PAIRS.read_text("utf-8"))["pair"])


def fact(kind: str, at: int, **slots: Any) -> Fact:
    """A fact with the slots that are filled, resting on some words."""
    filled = {slot: value for slot, value in slots.items() if value}
    return Fact(kind, filled, (Evidence(at, at + 5, TEXT[at : at + 5]),))


def release(side: Side, key: str, kind: str) -> Said:
    """A release that makes the mention."""
    made = Release(key, f"{key}.txt", TEXT, hashlib.sha256(TEXT.encode()).hexdigest())
    facts = [fact("release", 0, publisher=side["publisher"], date=side["date"])]
    name, role, organization = side["name"], side.get("role", ""), side.get("organization", "")
    if kind == "organization":
        facts.append(fact("organization", 10, name=name, abbreviation=side.get("abbreviation", "")))
    elif role or organization:
        facts.append(fact("role", 10, person=name, role=role, role_canonical=role, organization=organization))
    else:
        facts.append(fact("quotation", 10, speaker=name, text="Wort"))
    if side.get("email"):
        facts.append(fact("contact", 20, person=name, organization=organization, email=side["email"]))
    return made, facts


@cache
def curated() -> Curated:
    """The authority that ships."""
    return Curated([resources.authority()])


def iri(side: Side, key: str, kind: str, judgements: Judgements | None = None) -> str:
    """The entity that a mention leads to."""
    return resolve(*release(side, key, kind), curated().authority, judgements)[kind, side["name"]]


def store_of(releases: Iterable[Said], given: Curated | None = None) -> Store:
    """A store in memory with the view of some releases, without their graphs."""
    known = given or curated()
    quads = view((contributions(*one, known) for one in releases), known)
    store = Store.memory()
    store.apply(Change(view=True, add=sorted(quads, key=str)))
    return store


@dataclass(frozen=True)
class Outcome:
    """What the program makes of a pair: one entity by itself, or a score (0 where it never compares)."""

    pair: Pair
    linked: bool
    score: float


@cache
def outcomes() -> tuple[Outcome, ...]:
    """Of all pairs."""
    return tuple(map(outcome, pairs()))


def outcome(pair: Pair) -> Outcome:
    """Of one pair."""
    one, other = iri(pair.a, "ra", pair.kind), iri(pair.b, "rb", pair.kind)
    if one == other:
        return Outcome(pair, True, 1.0)
    store = store_of([release(pair.a, "ra", pair.kind), release(pair.b, "rb", pair.kind)])
    every = profiles(store, pair.kind)
    known = {profile.iri: profile for profile in every}
    if {one, other} not in ({left.iri, right.iri} for left, right in candidates(every)):
        return Outcome(pair, False, 0.0)
    return Outcome(pair, False, compare(known[one], known[other]).score)


def share(part: int, whole: int) -> float:
    """A share; 1 of nothing."""
    return part / whole if whole else 1.0
