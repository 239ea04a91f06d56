"""Files of releases and the steward's table: bytes in, `Release` out, nothing guessed.

Evidence counts code points of the text exactly as decoded: no newline is translated, a byte order mark
of a UTF-8 file stays the first character. Of HTML and PDF it is the text as extracted (`kg.formats`). What
cannot be read without guessing is refused, with the place and the remedy.
"""

from __future__ import annotations

import csv
import hashlib
import io
import re
import unicodedata
from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from pathlib import Path

from kg import formats
from kg.errors import InputError, KeyCollisionError, ReadError, TableError
from kg.model import Release

COLUMNS = ("file", "key", "issued", "title", "publisher", "url", "licence", "status", "reason")
"""Columns of `releases.csv`."""

MAX_CHARACTERS = 5_000_000
"""A longer text is refused: it is no press release, and every later step would suffer."""

_SUFFIXES = (".txt", ".md", *formats.SUFFIXES)
_MAX_BYTES = 4 * MAX_CHARACTERS  # no encoding that is read needs more per character
_MAGIC = {
    b"PK\x03\x04": ("a ZIP archive (DOCX, ODT, EPUB are such)", "save it as plain text (UTF-8)"),
    b"\xd0\xcf\x11\xe0": ("an old Office document", "save it as plain text (UTF-8)"),
    b"{\\rtf": ("an RTF document", "save it as plain text (UTF-8)"),
    b"\x89PNG": ("a PNG image", "give the text of the release"),
    b"\xff\xd8\xff": ("a JPEG image", "give the text of the release"),
    b"GIF8": ("a GIF image", "give the text of the release"),
    b"\x1f\x8b": ("compressed with gzip", "unpack it first: gunzip {0}"),
}
# The mark of UTF-32 begins like that of UTF-16, so it comes first.
_MARKS = {
    b"\xff\xfe\x00\x00": "utf-32",
    b"\x00\x00\xfe\xff": "utf-32",
    b"\xff\xfe": "utf-16",
    b"\xfe\xff": "utf-16",
}
_STATUS = ("", "active", "retracted")
_URL = re.compile(r"https?://[^\s<>\"{}|\\^`]+")
_ISSUED = re.compile(r"(\d{4})(?:-Q[1-4]|-(\d\d)(?:-(\d\d))?)?", re.ASCII)


def read_release(path: Path, stated: Mapping[str, str] | None = None) -> Release:
    """The release in a file: text or Markdown (UTF-8, or UTF-16 and UTF-32 with a mark), HTML, or PDF.

    The content tells which (`kg.formats`). `stated` is the file's row of `releases.csv`, as `read_table`
    gives it. Raises ReadError when the file is missing, unreadable, binary, in another encoding, empty or
    too large.
    """
    _check_name(path)
    row = {column: value for column, value in (stated or {}).items() if value}
    return as_release(_bytes(path), path, row)


def as_release(data: bytes, path: Path, row: Mapping[str, str]) -> Release:
    """The release in the bytes of a file; `path` gives its name, `row` what a steward states of it."""
    form = formats.format_of(data, path.suffix)
    found = formats.Extracted(decode(data, path)) if form is None else formats.extracted(data, form, path)
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


def decode(data: bytes, path: Path | str) -> str:
    """The text of a release's bytes; `path` only names it in the ReadError."""
    for magic, (what, remedy) in _MAGIC.items():
        if data.startswith(magic):
            target = Path(path).with_suffix(".txt").name
            raise ReadError(f"is {what}, not text", path=path, remedy=remedy.format(path, target))
    encoding = next((name for mark, name in _MARKS.items() if data.startswith(mark)), "utf-8")
    if encoding == "utf-8" and b"\0" in data:
        raise ReadError("is binary: it holds NUL bytes", path=path, remedy="give plain text (UTF-8)")
    try:
        text = data.decode(encoding)
    except UnicodeDecodeError as error:
        raise _undecodable(data, encoding, error, path) from error
    if not text.strip(" \t\r\n\f\v\ufeff\u200b\u00a0"):
        raise ReadError("is empty", path=path, remedy="remove it, or put the release's text into it")
    if len(text) > MAX_CHARACTERS:
        raise _too_large(path)
    return text


def release_key(path: Path, stated: Mapping[str, str] | None = None) -> str:
    """A release's key: what `releases.csv` states, else the file's stem (NFC, whatever the disk has)."""
    return (stated or {}).get("key") or unicodedata.normalize("NFC", path.stem)


