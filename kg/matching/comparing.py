"""Whether two entities may be one: a verdict, a score, and the reasons for it in words.

"same" is what `resolve` makes one by itself: an equal name in one spelling and an equal jurisdiction. That
is an equivalence, and so free of the order in which releases come. Everything else is "perhaps", with a score
that ranks it for a steward, or "different". Nothing is linked by a score.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import product, starmap
from typing import Literal

from kg.identity.places import load as load_places
from kg.matching import circumstances, governed, organizations, persons
from kg.matching.organizations import LITTLE
from kg.matching.profiles import Profile
from kg.matching.reasons import Reason, score

_IN_ONE_RELEASE = frozenset({"surname", "abbreviation", "administration"})
"""Reasons that count in one release that has both names, too: it says the whole, then the short one."""


@dataclass(frozen=True, slots=True)
class Comparison:
    """What comparing two entities gives: 0 to 1, the reasons, the gravest first."""

    verdict: Literal["same", "perhaps", "different"]
    score: float
    reasons: tuple[Reason, ...]


def compare(one: Profile, other: Profile) -> Comparison:
    """Compare two entities of one kind; which is named first does not matter."""
    one, other = (one, other) if one.iri < other.iri else (other, one)
    if one.anchor == other.anchor and one.spelled == other.spelled:
        return Comparison("same", 1.0, (Reason("name", 9), Reason("same place", 0, (one.anchor,))))
    named = max(_named(one, other), key=lambda reasons: sum(r.weight for r in reasons))
    reasons = named if named[0].weight <= -9 else (*named, *_known(one, other, named))
    found = score(reasons)
    told = tuple(sorted(reasons, key=lambda r: -abs(r.weight)))
    return Comparison("perhaps" if found >= 0.05 else "different", found, told)


def _named(one: Profile, other: Profile) -> Iterator[tuple[Reason, ...]]:
    """What each pair of their names differs in."""
    if one.kind == "post":
        yield (circumstances.of_posts(one, other),)
    elif one.kind == "person":
        for a, b in product(one.persons, other.persons):
            yield persons.likeness(a, b)
    else:
        if one.kind == "organization" and (found := _of_one_place(one, other)):
            yield found
        for x, y in product(_words(one, other), _words(other, one)):
            apart = one.anchor != other.anchor
            yield organizations.likeness(x, y, (one.short, other.short), apart=apart)


def _words(one: Profile, other: Profile) -> tuple[organizations.Words, ...]:
    """The words of its names; the other's place is taken for theirs where they say it: "Tennisclub Ried"."""
    if one.anchor == other.anchor or not _names_place_of(one, other):
        return one.words
    return tuple(organizations.words(name, f"{one.anchor}-{other.anchor}") for name in one.every_name)


def _of_one_place(one: Profile, other: Profile) -> tuple[Reason, ...]:
    if not any(body.level for body in (*one.governs, *other.governs)):
        return ()
    pairs = product(one.governs, other.governs)
    return tuple(next(filter(None, starmap(governed.likeness, pairs)), ()))


def _known(one: Profile, other: Profile, named: tuple[Reason, ...]) -> Iterator[Reason]:
    """What else speaks for or against it."""
    if one.kind == "person":
        yield _place(one, other, apart=-2.2)
        yield from circumstances.of_persons(one, other)
    elif one.kind == "post":
        yield _place(one, other, apart=-4.0)
        return  # a release that names a post twice names it with and without its organisation
    elif one.kind == "event":
        yield from circumstances.of_events(one, other)
    elif one.anchor or other.anchor:
        yield _place(one, other, apart=_apart(one, other, named))
    else:
        yield Reason("no place", 1.5)
    if one.releases & other.releases and not any(r.code in _IN_ONE_RELEASE for r in named):
        yield Reason("one release", -3.0)


def _apart(one: Profile, other: Profile, named: tuple[Reason, ...]) -> float:
    """What two jurisdictions weigh for organisations: much, where many have such a name ("Stadtwerke")."""
    if any(r.code in ("abbreviation", "same abbreviation") for r in named):
        return -0.8 if {one.anchor, other.anchor} & {"de", "eu"} else -1.2
    return -0.5 if all(words.proper for p in (one, other) for words in p.words[:1]) else -4.0


def _place(one: Profile, other: Profile, *, apart: float) -> Reason:
    if one.anchor == other.anchor:
        return Reason("same place", 2.0, (one.anchor,))
    a, b = (frozenset(p.anchor.split("-")) - LITTLE for p in (one, other))
    districts = {p.anchor.startswith("landkreis-") for p in (one, other)}
    if len(districts) == 1 and (a <= b or b <= a):
        # Of two towns themselves ("Stadt Halle", "Stadt Halle (Saale)") nothing else is known.
        towns = one.kind == "organization" and any(body.kind for body in (*one.governs, *other.governs))
        bare = not towns and _may_be_one_town(one.anchor, other.anchor)
        weight = 1.5 if a == b else 0.8 if bare else -1.2
        return Reason("like places", weight, (one.anchor, other.anchor))
    if _names_place_of(one, other) or _names_place_of(other, one):
        return Reason("like places", 0.8, (one.anchor, other.anchor))
    return Reason("two places", apart, (one.anchor, other.anchor))


def _may_be_one_town(one: str, other: str) -> bool:
    """Whether one is the other with what tells it from further towns of the name: Bernau, Bernau bei Berlin.

    By its bare name a large city is meant: Oldenburg is not Oldenburg in Holstein.
    """
    short, long = sorted((one, other), key=len)
    known = load_places()
    meant = short in known.names or (short in known.cities and known.cities.get(long) != known.cities[short])
    return long.startswith(f"{short}-") and not meant


def _names_place_of(one: Profile, other: Profile) -> bool:
    """Whether an organisation's name says the jurisdiction of the other, whoever names it."""
    return bool(other.place) and any(other.place.issubset(words.phrase) for words in one.words)
