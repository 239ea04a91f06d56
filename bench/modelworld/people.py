"""Questions about people: who held which post, took part in what, said what, can be reached where."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from datetime import date
from typing import Any

from kg.vocab import release_iri
from modelworld.asking import Archive, Question, Row, row
from modelworld.speaking import Held
from modelworld.tenures import Stay, stays, unsound
from modelworld.world import Happening, Organization, Person, Post, Role

_TENURE = (
    "person personLabel role roleLabel organization organizationLabel firstAttested lastAttested "
    "startNotBefore startNotAfter endNotBefore endNotAfter certainty releases announcedStart kind"
)


def tenures(archive: Archive) -> Iterator[Question]:
    """`role-holders` and `person-roles`. Raises ValueError when the answers contradict the world."""
    held = stays(archive.releases)
    if any(unsound(stay) for found in held.values() for stay in found):
        raise ValueError("what is expected of a tenure contradicts the model world")
    employing = {post: found for post, found in held.items() if post.organization}
    asked = archive.some(employing)
    for post in asked:
        yield _of_posts("role, organization", {post: held[post]}, post.role, post.organization)
    for post in asked:
        day = post.stints[len(post.stints) // 2].begin
        yield _of_posts("role, organization, on", {post: held[post]}, post.role, post.organization, on=day)
    mayors = {post: found for post, found in held.items() if post.role.label == "Oberbürgermeister"}
    role = next(iter(mayors)).role
    yield _of_posts("role", mayors, role)
    yield _of_posts("role, on", mayors, role, on=date(2015, 6, 1))
    for organization in archive.some({post.organization for post in employing if post.organization}, 20):
        posts = {post: found for post, found in employing.items() if post.organization is organization}
        yield _of_posts("organization", posts, organization=organization)
    yield from _of_persons(archive, held)


def _of_posts(
    form: str,
    held: dict[Post, list[Stay]],
    role: Role | None = None,
    organization: Organization | None = None,
    on: date | None = None,
) -> Question:
    given = {
        "role": role and role.iri,
        "organization": organization and organization.iri,
        "on": on and str(on),
    }
    params = {name: value for name, value in given.items() if value}
    label = organization.name if organization else role.label if role else ""
    rows = [found for post, own in held.items() for stay in own if (found := _tenure(post, stay, on))]
    return Question("role-holders", form, params, _TENURE, rows, label)


def _tenure(post: Post, stay: Stay, on: date | None = None) -> Row | None:
    found = stay.row(on)
    return found and {**row(role=post.role, organization=post.organization), **found}


def _of_persons(archive: Archive, held: dict[Post, list[Stay]]) -> Iterator[Question]:
    of: dict[Person, list[tuple[Post, Stay]]] = defaultdict(list)
    for post, found in held.items():
        for stay in found:
            of[stay.person].append((post, stay))
    for person in archive.some(of):
        rows = [one for post, stay in of[person] if (one := _tenure(post, stay))]
        yield Question("person-roles", "person", {"person": person.iri}, _TENURE, rows, person.name)


def participants(archive: Archive) -> Iterator[Question]:
    """`event-participants`: who took part, with the roles of the releases that tell of it."""
    told = archive.by("event", lambda one: one.subject[0].iri)
    for iri in archive.some(iri for iri, said in told.items() if any(one.subject[1] for _, one in said)):
        event: Happening = told[iri][0][1].subject[0]
        guests = {guest.iri: guest for _, one in told[iri] for guest in one.subject[1]}
        held: dict[str, set[Post]] = defaultdict(set)
        for one in (one for release in {id(r): r for r, _ in told[iri]}.values() for one in release.said):
            if isinstance(one.subject, Held):
                held[one.names[0]].add(one.subject.post)
        rows = [
            row(person=guest, event=event, role=post and post.role, organization=post and post.organization)
            for guest in guests.values()
            for post in held.get(guest.iri) or [None]
        ]
        columns = "person personLabel role organization roleLabel organizationLabel event eventLabel"
        yield Question("event-participants", "event", {"event": iri}, columns, rows, event.name)


def quotations(archive: Archive) -> Iterator[Question]:
    """`quotations` of one speaker, and all."""
    rows: dict[str, list[Row]] = defaultdict(list)
    for told, one in archive.of_kind["quotation"]:
        source = release_iri(told.release.key)
        said = row(
            speaker=one.names[0],
            speakerLabel=one.main,
            date=told.day,
            text=one.fact.slots["text"],
            release=source,
        )
        rows[one.names[0]].append(said)
    columns = "speakerLabel date text release speaker"
    for iri in archive.some(rows):
        yield Question(
            "quotations", "speaker", {"speaker": iri}, columns, rows[iri], rows[iri][0]["speakerLabel"]
        )
    yield Question("quotations", "", {}, columns, [said for found in rows.values() for said in found])


def histories(archive: Archive) -> Iterator[Question]:
    """`histories` of who is a contact: from the first to the last day on which it was told."""
    days: dict[tuple[str, str], set[date]] = defaultdict(set)
    for told, one in archive.of_kind["contact"]:
        if "person" in one.fact.slots and "organization" in one.fact.slots:
            days[one.names[-1], one.names[0]] |= {told.day} if told.day else set()
    rows: dict[str, list[Row]] = defaultdict(list)
    for (organization, person), found in days.items():
        first, last = (min(found), max(found)) if found else (None, None)
        known = row(entity=organization, other=person, firstAttested=first, lastAttested=last)
        rows[person].append({**known, **row(relation="contact")})
    columns = "entity relation other firstAttested lastAttested"
    for iri in archive.some(rows):
        yield Question("histories", "other", {"other": iri}, columns, rows[iri])


def contacts(archive: Archive) -> Iterator[Question]:
    """`contacts` of one organisation, and all: each once for each day on which it was told."""
    days: dict[tuple[Any, ...], set[date]] = defaultdict(set)
    for told, one in archive.of_kind["contact"]:
        slots = one.fact.slots
        person = (one.names[0], slots["person"]) if "person" in slots else ("", "")
        key = (
            *person,
            one.names[-1],
            *(slots[slot] for slot in ("organization", "email", "phone", "address")),
        )
        days[key] |= {told.day} if told.day else set()
    columns = "person personLabel organization organizationLabel email phone address"
    rows: dict[str, list[Row]] = defaultdict(list)
    for key, found in days.items():
        known = row(**dict(zip(columns.split(), key, strict=True)))
        rows[str(key[2])] += [{**known, **row(date=day)} for day in found or [None]]
    every = f"{columns} date"
    for iri in archive.some(rows):
        name = rows[iri][0]["organizationLabel"]
        yield Question("contacts", "organization", {"organization": iri}, every, rows[iri], name)
    yield Question("contacts", "", {}, every, [one for found in rows.values() for one in found])
