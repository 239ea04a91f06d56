# ruff: noqa: E501 (pages are not wrapped)
"""Web pages: the release on them, all of it, and nothing else."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import newsrooms
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from newsrooms import LAYOUTS, MUSTER, NOISE, Release

from kg import facts, read
from kg.errors import ReadError
from kg.read.html import MAX_ELEMENTS, extract
from kg.read.html.declared import iso_day

LONG = (
    "Die Stadt Musterbach hat am Montag den neuen Digitalladen eröffnet. Bürgermeisterin Erika Kranz sagte, der "
    "Laden sei ein Angebot an alle, die Hilfe bei Anträgen im Netz brauchen."
)
MORE = "Der Laden wird mit 120.000 Euro gefördert. Träger ist der Verein Netzwerk Musterbach e. V. aus der Altstadt."

Layout = Callable[[Release], str]


def encoded(page: str) -> bytes:
    """A page in the charset it states."""
    return page.encode("cp1252" if "iso-8859-1" in page else "utf-8")


def page(body: str, head: str = "<title>Digitalladen eröffnet</title>") -> str:
    """A page with little around its body."""
    return (
        f'<!DOCTYPE html><html lang="de"><head><meta charset="utf-8">{head}</head><body>{body}</body></html>'
    )


def text_of(markup: str) -> str:
    """The text of a page."""
    return extract(markup.encode(), "x.html").text


def declared(head: str, body: str = "") -> dict[str, str]:
    """What a page with this head declares beside its title."""
    found = extract(
        page(f"<h1>Digitalladen eröffnet</h1>{body}<p>{LONG}</p>", head).encode(), "x.html"
    ).metadata
    return {name: value for name, value in found.items() if name != "title"}


@pytest.mark.parametrize("layout", LAYOUTS.values(), ids=LAYOUTS)
def test_all_of_the_release_and_nothing_else(layout: Layout) -> None:
    """Whatever system made the page: title first, all lines, the contacts at the end, no furniture."""
    text = extract(encoded(layout(MUSTER)), "x.html").text
    assert text.startswith(f"# {MUSTER.title}\n\n")
    assert [line for line in MUSTER.lines() if line not in text] == []
    assert [words for words in NOISE if words in text] == []
    assert text.endswith(f"\n{MUSTER.contact[-1]}\n")
    paragraphs = text.split("\n\n")
    assert [p for p in MUSTER.paragraphs if p not in paragraphs] == []
    assert "\n\n".join(MUSTER.paragraphs) in text


@pytest.mark.parametrize("layout", LAYOUTS.values(), ids=LAYOUTS)
@pytest.mark.parametrize(
    "release",
    [
        Release("Rathaus zu", ("Das Rathaus bleibt am Freitag wegen der neuen Server geschlossen.",)),
        replace(MUSTER, contact=(), kicker="", subtitle="", date=""),
        replace(MUSTER, closing=(("Über die Stadt Musterbach", "Die Stadt hat 12.000 Einwohner. " * 9),)),
        replace(MUSTER, paragraphs=[f"{i}. Absatz. {p}" for i in range(20) for p in MUSTER.paragraphs]),
    ],
    ids=["short", "bare", "closing", "long"],
)
def test_releases_of_all_sizes(layout: Layout, release: Release) -> None:
    """A single sentence, no contacts, a closing block, five pages."""
    text = extract(encoded(layout(release)), "x.html").text
    assert text.removeprefix("# ").startswith(f"{release.title}\n")
    assert [line for line in release.lines() if " ".join(line.split()) not in text] == []
    assert [words for words in NOISE if words in text] == []


@pytest.mark.parametrize("layout", LAYOUTS.values(), ids=LAYOUTS)
def test_the_same_bytes_give_the_same_text(layout: Layout) -> None:
    """Twice, and after another page."""
    data = encoded(layout(MUSTER))
    first = extract(data, "x.html")
    extract(page(f"<h1>Ein anderer Titel</h1><p>{LONG}</p>").encode(), "y.html")
    assert extract(data, "x.html") == first


# -- blocks --------------------------------------------------------------------------------------------


def test_lists_tables_terms_and_breaks() -> None:
    """Items and rows are lines; terms stand with what they mean; breaks are lines, two of them a paragraph."""
    text = text_of(
        page(
            f"<h1>Digitalladen<br>eröffnet</h1><p>{LONG}</p><ul><li>Beratung</li><li><p>Leihgeräte</p></li></ul>"
            "<ol start=3><li>Anmelden</li><li>Kommen</li></ol><dl><dt>Ort</dt><dd>Rathaus</dd><dt>Eintritt:</dt>"
            "<dd>frei</dd></dl><table><tr><th>Jahr</th><th>Betrag</th><th></th></tr><tr><td>2021</td><td>60.000 "
            "Euro</td><td>Netze</td></tr></table><pre>Mo  Rathaus\nDi  Markt</pre><p>Zeile<br>Zeile<br><br>Absatz</p>"
            f"<p>{MORE}</p>"
        )
    )
    assert text == (
        f"# Digitalladen eröffnet\n\n{LONG}\n\n- Beratung\n- Leihgeräte\n\n3. Anmelden\n4. Kommen\n\nOrt: Rathaus\n"
        "Eintritt: frei\n\nJahr | Betrag\n2021 | 60.000 Euro | Netze\n\nMo Rathaus\nDi Markt\n\nZeile\nZeile\n\n"
        f"Absatz\n\n{MORE}\n"
    )


def test_what_is_not_seen() -> None:
    """Entities, spaces of all kinds, soft hyphens, decomposed letters, what editors of 2006 wrote."""
    body = (
        "<h1>Digital&shy;laden er&ouml;ffnet</h1><p>Am&nbsp;3.&#8239;Mai &#132;gut&#147; &#150; f&uuml;r 10&nbsp;Mio. "
        f"&euro;,\n  Ta\u0308tigkeit\u200b.\u00ad</p><p>{LONG}</p><p>a\u0007b &amp; &lt;c&gt;</p>"
    )
    text = text_of(page(body))
    assert text.split("\n\n")[:2] == [
        "# Digitalladen eröffnet",
        "Am 3. Mai „gut“ – für 10 Mio. €, Tätigkeit.",
    ]
    assert "ab & <c>" in text


def test_hidden_parts_and_tools_are_left_out() -> None:
    """What a browser does not show, and what belongs to the page."""
    hidden = (
        '<p hidden>Unsichtbar eins.</p><p style="display: none">Unsichtbar zwei.</p><div aria-hidden="true">Unsichtbar '
        'drei.</div><span class="sr-only">Unsichtbar vier.</span><script>unsichtbar()</script><!-- Unsichtbar sechs -->'
        '<button>Unsichtbar sieben</button><div class="share-buttons">Unsichtbar acht.</div>'
    )
    text = text_of(
        page(f"<main><h1>Digitalladen eröffnet</h1>{hidden}<p>{LONG}</p>{hidden}<p>{MORE}</p></main>")
    )
    assert text == f"# Digitalladen eröffnet\n\n{LONG}\n\n{MORE}\n"


def test_a_page_that_names_its_content_for_its_menu_is_read() -> None:
    """A class on what holds nearly all of the page says nothing of it."""
    body = f'<div class="with-navigation"><h1>Digitalladen eröffnet</h1><p>{LONG}</p></div>'
    assert text_of(page(body)) == f"# Digitalladen eröffnet\n\n{LONG}\n"


def test_addresses_behind_links_are_written_out() -> None:
    """Where the words of the link do not say them."""
    contact = (
        '<h2>Kontakt</h2><p>Anna Klein<br><a href="mailto:klein@musterbach.example?subject=x">E-Mail senden</a><br>'
        '<a href="mailto:presse@musterbach.example">presse@musterbach.example</a><br><a href="mailto:?body=x">teilen</a>'
        '<br><a href="tel:+49777712">07777 1231</a></p>'
    )
    text = text_of(page(f"<main><h1>Digitalladen eröffnet</h1><p>{LONG}</p><p>{MORE}</p>{contact}</main>"))
    assert "Anna Klein\nE-Mail senden (klein@musterbach.example)\npresse@musterbach.example\n" in text
    assert "07777 1231" in text


def test_captions_stand_below_the_first_paragraph() -> None:
    """Between title and text they would be taken for a subtitle; credits say nothing."""
    figure = "<figure><img src=a><figcaption>{}</figcaption></figure>"
    body = (
        f"<article><h1>Digitalladen eröffnet</h1>{figure.format('Erika Kranz mit Gästen')}<p>{LONG}</p>"
        f"{figure.format('Foto: Stadt Musterbach')}<p>{MORE}</p></article>"
    )
    assert text_of(page(body)) == f"# Digitalladen eröffnet\n\n{LONG}\n\nErika Kranz mit Gästen\n\n{MORE}\n"


# -- which blocks --------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("head", "body"),
    [
        # the site's name in h1, the release's in h2
        (
            "<title>Musterbach</title>",
            "<h1>Musterbach</h1><div><h2>Digitalladen eröffnet</h2><p>{}</p></div>",
        ),
        (
            "<title>Presse | Digitalladen eröffnet</title>",
            "<h1>Presse</h1><h2>Digitalladen eröffnet</h2><p>{}</p>",
        ),
        ("<title>Stadt: Digitalladen eröffnet</title>", "<p><b>Digitalladen eröffnet</b><br>{}</p>"),
        ("", "<div><h1>Digitalladen eröffnet</h1></div><div><p>{}</p></div>"),
        ("", "<h1><a href=/>Stadt</a></h1><h3>Digitalladen eröffnet</h3><p>{}</p>"),
    ],
)
def test_the_title_is_what_the_page_is_named_by(head: str, body: str) -> None:
    """Heading or line; the site's own name and the section's are no titles."""
    found = extract(page(body.format(LONG), head).encode(), "x.html")
    assert found.text == f"# Digitalladen eröffnet\n\n{LONG}\n"
    assert found.metadata["title"] == "Digitalladen eröffnet"


def test_what_stands_above_the_title_comes_below_it() -> None:
    """The title first; date, kicker, label of the release; not the path of the page."""
    body = (
        '<main><p><a href="/">Start</a> &gt; <a href="/p">Presse</a></p><div><h2>Pressemitteilung vom 03.05.2021</h2>'
        f"<p>Ehrenamt</p><h3>Digitalladen eröffnet</h3><p>{LONG}</p><p>{MORE}</p></div></main>"
    )
    lines = ["# Digitalladen eröffnet", "Pressemitteilung vom 03.05.2021", "Ehrenamt", LONG, MORE]
    assert text_of(page(body)) == "\n\n".join(lines) + "\n"


def test_kicker_and_subtitle_within_the_heading() -> None:
    """They are lines of their own."""
    heading = (
        '<h1><span class="kicker">Ehrenamt</span> Digitalladen eröffnet <small>Hilfe für alle</small></h1>'
    )
    text = text_of(page(f"<main>{heading}<p>{LONG}</p></main>"))
    assert text == f"# Digitalladen eröffnet\n\nEhrenamt\n\nHilfe für alle\n\n{LONG}\n"


def test_text_in_parts_of_a_page_that_know_nothing_of_each_other() -> None:
    """Content elements in frames; the contacts the last of them; another column is another thing."""
    frame = '<div class="frame"><div class="inner"><div class="text">{}</div></div></div>'
    parts = [
        f"<p>{LONG}</p>",
        f"<h2>Geld vom Land</h2><p>{MORE}</p>",
        "<h2>Kontakt</h2><p>Anna Klein<br>Tel. 07777 123</p>",
    ]
    body = (
        '<div class="row"><div class="col-9"><header><h1>Digitalladen eröffnet</h1></header>'
        + "".join(map(frame.format, parts))
        + '</div><div class="col-3"><h3>Termine</h3><p>Stadtfest am Samstag</p></div></div>'
    )
    assert text_of(page(body)) == (
        f"# Digitalladen eröffnet\n\n{LONG}\n\nGeld vom Land\n\n{MORE}\n\nKontakt\n\nAnna Klein\nTel. 07777 123\n"
    )


def test_a_text_that_a_script_shows_is_read_from_the_data() -> None:
    """JSON-LD holds it on some pages that show nothing without scripts."""
    data = {"@type": "NewsArticle", "headline": "Digitalladen eröffnet", "articleBody": f"{LONG} {MORE}"}
    head = f'<script type="application/ld+json">{json.dumps(data)}</script>'
    found = extract(page('<div id="root"></div>', head).encode(), "x.html")
    assert found.text == f"{LONG} {MORE}\n"
    assert found.metadata["title"] == "Digitalladen eröffnet"


# -- charset -------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("stated", "codec"),
    [
        ('<meta charset="utf-8">', "utf-8"),
        ("", "utf-8"),
        ("", "utf-8-sig"),
        ("", "utf-16"),
        ('<meta charset="iso-8859-1">', "cp1252"),
        ("<META HTTP-EQUIV=Content-Type CONTENT='text/html; charset=windows-1252'>", "cp1252"),
        ('<!-- <meta charset="utf-8"> --><meta charset="latin1">', "cp1252"),
        ("<meta charset=ISO-8859-15>", "iso8859-15"),
        ('<meta charset="utf-16">', "utf-8"),  # which it cannot be
    ],
)
def test_charsets(stated: str, codec: str) -> None:
    """By byte order mark or by what the page states, with what browsers mean by Latin-1."""
    markup = f"<html><head>{stated}<title>Größe</title></head><body><h1>Größe</h1><p>Öl, Maß, 5 €.</p></body></html>"
    markup = markup.replace("€", "„€“") if codec == "cp1252" else markup
    assert extract(markup.encode(codec), "x").text.startswith("# Größe\n\nÖl, Maß, 5 ")


@pytest.mark.parametrize(
    ("data", "message"),
    [
        (
            "<html><meta charset=utf-8><p>Größe".encode("latin-1"),
            "states that it is utf-8, and is not: byte 0xf6",
        ),
        ("<html>\n<p>Größe".encode("latin-1"), "states no charset and is not UTF-8: byte 0xf6"),
        (
            b"<html><meta charset=windows-1252><p>\x81",
            "states that it is windows-1252, and is not: byte 0x81",
        ),
        (b"<html><meta charset=klingon><p>x", "unknown charset: klingon"),
        (b"<html><meta charset=unicode_escape><p>x", "unknown charset"),
        (b"<html><meta charset=zlib><p>x", "unknown charset"),
        (b"\xff\xfe<\0h", "UTF-16, and is not"),
    ],
)
def test_what_would_have_to_be_guessed_is_refused(data: bytes, message: str) -> None:
    """With the place, and what to state."""
    with pytest.raises(ReadError, match=message.replace("(", r"\(")) as error:
        extract(data, "x.html")
    assert error.value.remedy


# -- refused -------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("markup", "message"),
    [
        ("<html></html>", "holds no text"),
        ("<!DOCTYPE html>", "empty web page"),
        (
            page('<div id="app"></div><noscript>Bitte JavaScript einschalten.</noscript><script>x</script>'),
            "holds no text",
        ),
        (
            page("<ul>" + '<li><a href="/x">Ein Link zu etwas anderem.</a></li>' * 50 + "</ul>"),
            "holds no text",
        ),
        (page("<div>" * 3000 + LONG), "too deeply"),
        (page("<p>x</p>" * (MAX_ELEMENTS + 1)), "more than 50,000 elements"),
        (page("<p>" + "Ein Satz. " * 600_000), "longer than 5,000,000 characters"),
        (page("x" * 21_000_000), "longer than 5,000,000 characters"),
    ],
    ids=["empty", "doctype", "script", "links", "deep", "elements", "text", "bytes"],
)
def test_no_release(markup: str, message: str) -> None:
    """What holds no text, or more than any release, is refused at once."""
    with pytest.raises(ReadError, match=message) as error:
        read.content(markup.encode(), "x.html")
    assert error.value.remedy
    assert error.value.path == "x.html"


@pytest.mark.parametrize(
    "body",
    [
        "<table><tr><td>" * 80 + f"<p>{LONG}</p>",
        "<table>" + "<tr><td>Eine Zeile, die steht.</td></tr>" * 8000,
        "<h2>Kontakt</h2>" * 16_000 + f"<p>{LONG}</p>",
        f"<div class='{'nav-' * 5000}'>" * 100 + f"<p>{LONG}</p>",
        "<p>" + "<br>" * 45_000 + LONG,
        "<p>" + "© " * 100_000 + f"<p>{LONG}</p>",
        "<dl>" + "<dt>a</dt>" * 20_000 + f"</dl><p>{LONG}</p>",
        "<ul><li>" * 120 + LONG,
    ],
)
def test_pages_made_to_take_long(body: str) -> None:
    """None makes the time grow with the square of its size. (If one did, this would not end.)"""
    assert text_of(page(body))


# -- declared ------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("head", "issued"),
    [
        ('<meta property="article:published_time" content="2021-05-03T08:15:00+02:00">', "2021-05-03"),
        ('<meta property="article:published_time" content="2021-05-02T22:30:00Z">', "2021-05-03"),  # here
        ('<meta name="DC.date" content="2021-05-03">', "2021-05-03"),
        ('<meta name="date" content="03.05.2021">', "2021-05-03"),
        ('<meta itemprop="datePublished" content="2021-05-03">', "2021-05-03"),
        ('<script type="application/ld+json">{"@type":["NewsArticle"],"datePublished":"2021-05-03"}</script>', "2021-05-03"),
        ('<script type="application/ld+json">{"@type":"WebPage","datePublished":"2020-01-01"}</script>'
         '<meta name="dcterms.issued" content="2021-05-03">', "2021-05-03"),
        ('<meta property="article:modified_time" content="2021-05-03">', None),
        ('<meta name="date" content="gestern"><meta name="pubdate" content="2021-05">', None),
        ('<meta name="date" content="1970-01-01">', None),
        ('<link rel="canonical" href="https://stadt.example/2021/05/03/laden">', None),
        ('<script type="application/ld+json">{"datePublished": "2021-05-03"</script>', None),
    ],
)  # fmt: skip
def test_the_day_of_publication(head: str, issued: str | None) -> None:
    """As metadata says it outright; none is looked for in addresses, none made of half a date."""
    assert declared(head).get("issued") == issued


def test_the_day_in_time_elements() -> None:
    """The one that is marked, or the only day there is."""
    assert declared("", '<time datetime="2021-05-03">3. Mai</time>') == {"issued": "2021-05-03"}
    two = '<time datetime="2020-01-01">x</time><time class="entry-date published" datetime="2021-05-03">y</time>'
    assert declared("", two) == {"issued": "2021-05-03"}
    assert declared("", two.replace("published", "seen").replace("entry-date", "")) == {}


@pytest.mark.parametrize(
    ("head", "publisher"),
    [
        ('<meta name="DC.publisher" content="Stadt Musterbach">', "Stadt Musterbach"),
        ('<script type="application/ld+json">{"publisher":{"name":"Netz GmbH"}}</script>', "Netz GmbH"),
        ('<meta property="og:site_name" content="Landkreis Musterland">', "Landkreis Musterland"),
        ('<meta property="og:site_name" content="Aktuelles und Termine">', None),
        ('<meta property="og:site_name" content="musterbach.example">', None),
        ('<meta name="publisher" content="www.musterbach.example">', None),
    ],
)
def test_the_publisher(head: str, publisher: str | None) -> None:
    """Who is named as publisher, or a site that bears an organization's name; no host is one."""
    assert declared(head).get("publisher") == publisher


