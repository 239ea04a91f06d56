"""kg.facts: whose office somebody gets, and who gets it."""

from __future__ import annotations

import pytest
from saying import facts, page

CHANGES = [
    # who is followed had the office that the new holder gets, not another that is named between
    (
        "Der Rat hat Petra Lindner zur Kämmerin gewählt. Baudezernent Uwe Franke gratulierte. "
        "Lindner folgt auf Jens Krüger.",
        "Jens Krüger",
        "Kämmerer",
    ),
    (
        "Petra Lindner wird Kämmerin der Stadt. Sie löst Jens Krüger ab, der in Pension geht.",
        "Jens Krüger",
        "Kämmerer",
    ),
    (
        "Neue Kämmerin der Stadt ist Petra Lindner, die ihr Amt im März angetreten hat. "
        "Lindners Vorgänger Jens Krüger ging nach Hamm.",
        "Jens Krüger",
        "Kämmerer",
    ),
    (
        "Der Vorsitzende des Beirats, Landrat Uwe Franke, sprach. "
        "Er hatte den Vorsitz im Januar von Petra Lindner übernommen.",
        "Petra Lindner",
        "Vorsitzende des Beirats",
    ),
    # who follows gets the office of whom the pronoun means, or of who leaves
    (
        "Verbandsvorsteher Uwe Franke sprach. Kämmerin Petra Lindner geht Ende Juni in Pension. "
        "Ihr folgt zum 1. Juli Jens Krüger.",
        "Jens Krüger",
        "Kämmerer",
    ),
    (
        "Kämmerin Petra Lindner scheidet zum 30. Juni aus. Nachfolger wird Jens Krüger.",
        "Jens Krüger",
        "Kämmerer",
    ),
    (
        "Kämmerin Petra Lindner verlässt die Stadt zum 30. Juni. Auf sie folgt Jens Krüger.",
        "Jens Krüger",
        "Kämmerer",
    ),
]


@pytest.mark.parametrize(("words", "person", "role"), CHANGES)
def test_office_of_a_change(words: str, person: str, role: str) -> None:
    """The office is that of the one before or after, and of nobody else in the text."""
    found = [f.slots["role_canonical"] for f in facts(page(words), "role") if f.slots["person"] == person]
    assert found == [role]


@pytest.mark.parametrize(
    "words",
    [
        "Kämmerin Petra Lindner geht in Pension. Als Nachfolger vorgesehen ist Jens Krüger.",
        "Kämmerin Petra Lindner geht in Pension. Als Nachfolger ist Jens Krüger im Gespräch.",
        "Petra Lindner kam. Sie folgt auf Jens Krüger.",
    ],
)
def test_no_office(words: str) -> None:
    """A plan is no change, and where no office is told of, nobody gets one."""
    assert not [f for f in facts(page(words), "role") if f.slots["person"] == "Jens Krüger"]


def test_who_is_followed_may_still_be_in_office() -> None:
    """Another sentence tells when he leaves."""
    words = (
        "Petra Lindner wird Kämmerin der Stadt. Sie folgt auf Jens Krüger. "
        "Krüger geht zum 31. Juli in den Ruhestand."
    )
    old = next(f for f in facts(page(words), "role") if f.slots["person"] == "Jens Krüger")
    assert (old.slots["end"], old.slots.get("former"), old.modality) == ("2021-07-31", None, "asserted")


@pytest.mark.parametrize(
    ("words", "role", "start"),
    [
        (
            "Werkleiterin Petra Lindner ist zum 31. März ausgeschieden. "
            "Bis auf Weiteres führt Bauamtsleiter Jens Krüger kommissarisch die Geschäfte.",
            "Werkleiter",
            None,
        ),
        (
            "Kämmerin Petra Lindner geht zum 30. Juni in den Ruhestand. "
            "Ihre Aufgaben nimmt ab 1. Juli Bauamtsleiter Jens Krüger vertretungsweise wahr.",
            "Kämmerer",
            "2021-07-01",
        ),
    ],
)
def test_who_stands_in(words: str, role: str, start: str | None) -> None:
    """Who does the work of an office that is left holds it for a while."""
    found = [f.slots for f in facts(page(words), "role") if f.slots["person"] == "Jens Krüger"]
    acting = [(f["role_canonical"], f.get("start")) for f in found if f.get("acting")]
    assert acting == [(role, start)]
    assert len(found) == 2


def test_a_business_that_nobody_left() -> None:
    """Where nobody leaves, whoever runs the business is its managing director."""
    words = "Die Stadtwerke Werl GmbH wächst. Jens Krüger führt die Geschäfte seit 2015."
    found = [(f.slots["role_canonical"], f.slots.get("acting")) for f in facts(page(words), "role")]
    assert found == [("Geschäftsführer", None)]


