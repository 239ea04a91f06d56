"""Paragraphs and sentences of German and English text, by offsets."""

from __future__ import annotations

import re

_BLANK = " \t\r\n\f\v\u00a0\u2009\u202f\u200b\u2028\u2029\ufeff"
_LINE = re.compile(r"[^\r\n]+")
_BREAK = re.compile(r"\r\n|\r|\n")
_END = re.compile(r"""[.!?…]+(?P<close>["'“”»«’‘)\]*]*)\s+(?=["'„“‚‘»«(\[*]*[A-ZÄÖÜ0-9])""")
_WORD_BEFORE = re.compile(r"[^\s(„“\"'‚»«*_]*\Z")
_COUNT = re.compile(r"(?:\d{1,3}\.?[/–-])?\d{1,3}|[IVX]{1,5}")
_LETTER = re.compile(r"[^\W\d_]")
_NEXT_WORD = re.compile(r"[^\w]*(\w+)")
# Written out rather than inferred: a false break costs a fact, a missed one nothing.
_ABBREVIATIONS_WORDS = """
    dr prof dipl ing hon med phil rer nat jur pol habil h c nr nrn no mio mrd tsd ca bzw ggf inkl exkl
    str tel vgl bspw evtl max min st hr fr abs art ziff bd geb gez sog ev u zzgl abt allg zt lt mag lic
    jan feb mär apr jun jul aug sep sept okt oct nov dez dec mr mrs ms messrs approx rd ungef einschl
    kath evang gem hrsg hl jh vorm ehem stv stellv bgm komm kgl mind z b d i a o s v e r dgl fa telefonnr
    mobil reg bes bez
"""
_ABBREVIATIONS = frozenset(_ABBREVIATIONS_WORDS.split())
# Abbreviations that also end sentences: what follows decides.
_EITHER = frozenset(("usw", "etc", "v", "jh", "str", "min", "max", "co", "d", "a", "r", "u"))
_STARTERS_WORDS = """
    Der Die Das Den Dem Ein Eine Einen Einem Es Er Sie Wir Ich Im In Am An Auf Mit Für Nach Bei Dabei
    Damit Dazu Darüber Dies Diese Dieser Dieses Denn Doch Aber Auch Zum Zur Zu Von Vor Unter Über Um
    Insgesamt Weitere Ziel Alle Als Wenn Wie Was Wer So Seit Bis Aus Durch Neben Ab The This These It We
    In At On For And But Beide Nun Hier Dort Heute Bereits Zudem Außerdem Gemeinsam Interessierte
"""
_STARTERS = frozenset(_STARTERS_WORDS.split())


def trim(text: str, start: int, end: int, chars: str = _BLANK) -> tuple[int, int]:
    """The stretch without the given characters (white space, by default) at its ends."""
    while start < end and text[start] in chars:
        start += 1
    while end > start and text[end - 1] in chars:
        end -= 1
    return start, end


def lines(text: str, start: int = 0, end: int | None = None) -> list[tuple[int, int]]:
    """The lines that hold more than white space, trimmed."""
    spans = (
        trim(text, *match.span()) for match in _LINE.finditer(text, start, len(text) if end is None else end)
    )
    return [(a, b) for a, b in spans if a < b]


def paragraphs(text: str) -> list[tuple[int, int]]:
    """Stretches between blank lines, trimmed; a line break inside a paragraph stays inside."""
    found: list[tuple[int, int]] = []
    last = 0
    for start, end in lines(text):
        # One line break and white space between two lines: the same paragraph.
        if found and len(_BREAK.findall(text, last, start)) < 2:
            found[-1] = found[-1][0], end
        else:
            found.append((start, end))
        last = end
    return found


def sentences(text: str, start: int, end: int) -> list[tuple[int, int]]:
    """Sentences of `text[start:end]`, trimmed; together they hold all that is not white space.

    A closing quotation mark belongs to the sentence before it. No break after abbreviations, initials
    and ordinals.
    """
    found, begin = [], start
    for match in _END.finditer(text, start, end):
        if match.start() >= begin and _breaks(text, match, begin, end):
            found.append(trim(text, begin, match.end()))
            begin = match.end()
    found.append(trim(text, begin, end))
    return [(a, b) for a, b in found if a < b]


def _breaks(text: str, match: re.Match[str], begin: int, end: int) -> bool:
    if text[match.start()] != "." or match["close"] or text[match.start() : match.start() + 2] == "..":
        return match.end() < end
    word_match = _WORD_BEFORE.search(text[max(begin, match.start() - 40) : match.start()])
    word = word_match[0] if word_match else ""
    after = _NEXT_WORD.match(text, match.end(), min(end, match.end() + 40))
    starter = bool(after) and after is not None and after[1] in _STARTERS
    if _COUNT.fullmatch(word):  # "14. Regionalkonferenz", but "waren es 20. Die Stadt"
        return starter
    last = word[max(word.rfind("."), word.rfind("-")) + 1 :].lower()
    if last in _EITHER:
        return starter
    if ".-" in word:  # "Dipl.-Geogr. Sven Hartwich"
        return False
    return not (last in _ABBREVIATIONS or _LETTER.fullmatch(word))
