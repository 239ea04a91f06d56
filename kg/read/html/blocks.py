"""A page's elements as blocks of text: paragraphs, headings, items of lists, rows of tables.

What is no text (scripts, controls), hidden or navigation is left out here; which blocks are the release,
`kg.read.html.choosing` finds out.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from typing import Any

Element = Any
"""An element of lxml, which has no types."""

_WITHOUT_TEXT = """
    applet audio button canvas datalist dialog embed frame frameset head iframe input label map math menu meta
    nav noframes noscript object option optgroup progress script select source style svg template textarea
    track video
"""
_NO_TEXT = frozenset(_WITHOUT_TEXT.split())
_BLOCK_ELEMENTS = """
    address article aside blockquote body caption center dd details div dl dt fieldset figcaption figure
    footer form h1 h2 h3 h4 h5 h6 header hgroup hr html legend li main ol p pre section summary table tbody
    td tfoot th thead tr ul
"""
_BLOCKS = frozenset(_BLOCK_ELEMENTS.split())
_NAVIGATION = frozenset(("navigation", "search", "menu", "menubar", "toolbar", "dialog", "alertdialog"))
_UNSEEN = re.compile(r"display\s*:\s*none|visibility\s*:\s*hidden", re.IGNORECASE)
_FURNITURE = re.compile(
    r"(?<![a-z])(?:aural|bread-?crumbs?|brotkrumen?|cookies?|consent|main-?menu|menue?|nav(?:bar|i)?|navigation"
    r"|invisible|pagination|pager|paging|rootline|shar(?:e|ing)|shariff|skip-?(?:links?|nav|to-?content)|social"
    r"|sprung(?:marken|links)|sr-?only|screen-?reader(?:-?text)?|subnav|such(?:e|formular)|search(?:-?form|-?box)?"
    r"|teilen|visually-?hidden)(?![a-z])"
)
"""In an id or class: what sets a part of a page apart from its content."""

_KICKER = re.compile(
    r"kicker|dachzeile|over-?line|top-?line|roof-?line|spitzmarke|sub-?(?:title|line|head)|unterzeile"
)
_CAPTION = re.compile(r"caption|bild-?(?:unterschrift|text|beschreibung)|image-?(?:text|description)")
_WHITE = re.compile(r"[ \t\r\f\v\u00a0\u2000-\u200a\u202f\u205f\u3000]+")
_GONE = dict.fromkeys([0xAD, 0x200B, 0x200E, 0x200F, 0x2060, 0xFEFF, *range(9), *range(0xE, 0x20), 0x7F])
_MAIL = re.compile(r"mailto:(?P<address>[^@?\s]+@[^@?\s]+)", re.IGNORECASE)
_REACHED = re.compile(r"(?:mailto|tel|fax|callto):|javascript:\W*linkTo_UnCryptMailto", re.IGNORECASE)
_ADDRESS = re.compile(r"@|[(\[{]\W*(?:at|ät)\W*[)\]}]", re.IGNORECASE)
_LONGEST_CELL = 300


@dataclass(slots=True)
class Block:
    """A block of text and where it stands: `element` is the innermost block element around it.

    level     1 to 6 for a heading, else 0
    group     the list or table of a line that belongs with others; None for a paragraph
    linked    characters in links, but for those to write to or call
    caption   of a picture
    """

    text: str
    element: Element
    level: int = 0
    group: Element = None
    linked: int = 0
    caption: bool = False

    @property
    def is_linked(self) -> bool:
        """Does it consist of links for the most part?"""
        return self.linked > 0.6 * len(self.text)


@dataclass(frozen=True, slots=True)
class _Place:
    """What is known of the text at some place from the elements around it."""

    element: Element
    level: int = 0
    group: Element = None
    link: bool = False
    caption: bool = False
    kept: bool = False  # line breaks are as written


def clean(words: str) -> str:
    """Words without what is not seen, white space as single spaces, lines kept; composed (NFC)."""
    words = unicodedata.normalize("NFC", words.translate(_GONE))
    return "\n".join(_WHITE.sub(" ", line).strip() for line in words.split("\n")).strip("\n")


def blocks(root: Element) -> list[Block]:
    """The blocks below an element, in the order of the page."""
    reader = _Reader(sum(len(text) for text in root.itertext()))
    reader.read(root, _Place(root))
    reader.end(_Place(root))
    return reader.found


def is_apart(element: Element) -> bool:
    """Does an element say, by role, style, id or class, that it is hidden, navigation or the like?"""
    role = (element.get("role") or "").lower()
    if role in _NAVIGATION or element.get("hidden") is not None or element.get("aria-hidden") == "true":
        return True
    if _UNSEEN.search(element.get("style") or ""):
        return True
    named = f"{element.get('id') or ''} {element.get('class') or ''}".replace("_", "-")
    return _FURNITURE.search(re.sub(r"(?<=[a-z])(?=[A-Z])", "-", named).lower()) is not None


@dataclass(slots=True)
class _Reader:
    """Gathers words until a block ends. (The parser allows 255 levels, which bounds the recursion.)"""

    size: int
    found: list[Block] = field(default_factory=list)
    words: list[str] = field(default_factory=list)
    linked: int = 0
    mark: str = ""  # what stands before the next block: "- ", "1. ", "Telefon: "

    def read(self, element: Element, place: _Place) -> None:
        """The text in an element."""
        self.write(element.text, place)
        number = _first_number(element)
        for child in element:
            if not isinstance(child.tag, str) or self._left_out(child):
                pass
            elif child.tag == "br":
                self._break(place)
            elif child.tag == "table" and is_data(child):
                self.end(place)
                self._rows(child)
            elif child.tag in _BLOCKS or _is_beside_title(child, place):
                self.end(place)
                if child.tag == "li":
                    self.mark = _mark(child, number)
                    number += 1
                inner = _inside(child, place)
                self.read(child, inner)
                self.end(inner)
                self.mark = "" if child.tag in ("li", "dd") else self.mark
            else:
                self._inline(child, place)
            self.write(child.tail, place)

    def write(self, words: str | None, place: _Place) -> None:
        """Add words to the block; line breaks in them are white space, but in `pre`."""
        if words:
            self.words.append(words if place.kept else words.replace("\n", " "))
            self.linked += len(words.strip()) if place.link else 0

    def _break(self, place: _Place) -> None:
        """A line break; the second of two ends the block."""
        line = next((words for words in reversed(self.words) if words == "\n" or clean(words)), "")
        if line == "\n":
            self.end(place)
        else:
            self.words.append("\n")

    def end(self, place: _Place) -> None:
        """End the block, if there is any; empty lines in it (of `pre`) part paragraphs."""
        text, linked = clean("".join(self.words)), self.linked
        self.words, self.linked = [], 0
        if text and "\n" not in text and _is_term(place.element):
            self.mark = f"{text.removesuffix(':')}: "
            return
        for part in re.split(r"\n{2,}", text):
            if part:
                share = round(linked * len(part) / len(text))
                words, self.mark = self.mark + part, ""
                self.found.append(Block(words, place.element, place.level, place.group, share, place.caption))

    def _inline(self, element: Element, place: _Place) -> None:
        href = (element.get("href") or "") if element.tag == "a" else ""
        begun = len(self.words)
        self.read(element, replace(place, link=True) if href and not _REACHED.match(href) else place)
        mail = _MAIL.match(href)
        if mail and not _ADDRESS.search(shown := "".join(self.words[begun:])):
            self.words.append(f" ({mail['address']})" if shown.strip() else mail["address"])

    def _rows(self, table: Element) -> None:
        for row in table.iter("tr"):
            cells = [_line(cell) for cell in row if cell.tag in ("td", "th")]
            text = ""
            for cell in filter(None, cells):
                text += cell if not text else f" {cell}" if text.endswith(":") else f" | {cell}"
            if text:
                linked = sum(len("".join(a.itertext()).strip()) for a in row.iter("a") if _is_link(a))
                self.found.append(Block(text, table, group=table, linked=linked))

    def _left_out(self, element: Element) -> bool:
        if element.tag in _NO_TEXT:
            return True
        # A page may name the whole of its content for the navigation beside it.
        return is_apart(element) and sum(map(len, element.itertext())) < 0.5 * self.size


def _inside(element: Element, place: _Place) -> _Place:
    """What holds in a block element that stands at a place."""
    tag = element.tag
    listed = tag in ("ul", "ol", "dl")
    return replace(
        place,
        element=element,
        level=int(tag[1]) if re.fullmatch("h[1-6]", tag) else place.level if tag in _BLOCKS else 0,
        group=place.group if place.group is not None or not listed else element,
        caption=place.caption or tag == "figcaption" or _is_caption(element),
        kept=place.kept or tag == "pre",
    )


def _is_beside_title(element: Element, place: _Place) -> bool:
    """Is this a kicker or subtitle within the heading?"""
    if not place.level:
        return False
    return element.tag == "small" or _KICKER.search((element.get("class") or "").lower()) is not None


def _is_caption(element: Element) -> bool:
    return _CAPTION.search((element.get("class") or "").lower()) is not None


def _is_term(element: Element) -> bool:
    """Is this a term with its definition right behind it? Both then stand on one line."""
    after = element.getnext() if element.tag == "dt" else None
    return after is not None and after.tag == "dd"


def _mark(item: Element, number: int) -> str:
    """What stands before an item of a list; nothing before the only one."""
    if item.getparent().tag == "ol":
        return f"{number}. "
    return "- " if item.getnext() is not None or item.getprevious() is not None else ""


def _first_number(element: Element) -> int:
    start = element.get("start") or ""
    return int(start) if element.tag == "ol" and re.fullmatch(r"\d{1,6}", start) else 1


def _is_link(element: Element) -> bool:
    return bool(element.get("href")) and not _REACHED.match(element.get("href"))


def _line(cell: Element) -> str:
    """The text of a cell on one line."""
    reader = _Reader(0)
    reader.read(cell, _Place(cell))
    reader.end(_Place(cell))
    return " ".join(block.text.replace("\n", " ") for block in reader.found)


def is_data(table: Element) -> bool:
    """Is a table made of data, and not for the layout of the page?

    Then it has rows and columns, and its cells hold some words, no headings and no tables.
    """
    if (table.get("role") or "").lower() == "presentation":
        return False
    if next(table.iter("h1", "h2", "h3", "form", "article", "nav"), None) is not None:
        return False
    if next((t for t in table.iter("table") if t is not table), None) is not None:
        return False
    rows = [list(_cells(row)) for row in table.iter("tr")]
    return (
        len(rows) > 1
        and max(map(len, rows)) > 1
        and all(sum(map(len, cell.itertext())) <= _LONGEST_CELL for row in rows for cell in row)
    )


def _cells(row: Element) -> Iterator[Element]:
    return (cell for cell in row if cell.tag in ("td", "th"))
