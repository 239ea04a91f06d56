"""kg.facts: contacts, and what a release says of itself."""

from __future__ import annotations

import pytest
from saying import HEAD, facts, only, release, slots

from kg.facts import extract

TITLE = "Neues Rathaus steht allen offen"
BODY = "Die Stadt Soest hat am Wochenende ihr Rathaus gezeigt, und viele Menschen kamen. Es gab Tee.\n\n"


def _block(lines: str) -> str:
    return HEAD + BODY + "Pressekontakt:\n\n" + lines


@pytest.mark.parametrize(
    "lines",
    [
        "Petra Lindner\np.lindner@soest.example.de\nTel. 02921 103-1234\n",
        "Petra Lindner  \nTel. 02921 103-1234  \np.lindner@soest.example.de\n",
        "Petra Lindner, Tel. 02921 103-1234, E-Mail: p.lindner@soest.example.de\n",
        "Petra Lindner\n\np.lindner@soest.example.de\n\nTelefon: 02921 103-1234",
        "Petra Lindner\n[p.lindner@soest.example.de](mailto:p.lindner@soest.example.de)\n"
        "Tel.: 02921 103-1234",
    ],
)
def test_contact_block(lines: str) -> None:
    """Name, address and number of one person are one contact, in any order and layout."""
    found = slots(_block(lines), "contact", "person", "email", "phone")
    assert found == [("Petra Lindner", "p.lindner@soest.example.de", "02921 103-1234")]


def test_two_people_each_with_their_own() -> None:
    """What stands behind a name is that person's."""
    lines = (
        "Petra Lindner\np.lindner@soest.example.de\nTel. 02921 103-1234\n\n"
        "Jens Krüger\nj.krueger@soest.example.de\nTel. 02921 103-5678\n"
    )
    assert slots(_block(lines), "contact", "person", "email", "phone") == [
        ("Petra Lindner", "p.lindner@soest.example.de", "02921 103-1234"),
        ("Jens Krüger", "j.krueger@soest.example.de", "02921 103-5678"),
    ]


@pytest.mark.parametrize(
    "number",
    ["02921 103-1234", "+49 (0) 2921 103 1234", "(02921) 1031234", "02921/103-1234", "+49 2921 103-1234"],
)
def test_number_as_written(number: str) -> None:
    """A telephone number is kept as it is written."""
    lines = f"Petra Lindner\np.lindner@soest.example.de\nTel. {number}\n"
    assert slots(_block(lines), "contact", "phone") == [(number,)]


def test_fax_is_no_telephone() -> None:
    """A fax number is never taken for the telephone's."""
    lines = "Petra Lindner\np.lindner@soest.example.de\nFax: 02921 103-99\n"
    assert slots(_block(lines), "contact", "person", "phone") == [("Petra Lindner", None)]


def test_address_of_the_block() -> None:
    """Street and town of the block are the contact's address; the organisation is the block's."""
    lines = "Wohnbau Soest GmbH\nAm Markt 5\n59494 Soest\n\nPetra Lindner\np.lindner@soest.example.de\n"
    found = slots(_block(lines), "contact", "person", "organization", "address")
    assert found == [("Petra Lindner", "Wohnbau Soest GmbH", "Am Markt 5, 59494 Soest")]


def test_contact_in_running_text() -> None:
    """A person with an address in brackets is a contact in the body too."""
    text = HEAD + BODY.strip() + " Fragen beantwortet Petra Lindner (p.lindner@soest.example.de) gern.\n"
    assert slots(text, "contact", "person", "email") == [("Petra Lindner", "p.lindner@soest.example.de")]


def test_address_of_an_office_belongs_to_nobody() -> None:
    """A general address is no person's."""
    assert slots(_block("Stadt Soest\npresse@soest.example.de\n"), "contact", "person", "email") == [
        (None, "presse@soest.example.de")
    ]


def test_dates_and_sums_are_no_numbers() -> None:
    """Outside of telephone numbers digits are left alone."""
    text = (
        HEAD
        + "Die Stadt Soest gab vom 01.05.2021 bis 03.05.2021 genau 1.234.567,89 Euro aus. Das freut alle."
    )
    assert facts(text, "contact") == []


