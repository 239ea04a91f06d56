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
from dataclasses import dataclass, field
from functools import cache

from kg import resources
from kg.amounts import AmountSpan
from kg.dates import DateSpan
from kg.document import Document, matches
from kg.lexicon import Entry
from kg.mentions import Named, clean
from kg.model import Fact, Value

_GIVEN_BY = frozenset({"von", "vom", "durch", "seitens", "by", "from"})
_OF = frozenset({"des", "der", "of"})
_TO = frozenset({"an", "auf", "to", "für"})
_OTHERS = frozenset({"aus", "über", "in", "im", "beim", "bei", "mit", "neben", "zur", "zum", "from", "through", "zwischen", "gegen"})
_DETERMINERS = frozenset({"der", "die", "das", "dem", "den", "des", "the", "ein", "eine", "einen"})


@dataclass(slots=True)
class _Clause:
    """A stretch of units with at most one figure (an amount, a share, or both said as one)."""

    first: int
    last: int
    amount: AmountSpan | None = None
    share: AmountSpan | None = None
    givers: list[Named] = field(default_factory=list)
    receivers: list[Named] = field(default_factory=list)
    classes: set[str] = field(default_factory=set)


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
    spoken = {c for e in entries for c in e.classes} | _money_words(doc, first, last)
    listed = _is_listed(doc, first, last)
    if not spoken & {"FunderVerb", "RecipientVerb", "Grant", "OwnShare", "ProgrammeWord", "Gives", "Gets"} and not listed:
        return
    clauses = _clauses(doc, first, last)
    mode = ""
    for i, clause in enumerate(clauses):
        mode = _assign(doc, clause, mode or ("gets" if listed else ""))
        if i and clause.givers and not clause.receivers:
            clause.receivers = clauses[i - 1].receivers
    shared = _shared(doc, first, last, start, end)
    for clause in clauses:
        yield from _facts(doc, clause, shared, start)


def _money_words(doc: Document, first: int, last: int) -> set[str]:
    found: set[str] = set()
    for i in range(first, last):
        word = doc.text[doc.outer.starts[i] : doc.outer.ends[i]].lower()
        found |= {name for name, words in _verbs().items() if word in words}
    return found


@cache
def _verbs() -> dict[str, frozenset[str]]:
    grammar = tomllib.loads((resources.rules() / "grammar.toml").read_text("utf-8"))
    return {name: frozenset(words) for name, words in grammar["money"].items()}


def _is_listed(doc: Document, first: int, last: int) -> bool:
    """A list item "Stadt X: 900.000 Euro": an organisation, a colon, a figure."""
    values = [i for i in range(first, last) if isinstance(doc.outer.values[i], Named | AmountSpan)]
    if len(values) < 2:
        return False
    one, two = doc.outer.values[values[0]], doc.outer.values[values[1]]
    between = doc.text[doc.outer.ends[values[0]] : doc.outer.starts[values[1]]].strip(" \u00a0*_")
    if isinstance(one, Named) and between.startswith(":") and _in_item(doc, one.start):
        return True
    return isinstance(one, Named) and one.kind == "organization" and isinstance(two, AmountSpan) and between in ("", ":", "–", "-", "…", "(") and (between or _in_item(doc, one.start))


def _in_item(doc: Document, offset: int) -> bool:
    """True in a line that begins with a bullet or a number."""
    line = doc.text[doc.text.rfind("\n", 0, offset) + 1 : offset]
    return bool(re.match(r"\s*(?:[-–•*·]|\d+[.)])\s", line))


def _clauses(doc: Document, first: int, last: int) -> list[_Clause]:
    """Clauses of one figure each; a comma, semicolon or "und" behind a figure ends its clause."""
    clauses = [_Clause(first, last)]
    for i in range(first, last):
        value, now = doc.outer.values[i], clauses[-1]
        if isinstance(value, AmountSpan):
            slot = "share" if value.unit == "%" else "amount"
            if getattr(now, slot) is None and (now.amount is None and now.share is None or _same_figure(doc, i)):
                setattr(now, slot, value)
                continue
            clauses.append(_Clause(_begin(doc, now, i), last))
            now.last = clauses[-1].first
            setattr(clauses[-1], slot, value)
    return clauses


