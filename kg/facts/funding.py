"""Funding: who gives what to whom, out of which programme, for how long.

A sentence with figures is cut into clauses of one figure each (`kg.facts.clauses`); in a clause the
organisations are givers or receivers (`kg.facts.parties`). Sentences without a figure give what the rules of
stage `funding` find ("gefördert vom …"); tables of grants are read line by line
(`kg.facts.grant_tables`).
"""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import date
from decimal import Decimal

from kg.amounts import AmountSpan
from kg.dates import DateSpan
from kg.document import Document, matches
from kg.facts.clauses import Clause, clauses
from kg.facts.grant_tables import grants, rows_of
from kg.facts.money import entry_at, gives, money_words, phrase, says, status, words_of
from kg.facts.parties import assign, enumerated, full_name, party
from kg.facts.projects import in_item
from kg.lexicon import Entry
from kg.mentions import Named, base_name, clean
from kg.model import Evidence, Fact, Value

_PLAIN = (None, "granted", "certified")
_OF_MONEY = frozenset({"FunderVerb", "RecipientVerb", "Grant", "OwnShare", "ProgrammeWord", "KnownProgramme"})
_EVERYDAY = frozenset({"Gives", "Gets", "Comes"})
_VERBS = _EVERYDAY | {"FunderVerb", "RecipientVerb"}


def funding(doc: Document, projects: Sequence[Fact] = ()) -> Iterator[Fact]:
    """Facts of kind funding, and projects of tables; `projects` are projects and programmes found before."""
    done: set[int] = set()
    found: list[Fact] = []
    rows = rows_of(doc)
    told = [(doc, start, end) for start, end in _sentences(doc, rows)] + list(_spoken(doc, rows))
    for view, start, end in sorted(told, key=lambda sentence: sentence[1]):
        facts = list(_with_figures(view, start, end, projects))
        if facts:
            done.add(start)
            facts = [_part_of(doc, fact, start, found) for fact in facts]
            found += _lasting(doc, _told_behind(doc, facts, end), end)
    found = [_out_of_the_same(doc, fact, projects) for fact in _shares_told(found)]
    found = _to_the_same(doc, found)
    without = list(_without_figures(doc, done))
    by_sentence: dict[int, list[Fact]] = {}
    for fact in without:
        by_sentence.setdefault(doc.sentence(fact.evidence[0].start)[0], []).append(fact)
    found = [_funded_by_the_same(doc, fact, by_sentence) for fact in found]
    passed_on = {f.slots.get("funder") for f in found if _BY_CONTEXT in f.resolved.values()}
    yield from found
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
    mode = ""
    hoped: str | None = None
    states: list[str | None] = []
    for i, clause in enumerate(parts):
        state = status(doc, first if len(parts) == 1 else clause.first, clause.last)
        mode = assign(doc, clause, mode or ("gets" if listed else ""), state)
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
        own = _told(doc, first if i == 0 else clause.first, clause)
        slots = {**carried, **own} if state is None else {**carried, **own, "status": state}
        if title := _title_of_relative(doc, clause):
            slots["recipient"], clause.receivers = title, []
        if "recipient" not in slots and not clause.receivers:
            name = (
                _spoken_of(doc, clause, projects)
                or _called(doc, clause, projects)
                or _titled(doc, clause)
                or _of_the_mayor(doc, clause)
            )
            slots |= {"recipient": name} if name else {}
        yield from _facts(doc, clause, slots)
        carried |= {k: v for k, v in own.items() if k == "recipient" or _before_figure(doc, clause)}


def _is_part(doc: Document, clause: Clause, before: Clause) -> bool:
    """True for "… mit 2 Millionen Euro; davon gehen 700.000 an die Stadt": one gave all."""
    both = clause.amount is not None and before.amount is not None
    part = both and says(doc, "PartOf", clause.first, clause.last)
    if clause.amount is not None and before.amount is not None and clause.receivers:
        less = clause.amount.value < before.amount.value
        part = part or (less and says(doc, "Allots", clause.first, clause.last))
    return part and not clause.givers and len(before.givers) == 1


