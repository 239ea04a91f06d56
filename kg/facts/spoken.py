"""Words between quotation marks, and what can be told from them and from where they stand."""

from __future__ import annotations

import re
from dataclasses import dataclass

from kg.document import Document
from kg.facts.speakers import Speaker, Speakers, words_of

MARKS = "„“”\"»«‚‘›‹'’*_ \n\r\t\u00a0"
SHORTEST = 4
"""Fewer words than these between quotation marks are a name or a phrase, unless a verb of speech follows."""
_ENDS = re.compile(r"[.!?…][“”\"»«’‘›‹'*_)\s]*\Z|[“”\"»«’‘›‹'*_]+\s?[.!?…]\Z")
_NOUNS = {"Cap", "Name", "Abstract", "Compound", "Known", "Caps", "Mixed", "Org", "OrgRef"}


@dataclass(slots=True)
class Spoken:
    """What stands between a pair of marks: its unit, its words without marks, who says it and where that
    is said."""

    unit: int
    start: int
    end: int
    speaker: str = ""
    ascribed: tuple[int, int] = (0, 0)
    rule: str = ""
    resolved: str = ""


@dataclass(slots=True)
class Marked:
    """The quotations of a release among its words; `by_unit` has them by their units."""

    doc: Document
    people: Speakers
    by_unit: dict[int, Spoken]

    def _set(self, one: Spoken, by: Speaker, rule: str, first: int, last: int) -> bool:
        """Take a speaker, with the units of the words that say so."""
        one.speaker, one.rule, one.resolved = by.name, rule, by.resolved
        one.ascribed = self.doc.outer.slice(min(first, by.first), max(last, by.last))
        return True

    def _is_sentence(self, one: Spoken, *, ends: bool = True) -> bool:
        """Does it begin like a sentence, stand where one begins, and (`ends`) end like one?"""
        text = self.doc.text
        first = text[one.start : one.start + 1]  # nothing where the marks hold nothing
        if not (first.isupper() or first.isdigit()):
            return False
        if not ends and len(text[one.start : one.end].split()) > SHORTEST + 1:
            return self._opens(one) and not self.people.classes(one.unit - 1) & {"Bullet", "Dash"}
        units = self.doc.outer
        stop = units.ends[one.unit]
        tail = max(one.start, one.end - 2)
        closed = _ENDS.search(text[tail : stop + 2].rstrip()) or _ENDS.search(text[tail:stop])
        return closed is not None and self._opens(one)

    def _opens(self, one: Spoken) -> bool:
        """Does a sentence begin with it?"""
        people, i = self.people, one.unit - 1
        while i >= 0 and (people.classes(i) & {"Bullet", "Dash"} or people.word(i) == ">"):
            i -= 1
        return i < 0 or bool(people.classes(i) & {"Stop", "Colon"})

    def _follows_colon(self, one: Spoken) -> bool:
        people, i = self.people, one.unit - 1
        while i > 0 and people.classes(i) & {"Stop", "Bullet"}:
            i -= 1
        return "Colon" in people.classes(i)

    def _goes_on(self, one: Spoken) -> bool:
        """Two or three words behind a colon are speech as well."""
        return self._follows_colon(one) and self._is_sentence(one)

    def _names(self, one: Spoken) -> bool:
        """Is it a title or a name? "die Ausstellung „Vom Stempel zum Klick“", "über „Chancen der KI“"."""
        people, i = self.people, one.unit - 1
        if not self.doc.text[one.start].isupper():
            return False
        if people.classes(i) & {"LP"}:
            return True
        lower = people.word(i).lower()
        if people.classes(i) & _NOUNS and not people.classes(i) & {"Person"}:
            return True
        return people.is_preposition(i) or lower in words_of("articles") | words_of("oblique") | words_of(
            "naming"
        )

    def _announces(self, i: int) -> bool:
        """Does a word before a colon announce a title? "Motto: …", "13. Juli, 18 Uhr: …"."""
        lower = self.people.word(i).lower()
        return lower in words_of("naming") or bool(self.people.classes(i) & {"Date", "Number"})