# -- what a release says of itself ------------------------------------------------------------------


def test_title_day_place_and_publisher() -> None:
    """Letterhead, dateline, headline and contact block say what the release is."""
    fact = only(_block("Stadt Soest\npresse@soest.example.de\n"), "release")
    assert fact.slots["title"] == "Neues Rathaus steht allen offen"
    assert fact.slots["date"] == "2021-05-03"
    assert fact.slots["place"] == "Soest"
    assert fact.slots["publisher"] == "Stadt Soest"


@pytest.mark.parametrize(
    "line", ["03.05.2021", "3. Mai 2021", "Soest, 03.05.2021", "Soest, den 3. Mai 2021", "Datum: 03.05.2021"]
)
def test_day_of_issue_in_any_writing(line: str) -> None:
    """Day first, as German writes it."""
    text = f"Pressemitteilung\n\n{line}\n\nNeues Rathaus steht allen offen\n\n{BODY}"
    assert only(text, "release").slots["date"] == "2021-05-03"


def test_marked_up_title_is_plain() -> None:
    """Marks of Markdown are not part of a title."""
    text = f"Pressemitteilung\n\n03.05.2021\n\n## **{TITLE}**\n\n### **Viele kamen**\n\n{BODY}"
    fact = only(text, "release")
    assert (fact.slots["title"], fact.slots["subtitle"]) == ("Neues Rathaus steht allen offen", "Viele kamen")


def test_release_without_day() -> None:
    """A day that the text does not give stays missing, whatever days it speaks of."""
    text = f"{TITLE}\n\n{BODY}Gebaut wurde es am 4. Mai 2019. Das war ein schöner Tag für alle.\n"
    assert "date" not in only(text, "release").slots


def test_undated_release_has_bounds() -> None:
    """A founding that is past bounds the day of an undated text from below."""
    text = f"{TITLE}\n\n{BODY}Die Wohnbau Soest GmbH wurde am 4. Mai 2019 gegründet und baut.\n"
    assert only(text, "release").slots.get("not_before") == "2019-05-04"


def test_what_the_steward_states_wins() -> None:
    """Title, day and publisher of `releases.csv` stand before those of the text."""
    stated = {"issued": "2021-05-04", "title": "Ein Titel", "publisher": "Stadt Werl"}
    fact = next(f for f in extract(release(HEAD + BODY, **stated)) if f.kind == "release")
    assert (fact.slots["date"], fact.slots["title"], fact.slots["publisher"]) == (
        "2021-05-04",
        "Ein Titel",
        "Stadt Werl",
    )


def test_release_comes_first() -> None:
    """The release's own fact is the first, once."""
    kinds = [f.kind for f in facts(_block("Stadt Soest\npresse@soest.example.de\n"))]
    assert kinds[0] == "release"
    assert kinds.count("release") == 1


@pytest.mark.parametrize("text", ["", " ", "\n\n", "\u00a0", "\ufeff"])
def test_text_without_words_has_no_facts(text: str) -> None:
    """Nothing is said where nothing is written."""
    assert facts(text) == []


@pytest.mark.parametrize(
    ("lines", "expected"),
    [
        (
            "Hark Lornsen-Wiese\nPressesprecher\nTel. 04841 67-234\npresse@soest.example\n",
            "Hark Lornsen-Wiese",
        ),
        (
            "Janka Reicher\nMarkt 1, 12345 Soest\nTel. 03943 659-822\njreicher@soest.example\n",
            "Janka Reicher",
        ),
        (
            "Urte Modler (verantw.), Marvin Klag\nTelefon 04131 26-1274 · redaktion@soest.example\n",
            "Urte Modler",
        ),
    ],
)
def test_name_that_no_lexicon_knows(lines: str, expected: str) -> None:
    """A line of its own, the spelling of the address, or the first place in a line makes a name."""
    assert slots(_block(lines), "contact", "person") == [(expected,)]


