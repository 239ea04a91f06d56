"""The parts of a release, on layouts that cities use."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kg import resources
from kg.model import SECTIONS
from kg.segment import dateline_place, letterhead_date, paragraphs, segment, sentences

LETTERHEAD = """Stadt Musterhausen
Der Oberbürgermeister
Rathausplatz 1, 12345 Musterhausen
Tel. 0123 456-789

PRESSEMITTEILUNG Nr. 112/2021
Musterhausen, den 3. Mai 2021

Smart City

Musterhausen startet digitale Bürgerplattform
Neue App bündelt Angebote der Verwaltung

Die Stadt Musterhausen hat am Montag ihre neue Bürgerplattform vorgestellt. Oberbürgermeisterin
Anna Beispiel gab den Startschuss im Rathaus. „Das ist ein großer Schritt“, sagte sie.

Rund 200 Gäste kamen.

Hintergrund: Die Plattform wird vom Land mit 1,2 Mio. Euro gefördert.

Ansprechpartner für die Medien:
Max Muster
Pressesprecher
Telefon: 0123 456-789
E-Mail: max.muster@musterhausen.de
"""
MARKDOWN = """# Digitalstrategie beschlossen

(Soest, 3. Mai 2021) Der Rat der Stadt Soest hat die Digitalstrategie einstimmig beschlossen. Sie gilt.

## Was kommt als Nächstes?

- Aufbau eines LoRaWAN

### **Über die Stadt Soest**

Soest liegt in Westfalen. Die Stadt hat 48.000 Einwohner.

### Rückfragen:

Eva Beispiel
e.beispiel@soest.de
"""
UNHEADED = """Medieninformation
Datum: 15. Januar 2023
Sperrfrist: 16. Januar 2023, 10 Uhr

Beispielstadt wird Modellkommune

Beispielstadt. Die Landeshauptstadt Beispielstadt erhält Fördermittel. Das hat das Ministerium mitgeteilt.

