"""What a release says of people: who holds which post, what they say, where they can be reached."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta

from kg.vocab import slug
from modelworld.page import Page, written
from modelworld.world import Organization, Post, Stint

_DID = (
    "hob hervor, wie viel die Beteiligten erreicht haben", "dankte allen, die mitgewirkt haben",
    "stellte den Fahrplan für die kommenden Monate vor", "beantwortete Fragen aus dem Publikum",
    "warb dafür, offene Schnittstellen zu nutzen", "sprach von einem wichtigen Schritt",
)  # fmt: skip
HOPES = ("Wir gewinnen Zeit", "So entsteht Vertrauen", "Das spart Wege", "Davon haben alle etwas",
         "Wir lernen voneinander", "Gute Daten helfen", "Technik ist kein Selbstzweck")  # fmt: skip
_WHY = ("weil die Ämter gemeinsam planen", "wenn alle an einem Tisch sitzen", "weil nichts doppelt ist",
        "wenn die Netze stehen", "weil wir die Menschen fragen", "wenn die Fachleute bleiben")  # fmt: skip


@dataclass(frozen=True, slots=True)
class Held:
    """What a role fact speaks of: a person's time on a post.

    how   now, start (and since when), coming, former, ended (and when), closing (in the closing block)
    """

    post: Post
    stint: Stint
    how: str


def roles(page: Page) -> None:
    """Who holds which post: the mayor mostly, some more of the city, guests, sometimes others."""
    if not page.dated:
        return
    rng, city, world = page.rng, page.city, page.world
    own = [post for post in city.posts if post.organization not in city.guests]
    posts = [own[0]] * (rng.random() < 0.65) + rng.sample(own[1:], rng.choice((2, 3, 4)))
    posts += [city.posts[len(own) + i] for i in some_guests(page)]
    other = rng.choice(world.cities)
    posts += [other.posts[0]] * (rng.random() < 0.6 and other is not city)
    posts += [post for post in world.federal[:3] if rng.random() < 0.12]
    land = world.lands[city.land]
    posts += [post for post in world.federal if post.organization is land and rng.random() < 0.2]
    for post in posts:
        _post(page, post)


def some_guests(page: Page) -> Sequence[int]:
    """Places among the city's guests; the n-th is there a n-th as often as the first."""
    weights = [1 / (n + 1) for n in range(len(page.city.guests))]
    return sorted(set(page.rng.choices(range(len(weights)), weights, k=page.rng.choice((1, 2, 3)))))


def _post(page: Page, post: Post) -> None:
    """Who holds a post; sometimes also who held it, or will."""
    rng, day = page.rng, page.day
    known = [stint for stint in post.stints if page.tells_apart(post, stint.person)]
    now = [stint for stint in known if stint.on(day)]
    if now:
        stint = rng.choice(now)
        fresh = day - stint.begin < timedelta(900) and not stint.acting and not post.returned
        _role(page, post, stint, "start" if fresh and rng.random() < 0.3 else "now")
        page.present.append((post, stint))
        if rng.random() < 0.25:
            _role(page, post, stint, "now")
    # Where somebody came back, only who is there now is told: the end of a stay that nobody attests, between
    # two of another, would speak against both.
    for stint in () if post.returned else known:
        if stint.acting:
            continue
        if stint.end and timedelta(0) < day - stint.end < timedelta(700) and rng.random() < 0.3:
            lagging = now and (post, stint.person) in page.past.holders and rng.random() < 0.2
            _role(page, post, stint, "closing" if lagging else rng.choice(("former", "former", "ended")))
        elif timedelta(0) < stint.begin - day < timedelta(200) and rng.random() < 0.3:
            _role(page, post, stint, "coming")


