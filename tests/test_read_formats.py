"""What a file is: told by its content, whatever its name."""

from __future__ import annotations

from pathlib import Path

import newsrooms
import pdfs
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kg import read
from kg.errors import ReadError
from kg.read.formats import is_page, libraries

PAGE = newsrooms.wordpress(newsrooms.MUSTER)
TITLE = newsrooms.MUSTER.title


@pytest.mark.parametrize("name", ["x.html", "x.htm", "x.HTML", "x.txt", "x", "x.pdf", "<stdin>"])
def test_a_page_is_a_page_whatever_its_name(name: str) -> None:
    """A page saved as text is read as a page."""
    assert read.content(PAGE.encode(), name).text.startswith(f"# {TITLE}\n")


@pytest.mark.parametrize("name", ["x.pdf", "x.txt", "x.html", "x"])
def test_a_pdf_is_a_pdf_whatever_its_name(name: str) -> None:
    """Also behind a byte order mark or blank lines, which mail programs put there."""
    data = pdfs.pdf(pdfs.set_in_pages([TITLE, "Die Stadt hat einen neuen Server."]))
    for before in (b"", b"\xef\xbb\xbf", b"\r\n"):
        assert read.content(before + data, name).text.startswith(f"{TITLE}\n")


@pytest.mark.parametrize("name", ["x.txt", "x.md", "x", "x.html", "x.pdf"])
def test_text_is_text_whatever_its_name(name: str) -> None:
    """Without tags it is text, byte for byte, also where the name says something else."""
    text = "Titel\r\n\r\nEin Text: 3 < 5 und 5 > 3.\n"
    assert read.content(text.encode(), name).text == text


@pytest.mark.parametrize(
    "text",
    [
        "<!-- aus dem CMS -->\nTitel\n\nEin Text.\n",
        "<!-- -->\n<!-- Vorlage 3 -->\n# Titel\n\nEin Text.\n",
        "# Titel\n\nEin <b>Text</b> mit<br>Umbruch.\n",
        '<div align="center"><img src="logo.png"></div>\n\n# Titel\n\nEin Text, länger als das Logo.\n',
        '<p align="center">Stadt</p>\n\nPressemitteilung\n\nDie Stadt hat ein Haus eröffnet, sagt sie.\n',
        "<https://www.stadt.example>\n\nTitel\n\nEin Text.\n",
        "<presse@stadt.example> schreibt:\n\nEin Text.\n",
        "Titel\n\nIm Quelltext steht <!DOCTYPE html> und <html> am Anfang.\n",
        "<Name der Stadt> fördert Vereine\n\nEin Text.\n",
        "<rss><channel><title>Titel</title></channel></rss>",
        '<?xml version="1.0"?>\n<svg><text>Titel</text></svg>',
        "<b>Titel</b>\n\nEin Text, der nicht fett ist.\n",
    ],
)
def test_text_and_markdown_may_hold_tags(text: str) -> None:
    """Comments, tags and addresses in angle brackets make no page of a text."""
    assert read.content(text.encode(), "x.md").text == text


@pytest.mark.parametrize(
    "begin",
    ["<!DOCTYPE html>", "<!doctype HTML PUBLIC '-//W3C//DTD HTML 4.01//EN'>\n<html>", "<HTML>", "<head>",
     '<?xml version="1.0" encoding="utf-8"?>\n<!DOCTYPE html>', "\n\n<!-- gespeichert -->\n<html lang=de>",
     "<body class=x>", "\ufeff<html>", "<article>", "<div id=main>", "<h1>Titel</h1>"],
)  # fmt: skip
def test_how_pages_begin(begin: str) -> None:
    """With doctype, outermost element or, as fragments, with any element that holds their text."""
    body = "<p>Die Stadt hat am Montag ein neues Haus eröffnet.</p>" * 2
    assert read.content((begin + body).encode(), "x.txt").text.count("neues Haus") == 2


def test_a_name_decides_where_content_does_not() -> None:
    """A page of 1999 without any element around its text is one where its name says so."""
    text = "Titel<BR><BR>Die Stadt hat am Montag ein neues Haus eröffnet.<BR>Es steht am Markt."
    assert read.content(text.encode(), "x.txt").text == text
    assert read.content(text.encode(), "x.htm").text.endswith("eröffnet.\nEs steht am Markt.\n")


@given(st.text(st.sampled_from("<>/!-p div html b r a=\"' \n")))
def test_telling_never_fails(text: str) -> None:
    """Whatever the characters."""
    assert is_page(text) in (True, False)


@settings(deadline=None)
@given(
    st.binary(max_size=300), st.sampled_from([b"", b"%PDF-1.4\n", b"<!doctype html>", b"<p>", b"\xff\xfe"])
)
def test_any_bytes_are_read_or_refused(data: bytes, before: bytes) -> None:
    """Only ReadError is raised, and what is read is text with no stray characters."""
    if before.startswith(b"%PDF"):
        data = data[:20]  # each starts a process
    try:
        text = read.content(before + data, "x").text
    except ReadError:
        return
    assert text.strip()


def test_versions_of_the_libraries() -> None:
    """They are part of what made a text, so that a store knows which did."""
    assert "trafilatura==" in libraries()
    assert "pypdfium2==" in libraries()


def test_a_text_loads_no_library_for_other_formats(tmp_path: Path) -> None:
    """Who reads texts only does not wait for what reads pages and PDFs."""
    import subprocess
    import sys

    path = tmp_path / "a.txt"
    path.write_text("Titel\n\nEin Text.\n", "utf-8")
    code = (
        "import sys; from pathlib import Path; from kg import read; "
        f"read.read_release(Path({str(path)!r})); "
        "print({'trafilatura', 'lxml', 'pypdfium2', 'kg.read.pdfium'} & set(sys.modules) or '')"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == ""
