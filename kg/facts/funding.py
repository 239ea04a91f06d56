"""Funding: who gives what to whom, out of which programme, for how long.

A sentence with figures is cut into clauses of one figure each (`kg.facts.clauses`); in a clause the
organisations are givers or receivers (`kg.facts.parties`). Sentences without a figure give what the rules of
stage `funding` find ("gefördert vom …"); tables of grants are read line by line
(`kg.facts.grant_tables`).
"""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import replace
from decimal import Decimal

from kg.amounts import AmountSpan
from kg.dates import DateSpan
from kg.document import Document, matches
from kg.facts.clauses import Clause, clauses
from kg.facts.grant_context import (
    BY_CONTEXT,
    TOLD_LATER,
    funded_by_the_same,
    lasting,
    out_of_the_same,
    part_of,
    shares_told,
    to_the_same,
    told_behind,
)
from kg.facts.grant_receivers import called, of_the_mayor, spoken_of, title_of_relative, titled
from kg.facts.grant_tables import grants, lists_givers, rows_of
from kg.facts.grant_terms import terms
from kg.facts.money import entry_at, gives, money_words, says, status, words_of
from kg.facts.parties import assign, enumerated
from kg.facts.party_names import full_name, party
from kg.facts.projects import in_item
from kg.facts.remainders import remainders
from kg.mentions import Named
from kg.model import Fact, Value

_PLAIN = (None, "granted", "certified")
_OF_MONEY = frozenset({"FunderVerb", "RecipientVerb", "Grant", "OwnShare", "ProgrammeWord", "KnownProgramme"})
_EVERYDAY = frozenset({"Gives", "Gets", "Comes"})
_VERBS = _EVERYDAY | {"FunderVerb", "RecipientVerb"}


def funding(doc: Document, projects: Sequence[Fact] = ()) -> Iterator[Fact]:
    """Facts of kind funding, and projects of tables; `projects` are projects and programmes found before."""
    projects = sorted(projects, key=lambda fact: fact.evidence[0].start)
    done: set[int] = set()
    found: list[Fact] = []
    rows = rows_of(doc)
    told = [(doc, start, end) for start, end in _sentences(doc, rows)] + list(_spoken(doc, rows))
    for view, start, end in sorted(told, key=lambda sentence: sentence[1]):
        facts = list(_with_figures(view, start, end, projects))
        if facts:
            done.add(start)
            facts = [part_of(doc, fact, start, found) for fact in facts]
            found += lasting(doc, told_behind(doc, facts, end), end)
    found = [out_of_the_same(doc, fact, projects) for fact in shares_told(found)]
    found = to_the_same(doc, found)
    without = list(_without_figures(doc, done))
    by_sentence: dict[int, list[Fact]] = {}
    for fact in without:
        by_sentence.setdefault(doc.sentence(fact.evidence[0].start)[0], []).append(fact)
    found = [funded_by_the_same(doc, fact, by_sentence) for fact in found]
    passed_on = {f.slots.get("funder") for f in found if BY_CONTEXT in f.resolved.values()}
    yield from found
    yield from remainders(doc, found)
    yield from grants(doc, projects)
    yield from (f for f in without if f.slots["funder"] not in passed_on)


def _sentences(doc: Document, rows: Sequence[tuple[int, int]]) -> Iterator[tuple[int, int]]:
    """Sentences with a figure that is in no table."""
    seen = -1
    for _, value in doc.outer.of_type(AmountSpan):
        if not _within(value.start, rows):
            start, end = doc.sentence(value.core_start if value.core_start >= 0 else value.start)
            if start != seen:
                seen = start
                yield start, end


def _spoken(doc: Document, rows: Sequence[tuple[int, int]]) -> Iterator[tuple[Document, int, int]]:
    """Sentences with a figure inside long quotations, whose words are one unit of `outer`."""
    view: Document | None = None
    for mark in re.finditer(doc.outer.alphabet.charset("Quote"), doc.outer.letters):
        value = doc.outer.values[mark.start()]
        if not isinstance(value, tuple):
            continue
        first, last = bisect_left(doc.units.starts, value[0]), bisect_left(doc.units.starts, value[1])
        seen = -1
        for figure in doc.units.values[first:last]:
            if not isinstance(figure, AmountSpan) or _within(figure.start, rows):
                continue
            start, end = doc.sentence(figure.start)
            start, end = max(start, value[0]), min(end, value[1])
            if start != seen:
                seen = start
                view = view or replace(doc, outer=doc.units)
                yield view, start, end


