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
from kg.facts.metadata import DECLARED, metadata
from kg.model import Release

LAYOUTS: list[dict[str, Any]] = tomllib.loads(
    (Path(__file__).parent / "layouts.toml").read_text(encoding="utf-8")
)["layout"]


@cache
def read(text: str, **declared: str) -> Document:
    """A text as a document, with what its file declares."""
    digest = hashlib.sha256(text.encode()).hexdigest()
    return document.read(Release("x", "x.txt", text, digest, declared=declared))


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


PARAGRAPH = (
    "Die Einrichtung am Markt hat gestern die neuen Räume gezeigt, und sehr viele Menschen kamen dorthin."
)


def test_what_the_file_declares_fills_in_what_the_text_leaves_out() -> None:
    """With the reason why it rests on no words; relative dates are reckoned from the declared day."""
    text = f"Neue Räume stehen allen Menschen offen\n\n{PARAGRAPH}\n"
    fact = metadata(read(text, title="Räume", issued="2021-05-03", publisher="Stadt Soest"))
    assert fact.slots["title"] == "Neue Räume stehen allen Menschen offen"
    assert (fact.slots["date"], fact.slots["publisher"]) == ("2021-05-03", "Stadt Soest")
    assert fact.resolved == dict.fromkeys(("date", "publisher"), DECLARED)
    assert "not_before" not in fact.slots


@pytest.mark.parametrize(
    ("line", "declared", "date", "is_declared"),
    [
        ("Soest, 3. Mai 2021", "2021-05-04", "2021-05-03", False),
        ("Soest, 3. Mai 2021", "2021-05-03", "2021-05-03", False),
        ("Soest, im Mai 2021", "2021-05-04", "2021-05-04", True),  # a day of that month
        ("Soest, im Mai 2021", "2021-06-01", "2021-05", False),
    ],
)
def test_the_day_in_the_text_wins(line: str, declared: str, date: str, *, is_declared: bool) -> None:
    """What the file declares may only say it more precisely."""
    doc = read(f"{line}\n\nNeue Räume stehen allen Menschen offen\n\n{PARAGRAPH}\n", issued=declared)
    fact = metadata(doc)
    assert (doc.issued, fact.slots["date"], "date" in fact.resolved) == (date, date, is_declared)


@pytest.mark.parametrize(
    "between", ["03.05.2021", "Pressemitteilung vom 03.05.2021", "Stadt Soest\n\n03.05.2021"]
)
def test_a_declared_title_is_the_line_that_says_it(between: str) -> None:
    """Pages have date and label below the title, and then what looks like one."""
    title, below = "Neue Räume", "Alle Menschen in Soest können sie ab sofort nutzen"
    fact = metadata(read(f"{title}\n\n{between}\n\n{below}\n\n{PARAGRAPH}\n", title=title))
    assert (fact.slots["title"], fact.slots["subtitle"]) == (title, below)
    assert fact.slots["date"] == "2021-05-03"


def test_the_table_wins_over_all() -> None:
    """What stewards state is neither read nor declared."""
    text = f"Soest, 3. Mai 2021\n\nNeue Räume stehen allen Menschen offen\n\n{PARAGRAPH}\n"
    release = Release("x", "x.html", text, "", {"issued": "2020", "publisher": "A"}, {"issued": "2021-05-04"})
    fact = metadata(document.read(release))
    assert (fact.slots["date"], fact.slots["publisher"], fact.resolved) == ("2020", "A", {})
