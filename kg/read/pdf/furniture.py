"""What repeats on the pages of a PDF: heads, feet, page numbers.

A head that names the sender is the letterhead, and a foot that says how to reach it a contact: either is
kept once, above and below the text.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence

from kg.layout import CONTACT, heading_kind
from kg.letterhead import is_sender
from kg.read.pdf.columns import Row, text_of

_EDGE = 0.14  # of the page's height: what stands so near its edge can be head or foot
_SAME = 4  # points by which the places of a head differ from page to page
_NUMBER = re.compile(
    r"(?:(?:…|\.{3})\s*/|…|\.{3}|[-–(|]|/|Seite|Page|Blatt|S\.)?\s*[-–]?\s*\d{1,3}\s*(?:(?:von|of|/)\s*\d{1,3})?"
    r"\s*[-–)|]?\s*(?:…|\.{3})?\Z",
    re.IGNORECASE,
)
_PRINTED = re.compile(
    r"(?:file|https?)://\S+(?:\s+\d{1,3}/\d{1,3})?\Z|\d{1,2}/\d{1,2}/\d{2,4}, \d{1,2}:\d\d(?: [AP]M)?\b"
)
_Head = tuple[str, int]


def apart(
    pages: Sequence[Sequence[Row]], heights: Sequence[float]
) -> tuple[list[str], list[list[Row]], list[str]]:
    """Letterhead, the pages without what repeats, and contacts."""
    edges = [
        (_at_top(page, height), _at_bottom(page, height)) for page, height in zip(pages, heights, strict=True)
    ]
    counts = Counter(key for top, bottom in edges for key in {_key(row) for row in (*top, *bottom)})
    repeated = {key for key, count in counts.items() if count > 1 and 2 * count >= len(pages)}
    above: dict[str, None] = {}
    below: dict[str, None] = {}
    kept = []
    for page, (top, bottom) in zip(pages, edges, strict=True):
        heads, feet = list(_outer(top, repeated)), list(_outer(bottom, repeated))
        above |= dict.fromkeys(filter(_says, map(text_of, heads)))
        below |= dict.fromkeys(filter(_says, map(text_of, feet[::-1])))
        gone = {id(row) for row in (*heads, *feet)}
        kept.append([row for row in page if id(row) not in gone])
    return _block(above), kept, _block(words for words in below if words not in above)


def _at_top(page: Sequence[Row], height: float) -> list[Row]:
    """Rows near the top edge, the outermost first."""
    return [row for row in page if row[0].y > (1 - _EDGE) * height]


def _at_bottom(page: Sequence[Row], height: float) -> list[Row]:
    return [row for row in page[::-1] if row[0].y < _EDGE * height]


def _outer(rows: Iterable[Row], repeated: set[_Head]) -> Iterator[Row]:
    """Heads or feet among rows near an edge, the outermost first: nothing else stands further out."""
    for row in rows:
        if _key(row) not in repeated and not _is_page(text_of(row)):
            return
        yield row


def _key(row: Row) -> _Head:
    """What makes the heads of pages the same: words, whatever the number in them, and about the place."""
    return re.sub(r"\d+", "#", text_of(row)), round(row[0].y / _SAME)


def _is_page(words: str) -> bool:
    """A page's number, or what a browser prints at the edges."""
    return bool(_NUMBER.match(words) or _PRINTED.match(words))


def _says(words: str) -> bool:
    """Does it name the sender, or how to reach it?"""
    known = is_sender(words) or CONTACT.search(words) or heading_kind(words) == "headline"
    return bool(known) and not _is_page(words)


def _block(lines: Iterable[str]) -> list[str]:
    text = "\n".join(lines)
    return [text] if text else []
