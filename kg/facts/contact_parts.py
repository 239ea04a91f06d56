"""What a contact consists of: telephone numbers, postal addresses, names on lines and in columns."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterator

from kg.document import Document
from kg.layout import heading_kind
from kg.mentions import Named, clean

PHONE = re.compile(
    r"(?:(?:Tel(?:efon|\.)?|Fon|Phone|Ruf(?:nummer)?|Mobil|Handy|Durchwahl|T|Fernruf)[\s.:]*)?"
    r"(?P<number>(?:\+\s?\d{1,3}|\(?0\s?\d)[\d\s()/.\-–]{5,22}\d)"
)
_FAX = re.compile(r"(?:Tele)?fax\b[^\n]{0,4}$|Fax\s*:?\s*$", re.IGNORECASE)
_TOWN = re.compile(r"(?<![\d/ -]\d)(?<!\d)(?:D[-–]\s?)?\d{5}[ \u00a0]+[A-ZÄÖÜ][^\n,;|:@]{1,40}")
_STREET = re.compile(r"\d")
_GAP = re.compile(r"\s*\|\s*|[ \u00a0]{3,}|\t+")
_LINE_NAME = re.compile(
    r"(?:(?:Frau|Herrn?|Dr\.|Prof\.|Dipl\.-\w+\.?|Mag\.|M\.\s?[AS]c?\.)\s)*"
    r"(?P<name>[A-ZÄÖÜ][\w’'-]+\.?(?: (?:von|van|de|der|zu|den))*(?: [A-ZÄÖÜ][\w’'-]+){1,2})"
    r"(?=\s*(?:$|[,(|]))"
)
_NO_NAME = {
    "Known", "Abstract", "Compound", "OrgNoun", "Org", "OrgRef", "UnitNoun", "RolePhrase", "TopicNoun",
    "City",
}  # fmt: skip


def phone_in(text: str, start: int, end: int) -> tuple[str, int] | None:
    """The first telephone number of a stretch that is no fax, and where it stands."""
    for match in PHONE.finditer(text, start, end):
        before = text[max(start, match.start("number") - 12) : match.start("number")]
        digits = re.sub(r"\D", "", match["number"])
        if 6 <= len(digits) <= 16 and not _FAX.search(before) and "\n\n" not in match["number"]:
            return clean(_on_line(match["number"], text[match.end() : match.end() + 1])), match.start(
                "number"
            )
    return None


def _on_line(number: str, following: str) -> str:
    """A number on one line; one that a margin broke goes on with a few digits before a comma."""
    first, _, rest = number.partition("\n")
    broken = 0 < len(rest.strip()) <= 4 and rest.strip().isdigit() and following in (",", ";", ".", ")")
    return f"{first} {rest}" if broken else first


def address_in(text: str, start: int, end: int) -> str:
    """The first postal address of a stretch: street and number, if they stand before it, and town."""
    town = _TOWN.search(text, start, end)
    if town is None:
        return ""
    before = text[start : town.start()].rstrip(" ,|·•\n–-\u00a0")
    line = re.split(r"[\n|·•:]|, |\s[–-]\s", before)[-1].strip()
    street = clean(line) if _STREET.search(line) and len(line) < 60 and not PHONE.search(line) else ""
    place = re.split(r"\.(?:\s|$)|\s[–•·-]\s|\s{3,}|\s\(|\s(?:Tel|Fon|Fax|E-Mail)", town.group())[0]
    return ", ".join(part for part in (street, clean(place)) if part)


def columns(text: str, start: int, end: int) -> Iterator[list[tuple[int, int]]]:
    """The columns of lines that are set side by side: the spans of the cells of each."""
    rows: list[list[tuple[int, int]]] = []
    for match in re.compile(r"[^\n]+").finditer(text, start, end):
        cells = list(_cells(text, *match.span()))
        if rows and len(cells) != len(rows[-1]):
            yield from _turned(rows)
            rows = []
        if len(cells) in (2, 3):
            rows.append(cells)
    yield from _turned(rows)


def _turned(rows: list[list[tuple[int, int]]]) -> Iterator[list[tuple[int, int]]]:
    if len(rows) > 1:
        yield from ([row[i] for row in rows] for i in range(len(rows[0])))


def _cells(text: str, start: int, end: int) -> Iterator[tuple[int, int]]:
    begin = start
    for match in _GAP.finditer(text, start, end):
        if text[begin : match.start()].strip():
            yield begin, match.start()
        begin = match.end()
    if text[begin:end].strip():
        yield begin, end


def line_name(doc: Document, spans: list[tuple[int, int]]) -> Named | None:
    """A line that can only be somebody's name, though no given name of the lexicon tells.

    Its words are none the lexicon knows, and an office or a number to call stands below or behind it.
    """
    units = doc.units
    for at, (start, end) in enumerate(spans):
        line = doc.text[start:end].strip(" *_\t\u00a0")
        begin = doc.text.index(line, start) if line else start
        match = _LINE_NAME.match(doc.text[begin : begin + len(line)])
        if match is None or heading_kind(line) or heading_kind(match["name"]):
            continue
        a, b = begin + match.start("name"), begin + match.end("name")
        first, last = bisect_left(units.starts, a), bisect_left(units.starts, b)
        # "Jan-Hendrik" has the ending of an abstract noun.
        classes = [
            units.alphabet.of(units.letters[i]) - ({"Abstract"} if "-" in units.texts[i] else set())
            for i in range(first, last)
        ]
        if not classes or any(
            c & _NO_NAME or ("Function" in c and not c & {"NameParticle"}) for c in classes
        ):
            continue
        below = doc.text[b : spans[min(at + 2, len(spans) - 1)][1]]
        role = any(
            "RolePhrase" in units.alphabet.of(units.letters[i])
            for i in range(last, bisect_left(units.starts, b + len(below)))
        )
        if role or PHONE.search(below) or "@" in below:
            return Named("person", clean(match["name"]), a, b, "name-on-line")
    return None
