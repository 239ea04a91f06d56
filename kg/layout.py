"""The lines of a release and what they look like: headings, datelines, contact lines.

What the headings of a release's parts are called stands in the ontology (`ontology/words.ttl`, scheme
`word:heading`). Markdown marks are looked through and left out of the offsets.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from functools import cache
from itertools import pairwise
from operator import or_

from pyoxigraph import Literal, NamedNode, RdfFormat, parse

from kg import resources
from kg.dates import find_dates
from kg.errors import RdfError
from kg.letterhead import is_sender, parts
from kg.sentences import lines, paragraphs, trim
from kg.vocab import BASE, PREFIXES

MARKS = " \t\u00a0\u200b\ufeff#*_>|"
CONTACT = re.compile(
    r"[\w.+-]{1,64}(?:@|\s?[(\[]at[)\]]\s?)[\w-]{1,63}(?:\.[\w-]{2,63})+"
    r"|(?<!\w)(?:Tel(?:efon)?|Fon|Fax|Mobil|Handy|Phone|T|E-?Mail)\b[.:]{0,2}\s{0,3}[+(\d]"
    r"|(?<!\w)\+49[\s(/-]|(?<![\w.,])0\d{2,4}[\s/–-]{1,3}\d{3,}"
)
_CONTACT_MARK = re.compile(r"[@\d+(\[]")
"""What every contact has, and every address."""
_ADDRESS = re.compile(
    r"(?:D-)?\b\d{5}\s[A-ZÄÖÜ]|(?:str(?:aße|\.)|platz|weg|allee|ring|gasse)\s\d{1,3}", re.IGNORECASE
)
BULLET = re.compile(r"[-–•*·]\s|\d{1,2}[.)]\s")
_FINAL = re.compile(r"(?<!e\. V)(?<!e\.V)(?<!i\. G)[.…][\"”“»«’]?\Z")
_WORD = re.compile(r"\S*")
_HASH = re.compile(r"#{1,6}[\s#*_„»\"]|#{2,6}\w|#\d+\.\s")
LINK_ONLY = re.compile(r"\[?(?:https?://|www\.)\S+\Z")
EMBARGO = re.compile(
    r"\W*(?:Sperrfrist|(?:zur\s+Veröffentlichung\s+)?Frei(?:gabe)?\s+(?:zur\s+Veröffentlichung\s+)?ab|Embargo)",
    re.IGNORECASE,
)
_DATE_WORDS = re.compile(
    r"(?:(?:Datum|Stand|Ausgabe|Date|Nr|Nummer|Uhr|vom|den|der|am|of|on|\d{1,5}(?:/\d{1,4})?)\b|/\s?[a-zäöü]{1,4}\b|[\s.,:;()\[\]*_|/–—-])*",
    re.IGNORECASE,
)
_NAME = r"(?:[A-ZÄÖÜ][\w’-]*\.?|i\.\s?\w{1,4}\.?|a\.\s?d\.|an\sder|am|bei|im|ob\sder|vor\sder|in|auf|unter)"
_NO_PLACE = (
    r"(?!(?:Am|An|Ab|Auf|Bei|Bis|Das|Datum|Der|Die|Ein|Eine|Für|Im|In|Mit|Nach|Seit|Stand|Und|Vom|Von|Vor|Zum|Zur"
    r"|Erschienen|Veröffentlicht|Ausgabe|On|The|(?:Vergangen|Letzt|Kommend|Nächst|Jed)e[nmrs]?|Gestern|Heute|Morgen)\b)"
)
PLACE = re.compile(
    rf"[\s(\[+*_>]{{0,6}}(?:\([a-zäöü/]{{2,6}}\)\s)?"
    rf"(?P<place>{_NO_PLACE}[A-ZÄÖÜ][\w’-]*\.?(?:[ /]{_NAME}){{0,4}})"
    r"(?:\s?\([^()\n]{2,25}\))?(?:,\s[A-ZÄÖÜ][a-zäöü]+(?=\s\())?(?:\s?[,:]|\s[–—/|(-](?=[\s\d]|\w{3,9}\s\d|\Z))?"
    r"\s{0,3}(?:(?:den|der|am)\s)?\Z"
)
AGENCY = re.compile(
    rf"(?P<place>{_NO_PLACE}[A-ZÄÖÜ][\w’-]*(?:[ /]{_NAME}){{0,3}})"
    r"\s\((?:[a-zäöü]{2,8}|AFP|DPA|KNA|OTS|PM|RED|SID)\)\s?[.:–—-]?\s"
    rf"|\((?P<bracketed>{_NO_PLACE}[A-ZÄÖÜ][\w’-]*[a-zäöüß](?:[ /]{_NAME}){{0,3}})\)"
    r"\s?[.:–—-]?\s(?=[A-ZÄÖÜ„»])"
)
NAMED_PLACE = rf"(?P<place>{_NO_PLACE}[A-ZÄÖÜ][\w’-]*(?:[ /]{_NAME}){{0,3}})"
TOWN = re.compile(rf"{NAMED_PLACE}(?:\.|\s?[–—]|\s-|\s?\|)\s(?=[A-ZÄÖÜ„»\"(\d])")
RULE = re.compile(r"[^\w]*(?:(?:Seite|Page|Blatt)\s\d{1,3}(?:\s?(?:von|of|/|[|–-])+\s?\d{1,3})?[^\w]*)?\Z")
"""A line that only parts others, or tells the page."""
SUBJECT = ("betr.", "betreff", "headline", "subject", "thema", "titel", "title", "überschrift")
FIELDS = frozenset((*SUBJECT, "an", "from", "ort", "place", "to", "von"))
"""Labels that name a field and need a colon: "Betreff: …", "Von: …"."""
_MARKUP = re.compile(r"[*_#:+=„“”\"»«]")
_SPACED = re.compile(r"\w(?: \w){5,}(?!\w)")
"""Letters set apart: "P R E S S E"."""
_PROFILE = re.compile(
    r"(?:Die|Das|Der)\s(?P<name>[^:!?]{2,60})\s(?:im|auf|in)\s(?:Überblick|Profil|Porträt|Kürze|einen\sBlick)"
)
_NAMED = re.compile(
    r"(?:\s\([^()\n]{2,60}\)"
    r"|(?:\s(?=[A-ZÄÖÜ„\"]|e\.|der|die|das|den|für|und)[\w.&„“\"-]{1,40}){1,7}):(?=[\s*_]|\Z)"
)
_BEHIND_DATE = re.compile(
    r"(?:\s\([A-Za-zäöü/|]{2,8}\))?\s?[)\]]?[*_]{0,3}\s?(?:[–—:|·•+.)\]]|[/-](?=\s)|\n)[–—:|·•+*_.\s]*"
)
_BRACKETED = re.compile(r"\)[*_]{0,3}\s?(?:[–—:|·•+.]|[/-](?=\s)|\n|(?<=\s)(?=[A-ZÄÖÜ„»\"]))[–—:|·•+*_.\s]*")


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
    blocks = [(lines(text, start, end), end) for start, end in paragraphs(text)]
    filled = (spans for spans, _ in blocks if len(spans) > 2 and _is_filled(text, spans))
    margin = max((max(b - a for a, b in spans) for spans in filled), default=0)
    for number, (spans, end) in enumerate(blocks):
        width = max(b - a for a, b in spans)
        whole = all(end - begin >= 0.7 * width for begin, end in spans[1:-1])
        open_end = text[spans[0][1] - 1] not in ".!?:“”" or len(spans) > 2
        wide = 60 <= width < 200 and (whole or _is_filled(text, spans))
        column = margin > 0 and width < 60 and _is_filled(text, spans, margin)
        wrapped = len(spans) > 1 and (wide or column) and open_end and is_final(text[spans[0][0] : end])
        if wrapped:
            yield from _wrapped(text, spans, width, number)
        elif _continued(text, spans):
            yield _line(text, spans[0][0], end, number)
        else:
            yield from (_line(text, a, b, number) for a, b in spans)


def _is_filled(text: str, spans: list[tuple[int, int]], margin: int = 0) -> bool:
    """Were the lines broken at a margin? Then the first word of each had no room on the line before.

    In a text known to have a margin, a line may also end where a sentence does.
    """
    width = max(b - a for a, b in spans)
    if margin and abs(margin - width) < _RAGGED:
        width = margin
    if width < 30 or (len(spans) == 2 and not text[spans[1][0]].islower() and width != margin):
        return False
    full = [
        b - a + 1 + len(_WORD.match(text, c)[0]) >= width  # type: ignore[index]
        for (a, b), (c, _) in pairwise(spans)
    ]
    ended = [text[b - 1] in ".:!?" for _, b in spans[:-1]]
    even = all(full) or (margin > 0 and sum(full) * 3 >= len(full) * 2 and all(map(or_, full, ended)))
    return even and is_final(text, spans[-1][0], spans[-1][1])


_RAGGED = 12
"""Characters by which the longest line of a paragraph may fall short of the margin of its text."""


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
    a, b = trim(text, start, end, MARKS)
    marked = _HASH.match(text, start) is not None or (
        text.startswith("**", start) and text.endswith("**", start, end)
    )
    if a == b:
        a, b = start, end
    return Line(a, b, text[a:b], marked, number, _heading(text, a, b, marked=marked))


def _heading(text: str, start: int, end: int, *, marked: bool) -> tuple[str, str, int] | None:
    """Kind and label of the known heading this line is or begins with, and where the label ends."""
    words = text[start : min(end, start + 120)]
    known = _headings()
    if (spaced := _SPACED.match(words)) and (kind := known.kinds.get(spaced[0].replace(" ", "").casefold())):
        return kind, spaced[0], start + spaced.end()
    if (profile := _PROFILE.fullmatch(text, start, end)) and (
        is_sender(profile["name"]) or re.search(r"[A-ZÄÖÜ]{2}", profile["name"])
    ):
        return "boilerplate", profile[0], end
    first = _plain(words).partition(" ")[0].strip(" –—-")
    sizes = range(min(known.longest, words.count(" ") + 1), 0, -1) if first in known.firsts else ()
    for size in sizes:
        match = _first_words(size).match(words)
        label = match and _plain(match[0])
        if match and label and label in known.kinds:
            kind, after = known.kinds[label], start + match.end()
            if named := _NAMED.match(text, after, end) if kind == "boilerplate" else None:
                after = named.end()  # "Über die ADM: …", "Zur Person: Lea Brandt"
            colon = match[0].rstrip("*_ ").endswith(":") or text[after : after + 2].lstrip().startswith(":")
            if colon or named or marked or _opens(kind, label, text[after:end], end - start):
                return kind, text[start:after].strip(" :*_"), after
    return None


@cache
def _first_words(size: int) -> re.Pattern[str]:
    return re.compile(r"\W*\S+" + r"\s+\S+" * (size - 1))


def _opens(kind: str, label: str, behind: str, length: int) -> bool:
    """Does a label without a colon open a section? "Über 200 Gäste" and "Kontakt zu Bürgern ist
    wichtig." begin like headings and are none; "Meldung der Steuer jetzt online" is a title."""
    rest = behind.strip(" :*_+=–—-")
    if label in FIELDS:
        return False
    if not rest:
        return True
    if kind == "headline":
        firm = label in ("datum", "stand") or any(
            word in label for word in ("press", "medien", "media", "sperr")
        )
        return length <= 120 and (firm or behind.lstrip()[:1] in "|/–-·" or rest[0].isdecimal())
    if kind == "contact" and length <= 250 and CONTACT.search(rest):
        return True
    return kind != "body" and length <= 90 and not is_final(rest) and not rest[0].isdecimal()


