"""kg.facts: offices that a verb, an aside or the sentence before tells, and what only looks like one."""

from __future__ import annotations

import pytest
from saying import facts, only, page

FRAMES = [
    # who presides or leads, told by the body first or by its pronoun
    ("Dem Hauptamt steht seit 2015 Petra Lindner vor.", "Petra Lindner", "Leiter", "Hauptamt"),
    ("Es gibt das Amt für Netze. Ihm steht Petra Lindner vor.", "Petra Lindner", "Leiter", "Amt für Netze"),
    (
        "Neu ist die Arbeitsgruppe Schul-IT. Leiten wird sie Petra Lindner.",
        "Petra Lindner",
        "Leiter",
        "Arbeitsgruppe Schul-IT",
    ),
    (
        "Sie gehört zur Stabsstelle Netze, die aus vier Personen besteht und von Jens Krüger geführt wird.",
        "Jens Krüger",
        "Leiter",
        "Stabsstelle Netze",
    ),
    (
        "Neu ist das Sachgebiet Netze. Es ist klein und wird seit 1. September von Jens Krüger geführt.",
        "Jens Krüger",
        "Leiter",
        "Sachgebiet Netze",
    ),
    (
        "Das sagt Jens Krüger. Der freie Architekt aus Hamm sitzt der Architektenkammer Werl vor.",
        "Jens Krüger",
        "Vorsitzender",
        "Architektenkammer Werl",
    ),
    (
        "Mit dabei war Jens Krüger, der im Vorstand der Lese-Freunde e. V. sitzt.",
        "Jens Krüger",
        "Vorstandsmitglied",
        "Lese-Freunde e. V.",
    ),
    (
        "Petra Lindner sitzt seit 2014 im Aufsichtsrat der Kran GmbH.",
        "Petra Lindner",
        "Mitglied",
        "Kran GmbH",
    ),
    (
        "Petra Lindner kam von der Stadt Werl, wo sie die Abteilung Netze geleitet hatte.",
        "Petra Lindner",
        "Leiter",
        "Abteilung Netze",
    ),
    # as what somebody does something
    ("Petra Lindner ist neu. Als Klimaschutzmanagerin hat sie viel vor.", "Petra Lindner",
     "Klimaschutzmanager", "Stadt Soest"),
    ("Petra Lindner sprach. Zurzeit leitet sie als CIO die Informationstechnik der Stadt Werl.",
     "Petra Lindner", "Chief Information Officer", "Stadt Werl"),
    # beside a first office
    ("Das sagte Amtsleiterin Petra Lindner laut, im Hauptberuf Bürgermeisterin der Gemeinde Ense.",
     "Petra Lindner", "Bürgermeister", "Gemeinde Ense"),
    ("Jens Krüger, der im Hauptamt Bürgermeister der Stadt Werl ist, sprach.", "Jens Krüger",
     "Bürgermeister", "Stadt Werl"),
    ("Petra Lindner ist Informatikerin und war vorher bei der Kran GmbH in Hamm Abteilungsleiterin.",
     "Petra Lindner", "Abteilungsleiter", "Kran GmbH"),
    ("Jens Krüger, 16 Jahre lang Bürgermeister in Werl, saß dabei.", "Jens Krüger", "Bürgermeister", "Werl"),
    # the office first, the name in the next sentence; the body behind "für"
    ("Seit April hat die Stadt einen Breitbandkoordinator. Er heißt Jens Krüger.", "Jens Krüger",
     "Breitbandkoordinator", "Stadt Soest"),
    ("Für das bauende Unternehmen, die Netzbau Weber GmbH, unterschrieb Geschäftsführer Jens Krüger.",
     "Jens Krüger", "Geschäftsführer", "Netzbau Weber GmbH"),
    ("Begrüßt werden alle von Jens Krüger, Staatsrat beim Senator für Wirtschaft, Arbeit und Häfen.",
     "Jens Krüger", "Staatsrat", "Senator für Wirtschaft, Arbeit und Häfen"),
    ("Da ist der Verein Weser Digital e. V. aus Bremen. Jens Krüger, Vorsitzender von Weser Digital, kam.",
     "Jens Krüger", "Vorsitzender", "Verein Weser Digital e. V."),
    ("Fraktionen waren da. FDP-Fraktionschef Jens Krüger sprach.", "Jens Krüger", "Fraktionschef", "FDP"),
    ("Präses Jens Krüger eröffnete den Abend.", "Jens Krüger", "Präses", "Stadt Soest"),
    ("Petra Lindner has chaired the city's Digital Advisory Board since 2019.", "Petra Lindner",
     "Vorsitzender", "Stadt Soest"),
    ("Den Vortrag hält Ministerialrätin Petra Lindner, im Innenministerium Baden-Württemberg zuständig.",
     "Petra Lindner", "Ministerialrat", "Innenministerium Baden-Württemberg"),
    ("Es sprach Kriminalhauptkommissar Jens Krüger, Polizeiinspektion Ense; dann gab es Tee.", "Jens Krüger",
     "Kriminalhauptkommissar", "Polizeiinspektion Ense"),
    ("Dabei ist die Kran GmbH aus Hamm. Mitinhaberin Petra Lindner freut sich.", "Petra Lindner",
     "Mitinhaber", "Kran GmbH"),
    ("Es hilft der Zweckverband Kommunale Informationsverarbeitung Sachsen. Dessen Verbandsvorsitzender "
     "Jens Krüger sprach.", "Jens Krüger", "Verbandsvorsitzender",
     "Kommunale Informationsverarbeitung Sachsen"),
    ("Head of project Petra Lindner was there.", "Petra Lindner", "Leiter", "Stadt Soest"),
]  # fmt: skip


