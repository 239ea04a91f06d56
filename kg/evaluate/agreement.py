"""When two values say the same: names, persons, dates, numbers, as two careful readers would write them."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable
from functools import cache
from typing import Any

Same = Callable[[Any, Any], float]

_TITLES = re.compile(
    r"\b(prof|dr|dipl|ing|med|jur|h\.?\s?c|mag|pd|habil|phil|rer|nat|herr|frau)\b\.?", re.IGNORECASE
)
_INCLUSIVE = re.compile(r"(?<=\w)[:*/_]-?in(nen)?\b")
_ENDING = re.compile(r"(innen|in|es|en|er|em|s|n|e)$")
_SMALL = frozenset(
    {
        "der",
        "die",
        "das",
        "des",
        "dem",
        "den",
        "und",
        "für",
        "of",
        "the",
        "in",
        "im",
        "am",
        "zur",
        "zum",
        "von",
    }
    | {"and"}
)
_GENERIC = (
    "Stadt Land Kreis Landkreis Bund Ministerium Bundesministerium Landesministerium Universität Hochschule "
    "GmbH Amt Verein Projekt Programm smart City"
)


@cache
def normal(value: str) -> str:
    """Letters and digits in lower case, words a space apart, without inclusive endings."""
    text = unicodedata.normalize("NFC", value).casefold().replace("ß", "ss")
    return " ".join(re.findall(r"\w+", _INCLUSIVE.sub("", text)))


def _text(value: Any) -> str:
    return "" if value is None else normal(str(value))


@cache
def _content(text: str) -> frozenset[str]:
    """Words that carry meaning, without the endings of case, number and gender."""
    words = ("city" if word == "cities" else word for word in text.split())
    stems = (_ENDING.sub("", word) if len(word) > 4 else word for word in words)
    return frozenset(stem for stem in stems if stem not in _SMALL)


def _shared(ours: frozenset[str], theirs: frozenset[str]) -> set[str]:
    """Words of ours that theirs have, whole or as the head of a compound."""
    return {a for a in ours if any(a == b or _headed(a, b) for b in theirs)}


def _headed(one: str, other: str) -> bool:
    return min(len(one), len(other)) > 4 and (one.endswith(other) or other.endswith(one))


def alike(one: Any, other: Any, least: float = 0.6) -> bool:
    """Do two names share most of their words, or is one a telling part of the other?"""
    ours, theirs = _content(_text(one)), _content(_text(other))
    if not ours or not theirs:
        return not ours and not theirs
    common = _shared(ours, theirs)
    if len(common) == min(len(ours), len(theirs)):
        small = min(ours, theirs, key=len)
        return len(ours) == len(theirs) or not small <= _content(normal(_GENERIC))
    return len(common) / len(ours | theirs) >= least


def person(one: Any, other: Any) -> bool:
    """The same person: the same name without titles, or one of them the surname alone."""
    ours, theirs = (_text(_TITLES.sub(" ", str(value or ""))).split() for value in (one, other))
    if not ours or not theirs:
        return False
    short = len(ours) == 1 or len(theirs) == 1
    return ours == theirs or (ours[-1] == theirs[-1] and (short or ours[0] == theirs[0]))


def number(one: Any, other: Any) -> bool:
    """The same number."""
    try:
        return abs(float(one) - float(other)) < 1e-6 * max(1.0, abs(float(other)))
    except (TypeError, ValueError):
        return False


def date(one: Any, other: Any) -> float:
    """1 for the same date, a half when one is a coarser form of the other."""
    ours, theirs = str(one or ""), str(other or "")
    if not ours:
        return 0.0
    if ours == theirs:
        return 1.0
    return 0.5 if ours.startswith(theirs + "-") or theirs.startswith(ours + "-") else 0.0


def equal(one: Any, other: Any) -> bool:
    """The same words."""
    return _text(one) == _text(other)


def phone(one: Any, other: Any) -> bool:
    """The same number, whatever its spaces and with or without +49."""
    ours, theirs = (re.sub(r"\D", "", re.sub(r"\(0\)", "", str(value))) for value in (one, other))
    return _national(ours) == _national(theirs)


def _national(digits: str) -> str:
    return digits.removeprefix("0049").removeprefix("49").lstrip("0")


def names(one: Any, other: Any) -> float:
    """F1 of two lists of names."""
    return _overlap(listed(one), listed(other), alike)


def people(one: Any, other: Any) -> float:
    """F1 of two lists of persons or organisations."""
    return _overlap(listed(one), listed(other), lambda a, b: person(a, b) or alike(a, b))


def _overlap(ours: list[Any], theirs: list[Any], same: Callable[[Any, Any], bool]) -> float:
    if not ours or not theirs:
        return float(not ours and not theirs)
    recall = sum(any(same(a, b) for a in ours) for b in theirs) / len(theirs)
    precision = sum(any(same(a, b) for b in theirs) for a in ours) / len(ours)
    return 2 * precision * recall / (precision + recall) if precision + recall else 0.0


def listed(value: Any) -> list[Any]:
    """A slot's values as a list."""
    if value in (None, ""):
        return []
    return list(value) if isinstance(value, list | tuple) else [value]


def role_label(ours: Any, theirs: Any) -> bool:
    """The same office, by what is written or its base label, one of them perhaps a compound's head.

    Both are facts: `role` and `role_canonical` count, with and without what stands in brackets.
    """
    found, wanted = _labels(ours), _labels(theirs)
    if not wanted:
        return True
    return bool(found & wanted) or any(
        len(a) > 5 and len(b) > 5 and (a.endswith(b) or b.endswith(a)) for a in found for b in wanted
    )


def _labels(fact: Any) -> set[str]:
    found: set[str] = set()
    for label in (fact.get("role"), fact.get("role_canonical")):
        if label:
            inside = re.findall(r"\(([^)]*)\)", label)
            found |= {label, re.sub(r"\s*\([^)]*\)", "", label), *inside}
    return {re.sub(r"(innen|in)$", "", normal(label)) for label in found if label} - {""}
