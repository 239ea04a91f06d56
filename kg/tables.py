"""CSV tables that people keep beside the releases: read strictly, written atomically.

Whoever changes a row leaves all other lines as they are, byte for byte: a table is data under version
control, and a steward's own order, quoting and line ends are no business of ours.
"""

from __future__ import annotations

import csv
import io
import os
import tempfile
import unicodedata
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from kg.errors import TableError

_BOM = "\ufeff"


@dataclass(frozen=True, slots=True)
class Record:
    """The fields of one record of a table, and its first and last line (a quoted field can have several)."""

    fields: tuple[str, ...]
    first: int
    last: int


def text_of(path: Path) -> str:
    """A table's text, without byte order mark. Raises TableError when it cannot be read or is not UTF-8."""
    try:
        return path.read_bytes().decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = error.object.count(b"\n", 0, error.start) + 1
        raise TableError("is not UTF-8", path=path, line=line, remedy="save it as CSV, UTF-8") from error
    except OSError as error:
        raise TableError(f"cannot be read: {error.strerror}", path=path, remedy="check the path") from error


def records(path: Path, text: str) -> Iterator[Record]:
    """The records of a table's text that hold anything. Raises TableError, with the line, for broken CSV."""
    reader = csv.reader(io.StringIO(text, newline=""), strict=True)
    before = 0
    try:
        for fields in reader:
            first, before = before + 1, reader.line_num
            if any(field.strip() for field in fields):
                yield Record(tuple(fields), first, before)
    except csv.Error as error:
        remedy = 'put a field that holds a comma or a quote into "quotes", and double a quote inside ("")'
        raise TableError(f"is not CSV: {error}", path=path, line=before + 1, remedy=remedy) from error


def rows(path: Path, columns: Sequence[str]) -> Iterator[tuple[int, dict[str, str]]]:
    """The rows of a table by column, without blanks around values (NFC), each with the line it begins on.

    Raises TableError for broken CSV, for other columns than these, and for a row of another length.
    """
    header: tuple[str, ...] = ()
    remedy = f"the header must be {','.join(columns)}"
    for record in records(path, text_of(path)):
        fields = tuple(unicodedata.normalize("NFC", field.strip()) for field in record.fields)
        if not header:
            header = fields
            if header != tuple(columns):
                said = ",".join(header)
                raise TableError(f'has the columns "{said}"', path=path, line=record.first, remedy=remedy)
            continue
        if len(fields) != len(header):
            raise TableError(
                f"has not {len(header)} columns but {len(fields)}",
                path=path,
                line=record.first,
                remedy='one field per column; put a field that holds a comma into "quotes"',
            )
        yield record.first, dict(zip(header, fields, strict=True))
    if not header:
        raise TableError("is empty", path=path, remedy=remedy)


def lines_of(text: str) -> list[str]:
    """The lines of a text with their ends, counted as the CSV reader counts them."""
    return io.StringIO(text, newline="").readlines()


def line_of(columns: Sequence[str], row: Mapping[str, str]) -> str:
    """A row as one line of CSV, without its end; columns that it does not name are empty."""
    out = io.StringIO()
    csv.DictWriter(out, columns, restval="", lineterminator="").writerow(row)
    return out.getvalue()


def with_lines(text: str, lines: Sequence[str]) -> str:
    """A table's text with lines (without their ends) after its last, ended as its first line is."""
    end = "\r\n" if lines_of(text)[:1] and lines_of(text)[0].endswith("\r\n") else "\n"
    gap = "" if not text or text.endswith("\n") else end
    return text + gap + "".join(f"{line}{end}" for line in lines)


def rewrite(path: Path, new: str, edit: Callable[[str], str]) -> None:
    """Put what `edit` makes of a table's text in its place, atomically.

    `new` is the text to begin with where there is no table. A new file beside it takes its name: a rename
    is atomic only within one file system. A byte order mark stays. Raises TableError when the table cannot
    be read or written.
    """
    text = text_of(path) if path.exists() else new
    fresh = edit(text)
    try:
        mark = _BOM if path.exists() and path.read_bytes().startswith(_BOM.encode()) else ""
        handle, name = tempfile.mkstemp(prefix=f".{path.name}.", dir=path.parent)
        try:
            with os.fdopen(handle, "w", encoding="utf-8", newline="") as file:
                file.write(mark + fresh)
                file.flush()
                os.fsync(file.fileno())
            Path(name).chmod(path.stat().st_mode & 0o777 if path.exists() else 0o644)
            Path(name).replace(path)
        except BaseException:
            Path(name).unlink(missing_ok=True)
            raise
    except OSError as problem:
        raise TableError(
            f"cannot be written: {problem.strerror}", path=path, remedy="check its rights and the disk"
        ) from problem
