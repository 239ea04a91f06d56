"""Names of persons: the spelling that is their IRI's, and the parts by which two are compared.

What is taken off or put in order is certain from the name alone: titles, offices, forms of address, degrees,
the order "Benz, Ilona", an apostrophe of the genitive, an abbreviated "von". A genitive without apostrophe
is not ("Hans Peters"): `nominative` asks the other names of the release. What can tell two persons of one
name apart stays: "jun.", "geb. Ott", a party in brackets.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Container, Iterator
from dataclasses import dataclass
from functools import lru_cache

from kg import lexicon
from kg.identity.spelling import clean
from kg.lexicon import Entry
from kg.mentions.named import entry_of
from kg.vocab import slug

_GENITIVE = re.compile(r"(?<=\w)['’`´]s$")
_BORN = re.compile(
    r"(?:,?\s+\(?(?:geb\.|geborener?|née)|,?\s+\((?:vormals|vorm\.|ehemals|ehem\.|früher|bisher|zuvor)"
    r")\s+(?P<name>[^()]*)\)?$"
)
"""A name before a marriage, or another that somebody had: "geb. Ott", "(vormals Ott)"."""
_BRACKETS = re.compile(
    r"\s*\((?:FH|TU|Univ\.?|BA|DH|[mwdfx](?:/[mwdfx])+|(?:sie|er|she|he|they)(?:/\w+)+|[„“”\"']\w+[„“”\"'])\)",
    re.IGNORECASE,
)
"""What stands in brackets and tells nobody apart: a degree, pronouns, a nickname. A party can."""
_DOTTED = re.compile(r"\b(Dr|Prof|Dipl)\.(?=[^\W\d_]{2})")
_OF_A_TITLE = re.compile(r"(?!geb\.)[a-zäöü]{1,7}\.(?:[a-zäöü]{1,7}\.)*")
_OF_AN_OFFICE = re.compile(r"[A-ZÄÖÜ][a-zäöü]{2,4}\.|a\.D\.|a\.|D\.|i\.R\.")
_RANK = re.compile(
    r"(?:Oberst|General|Major|Hauptmann|Leutnant|Kapitän|Admiral|Propst|Prälat|Kaplan|Domkapitular"
    r"|[A-ZÄÖÜ][a-zäöüß]+(?:r(?:at|ätin)|meister(?:in)?|direktor(?:in)?|inspektor(?:in)?|kommissar(?:in)?"
    r"|sekretär(?:in)?|dirigent(?:in)?|amt(?:mann|frau)|leutnant|major|general|admiral|feldwebel|kapitän|dekan(?:in)?))"
)
"""Ranks of officials, soldiers and clergy. Few are roles of the lexicon: "-rat" is Vorrat and Heirat, too."""
_DEGREE = re.compile(r"(?:Erste|Leitende|Stellvertretende)[rn]?")
"""What stands before an office: "Erster Polizeihauptkommissar"."""
_BEHIND = re.compile(r"(?:,\s*|\s+)(?:MdB|MdL|MdEP|MEP|MdBB|MdHB|MdA|a\.?\s?D\.?|i\.?\s?R\.?)$")
_PARTICLES = (
    (re.compile(r"(?<=\S )v\.\s?d\.\s?(?=\w)"), "von der "),
    (re.compile(r"(?<=\S )v\.\s?(?=\w)"), "von "),
    (re.compile(r"(?<=\S )(?:Frhr|Frh)\.\s?(?=\w)"), "Freiherr "),
)
"""Abbreviated particles in full. A capital "V." is a given name's."""
_NOBLE = re.compile(
    r"(?:Freiherr|Freifrau|Freiin|Graf|Gräfin|Baron|Baronin|Baroness|Fürst|Fürstin|Prinz|Prinzessin|Ritter"
    r"|Edler|Edle) (?=(?:von|zu|vom|zum|zur|van|de)\b)"
)
_SIMPLE = re.compile(r"[A-ZÄÖÜ][a-zäöüß]+(?:-[A-ZÄÖÜ][a-zäöüß]+)? [A-ZÄÖÜ][a-zäöüß]+(?:-[A-ZÄÖÜ][a-zäöüß]+)?")
_ROMAN = frozenset({"I", "I.", "II", "II.", "III", "III."})


