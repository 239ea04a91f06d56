"""Who held a post when, from the model world and what its releases said: no line of it is `kg.tenures`.

The world is consistent: holders of a single seat follow one another, and everything said of them is true.
So the answer follows from the rules in docs/data-model.md by counting: a stay is known from its first to its
last attested day; what was said of start and end holds; the neighbours on a single seat bound the rest.
`unsound` says where an answer would contradict what really happened.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from itertools import groupby

from modelworld.page import Told
from modelworld.speaking import Held
from modelworld.world import Person, Post, Stint

_DAY = timedelta(1)


@dataclass(slots=True)
class Stay:
    """A person's stay on a post as the releases let it be known; the names are those of the columns."""

    person: Person
    kind: str = "regular"
    days: set[date] = field(default_factory=set)
    closing: set[date] = field(default_factory=set)
    former: set[date] = field(default_factory=set)
    start: date | None = None
    end: date | None = None
    releases: set[str] = field(default_factory=set)
    stints: set[Stint] = field(default_factory=set)
    startNotBefore: date | None = None  # noqa: N815
    endNotAfter: date | None = None  # noqa: N815
    openAfter: date | None = None  # noqa: N815

    @property
    def first(self) -> date | None:
        """The first day of the core."""
        return min(self.days, default=None)

    @property
    def last(self) -> date | None:
        """The last day of the core."""
        return max(self.days, default=None)

    @property
    def begun(self) -> date | None:
        """By this day it had begun."""
        return self.start or self.first

    @property
    def lasting(self) -> date | None:
        """On this day it had not ended."""
        return self.end or self.last

    def row(self, on: date | None = None) -> dict[str, str] | None:
        """Its columns in `role-holders` and `person-roles`; None where it is not shown on a day."""
        announced = self.kind == "announced"
        core = self.first is not None
        found = {
            "firstAttested": self.first, "lastAttested": self.last,
            "startNotBefore": self.startNotBefore, "endNotAfter": self.endNotAfter,
            "startNotAfter": self.start if not announced and self.start != self.first else None,
            "endNotBefore": self.end if not core or self.end != self.last else None,
            "announcedStart": self.start if announced else None,
            "certainty": self.certainty(on) if on else None, "kind": self.kind,
            "releases": len(self.releases), "personLabel": self.person.name, "person": self.person.iri,
        }  # fmt: skip
        if on and found["certainty"] is None:
            return None
        return {column: str(value) for column, value in found.items() if value is not None}

    def certainty(self, on: date) -> str | None:
        """How certain the stay is on a day; None where it is not shown."""
        begun, lasting = self.begun, self.lasting
        if on in self.days or (self.first and self.last and self.first <= on <= self.last):
            return "attested" if on in self.days else "core"
        if on in self.closing:
            return "boilerplate"
        if (self.startNotBefore and on < self.startNotBefore) or (self.endNotAfter and on > self.endNotAfter):
            return None
        if self.kind == "announced":
            return "announced" if self.start and self.start <= on else None
        if begun and lasting and begun <= on <= lasting:
            return "possible"
        early = on < begun if begun else not lasting or on <= lasting
        if (self.startNotBefore if early else self.endNotAfter) is not None:
            return "possible"
        return "open" if self.openAfter and on > self.openAfter else None


def stays(releases: Iterable[Told]) -> dict[Post, list[Stay]]:
    """All stays, by post."""
    said: dict[Post, list[tuple[date, str, Held]]] = defaultdict(list)
    for told in releases:
        for one in told.said:
            if isinstance(one.subject, Held) and told.day:
                said[one.subject.post].append((told.day, told.release.key, one.subject))
    return {post: _stays(post, found) for post, found in said.items()}


def _stays(post: Post, said: Sequence[tuple[date, str, Held]]) -> list[Stay]:
    regular = [one for one in said if not one[2].stint.acting]
    runs = _runs(post, regular)
    of: dict[Person, list[Stay]] = defaultdict(list)
    for run in runs:
        of[run.person].append(run)
    for day, key, held in regular:
        if held.how not in ("now", "start"):
            _add(of[held.stint.person], day, key, held)
    found = [stay for own in of.values() for stay in own]
    if post.role.single:
        _bound(runs, found)
    for stay in found:
        _by_own_words(stay)
    acting: dict[Person, Stay] = {}
    for day, key, held in said:
        if held.stint.acting:
            stay = acting.setdefault(held.stint.person, Stay(held.stint.person, "acting"))
            stay.days.add(day)
            stay.releases.add(key)
            stay.stints.add(held.stint)
    found += acting.values()
    latest = max((stay.last for stay in found if stay.last), default=None)
    for stay in found:
        stay.openAfter = latest
    return found


def _runs(post: Post, said: Sequence[tuple[date, str, Held]]) -> list[Stay]:
    """Cores: days on which somebody is said to hold the post, those of others in between part them."""
    now = [one for one in said if one[2].how in ("now", "start")]
    order = (lambda one: one[0]) if post.role.single else (lambda one: one[2].stint.person.iri)
    runs = []
    for person, group in groupby(sorted(now, key=order), key=lambda one: one[2].stint.person):
        run = Stay(person)
        for day, key, held in group:
            run.days.add(day)
            run.releases.add(key)
            run.stints.add(held.stint)
            if held.how == "start":
                run.start = held.stint.begin
        runs.append(run)
    return runs


def _add(own: list[Stay], day: date, key: str, held: Held) -> None:
    """Lay what is said of another time than now to the person's only stay, or make one of it."""
    cores = [stay for stay in own if stay.days]
    kind = "announced" if held.how == "coming" and not cores else "regular"
    stay = cores[0] if cores else next((s for s in own if s.kind == kind), None)
    if stay is None:
        stay = Stay(held.stint.person, kind)
        own.append(stay)
    stay.releases.add(key)
    stay.stints.add(held.stint)
    if held.how == "coming":
        stay.start = held.stint.begin
    elif held.how == "ended":
        stay.end = held.stint.end
    elif held.how == "former":
        stay.former.add(day)
    else:
        stay.closing.add(day)


def _bound(runs: Sequence[Stay], found: Sequence[Stay]) -> None:
    """The neighbours on a single seat: the last core before, the first after."""
    for stay in found:
        after = stay.start if stay.kind == "announced" else stay.lasting if stay.days else None
        before = stay.begun if stay.days else None if stay.kind == "announced" else stay.end
        others = [run for run in runs if run.person != stay.person]
        if after:
            later = [run.begun for run in others if run.begun and run.begun > after]
            stay.endNotAfter = min(later) - _DAY if later else None
        if before:
            past = [run.lasting for run in others if run.lasting and run.begun and run.begun <= before]
            stay.startNotBefore = max(past) + _DAY if past else None


def _by_own_words(stay: Stay) -> None:
    if stay.kind != "announced" and stay.start:
        stay.startNotBefore = stay.start
    ends = [day - _DAY for day in stay.former] + [d for d in (stay.end, stay.endNotAfter) if d]
    stay.endNotAfter = min(ends, default=None)


def unsound(stay: Stay) -> bool:
    """Does a bound contradict what really happened."""
    begin = min(stint.begin for stint in stay.stints)
    end = max((stint.end or date.max) for stint in stay.stints)
    return bool(
        (stay.startNotBefore and begin < stay.startNotBefore)
        or (stay.endNotAfter and end > stay.endNotAfter)
        or (stay.begun and begin > stay.begun)
        or (stay.lasting and end < stay.lasting)
    )
