"""Tables of grants: a line for each recipient, or for each who pays, with its project and its sum.

Columns are parted by `|`, tabs or two spaces and more. The first line may tell which column holds the sums,
and their unit ("Zuschuss in Euro"); without such a line every sum must have its unit.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal

from kg.amounts import AmountSpan, find_amounts
from kg.dates import DateSpan
from kg.document import Document
from kg.facts.money import entry_at, phrase
from kg.facts.party_names import is_state, party
from kg.lexicon import Entry
from kg.mentions import Named, clean
from kg.model import Fact, Value
from kg.sentences import trim

_CELL = re.compile(r"(?:[^\s|]|[ \u00a0](?![ \u00a0|\t]))+")
_GAP = re.compile(r"[ \u00a0][ \u00a0|\t]|[^\S \u00a0]|\|")
_ODD_SPACE = re.compile(r"[^\S \n\r]")
_BULLET = re.compile(r"\s*(?:[-–•*·▪►]|\d{1,2}[.)])[ \t]")
_RULE = re.compile(r"[\s|:+=_-]+")
_UNIT = re.compile(r"\b(?:in|€|Euro|EUR|Tsd\.?|T€|Mio\.?)(?!\w)|€|\(", re.IGNORECASE)
_MONEY = frozenset({"Grant", "FunderVerb", "RecipientVerb", "ProgrammeWord", "KnownProgramme"})
_LEAD = 400  # characters before a table that tell what it is of


@dataclass(frozen=True, slots=True)
class Row:
    """One line of a table: offsets of the line and of its cells."""

    start: int
    end: int
    cells: tuple[tuple[int, int], ...]


@dataclass(frozen=True, slots=True)
class _Columns:
    """Which columns hold the sums and the shares (-1 for none), the heading of the sums, and their unit."""

    sums: int
    heading: str
    unit: str
    rates: int


def tables(text: str) -> list[list[Row]]:
    """Stretches of two and more lines of three cells, or of two that `|` or a tab parts."""
    if not ("|" in text or "  " in text or _ODD_SPACE.search(text)):
        return []  # nothing that parts columns
    found: list[list[Row]] = [[]]
    at = 0
    for line in text.splitlines(keepends=True):
        start, at = at, at + len(line)
        if not line.strip() or _BULLET.match(line):
            found.append([])
        elif not _RULE.fullmatch(line):
            if not _GAP.search(line.strip()):  # prose
                found.append([])
                continue
            cells = tuple(trim(text, start + m.start(), start + m.end()) for m in _CELL.finditer(line))
            if len(cells) > 2 or (len(cells) == 2 and ("|" in line or "\t" in line)):
                found[-1].append(Row(start, start + len(line.rstrip()), cells))
            else:
                found.append([])
    return [rows for rows in found if len(rows) > 1]


def rows_of(doc: Document) -> list[tuple[int, int]]:
    """Offsets of all lines that tables of grants are made of, in order: no sentences."""
    return [(row.start, row.end) for table in tables(doc.text) if _is_of_grants(doc, table) for row in table]


def grants(doc: Document, named: Sequence[Fact]) -> Iterator[Fact]:
    """Facts of kind funding, and project where a row names one, of all tables of grants."""
    for table in tables(doc.text):
        if _is_of_grants(doc, table):
            told = _told_of_all(doc, table, named)
            party_slot = "funder" if _is_of_givers(doc, table) else "recipient"
            columns = _Columns(*_column(doc, table[0]), _unit_before(doc, table[0]), _rates(doc, table[0]))
            for row in table:
                yield from _row(doc, row, columns, told, party_slot)


def _is_of_grants(doc: Document, table: list[Row]) -> bool:
    header = table[0]
    if _classes(doc, header.start, header.end) & _MONEY or _column(doc, header)[0] >= 0:
        return True
    return bool(_classes(doc, header.start - _LEAD, header.start) & _MONEY)


def _is_of_givers(doc: Document, table: list[Row]) -> bool:
    """Whether the first cells are of those who pay: by their heading, or since federation and land are."""
    if _GIVERS.search(doc.text, *table[0].cells[0]):
        return True
    named = [p for row in table if (p := _recipient(doc, *row.cells[0], named_only=True)) is not None]
    return len(named) > 1 and sum(is_state(p) for p in named) * 2 >= len(named)


def lists_givers(doc: Document, at: int) -> bool:
    """Whether the line above the list of an offset says that it tells who pays: "Wer zahlt was?"."""
    lowest = max(0, at - _LONGEST_LIST * _LEAD)
    end = doc.text.rfind("\n", lowest, at)
    for _ in range(_LONGEST_LIST):
        if end <= lowest:
            return False
        start = max(lowest, doc.text.rfind("\n", lowest, end) + 1)
        line = doc.text[start:end]
        if line.strip() and not _BULLET.match(line):
            return bool(_GIVERS.search(line[-_LEAD:]))
        end = start - 1
    return False


_LONGEST_LIST = 24
"""Lines of a list, with the blank ones between."""
_GIVERS = re.compile(
    r"\b(?:[Ww]er (?:zahlt|finanziert|gibt|trägt)|(?:Geld|Zuschuss|Förder(?:mittel)?|Mittel|Zuwendungs)geber"
    r"(?:in)?|Finanzier(?:ung|er)|Kostenträger|Beteiligte|Funder|Source)\b"
)


def _classes(doc: Document, start: int, end: int) -> set[str]:
    first, last = bisect_left(doc.outer.starts, max(0, start)), bisect_left(doc.outer.starts, end)
    return {c for i in range(first, last) if (entry := entry_at(doc, i)) is not None for c in entry.classes}


def _column(doc: Document, header: Row) -> tuple[int, str]:
    """Which column a header says to hold the grants, and its heading; (-1, "") where it does not."""
    for i, (start, end) in enumerate(header.cells):
        heading = doc.text[start:end]
        of_grants = "Grant" in _classes(doc, start, end) or phrase("Columns", heading)
        if of_grants and not find_amounts(heading):
            return i, heading
    return -1, ""


_LEAD_UNIT = re.compile(r"\bin\s((?:Tsd\.|Mio\.|Tausend|Millionen)?\s?(?:€|Euro|EUR))(?!\w)")


def _unit_before(doc: Document, header: Row) -> str:
    """The unit that the line before a table tells: "Die Zahlen im Einzelnen (in €):"."""
    found = list(_LEAD_UNIT.finditer(doc.text, max(0, header.start - 80), header.start))
    return found[-1][1] if found else ""


def _row(
    doc: Document, row: Row, columns: _Columns, told: dict[str, Value], party_slot: str
) -> Iterator[Fact]:
    cell = doc.text[slice(*row.cells[0])]
    towns = (
        not any(c.isdigit() for c in cell)
        and _TOWNS.search(doc.text, max(0, row.start - _LEAD), row.start) is not None
    )
    recipient = _recipient(doc, *row.cells[0], named_only=columns.sums < 1, towns=towns)
    amount = _amount(doc, row, columns.sums, columns.heading, columns.unit)
    if recipient is None or not recipient.name or amount is None:
        return
    told = {k: v for k, v in told.items() if k != party_slot}
    slots: dict[str, Value] = {
        party_slot: recipient.name,
        "amount": amount.value,
        "currency": amount.unit,
        "qualifier": amount.qualifier or "exact",
        **told,
    }
    evidence = (doc.evidence(row.start, row.end),)
    section = doc.section(row.start).kind
    slots |= _period(doc, row)
    if share := _share(doc, row) or _share_in(doc, row, columns.rates):
        slots["share"] = share
    resolved = dict.fromkeys(told, "by context: what is said of the whole table")
    yield Fact("funding", slots, evidence, section, rule="row-of-a-table", resolved=resolved)
    if title := next((_title(doc, v) for v in _values(doc, row) if _is_quoted(v)), ""):
        project: dict[str, Value] = {"name": title, "organization": recipient.name}
        if "programme" in told:
            project["programme"] = told["programme"]
        yield Fact("project", project, evidence, section, rule="row-of-a-table")


def _named_in(doc: Document, start: int, end: int) -> str:
    """The organisation that a heading names ("Bescheid des Bundes")."""
    first, last = bisect_left(doc.outer.starts, start), bisect_left(doc.outer.starts, end)
    return next((org.name for i in range(first, last) if (org := party(doc, i)) is not None), "")


_RATE = re.compile(r"\b(?:Förder(?:satz|quote)|Anteil|Quote)\b")


def _share(doc: Document, row: Row) -> Decimal | None:
    """The share of the costs that a row tells: "(Fördersatz 80 %)"."""
    shares = [v for v in _values(doc, row) if isinstance(v, AmountSpan) and v.unit == "%"]
    told = len(shares) == 1 and _RATE.search(doc.text, row.start, row.end)
    return shares[0].value / 100 if told else None


def _rates(doc: Document, header: Row) -> int:
    """Which column a header says to hold shares of the whole; -1 for none."""
    return next((i for i, cell in enumerate(header.cells) if _RATE.search(doc.text, *cell)), -1)


def _share_in(doc: Document, row: Row, column: int) -> Decimal | None:
    """The share in a column: "25 %"."""
    cell = doc.text[slice(*row.cells[column])] if 0 <= column < len(row.cells) else ""
    shares = [a for a in find_amounts(cell) if a.unit == "%"]
    return shares[0].value / 100 if len(shares) == 1 else None


_MONTHS = re.compile(r"\b(\d{1,2})[/.](\d{4})\s*(?:[-–—]|bis)\s*(\d{1,2})[/.](\d{4})\b")


def _period(doc: Document, row: Row) -> dict[str, Value]:
    """When a row says that its grant is paid: a range of dates, or of months as in "10/2020 – 12/2022"."""
    if found := _MONTHS.search(doc.text, row.start, row.end):
        return {
            "period_start": f"{found[2]}-{int(found[1]):02}",
            "period_end": f"{found[4]}-{int(found[3]):02}",
        }
    for value in _values(doc, row):
        if isinstance(value, DateSpan) and value.kind == "range" and value.first and value.last:
            return {"period_start": value.first, "period_end": value.last}
    return {}


def _is_sum(cell: str) -> bool:
    return bool(re.match(r"\W*(?:zusammen|gesamt|insgesamt|summe|total|\d)", cell, re.IGNORECASE))


_TOWNS = re.compile(r"\b(?:Gemeinden|Kommunen|Städten?|Ortsgemeinden|Landkreisen?|Kreisen?)\b")


def _recipient(doc: Document, start: int, end: int, *, named_only: bool, towns: bool = False) -> Named | None:
    """What the first cell names: an organisation or a town, else what it says where that may be enough.

    With `towns` any name is that of a town.
    """
    first, last = bisect_left(doc.outer.starts, start), bisect_left(doc.outer.starts, end)
    for i in range(first, last):
        if doc.outer.ends[i] == doc.outer.starts[i]:
            continue
        found = party(doc, i)
        value = doc.outer.values[i]
        if (
            found is None
            and isinstance(value, Entry)
            and "City" in doc.outer.alphabet.of(doc.outer.letters[i])
        ):
            return Named(
                "organization", value.base, *doc.outer.slice(i, i + 1), "town-of-row", "municipality"
            )
        if found is None and named_only and towns and "Name" in doc.outer.alphabet.of(doc.outer.letters[i]):
            name = clean(doc.text[start:end])
            return Named("organization", name, start, end, "town-of-row", "municipality", reference=True)
        if found is None and not named_only and not _is_sum(doc.text[start:end]):
            return Named("organization", clean(doc.text[start:end]), start, end, "first-cell", reference=True)
        return found
    return None


def _values(doc: Document, row: Row) -> list[object]:
    first, last = bisect_left(doc.outer.starts, row.start), bisect_left(doc.outer.starts, row.end)
    return doc.outer.values[first:last]


def _is_quoted(value: object) -> bool:
    return isinstance(value, tuple) and len(value) == 2 and isinstance(value[0], int)


def _title(doc: Document, value: object) -> str:
    assert isinstance(value, tuple)
    return clean(doc.text[value[0] : value[1]]).strip('„“”"»«‚‘›‹ ')


def _amount(doc: Document, row: Row, column: int, heading: str, lead: str = "") -> AmountSpan | None:
    """The sum of a row: in the column of grants, its unit there or in the heading; else its only sum."""
    if 0 <= column < len(row.cells):
        start, end = row.cells[column]
        if found := _money(doc.text[start:end]):
            return found
        unit = " ".join(m.group() for m in _UNIT.finditer(heading) if m.group() not in ("in", "("))
        unit = unit or lead
        digits = re.fullmatch(r"[\d.,]+", doc.text[start:end])
        return _money(f"{digits[0]} {unit}") if digits and unit else None
    found_all = [a for s, e in row.cells[1:] if (a := _money(doc.text[s:e])) is not None]
    return found_all[0] if len(found_all) == 1 else None


def _money(text: str) -> AmountSpan | None:
    text = text.replace("T€", "Tsd. €")
    return next((a for a in find_amounts(text) if a.unit != "%" and a.value >= Decimal(1)), None)


def _told_of_all(doc: Document, table: list[Row], named: Sequence[Fact]) -> dict[str, Value]:
    """Funder and programme of all rows: the publisher where it is a ministry, the programme told before."""
    told: dict[str, Value] = {}
    column = _column(doc, table[0])[0]
    if column >= 0 and (funder := _named_in(doc, *table[0].cells[column])):
        told["funder"] = funder
    elif doc.publisher is not None and doc.publisher.type == "ministry":
        told["funder"] = doc.publisher.name
    programmes = [f for f in named if f.kind == "programme"]
    before = [f for f in programmes if f.evidence[0].start < table[0].start]
    names = {str(f.slots["name"]) for f in programmes}
    if before:
        told["programme"] = max(before, key=lambda f: f.evidence[0].start).slots["name"]
    elif len(names) == 1:
        told["programme"] = names.pop()
    return told
