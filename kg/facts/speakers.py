"""Whom the words beside a quotation mean: a name, an office, a pronoun or a noun for the person.

A phrase is read from left to right over units in which every pair of quotation marks is one unit. The
closed lists it asks for (pronouns, prepositions, endings of nouns for persons) are the table `[speakers]` of
`kg/rules/quotations.toml`.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import cache

from kg import resources
from kg.document import Document
from kg.mentions import Named, clean, named
from kg.model import Fact

REACH = 16
"""How many units behind a verb, or within a phrase, its subject or its name is looked for."""
_STANDS_IN = {"Name", "Cap", "Abstract", "Compound", "Known", "Caps", "Mixed", "Org", "OrgRef", "RolePhrase"}
_MODIFIES = {"Adj", "AdjCap", "Ordinal"}
_BREAKS = {"Stop", "Quote", "Quoted", "Semi", "Colon", "Dot"}


@cache
def words_of(name: str) -> frozenset[str]:
    """A list of `[speakers]`."""
    book = resources.rule_file("quotations")
    return frozenset(book["speakers"][name])


@cache
def chiefs() -> dict[str, tuple[str, ...]]:
    """Other words for an office, with the ends of its labels."""
    book = resources.rule_file("quotations")
    return {word: tuple(offices) for word, offices in book["chiefs"].items()}


@cache
def _ending(name: str) -> re.Pattern[str]:
    return re.compile(r"(?:" + "|".join(sorted(words_of(name))) + r")\Z", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Speaker:
    """A person, the units of the phrase that means them, and how they were found if not by name.

    `vague` is a noun that the release puts beside nobody's name: it means somebody only where it is the
    subject of a verb of speech.
    """

    name: str
    first: int
    last: int
    resolved: str = ""
    vague: bool = False


@dataclass(slots=True)
class Speakers:
    """The persons of a release as speakers; `roles` are its role facts."""

    doc: Document
    roles: list[Fact]
    _people: list[tuple[int, Named]] = field(default_factory=list)
    _called: dict[str, list[tuple[int, Named]]] = field(default_factory=dict)
    _genders: dict[str, str] = field(default_factory=dict)

    def __post_init__(self) -> None:
        """Note the persons outside quotations, and by which single words they can be called."""
        self._people = list(named(self.doc.outer, "person"))
        for i, person in self._people:
            for word in {person.name.split()[-1], person.name.split()[0]}:
                self._called.setdefault(word, []).append((i, person))
            if gender := person.parts.get("gender") or self._gender_beside(i):
                self._genders.setdefault(person.name, gender)

    def _gender_beside(self, i: int) -> str:
        """ "Einsenderin Trudi Over" is a woman; "Landrat Kim Schulz", whose office is right before, a man."""
        noun, value = self.word(i - 1), self.doc.outer.values[i - 1] if i else None
        if isinstance(value, Named) and value.kind == "role":
            return "f" if re.search(r"(?:in|frau)\b", noun) else "m" if value.parts.get("concept") else ""
        # "Einsenderin Trudi Over", of whom no given name tells.
        return "f" if re.search(r"[a-zäöü](?:er|ist|ent|or|eur|log)in\Z", noun) else ""

    # -- units ---------------------------------------------------------------------------------

    def word(self, i: int) -> str:
        """The words of a unit as written; "" beyond the ends."""
        return self.doc.outer.texts[i] if 0 <= i < len(self.doc.outer.starts) else ""

    def classes(self, i: int) -> frozenset[str]:
        """The classes of a unit; none beyond the ends."""
        units = self.doc.outer
        return units.alphabet.of(units.letters[i]) if 0 <= i < len(units.starts) else frozenset()

    def is_preposition(self, i: int) -> bool:
        """Does a unit govern the phrase behind it, so that this is no subject?"""
        return self.word(i).lower() in words_of("prepositions")

    def is_speech(self, i: int) -> bool:
        """Is a unit a verb of speech? "meinen" is none where it can be a pronoun."""
        classes = self.classes(i)
        return "SpeechVerb" in classes and ("Function" not in classes or self.word(i).lower() == "so")

    # -- phrases -------------------------------------------------------------------------------

    def at(self, i: int, article: str = "") -> Speaker | None:
        """The person that the noun phrase or pronoun beginning at a unit means.

        `article` stands for one in another case before it ("des Landrats").
        """
        lower = self.word(i).lower()
        if lower in words_of("pronouns"):
            gender = "f" if lower in words_of("feminine") else "m"
            name = self.last_person(i, gender, nearest=lower in words_of("nearest"))
            return Speaker(name, i, i + 1, "by pronoun: the person named before") if name else None
        k = i
        if lower in words_of("articles"):
            article, k = lower, k + 1
        while k < i + 5 and self.classes(k) & _MODIFIES and not self.classes(k) & _STANDS_IN:
            if self.is_speech(k) or "Person" in self.classes(k):
                break
            k += 1
        if self.word(k) in words_of("salutations"):
            k += 1
        if person := self._named(k):
            return Speaker(person.name, i, k + 1)
        if (
            "Number" in self.classes(k)
            and self.classes(k + 1) & {"Dash"}
            and "jährige" in self.word(k + 2).lower()
        ):
            k += 2  # "die 34-Jährige"
        if not self.classes(k) & _STANDS_IN or self.is_preposition(k):
            return None
        if (j := self._apposed(k + 1)) and (person := self._named(j)):
            return Speaker(person.name, i, j + 1)
        return self._described(i, k, article)

    def _named(self, i: int) -> Named | None:
        """The person a unit names, also by a name that several have: then the one named last."""
        value = self.doc.outer.values[i] if i < len(self.doc.outer.values) else None
        if isinstance(value, Named):
            return value if value.kind == "person" else None
        if not self.classes(i) & _STANDS_IN:
            return None
        called = self._called.get(clean(self.word(i)))
        return (called and next((p for j, p in reversed(called) if j < i), called[0][1])) or None

    def _apposed(self, i: int) -> int:
        """Where a name stands behind its office: "der Vorsteher des Verbands, Otto Krämer"; 0 if nowhere."""
        for j in range(i, i + REACH):
            classes, lower = self.classes(j), self.word(j).lower()
            if self._named(j) and (j == i or not self.is_preposition(j - 1)):
                return j if lower not in words_of("pronouns") else 0
            fits = classes & (
                _STANDS_IN | _MODIFIES | {"Comma", "LP", "RP", "Slash", "Amp", "Number", "Quoted"}
            )
            if self.is_speech(j) or not (fits or lower in words_of("links")):
                return 0
        return 0

    def _described(self, first: int, head: int, article: str) -> Speaker | None:
        """The person whom an office or a noun with its article means: "die Dezernentin", "der Gründer"."""
        noun, value = clean(self.word(head)), self.doc.outer.values[head]
        if not article or article not in words_of("definite"):
            return None
        woman = article == "die" or _ending("women").search(noun) is not None
        gender = "" if article in ("das", "the") else "f" if woman else "m"
        if isinstance(value, Named) and value.kind == "role":
            if value.parts.get("plural") and not noun.endswith("e"):
                return None
            last = self._extended(head + 1)
            if name := self.holder(value, gender, self.doc.outer.starts[first]):
                return Speaker(name, first, last, "by office: the person this release names in it")
            name = self._chief(noun, gender, first) or self.last_person(first, gender)
            return Speaker(name, first, last, "by office: the person named before", True) if name else None
        if isinstance(value, Named) or not self._is_person(noun, article):
            return None
        aged = "jährige" in noun.lower()
        known = self._aged(head) if aged else self._chief(noun, gender, first) or self._known_as(noun, head)
        name = known or self.last_person(first, gender)
        why = "by description: the person named before"
        return Speaker(name, first, head + 1, why, vague=not known) if name else None

    def _is_person(self, noun: str, article: str) -> bool:
        ending = {"der": "men", "die": "women", "das": "neuters", "the": "english"}.get(article, "men")
        return _ending(ending).search(noun) is not None

    def _extended(self, i: int) -> int:
        """Past what an office is of: "die Hauptgeschäftsführerin der Handelskammer für Rheinhessen"."""
        stop = i + REACH
        while i < stop and (
            self.classes(i) & (_STANDS_IN | _MODIFIES) or self.word(i).lower() in words_of("links")
        ):
            if self.is_speech(i):
                break
            i += 1
        return i

    def _aged(self, head: int) -> str:
        """The person beside whose name the age stood: "Lea Stolz (34)", "der 34 Jahre alte Ben Stolz"."""
        age = re.match(r"\d*", self.word(head))
        number = (age[0] if age else "") or self.word(head - 2)
        for near in (range(1, 4), range(-5, 0)):  # behind the name rather than before it
            for i, person in reversed(self._people):
                if i < head and any(self.word(i + off) == number for off in near):
                    return person.name
        return ""

    def _chief(self, noun: str, gender: str, before: int) -> str:
        """The holder of the office that "Rathauschef" or "Stadtoberhaupt" is another word for."""
        offices = chiefs().get(re.sub(r"(?:in|es|s)\Z", "", noun.lower()), ())
        starts = self.doc.outer.starts
        fitting = [f for f in self.roles if _label(f).endswith(tuple(offices)) and self._fits(f, gender)]
        fitting = (
            [f for f in fitting if not f.slots.get("former") and f.modality != "future"] if offices else []
        )
        earlier = [f for f in fitting if f.evidence[0].start < starts[before]] or fitting[:1]
        return str(earlier[-1].slots["person"]) if earlier else ""

    def _known_as(self, noun: str, before: int) -> str:
        """The person beside whose name the noun stood: "die Informatikerin Lea Stolz"."""
        for i, person in reversed(self._people):
            near = (i - 1, i - 2, i + 2, i + 3)
            if i < before and any(clean(self.word(j)) == noun for j in near if j != before):
                return person.name
        return ""

    # -- offices and pronouns ------------------------------------------------------------------

    def holder(self, phrase: Named, gender: str, before: int) -> str:
        """The person whom this release names in an office, the nearest before a place or else the first."""
        fitting = [f for f in self.roles if _same_office(phrase, f) and self._fits(f, gender)]
        for part in ("former", "future"):
            if phrase.parts.get(part):
                fitting = [f for f in fitting if f.slots.get(part) or f.modality == part] or fitting
                break
        else:
            now = [f for f in fitting if not f.slots.get("former") and f.modality != "future"]
            fitting = now or fitting
        if phrase.parts.get("outgoing"):  # who goes was there before who comes
            fitting = fitting[:1]
        exact = [f for f in fitting if _label(f) == phrase.parts["canonical"].lower()]
        earlier = [f for f in exact or fitting if f.evidence[0].start < before]
        chosen = (earlier or fitting[:1])[-1:]
        return str(chosen[0].slots["person"]) if chosen else ""

    def _fits(self, fact: Fact, gender: str) -> bool:
        known = self._genders.get(str(fact.slots["person"]), gender)
        return not gender or known == gender

    def last_person(self, before: int, gender: str, *, nearest: bool = False) -> str:
        """The person a pronoun means: the subject of the nearest sentence before with one of its gender.

        `nearest` takes the one named last there, as "dieser" does: "A begrüßte B. Dieser sagte".
        """
        at = bisect_right(self._people, before, key=lambda pair: pair[0])
        near = [pair for pair in self._people[max(0, at - 12) : at] if pair[0] < before]
        starts = self.doc.outer.starts
        while near:
            begin, _ = self.doc.sentence(starts[near[-1][0]])
            here = [(i, p) for i, p in near if starts[i] >= begin]
            near = near[: -len(here)]
            sure = [pair for pair in here if self._genders.get(pair[1].name) == gender]
            fitting = sure or [(i, p) for i, p in here if not gender or p.name not in self._genders]
            if fitting and nearest:
                return fitting[-1][1].name
            if fitting:
                return next((p for i, p in fitting if not self._governed(i)), fitting[-1][1]).name
        return ""

    def _governed(self, i: int) -> bool:
        """Does a preposition stand before a name and its offices and organisations?"""
        for j in range(i - 1, max(-1, i - 6), -1):
            if self.is_preposition(j):
                return True
            if not (self.classes(j) & (_STANDS_IN | _MODIFIES) or self.word(j).lower() in words_of("inside")):
                return False
        return False

    # -- subjects ------------------------------------------------------------------------------

    def behind(self, i: int, *, reach: int = REACH) -> Speaker | None:
        """The subject behind a verb; a name that a preposition governs only where there is no other."""
        k, fallback, stop = i, None, i + reach
        while k < stop and not self.classes(k) & _BREAKS and self.word(k):
            if self.is_preposition(k):
                governed = self.at(k + 1)
                fallback = fallback or (governed if governed and not governed.resolved else None)
                k = governed.last if governed else self._past(k + 1)
                continue
            pronoun = self.word(k).lower() in words_of("pronouns")
            if (not pronoun or k <= i + 1) and (found := self.at(k)):
                return found
            if self.word(k).lower() in words_of("subordinating") and "Comma" in self.classes(k - 1):
                break
            k += 1
        return fallback

    def _past(self, i: int) -> int:
        """Past the article, adjectives and noun that a preposition governs."""
        while self.classes(i) & _MODIFIES or self.word(i).lower() in words_of("oblique") | words_of(
            "articles"
        ):
            i += 1
        return i + 1

    def phrases(self, first: int, last: int) -> Iterator[Speaker]:
        """The persons meant by phrases among units, without those that a preposition governs."""
        k = first
        while k < last:
            if self.is_preposition(k):
                governed = self.at(k + 1)
                k = governed.last if governed else k + 1
                continue
            found = self.at(k)
            if found is not None and found.last <= last and not found.vague:
                yield found
                k = found.last
            else:
                k += 1


def _label(fact: Fact) -> str:
    return str(fact.slots.get("role_canonical", "")).lower()


def _same_office(phrase: Named, fact: Fact) -> bool:
    """The same concept, or one label ends with the other: "Geschäftsführer", "HI-REG-Geschäftsführer"."""
    if phrase.parts.get("concept") and phrase.parts["concept"] == fact.slots.get("concept"):
        return True
    ours, theirs = phrase.parts["canonical"].lower(), _label(fact)
    if theirs.startswith("vize") != ours.startswith("vize"):
        return False
    return bool(theirs) and (theirs.endswith(ours) or (len(theirs) > 5 and ours.endswith(theirs)))
