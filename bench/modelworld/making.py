"""Making the model world: who held which post from when to when, who got which money for what."""

from __future__ import annotations

import tomllib
from collections import defaultdict
from collections.abc import Iterator, Sequence
from datetime import timedelta
from decimal import Decimal
from itertools import product
from pathlib import Path
from random import Random
from typing import Any

from kg.vocab import slug
from modelworld.world import (
    FIRST,
    LAST,
    City,
    Grant,
    Happening,
    Organization,
    Person,
    Post,
    Programme,
    Project,
    Role,
    Stint,
)  # fmt: skip

WORDS: dict[str, Any] = tomllib.loads(Path(__file__).with_name("words.toml").read_text("utf-8"))


class World:
    """All of it, the same for the same arguments. Every fourth city is the seat of a district."""

    def __init__(self, cities: int, seed: int = 5) -> None:
        self._seed = seed
        self._taken: dict[str, set[str]] = defaultdict(set)
        self.ministries = tuple(_federal_ministry(*one) for one in WORDS["ministries"])
        self.lands = {land: _state_ministry(land) for land in WORDS["lands"]}
        self.associations = tuple(_association(*one) for one in WORDS["associations"])
        self.programmes = self._programmes()
        self.federal = self._federal(self._rng("federation"))
        self.cities = tuple(self._city(i, place) for i, place in enumerate(self._places(cities)))

    def _rng(self, what: str) -> Random:
        return Random(f"{self._seed} {what}")

    def _places(self, count: int) -> list[str]:
        parts = product(WORDS["place_heads"], WORDS["place_ends"])
        made = [head + end for head, end in parts if not end.startswith(head.lower())]
        if count > len(made):
            raise ValueError(f"there are names for {len(made)} cities, not for {count}")
        self._rng("places").shuffle(made)
        return made[:count]

    def _programmes(self) -> tuple[Programme, ...]:
        """Federal ones, of which the first two change their ministry in 2018, then those of each Land."""
        one, two = self.ministries
        federal = [
            Programme(name, ((2000, one), (2018, two)) if i < 2 else ((2000, (one, two)[i % 2]),), short)
            for i, (name, short) in enumerate(WORDS["federal_programmes"])
        ]
        lands = [
            Programme(f"{name} {land}", ((2000, ministry),))
            for land, ministry in self.lands.items()
            for name in WORDS["state_programmes"]
        ]
        return (*federal, *lands)

    def programmes_in(self, land: str) -> list[Programme]:
        """The federal programmes, then those of a Land."""
        return [p for p in self.programmes if len(p.funders) > 1 or p.funders[0][1] in self.ministries] + [
            p for p in self.programmes if p.funders[0][1] is self.lands[land]
        ]

    def _federal(self, rng: Random) -> tuple[Post, ...]:
        one, two = self.ministries
        where = [
            (one, Role("Bundesdigitalminister", "Bundesdigitalministerin", single=True)),
            (two, Role("Bundesbauminister", "Bundesbauministerin", single=True)),
            (one, Role("Staatssekretär", "Staatssekretärin", seats=3)),
            *((land, Role("Minister", "Ministerin")) for land in self.lands.values()),
        ]
        return tuple(self._post(rng, role, office, office.anchor) for office, role in where)

    def _city(self, number: int, place: str) -> City:
        rng, land = self._rng(f"city {place}"), WORDS["lands"][number % len(WORDS["lands"])]
        with_roles = list(_organizations(rng, place, district=number % 4 == 0))
        own = tuple(one for one, _ in with_roles)
        guests = tuple(_guests(rng, place))
        posts = [self._post(rng, role, one, one.anchor) for one, roles in with_roles for role in roles]
        posts.append(self._post(rng, Role("Moderator", "Moderatorin", seats=2), None, slug(place)))
        posts += [self._post(rng, Role("Inhaber", "Inhaberin"), one, one.anchor) for one in guests]
        programmes = self.programmes_in(land)
        return City(
            place=place,
            land=land,
            organizations=own,
            guests=guests,
            posts=tuple(posts),
            grants=tuple(self._grants(rng, own, self.lands[land], programmes)),
            events=tuple(_events(rng, place, own)),
            projects=tuple(_projects(rng, place, own, programmes)),
        )

    def _post(self, rng: Random, role: Role, organization: Organization | None, anchor: str) -> Post:
        chains = [self._chain(rng, role, anchor) for _ in range(role.seats)]
        return Post(role, organization, anchor, tuple(stint for chain in chains for stint in chain))

    def _chain(self, rng: Random, role: Role, anchor: str) -> list[Stint]:
        """The holders of one seat, one after the other, some with a gap, an interim holder or a return."""
        held: list[Stint] = []
        day = FIRST - timedelta(rng.randint(200, 2500))
        while day < LAST:
            end = day + timedelta(rng.randint(500, 3300))
            regular = [stint.person for stint in held if not stint.acting]
            # Once at most: of two that take turns again and again, no source tells who held it between.
            back = role.single and 1 < len(regular) == len(set(regular)) and rng.random() < 0.15
            person = regular[-2] if back else self._person(rng, anchor)
            held.append(Stint(person, day, end if end < LAST else None))
            day = end + timedelta(1)
            if rng.random() < 0.2:
                pause = timedelta(rng.randint(20, 240))
                if role.single and rng.random() < 0.5:
                    held.append(Stint(self._person(rng, anchor), day, day + pause, acting=True))
                day += pause + timedelta(1)
        return held

    def _person(self, rng: Random, anchor: str) -> Person:
        while True:
            female = rng.random() < 0.5
            given = rng.choice(WORDS["given_women" if female else "given_men"])
            name = f"{given} {rng.choice(WORDS['surnames'])}"
            if name not in self._taken[anchor]:
                self._taken[anchor].add(name)
                return Person(name, anchor, female, rng.choices(("", "Dr.", "Prof. Dr."), (71, 21, 8))[0])

    def _grants(
        self, rng: Random, own: Sequence[Organization], land: Organization, programmes: Sequence[Programme]
    ) -> Iterator[Grant]:
        """What is said of money: mostly who gives it, less often who gets it and under which programme.

        No two grants of a recipient are of one programme or of one period: they would be the same grant,
        told with two amounts.
        """
        left = {one: rng.sample(programmes, len(programmes)) for one in own[:5]}
        months = {one: rng.sample(range(12 * 18), 60) for one in own[:5]}
        for _ in range(30):
            day = FIRST + timedelta(rng.randint(300, 7400))
            recipient = rng.choice(own[:5]) if rng.random() < 0.4 else None
            programme = None
            funder: Organization | None = rng.choices(
                (*self.ministries, land, own[0], own[5]), (2, 1, 4, 2, 1)
            )[0]
            if rng.random() < 0.4:
                programme = left[recipient].pop() if recipient and left[recipient] else rng.choice(programmes)
                funder = programme.funder(day) if rng.random() < 0.6 else None
            elif recipient and rng.random() < 0.3:
                funder = None
            start = end = ""
            if recipient and rng.random() < 0.3:
                years, month = divmod(months[recipient].pop(), 12)
                start, end = f"{2005 + years}-{month + 1:02}", f"{2007 + years}-{month + 1:02}"
            yield Grant(
                granted=day,
                # A sum that nobody else has: so each grant is one, whatever else is told of it.
                amount=Decimal(rng.randint(100, 99_999_999)) * 10 if rng.random() < 0.9 else None,
                qualifier=rng.choices(("exact", "max", "about"), (7, 2, 1))[0],
                recipient=recipient,
                funder=land if funder is recipient and funder else funder,
                programme=programme,
                share=Decimal(rng.randint(5, 18) * 5) / 100 if rng.random() < 0.2 else None,
                start=start,
                end=end,
            )


