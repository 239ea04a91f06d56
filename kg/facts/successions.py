"""Offices told of by their change: successors, predecessors, deputies and first days in office."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterator
from dataclasses import replace
from functools import cache

from kg import patterns
from kg.dates import DateSpan
from kg.document import Document, Match, matches
from kg.facts.role_dates import AT_ITS_END, at_its_end, is_over, lies_ahead
from kg.facts.subjects import subject, titles_of
from kg.lexicon import Entry
from kg.mentions import Named
from kg.model import Fact, Value


def deputies(found: list[Fact]) -> list[Fact]:
    """The facts, a bare "Stellvertreterin" being that of the office told of last before.

    "Vorsitzender ist Jens Kern, seine Stellvertreterin Eva Kuhn": a deputy chair, of the same body.
    """
    told = sorted(found, key=lambda f: f.evidence[0].start)
    made = []
    for fact in found:
        if not str(fact.slots.get("concept", "")).endswith("/stellvertreter"):
            made.append(fact)
            continue
        here = fact.evidence[0].start
        model = next(
            (
                f
                for f in reversed(told)
                if f.evidence[0].start <= here < f.evidence[0].end + _NEAR
                and f.slots["person"] != fact.slots["person"]
                and _can_have_deputy(f)
            ),
            None,
        )
        if model is None:
            made.append(fact)
            continue
        post = {k: v for k in ("organization", "unit") if (v := model.slots.get(k))}
        name = f"Stellvertretender {model.slots['role_canonical']}"
        slots = {**fact.slots, **post, "role_canonical": name, "deputy": True}
        slots["concept"] = model.slots.get("concept", slots["concept"])
        evidence = tuple(dict.fromkeys((*fact.evidence, model.evidence[0])))
        resolved = {**fact.resolved, "role": "by reference: the office told of before"}
        made.append(replace(fact, slots=slots, evidence=evidence, resolved=resolved))
    return made


def incumbents(found: list[Fact]) -> list[Fact]:
    """The facts, an "Amtsinhaberin" holding the office told of nearest; without one, nothing is said of her.

    "Der designierte Landrat Jens Kern setzte sich gegen Amtsinhaberin Eva Kuhn durch": she is Landrat.
    """
    posts = sorted(
        (f for f in found if "deputy" not in f.slots and _is_post(f) and not _is_incumbent(f)),
        key=lambda f: f.evidence[0].start,
    )
    starts = [f.evidence[0].start for f in posts]
    made = []
    for fact in found:
        if not _is_incumbent(fact):
            made.append(fact)
            continue
        here = fact.evidence[0].start
        around = posts[bisect_left(starts, here - _REACH) : bisect_left(starts, here + _REACH)]
        if near := [f for f in around if f.slots["person"] != fact.slots["person"]]:
            model = min(near, key=lambda f: (f.modality != "future", abs(f.evidence[0].start - here)))
            kept = ("role_canonical", "concept", "organization", "unit")
            slots = {**fact.slots, **{k: v for k in kept if (v := model.slots.get(k))}}
            evidence = tuple(dict.fromkeys((*fact.evidence, model.evidence[0])))
            resolved = {**fact.resolved, "role": "by reference: the office told of nearby"}
            made.append(replace(fact, slots=slots, evidence=evidence, resolved=resolved))
    return made


def _is_incumbent(fact: Fact) -> bool:
    return str(fact.slots.get("concept", "")).endswith("/amtsinhaber")


_NEAR = 300
"""Characters over which a deputy's office can be that of one told of before."""


def _can_have_deputy(fact: Fact) -> bool:
    return (
        "deputy" not in fact.slots
        and _is_post(fact)
        and not _office_slug(fact).endswith(("mitglied", "professor"))
    )


def _is_post(fact: Fact) -> bool:
    """Whether a role is one that somebody follows in, not what somebody has learnt."""
    return not _office_slug(fact).endswith(tuple(NOT_OF_PEOPLE - {"mitglied"} | {"stellvertreter"}))


def _office_slug(fact: Fact) -> str:
    return str(fact.slots.get("concept") or fact.slots["role_canonical"]).rpartition("/")[2].lower()


def entered(doc: Document, found: list[Fact]) -> list[Fact]:
    """The facts with the days on which their holders enter and leave the office, where other words tell them.

    "Sie tritt ihr Amt am 1. Oktober an", "Seine Amtszeit endet im Mai", "…, der das Amt seit 2009 ausübt".
    """
    for match in matches(doc.units, "office_term"):
        dates = [v for group in _WHEN if isinstance(v := match.value(group), DateSpan)]
        change, span = str(match.rule.settings["change"]), match.span() or (0, 0)
        told = _times(dates[0], change) if dates else {}
        if not told or _denied(doc, span):
            continue
        for i in _offices_meant(doc, match, found, change):
            fact = found[i]
            slots = {**told, **fact.slots}
            if slots == fact.slots:
                continue
            ended = change == "end" and is_over(slots.get("end"), doc.issued)
            slots |= {"former": True} if ended else {}
            begins = told.get("start")
            ahead = isinstance(begins, str) and lies_ahead(begins, doc.issued)
            modality = "former" if ended else "future" if ahead else fact.modality
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


