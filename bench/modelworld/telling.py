"""Press releases about the model world: texts in the tone of the genre, and what each says.

Each is true, but for a few planted errors, and says only a part: which is what makes the answers known. How
many facts there are of each kind, and which slots they fill, follows the development set
(`tests/releases/dev`; `bench/README.md` compares the two).
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import timedelta
from random import Random
from typing import Any

from kg.model import Evidence
from modelworld import matters, speaking
from modelworld.making import World
from modelworld.page import Page, Past, Told, written
from modelworld.world import FIRST, LAST, City, Organization

_FILLING = (
    "Interessierte finden die Unterlagen im Internet.", "Die Arbeiten liegen im Zeitplan.",
    "Der Eintritt ist frei, um eine Anmeldung wird gebeten.", "Weitere Schritte folgen im nächsten Jahr.",
    "Die Ergebnisse werden öffentlich vorgestellt.", "Auch die Barrierefreiheit ist bedacht.",
)  # fmt: skip
_PLANS = ("startet", "baut aus", "zeigt", "plant")


def tell(world: World, city: City, releases: int, seed: int = 5) -> Iterator[Told]:
    """So many releases of a city, in order of time; the same for the same arguments."""
    rng = Random(f"{seed} releases {city.place}")
    days = sorted(FIRST + timedelta(rng.randint(400, (LAST - FIRST).days - 400)) for _ in range(releases))
    past = Past(frozenset(stint.person.name for post in city.posts for stint in post.stints))
    for number, day in enumerate(days):
        yield _told(Page(world, city, number, day, rng, past))


def _told(page: Page) -> Told:
    rng, city = page.rng, page.city
    publisher = rng.choices(city.organizations[:5], (75, 0, 10, 7, 8))[0]
    slots, evidence = _head(page, publisher)
    for paragraph in _paragraphs(rng):
        paragraph(page)
        page.plain(f"{rng.choice(_FILLING)}\n\n" if rng.random() < 0.4 else "\n\n")
    matters.organizations(page)
    page.plain("Pressekontakt:\n")
    evidence.append(page.mark(publisher.name, "\n"))
    page.say("release", slots, evidence, names=[publisher.iri])
    speaking.contact(page, city.municipality, "presse", "Pressesprecher")
    if rng.random() < 0.22:
        speaking.contact(page, city.organizations[3], "info", "Geschäftsführer")
    return page.told(publisher, str(slots["title"]))


def _head(page: Page, publisher: Organization) -> tuple[dict[str, Any], list[Evidence]]:
    """Place, date, title: what the release says of itself, and where."""
    rng, place = page.rng, page.city.place
    page.plain("Pressemitteilung\n\n")
    slots: dict[str, Any] = {"publisher": page.name(publisher)}
    evidence = []
    if publisher.type == "company" or rng.random() < 0.66:
        slots["place"] = place
        evidence.append(page.mark(place, ", " if page.dated else "\n\n"))
    if page.dated:
        slots["date"] = page.day.isoformat()
        evidence.append(page.mark(written(page.day), "\n\n"))
    slots["title"] = f"{rng.choice(speaking.HOPES)}: {place} {rng.choice(_PLANS)} {page.key[-3:]}"
    evidence.insert(0, page.mark(slots["title"], "\n\n"))
    if rng.random() < 0.64:
        slots["subtitle"] = f"{rng.choice(_FILLING)[:-1]} in {place}"
        evidence.append(page.mark(slots["subtitle"], "\n\n"))
    return slots, evidence


def _paragraphs(rng: Random) -> list[Callable[[Page], None]]:
    rest: list[Callable[[Page], None]] = [matters.partners]
    rest += [matters.funding] * rng.choice((1, 2, 3, 4)) + [matters.event] * rng.choice((1, 1, 2, 3))
    for often, what in (
        (0.86, matters.project), (0.65, matters.programme), (0.84, matters.headcount),
        (0.34, matters.competition), (0.13, matters.brand),
    ):  # fmt: skip
        rest += [what] * (rng.random() < often)
    rng.shuffle(rest)
    return [speaking.roles, speaking.quotations, *rest]
