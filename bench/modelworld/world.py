"""What there is in the model world: cities, offices and who held them, money, events, projects.

Things are one when they are the same object, whatever their values. IRIs are those of docs/data-model.md
section 3, so that what is asked for is not taken from what is measured.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from kg.vocab import BASE, PREFIXES, slug

FIRST, LAST = date(2004, 1, 1), date(2025, 12, 31)
"""The days between which things happen; releases are issued in those between."""


@dataclass(frozen=True, slots=True, eq=False)
class Organization:
    """An organisation; `genitive` is how it stands after a role ("der Stadt Lindenau")."""

    name: str
    type: str
    anchor: str
    genitive: str
    abbreviation: str = ""
    founded: int = 0
    part_of: Organization | None = None
    seat: str = ""
    segment: str = ""

    @property
    def iri(self) -> str:
        """`id/organization/<name>/<anchor>`."""
        return f"{BASE}id/organization/{self.segment or slug(self.name)}/{self.anchor}"


@dataclass(frozen=True, slots=True, eq=False)
class Person:
    """Somebody, known by name in one jurisdiction."""

    name: str
    anchor: str
    female: bool
    titles: str = ""

    @property
    def iri(self) -> str:
        """`id/person/<name>/<anchor>`."""
        return f"{BASE}id/person/{slug(self.name)}/{self.anchor}"


@dataclass(frozen=True, slots=True, eq=False)
class Role:
    """A role. `single`: one person at a time, as ontology/roles.ttl has it; `listed` there at all."""

    label: str
    feminine: str
    seats: int = 1
    single: bool = False
    listed: bool = True

    @property
    def iri(self) -> str:
        """The concept, or where the ontology lists none, the role made of the label; both read alike."""
        return PREFIXES["role"] + slug(self.label)

    def of(self, person: Person) -> str:
        """The role's form for a person."""
        return self.feminine if person.female else self.label


@dataclass(frozen=True, slots=True, eq=False)
class Stint:
    """A person's time on a post, both days included; `end` None: not in our time."""

    person: Person
    begin: date
    end: date | None
    acting: bool = False

    def on(self, day: date) -> bool:
        """Does the person hold the post that day."""
        return self.begin <= day and (self.end is None or day <= self.end)


@dataclass(frozen=True, slots=True, eq=False)
class Post:
    """A role in an organisation (or in a jurisdiction, where none is told) with all its holders."""

    role: Role
    organization: Organization | None
    anchor: str
    stints: tuple[Stint, ...]

    @property
    def iri(self) -> str:
        """`id/post/<organization>/<anchor>/<role>`."""
        where = self.organization.iri.removeprefix(f"{BASE}id/organization/") if self.organization else ""
        return f"{BASE}id/post/{where or f'-/{self.anchor}'}/{slug(self.role.label)}"

    @property
    def returned(self) -> bool:
        """Did somebody come back to it."""
        return len({stint.person for stint in self.stints}) < len(self.stints)


@dataclass(frozen=True, slots=True, eq=False)
class Programme:
    """A funding programme with its funders, each from a year on."""

    name: str
    funders: tuple[tuple[int, Organization], ...]
    abbreviation: str = ""

    @property
    def iri(self) -> str:
        """`id/programme/<name>`."""
        return f"{BASE}id/programme/{slug(self.name)}"

    def funder(self, day: date) -> Organization:
        """Who funds it that day."""
        return [who for year, who in self.funders if year <= day.year][-1]


@dataclass(frozen=True, slots=True, eq=False)
class Grant:
    """Money for somebody. A recipient has one grant of a programme and of a period at most."""

    granted: date
    amount: Decimal | None = None
    qualifier: str = "exact"
    recipient: Organization | None = None
    funder: Organization | None = None
    programme: Programme | None = None
    share: Decimal | None = None
    start: str = ""
    end: str = ""


@dataclass(frozen=True, slots=True, eq=False)
class Happening:
    """An event."""

    name: str
    type: str
    start: date
    end: date
    place: str = ""
    motto: str = ""
    edition: int = 0
    series: str = ""
    organizer: Organization | None = None

    @property
    def iri(self) -> str:
        """`id/event/<name>/<start>`; an edition in front of the name does not count."""
        return f"{BASE}id/event/{slug(self.name.split('. ', 1)[-1])}/{self.start}"


@dataclass(frozen=True, slots=True, eq=False)
class Project:
    """A project of an organisation, in a programme or not."""

    name: str
    organization: Organization
    programme: Programme | None = None

    @property
    def iri(self) -> str:
        """`id/project/<name>/<anchor>`."""
        return f"{BASE}id/project/{slug(self.name)}/{self.organization.anchor}"


@dataclass(frozen=True, slots=True, eq=False)
class City:
    """A city and all that is in it.

    organizations  the city first, then its own, then its district
    guests         firms of which the first is named often and most of them once, if at all
    """

    place: str
    land: str
    organizations: tuple[Organization, ...]
    guests: tuple[Organization, ...]
    posts: tuple[Post, ...]
    grants: tuple[Grant, ...]
    events: tuple[Happening, ...]
    projects: tuple[Project, ...]

    @property
    def municipality(self) -> Organization:
        """The city as an organisation."""
        return self.organizations[0]