def _federal_ministry(matter: str, short: str) -> Organization:
    name = f"Bundesministerium für {matter}"
    return Organization(
        name, "ministry", "de", name.replace("Bundesministerium", "des Bundesministeriums"), short
    )


def _state_ministry(land: str) -> Organization:
    name = f"Ministerium für Digitalisierung des Landes {land}"
    genitive = name.replace("Ministerium", "des Ministeriums", 1)
    # The jurisdiction says the Land already.
    return Organization(name, "ministry", slug(land), genitive, segment="ministerium-fuer-digitalisierung")


def _association(name: str, founded: int) -> Organization:
    return Organization(name, "association", "de", f"des Deutschen {name.split()[1]}s", founded=founded)


def _organizations(
    rng: Random, place: str, *, district: bool
) -> Iterator[tuple[Organization, tuple[Role, ...]]]:
    """The organisations of a city, each with its roles."""
    anchor = slug(place)
    town = Organization(f"Stadt {place}", "municipality", anchor, f"der Stadt {place}")
    yield (
        town,
        (
            Role("Oberbürgermeister", "Oberbürgermeisterin", single=True),
            Role("Erster Beigeordneter", "Erste Beigeordnete", single=True),
            Role("Stadtkämmerer", "Stadtkämmerin", single=True),
            Role("Chief Digital Officer", "Chief Digital Officer", single=True),
            Role("Pressesprecher", "Pressesprecherin", seats=2),
            Role("Datenlotse", "Datenlotsin", seats=2, listed=False),
        ),
    )
    yield (
        _office(town, rng.choice(WORDS["topics"]), place),
        (Role("Amtsleiter", "Amtsleiterin"), Role("Projektleiter", "Projektleiterin", seats=3)),
    )
    works, since = f"Stadtwerke {place} GmbH", rng.randint(1950, 1999)
    chair = Role("Vorstandsvorsitzender", "Vorstandsvorsitzende", single=True)
    yield Organization(works, "company", anchor, f"der {works}", founded=since, seat=place), (chair,)
    agency, since = f"{place}.digital GmbH", rng.randint(2001, 2015)
    manager = Role("Geschäftsführer", "Geschäftsführerin", seats=2)
    yield Organization(agency, "company", anchor, f"der {agency}", founded=since, seat=place), (manager,)
    school = Organization(
        f"Hochschule {place}", "university", anchor, f"der Hochschule {place}", f"HS{place[:2].upper()}"
    )
    yield school, (Role("Rektor", "Rektorin", single=True), Role("Professor", "Professorin", seats=4))
    yield Organization(f"Sparkasse {place}", "bank", anchor, f"der Sparkasse {place}"), ()
    if district:
        name = f"Landkreis {place}"
        around = Organization(name, "district", slug(name), f"des Landkreises {place}")
        yield around, (Role("Landrat", "Landrätin", single=True),)


