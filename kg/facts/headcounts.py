"""Headcounts: how many people work where.

A number with a word for staff, and the organisation it is said of. Words for people in general (`PeopleNoun`
in the rules) count only beside a verb of employment.
"""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import replace

from kg import amounts
from kg.amounts import NumberSpan
from kg.dates import DateSpan
from kg.document import Document, Match, matches
from kg.facts.money import searched
from kg.mentions import Named, clean
from kg.model import Fact, Value


def headcounts(doc: Document) -> Iterator[Fact]:
    """Facts of kind headcount, each number once."""
    numbers = {n.end: n for n in amounts.find_numbers(doc.text)}
    told: set[int] = set()
    for match in matches(doc.units, "headcount"):
        span = match.span("count")
        number = numbers.get(span[1]) if span else None
        if number is None or number.value < 1 or number.start in told or not _is_staff(doc, match, number):
            continue
        if match.rule.settings.get("within", section := doc.section(number.start).kind) != section:
            continue
        orgs = match.values("org", "organization")
        at = bisect_left(doc.units.starts, number.start)
        org = _employer(doc, at, match.match.end(), orgs[0] if orgs else None)
        if org is None:
            continue
        told.add(number.start)
        fact = _fact(doc, number, org, match.span() or (number.start, number.end), match.rule.name)
        yield fact
        yield from _before_that(doc, fact, number)
    for number, org, end in _headed(doc, told):
        yield _fact(doc, number, org, (number.start, end), "team-by-its-heads")


def _fact(doc: Document, number: NumberSpan, org: Named, span: tuple[int, int], rule: str) -> Fact:
    slots: dict[str, Value] = {
        "value": number.value,
        "qualifier": _qualifier(doc, number),
        "organization": org.name,
    }
    if on := _stated_on(doc, number) or doc.issued:
        slots["on"] = on
    start, end = min(span[0], number.start), span[1]
    between = doc.text[org.end : start]
    if org.end <= start and len(between) < 250 and not re.search(r"\n\n|\d", between):
        start = org.start
    resolved = {"organization": "by reference: the organisation spoken of"} if org.reference else {}
    return Fact(
        "headcount", slots, (doc.evidence(start, end),), doc.section(start).kind, rule=rule, resolved=resolved
    )


def _qualifier(doc: Document, number: NumberSpan) -> str:
    """How exact a number is; the "über" of "verfügt über 47" says nothing of it."""
    governed = re.search(r"verfüg\w+\s(?:\w+\s){0,2}\Z", doc.text[max(0, number.start - 40) : number.start])
    return "exact" if governed or not number.qualifier else number.qualifier


def _stated_on(doc: Document, number: NumberSpan) -> str | None:
    """The day in brackets behind a number ("1.342 (31.12.2025)"), or before it ("Ende 2015 genau 628")."""
    i = bisect_left(doc.units.starts, number.end)
    opening = next((j for j in (i, i + 1) if doc.units.words(j, j + 1) == "("), len(doc.units.values))
    before = bisect_right(doc.units.starts, number.start - 1) - 1
    values = [doc.units.values[j] for j in (opening + 1, before) if j < len(doc.units.values)]
    dates = (v for v in values if isinstance(v, DateSpan) and v.kind == "point")
    return next((d.first for d in dates), None)


def _is_staff(doc: Document, match: Match, number: NumberSpan) -> bool:
    """False for staff to come, staff that takes part in something, and people nobody employs."""
    first, last = doc.sentence(number.start)
    first, last = max(first, number.start - _REACH), min(last, number.end + _REACH)
    clause = doc.text[_clause_start(doc, first, number.start) : _clause_end(doc, number.end, last)]
    if searched("NotYet", clause) or searched("TakesPart", clause):
        return False
    if _BESIDE.search(doc.text, first, number.start) or _is_somebody_elses(doc, number):
        return False
    if _ALONG.search(doc.text, first, number.start) and _COLLEAGUES.match(doc.text, number.end):
        return False
    line = doc.text[doc.text.rfind("\n", 0, number.start) + 1 : number.start]
    listed = re.fullmatch(r"[\s–•*·▪-]*", line) and doc.section(number.start).kind == "boilerplate"
    return bool(listed or match.rule.settings.get("plain") or searched("Employing", doc.text[first:last]))


