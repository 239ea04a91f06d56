"""kg.facts: offices in the frames of careers – handing over, deputies, bodies, lines of a table, English."""

from __future__ import annotations

import pytest
from saying import facts, page, slots

FRAMES = [
    ("Jens Krüger, der die Kämmerei der Stadt Werl seit 2011 führt, sprach.", "Jens Krüger", "Leiter"),
    ("Die Projektleitung liegt seit März bei Petra Lindner.", "Petra Lindner", "Projektleiter"),
    ("Den Vorsitz führt die Juristin Petra Lindner.", "Petra Lindner", "Vorsitzender"),
    ("Die Projektleitung übernimmt im Herbst Petra Lindner.", "Petra Lindner", "Projektleiter"),
    ("Die Stadtbibliothek Werl wird von Petra Lindner geleitet.", "Petra Lindner", "Leiter"),
    ("Zum Amt für Statistik, das von Petra Lindner geleitet wird, gehört sie.", "Petra Lindner", "Leiter"),
    ("Neue Amtsleiterin wird zum 1. Juli Petra Lindner.", "Petra Lindner", "Amtsleiter"),
    (
        "Petra Lindner war sieben Jahre lang Sachgebietsleiterin bei der Stadt Werl.",
        "Petra Lindner",
        "Sachgebietsleiter",
    ),
    ("Vor ihm sprach Petra Lindner (Stadt Werl, Kämmerin).", "Petra Lindner", "Kämmerer"),
    ("Finanzchefin Petra Lindner sprach.", "Petra Lindner", "Finanzchef"),
    ("Der Vorsitzende des Gremiums, Bürgermeister Jens Krüger, sprach.", "Jens Krüger", "Vorsitzender"),
    ("Als Berater wirkt Jens Krüger mit.", "Jens Krüger", "Berater"),
    ("Petra Lindner was appointed managing director of Stadtwerke Werl.", "Petra Lindner", "Geschäftsführer"),
    ("Jens Krüger will become managing director of Stadtwerke Werl.", "Jens Krüger", "Geschäftsführer"),
    ("Jens Krüger serves as managing director of Stadtwerke Werl.", "Jens Krüger", "Geschäftsführer"),
    ("The city's managing director, Petra Lindner, was there.", "Petra Lindner", "Geschäftsführer"),
]


@pytest.mark.parametrize(("words", "person", "role"), FRAMES)
def test_role_in_a_frame(words: str, person: str, role: str) -> None:
    """Whichever verb or apposition tells of the office."""
    told = {(f.slots["person"], f.slots["role_canonical"]) for f in facts(page(words), "role")}
    assert (person, role) in told


@pytest.mark.parametrize(
    "words",
    [
        "Vorsitzender des Beirats ist Jens Krüger. Seine Stellvertreterin ist Petra Lindner.",
        "Vorsitz: Jens Krüger, Stellvertreterin: Petra Lindner",
    ],
)
def test_deputy_of_the_office_before(words: str) -> None:
    """A bare deputy stands in for the office that the text has just told of."""
    told = dict(slots(page(words), "role", "person", "role_canonical"))
    assert told["Petra Lindner"].startswith("Stellvertretender Vorsitzender")


def test_an_occupation_has_no_deputy_and_no_successor() -> None:
    """What somebody has learnt is no post that another can stand in for."""
    words = "Der Informatiker Jens Krüger sprach. Seine Stellvertreterin Petra Lindner hörte zu."
    told = dict(slots(page(words), "role", "person", "role_canonical"))
    assert "Informatiker" not in told.get("Petra Lindner", "")


def test_lines_of_a_career() -> None:
    """Each line of a table is an office with its years, of the person that the line above names."""
    words = (
        "Bürgermeister Jens Krüger gratulierte.\n\nZur Person: Petra Lindner\n\n"
        "1998–2003 Studium der Informatik\n2004–2008 Referentin, Stadt Werl\n"
        "seit 2009 Kämmerin der Stadt Hamm"
    )
    found = {f.slots["role_canonical"]: f.slots for f in facts(page(words), "role")}
    assert found["Referent"]["person"] == found["Kämmerer"]["person"] == "Petra Lindner"
    assert (found["Referent"]["start"], found["Referent"]["end"]) == ("2004", "2008")
    assert found["Referent"]["former"] is True
    assert (found["Kämmerer"]["start"], found["Kämmerer"].get("end")) == ("2009", None)


@pytest.mark.parametrize(
    ("words", "person"),
    [
        (
            "Annegret Pieper-Lohmann kam. Frau Pieper-Lohmann ist Leiterin der Bibliothek.",
            "Annegret Pieper-Lohmann",
        ),
        ("Jens von der Heide kam. Herr von der Heide ist Kämmerer.", "Jens von der Heide"),
        ("Jens Krüger kam. Frau Krüger ist Kämmerin.", "Krüger"),
        ("Jens Krüger und Olaf Krüger kamen. Herr Krüger ist Kämmerer.", "Krüger"),
    ],
    ids=["hyphen", "particle", "another gender", "two of the name"],
)
def test_honorific_and_surname(words: str, person: str) -> None:
    """They mean the one person whose full name fits; of two, or of another gender, nobody is chosen."""
    assert slots(page(words), "role", "person") == [(person,)]


def test_degree_behind_a_name() -> None:
    """A degree is no part of the name."""
    assert slots(page("Kämmerin Petra Lindner M.A. sprach."), "role", "person") == [("Petra Lindner",)]


@pytest.mark.parametrize(
    ("words", "role"),
    [
        ("Petra Lindner leitet das Hauptamt der Stadt Werl.", "Leiterin des Hauptamts"),
        ("Petra Lindner leitet die Abteilung Statistik.", "Leiterin der Abteilung Statistik"),
        ("Jens Krüger leitet das Haupt- und Personalamt.", "Leiter des Haupt- und Personalamts"),
    ],
)
def test_head_of_a_unit_is_named_after_it(words: str, role: str) -> None:
    """Where only a verb tells that somebody leads a unit, the role says which."""
    assert (role,) in slots(page(words), "role", "role")


def test_facts_stop_at_a_semicolon() -> None:
    """A date before a semicolon says nothing of the office behind it."""
    words = "Petra Lindner leitet die Bibliothek seit April 2003; als Berater wirkt Jens Krüger mit."
    found = {f.slots["person"]: f.slots for f in facts(page(words), "role")}
    assert "start" not in found["Jens Krüger"]
