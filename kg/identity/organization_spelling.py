"""Names of organisations in one spelling: what inflection, abbreviations and English leave open.

Only what is certain from the name alone; nobody's IRI rests on a resemblance.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import lru_cache

from kg import lexicon
from kg.identity.abbreviations import in_full
from kg.identity.places import Places
from kg.identity.spelling import clean
from kg.lexicon import Entry
from kg.mentions.named import agree, base_noun, entry_of

LEGAL_FORM = re.compile(
    r"(?:-(?:g?gmbh|mbh|ag|kg|se|ug|eg|e-v|ev|aoer|koer|kdoer|ggmbh|ohg|gbr|co|und-co|haftungsbeschraenkt"
    r"|mit-beschraenkter-haftung|ltd|inc))+$"
)
"""Legal forms at the end of a slug."""

_USUAL = {
    "association": ("e-v", "ev"),
    "network": ("e-v", "ev", "eg"),
    "research institute": ("e-v", "ev", "ggmbh", "gmbh"),
    "agency": ("aoer", "koer", "kdoer"),
}
_ADJECTIVE = re.compile(
    r"(?:\w*(?:isch|lich|eutsch)|(?:inter)?kommunal|(?:inter|über)?regional|digital|(?:inter)?national|zentral"
    r"|sozial|föderal|frei|offen|freiwillig|staatlich|selbständig|eigen)(?:e|en|er|es|em)",
    re.IGNORECASE,
)
_ENGLISH = (
    (re.compile(r"(?:The )?(?:City|Town|Municipality) of (.+)"), "Stadt"),
    (re.compile(r"(?:The )?Technical University (?:of )?(.+)"), "Technische Universität"),
    (re.compile(r"(?:The )?University of Applied Sciences (?:of |in )?(.+)"), "Hochschule"),
    (re.compile(r"(.+) University of Applied Sciences"), "Hochschule"),
    (re.compile(r"(?:The )?University of (.+)"), "Universität"),
)
_FORMERLY = re.compile(
    r"(?:\s*\(|,\s+)(?:vormals|vorm\.|ehemals|ehem\.|früher|zuvor|bisher|heute|jetzt|(?:bis|seit) \d{4})"
    r"[:,]?\s+(?P<name>[^()]+)\)?$"
)
"""Another name behind a name: "Stadtwerk Musterhausen (vormals Städtische Betriebe)"."""
_FORM_OF_A_KIND = (
    (re.compile(r"(?:verein|verband|bund|klub|club|(?:städte|gemeinde|kreis)tag)\b", re.I), " e. V."),
    (re.compile(r"(?:genossenschaft|volksbank|raiffeisenbank)\b", re.I), " eG"),
)
"""Nouns, and the legal form that says no more than they do: every Genossenschaft is an eG."""
_ABBREVIATION = re.compile(r" \((?=(?:[^()]*[A-ZÄÖÜ]){2})[\w.-]{2,12}\)$")


@lru_cache(maxsize=65536)
def plain(name: str, places: Places) -> str:
    """A name in the nominative, in German where it is a town's or a university's, its abbreviations in full.

    >>> from kg.identity import places
    >>> plain("des Deutschen Städte- und Gemeindebundes", places.load())
    'Deutscher Städte- und Gemeindebund'
    """
    text = in_full(_FORMERLY.sub("", clean(name)))
    if (short := _ABBREVIATION.search(text)) and places.land_in(short[0].strip(" ()").lower()) is None:
        text = text[: short.start()]
    return nominative(_german(_without_a_form_of_its_kind(text), places))


def other_names(name: str) -> list[str]:
    """Names that a name says it had before, or has now.

    >>> other_names("Stadtwerk Nord GmbH (vormals Städtische Betriebe Nord)")
    ['Städtische Betriebe Nord']
    """
    return [match["name"].strip() for match in [_FORMERLY.search(clean(name))] if match]


def _without_a_form_of_its_kind(text: str) -> str:
    for noun, form in _FORM_OF_A_KIND:
        if text.endswith(form) and noun.search(own := text.removesuffix(form)):
            return own.rstrip(", ")
    return text


def without_legal_form(slug: str) -> str:
    """A slug without the legal form at its end; the whole of it where nothing else is there."""
    return LEGAL_FORM.sub("", slug) or slug


def has_usual_form(slug: str, types: Iterable[str]) -> bool:
    """Whether the legal form of a name is the one that organisations of a type mostly have."""
    form = LEGAL_FORM.search(slug)
    return form is not None and any(form[0].strip("-") in _USUAL.get(one, ()) for one in types)


def nominative(text: str) -> str:
    """A name whose first noun stands in the genitive, or whose adjectives agree with none, as a list has it.

    >>> nominative("Ministeriums des Innern"), nominative("Technischen Universität Dresden")
    ('Ministerium des Innern', 'Technische Universität Dresden')
    """
    known = lexicon.load()
    words = text.split()
    whole = known.forms.get(tuple(words)) if len(words) > 1 else None
    if whole is not None and "KnownOrganization" in whole.classes:
        return base_noun(text, whole)
    at = next((i for i, word in enumerate(words[:6]) if is_noun(word)), None)
    if at is None or not all(_may_precede(word) for word in words[:at]):
        return text
    noun = words[at]
    base = base_noun(noun, known.word(noun) or known.compound(noun))
    if noun not in (base, f"{base}s", f"{base}es"):
        return text
    before = [agree(word, base) if _ADJECTIVE.fullmatch(word) else word for word in words[:at]]
    return " ".join([*before, base, *words[at + 1 :]])


def is_noun(text: str) -> bool:
    """Whether the last word of a name is a noun for organisations, and so no place: "Smart City Büro"."""
    return _is_noun(text.rpartition(" ")[2])


@lru_cache(maxsize=65536)
def _is_noun(word: str) -> bool:
    if not word[:1].isupper() or word.endswith("-"):
        return False
    known = lexicon.load()
    entry: Entry | None = known.word(word) or entry_of(known.compound(word))
    return entry is not None and "OrgNoun" in entry.classes


def _may_precede(word: str) -> bool:
    """Whether a word can stand before the noun of a name: an adjective, or the first half of "A- und B"."""
    return word in ("und", "&") or word.endswith("-") or _ADJECTIVE.fullmatch(word) is not None


def _german(text: str, places: Places) -> str:
    for pattern, noun in _ENGLISH if " of " in text or "University" in text else ():
        if (match := pattern.fullmatch(text)) and (noun == "Stadt" or places.knows(match[1])):
            return f"{noun} {places.german(match[1])}"
    return text
