"""kg.facts: organisations as releases name them, and how many people work there."""

from __future__ import annotations

import pytest
from saying import facts, page, slots


def _named(words: str) -> dict[object, object]:
    """Names and types of all organisations of a page but the city that issues it."""
    found = dict(slots(page(words), "organization", "name", "type"))
    found.pop("Stadt Soest", None)
    return found


@pytest.mark.parametrize(
    ("words", "name", "kind"),
    [
        ("Die Stadt Werl baut Netze.", "Stadt Werl", "municipality"),
        ("Die Gemeinde Möhnesee baut Netze.", "Gemeinde Möhnesee", "municipality"),
        (
            "Ein Schreiben des Bundesministeriums für Digitales kam.",
            "Bundesministerium für Digitales",
            "ministry",
        ),
        (
            "Das Ministerium für Wirtschaft, Innovation und Energie schrieb.",
            "Ministerium für Wirtschaft, Innovation und Energie",
            "ministry",
        ),
        ("Die Wohnbau Werl GmbH baut Netze.", "Wohnbau Werl GmbH", "company"),
        (
            "Vertreter der Technischen Universität Dortmund kamen.",
            "Technische Universität Dortmund",
            "university",
        ),
        ("Die Hochschule Hamm-Lippstadt forscht mit.", "Hochschule Hamm-Lippstadt", "university"),
        (
            "Leute des Fraunhofer-Instituts für Materialfluss kamen.",
            "Fraunhofer-Institut für Materialfluss",
            "research institute",
        ),
        ("Die Sparkasse Werl gab einen Rat.", "Sparkasse Werl", "bank"),
        ("Der Deutsche Städtetag schrieb.", "Deutscher Städtetag", "association"),
        ("Ein Brief des Deutschen Städtetags kam.", "Deutscher Städtetag", "association"),
        ("Ein Brief des Deutschen Städtetages kam.", "Deutscher Städtetag", "association"),
        ("Das Amt für Digitales der Stadt Soest lädt ein.", "Amt für Digitales", "unit"),
        ("Die „Stabsstelle Zukunft“ lädt ein.", "Stabsstelle Zukunft", "unit"),
    ],
)
def test_name_in_the_nominative_with_its_type(words: str, name: str, kind: str) -> None:
    """Whatever the case in the sentence, the name is in the nominative, its type from noun or legal form."""
    assert _named(words) == {name: kind}


@pytest.mark.parametrize(
    ("words", "name", "abbreviation"),
    [
        ("Das Bundesministerium für Digitales (BMD) schrieb.", "Bundesministerium für Digitales", "BMD"),
        ("Das Netzwerk Offene Daten (NOD) schrieb.", "Netzwerk Offene Daten", "NOD"),
        ("Das Institut für Kommunale Dienste (IKD) schrieb.", "Institut für Kommunale Dienste", "IKD"),
        ("Die „Stabsstelle Zukunft“ (Kürzel Z.3) schrieb.", "Stabsstelle Zukunft", "Z.3"),
    ],
)
def test_abbreviation_in_brackets(words: str, name: str, abbreviation: str) -> None:
    """An abbreviation in brackets behind the name is its own; it makes no second organisation."""
    found = slots(page(words), "organization", "name", "abbreviation")
    assert [f for f in found if f[0] != "Stadt Soest"] == [(name, abbreviation)]


def test_abbreviation_used_later_means_the_same() -> None:
    """What was introduced with its abbreviation is found again under it."""
    words = "Das Netzwerk Offene Daten (NOD) schrieb. Petra Lindner, Geschäftsführerin des NOD, unterschrieb."
    assert slots(page(words), "role", "person", "organization") == [
        ("Petra Lindner", "Netzwerk Offene Daten")
    ]


@pytest.mark.parametrize(
    ("words", "slot", "value"),
    [
        ("Die Wohnbau Werl GmbH wurde im März 2015 gegründet.", "founded", "2015-03"),
        ("Die Wohnbau Werl GmbH hat ihren Sitz in Werl.", "seat", "Werl"),
        ("Die städtische Wohnbau Werl GmbH baut.", "parent", "Stadt Soest"),
        ("Die Wohnbau Werl GmbH, eine Tochter der Stadt Werl, baut.", "parent", "Stadt Werl"),
        ("Die „Stabsstelle Zukunft“ der Stadt Werl baut.", "part_of", "Stadt Werl"),
    ],
)
def test_what_is_said_of_an_organization(words: str, slot: str, value: str) -> None:
    """Founding, seat, owner and the organisation a unit belongs to."""
    found = [f for f in facts(page(words), "organization") if slot in f.slots]
    assert [(f.slots[slot]) for f in found] == [value]


