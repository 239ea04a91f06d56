"""Stretches of days in order, so that of thousands only those are looked at that can matter."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Callable, Iterable
from itertools import accumulate
from operator import itemgetter
from typing import Generic, TypeVar

T = TypeVar("T")


class Spans(Generic[T]):
    """Things with a first and a last day (ISO, full; first <= last), each given as (first, last, thing)."""

    def __init__(self, found: Iterable[tuple[str, str, T]]) -> None:
        spans = list(found)
        self._by_first = sorted(spans, key=itemgetter(0, 1))
        self._by_last = sorted(spans, key=itemgetter(1, 0))
        self._firsts = [first for first, _, _ in self._by_first]
        self._lasts = [last for _, last, _ in self._by_last]
        # The latest last day so far, and (from the end) the earliest first day: both only ever grow.
        self._reach = list(accumulate((last for _, last, _ in self._by_first), max))
        self._begun = list(accumulate((first for first, _, _ in reversed(self._by_last)), min))[::-1]

    def between(self, lo: str, hi: str) -> list[T]:
        """What has a day in common with `lo` to `hi`; for `lo` after `hi`, what holds both."""
        found = []
        at = bisect_right(self._firsts, hi) - 1
        while at >= 0 and self._reach[at] >= lo:
            _, last, thing = self._by_first[at]
            if last >= lo:
                found.append(thing)
            at -= 1
        return found

    def following(self, after: str, reaching: str, fits: Callable[[T], bool]) -> list[T]:
        """Of what begins after a day and lasts to `reaching` at least and fits, all that begin first."""
        found: list[T] = []
        begins = ""
        at = max(bisect_right(self._firsts, after), bisect_left(self._reach, reaching))
        while at < len(self._by_first):
            first, last, thing = self._by_first[at]
            if found and first != begins:
                break
            if last >= reaching and fits(thing):
                begins = first
                found.append(thing)
            at += 1
        return found

    def preceding(self, before: str, begun: str, fits: Callable[[T], bool]) -> list[T]:
        """Of what ends before a day and has begun by `begun` and fits, all that end last."""
        found: list[T] = []
        ends = ""
        # `_begun` rises with the place: only up to here anything has begun early enough.
        at = min(bisect_left(self._lasts, before), bisect_right(self._begun, begun)) - 1
        while at >= 0:
            first, last, thing = self._by_last[at]
            if found and last != ends:
                break
            if first <= begun and fits(thing):
                ends = last
                found.append(thing)
            at -= 1
        return found