Karin Schulze
Leiterin Presseamt
Telefon 0555 123456
presse@beispielstadt.de
"""


def parts(text: str) -> list[tuple[str, str, str]]:
    """Kind, heading and words of each section."""
    return [(s.kind, s.heading, text[s.start : s.end]) for s in segment(text)]


def of_kind(text: str, kind: str) -> list[str]:
    """The words of the sections of one kind."""
    return [words for found, _, words in parts(text) if found == kind]


def test_letterhead_kicker_title_and_subtitle() -> None:
    """The lines of the head are told apart."""
    found = {heading: words for kind, heading, words in parts(LETTERHEAD) if kind == "headline"}
    assert found["kicker"] == "Smart City"
    assert found["title"] == "Musterhausen startet digitale Bürgerplattform"
    assert found["subtitle"] == "Neue App bündelt Angebote der Verwaltung"
    assert found["letterhead"].startswith("PRESSEMITTEILUNG")


def test_label_and_title_on_one_line() -> None:
    """A title behind "Pressemitteilung:" is told from its label."""
    assert parts("Pressemitteilung: Neue Straße in Freiburg eröffnet\n\nEs ist so. Alle freuen sich.")[
        :2
    ] == [
        ("headline", "letterhead", "Pressemitteilung:"),
        ("headline", "title", "Neue Straße in Freiburg eröffnet"),
    ]


def test_wrapped_lines_are_one_paragraph() -> None:
    """Lines broken at a margin stay together; each paragraph is a section."""
    body = of_kind(LETTERHEAD, "body")
    assert [words[:12] for words in body] == ["Die Stadt Mu", "Rund 200 Gä"[:12] + "s"]


def test_inline_heading_and_contact_block() -> None:
    """An inline "Hintergrund:" opens boilerplate on its own line, "Ansprechpartner" one contact block."""
    assert of_kind(LETTERHEAD, "boilerplate")[0].startswith("Hintergrund: Die Plattform")
    contact = of_kind(LETTERHEAD, "contact")[-1]
    assert contact.startswith("Ansprechpartner")
    assert contact.endswith("max.muster@musterhausen.de")
    assert "Pressesprecher" in contact


def test_markdown_is_looked_through() -> None:
    """Marks are left out of titles and headings, the offsets stay exact."""
    found = parts(MARKDOWN)
    assert found[0] == ("headline", "title", "Digitalstrategie beschlossen")
    assert ("dateline", "", "(Soest, 3. Mai 2021)") in found
    assert ("boilerplate", "Über die Stadt Soest", "Über die Stadt Soest") in found
    assert of_kind(MARKDOWN, "contact") == ["Rückfragen:\n\nEva Beispiel\ne.beispiel@soest.de"]


def test_unknown_heading_leaves_the_body_body() -> None:
    """What follows a heading that the ontology does not know stays body, under that heading."""
    assert ("body", "Was kommt als Nächstes?", "- Aufbau eines LoRaWAN") in parts(MARKDOWN)


def test_contact_without_heading() -> None:
    """A closing block with telephone and e-mail is contact, with the name above them."""
    assert of_kind(UNHEADED, "contact") == [
        "Karin Schulze\nLeiterin Presseamt\nTelefon 0555 123456\npresse@beispielstadt.de"
    ]


@pytest.mark.parametrize(
    ("text", "iso", "place"),
    [
        (LETTERHEAD, "2021-05-03", "Musterhausen"),
        (MARKDOWN, "2021-05-03", "Soest"),
        (UNHEADED, "2023-01-15", "Beispielstadt"),  # not the day of the embargo
        ("Köln/Bonn, 12. März 2022 – Die Städte arbeiten zusammen. Das ist gut.", "2022-03-12", "Köln/Bonn"),
        (
            "Titel der Meldung\n\nFreiburg i. Br., 1.6.2022\n\nDie Stadt baut.",
            "2022-06-01",
            "Freiburg i. Br.",
        ),
        ("Ulm (pm). Die Stadt Ulm hat gewonnen. Das teilte das Ministerium mit.", None, "Ulm"),
        (
            "Titel der Meldung\n\nMittwoch, 15. Mai 2024\n\nDie Stadt baut. Sie freut sich.",
            "2024-05-15",
            None,
        ),
        ("PRESS RELEASE\nBerlin, May 3, 2023\n\nCity opens\n\nIt opens. It does.", "2023-05-03", "Berlin"),
        ("Stand: 4. Mai 2021\n\nTitel\n\nAm 3. Mai war ein Fest. Es war schön.", "2021-05-04", None),
        ("Ein Titel\n\nAm 3. Mai 2021 war ein Fest. Es war schön und lang.", None, None),
    ],
)
def test_date_and_place(text: str, iso: str | None, place: str | None) -> None:
    """Day of issue and place as letterhead or dateline give them; the body's dates are none."""
    sections = segment(text)
    span = letterhead_date(text, sections)
    where = dateline_place(text, sections)
    assert (span.first if span else None) == iso
    assert (text[where[0] : where[1]] if where else None) == place
    if span:
        assert text[span.core_start : span.end].strip()


@pytest.mark.parametrize(
    "words",
    [
        "Eva Kuhn, seit 1. Juli 2020 Kämmerin der Stadt Soest, eröffnete den Kongress.",
        "Eva Kuhn, seit dem 1. Juli 2020 Kämmerin der Stadt Soest, eröffnete den Kongress.",
        "Jens Kern, bis 30. Juni 2020 Leiter der Bücherei, eröffnete den Kongress.",
        "Jens Kern, ab 1. Juli 2021 Leiter der Bücherei, eröffnete den Kongress.",
        "Eva Kuhn, since 1 July 2020 City Treasurer, opened the congress.",
    ],
)
def test_a_name_and_since_when_are_no_dateline(words: str) -> None:
    """A body that begins with somebody and the first or last day of an office has no place in that."""
    text = f"Kongress eröffnet\n\n{words} Danach gab es Kaffee und Kuchen für alle Gäste."
    sections = segment(text)
    assert dateline_place(text, sections) is None
    assert words in "".join(text[s.start : s.end] for s in sections if s.kind == "body")


