"""Lines of a PDF as text: wrapped lines joined to paragraphs, words parted at line ends joined.

Two lines are joined where the first word of the second would not have fitted on the first: then the break
was made by the margin. All other breaks were made by whoever wrote the text, and stay.
"""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Sequence
from itertools import pairwise

from kg.layout import BULLET, CONTACT, FIELDS, heading_kind
from kg.letterhead import is_sender
from kg.read.pdf.columns import Line

_HYPHEN = re.compile(r"(?P<word>[\w.’/&-]*[^\W_])(?P<hyphen>[-‐\u00ad])\Z")
_COORDINATING = re.compile(r"(?:und|oder|sowie|bis|bzw\.?|beziehungsweise|noch|and|or)\b")
_STAYS = re.compile(r"(?:\d|[A-ZÄÖÜ]{2,}|(?<![^\W_])\w)\Z")
"""Before a hyphen that is part of the word: 15-jährige, IT-gestützt, e-mobil."""

_LEADING = 1.35  # times the usual distance of lines: more parts paragraphs
_WIDE = 1.6  # of a line's height
_SELDOM = 4
_SIZE = 0.12  # of a line's height: lines that differ more are no paragraph
_FEW = 8  # lines that say too little of the width of their column
_RAGGED = 0.08  # of a column's width: so near to each other lines end that are broken at its margin
_SLACK = 0.5  # of a line's height: words are not as wide as they are reckoned
_INDENT = 0.7  # of a line's height
_ADDRESS = re.compile(r"(?:\S+@\S+|(?:https?://|www\.)\S+)\Z")
_RUNS_ON = re.compile(r"(?:\b[a-zäöü]+|,)\Z")
_ENDS = re.compile(r"[.!?:…][\"”“»«’)\]]*\Z")


def joined(lines: Sequence[Line]) -> str:
    """The text of lines in reading order."""
    words = Counter(re.findall(r"\w[\w-]*\w", " ".join(line.text for line in lines)))
    leading, margins = _leadings(lines), _Margins(lines)
    text = ""
    last: Line | None = None
    for line in lines:
        if last is None:
            text = line.text
        else:
            so_far = text[text.rfind("\n") + 1 :]
            parted = _break(so_far, last, line, leading, margins)
            text = _add(text, line.text, parted, words)
        last = line
    return text


def _leadings(lines: Sequence[Line]) -> dict[int, float]:
    """The usual distance of lines by their height."""
    found: dict[int, Counter[float]] = {}
    for one, two in pairwise(lines):
        gap = one.y - two.y
        if (one.page, one.column) == (two.page, two.column) and 0 < gap < 2.5 * two.height:
            found.setdefault(round(two.height), Counter())[round(gap, 1)] += 1
    # Of distances that are equally frequent the smaller is that of lines, the other that of paragraphs; a
    # wide one that is seldom is that of paragraphs of one line.
    usual = {height: max(gaps, key=lambda g: (gaps[g], -g)) for height, gaps in found.items()}
    return {h: g for h, g in usual.items() if g < _WIDE * h or found[h][g] >= _SELDOM}


class _Margins:
    """How far to the right lines go: those of their column, or where they are few, all that begin there."""

    def __init__(self, lines: Sequence[Line]) -> None:
        columns: dict[tuple[int, ...], list[Line]] = defaultdict(list)
        starts: dict[tuple[int, ...], list[Line]] = defaultdict(list)
        for line in lines:
            if not line.apart:
                columns[self._column(line)].append(line)
                starts[self._start(line)].append(line)
        self._columns = {key: _reach(near) for key, near in columns.items() if len(near) >= _FEW}
        self._starts = {key: _reach(near) for key, near in starts.items()}

    def right(self, line: Line) -> float:
        """The right margin at a line."""
        wide = self._columns.get(self._column(line))
        return self._starts.get(self._start(line), line.x1) if wide is None else wide

    @staticmethod
    def _column(line: Line) -> tuple[int, ...]:
        return line.page, line.column, round(line.height)

    @staticmethod
    def _start(line: Line) -> tuple[int, ...]:
        return round(line.x0 / line.height), round(line.height)


def _reach(lines: Sequence[Line]) -> float:
    """How far lines go, as at least two of them do, if any two are alike."""
    ends = sorted((line.x1 for line in lines), reverse=True)
    slack = _RAGGED * (ends[0] - min(line.x0 for line in lines))
    return next((a for a, b in pairwise(ends) if a - b < slack), ends[0])


def _break(so_far: str, last: Line, line: Line, leading: dict[int, float], margins: _Margins) -> str:
    """What parts two lines: nothing (""), a line break or a blank line.

    `so_far` is the line of the text that the first of them ends.
    """
    alike = abs(last.height - line.height) <= _SIZE * max(last.height, line.height)
    full = _is_full(last, line, margins.right(last))
    if (last.page, last.column) != (line.page, line.column):
        # A full line at the end of a column or page: hardly ever it is the last of its paragraph.
        goes_on = alike and full and last.column >= 0 <= line.column
        return "" if goes_on and not _is_item(so_far, line.text) else "\n\n"
    usual = leading.get(round(line.height), 1.2 * line.height)
    if not alike or last.y - line.y > _LEADING * usual:
        return "\n\n"
    indented = line.x0 - last.x0 > _INDENT * line.height and not BULLET.match(last.text)
    if indented and _ENDS.search(last.text):
        return "\n\n"
    if not full or indented or _is_item(so_far, line.text) or _is_label(line.text):
        return "\n"
    return "\n" if so_far == last.text and is_sender(so_far) and is_sender(line.text) else ""


def _is_full(last: Line, line: Line, right: float) -> bool:
    """Would the next line's first word not have fitted on the last one?"""
    if last.apart or line.apart or not line.text or _is_entry(last.text, line.text):
        return False
    if last.column < 0 and not _RUNS_ON.search(last.text):  # in a margin are names and numbers
        return False
    word = line.text.split(" ", 1)[0]
    needed = (line.x1 - line.x0) * (len(word) + 1) / max(1, len(line.text))
    return last.x1 + needed > right - _SLACK * line.height


def _is_item(so_far: str, line: str) -> bool:
    """Does a line begin an item of a list? A dash or number may also have come there by the margin."""
    if not BULLET.match(line):
        return False
    return line[0] in "•*·" or BULLET.match(so_far) is not None or _ENDS.search(so_far) is not None


def _is_label(words: str) -> bool:
    """Does a line begin with what letterheads call the release: "Pressemitteilung Nr. 12"?"""
    first = words.split(" ", 1)[0]
    return len(words) < 60 and heading_kind(first) == "headline" and first.casefold() not in FIELDS


def _is_entry(last: str, line: str) -> bool:
    """Is one of them a line of a list of contacts, which nothing is wrapped in?"""
    entry = _ADDRESS.match(line) or CONTACT.match(line)
    return CONTACT.match(last) is not None or (entry is not None and not _RUNS_ON.search(last))


def _add(text: str, line: str, parted: str, words: Counter[str]) -> str:
    """The text with another line."""
    if parted:
        return f"{text}{parted}{line}"
    cut = _HYPHEN.search(text[-80:])
    if cut is None:
        return f"{text} {line}"
    if _COORDINATING.match(line):
        return f"{text} {line}"
    if not line[:1].islower():
        return text + line
    first = re.match(r"\w+", line)
    rest = first[0] if first else ""
    word = cut["word"]
    if cut["hyphen"] != "\u00ad" and (
        words[f"{word}-{rest}"] > words[word + rest] or (_STAYS.search(word) and not words[word + rest])
    ):
        return text + line
    return text[:-1] + line
