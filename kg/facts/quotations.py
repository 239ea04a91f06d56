"""Quotations: words between quotation marks and the person they are ascribed to.

A quotation is ascribed by the words behind it ("…", sagte sie), before it (Sie sagte: "…"), by the quotation
before it, or by the sentence beside it; a title in quotation marks has none of these and is none. Who is
meant by a phrase, `kg.facts.speakers` knows; special turns of phrase are rules of `kg/rules/quotations.toml`.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from kg.document import Document, Match, matches
from kg.facts.attributions import Attributions
from kg.facts.speakers import Speaker, Speakers, words_of
from kg.facts.spoken import MARKS, SHORTEST, Spoken
from kg.mentions import clean
from kg.model import Fact, Value

_LONGEST_GAP = 700
"""How far, in code points, a quotation may stand behind the one that it goes on with."""
_LONGEST_SENTENCE = 60
"""How many units of a sentence before a quotation are read."""


def quotations(doc: Document, roles: list[Fact]) -> Iterator[Fact]:
    """Facts of kind quotation; `roles` are the release's role facts, for "so der CUO"."""
    spoken = [
        Spoken(i, *_inner(doc, value))
        for i, value in doc.outer.of_type(tuple)
        if len(value) == 2 and isinstance(value[0], int) and isinstance(value[1], int)
    ]
    if not spoken:
        return
    by_unit = {s.unit: s for s in spoken}
    for match in matches(doc.outer, "quotation"):
        for i in match.indices("quote"):
            if (one := by_unit.get(i)) is not None and not one.speaker:
                _ascribe(doc, one, match)
    reader = _Alone(doc, Speakers(doc, roles), by_unit)
    for one in spoken:
        if not one.speaker:
            reader.read(one)
    for i, one in enumerate(spoken):
        if not one.speaker:
            reader.alone(one, spoken[i - 1] if i else None)
    for one in spoken:
        if one.speaker:
            yield _fact(doc, one)


def _fact(doc: Document, one: Spoken) -> Fact:
    words = doc.text[one.start : one.end]
    slots: dict[str, Value] = {"speaker": one.speaker, "text": clean(words)}
    evidence = [doc.evidence(one.start, one.end)]
    if one.ascribed[1] > one.ascribed[0]:
        evidence.append(doc.evidence(*one.ascribed))
    resolved = {"speaker": one.resolved} if one.resolved else {}
    return Fact("quotation", slots, tuple(evidence), "quote", rule=one.rule, resolved=resolved)


def _inner(doc: Document, span: tuple[int, int]) -> tuple[int, int]:
    start, end = span
    while start < end and doc.text[start] in MARKS:
        start += 1
    while end > start and doc.text[end - 1] in MARKS:
        end -= 1
    return start, end


def _ascribe(doc: Document, one: Spoken, match: Match) -> None:
    """What a rule found: a person by name."""
    people, span = match.values("speaker", "person"), match.span("by") or match.span("speaker")
    if people and span and len(doc.text[one.start : one.end].split()) >= SHORTEST:
        one.speaker, one.ascribed, one.rule = people[0].name, span, match.rule.name


@dataclass(slots=True)
class _Alone(Attributions):
    """Reads the sentences beside quotations that are sentences of their own."""

    def alone(self, one: Spoken, before: Spoken | None) -> None:
        """A sentence of its own: it goes on with the quotation before it, or the sentence before tells who.

        "Landrat Huber zeigte sich erleichtert. „Das Netz läuft endlich.“"
        """
        if not self._is_sentence(one) or self.doc.section(one.start).kind not in (
            "body",
            "quote",
            "boilerplate",
        ):
            return
        if len(self.doc.text[one.start : one.end].split()) < SHORTEST and not self._after_question(one):
            return
        people, i = self.people, one.unit - 1
        while i > 0 and people.classes(i) & {"Stop", "Colon"}:
            i -= 1
        if self._follows_colon(one) and self._announces(i):
            return
        if before is not None and before.speaker and one.start - before.end < _LONGEST_GAP:
            names = {by.name for by in people.phrases(before.unit + 1, one.unit) if not by.resolved}
            if not names - {before.speaker}:
                one.speaker, one.rule = before.speaker, "quotation-continued"
                one.resolved = "by continuation: the speaker of the quotation before"
                return
        if self._follows_colon(one):
            return
        by = self._told_before(one) or self._asked(one)
        if by is not None:
            self._set(one, by, "sentence-before-quotation", by.first, by.last)
            one.resolved = "by context: the subject of the sentence before"
        elif (by := self._subject_after(one)) is not None:
            self._set(one, by, "sentence-behind-quotation", by.first, by.last)
            one.resolved = "by context: the subject of the sentence behind"

    def _asked(self, one: Spoken) -> Speaker | None:
        """Who answers a question of an interview: the person named last."""
        if not self._after_question(one):
            return None
        name = self.people.last_person(one.unit, "")
        return Speaker(name, one.unit, one.unit) if name else None

    def _subject_after(self, one: Spoken) -> Speaker | None:
        """ "„Das Netz läuft.“ Landrat Huber zeigte sich erleichtert." """
        people, i = self.people, one.unit + 1
        while people.classes(i) & {"Stop"}:
            i += 1
        if i >= len(self.doc.outer.starts) or "\n\n" in self.doc.text[one.end : self.doc.outer.starts[i]]:
            return None
        by = people.at(i)
        return by if by is not None and not by.resolved and people.is_speech(by.last) else None

    def _told_before(self, one: Spoken) -> Speaker | None:
        """The subject of the nearest sentence before in the same paragraph that has a person for it."""
        people, last = self.people, one.unit
        for _ in range(3):
            while last > 0 and "Stop" in people.classes(last - 1):
                last -= 1
            first = last
            while first > 0 and "Stop" not in people.classes(first - 1) and last - first < _LONGEST_SENTENCE:
                first -= 1
            text = self.doc.text[self.doc.outer.starts[first] : one.start]
            if first >= last or "\n\n" in text.replace("\r", "") or self._is_heading(first):
                return None
            if by := self._first_subject(first, last):
                return by
            if any(True for _ in people.phrases(first, last)):
                return None
            last = first
        return None

    def _first_subject(self, first: int, last: int) -> Speaker | None:
        people = self.people
        start = first
        while people.word(start).lower() in words_of("openers"):
            start += 1
        if not people.is_preposition(start) and (by := people.at(start)) and not by.vague:
            return by
        found = list(people.phrases(first, last))
        named = [by for by in found if not by.resolved] or found
        return named[0] if len({by.name for by in named}) == 1 else None

    def _is_heading(self, i: int) -> bool:
        return self.doc.section(self.doc.outer.starts[i]).kind in ("headline", "dateline", "contact")

    def _after_question(self, one: Spoken) -> bool:
        return self.doc.text[: one.start].rstrip(MARKS)[-1:] == "?"
