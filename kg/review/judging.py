"""Judgements on identity: a row comes into `data/judgements.csv`, or goes; all other lines stay as they are.

A judgement that contradicts others is refused with the rows in the way: "same" joins, so that A same B and
B same C leave no room for A different C.
"""

from __future__ import annotations

from collections import defaultdict, deque
from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from pathlib import Path

from kg import tables, writing
from kg.errors import ContradictionError, InputError, TableError
from kg.identity.judgements import COLUMNS, checked, combined, parse
from kg.model import Judgement
from kg.vocab import BASE


def read(table: Path) -> list[Judgement]:
    """The judgements of a table; none where there is no file. Raises TableError."""
    return parse(table, tables.text_of(table)) if table.exists() else []


def judge(
    left: str,
    right: str,
    judgement: str,
    *,
    table: Path,
    note: str = "",
    who: str = "",
    when: str = "",
) -> tuple[Judgement, bool]:
    """Write that two entities are the same, are different, or that nobody can tell ("unsure").

    left, right  IRIs ("id/person/…" will do) of entities, or of mentions in one release
    table        `judgements.csv`; it is made where there is none
    when         a day (ISO), today by default

    Gives the row, and whether the table was changed: it is not when the pair is judged so already. A row
    that says unsure makes way. Raises ContradictionError with the rows in the way, TableError for what
    cannot be meant and for a malformed table.
    """
    text = tables.text_of(table) if table.exists() else ",".join(COLUMNS) + "\n"
    rows = parse(table, text)
    day = when or date.today().isoformat()
    new = checked(table, len(rows) + 2, (left, right, judgement, " ".join(note.split()), who, day))
    own = [row for row in rows if row.pair == new.pair]
    if found := next((row for row in own if row.judgement == new.judgement), None):
        return found, False
    if judged := [row for row in own if row.judgement != "unsure"]:
        raise _contradiction(table, new, judged[:1])
    if way := in_the_way([row for row in rows if row not in own], new):
        raise _contradiction(table, new, way)
    combined([*(row for row in rows if row not in own), new], table)
    writing.replace(table, _added(_without(text, own), new), error=TableError)
    return new, True


def undo(left: str, right: str, *, table: Path) -> list[Judgement]:
    """Take the judgement on a pair out of the table; gives the rows that went.

    Raises InputError where there is none, TableError for a malformed table.
    """
    text = tables.text_of(table) if table.exists() else ",".join(COLUMNS) + "\n"
    pair = checked(table, 0, (left, right, "unsure", "", "", "")).pair
    rows = parse(table, text)
    gone = [row for row in rows if row.pair == pair]
    if not gone:
        near = [row for row in rows if row.pair & pair]
        remedy = f"there are {'; '.join(map(told, near[:3]))}" if near else "`kg review identities --all`"
        raise InputError(f"no judgement on {_short(left)} and {_short(right)}", path=table, remedy=remedy)
    writing.replace(table, _without(text, gone), error=TableError)
    return gone


def _without(text: str, rows: Iterable[Judgement]) -> str:
    lines = {row.line for row in rows}
    return writing.without(text, lambda _, line: line in lines)


def in_the_way(rows: Sequence[Judgement], new: Judgement) -> list[Judgement]:
    """The rows that a further one would contradict, as a chain; none when it contradicts nothing."""
    joined: dict[str, list[Judgement]] = defaultdict(list)
    for row in rows:
        if row.judgement == "same":
            joined[row.left].append(row)
            joined[row.right].append(row)
    if new.judgement == "different":
        return _chain(joined, new.left, new.right) or []
    if new.judgement == "same":
        for row in rows:
            if row.judgement == "different":
                for one, other in ((row.left, row.right), (row.right, row.left)):
                    there, back = _chain(joined, new.left, one), _chain(joined, new.right, other)
                    if there is not None and back is not None:
                        return [*there, row, *back]
    return []


def told(row: Judgement) -> str:
    """A judgement on one line: `line 3: id/person/a same id/person/b (ab, 2024-05-06)`."""
    by = ", ".join(part for part in (row.who, row.when) if part)
    pair = f"{_short(row.left)} {row.judgement} {_short(row.right)}"
    return f"line {row.line}: {pair}" + (f" ({by})" if by else "")


def _chain(joined: Mapping[str, list[Judgement]], start: str, end: str) -> list[Judgement] | None:
    """The fewest rows "same" that lead from one to the other: none when they are one, None where none do."""
    came: dict[str, tuple[str, Judgement] | None] = {start: None}
    waiting = deque([start])
    while waiting:
        here = waiting.popleft()
        if here == end:
            rows = []
            while step := came[here]:
                here, row = step
                rows.append(row)
            return rows[::-1]
        for row in joined.get(here, ()):
            for other in row.pair - came.keys():
                came[other] = (here, row)
                waiting.append(other)
    return None


def _contradiction(table: Path, new: Judgement, way: Sequence[Judgement]) -> ContradictionError:
    lines = "; ".join(map(told, way))
    return ContradictionError(
        f"{_short(new.left)} {new.judgement} {_short(new.right)} contradicts {lines}",
        rows=tuple(way),
        path=table,
        remedy="take one of them out with `kg review undo`, if it is the one that is wrong",
    )


def _short(iri: str) -> str:
    return iri.removeprefix(BASE) if iri.startswith(f"{BASE}id/") else iri


def _added(text: str, row: Judgement) -> str:
    values = (_short(row.left), _short(row.right), row.judgement, row.note, row.who, row.when)
    line = writing.line(COLUMNS, dict(zip(COLUMNS, values, strict=True)))
    end = "\r\n" if "\r\n" in text else "\n"
    return f"{text}{line}{end}" if text.endswith("\n") else f"{text}{end}{line}"
