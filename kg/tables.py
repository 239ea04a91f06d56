"""CSV tables that people keep beside the releases, read strictly. `kg.writing` writes them."""

from __future__ import annotations

import csv
import io
import unicodedata
from collections.abc import Iterator, Sequence
from pathlib import Path

from kg.errors import TableError


def text_of(path: Path) -> str:
    """A table's text, its byte order mark included. Raises TableError when it cannot be read, is no UTF-8."""
    try:
        return path.read_bytes().decode("utf-8")
    except UnicodeDecodeError as error:
        line = error.object.count(b"\n", 0, error.start) + 1
        raise TableError("is not UTF-8", path=path, line=line, remedy="save it as CSV, UTF-8") from error
    except OSError as error:
        raise TableError(f"cannot be read: {error.strerror}", path=path, remedy="check the path") from error


def records(path: Path, text: str) -> Iterator[tuple[int, list[str]]]:
    """The records of a table's text that hold anything, each with its first line, from 1.

    Raises TableError, with the line, for broken CSV.
    """
    reader = csv.reader(io.StringIO(text.removeprefix("\ufeff"), newline=""), strict=True)
    before = 0
    try:
        for fields in reader:
            line, before = before + 1, reader.line_num
            if any(field.strip() for field in fields):
                yield line, fields
    except csv.Error as error:
        remedy = 'put a field that holds a comma or a quote into "quotes", and double a quote inside ("")'
        raise TableError(f"is not CSV: {error}", path=path, line=before + 1, remedy=remedy) from error


def rows(path: Path, columns: Sequence[str], text: str | None = None) -> Iterator[tuple[int, dict[str, str]]]:
    """The rows of a table by column, without blanks around values (NFC), each with the line it begins on.

    `text` is what is to stand in the file, where that is not what stands there now. Raises TableError for
    broken CSV, for other columns than these, and for a row of another length.
    """
    header: tuple[str, ...] = ()
    remedy = f"the header must be {','.join(columns)}"
    for line, written in records(path, text_of(path) if text is None else text):
        fields = tuple(unicodedata.normalize("NFC", field.strip()) for field in written)
        if not header:
            header = fields
            if header != tuple(columns):
                said = ",".join(header)
                raise TableError(f'has the columns "{said}"', path=path, line=line, remedy=remedy)
            continue
        if len(fields) != len(header):
            raise TableError(
                f"has not {len(header)} columns but {len(fields)}",
                path=path,
                line=line,
                remedy='one field per column; put a field that holds a comma into "quotes"',
            )
        yield line, dict(zip(header, fields, strict=True))
    if not header:
        raise TableError("is empty", path=path, remedy=remedy)
