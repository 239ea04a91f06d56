"""What is wrong with a malformed query, and where, from what Oxigraph's parser says."""

from __future__ import annotations

import re

from kg.errors import QueryError
from kg.query.lexing import tokens

_AT = re.compile(r"error at (\d+):(\d+): (?:expected )?(.*)", re.DOTALL)
_CLASSES = re.compile(r"\[[^\]]*\](?:\s*\|?)")
"""Character classes among what the parser expects: they help nobody."""
_WORDS = 40  # characters shown of what stands there
_REFUSED = ("SERVICE", "LATERAL")  # refused, and no standard: not to be recommended
_CHOICES = 8  # so many things that could follow are told; more help nobody
UNDECLARED = "Prefix not found"
"""What Oxigraph says of a prefix that is not declared."""


def malformed(problem: Exception, text: str, *, prologue: str = "") -> QueryError:
    """The error for a query that Oxigraph cannot parse or evaluate, with the place where it is known.

    `text` is the query as its author sent it, `prologue` what was put on its first line before it.
    Places are 1-based lines and columns (code points) of `text`.
    """
    found = _AT.search(str(problem))
    if not found:
        return QueryError(f"the query cannot be run: {problem}")
    line, column = int(found[1]), int(found[2])
    if line == 1:
        column -= len(prologue)
    line, column, words = _near(text, line, column)
    near = f"near “{words}”" if words else "at its end"
    return QueryError(
        f"the query cannot be run: line {line}, column {column}: not understood {near}{_expected(found[3])}",
        line=line,
        column=column,
        words=words,
    )


def _near(text: str, line: int, column: int) -> tuple[int, int, str]:
    """The token at or just before a place (the parser has often read it): its beginning and words."""
    lines = text.split("\n")[: line + 2]
    before = [t for t in tokens("\n".join(lines)) if (t.line, t.column) < (line, column)]
    if before:
        line, column = before[-1].line, before[-1].column
    here = lines[line - 1][column - 1 :] if line <= len(lines) else ""
    shown = " ".join(" ".join([here, *lines[line:]]).split())
    return line, max(1, column), shown if len(shown) <= _WORDS else f"{shown[:_WORDS]}…"


def _expected(said: str) -> str:
    if UNDECLARED in said:
        return " — its prefix is not declared"
    wanted = [part.strip(" |\n") for part in _CLASSES.sub("", said.removeprefix("one of ")).split(", ")]
    # Besides what may follow, the parser names what it found wrong, in a sentence.
    wrong = [part for part in wanted if " " in part]
    wanted = wrong or [part for part in wanted if part and part not in _REFUSED]
    if len(wanted) > _CHOICES:
        return ""
    return f" — {'' if wrong else 'expected '}{' or '.join(wanted)}" if wanted else ""
