"""Quotations ascribed in their own sentence: by the words behind them, before them or above them."""

from __future__ import annotations

import re
from dataclasses import dataclass

from kg.facts.speakers import REACH, Speaker, words_of
from kg.facts.spoken import SHORTEST, Marked, Spoken

_COMMA_BEHIND = re.compile(r"[“”\"»«’‘›‹][*_]{0,3}\s?,\s|,[“”\"»«’‘›‹]")
_LONGEST_CLAUSE = 60
"""How many units before a quotation its clause may have."""


@dataclass(slots=True)
class Attributions(Marked):
    """Reads the words around quotations."""

    def read(self, one: Spoken) -> None:
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

    def _headed(self, one: Spoken) -> bool:
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

    def _behind(self, one: Spoken, *, comma: bool) -> bool:
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

    def _signed(self, one: Spoken, i: int) -> bool:
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

    def _told_after(self, one: Spoken, i: int) -> bool:
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

    def _fronted(self, one: Spoken) -> bool:
        """ "Als „einen Glücksfall für alle“ bezeichnete Huber das Netz." """
        people, i = self.people, one.unit - 1
        fronted = people.word(i).lower() in ("als", "von", "as") and "Stop" in people.classes(i - 1)
        return fronted and self.doc.text[one.start].islower()

    # -- before --------------------------------------------------------------------------------

    def _before(self, one: Spoken) -> bool:
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

    def _clause(self, one: Spoken) -> tuple[int, int, bool]:
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
                or ((first - 1) in self.by_unit and self._is_speech(first - 1))
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

    def _last_quoted(self, first: int, one: Spoken) -> Spoken | None:
        found = self.by_unit.get(first - 1)
        return found if found is not None and found.speaker and found.unit < one.unit else None

    def _only_ascribes(self, before: Spoken, one: Spoken) -> bool:
        """Nothing but the words that ascribe the one stand between two quotations of one sentence."""
        names = {by.name for by in self.people.phrases(before.unit + 1, one.unit) if not by.resolved}
        return not names - {before.speaker}

    def _interrupted(self, one: Spoken) -> bool:
        """ "„Ein guter Tag“, sagte Kolbe, „für uns alle.“" """
        first, last, colon = self._clause(one)
        inserted = "Comma" in self.people.classes(last - 1) and "Comma" in self.people.classes(first)
        return not colon and inserted and self._last_quoted(first, one) is not None