def _plain(words: str) -> str:
    return " ".join(_MARKUP.sub(" ", words).casefold().split()).strip(" –—-")


@dataclass(frozen=True, slots=True)
class _Headings:
    kinds: dict[str, str]
    longest: int
    firsts: frozenset[str] = frozenset()
    """The words that headings begin with."""


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
    found["betreff"] = "headline"  # listed among the common nouns, and no label can be in two lists
    firsts = frozenset(label.partition(" ")[0].strip(" –—-") for label in found)
    return _Headings(found, max((label.count(" ") + 1 for label in found), default=0), firsts)


@cache
def _cities() -> frozenset[str]:
    """The places that the ontology knows."""
    path, preferred = resources.ontology() / "places.ttl", PREFIXES["skos"] + "prefLabel"
    if not path.is_file():
        return frozenset()
    try:
        found = [
            t.object for t in parse(path.read_bytes(), RdfFormat.TURTLE) if t.predicate.value == preferred
        ]
    except SyntaxError as error:
        raise RdfError(str(error), path=path, line=error.lineno, remedy="mend the Turtle") from error
    return frozenset(label.value for label in found if isinstance(label, Literal))


def heading_kind(words: str) -> str | None:
    """The kind of section that these words open as a heading, None if they are no known heading."""
    return _headings().kinds.get(_plain(words))


