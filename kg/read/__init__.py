"""Files of releases and the steward's table: bytes in, `Release` out, nothing guessed.

What a file is its content tells, not its name. Of plain text and Markdown evidence counts code points of
the text exactly as decoded: no newline is translated, a byte order mark of a UTF-8 file stays the first
character. Of a web page and a PDF it counts those of the text as extracted, which the same bytes and the
same version of the program always give. What cannot be read without guessing is refused, with the place
and the remedy.

    plain      text and Markdown         files    which files are releases, under which keys
    html       web pages                 table    releases.csv
    pdf        PDF files                 formats  which of the three a file is
"""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from pathlib import Path

from kg.errors import ReadError
from kg.model import Release
from kg.read.files import check_keys, find_releases, release_key
from kg.read.formats import Content, content, libraries
from kg.read.table import COLUMNS, read_table, row_of

__all__ = [
    "COLUMNS", "MAX_BYTES", "Content", "as_release", "check_file", "check_keys", "content", "find_releases",
    "libraries", "read_release", "read_table", "release_key", "row_of",
]  # fmt: skip

MAX_BYTES = 64_000_000
"""Of a longer file nothing is looked at; a PDF with pictures may come near it."""


def read_release(path: Path, stated: Mapping[str, str] | None = None) -> Release:
    """The release in a file: text, Markdown, a web page or a PDF.

    `stated` is the file's row of `releases.csv`, as `read_table` gives it. Raises ReadError when the
    file is missing, unreadable, in another format or encoding, broken, without text or too large.
    """
    _check_name(path)
    row = {column: value for column, value in (stated or {}).items() if value}
    return as_release(_bytes(path), path, row)


def as_release(data: bytes, path: Path, row: Mapping[str, str]) -> Release:
    """The release in the bytes of a file; `path` gives its name, `row` what a steward states of it."""
    found = content(data, path)
    return Release(
        key=release_key(path, row),
        file=path.name,
        text=found.text,
        sha256=hashlib.sha256(found.text.encode("utf-8")).hexdigest(),
        stated={column: value for column, value in row.items() if column not in ("file", "key")},
        metadata=found.metadata,
    )


def check_file(path: Path) -> None:
    """Raise ReadError for what cannot be a release whatever is in it, before anything is read.

    A pipe or device may never end, and can be read only once; a name that is no text names no key.
    """
    _check_name(path)
    if path.exists() and not path.is_file():
        raise ReadError("is no regular file", path=path, remedy="save what it gives to a file")


def _check_name(path: Path) -> None:
    try:
        path.name.encode("utf-8")
    except UnicodeEncodeError as error:
        raise ReadError("has a name that is not UTF-8", path=ascii(str(path)), remedy="rename it") from error


def _bytes(path: Path) -> bytes:
    if path.is_dir():
        raise ReadError("is a folder, not a file", path=path, remedy="name the files in it")
    try:
        with path.open("rb") as file:
            data = file.read(MAX_BYTES + 1)
    except FileNotFoundError as error:
        raise ReadError("there is no such file", path=path, remedy="check the path") from error
    except OSError as error:
        raise ReadError(f"cannot be read: {error.strerror}", path=path, remedy="check its rights") from error
    if len(data) > MAX_BYTES:
        raise ReadError(
            f"is larger than {MAX_BYTES // 1_000_000} MB", path=path, remedy="give one release per file"
        )
    return data
