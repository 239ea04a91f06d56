"""When an office begins and ends, and whether it is over: by the dates and words around what tells of it.

An office that only says who somebody is ("Landrat Kern tritt das Amt am …") takes the dates inside its own
phrase, and from its sentence only that its holder leaves. An office that a clause is about takes the dates
of that clause.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterator
from functools import cache
from itertools import chain

from kg import resources
from kg.date_atoms import bounds
from kg.dates import DateSpan
from kg.document import Document, Match
from kg.lexicon import Entry
from kg.mentions import Named
from kg.model import Value


def lies_ahead(date: str, issued: str | None) -> bool:
    """Is a date, known at least to the month, after the day of the release?"""
    return issued is not None and len(date) >= 7 and date > issued


def is_over(date: object, issued: str | None) -> bool:
    """Is a date, known at least to the year, before the day of the release?"""
    return isinstance(date, str) and issued is not None and date[:1] != "-" and date < issued[: len(date)]


def date_from_sentence(
    doc: Document, match: Match, phrase: Named, person: Named, slots: dict[str, Value]
) -> None:
    """Start and end of an office from the words of a match; what has ended is `former`.

    "seit 2014" is a start and "bis …" an end by itself; a day is one beside a word of change
    ("tritt das Amt am 1. April an", "scheidet zum 31. Mai aus").
    """
    begin, end = doc.sentence(phrase.start)
    if phrase.start - begin > 400 or end - begin > 900:
        return
    if only_names(doc, match):
        _dates_inside(doc, match, phrase, person, slots)
        _dates_of_leaving(doc, match, person, slots)
    else:
        _dates_of_clause(doc, match, phrase, person, slots)
    if is_over(slots.get("end"), doc.issued):
        slots["former"] = True


@cache
def _words(name: str) -> frozenset[str]:
    """A list of words of `kg/rules/successions.toml`, in small letters."""
    rules = resources.rule_file("successions")
    return frozenset(rules["words_of_office"][name])


def only_names(doc: Document, match: Match) -> bool:
    """Whether a match only says who somebody is: an office beside a name, without a verb."""
    if any(match.rule.settings.get(s) for s in _TELLING):
        return False
    for i in range(match.match.start(), match.match.end()):
        value = doc.units.values[i]
        if isinstance(value, Entry) and _VERBAL & set(value.classes):
            return False
        if value is None and doc.units.words(i, i + 1).lower() in _words("predicating"):
            return False
    return True


_TELLING = ("subject", "office", "career", "leaving", "line", "neutral", "chosen")
_VERBAL = frozenset({"Elected", "Confirmed", "Start", "CareerVerb", "Holds", "Succeeds"})


def _dates_inside(doc: Document, match: Match, phrase: Named, person: Named, slots: dict[str, Value]) -> None:
    """Dates that belong to the phrase: ", seit 2001 Kämmerer", "Kämmerer (bis 2014)", "Rektor seit 2011"."""
    first = bisect_left(doc.units.starts, min(person.start, phrase.start))
    inside: Iterator[int] = iter(range(first, match.match.end()))
    if phrase.start > person.start or "LP" in _classes(doc, match.match.end()):
        inside = chain(inside, _right_behind(doc, match.match.end()))
    for i in inside:
        date = doc.units.values[i]
        if isinstance(date, DateSpan) and date.kind in ("since", "until", "range"):
            _set(slots, date)


def _right_behind(doc: Document, at: int) -> range:
    """The unit behind a match, or the one in the brackets behind it."""
    at += "LP" in _classes(doc, at)
    return range(at, min(at + 1, len(doc.units.values)))


def _set(slots: dict[str, Value], date: DateSpan) -> None:
    """Take the start and the end that "seit …", "bis …" and "von … bis …" tell by themselves."""
    if _of_days(date):
        return
    if date.kind in ("since", "range") and date.first:
        slots.setdefault("start", date.first)
    if date.kind in ("until", "range") and date.last:
        slots.setdefault("end", at_its_end(date))


def _of_days(date: DateSpan) -> bool:
    """Whether a range is one of days in a month: of a week or a congress, not of a term."""
    first, last = date.first or "", date.last or ""
    return date.kind == "range" and len(first) == len(last) == 10 and first[:7] == last[:7]


def _dates_of_leaving(doc: Document, match: Match, person: Named, slots: dict[str, Value]) -> None:
    """The end of the office of somebody who leaves it: "Amtsleiter Kern geht zum 30. Juni in Pension"."""
    last = _next_person(doc, match, person)
    end = doc.units.starts[last] if last < len(doc.units.starts) else len(doc.text)
    has_left = bool(HAS_LEFT.search(doc.text, person.end, end))
    behind = _left_before(doc, match.match.start())
    if not (behind or has_left or any(_ends_office(doc, i) for i in range(match.match.end(), last))):
        return
    for i in range(match.match.end(), min(last, match.match.end() + 3) if behind else last):
        date = doc.units.values[i]
        if isinstance(date, DateSpan) and date.last and date.preposition in AT_ITS_END:
            slots.setdefault("end", at_its_end(date))
            break
    if (behind or has_left) and not lies_ahead(str(slots.get("end", "")), doc.issued):
        slots["former"] = True


def _ends_office(doc: Document, i: int) -> bool:
    """Whether a verb ends its subject's office: "geht", "verabschiedete sich", not "verabschiedete ihn"."""
    active = doc.units.words(i, i + 1).lower() in ("verabschiedete", "verabschiedeten")
    return "End" in _value_classes(doc, i) and not (active and doc.units.words(i + 1, i + 2) != "sich")


