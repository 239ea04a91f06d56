"""The lines of a page in the order in which they are read: one column after the other.

A page is rows of pieces. Where rows have a gap at the same place and there is prose on both sides, it has
columns; prose with short lines beside it has something in the margin, which is no part of the text's flow.
Other gaps (a table, a date on the right) are gaps within a line.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise
from statistics import median

from kg.layout import CONTACT
from kg.read.pdfium import Piece

_GAP = "\t"
"""Between pieces of one line that stand apart: letterheads and rows of tables are parted there."""

_PROSE = 30  # letters of a line of prose, in the median; columns are narrow
_COLUMN = 18
_ROWS = 3  # rows that a column has at least
_MOST_ROWS = 400  # of a page; one of more has no columns that anybody could read
_MOST_STARTS = 30
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


def lines(pages: Sequence[Sequence[Row]]) -> list[Line]:
    """The lines of all pages in reading order, those in the margin of a page after the others."""
    # Where one page has columns, those of another may have a single line.
    known = {start for page in pages for start in _columns(list(page))}
    return [line for number, page in enumerate(pages) for line in _of_page(list(page), number, known)]


def _columns(page: list[Row]) -> Iterator[int]:
    """Where columns of text begin on a page, but for the first."""
    split = _split(page, ())
    if split is not None and split.margin is None:
        yield split.start


def _of_page(page: list[Row], number: int, known: Collection[int]) -> Iterator[Line]:
    parts = list(_parts(page, known))
    for i, (part, margin) in enumerate(parts):
        if not margin:
            yield from _lines(part, i, number)
    for part, margin in parts:
        if margin:
            yield from _lines(part, -1, number)


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


def _parts(page: list[Row], known: Collection[int]) -> Iterator[tuple[list[Row], bool]]:
    """Stretches of rows without columns, in reading order, each with whether it is margin."""
    split = _split(page, known) if page else None
    if split is None:
        if page:
            yield page, False
        return
    band = page[split.first : split.last]
    left = [row for row in ([p for p in row if p.x0 < split.start - 1] for row in band) if row]
    right = [row for row in ([p for p in row if p.x0 >= split.start - 1] for row in band) if row]
    yield from _parts(page[: split.first], known)
    yield from ((part, inner or split.margin == "left") for part, inner in _parts(left, known))
    yield from ((part, inner or split.margin == "right") for part, inner in _parts(right, known))
    yield from _parts(page[split.last :], known)


@dataclass(frozen=True, slots=True)
class _Split:
    """Rows with a gutter (the last exclusive), where the right side begins, which side is margin, if any."""

    first: int
    last: int
    start: int
    margin: str | None
    size: int


def _split(page: list[Row], known: Collection[int]) -> _Split | None:
    """The longest band of rows with a gutter; None where there is none."""
    if len(page) > _MOST_ROWS:
        return None
    counts = Counter(round(p.x0) for row in page for p in row)
    starts = [start for start, count in counts.most_common(_MOST_STARTS) if count >= _ROWS]
    found = []
    for start in sorted({*starts, *(start for start in counts if start in known)}):
        for first, last in _bands(page, start):
            band = page[first:last]
            left = [p for row in band for p in row if p.x0 < start - 1]
            right = [p for row in band for p in row if p.x0 >= start - 1]
            kind = _kind(left, right, known=start in known)
            if kind != "table":
                margin = None if kind == "text" else kind
                found.append(_Split(first, last, start, margin, len(left) + len(right)))
    return max(found, key=lambda split: (split.size, -split.start), default=None)


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


def _kind(left: Sequence[Piece], right: Sequence[Piece], *, known: bool) -> str:
    """What two sides are: columns of "text", text with a margin ("left", "right"), or cells of a "table"."""
    if known and left and right:
        return "text"
    if min(len(left), len(right)) < _ROWS:
        return "table"
    sizes = [median(len(p.text) for p in side) for side in (left, right)]
    if min(sizes) >= _COLUMN:
        return "text"
    if max(sizes) < _PROSE:
        return "table"
    short, long, name = (left, right, "left") if sizes[0] < sizes[1] else (right, left, "right")
    baselines = {round(p.y) for p in long}
    beside = sum(round(p.y) in baselines for p in short)
    contact = name == "right" and any(CONTACT.search(p.text) for p in short)
    return name if contact or beside < 0.5 * len(short) else "table"
