"""`kg.tables`: CSV tables that people keep, read strictly."""

from __future__ import annotations

import csv
import io
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kg import tables
from kg.errors import TableError


@pytest.fixture
def path(tmp_path: Path) -> Path:
    """Where a table is."""
    return tmp_path / "t.csv"


def test_rows_come_with_the_line_they_begin_on(path: Path) -> None:
    """Blank lines are none; a quoted field may have several lines; blanks around values do not count."""
    path.write_bytes('\ufeffa,b\r\n\r\n1 ,"x\ny"\n,\n3,4'.encode())
    assert list(tables.rows(path, ("a", "b"))) == [(3, {"a": "1", "b": "x\ny"}), (6, {"a": "3", "b": "4"})]


def test_values_are_composed(path: Path) -> None:
    """A name typed with combining marks is the same name (NFC)."""
    path.write_text("a\nMu\u0308ller\n", "utf-8")
    assert list(tables.rows(path, ("a",))) == [(2, {"a": "Müller"})]


@pytest.mark.parametrize(
    ("content", "message"),
    [
        (b"", r"t\.csv: is empty — the header must be a,b"),
        (b"b,a\n", r't\.csv:1: has the columns "b,a" — the header must be a,b'),
        (b"a,b\n1,2\n1,2,3\n", r"t\.csv:3: has not 2 columns but 3"),
        (b'a,b\n1,2\n1,"x"y\n', r"t\.csv:3: is not CSV"),
        (b"a,b\nx,\xe4\n", r"t\.csv:2: is not UTF-8 — save it as CSV, UTF-8"),
    ],
)
def test_what_is_malformed_is_told_with_its_line(path: Path, content: bytes, message: str) -> None:
    """And with what to do."""
    path.write_bytes(content)
    with pytest.raises(TableError, match=message):
        list(tables.rows(path, ("a", "b")))


def test_a_table_that_is_not_there_cannot_be_read(path: Path) -> None:
    """The error names it."""
    with pytest.raises(TableError, match=r"t\.csv: cannot be read"):
        tables.text_of(path)


_FIELDS = st.lists(st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\0")), min_size=1)


@given(st.lists(_FIELDS, min_size=1))
def test_records_tell_where_they_begin(found: list[list[str]]) -> None:
    """What was written from that line on begins with the record; blank ones are left out."""
    out = io.StringIO(newline="")
    csv.writer(out, lineterminator="\n", quoting=csv.QUOTE_ALL).writerows(found)
    lines = io.StringIO(out.getvalue(), newline="").readlines()
    records = list(tables.records(Path("t.csv"), out.getvalue()))
    assert [fields for _, fields in records] == [f for f in found if any(x.strip() for x in f)]
    for line, fields in records:
        assert next(csv.reader(io.StringIO("".join(lines[line - 1 :]), newline=""))) == fields