_ALONG = re.compile(r"\b(?:mit|with)\s(?:\w+\s)?\Z")
_COLLEAGUES = re.compile(r"\s(?:\w+\s)?(?:Koll\w+|colleagues)")
"""Whoever does something with three colleagues has more than these."""
_BESIDE = re.compile(r"\b(?:[Gg]emeinsam|[Zz]usammen|[Tt]ogether)\s(?:mit|with)\s(?:\w+\s)?\Z")
_JOINED = re.compile(r"\b(?:und|and)\s(?=(?:beschäftig|zähl|hat\b|arbeit|employ|has\b)\w*\s[^,;]*\Z)")
_APPOSED = re.compile(r",\s(?:ein|eine|a|an)\s(?:[a-zäöüß]+\s){0,2}\Z")
_KIND_WITH = re.compile(r"(?P<noun>[A-ZÄÖÜ][\w-]+)\s(?:mit|with)\s(?:[a-zäöü]+\s){0,3}\Z")


def _is_somebody_elses(doc: Document, number: NumberSpan) -> bool:
    """ "Betriebe mit bis zu 50 Beschäftigten", "die Tischlerei mit zwölf": of nobody named."""
    begin = max(0, number.start - 60)
    found = _KIND_WITH.search(doc.text[begin : number.start])
    if found is None:
        return False
    i = bisect_right(doc.units.starts, begin + found.start("noun")) - 1
    value, classes = doc.units.values[i], _classes(doc, i)
    if isinstance(value, Named):
        return value.kind == "role"
    if "Plural" not in classes and searched("Nobody", found["noun"]):
        return False
    if _APPOSED.search(doc.text[max(0, begin - 60) : begin + found.start("noun")]):
        return False  # "die X GmbH, ein Familienbetrieb mit 85 Beschäftigten"
    return "Plural" in classes or "OrgNoun" not in classes


def _clause_start(doc: Document, first: int, at: int) -> int:
    joined = _JOINED.search(doc.text[first:at])
    return max(first, doc.text.rfind(";", first, at) + 1, first + joined.start() if joined else 0)


def _clause_end(doc: Document, at: int, last: int) -> int:
    found = re.compile(r";|,\s(?:und|bis|wo|aber|doch)\s").search(doc.text, at, last)
    return found.start() if found else last


_EARLIER = re.compile(r"\bwaren\ses\s(?:(?:noch|erst|nur)\s)?(?P<count>\d{1,4}|[a-zäöüß]{3,20})(?!\w)")


def _before_that(doc: Document, fact: Fact, number: NumberSpan) -> Iterator[Fact]:
    """ "2005 waren es noch 31": how many it was before, in the same sentence or the next."""
    begin, end = doc.sentence(number.start)
    stop = doc.sentence(end + 1)[1] if end + 1 < len(doc.text) else end
    found = _EARLIER.search(doc.text, number.end, stop)
    value = _value(found["count"]) if found else None
    if found is None or value is None:
        return
    start = max(doc.text.rfind(", ", begin, found.start()) + 2, doc.sentence(found.start())[0], number.end)
    first, last = bisect_left(doc.units.starts, start), bisect_left(doc.units.starts, found.start())
    dates = [v for v in doc.units.values[first:last] if isinstance(v, DateSpan)]
    year = re.search(r"\b(?:19|20)\d\d(?=\s$)", doc.text[start : found.start()])
    on = dates[0].first if dates else year[0] if year else None
    if on:
        slots = {**fact.slots, "value": value, "qualifier": "exact", "on": on}
        yield replace(fact, slots=slots, evidence=(doc.evidence(start, found.end()),), rule="number-before")


def _value(count: str) -> int | None:
    return int(count) if count.isdecimal() else amounts.number_word(count)


_HEADS = re.compile(
    r"\b(?P<count>\d{1,4}|[a-zäöüß]{3,20}?)(?:-?köpfige[nrsm]?|-strong|-person|-member)\s(?P<noun>\w[\w-]+)",
    re.IGNORECASE,
)


def _headed(doc: Document, told: set[int]) -> Iterator[tuple[NumberSpan, Named, int]]:
    """ "die sechsköpfige Geschäftsstelle", "ein 14-köpfiges Team der Stabsstelle"."""
    if not any(word in doc.text.lower() for word in ("köpfige", "-strong", "-person", "-member")):
        return
    for match in _HEADS.finditer(doc.text):
        value = _value(match["count"])
        if value is None or match.start() in told:
            continue
        i = bisect_left(doc.units.starts, match.start("noun"))
        if i >= len(doc.units.values):
            continue
        number = NumberSpan(match.start(), match.end("count"), value, None, match.start())
        unit = doc.units.values[i]
        if isinstance(unit, Named) and unit.kind == "organization":
            yield number, unit, unit.end
        elif match["noun"].lower() == "team":
            behind = _behind(doc, i)
            org = behind or _employer(doc, bisect_left(doc.units.starts, match.start()), i + 1, None)
            if org is not None and (behind or _is_team_of(doc, match.start(), org)):
                yield number, org, behind.end if behind else match.end()