def _within(offset: int, rows: Sequence[tuple[int, int]]) -> bool:
    """True for an offset in one of sorted, disjoint stretches."""
    at = bisect_right(rows, (offset, len(rows) + offset)) - 1
    return at >= 0 and offset < rows[at][1]


# -- sentences with figures --------------------------------------------------------------------------


def _with_figures(doc: Document, start: int, end: int, projects: Sequence[Fact]) -> Iterator[Fact]:
    first, last = bisect_left(doc.outer.starts, start), bisect_left(doc.outer.starts, end)
    listed = _is_listed(doc, first, last)
    told = money_words(doc, first, last) & (_OF_MONEY | _EVERYDAY) or says(doc, "SharesTold", first, last)
    told = told or says(doc, "Donors", first, last)
    if not (listed or told or _given_nominally(doc, first, last)):
        return
    if says(doc, "Demands", first, last):
        return
    parts = clauses(doc, first, last)
    side = "gives" if listed and lists_givers(doc, start) else "gets"
    mode = ""
    hoped: str | None = None
    states: list[str | None] = []
    for i, clause in enumerate(parts):
        state = status(doc, first if len(parts) == 1 else clause.first, clause.last)
        if state is None and i == 0 and _ABOUT.match(doc.text, start):
            state = _status_before(doc, start)
        mode = assign(doc, clause, mode or (side if listed else ""), state)
        if state is None and hoped in ("applied", "refused") and not clause.classes & _VERBS:
            state = hoped  # "… beworben; der Eigenanteil von 35 Prozent": of money that never came
        hoped = state
        states.append(state)
        if i and _is_part(doc, clause, parts[i - 1]):
            clause.givers = [replace(parts[i - 1].givers[0], reference=True)]
        if i and clause.givers and not clause.receivers:
            clause.receivers = parts[i - 1].receivers
        elif i and clause.receivers and not clause.givers and not clause.classes & _VERBS:
            clause.givers = [replace(giver, reference=True) for giver in parts[i - 1].givers[:1]]
        elif i and clause.amount is not None and _goes_on(doc, clause, parts[i - 1]):
            clause.givers, clause.receivers = parts[i - 1].givers, parts[i - 1].receivers
    enumerated(doc, parts)
    carried: dict[str, Value] = {}
    for i, (clause, state) in enumerate(zip(parts, states, strict=True)):
        own = terms(doc, first if i == 0 else clause.first, clause)
        slots = {**carried, **own} if state is None else {**carried, **own, "status": state}
        if title := title_of_relative(doc, clause):
            slots["recipient"], clause.receivers = title, []
        if "recipient" not in slots and not clause.receivers:
            name = (
                spoken_of(doc, clause, projects)
                or called(doc, clause, projects)
                or titled(doc, clause)
                or of_the_mayor(doc, clause)
            )
            slots |= {"recipient": name} if name else {}
        yield from _facts(doc, clause, slots)
        carried |= {k: v for k, v in own.items() if k == "recipient" or _before_figure(doc, clause)}


_ABOUT = re.compile(
    r"\s*(?:Dabei\s|Insgesamt\s)?(?:[Gg]eht|[Gg]ing|Es\s(?:geht|ging|handelt\ssich))\s(?:es\s)?um\b"
)


def _status_before(doc: Document, start: int) -> str | None:
    """The status of the sentence before one that only tells its sum: "Es geht um 612.000 Euro"."""
    before, end = doc.sentence(max(start - 2, 0))
    return status(doc, bisect_left(doc.outer.starts, before), bisect_left(doc.outer.starts, end))


def _is_part(doc: Document, clause: Clause, before: Clause) -> bool:
    """True for "… mit 2 Millionen Euro; davon gehen 700.000 an die Stadt": one gave all."""
    both = clause.amount is not None and before.amount is not None
    part = both and says(doc, "PartOf", clause.first, clause.last)
    if clause.amount is not None and before.amount is not None and clause.receivers:
        less = clause.amount.value < before.amount.value
        part = part or (less and says(doc, "Allots", clause.first, clause.last))
    return part and not clause.givers and len(before.givers) == 1


