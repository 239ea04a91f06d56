"""kg.facts: projects and brands, and whose they are."""

from __future__ import annotations

import pytest
from saying import page, slots


@pytest.mark.parametrize(
    ("words", "name", "organization"),
    [
        ("Der Chatbot „Ampel“ gibt Auskunft.", "Ampel", "Stadt Soest"),
        ("Das „Ampel“-Projekt startet im Mai.", "Ampel", "Stadt Soest"),
        ("SmartRain heißt das Vorhaben.", "SmartRain", "Stadt Soest"),
        ("Am weitesten ist DO:RAIN, der digitale Zwilling des Hafens.", "DO:RAIN", "Stadt Soest"),
        ("„Ampel“ ist ein Modellprojekt der Stadt Werl.", "Ampel", "Stadt Werl"),
        ("Das Projekt „Ampel“ der Stadt Werl läuft.", "Ampel", "Stadt Werl"),
        ("Das Projekt „Ampel“, das die Stadt Werl betreibt, läuft.", "Ampel", "Stadt Werl"),
        ("Im Projekt „Ampel“ erprobt die Stadt Werl neue Lichter.", "Ampel", "Stadt Werl"),
    ],
)
def test_project_and_whose_it_is(words: str, name: str, organization: str) -> None:
    """By a word for projects or services before, behind or beside its name; else the release's own."""
    assert slots(page(words), "project", "name", "organization") == [(name, organization)]


def test_several_projects_of_one_word() -> None:
    """ "die Projekte „A“, „B“ und „C“" are three."""
    words = "Die Projekte „Ampel“, „Offene Daten“ und „Netz 4.0“ laufen weiter."
    assert slots(page(words), "project", "name") == [("Ampel",), ("Offene Daten",), ("Netz 4.0",)]


@pytest.mark.parametrize(
    "words",
    [
        "Ein eigenes Projekt gibt es nicht, sagte er: „Wir warten ab.“",
        "Es gibt kein Projekt „Ampel“.",
        "Das Projekt ist „ein Meilenstein“.",
        "Sparkasse Soest: „Wir sind mit dem Ergebnis sehr zufrieden und machen weiter.“",
        "Die Plattform Xing nutzt die Stadt auch.",
    ],
)
def test_sentences_and_praise_are_no_project(words: str) -> None:
    """What is said of a project, or is denied, is no name of one."""
    assert slots(page(words), "project", "name") == []


@pytest.mark.parametrize(
    ("words", "since", "organization"),
    [
        ("Unter der Marke „netzlicht“ bündelt die Stadtwerke Werl GmbH seit 2019 ihre Dienste.", "2019",
         "Stadtwerke Werl GmbH"),
        ("Die Marke „netzlicht“ kennt jeder.", None, "Stadt Soest"),
    ],
)  # fmt: skip
def test_brand_since_when_and_whose(words: str, since: str | None, organization: str) -> None:
    """What its sentence tells besides; else the release's own."""
    assert slots(page(words), "brand", "name", "since", "organization") == [
        ("netzlicht", since, organization)
    ]


def test_a_name_in_capitals_is_one() -> None:
    """A letterhead in capitals names the municipality that "die Stadt" means."""
    text = "STADT WERL\nPressestelle\n\n3. Mai 2021\n\nNeues Netz\n\nDie Stadt startet das Projekt „Ampel“.\n"
    assert slots(text, "project", "name", "organization") == [("Ampel", "Stadt Werl")]
