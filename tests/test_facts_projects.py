"""kg.facts: projects and brands, and whose they are."""

from __future__ import annotations

import pytest
from saying import BEFORE, HEAD, facts, page, slots


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


@pytest.mark.parametrize(
    ("words", "names"),
    [
        ("Das Vorhaben namens LUPO läuft.", ["LUPO"]),
        ("Mit „Ampel frei“ erprobt die Stadt Werl neue Lichter.", ["Ampel frei"]),
        ("Unter dem Kürzel LUPO entsteht ein Netz.", ["LUPO"]),
        ("Die Stadt Werl startet mit „Ampel frei“ ein neues Projekt.", ["Ampel frei"]),
        ("„Ampel frei“, ein Chatbot für Eltern, läuft.", ["Ampel frei"]),
        ("„Ampel frei“ geht an den Start.", ["Ampel frei"]),
        ("Der Aufbau der „Ampel frei“ beginnt.", ["Ampel frei"]),
        ("Beim Vorhaben *Ampel frei* hilft jeder.", ["Ampel frei"]),
        ("Zu den Projekten gehören „Ampel frei“, „Dorf.Netz“ und „Hafen 4.0“.",
         ["Ampel frei", "Dorf.Netz", "Hafen 4.0"]),
        ("Elf Projekte, vom Bürgerlabor „Ampel frei“ bis zum „Hafen 4.0“, laufen.",
         ["Ampel frei", "Hafen 4.0"]),
        ("Anknüpfen soll sie an „Hafen 4.0“. In diesem Vorhaben misst die Stadt den Pegel.", ["Hafen 4.0"]),
        ("Die Stadt Werl bekommt 40.000 Euro für „Ampel frei“.", ["Ampel frei"]),
        ("The Green Lights project starts today.", ["Green Lights"]),
        ("LUPO, a research project led by Hochschule Hamm, starts today.", ["LUPO"]),
    ],
)  # fmt: skip
def test_project_told_in_other_words(words: str, names: list[str]) -> None:
    """By a title, a verb of doing, money, a list, or the word for it in the next sentence."""
    assert sorted(str(name) for (name,) in slots(page(words), "project", "name")) == sorted(names)


def test_projects_of_a_list_are_those_of_its_lines() -> None:
    """ "- „X“, Stadt Y: …" and "- Kreis Z: 1 Million Euro für „W“"."""
    text = page(
        "Gefördert werden:\n\n- „Ampel frei“, Stadt Werl: Lichter\n- „Dorf.Netz“, Kreis Lippe: Funk\n\n"
    )
    assert slots(text, "project", "name", "organization") == [
        ("Ampel frei", "Stadt Werl"),
        ("Dorf.Netz", "Kreis Lippe"),
    ]


@pytest.mark.parametrize(
    "words",
    [
        "Die Stadtwerke Werl GmbH tritt seit 2019 als „Netzlicht“ auf.",
        "Die Dachmarke heißt „Netzlicht“.",
        "„Netzlicht“ heißt die neue Dachmarke der Stadt Werl.",
        "Das Netz ist Teil von „Netzlicht“. Unter dieser Dachmarke arbeiten alle.",
        "Die Stadt baut das Netz unter dem Namen *Netzlicht* auf.",
        "Die Marke Netzlicht kennt jeder.",
    ],
)
def test_brand_told_in_other_words(words: str) -> None:
    """Who appears as it, what it is called, the word for it in the next sentence."""
    assert slots(page(words), "brand", "name") == [("Netzlicht",)]


def test_a_mark_that_was_passed_is_no_brand() -> None:
    """ "die Marke „10.000 Besucher“" is a number."""
    assert slots(page("Die Marke „10.000 Besucher“ ist geknackt."), "brand", "name") == []


@pytest.mark.parametrize(
    ("words", "name"),
    [
        ("Die Stadt bekommt 40.000 Euro aus dem „Dorfpakt“.", "Dorfpakt"),
        ("The city pays €40,000 under its “Village Pact” programme.", "Village Pact"),
        ("Das Geld stammt aus dem Bundesprogramm zur Förderung des Breitbandausbaus.",
         "Bundesprogramm zur Förderung des Breitbandausbaus"),
    ],
)  # fmt: skip
def test_programme_told_in_other_words(words: str, name: str) -> None:
    """What money comes out of, what stands before its word, what it is for."""
    assert (name,) in slots(page(words), "programme", "name")


def test_project_belongs_to_the_programme_of_its_sentence() -> None:
    """The one programme that a sentence names beside a project is the project's."""
    words = "Das Projekt „Ampel frei“ wird aus dem Programm „Dorfpakt“ gefördert."
    assert slots(page(words), "project", "name", "programme") == [("Ampel frei", "Dorfpakt")]


