"""From the claims about one person on one post to drafts of tenures: which claims belong together.

Stations are claims that the person held the post on some day; a stated end, a "former" or another
holder of a single seat between two stations makes two tenures of them (rule 1). All other claims are
then laid to the draft they can belong to, or make one of their own.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from kg.model import Bound
from kg.tenures.claims import AHEAD, PAST, Claim, Days, shift


@dataclass(slots=True)
class Draft:
    """A tenure in the making: one person on one post, and the claims it rests on.

    stations    days of holding, exact or within a window; at least one unless it rests on others alone
    held        closing blocks, and undated claims known from one side only
    starts      claims that state or announce, and later confirm, the start; ends likewise
    caps        days it ended at the latest, by a "former"; floors: days it began at the earliest
    others      claims that add no bound
    """

    kind: str
    stations: list[Claim] = field(default_factory=list)
    held: list[Claim] = field(default_factory=list)
    starts: list[Claim] = field(default_factory=list)
    ends: list[Claim] = field(default_factory=list)
    caps: list[Claim] = field(default_factory=list)
    floors: list[Bound] = field(default_factory=list)
    others: list[Claim] = field(default_factory=list)

    @property
    def claims(self) -> list[Claim]:
        """All claims it rests on."""
        return [*self.stations, *self.held, *self.starts, *self.ends, *self.caps, *self.others]

    @property
    def begun(self) -> str:
        """By this day it had begun, as far as the stations tell."""
        return min(c.hi for c in self.stations if c.hi)

    @property
    def lasting(self) -> str:
        """On this day it had not ended, as far as the stations tell."""
        return max(c.lo for c in self.stations if c.lo)


def cores(claims: Sequence[Claim]) -> list[Days]:
    """The cores of one person on one post, parted by the person's own claims alone."""
    drafts = _split(claims, _own_breaks(claims))
    days = [[c.lo for c in d.stations if c.core and c.lo] for d in drafts]
    return [Days(min(found), max(found)) for found in days if found]


def draft(claims: Sequence[Claim], others: Sequence[Days], *, kind: str) -> list[Draft]:
    """Drafts of one person on one post, in order of time.

    `others` are cores of other holders of the same single seat; `kind` is regular or acting.
    """
    breaks = [*_own_breaks(claims), *(Days(shift(o.first, -1), o.last) for o in others)]
    drafting = _Drafting(_split(claims, breaks, kind=kind), breaks, kind)
    for claim in claims:
        if claim.sense == PAST:
            drafting.past(claim)
        elif claim.sense != AHEAD and not claim.station:
            drafting.hold(claim)
    for run in drafting.runs:
        run.starts += [c for c in run.stations if c.start]
        run.ends += [c for c in run.stations if c.end]
    for claim in claims:
        if claim.sense == AHEAD:
            drafting.ahead(claim)
    return drafting.all()


def _own_breaks(claims: Iterable[Claim]) -> list[Days]:
    """Days on which the person's own claims say that a tenure is over."""
    found = []
    for claim in claims:
        if not claim.speaks:
            continue
        if claim.end:
            found.append(Days(claim.end.last, claim.end.last))
        elif claim.sense == PAST and claim.lo and claim.hi:
            found.append(Days(claim.lo, claim.hi))
    return found


def _split(claims: Sequence[Claim], breaks: Sequence[Days], *, kind: str = "regular") -> list[Draft]:
    stations = sorted((c for c in claims if c.station), key=lambda c: (c.lo or "", c.hi or "", c.source.iri))
    runs: list[Draft] = []
    reached = ""
    for station in stations:
        assert station.lo is not None  # a station has both
        assert station.hi is not None
        gap = (reached, station.lo)
        if not runs or any(gap[0] <= b.first and b.last < gap[1] for b in breaks):
            runs.append(Draft(kind))
            reached = ""
        runs[-1].stations.append(station)
        reached = max(reached, station.hi)
    return runs


