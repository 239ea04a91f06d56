"""`kg.formats`: HTML and PDF by content, their text, and what they say of themselves."""

from __future__ import annotations

import json
import subprocess
import sys
from html import escape
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from pdfs import laid_out, made

from kg import facts, formats, read, resources
from kg.errors import ReadError
from kg.model import BY_METADATA

TITLE = "Stadt Werl hat eine neue Digitalchefin"
BODY = (
    "Kämmerin Petra Lindner begrüßte am Montag die neue Chief Digital Officer (CDO) der Stadt Werl, "
    "Dr. Erika Muster. „Wir freuen uns sehr auf die Zusammenarbeit“, sagte Lindner im Rathaus.",
    "Muster leitete zuvor die Stabsstelle Digitalisierung der Stadt Unna. Sie übernimmt das Amt am 1. Juni.",
)
META = (
    '<meta property="article:published_time" content="2022-05-12T10:00:00+02:00">'
    '<meta property="og:site_name" content="Stadt Werl">'
)


def typo3(title: str, body: str) -> str:
    """A page of a content management system: banner, navigation, article, contact box, footer."""
    return f"""<!DOCTYPE html><html lang="de"><head><meta charset="utf-8">
<title>{title} | Werl</title>{META}</head>
<body><div id="cookie">Wir verwenden Cookies. <button>Akzeptieren</button></div>
<nav><ul><li><a href="/">Startseite</a></li><li><a href="/rathaus">Rathaus</a></li></ul></nav>
<main><article><h1>{title}</h1>{body}
<div class="contact"><h3>Kontakt</h3><p>Paul Wirth<br>Telefon 02922 800-1</p></div></article></main>
<footer><a href="/impressum">Impressum</a> | <a href="/datenschutz">Datenschutz</a></footer></body></html>"""


def wordpress(title: str, body: str) -> str:
    """A page of a blog system."""
    return f"""<!doctype html>
<html><head><title>{title}</title>{META}</head><body class="single-post"><header><a href="/">Werl</a></header>
<div id="content"><article class="post"><header class="entry-header">
<h1 class="entry-title">{title}</h1></header>
<div class="entry-content">{body}</div></article></div>
<aside><h2>Neueste Beiträge</h2><ul><li><a href="/a">Markt</a></li>
</ul></aside></body></html>"""


def by_hand(title: str, body: str) -> str:
    """A page of 2006: tables for the layout, line breaks for paragraphs."""
    broken = body.replace("<p>", "").replace("</p>", "<br><br>")
    return f"""<html><head><title>{title}</title>{META}</head><body bgcolor="#ffffff"><table><tr>
<td><a href="index.htm">Home</a><br><a href="a.htm">Rathaus</a></td><td><h1>{title}</h1>{broken}</td></tr>
</table></body></html>"""


LAYOUTS = [typo3, wordpress, by_hand]


def page(layout: Any, title: str = TITLE, paragraphs: tuple[str, ...] = BODY) -> bytes:
    """The bytes of a page."""
    body = "\n".join(f"<p>{escape(p, quote=False)}</p>" for p in paragraphs)
    made_page: str = layout(escape(title, quote=False), body)
    return made_page.encode()


def release(data: bytes, tmp_path: Path, name: str = "x.html") -> Any:
    """The release in these bytes."""
    (tmp_path / name).write_bytes(data)
    return read.read_release(tmp_path / name)


# -- HTML ------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("layout", LAYOUTS)
def test_a_page_is_its_release(layout: Any, tmp_path: Path) -> None:
    """Title first, then the paragraphs apart; neither navigation nor banner nor footer."""
    text = release(page(layout), tmp_path).text
    assert text.startswith(TITLE + "\n\n")
    assert "\n\n".join(BODY) in text.replace("\n\n\n", "\n\n")
    for word in ("Cookies", "Startseite", "Impressum", "Datenschutz"):
        assert word not in text


@pytest.mark.parametrize("layout", LAYOUTS)
def test_a_page_gives_the_facts_of_its_text(layout: Any, tmp_path: Path) -> None:
    """The same roles and organisations as the text alone, with exact evidence."""
    found = release(page(layout), tmp_path)
    plain = release(f"{TITLE}\n\n{BODY[0]}\n\n{BODY[1]}\n".encode(), tmp_path, "x.txt")
    ours, theirs = ({(f.kind, str(dict(f.slots).get("person") or dict(f.slots).get("name")))
                     for f in facts.extract(r) if f.kind in ("role", "organization", "quotation")}
                    for r in (found, plain))  # fmt: skip
    assert theirs <= ours
    for fact in facts.extract(found):
        assert all(found.text[e.start : e.end] == e.quote for e in fact.evidence)


