"""kg.mentions: names as found, their base form, and what short forms refer to."""

from __future__ import annotations

import pytest
from saying import page, release

from kg import document, mentions
from kg.mentions import Named


def _found(words: str, kind: str) -> list[Named]:
    text = page(words)
    begin = text.index(words)
    units = document.read(release(text)).units
    return [v for _, v in mentions.named(units, kind) if begin <= v.start < begin + len(words)]


def _names(words: str, kind: str) -> list[str]:
    return [v.name for v in _found(words, kind)]


@pytest.mark.parametrize(
    ("words", "name"),
    [
        ("Dann sprach Petra Lindner.", "Petra Lindner"),
        ("Dann sprach Dr. Lindner.", "Lindner"),
        ("Dann sprach Frau Lindner.", "Lindner"),
        ("Dann sprach Anna Maria Lindner.", "Anna Maria Lindner"),
        ("Dann sprach Hans-Peter Lindner.", "Hans-Peter Lindner"),
        ("Dann sprach Petra Lindner-Groß.", "Petra Lindner-Groß"),
        ("Dann sprach Peter von der Heide.", "Peter von der Heide"),
        ("Dann sprach Prof. Dr.-Ing. Petra Lindner.", "Petra Lindner"),
        ("Dann sprach Petra Bürger.", "Petra Bürger"),
        ("Dann sprach Petra Hartung.", "Petra Hartung"),
        ("Dann sprach Landrat Peter Siemering.", "Peter Siemering"),
    ],
)
def test_persons(words: str, name: str) -> None:
    """Given and family names in their shapes, without title, honorific or genitive."""
    assert _names(words, "person") == [name]


@pytest.mark.parametrize(
    "words",
    [
        "Die Neue Mitte gefällt.",
        "Der Alte Markt ist schön.",
        "Die Smarte Stadt kommt.",
        "Guten Tag und Gute Nacht.",
    ],
)
def test_capitalised_pairs_are_no_persons(words: str) -> None:
    """Two words with capitals are a person only with a sign that they are."""
    assert _names(words, "person") == []


def test_surname_refers_to_the_full_name() -> None:
    """Later a surname alone, also in the genitive, is the person named in full."""
    found = _found("Petra Lindner kam. Später ging Lindner. Lindners Rede war kurz.", "person")
    assert {v.name for v in found} == {"Petra Lindner"}
    assert [v.reference for v in found] == [False, True, True]


def test_surname_of_two_people_refers_to_neither() -> None:
    """Where a short form could mean two it is left alone."""
    found = _found("Petra Lindner kam mit Jens Lindner. Später ging Lindner.", "person")
    assert [v.name for v in found] == ["Petra Lindner", "Jens Lindner"]


def test_reference_to_the_organization_spoken_of() -> None:
    """ "Das Unternehmen" is the company that the paragraph speaks of."""
    found = _found("Die Wohnbau Werl GmbH baut. Das Unternehmen wächst.", "organization")
    assert [(v.name, v.reference) for v in found] == [
        ("Wohnbau Werl GmbH", False),
        ("Wohnbau Werl GmbH", True),
    ]


def test_reference_to_the_own_city() -> None:
    """ "Die Stadt" is the release's own, not the one named last."""
    found = _found("Die Stadt Werl half. Die Stadt dankte.", "organization")
    assert [v.name for v in found] == ["Stadt Werl", "Stadt Soest"]


@pytest.mark.parametrize(
    ("words", "name"),
    [
        ("Ein Brief des Deutschen Roten Kreuzes kam.", "Deutsches Rotes Kreuz"),
        ("Ein Brief des Statistischen Landesamtes kam.", "Statistisches Landesamt"),
        ("Ein Brief der Technischen Hochschule Ulm kam.", "Technische Hochschule Ulm"),
        ("Ein Brief des Amtes für Statistik kam.", "Amt für Statistik"),
        ("Ein Brief der Agentur für Arbeit kam.", "Agentur für Arbeit"),
        ("Ein Brief des Interkommunalen Netzwerks Westfalen kam.", "Interkommunales Netzwerk Westfalen"),
    ],
)
def test_name_in_the_nominative(words: str, name: str) -> None:
    """Adjectives agree with the nominative of the head noun."""
    assert _names(words, "organization") == [name]


def test_company_by_its_short_form() -> None:
    """A company is found again without its legal form."""
    found = _found("Die Soest.digital GmbH baut. Später baut Soest.digital weiter.", "organization")
    assert {v.name for v in found} == {"Soest.digital GmbH"}
    assert len(found) == 2


@pytest.mark.parametrize(
    ("words", "canonical", "flag"),
    [
        ("Es sprach der ehemalige Landrat Jens Krüger.", "Landrat", "former"),
        ("Es sprach die stellvertretende Landrätin Petra Lindner.", "Landrat", "deputy"),
        ("Es sprach der kommissarische Amtsleiter Jens Krüger.", "Amtsleiter", "acting"),
        ("Es sprach die ehemalige Projektingenieurin Petra Lindner.", "Projektingenieur", "former"),
    ],
)
def test_role_with_what_qualifies_it(words: str, canonical: str, flag: str) -> None:
    """A role has its base label, and the flag of the word before it."""
    roles = _found(words, "role")
    assert [(r.parts["canonical"], r.parts.get(flag)) for r in roles] == [(canonical, "true")]


def test_counted_people_hold_no_role() -> None:
    """A number before the noun counts people."""
    assert _found("Es kamen sieben Mitarbeiter.", "role") == []


def test_clean() -> None:
    """Soft hyphens, line breaks, emphasis and double blanks are not part of a name."""
    assert mentions.clean("Haus\u00ad am\n  **See**") == "Haus am See"


@pytest.mark.parametrize(
    "words",
    [
        "Dabei war der Geschäftsführer KDX Bochum, der sprach.",
        "Dabei war die Geschäftsleiterin NRD-IT, die sprach.",
        "Sie sprach mit dem Partner VOLTA Deutschland darüber.",
    ],
)
def test_names_in_capitals_behind_an_office_are_no_persons(words: str) -> None:
    """A firm in capitals can stand behind an office as a name does."""
    assert _names(words, "person") == []


@pytest.mark.parametrize(
    "words",
    [
        "Es gibt Daten aus den Bereichen Bauen und Wohnen, Energie und Verkehr.",
        "Ausgezeichnet wurde er im Wettbewerb „Land der Erfinder“ dafür.",
        "Das hilft in der Kämmerei u.a. beim Buchen.",
        "Die Förderung des Bundes läuft aus.",
    ],
)
def test_fields_mottos_and_shortened_words_name_no_organization(words: str) -> None:
    """Fields in the plural, a land of something in quotation marks, "u.a." and the Union's genitive."""
    assert not {"Bereich", "Land", "u.a", "association"} & {
        word for v in _found(words, "organization") for word in (*v.name.split(), v.type)
    }
