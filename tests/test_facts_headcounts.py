"""kg.facts: how many people work where."""

from __future__ import annotations

import pytest
from saying import page, slots

AMT = "Amt für Digitalisierung"


@pytest.mark.parametrize(
    ("words", "organization", "value"),
    [
        (f"Das {AMT} umfasst 45 Stellen.", AMT, 45),
        (f"Für die Netze arbeiten 26 Menschen im {AMT}.", AMT, 26),
        (f"Im {AMT} kümmern sich neun Kräfte um die Netze.", AMT, 9),
        (f"Mit seinen 26 Mitarbeitern ist das {AMT} gut besetzt.", AMT, 26),
        (f"Sie leitet das {AMT} mit elf Beschäftigten.", AMT, 11),
        (f"Das 14-köpfige Team im {AMT} wächst.", AMT, 14),
        ("Ein zwölfköpfiges Team der Hochschule Soest hilft.", "Hochschule Soest", 12),
        ("Die Hochschule Soest beschäftigt 74 Professorinnen und Professoren.", "Hochschule Soest", 74),
        ("Partner sind die Hafen AG, die Hochschule Soest und die Kran GmbH, ein Haus mit 85 Beschäftigten.",
         "Kran GmbH", 85),
        (f"Das {AMT} hat sechs Mitarbeiter; bis 2030 sollen es 20 sein.", AMT, 6),
        ("Das Servicecenter hat 26 Mitarbeiter.", "Servicecenter", 26),
        ("In der Leitstelle, die sie mit der Stadt Werl teilt, arbeitet die Netz GmbH mit 12 Beschäftigten.",
         "Netz GmbH", 12),
    ],
)  # fmt: skip
def test_who_employs_how_many(words: str, organization: str, value: int) -> None:
    """The employer by the clause's subject, place or apposition."""
    assert slots(page(words), "headcount", "organization", "value") == [(organization, value)]


def test_how_many_before() -> None:
    """ "2005 waren es noch 31": the same employer at another time."""
    words = f"Das {AMT} hat 26 Beschäftigte, 2005 waren es noch 31."
    assert slots(page(words), "headcount", "value", "on") == [(26, "2021-05-03"), (31, "2005")]


@pytest.mark.parametrize(
    "words",
    [
        "An der Schulung nahmen 25 Mitarbeiter der Stadtverwaltung teil.",
        "Für 600 Beschäftigte der Stadtverwaltung gibt es neue Laptops.",
        f"Das {AMT} soll 20 Beschäftigte haben.",
        f"Das {AMT} beschäftigt sich seit 20 Jahren mit Netzen.",
        "Drei weitere Stellen sind beantragt.",
        "Der Verein Netz e. V. hat 120 Mitglieder.",
    ],
)
def test_who_takes_part_and_who_is_to_come_are_no_staff(words: str) -> None:
    """Guests, members, plans and years are no headcount."""
    assert slots(page(words), "headcount", "organization", "value") == []
