"""Headcounts: how many people work where.

A number with a word for staff, and the organisation it is said of. Words for people in general (`PeopleNoun`
in the rules) count only beside a verb of employment.
"""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterator
from dataclasses import replace

from kg import amounts
from kg.amounts import NumberSpan
from kg.dates import DateSpan
from kg.document import Document, Match, matches
from kg.facts.money import searched
from kg.facts.staff_parts import counted
from kg.facts.workplaces import REACH, classes_of, employer, is_possessed
from kg.mentions import Named, is_trade
from kg.model import Fact, Value


def headcounts(doc: Document) -> Iterator[Fact]:
    """Facts of kind headcount, each number once."""
    numbers: dict[int, NumberSpan] = {}  # by their ends, once one is asked for
    told: set[int] = set()
    for match in matches(doc.units, "headcount"):
        span = match.span("count")
        numbers = numbers or {n.end: n for n in amounts.find_numbers(doc.text)}
        number = numbers.get(span[1]) if span else None
        if number is None or number.value < 1 or number.start in told or not _is_staff(doc, match, number):
            continue
        if match.rule.settings.get("within", section := doc.section(number.start).kind) != section:
            continue
        orgs = match.values("org", "organization")
        at = bisect_left(doc.units.starts, number.start)
        apposed = bool(match.rule.settings.get("apposed")) and bool(orgs)
        org = orgs[0] if apposed else employer(doc, at, match.match.end(), orgs[0] if orgs else None)
        if org is None or (org := counted(doc, org, number.start)) is None:
            continue
        told.add(number.start)
        begin, end = match.span() or (number.start, number.end)
        if more := _together(doc, number):
            told |= {n.start for n in numbers.values() if number.end < n.start < more[1]}
            number, end = replace(number, value=number.value + more[0]), max(end, more[1])
        fact = _fact(doc, number, org, (begin, end), match.rule.name)
        yield fact
        yield from _before_that(doc, fact, number)
    for number, org, end in (*_headed(doc, told), *_by_themselves(doc, told)):
        yield _fact(doc, number, org, (number.start, end), "team-by-its-heads")


def _fact(doc: Document, number: NumberSpan, org: Named, span: tuple[int, int], rule: str) -> Fact:
    slots: dict[str, Value] = {
        "value": number.value,
        "qualifier": _qualifier(doc, number),
        "organization": org.name,
    }
    stated = _stated_on(doc, number)
    past = _was_then(doc, number)
    if on := stated or ("" if past else doc.issued):
        slots["on"] = on
    start, end = min(span[0], number.start), span[1]
    between = doc.text[org.end : start]
    if org.end <= start and len(between) < 250 and not re.search(r"\n\n|\d", between):
        start = org.start
    resolved = {"organization": "by reference: the organisation spoken of"} if org.reference else {}
    return Fact(
        "headcount",
        slots,
        (doc.evidence(start, end),),
        doc.section(start).kind,
        "former" if past and not stated else "asserted",
        rule,
        resolved=resolved,
    )


def _was_then(doc: Document, number: NumberSpan) -> bool:
    """ "startete mit vier Beschäftigten": how many it was in the beginning."""
    begin, end = doc.sentence(number.start)
    first, last = max(begin, number.start - REACH), min(end, number.end + REACH)
    return searched("Then", doc.text[slice(*_clause(doc, first, number, last))])


def _qualifier(doc: Document, number: NumberSpan) -> str:
    """How exact a number is; the "über" of "verfügt über 47" says nothing of it."""
    governed = re.search(r"verfüg\w+\s(?:\w+\s){0,2}\Z", doc.text[max(0, number.start - 40) : number.start])
    return "exact" if governed or not number.qualifier else number.qualifier


def _stated_on(doc: Document, number: NumberSpan) -> str | None:
    """The day in brackets behind a number ("1.342 (Stand: 31.12.2025)"), or before it ("Ende 2015 628")."""
    units = doc.units
    i = bisect_left(units.starts, number.end)
    opening = next((j for j in range(i, min(i + 5, len(units.values))) if units.words(j, j + 1) == "("), -1)
    behind = range(opening + 1, min(opening + 5, len(units.values))) if opening >= 0 else range(0)
    closing = next((j for j in behind if units.words(j, j + 1) == ")"), 0)
    begin, end = doc.sentence(number.start)
    start, _ = _clause(doc, max(begin, number.start - REACH), number, min(end, number.end + REACH))
    first = bisect_left(units.starts, start)
    before = [j for j in range(first, i) if _is_reference_date(doc, j, number)]
    found = [j for j in behind if j < closing and isinstance(units.values[j], DateSpan)] or before[-1:]
    dates = (units.values[j] for j in found)
    found_date = next((d for d in dates if isinstance(d, DateSpan) and d.kind == "point"), None)
    return _day_of(doc, found_date) if found_date is not None else None