def _same_figure(doc: Document, i: int) -> bool:
    """An amount and a share said of one thing: "3,38 Mio. Euro, also 65 Prozent", "die Hälfte, nämlich 38.500 Euro"."""
    words = {doc.text[doc.outer.starts[j] : doc.outer.ends[j]].lower() for j in range(max(0, i - 4), i)}
    classes = [doc.outer.alphabet.of(doc.outer.letters[j]) for j in range(max(0, i - 4), i)]
    return bool(words & {"oder", "also", "nämlich", "or", "das", "("}) or any("LP" in c for c in classes)


def _begin(doc: Document, clause: _Clause, figure: int) -> int:
    """Where the clause of a further figure begins: behind the first mark after the figure before."""
    previous = max(i for i in range(clause.first, figure) if isinstance(doc.outer.values[i], AmountSpan))
    for i in range(previous + 1, figure):
        classes = doc.outer.alphabet.of(doc.outer.letters[i])
        if classes & {"Comma", "Semi", "Dash"} or doc.text[doc.outer.starts[i] : doc.outer.ends[i]].lower() in ("und", "sowie", "and"):
            return i
    return figure


def _assign(doc: Document, clause: _Clause, mode: str) -> str:
    """Sort the organisations of a clause; returns what its verb says, for a clause without one."""
    clause.classes = _money_words(doc, clause.first, clause.last) | {
        c for v in doc.outer.values[clause.first : clause.last] if isinstance(v, Entry) for c in v.classes
    }
    gives = bool(clause.classes & {"FunderVerb", "Gives"})
    gets = bool(clause.classes & {"RecipientVerb", "Gets"}) or _finances_itself(doc, clause)
    if gives or gets:
        mode = "gets" if gets else "gives"
    for i in range(clause.first, clause.last):
        giver = _organization(doc, i)
        if giver is None:
            continue
        before = _before(doc, i)
        if before in _GIVEN_BY or (before in _OF and _after_money(doc, clause, i)):
            clause.givers.append(giver)
        elif before in _TO or (i + 1 < clause.last and doc.text[doc.outer.starts[i + 1]] == ":"):
            clause.receivers.append(giver)
        elif before in _OTHERS or before in _OF:
            continue
        elif before == "dative" or (before == "relative"):
            if before == "dative":
                clause.receivers.append(giver)
        elif mode == "gives" and clause.givers and _verb_between(doc, clause.givers[-1].end, i):
            clause.receivers.append(giver)
        elif mode == "gives" and _behind_figure(doc, clause, i) and not _behind_verb(doc, i):
            continue
        elif mode == "gives":
            (clause.receivers if clause.givers and _passive(doc, clause) else clause.givers).append(giver)
        elif mode == "gets":
            clause.receivers.append(giver)
    return mode


def _behind_figure(doc: Document, clause: _Clause, i: int) -> bool:
    figure = clause.amount or clause.share
    return figure is not None and doc.outer.starts[i] > figure.start


def _verb_between(doc: Document, offset: int, i: int) -> bool:
    """True where a verb of giving stands between a giver and a name: the name is its object."""
    words = range(bisect_left(doc.outer.starts, offset), i)
    return any(
        doc.outer.words(j, j + 1).lower() in _verbs()["Gives"]
        or (isinstance(v := doc.outer.values[j], Entry) and "FunderVerb" in v.classes)
        for j in words
    )


