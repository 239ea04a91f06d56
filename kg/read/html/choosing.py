"""Which blocks of a page are the release: its title, what stands beside it, its text, its contacts.

trafilatura finds the main text of pages of all kinds; it leaves out what is short (datelines, contact
blocks), and knows no press release. So what it finds says where on the page the release is, and the
blocks there are taken, without those that are links, furniture, or another article.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from kg.layout import CONTACT, FINAL, heading_kind
from kg.read.html.blocks import Block, Element

_PROSE = 40  # characters of a paragraph that says something
_MOST = 0.8  # of the prose: an element that holds so much of it holds the release
_ABOVE = 8  # blocks above the title that can belong to it
_SHORT = 120
_BOX = 1500  # characters of a box of contacts
_ELSEWHERE = re.compile(
    r"\W*(?:(?:Weitere|Mehr|Andere|Aktuelle|Neueste|Letzte|Ähnliche|Verwandte|Alle|More|Related|Latest)\s"
    r"(?:[\w-]+\s)?(?:Artikel|Meldung\w*|Mitteilung\w*|Nachricht\w*|News|Beitr[aä]g\w*|Presse\w+|Themen|Links?|Inhalte"
    r"|articles|posts|stories)|Das\skönnte|(?:Auch|Ebenfalls)\sinteressant|Passend\sdazu|Lesen\sSie\sauch"
    r"|Kommentare?|Schreiben?\sSie\seinen\sKommentar|Newsletter|Folgen\sSie\suns|Downloads?|(?:Bilder)?galerie)\b"
    r"[^.]{0,50}\Z",
    re.IGNORECASE,
)
"""Headings under which a page goes on with something else."""
_FURNITURE = re.compile(
    r"\W*(?:(?:zurück|nach oben|zum (?:seiten)?anfang|back)\b.{0,40}|(?:(?:seite|artikel|beitrag|meldung) )?"
    r"(?:drucken|teilen|versenden|weiterempfehlen|vorlesen|merken)(?:\W+\w+){0,3}"
    r"|(?:facebook|twitter|x|whatsapp|mastodon|linkedin|xing|instagram|e-?mail|print|share|pdf)(?:\W+\w+){0,6}"
    r"|sie (?:befinden sich|sind) hier.{0,120}|(?:schlagw[oö]rt\w*|tags?|kategorien?|lesezeit|rubrik):.{0,80}"
    r"|\d+ (?:kommentare?|aufrufe|likes?)|weiterlesen|mehr lesen|(?:©|\(c\)|copyright)[^\n]{0,120}"
    r"|(?:(?:impressum|datenschutz\w*|barrierefreiheit|sitemap|kontakt|agb|login|startseite)\b\W*){2,})\W*\Z",
    re.IGNORECASE,
)
_CREDIT = re.compile(
    r"\W*(?:(?:Foto|Bild|Grafik|Photo|Copyright|Quelle)(?:s|nachweis|quelle|rechte)?\s?[:©]|©|\(c\)).{0,120}\Z",
    re.IGNORECASE,
)
_WRITTEN_LINK = re.compile(r"(?:https?://|www\.)\S+\Z|\S+@\S+\Z")
_ASIDE = re.compile(r"side-?bar|marginal|related|comment|newsletter|infobox|advert|banner|(?:right|left)-?col")
_FOOT = re.compile(r"(?<![a-z])(?:page-?|site-?|main-?)?(?:footer|fuss(?:zeile|bereich|leiste)?)(?![a-z])")
_NAME_PARTS = re.compile(r"\s+[|–—:·•»«>/-]+\s+|\s*[|»«]\s*")
_TABLE = ("table", "tbody", "tr", "html")


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
    title = _title(found, names, prose[0])
    start = prose[0] if title is None else title
    area = _area(found, prose, found[start])
    around = {i: _surroundings(found[i], area) for i in range(len(found)) if _holds(area, found[i].element)}
    known = set(prose)
    inside = [i for i, where in around.items() if i in known or not _is_noise(found[i], where)]
    chosen = list(_to_the_end(found, [i for i in inside if i > start], known))
    chosen = [*_above(found, inside, start), *([start] if title is None else []), *chosen]
    blocks = [found[i] for i in chosen]
    if title is not None:
        same = plain(found[title].text)
        blocks = [found[title], *(block for block in blocks if plain(block.text) != same)]
    if not any(CONTACT.search(block.text) for block in blocks):
        blocks += _contacts_beside(found, {id(block) for block in blocks})
    return Choice(tuple(_captions_below(blocks)), None if title is None else found[title])


def plain(words: str) -> str:
    """Words by which two writings of the same can be compared: no case, no punctuation, no space."""
    return re.sub(r"[\W_]+", "", words.casefold())


def _prose(found: Sequence[Block], main_text: str) -> list[int]:
    """Indices of the paragraphs of the main text; where that is none, of all that is prose."""
    known = set(_grams(main_text))
    long = [
        i
        for i, block in enumerate(found)
        if len(block.text) >= _PROSE and not (block.level or block.is_linked or block.caption)
    ]
    prose = [i for i in long if _share(list(_grams(found[i].text)), known) > 0.7]
    if sum(len(found[i].text) for i in prose) < 2 * _SHORT:
        prose = [i for i in long if FINAL.search(found[i].text) and not _is_foot(found[i].element)] or prose
    return prose


def _grams(words: str) -> Iterator[tuple[str, ...]]:
    """Each three words that follow each other."""
    parts = re.findall(r"\w+", words.casefold())
    return zip(parts, parts[1:], parts[2:], strict=False)


def _share(grams: Sequence[tuple[str, ...]], known: set[tuple[str, ...]]) -> float:
    return sum(gram in known for gram in grams) / len(grams) if grams else 0.0


def _title(found: Sequence[Block], names: Sequence[str], first: int) -> int | None:
    """Index of the title: the heading that the page is named by, else the one above the text."""
    headings = [i for i, block in enumerate(found) if block.level and len(block.text) <= 400]
    for level in (True, False):  # pages made by hand set their titles in bold
        near = headings if level else [i for i in range(max(0, first - _ABOVE), first + 1)]
        for name in names:
            parts = {plain(part) for part in (name, *_NAME_PARTS.split(name))}
            same = [i for i in near if _is_named(plain(found[i].text), plain(name), parts)]
            if same:
                return max(same, key=lambda i: (len(found[i].text), i if not level else -i))
    above = [i for i in headings if i < first and not found[i].is_linked and _kind(found[i]) != "headline"]
    tops = [i for i in above if found[i].level == 1]
    return next(iter([*tops[::-1], *(i for i in above[::-1] if first - i <= _ABOVE)]), None)


def _is_named(words: str, name: str, parts: Iterable[str]) -> bool:
    """Are these the words of a page's name, or of a part of it?"""
    if len(words) < 10:
        return words == name
    return words in parts or (len(words) > 20 and (name.startswith(words) or words.startswith(name) and len(name) > 20))


