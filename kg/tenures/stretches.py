"""Days that change nothing: who is attested on 4,000 days is described by a few of them.

Of a person's plain attestations (holds the post now, on this day, nothing more), only those next to a
date that can part or bound a tenure matter. All others lie in *stretches*: between its first and its
last day no claim says anything, and no holder of the group begins or ends; so its days belong to the
same tenure, whatever comes out, and the first and the last stand for all.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Iterator, Mapping, Sequence

from kg.model import RoleAttestation
from kg.tenures.claims import read, shift


def stretches(
    special: Iterable[RoleAttestation], days: Mapping[str, Iterable[str]]
) -> dict[str, list[Sequence[str]]]:
    """The stretches of each holding, in order of time, as sorted days.

    `special` are the attestations of the group that are not plain; `days` the days of plain ones (one at
    least) by whatever they share. `kg.tenures.derive` of the special ones and of the first and last day of
    each stretch gives the tenures and bounds that it gives of all.
    """
    ordered = {name: sorted(dict.fromkeys(found)) for name, found in days.items()}
    cuts = sorted({day for one in special for day in _dates(one)})
    edges = {day for found in ordered.values() for run in _between(found, cuts) for day in (run[0], run[-1])}
    cuts = sorted({*cuts, *edges})
    return {name: list(_between(found, cuts)) for name, found in ordered.items()}


def _dates(attestation: RoleAttestation) -> Iterable[str]:
    """All days at which a claim may part or bound something: its own, and those beside them."""
    claim = read(attestation)
    spans = (s for s in (claim.start, claim.end) if s)
    told = [claim.lo, claim.hi, *(day for s in spans for day in (s.first, s.last))]
    return (shift(day, by) for day in told if day for by in (-1, 0, 1))


def _between(days: Sequence[str], cuts: Sequence[str]) -> Iterator[Sequence[str]]:
    """Sorted days, parted at the cuts (sorted, too); a day that is a cut stands alone."""
    begun = 0
    for cut in cuts[bisect_left(cuts, days[0]) : bisect_right(cuts, days[-1])]:
        at = bisect_left(days, cut, begun)
        if at > begun:
            yield days[begun:at]
        begun = at
        if days[at] == cut:
            yield days[at : at + 1]
            begun = at + 1
    if begun < len(days):
        yield days[begun:]
