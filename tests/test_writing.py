"""`kg.writing`: files that people keep are written wholly or not at all, and only in the lines meant."""

from __future__ import annotations

import csv
import io
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kg import writing
from kg.errors import TableError


def test_a_file_is_replaced_as_a_whole_and_keeps_its_rights(tmp_path: Path) -> None:
    """Nothing is left beside it."""
    path = tmp_path / "t.csv"
    path.write_text("alt", "utf-8")
    path.chmod(0o640)
    writing.replace(path, "neu\r\n")
    assert path.read_bytes() == b"neu\r\n"
    assert path.stat().st_mode & 0o777 == 0o640
    assert [entry.name for entry in tmp_path.iterdir()] == ["t.csv"]


def test_folders_are_made(tmp_path: Path) -> None:
    """A first judgement, a first entry."""
    writing.replace(tmp_path / "data" / "t.csv", "x")
    assert (tmp_path / "data" / "t.csv").read_text() == "x"


def test_what_cannot_be_written_stays_and_is_told(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The old text is there, no half of the new one is, and the error names the file."""
    path = tmp_path / "t.csv"
    path.write_text("alt", "utf-8")

    def full(_: int) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(writing.os, "fsync", full)
    with pytest.raises(TableError, match=r"t\.csv: cannot be written: No space left"):
        writing.replace(path, "neu", error=TableError)
    assert path.read_text("utf-8") == "alt"
    assert [entry.name for entry in tmp_path.iterdir()] == ["t.csv"]


FIELDS = st.lists(st.text("ab,\"\n\r '", max_size=5), min_size=1, max_size=4).filter(lambda row: row != [""])


@given(st.lists(FIELDS, max_size=6), st.sampled_from(["\n", "\r\n"]))
def test_records_tell_the_lines_of_each_row(rows: list[list[str]], end: str) -> None:
    """Together they are all lines of the text, in order; the fields are those of the csv module."""
    out = io.StringIO()
    csv.writer(out, lineterminator=end, quoting=csv.QUOTE_ALL).writerows(rows)
    text = out.getvalue()
    found = list(writing.records(text))
    assert [fields for fields, _, _ in found] == rows
    lines = io.StringIO(text, newline="").readlines()
    assert "".join(line for _, start, stop in found for line in lines[start:stop]) == text


def test_a_row_is_written_with_the_quotes_it_needs() -> None:
    """Columns that it has not are empty."""
    assert writing.line(("a", "b", "c"), {"a": 'x, "y"', "c": "z"}) == '"x, ""y""",,z'
