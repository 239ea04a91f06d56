"""Givers and receivers that no rule knows for organisations, by their place beside a figure."""

from __future__ import annotations

import re

from kg.amounts import AmountSpan
from kg.dates import DateSpan
from kg.document import Document
from kg.facts.clauses import Clause, has_verb
from kg.facts.money import entry_at, gives
from kg.facts.party_cases import AND, DETERMINERS
from kg.facts.party_names import by_noun, is_body, party
from kg.mentions import Named, clean

_BODY_AT_END = re.compile(
    r"[\w-]*(?:stiftung|vereine?|klub|club|lions|rotary|kasse|bank|fonds|kammer|verband|verbund|bund|union|werke?"
    r"|gesellschaft|ministerium|kanzlei|agentur|initiative|netzwerk|konzern|genossenschaft|versicherung|kirche"
    r"|universität|hochschule|institut|förderer|freundeskreis|foundation|trust|commission|kommission|bürgschaft)s?",
    re.IGNORECASE,
)


def giver_by_preposition(doc: Document, clause: Clause, *, passive: bool) -> Named | None:
    """A giver behind "von" or "vom" that no rule knows for an organisation: "3.000 Euro vom Lions Club"."""
    if clause.amount is None or not (
        passive or clause.classes & {"Gets", "RecipientVerb", "Comes", "Grant"} or not has_verb(clause)
    ):
        return None
    for i in range(clause.first, clause.last - 1):
        if doc.outer.words(i, i + 1).lower() not in ("von", "vom") or i in clause.beside:
            continue
        begin = i + 1
        while doc.outer.words(begin, begin + 1).lower() in DETERMINERS:
            begin += 1
        end = _end_of_name(doc, begin, clause.last)
        if isinstance(doc.outer.values[i - 1], Named) or any(party(doc, k) for k in range(begin, end)):
            continue
        words = doc.outer.words(begin, end).split()
        coded = {"Mixed", "Caps"} & {
            c for k in range(begin, end) for c in doc.outer.alphabet.of(doc.outer.letters[k])
        }
        site = _SITE.fullmatch(doc.outer.words(begin, begin + 1))
        if end > begin and (coded or site or any(_BODY_AT_END.fullmatch(word) for word in words)):
            span = doc.outer.slice(begin, end)
            return Named(
                "organization", clean(doc.text[slice(*span)]), *span, "giver-by-preposition", "other"
            )
    return None


_SITE = re.compile(r"[A-ZÄÖÜ][\w-]+\.(?:org|de|com|eu|net|io)")


_INSIDE_NAMES = frozenset({"der", "des", "für", "und", "das", "die", "of", "for", "the"})


def _end_of_name(doc: Document, begin: int, last: int) -> int:
    """Behind the last capitalised word of a name that begins at a unit: "Verein der Freunde und Förderer"."""
    end = j = begin
    while j < min(last, begin + 9):
        word, value = doc.outer.words(j, j + 1), doc.outer.values[j]
        if isinstance(value, AmountSpan | DateSpan) or (
            isinstance(value, Named) and value.kind != "organization"
        ):
            break
        if word[:1].isupper() or (j == begin and re.fullmatch(r"[A-ZÄÖÜ]?[a-zäöü-]+(?:en|er|e)", word)):
            j += 1
            end = j if word[:1].isupper() else end
        elif word.lower() in _INSIDE_NAMES and end > begin:
            j += 1
        else:
            break
    return end


def unknown_receiver(doc: Document, clause: Clause) -> Named | None:
    """A town that no rule knows, right before its figure: "nach Thum (1,9 Mio. Euro)", "auf Hof 655.000"."""
    at = next((i for i in range(clause.first, clause.last) if doc.outer.values[i] is clause.figure), 0)
    i = at - 2 if doc.outer.words(at - 1, at) == "(" else at - 1
    if i < 1 or doc.outer.words(i - 1, i).lower() not in ("nach", "an", "auf", "to"):
        return None
    if not {"Name", "City", "Abstract"} & doc.outer.alphabet.of(doc.outer.letters[i]):
        return None
    return Named(
        "organization",
        doc.outer.words(i, i + 1),
        *doc.outer.slice(i, i + 1),
        "town-before-figure",
        "municipality",
    )


def unknown_giver(doc: Document, clause: Clause) -> Named | None:
    """A giver that no rule knows for an organisation: ", der BITKOM mit weiteren 40.000 Euro"."""
    i = clause.first
    while i < clause.last - 1 and doc.outer.words(i, i + 1).lower() in (*AND, *DETERMINERS, "", "auch"):
        i += 1
    if (name := _between(doc, clause, i)) is not None:
        return name
    classes = doc.outer.alphabet.of(doc.outer.letters[i])
    named = classes & {"Caps", "Mixed"} or is_body(doc, i)
    if not named or party(doc, i) is not None or i == clause.first:
        return None
    gives_next = gives(doc, i + 1) or doc.outer.words(i + 1, i + 2).lower() == "mit"
    return by_noun(doc, i) if gives_next else None


def _between(doc: Document, clause: Clause, i: int) -> Named | None:
    """ ", der Lions Club 2.500 Euro": what stands between an article and a further figure."""
    figure, last = clause.figure, i
    while last < min(clause.last, i + 4) and doc.outer.words(last, last + 1)[:1].isupper():
        if doc.outer.values[last] is figure or party(doc, last) is not None:
            break
        last += 1
    article = doc.outer.words(i - 1, i) if i else ""
    opens = doc.outer.words(clause.first, clause.first + 1).lower() in AND
    if last == i or article not in ("der", "die", "das") or not opens or doc.outer.values[last] is not figure:
        return None
    classes = {c for k in range(i, last) for c in doc.outer.alphabet.of(doc.outer.letters[k])}
    entries = {c for k in range(i, last) if (e := entry_at(doc, k)) is not None for c in e.classes}
    if (
        entries & {"Grant", "Total", "OwnShare", "ProjectWord", "ProgrammeWord", "Role"}
        or "RolePhrase" in classes
    ):
        return None
    span = doc.outer.slice(i, last)
    return Named("organization", clean(doc.text[slice(*span)]), *span, "name-before-figure", "other")