@lru_cache(maxsize=65536)
def plain(name: str) -> str:
    """A name without what is no part of it, given names first.

    >>> plain("Frau OBin Prof. Dr. Benz, Ilona"), plain("Vicco v. Bülow's")
    ('Ilona Benz', 'Vicco von Bülow')
    """
    if _SIMPLE.fullmatch(name) and is_given(name.partition(" ")[0]):
        return name  # as nearly always
    text = _GENITIVE.sub("", unicodedata.normalize("NFC", name).strip())
    text = clean(_BRACKETS.sub("", text)) or clean(name)
    text = _without_titles(_DOTTED.sub(r"\1. ", text))
    first, comma, rest = text.partition(",")
    if comma:
        text = _in_order(first.strip(), _without_titles(rest.partition(",")[0].strip()))
    for pattern, full in _PARTICLES:
        text = pattern.sub(full, text)
    return _surname_last(_without_titles(text))


def segment(name: str) -> str:
    """The segment of a person's IRI: the plain name without ranks of nobility, double given names as one.

    Herr or Frau stays where nothing else tells which of two it is: before a surname alone, and before a
    given name that women and men bear.

    >>> segment("Karl-Heinz Freiherr von Stein"), segment("Karlheinz von Stein"), segment("Frau Stein")
    ('karlheinz-von-stein', 'karlheinz-von-stein', 'frau-stein')
    """
    words = _NOBLE.sub("", plain(name)).split()
    called = _called(name)
    telling = bool(called) and (len(words) == 1 or (is_given(words[0]) and _gender(words[0]) != called))
    before = [{"f": "Frau", "m": "Herr"}[called]] if telling else []
    return slug(" ".join([*before, *_joined(words[:-1]), *words[-1:]]))


def nominative(own: str, others: Container[str]) -> str:
    """A segment without the -s of a genitive, where the release has the same whole name without it.

    >>> nominative("klaus-weichels", {"klaus-weichel"}), nominative("peters", {"peter"})
    ('klaus-weichel', 'peters')
    """
    return own[:-1] if own.endswith("s") and "-" in own and own[:-1] in others else own


def _joined(words: list[str]) -> Iterator[str]:
    """Given names of two parts in one word, where the lexicon has that too: Karl-Heinz, Karl Heinz."""
    at = 0
    while at < len(words):
        pair = words[at].split("-") if "-" in words[at] else words[at : at + 2]
        one = "".join(pair).capitalize() if len(pair) == 2 else ""
        if one and _is_listed(one) and all(map(_is_listed, pair)):
            yield one
            at += 1 if "-" in words[at] else 2
        else:
            yield words[at]
            at += 1


def _is_listed(word: str) -> bool:
    entry = lexicon.load().forms.get((word,))
    return entry is not None and "GivenName" in entry.classes


def _without_titles(text: str) -> str:
    """Titles and the like before and behind a name; the last word always stays."""
    words = text.split()
    while len(words) > 1 and (taken := _leading(words)):
        del words[:taken]
    text, before = " ".join(words), ""
    while before != text:
        before, text = text, _BEHIND.sub("", text) or text
        words = text.replace(",", " ,").split()
        size = next((n for n in (2, 1) if len(words) > n and _classes(*words[-n:]) & {"AcademicTitle"}), 0)
        text = " ".join(words[: len(words) - size]).replace(" ,", ",").rstrip(", ") if size else text
    return text


def _leading(words: list[str]) -> int:
    """How many words at the beginning are a title, a form of address or an office."""
    for size in range(min(4, len(words) - 1), 0, -1):
        if _classes(*words[:size]) & {"AcademicTitle", "Honorific"}:
            return size
    first, second = words[0], words[1]
    if _OF_A_TITLE.fullmatch(first) or all(_classes(part) & {"AcademicTitle"} for part in first.split("-")):
        return 1
    if _OF_AN_OFFICE.fullmatch(first) and (_is_office(second) or first in ("a.", "D.", "a.D.", "i.R.")):
        return 1
    if len(words) > 3 and _DEGREE.fullmatch(first) and (_is_office(second) or _is_rank(second, words[2])):
        return 2
    if len(words) > 2 and _is_rank(first, second):
        return 1
    # "Richter Hans" can be a surname and a given name; "Richter Hans Ott" cannot.
    return int(_is_office(first) and not (len(words) == 2 and is_given(second)))


def _is_rank(word: str, given: str) -> bool:
    """Whether a word before a given name is a rank."""
    return is_given(given) and not is_given(word) and _RANK.fullmatch(word) is not None


