"""PDF: the text of the pages in reading order, without what repeats on each, by pypdfium2."""

from __future__ import annotations

import itertools
import re
import unicodedata
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from statistics import median
from typing import TYPE_CHECKING

from kg.errors import ReadError
from kg.formats import Extracted

if TYPE_CHECKING:
    import pypdfium2

MAX_PAGES = 100
"""A longer document is refused: it is no press release."""

_HYPHENS = ("\ufffe", "\u0002", "\u00ad")
"""What pdfium gives for the hyphen of a divided word."""
_PAGE_NUMBER = re.compile(
    r"(?:(?:Seite|Page|S\.)\s*)?[-–]?\s*\d{1,3}\s*[-–]?(?:\s*(?:von|of|/)\s*\d{1,3})?", re.IGNORECASE
)
_DATE = re.compile(r"D:(\d{4})(\d\d)(\d\d)")
_JOINED = re.compile(r"(?<=[a-zäöüß])[-‐]$")
_GOES_ON = re.compile(r"(?!(?:und|oder|sowie|bis|bzw)\b)[a-zäöüß]{2}")
_EDGES = 3  # lines at the top and the bottom of a page that can be its header and footer


@dataclass(slots=True)
class _Line:
    """A line of a page: words, edges in points from below and from the left."""

    text: str
    left: float
    bottom: float
    right: float
    top: float

    @property
    def height(self) -> float:
        return self.top - self.bottom


def read(data: bytes, name: Path | str) -> Extracted:
    """The text of a PDF: a line per paragraph where lines were only wrapped, a blank line between paragraphs.

    Words divided at a line's end are joined, headers, footers and page numbers left out. Metadata: `issued`,
    the day the document was made. Raises ReadError for encrypted, damaged, overlong documents and scans.
    """
    import pypdfium2

    try:
        document = pypdfium2.PdfDocument(data)
    except pypdfium2.PdfiumError as problem:
        if "password" in str(problem).lower():
            raise ReadError(
                "is an encrypted PDF", path=name, remedy="remove its password: qpdf --decrypt"
            ) from problem
        raise ReadError("is a damaged PDF", path=name, remedy="save it anew, or give the text") from problem
    try:
        if len(document) > MAX_PAGES:
            raise ReadError(
                f"is a PDF of more than {MAX_PAGES} pages", path=name, remedy="give one release per file"
            )
        pages = _without_edges([list(_lines(document[number])) for number in range(len(document))])
        made = _DATE.match(document.get_metadata_dict().get("CreationDate", ""))
    except pypdfium2.PdfiumError as problem:
        raise ReadError("is a damaged PDF", path=name, remedy="save it anew, or give the text") from problem
    finally:
        document.close()
    text = "\n\n".join(_paragraphs([line for page in pages for line in page]))
    if not any(char.isalpha() for char in text):
        raise ReadError(
            "is a PDF without text (a scan)", path=name, remedy="have its words recognised: ocrmypdf -l deu"
        )
    metadata = {"issued": "-".join(made.groups())} if made else {}
    return Extracted(text + "\n", metadata)


def _lines(page: pypdfium2.PdfPage) -> Iterator[_Line]:
    """The lines of a page, in the order of its text."""
    textpage = page.get_textpage()
    line: _Line | None = None
    for number in range(textpage.count_rects()):
        left, bottom, right, top = textpage.get_rect(number)
        words = _plain(textpage.get_text_bounded(left, bottom, right, top))
        if not words.strip():
            continue
        beside = line is not None and abs(line.bottom - bottom) < 0.6 * max(line.height, 1.0)
        if line is not None and beside and left >= line.right - 2:
            gap = "" if left - line.right < 0.15 * line.height else " "
            if left - line.right > 3 * line.height:
                gap = "    "  # a column of a table
            line.text += gap + words
            line.right, line.top = right, max(line.top, top)
            line.bottom = min(line.bottom, bottom)
            continue
        if line is not None:
            yield line
        line = _Line(words, left, bottom, right, top)
    if line is not None:
        yield line
    textpage.close()


def _plain(text: str) -> str:
    for hyphen in _HYPHENS:
        text = text.replace(hyphen, "-")
    return unicodedata.normalize("NFC", " ".join(text.replace("\0", "").split("\r\n"))).strip("\n")


def _without_edges(pages: Sequence[list[_Line]]) -> list[list[_Line]]:
    """The pages without lines at their edges that stand on several of them, whatever number is in them."""
    edges = [page[:_EDGES] + page[-_EDGES:] for page in pages]
    seen = Counter(key for page in edges for key in {_key(line) for line in page})
    return [
        [line for n, line in enumerate(page) if not _repeats(seen, len(pages), page, n)] for page in pages
    ]


def _repeats(seen: Counter[str], pages: int, page: Sequence[_Line], number: int) -> bool:
    at_edge = number < _EDGES or number >= len(page) - _EDGES
    line = page[number]
    return at_edge and pages > 1 and (seen[_key(line)] > 1 or bool(_PAGE_NUMBER.fullmatch(line.text.strip())))


def _key(line: _Line) -> str:
    return re.sub(r"\d+", "0", " ".join(line.text.split()))


def _paragraphs(lines: Sequence[_Line]) -> Iterator[str]:
    """Paragraphs: a larger gap or a new column begins one; lines that reach the margin go on."""
    if not lines:
        return
    height = median(line.height for line in lines)
    gaps = [a.bottom - b.top for a, b in itertools.pairwise(lines) if 0 <= a.bottom - b.top < 2 * height]
    usual = median(gaps) if gaps else 0.0
    margin = max(line.right for line in lines)
    out = lines[0].text
    for before, line in itertools.pairwise(lines):
        gap = before.bottom - line.top
        apart = gap > usual + 0.45 * height
        divided = _JOINED.search(out) and _GOES_ON.match(line.text.lstrip())
        if apart or gap < -3 * height:
            if divided or (gap < -3 * height and line.text.lstrip()[:1].islower()):
                out = out[:-1] + line.text.lstrip() if divided else f"{out} {line.text.lstrip()}"
                continue
            yield out.strip()
            out = line.text
        elif divided:
            out = out[:-1] + line.text.lstrip()
        elif before.right > margin - 0.2 * (margin - before.left):
            out = f"{out} {line.text.lstrip()}"
        else:
            out = f"{out}\n{line.text}"
    yield out.strip()
