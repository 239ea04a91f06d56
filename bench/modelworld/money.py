"""Questions about money and what it is for: grants, programmes, projects, events, organisations, staff."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from itertools import product
from typing import Any

from kg.vocab import PREFIXES, slug
from modelworld.asking import Archive, Question, Row, row
from modelworld.world import Grant, Happening, Organization, Programme, Project


def funding(archive: Archive) -> Iterator[Question]:
    """`funding` by recipient, funder and programme, and all: each grant once."""
    told: dict[tuple[Any, ...], tuple[Grant, Row]] = {}
    for _, one in archive.of_kind["funding"]:
        grant, amount = one.subject
        key = (grant.recipient, grant.funder, grant.programme, amount, grant.share, grant.start, grant.end)
        told[key] = grant, row(
            recipient=grant.recipient, funder=grant.funder, programme=grant.programme, amount=amount,
            currency="EUR" if amount else "", qualifier=grant.qualifier if amount else "",
            share=grant.share and grant.share.normalize(), periodStart=grant.start, periodEnd=grant.end,
        )  # fmt: skip
    columns = (
        "recipient recipientLabel funder funderLabel programme programmeLabel amount currency qualifier "
        "share periodStart periodEnd"
    )
    for given in ("recipient", "funder", "programme"):
        known = {who for grant, _ in told.values() if (who := getattr(grant, given))}
        for who in archive.some(known):
            rows = [found for grant, found in told.values() if getattr(grant, given) is who]
            yield Question("funding", given, {given: who.iri}, columns, rows, who.name)
    yield Question("funding", "", {}, columns, [found for _, found in told.values()])


def programmes(archive: Archive) -> Iterator[Question]:
    """`programmes` of one funder, and all: a row for each abbreviation, funder and recipient."""
    known: dict[str, Programme] = {}
    short: dict[str, set[str]] = defaultdict(set)
    funders: dict[str, set[Organization]] = defaultdict(set)
    recipients: dict[str, set[Organization]] = defaultdict(set)
    for kind in ("programme", "funding", "project"):
        for _, one in archive.of_kind[kind]:
            programme = one.subject.programme if kind == "project" else one.subject[0]
            programme = programme.programme if kind == "funding" else programme
            if programme is None:
                continue
            known[programme.iri] = programme
            if kind == "programme":
                short[programme.iri] |= {one.subject[1]} - {""}
                funders[programme.iri] |= {one.subject[2]} - {None}
            elif kind == "funding":
                recipients[programme.iri] |= {one.subject[0].recipient} - {None}
    columns = "programme programmeLabel abbreviation funderLabel recipientLabel funder recipient"

    def rows(only: Organization | None = None) -> Iterator[Row]:
        for iri, programme in known.items():
            giving = [who for who in funders[iri] or [None] if only in (None, who)]
            for abbreviation, who, whom in product(short[iri] or [""], giving, recipients[iri] or [None]):
                yield row(programme=programme, abbreviation=abbreviation, funder=who, recipient=whom)

    for who in archive.some({who for giving in funders.values() for who in giving}):
        yield Question("programmes", "funder", {"funder": who.iri}, columns, list(rows(who)), who.name)
    yield Question("programmes", "", {}, columns, list(rows()))


def projects(archive: Archive) -> Iterator[Question]:
    """`projects` by organisation and by programme, and all."""
    known: dict[str, Project] = {one.subject.iri: one.subject for _, one in archive.of_kind["project"]}
    columns = "project projectLabel organizationLabel programmeLabel organization programme"

    rows = {
        one: row(project=one, organization=one.organization, programme=one.programme)
        for one in known.values()
    }
    for given in ("organization", "programme"):
        for who in archive.some({who for one in rows if (who := getattr(one, given))}):
            found = [told for one, told in rows.items() if getattr(one, given) is who]
            yield Question("projects", given, {given: who.iri}, columns, found, who.name)
    yield Question("projects", "", {}, columns, list(rows.values()))


def events(archive: Archive) -> Iterator[Question]:
    """`events` by organiser, place, year, type, two of them, and all."""
    known: dict[str, tuple[Happening, Row]] = {}
    for iri, said in archive.by("event", lambda one: one.subject[0].iri).items():
        one: Happening = said[0][1].subject[0]
        known[iri] = one, row(
            event=one, type=PREFIXES["eventtype"] + slug(one.type), start=one.start, end=one.end,
            place=one.place, organizer=one.organizer, motto=one.motto, edition=one.edition, series=one.series,
            status="held" if any(told.subject[2] for _, told in said) else "",
        )  # fmt: skip
    columns = "event eventLabel type start end place organizer organizerLabel motto edition series status"

    for who in archive.some({one.organizer for one, _ in known.values() if one.organizer}):
        rows = [found for one, found in known.values() if one.organizer is who]
        yield Question("events", "organizer", {"organizer": who.iri}, columns, rows, who.name)
    for place in archive.some({one.place for one, _ in known.values() if one.place}):
        rows = [found for one, found in known.values() if one.place == place]
        yield Question("events", "place", {"place": place}, columns, rows)
    for year in ("2012", "2018", "2024"):
        rows = [found for one, found in known.values() if year in _years(one)]
        yield Question("events", "year", {"year": year}, columns, rows)
    kind = {"type": f"{PREFIXES['eventtype']}congress"}
    congresses = [(one, found) for one, found in known.values() if one.type == "congress"]
    yield Question("events", "type", kind, columns, [found for _, found in congresses], "Kongress")
    rows = [found for one, found in congresses if "2018" in _years(one)]
    yield Question("events", "type, year", {**kind, "year": "2018"}, columns, rows)
    yield Question("events", "", {}, columns, [found for _, found in known.values()])


def _years(event: Happening) -> tuple[str, str]:
    return str(event.start.year), str(event.end.year)


def organizations(archive: Archive) -> Iterator[Question]:
    """`organizations` of some types, and all: a row for each abbreviation and founding year that is told."""
    said: dict[str, dict[str, set[str]]] = defaultdict(lambda: defaultdict(set))
    slots = ("abbreviation", "founded", "seat")
    for _, one in archive.of_kind["organization"]:
        for slot in slots:
            said[one.subject.iri][slot] |= {str(one.fact.slots.get(slot) or "")} - {""}
    columns = "organization organizationLabel type abbreviation founded parent parentLabel seat"
    for kind in ("ministry", "association", "district", "municipality", "university", ""):
        rows = [
            row(
                organization=one, type=PREFIXES["orgtype"] + slug(one.type), parent=one.part_of,
                **dict(zip(slots, told, strict=True)),
            )
            for iri, one in archive.organizations.items()
            if kind in ("", one.type)
            for told in product(*(sorted(said[iri][slot]) or [""] for slot in slots))
        ]  # fmt: skip
        params = {"type": PREFIXES["orgtype"] + slug(kind)} if kind else {}
        yield Question("organizations", "type" if kind else "", params, columns, rows)


def headcounts(archive: Archive) -> Iterator[Question]:
    """`headcount` of one organisation, and all."""
    counts: dict[Organization, set[tuple[Any, ...]]] = defaultdict(set)
    for _, one in archive.of_kind["headcount"]:
        counts[one.subject.organization].add((one.subject.on, one.subject.value, one.subject.qualifier))
    columns = "organization organizationLabel date value qualifier"
    rows = {
        who: [row(organization=who, date=on, value=value, qualifier=how) for on, value, how in told]
        for who, told in counts.items()
    }
    for who in archive.some(rows):
        yield Question("headcount", "organization", {"organization": who.iri}, columns, rows[who], who.name)
    yield Question("headcount", "", {}, columns, [one for found in rows.values() for one in found])