def _day_of(doc: Document, date: DateSpan) -> str | None:
    """The day of a count: of "Ende 2017" the last of the year."""
    opening = doc.text[max(0, date.start - 6) : date.end].lower()
    at_end = re.search(r"\bende\s(?:des\sjahres\s)?\d{4}\Z", opening)
    return f"{date.first}-12-31" if at_end and date.first and len(date.first) == len("2017") else date.first


_LED_DATE = re.compile(r"(?:[Zz]um|[Pp]er|[Aa]m|[Ss]tand|[Ee]nde|[Aa]nfang|[Ii]m\sJahre?|[Zz]u\sBeginn)\b")
_AT_DATE = re.compile(
    r"(?:\b(?:[Zz]um|[Pp]er|[Aa]m|[Ss]tichtag|[Ss]tand:?|[Ee]nde|[Aa]nfang|[Ii]m\sJahre?|[Zz]u\sBeginn)\s)\Z"
)


def _is_reference_date(doc: Document, j: int, number: NumberSpan) -> bool:
    """True for a date right before a number, or one that the clause says the number holds for."""
    value = doc.units.values[j]
    if not isinstance(value, DateSpan) or value.end > number.start:
        return False
    between = doc.text[value.end : number.start]
    if between.strip() in ("", "mit", "with"):
        return True
    opening = doc.text[max(0, value.start - 20) : value.start] + doc.text[value.start : value.core_start]
    stated = _AT_DATE.search(opening) or _LED_DATE.match(doc.text, value.start)
    return bool(stated) and not re.search(r"[.;()]|,\s|\d", between)


def _is_staff(doc: Document, match: Match, number: NumberSpan) -> bool:
    """False for staff to come, staff that takes part in something, and people nobody employs."""
    first, last = doc.sentence(number.start)
    first, last = max(first, number.start - REACH), min(last, number.end + REACH)
    clause = doc.text[slice(*_clause(doc, first, number, last))]
    if searched("NotYet", clause) or _TO_COME.search(clause):
        return False
    if searched("TakesPart", clause) and not _ALL_OF_THEM.fullmatch(doc.text, first, number.start):
        return False
    if searched("Elsewhere", clause) and not _named_before(doc, first, number.start):
        return False
    if _BESIDE.search(doc.text, first, number.start) or _is_somebody_elses(doc, number):
        return False
    if _AND_ONE.match(doc.text, number.end, last) and not _together(doc, number):
        return False
    if _ALONG.search(doc.text, first, number.start) and _COLLEAGUES.match(doc.text, number.end):
        return False
    needed = match.rule.settings.get("needs")
    if needed == "AtWork":
        at_work = searched("AtWork", clause) or _BELONGS.search(clause) is not None
        return at_work and not _is_governed(doc, number) and _is_people(match)
    if needed:
        return searched(str(needed), doc.text[first:last])
    line = doc.text[doc.text.rfind("\n", 0, number.start) + 1 : number.start]
    listed = re.fullmatch(r"[\s–•*·▪-]*", line) and doc.section(number.start).kind == "boilerplate"
    return bool(listed or match.rule.settings.get("plain") or searched("Employing", doc.text[first:last]))


_ALL_OF_THEM = re.compile(r"\s*(?:Seine|Ihre|Die|All\sihre|Alle)\s(?:rund\s|etwa\s|gut\s|knapp\s)?")
"""Before a number that begins a sentence: whatever they do, these are all who work there."""
_BELONGS = re.compile(r"\bgehör(?:t|en|te|ten)\b[^.;]*\ban\b|\bsetz(?:t|te)\b[^.;]*\bzusammen\b")
_GOVERNED = re.compile(
    r"\b(?:an|in|seit|auf|vor|für|nach|bis|um|nach|binnen|pro|je|alle|mit|zu|on|in|for|since|with|after|über)\s\Z",
    re.I,
)


