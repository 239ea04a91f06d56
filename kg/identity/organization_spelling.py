"""Names of organisations in one spelling: what inflection, abbreviations and English leave open.

Only what is certain from the name alone; nobody's IRI rests on a resemblance.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import lru_cache

from kg import lexicon
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
_SHORT = (
    (re.compile(r"\bu\.(?= )|(?<= )&(?= )"), "und"),
    (re.compile(r"\ba\. ?d\.(?= \w)"), "an der"),
    (re.compile(r"\bi\. ?d\.(?= \w)"), "in der"),
    (re.compile(r"(?<=\w )b\.(?= [A-ZÄÖÜ])"), "bei"),
    (re.compile(r"(?<=\w)str\.(?=$|[ ,)])"), "straße"),
    (re.compile(r"^LK(?= [A-ZÄÖÜ][a-zäöü])"), "Landkreis"),
    (re.compile(r"^TU(?= [A-ZÄÖÜ][a-zäöü])"), "Technische Universität"),
    (re.compile(r"^TH(?= [A-ZÄÖÜ][a-zäöü])"), "Technische Hochschule"),
    (re.compile(r"^FH(?= [A-ZÄÖÜ][a-zäöü])"), "Fachhochschule"),
    (re.compile(r"^Uni(?= [A-ZÄÖÜ][a-zäöü])"), "Universität"),
    (re.compile(r"^VHS(?= [A-ZÄÖÜ][a-zäöü])"), "Volkshochschule"),
    (re.compile(r"^HWK(?= [A-ZÄÖÜ][a-zäöü])"), "Handwerkskammer"),
)
"""Abbreviations that can be read in one way only where they stand."""
_MAY_BE_SHORT = re.compile(r"[.&]|^(?:LK|TU|TH|FH|Uni|VHS|HWK) ")
_ENGLISH = (
    (re.compile(r"(?:The )?(?:City|Town|Municipality) of (.+)"), "Stadt"),
    (re.compile(r"(?:The )?Technical University (?:of )?(.+)"), "Technische Universität"),
    (re.compile(r"(?:The )?University of Applied Sciences (?:of |in )?(.+)"), "Hochschule"),
    (re.compile(r"(.+) University of Applied Sciences"), "Hochschule"),
    (re.compile(r"(?:The )?University of (.+)"), "Universität"),
)
_ABBREVIATION = re.compile(r" \((?=(?:[^()]*[A-ZÄÖÜ]){2})[\w.-]{2,12}\)$")


@lru_cache(maxsize=65536)
def plain(name: str, places: Places) -> str:
    """A name in the nominative, in German where it is a town's or a university's, its abbreviations in full.

    >>> from kg.identity import places
    >>> plain("des Deutschen Städte- und Gemeindebundes", places.load())
    'Deutscher Städte- und Gemeindebund'
    """
    text = clean(name)
    if _MAY_BE_SHORT.search(text):
        for pattern, full in _SHORT:
            text = pattern.sub(full, text)
    if (short := _ABBREVIATION.search(text)) and places.land_in(short[0].strip(" ()").lower()) is None:
        text = text[: short.start()]
    return nominative(_german(text, places))


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
