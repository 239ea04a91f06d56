"""SPARQL cut into tokens, so that keywords are told from the same words in strings, IRIs and comments."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

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


@dataclass(frozen=True, slots=True)
class Token:
    """One token: its kind (a group of the expression above), its text as written, and its 1-based line."""

    kind: str
    text: str
    line: int

    def says(self, *words: str) -> bool:
        """Is it one of these keywords (given in upper case) or marks."""
        return self.kind in ("word", "mark") and self.text.upper() in words


def tokens(sparql: str) -> Iterator[Token]:
    """Tokens of a query without white space and comments. Never raises: what is odd is a mark."""
    line = 1
    for match in _TOKEN.finditer(sparql):
        kind, text = match.lastgroup or "mark", match[0]
        if kind not in ("space", "comment"):
            yield Token(kind, text, line)
        line += text.count("\n")