def _office(town: Organization, topic: str, place: str) -> Organization:
    task = f"Amt für {topic}fragen"
    name = f"{task} der Stadt {place}"
    # As with a Land's ministry, the jurisdiction says the town already.
    return Organization(
        name, "unit", town.anchor, name.replace("Amt", "des Amtes", 1), part_of=town, segment=slug(task)
    )


def _guests(rng: Random, place: str) -> Iterator[Organization]:
    for surname, trade in rng.sample(list(product(WORDS["surnames"], WORDS["trades"])), 80):
        name = f"{surname} {trade} GmbH"
        yield Organization(name, "company", slug(place), f"der {name}")


def _events(rng: Random, place: str, own: Sequence[Organization]) -> Iterator[Happening]:
    for _ in range(20):
        start = FIRST + timedelta(rng.randint(400, 7600))
        end, kind = rng.choice(WORDS["event_kinds"])
        name = f"{rng.choice(WORDS['topics'])}{end} {place}"
        edition = rng.randint(2, 15) if rng.random() < 0.19 else 0
        yield Happening(
            name=f"{edition}. {name}" if edition else name,
            type=kind,
            start=start,
            end=start + timedelta(rng.choice((0, 0, 0, 1, 2))),
            place=place if rng.random() < 0.7 else "",
            motto=f"Gemeinsam für {place} {start.year}" if rng.random() < 0.07 else "",
            edition=edition,
            series=name if edition else "",
            organizer=rng.choice(own[:5]) if rng.random() < 0.21 else None,
        )


def _projects(
    rng: Random, place: str, own: Sequence[Organization], programmes: Sequence[Programme]
) -> Iterator[Project]:
    for name in rng.sample(WORDS["projects"], 8):
        programme = rng.choice(programmes) if rng.random() < 0.3 else None
        yield Project(f"{name} {place}", rng.choice(own[:5]), programme)
