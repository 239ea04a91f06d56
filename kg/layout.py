"""The lines of a release and what they look like: headings, datelines, contact lines.

What the headings of a release's parts are called stands in the ontology (`ontology/words.ttl`, scheme
`word:heading`). Markdown marks are looked through and left out of the offsets.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache

from pyoxigraph import Literal, NamedNode, RdfFormat, parse

from kg import resources
from kg.dates import find_dates
from kg.errors import RdfError
from kg.sentences import lines, paragraphs, trim
from kg.vocab import BASE, PREFIXES

_MARKS = " \t\u00a0\u200b\ufeff#*_>|"
CONTACT = re.compile(
    r"[\w.+-]{1,64}(?:@|\s?[(\[]at[)\]]\s?)[\w-]{1,63}(?:\.[\w-]{2,63})+"
    r"|(?<!\w)(?:Tel(?:efon)?|Fon|Fax|Mobil|Handy|Phone|T|E-?Mail)\b[.:]{0,2}\s{0,3}[+(\d]"
    r"|(?<!\w)\+49[\s(/-]|(?<![\w.,])0\d{2,4}[\s/–-]{1,3}\d{3,}"
)
_ADDRESS = re.compile(
    r"(?:D-)?\b\d{5}\s[A-ZÄÖÜ]|(?:str(?:aße|\.)|platz|weg|allee|ring|gasse)\s\d{1,3}", re.IGNORECASE
)
BULLET = re.compile(r"[-–•*·]\s|\d{1,2}[.)]\s")
FINAL = re.compile(r"[.…][\"”“»«’]?\Z")
LINK_ONLY = re.compile(r"\[?(?:https?://|www\.)\S+\Z")
EMBARGO = re.compile(r"\W*(?:Sperrfrist|Frei(?:gabe)?\s+ab|Embargo)", re.IGNORECASE)
_DATE_WORDS = re.compile(
    r"(?:(?:Datum|Stand|Ausgabe|Date|Nr|Nummer|Uhr|vom|den|der|am|of|on|\d{1,5}(?:/\d{1,4})?)\b|[\s.,:;()|/–—-])*",
    re.IGNORECASE,
)
_NAME = r"(?:[A-ZÄÖÜ][\w’-]*\.?|i\.\s?\w{1,4}\.?|a\.\s?d\.|an\sder|am|bei|im|ob\sder|vor\sder|in|auf|unter)"
PLACE = re.compile(
    rf"[\s(]{{0,3}}(?P<place>[A-ZÄÖÜ][\w’-]*\.?(?:[ /]{_NAME}){{0,4}})(?:\s?\([^()\n]{{2,25}}\))?"
    r"\s?[,:]?\s{0,3}(?:(?:den|der|am)\s)?\Z"
)
AGENCY = re.compile(
    rf"(?P<place>[A-ZÄÖÜ][\w’-]*(?:[ /]{_NAME}){{0,3}})\s\((?:[a-zäöü]{{2,6}}|OTS|ots|pm|PM)\)\s?[.:–—-]?\s"
)
NAMED_PLACE = rf"(?P<place>[A-ZÄÖÜ][\w’-]*(?:[ /]{_NAME}){{0,3}})"
TOWN = re.compile(rf"{NAMED_PLACE}(?:\.|\s[–—-])\s(?=[A-ZÄÖÜ„])")
RULE = re.compile(r"[^\w]*\Z")


@dataclass(slots=True)
class Line:
    """A line, or a paragraph that cannot be told apart into lines, without its Markdown marks."""

    start: int
    end: int
    text: str
    marked: bool  # a Markdown heading or a line in bold
    paragraph: int
    heading: tuple[str, str, int] | None = None  # kind, label, offset behind the label


def units(text: str) -> Iterator[Line]:
    """Lines near the top and in short blocks, paragraphs where lines are only wrapped."""
    for number, (start, end) in enumerate(paragraphs(text)):
        spans = lines(text, start, end)
        width = max(b - a for a, b in spans)
        whole = all(end - begin >= 0.7 * width for begin, end in spans[1:-1])
        open_end = text[spans[0][1] - 1] not in ".!?:“”" or len(spans) > 2
        wrapped = (
            len(spans) > 1 and 60 <= width < 200 and whole and open_end and FINAL.search(text[start:end])
        )
        if wrapped:
            yield from _wrapped(text, spans, width, number)
        elif _continued(text, spans):
            yield _line(text, start, end, number)
        else:
            yield from (_line(text, a, b, number) for a, b in spans)


def _continued(text: str, spans: list[tuple[int, int]]) -> bool:
    """Two lines or more of one sentence: each but the first goes on in lower case."""
    return len(spans) > 1 and all(text[a].islower() and not CONTACT.match(text, a) for a, _ in spans[1:])


def _wrapped(text: str, spans: list[tuple[int, int]], width: int, number: int) -> Iterator[Line]:
    """A paragraph whose lines were broken at a margin; a heading may sit on top of it."""
    (a, b), (c, _) = spans[0], spans[1]
    first = _line(text, a, b, number)
    short = b - a < 0.7 * width and not text[c].islower() and text[b - 1] not in ".,;–-"
    if first.marked or (first.heading and first.heading[2] >= b - 1) or short:
        yield first
        spans = spans[1:]
    yield _line(text, spans[0][0], spans[-1][1], number)


def _line(text: str, start: int, end: int, number: int) -> Line:
    a, b = trim(text, start, end, _MARKS)
    marked = text[start] == "#" or (text.startswith("**", start) and text.endswith("**", start, end))
    if a == b:
        a, b = start, end
    return Line(a, b, text[a:b], marked, number, _heading(text, a, b, marked=marked))


def _heading(text: str, start: int, end: int, *, marked: bool) -> tuple[str, str, int] | None:
    """Kind and label of the known heading this line is or begins with, and where the label ends."""
    words = text[start : min(end, start + 120)]
    known = _headings()
    for size in range(min(known.longest, words.count(" ") + 1), 0, -1):
        match = re.match(r"\W*\S+" + r"\s+\S+" * (size - 1), words)
        label = match and _plain(match[0])
        if not match or not label or label not in known.kinds:
            continue
        after = start + match.end()
        rest = text[after:end].strip(" :*_")
        colon = match[0].rstrip("*_ ").endswith(":") or text[after : after + 2].lstrip().startswith(":")
        # "Über 200 Gäste" and "Kontakt zu Bürgern ist wichtig." begin like headings and are none.
        alone = not rest or (end - start <= 90 and not FINAL.search(rest) and not rest[0].isdigit())
        alone = alone and (not rest or known.kinds[label] != "body")
        if colon or marked or alone or (known.kinds[label] == "headline" and end - start <= 120):
            return known.kinds[label], match[0].strip(" :*_"), after
    return None


def _plain(words: str) -> str:
    return " ".join(re.sub(r"[*_#:„“”\"»«]", " ", words).casefold().split())


@dataclass(frozen=True, slots=True)
class _Headings:
    kinds: dict[str, str]
    longest: int


@cache
def _headings() -> _Headings:
    """The headings that the ontology knows, in lower case, with the kind of section they open."""
    path = resources.ontology() / "words.ttl"
    if not path.is_file():
        return _Headings({}, 0)
    kinds: dict[str, str] = {}
    labels: list[tuple[str, str]] = []
    try:
        for triple in parse(path.read_bytes(), RdfFormat.TURTLE):
            if not isinstance(triple.subject, NamedNode) or not isinstance(triple.object, Literal):
                continue
            if triple.predicate.value == PREFIXES["sg"] + "sectionKind":
                kinds[triple.subject.value] = triple.object.value
            elif triple.predicate.value.startswith(PREFIXES["skos"]) and triple.predicate.value.endswith(
                "Label"
            ):
                labels.append((triple.subject.value, triple.object.value))
    except SyntaxError as error:
        raise RdfError(str(error), path=path, line=error.lineno, remedy="mend the Turtle") from error
    scheme = f"{BASE}id/word/heading"
    found = {_plain(label): kinds[iri] for iri, label in labels if iri in kinds and iri.startswith(scheme)}
    return _Headings(found, max((label.count(" ") + 1 for label in found), default=0))


def heading_kind(words: str) -> str | None:
    """The kind of section that these words open as a heading, None if they are no known heading."""
    return _headings().kinds.get(_plain(words))


def is_contact(unit: Line) -> bool:
    """A short line with an e-mail address, a telephone number or a postal address."""
    if len(unit.text) > 160 or FINAL.search(unit.text):
        return False
    return bool(CONTACT.search(unit.text) or (len(unit.text) < 80 and _ADDRESS.search(unit.text)))


def is_dated(unit: Line) -> bool:
    """A line with nothing but a date and a place, a number or words such as "Stand"."""
    if len(unit.text) > 110:
        return False
    spans = [span for span in find_dates(unit.text) if span.kind == "point" and len(span.first or "") >= 7]
    if len(spans) != 1:
        return False
    before, after = unit.text[: spans[0].start], unit.text[spans[0].end :]
    return _DATE_WORDS.fullmatch(after) is not None and (
        _DATE_WORDS.fullmatch(before) is not None or PLACE.match(before) is not None
    )
