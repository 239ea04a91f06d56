"""Texts that no city writes: the work grows with their length and no faster.

What is counted are calls, not seconds: those are the same on every machine. Seconds are measured by
`bench/extract.py`.
"""

from __future__ import annotations

import sys
from types import FrameType

import pytest

from kg.facts import extract
from kg.model import Release

SIZE = 2000
STRANGE = {
    "letters": "A ", "digits": "7 ", "one number": "7", "one word": "x", "hyphens": "a-",
    "open quotes": "„",
    "straight quotes": '"', "nested brackets": "((", "half an address": "a@", "ordinals": "1., ",
    "dots": ". ",
    "lines": "a\n", "paragraphs": "A\n\n", "blanks": " ", "initials": "A. ", "numerals": "V. ",
    "years": "2021 ", "sums": "1,5 Mio. Euro ", "rows": "a | b | c\n", "hours": "10 Uhr: Tagung\n",
    "leads": "leitet die Abteilung IT ", "people": "Bürgermeisterin Petra Lindner und ",
    "dates": "am 3. Mai 2021 in der Stadthalle ", "speech": "„Ja“, sagte Petra Lindner. ",
    "towns": "die Stadt Soest und ", "legal forms": "GmbH ",
}  # fmt: skip


def _calls(text: str) -> int:
    """How many functions are called for the facts of a text."""
    count = 0

    def called(frame: FrameType, event: str, argument: object) -> None:
        nonlocal count
        count += event in ("call", "c_call")

    release = Release("r", "r.txt", text, "")
    sys.setprofile(called)
    try:
        extract(release)
    finally:
        sys.setprofile(None)
    return count


@pytest.mark.parametrize("unit", STRANGE.values(), ids=STRANGE.keys())
def test_twice_the_text_is_twice_the_work(unit: str) -> None:
    """Within a quarter, and what the program does once."""
    once, twice = unit * (SIZE // len(unit)), unit * (2 * SIZE // len(unit))
    extract(Release("r", "r.txt", twice, ""))  # words are classified once
    assert _calls(twice) < 2.25 * _calls(once) + 3000
