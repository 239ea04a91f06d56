"""From a draft to its bounds: what its own claims say, and what other holders of the seat leave over.

All reasoning is on two days: `sna`, by which the tenure had begun, and `enb`, on which it had not
ended. A core of another holder of a single seat that reaches `sna` cannot lie before the tenure, so it
lies after; one that begins by `enb` cannot lie after, so it lies before; one that does both is a
conflict and bounds nobody.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from itertools import pairwise

from kg.model import Bound
from kg.tenures.claims import LAGGING, NOW, PAST, Claim, Days, Seat, apart, earliest, latest, shift
from kg.tenures.drafts import Draft
from kg.tenures.spans import Spans


@dataclass(frozen=True, slots=True)
class Clash:
    """Two claims about one thing that cannot both hold; `what` is held, start or end.

    `followed` is the value that a source attests of its own day, "" where neither is followed.
    """

    what: str
    value1: str
    sources1: tuple[str, ...]
    value2: str
    sources2: tuple[str, ...]
    followed: str = ""


@dataclass(slots=True)
class Stay:
    """A person's stay on a post, its bounds still growing. Days are `Bound`s throughout."""

    person: str
    post: str
    seat: Seat
    draft: Draft
    first: Bound | None = None
    last: Bound | None = None
    snb: Bound | None = None
    sna: Bound | None = None
    enb: Bound | None = None
    ena: Bound | None = None
    announced: Bound | None = None
    held_from: Bound | None = None
    held_until: Bound | None = None
    clashes: list[Clash] = field(default_factory=list)

    def not_before(self, bound: Bound) -> None:
        """The start lies on that day or later."""
        self.snb = latest([bound, self.snb] if self.snb else [bound])

    def not_after(self, bound: Bound) -> None:
        """The end lies on that day or earlier."""
        self.ena = earliest([bound, self.ena] if self.ena else [bound])


def stay(person: str, post: str, seat: Seat, draft: Draft) -> Stay:
    """A draft with the bounds that its own claims give."""
    made = Stay(person, post, seat, draft)
    if draft.kind == "announced":
        starts = [(c.hi or c.start.last, c.at(c.start.last)) for c in draft.claims if c.start]
        made.announced = latest(b for said, b in starts if said == max(s for s, _ in starts))
        return made
    core = [c.at(c.lo) for c in draft.stations if c.core and c.lo]
    made.first, made.last = earliest(core), latest(core)
    known = [c.at(c.hi) for c in (*draft.stations, *draft.held) if c.hi]
    made.sna = earliest(known)
    made.enb = latest(c.at(c.lo) for c in draft.claims if c.lo and _lasts(c))
    _stated_starts(made)
    _stated_ends(made)
    for floor in draft.floors:
        made.not_before(floor)
    for cap in draft.caps:
        _cap(made, cap)
    if made.first and made.last:
        firm = [c.at(c.start.last) for c in draft.starts if c.start and c.speaks]
        made.held_from = earliest([made.first, *(b for b in firm if made.sna and b.date == made.sna.date)])
        ends = [c.at(c.end.first) for c in draft.ends if c.end and c.speaks and c.sense == PAST]
        made.held_until = latest([made.last, *(b for b in ends if made.enb and b.date == made.enb.date)])
    return made


def _lasts(claim: Claim) -> bool:
    """Does the claim say that the tenure had not ended by its earliest day."""
    return claim.sense == NOW and claim.speaks and (claim.station or claim.hi is None)


def _stated_starts(made: Stay) -> None:
    stated = [(c.source.start or "", c.start, c) for c in made.draft.starts if c.start]
    found = _agree(stated, made, "start")
    if not found:
        return
    low, high = found
    if made.sna and low.date > made.sna.date:
        told = max(stated, key=lambda s: (s[1].first, s[0]))
        day = made.sna.date
        made.clashes.append(Clash("start", day, made.sna.sources, told[0], low.sources, followed=day))
        return
    made.not_before(low)
    made.sna = earliest([high, made.sna] if made.sna else [high])


def _stated_ends(made: Stay) -> None:
    stated = [(c.source.end or "", c.end, c) for c in made.draft.ends if c.end]
    found = _agree(stated, made, "end")
    if not found:
        return
    low, high = found
    if made.enb and high.date < made.enb.date:
        told = min(stated, key=lambda s: (s[1].last, s[0]))
        day = made.enb.date
        made.clashes.append(Clash("end", told[0], high.sources, day, made.enb.sources, followed=day))
        return
    made.not_after(high)
    if any(c.sense in (NOW, PAST) for c in made.draft.ends):
        made.enb = latest([low, made.enb] if made.enb else [low])


def _agree(stated: Sequence[tuple[str, Days, Claim]], made: Stay, what: str) -> tuple[Bound, Bound] | None:
    """The days all statements leave over; where they contradict each other, the days any of them allows."""
    if not stated:
        return None
    lows = [c.at(days.first) for _, days, c in stated]
    highs = [c.at(days.last) for _, days, c in stated]
    low, high = latest(lows), earliest(highs)
    if low and high and low.date > high.date:
        one = min(stated, key=lambda s: (s[1].last, s[0]))
        two = max(stated, key=lambda s: (s[1].first, s[0]))
        made.clashes.append(Clash(what, one[0], high.sources, two[0], low.sources))
        low, high = earliest(lows), latest(highs)
    return (low, high) if low and high else None


