"""kg.facts.employers: whom a role is for, where no organisation stands beside it."""

from __future__ import annotations

import pytest
from saying import facts, page, slots

LETTERHEAD = (
    "Pressemitteilung der Musterwerke Süd GmbH\n\nUnna, 3. Mai 2021\n\nNeue Netze für alle Häuser\n\n"
)

IN_THE_WORD = [
    ("Der Landtagsabgeordnete Jens Krüger kam.", "Landtag"),
    ("Jens Krüger, MdL, sprach ein Grußwort.", "Landtag"),
    ("Jens Krüger, MdB, sprach ein Grußwort.", "Deutscher Bundestag"),
    ("Die Bundestagsabgeordnete Petra Lindner kam.", "Deutscher Bundestag"),
    ("Kreistagspräsidentin Petra Lindner kam.", "Kreistag"),
    ("Durch den Abend führte ZDF-Redakteurin Petra Lindner.", "ZDF"),
    ("Auch IHK-Präsident Jens Krüger kam.", "IHK"),
    ("IT-Leiter Jens Krüger kam.", "Stadt Soest"),
    ("KI-Manager Jens Krüger kam.", "Stadt Soest"),
]


@pytest.mark.parametrize(("words", "organization"), IN_THE_WORD)
def test_body_in_the_word_of_an_office(words: str, organization: str) -> None:
    """A member of the Landtag is of the Landtag, a ZDF editor of the ZDF; "IT" and "KI" are no bodies."""
    assert slots(page(words), "role", "organization") == [(organization,)]


def test_body_in_the_word_by_its_full_name() -> None:
    """Where the text names the body in full, the short form before the hyphen is that."""
    words = "Die Volkshochschule Werl lud ein. VHS-Leiterin Petra Lindner sprach."
    assert slots(page(words), "role", "organization") == [("Volkshochschule Werl",)]


def test_whoever_speaks_for_a_body_is_of_it() -> None:
    """ "Für die Stadtwerke unterschrieb …" says whose the office behind it is."""
    words = "Für die Stadtwerke kam Geschäftsführerin Petra Lindner, für das Klinikum Vorstand Jens Krüger."
    assert slots(page(words), "role", "person", "organization") == [
        ("Petra Lindner", "Stadtwerke"),
        ("Jens Krüger", "Klinikum"),
    ]


def test_division_of_a_company_is_not_a_body() -> None:
    """The head of a company's division is with the company; the fact keeps the unit."""
    found = facts(LETTERHEAD + "Petra Lindner, Leiterin der Abteilung Netzplanung, freute sich sehr.", "role")
    assert [(f.slots["organization"], f.slots["unit"]) for f in found] == [
        ("Musterwerke Süd GmbH", "Abteilung Netzplanung")
    ]


def test_office_of_a_town_is_a_body() -> None:
    """The head of a town's office is with the office."""
    words = "Petra Lindner, Leiterin des Hauptamtes, freute sich."
    assert slots(page(words), "role", "organization") == [("Hauptamt",)]


@pytest.mark.parametrize(
    ("text", "organization"),
    [
        (
            "Unna, 3. Mai 2021\n\nOberbürgermeisterin Petra Lindner gab am Montag den Startschuss.",
            "Unna",
        ),
        (
            "Unna, 3. Mai 2021\n\nSozialdezernentin Petra Lindner gab am Montag den Startschuss.",
            "Unna",
        ),
        (
            "Unna, 3. Mai 2021\n\nDie Unternehmerin Petra Lindner moderierte am Montag den Start.",
            None,
        ),
        ("Brühls Bürgermeisterin Petra Lindner gab am Montag den Startschuss für die neue App.", "Brühl"),
        (
            "Die Handwerkskammer Ulm hat gewählt. Hauptgeschäftsführerin Petra Lindner gratulierte.",
            "Handwerkskammer Ulm",
        ),
    ],
)
def test_office_in_a_text_without_publisher(text: str, organization: str | None) -> None:
    """The town of the dateline has its mayor, the body that the text begins with its managers."""
    assert slots(text, "role", "organization") == [(organization,)]


def test_there_is_the_body_of_the_sentence_before() -> None:
    """ "dort" points to whom the sentence before began with."""
    words = "Petra Lindner, dort Leiterin der Abteilung Karten, lobte das."
    before = "Im Landesamt für Vermessung sieht man das auch so. "
    found = slots(LETTERHEAD + before + words, "role", "organization")
    assert found == [("Landesamt für Vermessung",)]


@pytest.mark.parametrize(
    ("words", "organization"),
    [
        ("Es kam OB Jens Krüger (Unna) mit Gästen.", "Unna"),
        ("Es kam OB Jens Krüger (SPD) mit Gästen.", "Stadt Soest"),
        ("Es kam Projektleiter Jens Krüger (Netzwerk-Institut) mit Gästen.", "Netzwerk-Institut"),
        ("Es sprach die Vorsitzende des Digitalbeirats, Petra Lindner.", "Digitalbeirat"),
        ("Es sprach Petra Lindner, Vorsitzende des hiesigen Bürgervereins.", "Bürgerverein"),
        ("Es sprach Petra Lindner, Managerin der Smart City Unna.", "Smart City Unna"),
        ("Es sprach Petra Lindner, Präsidentin des DGBV.", "DGBV"),
    ],
)
def test_body_in_the_words_behind(words: str, organization: str) -> None:
    """A town in brackets, a compound in the genitive and a word in capitals say whom an office is for."""
    assert slots(page(words), "role", "organization") == [(organization,)]


@pytest.mark.parametrize(
    "who", ["die Soziologin", "die Buchhändlerin", "die Unternehmerin", "die Journalistin"]
)
def test_occupation_is_nobodys_office(who: str) -> None:
    """What somebody is by profession, they are not for the body that writes."""
    assert slots(page(f"Zu Gast war {who} Petra Lindner."), "role", "organization") == [(None,)]


@pytest.mark.parametrize(
    ("words", "ministry"),
    [
        (
            "Die Bundesministerin für Wohnen, Stadtentwicklung und Bauwesen Pia Holm kam.",
            "Bundesministerium für Wohnen, Stadtentwicklung und Bauwesen",
        ),
        (
            "Pia Holm, Bundesministerin für Bildung und Forschung, kam.",
            "Bundesministerium für Bildung und Forschung",
        ),
        ("Der Bundesminister der Finanzen Jens Krüger kam.", "Bundesministerium der Finanzen"),
        (
            "Das Ministerium für Inneres und Sport Mecklenburg-Vorpommern hilft. "
            "Minister für Inneres und Sport Jens Krüger kam.",
            "Ministerium für Inneres und Sport Mecklenburg-Vorpommern",
        ),
        ("Die Ministerin für Inneres, Digitalisierung und Sport Pia Holm kam.", None),
    ],
)
def test_a_ministers_office_is_of_the_ministry_of_its_field(words: str, ministry: str | None) -> None:
    """By the release's own name of it; else the federation's, while that of a land stays unknown."""
    assert slots(page(words), "role", "organization") == [(ministry,)]
