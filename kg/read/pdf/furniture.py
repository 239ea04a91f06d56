"""What repeats on the pages of a PDF: heads, feet, page numbers.

A head that names the sender is the letterhead, and a foot that says how to reach it a contact: either is
kept once, above and below the text.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence

from kg.layout import CONTACT, heading_kind
from kg.letterhead import is_sender
from kg.read.pdf.columns import Row, text_of

_EDGE = 0.14  # of the page's height: what stands so near its edge can be head or foot
_NUMBER = re.compile(
    r"(?:…|\.{3}|[-–(|]|/|Seite|Page|Blatt|S\.)?\s*[-–]?\s*\d{1,3}\s*(?:(?:von|of|/)\s*\d{1,3})?\s*[-–)|]?\s*(?:…|\.{3})?\Z",
    re.IGNORECASE,
)
_PRINTED = re.compile(
    r"(?:file|https?)://\S+(?:\s+\d{1,3}/\d{1,3})?\Z|\d{1,2}/\d{1,2}/\d{2,4}, \d{1,2}:\d\d(?: [AP]M)?\b"
)


def apart(
    pages: Sequence[Sequence[Row]], heights: Sequence[float]
) -> tuple[list[str], list[list[Row]], list[str]]:
    """Letterhead, the pages without what repeats, and contacts."""
    edges = [_edges(page, height) for page, height in zip(pages, heights, strict=True)]
    counts = Counter(
        words for top, bottom in edges for words in {*map(_plain, (*top.values(), *bottom.values()))}
    )
    repeated = {words for words, count in counts.items() if count > 1 and 2 * count >= len(pages)}
    above: list[str] = []
    below: list[str] = []
    kept = []
    for page, (top, bottom) in zip(pages, edges, strict=True):
        rest = []
        for i, row in enumerate(page):
            words = top.get(i) or bottom.get(i)
            if words is None or not (_is_page(words) or _plain(words) in repeated):
                rest.append(row)
            elif not _is_page(words):
                said = is_sender(words) or CONTACT.search(words) or heading_kind(words) == "headline"
                if said and words not in above and words not in below:
                    (above if i in top else below).append(words)
        kept.append(rest)
    return (["\n".join(above)] if above else []), kept, (["\n".join(below)] if below else [])


def _edges(page: Sequence[Row], height: float) -> tuple[dict[int, str], dict[int, str]]:
    """Rows near the top and the bottom edge by their index."""
    top = {i: text_of(row) for i, row in enumerate(page) if row[0].y > (1 - _EDGE) * height}
    bottom = {i: text_of(row) for i, row in enumerate(page) if row[0].y < _EDGE * height}
    return top, bottom


def _plain(words: str) -> str:
    """Words by which heads of pages are the same, whatever the number in them."""
    return re.sub(r"\d+", "#", " ".join(words.split()))


def _is_page(words: str) -> bool:
    """A page's number, or what a browser prints at the edges."""
    return bool(_NUMBER.match(words) or _PRINTED.match(words))
