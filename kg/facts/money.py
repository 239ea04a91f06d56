"""Words of money and of staff: what tables of `kg/rules/grammar.toml` say of a stretch of units or text."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from functools import cache

from kg import resources
from kg.document import Document
from kg.lexicon import Entry


@cache
def _grammar() -> Mapping[str, Mapping[str, list[str]]]:
    return resources.rule_file("grammar")


@cache
def words_of(name: str) -> frozenset[str]:
    """The words of a table of `[money]`."""
    return frozenset(_grammar()["money"][name])


@cache
def programme_words(name: str) -> tuple[str, ...]:
    """A table of `[programmes]`."""
    return tuple(_grammar()["programmes"][name])


def land(name: str) -> str:
    """How a land is called in full ("Hessen": Land Hessen)."""
    lands = _grammar()["lands"]
    if name in lands["freistaat"]:
        return f"Freistaat {name}"
    return name if " " in name or name in lands["city"] or not name else f"Land {name}"


def searched(name: str, text: str) -> bool:
    """True where a text contains a phrase of a table of `[headcount]`; a phrase ending in * goes on."""
    return bool(_phrases(name, "headcount").search(text))


@cache
def _phrases(name: str, group: str = "money") -> re.Pattern[str]:
    """A table whose lines may be of several words, to be searched for."""
    words = sorted(_grammar()[group][name], key=len, reverse=True)
    forms = (r"\s+".join(map(re.escape, w.split())).replace(r"\*", r"\w*") for w in words)
    return re.compile(r"\b(?:" + "|".join(forms) + r")\b", re.I)


def says(doc: Document, name: str, first: int, last: int) -> bool:
    """True where the units first..last contain a phrase of a table of `[money]`."""
    if first >= last:
        return False
    return bool(_phrases(name).search(doc.text, doc.outer.starts[first], doc.outer.ends[last - 1]))


def phrase(name: str, text: str) -> bool:
    """True where a text contains a phrase of a table of `[money]`."""
    return bool(_phrases(name).search(text))


def entry_at(doc: Document, i: int) -> Entry | None:
    """The label of a unit, or the head of the compound that it is."""
    value = doc.outer.values[i]
    if isinstance(value, tuple) and value and isinstance(value[0], Entry):
        return value[0]
    return value if isinstance(value, Entry) else None


_VERBS = ("Gives", "Gets", "Comes", "Turnover")


@cache
def _verbs() -> Mapping[str, frozenset[str]]:
    """By a word the tables of verbs that it is in."""
    words = {word for name in _VERBS for word in words_of(name)}
    return {word: frozenset(name for name in _VERBS if word in words_of(name)) for word in words}


def money_words(doc: Document, first: int, last: int) -> set[str]:
    """What the units first..last say of money: classes of funding words, everyday verbs by their table."""
    found: set[str] = set()
    for i in range(first, last):
        word = doc.outer.words(i, i + 1).lower()
        if word in _particles() and not _complete(doc, i, _particles()[word]):
            continue
        found |= _verbs().get(word, frozenset())
        entry = entry_at(doc, i)
        if entry is not None:
            found |= entry.classes
        if word == "funding" and doc.outer.words(i - 1, i).lower() in ("is", "are", "was", "were", "been"):
            found.add("FunderVerb")
        if word in words_of("Aid"):
            found.add("Grant")
        if _answers(doc, i, last):
            found = (found - {"Comes", "Gets"}) | {"Gives"}
    return found


@cache
def _particles() -> Mapping[str, frozenset[str]]:
    """Forms of separable verbs that mean money with one of these words behind them only."""
    verbs = [(line["forms"].split(), line["particles"].split()) for line in _separable()]
    return {form: frozenset(particles) for forms, particles in verbs for form in forms}


def _separable() -> Sequence[Mapping[str, str]]:
    verbs: Sequence[Mapping[str, str]] = resources.rule_file("grammar")["separable"]["verbs"]
    return verbs


def _complete(doc: Document, i: int, particles: frozenset[str]) -> bool:
    """True for "nimmt … entgegen": behind the verb, in its sentence, stands one of its particles."""
    for j in range(i + 1, min(len(doc.outer.starts), i + 45)):
        word = doc.outer.words(j, j + 1).lower()
        if word in particles and (len(word) > _PREPOSITION or _ends_clause(doc, j)):
            return True
        if word in (";", ".", ""):
            return False
    return False


_PREPOSITION = 3
"""Particles no longer than that are prepositions, too, and tell nothing but at the end of a clause."""


def _ends_clause(doc: Document, j: int) -> bool:
    word = doc.outer.words(j + 1, j + 2).lower()
    return not word[:1].isalnum() or word in ("und", "sowie", "oder", "and")


def _answers(doc: Document, i: int, last: int) -> bool:
    """True for "kommt für den Rest … auf", "steht dafür gerade": the verb's particle ends its clause."""
    verb = doc.outer.words(i, i + 1).lower()
    particle = "auf" if verb in words_of("AnswersFor") else "gerade" if verb in words_of("StandsFor") else ""
    if not particle:
        return False
    for j in range(i + 1, min(len(doc.outer.starts), max(last, i + 40))):
        word = doc.outer.words(j, j + 1)
        if word == particle and not doc.outer.words(j + 1, j + 2)[:1].isalnum():
            return True
        if word in (";", ".", ""):
            return False
    return False


def gives(doc: Document, i: int) -> bool:
    """True for a verb of giving."""
    word = doc.outer.words(i, i + 1).lower()
    if word in _particles() and not _complete(doc, i, _particles()[word]):
        return False
    entry = entry_at(doc, i)
    verb = word in words_of("Gives") or _answers(doc, i, i)
    return verb or (entry is not None and "FunderVerb" in entry.classes)


@cache
def _to_come() -> re.Pattern[str]:
    """ "wird … fördern", with no further verb between."""
    verbs = "|".join(sorted(words_of("ToCome")))
    return re.compile(
        rf" (?:wird|werden) (?:(?!wird|werden)\w+ ){{1,25}}?(?:{verbs}) (?!worden|haben|können)"
    )


_APPROVED = re.compile(
    r" \w*antr[aä]g\w* (?:(?!nicht )\w+ ){0,25}?(?:bewilligt|genehmigt|stattgegeben|angenommen|erfolgreich) "
)
"""An application that was granted is a grant."""


def status(doc: Document, first: int, last: int) -> str | None:
    """How far the funding has come that the units first..last tell of; None where it is granted."""
    if first >= last:
        return None
    text = doc.text[doc.outer.starts[first] : doc.outer.ends[last - 1]].lower()
    words = " " + " ".join(re.findall(r"\w+", text)) + " "
    if _APPROVED.search(words):
        return None
    if _to_come().search(words):
        return "announced"
    return next(
        (name for name, signs in _grammar()["status"].items() if any(f" {sign} " in words for sign in signs)),
        None,
    )