def _given_nominally(doc: Document, first: int, last: int) -> bool:
    """True for "14 Millionen Euro vom Bund", as headlines say it without a verb."""
    return any(
        isinstance(doc.outer.values[i], AmountSpan)
        and doc.outer.words(i + 1, i + 2).lower() in ("vom", "von", "from")
        and any(party(doc, j) is not None for j in range(i + 2, min(last, i + 4)))
        for i in range(first, last - 2)
    )


def _goes_on(doc: Document, clause: Clause, before: Clause) -> bool:
    """True for a further figure without parties and verb: "… erhält 5.000 Euro, im Mai weitere 3.000".

    What several gave "zusammen" no one of them did.
    """
    if max(len(before.givers), len(before.receivers)) > 1 and says(doc, "Sums", clause.first, clause.last):
        return False
    names = (doc.outer.alphabet.of(letter) for letter in doc.outer.letters[clause.first : clause.last])
    if says(doc, "Copulas", clause.first, clause.last) or any(c & {"Caps", "Mixed"} for c in names):
        return False
    if says(doc, "Available", clause.first, clause.last):
        return False
    return not (clause.givers or clause.receivers or clause.classes & _VERBS)


def _before_figure(doc: Document, clause: Clause) -> bool:
    """True where a period stands before the first figure, and holds for those that follow, too."""
    figure = clause.figure
    dates = (v for v in doc.outer.values[clause.first : clause.last] if isinstance(v, DateSpan))
    return figure is not None and any(d.start < figure.start for d in dates)


def _is_listed(doc: Document, first: int, last: int) -> bool:
    """A list item "Stadt X (mit ihren Nachbarn): 900.000 Euro": an organisation, a colon, a figure."""
    one = next((v for v in doc.outer.values[first:last] if isinstance(v, Named | AmountSpan)), None)
    if isinstance(one, AmountSpan) and in_item(doc, one.start) and one.unit != "%":
        behind = bisect_left(doc.outer.starts, one.end)
        return doc.outer.words(behind, behind + 1).lower() in ("an", "für", "to", "for", "nach", "vom", "von")
    two = next((v for v in doc.outer.values[first:last] if isinstance(v, AmountSpan)), None)
    if two is None or not isinstance(one, Named) or one.kind != "organization":
        return False
    between = doc.text[one.end : two.start].strip(" \u00a0*_()")
    if in_item(doc, one.start):
        return between in ("", "–", "-", "…") or (
            ":" in between and "\n" not in between and len(between) < 150
        )
    return between in (":", "–", "-", "…")


def _facts(doc: Document, clause: Clause, shared: dict[str, Value]) -> Iterator[Fact]:
    figure = clause.figure
    if figure is None:
        return
    slots = _figures(clause)
    if clause.amount is None and not clause.givers and says(doc, "SharesTold", clause.first, clause.last):
        here = doc.evidence(figure.start, figure.end)
        yield Fact("funding", slots, (here,), doc.section(figure.start).kind, rule=TOLD_LATER)
        return
    if not _is_funding(doc, clause, shared):
        return
    givers = {g.name: g for g in clause.givers if g.name}
    receivers = list({r.name: r for r in clause.receivers if r.name and r.name not in givers}.values())
    if len(receivers) > 1 and _to_each(doc, clause):
        for receiver in receivers:
            yield from _facts(doc, replace(clause, receivers=[receiver]), shared)
        return
    if receivers:
        slots["recipient"] = receivers[0].name
    elif "recipient" in shared and shared["recipient"] not in givers:
        slots["recipient"] = shared["recipient"]
    if clause.via is not None and clause.via.name and clause.via.name not in givers and givers:
        slots["via"] = clause.via.name
    rest = {k: v for k, v in shared.items() if k != "recipient"}
    modality = "asserted" if rest.get("status") in _PLAIN else "announced"
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
        near = [n for n in (giver, *receivers[:1]) if n is not None and clause_holds(doc, clause, n)]
        start = min([figure.start, *(n.start for n in near)])
        end = max([figure.end, *(n.end for n in near)])
        found = {**({"funder": name} if name else {}), **slots, **rest}
        yield Fact(
            "funding",
            found,
            (doc.evidence(start, end),),
            doc.section(start).kind,
            modality,
            "figure-in-clause",
        )