def _is_team_of(doc: Document, at: int, org: Named) -> bool:
    """Whether a team of nobody in particular may be an organisation's: a unit's, or one of its sentence."""
    return org.type == "unit" or doc.sentence(org.start)[0] == doc.sentence(at)[0]


def _behind(doc: Document, i: int) -> Named | None:
    """The organisation in a genitive or behind a preposition right after a unit."""
    for j in range(i + 1, min(i + 4, len(doc.units.values))):
        value = doc.units.values[j]
        if isinstance(value, Named) and value.kind == "organization":
            return value
        if doc.units.words(j, j + 1).lower() not in (
            "der",
            "des",
            "von",
            "vom",
            "im",
            "in",
            "bei",
            "beim",
            "of",
            "the",
            "at",
        ):
            return None
    return None


# -- whose people they are ----------------------------------------------------------------------------


def _employer(doc: Document, first: int, last: int, matched: Named | None) -> Named | None:
    """The organisation that a number of staff is said of.

    In its sentence: the one that the words behind the number place them in ("16 Leute in der Stabsstelle"),
    the one that a relative clause with the number speaks of, else the one that the rule `matched`, else the
    last before the number. A sentence whose subject is a pronoun, or a subsidiary without its name, goes on
    about the sentence before. Else the topic of the boilerplate ("Über die Stadtwerke"), else what the
    sentences before were about.
    """
    units = doc.units
    at, behind = units.starts[first], units.ends[last - 1]
    start, end = doc.sentence(at)
    for org in _organizations(doc, behind, min(end, behind + _REACH)):
        if _PLACED.fullmatch(doc.text, behind, org.start):
            return org
    on = _GOES_ON.match(doc.text, start, at)
    named = _organizations(doc, max(start, at - _REACH), at)
    before = [(bisect_right(units.starts, org.start) - 1, org) for org in named]
    if before and _WITH.fullmatch(doc.text, before[-1][1].end, at):
        return before[-1][1]
    if on and on["last"] and any(o.start < on.end() and not _is_oblique(doc, i) for i, o in before):
        on = None  # "Die X GmbH ist eine Tochter der Y": the subsidiary has a name
    antecedents = _antecedents(doc, before)
    if antecedents is not None:
        return antecedents[0] if antecedents else None
    subjects = [org for i, org in before if not _is_oblique(doc, i)]
    before = [(i, org) for i, org in before if not _accompanies(doc, start, org)]
    if matched is not None and _accompanies(doc, start, matched):
        matched = None
    if matched is not None and subjects and matched not in subjects and matched.end <= at and not on:
        return subjects[-1]
    if matched is not None and not on:
        return matched
    person = on is not None and not on["last"] and not on[0].strip().startswith(("Es", "It"))
    if matched is not None and person and (matched in subjects or matched.start >= behind):
        return matched
    if before and not on:
        here, nearest = before[-1]
        return nearest if _is_place(doc, here) or not subjects else subjects[-1]
    if (unknown := _unknown(doc, start, at)) is not None:
        return unknown if unknown.name else None
    if _UNNAMED.match(doc.text, start, at):
        return None
    section = doc.section(at)
    paragraph = max(section.start, doc.text.rfind("\n\n", 0, start))
    earlier = _organizations(doc, paragraph, start)
    if on and on[0].strip() == "Ihr":
        at_first = (bisect_right(units.starts, org.start) - 1 for org in earlier)
        feminine = [org for org, i in zip(earlier, at_first, strict=True) if _article(doc, i) in _FEMININE]
        earlier = feminine[-1:] or earlier
    if on and earlier:
        return replace(_spoken_of(doc, earlier, last=bool(on["last"])), reference=True)
    if section.kind == "boilerplate" and (topic := _topic(section.heading)):
        return Named("organization", topic, at, at, "heading", reference=True)
    if section.kind == "boilerplate" and earlier:
        return earlier[0]
    if doc.publisher is not None and doc.publisher.type not in (
        "municipality",
        "district",
        "ministry",
        "state",
    ):
        return replace(doc.publisher, reference=True)
    earlier = _organizations(doc, section.start, start)
    if not earlier or section.kind == "boilerplate":
        return earlier[0] if earlier else None
    opening = doc.sentence(earlier[-1].start)[0]
    return next(o for o in earlier if o.start >= opening)