def _role(page: Page, post: Post, stint: Stint, how: str) -> None:
    person, organization = stint.person, post.organization
    by_office = (
        organization is page.city.municipality and how in ("now", "closing") and page.rng.random() < 0.5
    )
    if organization:
        page.name(organization)
    if how in ("now", "start") and not stint.acting:
        page.past.holders.add((post, person))
    past = how in ("former", "ended")
    slots = {
        "person": person.name, "titles": person.titles, "role": post.role.of(person),
        "role_canonical": post.role.label, "concept": post.role.iri if post.role.listed else "",
        "organization": organization.name if organization else "", "attested": page.day.isoformat(),
        "start": stint.begin.isoformat() if how in ("start", "coming") else "",
        "end": stint.end.isoformat() if how == "ended" and stint.end else "",
        "former": past, "acting": stint.acting,
    }  # fmt: skip
    words, after = _words(page, post, stint, how, by_office=by_office)
    page.say(
        "role",
        slots,
        [page.mark(words, after)],
        names=[person.iri, *([organization.iri] if organization else [])],
        subject=Held(post, stint, how),
        main=person.name,
        section="boilerplate" if how == "closing" else "body",
        modality="former" if past else "announced" if how == "coming" else "asserted",
        resolved={"organization": "by office: the municipality that the release speaks of"}
        if by_office
        else {},
    )


def _words(page: Page, post: Post, stint: Stint, how: str, *, by_office: bool) -> tuple[str, str]:
    """The words of a role fact, and how the sentence goes on."""
    name, role = f"{stint.person.titles} {stint.person.name}".strip(), post.role.of(stint.person)
    of = f" {post.organization.genitive}" if post.organization else ""
    if how == "start":
        return f"{name} ist seit dem {written(stint.begin)} {role}{of}", ". "
    if how == "coming":
        return f"{name} wird zum {written(stint.begin)} {role}{of}", ". "
    if how == "ended" and stint.end:
        return f"{name} war bis zum {written(stint.end)} {role}{of}", ". "
    before = "früher " if how == "former" else "kommissarisch " if stint.acting else ""
    did = page.rng.choice(_DID)
    return (
        (f"{before.capitalize()}{role} {name}", f" {did}. ")
        if by_office
        else (f"{name}, {before}{role}{of}", f", {did}. ")
    )


def quotations(page: Page) -> None:
    """Two or three sentences of those who are there."""
    rng, spoken = page.rng, set()
    people = list(dict.fromkeys(stint.person for _, stint in page.present))
    if not people:  # an undated release
        people = [stint.person for post in page.city.posts[:4] for stint in post.stints if stint.on(page.day)]
    for _ in range(rng.choice((2, 3, 3, 3))):
        speaker, text = rng.choice(people), f"{rng.choice(HOPES)}, {rng.choice(_WHY)}"
        if text not in spoken:
            spoken.add(text)
            page.plain("„")
            evidence = [page.mark(text, "“, sagte "), page.mark(speaker.name, ". ")]
            slots = {"speaker": speaker.name, "text": text}
            page.say("quotation", slots, evidence, names=[speaker.iri], main=speaker.name, section="quote")


def contact(page: Page, organization: Organization, box: str, role: str) -> None:
    """Whom to ask at an organisation: who holds that role there, or nobody by name."""
    post = next(p for p in page.city.posts if p.organization is organization and p.role.label == role)
    now = [stint.person for stint in post.stints if stint.on(page.day)] if page.rng.random() < 0.9 else []
    people = now[:1]
    place = page.city.place
    slots = {
        "person": people[0].name if people else "", "organization": page.name(organization),
        "email": f"{box}@{slug(organization.name)}.example",
        "phone": f"0{3000 + len(organization.name) * 7} {1000 + len(place)}-0",
        "address": f"Rathausplatz 1, 0{2000 + 11 * len(place)} {place}",
    }  # fmt: skip
    evidence = page.mark(", ".join(filter(None, slots.values())), "\n")
    names = [*(person.iri for person in people), organization.iri]
    main = people[0].name if people else organization.name
    page.say("contact", slots, [evidence], names=names, main=main, section="contact")