def _offices_meant(doc: Document, match: Match, found: list[Fact], change: str) -> list[int]:
    """The facts, by their place, of the office that somebody enters or leaves by the words of a match.

    Who enters an office enters the one that he is told to get; who leaves one, the last he is told to have.
    """
    span = match.span() or (0, 0)
    sentence = doc.sentence(span[0])
    near = [
        i
        for i, f in enumerate(found)
        if f.evidence[0].start <= sentence[1] and span[0] - f.evidence[0].end < _REACH and _is_post(f)
    ]
    named = _people_in(match) if match.rule.settings.get("of") else []
    people = {p.name for p in (named if len(named) == 1 else subject(doc, match))}
    becoming = [i for i in near if _becomes(found[i])]
    if not people and change in ("start", "until") and becoming:
        people = {str(found[becoming[-1]].slots["person"])}
    own = [i for i in near if found[i].slots["person"] in people]
    if change == "start" and (gained := [i for i in own if _becomes(found[i])]):
        roles = {found[i].slots["role_canonical"] for i in gained if found[i].rule in _ELECTING}
        return [i for i in gained if not roles or found[i].slots["role_canonical"] in roles]
    if change == "start":
        chosen = [i for i in own if _in_sentence(found[i], sentence)]
    else:
        chosen = [i for i in own if not _career(found[i]) and "former" not in found[i].slots]
    if not chosen:
        return []
    role = found[chosen[-1]].slots["role_canonical"]
    return [i for i in chosen if found[i].slots["role_canonical"] == role]


def _people_in(match: Match) -> list[Named]:
    values = match.units.values[match.match.start() : match.match.end()]
    return [v for v in values if isinstance(v, Named) and v.kind == "person"]


def _becomes(fact: Fact) -> bool:
    """Whether a fact tells that somebody gets an office, not that he has it."""
    return "former" not in fact.slots and (
        fact.rule in _ELECTING or fact.modality == "future" or fact.rule in _SUCCEEDING
    )


def _in_sentence(fact: Fact, sentence: tuple[int, int]) -> bool:
    return sentence[0] <= fact.evidence[0].start <= sentence[1]


def _career(fact: Fact) -> bool:
    return fact.rule in _beside_the_office()


_REACH = 900
"""Characters over which a change of office can speak of one named before."""


def successors(doc: Document, found: list[Fact]) -> list[Fact]:
    """The new holder of the office that somebody held before: "Nachfolgerin ist Eva Klein"."""
    made = []
    for match in matches(doc.units, "successor"):
        new, span = [p for g in _NEW for p in match.values(g, "person")], match.span() or (0, 0)
        before = [f for f in found if f.evidence[0].start < span[0] and span[0] - f.evidence[0].end < _REACH]
        before = [f for f in before if new and f.slots["person"] != new[0].name and _is_post(f)]
        model = next((f for f in reversed(before) if f.rule in _ELECTING or "former" in f.slots), None)
        model = model or (before[-1] if before else None)
        if model is None or any(_holds(f, new[0].name, model) for f in found):
            continue
        fact = _same_post(doc, match, model, new[0])
        if begins := _begins(doc, span):
            later = "future" if lies_ahead(begins, doc.issued) else "asserted"
            fact = replace(fact, slots={**fact.slots, "start": begins}, modality=later)
        made.append(fact)
    return made


_NEW = ("new", "new2", "new3")


def _is_new(doc: Document, fact: Fact) -> bool:
    """True for an office that begins in the year of the release, the one before, or later."""
    start = fact.slots.get("start")
    if fact.modality == "future" or not isinstance(start, str) or doc.issued is None:
        return fact.modality == "future"
    return start[:4].isdigit() and int(start[:4]) >= int(doc.issued[:4]) - 1


def _begins(doc: Document, span: tuple[int, int]) -> str:
    """The day in the sentence of a succession ("folgt ihm zum 1. Februar …")."""
    start, end = doc.sentence(span[0])
    first, last = bisect_left(doc.units.starts, start), bisect_left(doc.units.starts, min(end, span[1]))
    for value in doc.units.values[first:last]:
        if isinstance(value, DateSpan) and value.kind in ("point", "since") and value.first:
            return value.first
    return ""