def check_keys(
    paths: Iterable[Path], table: Mapping[str, Mapping[str, str]] | None = None
) -> dict[str, Path]:
    """The files by key. Raises KeyCollisionError when two claim the same."""
    found: dict[str, Path] = {}
    for path in paths:
        key = release_key(path, row_of(path, table))
        if key in found:
            raise KeyCollisionError(
                f"has the same key {key!r} as {found[key]}",
                path=path,
                remedy="rename one of them, or give it a key in releases.csv",
            )
        found[key] = path
    return found


def row_of(path: Path, table: Mapping[str, Mapping[str, str]] | None) -> Mapping[str, str]:
    """The row of a file in the steward's table; empty where it has none."""
    return (table or {}).get(unicodedata.normalize("NFC", path.name), {})


def find_releases(paths: Sequence[Path]) -> list[Path]:
    """The release files in folders (text, Markdown, HTML, PDF by the end of their names; not recursive) and
    those named, sorted by name.

    Hidden files and a README are no releases. Raises InputError for a path that does not exist and for
    a folder without releases.
    """
    found: dict[Path, Path] = {}
    for path in paths:
        files = _in_folder(path) if path.is_dir() else [path]
        for file in files:
            if not file.exists():
                raise InputError("there is no such file or folder", path=file, remedy="check the path")
            found.setdefault(file.resolve(), file)
    return sorted(found.values(), key=lambda file: (file.name, str(file)))


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


# -- files -----------------------------------------------------------------------------------------


def _in_folder(folder: Path) -> list[Path]:
    try:
        files = [
            file
            for file in folder.iterdir()
            if file.suffix.lower() in _SUFFIXES
            and not file.name.startswith(".")
            and file.stem.lower() != "readme"
            and file.is_file()
        ]
    except OSError as error:
        raise ReadError(
            f"cannot be listed: {error.strerror}", path=folder, remedy="check its rights"
        ) from error
    if not files:
        raise InputError(
            "holds no releases",
            path=folder,
            remedy="put releases into it as *.txt, *.md (UTF-8), *.html or *.pdf, or name another folder",
        )
    return files


def _bytes(path: Path) -> bytes:
    if path.is_dir():
        raise ReadError("is a folder, not a file", path=path, remedy="name the files in it")
    try:
        with path.open("rb") as file:
            data = file.read(_MAX_BYTES + 1)
    except FileNotFoundError as error:
        raise ReadError("there is no such file", path=path, remedy="check the path") from error
    except OSError as error:
        raise ReadError(f"cannot be read: {error.strerror}", path=path, remedy="check its rights") from error
    if len(data) > _MAX_BYTES:
        raise _too_large(path)
    return data


def _too_large(path: Path | str) -> ReadError:
    return ReadError(
        f"is longer than {MAX_CHARACTERS:,} characters", path=path, remedy="give one release per file"
    )


def _undecodable(data: bytes, encoding: str, error: UnicodeDecodeError, path: Path | str) -> ReadError:
    line = data.count(b"\n", 0, error.start) + 1 if encoding == "utf-8" else None
    message = f"is not {encoding.upper()}: byte 0x{data[error.start]:02x} at position {error.start}"
    remedy = "save it as UTF-8"
    if encoding == "utf-8":
        target = Path(path).with_suffix(".utf8.txt").name
        remedy = f"if it is Windows or Latin-1 text: iconv -f WINDOWS-1252 -t UTF-8 {path} > {target}"
    return ReadError(message, path=path, line=line, remedy=remedy)


# -- the table -------------------------------------------------------------------------------------


def _records(path: Path) -> Iterable[tuple[int, dict[str, str]]]:
    """Rows with their line numbers, as many fields in each as there are columns."""
    reader = csv.reader(io.StringIO(_table_text(path), newline=""), strict=True)
    header: list[str] = []
    try:
        for fields in reader:
            if not any(field.strip() for field in fields):
                continue
            line = reader.line_num - sum(field.count("\n") for field in fields)
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
    except csv.Error as error:
        raise TableError(
            f"is not CSV: {error}",
            path=path,
            line=reader.line_num,
            remedy='double a quote inside quotes ("")',
        ) from error
    if not header:
        raise TableError("is empty", path=path, remedy=f"give it the header {','.join(COLUMNS)}")


def _table_text(path: Path) -> str:
    try:
        return path.read_bytes().decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = error.object.count(b"\n", 0, error.start) + 1
        raise TableError("is not UTF-8", path=path, line=line, remedy="save it as CSV, UTF-8") from error
    except OSError as error:
        raise TableError(f"cannot be read: {error.strerror}", path=path, remedy="check the path") from error


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
