"""The title of a release among the blocks of its page."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import replace

from kg.read.html.blocks import Block
from kg.read.html.noise import is_label

NEAR = 8
"""So many blocks above a text the title and what belongs to it stand at most."""

_LONGEST = 400
_PARTS = re.compile(r"\s+[|–—:·•»«>/-]+\s+|\s*[|»«]\s*|:\s+")
_LONG = 20  # letters, without which words may be in a name by chance
_LEAST = 10


def with_title(
    found: list[Block], names: Sequence[str], prose: list[int]
) -> tuple[list[Block], list[int], int | None]:
    """The blocks with the title as one of them; the indices of the prose among them, and of the title.

    The title is the heading that the page is named by; else, on pages made by hand, the line; else the
    heading above the text. There may be none.
    """
    first = prose[0]
    headings = [i for i, block in enumerate(found) if block.level and len(block.text) <= _LONGEST]
    if (named := _named(found, headings, names)) is not None:
        # A page may be named like the site, and its heading then is that of the site.
        own = [i for i in headings if named < i < first and not is_label(found[i])]
        return found, prose, own[0] if own and len(found[named].text.split()) < 3 else named
    begin = max(0, first - NEAR)
    lines = [line for block in found[begin : first + 1] for line in _lines(block)]
    if (at := _named(lines[::-1], range(len(lines)), names)) is not None:
        # Of the first paragraph only the last line stays prose.
        more = len(lines) - (first + 1 - begin)
        whole = [*found[:begin], *lines, *found[first + 1 :]]
        return whole, [i + more for i in prose], begin + len(lines) - 1 - at
    above = [i for i in headings if i < first and not (found[i].is_linked or is_label(found[i]))]
    above = [i for i in above if i >= begin] or [i for i in above if found[i].level == 1]
    return found, prose, min(above, key=lambda i: (found[i].level, -i), default=None)


def plain(words: str) -> str:
    """Words by which two writings of the same can be compared: no case, no punctuation, no space."""
    return re.sub(r"[\W_]+", "", words.casefold())


def _lines(block: Block) -> list[Block]:
    if block.group is not None:
        return [block]
    return [replace(block, text=line) for line in block.text.split("\n")]


def _named(found: Sequence[Block], among: Iterable[int], names: Sequence[str]) -> int | None:
    """Index of the block that the page is named by: the longest, of several the first."""
    own = {i: plain(found[i].text) for i in among if not is_label(found[i])}
    for name in names:
        parts = {plain(part) for part in (name, *_PARTS.split(name))}
        same = [i for i, words in own.items() if _is_named(words, plain(name), parts)]
        if same:
            return max(same, key=lambda i: (len(found[i].text), -i))
    return None


def _is_named(words: str, name: str, parts: set[str]) -> bool:
    """Are these the words of a page's name, or of a part of it? A name may be cut short."""
    if len(words) <= _LONG:
        return words == name or (words in parts and len(words) >= _LEAST)
    cut = len(name) > _LONG and words.startswith(name)
    return words in parts or name.startswith(words) or name.endswith(words) or cut
