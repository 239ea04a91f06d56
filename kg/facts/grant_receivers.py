"""Whom a clause about money means where no organisation gets it: a project, a title, a mayor's town."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Sequence

from kg.document import Document
from kg.facts.clauses import Clause
from kg.facts.money import entry_at, says, words_of
from kg.mentions import Named, clean
from kg.model import Fact

REACH = 700
"""Characters that "das Vorhaben" may point back."""


def between(facts: Sequence[Fact], start: int, stop: int) -> Sequence[Fact]:
    """Of facts in the order of the text those whose words begin between two offsets."""

    def begin(fact: Fact) -> int:
        return fact.evidence[0].start

    return facts[bisect_left(facts, start, key=begin) : bisect_left(facts, stop, key=begin)]


def spoken_of(doc: Document, clause: Clause, projects: Sequence[Fact]) -> str:
    """The project named last before a clause that speaks of "das Vorhaben"; "" for none."""
    if not says(doc, "Anaphora", clause.first, clause.last):
        return ""
    here = doc.outer.starts[clause.first]
    section = doc.section(here)
    near = [f for f in between(projects, max(section.start, here - REACH + 1), here) if f.kind == "project"]
    return str(near[-1].slots["name"]) if near else ""


def called(doc: Document, clause: Clause, projects: Sequence[Fact]) -> str:
    """The project that a clause names, in whatever case: "Für den Netzlotsen gibt …"; "" for none."""
    start, end = doc.outer.starts[clause.first], doc.outer.ends[clause.last - 1]
    words, near = doc.text[start:end], between(projects, start - _AROUND, end + _AROUND)
    names = sorted({str(f.slots["name"]) for f in near if f.kind == "project"}, key=lambda n: (-len(n), n))
    return next(
        (
            n
            for n in names
            if len(n) > _TELLING and re.search(rf"(?<!\w){re.escape(n)}(?:n|s|es)?(?!\w)", words)
        ),
        "",
    )


_AROUND = 5000
"""Characters around a clause in which a project must be named as one."""
_TELLING = 4
"""Characters that a name must have more of to be looked for."""


def titled(doc: Document, clause: Clause) -> str:
    """The object of a verb of giving by its title alone: "bezuschusst die „Digitalen Engel“"; "" for none."""
    if "FunderVerb" not in clause.classes:
        return ""
    for i in range(clause.first + 1, clause.last):
        if "Quoted" not in doc.outer.alphabet.of(doc.outer.letters[i]) or i in clause.beside:
            continue
        before = [entry_at(doc, j) for j in (i - 1, i - 2, i + 1) if clause.first <= j < clause.last]
        named = any(
            e is not None and e.classes & {"ProgrammeWord", "CompetitionWord", "EventNoun"} for e in before
        )
        article = doc.outer.words(i - 1, i).lower()
        if (
            article in ("die", "das", "den")
            and not named
            and doc.outer.words(i - 2, i - 1).lower() not in ("für", "über")
        ):
            value = doc.outer.values[i]
            assert isinstance(value, tuple)
            return clean(doc.text[value[0] : value[1]]).strip('„“”"»«‚‘ ')
    return ""


def title_of_relative(doc: Document, clause: Clause) -> str:
    """The title that a relative clause with the figure is about: "„Netz“, das vom Land mit 6.000 Euro …"."""
    figure = clause.figure
    for i in range(clause.first, clause.last - 2):
        value = doc.outer.values[i]
        if "Quoted" not in doc.outer.alphabet.of(doc.outer.letters[i]) or not isinstance(value, tuple):
            continue
        pronoun = doc.outer.words(i + 2, i + 3).lower() in ("das", "die", "der", "den", "which")
        if doc.outer.words(i + 1, i + 2) != "," or not pronoun or figure is None or figure.start < value[1]:
            continue
        between = doc.text[doc.outer.ends[i + 2] : figure.start]
        before = entry_at(doc, i - 1) if i else None
        programme = before is not None and bool(before.classes & {"ProgrammeWord", "CompetitionWord"})
        if "," not in between and not programme and "FunderVerb" in clause.classes:
            return clean(doc.text[value[0] : value[1]]).strip('„“”"»«‚‘ ')
    return ""


def of_the_mayor(doc: Document, clause: Clause) -> str:
    """The town whose mayor gets a notice: "überreichte Bürgermeister Jan Kern den Bescheid"; "" for none."""
    own = doc.own
    if own is None or not says(doc, "HandedOver", clause.first, clause.last):
        return ""
    for i in range(clause.first, clause.last):
        value = doc.outer.values[i]
        if isinstance(value, Named) and value.kind == "role":
            heads = words_of("HeadsOfDistricts" if own.type == "district" else "HeadsOfTowns")
            base = value.parts.get("canonical", "").lower()
            if base in heads and own.name not in {g.name for g in clause.givers}:
                return own.name
    return ""
