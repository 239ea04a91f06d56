"""Which blocks of a page are the release: its title, what stands beside it, its text, its contacts.

trafilatura finds the main text of pages of all kinds; it leaves out what is short (datelines, contact
blocks), and knows no press release. So what it finds says where on the page the release is, and the
blocks there are taken, without those that are links, furniture, or another article.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace

from kg.layout import CONTACT, heading_kind
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
    r"|sie (?:befinden sich|sind) hier.{0,120}|(?:schlagw[oö]rt\w*|tags?|kategorien?|lesezeit|rubrik|zugriffe|hits):.{0,80}"
    r"|(?:zuletzt|letzte|last)\W+(?:aktualisier|änderung|bearbeit|geändert|updated?|modified).{0,60}|\d+ (?:kommentare?|aufrufe|likes?)|weiterlesen|mehr lesen|(?:©|\(c\)|copyright)[^\n]{0,120}"
    r"|(?:(?:impressum|datenschutz\w*|barrierefreiheit|sitemap|kontakt|agb|login|startseite)\b\W*){2,})\W*\Z",
    re.IGNORECASE,
)
_CREDIT = re.compile(
    r"\W*(?:(?:Foto|Bild|Grafik|Photo|Copyright|Quelle)(?:s|nachweis|quelle|rechte)?\s?[:©]|©|\(c\)).{0,120}\Z",
    re.IGNORECASE,
)
_WRITTEN_LINK = re.compile(r"(?:https?://|www\.)\S+\Z|\S+@\S+\Z")
_DAY = re.compile(r"(?:\w+,\s)?\d{1,2}\.\s?(?:\d{1,2}\.|[A-ZÄ][a-zä]+\.?)\s?\d{4}\Z")
_ASIDE = re.compile(r"side-?bar|(?<![a-z])aside(?![a-z])|marginal|related|teaser-?list|comment|newsletter|infobox|advert|banner|(?:right|left)-?col")
_FOOT = re.compile(r"(?<![a-z])(?:foot(?:er)?|fuss(?:zeile|bereich|leiste)?)(?![a-z])")
_NAME_PARTS = re.compile(r"\s+[|–—:·•»«>/-]+\s+|\s*[|»«]\s*|:\s+")
_GOES_ON = re.compile(r"(?:mehr|mehr (?:lesen|erfahren|dazu)|weiter(?:lesen)?|details|zum artikel|more)\W*\Z", re.IGNORECASE)
_IMPRINT = re.compile(r"\W*Impressum\b", re.IGNORECASE)  # of the page, not of the release
_COLUMNS = ("td", "article", "main")
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
    found, prose, title = _with_title(list(found), names, prose)
    start = prose[0] if title is None else title
    core = _area([found[i] for i in prose], found[start].element)
    inside = [
        i for i, block in enumerate(found) if not _is_noise(found, i) and not (i > prose[0] and _is_beside(block))
    ]
    chosen = [*_above(found, inside, start), *([start] if title is None else [])]
    chosen += _below(found, [i for i in inside if i > start], core, set(prose))
    kept = {*chosen, title}
    blocks = [found[i] for i in chosen if not _is_empty(found, i, kept)]
    if title is not None:
        same = plain(found[title].text)
        blocks = [found[title], *(block for block in blocks if plain(block.text) != same)]
    if not any(_kind(block) == "contact" for block in blocks):
        blocks += _contacts_beside(found, blocks)
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
        if len(block.text) >= _PROSE and not (block.level or block.caption or _is_noise(found, i))
    ]
    prose = [i for i in long if _share(list(_grams(found[i].text)), known) > 0.7]
    if sum(len(found[i].text) for i in prose) < 2 * _SHORT:
        prose = [i for i in long if found[i].text.rstrip("“”\"»«’) ").endswith((".", "!", "?"))] or prose
    return [i for i in prose if not _is_beside(found[i])] or prose


def _grams(words: str) -> Iterator[tuple[str, ...]]:
    """Each three words that follow each other."""
    parts = re.findall(r"\w+", words.casefold())
    return zip(parts, parts[1:], parts[2:], strict=False)


def _share(grams: Sequence[tuple[str, ...]], known: set[tuple[str, ...]]) -> float:
    return sum(gram in known for gram in grams) / len(grams) if grams else 0.0


def _with_title(
    found: list[Block], names: Sequence[str], prose: list[int]
) -> tuple[list[Block], list[int], int | None]:
    """The blocks with the title as one of them, the prose among them, and the title's index.

    The title is the heading that the page is named by; else, on pages made by hand, the line; else the
    heading above the text.
    """
    first = prose[0]
    headings = [i for i, block in enumerate(found) if block.level and len(block.text) <= 400]
    if (named := _named(found, headings, names)) is not None:
        # A page may be named like the site, and its heading then is that of the site.
        own = [i for i in headings if named < i < first and not _is_label(found[i])]
        return found, prose, own[0] if own and len(found[named].text.split()) < 3 else named
    lines = [
        replace(block, text=line)
        for block in found[max(0, first - _ABOVE) : first + 1]
        for line in (block.text.split("\n") if block.group is None else [block.text])
    ]
    if (line := _named(lines[::-1], range(len(lines)), names)) is not None:
        begin = max(0, first - _ABOVE)
        more = len(lines) - (first + 1 - begin)
        whole = [*found[:begin], *lines, *found[first + 1 :]]
        # A line of the first paragraph itself: what follows it is the paragraph.
        return whole, [i + more for i in prose], begin + len(lines) - 1 - line
    above = [i for i in headings if i < first and not found[i].is_linked and not _is_label(found[i])]
    above = [i for i in above if first - i <= _ABOVE] or [i for i in above if found[i].level == 1]
    return found, prose, min(above, key=lambda i: (found[i].level, -i), default=None)


def _named(found: Sequence[Block], among: Iterable[int], names: Sequence[str]) -> int | None:
    """Index of the block that the page is named by: the longest, of several the first."""
    among = list(among)
    for name in names:
        parts = {plain(part) for part in (name, *_NAME_PARTS.split(name))}
        same = [
            i
            for i in among
            if _is_named(plain(found[i].text), plain(name), parts) and not _is_label(found[i])
        ]
        if same:
            return max(same, key=lambda i: (len(found[i].text), -i))
    return None


def _is_named(words: str, name: str, parts: set[str]) -> bool:
    """Are these the words of a page's name, or of a part of it?"""
    if len(words) <= 20:
        return words in parts and len(words) >= 10 or words == name
    return words in parts or name.startswith(words) or name.endswith(words) or (
        len(name) > 20 and words.startswith(name.rstrip("…"))
    )


