"""PDF files: the text of all pages in reading order, without what repeats on each of them.

The title, where its type tells it, is marked as in Markdown ("# ").

kg.read.pdfium  pages as pieces of text     columns  pieces to lines in reading order
furniture       heads, feet, page numbers   flow     lines to paragraphs
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping, Sequence
from contextlib import suppress
from datetime import date
from itertools import takewhile
from pathlib import Path
from statistics import median

from kg.errors import ReadError
from kg.layout import heading_kind
from kg.letterhead import is_sender
from kg.read.content import Content
from kg.read.pdf import columns, flow, furniture
from kg.read.pdf.columns import Line
from kg.read.pdfium import MAX_LETTERS, MAX_PAGES, Pages, read
from kg.read.plain import check_length

_PROBLEMS = {
    "password": ("is encrypted", "save it without a password: qpdf --decrypt --password=… {0} open.pdf"),
    "pages": (f"has more than {MAX_PAGES} pages", "give one release per file"),
    "letters": (f"is longer than {MAX_LETTERS:,} characters", "give one release per file"),
    "broken": ("is a damaged PDF", "save or export it again"),
    "too much": (
        "is damaged, or takes more time or memory to read than a release",
        "print it as PDF again, or give its text",
    ),
}
_OCR = "recognise its text first: ocrmypdf -l deu {0} text.pdf"
_MOST_UNMAPPED = 0.1
_LARGER = 1.12  # times the usual size
_HEAD = 25  # lines of the first page among which the title is
_MADE = re.compile(r"D:(?P<year>\d{4})(?P<month>\d\d)(?P<day>\d\d)")
_FILE_NAME = re.compile(r"Microsoft|\.\w{2,4}\Z|untitled|unbenannt|dokument\s?\d*\Z|\S*_\S*\Z", re.IGNORECASE)


def extract(data: bytes, path: Path | str) -> Content:
    """The text of a PDF and what it says of itself.

    `path` only names it in the ReadError: encrypted, damaged, too long, pictures of pages, letters without
    meaning, no text.
    """
    found = read(data)
    _check(found, path)
    pages = [columns.rows(page.pieces) for page in found.pages]
    above, pages, below = furniture.apart(pages, [page.height for page in found.pages])
    lines = columns.lines(pages)
    margins = [line for line in lines if line.column < 0]
    parts = [*above, flow.joined([line for line in lines if line.column >= 0]), flow.joined(margins), *below]
    text = _clean("\n\n".join(part for part in parts if part))
    if not text:
        raise ReadError("is an empty PDF", path=path, remedy="give the text of the release")
    title = _title(lines)
    text = _marked(check_length(text + "\n", path), title)
    return Content(text, _metadata(found.info, title))


def _check(found: Pages, path: Path | str) -> None:
    if found.problem:
        message, remedy = _PROBLEMS[found.problem]
        raise ReadError(message, path=path, remedy=remedy.format(path))
    if not found.letters and any(page.pictures for page in found.pages):
        raise ReadError("holds pictures of pages and no text (a scan)", path=path, remedy=_OCR.format(path))
    if found.unmapped > _MOST_UNMAPPED * found.letters:
        raise ReadError(
            "does not say which letters its fonts show",
            path=path,
            remedy=_OCR.replace("-l", "--force-ocr -l").format(path),
        )


def _clean(text: str) -> str:
    """Composed characters, plain spaces, no characters that are none."""
    text = unicodedata.normalize("NFC", text.replace("\ufffd", ""))
    text = re.sub(r"[\u00a0\u2000-\u200a\u202f\u205f\u3000]", " ", text)
    text = re.sub(r"[\uf0b7\uf0a7\uf0d8\uf076\u25cf\u25aa\u25a0]", "•", text)
    text = re.sub(r"[\x00-\x08\x0b-\x1f\x7f\u00ad\u200b\u2060\ufeff\ue000-\uf8ff]", "", text)
    return "\n".join(line.strip() for line in text.split("\n")).strip()


def _title(lines: Sequence[Line]) -> str:
    """The words set in the largest type, near the top of the first page; "" where none stand out."""
    first = [line for line in lines if line.page == 0 and line.column >= 0]
    usual = median(line.height for line in lines) if lines else 0
    named = [
        line
        for line in first
        if len(line.text.split()) > 1 and not (is_sender(line.text) or heading_kind(line.text))
    ]
    size = max((line.height for line in named[:_HEAD]), default=0)
    if size < _LARGER * usual:
        return ""
    begin = next(i for i, line in enumerate(first) if line in named and line.height > size - 0.5)
    same = list(takewhile(lambda line: abs(line.height - size) < 0.5, first[begin:]))
    title = _clean(flow.joined(same))
    return "" if "\n" in title else title


def _marked(text: str, title: str) -> str:
    """The text with the title marked as Markdown marks it, where the title is a line of its own."""
    place = re.search(rf"^{re.escape(title)}$", text, re.MULTILINE) if title else None
    return f"{text[: place.start()]}# {text[place.start() :]}" if place else text


def _metadata(info: Mapping[str, str], shown: str) -> Mapping[str, str]:
    """Title and day: as the PDF shows the one, else by its metadata. The name of a file is no title."""
    said = {}
    title = " ".join(_clean(info.get("Title", "")).split())
    if shown or (title and not _FILE_NAME.search(title)):
        said["title"] = shown or title
    if made := _MADE.match(info.get("CreationDate", "")):
        with suppress(ValueError):
            said["issued"] = date(int(made["year"]), int(made["month"]), int(made["day"])).isoformat()
    return said
