# ruff: noqa: E501 (texts are not wrapped)
"""PDF files: the text of all pages as it is read, and nothing of what repeats on them."""

from __future__ import annotations

import re
import zlib
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from pdfs import HEIGHT, LEFT, RIGHT, Words, pdf, set_in_pages, width, wrapped, written

from kg import facts, read
from kg.errors import ReadError
from kg.read import pdfium
from kg.read.pdf import columns, extract, flow

TITLE = "Digitalladen eröffnet"
FIRST = (
    "Die Stadt Musterbach hat am Montag den neuen Digitalladen eröffnet. Bürgermeisterin Erika Kranz sagte, der "
    "Laden sei ein Angebot an alle, die Hilfe bei Anträgen im Netz brauchen. Er steht allen offen."
)
SECOND = (
    "Der Laden wird mit 120.000 Euro aus dem Programm „Digitale Dörfer“ gefördert. Träger ist der Verein Netzwerk "
    "Musterbach, der auch das Café betreibt. Geöffnet ist von Montag bis Freitag, jeweils von 9 bis 17 Uhr."
)
CONTACT = "Pressekontakt\nStadt Musterbach\nAnna Klein\nTelefon: 07777 1231\npresse@musterbach.example"
RELEASE = [TITLE, FIRST, SECOND, CONTACT]


def text_of(data: bytes) -> str:
    """The text of a PDF."""
    return extract(data, "x.pdf").text


def lines_of(*lines: str, wide: float = 300, gap: float = 14) -> bytes:
    """A page with these lines, and one that shows how wide its column is, twice."""
    full = wrapped("Damit man sieht, wie weit die Zeilen gehen, steht hier genug für zwei davon. " * 4, wide)[
        :3
    ]
    placed = [*full, "", *lines]
    return pdf([[Words(LEFT, 700 - gap * i, line) for i, line in enumerate(placed) if line]])


@pytest.mark.parametrize(
    ("count", "size"), [(1, 9), (1, 11), (1, 14), (2, 9), (2, 11), (2, 14), (3, 8), (3, 10)]
)
def test_paragraphs_are_put_together(count: int, size: float) -> None:
    """In one column, two or three, whatever the size of type: no line break but those of the writer."""
    text = text_of(pdf(set_in_pages([*RELEASE, *[FIRST, SECOND] * 4], columns=count, size=size)))
    assert text.split("\n\n") == [*RELEASE, *[FIRST, SECOND] * 3, FIRST, SECOND + "\n"]


def _spelled(number: int) -> str:
    """A number in words of its own, so that no two lines are the same."""
    return f"Punkt {chr(65 + number % 26)}{chr(97 + number // 26 % 26)} folgt." * 2


def test_text_goes_on_on_the_next_page() -> None:
    """A paragraph that a page ends in is one."""
    body = [f"{_spelled(i)} {FIRST} {_spelled(7 * i)} {SECOND}" for i in range(30)]
    text = text_of(pdf(set_in_pages([TITLE, *body])))
    assert text.split("\n\n") == [TITLE, *body[:-1], f"{body[-1]}\n"]


HEAD = "Stadt Musterbach | Pressestelle"
FOOT = "Rathausplatz 1 | 77777 Musterbach | Tel. 07777 120"


def test_heads_feet_and_page_numbers() -> None:
    """What repeats stands in the text once, if it names the sender or says how to reach it, or not at all."""
    body = [f"{_spelled(i)} {FIRST} {_spelled(7 * i)} {SECOND}" for i in range(30)]
    pages = set_in_pages([TITLE, *body], head=HEAD, foot=FOOT)
    assert len(pages) > 3
    for number, page in enumerate(pages, start=1):
        page.append(Words(LEFT, 25, f"Seite {number} von {len(pages)}", 8))
        page.append(Words(RIGHT - 90, 812, "Bitte wenden", 8))
    text = text_of(pdf(pages))
    assert text.startswith(f"{HEAD}\n\n{TITLE}\n")
    assert text.endswith(f"\n\n{FOOT}\n")
    assert (text.count(HEAD), text.count(FOOT), "Seite" in text, "wenden" in text) == (1, 1, False, False)