# "werden 16 Fachkräfte arbeiten", but not "werden 16 Fachkräfte beschäftigt"
_TO_COME = re.compile(
    r"\b(?:wird|werden)\b[^.;]*\b(?:arbeiten|sein|beschäftigen|haben|zählen|umfassen|gehören|angehören)\s?(?=[,.;]|\Z)"
)


def _named_before(doc: Document, start: int, end: int) -> bool:
    return any(start <= o.start < end for o in doc.organizations)


def _is_people(match: Match) -> bool:
    """Whether the noun behind a number is one for people: a role, or one formed like one."""
    nouns = match.indices("noun")
    classes = match.units.alphabet.of(match.units.letters[nouns.start])
    return bool(classes & {"RolePhrase", "HeadcountWord"}) or searched("People", match.text("noun"))


def _is_governed(doc: Document, number: NumberSpan) -> bool:
    """ "arbeiten an 20 Themen", "seit zehn Jahren": what is counted does not work there."""
    return _GOVERNED.search(doc.text[max(0, number.start - 12) : number.start]) is not None


_ALONG = re.compile(
    r"\b(?:mit|with|(?:unterstützt|vertreten|begleitet)\s[^,;.]{0,20}\bvon)\s(?:\w+\s)?\Z", re.I
)
_COLLEAGUES = re.compile(r"\s(?:\w+\s)?(?:Koll\w+|colleagues)")
"""Whoever does something with three colleagues has more than these."""
_AND_ONE = re.compile(r"\s\w+\s(?:und|and)\s(?:eine?|one)\s[A-ZÄÖÜ]")
"""Two women and a man are three; `_together` counts those that it knows to be of one kind."""
_AND_MORE = re.compile(
    r"\s(?:[a-zäöüß]+\s)?(?P<noun>[A-ZÄÖÜ]\w+)\s(?:und|sowie|and)\s(?P<count>eine[mnr]?|ein|one|\d{1,3}|[a-zäöüß]{3,16})"
    r"\s(?P<other>[A-ZÄÖÜ]\w+)"
)
_ONE = ("ein", "eine", "einem", "einen", "einer", "one")
_PAIRS = (("Frau", "Mann"), ("Frau", "Männer"), ("Kolleg", "Kolleg"))


def _together(doc: Document, number: NumberSpan) -> tuple[int, int] | None:
    """How many men are told beside the women, and where: "vier Mitarbeiterinnen und ein Mitarbeiter"."""
    found = _AND_MORE.match(doc.text, number.end)
    if found is None:
        return None
    one, other = found["noun"], found["other"]
    stems = sorted((one, other), key=len)[0].removesuffix("n").removesuffix("e")
    alike = len(stems) > 4 and one.startswith(stems[:-1]) and other.startswith(stems[:-1]) and one != other
    paired = any({one[: len(a)], other[: len(b)]} == {a, b} for x in _PAIRS for a, b in (x, x[::-1]))
    count = found["count"]
    value = 1 if count in _ONE else _value(count)
    return (value, found.end()) if value and (alike or paired) else None


_BESIDE = re.compile(r"\b(?:[Gg]emeinsam|[Zz]usammen|[Tt]ogether)\s(?:mit|with)\s(?:\w+\s)?\Z")
_JOINED = re.compile(r"\b(?:und|and)\s(?=(?:beschäftig|zähl|hat\b|arbeit|employ|has\b)\w*\s[^,;]*\Z)")
_KIND_WITH = re.compile(r"(?P<noun>[A-ZÄÖÜ][\w-]+)\s(?:mit|with)\s(?:[a-zäöü]+\s){0,3}\Z")
_IS_ONE = re.compile(r"\b(?:ist|sind|war|als|bleibt|is|was|as|wir|we)\s(?:\w+\s){0,2}\Z")


_YEAR = re.compile(r"(?:19|20)\d\d")


def _qualifies(doc: Document, j: int) -> bool:
    """True for an adjective, or the year of "ein 2014 gegründeter Betrieb"."""
    classes = classes_of(doc, j)
    adjective = classes & {"Adj", "AdjCap"} and "NumberWord" not in classes
    return bool(adjective or "Date" in classes or _YEAR.fullmatch(doc.units.words(j, j + 1)))


