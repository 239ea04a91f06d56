"""Where elements of a page stand to each other: within, near, beside, below."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from itertools import islice

from kg.read.html.blocks import Block, Element

_MOST = 0.8  # of the prose: an element that holds so much of it holds the release
_COLUMNS = {"td": 0.5, "article": 0.5, "main": 0.5}  # beside which there are others
_TABLE = ("table", "tbody", "tr", "html")
_ROWS = 50  # of a table, by which it is judged
_BESIDE = re.compile(
    r"side-?bar|(?<![a-z])aside(?![a-z])|marginal|related|teaser-?list|comment|newsletter|infobox|advert|banner"
    r"|(?:right|left)-?col"
)
_FOOT = re.compile(r"(?<![a-z])(?:foot(?:er)?|fuss(?:zeile|bereich|leiste)?)(?![a-z])")


def upwards(element: Element) -> Iterator[Element]:
    """An element and all around it, the innermost first."""
    while element is not None:
        yield element
        element = element.getparent()


def holds(area: Element, element: Element) -> bool:
    """Is the element the area, or in it?"""
    return any(e is area for e in upwards(element))


def area_of(prose: Sequence[Block], start: Element) -> Element:
    """The innermost element around the start that holds nearly all prose; of columns, most of it."""
    held: Counter[Element] = Counter()
    for block in prose:
        for element in upwards(block.element):
            held[element] += len(block.text)
    whole = sum(len(block.text) for block in prose)
    around = list(upwards(start))
    return next((e for e in around if held[e] >= _COLUMNS.get(e.tag, _MOST) * whole), around[-1])


def is_near(one: Element, other: Element, levels: int = 4) -> bool:
    """Do two elements stand in the same part of a page, not in two columns or rows of its layout?

    Then what is around both is not more levels up from either.
    """
    if one is other:
        return True
    steps = {element: step for step, element in enumerate(upwards(one))}
    for step, element in enumerate(upwards(other)):
        if element in steps:
            most = min(2, levels) if element.tag == "body" else levels
            return max(step, steps[element]) <= most and (element.tag not in _TABLE or _is_column(element))
    return False


def _is_column(element: Element) -> bool:
    """Is every row of a table a single cell?"""
    rows = islice(element.iter("tr"), _ROWS)
    return element.tag in ("table", "tbody") and all(len(row) == 1 for row in rows)


def is_beside(element: Element) -> bool:
    """Does it stand beside or below the content: in a sidebar, a footer?"""
    return any(_is_foot(e) or e.tag == "aside" or _BESIDE.search(_names(e)) for e in upwards(element))


def is_below(element: Element) -> bool:
    """Does it stand at the foot of the page?"""
    return any(_is_foot(e) for e in upwards(element))


def _is_foot(element: Element) -> bool:
    return element.tag == "footer" or _FOOT.search(_names(element)) is not None


def _names(element: Element) -> str:
    """Id and classes; those of the whole page say nothing of its parts."""
    if element.tag in ("html", "body"):
        return ""
    return f"{element.get('id') or ''} {element.get('class') or ''}".lower().replace("_", "-")