def _part_of(doc: Document, fact: Fact, start: int, found: Sequence[Fact]) -> Fact:
    """ "730.000 Euro davon gehen an die Universität": given by who gave the sum of the sentence before."""
    before = found[-1] if found else None
    if before is None or "funder" in fact.slots or "funder" not in before.slots or "share" in fact.slots:
        return fact
    opening = doc.text[start : fact.evidence[0].end + 12]
    near = (
        doc.sentence(start - 1)[0] <= before.evidence[0].start
        and "\n\n" not in doc.text[before.evidence[0].end : start]
    )
    both = "amount" in fact.slots and "amount" in before.slots and before.modality == fact.modality
    if not (near and both and phrase("PartOf", opening)):
        return fact
    slots = {**fact.slots, "funder": before.slots["funder"]}
    return replace(fact, slots=slots, resolved={**fact.resolved, "funder": _BY_CONTEXT})


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
        yield Fact("funding", slots, (here,), doc.section(figure.start).kind, rule=_TOLD_LATER)
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
        if shared.get("status") not in _PLAIN and not any(g.name for g in clause.givers):
            return False
        return bool(clause.givers) or bool(paid and _OF_COSTS & _words(doc, clause))
    if clause.total or "Total" in _shortly_before(doc, clause):
        if clause.halves:
            return any(g.name for g in clause.givers)
        return len(clause.givers) == 1 and bool(clause.givers[0].name) and bool(verb)
    if _is_own_spending(doc, clause):
        return False
    small = clause.amount.value < _WORTH_TELLING and not verb - _EVERYDAY
    return bool(clause.givers or clause.receivers or (verb and not small))


def _is_put_up(doc: Document, clause: Clause) -> bool:
    """ "Das Preisgeld von 9.500 Euro stellte die Bank zur Verfügung": whoever puts up a prize gives."""
    words = _words(doc, clause)
    prize = "preisgeld" in words and not words & (words_of("Turnover") - {"preisgeld"})
    return prize and "FunderVerb" in clause.classes and any(g.name for g in clause.givers)


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


def _told(doc: Document, first: int, clause: Clause) -> dict[str, Value]:
    """What a clause says besides figure and parties: programme, period, and a project that gets it."""
    slots: dict[str, Value] = {}
    for i in range(first, clause.last):
        value = doc.outer.values[i]
        if isinstance(value, DateSpan):
            if i not in clause.beside and not _is_short(value) and not _runs(doc, i, clause.last):
                _period(value, slots)
        elif isinstance(value, Entry) and "KnownProgramme" in value.classes:
            slots.setdefault("programme", _as_written(doc, i, value))
        elif (name := _programme(doc, i, clause.last)) and "programme" not in slots:
            slots["programme"] = name
        elif i > first and (before := entry_at(doc, i - 1)) is not None:
            if isinstance(value, tuple) and isinstance(value[0], int):
                title = clean(doc.text[value[0] : value[1]]).strip('„“”"»«‚‘ ')
            elif "ProjectWord" in before.classes and {"Mixed", "Caps"} & doc.outer.alphabet.of(
                doc.outer.letters[i]
            ):
                title = doc.outer.words(i, i + 1)
            else:
                continue
            if "ProgrammeWord" in before.classes:
                slots.setdefault("programme", title)
            elif "ProjectWord" in before.classes:
                slots.setdefault("recipient", title)
    years = _YEARS.search(doc.text, doc.outer.starts[first], doc.outer.ends[clause.last - 1])
    if years and not slots.keys() & {"period_start", "period_end"}:
        slots |= {"period_start": years[1], "period_end": years[2]}
    return slots


def _as_written(doc: Document, i: int, value: Entry) -> str:
    """A known programme by its label, or by the English one where the text has that."""
    word = clean(doc.outer.words(i, i + 1))
    return value.base if value.base.casefold() == word.casefold() and " " in word else value.label


_OUT_OF = ("aus dem", "aus der", "aus den", "aus seinem", "aus ihrem", "rahmen der", "rahmen des")


def _programme(doc: Document, i: int, last: int) -> str:
    """What money comes out of: "aus dem »Qualitätspakt Lehre«", "aus dem Strukturfonds Dorf"."""
    if " ".join(doc.outer.words(i - 2, i).lower().split()) not in _OUT_OF:
        return ""
    value, classes = doc.outer.values[i], doc.outer.alphabet.of(doc.outer.letters[i])
    if "Quoted" in classes and isinstance(value, tuple):
        return clean(doc.text[value[0] : value[1]]).strip('„“”"»«‚‘ ')
    entry = entry_at(doc, i)
    if entry is None or "ProgrammeWord" not in entry.classes:
        return ""
    end = i + 1
    while end < min(last, i + 3) and _MORE & doc.outer.alphabet.of(doc.outer.letters[end]):
        end += 1
    if end == i + 1 and not (isinstance(value, tuple) and "Compound" in classes):
        return ""
    return base_name(doc.outer, i, end, i)