@pytest.mark.parametrize(
    "number", ["Seite {}", "- {} -", "{}", "{}/4", "Seite {} von 4", "– {} –", "… / {}", "S. {}"]
)
def test_page_numbers(number: str) -> None:
    """In all forms, also where there is but one page."""
    assert text_of(pdf(set_in_pages(RELEASE, foot=number))) == "\n\n".join(RELEASE) + "\n"


def test_a_page_without_repetition_keeps_what_stands_at_its_edges() -> None:
    """A letterhead and a foot on the only page are part of it."""
    text = text_of(pdf(set_in_pages(RELEASE, head=HEAD, foot=FOOT)))
    assert text.startswith(HEAD)
    assert text.endswith(f"{FOOT}\n")


@pytest.mark.parametrize(
    ("first", "second", "whole"),
    [
        ("die Digi-", "talisierung", "die Digitalisierung"),
        ("die Bundes-", "und Landesmittel", "die Bundes- und Landesmittel"),
        ("ein Smart-City-", "Konzept", "ein Smart-City-Konzept"),
        ("die 15-", "jährige Stadt", "die 15-jährige Stadt"),
        ("die IT-", "gestützte Akte", "die IT-gestützte Akte"),
        ("von 2019-", "2021 an", "von 2019-2021 an"),
        ("das E-", "mobil", "das E-mobil"),
        ("das Wort –", "und mehr", "das Wort – und mehr"),
    ],
)
def test_words_parted_at_line_ends(first: str, second: str, whole: str) -> None:
    """A hyphen that the setter put there goes, the writer's own stays."""
    fill = "Damit die Zeile bis zum Rande geht, steht hier "
    while width(f"{fill}o {first}") < 300:
        fill += "o"
    text = text_of(lines_of(f"{fill} {first}", f"{second} steht in den Unterlagen der Stadt.", wide=306))
    assert text.endswith(f" {whole} steht in den Unterlagen der Stadt.\n")


def test_a_word_with_a_hyphen_of_its_own_is_known_from_elsewhere() -> None:
    """Where the text has it in one line, it is written so."""
    fill = "Damit die Zeile bis zum Rande geht, steht hier ooooooooooo"
    told = "Die Open-source ist frei. "
    text = text_of(lines_of(told, f"{fill} Open-", "source und mehr.", wide=306))
    assert text.endswith("Open-source und mehr.\n")


def test_all_words_survive_hyphenation() -> None:
    """Parted anywhere, they come out whole."""
    parted = re.sub(r"(?<=\w{3}[aeiouäöü])(?=[bdfgklmnprst]\w{3})", "\u00ad", FIRST)
    assert parted.count("\u00ad") >= 5
    text = text_of(pdf(set_in_pages([TITLE, parted, parted, parted], columns=2)))
    assert text == "\n\n".join([TITLE, FIRST, FIRST, FIRST]) + "\n"


def test_short_lines_stay_lines() -> None:
    """Addresses and lists are not run together."""
    lines = ["Stadt Musterbach", "Anna Klein", "Rathausplatz 1", "77777 Musterbach", "Tel. 07777 1231"]
    assert text_of(lines_of(*lines)).endswith("\n".join(lines) + "\n")


def test_lists() -> None:
    """Each item begins a line; one of two lines is put together."""
    item = "• " + FIRST.split(". ")[1] + "."
    text = text_of(pdf(set_in_pages([f"{FIRST}\n{FIRST}", f"• Erstens\n{item}\n• Drittens", SECOND])))
    assert f"\n\n• Erstens\n{item}\n• Drittens\n\n" in text


def test_indented_paragraphs() -> None:
    """Books part paragraphs by an indent alone."""
    lines: list[Words] = []
    for paragraph in (FIRST, SECOND, FIRST):
        for i, line in enumerate(wrapped(f"    {paragraph}", 400)):
            lines.append(Words(LEFT + (15 if i == 0 else 0), 700 - 14 * len(lines), line.strip()))
    assert text_of(pdf([lines])) == f"{FIRST}\n\n{SECOND}\n\n{FIRST}\n"


