"""Lines that name the sender: "Stadt X | Pressestelle | Markt 1 | 12345 X", "- Der Landrat -", "Y GmbH".

A letterhead names an organisation, an office or an address and says nothing of them: its words are
nouns, and what they are called stands in the ontology (organisation types, roles, and the heads of
`word:heading-briefkopf`). `kg.segment` asks this of lines above the title only.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from pyoxigraph import Literal, NamedNode, RdfFormat, parse

from kg import resources
from kg.errors import RdfError
from kg.vocab import PREFIXES

_STROKE = re.compile(r"\s*[|·•]+\s*|\s+//?\s+|\s{3,}|\t+")
_SOFT = re.compile(r"\s+[–—-]\s+|,\s+|/")
_PATH = re.compile(r"[^.:!?\n]{2,40}(?:\s[>»›]\s[^.:!?\n]{2,60}){2,}\Z")
_SAYS = re.compile(r"[:!?„“”\"»«]")
_LINKING_WORDS = """
    für und des der die das dem den im am an in von zu zur zum bei ob vor auf e. e.v. i. & the and of for
"""
_LINKING = frozenset(_LINKING_WORDS.split())
_LEGAL = re.compile(
    r"(?<!\w)(?:g?GmbH|mbH|AG|KG|SE|UG|eG|AöR|KdöR|e\.\s?V\.|e\.\s?G\.|Inc\.|Ltd\.?)(?:\s\([^()]{2,20}\))?\Z"
)
_OFFICE = re.compile(r"(?:Der|Die|Das|DER|DIE|DAS)\s+(?P<role>[\w-]+)(?P<of>(?:\s+[^\s,]+){0,6})\Z")
_TELLS = re.compile(r"\s(?:informiert|meldet|gibt bekannt|lädt ein|teilt mit)\W*\Z")
_NUMBER = re.compile(r"(?:(?:Az|Aktenzeichen|Lfd|MI|MM|No|Nr|Nummer|PI|PM|Folge)\b[.:\s]*)+[\d][\d\s./–-]*\Z")
_ATTRIBUTE = re.compile(
    r"(?!neu|erst|zweit|dritt|weiter|besser)(?:[\w-]+(?:isch(?:e|er|es)|er)|freie|große|alte|the)\Z",
    re.IGNORECASE,
)
_PLACE_LINE = re.compile(
    r"(?:D[-–]\s?)?\d{5}\s\w|[^\d]{3,40}\s\d{1,4}\s?[a-z]?(?:\s?[-–]\s?\d{1,4})?\Z|www\.|\S+@\S+"
    r"|(?:Tel|Fon|Fax|Telefon|Telefax|E-?Mail|Phone|Postfach)\b",
    re.IGNORECASE,
)
_LONGEST = 200


def parts(text: str) -> list[tuple[int, int]]:
    """Where the parts of a line are that strokes, dots or wide gaps set apart."""
    found, begin = [], 0
    for match in _STROKE.finditer(text):
        if begin < match.start():
            found.append((begin, match.start()))
        begin = match.end()
    return [*found, (begin, len(text))] if begin < len(text) else found


def is_sender(text: str) -> bool:
    """Does the line only name organisations, offices and where they are?

    A path of a web page ("Startseite > Rathaus > Presse") and a number ("PM 12/21") count, too.
    """
    text = text.strip(" \t-–—*_/")
    if not text or len(text) > _LONGEST:
        return False
    if _PATH.match(text) or _NUMBER.match(text):
        return True
    text = _TELLS.sub("", text)
    named = [text[a:b] for a, b in parts(text)]
    kinds = [_kind(part) for part in named]
    if len(named) == 1:
        return kinds[0] == "name"
    return "name" in kinds and kinds.count("") <= len(kinds) // 2


def _kind(part: str) -> str:
    """What a part is: "name", "place" (an address, a number to call) or ""."""
    if _is_name(part):
        return "name"
    if _PLACE_LINE.match(part):
        return "place"
    pieces = [piece for piece in _SOFT.split(part) if piece.strip()]
    kinds = {"name" if _is_name(p) else "place" if _PLACE_LINE.match(p) else "" for p in pieces}
    return "name" if len(pieces) > 1 and "name" in kinds and ("" not in kinds or _leads(pieces)) else ""


def _leads(pieces: list[str]) -> bool:
    """A name first and a single noun behind it: "Stadtbibliothek Ulm – Presse"."""
    return len(pieces) == 2 and _is_name(pieces[0]) and len(pieces[1].split()) == 1 and _capital(pieces[1])


def _is_name(words: str) -> bool:
    """An organisation's name or an office, without a word about it."""
    if _SAYS.search(words):
        return False
    if office := _OFFICE.match(words.strip(" -–—")):
        named = all(_capital(word) or word.casefold() in _LINKING for word in office["of"].split())
        return named and _ends(office["role"], _heads().roles | _heads().names)
    found = words.split()
    if len(found) > 14 or not all(_capital(word) or word.casefold() in _LINKING for word in found):
        return False
    if _LEGAL.search(words):
        return True
    while len(found) > 1 and _qualifies(found[0]):
        found = found[1:]
    shouted = words.isupper() and len(found) > 3
    return bool(found) and not shouted and _ends(found[0], _heads().names)


