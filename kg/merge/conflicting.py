"""What releases contradict each other in; both sides are kept."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Callable, Iterator, Sequence
from decimal import Decimal
from itertools import combinations

from kg.merge.contributions import Contribution, Slots, short_hash
from kg.merge.counting import SINGLE, Counts
from kg.merge.describing import within
from kg.model import Conflict, Value
from kg.vocab import BASE, SG

_Comparable = Callable[[Slots, Slots], bool]
_RELEASE = re.compile(re.escape(f"{BASE}id/release/") + "[^/]+")


def of_entity(iri: str, counts: Counts) -> Iterator[Conflict]:
    """Different values of slots that have one true value."""
    for slot, prop in SINGLE.get(min(counts.kinds), {}).items():
        told = counts.said.get(slot, {})
        for a, b in combinations(sorted(told, key=str), 2):
            if not (within(str(a), str(b)) or within(str(b), str(a))):
                yield _conflict(iri, prop, *((v, {source for source, _ in told[v]}) for v in (a, b)))


def of_group(contributions: Sequence[Contribution]) -> list[Conflict]:
    """Contradictions among headcounts or grants that speak of the same thing, each once, sorted by IRI."""
    headcount = contributions[0].kind == "headcount"
    slot, comparable = ("value", _same_count) if headcount else ("amount", _same_grant)
    found: dict[str, Conflict] = {}
    for a, b in _pairs(contributions, slot):
        if comparable(a.slots, b.slots):
            one, other = a.slots[slot][0], b.slots[slot][0]
            new = _conflict(min(a.entity, b.entity), slot, (one, {a.source}), (other, {b.source}))
            found[new.iri] = _joined(found.get(new.iri, new), new)
    return [found[iri] for iri in sorted(found)]


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
            if other and pair not in seen and _release_of(a) != _release_of(b):
                seen.add(pair)
                yield a, b


def _release_of(one: Contribution) -> str:
    found = _RELEASE.match(one.source)
    return found[0] if found else one.source


def _joined(one: Conflict, other: Conflict) -> Conflict:
    return Conflict(
        one.iri,
        one.entity,
        one.property,
        one.value1,
        tuple(sorted({*one.sources1, *other.sources1})),
        one.value2,
        tuple(sorted({*one.sources2, *other.sources2})),
    )


def _same_count(a: Slots, b: Slots) -> bool:
    """Whether two headcounts of an organisation count the same: on the same day, and both exactly."""
    exact = all(c.get("qualifier", ("exact",)) == ("exact",) for c in (a, b))
    return exact and a.get("on") is not None and a.get("on") == b.get("on")


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


def _conflict(entity: str, prop: str, one: tuple[Value, set[str]], other: tuple[Value, set[str]]) -> Conflict:
    (value1, sources1), (value2, sources2) = sorted((one, other), key=lambda side: str(side[0]))
    iri = SG[prop].value
    return Conflict(
        f"{BASE}id/conflict/{short_hash([entity, iri, str(value1), str(value2)])}",
        entity,
        iri,
        str(value1),
        tuple(sorted(sources1)),
        str(value2),
        tuple(sorted(sources2)),
    )