def _kind(block: Block) -> str | None:
    """The kind of section that the words of a block open as a heading."""
    if len(block.text) > _SHORT or block.is_linked or _IMPRINT.match(block.text):
        return None
    return heading_kind(re.sub(r"\A(?:Ihre?|Unsere?)\s", "", block.text).rstrip(": "))


def _is_label(block: Block) -> bool:
    """A known heading or a letterhead's label ("Pressemitteilung vom 3. Mai 2021"), which is no title."""
    first, *rest = block.text.split(maxsplit=1)
    return _kind(block) is not None or bool(
        rest and re.search(r"\d", rest[0]) and heading_kind(first) == "headline" and len(block.text) < 60
    )


def _area(prose: Sequence[Block], start: Element) -> Element:
    """The innermost element around the start that holds nearly all prose; of columns, most of it."""
    held: Counter[Element] = Counter()
    for block in prose:
        for element in _upwards(block.element):
            held[element] += len(block.text)
    whole = sum(len(block.text) for block in prose)
    around = list(_upwards(start))
    return next((e for e in around if held[e] >= (0.5 if e.tag in _COLUMNS else _MOST) * whole), around[-1])


def _upwards(element: Element) -> Iterator[Element]:
    """An element and all around it, the innermost first."""
    while element is not None:
        yield element
        element = element.getparent()


def _holds(area: Element, element: Element) -> bool:
    return any(e is area for e in _upwards(element))


def _is_beside(block: Block) -> bool:
    """Does it stand beside or below the content: in a sidebar, a footer?"""
    around = _upwards(block.element)
    return _is_foot(block.element) or any(
        e.tag == "aside" or _ASIDE.search(_names(e)) for e in around if e.tag != "body"
    )


def _is_foot(element: Element) -> bool:
    """Does it stand at the foot of the page?"""
    return any(e.tag == "footer" or _FOOT.search(_names(e)) for e in _upwards(element) if e.tag != "body")


