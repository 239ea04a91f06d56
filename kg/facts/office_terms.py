"""First and last days of offices that other words name: "Sie tritt ihr Amt am 1. Oktober an"."""

from __future__ import annotations

from dataclasses import replace

from kg.dates import DateSpan
from kg.document import Document, Match, matches
from kg.facts.posts import REACH, becomes, beside_the_office, follows, is_elected, is_post
from kg.facts.role_dates import AT_ITS_END, at_its_end, is_over, lies_ahead
from kg.facts.subjects import subject
from kg.mentions import Named
from kg.model import Fact, Value


def entered(doc: Document, found: list[Fact], *, gained: bool = False) -> list[Fact]:
    """The facts with the days on which their holders enter and leave the office, where other words tell them.

    "Sie tritt ihr Amt am 1. Oktober an", "Seine Amtszeit endet im Mai", "…, der das Amt seit 2009 ausübt".
    With `gained` only offices begin that somebody is told to get, as long as not all of these are known.
    """
    for match in matches(doc.units, "office_term"):
        dates = [v for group in _WHEN if isinstance(v := match.value(group), DateSpan)]
        change, span = str(match.rule.settings["change"]), match.span() or (0, 0)
        told = _times(dates[0], change) if dates else {}
        if not told or _denied(doc, span):
            continue
        for i in _offices_meant(doc, match, found, change, gained=gained):
            fact = found[i]
            slots = {**fact.slots, **{k: v for k, v in told.items() if k not in fact.slots}}
            if slots == fact.slots or str(slots.get("end", "9")) < str(slots.get("start", "")):
                continue
            ended = change == "end" and is_over(slots.get("end"), doc.issued)
            slots |= {"former": True} if ended else {}
            if lies_ahead(str(told.get("end", "")), doc.issued):
                slots.pop("former", None)
            begins = told.get("start")
            ahead = isinstance(begins, str) and lies_ahead(begins, doc.issued)
            unsaid = fact.modality == "former" and "former" not in slots
            # Whose first day is told and has come is in office, not only elected.
            begun = fact.modality == "announced" and "start" in slots
            still = "asserted" if unsaid or begun else fact.modality
            modality = "former" if ended else "future" if ahead else still
            evidence = tuple(dict.fromkeys((*fact.evidence, doc.evidence(*span))))
            found[i] = replace(fact, slots=slots, evidence=evidence, modality=modality)
    return found


_WHEN = ("date", "date2", "date3", "date4", "date5", "date6")


def _times(date: DateSpan, change: str) -> dict[str, Value]:
    """Start and end of an office by a date and the kind of change that is told with it."""
    if date.kind == "range" and date.first and date.last:
        return {"start": date.first, "end": date.last}
    if change == "start" and date.first and date.kind in ("point", "since"):
        return {"start": date.first}
    if change == "since" and date.first and date.kind == "since":
        return {"start": date.first}
    if change == "until" and date.last and date.kind == "until":
        return {"end": at_its_end(date)}
    if change == "end" and date.last and date.kind == "point" and date.preposition in AT_ITS_END:
        return {"end": at_its_end(date)}
    return {}


def _denied(doc: Document, span: tuple[int, int]) -> bool:
    """Whether words of a change deny it, or ask for it only."""
    words = set(doc.text[span[0] : span[1]].lower().split())
    return bool(words & {"nicht", "kein", "keine", "soll", "sollte", "könnte", "wolle"})


def _offices_meant(doc: Document, match: Match, found: list[Fact], change: str, *, gained: bool) -> list[int]:
    """The facts, by their place, of the office that somebody enters or leaves by the words of a match.

    Who enters an office enters the one that he is told to get; who leaves one, the last he is told to have.
    """
    span = match.span() or (0, 0)
    sentence = doc.sentence(span[0])
    near = [
        i
        for i, f in enumerate(found)
        if f.evidence[0].start <= sentence[1] and span[0] - f.evidence[0].end < REACH and is_post(f)
    ]
    named = _people_in(match) if match.rule.settings.get("of") else []
    people = {p.name for p in (named if len(named) == 1 else subject(doc, match))}
    becoming = [i for i in near if becomes(found[i])]
    if not people and change in ("start", "until") and becoming:
        people = {str(found[becoming[-1]].slots["person"])}
    own = [i for i in near if found[i].slots["person"] in people]
    if change == "start" and (new := [i for i in own if becomes(found[i])]):
        roles = {found[i].slots["role_canonical"] for i in new if is_elected(found[i])}
        return [i for i in new if not roles or found[i].slots["role_canonical"] in roles]
    if change == "start":
        chosen = [i for i in own if _in_sentence(found[i], sentence) and not gained]
    else:
        chosen = [i for i in own if not beside_the_office(found[i]) and _may_end(found[i])]
    if not chosen:
        return []
    role = found[chosen[-1]].slots["role_canonical"]
    return [i for i in chosen if found[i].slots["role_canonical"] == role]


def _may_end(fact: Fact) -> bool:
    """Whether an office is not over for certain: of who is followed in it, another sentence may tell when."""
    return "former" not in fact.slots or (follows(fact) and "end" not in fact.slots)


def _people_in(match: Match) -> list[Named]:
    values = match.units.values[match.match.start() : match.match.end()]
    return [v for v in values if isinstance(v, Named) and v.kind == "person"]


def _in_sentence(fact: Fact, sentence: tuple[int, int]) -> bool:
    return sentence[0] <= fact.evidence[0].start <= sentence[1]
