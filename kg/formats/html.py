"""Pages of newsrooms: the release without navigation, footers and banners, by trafilatura."""

from __future__ import annotations

import codecs
import re
from pathlib import Path
from typing import Any

from kg.errors import ReadError
from kg.formats import Extracted

MAX_BYTES = 8 * 2**20
"""A larger page is refused: no release is that long, and parsing one takes its time."""

_MARKS = (
    (codecs.BOM_UTF8, "utf-8"), (codecs.BOM_UTF32_LE, "utf-32"), (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"), (codecs.BOM_UTF16_BE, "utf-16"),
)  # fmt: skip
_CHARSET = re.compile(rb"""<meta[^>]{0,200}?charset\s*=\s*["']?\s*([\w.:-]{1,40})""", re.IGNORECASE)
_SPACE = re.compile(r"[ \t\u00a0]+")
_BREAKS = re.compile(r"(?:<br\s*/?>\s*){2,}", re.IGNORECASE)
_SHORT = 60  # characters of a line that may belong to a block of lines (an address, a list)
_LEAST = 40  # characters below which a page holds no release
_OPTIONS: dict[str, Any] = {
    "with_metadata": True,
    "favor_recall": True,
    "include_tables": True,
    "include_comments": False,
    "include_formatting": False,
    # Only dates that the page states: a guess would be taken for the release's own.
    "date_extraction_params": {"extensive_search": False, "original_date": True},
}


def read(data: bytes, name: Path | str) -> Extracted:
    """The release on a page: its title, then its paragraphs, lists and tables, a blank line between blocks.

    Metadata: `issued` (ISO day), `title`, `publisher`, as far as the page states them. Raises ReadError
    for pages without text, of an unknown encoding, or too large to be a release.
    """
    from trafilatura import bare_extraction, html2txt

    if len(data) > MAX_BYTES:
        raise ReadError(
            f"is an HTML page of more than {MAX_BYTES >> 20} MB", path=name, remedy="save the release alone"
        )
    page = _decoded(data, name)
    try:
        found: Any = bare_extraction(_without_layout(page), **_OPTIONS)
        text = (found.text if found else "") or ""
        if len(text) < _LEAST:
            text = html2txt(page) or ""
    except (RecursionError, ValueError, AttributeError, MemoryError) as problem:
        raise ReadError(
            "is an HTML page that cannot be parsed", path=name, remedy="save the release as text (UTF-8)"
        ) from problem
    if len(text.strip()) < _LEAST:
        raise ReadError(
            "is an HTML page without text", path=name, remedy="save the page with its content, or give text"
        )
    metadata = {
        "issued": str(getattr(found, "date", None) or ""),
        "title": _flat(getattr(found, "title", None) or ""),
        "publisher": _flat(getattr(found, "sitename", None) or ""),
    }
    if "." in metadata["publisher"] and " " not in metadata["publisher"]:
        metadata["publisher"] = ""  # a host name names no publisher
    return Extracted(
        _blocks(text, metadata["title"]), {column: said for column, said in metadata.items() if said}
    )


def _without_layout(page: str) -> Any:
    """The page's tree with tables that only lay it out as plain blocks, and double breaks as paragraphs.

    So pages were made until about 2010; as a table a whole release would be one cell.
    """
    from lxml import etree, html

    try:
        tree = html.document_fromstring(_BREAKS.sub("<p>", page.lstrip("\ufeff")).encode(), parser=_parser())
    except (etree.ParserError, ValueError):
        return page
    for table in tree.xpath(
        "//table[.//td[.//h1 or .//h2 or .//p or string-length(normalize-space()) > 300]]"
    ):
        for element in table.iter("table", "tbody", "tr", "td", "th"):
            element.tag = "div"
    return tree


def _parser() -> Any:
    from lxml import html

    return html.HTMLParser(encoding="utf-8", remove_comments=True)


def _decoded(data: bytes, name: Path | str) -> str:
    """The page's characters, by its mark, its own word, or UTF-8."""
    encoding = next((known for mark, known in _MARKS if data.startswith(mark)), "")
    if not encoding and (said := _CHARSET.search(data[:4096])):
        encoding = said[1].decode("ascii")
    try:
        # Pages that say Latin-1 mean Windows-1252 (WHATWG Encoding Standard).
        known = codecs.lookup(encoding or "utf-8").name
        return data.decode("cp1252" if known == "iso8859-1" else known)
    except LookupError as problem:
        raise ReadError(
            f"is an HTML page in an unknown encoding ({encoding})", path=name, remedy="save it as UTF-8"
        ) from problem
    except UnicodeDecodeError as problem:
        raise ReadError(
            f"is an HTML page that is not {problem.encoding.upper()}: byte 0x{data[problem.start]:02x} at "
            f"position {problem.start}",
            path=name,
            remedy="save it as UTF-8, or correct what the page says of its charset",
        ) from problem


def _flat(text: str) -> str:
    return _SPACE.sub(" ", " ".join(text.split()))


def _blocks(text: str, title: str) -> str:
    """Lines as blocks: paragraphs apart, short lines that follow each other together, the title first."""
    lines = [line for line in (_flat(line) for line in text.splitlines()) if line]
    lines = [line for line in lines if not re.fullmatch(r"[|\s:-]+", line)]
    if title and title not in lines[:3]:
        lines.insert(0, title)
    out: list[str] = []
    for number, line in enumerate(lines):
        if (number and not (_joins(lines[number - 1]) and _joins(line))) or (
            out and lines[number - 1] == title
        ):
            out.append("")
        out.append(line)
    return "\n".join(out) + "\n"


def _joins(line: str) -> bool:
    """Can a line stand in a block of lines: an item, a row, a line of an address?"""
    return line.startswith(("- ", "|")) or (len(line) < _SHORT and line[-1] not in ".!?")
