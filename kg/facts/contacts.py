"""Contacts: who can be reached how, from the blocks that give e-mail addresses and telephone numbers."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterator

from kg.document import Document
from kg.facts.contact_parts import PHONE, address_in, columns, line_name, phone_in
from kg.mentions import Named
from kg.model import Fact, Section, Value
from kg.sentences import lines
from kg.vocab import slug

_EMAIL = re.compile(r"(?<![\w.+-])[\w.+-]+(?:@|\s?\(at\)\s?|\s?\[at\]\s?)[\w-]+(?:\.[\w-]+)*\.[A-Za-z]{2,}")
_SIGN = re.compile(r"[@(\[](?:(?<=@)|at[)\]])")
_NEAR = 200
"""How far from an address in running text, in code points, a telephone number belongs to it."""
_FAR = 140
_CALLED = re.compile(
    # The first letters stand apart: a search for one of them skips all others at once.
    r"[TtRrDdMmPp](?i:(?<=t)el(?:efon(?:nummer)?)?|(?<=r)ufnummer|(?<=d)urchwahl|(?<=m)obil|(?<=p)hone)[\s.:]*(?=[+(0])"
)
_TO_CALL = re.compile(
    r"[^.!?\n]{0,80}(?:(?:\.|\n)\s*(?:(?:Tele)?[Ff]on|Tel|Fax|Mobil|E-?Mail|Mail|T)\b[^!?]{0,90})?\Z"
)
"""What may stand between a name and an address that is theirs."""


def contacts(doc: Document) -> Iterator[Fact]:
    """One fact for each e-mail address, or for each person with a telephone number only."""
    for section in doc.sections:
        if section.kind == "contact":
            yield from _block(doc, section)
    yield from _in_text(doc)
    yield from _to_call(doc)


def _in_text(doc: Document) -> Iterator[Fact]:
    """ "… wenden sich an Sabine Martin (s.martin@kl.digital)" in running text."""
    for match in _emails(doc.text, 0, len(doc.text)):
        section = doc.section(match.start())
        if section.kind == "contact" or doc.text[max(0, match.start() - 7) : match.start()].endswith(
            "mailto:"
        ):
            continue
        start, end = doc.sentence(match.start())
        low, high = max(section.start, match.start() - _NEAR), min(section.end, match.end() + _NEAR)
        people = _people(doc, low, match.start())
        slots: dict[str, Value] = {"email": _AT.sub("@", match.group())}
        span = match.span()
        near = people[-1] if people and _belongs(doc.text, people[-1], start, match.start()) else None
        if person := near or _spelled(
            doc.text, max(start, match.start() - _NEAR), match.start(), match.group()
        ):
            slots["person"] = person.name
            span = (person.start, match.end())
        if phone := phone_in(doc.text, max(start, match.start() - _NEAR), min(end, match.end() + _NEAR)):
            slots["phone"] = phone[0]
        if address := address_in(doc.text, low, high):
            slots["address"] = address
        above = max(low, doc.text.rfind("\n\n", 0, match.start()) + 2)
        if (org := _org_before(doc, above, match.start()) or (doc.publisher if person else None)) is not None:
            slots["organization"] = org.name
        yield Fact("contact", slots, (doc.evidence(*span),), section.kind, rule="contact-in-text")


def _emails(text: str, start: int, end: int) -> Iterator[re.Match[str]]:
    """The addresses of a stretch, looked for from their signs, which are rare."""
    free = start
    for sign in _SIGN.finditer(text, start, end):
        begin = sign.start() - text[sign.start() - 1 : sign.start()].isspace()
        while begin > free and (text[begin - 1].isalnum() or text[begin - 1] in "_.+-"):
            begin -= 1
        if begin < sign.start() and (match := _EMAIL.match(text, begin, end)):
            yield match
            free = match.end()


def _belongs(text: str, person: Named, sentence: int, here: int) -> bool:
    """Is an address that of the person named before it? In their sentence, or in one that only says how to
    reach them."""
    if person.start >= sentence:
        return here - person.end < _FAR
    return _TO_CALL.match(text[person.end : here]) is not None


def _to_call(doc: Document) -> Iterator[Fact]:
    """ "Fragen beantwortet Jan Minde unter Telefon 03501 556-230": a person with a number in running text."""
    for match in _CALLED.finditer(doc.text):
        section = doc.section(match.start())
        start, end = doc.sentence(match.start())
        if section.kind not in ("body", "boilerplate") or any(
            _emails(doc.text, start, min(end + 80, section.end))
        ):
            continue
        people = _people(doc, max(start, match.start() - 100), match.start())
        phone = phone_in(doc.text, match.end(), min(match.end() + 30, section.end))
        if len(people) != 1 or phone is None:
            continue
        slots: dict[str, Value] = {"person": people[0].name, "phone": phone[0]}
        if doc.publisher is not None:
            slots["organization"] = doc.publisher.name
        span = (people[0].start, phone[1] + len(phone[0]))
        yield Fact("contact", slots, (doc.evidence(*span),), section.kind, rule="contact-to-call")


def _org_before(doc: Document, start: int, end: int) -> Named | None:
    """The organisation last named before an address in running text."""
    first, last = (bisect_left(doc.organizations, at, key=_start) for at in (start, end))
    return next((o for o in reversed(doc.organizations[first:last]) if o.type != "unit"), None)


def _people(doc: Document, start: int, end: int) -> list[Named]:
    return list(
        doc.people[bisect_left(doc.people, start, key=_start) : bisect_left(doc.people, end, key=_start)]
    )


def _start(named: Named) -> int:
    return named.start


def _block(doc: Document, section: Section) -> Iterator[Fact]:
    text = doc.text
    opening = _opening(text, section)
    # "Projektleiterin NAHDRAN" is nobody's name.
    people = [p for p in _people(doc, opening, section.end) if not p.name.isupper() or " " in p.name]
    emails = [
        m
        for m in _emails(text, section.start, section.end)
        if not text[max(0, m.start() - 8) : m.start()].endswith(("mailto:", "(mailto:"))
    ]
    first = bisect_left(doc.organizations, opening, key=_start)
    inside = list(doc.organizations[first : bisect_left(doc.organizations, section.end, key=_start)])
    org = _owner(text, inside) or doc.publisher or next(iter(inside), None)
    address = address_in(text, section.start, section.end)
    beside = list(columns(text, section.start, section.end))
    marks = sorted([*(p.start for p in people), section.end])
    done: set[str] = set()
    past = opening
    for email in emails:
        cells = next((c for c in beside if any(a <= email.start() < b for a, b in c)), [])
        person = _of_column(doc, people, cells) if cells else None
        person = person or next((p for p in people if _matches(p.name, email.group())), None)
        person = person or _spelled(text, section.start, section.end, email.group())
        if person is None and not any(past <= p.start < email.start() for p in people):
            person = line_name(doc, lines(text, past, email.end()))
        if person is None:
            shared = _sharing(text, people, past, email.start())
            for one in shared:  # an address below the lines of several people
                stop = next(m for m in marks if m > one.start)
                near = [(one.start, min(stop, email.start()))]
                span = (one.start, email.end())
                yield _fact(
                    doc,
                    section,
                    one,
                    email.group(),
                    near,
                    _of_paragraph(text, inside, one.start) or org,
                    address,
                    span,
                )
                done.add(one.name)
            if shared:
                past = email.end()
                continue
            person, others = _named_before(text, people, past, email.start())
            done |= {other.name for other in others}
        if person is not None and person.name in done and not _matches(person.name, email.group()):
            person = None
        begin = person.start if person else email.start()
        end = next((m for m in marks if m > max(begin, email.start())), section.end)
        span = (min(begin, email.start()), max(begin, email.end()))
        near = cells or [(begin, end)]
        yield _fact(
            doc,
            section,
            person,
            email.group(),
            near,
            _of_paragraph(text, inside, begin) or org,
            address,
            span,
        )
        past = email.end()
        if person:
            done.add(person.name)
    for person in people:
        if person.name in done:
            continue
        end = next((m for m in marks if m > person.start), section.end)
        if phone_in(text, person.start, end):
            done.add(person.name)
            span = (person.start, person.end)
            yield _fact(
                doc,
                section,
                person,
                "",
                [(person.start, end)],
                _of_paragraph(text, inside, person.start) or org,
                address,
                span,
            )


_LINES_ABOVE = 5
_SENTENCE_END = re.compile(r"[.!?“”\"«…]\s*\Z")


def _opening(text: str, section: Section) -> int:
    """Where the lines begin that stand right above a block and lead to it: names, offices, addressees."""
    at = len(text[: section.start].rstrip(" \t"))
    for _ in range(_LINES_ABOVE):
        begun = at - (at > 0 and text[at - 1] == "\n")  # before the line break, where the block begins a line
        above = text.rfind("\n", 0, begun) + 1
        line = text[above:begun]
        if not any(c.isalpha() for c in line) or len(line) > _FAR or _SENTENCE_END.search(line):
            break
        at = above
    return at


def _owner(text: str, inside: list[Named]) -> Named | None:
    """The first organisation of a block that is no part of another."""
    return next((o for o in inside if o.type != "unit" and not text[: o.start].endswith("c/o ")), None)


_FOR_THE_WHOLE = re.compile(r"(?i)presse|kommunikation|öffentlichkeit|marketing|medien|verwaltung(?:\s|\Z)")


def _of_paragraph(text: str, inside: list[Named], here: int) -> Named | None:
    """The organisation that the lines around an address name, above them or among them.

    A unit is one where they name no whole; but a press office speaks for the whole.
    """
    start = text.rfind("\n\n", 0, here) + 2
    end = text.find("\n\n", here)
    around = [o for o in inside if start <= o.start < (end if end >= 0 else len(text))]
    units = (o for o in around if o.type == "unit" and not _FOR_THE_WHOLE.search(o.name))
    return _owner(text, around) or next(units, None)


def _of_column(doc: Document, people: list[Named], cells: list[tuple[int, int]]) -> Named | None:
    """The person of a column."""
    inside = (p for p in people for a, b in cells if a <= p.start < b)
    return next(inside, None) or line_name(doc, cells)


def _named_before(text: str, people: list[Named], past: int, here: int) -> tuple[Named | None, list[Named]]:
    """The person an address without a name in it belongs to: the last before it, or the first of their line,
    who is named with the others of it."""
    before = [p for p in people if p.start < here]
    if not before:
        return None, []
    last = before[-1]
    line = [p for p in before if p.start >= past and "\n" not in text[p.start : last.start]]
    apart = [p for p in line if not PHONE.search(text, p.end, last.start)]
    return (apart[0], apart[1:]) if apart else (last, [])


def _sharing(text: str, people: list[Named], past: int, here: int) -> list[Named]:
    """The people with a number each on their own line right above an address of none of them."""
    rows = [p for p in people if past <= p.start < here and _in_row(text, p)]
    return (
        rows
        if len(rows) > 1 and "\n" in text[rows[-1].end : here] and "\n\n" not in text[rows[0].end : here]
        else []
    )


def _in_row(text: str, person: Named) -> bool:
    """Does a person's number stand on their line?"""
    stop = text.find("\n", person.end)
    return PHONE.search(text, person.end, stop if stop >= 0 else len(text)) is not None