def test_columns_are_read_downwards() -> None:
    """Two people side by side have each the number and the address of their column."""
    lines = (
        "Anke Wido-Roth             |  Torsten Ilger\nSprecherin                 |  Projektbüro\n"
        "Fon (0231) 50-2 71 40      |  Fon (0231) 50-2 92 03\n"
        "wido@soest.example         |  ilger@soest.example\n"
    )
    assert slots(_block(lines), "contact", "person", "phone") == [
        ("Anke Wido-Roth", "(0231) 50-2 71 40"),
        ("Torsten Ilger", "(0231) 50-2 92 03"),
    ]


def test_shared_address() -> None:
    """An address below the numbers of two people is both's."""
    lines = "Petra Lindner, Tel. 02921 103-12\nJens Krüger, Tel. 02921 103-13\nE-Mail: presse@soest.example\n"
    assert slots(_block(lines), "contact", "person", "email", "phone") == [
        ("Petra Lindner", "presse@soest.example", "02921 103-12"),
        ("Jens Krüger", "presse@soest.example", "02921 103-13"),
    ]


def test_person_to_call_in_running_text() -> None:
    """A number with a name in the sentence is a contact; a hotline is nobody's."""
    words = "Fragen beantwortet Jan Minde unter Telefon 03501 556-230. "
    words += "Die Hotline ist unter Tel. 0800 1234567 da."
    assert slots(HEAD + BODY + words + "\n", "contact", "person", "phone") == [("Jan Minde", "03501 556-230")]


def test_town_is_no_end_of_a_telephone_number() -> None:
    """Five digits before a word are a postal code only where no number goes on with them."""
    lines = "Petra Lindner\nTel. +49 351 564 10399\nE-Mail: p.lindner@soest.example\nMarkt 1, 01097 Dresden\n"
    assert slots(_block(lines), "contact", "address") == [("Markt 1, 01097 Dresden",)]


@pytest.mark.parametrize(
    ("block", "person", "organization"),
    [
        ("Auskunft erteilt: Anja Wessel\nDurchwahl: Telefon 02921 103-20\npresse@soest.example",
         "Anja Wessel", "Stadt Soest"),
        ("Für Rückfragen steht zur Verfügung:\nProf. Dr. Anja Wessel\nUniversität Siegen\nTel.: 0271 740-20\n"
         "info@uni-siegen.example", "Anja Wessel", "Universität Siegen"),
        ("Pressesprecherin: Anja Wessel          Tel.: 02921 103-20\nE-Mail: presse@soest.example",
         "Anja Wessel", "Stadt Soest"),
        ("Fragen zur Karte: Frau Döring, Tel. 02921 103-20, karte@soest.example", "Döring", "Stadt Soest"),
        ("Auskünfte: Amt für Statistik, Anja Wessel, Telefon 02921 103-20, amt@soest.example",
         "Anja Wessel", "Amt für Statistik"),
        ("Kontakt: Stadt Soest, Pressestelle, Anja Wessel, Telefon 02921 103-20, amt@soest.example",
         "Anja Wessel", "Stadt Soest"),
    ],
)  # fmt: skip
def test_lines_above_an_address_lead_to_it(block: str, person: str, organization: str) -> None:
    """Who and whose office stands right above; a press office speaks for the whole, other offices do not."""
    assert slots(HEAD + BODY + block, "contact", "person", "organization") == [(person, organization)]


def test_each_paragraph_of_a_block_has_its_organization() -> None:
    """Two firms below each other have a contact each."""
    block = (
        "Kontakt:\nStadt Soest\nAnja Wessel\nTelefon 02921 103-20\nwessel@soest.example\n\n"
        "Wohnbau Werl GmbH\nJens Krüger\nTelefon 02922 20-11\nkrueger@wohnbau.example"
    )
    assert slots(HEAD + BODY + block, "contact", "person", "organization") == [
        ("Anja Wessel", "Stadt Soest"),
        ("Jens Krüger", "Wohnbau Werl GmbH"),
    ]


def test_an_address_in_running_text_is_of_nobody_named_in_another_paragraph() -> None:
    """Without a name beside it, whom the publisher's people serve is the publisher."""
    words = "Auch die Wohnbau Werl GmbH kam.\n\nFragen gehen an Anja Wessel, wessel@soest.example"
    assert slots(HEAD + BODY + words, "contact", "person", "organization") == [("Anja Wessel", "Stadt Soest")]