def test_justified_lines() -> None:
    """Wide gaps between the words of a line that fills its column are no gaps between columns."""
    lines: list[Words] = []
    for i, line in enumerate(set_lines := wrapped(SECOND, 150)):
        words = line.split(" ")
        space = (150 - sum(map(width, words))) / max(1, len(words) - 1) if i + 1 < len(set_lines) else 3
        x = float(LEFT)
        for word in words:
            lines.append(Words(round(x, 2), 700 - 14 * i, word))
            x += width(word) + space
    assert text_of(pdf([lines])) == f"{SECOND}\n"


def test_tables_keep_their_rows() -> None:
    """Cells that stand apart stay apart, row by row."""
    rows = [("Jahr", "Betrag", "Zweck"), ("2021", "60.000 Euro", "Netze"), ("2022", "1.200 Euro", "Beratung")]
    placed = [
        Words(LEFT + 120 * i, 700 - 14 * j, cell) for j, row in enumerate(rows) for i, cell in enumerate(row)
    ]
    text = text_of(pdf([placed]))
    assert [line.split("\t") for line in text.splitlines()] == [list(row) for row in rows]


def test_tables_of_grants_are_read() -> None:
    """A row of two cells is a recipient and its sum."""
    lead = "Das Land Hessen fördert den Ausbau der Netze im Kreis. Die Zuschüsse im Einzelnen:"
    rows = [("Kommune", "Zuschuss"), ("Stadt Werl", "200.000 Euro"), ("Gemeinde Rhede", "300.000 Euro")]
    head = [
        Words(LEFT, 760, "Land fördert Gemeinden", 16),
        Words(LEFT, 720, "Werl, 3. Mai 2021"),
        Words(LEFT, 700, lead),
    ]
    cells = [
        Words(LEFT + 200 * i, 670 - 14 * j, cell) for j, row in enumerate(rows) for i, cell in enumerate(row)
    ]
    release = read.as_release(pdf([[*head, *cells]]), Path("x.pdf"), {})
    found = {
        f.slots.get("recipient"): f.slots.get("amount") for f in facts.extract(release) if f.kind == "funding"
    }
    assert found.items() >= {("Stadt Werl", 200000), ("Gemeinde Rhede", 300000)}


def test_a_date_on_the_right_stays_on_its_line() -> None:
    """Apart, as letterheads are parted."""
    text = text_of(pdf([[Words(LEFT, 760, "Pressemitteilung 12/2021"), Words(400, 760, "Ulm, 3. Mai 2021")]]))
    assert text == "Pressemitteilung 12/2021\tUlm, 3. Mai 2021\n"


def test_a_margin_comes_last() -> None:
    """The column of a letterhead with office and telephone does not cut the text in two."""
    body = [Words(LEFT, 720 - 14 * i, line) for i, line in enumerate(wrapped(f"{FIRST} {SECOND}", 300))]
    margin = ["Pressestelle", "Anna Klein", "Rathausplatz 1", "77777 Musterbach", "Tel. 07777 1231"]
    beside = [Words(420, 721 - 11.3 * i, line, 8) for i, line in enumerate(margin)]
    both = [words for pair in zip(body, [*beside, *[None] * 9], strict=False) for words in pair if words]
    assert text_of(pdf([both])) == f"{FIRST} {SECOND}\n\n" + "\n".join(margin) + "\n"


def test_columns_under_a_title_of_full_width() -> None:
    """The title first, then the left column, then the right one, whatever their order in the file."""
    (page,) = set_in_pages([FIRST, SECOND] * 3, columns=2, size=14)
    wide = Words(LEFT, 790, f"{TITLE}: Hilfe bei allen Anträgen im Netz, auch am Abend", 16)
    for words in ([wide, *page], [*page[::-1], wide]):
        assert text_of(pdf([words])) == "\n\n".join([f"# {wide.text}", *[FIRST, SECOND] * 3]) + "\n"


