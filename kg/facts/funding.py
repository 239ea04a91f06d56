"""Funding: who gives what to whom, out of which programme, for how long.

Rules of stage `funding` mark organisations of a sentence as funder or recipient and amounts as the
funder's own; a sentence that speaks of funding then gives one fact for each funder, or one for an
amount whose funder it does not name.
"""

from __future__ import annotations

import tomllib
from bisect import bisect_left
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import cache

from kg import resources
from kg.amounts import AmountSpan
from kg.dates import DateSpan
from kg.document import Document, Match, matches
from kg.lexicon import Entry
from kg.mentions import Named
from kg.model import Fact, Value


@dataclass(slots=True)
class _Sentence:
    start: int
    end: int
    funders: dict[str, Named] = field(default_factory=dict)
    recipients: dict[str, Named] = field(default_factory=dict)
    via: dict[str, Named] = field(default_factory=dict)
    figures: list[AmountSpan] = field(default_factory=list)
    given: dict[str, AmountSpan] = field(default_factory=dict)
    rules: list[str] = field(default_factory=list)


def funding(doc: Document) -> Iterator[Fact]:
    """Facts of kind funding, sentence by sentence."""
    sentences: dict[int, _Sentence] = {}
    for match in matches(doc.outer, "funding"):
        start, end = doc.sentence((match.span() or (0, 0))[0])
        sentence = sentences.setdefault(start, _Sentence(start, end))
        _mark(sentence, match)
    for start in sorted(sentences):
        yield from _facts(doc, sentences[start])


def _mark(sentence: _Sentence, match: Match) -> None:
    sentence.rules.append(match.rule.name)
    people = {"funder": sentence.funders, "funders": sentence.funders, "recipient": sentence.recipients, "via": sentence.via}
    for group, table in people.items():
        for named in match.values(group, "organization"):
            table.setdefault(named.name, named)
    for group in ("amount", "share"):
        for i in match.indices(group):
            value = match.units.values[i]
            if isinstance(value, AmountSpan):
                if value not in sentence.figures:
                    sentence.figures.append(value)
                for named in match.values("funder", "organization"):
                    sentence.given.setdefault(named.name, value)


def _facts(doc: Document, sentence: _Sentence) -> Iterator[Fact]:
    for name in sentence.recipients:
        if name in sentence.funders and name not in sentence.given:
            del sentence.funders[name]
    if not sentence.funders and not sentence.figures:
        return
    shared = _shared(doc, sentence)
    span = _span(sentence)
    section = doc.section(span[0]).kind
    used = {id(f) for f in sentence.given.values()}
    free = [f for f in sentence.figures if id(f) not in used]
    rule = sentence.rules[0]
    modality = "asserted" if shared.get("status") in (None, "granted", "certified") else "announced"
    for name in sentence.funders:
        figure = sentence.given.get(name) or (free[0] if len(free) == 1 and not sentence.given else None)
        slots = {"funder": name, **_figure(figure), **shared}
        if slots.get("recipient") == name:
            continue
        yield Fact("funding", slots, (doc.evidence(*span),), section, modality, rule)
    if not sentence.funders or (free and sentence.given):
        for figure in free:
            yield Fact("funding", {**_figure(figure), **shared}, (doc.evidence(*span),), section, modality, rule)


def _figure(figure: AmountSpan | None) -> dict[str, Value]:
    if figure is None:
        return {}
    if figure.unit == "%":
        return {"share": figure.value / 100}
    return {"amount": figure.value, "currency": figure.unit, "qualifier": figure.qualifier or "exact"}


def _shared(doc: Document, sentence: _Sentence) -> dict[str, Value]:
    """What holds for all funding of a sentence: recipient, channel, programme, period, status."""
    slots: dict[str, Value] = {}
    if sentence.recipients:
        slots["recipient"] = next(iter(sentence.recipients))
    if sentence.via:
        slots["via"] = next(iter(sentence.via))
    for i in _inside(doc, sentence):
        value = doc.outer.values[i]
        if isinstance(value, DateSpan):
            if value.kind in ("range", "since") and value.first and "period_start" not in slots:
                slots["period_start"] = value.first
            if value.kind in ("range", "until") and value.last and "period_end" not in slots:
                slots["period_end"] = value.last
        elif isinstance(value, Entry) and "KnownProgramme" in value.classes:
            slots.setdefault("programme", value.label)
    words = doc.text[sentence.start : sentence.end].lower()
    for status, signs in _statuses().items():
        if any(f" {sign} " in f" {words} " or (" " in sign and sign in words) for sign in signs):
            slots["status"] = status
            break
    return slots


def _inside(doc: Document, sentence: _Sentence) -> range:
    return range(bisect_left(doc.outer.starts, sentence.start), bisect_left(doc.outer.starts, sentence.end))


@cache
def _statuses() -> dict[str, list[str]]:
    grammar = tomllib.loads((resources.rules() / "grammar.toml").read_text("utf-8"))
    return dict(grammar["status"])


def _span(sentence: _Sentence) -> tuple[int, int]:
    """The words from the first to the last thing that the facts of a sentence name."""
    named = [*sentence.funders.values(), *sentence.recipients.values()]
    starts = [n.start for n in named] + [f.start for f in sentence.figures]
    ends = [n.end for n in named] + [f.end for f in sentence.figures]
    inside = [(s, e) for s, e in zip(starts, ends, strict=True) if sentence.start <= s < sentence.end]
    return (min(s for s, _ in inside), max(e for _, e in inside)) if inside else (sentence.start, sentence.end)