def opening(text: str, unit: Line) -> int:
    """Where the text of the first paragraph begins, behind "Soest, 3. Mai 2021 –" or "Ulm (pm)."."""
    head = text[unit.start : min(unit.end, unit.start + 120)]
    if (agency := AGENCY.match(head)) or ((agency := TOWN.match(head)) and _is_town(text, agency["place"])):
        return unit.start + agency.end()
    spans = find_dates(head)
    if not spans or len(spans[0].first or "") < 7 or spans[0].kind in ("since", "until"):
        return unit.start  # "Eva Kuhn, seit 1. Juli 2020 Kämmerin der Stadt, …" is a sentence
    before, day = head[: spans[0].start], len(spans[0].first or "") == 10
    if (spans[0].first or "")[0] == "-" and not (before.endswith(", ") and PLACE.fullmatch(before)):
        return unit.start  # "Am 3. Mai …"; "Trier, 17. Oktober. …" is a dateline without its year
    inside = before.endswith("(") and before[:1] != "("  # "SPEYER (3. Mai 2019) –"
    ends = spans[0].end - (head[spans[0].end - 1] == ".")  # the stop of "17. Oktober. Wer …"
    end = (_BRACKETED if inside else _BEHIND_DATE).match(head, ends)
    placed = PLACE.fullmatch(before) or (PLACE.match(before) if before.endswith(("den ", ", ")) else None)
    plain = day and not before.strip(" ([") and not spans[0].preposition
    if end and (plain or (placed and (day or before.endswith(", ")))):
        return unit.start + end.end()
    run_on = day and placed and before.endswith(", ") and re.match(r"\s+(?=[A-ZÄÖÜ„])", head[spans[0].end :])
    return unit.start + spans[0].end + run_on.end() if run_on else unit.start


