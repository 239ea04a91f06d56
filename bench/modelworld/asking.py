"""What is asked of an archive, and what its releases said, put in order by what they speak of."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from random import Random
from typing import Any, TypeVar

from modelworld.page import Said, Told
from modelworld.world import Organization

T = TypeVar("T")
Row = Mapping[str, str]
SAMPLE = 60
"""Entities of a kind that are asked about."""


@dataclass(frozen=True, slots=True)
class Question:
    """A canned query with parameters, and its known rows; `columns` names those that are compared.

    form   which parameters are given, for the tables; label: what a user would write in place of the IRI
    """

    name: str
    form: str
    params: Mapping[str, str]
    columns: str
    rows: Sequence[Row]
    label: str = ""


class Archive:
    """Releases, with what was said by kind of fact, and of which entity."""

    def __init__(self, releases: Iterable[Told], seed: int = 5) -> None:
        self._rng = Random(seed)
        self.releases = list(releases)
        self.of_kind: dict[str, list[tuple[Told, Said]]] = defaultdict(list)
        self.naming: dict[str, list[tuple[Told, Said]]] = defaultdict(list)
        self.organizations: dict[str, Organization] = {}
        for told in self.releases:
            for one in told.said:
                self.of_kind[one.fact.kind].append((told, one))
                for iri in one.names:
                    self.naming[iri].append((told, one))
                if isinstance(one.subject, Organization):
                    self.organizations[one.subject.iri] = one.subject

    def some(self, among: Iterable[T], count: int = SAMPLE) -> list[T]:
        """So many of what has an IRI (or is one), the same each time."""
        found = sorted(among, key=lambda one: str(getattr(one, "iri", one)))
        return self._rng.sample(found, min(count, len(found)))

    def by(self, kind: str, key: Callable[[Said], str]) -> dict[str, list[tuple[Told, Said]]]:
        """The facts of a kind by something about them."""
        found: dict[str, list[tuple[Told, Said]]] = defaultdict(list)
        for told, one in self.of_kind[kind]:
            found[key(one)].append((told, one))
        return found


def row(**columns: Any) -> Row:
    """A row of texts, without what is unbound; a thing of the world stands as IRI, its name beside it."""
    found: dict[str, str] = {}
    for name, value in columns.items():
        if hasattr(value, "iri"):
            label = getattr(value, "name", None) or value.label
            found |= {name: value.iri, f"{name}Label": label}
        elif value not in (None, "", 0):
            found[name] = str(value)
    return found
