"""What changed between two views of the graph, in plain words.

sides       a file, a store or quads at hand, as triples
reading     which entities differ, in two passes over both
matching    which of them are the same under another IRI
changes     what is said of each before and after
wording     the words, English and German      statements   what entities are called and say
sentences   a sentence for every change        formats      text, Markdown, JSON
"""

from __future__ import annotations

from kg.difference.changes import Change, Difference, compare
from kg.difference.formats import FORMATS, write
from kg.difference.sentences import Sentence, Sentences
from kg.difference.sides import FileSide, QuadsSide, Side, StoreSide

__all__ = [
    "FORMATS", "Change", "Difference", "FileSide", "QuadsSide", "Sentence", "Sentences", "Side", "StoreSide",
    "compare", "write",
]  # fmt: skip