@given(st.text(max_size=30))
def test_any_words_are_a_day_or_none(words: str) -> None:
    """Never an error, always ISO."""
    assert iso_day(words) == "" or iso_day(iso_day(words)) == iso_day(words)


# -- facts ---------------------------------------------------------------------------------------------

WORDS = st.sampled_from(
    ["Die Stadt Musterbach", "Oberbürgermeisterin Erika Kranz", "fördert", "mit 2,4 Millionen Euro", "am 3. Mai 2021",
     "den Digitaltag", "sagte", "„Das ist gut“", "Chief Digital Officer Max Beispiel", "die Muster GmbH", "und", "der",
     "<b>Landkreis Musterland</b>", "f&uuml;r", "&nbsp;", "Tel. 07777 12-31", "presse@musterbach.example", "8 Mitarbeiter"]
)  # fmt: skip
SENTENCES = st.lists(WORDS, min_size=3, max_size=14).map(lambda words: " ".join(words) + ".")
PARTS = st.lists(
    st.tuples(st.sampled_from(["p", "h2", "li", "div", "td", "blockquote", "br"]), SENTENCES),
    min_size=1,
    max_size=12,
)


@settings(deadline=None)
@given(PARTS)
def test_evidence_is_exact_in_the_text_of_a_page(parts: list[tuple[str, str]]) -> None:
    """Whatever a page is made of: the words of every fact stand where it says, in the text as extracted."""
    body = "".join(f"<{tag}>{words}</{tag}>" if tag != "br" else f"{words}<br>" for tag, words in parts)
    data = page(f"<main><h1>Digitalladen eröffnet</h1>{body}<p>{LONG}</p></main>").encode()
    release = read.as_release(data, Path("x.html"), {})
    for fact in facts.extract(release):
        for evidence in fact.evidence:
            assert release.text[evidence.start : evidence.end] == evidence.quote


@settings(deadline=None)
@given(st.text(st.sampled_from("<>/=\"' &;#x0p div h1 table tr td li b a br script ä\n"), max_size=300))
def test_any_markup_is_read_or_refused(markup: str) -> None:
    """However broken it is."""
    try:
        text = extract(f"<html>{markup}".encode(), "x.html").text
    except ReadError:
        return
    assert text.strip()


def test_layouts_are_tested_that_exist() -> None:
    """Each has a description, which says what it is."""
    assert all(layout.__doc__ for layout in newsrooms.LAYOUTS.values())