@pytest.mark.parametrize(
    "words",
    [
        "Die Innenstadt lebt, und der Freundeskreis freut sich.",
        "Das Projekt geht nach dem Ende der Arbeit weiter.",
        "Ministerien und Kommunen arbeiten zusammen.",
        "Städte, Gemeinden und Kreise sind gefragt.",
        "Vereine und Unternehmen helfen mit.",
    ],
)
def test_common_nouns_are_no_organizations(words: str) -> None:
    """Plurals, compounds and nouns of a kind in general name nobody."""
    assert _named(words) == {}


def test_each_organization_once() -> None:
    """An organisation is one fact, however often it is named."""
    words = (
        "Die Wohnbau Werl GmbH baut. Später baut die Wohnbau Werl GmbH weiter, sagt die Wohnbau Werl GmbH."
    )
    assert _named(words) == {"Wohnbau Werl GmbH": "company"}


HEADCOUNTS = [
    ("Die Wohnbau Werl GmbH hat derzeit 85 Mitarbeiter.", 85, "exact"),
    ("Die Wohnbau Werl GmbH hat sieben Mitarbeitende.", 7, "exact"),
    ("Die Wohnbau Werl GmbH beschäftigt rund 120 Mitarbeiterinnen und Mitarbeiter.", 120, "about"),
    ("Die Wohnbau Werl GmbH zählt mehr als 1.200 Beschäftigte.", 1200, "min"),
    ("Die Wohnbau Werl GmbH hat über 40 Angestellte.", 40, "min"),
    ("Die Wohnbau Werl GmbH hat bis zu 20 Mitarbeitende.", 20, "max"),
    ("Die Wohnbau Werl GmbH beschäftigt zwölf Menschen.", 12, "exact"),
    ("Für die Wohnbau Werl GmbH arbeiten 30 Kolleginnen und Kollegen.", 30, "exact"),
    ("Die Wohnbau Werl GmbH baut. Das Unternehmen hat 15 Mitarbeiter:innen.", 15, "exact"),
]


@pytest.mark.parametrize(("words", "value", "qualifier"), HEADCOUNTS)
def test_headcount(words: str, value: int, qualifier: str) -> None:
    """Digits or words, any word for staff, and how exact the number is; on the day the text speaks."""
    found = slots(page(words), "headcount", "organization", "value", "qualifier", "on")
    assert found == [("Wohnbau Werl GmbH", value, qualifier, "2021-05-03")]


@pytest.mark.parametrize(
    "words",
    [
        "Die Wohnbau Werl GmbH hat keine Mitarbeiter.",
        "Die Wohnbau Werl GmbH will 30 weitere Stellen schaffen.",
        "Zum Fest der Wohnbau Werl GmbH kamen 300 Menschen.",
        "Die Wohnbau Werl GmbH hat 85 Wohnungen und 3 Büros.",
    ],
)
def test_numbers_that_are_no_headcount(words: str) -> None:
    """Guests, plans, things and some of the staff do not say how many work there."""
    assert slots(page(words), "headcount", "value") == []


def test_team_and_company_are_two() -> None:
    """Each number belongs to the organisation it is said of."""
    words = "Die Wohnbau Werl GmbH hat 15 Mitarbeiter. Die Stadtwerke Werl GmbH hat 80 Mitarbeiter."
    assert slots(page(words), "headcount", "organization", "value") == [
        ("Wohnbau Werl GmbH", 15),
        ("Stadtwerke Werl GmbH", 80),
    ]


@pytest.mark.parametrize(
    ("words", "employer"),
    [
        ("Das Amt für Statistik gehört zum Dezernat für Bildung. Es zählt 47 Köpfe.", "Amt für Statistik"),
        (
            "Neu ist die Wohnbau Werl GmbH. Die Tochter der Stadtwerke Werl AG beschäftigt 47 Menschen.",
            "Wohnbau Werl GmbH",
        ),
        (
            "Es hilft das Kompetenzzentrum Statistik der Wohnbau Werl GmbH, das 47 Mitarbeiter zählt.",
            "Kompetenzzentrum Statistik",
        ),
        (
            "Die Wohnbau Werl GmbH lobt das Team von 47 Mitarbeitern im Amt für Statistik.",
            "Amt für Statistik",
        ),
    ],
)
def test_headcount_of_whom_the_sentence_speaks(words: str, employer: str) -> None:
    """Pronouns, subsidiaries without name, relative clauses and places tell whose staff it is."""
    assert slots(page(words), "headcount", "organization", "value") == [(employer, 47)]


def test_a_unit_is_referred_to_by_its_own_noun() -> None:
    """ "die Abteilung" is no office, so that nothing is said of the office."""
    words = "Das Amt für Statistik zog um. Seine Abteilung, die 47 Mitarbeiter zählt, blieb."
    assert slots(page(words), "headcount", "organization") == []