_REACH = 600  # characters of a sentence around a number that can tell whose people they are


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
    r"\s*(?:(?:Der|Die|Das)\s(?P<subject>[A-ZÄÖÜ][\w-]+)\s(?:hat|zählt|umfasst|beschäftigt|verfügt|mit)\b"
    r"|(?:In\sdem|In\sder|Im|Beim|Bei\sder)\s(?P<place>[A-ZÄÖÜ][\w-]+)\s)"
)


_HAS_WITH = re.compile(r"\smit\b")


def _unknown(doc: Document, start: int, at: int) -> Named | None:
    """The subject or place at a sentence's start that is no name found: "Das Servicecenter hat …".

    An abbreviation is one without a name, for nobody knows whose it is; None for nouns in general.
    """
    found = _UNKNOWN.match(doc.text, start, at)
    if found is None:
        return None
    word = found["subject"] or found["place"]
    begin, end = found.span("subject" if found["subject"] else "place")
    i = bisect_left(doc.units.starts, begin)
    if isinstance(doc.units.values[i], Named) or searched("Nobody", word):
        return None
    classes = _classes(doc, i)
    if (
        "Known" in classes
        and not word.isupper()
        and not ("UnitNoun" in classes and _HAS_WITH.match(doc.text, end))
    ):
        return None
    return Named("organization", "" if word.isupper() else word, begin, end, "noun-of-sentence", "unit")


_OBLIQUE = frozenset(
    {"von", "vom", "of", "by", "mit", "with", "zum", "zur", "aus", "für", "for", "bei", "beim", "an", "im",
     "in", "gesellschafterin", "gesellschafter", "eigentümerin", "eigentümer", "träger", "trägerin"}
)  # fmt: skip
_PLACES = frozenset({"im", "in", "bei", "beim", "am", "an", "at"})


_DETERMINERS = ("der", "des", "dem", "den", "die", "das", "the")


def _governor(doc: Document, i: int) -> tuple[int, str]:
    """The unit before a name with its article and adjectives, and its word."""
    units, j = doc.units, i - 1
    while j >= 0 and (units.words(j, j + 1).lower() in _DETERMINERS or "Adj" in _classes(doc, j)):
        j -= 1
    return j, units.words(j, j + 1).lower() if j >= 0 else ""


def _classes(doc: Document, i: int) -> frozenset[str]:
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
    if article == "des" or (article == "der" and {"Cap", "Org", "OrgRef"} & _classes(doc, j)):
        return True  # "eine Tochter der Stadt"
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

# A unit that belongs to a person, not to an organisation named near it.
_UNNAMED = re.compile(r"\s*(?:Seine|Ihre|Sein|Ihr(?!\sgehör)|His|Her)\s")


def _antecedents(doc: Document, before: list[tuple[int, Named]]) -> list[Named] | None:
    """Of organisations by their units, those that a relative clause behind them can speak of, last first.

    By gender: "vom Zentrum der GmbH, das" is the Zentrum. None where there is no such clause.
    """
    units = doc.units
    for position in range(len(before) - 1, -1, -1):
        at = before[position][0]
        if units.words(at + 1, at + 2) == "," and units.words(at + 2, at + 3) in ("which", "where"):
            return [before[position][1]]
        fitting = _ARTICLES.get(units.words(at + 2, at + 3))
        if isinstance(units.values[min(at + 3, len(units.values) - 1)], Named):
            continue  # "die A, die B und die C": no clause
        if units.words(at + 1, at + 2) == "," and fitting:
            articles = [
                (units.words(i - 1, i).lower() if i else "", org) for i, org in before[: position + 1]
            ]
            return [org for word, org in reversed(articles) if word not in _ALL_ARTICLES or word in fitting]
    return None


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


def _topic(heading: str) -> str:
    """What boilerplate under "Über die Stadtwerke Ulm" is about."""
    match = re.match(r"[\W_]*(?:Über|About)\s+(?:die |den |das |the )?(.+?)[\W_]*$", heading)
    return clean(match[1]).strip('„“”"»« ') if match else ""
