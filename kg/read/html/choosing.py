"""Which blocks of a page are the release: its title, what stands beside it, its text, its contacts.

trafilatura finds the main text of pages of all kinds; it leaves out what is short (datelines, contact
blocks), and knows no press release. So what it finds says where on the page the release is, and the
blocks there are taken, without those that are links, tools of the page, or another article.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import islice

from kg.layout import CONTACT
from kg.read.html.blocks import Block
from kg.read.html.noise import (
    SHORT,
    is_empty,
    is_mere_link,
    is_noise,
    is_short,
    kind_of,
    opens_another,
)
from kg.read.html.surroundings import area_of, holds, is_below, is_beside, is_near, upwards
from kg.read.html.titles import NEAR, plain, with_title

_PROSE = 40  # characters of a paragraph that says something
_LITTLE = 240  # characters: trafilatura has missed the text
_SAME = 0.7  # of a paragraph's words: it is in the main text
_ENDS = re.compile(r"[.!?][“”\"»«’)\s]*\Z")
_BOX = 1500  # characters of a box of contacts
_BOXES = 20  # that are looked at


@dataclass(frozen=True, slots=True)
class Choice:
    """The blocks of a release in order, and the one among them that is its title."""

    blocks: tuple[Block, ...] = ()
    title: Block | None = None


def choose(found: Sequence[Block], names: Sequence[str], main_text: str) -> Choice:
    """The release among the blocks of a page; no blocks where the page has no prose.

    `names` are what the page's metadata calls it, the surest first; `main_text` is what trafilatura takes
    for its main text.
    """
    prose = _prose(found, main_text)
    if not prose:
        return Choice()
    found, prose, title = with_title(list(found), names, prose)
    start = prose[0] if title is None else title
    inside = [
        i
        for i, block in enumerate(found)
        if not is_noise(found, i) and not (i > prose[0] and is_beside(block.element))
    ]
    chosen = [*_above(found, inside, start), *([start] if title is None else [])]
    chosen += _below(found, [i for i in inside if i > start], found[start], set(prose))
    kept = {*chosen, title}
    blocks = [found[i] for i in chosen if not is_empty(found, i, kept)]
    if title is not None:
        same = plain(found[title].text)
        blocks = [found[title], *(block for block in blocks if plain(block.text) != same)]
    if not any(kind_of(block) == "contact" for block in blocks):
        blocks += _contacts_beside(found, blocks)
    return Choice(tuple(_captions_below(blocks)), None if title is None else found[title])


def _prose(found: Sequence[Block], main_text: str) -> list[int]:
    """Indices of the paragraphs of the main text; where there are none, of all that is prose."""
    said = [i for i, b in enumerate(found) if not (b.level or b.caption or is_noise(found, i))]
    long = [i for i in said if len(found[i].text) >= _PROSE]
    known = set(_grams(main_text))
    prose = [i for i in long if _share(list(_grams(found[i].text)), known) > _SAME]
    if sum(len(found[i].text) for i in prose) < _LITTLE:
        prose = [i for i in long if _ENDS.search(found[i].text)] or prose
    prose = prose or [i for i in said if _ENDS.search(found[i].text) and " " in found[i].text]
    return [i for i in prose if not is_beside(found[i].element)] or prose


def _grams(words: str) -> Iterator[tuple[str, ...]]:
    """Each three words that follow each other."""
    parts = re.findall(r"\w+", words.casefold())
    return zip(parts, parts[1:], parts[2:], strict=False)


def _share(grams: Sequence[tuple[str, ...]], known: set[tuple[str, ...]]) -> float:
    return sum(gram in known for gram in grams) / len(grams) if grams else 0.0


def _above(found: Sequence[Block], inside: Sequence[int], start: int) -> list[int]:
    """Date, kicker or letterhead above the title (or the text): short blocks near it."""
    chosen: list[int] = []
    for i in reversed([i for i in inside if start - NEAR <= i < start]):
        block = found[i]
        if len(block.text) > SHORT or not is_near(block.element, found[start].element):
            break
        # A heading that is no smaller is that of the page, unless it is a dateline.
        if not 0 < block.level <= found[start].level or re.search(r"\d{4}", block.text):
            chosen.insert(0, i)
    return chosen


def _below(found: Sequence[Block], inside: Sequence[int], start: Block, prose: set[int]) -> Iterator[int]:
    """What follows the title up to the release's end, without what a page puts between.

    Behind the last paragraph come contacts and lines of the same part of the page; in another part, as
    under a heading of their own, only if there were none before.
    """
    paragraphs = [found[i] for i in sorted(prose)]
    core, text = area_of(paragraphs, start.element), area_of(paragraphs, paragraphs[0].element)
    last = max(i for i in prose if holds(core, found[i].element))
    kept = start
    reached = skipping = False  # were there contacts; is this something else?
    heading: Block | None = None  # the last known one
    for i in inside:
        block, kind = found[i], kind_of(found[i])
        within = holds(text, block.element)
        if kind in ("contact", "boilerplate"):
            skipping, heading = reached and not within, block
        elif opens_another(block):
            skipping = True
        if skipping:
            continue
        if i <= last:
            belongs = holds(core, block.element)
        else:
            headed = heading is not None and is_near(block.element, heading.element, 4 if within else 2)
            first = (within or not reached) and (is_short(block) or holds(core, block.element))
            belongs = (i in prose or headed or first) and is_near(block.element, kept.element)
        if belongs:
            kept = block
            reached = reached or kind == "contact" or CONTACT.search(block.text) is not None
            yield i


def _contacts_beside(found: Sequence[Block], taken: Sequence[Block]) -> list[Block]:
    """The box of contacts that stands beside the text: what shares the element of its heading."""
    known = {id(block) for block in taken}
    headings = (
        b for b in found if kind_of(b) == "contact" and id(b) not in known and not is_below(b.element)
    )
    for heading in islice(headings, _BOXES):
        for box in islice(upwards(heading.element), 3):
            inside = [b for b in found if holds(box, b.element)]
            if sum(len(b.text) for b in inside) > _BOX or any(id(b) in known for b in inside):
                break
            if any(CONTACT.search(b.text) for b in inside):
                return [b for b in inside if not is_mere_link(b)]
    return []


def _captions_below(blocks: Sequence[Block]) -> list[Block]:
    """Captions of pictures between title and text stand below its first paragraph."""
    first = next((i for i, b in enumerate(blocks) if len(b.text) > SHORT and not (b.level or b.caption)), -1)
    captions = [b for b in blocks[: first + 1] if b.caption]
    return [*(b for b in blocks[: first + 1] if not b.caption), *captions, *blocks[first + 1 :]]