@pytest.mark.parametrize(
    ("words", "organization"),
    [
        ("Das Projekt „Moorfunk“ wird von der Hochschule Emden/Leer geleitet.", "Hochschule Emden/Leer"),
        ("Der Kreis Lippe hat das Projekt „Moorfunk“ ins Leben gerufen.", "Kreis Lippe"),
        ("Mit „Moorfunk“ hat die Gemeinde Hövelhof ein Pilotprojekt gestartet.", "Gemeinde Hövelhof"),
        ("Am Projekt „Moorfunk“ arbeiten fünf Partner. Koordiniert wird es vom Kreis Lippe.", "Kreis Lippe"),
        ("Die Federführung für das Projekt „Moorfunk“ liegt beim Kreis Lippe.", "Kreis Lippe"),
        ("An der Universität Bielefeld ist das Vorhaben „Moorfunk“ angelaufen.", "Universität Bielefeld"),
        ("Das vom Kreis Lippe initiierte Projekt „Moorfunk“ geht weiter.", "Kreis Lippe"),
        ("Das Projekt „Moorfunk“, das die Stadt Werl betreibt, läuft.", "Stadt Werl"),
        ("Das Projekt „Moorfunk“ (Leitung: Hochschule Emden/Leer) endet.", "Hochschule Emden/Leer"),
        ("Forscherinnen der Universität Bielefeld erproben das Projekt „Moorfunk“.", "Universität Bielefeld"),
        ("Led by Bielefeld University, the project \"Moorfunk\" started in May.", "Bielefeld University"),
        ("Am Projekt „Moorfunk“ beteiligt sich der Kreis Lippe.", "Stadt Soest"),
        ("Das Projekt „Moorfunk“, das der Bund unterstützt, läuft.", "Stadt Soest"),
        ("Den Auftrag für das Projekt „Moorfunk“ bekam die Netzbau Werl GmbH.", "Stadt Soest"),
        ("Für das Projekt „Moorfunk“ gab es den Preis „Gut so“ des Kreises Lippe.", "Stadt Soest"),
    ],
)  # fmt: skip
def test_who_runs_a_project(words: str, organization: str) -> None:
    """Who leads it by the words, else who does something with it; nobody who helps, pays or judges."""
    assert slots(page(words), "project", "name", "organization") == [("Moorfunk", organization)]


@pytest.mark.parametrize(
    ("words", "programme"),
    [
        ("Das Projekt „Moorfunk“ wird aus dem Programm „Starkes Moor“ bezahlt.", "Starkes Moor"),
        ("Das Projekt „Moorfunk“ läuft. Finanziert wird es aus dem Programm „Starkes Moor“.", "Starkes Moor"),
        ("Das Programm „Starkes Moor“ hilft Soest. Damit entsteht das Projekt „Moorfunk“.", "Starkes Moor"),
        ("Das Programm „Starkes Moor“ ist neu. Auch das Projekt „Moorfunk“ begann im Mai.", None),
        ("Das BMBF bezahlt „Moorfunk“, ein Projekt aus der Bekanntmachung „Starkes Moor“.", "Starkes Moor"),
    ],
)  # fmt: skip
def test_programme_of_a_project(words: str, programme: str | None) -> None:
    """The one of its sentence, or of one beside it that tells who pays."""
    assert slots(page(words), "project", "name", "programme") == [("Moorfunk", programme)]


@pytest.mark.parametrize(
    ("words", "names"),
    [
        ("Das Projekt Digitales Dorf Musterloh läuft.", ["Digitales Dorf Musterloh"]),
        ("Im Projekt Offene Akte prüft die Stadt neue Wege.", ["Offene Akte"]),
        ("Für das Leuchtturmprojekt Zukunftsbibliothek gibt es Geld.", ["Zukunftsbibliothek"]),
        ("„Moorfunk“, ein mit der Hochschule Emden/Leer betriebenes Vorhaben, läuft.", ["Moorfunk"]),
        ("„Moorfunk“, so der Name des Vorhabens, startet.", ["Moorfunk"]),
        ("Zu den Vorhaben zählen „Moorfunk“ der Stadt Werl und „Netz 4.0“ des Kreises Lippe.",
         ["Moorfunk", "Netz 4.0"]),
        ("Ein Vorhaben steht fest: Mit dem „Moorfunk“ sollen Bauern funken.", ["Moorfunk"]),
        ("Das Projekt Ende Mai vorzustellen, war das Ziel.", []),
        ("Im Projekt Beschäftigte der Stadt lernen viel.", []),
        ("Das Projekt der Stadt läuft.", []),
    ],
)  # fmt: skip
def test_projects_by_more_ways_of_naming_them(words: str, names: list[str]) -> None:
    """A noun right behind "das Projekt" is what it is called, as is what is said to be one."""
    assert [name for (name,) in slots(page(words), "project", "name")] == names


def test_a_project_that_depends_on_something_is_announced() -> None:
    """ "würde … aufbauen": it is not there yet."""
    assert (
        slots(page("Mit dem Geld würde die Stadt die Plattform „Moorfunk“ bauen."), "project", "name") == []
    )


def test_an_initiative_without_money_is_no_programme() -> None:
    """Those who do something together are no funding programme."""
    assert slots(page("Träger ist die Initiative „Moor für alle“."), "programme", "name") == []
    paid = page("Das Land fördert das aus der Förderinitiative „Moor für alle“.")
    assert slots(paid, "programme", "name") == [("Moor für alle",)]


