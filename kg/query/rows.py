"""Results, and how they are written: the SPARQL 1.1 formats, tables, Markdown and JSON lines."""

from __future__ import annotations

import json
import re
import unicodedata
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from pyoxigraph import BlankNode, Literal, NamedNode, QueryResultsFormat, Triple, parse_query_results

from kg.errors import QueryError
from kg.vocab import BASE, PREFIXES, XSD

Term = NamedNode | BlankNode | Literal | Triple
FORMATS = ("table", "csv", "tsv", "json", "jsonl", "md", "xml")
_STANDARD = {
    "csv": QueryResultsFormat.CSV,
    "tsv": QueryResultsFormat.TSV,
    "json": QueryResultsFormat.JSON,
    "xml": QueryResultsFormat.XML,
}
_INTEGERS = ("integer", "int", "long", "short", "byte", "nonNegativeInteger", "positiveInteger")
_LOCAL = re.compile(r"[\w][\w.-]*")


@dataclass(frozen=True, slots=True)
class Rows:
    """Rows of a result: RDF terms, None where unbound, and what the user should know about them.

    `evidence` names the column whose entities have sources; "" where there is none.
    """

    columns: tuple[str, ...]
    rows: tuple[tuple[Term | None, ...], ...]
    notes: tuple[str, ...] = ()
    evidence: str = ""

    def column(self, name: str) -> list[Term | None]:
        """The terms of one column. Raises ValueError when there is no such column."""
        at = self.columns.index(name)
        return [row[at] for row in self.rows]

    def plain(self) -> list[dict[str, Any]]:
        """One dict per row of plain values (str, int, Decimal, float, bool); unbound keys are absent."""
        return [
            {name: plain(term) for name, term in zip(self.columns, row, strict=True) if term is not None}
            for row in self.rows
        ]


def write(rows: Rows, format: str = "table") -> str:
    """Rows in one of `FORMATS`, as text that ends with a line break. Raises QueryError for another."""
    if format in _STANDARD:
        text = _standard(rows, _STANDARD[format])
        return text if text.endswith("\n") else text + "\n"
    writers: dict[str, Callable[[Rows], str]] = {"table": _table, "jsonl": _jsonl, "md": _markdown}
    if format not in writers:
        raise QueryError(f"“{format}” is no format — there are {', '.join(FORMATS)}")
    return writers[format](rows)


def plain(term: Term) -> Any:
    """A term as a plain value: numbers and booleans typed, all else its text."""
    if isinstance(term, Triple):
        return str(term)
    if not isinstance(term, Literal):
        return term.value if isinstance(term, NamedNode) else f"_:{term.value}"
    kind = term.datatype.value.removeprefix(PREFIXES["xsd"])
    try:
        if kind in _INTEGERS:
            return int(term.value)
        if kind == "decimal":
            return Decimal(term.value)
        if kind in ("double", "float"):
            return float(term.value)
    except (ValueError, ArithmeticError):
        return term.value  # ill-typed in the data: as written
    return term.value in ("true", "1") if kind == "boolean" else term.value


def _standard(rows: Rows, format: QueryResultsFormat) -> str:
    head = {"vars": list(rows.columns)}
    bindings = [
        {name: _json_term(term) for name, term in zip(rows.columns, row, strict=True) if term is not None}
        for row in rows.rows
    ]
    document = json.dumps({"head": head, "results": {"bindings": bindings}})
    made = parse_query_results(document, format=QueryResultsFormat.JSON)
    return (made.serialize(format=format) or b"").decode("utf-8")


def _json_term(term: Term) -> dict[str, Any]:
    if isinstance(term, NamedNode):
        return {"type": "uri", "value": term.value}
    if isinstance(term, BlankNode):
        return {"type": "bnode", "value": term.value}
    if isinstance(term, Triple):
        parts = {"subject": term.subject, "predicate": term.predicate, "object": term.object}
        return {"type": "triple", "value": {name: _json_term(part) for name, part in parts.items()}}
    found = {"type": "literal", "value": term.value}
    if term.language:
        return found | {"xml:lang": term.language}
    return found if term.datatype == XSD["string"] else found | {"datatype": term.datatype.value}