def test_a_sentence_that_begins_like_a_heading_is_none() -> None:
    """Prose that begins with "Über" opens no boilerplate."""
    text = "Titel\n\nDas Fest war schön, sagen viele, die da waren.\n\nÜber 200 Gäste kamen zum Fest."
    assert of_kind(text, "body")[1] == "Über 200 Gäste kamen zum Fest."


def test_page_break_in_a_paragraph_is_mended() -> None:
    """A paragraph that a blank line cut in the midst of a sentence is one section."""
    first = "„" + "Wir freuen uns sehr über das neue Projekt und alles, was es bringt, " * 3 + "im"
    text = f"Titel\n\n{first}\n\nRahmen unserer Netzwerke und darüber hinaus in der Region.“ Das war es."
    assert len(of_kind(text, "body")) == 1


def test_kicker_and_title_on_one_line() -> None:
    """A kicker that the body repeats word for word is split from the title it was run together with."""
    path = resources.releases() / "bundeskongress-stuttgart.txt"
    found = parts(path.read_text(encoding="utf-8"))
    assert found[:2] == [
        ("headline", "kicker", "13. Bundeskongress Nationale Stadtentwicklungspolitik"),
        ("headline", "title", "Kaiserslautern nimmt am Smart City-Kongress in Stuttgart teil"),
    ]


@pytest.mark.parametrize("path", sorted(resources.releases().glob("*.txt")), ids=lambda path: path.stem)
def test_shipped_releases(path: Path) -> None:
    """Each has one title, a body, boilerplate, and one contact block at its end."""
    text = path.read_text(encoding="utf-8")
    found = segment(text)
    assert sum(s.heading == "title" for s in found) == 1
    assert {"headline", "body", "boilerplate", "contact"} <= {s.kind for s in found}
    assert [s.kind for s in found].count("contact") == 1
    assert found[-1].kind == "contact"


def split(text: str) -> list[str]:
    """The sentences of a text."""
    return [text[a:b] for a, b in sentences(text, 0, len(text))]


@pytest.mark.parametrize(
    "text",
    [
        "Dr. Klaus Weichel und Prof. Dr. h. c. Dieter Rombach kamen.",
        "Das ist z. B. gut, d.h. Projekte sollten skalierbar sein.",
        "Die 14. Regionalkonferenz beginnt am 15. Mai in Nr. 12 mit ca. 20 Gästen.",
        "Der Verein Muster e. V. Beispielstadt erhält 15 Mio. Euro vom Land.",
        "Danach sprach K. Meier mit I. Benz über die Str. 5.",
        "„Ja!“, sagte er, und „Nein!“ rief sie.",
        "Der VII. Kongress tagt.",
    ],
)
def test_no_break(text: str) -> None:
    """Abbreviations, initials, ordinals and quoted exclamations end no sentence."""
    assert split(text) == [text]


def test_breaks() -> None:
    """Full stops, questions, closing quotation marks and years end one."""
    text = '„Wir sind froh.“ Der Bescheid kommt 2019. Es kamen 20. Die Stadt? "Ja." Ende'
    assert split(text) == [
        "„Wir sind froh.“",
        "Der Bescheid kommt 2019.",
        "Es kamen 20.",
        "Die Stadt?",
        '"Ja."',
        "Ende",
    ]


def test_paragraphs_keep_line_breaks() -> None:
    """Blank lines part paragraphs, whatever the line ends; a byte order mark is white space."""
    text = "\ufeff\r\nEins\r\nzwei\r\n \t\r\nDrei\n\n\n"
    assert [text[a:b] for a, b in paragraphs(text)] == ["Eins\r\nzwei", "Drei"]


