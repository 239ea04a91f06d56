"""The lines of a page in the order in which they are read: one column after the other.

A page is rows of pieces. Where rows have a gap at the same place and there is prose on both sides, it has
columns; prose with short lines beside it has something in the margin, which is no part of the text's flow.
Other gaps (a table, a date on the right) are gaps within a line.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise
from statistics import median

from kg.layout import CONTACT
from kg.read.pdfium import Piece

_GAP = "   "
"""Between pieces of one line that stand apart: `kg.letterhead` parts lines there."""

_PROSE = 30  # letters of a line of prose, in the median; columns are narrow
_COLUMN = 18
_ROWS = 3  # rows that a column has at least
_FAR = 2.5  # heights of a line: a wider gap between rows ends a column


@dataclass(frozen=True, slots=True)
class Line:
    """A line of a column: its text, where it begins and ends, its baseline and height.

    column   number of the column on its page; -1 for the margin
    apart    whether it has wide gaps
    """

    text: str
    x0: float
    x1: float
    y: float
    height: float
    column: int
    page: int = 0
    apart: bool = False


Row = list[Piece]


def rows(pieces: Iterable[Piece]) -> list[Row]:
    """Pieces by rows from top to bottom, each from left to right."""
    found: list[Row] = []
    for piece in sorted(pieces, key=lambda p: (-p.y, p.x0)):
        if found and abs(found[-1][0].y - piece.y) < 0.35 * min(found[-1][0].height, piece.height):
            found[-1].append(piece)
        else:
            found.append([piece])
    return [sorted(row, key=lambda p: p.x0) for row in found]


def text_of(row: Row) -> str:
    """A row on one line; what overlaps or touches is one word."""
    text, last = "", None
    for piece in row:
        if last is not None:
            gap = piece.x0 - last.x1
            text += _GAP if gap > 1.5 * piece.height else " " if gap > 0.12 * piece.height else ""
        text, last = text + piece.text, piece
    return text


def lines(page: Sequence[Row], number: int = 0) -> list[Line]:
    """The lines of a page in reading order, those in its margins last."""
    parts = list(_parts(list(page)))
    flow = [part for part, margin in parts if not margin]
    margins = [part for part, margin in parts if margin]
    return [
        *(line for i, part in enumerate(flow) for line in _lines(part, i, number)),
        *(line for part in margins for line in _lines(part, -1, number)),
    ]


def _lines(part: list[Row], column: int, page: int) -> Iterator[Line]:
    left, right = min(row[0].x0 for row in part), max(row[-1].x1 for row in part)
    for row in part:
        words = _stretched(row, left, right) or text_of(row)
        height = max(row, key=lambda p: len(p.text)).height
        yield Line(words, row[0].x0, row[-1].x1, row[0].y, height, column, page, _GAP in words)


def _stretched(row: Row, left: float, right: float) -> str:
    """The words of a line that was drawn out to both margins by equal gaps; "" for another."""
    gaps = [(b.x0 - a.x1) / b.height for a, b in pairwise(row)]
    fills = abs(row[0].x0 - left) < 2 and abs(row[-1].x1 - right) < 2
    if not (fills and gaps and 0 < max(gaps) < min(4, 1.5 * min(gaps))):
        return ""
    return " ".join(piece.text for piece in row)


def _parts(page: list[Row]) -> Iterator[tuple[list[Row], bool]]:
    """Stretches of rows without columns, in reading order, each with whether it is margin."""
    if not page:
        return
    split = _split(page)
    if split is None:
        yield page, False
        return
    first, last, gutter, margin = split
    band = page[first:last]
    left = [row for row in ([p for p in row if p.x1 <= gutter] for row in band) if row]
    right = [row for row in ([p for p in row if p.x1 > gutter] for row in band) if row]
    if first:
        yield from _parts(page[:first])
    yield from ((part, inner or margin == "left") for part, inner in _parts(left))
    yield from ((part, inner or margin == "right") for part, inner in _parts(right))
    if last < len(page):
        yield from _parts(page[last:])


def _split(page: list[Row]) -> tuple[int, int, float, str] | None:
    """The longest band of rows with a gutter: its first and last row (exclusive), where the gutter begins,
    and which side is margin ("" where both are text)."""
    starts = sorted({round(p.x0) for row in page for p in row})
    best: tuple[int, int, int, float, str] | None = None
    for start in starts[1:]:
        for first, last in _bands(page, start):
            band = page[first:last]
            left = [p for row in band for p in row if p.x1 <= start - 0.5]
            right = [p for row in band for p in row if p.x0 >= start - 1]
            kind = _kind(left, right)
            if kind is not None and (best is None or len(left) + len(right) > best[0]):
                best = len(left) + len(right), first, last, max(p.x1 for p in left), kind
    return None if best is None else (best[1], best[2], best[3] + 0.1, best[4])


def _bands(page: list[Row], start: int) -> Iterator[tuple[int, int]]:
    """Stretches of rows of which none crosses a place, and some begin something there."""
    first: int | None = None
    for i in range(len(page) + 1):
        row = page[i] if i < len(page) else None
        crossed = row is None or any(p.x0 < start - 1 and p.x1 > start - 0.5 for p in row)
        far = first is not None and row is not None and page[i - 1][0].y - row[0].y > _FAR * row[0].height
        if first is not None and (crossed or far):
            begin = next((j for j in range(first, i) if page[j][-1].x0 >= start - 1), None)
            if begin is not None:
                yield begin, i
            first = None
        if first is None and not crossed:
            first = i


def _kind(left: Sequence[Piece], right: Sequence[Piece]) -> str | None:
    """What two sides are: two columns (""), text with a margin ("left", "right"), or neither (None)."""
    if min(len(left), len(right)) < _ROWS:
        return None
    sizes = [median(len(p.text) for p in side) for side in (left, right)]
    if min(sizes) >= _COLUMN:
        return ""
    if max(sizes) < _PROSE:
        return None
    short, long, name = (left, right, "left") if sizes[0] < sizes[1] else (right, left, "right")
    beside = sum(any(abs(p.y - q.y) < 0.3 * p.height for q in long) for p in short)
    contact = name == "right" and any(CONTACT.search(p.text) for p in short)
    return name if contact or beside < 0.5 * len(short) else None