def _is_somebody_elses(doc: Document, number: NumberSpan) -> bool:
    """ "640 Firmen mit 14.000 Beschäftigten", "ein Betrieb mit zwölf", "die Tischlerei mit acht"."""
    begin = max(0, number.start - 60)
    found = _KIND_WITH.search(doc.text[begin : number.start])
    if found is None:
        return False
    i = bisect_right(doc.units.starts, begin + found.start("noun")) - 1
    value, classes = doc.units.values[i], classes_of(doc, i)
    if isinstance(value, Named):
        return value.kind == "role"
    j = i - 1
    while j > 0 and _qualifies(doc, j):
        j -= 1
    before = doc.units.words(j, j + 1).lower()
    if {"Number", "NumberWord"} & classes_of(doc, j):
        return True
    if before in ("ein", "eine", "einer", "einem", "einen", "eines", "a", "an"):
        opening = doc.text[max(0, doc.units.starts[j] - 60) : doc.units.starts[j]]
        return not (opening.endswith(", ") or _IS_ONE.search(opening))
    if "Plural" not in classes and searched("Nobody", found["noun"]):
        return False
    return "Plural" in classes or "OrgNoun" not in classes or is_trade(found["noun"])


def _clause(doc: Document, first: int, number: NumberSpan, last: int) -> tuple[int, int]:
    """Where the clause of a number begins and ends, within the sentence first..last."""
    comma = doc.text.rfind(",", first, number.start)
    if comma >= 0 and _RELATIVE.match(doc.text, comma, number.start):
        end = doc.text.find(",", number.end, last)
        return comma, end if end >= 0 else last
    joined = _JOINED.search(doc.text[first : number.start])
    start = max(
        first,
        *(doc.text.rfind(mark, first, number.start) + 1 for mark in ";:"),
        first + joined.start() if joined else 0,
    )
    found = _CLAUSE_END.search(doc.text, number.end, last)
    return start, found.start() if found else last


_RELATIVE = re.compile(
    r",\s(?:(?:in|bei|an|mit|für|von|zu|aus)\s)?(?:der|die|das|dem|den|denen|deren|dessen|welche[rsmn]?|wo|womit|wodurch|wobei|sodass|während|which|who|whose|where)\s"
)
_CLAUSE_END = re.compile(
    r";|,\s(?:und|bis|wo|aber|doch|eine?n?|dazu|davon|darunter|hinzu|noch|\d[\d.]*|(?:[a-zäöüß]+\s)?weitere[nr]?)\s"
)


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
        elif searched("Crews", match["noun"]):
            behind = _behind(doc, i)
            at = bisect_left(doc.units.starts, match.start())
            org = behind or employer(doc, at, i + 1, None)
            if org is None or not (behind or is_possessed(doc, at) or _is_team_of(doc, match.start(), org)):
                continue
            if (team := counted(doc, org, match.start())) is not None:
                yield number, team, behind.end if behind else match.end()


_TOGETHER = re.compile(
    r"\b(?:[Ww]ir\ssind|[Zz]u\s\w+\ssind\s(?:sie|wir))(?=\s)[^.,;]{0,30}?|\b[Zz]u\s\w+\s(?:arbeiten|sind)\s(?:sie|wir)\b"
)
_BY_TWOS = re.compile(r"[Zz](?<!\w[Zz])u\s(?P<count>[a-zäöüß]{4,20}t)\b")


def _by_themselves(doc: Document, told: set[int]) -> Iterator[tuple[NumberSpan, Named, int]]:
    """ "Wir sind zu fünft", "Zu viert sind sie in der Stabsstelle": numbers that count nobody by name."""
    for match in _BY_TWOS.finditer(doc.text):
        begin, end = doc.sentence(match.start())
        value = _people(match["count"])
        if (
            value is None
            or match.start() in told
            or not _TOGETHER.search(doc.text, begin, min(end, match.end() + 30))
        ):
            continue
        first = bisect_left(doc.units.starts, match.start())
        last = bisect_left(doc.units.starts, match.end())
        org = employer(doc, first, last, None)
        if org is not None:
            yield NumberSpan(match.start(), match.end(), value, None, match.start()), org, match.end()


def _people(word: str) -> int | None:
    """How many "zu dritt", "zu siebt" and "zu zwölft" are."""
    stems = {"zweit": 2, "dritt": 3, "siebt": 7, "acht": 8}
    return stems.get(word) or (amounts.number_word(word[:-1]) if word.endswith("t") else None)


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
