"""How names sound and how far apart they are spelled; all words are slugs of one word.

`cologne` is the Kölner Phonetik (Hans Joachim Postel, 1969), which is made for German: Meyer, Maier and
Mayr have one code, as have Schmidt and Schmitt.
"""

from __future__ import annotations

import re
from functools import lru_cache
from itertools import groupby

_SAME = {
    "b": "1", "d": "2", "f": "3", "v": "3", "w": "3", "g": "4", "k": "4", "q": "4", "l": "5", "m": "6",
    "n": "6", "r": "7", "s": "8", "z": "8",
}  # fmt: skip
_AT_FIRST_C = frozenset("ahkloqrux")
_LATER_C = frozenset("ahkoqux")


@lru_cache(maxsize=65536)
def cologne(word: str) -> str:
    """The code of a word: digits, the same for words that sound alike in German.

    >>> cologne("meyer"), cologne("maier"), cologne("mueller"), cologne("muller")
    ('67', '67', '657', '657')
    """
    letters = re.sub(r"[^a-z]", "", word)
    codes = [_code(letters, at) for at in range(len(letters))]
    runs = "".join(digit for digit, _ in groupby("".join(codes)))
    return runs[:1] + runs[1:].replace("0", "")


def _code(letters: str, at: int) -> str:
    letter, before, behind = letters[at], letters[at - 1 : at] if at else "", letters[at + 1 : at + 2]
    match letter:
        case "h":
            return ""
        case "p":
            return "3" if behind == "h" else "1"
        case "d" | "t":
            return "8" if behind in ("c", "s", "z") else "2"
        case "x":
            return "8" if before in ("c", "k", "q") else "48"
        case "c":
            hard = behind in (_LATER_C if at else _AT_FIRST_C) and before not in ("s", "z")
            return "4" if hard else "8"
        case _:
            return _SAME.get(letter, "0")


def folded(word: str) -> str:
    """A word without what umlauts and accents become in one spelling or another: Müller, Mueller, Muller.

    Bauer and Baur fall together, too: it tells what is like, not what is the same.
    """
    return re.sub(r"([aou])e", r"\1", word).replace("ss", "s").replace("dj", "d")


def distance(one: str, other: str, limit: int) -> int:
    """How many letters have to be changed, put in, left out or swapped with their neighbour.

    Counted up to `limit`; what is farther apart is `limit + 1`.
    """
    if abs(len(one) - len(other)) > limit:
        return limit + 1
    before: list[int] = []
    row = list(range(len(other) + 1))
    for i, a in enumerate(one, 1):
        last, row, two_before = row, [i], before
        for j, b in enumerate(other, 1):
            best = min(last[j] + 1, row[j - 1] + 1, last[j - 1] + (a != b))
            if i > 1 and j > 1 and a == other[j - 2] and one[i - 2] == b:
                best = min(best, two_before[j - 2] + 1)
            row.append(best)
        if min(row) > limit:
            return limit + 1
        before = last
    return min(row[-1], limit + 1)
