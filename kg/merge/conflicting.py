"""What releases contradict each other in; both sides are kept, and it is said which is followed."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Callable, Iterator, Sequence
from decimal import Decimal
from itertools import combinations

from kg.dates import bounds
from kg.merge.contributions import Contribution, Slots, short_hash
from kg.merge.counting import SINGLE, Counts
from kg.merge.describing import within
from kg.model import Conflict, Entity, Value
from kg.vocab import BASE, SG

_Comparable = Callable[[Slots, Slots], bool]
_RELEASE = re.compile(re.escape(f"{BASE}id/release/") + "[^/]+")


_Told = dict[Value, set[tuple[str, str]]]
"""Who says a value (IRIs of attestations), and on which day (ISO)."""


def of_entity(iri: str, counts: Counts, curated: Entity | None) -> Iterator[Conflict]:
    """Different values of slots that have one true value; the authority's word decides, if it has one."""
    for slot, prop in SINGLE.get(min(counts.kinds), {}).items():
        told = counts.said.get(slot, {})
        stated = curated.slots.get(slot, ()) if curated else ()
        for a, b in combinations(sorted(told, key=str), 2):
            if not (within(str(a), str(b)) or within(str(b), str(a))):
                yield _conflict(iri, prop, {a: told[a], b: told[b]}, stated)


def of_group(contributions: Sequence[Contribution]) -> list[Conflict]:
    """Contradictions among headcounts or grants that speak of the same thing, each once, sorted by IRI."""
    headcount = contributions[0].kind == "headcount"
    slot, comparable = ("value", _same_count) if headcount else ("amount", _same_grant)
    found: dict[tuple[str, ...], _Told] = defaultdict(lambda: defaultdict(set))
    for a, b in _pairs(contributions, slot):
        if comparable(a.slots, b.slots):
            values = _shown(a.slots, slot), _shown(b.slots, slot)
            told = found[min(a.entity, b.entity), *sorted(values)]
            for one, value in zip((a, b), values, strict=True):
                told[value].add((one.source, one.on))
    conflicts = [_conflict(entity, slot, told, ()) for (entity, *_), told in found.items()]
    return sorted(conflicts, key=lambda c: c.iri)


def _shown(slots: Slots, slot: str) -> str:
    """A figure as a side of a conflict: "2000000", or "max 2000000", which says something else."""
    figure, (qualifier, *_) = slots[slot][0], slots.get("qualifier", ("exact",))
    return str(figure) if qualifier == "exact" else f"{qualifier} {figure}"


def _pairs(contributions: Sequence[Contribution], slot: str) -> Iterator[tuple[Contribution, Contribution]]:
    """What says something else in another release of something that both name, each pair once.

    Not all pairs: a town with a thousand grants would have half a million.
    """
    by_name: dict[tuple[str, Value], list[Contribution]] = defaultdict(list)
    for one in contributions:
        if slot in one.slots:
            for name in ("on", "programme", "purpose", "period_start", "period_end"):
                if name in one.slots:
                    by_name[name, one.slots[name][0]].append(one)
    seen = set()
    for alike in by_name.values():
        for a, b in combinations(alike, 2):
            pair = (a.entity, a.source, b.entity, b.source)
            other = a.entity != b.entity and a.slots[slot][0] != b.slots[slot][0]
            if other and pair not in seen and _release_of(a.source) != _release_of(b.source):
                seen.add(pair)
                yield a, b


def _release_of(source: str) -> str:
    found = _RELEASE.match(source)
    return found[0] if found else source


def _same_count(a: Slots, b: Slots) -> bool:
    """Whether two headcounts of an organisation cannot both be true: of one day, and no number is both."""
    (least, most), (lowest, highest) = _numbers(a), _numbers(b)
    return a.get("on") is not None and a.get("on") == b.get("on") and (most < lowest or highest < least)


def _numbers(slots: Slots) -> tuple[Decimal, Decimal]:
    """The least and the greatest number that a headcount can mean; of about so many, any."""
    number, how = Decimal(str(slots["value"][0])), slots.get("qualifier", ("exact",))[0]
    least = number if how in ("exact", "min") else Decimal(0)
    return least, number if how in ("exact", "max") else Decimal("Infinity")


def _same_grant(a: Slots, b: Slots) -> bool:
    """Whether two fundings are one grant told with different amounts.

    Nothing they both tell of it may differ, and they share what names a grant: programme, purpose, or
    funder and period. "bis zu" (a maximum) contradicts only another maximum or an exact sum above it.
    """
    shared = {s for s in (*_GRANT, "recipient") if a.get(s) is not None and a.get(s) == b.get(s)}
    differ = any(s in a and s in b and a[s] != b[s] for s in (*_GRANT, "recipient", "currency", "share"))
    named = bool(shared & {"programme", "purpose"}) or (
        "funder" in shared and bool(shared & {"period_start", "period_end"})
    )
    return not differ and named and "recipient" in shared and _incompatible(a, b)


_GRANT = ("funder", "programme", "purpose", "period_start", "period_end")


def _incompatible(a: Slots, b: Slots) -> bool:
    (one, how), (other, so) = sorted((_sum(a), _sum(b)), key=lambda side: side[1])
    if how == so:
        return how != "about"
    if (how, so) == ("exact", "max"):
        return one > other
    return (how, so) == ("exact", "min") and one < other


def _sum(slots: Slots) -> tuple[Decimal, str]:
    return Decimal(str(slots["amount"][0])), str(slots.get("qualifier", ("exact",))[0])


def _conflict(entity: str, prop: str, told: _Told, stated: Sequence[Value]) -> Conflict:
    value1, value2 = sorted(told, key=str)
    iri = SG[prop].value
    followed, because = _followed(told, stated)
    return Conflict(
        f"{BASE}id/conflict/{short_hash([entity, iri, str(value1), str(value2)])}",
        entity,
        iri,
        str(value1),
        tuple(sorted(source for source, _ in told[value1])),
        str(value2),
        tuple(sorted(source for source, _ in told[value2])),
        followed,
        because,
    )


def _followed(told: _Told, stated: Sequence[Value]) -> tuple[str, str]:
    """The value to follow, and why: the authority's, that of more releases, that of the later release."""
    ranks = (
        ("authority", {value: int(value in stated) for value in told}),
        ("more releases", {value: len({_release_of(s) for s, _ in who}) for value, who in told.items()}),
        ("later release", {value: max(_last_day(on) for _, on in who) for value, who in told.items()}),
    )
    for because, rank in ranks:
        if len(set(rank.values())) > 1:
            return str(max(told, key=rank.__getitem__)), because
    return "", "undecided"


def _last_day(on: str) -> str:
    span = bounds(on)
    return span[1] if span else ""
