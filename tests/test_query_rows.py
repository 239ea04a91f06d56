"""Results and their formats."""

from __future__ import annotations

import csv
import io
import json
from typing import Any
from xml.etree import ElementTree

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pyoxigraph import BlankNode, Literal, NamedNode, QueryResultsFormat, parse_query_results

from kg.errors import QueryError
from kg.query import FORMATS, Rows, Term, shown, write
from kg.query.rows import display_width
from kg.vocab import BASE, XSD

ANNA = NamedNode(f"{BASE}id/person/anna/kl")
ROWS = Rows(
    ("person", "personLabel", "role", "amount", "day", "ok", "n", "nothing"),
    (
        (
            ANNA,
            Literal("Anna | *A*\nB"),
            NamedNode(f"{BASE}id/role/cdo"),
            Literal("1234567890.12345678901", datatype=XSD["decimal"]),
            Literal("2024-05-06", datatype=XSD["date"]),
            Literal(True),
            Literal(7),
            None,
        ),
        (ANNA, Literal("Zoë 日本", language="de"), None, None, None, Literal(False), None, None),
    ),
)


def test_jsonl_is_plain_and_typed() -> None:
    """One object per row: numbers as numbers with all their digits, unbound keys absent."""
    first, second = write(ROWS, "jsonl").splitlines()
    assert json.loads(first, parse_float=str) == {
        "person": ANNA.value,
        "personLabel": "Anna | *A*\nB",
        "role": f"{BASE}id/role/cdo",
        "amount": "1234567890.12345678901",
        "day": "2024-05-06",
        "ok": True,
        "n": 7,
    }
    assert json.loads(second) == {"person": ANNA.value, "personLabel": "Zoë 日本", "ok": False}


def test_table_is_for_people() -> None:
    """Aligned by display width, no IRI beside its label, no empty column, no line break in a cell."""
    lines = write(ROWS, "table").splitlines()
    assert lines[0].split() == ["personLabel", "role", "amount", "day", "ok", "n"]
    assert lines[2].startswith("Anna | *A* B  role:cdo  1234567890.12345678901  2024-05-06  true   7")
    assert lines[3].startswith("Zoë 日本 ")
    assert display_width(lines[3][: lines[3].index("false")]) == lines[2].index("true")


def test_iri_stays_where_a_label_is_missing() -> None:
    """An IRI is left out only when every row has its label."""
    rows = Rows(("value", "valueLabel"), ((Literal("2015"), None), (ANNA, Literal("Anna"))))
    assert "2015" in write(rows, "table")
    assert "id/person/anna/kl" in write(rows, "table")


def test_table_without_rows_shows_its_columns() -> None:
    """No rows: the head alone."""
    assert write(Rows(("a", "b"), ()), "table").splitlines()[0] == "a  b"


def test_table_obeys_no_control_characters() -> None:
    """What a terminal would obey is shown as spaces."""
    assert "\x1b" not in write(Rows(("a",), ((Literal("x\x1b[2Jy"),),)), "table")


def test_markdown_is_escaped() -> None:
    """A cell cannot end its column or begin markup."""
    text = write(ROWS, "md")
    assert r"Anna \| \*A\* B" in text
    assert text.splitlines()[1] == "| --- | --- | --- | --- | --- | --- |"


def test_csv_and_xml() -> None:
    """The standard formats have every column, and parse."""
    table = list(csv.reader(io.StringIO(write(ROWS, "csv"), newline="")))
    assert table[0] == list(ROWS.columns)
    assert table[1][1] == "Anna | *A*\nB"
    assert ElementTree.fromstring(write(ROWS, "xml")).tag.endswith("sparql")


def test_unknown_format_names_the_known() -> None:
    """Another format is refused, with the choices."""
    with pytest.raises(QueryError, match="jsonl"):
        write(ROWS, "yaml")


def test_terms_are_shown_short() -> None:
    """Our IRIs and known prefixes are shortened, others not."""
    assert shown(NamedNode("http://www.w3.org/ns/org#Post")) == "org:Post"
    assert shown(NamedNode("http://www.w3.org/ns/org#a/b")) == "http://www.w3.org/ns/org#a/b"
    assert shown(NamedNode("http://example.org/a")) == "http://example.org/a"
    assert shown(None) == ""


TEXT = st.text(
    st.characters(codec="utf-8", exclude_characters="\x00\ufffe\uffff", exclude_categories=("Cs",))
)
TERMS: st.SearchStrategy[Term | None] = st.one_of(
    st.none(),
    TEXT.map(Literal),
    TEXT.map(lambda text: Literal(text, language="de")),
    st.integers().map(lambda n: Literal(str(n), datatype=XSD["integer"])),
    st.integers(0, 9).map(lambda n: NamedNode(f"http://example.org/{n}")),
    st.integers(0, 9).map(lambda n: BlankNode(f"b{n}")),
)


@given(st.lists(st.tuples(TERMS, TERMS), max_size=4))
def test_standard_json_round_trips(found: list[tuple[Any, Any]]) -> None:
    """The JSON results say the same terms when read again; every format can write them."""
    rows = Rows(("a", "b"), tuple(found))
    again = parse_query_results(write(rows, "json"), format=QueryResultsFormat.JSON)
    assert [(row["a"], row["b"]) for row in again] == found
    for format in FORMATS:
        assert write(rows, format).endswith("\n") or (format == "jsonl" and not found)
