"""Rows of the table of corrections: written and taken out, all other lines as they are."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Sequence
from difflib import get_close_matches
from pathlib import Path
from urllib.parse import unquote

from kg import tables
from kg.corrections import COLUMNS, rows_of
from kg.errors import InputError
from kg.model import Correction
from kg.vocab import BASE

_HEADER = ",".join(COLUMNS) + "\n"


def id_of(one: Correction) -> str:
    """An id made of what a correction does: the same one has the same."""
    content = [
        one.action, one.release, one.kind, one.fact, one.quote, one.source,
        [[change.slot, change.was, change.value] for change in one.slots],
    ]  # fmt: skip
    return "c" + hashlib.sha256(json.dumps(content, ensure_ascii=True).encode()).hexdigest()[:8]


def note(path: Path, one: Correction) -> None:
    """Write a correction behind all others, into a table of its own where there is none.

    Raises TableError when the table cannot be read or written.
    """
    lines = [tables.line_of(COLUMNS, row) for row in rows_of(one)]
    tables.rewrite(path, _HEADER, lambda text: tables.with_lines(text or _HEADER, lines))


def strike(path: Path, name: str) -> str:
    """Take the rows of a correction, by id or IRI, out of a table; gives the id.

    Raises InputError for an id that the table does not have, naming the nearest, TableError when the table
    cannot be read or written.
    """
    own = unquote(name.strip("<>").removeprefix(BASE).removeprefix("id/correction/"))
    known = [row["id"] for _, row in tables.rows(path, COLUMNS)] if path.exists() else []
    if own not in known:
        near = get_close_matches(own, known, n=3)
        remedy = f"did you mean {' or '.join(near)}?" if near else "`kg correct list` shows them"
        raise InputError(f"no correction {own!r} in {path}", remedy=remedy)
    tables.rewrite(path, _HEADER, lambda text: _without(path, text, own))
    return own


def _without(path: Path, text: str, own: str) -> str:
    lines = tables.lines_of(text)
    for record in _of(path, text, own):
        lines[record.first - 1 : record.last] = [""] * (record.last - record.first + 1)
    return "".join(lines)


def _of(path: Path, text: str, own: str) -> Sequence[tables.Record]:
    _, *records = tables.records(path, text)
    return [record for record in records if record.fields[0].strip() == own]
