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
