"""Whose people a number of staff counts: the organisation that employs them.

The clause of the number tells it by its subject, a place or what stands behind the number; else the sentences
before tell it.
"""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Sequence
from dataclasses import replace

from kg.document import Document
from kg.facts.money import searched
from kg.mentions import Named, clean
from kg.model import Section


def employer(doc: Document, first: int, last: int, matched: Named | None) -> Named | None:
    """The organisation that a number of staff is said of.

    In its sentence: the one that the words behind the number place them in ("16 Leute in der Stabsstelle"),
    the one that a relative clause with the number speaks of, else the one that the rule `matched`, else the
    last before the number. A sentence whose subject is a pronoun, or a subsidiary without its name, goes on
    about the sentence before. Else the topic of the boilerplate ("Über die Stadtwerke"), else what the
    sentences before were about.
    """
    at, behind = doc.units.starts[first], doc.units.ends[last - 1]
    start, end = doc.sentence(at)
    for org in _organizations(doc, behind, min(end, behind + REACH)):
        if _PLACED.fullmatch(doc.text, behind, org.start):
            return org
    named = _organizations(doc, max(start, at - REACH), at)
    before = [(bisect_right(doc.units.starts, org.start) - 1, org) for org in named]
    on = _GOES_ON.match(doc.text, start, at)
    if on and on["last"] and any(o.start < on.end() and not _is_oblique(doc, i) for i, o in before):
        on = None  # "Die X GmbH ist eine Tochter der Y": the subsidiary has a name
    told = _told_here(doc, first, behind, before, matched, on)
    if told is None:
        told = _told_in_short(doc, first, behind, before)
    if told is not None:
        return told[0] if told else None
    return _told_before(doc, at, on)


def _told_here(
    doc: Document,
    first: int,
    behind: int,
    before: list[tuple[int, Named]],
    matched: Named | None,
    on: re.Match[str] | None,
) -> list[Named] | None:
    """What the names of the sentence tell: the employer first, none for nobody named; None for nothing.

    `before` are the names before the number, `matched` is the rule's, `on` a pronoun that begins the
    sentence.
    """
    at = doc.units.starts[first]
    start, _ = doc.sentence(at)
    if before and _WITH.fullmatch(doc.text, before[-1][1].end, at):
        owners = [org for i, org in before[:-1] if not _is_oblique(doc, i)]
        return owners[-1:] if owners and _is_oblique(doc, before[-1][0]) else [before[-1][1]]
    if (antecedents := _antecedents(doc, before)) is not None:
        return antecedents
    subjects = [org for i, org in before if not _is_oblique(doc, i)]
    if matched is not None and not _accompanies(doc, start, matched):
        if subjects and matched not in subjects and matched.end <= at and not on:
            return subjects[-1:]
        person = on is not None and not on["last"] and not on[0].strip().startswith(("Es", "It"))
        if not on or (person and (matched in subjects or matched.start >= behind)):
            return [matched]
    before = [(i, org) for i, org in before if not _accompanies(doc, start, org)]
    if before and not on:
        here, nearest = _owned(doc, before)
        return [nearest] if _is_place(doc, here) or not subjects else subjects[-1:]
    return None


def _told_in_short(
    doc: Document, first: int, behind: int, before: list[tuple[int, Named]]
) -> list[Named] | None:
    """What the sentence tells without a name before the number; as `_told_here` does."""
    at = doc.units.starts[first]
    start, end = doc.sentence(at)
    if doc.own is not None and _OWN_PEOPLE.match(doc.text, start, at):
        return [replace(doc.own, reference=True)]
    if (unknown := _unknown(doc, start, at)) is not None:
        return [unknown] if unknown.name else []
    if is_possessed(doc, first):
        owned = _ITS_NOUN.match(doc.text, start, at)
        if owned and not searched("Crews", owned["noun"]):
            return []
        whose = _whose_people(doc, start) if not owned and _UNNAMED.match(doc.text, start, at) else None
        led = whose or _led(doc, start)
        return [led] if led is not None else []
    if not before and (place := _place_behind(doc, behind, end)) is not None:
        return [place]
    return [] if _OTHER_SUBJECT.match(doc.text, start, at) else None


