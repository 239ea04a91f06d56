"""How a name stands in its clause: behind which preposition, in which case, as what attribute."""

from __future__ import annotations

import re

from kg.amounts import AmountSpan
from kg.document import Document
from kg.facts.clauses import Clause
from kg.facts.money import entry_at, words_of
from kg.facts.party_names import party
from kg.mentions import Named

GIVEN_BY = frozenset({"von", "vom", "durch", "seitens", "by", "from"})


OF = frozenset({"des", "der", "of"})


TO = frozenset({"an", "to", "für"})


AT = frozenset({"bei", "beim"})


OTHERS = frozenset(
    {"aus", "in", "im", "mit", "neben", "zur", "zum", "through", "zwischen", "gegen", "with", "auf", "über"}
    | AT
)


PREPOSITIONS = GIVEN_BY | TO | OTHERS


AND = ("und", "sowie", "and", ",")


DETERMINERS = frozenset(
    {
        "der",
        "die",
        "das",
        "dem",
        "den",
        "des",
        "the",
        "ein",
        "eine",
        "einen",
        "beide",
        "beiden",
        "drei",
        "zwei",
    }
)


def of_a_noun(doc: Document, i: int) -> bool:
    """True for "die Gesellschaft von Stadt und Kreis gibt": what stands right behind a noun is no agent."""
    j = i - 1
    while j > 0 and doc.outer.words(j, j + 1).lower() not in ("von", "vom"):
        j -= 1
    word, entry = doc.outer.words(j - 1, j), entry_at(doc, j - 1) if j else None
    money = isinstance(doc.outer.values[j - 1], AmountSpan) or (
        entry is not None and "Grant" in entry.classes
    )
    return word[:1].isupper() and not money


def governor(doc: Document, i: int, reach: int = 8) -> str:
    """The preposition (or genitive article) before a name, its article and adjectives passed over.

    Else "dative" or "accusative" where its article tells, "relative" behind a relative pronoun, "" otherwise.
    """
    for j in range(i - 1, max(-1, i - 5), -1):
        word = doc.outer.words(j, j + 1).lower()
        classes = doc.outer.alphabet.of(doc.outer.letters[j])
        if word in PREPOSITIONS or word == "of":
            return word
        if word == "der" and _feminine(doc, i) and j and _is_giver_before(doc.outer.values[j - 1]):
            return "dative"
        if word in ("des", "der") and j and doc.outer.words(j - 1, j).lower() in words_of("SaidBy"):
            return "relative"
        if word in ("des", "der") and (j == 0 or _genitive(doc, j)):
            return word
        ahead = doc.outer.words(j - 1, j).lower() if j else ""
        if ahead in AND and word in ("der", "dem", "den") and (inherited := _coordinated(doc, j - 1, reach)):
            return inherited
        if ahead not in PREPOSITIONS:
            if word == "dem" or (word == "der" and _feminine(doc, i)):
                return "dative"
            if word == "den":
                return "accusative"
        pronoun = j > 1 and ahead in ("die", "der", "das", "den") and doc.outer.words(j - 2, j - 1) == ","
        if word in DETERMINERS and pronoun:
            return "relative"
        if word in DETERMINERS or word in _APPOSITIONS or "Adj" in classes or "LandAdjective" in classes:
            continue
        return _coordinated(doc, j, reach) if word in AND and j == i - 1 else ""
    return ""


_APPOSITIONS = frozenset(
    {
        "unternehmen",
        "firma",
        "verein",
        "stiftung",
        "gesellschaft",
        "projekt",
        "start-up",
        "startup",
        "netzwerk",
    }
)


def _coordinated(doc: Document, conjunction: int, reach: int) -> str:
    """ "von Bund und Land": the preposition of the first holds for the second (and `reach` further ones)."""
    if conjunction == 0 or reach == 0 or party(doc, conjunction - 1) is None:
        return ""
    before = governor(doc, conjunction - 1, reach - 1)
    return before if before in PREPOSITIONS else ""


def of_person(doc: Document, i: int) -> bool:
    """True for "Dr. Meier von der Universität": where somebody is from gives nothing."""
    j = i - 1
    while j > 0 and doc.outer.words(j, j + 1).lower() not in GIVEN_BY:
        j -= 1
    person = doc.outer.values[j - 1] if j else None
    return isinstance(person, Named) and person.kind == "person"


_FEMININE = re.compile(
    r"\w*(?:stadt|schule|universität|gesellschaft|gemeinde|stiftung|bank|regierung|agentur|kasse|region|initiative"
    r"|schaft|verwaltung|anstalt|kammer|bibliothek|ag|gmbh)\b",
    re.IGNORECASE,
)


def _feminine(doc: Document, i: int) -> bool:
    """True for a name whose noun is feminine, so that "der" before it is no nominative.

    Its noun is the first word that is no adjective: "der Technischen Universität Hof", "der Stadt Hof".
    """
    words = re.sub(r"^(?:[A-ZÄÖÜ][\w-]+en\s)+", "", doc.outer.words(i, i + 1))
    return bool(_FEMININE.match(words))


def _is_giver_before(value: object) -> bool:
    """ "hat das Land Hessen der Stadt … gegeben": behind the name of a land stands no genitive."""
    return (
        isinstance(value, Named)
        and value.kind == "organization"
        and value.type in ("state", "bank", "company")
    )


_NOUNS = frozenset(
    {"RolePhrase", "Known", "Name", "Abstract", "Compound", "Grant", "Quoted", "Org", "Share", "Amount"}
)


def _genitive(doc: Document, j: int) -> bool:
    """True for "der"/"des" right behind a noun, where it is no subject's article."""
    return bool(_NOUNS & doc.outer.alphabet.of(doc.outer.letters[j - 1]))


def after_money(doc: Document, clause: Clause, i: int) -> bool:
    """True where a genitive belongs to a figure right before it, or to a grant, programme or purse."""
    wanted = {"Grant", "ProgrammeWord", "KnownProgramme", "OwnShare"}
    for j in range(i - 1, max(clause.first, i - 6) - 1, -1):
        word, entry = doc.outer.words(j, j + 1).lower(), entry_at(doc, j)
        classes = doc.outer.alphabet.of(doc.outer.letters[j])
        if word in TO | {"in", "zur", "zum", "auf", "bei", "beim"}:
            return False
        if {"Amount", "Share"} & classes:
            return all(doc.outer.words(k, k + 1).lower() in DETERMINERS for k in range(j + 1, i))
        if (entry is not None and entry.classes & wanted) or word in words_of("Purse") | words_of("Aid"):
            return True
    return False


def of_an_application(doc: Document, i: int) -> bool:
    """ "der Antrag der Stadt Hof": who applied gets."""
    words = [doc.outer.words(j, j + 1).lower() for j in range(max(0, i - 3), i)]
    return any(word.endswith(("antrag", "antrags", "anträge", "anträgen")) for word in words)


def of_programme(doc: Document, clause: Clause, i: int) -> bool:
    """ "aus dem Programm des Landes": the Land gives where nobody else does."""
    entries = (entry_at(doc, j) for j in range(i - 1, max(clause.first, i - 4) - 1, -1))
    nearest = next(
        (e.classes for e in entries if e is not None and e.classes & {"ProgrammeWord", "Grant"}), frozenset()
    )
    return "ProgrammeWord" in nearest
