"""Pairs worth comparing, without comparing all: entities that share a key.

A key is made of what two mentions of one thing hardly ever differ in: how a surname sounds and the
jurisdiction, an e-mail address, an abbreviation, the first word and the place. What more than `CROWD` share
tells nobody apart and makes no pairs, so that their number grows with that of the entities and no faster;
finer keys stand beside the coarse ones for such cases.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from itertools import combinations

from kg.matching.organizations import without_apposition
from kg.matching.phonetics import cologne
from kg.matching.profiles import Profile

CROWD = 60
"""How many entities at most a key makes pairs of."""
_FEWER = {"called": 30, "role": 2, "governs": 12, "in": 12, "initials": 4}
"""Fewer make pairs by the name or initials of an organisation in any place, or by the town that a name ends
with. A post without organisation may be the one with, where that is the only one of its role there."""


def candidates(profiles: Sequence[Profile]) -> Iterator[tuple[Profile, Profile]]:
    """Pairs of profiles of one kind that share a key, each once, in the order of the profiles."""
    blocks: dict[str, list[int]] = defaultdict(list)
    for at, profile in enumerate(profiles):
        for key in set(keys(profile)):
            blocks[key].append(at)
    found = {
        pair
        for key, block in blocks.items()
        if len(block) <= _FEWER.get(key.partition(" ")[0], CROWD)
        for pair in combinations(block, 2)
    }
    for one, other in sorted(found):
        yield profiles[one], profiles[other]


def keys(profile: Profile) -> Iterable[str]:
    """The keys of an entity."""
    if profile.kind == "person":
        return _of_person(profile)
    return _of_post(profile) if profile.kind == "post" else _of_thing(profile)


def _of_person(profile: Profile) -> Iterator[str]:
    yield from (f"email {address.lower()}" for address in profile.emails)
    for name in profile.persons:
        first, family = name.given[0] if name.given else "", "-".join(name.surname)
        if first:
            yield f"name {' '.join(sorted((first, *name.surname)))}"
            yield f"begins {family[:4]} {first} {profile.anchor}"
            yield f"ends {family[-4:]} {first} {profile.anchor}"
        for part in {*name.surname, *name.born}:
            sound = cologne(part.removesuffix("s") if len(part) > 4 else part)
            yield f"sounds {sound} {profile.anchor}"
            yield f"sounds {sound} {first[:1]} {profile.anchor}"
            yield from (f"holds {sound} {held.post}" for held in profile.held)


def _of_post(profile: Profile) -> Iterator[str]:
    where, role = profile.iri.rsplit("/", 2)[-2:]
    yield f"role {role} {where}"
    yield from (f"employer {employer}" for employer in profile.employers)


def _of_thing(profile: Profile) -> Iterator[str]:
    if profile.kind == "organization":
        yield from (f"governs {body.place}" for body in profile.governs if body.place)
    where = profile.start[:4] if profile.kind == "event" else profile.anchor
    for words in profile.words:
        joined = "".join(words.content)
        if words.proper or not where:
            yield f"called {joined}"
        yield f"sounds {cologne(joined)} {where}"
        yield f"words {' '.join(sorted(words.content))} {where}"
        yield f"begins {words.head[:6]} {(*words.content[1:], '')[0][:4]} {where}"
        yield f"ends {words.content[-1].removeprefix('fach')[:6]} {where}"
        yield f"called {''.join(without_apposition(words))}"
        if where:
            if len(words.phrase) > 1:
                yield f"in {words.phrase[-1]} {''.join(words.phrase[:-1])}"
            yield f"in {where.rpartition('-')[2]} {''.join(words.phrase)}"
        if words.portfolio:
            yield f"ministry {words.portfolio[:4]} {where}"
        if len(words.content) == 1 and words.place:
            yield f"town {words.head} {profile.anchor.partition('-')[0]}"
        for short in {*words.initials, words.acronym, *profile.short} - {""}:
            yield f"short {short} {where}"
        for short in {words.acronym, *profile.short} - {""}:
            yield f"short {short}"
        yield from (f"initials {short}" for short in {words.acronym, *words.initials} if len(short) > 3)