@pytest.mark.parametrize(
    ("words", "funder"),
    [
        ("Das Programm „Moorland“, das das Umweltministerium Niedersachsen 2019 aufgelegt hat, endet.",
         "Umweltministerium Niedersachsen"),
        ("Das Umweltministerium Niedersachsen fördert den Steg aus dem Programm „Moorland“.",
         "Umweltministerium Niedersachsen"),
        ("Das Programm „Moorland“ ist beliebt, dessen Träger das Umweltministerium Niedersachsen ist.",
         "Umweltministerium Niedersachsen"),
        ("Geld gibt es von INTERREG.", "Europäische Union"),
    ],
)  # fmt: skip
def test_who_pays_for_a_programme(words: str, funder: str) -> None:
    """By verbs and nouns of giving beside it; the Union pays for its own funds."""
    assert slots(page(words), "programme", "funder") == [((funder,),)]


def test_whoever_runs_a_project_pays_for_no_programme_of_the_union() -> None:
    """Its funds are known, whoever stands beside them."""
    words = (
        "Das mit zwei Millionen Euro aus Horizont 2020 geförderte Projekt leitet die Universität Bielefeld."
    )
    assert slots(page(words), "programme", "funder") == [(("Europäische Union",),)]


def test_a_brand_from_a_day_on() -> None:
    """ "vom 1. Juni an" is since when."""
    words = "Vom 1. Juni 2021 an bündelt die Stadtwerke Werl GmbH alles unter der Marke „lumo“."
    assert slots(page(words), "brand", "name", "since") == [("lumo", "2021-06-01")]


@pytest.mark.parametrize(
    ("words", "found"),
    [
        ("Die Stadt gewann den „Moorstern“-Preis.", [("Moorstern", None)]),
        ("The town won the European Prize of Moors Award 2021.",
         [("European Prize of Moors Award 2021", None)]),
        ("Am 3. Moor-Wettbewerb, den MoorTec und Torfix seit 2001 ausrichten, nimmt Soest teil.",
         [("3. Moor-Wettbewerb", "MoorTec")]),
        ("Die Stadt gewann den „Moorstern“-Preis. Der Gründungspreis wurde im Mai verliehen.",
         [("Moorstern", None)]),
    ],
)  # fmt: skip
def test_competitions_and_who_holds_them(words: str, found: list[tuple[str, str | None]]) -> None:
    """Before its noun in quotation marks, in English, by firms; the noun alone means the one named before."""
    assert slots(page(words), "competition", "name", "organizer") == found


def test_pilot_projects_in_the_plural_are_no_project() -> None:
    """ "Modellprojekte „Saubere Stadt“" names what several projects belong to."""
    assert not facts(page("Soest ist bei den Modellprojekten „Saubere Stadt“ dabei."), "project")


@pytest.mark.parametrize(
    ("words", "names"),
    [
        ("MoDa Moor, a three-year project led by Bielefeld University, began.", ["MoDa Moor"]),
        ("In den „Reallaboren Moordienste“ wird erprobt.", ["Reallaboren Moordienste"]),
        ("The town takes part in an EU project.", []),
        ("Es gibt 31 Millionen Euro für „graue Flecken“.", []),
    ],
)
def test_names_of_two_words_and_what_is_none(words: str, names: list[str]) -> None:
    """A name in mixed letters goes on; the Union is no project, nor is a term in small letters."""
    assert [name for (name,) in slots(page(words), "project", "name")] == names


def test_names_at_the_heads_of_a_list_of_projects() -> None:
    """What a list of projects names first in each item is one; another list's heads are none."""
    items = "\n\n1. „Torfblick“: Das Amt misst Wasserstände.\n2. „Moorpost“, ein Dienst für alle.\n"
    found = slots(HEAD + BEFORE + "\n\nDrei Vorhaben zum Start" + items, "project", "name")
    assert found == [("Torfblick",), ("Moorpost",)]
    assert slots(HEAD + BEFORE + "\n\nBücher des Monats:" + items, "project", "name") == []


@pytest.mark.parametrize(
    ("words", "name"),
    [
        (
            "Das untersucht die Stadt in einem Verbundprojekt. „NachtNetz“ heißt es und dauert drei Jahre.",
            "NachtNetz",
        ),
        ("The sensors are part of Cool Roots, a project the city launched in October 2020.", "Cool Roots"),
    ],
)
def test_project_by_the_sentence_before_or_an_apposition(words: str, name: str) -> None:
    """ "„X“ heißt es" behind a sentence that ends with a word for projects; "part of X, a project"."""
    assert (name,) in slots(page(words), "project", "name")


def test_project_put_off_for_ever_is_none_yet() -> None:
    """What is "auf unbestimmte Zeit verschoben" is only announced; „X“ heißt es" alone names no project."""
    put_off = facts(page("Das Portal »Soest redet mit« ist auf unbestimmte Zeit verschoben."), "project")
    assert [f.modality for f in put_off] == ["announced"]
    assert slots(page("Der Verein singt. „NachtNetz“ heißt es im Lied."), "project", "name") == []
