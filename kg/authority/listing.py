"""Entries of the authority as rows."""

from __future__ import annotations

from collections.abc import Iterable

from pyoxigraph import Literal, NamedNode

from kg.model import Entity
from kg.query import Rows

COLUMNS = ("label", "kind", "type", "abbreviation", "seats", "otherNames", "entry")


def rows(found: Iterable[Entity]) -> Rows:
    """One row per entry, with the columns `COLUMNS`; several values are joined by ", "."""
    return Rows(COLUMNS, tuple(_row(entity) for entity in found))


def _row(entity: Entity) -> tuple[Literal | NamedNode | None, ...]:
    def told(slot: str) -> Literal | None:
        values = entity.slots.get(slot, ())
        return Literal(", ".join(map(str, values))) if values else None

    label, kind = Literal(entity.label), Literal(entity.kind)
    slots = (told(slot) for slot in ("type", "abbreviation", "seats", "altLabel"))
    return (label, kind, *slots, NamedNode(entity.iri))
