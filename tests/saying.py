"""Helpers of the tests of extraction: a sentence becomes a release, its facts become plain slots."""

from __future__ import annotations

import hashlib

from kg.facts import extract
from kg.lexicon import Lexicon
from kg.model import Fact, Release, Value

HEAD = "Pressemitteilung\n\nSoest, 3. Mai 2021\n\nNeues Rathaus steht allen offen\n\n"
BEFORE = "Die Stadt Soest hat am Wochenende ihr neues Rathaus gezeigt, und viele Menschen kamen. "
AFTER = " Danach gab es Kaffee und Kuchen für alle, und die Musik spielte bis in den Abend hinein."


def release(text: str, **stated: str) -> Release:
    """A release of this text as it stands."""
    return Release("r", "r.txt", text, hashlib.sha256(text.encode("utf-8", "replace")).hexdigest(), stated)


def page(words: str) -> str:
    """Words in the middle of a release's first paragraph, issued by the city of Soest on 2021-05-03."""
    return HEAD + BEFORE + words + AFTER


def facts(text: str, kind: str = "", *, lexicon: Lexicon | None = None, **stated: str) -> list[Fact]:
    """The facts of a text, of one kind where it is given."""
    return [f for f in extract(release(text, **stated), lexicon) if f.kind == kind or not kind]


def slots(
    text: str, kind: str, *names: str, lexicon: Lexicon | None = None
) -> list[tuple[Value | None, ...]]:
    """The values of some slots of all facts of a kind that are said outright, in order of the text."""
    found = [f for f in facts(text, kind, lexicon=lexicon) if f.modality == "asserted"]
    return [tuple(f.slots.get(name) for name in names) for f in found]


def only(text: str, kind: str) -> Fact:
    """The one fact of a kind."""
    found = facts(text, kind)
    assert len(found) == 1, found
    return found[0]
