"""Why a fact was found, and why in a sentence none was: rules, labels and tokens, for people.

MATCH   role  Petra Lindner …  <- rule, its pattern, the tokens it matched with their labels
NOTHING a sentence             <- what is known of its words, and the rules that came nearest
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterable, Iterator, Sequence
from functools import cache

from kg import document, patterns, render, segment
from kg.document import Document
from kg.lexicon import Entry
from kg.mentions import Named
from kg.mentions.named import entry_of
from kg.model import Fact, Release
from kg.patterns import Alphabet, Rule
from kg.tokens import Units

_NEAREST = 3  # rules shown for a sentence without facts
_SHORTEST = 2  # units that a rule must match at least to have come near
_PREFIX = re.compile(r"https://w3id\.org/stadtgraph/id/")
_PLAIN = frozenset({"Cap", "Lower", "Known", "KnownLower", "SurnameLike", "TopicNoun", "Function"})


def explained(release: Release, facts: Sequence[Fact]) -> Iterator[str]:
    """The explanation of a release, in lines: each fact with its rule and tokens, then what gave none.

    `facts` are those that `kg.facts.extract` gave for this release.
    """
    doc = document.read(release)
    yield release.file
    for fact in sorted(facts, key=lambda f: (f.kind != "release", f.evidence[0].start)):
        yield from _fact(doc, fact)
    yield from _silent(doc, facts)


def _fact(doc: Document, fact: Fact) -> Iterator[str]:
    yield f"  {fact.kind}: {render.said(fact)}"
    rule = _rules().get(fact.rule)
    if rule is not None:
        yield f"    rule {rule.name} ({rule.file}): {rule.pattern}"
    elif fact.rule:
        yield f"    by {fact.rule}"
    for slot, why in fact.resolved.items():
        yield f"    {slot}: {why}"
    for evidence in fact.evidence:
        where = f"{doc.text.count(chr(10), 0, evidence.start) + 1}, {evidence.start}–{evidence.end}"
        yield f"    »{_flat(evidence.quote)}« (line {where})"
        if fact.kind != "release":
            yield from _tokens(doc.units, evidence.start, evidence.end)


def _tokens(units: Units, start: int, end: int) -> Iterator[str]:
    for i in range(*_span(units, start, end)):
        word = _flat(units.words(i, i + 1))
        if word:
            yield f"      {word[:40]:40} {_known(units, i)}"


def _span(units: Units, start: int, end: int) -> tuple[int, int]:
    first = bisect_left(units.ends, start + 1)
    return first, bisect_left(units.starts, end)


def _known(units: Units, i: int) -> str:
    """What is known of a unit: its classes, and the label, rule or number that gave them."""
    value = units.values[i]
    classes = " ".join(sorted(units.alphabet.of(units.letters[i]) - _PLAIN)) or "–"
    if isinstance(value, Named):
        base = f" = {value.name}" if value.name != _flat(units.words(i, i + 1)) else ""
        label = f", {_label(value.entry)}" if value.entry else ""
        return f"{classes}: rule {value.rule}{base}{label}"
    entry = entry_of(value)
    if entry is not None:
        head = " by its head" if isinstance(value, tuple) else ""
        return f"{classes}: {_label(entry)}{head}"
    return classes


def _label(entry: Entry) -> str:
    return f"“{entry.base or entry.label}” of {_PREFIX.sub('', entry.concept)}"


def _flat(text: str) -> str:
    return " ".join(text.split())


# -- what gave nothing -----------------------------------------------------------------------------------


def _silent(doc: Document, facts: Sequence[Fact]) -> Iterator[str]:
    spans = [(e.start, e.end) for fact in facts if fact.kind != "release" for e in fact.evidence]
    for section in doc.sections:
        for start, end in segment.sentences(doc.text, section.start, section.end):
            if any(a < end and start < b for a, b in spans):
                continue
            yield f"  nothing: »{_flat(doc.text[start:end])[:160]}«"
            yield from _why_not(doc, start, end)


def _why_not(doc: Document, start: int, end: int) -> Iterator[str]:
    first, last = _span(doc.units, start, end)
    telling = [i for i in range(first, last) if _tells(doc.units, i)]
    if not telling:
        yield "    no name, date, amount or label that a rule asks for"
        return
    for i in telling:
        yield f"      {_flat(doc.units.words(i, i + 1))[:40]:40} {_known(doc.units, i)}"
    near = sorted(_near(doc.units, first, last), key=lambda n: (-n[0], n[1]))[:_NEAREST]
    if not near:
        yield "    no rule begins with such words"
    for _, name, file, words, wanted in near:
        yield f"    {name} ({file}) fits »{words}«, then wants {wanted}"


def _tells(units: Units, i: int) -> bool:
    value = units.values[i]
    if value is None or not units.words(i, i + 1):
        return False
    entry = entry_of(value)
    return entry is None or bool(entry.classes - {"NameParticle", "CommonNoun", "Place", "GivenName"})


def _near(units: Units, first: int, last: int) -> Iterator[tuple[int, str, str, str, str]]:
    """Rules whose beginning fits: units matched, rule, file, the words, and what it asks for next."""
    letters = units.letters[:last]
    for rule in _rules().values():
        best: tuple[int, str, str, str, str] | None = None
        for regex, wanted in _beginnings(
            rule.name, rule.pattern, units.alphabet, len(units.alphabet.classes)
        ):
            match = max(regex.finditer(letters, first), key=lambda m: m.end() - m.start(), default=None)
            if match is None or match.end() - match.start() < _SHORTEST:
                break
            words = _flat(units.words(match.start(), match.end()))
            best = match.end() - match.start(), rule.name, rule.file, words, wanted
        if best is not None:
            yield best


@cache
def _rules() -> dict[str, Rule]:
    """Rules that make facts, by name; those that make names are shown with the names."""
    book = patterns.load()
    return {r.name: r for rules in book.stages.values() for r in rules if "make" not in r.settings}


@cache
def _beginnings(
    name: str,
    pattern: str,
    alphabet: Alphabet,
    size: int,  # noqa: ARG001 - a part of the cache's key
) -> list[tuple[re.Pattern[str], str]]:
    """Beginnings of a pattern as regular expressions, shortest first, each with what comes next in it."""
    macros = patterns.load().macros
    parts = list(patterns.parts(pattern))
    if "|" in parts:
        return []
    found = []
    for count in range(1, len(parts)):
        source = patterns.translate(" ".join(parts[:count]), alphabet, macros, name)
        found.append((re.compile(source, re.DOTALL), parts[count]))
    return found


def lines(pairs: Iterable[tuple[Release, Sequence[Fact]]]) -> Iterator[str]:
    """The explanations of releases as text, a block each."""
    for release, facts in pairs:
        for line in explained(release, facts):
            yield line + "\n"
        yield "\n"
