"""What contributions say, counted: the partial results (`kg.partials`) that descriptions are made from.

A *group* is what has to be described together: an entity; but all funding of one recipient and all
headcounts of one organisation, since only together they show conflicts. Of an entity it is counted how
often each label, value and modality is said; where two values contradict each other, also by whom and
when. Funding and headcounts are few for each group and are kept whole.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

from kg import partials
from kg.dates import bounds
from kg.merge.contributions import Contribution
from kg.merge.names import tidy
from kg.model import Value
from kg.partials import Partial, Weight

SINGLE = {
    "organization": {"founded": "foundedLabel"},
    "brand": {"since": "sinceLabel"},
    "event": {"end": "endLabel", "edition": "edition"},
}
"""Slots with one true value, by kind, with their property: two values are a conflict, and both are kept."""


def counted(contributions: Iterable[Contribution]) -> dict[str, dict[str, Weight]]:
    """The partial results of the contributions of one release, by group."""
    said: dict[str, dict[str, set[str]]] = defaultdict(lambda: defaultdict(set))
    for one in contributions:
        group = _group(one)
        for key in (_whole(one),) if " " in group else _parts(one):
            said[group][key].add(one.source)
    return {group: _weighed(said[group]) for group in sorted(said)}


def of(contributions: Iterable[Contribution]) -> Counts:
    """What is counted of one entity's contributions, whatever its group keeps."""
    said: dict[str, set[str]] = defaultdict(set)
    for one in contributions:
        for key in _parts(one):
            said[key].add(one.source)
    return read(_weighed(said))


def _weighed(said: Mapping[str, set[str]]) -> dict[str, Weight]:
    return {key: frozenset(who) if key.startswith(_BY_WHOM) else len(who) for key, who in said.items()}


def _group(one: Contribution) -> str:
    """An entity's IRI, or a word and an IRI."""
    whose = one.slots.get({"funding": "recipient", "headcount": "organization"}.get(one.kind, ""))
    return f"{one.kind} {whose[0]}" if whose else one.entity


_BY_WHOM = ('["said"', '["whole"')


def _parts(one: Contribution) -> Iterator[str]:
    yield partials.key("kind", one.kind)
    if one.label:
        yield partials.key("label", one.label if one.kind == "release" else tidy(one.label))
    if one.modality:
        yield partials.key("modality", one.modality)
    for slot, values in one.slots.items():
        for value in values:
            if slot in SINGLE.get(one.kind, ()):
                yield partials.key("said", slot, value, one.on)
            elif slot == "status":
                yield partials.key("status", value, _latest_day(one.on))
            else:
                yield partials.key("slot", slot, value)


def _latest_day(on: str) -> str:
    span = bounds(on)
    return span[1] if span else ""


def _whole(one: Contribution) -> str:
    slots = {slot: list(content) for slot, content in one.slots.items()}
    return partials.key("whole", one.entity, one.kind, slots, one.modality, one.on)


@dataclass(frozen=True, slots=True)
class Counts:
    """The partial result of one entity, taken apart.

    kinds, modalities   as they are said
    labels              how often by form
    slots               values by slot
    said                of slots with one true value: who says which, and on which day, by slot and value
    status              values by the last day of which they are said
    """

    kinds: set[str]
    labels: dict[str, int]
    slots: dict[str, set[Value]]
    said: dict[str, dict[Value, set[tuple[str, str]]]]
    status: dict[str, set[Value]]
    modalities: set[str]


def read(partial: Partial) -> Counts:
    """A partial result of one entity as `counted` makes it, or a sum of them."""
    found = Counts(
        set(), {}, defaultdict(set), defaultdict(lambda: defaultdict(set)), defaultdict(set), set()
    )
    for key, weight in partial.items():
        what, first, *rest = partials.content(key)
        told = partials.values([first, *rest])
        if what == "kind":
            found.kinds.add(str(first))
        elif what == "label":
            found.labels[str(first)] = weight if isinstance(weight, int) else len(weight)
        elif what == "modality":
            found.modalities.add(str(first))
        elif what == "slot":
            found.slots[str(first)].add(told[1])
        elif what == "status":
            found.status[str(told[1])].add(told[0])
        elif not isinstance(weight, int):
            _, value, on = told
            found.slots[str(first)].add(value)
            found.said[str(first)][value] |= {(source, str(on)) for source in weight}
    return found


def by_entity(partial: Partial) -> dict[str, Partial]:
    """The partial result of a group that keeps contributions whole, by entity."""
    found: dict[str, dict[str, Weight]] = defaultdict(dict)
    for key, weight in partial.items():
        found[str(partials.content(key)[1])][key] = weight
    return dict(found)


def wholes(partial: Partial) -> list[Contribution]:
    """The contributions of a group that keeps them whole, sorted by entity and source."""
    found = []
    for key, weight in partial.items():
        _, entity, kind, slots, modality, on = partials.content(key)
        assert isinstance(slots, dict)
        said = {str(slot): partials.values(content) for slot, content in slots.items()}
        for source in () if isinstance(weight, int) else weight:
            found.append(Contribution(str(entity), str(kind), source, str(on), "", said, str(modality)))
    return sorted(found, key=lambda c: (c.entity, c.source))
