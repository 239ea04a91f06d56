"""kg.facts.remainders: who pays what others leave, and who gives as much."""

from __future__ import annotations

from decimal import Decimal

import pytest
from saying import facts, page

REST = [
    ("65 Prozent der Kosten übernimmt der Bund, den Rest trägt die Stadt.", "Stadt Soest", "share", "0.35"),
    (
        "60 Prozent der Kosten trägt der Bund, 15 Prozent das Land Hessen. Den Rest übernimmt die Stadt.",
        "Stadt Soest",
        "share",
        "0.25",
    ),
    (
        "Der Bund zahlt 90 Prozent der Kosten; für den Rest kommt die Stadt auf.",
        "Stadt Soest",
        "share",
        "0.1",
    ),
    (
        "Die Sensoren haben 18.000 Euro gekostet. 12.000 Euro gab die Sparkasse Werl, der Rest kam aus dem "
        "Haushalt der Stadt.",
        "Stadt Soest",
        "amount",
        "6000",
    ),
    (
        "Das Land Hessen gibt 5.000 Euro dazu, die gleiche Summe schießt die Volksbank Werl eG zu.",
        "Volksbank Werl eG",
        "amount",
        "5000",
    ),
    (
        "Die Sparkasse Werl spendet 5.000 Euro, noch einmal so viel gibt der Rotary Club Werl.",
        "Rotary Club Werl",
        "amount",
        "5000",
    ),
    (
        "Das Land Hessen zahlt dafür jährlich 4.000 Euro; die Stadt bringt noch einmal denselben Betrag auf.",
        "Stadt Soest",
        "amount",
        "4000",
    ),
]


@pytest.mark.parametrize(("words", "funder", "slot", "value"), REST)
def test_who_pays_the_rest_or_as_much(words: str, funder: str, slot: str, value: str) -> None:
    """The share or the sum that the others leave, or that another gives; it says how it was found."""
    found = [f for f in facts(page(words), "funding") if f.slots.get("funder") == funder]
    assert [f.slots.get(slot) for f in found] == [Decimal(value)]
    assert slot in found[0].resolved


@pytest.mark.parametrize(
    "words",
    [
        "65 Prozent der Kosten übernimmt der Bund, den Rest teilen sich mehrere.",
        "Den Rest der Woche übernimmt die Stadt die Pflege.",
        "Das Land Hessen lehnte eine Förderung von 5.000 Euro ab, den Rest der Akten behält die Stadt.",
    ],
)
def test_no_rest_without_what_it_is_left_of(words: str) -> None:
    """Without a grant before it, and without a name, a rest is nobody's grant."""
    assert not [f for f in facts(page(words), "funding") if f.rule.startswith(("rest", "pays", "as-much"))]


def test_a_rest_without_figures_told_names_its_payer_only() -> None:
    """Where the text does not tell what the whole is, the rest has no figure."""
    words = "Der Bund gibt 246.000 Euro dazu; den Rest finanziert die Stadt."
    rest = next(f for f in facts(page(words), "funding") if f.rule == "rest-paid-by")
    assert rest.slots["funder"] == "Stadt Soest"
    assert not rest.slots.keys() & {"amount", "share"}