def _kind(block: Block) -> str | None:
    """The kind of section that the words of a block open as a heading."""
    return heading_kind(block.text.rstrip(": ")) if len(block.text) <= _SHORT else None


def _area(found: Sequence[Block], prose: Sequence[int], start: Block) -> Element:
    """The innermost element that holds the title and nearly all prose."""
    held: Counter[Element] = Counter()
    for i in prose:
        for element in _upwards(found[i].element):
            held[element] += len(found[i].text)
    needed = _MOST * sum(len(found[i].text) for i in prose)
    *_, root = _upwards(start.element)
    return next((e for e in _upwards(start.element) if held[e] >= needed), root)


def _upwards(element: Element) -> Iterator[Element]:
    """An element and all around it, the innermost first."""
    while element is not None:
        yield element
        element = element.getparent()


def _holds(area: Element, element: Element) -> bool:
    return any(e is area for e in _upwards(element))


def _surroundings(block: Block, area: Element) -> str:
    """What sets a block apart from the area around it: "foot", "aside" or nothing."""
    for element in _upwards(block.element):
        if element is area:
            return ""
        if _is_foot(element):
            return "foot"
        if element.tag == "aside" or _ASIDE.search(_names(element)):
            return "aside"
    return ""


def _is_foot(element: Element) -> bool:
    return any(e.tag == "footer" or _FOOT.search(_names(e)) for e in _upwards(element) if e.tag != "body")


