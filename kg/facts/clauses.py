"""Clauses of a sentence about money: stretches of units with one figure each.

A semicolon, and a colon before a verb of giving, end a clause; so does the first mark behind a figure where
another follows. What a thing costs in all is no figure of its own beside what somebody pays of it.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from kg.amounts import AmountSpan
from kg.document import Document
from kg.facts.money import entry_at, money_words, says, words_of
from kg.mentions import Named


@dataclass(slots=True)
class Clause:
    """A stretch of units with at most one figure (an amount, a share, or both said as one).

    `total` is True where the amount is what a thing costs; `halves` where the givers pay half of it each.
    `beside` are units in relative clauses that tell of something else.
    """

    first: int
    last: int
    amount: AmountSpan | None = None
    share: AmountSpan | None = None
    total: bool = False
    halves: bool = False
    givers: list[Named] = field(default_factory=list)
    receivers: list[Named] = field(default_factory=list)
    via: Named | None = None
    classes: set[str] = field(default_factory=set)
    beside: frozenset[int] = frozenset()

    @property
    def figure(self) -> AmountSpan | None:
        """The amount, else the share."""
        return self.amount or self.share


def clauses(doc: Document, first: int, last: int) -> list[Clause]:
    """The clauses with a figure among the units first..last of a sentence."""
    return [c for a, b in _segments(doc, first, last) for c in _cut(doc, a, b) if c.figure is not None]


def _segments(doc: Document, first: int, last: int) -> list[tuple[int, int]]:
    """Main clauses: what a semicolon parts, and a colon with a verb of money on both sides."""
    parts, begin = [], first
    for i in range(first, last):
        classes = doc.outer.alphabet.of(doc.outer.letters[i])
        if (
            "Semi" in classes
            or _tells_the_rest(doc, i)
            or _begins_anew(doc, begin, i, last)
            or ("Colon" in classes and _parts_money(doc, begin, i, last))
        ):
            parts.append((begin, i))
            begin = i + 1
    return [*parts, (begin, last)]


def _begins_anew(doc: Document, begin: int, i: int, last: int) -> bool:
    """True for the comma behind a clause of something else: "Gast ist die Stadt, die Bank gibt 500 Euro"."""
    article = doc.outer.words(i + 1, i + 2).lower()
    if doc.outer.words(i, i + 1) != "," or article not in ("der", "die", "das"):
        return False
    named = isinstance(doc.outer.values[min(i + 2, last - 1)], Named)
    told = any(isinstance(v, AmountSpan) for v in doc.outer.values[begin:i])
    if not named or told or not says(doc, "Copulas", begin, i) or money_words(doc, begin, i) & _PREDICATES:
        return False
    return bool(money_words(doc, i + 3, i + 4) & {"Gives", "FunderVerb", "RecipientVerb", "Gets"})


def _tells_the_rest(doc: Document, i: int) -> bool:
    """True for the mark before "…, den Rest bringt der Verein auf", "…, die gleiche Summe gibt …"."""
    if doc.outer.words(i, i + 1).lower() not in (",", "und", "and"):
        return False
    behind = i + 2 if doc.outer.words(i + 1, i + 2).lower() in ("für", "for") else i + 1
    if " ".join(doc.outer.words(behind, behind + 2).lower().split()) in _REST:
        return True
    return bool(_AS_MUCH.match(doc.outer.words(i + 1, i + 5).lower()))


_AS_MUCH = re.compile(
    r"(?:noch (?:ein)?mal\s)?(?:die (?:gleiche|selbe)|den (?:gleichen|selben)|dieselbe|denselben"
    r"|ebenso viel|genauso viel|so viel|the same (?:sum|amount))\b"
)
"""Behind a comma: another gives as much."""


_REST = frozenset({"den rest", "der rest", "the rest", "the remainder", "das übrige", "den restbetrag"})


def _parts_money(doc: Document, begin: int, colon: int, last: int) -> bool:
    left, right = money_words(doc, begin, colon), money_words(doc, colon + 1, last)
    return bool(
        right & {"FunderVerb", "Gives", "Comes"}
        and (
            left & {"RecipientVerb", "Gets", "Comes"}
            or says(doc, "Passives", begin, colon)
            or any(isinstance(v, AmountSpan) for v in doc.outer.values[begin:colon])
        )
    )


def _cut(doc: Document, first: int, last: int) -> list[Clause]:
    figures = [i for i in range(first, last) if isinstance(doc.outer.values[i], AmountSpan)]
    totals = {i for i in figures if is_total(doc, i, first)}
    if totals and len(totals) < len(figures):
        figures = [i for i in figures if i not in totals or _shared_out(doc, i, last)]
        first = max(
            [first, *(begin for i in totals if (begin := _of_which(doc, i + 1)) and i not in figures)]
        )
    found = [Clause(first, last)]
    for i in figures:
        value, now = doc.outer.values[i], found[-1]
        assert isinstance(value, AmountSpan)
        if now.figure is not None and value.unit == "%" and _each_half(doc, i):
            if (begin := _own_clause(doc, now, i)) >= 0:
                now.last = begin
                found.append(Clause(begin, last, share=value))
            else:
                now.halves = True
            continue
        slot = "share" if value.unit == "%" else "amount"
        if getattr(now, slot) is None and (now.figure is None or _same_figure(doc, now, i)):
            setattr(now, slot, value)
            now.total = now.total or i in totals
            continue
        found.append(Clause(_begin(doc, now, i), last, total=i in totals))
        now.last = found[-1].first
        setattr(found[-1], slot, value)
    return found


def _of_which(doc: Document, i: int) -> int:
    """Where what is told of a part begins, behind the whole: "400.000 Euro, davon kommen …"; else 0."""
    while doc.outer.words(i, i + 1).lower() in (")", "–"):
        i += 1
    mark = doc.outer.words(i, i + 1) in (",", ";")
    return i + 1 if mark and doc.outer.words(i + 1, i + 2).lower() in ("davon", "wovon", "hiervon") else 0


def _each_half(doc: Document, i: int) -> bool:
    return doc.outer.words(i, i + 1).lower().startswith("je") and "älfte" in doc.outer.words(i, i + 1)


def _own_clause(doc: Document, clause: Clause, i: int) -> int:
    """Where a clause with a verb of its own begins behind a sum: "…, Bund und Land geben je die Hälfte"."""
    comma = next((j for j in range(i - 1, clause.first, -1) if doc.outer.words(j, j + 1) == ","), -1)
    figure = clause.figure
    if comma < 0 or figure is None or doc.outer.starts[comma] < figure.end or clause.total:
        return -1
    named = any(isinstance(v, Named) and v.kind == "organization" for v in doc.outer.values[comma:i])
    pronoun = doc.outer.words(comma + 1, comma + 2).lower() in ("die", "das", "der", "den", "welche")
    relative = pronoun and not isinstance(doc.outer.values[min(comma + 2, i)], Named)
    return comma if named and not relative and money_words(doc, comma, i) & _PREDICATES else -1


def _shared_out(doc: Document, i: int, last: int) -> bool:
    """True for costs that the givers named pay by halves."""
    return any(
        isinstance(doc.outer.values[j], AmountSpan) and _each_half(doc, j)
        for j in range(i + 1, min(last, i + 40))
    )


_OUT_OF = ("von den", "von diesen", "of the", "von insgesamt")


def is_total(doc: Document, i: int, first: int) -> bool:
    """True for what a thing costs in all: "640.000 Euro Projektkosten", "Kosten in Höhe von 5.000 Euro"."""
    value = doc.outer.values[i]
    if isinstance(value, AmountSpan) and value.unit == "%":
        return False
    behind = entry_at(doc, i + 1) if i + 1 < len(doc.outer.values) else None
    if behind is not None and "Total" in behind.classes:
        return True
    if value is not None and _of_costs(doc, i + 1):
        return True
    beside = (doc.outer.words(j, j + 1) for j in (i - 2, i - 1, i + 1, i + 2) if j >= first)
    if words_of("Costs") & set(beside) or doc.outer.words(max(first, i - 2), i).lower() in _OUT_OF:
        return True
    for j in range(i - 1, max(first - 1, i - 8), -1):
        entry = entry_at(doc, j)
        classes = doc.outer.alphabet.of(doc.outer.letters[j])
        if isinstance(doc.outer.values[j], AmountSpan) or classes & {"Comma", "Semi", "Stop"}:
            return False
        if entry is not None and entry.classes & {
            "Grant", "FunderVerb", "RecipientVerb", "OwnShare", "ProgrammeWord", "KnownProgramme",
        }:  # fmt: skip
            return False
        if entry is not None and "Total" in entry.classes:
            return True
    return False


def _of_costs(doc: Document, i: int) -> bool:
    """True for "19.000 Euro Druck- und Portokosten", "5.000 Euro laufende Kosten": what something costs."""
    for j in range(i, min(i + 4, len(doc.outer.values))):
        word = doc.outer.words(j, j + 1)
        if word.endswith(("kosten", "Kosten")):
            return True
        if not (word.endswith("-") or word in ("und", "oder", "jährliche", "laufende", "zusätzliche")):
            return False
    return False


def _same_figure(doc: Document, clause: Clause, i: int) -> bool:
    """An amount and a share said of one thing: "die Hälfte der Kosten, nämlich 38.500 Euro"."""
    begin = max(clause.first, i - 4)
    bracketed = any("LP" in doc.outer.alphabet.of(doc.outer.letters[j]) for j in range(begin, i))
    if bracketed or says(doc, "SameFigure", begin, i):
        return True
    figure = clause.figure
    assert figure is not None
    between = doc.text[figure.end : doc.outer.starts[i]]
    behind = doc.text[doc.outer.ends[i] : doc.outer.ends[i] + 2].lstrip()
    return bool(re.fullmatch(r"\s*(?:davon|der [\w-]+)?\s*[,(]\s*", between)) and behind[:1] in (
        ",",
        ")",
        "–",
    )


_PREDICATES = {"FunderVerb", "RecipientVerb", "Gives", "Gets", "Comes"}


def _begin(doc: Document, clause: Clause, figure: int) -> int:
    """Where the clause of a further figure begins: behind the first mark after the figure before."""
    previous = max(i for i in range(clause.first, figure) if isinstance(doc.outer.values[i], AmountSpan))
    if doc.outer.words(figure - 1, figure) == "(" and _is_name(doc, figure - 2):
        begin = figure - 2  # "9.000 Euro kommen vom Kreis (5.000 Euro) und …"
        while begin > previous + 1 and doc.outer.words(begin - 1, begin).lower() in _BEFORE_NAMES:
            begin -= 1
        return begin
    for i in range(previous + 1, figure):
        if _joins_names(doc, i, figure):
            continue  # "10.000 Euro der Städte Selb, Rehau und Hof"
        classes = doc.outer.alphabet.of(doc.outer.letters[i])
        if i == previous + 1 and money_words(doc, i + 1, i + 2) & _PREDICATES:
            continue  # "drei Viertel davon, 72.000 Euro, stammen …": the figure's own verb
        if doc.outer.words(i, i + 1).lower() in words_of("Available"):
            return i  # "… und 450.000 Euro stehen damit drei Millionen Euro zur Verfügung"
        if classes & {"Comma", "Semi", "Dash", "Colon"} or doc.outer.words(i, i + 1).lower() in (
            "und", "sowie", "and", "während",
        ):  # fmt: skip
            return i
    return figure


_BEFORE_NAMES = frozenset({"vom", "von", "an", "der", "die", "das", "dem", "den", "to", "from", "the"})


def _joins_names(doc: Document, i: int, figure: int) -> bool:
    """True for a comma or "und" in a list of names: "10.000 Euro der Städte Selb, Rehau und Hof".

    Not where the last name of the list has a figure of its own: "10.000 Euro an Selb, Hof 5.000 Euro".
    """
    joining = (",", "und", "sowie", "and")
    if doc.outer.words(i, i + 1).lower() not in joining or not (
        _is_name(doc, i - 1) and _is_name(doc, i + 1)
    ):
        return False
    j = i + 1
    while doc.outer.words(j + 1, j + 2).lower() in joining and j + 2 < figure and _is_name(doc, j + 2):
        j += 2
    return j + 2 < figure and (
        doc.outer.words(j + 1, j + 2) == "," or doc.outer.words(j + 1, j + 2).islower()
    )


def _is_name(doc: Document, i: int) -> bool:
    value = doc.outer.values[i]
    return isinstance(value, Named) and value.kind == "organization"


def told_of(doc: Document, clause: Clause) -> None:
    """Set the classes of a clause: what its words say of money."""
    clause.classes = money_words(doc, clause.first, clause.last)
    if says(doc, "Turnover", clause.first, clause.last):
        clause.classes.add("Turnover")


def has_verb(clause: Clause) -> bool:
    """Whether a clause has a verb of giving or getting."""
    return bool(clause.classes & {"FunderVerb", "Gives", "Comes", "RecipientVerb", "Gets"})