PIECES = st.sampled_from(
    [
        "Pressemitteilung",
        "Pressekontakt:",
        "Über „Uns“",
        "# ",
        "**",
        "\n",
        "\n\n",
        "\r\n",
        "Soest, 3. Mai 2021",
        " – ",
        "Tel. 0123 4567",
        "a@b.de",
        "Die Stadt baut. Sie freut sich sehr. ",
        "Titel",
        ".",
        "“",
        " ",
        "\ufeff",
        "Ulm (pm). ",
        "12345 Ulm",
        "- ",
        "Stadt Ulm. ",
        "---",
        "Wort " * 30,
    ]
)
TEXTS = st.one_of(st.text(), st.lists(PIECES, max_size=25).map("".join))


@given(TEXTS)
def test_sections_are_sorted_and_inside(text: str) -> None:
    """On any text: known kinds, sorted, not overlapping, not empty, inside the text."""
    end = 0
    sections = segment(text)
    for section in sections:
        assert section.kind in SECTIONS
        assert end <= section.start < section.end <= len(text)
        end = section.end
    span, where = letterhead_date(text, sections), dateline_place(text, sections)
    assert span is None or 0 <= span.start < span.end <= len(text)
    assert where is None or text[where[0] : where[1]].strip()


@given(TEXTS)
def test_no_word_is_lost(text: str) -> None:
    """Every letter and digit of the text lies in a section."""
    covered = {pos for s in segment(text) for pos in range(s.start, s.end)}
    assert all(pos in covered for pos, sign in enumerate(text) if sign.isalnum())


@given(TEXTS)
def test_sentences_cover_their_paragraphs(text: str) -> None:
    """Paragraphs hold all that is not white space, and so do the sentences of each."""
    lost = set(range(len(text)))
    for start, end in paragraphs(text):
        last = start
        for a, b in sentences(text, start, end):
            assert last <= a < b <= end
            last = b
            lost -= set(range(a, b))
    assert all(text[pos].isspace() or text[pos] in "\ufeff\u200b" for pos in lost)


@pytest.mark.parametrize(
    ("line", "day", "place"),
    [
        ("Werl, 3. Mai 2021. Neues Rathaus steht offen", "2021-05-03", "Werl"),
        ("Werl, 03.05.2021: Neues Rathaus steht offen", "2021-05-03", "Werl"),
        ("Werl (ots), 3.5.2021 – Neues Rathaus steht offen", "2021-05-03", "Werl"),
        ("Handwerkskammer Werl, Presseinfo 3.5.2021", "2021-05-03", ""),
        ("Neues Rathaus, 3. Mai 2021 eröffnet, steht offen", None, ""),
    ],
)
def test_dateline_in_a_title(line: str, day: str | None, place: str) -> None:
    """Place and day that a title begins with, or the day of a press notice at its end, are the release's."""
    text = (
        f"{line}\n\nDas neue Rathaus der Stadt Werl steht seit Montag allen offen, und viele Menschen kamen."
    )
    sections = segment(text)
    dated = letterhead_date(text, sections)
    assert (dated.first if dated else None) == day
    found = dateline_place(text, sections)
    assert (text[slice(*found)] if found else "") == place


@pytest.mark.parametrize(
    ("head", "first", "day"),
    [
        ("Nr. 88 – 7. Juni 2011\n\nNeues Rathaus steht allen offen\n\n", "", "2011-06-07"),
        ("Neues Rathaus steht allen offen\n\n", "Soest (10.10.19) ", "2019-10-10"),
        (
            "Pressemitteilung 84/2007\n\nNeues Rathaus steht allen offen\n\n",
            "Soest, 17. Oktober. ",
            "2007-10-17",
        ),
    ],
)
def test_day_of_issue_in_further_forms(head: str, first: str, day: str) -> None:
    """Behind a number, in brackets behind the place, without the year that the head names."""
    body = "Die Stadt hat am Wochenende ihr neues Rathaus gezeigt, und viele Menschen kamen zur Feier."
    text = f"{head}{first}{body}"
    found = letterhead_date(text, segment(text))
    assert found is not None
    assert found.first == day