_MORE = frozenset({"Name", "Caps", "Mixed", "Abstract"})
_YEARS = re.compile(r"\b(?:in\s+den|für\s+die)\s+Jahren?\s+((?:19|20)\d\d)\s+(?:und|bis)\s+((?:19|20)\d\d)\b")


def _runs(doc: Document, i: int, last: int) -> bool:
    """True for "das Programm, das noch bis Ende 2026 läuft": how long something else lasts."""
    return (
        doc.outer.words(i + 1, i + 2).lower() in ("läuft", "laufen", "laufende", "laufenden") and i + 1 < last
    )


def _period(value: DateSpan, slots: dict[str, Value]) -> None:
    if value.kind in ("range", "since") and value.first:
        slots.setdefault("period_start", value.first)
    if value.kind in ("range", "until") and value.last:
        slots.setdefault("period_end", value.last)


def _is_short(span: DateSpan) -> bool:
    """Days and weeks: when a notice comes or a cheque is handed over, not how long money is given."""
    first, last = span.first or "", span.last or ""
    if len(first) < len("2019-09-09") or len(last) < len("2019-09-09") or first.startswith("--"):
        return False  # partial or open
    return (date.fromisoformat(last) - date.fromisoformat(first)).days < 31


# -- what sentences beside it add -----------------------------------------------------------------------


def _spoken_of(doc: Document, clause: Clause, projects: Sequence[Fact]) -> str:
    """The project named last before a clause that speaks of "das Vorhaben"; "" for none."""
    if not says(doc, "Anaphora", clause.first, clause.last):
        return ""
    here = doc.outer.starts[clause.first]
    section = doc.section(here)
    near = [f for f in projects if f.kind == "project" and section.start <= f.evidence[0].start < here]
    near = [f for f in near if here - f.evidence[0].start < _REACH]
    return str(max(near, key=lambda f: f.evidence[0].start).slots["name"]) if near else ""


def _called(doc: Document, clause: Clause, projects: Sequence[Fact]) -> str:
    """The project that a clause names, in whatever case: "Für den Netzlotsen gibt …"; "" for none."""
    words = doc.text[doc.outer.starts[clause.first] : doc.outer.ends[clause.last - 1]]
    names = sorted({str(f.slots["name"]) for f in projects if f.kind == "project"}, key=len, reverse=True)
    return next(
        (
            n
            for n in names
            if len(n) > _TELLING and re.search(rf"(?<!\w){re.escape(n)}(?:n|s|es)?(?!\w)", words)
        ),
        "",
    )


_TELLING = 4
"""Characters that a name must have more of to be looked for."""


def _titled(doc: Document, clause: Clause) -> str:
    """The object of a verb of giving by its title alone: "bezuschusst die „Digitalen Engel“"; "" for none."""
    if "FunderVerb" not in clause.classes:
        return ""
    for i in range(clause.first + 1, clause.last):
        if "Quoted" not in doc.outer.alphabet.of(doc.outer.letters[i]) or i in clause.beside:
            continue
        before = [entry_at(doc, j) for j in (i - 1, i - 2, i + 1) if clause.first <= j < clause.last]
        named = any(
            e is not None and e.classes & {"ProgrammeWord", "CompetitionWord", "EventNoun"} for e in before
        )
        article = doc.outer.words(i - 1, i).lower()
        if (
            article in ("die", "das", "den")
            and not named
            and doc.outer.words(i - 2, i - 1).lower() not in ("für", "über")
        ):
            value = doc.outer.values[i]
            assert isinstance(value, tuple)
            return clean(doc.text[value[0] : value[1]]).strip('„“”"»«‚‘ ')
    return ""


def _title_of_relative(doc: Document, clause: Clause) -> str:
    """The title that a relative clause with the figure is about: "„Netz“, das vom Land mit 6.000 Euro …"."""
    figure = clause.figure
    for i in range(clause.first, clause.last - 2):
        value = doc.outer.values[i]
        if "Quoted" not in doc.outer.alphabet.of(doc.outer.letters[i]) or not isinstance(value, tuple):
            continue
        pronoun = doc.outer.words(i + 2, i + 3).lower() in ("das", "die", "der", "den", "which")
        if doc.outer.words(i + 1, i + 2) != "," or not pronoun or figure is None or figure.start < value[1]:
            continue
        between = doc.text[doc.outer.ends[i + 2] : figure.start]
        before = entry_at(doc, i - 1) if i else None
        programme = before is not None and bool(before.classes & {"ProgrammeWord", "CompetitionWord"})
        if "," not in between and not programme and "FunderVerb" in clause.classes:
            return clean(doc.text[value[0] : value[1]]).strip('„“”"»«‚‘ ')
    return ""


