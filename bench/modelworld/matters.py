"""What a release says of matters: money, events, projects, how many work somewhere, who else is there."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal

from kg.vocab import BASE, slug
from modelworld.page import Count, Page, written
from modelworld.speaking import some_guests
from modelworld.world import FIRST, Grant, Organization, Person


def funding(page: Page) -> None:
    """A grant, mostly one of the latest; seldom with an error in its amount."""
    rng = page.rng
    known = [grant for grant in page.city.grants if grant.granted <= page.day] or page.city.grants
    grant = rng.choice(known[-12:] if rng.random() < 0.7 else known)
    amount = grant.amount
    if amount and grant.recipient and grant.programme and grant.qualifier == "exact" and rng.random() < 0.02:
        amount += 10
    slots = {
        "recipient": grant.recipient and page.name(grant.recipient),
        "funder": grant.funder and page.name(grant.funder),
        "programme": grant.programme and grant.programme.name, "amount": amount,
        "currency": "EUR" if amount else "", "qualifier": grant.qualifier if amount else "",
        "share": grant.share, "period_start": grant.start, "period_end": grant.end,
    }  # fmt: skip
    about = [one for one in (grant.recipient, grant.programme, grant.funder) if one]
    if about:
        evidence = page.mark(_of_money(grant, amount), ". ")
        names = [one.iri for one in about]
        page.say("funding", slots, [evidence], names=names, subject=(grant, amount), main=about[0].name)


def _of_money(grant: Grant, amount: Decimal | None) -> str:
    about = {"exact": "", "max": "bis zu ", "about": "rund "}[grant.qualifier]
    words = f"{grant.recipient.name if grant.recipient else 'Das Vorhaben'} erhält "
    words += f"{about}{amount:,} Euro".replace(",", ".") if amount else "Geld"
    if grant.funder:
        words += f" vom Förderer {grant.funder.name}"
    if grant.programme:
        words += f" aus dem Programm „{grant.programme.name}“"
    if grant.share:
        words += f", eine Quote von {int(grant.share * 100)} Prozent"
    return f"{words}, von {grant.start} bis {grant.end}" if grant.start else words


def event(page: Page) -> None:
    """An event of about that time; when it is over, who was there."""
    rng, day = page.rng, page.day
    near = [one for one in page.city.events if abs((one.start - day).days) < 200]
    told = rng.choice(near or page.city.events)
    page.plain("Zu ")
    evidence = [page.mark(f"„{told.name}“", " lädt die Stadt ein: "), page.mark(written(told.start), ". ")]
    guests: list[Organization | Person] = []
    if page.dated and told.start <= day < told.start + timedelta(400):
        there = rng.sample(page.present, min(2, len(page.present)))
        guests = list(dict.fromkeys(stint.person for _, stint in there))
        guests.append(rng.choice(page.world.associations))
        page.plain("Teil nahmen ")
        evidence += [page.mark(guest.name, ", ") for guest in guests]
        page.plain("und viele andere. ")
    organizers = [told.organizer] if told.organizer else []
    for one in (*guests, *organizers):
        if isinstance(one, Organization):
            page.name(one)
    held = page.dated and told.end < day and rng.random() < 0.2
    slots = {
        "name": told.name, "type": told.type, "start": told.start.isoformat(), "end": told.end.isoformat(),
        "place": told.place, "motto": told.motto, "edition": told.edition, "series": told.series,
        "status": "held" if held else "", "participants": tuple(sorted(guest.name for guest in guests)),
        "organizers": tuple(one.name for one in organizers),
    }  # fmt: skip
    names = [told.iri, *(one.iri for one in (*guests, *organizers))]
    page.say("event", slots, evidence, names=names, subject=(told, tuple(guests), held), main=told.name)


def headcount(page: Page) -> None:
    """How many work for an organisation; seldom another number for a day of which one was told."""
    rng, counts = page.rng, page.past.counts
    if not page.dated:
        return
    if counts and rng.random() < 0.03:
        known = rng.choice(counts)
        count = replace(known, value=known.value + 1)
    else:
        organization = rng.choice(page.city.organizations[:5])
        how = rng.choices(("exact", "about", "min"), (6, 2, 2))[0]
        count = Count(organization, page.day, _workforce(organization, page.day), how)
        counts += [count] if how == "exact" else []
    about = {"exact": "", "about": "rund ", "min": "mindestens "}[count.qualifier]
    name = page.name(count.organization)
    evidence = page.mark(f"Am {written(count.on)} beschäftigte {name} {about}{count.value} Menschen", ". ")
    slots = {"organization": name, "value": count.value, "qualifier": count.qualifier, "on": str(count.on)}
    page.say("headcount", slots, [evidence], names=[count.organization.iri], subject=count, main=name)


def _workforce(organization: Organization, day: date) -> int:
    """How many work for an organisation on a day: more from month to month."""
    return 20 + sum(map(ord, organization.name)) % 400 + (day.year - FIRST.year) * 3 + day.month


def programme(page: Page) -> None:
    """A programme, mostly one of two, often with who funds it then."""
    rng, known = page.rng, page.world.programmes_in(page.city.land)
    told = rng.choice(known[:2] if rng.random() < 0.6 else known)
    funder = told.funder(page.day) if page.dated and rng.random() < 0.75 else None
    short = told.abbreviation if rng.random() < 0.5 else ""
    evidence = [page.mark(f"Das Programm „{told.name}“{f' ({short})' if short else ''}", " läuft weiter. ")]
    if funder:
        page.plain("Träger ist ")
        evidence.append(page.mark(page.name(funder), ". "))
    slots = {"name": told.name, "abbreviation": short, "funder": (funder.name,) if funder else ()}
    names = [told.iri, *([funder.iri] if funder else [])]
    page.say("programme", slots, evidence, names=names, subject=(told, short, funder), main=told.name)


def project(page: Page) -> None:
    """A project, with who runs it and under which programme."""
    told = page.rng.choice(page.city.projects)
    owner = page.name(told.organization)
    evidence = [page.mark(f"Im Vorhaben „{told.name}“ arbeitet {owner}", " mit. ")]
    if told.programme:
        page.plain("Es gehört zu ")
        evidence.append(page.mark(f"„{told.programme.name}“", ". "))
    slots = {"name": told.name, "organization": owner, "programme": told.programme and told.programme.name}
    names = [told.iri, told.organization.iri, *([told.programme.iri] if told.programme else [])]
    page.say("project", slots, evidence, names=names, subject=told, main=told.name)


def competition(page: Page) -> None:
    """A competition of all cities."""
    name = f"Digitale Orte {page.rng.randint(2005, 2024)}"
    evidence = page.mark(f"Wettbewerb „{name}“", ": Die Jury hat getagt. ")
    page.say(
        "competition", {"name": name}, [evidence], names=[f"{BASE}id/competition/{slug(name)}"], main=name
    )


def brand(page: Page) -> None:
    """The brand under which the city does it all."""
    town = page.city.municipality
    name = f"{page.city.place} vernetzt"
    evidence = page.mark(f"Dachmarke „{name}“", f" von {page.name(town)}. ")
    names = [f"{BASE}id/brand/{slug(name)}/{town.anchor}", town.iri]
    page.say("brand", {"name": name, "organization": town.name}, [evidence], names=names, main=name)


def partners(page: Page) -> None:
    """Others that are there: ministries in half of all releases, guests, towns from everywhere."""
    rng, world, city = page.rng, page.world, page.city
    here = [one for one, often in zip(world.ministries, (0.45, 0.2), strict=True) if rng.random() < often]
    here += [world.lands[city.land]] * (rng.random() < 0.45) + [rng.choice(world.associations)]
    here += [one for one in city.organizations if rng.random() < 0.15]
    here += [city.guests[i] for i in some_guests(page)]
    towns = rng.sample(world.cities, min(len(world.cities), rng.randint(0, 1)))
    for one in (*here, *(town.municipality for town in towns)):
        page.name(one)


def organizations(page: Page) -> None:
    """One fact of each organisation that the release names: its type always, other things seldom."""
    rng = page.rng
    page.plain("Beteiligte:\n")
    for one in page.about.values():
        words, slots, names = one.name, {"name": one.name, "type": one.type}, [one.iri]
        if one.founded and rng.random() < 0.25:
            slots["founded"] = str(one.founded + (rng.random() < 0.01))  # seldom an error
            words += f", gegründet {slots['founded']}"
        if one.abbreviation and rng.random() < 0.5:
            words, slots["abbreviation"] = f"{words} ({one.abbreviation})", one.abbreviation
        if one.part_of:
            slots["part_of"] = one.part_of.name
            names.append(one.part_of.iri)
        if one.seat and rng.random() < 0.4:
            words, slots["seat"] = f"{words}, Sitz {one.seat}", one.seat
        evidence = page.mark(words, "\n")
        page.say(
            "organization", slots, [evidence], names=names, subject=one, main=one.name, section="boilerplate"
        )
    page.plain("\n")
