"""Sums of money, percentages, counts and ordinals."""

from __future__ import annotations

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kg.amounts import find_amounts, find_numbers, find_ordinals, number_word


@pytest.mark.parametrize(
    ("text", "quote", "value", "unit", "qualifier"),
    [
        ("Förderurkunde über bis zu 15 Millionen Euro", "bis zu 15 Millionen Euro", "15000000", "EUR", "max"),
        ("1,25 Mio. €", "1,25 Mio. €", "1250000", "EUR", None),
        ("2.400.000 €", "2.400.000 €", "2400000", "EUR", None),
        ("2.400.000,50 Euro", "2.400.000,50 Euro", "2400000.5", "EUR", None),
        ("100 000 Euro", "100 000 Euro", "100000", "EUR", None),
        ("50.000,- Euro", "50.000,- Euro", "50000", "EUR", None),
        ("anderthalb Millionen Euro", "anderthalb Millionen Euro", "1500000", "EUR", None),
        ("eine halbe Million Euro", "eine halbe Million Euro", "500000", "EUR", None),
        ("zwanzig Millionen Euro", "zwanzig Millionen Euro", "20000000", "EUR", None),
        ("das 15-Millionen-Euro-Projekt", "15-Millionen-Euro", "15000000", "EUR", None),
        ("EUR 3,5 Mio.", "EUR 3,5 Mio.", "3500000", "EUR", None),
        ("200 Tsd. Euro", "200 Tsd. Euro", "200000", "EUR", None),
        ("worth €1.5 million", "€1.5 million", "1500000", "EUR", None),
        ("5 US-Dollar", "5 US-Dollar", "5", "USD", None),
        ("300 Franken", "300 Franken", "300", "CHF", None),
        ("knapp 3 Millionen Euro", "knapp 3 Millionen Euro", "3000000", "EUR", "about"),
        ("ca. 20.000 Euro", "ca. 20.000 Euro", "20000", "EUR", "about"),
        ("mehr als 2 Mio. Euro", "mehr als 2 Mio. Euro", "2000000", "EUR", "min"),
        ("erhält über 2 Mio. Euro", "über 2 Mio. Euro", "2000000", "EUR", "min"),
        ("Bescheid über 2 Mio. Euro", "2 Mio. Euro", "2000000", "EUR", None),
        ("höchstens 500 Euro", "höchstens 500 Euro", "500", "EUR", "max"),
        ("genau 500 Euro", "genau 500 Euro", "500", "EUR", "exact"),
        ("Eigenanteil von 10% vor", "10%", "10", "%", None),
        ("zu 90 % über", "90 %", "90", "%", None),
        ("zehn Prozent", "zehn Prozent", "10", "%", None),
        ("100-prozentige Tochter", "100-prozentige", "100", "%", None),
        ("je zur Hälfte", "je zur Hälfte", "50", "%", None),
        ("ein Drittel der Kosten", "ein Drittel", "33.333333", "%", None),
    ],
)
def test_amounts(text: str, quote: str, value: str, unit: str, qualifier: str | None) -> None:
    """One amount with its unit and the word that qualifies it."""
    (span,) = find_amounts(text)
    assert text[span.start : span.end] == quote
    assert (span.value, span.unit, span.qualifier) == (Decimal(value), unit, qualifier)


@pytest.mark.parametrize(
    ("text", "low", "high"),
    [
        ("1,2 bis 1,5 Millionen Euro", "1200000", "1500000"),
        ("800.000 bis 1,2 Millionen Euro", "800000", "1200000"),
        ("zwischen 10 und 15 Prozent", "10", "15"),
        ("10–15 %", "10", "15"),
    ],
)
def test_ranges(text: str, low: str, high: str) -> None:
    """The lower end is the value, the upper end stands beside it."""
    (span,) = find_amounts(text)
    assert (span.value, span.upper) == (Decimal(low), Decimal(high))


@pytest.mark.parametrize(
    "text", ["3 Millionen Menschen", "5 Prozentpunkte", "einen Euro", "Eurostat", "15 Mai", "€"]
)
def test_no_amounts(text: str) -> None:
    """A number without unit, percentage points and an article are no amounts."""
    assert find_amounts(text) == []


def test_two_shares_are_two_amounts() -> None:
    """Shares side by side ("90 %" and "10 %") are no range."""
    assert [
        span.value for span in find_amounts("Land 90 % und Stadt 10 %, nicht 65 Prozent und 70 Prozent")
    ] == [
        90,
        10,
        65,
        70,
    ]


@pytest.mark.parametrize(
    ("text", "quote", "value", "qualifier"),
    [
        ("hat aktuell sieben Mitarbeiter", "sieben", 7, None),
        ("insgesamt mehr als 20 Mitarbeitende", "mehr als 20", 20, "min"),
        ("rund 1.200 Beschäftigte", "rund 1.200", 1200, "about"),
        ("mit 42 Anmeldungen", "42", 42, None),
        ("ein Dutzend Städte", "ein Dutzend", 12, None),
        ("einundzwanzig Orte", "einundzwanzig", 21, None),
        ("2,400 employees", "2,400", 2400, None),
        ("ein 20-köpfiges Team", "20", 20, None),
        ("3 Millionen Menschen", "3 Millionen", 3_000_000, None),
    ],
)
def test_numbers(text: str, quote: str, value: int, qualifier: str | None) -> None:
    """Counts in figures and words."""
    (span,) = find_numbers(text)
    assert (text[span.start : span.end], span.value, span.qualifier) == (quote, value, qualifier)