def _behind_verb(doc: Document, i: int) -> bool:
    """True for a subject right behind its verb ("… gibt die Stiftung", "… trägt die Stadt selbst")."""
    for j in range(i - 1, max(-1, i - 4), -1):
        value = doc.outer.values[j]
        word = doc.outer.words(j, j + 1).lower()
        if word in _verbs()["Gives"] or (isinstance(value, Entry) and "FunderVerb" in value.classes):
            return True
        if word not in _DETERMINERS and "Adj" not in doc.outer.alphabet.of(doc.outer.letters[j]):
            return False
    return False


def _finances_itself(doc: Document, clause: _Clause) -> bool:
    """"finanziert sich": the subject is who gets."""
    words = doc.text[doc.outer.starts[clause.first] : doc.outer.ends[clause.last - 1]].lower()
    return bool(re.search(r"\b(?:finanziert|finanzieren)\s+sich\b", words))


def _passive(doc: Document, clause: _Clause) -> bool:
    words = doc.text[doc.outer.starts[clause.first] : doc.outer.ends[clause.last - 1]].lower().split()
    return bool({"wird", "werden", "wurde", "wurden"} & set(words))


def _organization(doc: Document, i: int) -> Named | None:
    value = doc.outer.values[i]
    if isinstance(value, Named) and value.kind == "organization":
        return value
    if isinstance(value, Entry) and "State" in doc.outer.alphabet.of(doc.outer.letters[i]):
        return Named("organization", value.label, doc.outer.starts[i], doc.outer.ends[i], "state-by-name", "state", value)
    if isinstance(value, Entry) and "City" in doc.outer.alphabet.of(doc.outer.letters[i]) and _subject(doc, i):
        return Named("organization", value.base, doc.outer.starts[i], doc.outer.ends[i], "city-by-name", "municipality", value)
    if isinstance(value, Entry) and doc.text[doc.outer.starts[i] : doc.outer.ends[i]] in ("Bund", "Bundes", "EU"):
        name = "Europäische Union" if value.base == "EU" else "Bund"
        return Named("organization", name, doc.outer.starts[i], doc.outer.ends[i], "federation", "state", value)
    return None


def _subject(doc: Document, i: int) -> bool:
    """True for a word right before or behind a verb of giving or getting, or at a sentence's start."""
    beside = {doc.outer.words(j, j + 1).lower() for j in (i - 1, i + 1) if 0 <= j < len(doc.outer.starts)}
    verbs = _verbs()["Gives"] | _verbs()["Gets"]
    entries = [doc.outer.values[j] for j in (i - 1, i + 1) if 0 <= j < len(doc.outer.starts)]
    first = "Stop" in doc.outer.alphabet.of(doc.outer.letters[i - 1]) if i else True
    return first or bool(beside & verbs) or any(isinstance(e, Entry) and e.classes & {"FunderVerb", "RecipientVerb"} for e in entries)


def _before(doc: Document, i: int) -> str:
    """The preposition (or genitive article) before a name, its article and adjectives passed over."""
    for j in range(i - 1, max(-1, i - 5), -1):
        word = doc.text[doc.outer.starts[j] : doc.outer.ends[j]].lower()
        classes = doc.outer.alphabet.of(doc.outer.letters[j])
        if word in _GIVEN_BY | _TO | _OTHERS:
            return word
        if word in ("des", "der") and (j == 0 or _genitive(doc, j)):
            return word
        ahead = doc.outer.words(j - 1, j).lower() if j else ""
        if (word == "dem" or (word == "der" and _feminine(doc, i))) and ahead not in _GIVEN_BY | _TO | _OTHERS:
            return "dative"
        if word in _DETERMINERS and j > 1 and doc.outer.words(j - 1, j).lower() in ("die", "der", "das") and doc.outer.words(j - 2, j - 1) == ",":
            return "relative"
        if word in _DETERMINERS or "Adj" in classes or "LandAdjective" in classes:
            continue
        if "And" in classes or word in ("und", "sowie", ","):
            return ""
        return ""
    return ""


