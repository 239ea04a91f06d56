"""What a release says of itself, on layouts that cities use (`layouts.toml`)."""

from __future__ import annotations

import hashlib
import tomllib
from functools import cache
from pathlib import Path
from typing import Any

import pytest

from kg import document
from kg.document import Document
from kg.facts.metadata import metadata
from kg.model import Release

LAYOUTS: list[dict[str, Any]] = tomllib.loads(
    (Path(__file__).parent / "layouts.toml").read_text(encoding="utf-8")
)["layout"]


@cache
def read(text: str) -> Document:
    """A text as a document."""
    return document.read(Release("x", "x.txt", text, hashlib.sha256(text.encode()).hexdigest()))


@pytest.mark.parametrize("layout", LAYOUTS, ids=lambda layout: layout["name"])
@pytest.mark.parametrize("slot", ["title", "subtitle", "date", "place"])
def test_layouts(layout: dict[str, Any], slot: str) -> None:
    """Title, subtitle, day of issue and place are read whatever the letterhead looks like."""
    assert metadata(read(layout["text"])).slots.get(slot, "") == layout[slot]


@pytest.mark.parametrize("layout", LAYOUTS, ids=lambda layout: layout["name"])
def test_kinds_of_sections(layout: dict[str, Any]) -> None:
    """Letterhead, dateline, body, boilerplate and contact are told apart."""
    doc = read(layout["text"])
    for kind, words in layout["kinds"]:
        start = layout["text"].index(words)
        found = {s.kind for s in doc.sections if s.start < start + len(words) and start < s.end}
        assert found == {kind}, words
