"""SPARQL cut into tokens, so that keywords are told from the same words in strings, IRIs and comments."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import NamedTuple

_TOKEN = re.compile(
    r"""
      (?P<comment>\#[^\n\r]*)
    | (?P<iri><[^<>"{}|^`\\\x00-\x20]*>)
    | (?P<string>\"\"\"(?:[^"\\]|\\.|"(?!""))*\"\"\"|'''(?:[^'\\]|\\.|'(?!''))*'''
        |"(?:[^"\\\n\r]|\\.)*"|'(?:[^'\\\n\r]|\\.)*')
    | (?P<variable>[?$]\w+)
    | (?P<language>@[A-Za-z]+(?:-[A-Za-z0-9]+)*)
    | (?P<name>(?:[^\W\d_](?:[\w.-]{0,100}[\w-])?)?:
        (?:(?:[\w:%-]|\\[-_~.!$&'()*+,;=/?\#@%])
        (?:(?:[\w:%.-]|\\[-_~.!$&'()*+,;=/?\#@%])*(?:[\w:%-]|\\[-_~.!$&'()*+,;=/?\#@%]))?)?)
    | (?P<number>(?:[0-9]+\.?[0-9]*|\.[0-9]+)(?:[eE][+-]?[0-9]+)?)
    | (?P<word>[^\W\d]\w*)
    | (?P<escape>\\.)
    | (?P<mark>&&|\|\||!=|<=|>=|\^\^|\S)
    | (?P<space>\s+)
    """,
    re.VERBOSE | re.DOTALL,
)


class Token(NamedTuple):
    """One token: its kind (a group of the expression above), its text as written, and where it stands.

    `line` and `column` are 1-based; a column is a code point.
    """

    kind: str
    text: str
    line: int
    column: int

    def says(self, *words: str) -> bool:
        """Is it one of these keywords (given in upper case) or marks."""
        return self.kind in ("word", "mark") and self.text.upper() in words


def tokens(sparql: str) -> Iterator[Token]:
    """Tokens of a query without white space and comments. Never raises: what is odd is a mark."""
    line, begin = 1, 0
    for match in _TOKEN.finditer(sparql):
        kind, text = match.lastgroup or "mark", match[0]
        if kind not in ("space", "comment"):
            yield Token(kind, text, line, match.start() - begin + 1)
        if "\n" in text:
            line += text.count("\n")
            begin = match.start() + text.rindex("\n") + 1
