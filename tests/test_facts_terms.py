"""kg.facts: when offices begin and end, and which are over."""

from __future__ import annotations

import pytest
from saying import facts, page

TERMS = [
    # an office that a clause is about takes the dates of its clause
    ("Petra Lindner ist seit 2014 Kämmerin der Stadt Werl.", "Kämmerer", "2014", None),
    ("Seit 2016 leitet Petra Lindner das Hauptamt der Stadt Werl.", "Leiter", "2016", None),
    ("Petra Lindner kam. Von 2009 bis 2012 war sie Referentin der Stadt Werl.", "Referent", "2009", "2012"),
    ("Petra Lindner kam. 2011 wurde sie Kämmerin der Stadt Werl.", "Kämmerer", "2011", None),
    (
        "Petra Lindner ist seit 2019 Kämmerin und war davor Referentin der Stadt Hamm.",
        "Referent",
        None,
        None,
    ),
    (
        "Petra Lindner, die das Amt für Statistik seit seiner Gründung 1998 leitet, kam.",
        "Leiter",
        "1998",
        None,
    ),
    # one that only says who somebody is takes those of its own phrase
    ("Petra Lindner, seit 2017 Kämmerin der Stadt Werl, sprach.", "Kämmerer", "2017", None),
    ("Petra Lindner, Kämmerin der Stadt Werl seit 2017, sprach.", "Kämmerer", "2017", None),
    ("Am 9. Juni tritt Kämmerin Petra Lindner in Werl auf.", "Kämmerer", None, None),
    ("Kämmerin Petra Lindner beginnt am 9. Juni mit den Sprechstunden.", "Kämmerer", None, None),
    # another sentence or clause tells when
    (
        "Der Rat hat Petra Lindner zur Kämmerin gewählt. Sie tritt ihr Amt am 1. Oktober an.",
        "Kämmerer",
        "2021-10-01",
        None,
    ),
    (
        "Der Rat hat Petra Lindner zur Kämmerin bestellt. Die Bestellung gilt ab 1. August.",
        "Kämmerer",
        "2021-08-01",
        None,
    ),
    ("Kämmerin Petra Lindner, die ihr Amt seit 2013 ausübt, sprach.", "Kämmerer", "2013", None),
    ("Der Vertrag von Kämmerin Petra Lindner wird bis 2027 verlängert.", "Kämmerer", None, "2027"),
    ("Kämmerin Petra Lindner geht zum 30. Juni in den Ruhestand.", "Kämmerer", None, "2021-06-30"),
    ("Kämmerin Petra Lindner sprach. Zum 31. Juli scheidet sie aus.", "Kämmerer", None, "2021-07-31"),
]


@pytest.mark.parametrize(("words", "role", "start", "end"), TERMS)
def test_term(words: str, role: str, start: str | None, end: str | None) -> None:
    """Start and end of the office, and no others."""
    found = [f.slots for f in facts(page(words), "role") if f.slots["role_canonical"] == role]
    assert [(f.get("start"), f.get("end")) for f in found] == [(start, end)]


@pytest.mark.parametrize(
    ("words", "former"),
    [
        ("Petra Lindner, bis 2018 Kämmerin der Stadt Werl, sprach.", True),
        ("Petra Lindner, bis 2025 Kämmerin der Stadt Werl, sprach.", None),
        ("Kämmerin Petra Lindner ist im März in den Ruhestand gegangen.", True),
        ("Kämmerin Petra Lindner geht im Juli in den Ruhestand.", None),
        ("Nach dem Weggang von Kämmerin Petra Lindner ist die Stelle frei.", True),
        ("Kämmerin Petra Lindner war im März zurückgetreten.", True),
        ("Kämmerin Petra Lindner verabschiedete den Haushalt.", None),
    ],
)
def test_over_or_not(words: str, former: bool | None) -> None:
    """What ended before the release is over, what ends after it is not yet."""
    assert [f.slots.get("former") for f in facts(page(words), "role")] == [former]


