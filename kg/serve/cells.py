"""Terms as cells of tables on pages: what is shown, and where it leads."""

from __future__ import annotations

import re
from typing import NamedTuple

from pyoxigraph import Literal, NamedNode

from kg.query import Term, shown
from kg.query.rows import one_line
from kg.serve.exchange import Context
from kg.vocab import BASE

LONGEST = 2000
"""Characters of a cell; what is cut ends with "…"."""
_OURS = (f"{BASE}id/", f"{BASE}ns#")
_LINKED = re.compile(r"https?://[^\s/]|mailto:[^\s]", re.IGNORECASE)


class Cell(NamedTuple):
    """A cell.

    text   what is shown; lang: its language, "" where it has none
    href   where it leads, "" for nowhere; `ours` when that is a page of this server
    """

    text: str
    href: str = ""
    ours: bool = False
    lang: str = ""


def cell(context: Context, term: Term | None, label: Term | None = None) -> Cell:
    """The cell of a term; with a label, that is what is shown.

    Only IRIs that we describe, and those of http, https and mailto, lead anywhere: data can hold any other.
    """
    said = term if label is None else label
    text = one_line(shown(said))
    if len(text) > LONGEST:
        text = f"{text[:LONGEST]}…"
    lang = said.language or "" if isinstance(said, Literal) else ""
    if not isinstance(term, NamedNode):
        return Cell(text, lang=lang)
    if term.value.startswith(_OURS):
        return Cell(text, context.link_of(term.value), True, lang)
    return Cell(text, term.value if _LINKED.match(term.value) else "", False, lang)