AT_ITS_END = frozenset({"zum", "am", "im", "ende", "", "mit", "in"})
HAS_LEFT = re.compile(
    r"\b(?:ausgeschieden|zurückgetreten|verstorben|gestorben|verstarb|starb|niedergelegt|abgewählt|abberufen"
    r"|in (?:den Ruhestand|Pension|Altersteilzeit) (?:getreten|gegangen)"
    r"|trat zurück|schied (?:\w+ ){0,4}aus|stepped down)\b"
)


def _left_before(doc: Document, at: int) -> bool:
    """True behind "nach dem Ausscheiden von", "seit dem Tod des"."""
    words = [doc.units.words(i, i + 1).lower() for i in range(max(0, at - 3), at)]
    return bool(_words("leaving") & set(words)) and words[-1] in (
        "von",
        "des",
        "der",
        "unseres",
        "ihres",
        "seines",
    )


def _next_person(doc: Document, match: Match, person: Named) -> int:
    """The unit where the next person, semicolon or sentence begins behind a match."""
    stop = bisect_left(doc.units.starts, doc.sentence(person.start)[1])
    for i in range(match.match.end(), stop):
        value = doc.units.values[i]
        if "Semi" in _classes(doc, i) or (
            isinstance(value, Named) and value.kind == "person" and value.name != person.name
        ):
            return i
    return stop


def _dates_of_clause(
    doc: Document, match: Match, phrase: Named, person: Named, slots: dict[str, Value]
) -> None:
    """The dates of the clause that an office is told of in, as far as no other person comes between."""
    clause = clause_of(doc, match, phrase, person)
    at = bisect_left(doc.units.starts, phrase.start)
    dates = [(i, v) for i in clause if isinstance(v := doc.units.values[i], DateSpan)]
    dates.sort(key=lambda found: abs(found[0] - at))
    kinds = {c for i in clause for c in _value_classes(doc, i) if c in _CHANGES}
    if match.rule.settings.get("leaving"):
        kinds = {"End"}
    told = {doc.units.words(i, i + 1).lower() for i in clause}
    becomes = match.rule.name in BECOMING and "wird" in told
    became = match.rule.name in BECOMING and "wurde" in told and not kinds & {"Elected", "Confirmed"}
    in_career = "former" not in slots or bool(match.rule.settings.get("career"))
    beside = range(match.match.start() - 4, match.match.end() + 5)
    for i, date in dates:
        if date.kind == "range" and i not in beside and not kinds & _CHANGES:
            continue
        if date.kind != "point":
            _set(slots, date)
        elif counts_from(doc, date) or (became and date.first):
            slots.setdefault("start", date.first or "")
        elif date.first and in_career and (kinds & {"Start", "Elected"} or becomes):
            always = "Start" in kinds or becomes
            chosen_for = date.preposition in ("zum", "ab") or _EFFECT.search(
                doc.text, max(0, date.start - 20), date.start
            )
            begins = date.preposition in _FROM if always else chosen_for
            if begins or (i in beside and "Start" in kinds):
                slots.setdefault("start", date.first)
        elif date.first and "End" in kinds and date.preposition in ("zum", "am", "im", "ende", ""):
            slots.setdefault("end", at_its_end(date))


_EFFECT = re.compile(r"\b(?:mit Wirkung|with effect|effective)\s\Z")
_FROM = ("zum", "ab", "vom", "am", "im", "seit")