def test_metadata_says_what_the_text_does_not(tmp_path: Path) -> None:
    """Date and publisher of the page are used, and marked, where the text is silent; the text goes first."""
    found = release(page(wordpress), tmp_path)
    head = next(f for f in facts.extract(found) if f.kind == "release")
    assert head.slots["date"] == "2022-05-12"
    assert head.resolved["date"] == BY_METADATA
    dated = release(page(wordpress, paragraphs=("Werl, 3. Mai 2021 – " + BODY[0], BODY[1])), tmp_path)
    head = next(f for f in facts.extract(dated) if f.kind == "release")
    assert head.slots["date"] == "2021-05-03"
    assert "date" not in head.resolved


def test_content_decides_not_the_name(tmp_path: Path) -> None:
    """A page named .txt is a page; a text named .html is a text; markup in a text makes no page of it."""
    assert release(page(typo3), tmp_path, "x.txt").text.startswith(TITLE)
    text = "Kämmerin Petra Lindner sprach.\n"
    assert release(text.encode(), tmp_path, "y.html").text == text
    markdown = "# Titel\n\n<!-- intern -->\n\nDas <b>Rathaus</b> öffnet. Mehr: <p>\n"
    assert release(markdown.encode(), tmp_path, "z.md").text == markdown


@pytest.mark.parametrize(
    ("charset", "encoding"),
    [("utf-8", "utf-8"), ("iso-8859-1", "cp1252"), ("windows-1252", "cp1252"), ("", "utf-8-sig")],
)
def test_the_page_says_its_encoding(charset: str, encoding: str, tmp_path: Path) -> None:
    """By its meta element or its mark; what says Latin-1 means Windows-1252."""
    said = f'<meta charset="{charset}">' if charset else ""
    html = page(wordpress).decode().replace("<head>", f"<head>{said}")
    assert "„Wir freuen uns sehr" in release(html.encode(encoding), tmp_path).text


def test_tables_and_lists_stay_lines(tmp_path: Path) -> None:
    """An item or a row per line."""
    body = (*BODY, "Die Termine:")
    html = page(wordpress, paragraphs=body).decode()
    html = html.replace(
        "</div></article>",
        "<ul><li>18 Uhr: Eröffnung</li><li>19 Uhr: Vortrag</li></ul>"
        "<table><tr><td>Werl</td><td>20.000 Euro</td></tr>"
        "<tr><td>Unna</td><td>30.000 Euro</td></tr></table></div></article>",
    )
    text = release(html.encode(), tmp_path).text
    assert "- 18 Uhr: Eröffnung\n- 19 Uhr: Vortrag" in text
    assert "| Werl | 20.000 Euro |" in text


@pytest.mark.parametrize(
    ("data", "said"),
    [
        (b"<html><body></body></html>", "without text"),
        (b"<!DOCTYPE html><html><head><title>x</title></head></html>", "without text"),
        (b'<html><head><meta charset="klingon"></head><body>' + b"Rathaus " * 20, "unknown encoding"),
        (b'<html><head><meta charset="utf-8"></head><body>Gr\xfc\xdfe ' + b"Rathaus " * 20, "is not UTF-8"),
        (b"<html>" + b"<div>" * 3_000_000, "more than 8 MB"),
    ],
)
def test_pages_that_cannot_be_read(data: bytes, said: str, tmp_path: Path) -> None:
    """A clear error with the file's name and a remedy."""
    with pytest.raises(ReadError, match=said) as caught:
        release(data, tmp_path)
    assert "x.html" in str(caught.value)
    assert " — " in str(caught.value)


def test_nesting_ends_nothing(tmp_path: Path) -> None:
    """Elements within elements, a hundred thousand deep: text or a clear error."""
    data = b"<html><body>" + b"<div>" * 100_000 + "Kämmerin Petra Lindner sprach im Rathaus. ".encode() * 5
    try:
        assert "Lindner" in release(data, tmp_path).text
    except ReadError as problem:
        assert "HTML" in str(problem)  # noqa: PT017 - either is fine


@settings(max_examples=30, deadline=None)
@given(
    st.lists(st.text(st.characters(codec="utf-8", exclude_categories=("Cs", "Cc")), max_size=80), max_size=6)
)
def test_any_page_gives_exact_evidence(paragraphs: list[str]) -> None:
    """Whatever the words, evidence is a slice of the text as extracted, and the same bytes give the same."""
    data = page(typo3, paragraphs=(*BODY, *paragraphs))
    one, two = (read.as_release(data, Path("x.html"), {}) for _ in range(2))
    assert one == two
    assert all(one.text[e.start : e.end] == e.quote for f in facts.extract(one) for e in f.evidence)


# -- PDF -------------------------------------------------------------------------------------------------

TEXT = f"Stadt Werl\nPressemitteilung vom 12. Mai 2022\n\n{TITLE}\n\n{BODY[0]}\n\n{BODY[1]}"


def test_a_pdf_is_its_text(tmp_path: Path) -> None:
    """Wrapped lines are paragraphs again, and paragraphs stay apart."""
    text = release(made(laid_out(TEXT)), tmp_path, "x.pdf").text
    assert TITLE + "\n\n" in text
    assert BODY[0] + "\n\n" + BODY[1] in text


