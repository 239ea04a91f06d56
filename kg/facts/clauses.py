"""Clauses of a sentence about money: one figure each, its organisations sorted into givers and receivers.

A preposition decides ("von der Sparkasse", "an die Stadt"), else the clause's verb; a clause without a
verb of its own goes on with the one before ("die Vereinte Volksbank mit 5.000 Euro").
"""

from __future__ import annotations

import re
import tomllib
from bisect import bisect_left
from dataclasses import dataclass, field
from functools import cache

from kg import resources
from kg.amounts import AmountSpan
from kg.document import Document
from kg.lexicon import Entry
from kg.mentions import Named

_GIVEN_BY = frozenset({"von", "vom", "durch", "seitens", "by", "from"})
_OF = frozenset({"des", "der", "of"})
_TO = frozenset({"an", "auf", "to", "für"})
_OTHERS = frozenset(
    {
        "aus",
        "über",
        "in",
        "im",
        "beim",
        "bei",
        "mit",
        "neben",
        "zur",
        "zum",
        "from",
        "through",
        "zwischen",
        "gegen",
    }
)
_DETERMINERS = frozenset({"der", "die", "das", "dem", "den", "des", "the", "ein", "eine", "einen"})


@dataclass(slots=True)
class Clause:
    """A stretch of units with at most one figure (an amount, a share, or both said as one)."""

    first: int
    last: int
    amount: AmountSpan | None = None
    share: AmountSpan | None = None
    givers: list[Named] = field(default_factory=list)
    receivers: list[Named] = field(default_factory=list)
    classes: set[str] = field(default_factory=set)


def money_words(doc: Document, first: int, last: int) -> set[str]:
    """Gives, Gets, Turnover: what everyday verbs among the units first..last say of money."""
    found: set[str] = set()
    for i in range(first, last):
        word = doc.text[doc.outer.starts[i] : doc.outer.ends[i]].lower()
        found |= {name for name, words in _verbs().items() if word in words}
    return found


@cache
def _verbs() -> dict[str, frozenset[str]]:
    grammar = tomllib.loads((resources.rules() / "grammar.toml").read_text("utf-8"))
    return {name: frozenset(words) for name, words in grammar["money"].items()}


def clauses(doc: Document, first: int, last: int) -> list[Clause]:
    """Clauses of one figure each; a comma, semicolon or "und" behind a figure ends its clause."""
    found = [Clause(first, last)]
    for i in range(first, last):
        value, now = doc.outer.values[i], found[-1]
        if isinstance(value, AmountSpan):
            slot = "share" if value.unit == "%" else "amount"
            if getattr(now, slot) is None and (
                (now.amount is None and now.share is None) or _same_figure(doc, i)
            ):
                setattr(now, slot, value)
                continue
            found.append(Clause(_begin(doc, now, i), last))
            now.last = found[-1].first
            setattr(found[-1], slot, value)
    return found


def _same_figure(doc: Document, i: int) -> bool:
    """An amount and a share said of one thing: "die Hälfte der Kosten, nämlich 38.500 Euro"."""
    words = {doc.text[doc.outer.starts[j] : doc.outer.ends[j]].lower() for j in range(max(0, i - 4), i)}
    classes = [doc.outer.alphabet.of(doc.outer.letters[j]) for j in range(max(0, i - 4), i)]
    return bool(words & {"oder", "also", "nämlich", "or", "das", "("}) or any("LP" in c for c in classes)


def _begin(doc: Document, clause: Clause, figure: int) -> int:
    """Where the clause of a further figure begins: behind the first mark after the figure before."""
    previous = max(i for i in range(clause.first, figure) if isinstance(doc.outer.values[i], AmountSpan))
    for i in range(previous + 1, figure):
        classes = doc.outer.alphabet.of(doc.outer.letters[i])
        if classes & {"Comma", "Semi", "Dash"} or doc.text[
            doc.outer.starts[i] : doc.outer.ends[i]
        ].lower() in ("und", "sowie", "and"):
            return i
    return figure