_SUBJECTS = frozenset({"wird", "werden", "wurde", "wurden", "ist", "sind", "is", "are", "was", "has"})


def _of_the_mayor(doc: Document, clause: Clause) -> str:
    """The town whose mayor gets a notice: "überreichte Bürgermeister Jan Kern den Bescheid"; "" for none."""
    own = doc.own
    if own is None or not says(doc, "HandedOver", clause.first, clause.last):
        return ""
    for i in range(clause.first, clause.last):
        value = doc.outer.values[i]
        if isinstance(value, Named) and value.kind == "role":
            heads = words_of("HeadsOfDistricts" if own.type == "district" else "HeadsOfTowns")
            base = value.parts.get("canonical", "").lower()
            if base in heads and own.name not in {g.name for g in clause.givers}:
                return own.name
    return ""


_REACH = 700  # characters that "das Vorhaben" may point back


_TOLD_LATER = "share-told-later"


_BY_CONTEXT = "by context: who the sentence before says funds it"


def _funded_by_the_same(doc: Document, fact: Fact, by_sentence: Mapping[int, list[Fact]]) -> Fact:
    """A sum without its giver, where the sentence before names who funds without a sum."""
    if "funder" in fact.slots or "amount" not in fact.slots or fact.modality != "asserted":
        return fact
    start, _ = doc.sentence(fact.evidence[0].start)
    before = by_sentence.get(doc.sentence(start - 1)[0], []) if start else []
    funders = {str(f.slots["funder"]) for f in before}
    if len(funders) != 1 or "\n\n" in doc.text[before[0].evidence[0].end : start]:
        return fact
    told = {k: v for k, v in before[0].slots.items() if k in ("funder", "programme", "recipient")}
    return replace(
        fact,
        slots={**told, **fact.slots},
        evidence=fact.evidence + before[0].evidence,
        resolved={**fact.resolved, "funder": _BY_CONTEXT},
    )


def _shares_told(facts: list[Fact]) -> list[Fact]:
    """Facts with the shares that a clause behind them tells ("Das entspricht 80 Prozent der Kosten")."""
    told: list[Fact] = []
    for fact in facts:
        if fact.rule != _TOLD_LATER:
            told.append(fact)
        elif told and "amount" in told[-1].slots and "share" not in told[-1].slots:
            slots = {**told[-1].slots, "share": fact.slots["share"]}
            told[-1] = replace(told[-1], slots=slots, evidence=told[-1].evidence + fact.evidence)
    return told


_SENTENCE_BEHIND = "by context: the sentence behind tells it"


def _told_behind(doc: Document, facts: list[Fact], end: int) -> list[Fact]:
    """Facts with what the next sentence tells of their money.

    "Die Mittel stammen aus dem Programm „Digitale Orte“", "Empfängerin ist die Hafen GmbH".
    """
    start, stop = _next_sentence(doc, end)
    first, last = bisect_left(doc.outer.starts, start), bisect_left(doc.outer.starts, stop)
    if start >= stop or not _opens(doc, "Means", start):
        return facts
    if any(isinstance(v, AmountSpan) for v in doc.outer.values[first:last]) or status(doc, first, last):
        return facts
    clause = Clause(first, last)
    assign(doc, clause, "", None)
    told = _told(doc, first, clause)
    if not clause.receivers and _opens(doc, "Beneficiaries", start):
        clause.receivers = [org for i in range(first, last) if (org := party(doc, i)) is not None][:1]
    if clause.receivers and clause.receivers[0].name:
        told["recipient"] = clause.receivers[0].name
    if len(clause.givers) == 1 and clause.givers[0].name:
        told["funder"] = clause.givers[0].name
    return [_with_context(fact, told, doc.evidence(start, stop), _SENTENCE_BEHIND) for fact in facts]


