"""Partial results: what has been said of a group, summed up so that one release can be added or taken away.

A *partial* maps what is said (a key, as `key` writes it) to how often it is said, to who says it where
that matters (IRIs of attestations), or to how often it is said on which day. Partials can be added and
taken from each other in any order, so what is derived from the sum depends on no history: the counting
algorithm for incremental views (Gupta, Mumick and Subrahmanian, SIGMOD 1993). A sum is as large as what
differs in it, not as the number of releases: a ministry that 50,000 releases name has a few labels.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from decimal import Decimal

from kg.model import Value
from kg.slots import decimal_text

Weight = int | frozenset[str] | Mapping[str, int]
Partial = Mapping[str, Weight]


def key(*content: object) -> str:
    """A key made of strings, numbers, lists and dicts of them; equal content gives equal keys.

    >>> key("slot", "amount", Decimal("1.50"))
    '["slot","amount",{"decimal":"1.5"}]'
    """
    return json.dumps(content, ensure_ascii=False, sort_keys=True, separators=(",", ":"), default=_plain)


def content(key: str) -> list[object]:
    """The inverse of `key`; what were tuples are lists."""
    found: list[object] = _DECODER.decode(key)
    return found


def _plain(value: object) -> object:
    if isinstance(value, Decimal):
        return {"decimal": decimal_text(value)}
    raise TypeError(f"{value!r} cannot be a part of a key")


def _read(found: dict[str, object]) -> object:
    return Decimal(str(found["decimal"])) if found.keys() == {"decimal"} else found


_DECODER = json.JSONDecoder(object_hook=_read)
"""Made once: `json.loads` with a hook makes one for each key."""


def added(one: Partial, other: Partial) -> dict[str, Weight]:
    """The sum of two partials."""
    summed = dict(one)
    for what, weight in other.items():
        before = summed.get(what)
        summed[what] = weight if before is None else _plus(before, weight)
    return summed


def taken(one: Partial, other: Partial) -> dict[str, Weight]:
    """What is left of a sum without one of its parts."""
    rest = dict(one)
    for what, weight in other.items():
        if left := _minus(rest.get(what, 0), weight):
            rest[what] = left
        else:
            rest.pop(what, None)
    return rest


def total(found: Iterable[Partial]) -> dict[str, Weight]:
    """The sum of any number of partials."""
    summed: dict[str, Weight] = {}
    for one in found:
        summed = added(summed, one)
    return summed


def number(weight: Weight | None) -> int:
    """How often, of a key that is counted."""
    return weight if isinstance(weight, int) else 0


def who(weight: Weight | None) -> frozenset[str]:
    """Who says it, of a key for which that is kept."""
    return weight if isinstance(weight, frozenset) else frozenset()


def by_day(weight: Weight | None) -> Mapping[str, int]:
    """How often on which day (ISO), of a key that is counted by day."""
    return weight if isinstance(weight, Mapping) else {}


def _plus(one: Weight, other: Weight) -> Weight:
    if isinstance(other, int):
        return number(one) + other
    if isinstance(other, frozenset):
        return who(one) | other
    summed = dict(by_day(one))
    for day, count in other.items():
        summed[day] = summed.get(day, 0) + count
    return summed


def _minus(one: Weight, other: Weight) -> Weight:
    if isinstance(other, int):
        return max(number(one) - other, 0)
    if isinstance(other, frozenset):
        return who(one) - other
    rest = dict(by_day(one))
    for day, count in other.items():
        if (left := rest.pop(day, 0) - count) > 0:
            rest[day] = left
    return rest


def values(found: Iterable[object]) -> tuple[Value, ...]:
    """Values of a slot as `content` gives them back."""
    return tuple(v for v in found if isinstance(v, str | int | Decimal | bool))
