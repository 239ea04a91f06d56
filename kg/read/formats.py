"""What a file is, told by its content: a PDF, a web page, or text and Markdown, which may hold tags."""

from __future__ import annotations

import re
from importlib import metadata
from pathlib import Path

from kg.read.content import Content
from kg.read.plain import MARKS, decode, refuse_other_formats

__all__ = ["Content", "content", "is_page", "libraries"]

_LIBRARIES = ("lxml", "pypdfium2", "trafilatura")
_BEFORE = re.compile(r"(?:\s|<!--.*?-->|<\?xml[^>]*\?>)*", re.DOTALL)
_DOCUMENT = re.compile(r"<(?:!doctype\s+html|html|head|body)\b[^>]*>", re.IGNORECASE)
_TAG = re.compile(
    r"<(?:/?(?:article|b|blockquote|center|div|dl|em|font|h[1-6]|header|i|li|link|main|meta|ol|p|section|span"
    r"|strong|style|table|tbody|td|time|title|tr|u|ul)(?:\s[^<>]*)?|br\s*/?)>",
    re.IGNORECASE,
)
_PIECE = re.compile(r"<(?P<end>/?)(?P<name>[a-zA-Z][a-zA-Z0-9]*)\b[^<>]*>|[^<]+|<")
_ELEMENTS = """
    article blockquote center dd div dl dt h1 h2 h3 h4 h5 h6 header li main ol p section table td title tr ul
"""
_HOLDS_TEXT = frozenset(_ELEMENTS.split())
_MOST_OUTSIDE = 0.1  # of the words: a fragment of a page has nearly all of them in its elements
_LOOKED_AT = 200_000


def content(data: bytes, path: Path | str) -> Content:
    """Text and metadata of a release's bytes; `path` names it, and says what a few stray tags mean.

    Raises ReadError for what is in another format, broken, without text or too large.
    """
    if data[:1024].lstrip(b"\xef\xbb\xbf \t\r\n\f\0").startswith(b"%PDF-"):
        # Each library takes its time to load, so that only who needs it waits for it.
        from kg.read import pdf

        return pdf.extract(data, path)
    # Latin-1 reads any bytes; what tells a page is ASCII.
    encoding = next((name for mark, name in MARKS.items() if data.startswith(mark)), "latin-1")
    head = data[:_LOOKED_AT].removeprefix(b"\xef\xbb\xbf").decode(encoding, "replace")
    if is_page(head, named=Path(path).suffix.lower() in (".html", ".htm")):
        from kg.read import html

        refuse_other_formats(data, path)
        return html.extract(data, path)
    return Content(decode(data, path))


def is_page(text: str, *, named: bool = False) -> bool:
    """Is this (the beginning of) a web page?

    A page begins with its doctype or its outermost elements, perhaps behind comments, or is a fragment:
    it begins with a tag, and nearly all its words are in elements. Text and Markdown may hold tags, or
    begin with a comment or an element. `named` says that the file has a page's name: then any tag counts.
    """
    start = _BEFORE.match(text)
    begin = start.end() if start else 0
    if _DOCUMENT.match(text, begin):
        return True
    if named:
        return _TAG.search(text, begin) is not None
    if not _TAG.match(text, begin):
        return False
    return _stray(text[begin:]) <= _MOST_OUTSIDE


def _stray(text: str) -> float:
    """The share of the words that stand in no element that holds text."""
    depth = words = stray = 0
    for piece in _PIECE.finditer(text):
        if piece["name"] is None:
            count = len(piece[0].split())
            words, stray = words + count, stray + (0 if depth else count)
        elif piece["name"].lower() in _HOLDS_TEXT:
            depth = max(0, depth - 1) if piece["end"] else depth + 1
    return stray / words if words else 1.0


def libraries() -> str:
    """Names and versions of the libraries that make text of web pages and PDFs.

    Another version may extract another text of the same bytes.
    """
    return " ".join(f"{name}=={metadata.version(name)}" for name in _LIBRARIES)
