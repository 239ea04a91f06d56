"""Quotations: words between quotation marks and the person they are ascribed to.

A quotation is ascribed by the words behind it ("…", sagte sie), before it (Sie sagte: "…"), by the quotation
before it, or by the sentence beside it; a title in quotation marks has none of these and is none. Who is
meant by a phrase, `kg.facts.speakers` knows; special turns of phrase are rules of `kg/rules/quotations.toml`.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from kg.document import Document, Match, matches
from kg.facts.speakers import REACH, Speaker, Speakers, words_of
from kg.mentions import clean
from kg.model import Fact, Value

_MARKS = "„“”\"»«‚‘›‹'’*_ \n\r\t\u00a0"
SHORTEST = 4
"""Fewer words than these between quotation marks are a name or a phrase, unless a verb of speech follows."""
_COMMA_BEHIND = re.compile(r"[“”\"»«’‘›‹][*_]{0,3}\s?,\s|,[“”\"»«’‘›‹]")
_ENDS = re.compile(r"[.!?…][“”\"»«’‘›‹'*_)\s]*\Z|[“”\"»«’‘›‹'*_]+\s?[.!?…]\Z")
_LONGEST_GAP = 700
"""How far, in code points, a quotation may stand behind the one that it goes on with."""
_LONGEST_CLAUSE = 60
"""How many units before a quotation its clause may have."""
_NOUNS = {"Cap", "Name", "Abstract", "Compound", "Known", "Caps", "Mixed", "Org", "OrgRef"}


@dataclass(slots=True)
class _Spoken:
    unit: int
    start: int
    end: int
    speaker: str = ""
    ascribed: tuple[int, int] = (0, 0)
    rule: str = ""
    resolved: str = ""


def quotations(doc: Document, roles: list[Fact]) -> Iterator[Fact]:
    """Facts of kind quotation; `roles` are the release's role facts, for "so der CUO"."""
    spoken = [
        _Spoken(i, *_inner(doc, value))
        for i, value in enumerate(doc.outer.values)
        if isinstance(value, tuple)
        and len(value) == 2
        and isinstance(value[0], int)
        and isinstance(value[1], int)
    ]
    if not spoken:
        return
    by_unit = {s.unit: s for s in spoken}
    for match in matches(doc.outer, "quotation"):
        for i in match.indices("quote"):
            if (one := by_unit.get(i)) is not None and not one.speaker:
                _ascribe(doc, one, match)
    reader = _Reader(doc, Speakers(doc, roles), by_unit)
    for one in spoken:
        if not one.speaker:
            reader.read(one)
    for i, one in enumerate(spoken):
        if not one.speaker:
            reader.alone(one, spoken[i - 1] if i else None)
    for one in spoken:
        if one.speaker:
            yield _fact(doc, one)


def _fact(doc: Document, one: _Spoken) -> Fact:
    words = doc.text[one.start : one.end]
    slots: dict[str, Value] = {"speaker": one.speaker, "text": clean(words)}
    evidence = [doc.evidence(one.start, one.end)]
    if one.ascribed[1] > one.ascribed[0]:
        evidence.append(doc.evidence(*one.ascribed))
    resolved = {"speaker": one.resolved} if one.resolved else {}
    return Fact("quotation", slots, tuple(evidence), "quote", rule=one.rule, resolved=resolved)


def _inner(doc: Document, span: tuple[int, int]) -> tuple[int, int]:
    start, end = span
    while start < end and doc.text[start] in _MARKS:
        start += 1
    while end > start and doc.text[end - 1] in _MARKS:
        end -= 1
    return start, end


def _ascribe(doc: Document, one: _Spoken, match: Match) -> None:
    """What a rule found: a person by name."""
    people, span = match.values("speaker", "person"), match.span("by") or match.span("speaker")
    if people and span and len(doc.text[one.start : one.end].split()) >= SHORTEST:
        one.speaker, one.ascribed, one.rule = people[0].name, span, match.rule.name


