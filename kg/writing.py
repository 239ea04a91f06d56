"""Files that people keep, written by a program: atomically, and only in the lines that are meant.

`replace` puts a new text in the place of an old one; `records` tells which lines of a CSV table hold
which row, so that all others can stay as they are, byte for byte.
"""

from __future__ import annotations

import csv
import io
import os
import tempfile
from collections.abc import Callable, Iterator, Mapping, Sequence
from pathlib import Path

from kg.errors import InputError


def replace(path: Path, text: str, *, error: type[InputError] = InputError) -> None:
    """Write a file as a whole, or, on any error, leave it as it was; its rights stay.

    Folders above it are made. Raises `error`, naming the file, when it cannot be written.
    """
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        # Beside the file, since a rename is atomic only within one file system.
        handle, name = tempfile.mkstemp(prefix=f".{path.name}.", dir=path.parent)
        try:
            with os.fdopen(handle, "w", encoding="utf-8", newline="") as new:
                new.write(text)
                new.flush()
                os.fsync(new.fileno())
            Path(name).chmod(path.stat().st_mode & 0o777 if path.exists() else 0o644)
            Path(name).replace(path)
        except BaseException:
            Path(name).unlink(missing_ok=True)
            raise
    except OSError as problem:
        raise error(
            f"cannot be written: {problem.strerror}", path=path, remedy="check its rights and the disk"
        ) from problem


def records(text: str) -> Iterator[tuple[list[str], int, int]]:
    """The rows of a CSV table, blank ones too, each with its lines: the first, from 0, and the one behind it.

    Raises csv.Error where the table is malformed.
    """
    reader = csv.reader(io.StringIO(text, newline=""), strict=True)
    before = 0
    for fields in reader:
        start, before = before, reader.line_num
        yield fields, start, before


def without(text: str, is_out: Callable[[list[str], int], bool]) -> str:
    """A table's text without some rows, by their fields and first line (from 1); all else byte for byte.

    A last line without end has none again. Raises csv.Error where the table is malformed.
    """
    plain = text.removeprefix("\ufeff")
    lines = io.StringIO(plain, newline="").readlines()
    kept = [
        one
        for fields, start, end in records(plain)
        if not is_out(fields, start + 1)
        for one in lines[start:end]
    ]
    rest = text[: len(text) - len(plain)] + "".join(kept)
    return rest if rest == text or text.endswith("\n") else rest.removesuffix("\n").removesuffix("\r")


def line(header: Sequence[str], row: Mapping[str, str]) -> str:
    """One row as a line of CSV, without its end; columns that the row has not are left empty."""
    out = io.StringIO()
    csv.DictWriter(out, header, restval="", lineterminator="").writerow(row)
    return out.getvalue()