def test_the_new_office_not_the_old_one_begins() -> None:
    """Who has an office and is elected into another enters that one."""
    words = (
        "Der Rat hat Baudezernentin Petra Lindner zur Bürgermeisterin gewählt. "
        "Sie tritt das Amt am 1. Juni an."
    )
    found = {f.slots["role_canonical"]: f.slots.get("start") for f in facts(page(words), "role")}
    assert found == {"Baudezernent": None, "Bürgermeister": "2021-06-01"}


@pytest.mark.parametrize(
    ("words", "role", "former"),
    [
        ("Der frühere Werler Kämmerer Jens Krüger sprach.", "Kämmerer", True),
        ("Jens Krüger, damals Referent der Stadt Hamm, sprach.", "Referent", True),
        ("Jens Krüger ist Kämmerer und war davor Referent der Stadt Hamm.", "Referent", True),
        ("Jens Krüger kam. Er arbeitete zunächst als Referent, dann als Kämmerer.", "Kämmerer", True),
        ("Jens Krüger kam. Er arbeitete lange als Referent und ist nun Kämmerer.", "Kämmerer", None),
        ("Zuletzt leitete Jens Krüger das Hauptamt.", "Leiter", True),
        ("Jens Krüger, damals Praktikant, kam. Heute arbeitet er als Referent der Stadt.", "Referent", None),
        ("„Wir hatten Glück“, sagte Jens Krüger, der als Kämmerer zuständig ist.", "Kämmerer", None),
    ],
)
def test_past(words: str, role: str, former: bool | None) -> None:
    """An adjective, an adverb or the tense of its own clause says that an office is past."""
    found = [f.slots for f in facts(page(words), "role") if f.slots["role_canonical"] == role]
    assert [f.get("former") for f in found] == [former]


@pytest.mark.parametrize(
    ("words", "acting"),
    [
        ("Jens Krüger leitet das Hauptamt kommissarisch.", True),
        ("Kämmerer Jens Krüger leitet das Hauptamt kommissarisch.", None),
        ("Kämmerer Jens Krüger kam in Vertretung der Bürgermeisterin.", None),
        ("Jens Krüger, kommissarischer Kämmerer der Stadt, sprach.", True),
    ],
)
def test_acting(words: str, acting: bool | None) -> None:
    """It is said of the office of its clause, not of one that stands beside the name."""
    found = [f.slots for f in facts(page(words), "role")]
    role = "Leiter" if "leitet" in words and acting else "Kämmerer"
    assert [f.get("acting") for f in found if f["role_canonical"] == role] == [acting]


CHOSEN = [
    "Petra Lindner wurde gestern zur Oberbürgermeisterin der Stadt Werl gewählt.",
    "Der Stadtrat wählte Petra Lindner zur Beigeordneten.",
    "Die Stadt Werl hat Petra Lindner zur Dezernentin bestellt.",
    "Der Aufsichtsrat berief Petra Lindner zur Geschäftsführerin der Stadtwerke Werl.",
    "Petra Lindner ist zur Amtsleiterin ernannt worden.",
    "Zur neuen Landrätin wurde Petra Lindner gewählt.",
    "Die Kreise wählen Petra Lindner zur Präsidentin.",
    "Mit großer Mehrheit hat der Gemeinderat Petra Lindner als Bürgermeisterin gewählt.",
    "Die Wahl von Petra Lindner zur Oberbürgermeisterin freut viele.",
    "Die Ernennung von Petra Lindner zur Geschäftsführerin der Stadtwerke Werl kam schnell.",
    "Die gestern gewählte Beigeordnete Petra Lindner sprach.",
    "Petra Lindner wurde 2018 zur Vorsitzenden des Netzwerks gewählt.",
    "Der Kreistag entschied sich für Petra Lindner als neue Kreisdirektorin.",
    "Petra Lindner was elected mayor of Werl.",
    "The board has appointed Petra Lindner managing director of Stadtwerke Werl.",
    "The appointment of Petra Lindner as managing director of Stadtwerke Werl was good news.",
    "Kämmerer Jens Krüger geht in den Ruhestand. Zu seiner Nachfolgerin wurde Petra Lindner gewählt.",
]