def _with_context(fact: Fact, told: Mapping[str, Value], evidence: Evidence, why: str) -> Fact:
    """A fact with the slots among `told` that it lacks; nobody gives to himself."""
    more = {
        k: v for k, v in told.items() if k in ("recipient", "funder", "programme") and k not in fact.slots
    }
    if more.get("recipient") == fact.slots.get("funder"):
        more.pop("recipient", None)
    if more.get("funder") == fact.slots.get("recipient"):
        more.pop("funder", None)
    if not more:
        return fact
    return replace(
        fact,
        slots={**fact.slots, **more},
        evidence=(*fact.evidence, evidence),
        resolved={**fact.resolved, **dict.fromkeys(more, why)},
    )


def _next_sentence(doc: Document, end: int) -> tuple[int, int]:
    """The sentence behind one that ends there, in its paragraph; an empty one where there is none."""
    start, stop = doc.sentence(end + 1) if end + 1 < len(doc.text) else (end, end)
    while start < stop and doc.text[start].isspace():
        start += 1
    between = doc.text[end:start] if start > end else doc.text[start - 2 : start]
    return (start, start) if "\n\n" in between else (start, stop)


_TO_THE_SAME = "by context: who gets the sum told before"


def _to_the_same(doc: Document, facts: Sequence[Fact]) -> list[Fact]:
    """Facts with the recipient of the fact before that they add to: "Weitere 9.000 Euro kommen vom Kreis"."""
    told: list[Fact] = []
    for fact in facts:
        before = told[-1] if told else None
        if before is not None and "recipient" not in fact.slots and "recipient" in before.slots:
            start, _ = doc.sentence(fact.evidence[0].start)
            between = doc.text[before.evidence[0].start : fact.evidence[0].start]
            words = doc.text[start : fact.evidence[0].end + 20]
            same = fact.modality == before.modality == "asserted" or before.modality == "asserted"
            if "\n\n" not in between and len(between) < _REACH and same and phrase("Further", words):
                told_before = {"recipient": before.slots["recipient"]}
                fact = _with_context(fact, told_before, before.evidence[0], _TO_THE_SAME)
        told.append(fact)
    return told


_SAME_PARAGRAPH = "by context: the programme that its paragraph tells of"


def _out_of_the_same(doc: Document, fact: Fact, named: Sequence[Fact]) -> Fact:
    """A grant whose paragraph, or the line before its list, names one programme that money comes out of."""
    own = fact.slots.get("funder") == (doc.own.name if doc.own is not None else "")
    if "programme" in fact.slots or own or fact.modality != "asserted":
        return fact
    start, stop = _paragraph(doc, fact.evidence[0].start)
    told = [f for f in named if f.kind == "programme" and start <= f.evidence[0].start < stop]
    if len({f.slots["name"] for f in told}) != 1:
        return fact
    return _with_context(fact, {"programme": told[0].slots["name"]}, told[0].evidence[0], _SAME_PARAGRAPH)


def _paragraph(doc: Document, at: int) -> tuple[int, int]:
    """Where a paragraph begins and ends; a list belongs to the paragraph before it."""
    start = doc.text.rfind("\n\n", 0, at) + 2 if "\n\n" in doc.text[:at] else 0
    end = doc.text.find("\n\n", at)
    if in_item(doc, at) and start > 2:
        start = doc.text.rfind("\n\n", 0, start - 2) + 2 if "\n\n" in doc.text[: start - 2] else 0
    return start, end if end >= 0 else len(doc.text)


def _opens(doc: Document, name: str, start: int) -> bool:
    opening = " ".join(re.findall(r"\w+", doc.text[start : start + 80].lower()))
    return any(opening.startswith(phrase + " ") for phrase in words_of(name))


def _lasting(doc: Document, facts: list[Fact], end: int) -> list[Fact]:
    """Facts with the period that the next sentence tells ("Laufzeit: April 2026 bis März 2029")."""
    start, stop = _next_sentence(doc, end)
    if start >= stop or not _opens(doc, "Durations", start):
        return facts
    slots: dict[str, Value] = {}
    first, last = bisect_left(doc.outer.starts, start), bisect_left(doc.outer.starts, stop)
    for value in doc.outer.values[first:last]:
        if isinstance(value, DateSpan) and not _is_short(value):
            _period(value, slots)
    if not slots:
        return facts
    more = doc.evidence(start, stop)
    return [
        f
        if f.slots.keys() & {"period_start", "period_end"}
        else replace(f, slots={**f.slots, **slots}, evidence=(*f.evidence, more))
        for f in facts
    ]


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
        told = _told(doc, first, Clause(first, last))
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