def test_divided_words_headers_and_page_numbers(tmp_path: Path) -> None:
    """A word divided at a line's end is one, and what stands on every page is no part of the text."""
    lines = laid_out(TEXT)[0]
    first = [(60, 815, "Stadt Werl - Pressestelle"), *lines, (280, 30, "Seite 1 von 2")]
    second = [
        (60, 815, "Stadt Werl - Pressestelle"), (60, 780, "Weitere Auskunft gibt die Digitalisie-"),
        (60, 766, "rungsbeauftragte Mia Braun im Rathaus."), (280, 30, "Seite 2 von 2"),
    ]  # fmt: skip
    text = release(made([first, second]), tmp_path, "x.pdf").text
    assert "Digitalisierungsbeauftragte Mia Braun" in text
    assert "Seite" not in text
    assert "Pressestelle" not in text


def test_two_columns_are_read_one_after_the_other(tmp_path: Path) -> None:
    """The text of a column is not mixed with its neighbour's."""
    left = [(60, 780 - 14 * n, f"Links steht Zeile {n} der Spalte") for n in range(6)]
    right = [(320, 780 - 14 * n, f"Rechts steht Zeile {n} der Spalte") for n in range(6)]
    text = release(made([[*left, *right]]), tmp_path, "x.pdf").text
    assert text.index("Links steht Zeile 5") < text.index("Rechts steht Zeile 0")


def test_facts_of_a_pdf_have_exact_evidence(tmp_path: Path) -> None:
    """The five releases as PDF: evidence is exact, and most of what the text gives is found."""
    for path in sorted(resources.releases().glob("*.txt")):
        plain = read.read_release(path)
        words = plain.text.encode("cp1252", "replace").decode("cp1252").replace("\r", "")
        found = release(made(laid_out(words)), tmp_path, "x.pdf")
        ours = facts.extract(found)
        assert all(found.text[e.start : e.end] == e.quote for f in ours for e in f.evidence)
        names = {str(f.slots["person"]) for f in ours if f.kind == "role"}
        wanted = {str(f.slots["person"]) for f in facts.extract(plain) if f.kind == "role"}
        assert len(names & wanted) >= 0.8 * len(wanted), path.name


def test_the_day_a_pdf_was_made_dates_it_where_its_text_does_not(tmp_path: Path) -> None:
    """As weak as the metadata of a page."""
    data = made(laid_out(f"{TITLE}\n\n{BODY[0]}"), info="/CreationDate (D:20220512100000)")
    head = next(f for f in facts.extract(release(data, tmp_path, "x.pdf")) if f.kind == "release")
    assert (head.slots["date"], head.resolved["date"]) == ("2022-05-12", BY_METADATA)


@pytest.mark.parametrize(
    ("data", "said"),
    [
        (b"%PDF-1.4\n", "damaged PDF"),
        (b"%PDF-1.4\n" + b"\x00\xff" * 500, "damaged PDF"),
        (made([[]]), "without text"),
        (made([[]] * 101), "more than 100 pages"),
    ],
)
def test_pdfs_that_cannot_be_read(data: bytes, said: str, tmp_path: Path) -> None:
    """A clear error with the file's name and a remedy."""
    with pytest.raises(ReadError, match=said) as caught:
        release(data, tmp_path, "x.pdf")
    assert "x.pdf" in str(caught.value)


# -- beside the text -------------------------------------------------------------------------------------


def test_formats_are_told_by_their_bytes() -> None:
    """PDF by its mark, HTML by its first element; everything else is text."""
    assert formats.format_of(b"%PDF-1.7 x") == "pdf"
    assert formats.format_of(b"\xef\xbb\xbf  <!DOCTYPE HTML PUBLIC ...>") == "html"
    assert formats.format_of("<html>".encode("utf-16")) == "html"
    assert formats.format_of(b"<!-- x --><html>") == "html"
    assert formats.format_of(b"Ein Text <html>") is None
    assert formats.format_of(b"") is None


def test_a_folder_of_all_formats(tmp_path: Path) -> None:
    """Releases are found whatever their format; two of one name are told."""
    for name in ("a.txt", "b.html", "c.pdf", "d.md", "e.htm"):
        (tmp_path / name).write_bytes(b"x")
    assert [p.name for p in read.find_releases([tmp_path])] == ["a.txt", "b.html", "c.pdf", "d.md", "e.htm"]


def test_text_needs_no_library_of_a_format(tmp_path: Path) -> None:
    """Reading a text loads neither trafilatura nor pypdfium2, nor does the help."""
    path = tmp_path / "x.txt"
    path.write_text(TEXT, "utf-8")
    code = (
        "import sys, json; from pathlib import Path; from kg import read, facts; "
        f"facts.extract(read.read_release(Path({str(path)!r}))); "
        "print(json.dumps([m for m in ('trafilatura', 'pypdfium2', 'lxml') if m in sys.modules]))"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert json.loads(done.stdout) == []
