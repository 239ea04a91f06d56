"""How like two names of organisations, or of other things, are: what differs, and what that says."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache

from kg import lexicon
from kg.identity.organization_spelling import LEGAL_FORM, is_noun, plain
from kg.identity.places import load as load_places
from kg.matching.phonetics import distance, folded
from kg.matching.reasons import Reason
from kg.mentions.named import is_short_for
from kg.vocab import slug

LITTLE = frozenset(
    {"der", "die", "das", "des", "dem", "den", "fuer", "und", "am", "an", "im", "in", "zu", "zur", "zum",
     "von", "vom", "bei", "beim", "auf", "ob", "unter", "the", "of", "for", "and"}
)  # fmt: skip
_APPOSITIONS = frozenset({"verein", "initiative", "projekt", "unternehmen", "unternehmensgruppe", "gruppe"})
"""First words of names that say what something is, and are often left out: "Verein Digitales Land e. V."."""
_SECTION = re.compile(
    r"(?:kreis|orts?|landes|bezirks|stadt|regional|gebiets)(?:verband|verein|gruppe)|niederlassung|regionaldirektion"
)
_SCHOOL = re.compile(r"(?:fach)?hochschule|universitaet")
_PATRON = re.compile(
    r"(?!(?:Technische|Freie|Evangelische|Katholische|Medizinische|Pädagogische|Private|Duale)\b)"
    r"[A-ZÄÖÜ][\w-]*(?: (?:(?:von|zu) )?[A-ZÄÖÜ][\w-]*){0,3}?[ -](?:Fachh|H)?(?:ochschule|Universität)\b"
)
_COMMON = re.compile(
    r"(?:stelle|arbeit|zentrum|gremium|kommunikation|verwaltung|leitung|team|ausschuss|beirat|vorstand|projekt"
    r"|digitalisierung|informatik|technik|personal|finanzen|organisation|entwicklung|planung)$",
    re.IGNORECASE,
)
_COMMON_BODY = re.compile(r"(?:schule|gymnasium|kita|kindergarten|kirche|apotheke)$", re.IGNORECASE)
"""Goetheschule, Erich-Kästner-Gymnasium: who the patron is does not tell which one it is."""
_ENDING = re.compile(r"(?:en|er|es|em|e|s|n)$")
_ACRONYM = re.compile(r"(?=.*[A-ZÄÖÜ].*[A-ZÄÖÜ])[\w.&-]{2,9}|[A-ZÄÖÜ][a-zäöü]{2,4}")


@dataclass(frozen=True, slots=True)
class Words:
    """A name in words, as slugs.

    head      the first; content: what it is made of, without little words, legal forms and the place
    phrase    content with the place; place: whether it names its jurisdiction; legal: its form, "" for none
    acronym   the name itself where it can be an abbreviation; initials: of its words, little ones left out
    proper    whether a word in it is none that many organisations share
    patron    whether it is a university's with nothing but a name before that: "Goethe-Universität"
    """

    head: str
    content: tuple[str, ...]
    phrase: tuple[str, ...]
    legal: str
    place: bool
    acronym: str
    initials: tuple[str, ...]
    proper: bool
    patron: bool

    @property
    def whole(self) -> frozenset[str]:
        """The words of the phrase."""
        return frozenset(self.phrase)

    @property
    def places(self) -> frozenset[str]:
        """The words of the phrase that name the place."""
        return self.whole - frozenset(self.content)

    @property
    def portfolio(self) -> str:
        """Of a ministry the first field it is for: "innen" of Innenministerium, "innern" of … des Innern."""
        before, noun, _ = self.head.partition("ministerium")
        if not noun:
            return ""
        field = re.sub(r"^(?:bundes|landes|staats)", "", before).rstrip("s")
        return field or (*self.content[1:], "")[0]


@lru_cache(maxsize=131072)
def words(name: str, anchor: str) -> Words:
    """The words of a name of something in a jurisdiction."""
    text = plain(name, load_places())
    own = slug(text)
    form = LEGAL_FORM.search(own)
    bare = own[: form.start()] if form and form.start() else own
    named = [w for w in anchor.split("-") if w not in LITTLE and w != "landkreis"]
    slugs = bare.split("-")
    content = [w for w in slugs if w not in LITTLE]
    rest = [w for w in content if w not in named] or content
    if len(rest) > 1 and load_places().knows(rest[-1]):
        rest.pop()
    spoken = [w for w in re.split(r"[\s/-]+", text) if w]
    short = [w for w in spoken if _ACRONYM.fullmatch(w)] if len(rest) == 1 else []
    acronyms = (word for word in short if slug(word) == rest[0])
    return Words(
        content[0] if content else own,
        tuple(rest),
        tuple(content),
        form[0].strip("-") if form and form.start() else "",
        len(rest) < len(content),
        next((slug(word) for word in acronyms), ""),
        tuple(sorted({_initials(slugs), _initials(content), _initials(rest)})),
        len("".join(rest)) > 5 and not any(map(_is_body, spoken)) and not all(map(_is_common, spoken)),
        _PATRON.match(text) is not None,
    )


def _is_body(word: str) -> bool:
    """Whether a word is a noun for organisations, or the end of names that every other town has."""
    return is_noun(word) or _COMMON_BODY.search(word) is not None


@lru_cache(maxsize=65536)
def _is_common(word: str) -> bool:
    """Whether a word is one that many names have: a common noun, a role, a part of an administration."""
    bare = word.strip("-,.;:")
    entry = lexicon.load().word(bare)
    listed = entry is not None and bool(entry.classes & {"CommonNoun", "Role", "OtherNoun"})
    return listed or slug(bare) in LITTLE or _COMMON.search(bare) is not None


def _initials(slugs: list[str]) -> str:
    return "".join(word[:1] for word in slugs)


def likeness(
    one: Words, other: Words, abbreviations: tuple[frozenset[str], frozenset[str]], *, apart: bool
) -> tuple[Reason, ...]:
    """What two names differ in; the one reason "another name", of weight -9, where they are two.

    `abbreviations` are what sources say each is abbreviated, as slugs; `apart` whether they have two
    jurisdictions.
    """
    a, b = one.places, other.places
    if apart and one.place and other.place and not (a <= b or b <= a):
        return (Reason("another name", -9),)
    same = one.content == other.content
    found = [Reason("name", 1)] if same else _abbreviated(one, other, abbreviations) or _content(one, other)
    if found is None or _numbers(one) != _numbers(other) != frozenset() != _numbers(one):
        return (Reason("another name", -9),)
    if _is_section(one) != _is_section(other):
        found.append(Reason("section", -3.0))
    if one.legal != other.legal:
        found.append(Reason("legal forms", -2.0) if one.legal and other.legal else Reason("legal form", -0.4))
    if one.place != other.place:
        found.append(Reason("place", -0.2))
    return tuple(found)


def _numbers(name: Words) -> frozenset[str]:
    """Years and other numbers: "Digitalpreis 2024" is not the one of 2025."""
    return frozenset(word for word in name.phrase if word.isdigit())


def _is_section(name: Words) -> bool:
    return any(map(_SECTION.search, name.whole))


def _abbreviated(
    one: Words, other: Words, abbreviations: tuple[frozenset[str], frozenset[str]]
) -> list[Reason] | None:
    for short, long, told in ((one, other, abbreviations[1]), (other, one, abbreviations[0])):
        if short.acronym and short.acronym in told:
            certain = short.acronym in long.initials
            return [Reason("abbreviation", 1.8 if certain else 1.2, (short.acronym.upper(),))]
        if len(short.acronym) > 1 and short.acronym in long.initials:
            return [Reason("initials", -0.6, (short.acronym.upper(),))]
    if shared := abbreviations[0] & abbreviations[1]:
        return [Reason("same abbreviation", 1.0, (min(shared).upper(),))]
    return None


def _content(one: Words, other: Words) -> list[Reason] | None:
    a, b = one.content, other.content
    if sorted(a) == sorted(b):
        return [Reason("words", -0.2)]
    x, y = "".join(a), "".join(b)
    if x == y:
        return [Reason("joined", -0.1)]
    if school := _school(one, other):
        return school
    if without_apposition(one) == without_apposition(other):
        return [Reason("apposition", -0.4)]
    if [_stem(w) for w in a] == [_stem(w) for w in b]:
        return [Reason("inflected", -0.4)]
    if folded(x) == folded(y):
        return [Reason("umlaut", -0.5)]
    if len(x) > 9 and distance(x, y, 2) <= (1 if len(x) < 20 else 2):
        return [Reason("spelling", -1.0)]
    return _overlapping(one, other)


def _stem(word: str) -> str:
    return _ENDING.sub("", word) if len(word) > 5 else word


def _school(one: Words, other: Words) -> list[Reason] | None:
    """Universities under an older or a shorter name of theirs."""
    short, long = sorted((one.content, other.content), key=len)
    if not _SCHOOL.fullmatch(short[-1]) or not _SCHOOL.fullmatch(long[-1]):
        return None
    if {short[-1], long[-1]} == {"fachhochschule", "hochschule"}:
        # Most became a Hochschule, some a Technische Hochschule.
        same = long[:-1] == short[:-1] or long == ("technische", "hochschule")
        return [Reason("school", -0.8)] if same else None
    patrons = {one.content: one.patron, other.content: other.patron}
    if len(short) == 1 and short[-1] == long[-1] and patrons[long]:
        return [Reason("patron", -0.6)]
    return None


def without_apposition(name: Words) -> tuple[str, ...]:
    """The words of a name without one before it that only says what it is."""
    rest = name.phrase[1:]
    return rest if rest and name.phrase[0] in _APPOSITIONS else name.phrase


def _abridges(word: str, name: Words) -> bool:
    """Whether a word at the end or the beginning of a name is the name's own abbreviation: "WFO …"."""
    rest = [one for one in name.content if one != word]
    if not rest or word not in (name.content[0], name.content[-1]):
        return False
    return len(word) < 6 and word[0] == rest[0][0] and is_short_for(word, "".join(rest))


def _overlapping(one: Words, other: Words) -> list[Reason] | None:
    a, b = set(one.content), set(other.content)
    if one.portfolio and other.portfolio:
        # The first field of a portfolio says which ministry it is; the others come and go.
        if one.portfolio[:4] != other.portfolio[:4]:
            return None
        if one.head != other.head:
            return [Reason("everyday", -0.8)]
        return [Reason("portfolio", -0.9)] if len(a & b) / len(a | b) > 0.3 else None
    short, long = sorted((one, other), key=lambda words: len(words.content))
    more = set(long.content) - set(short.content)
    if len(more) == 1 and _abridges(min(more), long):
        return [Reason("initials", -0.4, (min(more).upper(),))]
    size = len(short.content)
    if size > 1 and long.content[:size] == short.content:
        return [Reason("more words", -1.8)]
    return None