def test_turned_pages_and_stamps() -> None:
    """A page turned for the printer is read; words askew are not."""
    (page,) = set_in_pages(RELEASE)
    turned = "".join(f"BT /F1 11 Tf 0 1 -1 0 {HEIGHT - w.y} {w.x} Tm ({w.text}) Tj ET\n" for w in page)
    stamp = "BT /F1 40 Tf 0.7 0.7 -0.7 0.7 200 300 Tm (ENTWURF) Tj ET\n"
    plain = "".join(f"BT /F1 11 Tf {w.x} {w.y} Td ({w.text}) Tj ET\n" for w in page)
    for drawn, rotate in ((turned, 90), (plain + stamp, 0)):
        assert text_of(one_page(drawn.encode("cp1252"), rotate=rotate)) == "\n\n".join(RELEASE) + "\n"


def one_page(drawn: bytes, *, rotate: int = 0, packed: bool = False, more: bytes = b"") -> bytes:
    """A PDF whose page draws this."""
    data = zlib.compress(drawn, 9) if packed else drawn
    filtered = b"/Filter /FlateDecode" if packed else b""
    return written(
        [
            b"<< /Type /Catalog /Pages 2 0 R >>",
            b"<< /Type /Pages /Count 1 /Kids [4 0 R] >>",
            b"<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica /Encoding /WinAnsiEncoding >>",
            b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Rotate %d /Contents 5 0 R "
            b"/Resources << /Font << /F1 3 0 R >> %s >> >>" % (rotate, more),
            b"<< /Length %d %s >>\nstream\n" % (len(data), filtered) + data + b"\nendstream",
        ]
    )


# -- refused -------------------------------------------------------------------------------------------

WHOLE = pdf(set_in_pages(RELEASE))
PICTURE = b"/XObject << /I << /Type /XObject /Subtype /Image >> >>"  # its data does not matter
ENCRYPTED = (
    f"/Encrypt << /Filter /Standard /V 1 /R 2 /O <{'11' * 32}> /U <{'22' * 32}> /P -4 >> /ID [<00><00>]"
)


def scan() -> bytes:
    """A page that is a picture."""
    return written(
        [
            b"<< /Type /Catalog /Pages 2 0 R >>",
            b"<< /Type /Pages /Count 1 /Kids [4 0 R] >>",
            b"<< /Type /XObject /Subtype /Image /Width 1 /Height 1 /ColorSpace /DeviceGray /BitsPerComponent 8 "
            b"/Length 1 >>\nstream\n\x80\nendstream",
            b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents 5 0 R "
            b"/Resources << /XObject << /I 3 0 R >> >> >>",
            b"<< /Length 30 >>\nstream\nq 500 0 0 800 0 0 cm /I Do Q  \nendstream",
        ]
    )


