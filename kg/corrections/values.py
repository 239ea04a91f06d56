"""What a slot of a fact can hold: text in a table, a value in a fact."""

from __future__ import annotations

import re
import unicodedata
from decimal import Decimal, InvalidOperation

from pyoxigraph import NamedNode

from kg import graph
from kg.dates import bounds
from kg.errors import InputError
from kg.graph import terms
from kg.model import KINDS, MODALITIES, SECTIONS, Fact, Value
from kg.slots import ENTITY_SLOTS, decimal_text, values
from kg.vocab import BASE, PREFIXES

PROPERTIES = {"modality": MODALITIES, "section": SECTIONS}
"""What a fact has beside its slots and can be corrected, with the values there are."""

CONTEXT = ("attested", "publisher")
"""What a fact from a source that is no release of ours says of that source: its day, and whose it is."""

_STATED_IN_THE_TABLE = {"title": "title", "date": "issued", "publisher": "publisher"}
"""Slots of a release that `releases.csv` states, with the column."""

_DAYS = frozenset({"not_before", "not_after"})
_DATES = frozenset(
    {"attested", "start", "end", "founded", "since", "year", "on", "period_start", "period_end"}
)
_DECIMALS = frozenset({"amount", "share"})
_WHOLE = frozenset({"value", "edition"})
_MARKS = frozenset({"former", "acting", "deputy", "designated"})
_SEVERAL = re.compile(r"\s*;\s*")


def check_kind(kind: str) -> None:
    """Raises InputError for what is no kind of fact."""
    if kind not in KINDS:
        raise InputError(f"{kind!r} is no kind of fact", remedy=f"write one of {', '.join(KINDS)}")


def check_slot(kind: str, slot: str, *, alone: bool = False) -> None:
    """Raises InputError for a slot that facts of a kind do not have, or that is stated elsewhere.

    `alone`: of a fact that is added from a source that is no release of ours.
    """
    if kind == "release" and slot in _STATED_IN_THE_TABLE:
        column = _STATED_IN_THE_TABLE[slot]
        raise InputError(
            f"the {slot} of a release is not corrected here", remedy=f"state it in releases.csv ({column})"
        )
    known = (*terms.KIND_SLOTS[kind], *PROPERTIES, *(CONTEXT if alone else ()))
    if slot not in known:
        remedy = f"it has {', '.join(dict.fromkeys(known))}"
        raise InputError(f"a {kind} fact has no slot {slot!r}", remedy=remedy)


def value_of(kind: str, slot: str, text: str) -> Value:
    """The value that a text means in a slot of a kind of fact.

    Names are those that a release would write; several values (organizers, participants, the funders of
    a programme) are parted by semicolons. Raises InputError for what the slot cannot hold.
    """
    if odd := next((c for c in text if unicodedata.category(c) in ("Cc", "Cs")), ""):
        raise InputError(f"{slot} holds the control character {odd!a}", remedy="delete it")
    if slot in PROPERTIES:
        if text not in PROPERTIES[slot]:
            raise _wrong(slot, text, f"no {slot}", f"write one of {', '.join(PROPERTIES[slot])}")
        return text
    if (kind, slot) in terms.SEVERAL:
        return tuple(sorted({_name(kind, slot, part) for part in _SEVERAL.split(text) if part}))
    if slot in _DATES or slot in _DAYS:
        return _date(slot, text)
    if slot in _DECIMALS or slot in _WHOLE:
        return _number(slot, text)
    if slot in _MARKS:
        if text not in ("true", "false"):
            raise _wrong(slot, text, "neither true nor false", "write true, or false")
        return text == "true"
    return _concept(text) if slot == "concept" else _name(kind, slot, text)


def _wrong(slot: str, text: str, what: str, remedy: str) -> InputError:
    return InputError(f"{slot} {text!r} is {what}", remedy=remedy)


def _date(slot: str, text: str) -> str:
    if slot in _DAYS:
        if not terms.is_day(text):
            raise _wrong(slot, text, "no day", "write it as 2024-05-06")
    elif bounds(f"2000{text[1:]}" if text.startswith("--") else text) is None:
        raise _wrong(slot, text, "no date", "write 2017, 2023-10, 2023-Q4, 2019-09-04, or --06-19")
    return text


def _number(slot: str, text: str) -> Decimal | int:
    plain = re.fullmatch(r"\d+(\.\d+)?", text, re.ASCII)
    if slot in _WHOLE:
        if not plain or plain[1]:
            raise _wrong(slot, text, "no whole number", "write digits alone: 1200")
        return int(text)
    try:
        if plain:
            return Decimal(text)
    except InvalidOperation:
        pass
    raise _wrong(slot, text, "no number", "write digits with a point: 2500000, or 0.9 for 90 %")


def _concept(text: str) -> str:
    prefix, colon, name = text.partition(":")
    iri = PREFIXES["role"] + name if colon and prefix == "role" else text
    iri = BASE + iri if iri.startswith("id/") else iri
    if not iri.startswith(PREFIXES["role"]) or iri not in graph.concept_labels():
        raise _wrong("concept", text, "no role of ontology/roles.ttl", "write role:chief-digital-officer")
    return NamedNode(iri).value


def _name(kind: str, slot: str, text: str) -> str:
    if slot in ENTITY_SLOTS[kind] and re.match(r"[a-z]+://|id/", text):
        raise _wrong(slot, text, "no name", "write the name as a release would, not an IRI")
    return text


def text_of(value: Value | None) -> str:
    """A value as a table has it; "" for none."""
    if isinstance(value, Decimal):
        return decimal_text(value)
    if isinstance(value, bool):
        return "true" if value else "false"
    return "; ".join(sorted(map(str, values(value))))


def said(fact: Fact, slot: str) -> str:
    """What a fact says in a slot, as a table has it; "" for nothing."""
    return str(getattr(fact, slot)) if slot in PROPERTIES else text_of(fact.slots.get(slot))