def _told_before(doc: Document, at: int, on: re.Match[str] | None) -> Named | None:
    """What the sentences before a number tell: whom a pronoun means, a heading, a list's owner, the topic."""
    start, _ = doc.sentence(at)
    section = doc.section(at)
    paragraph = max(section.start, doc.text.rfind("\n\n", 0, start))
    earlier = _organizations(doc, paragraph, start)
    if on and on[0].strip() == "Ihr":
        at_first = (bisect_right(doc.units.starts, org.start) - 1 for org in earlier)
        feminine = [org for org, i in zip(earlier, at_first, strict=True) if _article(doc, i) in _FEMININE]
        earlier = feminine[-1:] or earlier
    if on and earlier:
        return replace(_spoken_of(doc, earlier, last=bool(on["last"])), reference=True)
    if section.kind == "boilerplate" and (topic := _topic(section.heading)):
        return Named("organization", _in_full(doc, topic), at, at, "heading", reference=True)
    if section.kind == "boilerplate" and earlier:
        return earlier[0]
    if _in_a_list(doc, at):
        return _listed_under(doc)
    if _THERE.search(doc.text, start, at + 60):
        there = _organizations(doc, max(section.start, doc.sentence(max(start - 1, 0))[0]), start)
        return replace(there[-1], reference=True) if there else None
    if doc.publisher is not None and doc.publisher.type not in _GOVERNING:
        return replace(doc.publisher, reference=True)
    return _topic_before(doc, section, start)


def _owned(doc: Document, before: list[tuple[int, Named]]) -> tuple[int, Named]:
    """The last of names by their units, or the one whose genitive it is: "im Zentrum Handwerk der Kammer"."""
    for (i, _), (k, _) in zip(before[-2::-1], before[:0:-1], strict=True):
        between = doc.units.words(i + 1, k).lower().split()
        if not between or between[0] not in ("der", "des") or len(between) > 2:
            return k, dict(before)[k]
    return before[0]


def _place_behind(doc: Document, behind: int, end: int) -> Named | None:
    """The organisation behind a number, in its clause, that people work in: "… ihr Geld bei der Bahn"."""
    named = _organizations(doc, behind, min(end, behind + REACH))
    if not named or re.search(r"[,;:.]", doc.text[behind : named[0].start]):
        return None
    return named[0] if _is_place(doc, bisect_left(doc.units.starts, named[0].start)) else None


# A sentence that is about somebody else: "Die Gewerkschaft vertritt …".
_OTHER_SUBJECT = re.compile(
    r"\s*(?:Der|Die|Das|Eine?)\s(?!Belegschaft|Mannschaft|Personal|Zahl|Team|Unternehmen|Einrichtung|Haus"
    r"|Betrieb|Leitung)"
    r"[A-ZÄÖÜ][a-zäöüß-]+(?<!team)(?<!unternehmen)"
    r"\s(?!hat|zählt|umfasst|beschäftigt|verfügt|besteht|kommt|bietet|ist)[a-zäöüß]+t\s"
)


_GOVERNING = ("municipality", "district", "ministry", "state")


def _in_a_list(doc: Document, at: int) -> bool:
    """True in a line of a list or table of figures: "• Team: 21 Beschäftigte", "| Beschäftigte | 900 |"."""
    line = doc.text[doc.text.rfind("\n", 0, at) + 1 : at]
    return re.match(r"\s*(?:[|•*·▪–-]\s|\w+:?\s{2,}\Z)", line) is not None


def _listed_under(doc: Document) -> Named | None:
    """Of whom a list of figures is: who issues the release, else the one its title names first."""
    if doc.publisher is not None and doc.publisher.type not in _GOVERNING:
        return replace(doc.publisher, reference=True)
    titles = [s for s in doc.sections if s.kind == "headline"]
    named = [o for s in titles for o in _organizations(doc, s.start, s.end) if o.type not in _GOVERNING]
    return replace(named[0], reference=True) if named else None


_THERE = re.compile(r"\b(?:dort|hier|there|here)\b")