@pytest.mark.parametrize("words", CHOSEN)
def test_elected_or_appointed_is_not_yet_in_office(words: str) -> None:
    """An election or an appointment alone announces an office and starts none."""
    found = [f for f in facts(page(words), "role") if f.slots["person"] == "Petra Lindner"]
    assert [(f.modality, "start" in f.slots) for f in found] == [("announced", False)]


IN_OFFICE = [
    "Petra Lindner wurde zum 1. April 2021 zur Dezernentin berufen.",
    "Petra Lindner wurde mit Wirkung vom 1. April 2021 zur Amtsleiterin ernannt.",
    "Die direkt gewählte Bürgermeisterin Petra Lindner sprach.",
    "Petra Lindner ist seit 2018 gewählte Vorsitzende des Netzwerks.",
    "Petra Lindner wurde zur Oberbürgermeisterin gewählt. Sie trat ihr Amt am 1. Mai 2021 an.",
    "Petra Lindner wurde als Oberbürgermeisterin im Amt bestätigt.",
    "Petra Lindner wurde zur Oberbürgermeisterin wiedergewählt.",
    "Petra Lindner wurde erneut zur Vorsitzenden des Netzwerks gewählt.",
    "Der Rat wählte Petra Lindner für eine weitere Amtszeit zur Beigeordneten.",
    "Petra Lindner was re-elected mayor of Werl.",
    "Petra Lindner übernahm das Amt der Oberbürgermeisterin.",
    "Petra Lindner trat ihr Amt als Oberbürgermeisterin an.",
    "Petra Lindner ist neue Leiterin des Amtes für Statistik.",
    "Petra Lindner wurde zur Oberbürgermeisterin gewählt und vereidigt.",
    "Petra Lindner wurde zur Kämmerin gewählt. Kämmerin Petra Lindner dankte allen.",
    "Petra Lindner, die 2018 gewählt wurde, ist Oberbürgermeisterin der Stadt Werl.",
    "Amtsleiterin Petra Lindner hat Jens Krüger zum Sachgebietsleiter bestellt.",
]


@pytest.mark.parametrize("words", IN_OFFICE)
def test_who_is_chosen_and_has_begun_is_in_office(words: str) -> None:
    """A start that has come, an election once more, and words of holding the office assert it."""
    found = {f.modality for f in facts(page(words), "role") if f.slots["person"] == "Petra Lindner"}
    assert found == {"asserted"}


DEAD = [
    "Die verstorbene Oberbürgermeisterin Petra Lindner wurde geehrt.",
    "Die 2019 verstorbene Bürgermeisterin Petra Lindner wurde geehrt.",
    "Die im vergangenen Jahr verstorbene Leiterin der Stadtbibliothek, Petra Lindner, wurde geehrt.",
    "Petra Lindner, die verstorbene Bürgermeisterin der Stadt Werl, wurde geehrt.",
    "Die kürzlich verstorbene Dr. Petra Lindner, Leiterin der Stadtbibliothek Werl, war beliebt.",
    "Bürgermeisterin Petra Lindner († 2020) wurde geehrt.",
    "Zum Gedenken an Bürgermeisterin Petra Lindner wurde ein Platz benannt.",
    "Die Stadt Werl trauert um ihre langjährige Bürgermeisterin Petra Lindner.",
    "The late mayor Petra Lindner was honoured.",
    "In memory of the mayor Petra Lindner a tree was planted.",
]


@pytest.mark.parametrize("words", DEAD)
def test_the_dead_hold_no_office(words: str) -> None:
    """Who is called dead, or is remembered, held the office."""
    found = facts(page(words), "role")
    assert [(f.modality, f.slots.get("former")) for f in found] == [("former", True)]


@pytest.mark.parametrize(
    "words",
    [
        "Zum Gedenken an den Brand sprach Bürgermeisterin Petra Lindner.",
        "Bürgermeisterin Petra Lindner dankte der Familie des verstorbenen Jens Krüger.",
        "Die Stadt trauert mit vielen. Bürgermeisterin Petra Lindner sprach.",
        "In late 2020 mayor Petra Lindner opened the office.",
    ],
)
def test_who_remembers_the_dead_is_in_office(words: str) -> None:
    """Only whoever is remembered is dead, not whoever speaks of it."""
    assert [f.modality for f in facts(page(words), "role")] == ["asserted"]