def assign(doc: Document, clause: Clause, mode: str) -> str:
    """Sort the organisations of a clause; returns what its verb says, for a clause without one."""
    clause.classes = money_words(doc, clause.first, clause.last) | {
        c for v in doc.outer.values[clause.first : clause.last] if isinstance(v, Entry) for c in v.classes
    }
    gives = bool(clause.classes & {"FunderVerb", "Gives"})
    gets = bool(clause.classes & {"RecipientVerb", "Gets"}) or _finances_itself(doc, clause)
    if gives or gets:
        mode = "gets" if gets else "gives"
    for i in range(clause.first, clause.last):
        giver = _organization(doc, i)
        if giver is None:
            continue
        before = _before(doc, i)
        if before in _GIVEN_BY and _of_person(doc, i):
            continue
        if before in _GIVEN_BY or (before in _OF and _after_money(doc, clause, i)):
            clause.givers.append(giver)
        elif before in _TO or (i + 1 < clause.last and doc.text[doc.outer.starts[i + 1]] == ":"):
            clause.receivers.append(giver)
        elif before in _OTHERS or before in _OF:
            continue
        elif before == "dative" or mode == "gets":
            clause.receivers.append(giver)
        elif mode == "gives" and before != "relative":
            if _passive(doc, clause) or (clause.givers and _verb_between(doc, clause.givers[-1].end, i)):
                clause.receivers.append(giver)
            elif not _behind_figure(doc, clause, i) or _behind_verb(doc, i):
                clause.givers.append(giver)
    return mode


def _behind_figure(doc: Document, clause: Clause, i: int) -> bool:
    figure = clause.amount or clause.share
    return figure is not None and doc.outer.starts[i] > figure.start


def _verb_between(doc: Document, offset: int, i: int) -> bool:
    """True where a verb of giving stands between a giver and a name: the name is its object."""
    words = range(bisect_left(doc.outer.starts, offset), i)
    return any(
        doc.outer.words(j, j + 1).lower() in _verbs()["Gives"]
        or (isinstance(v := doc.outer.values[j], Entry) and "FunderVerb" in v.classes)
        for j in words
    )


def _behind_verb(doc: Document, i: int) -> bool:
    """True for a subject right behind its verb ("… gibt die Stiftung", "… trägt die Stadt selbst")."""
    for j in range(i - 1, max(-1, i - 4), -1):
        value = doc.outer.values[j]
        word = doc.outer.words(j, j + 1).lower()
        if word in _verbs()["Gives"] or (isinstance(value, Entry) and "FunderVerb" in value.classes):
            return True
        if word not in _DETERMINERS and "Adj" not in doc.outer.alphabet.of(doc.outer.letters[j]):
            return False
    return False


def _finances_itself(doc: Document, clause: Clause) -> bool:
    """ "finanziert sich": the subject is who gets."""
    words = doc.text[doc.outer.starts[clause.first] : doc.outer.ends[clause.last - 1]].lower()
    return bool(re.search(r"\b(?:finanziert|finanzieren)\s+sich\b", words))


def _passive(doc: Document, clause: Clause) -> bool:
    words = doc.text[doc.outer.starts[clause.first] : doc.outer.ends[clause.last - 1]].lower().split()
    return bool({"wird", "werden", "wurde", "wurden"} & set(words))


def _organization(doc: Document, i: int) -> Named | None:
    """The organisation that a unit names: also a land, a city that gives or gets, "der Bund", "die EU"."""
    value, classes = doc.outer.values[i], doc.outer.alphabet.of(doc.outer.letters[i])
    if isinstance(value, Named) and value.kind == "organization":
        return value
    if not isinstance(value, Entry):
        return None
    if "State" in classes:
        name, rule, type_ = value.label, "state-by-name", "state"
    elif "City" in classes and _subject(doc, i):
        name, rule, type_ = value.base, "city-by-name", "municipality"
    elif doc.outer.words(i, i + 1) in ("Bund", "Bundes", "EU"):
        name, rule, type_ = "Europäische Union" if value.base == "EU" else "Bund", "federation", "state"
    else:
        return None
    return Named("organization", name, *doc.outer.slice(i, i + 1), rule, type_, value)