LEFT = [
    "Neues aus der Stadtbücherei Soest. Petra Lindner tritt zum 1. Oktober die Nachfolge von Eva Kuhn an, "
    "die das Haus 23 Jahre lang geführt hat und Ende September in den Ruhestand geht.",
    "Kämmerin Eva Kuhn geht Ende Juni in Pension. Ihre Nachfolgerin hat der Rat bestellt: Petra Lindner.",
    "Als EDV-Leiterin hat Eva Kuhn viel erlebt, Ende Juni geht sie in Pension. Nachfolgerin wird zum 1. Juli "
    "Petra Lindner.",
]


@pytest.mark.parametrize("words", LEFT)
def test_who_follows_gets_the_office_that_is_left(words: str) -> None:
    """ "tritt die Nachfolge von … an", "hat der Rat bestellt: …": the office of the one before."""
    told = {f.slots["person"]: f.slots["role_canonical"] for f in facts(page(words), "role")}
    assert told["Petra Lindner"] == told["Eva Kuhn"]


def test_who_has_an_office_of_her_own_gets_no_other() -> None:
    """Whom a text has just told an office, follows in that one, whatever else the one before was."""
    words = "Petra Lindner wird neue Kämmerin. Sie folgt auf Eva Kuhn, die als Schulleiterin nach Hamm ging."
    told = {(f.slots["person"], f.slots["role_canonical"]) for f in facts(page(words), "role")}
    assert ("Petra Lindner", "Schulleiter") not in told


@pytest.mark.parametrize(
    ("words", "person", "role"),
    [
        (
            "Kämmerer Jens Krüger geht Ende Juni in Pension. Am 1. Juli übernimmt Petra Lindner.",
            "Petra Lindner",
            "Kämmerer",
        ),
        (
            "Auf Kämmerer Jens Krüger, der im März in den Ruhestand gegangen ist, folgt Petra Lindner.",
            "Petra Lindner",
            "Kämmerer",
        ),
        (
            "Landrat Uwe Franke hat Jens Krüger verabschiedet. "
            "Der Leiter des Amtes für Statistik wechselt nach Ulm.",
            "Jens Krüger",
            "Leiter",
        ),
        (
            "Bürgermeisterin Petra Lindner begrüßte Jens Krüger. "
            "Der neue Leiter des Amtes für Statistik kommt aus Ulm.",
            "Jens Krüger",
            "Leiter",
        ),
        (
            "Mit Petra Lindner übernimmt erstmals eine Frau die Leitung der Feuerwehr Soest.",
            "Petra Lindner",
            "Leiter",
        ),
        ("Kommissarisch führt das Amt für Statistik seit März Petra Lindner.", "Petra Lindner", "Leiter"),
        (
            "Uwe Franke ist Projektleiter. Er hat die Projektleitung von Jens Krüger übernommen.",
            "Jens Krüger",
            "Projektleiter",
        ),
        (
            "Der Rat hat Edo Folkerts zum Datenschutzbeauftragten bestellt.",
            "Edo Folkerts",
            "Datenschutzbeauftragter",
        ),
        ("Hauptgeschäftsführer ist seit 2007 Heiger Schomburg.", "Heiger Schomburg", "Hauptgeschäftsführer"),
    ],
)
def test_who_gets_the_office_by_words_around_it(words: str, person: str, role: str) -> None:
    """Elliptic successors, who is seen off or greeted, who leads for a while, names by what one is made."""
    found = facts(page(words), "role")
    assert role in [f.slots["role_canonical"] for f in found if f.slots["person"] == person]


HEADLINE = """Stadt Soest

Soest, 3. Mai 2021

Neue Amtsleiterin für Statistik

Zum 1. Juni wechselt die Leitung. Petra Lindner tritt dann die Nachfolge von Jens Krüger an, der im März in
den Ruhestand gegangen ist. In der Zwischenzeit hatte Sachgebietsleiter Uwe Franke das Amt kommissarisch
geführt.
"""


def test_the_office_that_a_headline_tells() -> None:
    """Of a headline's "Neue Amtsleiterin" the one who follows, who is followed, and who stood in."""
    found = facts(HEADLINE, "role")
    heads = {f.slots["person"]: f for f in found if f.slots["role_canonical"] == "Amtsleiter"}
    assert heads.keys() == {"Petra Lindner", "Jens Krüger", "Uwe Franke"}
    assert heads["Jens Krüger"].slots.get("former")
    assert heads["Uwe Franke"].slots.get("acting")


def test_a_patron_is_followed_by_nobody() -> None:
    """A predecessor is that in the office, not in a patronage."""
    words = (
        "Landrat Uwe Franke, der die Schirmherrschaft übernommen hat, kam. "
        "Sein Vorgänger Jens Krüger blieb daheim."
    )
    found = {
        f.slots["role_canonical"] for f in facts(page(words), "role") if f.slots["person"] == "Jens Krüger"
    }
    assert found == {"Landrat"}
