"""The five releases as pages and as PDFs: the same facts as from their texts."""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path

import pytest
from newsrooms import LAYOUTS, Release
from pdfs import pdf, set_in_pages

from kg import facts, model, read, resources
from kg.segment import segment

BODY = (
    "Die Verwaltung hat neue Server gekauft. Sie stehen im Keller des Rathauses und laufen seit einer Woche.",
    "„Wir sind sehr zufrieden“, sagte Amtsleiterin Anna Klein. Die alten Geräte werden verschenkt.",
)
FILES = read.find_releases([resources.releases()])
Facts = set[tuple[str, frozenset[tuple[str, str]]]]


def header(data: bytes, name: str, row: dict[str, str]) -> model.Fact:
    """The fact of kind release."""
    found = facts.extract(read.as_release(data, Path(name), row))
    return next(fact for fact in found if fact.kind == "release")


def parts(release: model.Release) -> tuple[str, list[str]]:
    """Title and all other paragraphs, without Markdown marks."""
    title = next(s for s in segment(release.text) if s.heading == "title")
    begin = release.text.rfind("\n\n", 0, title.start) + 2
    end = release.text.index("\n\n", title.end)
    others = (release.text[:begin] + release.text[end:]).split("\n\n")
    return plain(release.text[begin:end]), [paragraph for paragraph in map(plain, others) if paragraph]


def plain(paragraph: str) -> str:
    """A paragraph without Markdown's marks and zero-width characters."""
    return re.sub(r"[#*]{2,}|^[#*] ?|\u200b", "", paragraph.strip()).strip()


def found(release: model.Release) -> Facts:
    """Kinds and slots of its facts."""
    return {(f.kind, frozenset((s, str(v)) for s, v in f.slots.items())) for f in facts.extract(release)}


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.stem)
@pytest.mark.parametrize("layout", LAYOUTS.values(), ids=LAYOUTS)
def test_a_page_says_what_the_text_says(path: Path, layout: Callable[[Release], str]) -> None:
    """Kinds and slots of all facts, whatever system made the page."""
    release = read.read_release(path)
    title, paragraphs = parts(release)
    page = layout(Release(title, paragraphs))
    page = re.sub(r"2021-05-03[^\"<]*", "", page).replace("Stadt Musterbach", "Presseportal")  # its metadata
    data = page.encode("cp1252", "xmlcharrefreplace") if "iso-8859-1" in page else page.encode()
    again = read.as_release(data, Path("x.html"), {"key": release.key})
    assert again.text.startswith(f"# {title}\n\n")
    assert found(again) == found(release)


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.stem)
@pytest.mark.parametrize("columns", [1, 2])
def test_a_pdf_says_what_the_text_says(path: Path, columns: int) -> None:
    """Kinds and slots of all facts, in one column and in two, with words parted at line ends."""
    release = read.read_release(path)
    title, paragraphs = parts(release)
    body = [re.sub(r"(?<=\w{3}[aeiouäöü])(?=[bdfgklmnprst]\w{4})", "\u00ad", p) for p in paragraphs]
    pages = set_in_pages([title, *body], columns=columns, size=9, foot="Seite {}", sizes={title: 15})
    again = read.as_release(pdf(pages), Path("x.pdf"), {"key": release.key})
    assert found(again) == found(release)


@pytest.mark.parametrize(
    ("data", "name"),
    [
        (LAYOUTS["wordpress"](Release("Neue Server im Rathaus", BODY)).encode(), "x.html"),
        (pdf(set_in_pages(["Neue Server im Rathaus", *BODY]), {"CreationDate": "D:20210503100000"}), "x.pdf"),
    ],
    ids=["page", "pdf"],
)
def test_metadata_says_what_the_text_does_not(data: bytes, name: str) -> None:
    """Then it is marked as such; a day in the text wins, and what a steward states wins over both."""
    head = header(data, name, {})
    assert (head.slots["date"], head.resolved["date"]) == ("2021-05-03", model.BY_METADATA)
    head = header(data, name, {"issued": "2021-05-04"})
    assert (head.slots["date"], "date" in head.resolved) == ("2021-05-04", False)


def test_the_text_wins_over_metadata() -> None:
    """The day of its dateline, not that of the page."""
    body = ("Werl, 3. Mai 2020 – " + BODY[0], BODY[1])
    head = header(LAYOUTS["wordpress"](Release("Neue Server im Rathaus", body)).encode(), "x.html", {})
    assert (head.slots["date"], "date" in head.resolved) == ("2020-05-03", False)