def counts_from(doc: Document, date: DateSpan) -> bool:
    """True for the date of "seit der Gründung 1987", "seit ihrer Eröffnung im Mai 2011"."""
    since = _SINCE_WHAT.search(doc.text, max(0, date.start - 60), date.start)
    return bool(date.first and since and since["what"].lower() in _words("beginnings"))


_SINCE_WHAT = re.compile(
    r"\b(?:[Ss]eit|[Ss]ince)\s+(?:\w+\s+){0,2}(?P<what>\w+)(?:\s+(?:des|der)\s+\w+)?(?:\s+(?:im\s+Jahre?|in))?\s+\Z"
)


def _classes(doc: Document, i: int) -> frozenset[str]:
    """The classes of a unit; of none behind the last."""
    return doc.units.alphabet.of(doc.units.letters[i]) if i < len(doc.units.letters) else frozenset()


def _value_classes(doc: Document, i: int) -> frozenset[str]:
    value = doc.units.values[i]
    return frozenset(value.classes) if isinstance(value, Entry) else frozenset()


def date_from_line(doc: Document, match: Match, slots: dict[str, Value]) -> None:
    """Start and end of a line of a career; what has an end is over."""
    date = doc.units.values[match.match.start()]
    if not isinstance(date, DateSpan):
        return
    if date.first and date.kind != "until":
        slots["start"] = date.first
    if date.last and date.kind in ("range", "until") and not lies_ahead(date.last, doc.issued):
        slots |= {"end": date.last, "former": True}


def at_its_end(date: DateSpan) -> str:
    """When an office ends: of "Ende Juni" the last day."""
    day = date.last or date.first or ""
    span = bounds(day)
    ends = date.part in ("Ende", "Jahresende") or "end" in date.preposition.split()
    return span[1] if span and ends else day


def clause_of(doc: Document, match: Match, phrase: Named, person: Named) -> range:
    """The units of the clause that a match lies in: up to a semicolon, another person, a comma or "und".

    What has no verb goes back over a comma: "Zum 1. Mai wird, wie berichtet, Eva Kuhn Leiterin".
    """
    begin, end = doc.sentence(phrase.start)
    low, high = bisect_left(doc.units.starts, begin), bisect_left(doc.units.starts, end)
    first, last = _behind_another(doc, match, phrase), match.match.end()
    verb = any(_is_verb(doc, i) for i in range(first, last))
    while last < high and not _parts(doc, last, person, verb) and doc.units.words(last, last + 1) != ",":
        verb = verb or _is_verb(doc, last)
        last += 1
    # What a relative clause tells of somebody holds whatever the clause around it says of another.
    opened = _opens_clause(doc, first) or match.rule.name.startswith("relative-")
    if opened and isinstance(doc.units.values[first - 1], DateSpan):
        first -= 1  # "davor, von 2014 bis 2019, Referentin"
    while first > low and not opened and not _parts(doc, first - 1, person, verb):
        first -= 1
        verb = verb or _is_verb(doc, first)
    return range(first, last)


def _behind_another(doc: Document, match: Match, phrase: Named) -> int:
    """Where a match begins, or goes on behind another office: "ist Kämmerin und war davor Referentin"."""
    at = bisect_left(doc.units.starts, phrase.start)
    roles = [
        i
        for i in range(match.match.start(), min(at, match.match.end()))
        if isinstance(v := doc.units.values[i], Named) and v.kind == "role"
    ]
    return roles[-1] + 1 if roles else match.match.start()


def _parts(doc: Document, i: int, person: Named, verb: bool) -> bool:
    """Whether a unit parts clauses, or names somebody else."""
    value, classes = doc.units.values[i], _classes(doc, i)
    if isinstance(value, Named) and value.kind == "person":
        return value.name != person.name
    return bool({"Semi", "QuoteOpen", "QuoteClose"} & classes) or (verb and _opens_clause(doc, i))


def _opens_clause(doc: Document, i: int) -> bool:
    return doc.units.words(i, i + 1).lower() in (",", ";", "–", "und", "sowie", "and")


def _is_verb(doc: Document, i: int) -> bool:
    return bool(_VERBAL & _value_classes(doc, i)) or doc.units.words(i, i + 1).lower() in _words("finite")


_CHANGES = frozenset({"Start", "End", "Elected", "Succeeds", "Holds"})


BECOMING = frozenset(
    {"person-is-role", "role-is-person", "and-is-role", "pronoun-becomes-role", "was-person-role"}
    | {"copula-role", "elliptic-role", "becomes", "appointed-as"}
)
