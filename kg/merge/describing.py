"""From the contributions to one entity to its merged description, and to what they contradict in."""

from __future__ import annotations

import re
import unicodedata
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Sequence
from decimal import Decimal
from itertools import combinations

from kg.dates import bounds
from kg.merge.contributions import Contribution, Slots, short_hash
from kg.model import Conflict, Entity, Value
from kg.vocab import BASE, SG, slug

_Comparable = Callable[[Slots, Slots], bool]

_DATED = {"organization": ("founded",), "brand": ("since",)}
"""Slots with one true date: a more precise one takes the place of a coarser one that holds it."""

_SINGLE = {
    "organization": {"founded": "foundedLabel"},
    "brand": {"since": "sinceLabel"},
    "event": {"end": "endLabel", "edition": "edition"},
}
"""Slots with one true value: two are a conflict, and both are kept."""

_TOWN = re.compile(r"(?:\S+ )*\S*stadt (.+)", re.IGNORECASE)


def describe(contributions: Sequence[Contribution], curated: Entity | None) -> Entity:
    """The merged description of one entity. The order and the repetition of contributions do not count."""
    first = min(contributions, key=lambda c: (c.kind, c.source))
    label, others = _labels(first.entity, first.kind, contributions, curated)
    slots = _slots(first.kind, contributions, curated)
    if others:
        slots["altLabel"] = others
    sources = {c.source for c in contributions} - {""}
    return Entity(first.entity, first.kind, label, dict(sorted(slots.items())), tuple(sorted(sources)))


def _labels(
    iri: str, kind: str, contributions: Iterable[Contribution], curated: Entity | None
) -> tuple[str, tuple[Value, ...]]:
    """The label, and the other names: the curated label, else the most frequent full form.

    Of equally frequent forms the longest, then the alphabetically first.
    """
    seen: dict[str, set[str]] = defaultdict(set)
    for one in contributions:
        if one.label:
            seen[_tidy(one.label) if kind != "release" else one.label].add(one.source)
    if kind == "release":
        return min(seen), ()
    full = [form for form in seen if not _is_short(form, kind, iri, seen)] or list(seen)
    ranked = sorted(full, key=lambda form: (-len(seen[form]), -len(form), form))
    label = curated.label if curated else next(iter(ranked), "")
    others = {*seen, *_place_names(iri, kind, seen)}
    if curated:
        others |= {str(name) for name in curated.slots.get("altLabel", ())}
    return label, tuple(sorted(others - {label, ""}))


def _tidy(name: str) -> str:
    """A name without the accidents of its spelling: NFC, plain spaces, no article before it."""
    text = " ".join(unicodedata.normalize("NFC", name).replace("\u00ad", "").split())
    return re.sub(r"^(?:der|die|das|des|dem|den) (?=\S)", "", text)


def _is_short(form: str, kind: str, iri: str, forms: Iterable[str]) -> bool:
    """Whether a form only abridges another: Kaiserslautern, Weichel, KL.digital (beside KL.digital GmbH)."""
    if kind == "organization" and "/organization/stadt-" in iri and f"/stadt-{slug(form)}/" in iri:
        return True
    for other in forms:
        if other != form and (
            other.startswith(f"{form} ") or (kind == "person" and other.endswith(f" {form}"))
        ):
            return True
    return False


def _place_names(iri: str, kind: str, forms: Iterable[str]) -> Iterator[str]:
    """A town is also called by its place alone, whether or not a release does."""
    if kind == "organization" and iri.startswith(f"{BASE}id/organization/stadt-"):
        for form in forms:
            if match := _TOWN.fullmatch(form):
                yield match[1]


def _slots(
    kind: str, contributions: Sequence[Contribution], curated: Entity | None
) -> dict[str, tuple[Value, ...]]:
    found: dict[str, set[Value]] = defaultdict(set)
    for one in contributions:
        for slot, content in one.slots.items():
            found[slot].update(content)
    if curated:
        for slot, content in curated.slots.items():
            if slot != "altLabel":
                found[slot].update(content)
    for slot in _DATED.get(kind, ()):
        found[slot] = _most_precise(found[slot])
    if "status" in found:
        found["status"] = _latest(contributions, "status")
    modalities = {c.modality for c in contributions if c.modality}
    if modalities and "asserted" not in modalities:
        found["modality"] = set(modalities)
    return {slot: _ordered(content) for slot, content in found.items() if content}


def _ordered(content: Iterable[Value]) -> tuple[Value, ...]:
    return tuple(sorted(content, key=lambda v: (type(v).__name__, v)))


def _most_precise(days: set[Value]) -> set[Value]:
    return {d for d in days if not any(other != d and _within(str(other), str(d)) for other in days)}


def _within(inner: str, outer: str) -> bool:
    """Whether one partial date lies in another."""
    one, other = bounds(inner), bounds(outer)
    return one is not None and other is not None and other[0] <= one[0] and one[1] <= other[1]


def _latest(contributions: Iterable[Contribution], slot: str) -> set[Value]:
    """The values of the latest contributions that have one: announced, then granted, is granted."""
    by_day: dict[str, set[Value]] = defaultdict(set)
    for one in contributions:
        if content := one.slots.get(slot):
            span = bounds(one.on)
            by_day[span[1] if span else ""].update(content)
    return by_day[max(by_day)]


def conflicts(contributions: Sequence[Contribution]) -> Iterator[Conflict]:
    """What the contributions of one group contradict each other in."""
    kind = contributions[0].kind
    for slot, prop in _SINGLE.get(kind, {}).items():
        yield from _of_slot(contributions, slot, prop)
    if kind == "headcount":
        yield from _of_pairs(contributions, "value", _same_count)
    elif kind == "funding":
        yield from _of_pairs(contributions, "amount", _same_grant)


def _of_slot(contributions: Sequence[Contribution], slot: str, prop: str) -> Iterator[Conflict]:
    told: dict[Value, set[str]] = defaultdict(set)
    for one in contributions:
        for value in one.slots.get(slot, ()):
            told[value].add(one.source)
    for a, b in combinations(sorted(told, key=str), 2):
        if not (_within(str(a), str(b)) or _within(str(b), str(a))):
            yield _conflict(contributions[0].entity, prop, (a, told[a]), (b, told[b]))


def _of_pairs(
    contributions: Sequence[Contribution], slot: str, comparable: _Comparable
) -> Iterator[Conflict]:
    """Conflicts between nameless entities that speak of the same thing; the smaller IRI names them."""
    for a, b in combinations(sorted(contributions, key=lambda c: (c.entity, c.source)), 2):
        if slot not in a.slots or slot not in b.slots:
            continue
        if a.entity != b.entity and a.release != b.release and comparable(a.slots, b.slots):
            one, other = a.slots[slot][0], b.slots[slot][0]
            if one != other:
                yield _conflict(a.entity, slot, (one, {a.source}), (other, {b.source}))


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
    if "amount" not in a or "amount" not in b:
        return False
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
