"""Funding: who gives what to whom, out of which programme, for how long.

A sentence with figures is cut into clauses of one figure each; in a clause the organisations are
givers or receivers by their preposition and by its verb, and a clause without a verb of its own goes
on with the one before ("die Vereinte Volksbank mit 5.000 Euro"). Sentences without a figure give what
the rules of stage `funding` find ("gefördert vom …").
"""

from __future__ import annotations

import re
import tomllib
from bisect import bisect_left
from collections.abc import Iterator, Sequence
from datetime import date
from functools import cache

from kg import resources
from kg.amounts import AmountSpan
from kg.dates import DateSpan
from kg.document import Document, matches
from kg.facts.clauses import Clause, assign, clauses, money_words
from kg.lexicon import Entry
from kg.mentions import Named, clean
from kg.model import Fact, Value


def funding(doc: Document) -> Iterator[Fact]:
    """Facts of kind funding, sentence by sentence."""
    done: set[int] = set()
    for start, end in _sentences(doc):
        facts = list(_with_figures(doc, start, end))
        if facts:
            done.add(start)
            yield from facts
    yield from _without_figures(doc, done)


def _sentences(doc: Document) -> Iterator[tuple[int, int]]:
    seen = -1
    for value in doc.outer.values:
        if isinstance(value, AmountSpan):
            start, end = doc.sentence(value.core_start if value.core_start >= 0 else value.start)
            if start != seen:
                seen = start
                yield start, end


# -- sentences with figures --------------------------------------------------------------------------


def _with_figures(doc: Document, start: int, end: int) -> Iterator[Fact]:
    first, last = bisect_left(doc.outer.starts, start), bisect_left(doc.outer.starts, end)
    entries = [v for v in doc.outer.values[first:last] if isinstance(v, Entry)]
    spoken = {c for e in entries for c in e.classes} | money_words(doc, first, last)
    listed = _is_listed(doc, first, last)
    if (
        not spoken & {"FunderVerb", "RecipientVerb", "Grant", "OwnShare", "ProgrammeWord", "Gives", "Gets"}
        and not listed
    ):
        return
    parts = clauses(doc, first, last)
    mode = ""
    for i, clause in enumerate(parts):
        mode = assign(doc, clause, mode or ("gets" if listed else ""))
        if i and clause.givers and not clause.receivers:
            clause.receivers = parts[i - 1].receivers
    shared = _shared(doc, first, last, start, end)
    for clause in parts:
        yield from _facts(doc, clause, shared)


def _is_listed(doc: Document, first: int, last: int) -> bool:
    """A list item "Stadt X: 900.000 Euro": an organisation, a colon, a figure."""
    values = [i for i in range(first, last) if isinstance(doc.outer.values[i], Named | AmountSpan)]
    if len(values) < 2:
        return False
    one, two = doc.outer.values[values[0]], doc.outer.values[values[1]]
    between = doc.text[doc.outer.ends[values[0]] : doc.outer.starts[values[1]]].strip(" \u00a0*_")
    if isinstance(one, Named) and between.startswith(":") and _in_item(doc, one.start):
        return True
    return (
        isinstance(one, Named)
        and one.kind == "organization"
        and isinstance(two, AmountSpan)
        and between in ("", ":", "–", "-", "…", "(")
        and (bool(between) or _in_item(doc, one.start))
    )


def _in_item(doc: Document, offset: int) -> bool:
    """True in a line that begins with a bullet or a number."""
    line = doc.text[doc.text.rfind("\n", 0, offset) + 1 : offset]
    return bool(re.match(r"\s*(?:[-–•*·]|\d+[.)])\s", line))


def _facts(doc: Document, clause: Clause, shared: dict[str, Value]) -> Iterator[Fact]:
    figure = clause.amount or clause.share
    if figure is None or _is_total(doc, clause, figure):
        return
    slots: dict[str, Value] = {}
    if clause.amount is not None:
        slots |= {
            "amount": clause.amount.value,
            "currency": clause.amount.unit,
            "qualifier": clause.amount.qualifier or "exact",
        }
    if clause.share is not None:
        slots["share"] = clause.share.value / 100
        if not clause.givers and clause.amount is None:
            return
    givers = {g.name: g for g in clause.givers}
    receivers = [r for r in clause.receivers if r.name not in givers]
    if receivers:
        slots["recipient"] = receivers[0].name
    elif "recipient" in shared and shared["recipient"] not in givers:
        slots["recipient"] = shared["recipient"]
    rest = {k: v for k, v in shared.items() if k != "recipient"}
    modality = "asserted" if rest.get("status") in (None, "granted", "certified") else "announced"
    both_sides = any(g.end <= figure.start for g in givers.values()) and any(
        g.start >= figure.end for g in givers.values()
    )
    for name, giver in givers.items() or {"": None}.items():
        if giver is not None and both_sides and giver.start >= figure.end:
            told = {k: v for k, v in slots.items() if k == "recipient"}
            yield Fact(
                "funding",
                {"funder": name, **told, **rest},
                (doc.evidence(giver.start, giver.end),),
                doc.section(giver.start).kind,
                modality,
                "funder-beside-figure",
            )
            continue
        named = [n for n in (giver, *receivers[:1]) if n is not None]
        start = min([figure.start, *(n.start for n in named)])
        end = max([figure.end, *(n.end for n in named)])
        found = {**({"funder": name} if name else {}), **slots, **rest}
        yield Fact(
            "funding",
            found,
            (doc.evidence(start, end),),
            doc.section(start).kind,
            modality,
            "figure-in-clause",
        )


