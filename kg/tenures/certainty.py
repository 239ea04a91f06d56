"""How certain it is that a person held a post on a day (rule 8)."""

from __future__ import annotations

from kg.model import Tenure


def certainty(tenure: Tenure, day: str) -> str | None:
    """`attested`, `core`, `boilerplate`, `announced`, `possible`, `open`; None where it is not shown.

    `day` is a full ISO date. `queries/role-holders.rq` says the same in SPARQL; a test compares them.
    """
    first, last = _day(tenure.first_attested), _day(tenure.last_attested)
    if day in tenure.attested_on:
        return "attested"
    if first and last and first <= day <= last:
        return "core"
    if day in tenure.boilerplate_on:
        return "boilerplate"
    snb, ena = _day(tenure.start_not_before), _day(tenure.end_not_after)
    if (snb and day < snb) or (ena and day > ena):
        return None
    if tenure.kind == "announced":
        announced = _day(tenure.announced_start)
        return "announced" if announced and day >= announced else None
    begun = _day(tenure.start_not_after) or first
    lasting = _day(tenure.end_not_before) or last
    if _bounded(day, begun, lasting, snb, ena):
        return "possible"
    return "open" if tenure.open_after and day > tenure.open_after else None


def _bounded(day: str, begun: str | None, lasting: str | None, snb: str | None, ena: str | None) -> bool:
    """Is there a bound on the side of the core on which the day lies.

    By `begun` the tenure had begun, on `lasting` it had not ended. An undated source can leave
    `lasting` before `begun`: the person held the post on some day between, so these are possible.
    """
    if begun and lasting and (begun <= day <= lasting or lasting <= day <= begun):
        return True
    if (begun and day < begun) or (not begun and (not lasting or day <= lasting)):
        return snb is not None
    return ena is not None


def _day(bound: object) -> str | None:
    return getattr(bound, "date", None)