def _holds(fact: Fact, person: str, model: Fact) -> bool:
    return fact.slots["person"] == person and fact.slots["role_canonical"] == model.slots["role_canonical"]


def _same_post(doc: Document, match: Match, model: Fact, person: Named) -> Fact:
    """A fact of the post that another fact tells of, with another holder."""
    kept = ("role", "role_canonical", "concept", "organization", "unit", "attested")
    slots: dict[str, Value] = {
        "person": person.name,
        **{k: model.slots[k] for k in kept if k in model.slots},
    }
    if titles := titles_of(doc, person):
        slots["titles"] = titles.strip("- ")
    span = match.span() or (person.start, person.end)
    evidence = (doc.evidence(*span), model.evidence[0])
    resolved = {"role": "by succession: the office of the one before or after", **model.resolved}
    section = doc.section(span[0]).kind
    return Fact("role", slots, evidence, section, "asserted", match.rule.name, resolved)


def predecessors(doc: Document, found: list[Fact]) -> Iterator[Fact]:
    """Whom the new holder follows held the same office: that of the role stated last before."""
    for match in matches(doc.units, "succession"):
        old = match.values("old", "person")
        span = match.span() or (0, 0)
        before = [f for f in found if f.evidence[0].start < span[0] and span[0] - f.evidence[0].end < _REACH]
        if match.rule.settings.get("last") and (holder := _last_named(doc, span[0])) and old:
            before = before or [f for f in found if f.slots["person"] == holder]
        before = [f for f in before if old and f.slots["person"] != old[0].name and "former" not in f.slots]
        before = [f for f in before if _is_post(f)]
        before = [f for f in before if f.rule not in _beside_the_office() or _is_new(doc, f)] or before
        changed = [
            f for f in before if f.modality == "future" or "start" in f.slots or f.rule in _ELECTING
        ] or before
        if not old or not changed:
            continue
        who = [p.name for p in subject(doc, match) if p.name != old[0].name]
        changed = (
            [f for f in changed if f.slots["person"] in who]
            or [f for f in before if f.slots["person"] in who]
            or changed
        )
        fact = _same_post(doc, match, changed[-1], old[0])
        slots = {**fact.slots, **_time_in_office(doc, old[0])}
        end = slots.get("end")
        if not (isinstance(end, str) and lies_ahead(end, doc.issued)):
            slots["former"] = True
        yield replace(fact, slots=slots, modality="former" if "former" in slots else "asserted")


def _last_named(doc: Document, before: int) -> str:
    """The person named last before an offset: whose predecessor "ihr Vorgänger" is."""
    at = bisect_left(doc.people, before, key=lambda p: p.start)
    return doc.people[at - 1].name if at else ""


def _time_in_office(doc: Document, person: Named) -> dict[str, Value]:
    """Start and end behind the name of a predecessor: ", der das Haus seit 2003 leitet und … geht"."""
    slots: dict[str, Value] = {}
    _, stop = doc.sentence(person.start)
    first, last = bisect_left(doc.units.starts, person.end), bisect_left(doc.units.starts, stop)
    leaves = False
    for i in range(first, last):
        value = doc.units.values[i]
        if isinstance(value, Named) and value.kind == "person":
            break
        leaves = leaves or (isinstance(value, Entry) and "End" in value.classes)
        if isinstance(value, DateSpan) and value.kind == "since" and value.first:
            slots.setdefault("start", value.first)
        elif isinstance(value, DateSpan) and value.kind == "range" and value.first and value.last:
            slots |= {"start": value.first, "end": value.last}
        elif isinstance(value, DateSpan) and value.last:
            slots.setdefault("end", at_its_end(value))
    if not leaves and "start" not in slots:
        slots.pop("end", None)
    return slots


_SUCCEEDING = frozenset({"successor", "takes-over-from-the-one-before"})


_ELECTING = frozenset(
    {
        "person-becomes-role",
        "elected-person-as-role",
        "as-role-elected-person",
        "person-takes-office",
        "as-role-person-elected",
    }
)


@cache
def _beside_the_office() -> frozenset[str]:
    """Rules that tell what somebody did or does besides the office that a text is about."""
    return frozenset(r.name for r in patterns.load().stages["role_fact"] if r.settings.get("career"))


NOT_OF_PEOPLE = frozenset(
    {"mitglied", "gesellschafter", "pate", "inhaber", "vertreter", "experte", "gruender"}
    | {"informatiker", "ingenieur", "jurist", "paedagoge"}
    | {"unternehmer", "wissenschaftler", "techniker", "historiker"}
)
"""Offices that organisations have as well, or that say little: they need a name beside them."""