def _names(element: Element) -> str:
    return f"{element.get('id') or ''} {element.get('class') or ''}".lower().replace("_", "-")


def _is_noise(block: Block, where: str) -> bool:
    """Is it nothing that the release says: links, furniture, what stands beside or below it?"""
    text = block.text.removeprefix("- ")
    if block.caption and _CREDIT.match(text):
        return True
    if block.is_linked and not _WRITTEN_LINK.match(text):
        return True
    if len(text) <= _SHORT and _FURNITURE.match(text):
        return True
    return bool(where) and not CONTACT.search(text) and _kind(block) != "contact"


def _to_the_end(found: Sequence[Block], inside: Sequence[int], prose: set[int]) -> Iterator[int]:
    """What follows the title up to the release's end, without what a page puts between."""
    last = max(prose)
    kept: Block | None = None
    skipping = False
    for i in inside:
        block, kind = found[i], _kind(found[i])
        if kind in ("contact", "boilerplate"):
            skipping = False
        elif kept is not None and (block.level or len(block.text) <= _SHORT) and _ELSEWHERE.match(block.text):
            skipping = True
        near = kept is None or i <= last or _is_near(block.element, kept.element)
        if not skipping and (near or kind == "contact" or CONTACT.search(block.text)):
            kept = block
            yield i


def _is_near(one: Element, other: Element) -> bool:
    """Do two elements stand in the same part of a page, not in two columns or rows of its layout?"""
    steps = {element: step for step, element in enumerate(_upwards(one))}
    for step, element in enumerate(_upwards(other)):
        if element in steps:
            most = 2 if element.tag == "body" else 4
            return max(step, steps[element]) <= most and (element.tag not in _TABLE or _is_column(element))
    return False


def _is_column(element: Element) -> bool:
    """Is every row of a table a single cell?"""
    return element.tag in ("table", "tbody") and all(len(row) == 1 for row in element.iter("tr"))


def _above(found: Sequence[Block], inside: Sequence[int], start: int) -> list[int]:
    """Date, kicker or letterhead above the title (or the text): short blocks near it."""
    chosen: list[int] = []
    for i in reversed([i for i in inside if start - _ABOVE <= i < start]):
        block = found[i]
        if len(block.text) > _SHORT or not _is_near(block.element, found[start].element):
            break
        chosen.insert(0, i)
    return chosen


def _contacts_beside(found: Sequence[Block], taken: set[int]) -> list[Block]:
    """The box of contacts that stands beside the text: what shares the element of its heading."""
    for block in found:
        if id(block) in taken or _kind(block) != "contact" or _is_foot(block.element):
            continue
        for box in list(_upwards(block.element))[:3]:
            inside = [b for b in found if _holds(box, b.element)]
            if sum(len(b.text) for b in inside) > _BOX or any(id(b) in taken for b in inside):
                break
            if any(CONTACT.search(b.text) for b in inside):
                return [b for b in inside if not b.is_linked or _WRITTEN_LINK.match(b.text)]
    return []


def _captions_below(blocks: Sequence[Block]) -> list[Block]:
    """Captions of pictures between title and text stand below its first paragraph."""
    first = next((i for i, b in enumerate(blocks) if len(b.text) > _SHORT and not (b.level or b.caption)), -1)
    captions = [b for b in blocks[: first + 1] if b.caption]
    return [*(b for b in blocks[: first + 1] if not b.caption), *captions, *blocks[first + 1 :]]
