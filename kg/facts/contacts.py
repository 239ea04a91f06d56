"""Contacts: who can be reached how, from the blocks that give e-mail addresses and telephone numbers."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterator

from kg.document import Document
from kg.mentions import Named, clean
from kg.model import Fact, Section, Value
from kg.vocab import slug

_EMAIL = re.compile(r"(?<![\w.+-])[\w.+-]+(?:@|\s?\(at\)\s?|\s?\[at\]\s?)[\w-]+(?:\.[\w-]+)*\.[A-Za-z]{2,}")
_NEAR = 200
"""How far from an address in running text, in code points, a telephone number belongs to it."""
_PHONE = re.compile(
    r"(?:(?:Tel(?:efon|\.)?|Fon|Phone|Ruf(?:nummer)?|Mobil|Handy|Durchwahl|T|Fernruf)[\s.:]*)?"
    r"(?P<number>(?:\+\s?\d{1,3}|\(?0\s?\d)[\d\s()/.\-–]{5,22}\d)"
)
_FAX = re.compile(r"(?:Tele)?fax\b[^\n]{0,4}$|Fax\s*:?\s*$", re.IGNORECASE)
_TOWN = re.compile(r"(?:D[-–]\s?)?\d{5}\s+[A-ZÄÖÜ][^\n,;|]{1,40}")


def contacts(doc: Document) -> Iterator[Fact]:
    """One fact for each e-mail address, or for each person with a telephone number only."""
    for section in doc.sections:
        if section.kind == "contact":
            yield from _block(doc, section)
    yield from _in_text(doc)


def _in_text(doc: Document) -> Iterator[Fact]:
    """ "… wenden sich an Sabine Martin (s.martin@kl.digital)" in running text."""
    if "@" not in doc.text and "at" not in doc.text:
        return
    for match in _EMAIL.finditer(doc.text):
        section = doc.section(match.start())
        if section.kind == "contact" or doc.text[max(0, match.start() - 7) : match.start()].endswith(
            "mailto:"
        ):
            continue
        start, end = doc.sentence(match.start())
        people = _people(doc, start, match.start())
        slots: dict[str, Value] = {"email": _AT.sub("@", match.group())}
        span = match.span()
        near = people[-1] if people and match.start() - people[-1].end < 120 else None
        if person := near or _spelled(
            doc.text, max(start, match.start() - _NEAR), match.start(), match.group()
        ):
            slots["person"] = person.name
            span = (person.start, match.end())
        if phone := _phone(doc.text, max(start, match.start() - _NEAR), min(end, match.end() + _NEAR)):
            slots["phone"] = phone[0]
        yield Fact("contact", slots, (doc.evidence(*span),), section.kind, rule="contact-in-text")


def _people(doc: Document, start: int, end: int) -> list[Named]:
    return list(
        doc.people[bisect_left(doc.people, start, key=_start) : bisect_left(doc.people, end, key=_start)]
    )


def _start(named: Named) -> int:
    return named.start


def _block(doc: Document, section: Section) -> Iterator[Fact]:
    text = doc.text
    people = _people(doc, section.start, section.end)
    emails = [
        m
        for m in _EMAIL.finditer(text, section.start, section.end)
        if not text[max(0, m.start() - 8) : m.start()].endswith(("mailto:", "(mailto:"))
    ]
    first = bisect_left(doc.organizations, section.start, key=_start)
    inside = list(doc.organizations[first : bisect_left(doc.organizations, section.end, key=_start)])
    org = next((o for o in inside if o.type != "unit"), None) or doc.publisher or next(iter(inside), None)
    address = _address(text, section)
    marks = sorted([*(p.start for p in people), section.end])
    done: set[str] = set()
    for email in emails:
        person = next((p for p in people if _matches(p.name, email.group())), None)
        person = person or _spelled(text, section.start, section.end, email.group())
        if person is None:
            person = next((p for p in reversed(people) if p.start < email.start()), None)
        if person is not None and person.name in done and not _matches(person.name, email.group()):
            person = None
        begin = person.start if person else email.start()
        end = next((m for m in marks if m > max(begin, email.start())), section.end)
        yield _fact(
            doc,
            section,
            person,
            email.group(),
            (begin, end),
            org,
            address,
            (min(begin, email.start()), email.end()),
        )
        if person:
            done.add(person.name)
    for person in people:
        if person.name in done:
            continue
        end = next((m for m in marks if m > person.start), section.end)
        if _phone(text, person.start, end):
            done.add(person.name)
            yield _fact(
                doc, section, person, "", (person.start, end), org, address, (person.start, person.end)
            )


def _matches(name: str, email: str) -> bool:
    """True for an address that spells a person's family name."""
    surname = slug(name.split()[-1]).replace("-", "")
    return surname in re.sub(r"[\W_]", "", email.lower())


_AT = re.compile(r"\s?[(\[]at[)\]]\s?")
_FULL_NAME = re.compile(r"[A-ZÄÖÜ][\w’'-]+(?: (?:von|van|de|der|zu))*(?: [A-ZÄÖÜ][\w’'-]+){1,2}")


def _spelled(text: str, start: int, end: int, email: str) -> Named | None:
    """The person whose name an address spells (first.last@…), though no given name of the lexicon tells."""
    first, _, last = _AT.sub("@", email).split("@")[0].rpartition(".")
    if not last:
        return None
    for match in _FULL_NAME.finditer(text, start, end):
        words = match.group().split(" ")
        if slug(words[-1]) == slug(last) and slug(words[0]).startswith(slug(first)):
            return Named("person", match.group(), match.start(), match.end(), "name-of-address")
    return None


def _fact(
    doc: Document, section: Section, person: Named | None, email: str, near: tuple[int, int],
    org: Named | None, address: str, span: tuple[int, int],
) -> Fact:  # fmt: skip
    slots: dict[str, Value] = {}
    if person is not None:
        slots["person"] = person.name
    if org is not None:
        slots["organization"] = org.name
    if email:
        slots["email"] = _AT.sub("@", email)
    if phone := _phone(doc.text, *near) or _phone(doc.text, section.start, section.end):
        slots["phone"] = phone[0]
    if address:
        slots["address"] = address
    return Fact("contact", slots, (doc.evidence(*span),), "contact", rule="contact-block")


def _phone(text: str, start: int, end: int) -> tuple[str, int] | None:
    for match in _PHONE.finditer(text, start, end):
        before = text[max(start, match.start("number") - 12) : match.start("number")]
        digits = re.sub(r"\D", "", match["number"])
        if 6 <= len(digits) <= 16 and not _FAX.search(before) and "\n\n" not in match["number"]:
            return clean(match["number"].split("\n")[0]), match.start("number")
    return None


def _address(text: str, section: Section) -> str:
    town = _TOWN.search(text, section.start, section.end)
    if town is None:
        return ""
    before = text[section.start : town.start()].rstrip(" ,|·\n")
    line = re.split(r"[\n|·]|, ", before)[-1].strip()
    street = clean(line) if re.search(r"\d", line) and len(line) < 60 and not _PHONE.search(line) else ""
    return ", ".join(part for part in (street, clean(town.group())) if part)
