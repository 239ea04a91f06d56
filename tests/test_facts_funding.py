"""kg.facts: who gives what to whom."""

from __future__ import annotations

from decimal import Decimal

import pytest
from saying import facts, page, slots

NRW = "Land Nordrhein-Westfalen"
MINISTRY = "Ministerium für Wirtschaft und Energie"
AMOUNTS = [
    (f"Die Stadt Werl erhält 2,5 Millionen Euro vom {MINISTRY}.", MINISTRY, "2500000", "exact"),
    (f"Vom {MINISTRY} erhält die Stadt Werl mehr als 3 Mio. Euro.", MINISTRY, "3000000", "min"),
]


@pytest.mark.parametrize(("words", "funder", "amount", "qualifier"), AMOUNTS)
def test_amount_with_giver_and_receiver(words: str, funder: str, amount: str, qualifier: str) -> None:
    """Giver and receiver by verb and preposition; "bis zu" is a maximum, "mehr als" a minimum."""
    found = slots(page(words), "funding", "funder", "recipient", "amount", "currency", "qualifier")
    assert found == [(funder, "Stadt Werl", Decimal(amount), "EUR", qualifier)]


def test_shares_of_two_givers() -> None:
    """Two givers with a percentage each: two facts, shares as decimals."""
    words = f"Das {MINISTRY} trägt 80 Prozent der Kosten, die Stadt Werl trägt 20 Prozent."
    found = slots(page(words), "funding", "funder", "share")
    assert found == [(MINISTRY, Decimal("0.8")), ("Stadt Werl", Decimal("0.2"))]


def test_programme_and_period() -> None:
    """A programme in quotation marks and the years for which money is given."""
    words = (
        "Die Stadt Werl erhält aus dem Förderprogramm „Digitale Orte“ des Landes Nordrhein-Westfalen "
        "90.000 Euro für die Jahre 2021 bis 2023."
    )
    found = slots(page(words), "funding", "funder", "recipient", "programme", "period_start", "period_end")
    assert found == [(NRW, "Stadt Werl", "Digitale Orte", "2021", "2023")]


@pytest.mark.parametrize(
    ("words", "funder"),
    [
        (
            "Das Projekt wird vom Bundesministerium für Digitales gefördert.",
            "Bundesministerium für Digitales",
        ),
        ("Das Projekt wird durch die Sparkasse Werl gefördert.", "Sparkasse Werl"),
    ],
)
def test_funding_without_figure(words: str, funder: str) -> None:
    """Who funds is a fact also without a sum; no sum is made up."""
    assert slots(page(words), "funding", "funder", "amount", "share") == [(funder, None, None)]


def test_money_hoped_for_is_not_asserted() -> None:
    """What is to come carries its status and is never a plain fact."""
    found = facts(
        page("Das Land Nordrhein-Westfalen soll die Stadt Werl mit 300.000 Euro fördern."), "funding"
    )
    assert {f.slots.get("status") for f in found} == {"announced"}
    assert all(f.modality != "asserted" for f in found)


@pytest.mark.parametrize(
    "words",
    [
        "Das neue Rathaus kostet 12 Millionen Euro.",
        "Der Eintritt kostet 5 Euro.",
        "Die Wohnbau Werl GmbH setzte 14 Millionen Euro um.",
        "Die Stadt Werl erhält kein Geld vom Land Nordrhein-Westfalen.",
        "Rund 80 Prozent der Menschen mögen das Rathaus.",
    ],
)
def test_costs_prices_and_refusals_are_no_funding(words: str) -> None:
    """What a thing costs, turnover, shares of people and denied money give no plain fact."""
    assert slots(page(words), "funding", "funder", "recipient", "amount", "share") == []


def test_figures_stay_exact() -> None:
    """Amounts are decimals: nothing is lost to binary fractions."""
    words = "Die Stadt Werl erhält 1.234.567,89 Euro vom Land Nordrhein-Westfalen."
    assert slots(page(words), "funding", "amount") == [(Decimal("1234567.89"),)]


def test_where_somebody_is_from_gives_nothing() -> None:
    """ "Jens Krüger von der Universität" makes the university no funder."""
    words = "Jens Krüger von der Universität Siegen durfte einen Bescheid über 5.000 Euro mitnehmen."
    assert [f for f in slots(page(words), "funding", "funder") if f != (None,)] == []


def test_when_a_notice_comes_is_no_period() -> None:
    """Days and weeks are not how long money is given."""
    words = "Der Bescheid der KfW Bank kommt in der kommenden Woche."
    assert slots(page(words), "funding", "period_start", "period_end") in ([], [(None, None)])