@pytest.mark.parametrize(
    "text",
    [
        "Tel. +49 (0) 631 205 894 71",
        "D-67655",
        "26-28",
        "14. Regionalkonferenz",
        "1,5 Stellen",
        "15 Millionen Euro",
        "90 %",
        "15.05.2024",
        "um 10 Uhr",
        "24/7",
        "I.8",
        "ein Haus",
        "Dutzende",
        "Version 2.0",
    ],
)
def test_no_numbers(text: str) -> None:
    """Parts of telephone numbers, versions, dates, amounts, times and ordinals are no counts."""
    assert find_numbers(text) == []


@pytest.mark.parametrize(
    ("text", "quote", "value"),
    [
        ("der 14. Regionalkonferenz", "14.", 14),
        ("die dritte Tagung", "dritte", 3),
        ("am einundzwanzigsten Tag", "einundzwanzigsten", 21),
        ("VII. Kongress", "VII.", 7),
        ("der V. Kongress", "V.", 5),
        ("findet zum fünften Mal statt", "zum fünften Mal", 5),
        ("zum bereits 10. Mal", "zum bereits 10. Mal", 10),
        ("the 3rd conference", "3rd", 3),
        ("die achte Messe", "achte", 8),
    ],
)
def test_ordinals(text: str, quote: str, value: int) -> None:
    """Ordinals in figures, words and Roman numerals."""
    (span,) = find_ordinals(text)
    assert (text[span.start : span.end], span.value) == (quote, value)


@pytest.mark.parametrize(
    "text", ["V. Müller", "sie achten auf", "am 15. Mai", "3.5", "Es waren 20.", "§ 4. Absatz"]
)
def test_no_ordinals(text: str) -> None:
    """Initials, verbs and days of a month are no ordinals."""
    assert find_ordinals(text) == []


def test_number_words() -> None:
    """Words below a million, none for articles and other words."""
    words = {
        "zwölf": 12,
        "hundertfünf": 105,
        "neunhundertneunundneunzig": 999,
        "zwölftausend": 12_000,
        "tausend": 1000,
        "zweitausendfünfhundert": 2500,
        "twenty-one": 21,
        "ein": None,
        "Haus": None,
    }
    assert {word: number_word(word) for word in words} == words


PIECES = st.sampled_from(
    [
        "15",
        "1,5",
        "2.400",
        "Mio.",
        "Millionen",
        " ",
        " Euro",
        "€",
        "%",
        "bis zu ",
        "über ",
        " bis ",
        "-",
        "eine ",
        "halbe ",
        "VII.",
        "dritte",
        "zwei",
        " Dutzend",
        "zum ",
        " Mal",
        ".",
        "\n",
        "zur Hälfte",
        "einem Drittel der",
    ]
)


@given(st.one_of(st.text(), st.lists(PIECES, max_size=15).map("".join)))
def test_spans_are_sorted_and_inside(text: str) -> None:
    """On any text: sorted spans that do not overlap, inside the text; amounts not negative."""
    for found in (find_amounts(text), find_numbers(text), find_ordinals(text)):
        ends = 0
        for span in found:
            assert ends <= span.start < span.end <= len(text)
            ends = span.end
    for amount in find_amounts(text):
        assert amount.start <= amount.core_start < amount.end
        assert amount.value >= 0
        assert amount.upper is None or amount.upper > amount.value


@given(st.integers(0, 10**12 - 1))
def test_grouped_figures_come_back(value: int) -> None:
    """A sum written with German separators is read as what it is."""
    (span,) = find_amounts(f"{value:,}".replace(",", ".") + " Euro")
    assert span.value == value


@pytest.mark.parametrize(
    ("text", "values"),
    [
        ("Von 2 Mio. Euro trägt das Land 1,2 Mio., den Rest die Stadt.", ["2000000", "1200000.0"]),
        ("Es waren 3 Euro und 2 Millionen Menschen.", ["3"]),
        ("Die Stadt hat 2 Millionen vom Bund.", []),
    ],
)
def test_millions_without_their_currency(text: str, values: list[str]) -> None:
    """Only beside a sum with its currency, and never of people."""
    assert [str(a.value) for a in find_amounts(text)] == values


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("a grant worth two thirds of total costs", "66.666667"),
        ("half of the costs", "50"),
        ("a quarter of the eligible costs", "25"),
    ],
)
def test_fractions_in_english(text: str, value: str) -> None:
    """A fraction of costs in English is a share."""
    assert [(a.value, a.unit) for a in find_amounts(text)] == [(Decimal(value), "%")]


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("4.2 million euros; 1.1 million of that sum will go", "1100000"),
        ("700.000 Euro legte das Land dazu. Zwei Millionen kamen vom Bund", "2000000"),
    ],
)
def test_millions_without_currency(text: str, value: str) -> None:
    """Beside a sum of money a further one needs no currency."""
    assert Decimal(value) in [a.value for a in find_amounts(text)]