class _Drafting:
    """Lays claims that are no stations to runs of stations, or to drafts of their own."""

    def __init__(self, runs: list[Draft], breaks: Sequence[Days], kind: str) -> None:
        self.runs, self._breaks, self._kind = runs, breaks, kind
        self._early: dict[tuple[str, str], Draft] = {}
        self._late: list[Draft] = []
        self._announced: list[Draft] = []

    def all(self) -> list[Draft]:
        early = [self._early[key] for key in sorted(self._early)]
        return [*early, *self.runs, *self._late, *self._announced]

    def hold(self, claim: Claim) -> None:
        """A closing block, a claim of leaving, or an undated one known from one side only."""
        home = self._home(claim)
        (home.others if claim.hi is None and claim.lo is None else home.held).append(claim)
        if claim.end:
            home.ends.append(claim)
        start = claim.start
        if start and (not home.stations or not self._parted(start.last, home.begun)):
            home.starts.append(claim)

    def _home(self, claim: Claim) -> Draft:
        if claim.hi is not None:
            # A closing block lags: it speaks of the tenure that had begun by then.
            begun = [r for r in self.runs if r.begun <= claim.hi]
            if begun:
                return begun[-1]
            if self.runs and not self._parted(claim.hi, self.runs[0].begun):
                return self.runs[0]
            return self._before()
        if claim.lo is not None:
            lasting = [r for r in self.runs if r.lasting >= claim.lo]
            if lasting:
                return lasting[0]
            if self.runs and not self._parted_after(self.runs[-1].lasting, claim.lo):
                return self.runs[-1]
            return self._after()
        return self.runs[-1] if self.runs else self._before()

    def _before(self, period: tuple[str, str] = ("", "")) -> Draft:
        return self._early.setdefault(period, Draft(self._kind))

    def _after(self) -> Draft:
        if not self.runs:
            return self._before()
        if not self._late:
            self._late.append(Draft(self._kind))
        return self._late[0]

    def past(self, claim: Claim) -> None:
        """A "former", or a stated end that has passed."""
        day = claim.end.last if claim.end else claim.hi
        begun = [r for r in self.runs if day is not None and r.begun <= day]
        home = begun[-1] if begun else None
        if home and claim.start and claim.start.first > home.begun:
            home = None  # it speaks of a tenure after that one, which no other claim attests
        if home is None:
            stated = (claim.start.first, claim.end.last) if claim.start and claim.end else ("", "")
            home = self._before(stated)
        if claim.end:
            home.ends.append(claim)
        elif claim.hi is None or (home.stations and not self._caps(home, claim)):
            home.others.append(claim)
        else:
            home.caps.append(claim)
        if claim.start:
            home.starts.append(claim)
        self._floor(claim)

    def _caps(self, home: Draft, claim: Claim) -> bool:
        """Can "former" on that day only be said of this draft."""
        if claim.hi is None or home.lasting > claim.hi:
            return False
        return (claim.lo is not None and home.begun <= claim.lo) or len(self.runs) == 1

    def _floor(self, claim: Claim) -> None:
        """Somebody who is no longer in office that day begins anew after it."""
        if not (claim.speaks and claim.lo and claim.hi):
            return
        later = [r for r in self.runs if r.begun > claim.hi]
        if later and not claim.end:
            later[0].floors.append(claim.at(shift(claim.lo, 1)))

    def ahead(self, claim: Claim) -> None:
        """An announcement: confirmed by the body of a later release, or a draft of its own."""
        due = claim.start.first if claim.start else ""
        for run in self.runs:
            if any(c.core and c.lo and c.lo > (claim.hi or "") and c.lo >= due for c in run.stations):
                fresh = run.begun >= due and run.begun > (claim.hi or "")
                confirmed = fresh and claim.start and not self._parted(claim.start.last, run.begun)
                (run.starts if confirmed else run.others).append(claim)
                return
        if not self._announced:
            self._announced.append(Draft("announced"))
        self._announced[0].others.append(claim)

    def _parted(self, day: str, begun: str) -> bool:
        """Does a break lie between a day and a later begin."""
        return any(day <= b.last < begun for b in self._breaks)

    def _parted_after(self, lasting: str, day: str) -> bool:
        """Does a break lie between the last known day and a later one."""
        return any(lasting <= b.first < day for b in self._breaks)
