"""Web pages: the release on a page as text, by trafilatura and what is known of newsrooms' pages.

The title is the first line, marked as in Markdown ("# "), then what stands beside it (date, kicker), then the
paragraphs with blank lines between them; items of lists and rows of tables are lines. The same bytes give
the same text.

    charset   bytes to markup            blocks        elements to blocks of text
    declared  what the metadata says     choosing      which blocks are the release
    noise     what is no release         surroundings  where elements stand
    titles    which block is the title
"""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import trafilatura
from lxml import etree
from lxml.html import HTMLParser, document_fromstring
from trafilatura.settings import Document

from kg.errors import ReadError
from kg.read.content import Content
from kg.read.html.blocks import Block, Element, blocks, clean
from kg.read.html.charset import decode
from kg.read.html.choosing import Choice, choose
from kg.read.html.declared import declared
from kg.read.plain import check_length

MAX_ELEMENTS = 50_000
"""A page of more elements is refused: newsrooms' have some thousand, and all of them are looked at."""

_UNREAD = ("style", "noscript", "template", "svg", "math", "iframe", "object")


def extract(data: bytes, path: Path | str) -> Content:
    """The release on a web page, and what the page's metadata declares.

    `path` only names the page in the ReadError: an unknown charset, bytes that are not in it, too many
    elements or levels, no text.
    """
    root = _parse(decode(data, path), path)
    said = declared(root)
    etree.strip_elements(root, *_UNREAD, with_tail=False)
    main_text = _main_text(root)  # for which it looks into data of scripts, too
    etree.strip_elements(root, "script", with_tail=False)
    found = blocks(root)
    choice = choose(found, said.names, main_text)
    text = _text(choice.blocks, choice.title)
    if not text and 2 * sum(len(block.text) for block in found) < len(main_text):
        text = clean(main_text)  # it stands in the page's data, for a script to show
    if not text:
        raise ReadError(
            "holds no text of a release",
            path=path,
            remedy="save the page as the browser shows it, or give its text: pages may load it by a script",
        )
    return Content(check_length(text + "\n", path), said.of(_title(choice)))


def _parse(markup: str, path: Path | str) -> Element:
    """The page's root. (Deep levels are left out by the parser, which then says so.)"""
    parser = HTMLParser(encoding="utf-8", remove_comments=True, remove_pis=True)
    try:
        root = document_fromstring(markup.encode("utf-8"), parser=parser)
    except etree.ParserError as error:
        raise ReadError("is an empty web page", path=path, remedy="save the page again") from error
    if any("depth" in entry.message for entry in parser.error_log):
        raise ReadError("nests elements too deeply", path=path, remedy="give the text of the release")
    if sum(1 for _ in root.iter()) > MAX_ELEMENTS:
        raise ReadError(
            f"has more than {MAX_ELEMENTS:,} elements", path=path, remedy="give one release per file"
        )
    return root


def _main_text(root: Element) -> str:
    """What trafilatura takes for the main text; it works on a copy."""
    found = trafilatura.bare_extraction(
        root, favor_recall=True, include_comments=False, include_tables=True, fast=True
    )
    return (found.text or "") if isinstance(found, Document) else ""


def _title(choice: Choice) -> str:
    return " ".join(choice.title.text.split()) if choice.title is not None else ""


def _text(chosen: Sequence[Block], title: Block | None) -> str:
    """The blocks as text: lines of a list or table together, blank lines between all else."""
    text = ""
    last: Block | None = None
    for block in chosen:
        if last is not None:
            text += "\n" if block.group is not None and block.group is last.group else "\n\n"
        mark = "# " if block is title else ""
        text += mark + (" ".join(block.text.split()) if block.level else block.text)
        last = block
    return text
