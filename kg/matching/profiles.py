"""What is known of an entity, as far as it helps to tell whether it is another one."""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import cached_property

from kg.identity import person_names
from kg.identity.organization_spelling import other_names, plain
from kg.identity.places import load as load_places
from kg.matching import organizations
from kg.matching.governed import Governed, governed
from kg.vocab import slug


@dataclass(frozen=True, slots=True)
class Held:
    """A post as somebody holds it: IRIs of post and organisation ("" for none), the role's IRI and label."""

    post: str
    role: str
    label: str
    organization: str = ""
    first: str = ""
    last: str = ""


@dataclass(frozen=True)
class Profile:
    """What is known of an entity for comparing it.

    iri, kind      the canonical entity; anchor: its jurisdiction, "" for kinds without one
    names          its label first, then the others; abbreviations as written
    emails, held   a person's addresses and posts; start: an event's first day (ISO), as far as it is known
    employers      organisations a person belongs to; releases: keys of those that name the entity
    """

    iri: str
    kind: str
    names: tuple[str, ...]
    anchor: str = ""
    abbreviations: frozenset[str] = frozenset()
    emails: frozenset[str] = frozenset()
    held: tuple[Held, ...] = ()
    employers: frozenset[str] = frozenset()
    start: str = ""
    releases: frozenset[str] = field(default=frozenset(), repr=False)

    @cached_property
    def spelled(self) -> str:
        """The first segment of its IRI, as its label alone would have it."""
        if self.kind == "post":
            return self.iri
        if self.kind == "person":
            return person_names.segment(self.names[0])
        return slug(plain(self.names[0], load_places()))

    @cached_property
    def persons(self) -> tuple[person_names.PersonName, ...]:
        """Its names in parts, at most four."""
        return tuple(dict.fromkeys(map(person_names.parts, self.names[:4])))

    @cached_property
    def words(self) -> tuple[organizations.Words, ...]:
        """Its names in words, at most four."""
        return tuple(dict.fromkeys(organizations.words(name, self.anchor) for name in self.every_name))

    @cached_property
    def governs(self) -> tuple[Governed, ...]:
        """What municipality or district its names say it is or acts for, if any."""
        return tuple(dict.fromkeys(governed(name, self.anchor) for name in self.every_name))

    @cached_property
    def every_name(self) -> list[str]:
        """Its names, at most four, and those that they say it had before."""
        names = self.names[:4]
        return [*names, *(former for name in names for former in other_names(name))]

    @cached_property
    def place(self) -> frozenset[str]:
        """The words of an organisation's jurisdiction that a name can say."""
        if self.kind != "organization":
            return frozenset()
        return frozenset(self.anchor.split("-")) - organizations.LITTLE - {"landkreis", "de", "eu"}

    @cached_property
    def short(self) -> frozenset[str]:
        """Its abbreviations as slugs."""
        return frozenset(map(slug, self.abbreviations))
