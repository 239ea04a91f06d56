"""The table of corrections, `corrections.csv`, read strictly."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from urllib.parse import unquote

from kg import tables
from kg.corrections.checking import check
from kg.errors import InputError, TableError
from kg.model import Correction, SlotChange
from kg.vocab import BASE

COLUMNS = (
    "id", "action", "release", "fact", "kind", "slot", "was", "value", "quote", "source",
    "who", "when", "why",
)  # fmt: skip
"""Columns of corrections.csv. Rows of one id are one correction: one per slot, the first with all else."""

_OF_ALL = tuple(c for c in COLUMNS if c not in ("slot", "was", "value"))
_FACT = re.compile(r"(?:id/release/([^/\s]+)/fact/(\w+)/)?([0-9a-f]{12})")

Row = Mapping[str, str]


def load_corrections(path: Path) -> list[Correction]:
    """The corrections of a table with the columns `COLUMNS`, in the order of their first rows.

    Raises TableError with file and line for what is malformed, cannot be meant or contradicts itself.
    """
    found: dict[str, list[tuple[int, Row]]] = {}
    for line, row in tables.rows(path, COLUMNS):
        found.setdefault(row["id"], []).append((line, row))
    corrections = [_correction(path, rows) for rows in found.values()]
    _check_together(path, corrections)
    return corrections


def _correction(path: Path, rows: Sequence[tuple[int, Row]]) -> Correction:
    line = rows[0][0]
    try:
        common = {column: _agreed(column, (row[column] for _, row in rows)) for column in _OF_ALL}
        named = _named(common)
        one = Correction(
            id=common["id"],
            action=common["action"],
            release=named[0],
            kind=named[1],
            fact=named[2],
            quote=common["quote"],
            slots=_slots(path, rows),
            source=common["source"],
            who=common["who"],
            when=common["when"],
            why=common["why"],
            line=line,
        )
        check(one)
    except TableError:
        raise
    except InputError as problem:
        raise TableError(problem.message, path=path, line=line, remedy=problem.remedy) from problem
    return one


def _agreed(column: str, said: Iterable[str]) -> str:
    """What the rows of one correction say in a column, each the same or nothing."""
    values = dict.fromkeys(value for value in said if value)
    if len(values) > 1:
        listed = " and ".join(map(repr, values))
        raise InputError(f"the rows of one id differ in {column}: {listed}", remedy="one id, one correction")
    return next(iter(values), "")


def _named(row: Row) -> tuple[str, str, str]:
    """Release, kind and digest of the fact that a row names, by columns or by IRI."""
    if not row["fact"]:
        return row["release"], row["kind"], ""
    match = _FACT.fullmatch(row["fact"].strip("<>").removeprefix(BASE))
    if match is None:
        raise InputError(
            f"{row['fact']!r} names no fact",
            remedy="write id/release/<key>/fact/<kind>/<12 digits>, as `kg query evidence` shows it",
        )
    release, kind = unquote(match[1] or ""), match[2] or ""
    for column, own in (("release", release), ("kind", kind)):
        if own and row[column] and own != row[column]:
            raise InputError(f"the fact is of {column} {own!r}, the row of {row[column]!r}",
                             remedy="name one fact")  # fmt: skip
    return release or row["release"], kind or row["kind"], match[3]


def _slots(path: Path, rows: Sequence[tuple[int, Row]]) -> tuple[SlotChange, ...]:
    found: dict[str, SlotChange] = {}
    for line, row in rows:
        slot = row["slot"]
        if not slot and (row["was"] or row["value"]):
            raise TableError("a value without a slot", path=path, line=line, remedy="name the slot")
        if slot in found:
            raise TableError(
                f"the slot {slot!r} is given twice", path=path, line=line,
                remedy="one row per slot; part several values by semicolons",
            )  # fmt: skip
        if slot:
            found[slot] = SlotChange(slot, row["was"], row["value"])
    return tuple(found[slot] for slot in sorted(found))


def _check_together(path: Path, corrections: Sequence[Correction]) -> None:
    """No two corrections may want different things of one fact."""
    seen: dict[tuple[str, str, str, str], Correction] = {}
    for one in corrections:
        if not one.fact:
            continue
        slots = [change.slot for change in one.slots] if one.action == "change" else []
        for slot in [*slots, ""]:
            key = (one.release, one.kind, one.fact, slot)
            other = seen.setdefault(key, one)
            if other is not one and (slot or "reject" in (one.action, other.action)):
                what = f"the {slot} of the fact" if slot else "the fact"
                raise TableError(
                    f"{what} is corrected by {other.id!r} in line {other.line} already",
                    path=path,
                    line=one.line,
                    remedy="keep one of the two",
                )


def rows_of(one: Correction) -> list[dict[str, str]]:
    """The rows of a correction as its table has them."""
    common = {
        "id": one.id, "action": one.action, "release": one.release, "fact": one.fact, "kind": one.kind,
        "quote": one.quote, "source": one.source, "who": one.who, "when": one.when, "why": one.why,
    }  # fmt: skip
    slots = [{"slot": c.slot, "was": c.was, "value": c.value} for c in one.slots] or [{}]
    return [{**(common if number == 0 else {"id": one.id}), **row} for number, row in enumerate(slots)]