@pytest.mark.parametrize(
    ("line", "issued"),
    [
        ("Presse-Infos der Stadt Soest, 3. Mai 2021", "2021-05-03"),
        ("Rathausnachrichten · 3. Mai 2021", "2021-05-03"),
        ("Meldungen aus dem Rathaus | 3. Mai 2021", "2021-05-03"),
        ("Neue Infos zum Fest, 3. Mai 2021", None),
    ],
)
def test_day_behind_the_name_of_a_series(line: str, issued: str | None) -> None:
    """What releases come out under ends with the day of issue; a title that ends with a day does not."""
    body = (
        "In der Tiefgarage ist jeder Platz seit letzter Woche mit einem Sensor versehen, und das hilft sehr."
    )
    text = f"RATHAUS KOMPAKT\n{line}\n\n+++ Funkchip im Asphalt +++\n\n{body}\n"
    dated = letterhead_date(text, segment(text))
    assert (dated.first if dated else None) == issued


def test_names_in_er_are_letterhead() -> None:
    """ "Handelskammer Bremen" names the sender, though its noun ends like an attribute."""
    body = (
        "In der Tiefgarage ist jeder Platz seit letzter Woche mit einem Sensor versehen, und das hilft sehr."
    )
    text = f"# Handelskammer Bremen\n\n## Forum hilft kleinen Betrieben\n\n{body}\n"
    titles = [text[s.start : s.end] for s in segment(text) if s.heading == "title"]
    assert titles == ["## Forum hilft kleinen Betrieben"] or titles == ["Forum hilft kleinen Betrieben"]


@pytest.mark.parametrize(
    ("last", "iso"),
    [
        ("*25.04.2024 – Rückfragen an Eva Kuhn, Tel. 05251 308-1*", "2024-04-25"),
        ("25. April 2024 | Pressestelle der Stadt", "2024-04-25"),
        ("25.04.2024 kamen alle noch einmal zusammen.", None),
        ("Rückfragen an Eva Kuhn bis 25.04.2024", None),
    ],
)
def test_a_date_that_a_last_line_begins_with(last: str, iso: str | None) -> None:
    """Where no letterhead tells the day, the line that closes the text may."""
    text = f"Stadt Musterhausen\n\nNeues Portal\n\nDas neue Portal der Stadt ist seit heute da.\n\n{last}\n"
    found = letterhead_date(text, segment(text))
    assert (found.first if found else None) == iso


def test_an_embargo_tells_the_day_where_nothing_else_does() -> None:
    """ "Zur Veröffentlichung frei ab …" is the day of issue of a release without another."""
    head = (
        "Volkshochschule Musterhausen\n\nZur Veröffentlichung frei ab Freitag, 6. September 2013, 12 Uhr\n\n"
    )
    text = head + "Stabwechsel an der VHS\n\nDie Volkshochschule hat seit heute eine neue Leiterin.\n"
    found = letterhead_date(text, segment(text))
    assert found is not None
    assert found.first == "2013-09-06"


def test_a_wrapped_paragraph_may_have_a_line_that_ends_early() -> None:
    """In a text with a margin a line before a quotation breaks no paragraph."""
    text = (
        "Stadt Musterhausen\n\nNeues Netz\n\n"
        "Mit einem Kernbohrer und etwas Kleber hat am Montag auf\n"
        "dem Marktplatz der Aufbau des Leitsystems begonnen. Es\n"
        "soll bis zum Herbst des kommenden Jahres fertig werden.\n\n"
        "Insgesamt kostet das System rund 286.000 Euro, die eine\n"
        "Hälfte trägt das Land. Bürgermeisterin Eva Kuhn, die am\n"
        "Montag nicht dabei sein konnte, ließ ausrichten:\n"
        "„Ich verspreche keine neuen Plätze, ich verspreche aber,\n"
        "dass wir die vorhandenen künftig besser nutzen werden.“\n"
    )
    bodies = [text[s.start : s.end] for s in segment(text) if s.kind == "body"]
    assert [b.split(" ", 1)[0] for b in bodies] == ["Mit", "Insgesamt"]