def _to_each(doc: Document, clause: Clause) -> bool:
    """True for "je 50.000 Euro": each of several gets the sum."""
    figure = clause.figure
    assert figure is not None
    before = doc.text[max(0, figure.start - 24) : figure.start].lower().split()[-2:]
    behind = doc.text[figure.end : figure.end + 12].lower().split()[:1]
    return bool(words_of("Each") & {*before, *behind})


def clause_holds(doc: Document, clause: Clause, name: Named) -> bool:
    """True for a name that stands in the clause itself."""
    return doc.outer.starts[clause.first] <= name.start < doc.outer.ends[clause.last - 1]


def _figures(clause: Clause) -> dict[str, Value]:
    """Amount, currency, qualifier and share of a clause; what a thing costs is no amount beside a share."""
    slots: dict[str, Value] = {}
    share = clause.share.value / 100 if clause.share is not None else None
    if clause.halves and "OwnShare" not in clause.classes:
        share = (share if share is not None else Decimal(1)) / 2
    if share is not None:
        slots["share"] = share
    if clause.amount is not None and not (clause.total and share is not None):
        slots |= {
            "amount": clause.amount.value,
            "currency": clause.amount.unit,
            "qualifier": clause.amount.qualifier or "exact",
        }
    return slots


def _is_funding(doc: Document, clause: Clause, shared: dict[str, Value]) -> bool:
    """False for prices, turnover, costs in all and shares of anything else."""
    if ("Turnover" in clause.classes and not _is_put_up(doc, clause)) or _sums_up(doc, clause, shared):
        return False
    if says(doc, "Splits", clause.first, clause.last) and not clause.classes & {"FunderVerb", "Gives"}:
        bracketed = doc.text[: clause.figure.start].endswith("(") if clause.figure is not None else False
        return (clause.halves or bracketed) and bool(clause.givers)
    verb = clause.classes & {"Grant", "FunderVerb", "RecipientVerb", "ProgrammeWord", *_EVERYDAY}
    if clause.amount is None:
        remainder = (
            clause.share is not None
            and not clause.halves
            and "älfte" in doc.text[clause.share.start : clause.share.end]
        )
        if remainder and says(doc, "Remainders", clause.first, clause.last):
            return False
        if not clause.givers and clause.classes & {"FunderVerb", "Gives"} and not clause.halves:
            return says(doc, "Remainders", clause.first, clause.last) or bool(_OF_COSTS & _words(doc, clause))
        paid = "programme" in shared or clause.classes & {"Grant", "FunderVerb"}
        if "programme" in shared and "Comes" in clause.classes:
            return True  # "das Geld stammt zu vier Fünfteln aus dem Landesprogramm"
        if shared.get("status") not in _PLAIN and not any(g.name for g in clause.givers):
            return False
        return bool(clause.givers) or bool(paid and _OF_COSTS & _words(doc, clause))
    if clause.total or "Total" in _shortly_before(doc, clause):
        if clause.halves:
            return any(g.name for g in clause.givers)
        return len(clause.givers) == 1 and bool(clause.givers[0].name) and bool(verb)
    if _is_own_spending(doc, clause):
        return False
    if _words(doc, clause) & _NO_GRANT or (_lies_in(doc, clause) and not (clause.givers or clause.receivers)):
        return False
    small = clause.amount.value < _WORTH_TELLING and not verb - _EVERYDAY
    return bool(clause.givers or clause.receivers or (verb and not small))


_NO_GRANT = frozenset({"dotierte", "dotierten"})
"""What a prize is worth is no grant to whoever stands beside it."""


def _lies_in(doc: Document, clause: Clause) -> bool:
    """ "Zwei Millionen Euro stecken in Kabeln": what a thing has cost."""
    words = _words(doc, clause)
    flows = words & {"geflossen", "flossen", "fließen"} and words & {"in", "ins"}
    told = clause.classes & {"Grant", "ProgrammeWord", "KnownProgramme"}
    return bool(words & {"stecken", "steckt", "steckten", "steckte"} or (flows and not told))


def _is_put_up(doc: Document, clause: Clause) -> bool:
    """ "Das Preisgeld von 9.500 Euro stellte die Bank zur Verfügung": whoever puts up a prize gives."""
    words = _words(doc, clause)
    prize = "preisgeld" in words and not words & (words_of("Turnover") - {"preisgeld"})
    gives_it = clause.classes & {"FunderVerb", "Gives"}
    return bool(prize and gives_it) and any(g.name for g in clause.givers)


