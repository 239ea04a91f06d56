"""The steward's table, `releases.csv`: what it states of which file."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date
from pathlib import Path

from kg import tables
from kg.errors import TableError

COLUMNS = ("file", "key", "issued", "title", "publisher", "url", "licence", "status", "reason")
"""Columns of `releases.csv`."""

_STATUS = ("", "active", "retracted")
_URL = re.compile(r"https?://[^\s<>\"{}|\\^`]+")
_ISSUED = re.compile(r"(\d{4})(?:-Q[1-4]|-(\d\d)(?:-(\d\d))?)?", re.ASCII)


def row_of(path: Path, table: Mapping[str, Mapping[str, str]] | None) -> Mapping[str, str]:
    """The row of a file in the steward's table; empty where it has none."""
    return (table or {}).get(unicodedata.normalize("NFC", path.name), {})


def read_table(path: Path, folders: Iterable[Path] = ()) -> dict[str, dict[str, str]]:
    """The rows of `releases.csv` by file name, filled columns only (without `file`).

    Of the columns only `file` must be there. Raises TableError, with the line, for anything malformed:
    encoding, columns, quoting, a second row for a file, dates that are no (partial) ISO dates, an unknown
    status, a file that exists neither in `folders` nor beside the table nor in the folder of its name
    (`data/releases.csv`, `data/releases/`).
    """
    places = [*folders, path.parent, path.parent / path.stem]
    rows: dict[str, dict[str, str]] = {}
    keys: dict[str, int] = {}
    for line, row in _records(path):
        name = row.pop("file")
        _check_row(path, line, name, row, places)
        if name in rows:
            raise TableError(
                f"a second row for {name!r}", path=path, line=line, remedy="keep one row per file"
            )
        key = row.get("key") or Path(name).stem
        if key in keys:
            raise TableError(
                f"key {key!r} is already that of line {keys[key]}",
                path=path,
                line=line,
                remedy="give another",
            )
        keys[key] = line
        rows[name] = {column: value for column, value in row.items() if value}
    return rows


def _records(path: Path) -> Iterator[tuple[int, dict[str, str]]]:
    """Rows with their line numbers, as many fields in each as there are columns."""
    header: list[str] = []
    for line, fields in tables.records(path, tables.text_of(path)):
        if not header:
            header = [field.strip() for field in fields]
            _check_header(path, line, header)
            continue
        if len(fields) != len(header):
            raise TableError(
                f"{len(fields)} fields where the header has {len(header)}",
                path=path,
                line=line,
                remedy='one field per column; put a field that holds a comma into "quotes"',
            )
        values = (unicodedata.normalize("NFC", field.strip()) for field in fields)
        yield line, dict.fromkeys(COLUMNS, "") | dict(zip(header, values, strict=True))
    if not header:
        raise TableError("is empty", path=path, remedy=f"give it the header {','.join(COLUMNS)}")


def _check_header(path: Path, line: int, header: Sequence[str]) -> None:
    remedy = f"the columns are {','.join(COLUMNS)}, separated by commas"
    for problem, names in (
        ("unknown column", [name for name in header if name not in COLUMNS]),
        ("missing column", [name for name in ("file",) if name not in header]),
        ("column given twice:", sorted({name for name in header if header.count(name) > 1})),
    ):
        if names:
            raise TableError(f"{problem} {', '.join(map(repr, names))}", path=path, line=line, remedy=remedy)


def _check_row(path: Path, line: int, name: str, row: Mapping[str, str], places: Iterable[Path]) -> None:
    """Raises for the first thing wrong with a row."""
    problem = _row_problem(name, row) or _missing(name, row, places)
    if problem:
        raise TableError(problem[0], path=path, line=line, remedy=problem[1])


def _row_problem(name: str, row: Mapping[str, str]) -> tuple[str, str] | None:
    issued, status, url, key = row["issued"], row["status"], row["url"], row["key"]
    if odd := [column for column, value in row.items() if re.search(r"[\x00-\x08\x0e-\x1f\x7f]", value)]:
        return f"{odd[0]} holds a control character", "delete it"
    if not name or name == ".." or name != Path(name).name:
        return f"{name!r} is no file name", "give the release's file name without folders"
    if issued and not _is_date(issued):
        return f"issued {issued!r} is no date", "write 2019-09-04, 2019-09, 2019-Q3 or 2019"
    if status not in _STATUS:
        return f"unknown status {status!r}", "write active or retracted, or leave it empty"
    if status == "retracted" and not row["reason"]:
        return "a retracted release without a reason", "say in the column reason why"
    if url and not _URL.fullmatch(url):
        return f"url {url!r} is no web address", "begin it with https:// and escape spaces"
    if key and re.search(r"[\s/\\\x00-\x1f]", key):
        return f"key {key!r} holds a space, slash or control character", "use letters, digits and hyphens"
    return None


def _missing(name: str, row: Mapping[str, str], places: Iterable[Path]) -> tuple[str, str] | None:
    if row["status"] == "retracted" or any((folder / name).exists() for folder in places):
        return None
    return f"there is no file {name!r}", "put it with the other releases, or drop the row"


def _is_date(iso: str) -> bool:
    """Is this a full or partial ISO date (2019-09-04, 2019-09, 2019-Q3, 2019) of the calendar?"""
    match = _ISSUED.fullmatch(iso)
    try:
        return match is not None and bool(date(int(match[1]), int(match[2] or 1), int(match[3] or 1)))
    except ValueError:
        return False