def _qualifies(word: str) -> bool:
    """A word before the noun of a name: "Große", "Ulmer", "Haupt-" (no noun in -er: "Handelskammer")."""
    attribute = _ATTRIBUTE.match(word) and not _ends(word, _heads().names)
    return bool(attribute) or word.endswith("-") or word in _LINKING


def _capital(word: str) -> bool:
    """A noun or a name: in capitals, perhaps in brackets; no number."""
    bare = word.strip("().,&")
    return not bare or (bare[0].isupper() and not bare[-1].isdecimal())


def _ends(word: str, heads: frozenset[str]) -> bool:
    """Is the word one of the heads, or a compound with one (Bundesministerium, Landrätin)?"""
    for part in word.casefold().strip("().,").split("/"):
        for bare in (part, part.removesuffix("in"), part.removesuffix("s")):
            if bare in heads or any(bare[cut:] in heads for cut in range(3, len(bare) - 3)):
                return True
    return False


@dataclass(frozen=True, slots=True)
class _Heads:
    names: frozenset[str]
    roles: frozenset[str]


@cache
def _heads() -> _Heads:
    """Nouns that organisations' names begin with and offices end with, in lower case."""
    folder = resources.ontology()
    names = {word for kind, word in _words(folder / "organization-types.ttl") if kind != "network"}
    # Innenstadt and Arbeitskreis are neither: no heads in running text, but on top of a release.
    names |= {"stadt", "kreis"}
    names |= {word for kind, word in _words(folder / "words.ttl") if kind == "heading-briefkopf"}
    roles = {word for _, word in _words(folder / "roles.ttl")}
    return _Heads(frozenset(names), frozenset(roles))


def _words(path: Path) -> Iterator[tuple[str, str]]:
    """Local name and word of all labels and heads that are one word."""
    if not path.is_file():
        return
    heads, labels = PREFIXES["sg"] + "head", (PREFIXES["skos"] + "prefLabel", PREFIXES["skos"] + "altLabel")
    try:
        for triple in parse(path.read_bytes(), RdfFormat.TURTLE):
            if not isinstance(triple.subject, NamedNode) or not isinstance(triple.object, Literal):
                continue
            word = triple.object.value
            german = triple.object.language != "en" or word in ("Ministry", "University")
            if triple.predicate.value == heads or (
                triple.predicate.value in labels and german and " " not in word
            ):
                yield triple.subject.value.rsplit("/", 1)[-1], word.casefold()
    except SyntaxError as error:
        raise RdfError(str(error), path=path, line=error.lineno, remedy="mend the Turtle") from error