def _is_own_spending(doc: Document, clause: Clause) -> bool:
    """ "Investiert wurden 31 Mio. Euro", "stellt das Unternehmen 2 Mio. Euro bereit": no grant to anybody.

    What the state invests is one, and what is invested into somebody's project.
    """
    if clause.receivers or clause.classes & {"Grant", "ProgrammeWord", "KnownProgramme", "OwnShare"}:
        return False
    if not clause.givers:
        labels = {
            e.label
            for i in range(clause.first, clause.last)
            if (e := entry_at(doc, i)) is not None and "FunderVerb" in e.classes and gives(doc, i)
        }
        invests = labels == {"investieren"} and not clause.classes & {
            "Gives",
            "RecipientVerb",
            "Comes",
            "Gets",
        }
        return invests or says(doc, "Firms", clause.first, clause.last)
    return False


def _sums_up(doc: Document, clause: Clause, shared: dict[str, Value]) -> bool:
    """True for "damit stehen insgesamt drei Millionen Euro zur Verfügung": what others give, all in all."""
    if clause.amount is None or not says(doc, "Available", clause.first, clause.last):
        return False
    told = clause.givers or clause.receivers or shared.keys() & {"programme", "recipient"}
    named = any(not g.reference for g in clause.givers)
    return says(doc, "Sums", clause.first, clause.last) and not (named or (told and not clause.givers))


_WORTH_TELLING = 1000  # what somebody pays or gets who is not named, by an everyday verb, may be a price
_OF_COSTS = frozenset(
    {"kosten", "ausgaben", "davon", "gesamtkosten", "projektkosten", "investitionskosten", "costs"}
)


def _words(doc: Document, clause: Clause) -> set[str]:
    return {doc.outer.words(i, i + 1).lower() for i in range(clause.first, clause.last)}


def _shortly_before(doc: Document, clause: Clause) -> set[str]:
    """The nearest of Total, or of a word for a grant, before the figure; empty where there is none."""
    figure = clause.figure
    at = next(i for i in range(clause.first, clause.last) if doc.outer.values[i] is figure)
    for j in range(at - 1, max(clause.first - 1, at - 8), -1):
        entry = entry_at(doc, j)
        if entry is not None:
            if entry.classes & {"Grant", "FunderVerb", "RecipientVerb", "OwnShare"}:
                return set()
            if "Total" in entry.classes:
                return {"Total"}
    return set()


# -- what sentences beside it add -----------------------------------------------------------------------


def _segment(doc: Document, begin: int, end: int, start: int, stop: int) -> tuple[int, int]:
    """The stretch of a sentence start..stop between semicolons that a match stands in."""
    behind = doc.text.find(";", end, stop)
    return max(start, doc.text.rfind(";", start, begin) + 1), behind if behind >= 0 else stop


def _has_figure(doc: Document, start: int, end: int) -> bool:
    first, last = bisect_left(doc.outer.starts, start), bisect_left(doc.outer.starts, end)
    return any(isinstance(v, AmountSpan) for v in doc.outer.values[first:last])


# -- sentences without figures ------------------------------------------------------------------------


def _without_figures(doc: Document, done: set[int]) -> Iterator[Fact]:
    """What the rules of stage `funding` find; only what is granted, for a wish without a sum says nothing."""
    for match in matches(doc.outer, "funding"):
        begin, end = match.span() or (0, 0)
        start, stop = doc.sentence(begin)
        if start in done and _has_figure(doc, *_segment(doc, begin, end, start, stop)):
            continue
        first, last = bisect_left(doc.outer.starts, start), bisect_left(doc.outer.starts, stop)
        if status(doc, first, last) not in _PLAIN or says(doc, "Demands", first, last):
            continue
        if says(doc, "Handles", first, last):
            continue
        told = terms(doc, first, Clause(first, last))
        recipients: Sequence[Named] = match.values("recipient", "organization")
        for funder in match.values("funders", "organization"):
            slots: dict[str, Value] = {"funder": full_name(doc, funder).name, **told}
            if recipients and recipients[0].name != funder.name:
                slots["recipient"] = recipients[0].name
            if via := match.values("via", "organization"):
                slots["via"] = via[0].name
            yield Fact(
                "funding",
                slots,
                (doc.evidence(begin, end),),
                doc.section(begin).kind,
                "asserted",
                match.rule.name,
            )