def _topic_before(doc: Document, section: Section, start: int) -> Named | None:
    """What the nearest sentence before is about that names an organisation; a land employs nobody here."""
    earlier = [o for o in _organizations(doc, section.start, start) if o.type not in ("state", "ministry")]
    if not earlier or section.kind == "boilerplate":
        return earlier[0] if earlier else None
    opening = doc.sentence(earlier[-1].start)[0]
    here = [o for o in earlier if o.start >= opening]
    subjects = (o for o in here if not _is_oblique(doc, bisect_right(doc.units.starts, o.start) - 1))
    return next(subjects, here[0])


def is_possessed(doc: Document, i: int) -> bool:
    """True for people of somebody: "Ihr siebenköpfiges Team", "Chef von acht Mitarbeitern"."""
    start, _ = doc.sentence(doc.units.starts[i])
    before = doc.text[max(start, doc.units.starts[i] - 60) : doc.units.starts[i]]
    return bool(_UNNAMED.match(doc.text, start, doc.units.starts[i]) or _LED.search(before))


# A unit that belongs to a person, not to an organisation named near it.
_UNNAMED = re.compile(r"\s*(?:Seine|Ihre|Sein|Ihr(?!\sgehör)|Zu\s(?:sein|ihr)em|His|Her)\s")
_ITS_NOUN = re.compile(
    r"\s*(?:Seine|Ihre|Sein|Ihr|Zu\s(?:sein|ihr)em)\s(?:[a-zäöüß\d-]+\s)*(?P<noun>[A-ZÄÖÜ][\w-]+)"
)
_LED = re.compile(
    r"\b(?:[Cc]hef(?:in)?|Leiter(?:in)?|Vorgesetzte[rn]?|[Hh]ead|[Ss]eine[mnr]?|[Ii]hre[mnr]?)\s(?:von\s|of\s)?\Z"
)


def _led(doc: Document, start: int) -> Named | None:
    """The unit that the sentences before say somebody leads or works in; None where they name none."""
    begin = start
    for _ in range(3):
        begin = doc.sentence(max(begin - 1, 0))[0]
    units = [o for o in _organizations(doc, begin, start) if o.type == "unit"]
    known = {o.name: o for o in _organizations(doc, 0, start) if o.type == "unit"}
    if not units and len(known) == 1:
        units = list(known.values())
    return replace(units[-1], reference=True) if units else None


def _whose_people(doc: Document, start: int) -> Named | None:
    """The one body of the sentence before, that "Seine 44 Beschäftigten" work for."""
    before = _organizations(doc, doc.sentence(max(start - 1, 0))[0], start)
    bodies = {o.name: o for o in before if o.type not in _GOVERNING}
    return replace(bodies.popitem()[1], reference=True) if len(bodies) == 1 else None


REACH = 600  # characters of a sentence around a number that can tell whose people they are


def _organizations(doc: Document, start: int, end: int) -> Sequence[Named]:
    """The names of organisations in a stretch of the text."""
    first = bisect_left(doc.organizations, start, key=lambda org: org.start)
    return doc.organizations[first : bisect_left(doc.organizations, end, key=lambda org: org.start)]


def _spoken_of(doc: Document, earlier: Sequence[Named], *, last: bool) -> Named:
    """Whom a sentence with a pronoun goes on about: of the nearest sentence that has a subject of its own."""
    for org in reversed(earlier):
        start, _ = doc.sentence(org.start)
        if last:
            return org
        if not _GOES_ON.match(doc.text, start, org.start):
            return next(o for o in earlier if o.start >= start)
    return earlier[0]


# "die Stabsstelle mit elf", "the agency with its 20"
def _accompanies(doc: Document, start: int, org: Named) -> bool:
    """ "die er mit dem Städtetag teilt": who is beside does not employ."""
    return bool(_ACCOMPANIED.search(doc.text, max(start, org.start - 20), org.start))


_ACCOMPANIED = re.compile(r"\b(?:mit|neben|gegenüber|with)\s(?:(?:der|dem|den|the)\s)?$")
_WITH = re.compile(r"\s(?:mit|with|und)\s(?:(?:ihren|seinen|its|derzeit|zurzeit|heute|insgesamt)\s)?")
_UNKNOWN = re.compile(
    r"\s*[„“\"»]?(?:(?:Der|Die|Das|Unsere?)\s(?P<subject>[A-ZÄÖÜ][\w-]+)(?P<more>(?:\s[A-ZÄÖÜ][\w-]+){0,3})(?:\s\([^()]{1,12}\))?"
    r"(?:\s(?:hat|zählt|umfasst|beschäftigt|verfügt|kommt|mit|ist\smit)\b|,\s(?:eine?\s|Arbeitgeber|mit\s))"
    r"|(?:In\sdem|In\sder|Im|Beim|Bei\sder)\s(?P<place>[A-ZÄÖÜ][\w-]+)(?P<behind>(?:\s[A-ZÄÖÜ][\w-]+){0,3})\s)"
)


