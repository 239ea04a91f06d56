"""What on a page is nothing that its release says: links, tools, teasers; and what its headings open."""

from __future__ import annotations

import re
from collections.abc import Collection, Sequence

from kg.layout import CONTACT, heading_kind
from kg.read.html.blocks import Block

SHORT = 120
"""Characters of a line that is no prose."""

_ELSEWHERE = re.compile(
    r"\W*(?:(?:Weitere|Mehr|Andere|Aktuelle|Neueste|Letzte|Ähnliche|Verwandte|Alle|More|Related|Latest)\s"
    r"(?:[\w-]+\s)?(?:Artikel|Meldung\w*|Mitteilung\w*|Nachricht\w*|News|Beitr[aä]g\w*|Presse\w+|Themen|Links?"
    r"|Inhalte|articles|posts|stories)|Das\skönnte|(?:Auch|Ebenfalls)\sinteressant|Passend\sdazu"
    r"|Lesen\sSie\sauch|Kommentare?|Schreiben?\sSie\seinen\sKommentar|Newsletter|Folgen\sSie\suns|Downloads?"
    r"|(?:Bilder)?galerie)\b[^.]{0,50}\Z",
    re.IGNORECASE,
)
_TOOL = re.compile(
    r"\W*(?:(?:zurück|nach oben|zum (?:seiten)?anfang|back)\b.{0,40}"
    r"|(?:(?:seite|artikel|beitrag|meldung) )?(?:drucken|teilen|versenden|weiterempfehlen|vorlesen|merken)"
    r"(?:\W+\w+){0,3}"
    r"|(?:facebook|twitter|x|whatsapp|mastodon|linkedin|xing|instagram|e-?mail|print|share|pdf)(?:\W+\w+){0,6}"
    r"|sie (?:befinden sich|sind) hier.{0,120}|weiterlesen|mehr lesen|\d+ (?:kommentare?|aufrufe|likes?)"
    r"|(?:schlagw[oö]rt\w*|tags?|kategorien?|lesezeit|rubrik|zugriffe|hits):.{0,80}"
    r"|(?:zuletzt|letzte|last)\W+(?:aktualisier|änderung|bearbeit|geändert|updated?|modified).{0,60}"
    r"|(?:©|\(c\)|copyright)[^\n]{0,120}"
    r"|(?:(?:impressum|datenschutz\w*|barrierefreiheit|sitemap|kontakt|agb|login|startseite)\b\W*){2,})\W*\Z",
    re.IGNORECASE,
)
_CREDIT = re.compile(
    r"\W*(?:(?:Foto|Bild|Grafik|Photo|Copyright|Quelle)(?:s|nachweis|quelle|rechte)?\s?[:©]|©|\(c\)).{0,120}\Z",
    re.IGNORECASE,
)
_WRITTEN = re.compile(
    r"(?:https?://|www\.)\S+\Z|\S+@\S+\Z|(?:\w+,\s)?\d{1,2}\.\s?(?:\d{1,2}\.|[A-ZÄ][a-zä]+\.?)\s?\d{4}\Z"
)
"""A link that is written out, or on a date: it says what it says without being followed."""
_GOES_ON = re.compile(
    r"(?:mehr|mehr (?:lesen|erfahren|dazu)|weiter(?:lesen)?|details|zum artikel|more)\W*\Z", re.IGNORECASE
)
_IMPRINT = re.compile(r"\W*Impressum\b", re.IGNORECASE)


def kind_of(block: Block) -> str | None:
    """The kind of section that the words of a block open as a heading; the page's imprint opens none."""
    if len(block.text) > SHORT or block.is_linked or _IMPRINT.match(block.text):
        return None
    return heading_kind(re.sub(r"\A(?:Ihre?|Unsere?)\s", "", block.text).rstrip(": "))


def is_label(block: Block) -> bool:
    """Is it a known heading or a letterhead's label ("Pressemitteilung vom 3. Mai 2021"), and no title?"""
    first, _, rest = block.text.partition(" ")
    dated = len(block.text) < 60 and re.search(r"\d", rest) and heading_kind(first) == "headline"
    return kind_of(block) is not None or bool(dated)


def is_short(block: Block) -> bool:
    """Is it a line, or contacts?"""
    return len(block.text) <= SHORT or CONTACT.search(block.text) is not None


def opens_another(block: Block) -> bool:
    """Is it a heading under which the page goes on with something else?"""
    return len(block.text) <= SHORT and _ELSEWHERE.match(block.text) is not None


def is_mere_link(block: Block) -> bool:
    """Is it a link that says nothing unless it is followed?"""
    return block.is_linked and not _WRITTEN.match(block.text.removeprefix("- "))


def is_noise(found: Sequence[Block], i: int) -> bool:
    """Is it nothing that the release says: a link, a tool of the page, the teaser of something else?"""
    block = found[i]
    text = block.text.removeprefix("- ")
    if is_mere_link(block) or (block.caption and _CREDIT.match(text)):
        return True
    if len(text) <= SHORT and _TOOL.match(text) and not CONTACT.search(text):
        return True
    if i and found[i - 1].level and found[i - 1].is_linked and not block.level:
        return True
    return block.linked > 0 and _GOES_ON.search(text) is not None


def is_empty(found: Sequence[Block], i: int, chosen: Collection[int | None]) -> bool:
    """Is it a heading, and what stands under it is left out?"""
    if not found[i].level:
        return False
    return next((j for j in range(i + 1, len(found)) if not found[j].caption), None) not in chosen