@pytest.mark.parametrize(
    ("data", "message", "remedy"),
    [
        (b"%PDF-1.7", "is a damaged PDF", "export it again"),
        (WHOLE[: len(WHOLE) // 2], "is a damaged PDF", "export it again"),
        (b"%PDF-1.4\n" + b"[" * 300_000, "is a damaged PDF", "export it again"),
        (pdf([]), "is a damaged PDF", "export it again"),
        (pdf(set_in_pages(RELEASE), extra=ENCRYPTED), "is encrypted", "qpdf --decrypt"),
        (scan(), "pictures of pages and no text", "ocrmypdf -l deu x.pdf"),
        (pdf([[]]), "is an empty PDF", "give the text"),
        (pdf([[Words(70, 700, "Hallo")]] * (pdfium.MAX_PAGES + 1)), "more than 200 pages", "one release per file"),
        (one_page(b"q " * 100_000_000, packed=True), "more time or memory", "print it"),
        (one_page(b"BT /F1 9 Tf 9 9 Td " + b"(aaaaaaaaaaaaaaa) Tj " * 2_000_000 + b"ET", packed=True), "more|longer", ""),
    ],
    ids=["head", "cut", "deep", "no pages", "encrypted", "scan", "empty", "pages", "bomb", "letters"],
)  # fmt: skip
def test_what_cannot_be_read(data: bytes, message: str, remedy: str) -> None:
    """Each is told apart, and what to do about it."""
    with pytest.raises(ReadError, match=message) as error:
        extract(data, "x.pdf")
    assert remedy in error.value.remedy
    assert error.value.path == "x.pdf"


def test_letters_that_mean_nothing() -> None:
    """Fonts that only say how letters look make no text."""
    data = WHOLE.replace(
        b"/Encoding /WinAnsiEncoding",
        b"/Encoding << /Differences [32 " + b"".join(b"/g%d " % i for i in range(200)) + b"] >>",
    )
    with pytest.raises(ReadError, match="does not say which letters") as error:
        extract(data, "x.pdf")
    assert "--force-ocr" in error.value.remedy


def test_a_crash_of_the_library_is_an_error_of_the_file(monkeypatch: pytest.MonkeyPatch) -> None:
    """It runs in a process of its own, which may end as it likes, or not at all."""
    monkeypatch.setattr(pdfium.sys, "executable", "/bin/false")
    assert pdfium.read(WHOLE).problem == "too much"
    monkeypatch.undo()
    monkeypatch.setattr(pdfium, "SECONDS", 0.001)
    assert pdfium.read(WHOLE).problem == "too much"


# -- metadata ------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("info", "metadata"),
    [
        ({"Title": "Digitalladen", "CreationDate": "D:20210503101500+02'00'"}, {"title": "Digitalladen", "issued": "2021-05-03"}),
        ({"Title": "Microsoft Word - PM_12.docx"}, {}),
        ({"Title": "pm_12_2021"}, {}),
        ({"CreationDate": "D:20211399"}, {}),
        ({"ModDate": "D:20210503"}, {}),
    ],
)  # fmt: skip
def test_metadata(info: dict[str, str], metadata: dict[str, str]) -> None:
    """Title and day of making; the name of a file is no title."""
    assert extract(pdf(set_in_pages([FIRST]), info), "x.pdf").metadata == metadata


def test_the_title_is_what_is_set_largest() -> None:
    """It wins over metadata; a letterhead is none, however large; it may have two lines."""
    long = f"{TITLE}: Hilfe bei allen Anträgen im Netz, auch am Abend und am Wochenende"
    pages = set_in_pages(["Stadt Musterbach", long, *RELEASE[1:]], sizes={"Stadt Musterbach": 24, long: 16})
    found = extract(pdf(pages, {"Title": "Vorlage"}), "x.pdf")
    assert found.metadata == {"title": long}
    assert f"\n\n# {long}\n\n" in found.text


# -- facts ---------------------------------------------------------------------------------------------

WORDS = st.sampled_from(
    ["Die Stadt Musterbach", "Oberbürgermeisterin Erika Kranz", "fördert", "mit 2,4 Millionen Euro", "am 3. Mai 2021",
     "den Digitaltag", "sagte", "„Das ist gut“", "Chief Digital Officer Max Beispiel", "die Muster GmbH", "und"]
)  # fmt: skip
SENTENCES = st.lists(WORDS, min_size=3, max_size=30).map(lambda words: " ".join(words) + ".")


@settings(max_examples=15, deadline=None)
@given(st.lists(SENTENCES, min_size=1, max_size=10), st.integers(1, 2))
def test_evidence_is_exact_in_the_text_of_a_pdf(paragraphs: list[str], count: int) -> None:
    """The words of every fact stand where it says, in the text as extracted; the same bytes give the same."""
    data = pdf(set_in_pages([TITLE, *paragraphs], columns=count))
    content = read.content(data, "x.pdf")
    assert read.content(data, "x.pdf") == content
    release = read.as_release(data, Path("x.pdf"), {})
    for fact in facts.extract(release):
        for evidence in fact.evidence:
            assert release.text[evidence.start : evidence.end] == evidence.quote


PIECES = st.builds(
    pdfium.Piece,
    st.text(st.sampled_from("abc -.\u00ad•"), min_size=1, max_size=8),
    st.floats(0, 500),
    st.floats(0, 600),
    st.floats(0, 800),
    st.floats(1, 40),
)


@given(st.lists(PIECES, max_size=40))
def test_pieces_anywhere_become_lines(pieces: list[pdfium.Piece]) -> None:
    """Whatever their places, each is in one line, and lines become text."""
    found = columns.lines([columns.rows(pieces)])
    assert sorted("".join(re.sub(r"\s", "", line.text) for line in found)) == sorted(
        "".join(piece.text for piece in pieces).replace(" ", "")
    )
    flow.joined(found)