_WHOLE = (None, "Geschäftsstelle")
"""Whoever works in a body's office works for the body."""
_OWN_PEOPLE = re.compile(r"\s*(?:The\s(?:municipal\s|city\s)?(?:city\s)?administration|Die\sVerwaltung)\s")
_HAS_WITH = re.compile(r"\smit\b")


def _unknown(doc: Document, start: int, at: int) -> Named | None:
    """The subject or place at a sentence's start that is no name found: "Das Servicecenter hat …".

    An abbreviation is one without a name, for nobody knows whose it is; None for nouns in general.
    """
    found = _UNKNOWN.match(doc.text, start, at)
    if found is None:
        return None
    word, more = (found["subject"], found["more"]) if found["subject"] else (found["place"], found["behind"])
    begin = found.start("subject" if found["subject"] else "place")
    end = begin + len(word) + len(more)
    i, last = bisect_left(doc.units.starts, begin), bisect_left(doc.units.starts, end)
    if any(isinstance(doc.units.values[k], Named) for k in range(i, last)) or searched("Nobody", word):
        return None
    classes = classes_of(doc, i)
    if (
        "Known" in classes
        and not word.isupper()
        and not more
        and not ("UnitNoun" in classes and (found["place"] not in _WHOLE or _HAS_WITH.match(doc.text, end)))
    ):
        return None
    nameless = word.isupper() and not more
    return Named("organization", "" if nameless else word + more, begin, end, "noun-of-sentence", "unit")


_OBLIQUE = frozenset(
    {"von", "vom", "of", "by", "mit", "with", "zum", "zur", "aus", "für", "for", "bei", "beim", "an", "im",
     "in", "gesellschafterin", "gesellschafter", "eigentümerin", "eigentümer", "träger", "trägerin"}
)  # fmt: skip
_PLACES = frozenset({"im", "in", "bei", "beim", "am", "an", "at"})


_DETERMINERS = ("der", "des", "dem", "den", "die", "das", "the")


def _governor(doc: Document, i: int) -> tuple[int, str]:
    """The unit before a name with its article and adjectives, and its word."""
    units, j = doc.units, i - 1
    while j >= 0 and (units.words(j, j + 1).lower() in _DETERMINERS or "Adj" in classes_of(doc, j)):
        j -= 1
    return j, units.words(j, j + 1).lower() if j >= 0 else ""


def classes_of(doc: Document, i: int) -> frozenset[str]:
    """The classes of a unit; none before the first."""
    return doc.units.alphabet.of(doc.units.letters[i]) if i >= 0 else frozenset()


def _article(doc: Document, i: int) -> str:
    return doc.units.words(i - 1, i).lower()


_FEMININE = ("die", "der", "zur")


def _is_place(doc: Document, i: int) -> bool:
    """ "im Amt für Statistik": where people work."""
    return _governor(doc, i)[1] in _PLACES


def _is_oblique(doc: Document, i: int, reach: int = 8) -> bool:
    """True for a name behind a preposition or in a genitive, or joined to one by "und": no subject."""
    units = doc.units
    j, word = _governor(doc, i)
    article = units.words(j + 1, j + 2).lower()
    if article == "des" or (article == "der" and {"Cap", "Org", "OrgRef", "Share"} & classes_of(doc, j)):
        return True  # "eine Tochter der Stadt"
    if article in ("der", "dem") and word in ("gehört", "gehören", "gehörte", "gehörten"):
        return True
    if word in ("und", "and") and j:
        before = next((k for k in range(j - 1, max(-1, j - 6), -1) if isinstance(units.values[k], Named)), -1)
        if before < 0:
            between = [units.words(k, k + 1).lower() for k in range(max(0, j - 6), j)]
            return "," not in between and bool(_OBLIQUE & set(between))
        return reach > 0 and _is_oblique(doc, before, reach - 1)
    return word in _OBLIQUE


