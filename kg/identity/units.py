"""Parts of organisations that hold posts of their own: the head of the Hauptamt is not the head of the town.

A unit is named by a role fact, mostly with the body it is part of. Where only the unit is named, the body is
told where the release leaves one answer; else the unit stands for itself.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping, Sequence

from kg.identity import names, organization_spelling
from kg.identity.places import Places
from kg.model import Fact
from kg.slots import values
from kg.vocab import slug

_FOR = re.compile(r"(?<=\w) (?:für|for)(?: (?:den|die|das|the))?(?= \w)")
_OF_A_DISTRICT = re.compile(r"landrats?amt|kreis(?:verwaltung|ausschuss|tag)")
"""Units without a name that a town's release does not mean its own by."""


def segment(unit: str, places: Places) -> str:
    """A unit as IRIs of posts have it: "Stabsstelle für Netze" is "Stabsstelle Netze".

    In the nominative, without the town that the post says already, and without the preposition: no body
    has one of each.
    """
    part, _ = names.of_a_body(organization_spelling.plain(unit, places), places)
    return slug(_FOR.sub("", part))


def employer(fact: Fact) -> str | None:
    """The organisation of a role fact, where its words, its office or a reference give it.

    One that the loader only guesses from who publishes the release ("by context") makes no post of that
    organisation: the text does not say it.
    """
    organization = fact.slots.get("organization")
    if not organization or fact.resolved.get("organization", "").startswith("by context"):
        return None
    return str(organization)


class Units:
    """The units that one release names, and the bodies they are part of.

    organizations  canonical IRIs by name
    own            the publisher, if it is a municipality or district; "" otherwise
    is_of          whether two organisations lie in one jurisdiction, by their names
    """

    def __init__(
        self,
        facts: Sequence[Fact],
        organizations: Mapping[str, str],
        own: str,
        is_of: Callable[[str, str], bool],
        places: Places,
    ) -> None:
        self._organizations, self._own, self._is_of, self._places = organizations, own, is_of, places
        self._roles = [f for f in facts if f.kind == "role" and f.slots.get("unit")]
        self._parts = [f for f in facts if f.kind == "organization"]

    def of(self, fact: Fact) -> tuple[str | None, str]:
        """The name of the organisation that a role fact's post is in, and of the unit in it.

        Either is missing (None, "") where the fact does not tell it, the unit also where it is all that is
        told: it is the organisation then.
        """
        unit, organization = str(fact.slots.get("unit") or ""), employer(fact)
        if not unit or (organization and not self._is(unit, organization)):
            return organization, unit
        if whole := self._whole(unit, ()):
            return whole, unit
        return organization, "" if organization else unit

    def _whole(self, unit: str, below: tuple[str, ...]) -> str | None:
        """The body that a unit is certain to be part of. `below` guards against circles."""
        for told in (set(self._beside(unit)), set(self._stated(unit, (*below, unit)))):
            if told:
                return self._only(told)
        return self._own if self._is_publishers(unit) else None

    def _beside(self, unit: str) -> Iterator[str]:
        """The organisations that role facts name together with the unit."""
        for fact in self._roles:
            organization = employer(fact)
            named = str(fact.slots["unit"])
            if organization and self._is(unit, named) and not self._is(unit, organization):
                yield organization

    def _stated(self, unit: str, below: tuple[str, ...]) -> Iterator[str]:
        """The organisations that the release says the unit is part of, or the bodies of these units."""
        for part in self._of(unit):
            if "part_of" not in part.resolved:
                for whole in set(map(str, values(part.slots.get("part_of")))) - set(below):
                    yield (self._whole(whole, below) or whole) if self._is_unit(whole) else whole

    def _is_publishers(self, unit: str) -> bool:
        """Whether a town or district speaks of a unit without saying whose it is."""
        if not self._own or not self._is_of(unit, self._own) or _OF_A_DISTRICT.match(slug(unit)):
            return False
        guessed = {str(v) for part in self._of(unit) for v in values(part.slots.get("part_of"))}
        return all(self._organizations[name] == self._organizations[self._own] for name in guessed)

    def _of(self, unit: str) -> Iterator[Fact]:
        return (part for part in self._parts if self._is(unit, str(part.slots.get("name") or "")))

    def _is_unit(self, name: str) -> bool:
        return any(part.slots.get("type") == "unit" for part in self._of(name))

    def _is(self, unit: str, name: str) -> bool:
        return segment(unit, self._places) == segment(name, self._places)

    def _only(self, told: set[str]) -> str | None:
        """One of some names of one organisation; None where they are those of several."""
        return min(told) if len({self._organizations[name] for name in told}) == 1 else None