def _is_town(text: str, name: str) -> bool:
    """Does the release elsewhere speak of the "Stadt Soest" or of something "in Soest"? In capitals
    it is enough that it names the town."""
    towns = "|".join(re.escape(part) for part in name.split("/") if part)
    if name.isupper() and len(name) > 3:
        behind = text.find(name) + len(name)
        return re.compile(rf"\b(?:{towns})", re.IGNORECASE).search(text, behind) is not None
    words = r"(?:stadt|gemeinde|kreis|\b(?:in|aus|nach|of)|\b\d{5})\s+"
    return name in _cities() or re.compile(rf"{words}(?:{towns})\b", re.IGNORECASE).search(text) is not None


def split_dated(text: str, unit: Line) -> list[Line]:
    """The parts of "Pirna, 3. Mai 2021 | Kurz notiert" or "Nr. 7     Ulm, den 3. Mai 2021", where one is
    a dateline; else the line alone."""
    spans = parts(unit.text) if len(unit.text) <= 200 else []
    if len(spans) < 2:
        return [unit]
    found = []
    for a, b in spans:
        start, end = trim(text, unit.start + a, unit.start + b, MARKS)
        if start < end:
            heading = _heading(text, start, end, marked=False)
            found.append(replace(unit, start=start, end=end, text=text[start:end], heading=heading))
    return found if any(is_dated(part) and part.heading is None for part in found) else [unit]


def is_final(text: str, start: int = 0, end: int | None = None) -> bool:
    """Is the end of a stretch that of a sentence?"""
    end = len(text) if end is None else end
    return _FINAL.search(text, max(start, end - 2), end) is not None


def is_contact(unit: Line) -> bool:
    """A short line with an e-mail address, a telephone number or a postal address."""
    if len(unit.text) > 160 or not _CONTACT_MARK.search(unit.text) or is_final(unit.text):
        return False
    return bool(CONTACT.search(unit.text) or (len(unit.text) < 80 and _ADDRESS.search(unit.text)))


def is_dated_label(unit: Line) -> bool:
    """A line such as "Pressemitteilung vom 3. Mai 2021", with nothing more."""
    if not unit.heading or unit.heading[0] != "headline" or len(unit.text) > 60:
        return False
    start = unit.heading[2]
    return is_dated(replace(unit, start=start, text=unit.text[start - unit.start :]))


def is_dated(unit: Line) -> bool:
    """A line with nothing but a date and a place, a number or words such as "Stand"."""
    if len(unit.text) > 110:
        return False
    spans = [span for span in find_dates(unit.text) if span.kind == "point" and len(span.first or "") >= 7]
    if len(spans) != 1 or (spans[0].first or "")[0] == "-":
        return False
    before, after = unit.text[: spans[0].start], unit.text[spans[0].end :]
    return _DATE_WORDS.fullmatch(after) is not None and (
        _DATE_WORDS.fullmatch(before) is not None or PLACE.match(before) is not None
    )
