"""Offices told of by their change: successors, predecessors, deputies and first days in office."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterator
from dataclasses import replace
from functools import cache

from kg import patterns
from kg.dates import DateSpan
from kg.document import Document, Match, matches
from kg.facts.role_dates import at_its_end, lies_ahead
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
    """The facts with the day on which their holder enters the office, where a later sentence tells it."""
    for match in matches(doc.units, "office_start"):
        people = subject(doc, match)
        dates = [v for group in ("date", "date2", "date3") if isinstance(v := match.value(group), DateSpan)]
        span = match.span() or (0, 0)
        for i in range(len(found) - 1, -1, -1):
            fact = found[i]
            said = people and fact.slots["person"] == people[0].name and fact.evidence[0].start <= span[1]
            if said and dates and dates[0].first and fact.rule in _ELECTING | {"role-before-person"}:
                if "start" not in fact.slots:
                    later = "future" if lies_ahead(dates[0].first, doc.issued) else fact.modality
                    evidence = tuple(dict.fromkeys((*fact.evidence, doc.evidence(*span))))
                    slots = {**fact.slots, "start": dates[0].first}
                    found[i] = replace(fact, slots=slots, evidence=evidence, modality=later)
                break
    return found


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
