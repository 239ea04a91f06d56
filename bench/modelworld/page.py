"""A release in the making: its text grows, and where the words of each fact stand is known."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date
from random import Random
from typing import Any

from kg.model import Evidence, Fact, Release
from kg.vocab import slug
from modelworld.making import World
from modelworld.world import City, Organization, Person, Post, Stint

_MONTHS = "Januar Februar März April Mai Juni Juli August September Oktober November Dezember"


@dataclass(frozen=True, slots=True)
class Said:
    """A fact of a release, what of the world it speaks of, and the entities that it names.

    names   their IRIs; main: how the release calls what the fact speaks of, "" for the release itself
    """

    fact: Fact
    subject: Any
    names: tuple[str, ...]
    main: str = ""


@dataclass(frozen=True, slots=True, eq=False)
class Told:
    """A release as the store gets it, and what it says. `day` None: it tells no date."""

    release: Release
    day: date | None
    publisher: Organization
    title: str
    said: tuple[Said, ...]


@dataclass(frozen=True, slots=True)
class Count:
    """How many work for an organisation on a day."""

    organization: Organization
    on: date
    value: int
    qualifier: str


@dataclass(frozen=True, slots=True)
class Past:
    """The names of a city's people, and what its releases have told so far: holders of posts, headcounts."""

    names: frozenset[str]
    holders: set[tuple[Post, Person]] = field(default_factory=set)
    counts: list[Count] = field(default_factory=list)


class Page:
    """A release of a city: `present` hold a post by its words, `about` are the organisations it names."""

    def __init__(self, world: World, city: City, number: int, day: date, rng: Random, past: Past) -> None:
        self.world, self.city, self.day, self.rng, self.past = world, city, day, rng, past
        self.dated = rng.random() < 0.97
        self.key = f"{day if self.dated else 'undatiert'}-{slug(city.place)}-{number:03}"
        self.present: list[tuple[Post, Stint]] = []
        self.about: dict[str, Organization] = {}
        self._strangers: dict[str, Person] = {}
        self._parts: list[str] = []
        self._length = 0
        self._said: list[Said] = []

    def plain(self, text: str) -> None:
        """Words that no fact rests on."""
        self._parts.append(text)
        self._length += len(text)

    def mark(self, text: str, end: str = "") -> Evidence:
        """Words that a fact rests on, and what comes after them."""
        start = self._length
        self.plain(text)
        self.plain(end)
        return Evidence(start, start + len(text), text)

    def say(
        self,
        kind: str,
        slots: dict[str, Any],
        evidence: Sequence[Evidence],
        *,
        names: Sequence[str],
        subject: Any = None,
        main: str = "",
        **more: Any,
    ) -> None:
        """A fact; slots that hold nothing are left out, `more` are fields of `Fact`."""
        filled = {slot: value for slot, value in slots.items() if value not in (None, "", (), 0, False)}
        fact = Fact(kind, filled, tuple(evidence), rule=f"archive-{kind}", **more)
        self._said.append(Said(fact, subject, tuple(dict.fromkeys(names)), main))

    def name(self, organization: Organization) -> str:
        """An organisation's name, which the release has then named."""
        self.about.setdefault(organization.name, organization)
        return organization.name

    def tells_apart(self, post: Post, person: Person) -> bool:
        """Is a stranger no namesake of anybody here: in one release, one name is one person."""
        if any(post is own for own in self.city.posts):
            return True
        return (
            person.name not in self.past.names and self._strangers.setdefault(person.name, person) is person
        )

    def told(self, publisher: Organization, title: str) -> Told:
        """The release as it stands."""
        text = "".join(self._parts)
        release = Release(self.key, f"{self.key}.txt", text, hashlib.sha256(text.encode()).hexdigest())
        return Told(release, self.day if self.dated else None, publisher, title, tuple(self._said))


def written(day: date) -> str:
    """A day in words: "4. September 2019"."""
    return f"{day.day}. {_MONTHS.split()[day.month - 1]} {day.year}"