def _jsonl(rows: Rows) -> str:
    return "".join(f"{_json(row)}\n" for row in rows.plain())


def _json(value: Any) -> str:
    """JSON on one line; decimals keep all their digits, which `float` would lose."""
    if isinstance(value, dict):
        return "{" + ", ".join(f"{_json(k)}: {_json(v)}" for k, v in value.items()) + "}"
    return f"{value:f}" if isinstance(value, Decimal) else json.dumps(value, ensure_ascii=False)


def shown(term: Term | None) -> str:
    """A term for people: IRIs shortened with our prefixes, literals as their text, unbound empty."""
    if term is None:
        return ""
    if isinstance(term, NamedNode):
        return compact(term.value)
    return term.value if isinstance(term, Literal) else str(term)


def compact(iri: str) -> str:
    """An IRI with the longest of our prefixes that leaves a plain local name; ours from "id/" on."""
    fitting = [
        (len(base), prefix, iri[len(base) :])
        for prefix, base in PREFIXES.items()
        if iri.startswith(base) and _LOCAL.fullmatch(iri, len(base))
    ]
    if not fitting:
        return iri.removeprefix(BASE) if iri.startswith(f"{BASE}id/") else iri
    _, prefix, local = max(fitting)
    return f"{prefix}:{local}"


def readable(rows: Rows) -> tuple[list[str], list[list[str]]]:
    """Head and cells for people.

    Left out are columns that are empty in every row, IRIs whose label stands in a column of its own,
    and the column that only leads to the evidence; all other formats have every column.
    """
    at = for_people(rows)
    cells = [[one_line(shown(row[i])) for i in at] for row in rows.rows]
    return [rows.columns[i] for i in at], cells


def for_people(rows: Rows) -> list[int]:
    """Positions of the columns that `readable` keeps."""
    return [i for i, name in enumerate(rows.columns) if not rows.rows or not _needless(rows, name)]


def _needless(rows: Rows, name: str) -> bool:
    found = rows.column(name)
    if name == rows.evidence or all(term is None for term in found):
        return True
    if f"{name}Label" not in rows.columns:
        return False
    labels = rows.column(f"{name}Label")
    return all(term is None or label is not None for term, label in zip(found, labels, strict=True))


def one_line(text: str) -> str:
    """Control characters (a terminal would obey them) and line breaks become spaces."""
    return " ".join("".join(" " if unicodedata.category(c) in ("Cc", "Cf") else c for c in text).split())


WIDEST = 60
"""Columns of a terminal that a text in a cell of a table may take; the other formats cut nothing."""


def _cut(cell: str) -> str:
    """A text cut to the width of a cell; an IRI stays whole, as it is there to be copied."""
    return cell if len(cell) <= WIDEST or " " not in cell else cell[: WIDEST - 1].rstrip() + "…"


def _table(rows: Rows) -> str:
    head, uncut = readable(rows)
    cells = [[_cut(cell) for cell in row] for row in uncut]
    widths = [max(map(display_width, column)) for column in zip(head, *cells, strict=True)]
    lines = [_aligned(head, widths), _aligned(["─" * w for w in widths], widths)]
    return "".join(f"{line}\n" for line in (*lines, *(_aligned(row, widths) for row in cells)))


def _aligned(cells: Iterable[str], widths: Sequence[int]) -> str:
    padded = (c + " " * (w - display_width(c)) for c, w in zip(cells, widths, strict=True))
    return "  ".join(padded).rstrip()


def display_width(text: str) -> int:
    """Columns a text takes in a terminal: wide characters two, combining ones none."""
    return sum(
        0 if unicodedata.combining(c) else 2 if unicodedata.east_asian_width(c) in "WF" else 1 for c in text
    )


def _markdown(rows: Rows) -> str:
    head, cells = readable(rows)
    lines = [head, ["---"] * len(head), *cells]
    return "".join(f"| {' | '.join(_escaped(line))} |\n" for line in lines)


def _escaped(cells: Iterable[str]) -> Iterator[str]:
    for cell in cells:
        yield re.sub(r"([\\|`*_<>\[\]])", r"\\\1", cell)