def _is_total(doc: Document, clause: Clause, figure: AmountSpan) -> bool:
    """True for what a thing costs in all: no funding by anybody."""
    if "Turnover" in clause.classes:
        return True
    at = next(i for i in range(clause.first, clause.last) if doc.outer.values[i] is figure)
    for j in range(at - 1, max(clause.first - 1, at - 8), -1):
        value = doc.outer.values[j]
        entry = value[0] if isinstance(value, tuple) and isinstance(value[0], Entry) else value
        if isinstance(entry, Entry):
            if entry.classes & {"Grant", "FunderVerb", "RecipientVerb", "OwnShare"}:
                return False
            if "Total" in entry.classes:
                return not clause.givers
    return (
        not clause.givers
        and not clause.receivers
        and not clause.classes & {"Grant", "FunderVerb", "RecipientVerb", "ProgrammeWord", "Gives", "Gets"}
    )


def _shared(doc: Document, first: int, last: int, start: int, end: int) -> dict[str, Value]:
    """What holds for all funding of a sentence: programme, period, status, and a project that gets it."""
    slots: dict[str, Value] = {}
    for i in range(first, last):
        value = doc.outer.values[i]
        if isinstance(value, DateSpan) and not _is_short(value):
            if value.kind in ("range", "since") and value.first and "period_start" not in slots:
                slots["period_start"] = value.first
            if value.kind in ("range", "until") and value.last and "period_end" not in slots:
                slots["period_end"] = value.last
        elif isinstance(value, Entry) and "KnownProgramme" in value.classes:
            slots.setdefault("programme", value.label)
        elif isinstance(value, tuple) and isinstance(value[0], int) and i > first:
            before = doc.outer.values[i - 1]
            entry = before[0] if isinstance(before, tuple) and isinstance(before[0], Entry) else before
            title = clean(doc.text[value[0] : value[1]]).strip('„“”"»«‚‘ ')
            if isinstance(entry, Entry) and "ProgrammeWord" in entry.classes:
                slots.setdefault("programme", title)
            elif isinstance(entry, Entry) and "ProjectWord" in entry.classes:
                slots.setdefault("recipient", title)
    words = " ".join(re.findall(r"\w+", doc.text[start:end].lower()))
    for status, signs in _statuses().items():
        if any(f" {sign} " in f" {words} " for sign in signs):
            slots["status"] = status
            break
    return slots


def _is_short(span: DateSpan) -> bool:
    """Days and weeks: when a notice comes or a cheque is handed over, not how long money is given."""
    first, last = span.first or "", span.last or ""
    if len(first) < len("2019-09-09") or len(last) < len("2019-09-09") or first.startswith("--"):
        return False  # partial or open
    return (date.fromisoformat(last) - date.fromisoformat(first)).days < 31


@cache
def _statuses() -> dict[str, list[str]]:
    grammar = tomllib.loads((resources.rules() / "grammar.toml").read_text("utf-8"))
    return dict(grammar["status"])


# -- sentences without figures ------------------------------------------------------------------------


def _without_figures(doc: Document, done: set[int]) -> Iterator[Fact]:
    for match in matches(doc.outer, "funding"):
        begin, end = match.span() or (0, 0)
        start, stop = doc.sentence(begin)
        if start in done and not match.rule.settings.get("beside_figures"):
            continue
        funders = match.values("funders", "organization")
        recipients: Sequence[Named] = match.values("recipient", "organization")
        first, last = bisect_left(doc.outer.starts, start), bisect_left(doc.outer.starts, stop)
        shared = _shared(doc, first, last, start, stop)
        for funder in funders:
            slots: dict[str, Value] = {"funder": funder.name, **shared}
            if recipients and recipients[0].name != funder.name:
                slots["recipient"] = recipients[0].name
            if via := match.values("via", "organization"):
                slots["via"] = via[0].name
            modality = "asserted" if slots.get("status") in (None, "granted", "certified") else "announced"
            yield Fact(
                "funding",
                slots,
                (doc.evidence(begin, end),),
                doc.section(begin).kind,
                modality,
                match.rule.name,
            )
