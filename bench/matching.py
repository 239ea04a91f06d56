"""How long it takes to find which of many entities may be one.

    python bench/matching.py [ENTITIES]        200,000 by default

Persons and organisations of a country: names drawn as they are (a few very common surnames, many rare
ones), each in one of 2,000 towns, one in fifty spelled in a second way. Printed are seconds of CPU, pairs
compared, and how many of the second spellings were among the pairs.
"""

from __future__ import annotations

import random
import re
import sys
import time
from collections.abc import Callable

from kg import resources
from kg.matching import Held, Profile, compare
from kg.matching.blocking import candidates
from kg.vocab import BASE, slug

_SYLLABLES = ("alt", "bach", "bern", "brand", "dorf", "eber", "feld", "fried", "grün", "hart", "hein", "holz",
              "kamp", "kirch", "klein", "lang", "lind", "mann", "meier", "müll", "neu", "ost", "reich",
              "roth", "sand", "schäf", "schmitt", "stein", "wald", "weiß", "wend", "wolf")  # fmt: skip
_ROLES = ("Bürgermeister", "Pressesprecher", "Kämmerer", "Leiter des Hauptamts", "Digitalbeauftragter")
_UNITS = ("Stadtwerke", "Amt für Digitalisierung", "Stabsstelle Smart City", "Volkshochschule",
          "Bürgerverein", "Wirtschaftsförderung", "Innovationszentrum", "Klinikum")  # fmt: skip


def given_names() -> list[str]:
    """Those of the lexicon."""
    text = (resources.ontology() / "given-names.ttl").read_text("utf-8")
    return sorted(set(re.findall(r'"([A-Z][a-zäöüß]+)"', text)))


def surname(draw: random.Random) -> str:
    """A surname; the first of the syllables are far more common than the last."""
    parts = [_SYLLABLES[int(len(_SYLLABLES) * draw.random() ** 2)] for _ in range(draw.choice((1, 2, 2, 2)))]
    return "".join(parts).capitalize() + draw.choice(("", "", "er", "s"))


def persons(number: int, draw: random.Random) -> tuple[list[Profile], set[frozenset[str]]]:
    """Persons, and the pairs of IRIs that are one person in two spellings."""
    given, made, one = given_names(), {}, set()
    while len(made) < number:
        town = f"stadt-{draw.randrange(2000)}"
        name, role = f"{draw.choice(given)} {surname(draw)}", draw.choice(_ROLES)
        spellings = [name]
        if draw.random() < 0.02:
            first, last = name.split()
            spellings.append(draw.choice((last, f"{first[0]}. {last}", f"{name}s", f"{first} {last}-Schulz")))
        iris = []
        for spelling in spellings:
            iri = f"{BASE}id/person/{slug(spelling)}/{town}"
            post = f"{BASE}id/post/stadt/{town}/{slug(role)}"
            held = Held(
                post, slug(role), role, f"{BASE}id/organization/stadt/{town}", "2024-01-01", "2024-05-06"
            )
            made.setdefault(iri, Profile(iri, "person", (spelling,), town, held=(held,)))
            iris.append(iri)
        if len(set(iris)) == 2:
            one.add(frozenset(iris))
    return list(made.values()), one


def organizations(number: int, draw: random.Random) -> tuple[list[Profile], set[frozenset[str]]]:
    """Organisations, and the pairs of IRIs that are one organisation in two spellings."""
    made, one = {}, set()
    while len(made) < number:
        town = f"stadt-{draw.randrange(2000)}"
        name = draw.choice((f"{draw.choice(_UNITS)} {surname(draw)}", f"{surname(draw)} GmbH"))
        spellings = [name]
        if draw.random() < 0.02:
            spellings.append(name.removesuffix(" GmbH") if name.endswith("GmbH") else f"{name} GmbH")
        iris = [f"{BASE}id/organization/{slug(spelling)}/{town}" for spelling in spellings]
        for spelling, iri in zip(spellings, iris, strict=True):
            made.setdefault(iri, Profile(iri, "organization", (spelling,), town))
        if len(set(iris)) == 2:
            one.add(frozenset(iris))
    return list(made.values()), one


def measure(what: str, profiles: list[Profile], one: set[frozenset[str]]) -> None:
    """Print a line of figures."""
    began = time.process_time()
    pairs = list(candidates(profiles))
    found = time.process_time()
    likely = sum(compare(a, b).score >= 0.5 for a, b in pairs)
    done = time.process_time()
    hit = len(one & {frozenset((a.iri, b.iri)) for a, b in pairs}) / max(len(one), 1)
    print(
        f"{what:<14}{len(profiles):>9,} entities  {found - began:6.1f} s to {len(pairs):>10,} pairs  "
        f"{done - found:6.1f} s to {likely:>8,} suggestions  {hit:6.1%} of {len(one):,} second spellings"
    )


def main(number: int) -> None:
    """Measure a quarter, half and all of the number, so that the growth shows."""
    makers: dict[str, Callable[[int, random.Random], tuple[list[Profile], set[frozenset[str]]]]] = {
        "persons": persons,
        "organizations": organizations,
    }
    for what, make in makers.items():
        for size in (number // 4, number // 2, number):
            measure(what, *make(size, random.Random(7)))


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 200_000)