def _subject(doc: Document, i: int) -> bool:
    """True for a word right before or behind a verb of giving or getting, or at a sentence's start."""
    beside = {doc.outer.words(j, j + 1).lower() for j in (i - 1, i + 1) if 0 <= j < len(doc.outer.starts)}
    verbs = _verbs()["Gives"] | _verbs()["Gets"]
    entries = [doc.outer.values[j] for j in (i - 1, i + 1) if 0 <= j < len(doc.outer.starts)]
    first = "Stop" in doc.outer.alphabet.of(doc.outer.letters[i - 1]) if i else True
    return (
        first
        or bool(beside & verbs)
        or any(isinstance(e, Entry) and e.classes & {"FunderVerb", "RecipientVerb"} for e in entries)
    )


def _before(doc: Document, i: int) -> str:
    """The preposition (or genitive article) before a name, its article and adjectives passed over."""
    for j in range(i - 1, max(-1, i - 5), -1):
        word = doc.text[doc.outer.starts[j] : doc.outer.ends[j]].lower()
        classes = doc.outer.alphabet.of(doc.outer.letters[j])
        if word in _GIVEN_BY | _TO | _OTHERS:
            return word
        if word in ("des", "der") and (j == 0 or _genitive(doc, j)):
            return word
        ahead = doc.outer.words(j - 1, j).lower() if j else ""
        if (
            word == "dem" or (word == "der" and _feminine(doc, i))
        ) and ahead not in _GIVEN_BY | _TO | _OTHERS:
            return "dative"
        if (
            word in _DETERMINERS
            and j > 1
            and doc.outer.words(j - 1, j).lower() in ("die", "der", "das")
            and doc.outer.words(j - 2, j - 1) == ","
        ):
            return "relative"
        if word in _DETERMINERS or "Adj" in classes or "LandAdjective" in classes:
            continue
        if "And" in classes or word in ("und", "sowie", ","):
            return ""
        return ""
    return ""


def _of_person(doc: Document, i: int) -> bool:
    """True for "Dr. Meier von der Universität": where somebody is from gives nothing."""
    j = i - 1
    while j > 0 and doc.outer.words(j, j + 1).lower() not in _GIVEN_BY:
        j -= 1
    person = doc.outer.values[j - 1] if j else None
    return isinstance(person, Named) and person.kind == "person"


def _feminine(doc: Document, i: int) -> bool:
    """True for a name whose noun is feminine, so that "der" before it is no nominative."""
    word = re.split(r"[\s]", doc.outer.words(i, i + 1))[0].lower()
    return word.endswith(
        (
            "stadt",
            "schule",
            "universität",
            "gesellschaft",
            "gemeinde",
            "stiftung",
            "bank",
            "regierung",
            "agentur",
        )
    )


def _genitive(doc: Document, j: int) -> bool:
    """True for "der"/"des" right behind a noun, where it is no subject's article."""
    return any(
        c in doc.outer.alphabet.of(doc.outer.letters[j - 1])
        for c in ("Known", "Name", "Abstract", "Compound", "Grant", "Quoted", "Org", "Share", "Amount")
    )


def _after_money(doc: Document, clause: Clause, i: int) -> bool:
    """True where a word for a grant or programme, or a figure, stands shortly before a genitive."""
    for j in range(max(clause.first, i - 6), i):
        value = doc.outer.values[j]
        if isinstance(value, AmountSpan) or (
            isinstance(value, Entry) and value.classes & {"Grant", "ProgrammeWord", "KnownProgramme"}
        ):
            return True
        if (
            isinstance(value, tuple)
            and isinstance(value[0], Entry)
            and value[0].classes & {"Grant", "ProgrammeWord"}
        ):
            return True
    return False