def _cap(made: Stay, claim: Claim) -> None:
    """ "Former" on a day ends the tenure before it; on its last attested day, that day is the handover."""
    day = claim.hi or ""
    if made.enb and made.enb.date >= day:
        if made.enb.date == day:
            made.not_after(claim.at(day))
        return
    made.not_after(claim.at(shift(day, -1)))


def bound_by_others(stays: Iterable[Stay]) -> None:
    """Let the cores of a single seat bound the other stays on it (rule 4), and record the conflicts."""
    seated: dict[str, list[Stay]] = defaultdict(list)
    for one in stays:
        if one.seat.single and one.draft.kind != "acting":
            seated[one.seat.name].append(one)
    for sitting in seated.values():
        spans = Spans(
            (s.held_from.date, s.held_until.date, s) for s in sitting if s.held_from and s.held_until
        )
        for one in sitting:
            for rival in _rivals(one, spans):
                _relate(one, rival)
            _behind(one, spans)


def _rivals(one: Stay, spans: Spans[Stay]) -> Iterator[Stay]:
    """The other holders that can bound a stay or clash with it: its neighbours, and who sat with it."""

    def other(rival: Stay) -> bool:
        return apart(rival.person, one.person)

    if one.announced:
        yield from spans.following(one.announced.date, "", other)
    if one.sna:
        yield from spans.following(one.enb.date if one.enb else "", one.sna.date, other)
    if one.enb:
        yield from spans.preceding(one.sna.date if one.sna else "~", one.enb.date, other)
    if one.sna and one.enb:
        yield from filter(other, spans.between(one.sna.date, one.enb.date))


def _relate(one: Stay, other: Stay) -> None:
    begins, ends = other.held_from, other.held_until
    assert begins is not None  # a rival has a core
    assert ends is not None
    at = _derived(one, other)
    if one.announced and one.announced.date < begins.date:
        one.not_after(at(begins, -1))
    after = one.sna is not None and ends.date >= one.sna.date
    before = one.enb is not None and begins.date <= one.enb.date
    if one.sna and one.enb and after and before:
        longer = one.sna.date < one.enb.date or begins.date < ends.date
        if longer and one.sna.date <= one.enb.date == begins.date:
            one.not_after(at(begins, 0))
        elif longer and one.enb.date >= one.sna.date == ends.date:
            one.not_before(at(ends, 0))
        else:
            _clash(one, other)
    elif after:
        one.not_after(at(begins, -1))
    elif before:
        one.not_before(at(ends, 1))


def _derived(one: Stay, other: Stay) -> Callable[..., Bound]:
    shared = (*one.seat.premises, *other.seat.premises)

    def at(bound: Bound, by: int, *premises: str) -> Bound:
        found = tuple(sorted({*bound.premises, *shared, *premises}))
        return Bound(shift(bound.date, by), bound.sources, found)

    return at


def _behind(one: Stay, spans: Spans[Stay]) -> None:
    """A person known from closing blocks alone came after the holders attested before them.

    Only a presumption, since closing blocks lag; so the bound carries it as a premise.
    """
    if one.draft.stations or one.enb or not one.sna or not any(not c.speaks for c in one.draft.held):
        return
    before = min(one.sna.date, one.ena.date if one.ena else "~")
    for rival in spans.preceding(before, "~", lambda rival: apart(rival.person, one.person)):
        if rival.held_until:
            one.not_before(_derived(one, rival)(rival.held_until, 1, LAGGING))


def _clash(one: Stay, other: Stay) -> None:
    """Record that both held the seat; the same from either side, so that it is one conflict."""
    left, right = sorted((one, other), key=lambda s: s.person)
    one.clashes.append(Clash("held", left.person, _sources(left), right.person, _sources(right)))


def _sources(one: Stay) -> tuple[str, ...]:
    bounds = (one.held_from or one.sna, one.held_until or one.enb)
    return tuple(sorted({s for b in bounds if b for s in b.sources}))


def bound_by_own(stays: Sequence[Stay]) -> None:
    """Several stays of one person on one post do not overlap."""
    placed = sorted((s for s in stays if s.sna), key=lambda s: s.sna.date if s.sna else "")
    for one, two in pairwise(placed):
        if two.sna and (one.enb is None or one.enb.date < two.sna.date):
            one.not_after(Bound(shift(two.sna.date, -1), two.sna.sources, two.sna.premises))
            if one.enb:
                two.not_before(Bound(shift(one.enb.date, 1), one.enb.sources, one.enb.premises))


def set_upright(one: Stay) -> None:
    """Drop bounds that contradict each other, and say so."""
    if one.snb and one.sna and one.snb.date > one.sna.date:
        one.clashes.append(Clash("start", one.sna.date, one.sna.sources, one.snb.date, one.snb.sources))
        one.snb, one.sna = None, one.first
    if one.enb and one.ena and one.enb.date > one.ena.date:
        one.clashes.append(Clash("end", one.ena.date, one.ena.sources, one.enb.date, one.enb.sources))
        one.enb, one.ena = one.last, None
    if one.snb and one.ena and one.snb.date > one.ena.date:
        one.clashes.append(Clash("start", one.snb.date, one.snb.sources, one.ena.date, one.ena.sources))
        one.snb, one.ena = None, None