def _matches(name: str, email: str) -> bool:
    """True for an address that spells a person's family name."""
    surname = slug(name.split()[-1]).replace("-", "")
    return bool(surname) and surname in re.sub(r"[\W_]", "", email.lower())


_AT = re.compile(r"\s?[(\[]at[)\]]\s?")
_FULL_NAME = re.compile(r"[A-ZÄÖÜ][\w’'-]+(?: (?:von|van|de|der|zu))*(?: [A-ZÄÖÜ][\w’'-]+){1,2}")


def _spelled(text: str, start: int, end: int, email: str) -> Named | None:
    """The person whose name an address spells (first.last@…, flast@…), though no given name of the lexicon
    tells."""
    local = slug(_AT.sub("@", email).split("@")[0].replace(".", " "))
    for match in _FULL_NAME.finditer(text, start, end):
        words = match.group().split(" ")
        first, last = slug(words[0]), slug(words[-1])
        if last and local in (
            f"{first}-{last}",
            f"{first[:1]}-{last}",
            f"{first[:1]}{last}".replace("-", ""),
            f"{first}{last}",
        ):
            return Named("person", match.group(), match.start(), match.end(), "name-of-address")
    return None


def _fact(
    doc: Document, section: Section, person: Named | None, email: str, near: list[tuple[int, int]],
    org: Named | None, address: str, span: tuple[int, int],
) -> Fact:  # fmt: skip
    slots: dict[str, Value] = {}
    if person is not None:
        slots["person"] = person.name
    if org is not None:
        slots["organization"] = org.name
    if email:
        slots["email"] = _AT.sub("@", email)
    found = next((phone for a, b in near if (phone := phone_in(doc.text, a, b))), None)
    if phone := found or phone_in(doc.text, section.start, section.end):
        slots["phone"] = phone[0]
    if address:
        slots["address"] = address
    return Fact("contact", slots, (doc.evidence(*span),), "contact", rule="contact-block")