@dataclass(slots=True)
class _Reader:
    """Reads the words around quotations."""

    doc: Document
    people: Speakers
    by_unit: dict[int, _Spoken]

    def read(self, one: _Spoken) -> None:
        """Ascribe a quotation by the words of its own sentence."""
        words = len(self.doc.text[one.start : one.end].split())
        if words < 1 or self.doc.section(one.start).kind == "contact":
            return
        if words >= SHORTEST and self._headed(one):
            return
        comma = _COMMA_BEHIND.match(self.doc.text, one.end) is not None
        if (comma or words >= SHORTEST) and self._behind(one, comma=comma):
            return
        if words >= SHORTEST or self._goes_on(one) or (words > 1 and self._interrupted(one)):
            self._before(one)

    def _set(self, one: _Spoken, by: Speaker, rule: str, first: int, last: int) -> bool:
        """Take a speaker, with the units of the words that say so."""
        one.speaker, one.rule, one.resolved = by.name, rule, by.resolved
        one.ascribed = self.doc.outer.slice(min(first, by.first), max(last, by.last))
        return True

    def _headed(self, one: _Spoken) -> bool:
        """A line right above with a name and perhaps an office, as where voices are collected."""
        people, last = self.people, one.unit
        while last > 0 and "Stop" in people.classes(last - 1):
            last -= 1
        first = last
        while first > 0 and "Stop" not in people.classes(first - 1) and last - first < REACH:
            first -= 1
        starts = self.doc.outer.starts
        if (
            first >= last
            or last == one.unit
            or "\n" not in self.doc.text[self.doc.outer.ends[last - 1] : one.start]
        ):
            return False
        gap = self.doc.text[self.doc.outer.ends[last - 1] : one.start]
        verbs = any("Lower" in people.classes(i) or "Colon" in people.classes(i) for i in range(first, last))
        by = people.at(first)
        if (
            by is None
            or by.resolved
            or verbs
            or gap.count("\n") > 1
            or people.word(last - 1) in ("?", "!", ".")
        ):
            return False
        return (
            starts[first] < one.start
            and self._is_sentence(one)
            and self._set(one, by, "name-above-quotation", first, last)
        )

    # -- behind --------------------------------------------------------------------------------

    def _behind(self, one: _Spoken, *, comma: bool) -> bool:
        """ "…", sagte Petra Lindner; "…" (Petra Lindner); "…", the mayor noted."""
        people, i = self.people, one.unit + 1
        broken = False
        while people.classes(i) & {"Comma", "Dash", "Bullet", "Stop"} or people.word(i) == ">":
            broken = broken or "Stop" in people.classes(i)
            comma = comma or bool(people.classes(i) & {"Comma", "Dash"})
            i += 1
        classes, word = people.classes(i), people.word(i).lower()
        if broken:
            return self._signed(one, i)
        if not comma and not self._opens(one) and not self._fronted(one):
            return False
        if self._names(one):
            return False
        if people.is_speech(i):
            if (
                word == "so"
                and people.classes(i + 1) & {"Lower"}
                and not people.classes(i + 1) & {"SpeechVerb", "Adj"}
            ):
                return False  # "so heißt das Projekt"
            by = people.behind(i + 1)
            return by is not None and self._set(one, by, "verb-behind-quotation", i, i + 1)
        finite = "Lower" in classes or word in words_of("verbs")
        if comma and finite and not people.is_preposition(i):
            k = i + 1
            while k < i + 4 and people.word(k).lower() in words_of("fillers"):
                k += 1
            by = people.at(k)
            return by is not None and self._set(one, by, "clause-behind-quotation", i, i + 1)
        if comma and self._told_after(one, i):
            return True
        by = people.at(i + ("LP" in classes))
        if by is None:
            return False
        last = people.classes(by.last)
        if "LP" in classes:
            fits = not by.resolved and self._is_sentence(one, ends=False)
        else:
            fits = people.is_speech(by.last) or ("Lower" in last and not people.is_preposition(by.last))
            fits = fits or self._signed(one, i)
        return bool(fits) and self._set(one, by, "speaker-behind-quotation", i, by.last)

    def _signed(self, one: _Spoken, i: int) -> bool:
        """A name and perhaps an office on a line under the quotation or behind a dash; or "Das sagte …"."""
        people, text, units = self.people, self.doc.text, self.doc.outer
        if i >= len(units.starts) or not self._is_sentence(one, ends=False):
            return False
        while people.classes(i) & {"Dash", "Bullet", "Symbol", "Stop"} and i < one.unit + 8:
            i += 1
        by = people.at(i)
        gap = text[one.end : units.starts[i]] if i < len(units.starts) else ""
        if by is not None and not by.resolved and ("\n" in gap or re.search(r"[–—-]", gap)):
            end = text.find("\n", units.ends[by.last - 1])
            rest = text[units.ends[by.last - 1] : end if end >= 0 else len(text)].strip(" *_")
            plain = not rest or (rest[0] in ",(" and len(rest) < 120 and not rest.endswith(":"))
            if plain and rest[-1:] not in ("!", "?") and not self._follows_colon(one):
                return self._set(one, by, "signature", i, by.last)
            return False
        if "\n" in gap or by is not None:
            return False
        return self._told_after(one, i)

    def _told_after(self, one: _Spoken, i: int) -> bool:
        """ "…" Das sagte der Landrat. "…" So beschreibt er die Lage. "…" Mit diesen Worten eröffnete sie …"""
        people = self.people
        lower = people.word(i).lower()
        if lower == "mit" and people.word(i + 2).lower() in words_of("words"):
            by = people.behind(i + 4)
        elif lower in ("so", "das", "dies") and people.is_speech(i + 1):
            by = people.behind(i + 2)
        else:
            return False
        return by is not None and self._set(one, by, "told-after-quotation", i, by.last)

    def _fronted(self, one: _Spoken) -> bool:
        """ "Als „einen Glücksfall für alle“ bezeichnete Huber das Netz." """
        people, i = self.people, one.unit - 1
        fronted = people.word(i).lower() in ("als", "von", "as") and "Stop" in people.classes(i - 1)
        return fronted and self.doc.text[one.start].islower()

    # -- before --------------------------------------------------------------------------------

    def _before(self, one: _Spoken) -> bool:
        """Petra Lindner: "…"; sie sagte: "…"; Lindner nannte das Netz "ein Geschenk an alle"."""
        first, last, colon = self._clause(one)
        if first >= last:
            return False
        before = self._last_quoted(first, one)
        if before is not None and not colon and not self._names(one) and self._only_ascribes(before, one):
            one.speaker, one.rule = before.speaker, "quotation-continued"
            one.resolved = "by continuation: the speaker of the quotation before"
            return True
        if colon and self._announces(last - 1):
            return False
        if not colon and (self._names(one) or not self._ascribes(first, last)):
            return False
        by = self._subject(first, last, colon=colon)
        return by is not None and self._set(one, by, "clause-before-quotation", by.first, by.last)

    def _clause(self, one: _Spoken) -> tuple[int, int, bool]:
        """Units of the clause before a quotation, and whether it ends with a colon."""
        people, last = self.people, one.unit
        while last > 0 and people.classes(last - 1) & {"Stop", "Bullet"}:
            last -= 1
        colon = "Colon" in people.classes(last - 1)
        if last < one.unit and not colon:
            return one.unit, one.unit, False
        last -= colon
        first = last
        while first > 0 and last - first < _LONGEST_CLAUSE:
            classes = people.classes(first - 1)
            if (
                "Stop" in classes
                or "Semi" in classes
                or ((first - 1) in self.by_unit
                and self._is_speech(first - 1))
            ):
                break
            first -= 1
        for k in range(last - 2, first, -1):
            if "Colon" in people.classes(k):  # "Er blieb knapp: Man habe, sagte Huber, …"
                first = k + 1
                break
        for k in range(last - 2, first, -1):  # "Bescheide für Hungen – Landrätin Petschull: …"
            if "Dash" in people.classes(k) and next(people.phrases(k + 1, last), None):
                return k + 1, last, colon
        return first, last, colon

    def _is_speech(self, i: int) -> bool:
        return bool(self.by_unit[i].speaker)

    def _ascribes(self, first: int, last: int) -> bool:
        """Does a clause say that somebody says something? "laut", "nach den Worten von", a verb of speech."""
        people = self.people
        for i in range(first, last):
            behind_comma = "Comma" in people.classes(i - 1)
            if people.is_speech(i) and (people.word(i).lower() != "so" or behind_comma):
                return True
            if people.word(i).lower().partition(" ")[0] in words_of("according"):
                return True
            if behind_comma and "Lower" in people.classes(i) and (by := people.at(i + 1)) and not by.resolved:
                return True  # ", lässt Huber ausrichten," has no verb of speech
        return False

    def _subject(self, first: int, last: int, *, colon: bool) -> Speaker | None:
        """Who speaks in a clause: beside its last verb of speech, else where it begins."""
        people = self.people
        while people.word(first).lower() in words_of("openers") or people.classes(first) & {
            "Comma",
            "Bullet",
            "Dash",
            "Number",
        }:
            first += 1
        opening = None if people.is_preposition(first) else people.at(first)
        if opening is not None and opening.vague:
            verb = people.is_speech(opening.last) or (colon and "Lower" in people.classes(opening.last))
            opening = opening if verb else None
        for v in range(last - 1, first - 1, -1):
            if people.word(v).lower() in words_of("according"):
                if by := people.at(v + 1) or people.at(
                    v + 2, people.word(v + 1).lower().replace("des", "der")
                ):
                    return by  # "nach den Worten des Landrats", "according to Mayor Lee"
                continue
            if not people.is_speech(v):
                continue
            if opening and "Comma" in people.classes(v - 1):
                return opening  # "Petra Lindner, Leiterin des Amtes, sagte"
            beside = self._ending_at(first, v)
            comma = v - 1
            while beside is None and "Comma" in people.classes(v - 1) and first < comma and v - comma < 20:
                comma -= 1
                if "Comma" in people.classes(comma):
                    beside = self._ending_at(first, comma)
            if by := beside or people.behind(v + 1, reach=last - v - 1):
                return by
        if not colon and (by := self._inserted(first, last)) is not None:
            return by
        if opening is not None:
            return opening
        if people.word(first).lower() in words_of("possessives"):
            name = people.last_person(first, "f" if people.word(first).lower().startswith("ihr") else "m")
            return Speaker(name, first, first + 1, "by pronoun: the person named before") if name else None
        if free := list(people.phrases(first, last)):
            return free[-1]
        if not colon or any(self._finite(i) for i in range(first, last)):
            for i in range(first, last):
                if people.is_preposition(i) and (by := people.at(i + 1)) and not by.resolved:
                    return by
        return None

    def _inserted(self, first: int, last: int) -> Speaker | None:
        """Who an inserted clause names, whatever its verb: "Er habe, lässt Huber ausrichten, …"."""
        for i in range(first, last - 1):
            if "Comma" in self.people.classes(i) and "Lower" in self.people.classes(i + 1):
                by = self.people.at(i + 2)
                if by is not None and not by.resolved and self.people.classes(last - 1) & {"Comma"}:
                    return by
        return None

    def _finite(self, i: int) -> bool:
        return self.people.word(i).lower() in words_of("verbs") or self.people.is_speech(i)

    def _ending_at(self, first: int, verb: int) -> Speaker | None:
        """The phrase right before a verb: "und er versprach", "Lang ergänzt"."""
        for i in range(max(first, verb - 6), verb):
            if not (i > first and self.people.is_preposition(i - 1)):
                by = self.people.at(i)
                if by is not None and by.last == verb:
                    return by
        return None

    def _last_quoted(self, first: int, one: _Spoken) -> _Spoken | None:
        found = self.by_unit.get(first - 1)
        return found if found is not None and found.speaker and found.unit < one.unit else None

    def _only_ascribes(self, before: _Spoken, one: _Spoken) -> bool:
        """Nothing but the words that ascribe the one stand between two quotations of one sentence."""
        names = {by.name for by in self.people.phrases(before.unit + 1, one.unit) if not by.resolved}
        return not names - {before.speaker}

    # -- the sentence beside -------------------------------------------------------------------

    def alone(self, one: _Spoken, before: _Spoken | None) -> None:
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

    def _asked(self, one: _Spoken) -> Speaker | None:
        """Who answers a question of an interview: the person named last."""
        if not self._after_question(one):
            return None
        name = self.people.last_person(one.unit, "")
        return Speaker(name, one.unit, one.unit) if name else None

    def _announces(self, i: int) -> bool:
        """Does a word before a colon announce a title? "Motto: …", "13. Juli, 18 Uhr: …"."""
        lower = self.people.word(i).lower()
        return lower in words_of("naming") or bool(self.people.classes(i) & {"Date", "Number"})

    def _subject_after(self, one: _Spoken) -> Speaker | None:
        """ "„Das Netz läuft.“ Landrat Huber zeigte sich erleichtert." """
        people, i = self.people, one.unit + 1
        while people.classes(i) & {"Stop"}:
            i += 1
        if i >= len(self.doc.outer.starts) or "\n\n" in self.doc.text[one.end : self.doc.outer.starts[i]]:
            return None
        by = people.at(i)
        return by if by is not None and not by.resolved and people.is_speech(by.last) else None

    def _told_before(self, one: _Spoken) -> Speaker | None:
        """The subject of the nearest sentence before in the same paragraph that has a person for it."""
        people, last = self.people, one.unit
        for _ in range(3):
            while last > 0 and "Stop" in people.classes(last - 1):
                last -= 1
            first = last
            while first > 0 and "Stop" not in people.classes(first - 1) and last - first < _LONGEST_CLAUSE:
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

    def _after_question(self, one: _Spoken) -> bool:
        return self.doc.text[: one.start].rstrip(_MARKS)[-1:] == "?"

    # -- what stands between the marks ---------------------------------------------------------

    def _is_sentence(self, one: _Spoken, *, ends: bool = True) -> bool:
        """Does it begin like a sentence, stand where one begins, and (`ends`) end like one?"""
        text = self.doc.text
        if not (text[one.start].isupper() or text[one.start].isdigit()):
            return False
        if not ends and len(text[one.start : one.end].split()) > SHORTEST + 1:
            return self._opens(one) and not self.people.classes(one.unit - 1) & {"Bullet", "Dash"}
        units = self.doc.outer
        stop = units.ends[one.unit]
        tail = max(one.start, one.end - 2)
        closed = _ENDS.search(text[tail : stop + 2].rstrip()) or _ENDS.search(text[tail:stop])
        return closed is not None and self._opens(one)

    def _opens(self, one: _Spoken) -> bool:
        """Does a sentence begin with it?"""
        people, i = self.people, one.unit - 1
        while i >= 0 and (people.classes(i) & {"Bullet", "Dash"} or people.word(i) == ">"):
            i -= 1
        return i < 0 or bool(people.classes(i) & {"Stop", "Colon"})

    def _follows_colon(self, one: _Spoken) -> bool:
        people, i = self.people, one.unit - 1
        while i > 0 and people.classes(i) & {"Stop", "Bullet"}:
            i -= 1
        return "Colon" in people.classes(i)

    def _goes_on(self, one: _Spoken) -> bool:
        """Two or three words behind a colon are speech as well."""
        return self._follows_colon(one) and self._is_sentence(one)

    def _interrupted(self, one: _Spoken) -> bool:
        """ "„Ein guter Tag“, sagte Kolbe, „für uns alle.“" """
        first, last, colon = self._clause(one)
        inserted = "Comma" in self.people.classes(last - 1) and "Comma" in self.people.classes(first)
        return not colon and inserted and self._last_quoted(first, one) is not None

    def _names(self, one: _Spoken) -> bool:
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
