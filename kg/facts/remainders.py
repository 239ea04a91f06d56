"""Who pays the rest: "65 Prozent übernimmt der Bund, den Rest trägt die Stadt", with the figure that is left.

Also who gives as much as the one before: "die gleiche Summe schießt die Volksbank zu".
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterator, Sequence
from decimal import Decimal

from kg.amounts import AmountSpan
from kg.document import Document, Match, matches
from kg.facts.clauses import is_total
from kg.facts.money import entry_at, status
from kg.facts.party_names import party
from kg.mentions import Named
from kg.model import Fact, Value

_BY_SUBTRACTION = "by subtraction: what the others named with it leave"
_AS_MUCH = "by reference: as much as the one told before gives"
_SENTENCES_BACK = 3
_NEARLY_ALL = Decimal("0.99")


def remainders(doc: Document, found: Sequence[Fact]) -> Iterator[Fact]:
    """Facts of kind funding for the rest of a sum whose other parts `found` tells of right before.

    The share or the amount is what the others leave; where that is not told, there is none.
    """
    for match in matches(doc.outer, "remainder"):
        span = match.span() or (0, 0)
        told = _told_before(doc, span[0], found)
        who = _payer(doc, match)
        if not told or who is None or not who.name or who.name in {f.slots.get("funder") for f in told}:
            continue
        first, last = (bisect_left(doc.outer.starts, at) for at in doc.sentence(span[0]))
        if status(doc, first, last) is not None:
            continue
        figure = _as_much(told[-1]) if match.rule.settings.get("same") else _left(doc, span[0], told)
        slots: dict[str, Value] = {"funder": who.name, **figure}
        why = _AS_MUCH if match.rule.settings.get("same") else _BY_SUBTRACTION
        resolved = dict.fromkeys(figure.keys() & {"share", "amount", "recipient"}, why)
        if who.reference:
            resolved["funder"] = "by reference: the organisation spoken of"
        yield Fact(
            "funding",
            slots,
            (doc.evidence(*span), *told[-1].evidence[:1]),
            doc.section(span[0]).kind,
            rule=match.rule.name,
            resolved=resolved,
        )


def _told_before(doc: Document, at: int, found: Sequence[Fact]) -> list[Fact]:
    """The grants of the sentence of an offset and of those right before it, in its paragraph."""
    begin = _begin(doc, at)
    return [f for f in found if f.modality == "asserted" and begin <= f.evidence[0].start < at]


def _begin(doc: Document, at: int) -> int:
    """Where the sentences begin that a remainder can be one of."""
    begin = doc.sentence(at)[0]
    for _ in range(_SENTENCES_BACK):
        before = doc.sentence(max(begin - 1, 0))[0]
        if "\n\n" in doc.text[before : begin + 1].rstrip("\n"):
            break
        begin = before
    return begin


def _payer(doc: Document, match: Match) -> Named | None:
    """Who pays: the party named, else the publisher of "das Unternehmen selbst"."""
    for group in ("who", "who2", "who3", "who4"):
        for i in match.indices(group):
            if (named := party(doc, i)) is not None:
                return named
            if _is_own_kind(doc, i):
                return doc.publisher
    return None


def _is_own_kind(doc: Document, i: int) -> bool:
    """Whether "das Unternehmen selbst", "die Hochschule selbst" is the body whose release it is."""
    if doc.publisher is None or doc.publisher.type in ("municipality", "district"):
        return False
    entry, noun = entry_at(doc, i), doc.outer.words(i, i + 1)
    own = entry is not None and "OrgNoun" in entry.classes and "Plural" not in entry.classes
    itself = any(doc.outer.words(j, j + 1) == "selbst" for j in range(i + 1, i + 4))
    return itself and (own or noun in ("Unternehmen", "Haus")) and doc.outer.words(i - 1, i) in _ONE


_ONE = ("das", "die", "der", "unser", "unsere")


def _as_much(before: Fact) -> dict[str, Value]:
    """What somebody gives who gives as much as another, and to whom."""
    return {k: before.slots[k] for k in ("amount", "currency", "qualifier", "recipient") if k in before.slots}


def _left(doc: Document, at: int, told: Sequence[Fact]) -> dict[str, Value]:
    """The share, else the amount, that the others leave; empty where the text does not tell."""
    given = [f for f in told if "funder" in f.slots] or [f for f in told if "share" in f.slots]
    if given and all("share" in f.slots for f in given):
        shares = {f.slots.get("funder"): Decimal(str(f.slots["share"])) for f in given}
        rest = 1 - sum(shares.values())
        return {"share": rest} if 1 - _NEARLY_ALL < rest < 1 else {}
    amounts = {Decimal(str(f.slots["amount"])) for f in given if "amount" in f.slots}
    whole = [f for f in told if "funder" not in f.slots and "amount" in f.slots]
    total = _total(doc, _begin(doc, at), at)
    value = (
        total.value
        if total is not None
        else max((Decimal(str(f.slots["amount"])) for f in whole), default=None)
    )
    if value is None or not amounts or any("amount" not in f.slots for f in given):
        return {}
    left = value - sum(amounts)
    currency = total.unit if total is not None else whole[0].slots["currency"]
    return {"amount": left, "currency": currency, "qualifier": "about"} if left > 0 else {}


def _total(doc: Document, begin: int, end: int) -> AmountSpan | None:
    """What the thing costs in all, in a stretch of the text."""
    first, last = bisect_left(doc.outer.starts, begin), bisect_left(doc.outer.starts, end)
    sums = (
        value
        for i in range(first, last)
        if isinstance(value := doc.outer.values[i], AmountSpan) and is_total(doc, i, first)
    )
    return max((s for s in sums if s.unit != "%"), key=lambda s: s.value, default=None)