def _feminine(doc: Document, i: int) -> bool:
    """True for a name whose noun is feminine, so that "der" before it is no nominative."""
    word = re.split(r"[\s]", doc.outer.words(i, i + 1))[0].lower()
    return word.endswith(("stadt", "schule", "universität", "gesellschaft", "gemeinde", "stiftung", "bank", "regierung", "agentur"))


def _genitive(doc: Document, j: int) -> bool:
    """True for "der"/"des" right behind a noun, where it is no subject's article."""
    return any(c in doc.outer.alphabet.of(doc.outer.letters[j - 1]) for c in ("Known", "Name", "Abstract", "Compound", "Grant", "Quoted", "Org", "Share", "Amount"))


def _after_money(doc: Document, clause: _Clause, i: int) -> bool:
    """True where a word for a grant or programme, or a figure, stands shortly before a genitive."""
    for j in range(max(clause.first, i - 6), i):
        value = doc.outer.values[j]
        if isinstance(value, AmountSpan) or (isinstance(value, Entry) and value.classes & {"Grant", "ProgrammeWord", "KnownProgramme"}):
            return True
        if isinstance(value, tuple) and isinstance(value[0], Entry) and value[0].classes & {"Grant", "ProgrammeWord"}:
            return True
    return False


def _facts(doc: Document, clause: _Clause, shared: dict[str, Value], sentence: int) -> Iterator[Fact]:
    figure = clause.amount or clause.share
    if figure is None or _is_total(doc, clause, figure):
        return
    slots: dict[str, Value] = {}
    if clause.amount is not None:
        slots |= {"amount": clause.amount.value, "currency": clause.amount.unit, "qualifier": clause.amount.qualifier or "exact"}
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
    both_sides = any(g.end <= figure.start for g in givers.values()) and any(g.start >= figure.end for g in givers.values())
    for name, giver in givers.items() or {"": None}.items():
        if giver is not None and both_sides and giver.start >= figure.end:
            told = {k: v for k, v in slots.items() if k == "recipient"}
            yield Fact("funding", {"funder": name, **told, **rest}, (doc.evidence(giver.start, giver.end),), doc.section(giver.start).kind, modality, "funder-beside-figure")
            continue
        named = [n for n in (giver, *receivers[:1]) if n is not None]
        start = min([figure.start, *(n.start for n in named)])
        end = max([figure.end, *(n.end for n in named)])
        found = {**({"funder": name} if name else {}), **slots, **rest}
        yield Fact("funding", found, (doc.evidence(start, end),), doc.section(start).kind, modality, "figure-in-clause")


def _is_total(doc: Document, clause: _Clause, figure: AmountSpan) -> bool:
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
    return not clause.givers and not clause.receivers and not clause.classes & {"Grant", "FunderVerb", "RecipientVerb", "ProgrammeWord", "Gives", "Gets"}


def _shared(doc: Document, first: int, last: int, start: int, end: int) -> dict[str, Value]:
    """What holds for all funding of a sentence: programme, period, status, and a project that gets it."""
    slots: dict[str, Value] = {}
    for i in range(first, last):
        value = doc.outer.values[i]
        if isinstance(value, DateSpan):
            if value.kind in ("range", "since") and value.first and "period_start" not in slots:
                slots["period_start"] = value.first
            if value.kind in ("range", "until") and value.last and "period_end" not in slots:
                slots["period_end"] = value.last
        elif isinstance(value, Entry) and "KnownProgramme" in value.classes:
            slots.setdefault("programme", value.label)
        elif isinstance(value, tuple) and isinstance(value[0], int) and i > first:
            before = doc.outer.values[i - 1]
            entry = before[0] if isinstance(before, tuple) and isinstance(before[0], Entry) else before
            title = clean(doc.text[value[0] : value[1]]).strip("„“”\"»«‚‘ ")
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
            yield Fact("funding", slots, (doc.evidence(begin, end),), doc.section(begin).kind, modality, match.rule.name)