def _classes(*words: str) -> frozenset[str]:
    entry = lexicon.load().forms.get(words)
    return entry.classes if entry is not None else frozenset()


@lru_cache(maxsize=16384)
def _is_office(word: str) -> bool:
    known = lexicon.load()
    entry: Entry | None = known.word(word) or entry_of(known.compound(word))
    return entry is not None and "Role" in entry.classes and "GivenName" not in entry.classes


def _in_order(first: str, behind: str) -> str:
    """ "Benz, Ilona" as Ilona Benz; an office behind a whole name ("Klaus Weichel, OB") is no part of it."""
    if is_given(behind.partition(" ")[0]) and not (" " in first and is_given(first.partition(" ")[0])):
        given, bracket, rest = behind.partition(" (")
        return f"{given} {first}{bracket}{rest}"
    return first if not behind or _is_office(behind.partition(" ")[0]) else f"{first} {behind}"


def _surname_last(text: str) -> str:
    """ "WIESENGARTH Bodo" as Bodo WIESENGARTH: only surnames are set in capitals."""
    first, _, rest = text.partition(" ")
    if (
        len(first) > 2
        and first.isupper()
        and rest
        and not rest.isupper()
        and is_given(rest.partition(" ")[0])
    ):
        return f"{rest} {first}"
    return text


def is_given(word: str) -> bool:
    """Whether a word is a given name the lexicon knows; of a double one the first part decides."""
    return _gender(word) is not None


@lru_cache(maxsize=16384)
def _gender(word: str) -> str | None:
    known = lexicon.load()
    word = word.title() if word.isupper() else word
    entry = known.word(word) or known.word(word.split("-")[0])
    if entry is None or "GivenName" not in entry.classes:
        return None
    return entry.concept[-1] if entry.concept[-2:] in ("-f", "-m") else ""


@dataclass(frozen=True, slots=True)
class PersonName:
    """A name in parts, each as a slug.

    given      given names and initials, in order; surname: its parts, "Müller-Lüdenscheidt" has two
    particles  of nobility and the like; suffix: "jun"; born: the parts of the surname before a marriage
    called     f, m or "", by Frau or Herr; gender: by the first given name
    nicknames  what stands in brackets or quotation marks
    """

    given: tuple[str, ...]
    surname: tuple[str, ...]
    particles: tuple[str, ...] = ()
    suffix: str = ""
    born: tuple[str, ...] = ()
    called: str = ""
    gender: str = ""
    nicknames: tuple[str, ...] = ()


@lru_cache(maxsize=65536)
def parts(name: str) -> PersonName:
    """The parts of a name; one word alone is a surname.

    >>> parts("Dr. Hans-Jürgen v. d. Heide-Kurz").given, parts("Frau Schmidt").surname
    (('hans', 'juergen'), ('schmidt',))
    """
    bare = re.sub(r"\s*\([^()]*\)", "", _BORN.sub("", _NOBLE.sub("", plain(name))))
    words = [word for word in bare.split() if slug(word) != "x"] or [name]
    suffix = slug(words.pop())[:3] if len(words) > 1 and _is_suffix(words[-1]) else ""
    before = [
        (word, "NameParticle" in _classes(word.lower()) and (at > 0 or word.islower()))
        for at, word in enumerate(words[:-1])
    ]
    given = [word for word, particle in before if not particle]
    born = _BORN.search(unicodedata.normalize("NFC", name))
    return PersonName(
        tuple(part for word in given for part in slug(word).split("-")),
        tuple(slug(words[-1]).split("-")),
        tuple(slug(word) for word, particle in before if particle),
        suffix,
        tuple(slug(born["name"]).split("-")) if born else (),
        _called(name),
        (_gender(given[0]) or "") if given else "",
        tuple(slug(word) for word in re.findall(r"[(\"„“']+([A-ZÄÖÜ][a-zäöüß]+)[\"“”')]+", name)),
    )


def _is_suffix(word: str) -> bool:
    entry = lexicon.load().forms.get((word,))
    return word in _ROMAN or (entry is not None and entry.concept.endswith("/name-particle-jr"))


def _called(name: str) -> str:
    """f or m by Frau or Herr, which the plain name has not."""
    words = set(name.split())
    return "f" if "Frau" in words else "m" if words & {"Herr", "Herrn"} else ""