def _names(element: Element) -> str:
    return f"{element.get('id') or ''} {element.get('class') or ''}".lower().replace("_", "-")


def _is_noise(found: Sequence[Block], i: int) -> bool:
    """Is it nothing that the release says: links, furniture, the teaser of something else?"""
    block = found[i]
    text = block.text.removeprefix("- ")
    if block.caption and _CREDIT.match(text):
        return True
    if block.is_linked and not (_WRITTEN_LINK.match(text) or _DAY.match(text)):
        return True
    if len(text) <= _SHORT and _FURNITURE.match(text) and not CONTACT.search(text):
        return True
    above = found[i - 1] if i else None
    teaser = above is not None and above.level and above.is_linked and not block.level
    return bool(teaser) or (block.linked > 0 and _GOES_ON.search(text) is not None)


def _is_empty(found: Sequence[Block], i: int, chosen: set[int | None]) -> bool:
    """Is it a heading, and what stands under it is left out?"""
    if not found[i].level:
        return False
    under = next((j for j in range(i + 1, len(found)) if not found[j].caption), None)
    return under not in chosen


def _below(found: Sequence[Block], inside: Sequence[int], core: Element, prose: set[int]) -> Iterator[int]:
    """What follows the title up to the release's end, without what a page puts between.

    Behind the last paragraph come contacts and lines of the same part of the page; in another part, as
    under a heading of their own, only if there were none before.
    """
    last = max(i for i in prose if _holds(core, found[i].element))
    text = _area([found[i] for i in prose], found[min(prose)].element)
    kept: Block | None = None
    reached = skipping = False  # were there contacts; is this something else?
    heading: Block | None = None  # the last known one
    for i in inside:
        block, kind = found[i], _kind(found[i])
        within = _holds(text, block.element)
        short = len(block.text) <= _SHORT or CONTACT.search(block.text) is not None
        if kind in ("contact", "boilerplate"):
            skipping, heading = reached and not within, block
        elif kept is not None and short and _ELSEWHERE.match(block.text):
            skipping = True
        if skipping:
            continue
        if i <= last:
            belongs = kept is None or _holds(core, block.element)
        else:
            headed = heading is not None and _is_near(block.element, heading.element, 4 if within else 2)
            belongs = i in prose or headed or ((short or _holds(core, block.element)) and (within or not reached))
            belongs = belongs and (kept is None or _is_near(block.element, kept.element))
        if belongs:
            kept = block
            reached = reached or kind == "contact" or CONTACT.search(block.text) is not None
            yield i


def _is_near(one: Element, other: Element, levels: int = 4) -> bool:
    """Do two elements stand in the same part of a page, not in two columns or rows of its layout?

    Then what is around both is not more levels up from either.
    """
    steps = {element: step for step, element in enumerate(_upwards(one))}
    for step, element in enumerate(_upwards(other)):
        if element in steps:
            most = min(2, levels) if element.tag == "body" else levels
            apart = element.tag in _TABLE and not _is_column(element)
            return one is other or (max(step, steps[element]) <= most and not apart)
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
        # A heading that is no smaller is that of the page, unless it is a dateline.
        if not 0 < block.level <= found[start].level or re.search(r"\d{4}", block.text):
            chosen.insert(0, i)
    return chosen


def _contacts_beside(found: Sequence[Block], taken: Sequence[Block]) -> list[Block]:
    """The box of contacts that stands beside the text: what shares the element of its heading."""
    known = {id(block) for block in taken}
    for block in found:
        if id(block) in known or _kind(block) != "contact" or _is_foot(block.element):
            continue
        for box in list(_upwards(block.element))[:3]:
            inside = [b for b in found if _holds(box, b.element)]
            if sum(len(b.text) for b in inside) > _BOX or any(id(b) in known for b in inside):
                break
            if any(CONTACT.search(b.text) for b in inside):
                return [b for b in inside if not b.is_linked or _WRITTEN_LINK.match(b.text)]
    return []


def _captions_below(blocks: Sequence[Block]) -> list[Block]:
    """Captions of pictures between title and text stand below its first paragraph."""
    first = next((i for i, b in enumerate(blocks) if len(b.text) > _SHORT and not (b.level or b.caption)), -1)
    captions = [b for b in blocks[: first + 1] if b.caption]
    return [*(b for b in blocks[: first + 1] if not b.caption), *captions, *blocks[first + 1 :]]
