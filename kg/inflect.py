"""German inflection of lexicon labels: from a base label to the forms running text shows.

The generator over-produces on purpose (`Amt` gives `Amtes` and also `Amten`): a form that nobody
writes costs nothing, a form that is missing costs a fact. It knows nouns, nouns inflected like
adjectives (`Beauftragter`), leading adjectives (`Erster Bürgermeister`) and inclusive spellings
(`Leiter:in`).
"""

from __future__ import annotations

import re
from collections.abc import Iterator

ADJECTIVE = ("e", "er", "en", "em", "es")
_NOUN = ("", "s", "es", "n", "en", "e")
_UMLAUT = str.maketrans({"a": "ä", "o": "ö", "u": "ü", "A": "Ä", "O": "Ö", "U": "Ü"})
_INCLUSIVE = re.compile(r"[:*/_·]-?in(nen)?$", re.IGNORECASE)
_ADJECTIVAL = re.compile(
    r"(?:tragt|zend|ordnet|stellt|rät|amt|freund|wähl|lichtet)er$|(?:beauftragt|vorsitzend|abgeordnet|beigeordnet|bevollmächtigt|delegiert|angestellt|stellvertretend|mitarbeitend|studierend|beschäftigt)(?:e|er)$"
)


def noun_forms(noun: str) -> set[str]:
    """All case and number forms of a noun in its masculine, neuter or plain spelling."""
    forms = {noun + ending for ending in _NOUN}
    if noun.endswith(("a", "o", "i", "y")):
        return {noun, noun + "s"}
    if noun.endswith("er") or noun.endswith("el"):
        forms |= {noun + "n", noun + "s"}
    if noun.endswith(("d", "ld", "nd")):
        forms |= {noun + "er", noun + "ern"}
    if noun.endswith("e"):
        forms |= {noun + "n", noun + "ns"}
    if noun.endswith("um"):
        forms |= {noun[:-2] + "en"}
    if noun.endswith("nis"):
        forms |= {noun + "ses", noun + "se", noun + "sen"}
    if (vowel := re.search(r"[aouAOU](?=[^aeiouäöü]*(?:er)?$)", noun)) and not noun.endswith(("ung", "ion")):
        plural = noun[: vowel.start()] + noun[vowel.start()].translate(_UMLAUT) + noun[vowel.end() :]
        forms |= {plural + ending for ending in ("", "e", "er", "en", "ern", "n")}
    return forms


def feminine_forms(noun: str) -> set[str]:
    """Forms of a feminine in -in."""
    return {noun, noun + "nen"} if noun.endswith("in") else noun_forms(noun)


def inclusive_forms(masculine: str, feminine: str) -> set[str]:
    """`Leiter:in`, `Leiter*innen`, `Leiter/-in`, `LeiterIn` and their like."""
    if feminine != masculine + "in" and not feminine.endswith("in"):
        return set()
    marks = (":", "*", "/", "/-", "_", "·")
    ends = ("in", "innen")
    stem = masculine
    return {f"{stem}{mark}{end}" for mark in marks for end in ends} | {stem + "In", stem + "Innen"}


def plain(word: str) -> str:
    """A word without an inclusive ending: `Leiter:in` -> `Leiter`."""
    return _INCLUSIVE.sub("", word)


def is_adjectival(noun: str) -> bool:
    """True for nouns inflected like adjectives (`Beauftragter`, `Vorsitzende`)."""
    return bool(_ADJECTIVAL.search(noun))


def adjectival_forms(noun: str) -> set[str]:
    """`Beauftragter` -> Beauftragte, Beauftragten, Beauftragtem, Beauftragtes."""
    stem = noun[:-2] if noun.endswith(("er", "es", "en", "em")) else noun[:-1]
    return {stem + ending for ending in ADJECTIVE}


def label_forms(label: str, *, feminine: bool = False) -> Iterator[tuple[str, bool]]:
    """All forms of a label of one or more words, and whether each can only be a plural.

    The head is the last word before a complement.

    A complement (`Mitglied des Bundestages`) starts at the first lower-case word and stays as it is.
    """
    words = label.split(" ")
    head = next((i - 1 for i, w in enumerate(words) if i and w[:1].islower()), len(words) - 1)
    noun, tail = words[head], words[head + 1 :]
    adjectival = is_adjectival(noun)
    inflect = adjectival_forms if adjectival else feminine_forms if feminine else noun_forms
    forms = inflect(noun)
    singular = forms if adjectival else {noun, noun + "s", noun + "es", noun + "ses", *_dative(noun)}
    for before in _adjectives(words[:head]):
        for form in sorted(forms):
            yield " ".join([*before, form, *tail]), form not in singular


def is_plural(form: str, base: str) -> bool:
    """True for a form that is not the base nor its genitive (adjectival nouns leave it open)."""
    singular = {base, base + "s", base + "es", base + "ses", *_dative(base)}
    return not is_adjectival(base) and form not in singular


def _dative(noun: str) -> set[str]:
    """The dative of a noun that names one thing in the plural ("den Stadtwerken")."""
    return {noun + "n"} if noun.endswith(("werke", "betriebe", "dienste")) else set()


def _adjectives(words: list[str]) -> Iterator[list[str]]:
    """The words before a noun, adjectives among them in all their forms (agreeing)."""
    endings = ADJECTIVE if any(re.search(r"(?:er|e|es)$", w) and len(w) > 4 for w in words) else ("",)
    for ending in endings:
        yield [re.sub(r"(?:er|es|e)$", ending, w) if ending and len(w) > 4 else w for w in words]
