"""What a clause about money says besides figure and parties: programme, period, a project that gets it."""

from __future__ import annotations

import re
from datetime import date

from kg.dates import DateSpan
from kg.document import Document
from kg.facts.clauses import Clause
from kg.facts.money import entry_at
from kg.lexicon import Entry
from kg.mentions import base_name, clean
from kg.model import Value


def terms(doc: Document, first: int, clause: Clause) -> dict[str, Value]:
    """What a clause says besides figure and parties: programme, period, and a project that gets it."""
    slots: dict[str, Value] = {}
    for i in range(first, clause.last):
        value = doc.outer.values[i]
        if isinstance(value, DateSpan):
            if i not in clause.beside and not is_short(value) and not _runs(doc, i, clause.last):
                period(value, slots)
        elif isinstance(value, Entry) and "KnownProgramme" in value.classes:
            slots.setdefault("programme", _as_written(doc, i, value))
        elif (name := _programme(doc, i, clause.last)) and "programme" not in slots:
            slots["programme"] = name
        elif i > first and (before := entry_at(doc, i - 1)) is not None:
            if isinstance(value, tuple) and isinstance(value[0], int):
                title = clean(doc.text[value[0] : value[1]]).strip('„“”"»«‚‘ ')
            elif "ProjectWord" in before.classes and {"Mixed", "Caps"} & doc.outer.alphabet.of(
                doc.outer.letters[i]
            ):
                title = doc.outer.words(i, i + 1)
            else:
                continue
            if "ProgrammeWord" in before.classes:
                slots.setdefault("programme", title)
            elif "ProjectWord" in before.classes:
                slots.setdefault("recipient", title)
    years = _YEARS.search(doc.text, doc.outer.starts[first], doc.outer.ends[clause.last - 1])
    if years and not slots.keys() & {"period_start", "period_end"}:
        slots |= {"period_start": years[1], "period_end": years[2]}
    return slots


def _as_written(doc: Document, i: int, value: Entry) -> str:
    """A known programme by its label, or by the English one where the text has that."""
    word = clean(doc.outer.words(i, i + 1))
    return value.base if value.base.casefold() == word.casefold() and " " in word else value.label


_OUT_OF = ("aus dem", "aus der", "aus den", "aus seinem", "aus ihrem", "rahmen der", "rahmen des")


def _programme(doc: Document, i: int, last: int) -> str:
    """What money comes out of: "aus dem »Qualitätspakt Lehre«", "aus dem Strukturfonds Dorf"."""
    if " ".join(doc.outer.words(i - 2, i).lower().split()) not in _OUT_OF:
        return ""
    value, classes = doc.outer.values[i], doc.outer.alphabet.of(doc.outer.letters[i])
    if "Quoted" in classes and isinstance(value, tuple):
        return clean(doc.text[value[0] : value[1]]).strip('„“”"»«‚‘ ')
    entry = entry_at(doc, i)
    if entry is None or "ProgrammeWord" not in entry.classes:
        return ""
    end = i + 1
    while end < min(last, i + 3) and _MORE & doc.outer.alphabet.of(doc.outer.letters[end]):
        end += 1
    if end == i + 1 and not (isinstance(value, tuple) and "Compound" in classes):
        return ""
    return base_name(doc.outer, i, end, i)


_MORE = frozenset({"Name", "Caps", "Mixed", "Abstract"})


_YEARS = re.compile(r"\b(?:in\s+den|für\s+die)\s+Jahren?\s+((?:19|20)\d\d)\s+(?:und|bis)\s+((?:19|20)\d\d)\b")


def _runs(doc: Document, i: int, last: int) -> bool:
    """True for "das Programm, das noch bis Ende 2026 läuft": how long something else lasts."""
    return (
        doc.outer.words(i + 1, i + 2).lower() in ("läuft", "laufen", "laufende", "laufenden") and i + 1 < last
    )


def period(value: DateSpan, slots: dict[str, Value]) -> None:
    """Put the bounds of a span of time into slots that are still empty."""
    if value.kind in ("range", "since") and value.first:
        slots.setdefault("period_start", value.first)
    if value.kind in ("range", "until") and value.last:
        slots.setdefault("period_end", value.last)


def is_short(span: DateSpan) -> bool:
    """Days and weeks: when a notice comes or a cheque is handed over, not how long money is given."""
    first, last = span.first or "", span.last or ""
    if len(first) < len("2019-09-09") or len(last) < len("2019-09-09") or first.startswith("--"):
        return False  # partial or open
    return (date.fromisoformat(last) - date.fromisoformat(first)).days < 31