_PLACED = re.compile(
    r"(?:\s(?:und|and)\s\w+)?"
    r"(?:(?:\s(?:sind|arbeiten|work))?(?:\s(?!ist\b|war\b)[a-zäöü]+)?"
    r"\s(?:im|beim|am|(?:in|bei|an|at|of)(?:\s(?:der|dem|den|the))?)"
    r"|\s(?:zählt|beschäftigt|hat|umfasst)(?:\s(?:der|die|das))?)\s"
)

_GOES_ON = re.compile(
    r"\s*(?:(?:Sie|Es|Er|It)\s|(?:Ihr|Ihm)\s(?=gehör)|(?P<last>(?:Dort|Hier|There|Letztere[rs]?|The\slatter)\s|(?:Der|Die|Das)\s[^.,;]{0,60}?"
    r"(?:[Tt]ochter(?:gesellschaft|unternehmen)?|Eigenbetrieb)\s(?:der|des|von)\s))"
)


def _antecedents(doc: Document, before: list[tuple[int, Named]]) -> list[Named] | None:
    """Of organisations by their units, those that a relative clause behind them can speak of, last first.

    By gender: "vom Zentrum der GmbH, das" is the Zentrum. None where there is no such clause.
    """
    units = doc.units
    for position in range(len(before) - 1, -1, -1):
        at = before[position][0]
        if units.words(at + 1, at + 2) == "," and units.words(at + 2, at + 3) in ("which", "where"):
            return [before[position][1]]
        if units.words(at + 1, at + 4) in _WHERE and (part := _part_of_it(doc, at)):
            return [part]
        if units.words(at + 1, at + 2) in _PARTICLES and units.words(at + 2, at + 5) in _WHERE:
            return [before[position][1]]  # "steht der Abteilung vor, in der 22 Leute arbeiten"
        fitting = _ARTICLES.get(units.words(at + 2, at + 3))
        if isinstance(units.values[min(at + 3, len(units.values) - 1)], Named):
            continue  # "die A, die B und die C": no clause
        if units.words(at + 1, at + 2) == "," and fitting:
            articles = [
                (units.words(i - 1, i).lower() if i else "", org) for i, org in before[: position + 1]
            ]
            return [org for word, org in reversed(articles) if word not in _ALL_ARTICLES or word in fitting]
    return None


_PARTICLES = ("vor", "an", "auf", "ab")
_WHERE = (", in der", ", bei der", ", an der")


def _part_of_it(doc: Document, at: int) -> Named | None:
    """The part of a body that a clause speaks of: of "in der Geschäftsstelle des SSG, in der" the office."""
    if doc.units.words(at - 1, at) != "des" or "UnitNoun" not in classes_of(doc, at - 2):
        return None
    span = doc.units.slice(at - 2, at + 1)
    return Named("organization", clean(doc.text[slice(*span)]), *span, "part-of-body", "unit")


_MASCULINE, _NEUTER = (
    "der den dem des ein einen einem vom im beim zum am",
    "das dem des ein einem vom im beim zum am",
)
_ARTICLES = {
    "der": frozenset(_MASCULINE.split()),
    "die": frozenset({"die", "der", "eine", "einer", "zur"}),
    "das": frozenset(_NEUTER.split()),
}
_ALL_ARTICLES = frozenset().union(*_ARTICLES.values())


def _in_full(doc: Document, short: str) -> str:
    """The name that a release has in full for what it also calls in short ("TU Darmstadt", "EWP")."""
    if spelled := next((o.name for o in doc.organizations if o.parts.get("abbreviation") == short), ""):
        return spelled
    universities = (o for o in doc.organizations if o.type == "university")
    return next((o.name for o in universities if doc.text[o.start : o.end] == short), short)


def _topic(heading: str) -> str:
    """What boilerplate under "Über die Stadtwerke Ulm" is about."""
    match = re.match(r"[\W_]*(?:Über|About)\s+(?:die |den |das |the )?(.+?)[\W_]*$", heading)
    topic = clean(match[1]).strip('„“”"»« ') if match else ""
    return "" if topic.lower() in ("uns", "us") else topic