@pytest.mark.parametrize(("words", "person", "role", "organization"), FRAMES)
def test_office_told_by_a_verb_or_an_aside(words: str, person: str, role: str, organization: str) -> None:
    """Whose office it is and where, whichever frame the sentence has."""
    told = {
        (f.slots["person"], f.slots["role_canonical"], f.slots.get("organization"))
        for f in facts(page(words), "role")
    }
    assert (person, role, organization) in told


@pytest.mark.parametrize(
    ("words", "person", "role"),
    [
        ("Die Juristin Petra Lindner sprach.", "Petra Lindner", "Jurist"),
        ("Diplom-Geograf Jens Krüger sprach.", "Jens Krüger", "Diplom-Geograf"),
        ("Petra Lindner ist Wirtschaftsinformatikerin.", "Petra Lindner", "Wirtschaftsinformatiker"),
        ("„Künftig ist sie eine Leitung, aus der Daten fließen“, sagte Petra Lindner.", "Petra Lindner",
         "Leiter"),
        ("Es kamen die Bundestagsabgeordnete Petra Lindner und Jens Krüger.", "Jens Krüger",
         "Bundestagsabgeordneter"),
        ("Kontakt für Journalisten:\nPetra Lindner", "Petra Lindner", "Journalist"),
        ("Petra Lindner, als Beigeordnete auch für das Bürgerbüro verantwortlich, sprach.", "Petra Lindner",
         "Leiter"),
        ("Petra Lindner chaired the panel discussion on open data.", "Petra Lindner", "Vorsitzender"),
        ("Petra Lindner saß in der Jury des Wettbewerbs.", "Petra Lindner", "Mitglied"),
    ],
)  # fmt: skip
def test_what_is_no_office(words: str, person: str, role: str) -> None:
    """What somebody has learnt, a thing by the same noun, somebody else's office."""
    assert (person, role) not in {
        (f.slots["person"], f.slots["role_canonical"]) for f in facts(page(words), "role")
    }


def test_what_somebody_has_learnt_is_an_office_where_it_is_employed() -> None:
    """ "Informatiker bei der Stadt Werl" is one."""
    fact = only(page("Jens Krüger ist Informatiker bei der Stadt Werl."), "role")
    assert fact.slots["organization"] == "Stadt Werl"


@pytest.mark.parametrize(
    ("words", "end"),
    [
        (
            "Für Jens Krüger ist es das letzte Jahr. Der Geschäftsführer verabschiedet sich am 31. März 2022 "
            "nach 17 Jahren in den Ruhestand.",
            "2022-03-31",
        ),
        (
            "Jens Krüger kam 1988. Am Freitag nächster Woche hat der EDV-Leiter seinen letzten Arbeitstag.",
            "2021-05-14",
        ),
    ],
)
def test_who_leaves_as_what_he_is(words: str, end: str) -> None:
    """ "Der EDV-Leiter geht": of whom the sentence before is about, with the day."""
    fact = only(page(words), "role")
    assert (fact.slots["person"], fact.slots["end"], "former" in fact.slots) == ("Jens Krüger", end, False)


def test_who_says_goodbye_to_another_stays() -> None:
    """ "verabschiedete ihn": no end of the office of who speaks."""
    told = page("Jens Krüger war da. Bürgermeisterin Petra Lindner verabschiedete ihn gestern im Rathaus.")
    fact = next(f for f in facts(told, "role") if f.slots["person"] == "Petra Lindner")
    assert not {"end", "former"} & fact.slots.keys()


@pytest.mark.parametrize(
    "words",
    [
        "Die bisherige Leiterin der Bibliothek, Petra Lindner, ist nach Hamm gewechselt.",
        "Petra Lindner, ehedem Bürgermeisterin von Werl, wurde gefeiert.",
        "Petra Lindner, acht Jahre lang Bürgermeisterin in Werl, wurde gefeiert.",
    ],
)
def test_office_that_is_over(words: str) -> None:
    """By "ehedem" and "acht Jahre lang", or as "bisherige" who has gone."""
    assert only(page(words), "role").slots["former"] is True
