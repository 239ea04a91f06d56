"""Which releases of a store were known on a day: those issued until then."""

from __future__ import annotations

from pyoxigraph import Literal

from kg.dates import bounds
from kg.store import Store
from kg.vocab import SG, graph_iri, release_iri


class Issued:
    """The releases of a store that had been issued by a day (ISO), looked up when asked for.

    A release counts as known when the last day it can be of is not after that day: of a partial date
    ("2020") the last of its days, of an undated one its bounds. `unsure` are the keys of those asked for
    that may be as old and may be younger.
    """

    def __init__(self, store: Store, day: str) -> None:
        self._store, self._day = store, day
        self._known: dict[str, bool] = {}
        self.unsure: set[str] = set()

    def knows(self, key: str) -> bool:
        """Had the release been issued."""
        if key not in self._known:
            first, last = self._between(key)
            self._known[key] = last is not None and last <= self._day
            if not self._known[key] and (first is None or first <= self._day):
                self.unsure.add(key)
        return self._known[key]

    def _between(self, key: str) -> tuple[str | None, str | None]:
        """The first and the last day that a release can be of, as far as is known."""
        label = self._said(key, "issuedLabel")
        if label and (span := bounds(label)):
            return span
        return self._said(key, "issuedNotBefore"), self._said(key, "issuedNotAfter")

    def _said(self, key: str, name: str) -> str | None:
        found = self._store.matching(release_iri(key), SG[name], graph=graph_iri(key))
        return min((quad.object.value for quad in found if isinstance(quad.object, Literal)), default=None)
