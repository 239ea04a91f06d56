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
        "Die Sparkasse Soest fördert gern.",
        "Am Montag kam die Förderung des Bundes.",
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


SENTENCES = [
    # millions without their unit, of the clause they stand in
    (
        "Vom Bund kommen 9,75 Millionen, insgesamt sind es 15 Millionen Euro.",
        "Bund",
        "9750000.00",
        None,
    ),
    # own money, councils, a giver behind its figure
    ("Der Eigenanteil der Gemeinde Ense beträgt 25.000 Euro.", "Gemeinde Ense", "25000", None),
    ("Der Stadtrat hat 250.000 Euro für die Geräte bewilligt.", "Stadt Soest", "250000", None),
    ("Die restlichen 40.000 Euro muss die Gemeinde Ense selbst aufbringen.", "Gemeinde Ense", "40000", None),
    ("Der Bund fördert das mit 1,9 Millionen Euro.", "Bund", "1900000.0", None),
    # a share told with, before or behind its amount
    ("Drei Viertel davon, 72.000 Euro, stammen vom Bund.", "Bund", "72000", "0.75"),
    ("Der Bund gibt 72.000 Euro; 75 Prozent der Kosten sind damit gedeckt.", "Bund", "72000", "0.75"),
    ("Der Bund gibt 72.000 Euro. Das entspricht 75 Prozent der Kosten.", "Bund", "72000", "0.75"),
    # verbs, voices and what stands beside
    ("Die Mittel stehen bereit: Der Bund hat 72.000 Euro zugesagt.", "Bund", "72000", None),
    (
        "Das Projekt, das die Stadt mit der TU Kassel betreibt, fördert der Bund mit 5.000 Euro.",
        "Bund",
        "5000",
        None,
    ),
    (
        "Die Zuschüsse von 5.000 Euro stammen aus dem Europäischen Sozialfonds.",
        "Europäischer Sozialfonds",
        "5000",
        None,
    ),
]


@pytest.mark.parametrize(("words", "funder", "amount", "share"), SENTENCES)
def test_who_gives_how_much(words: str, funder: str, amount: str, share: str | None) -> None:
    """The giver of a figure by preposition, case, verb and by words for one's own money."""
    found = [f.slots for f in facts(page(words), "funding") if f.slots.get("funder") == funder]
    assert [s.get("amount") for s in found] == [Decimal(amount)]
    assert [s.get("share") for s in found] == [None if share is None else Decimal(share)]


@pytest.mark.parametrize(
    ("words", "expected"),
    [
        (
            "90 Prozent davon übernehmen der Bund und das Land Hessen je zur Hälfte.",
            [("Bund", Decimal("0.45")), ("Land Hessen", Decimal("0.45"))],
        ),
        (
            "Die Kosten von 6.000 Euro tragen der Bund und das Land Hessen je zur Hälfte.",
            [("Bund", Decimal("0.5")), ("Land Hessen", Decimal("0.5"))],
        ),
        ("Zwei Viertel davon trägt der Bund, ein Viertel die Gemeinde Ense.",
         [("Bund", Decimal("0.5")), ("Gemeinde Ense", Decimal("0.25"))]),
    ],
)  # fmt: skip
def test_halves_and_parts(words: str, expected: list[tuple[str, Decimal]]) -> None:
    """Each giver has its own share; what a thing costs in all is nobody's amount."""
    found = facts(page(words), "funding")
    assert [(f.slots.get("funder"), f.slots.get("share")) for f in found] == expected
    assert all("amount" not in f.slots for f in found)


def test_names_with_a_figure_in_brackets_each() -> None:
    """All of a list are what its first is, and share the giver."""
    words = (
        "Die Städte Gera (120.000 Euro), Jena (90.000 Euro) und Suhl (75.000 Euro) erhalten Geld vom Bund."
    )
    found = slots(page(words), "funding", "recipient", "amount", "funder")
    assert [(str(r).removeprefix("Stadt "), a, f) for r, a, f in found] == [
        ("Gera", Decimal(120000), "Bund"),
        ("Jena", Decimal(90000), "Bund"),
        ("Suhl", Decimal(75000), "Bund"),
    ]


@pytest.mark.parametrize(
    "table",
    [
        "Kommune | Vorhaben | Zuschuss\n---|---|---\n"
        "Stadt Gera | „Netz“ | 1,2 Mio. €\nStadt Jena | „App“ | 90.000 €\n",
        "Kommune\tVorhaben\tZuschuss in Euro\n"
        "Stadt Gera\t„Netz“\t1.200.000\nStadt Jena\t„App“\t90.000\nzusammen\t \t9\n",
        "Kommune      Vorhaben    Bescheid\n"
        "Stadt Gera   „Netz“      1,2 Mio. €\nStadt Jena   „App“       90.000 €\n",
    ],
)
def test_tables_of_grants(table: str) -> None:
    """A row is a funding and a project; the heading tells the column and the unit; sums are no row."""
    text = page("Gefördert werden:") + "\n\n" + table + "\nAlle freuen sich.\n"
    found = slots(text, "funding", "recipient", "amount")
    assert found == [("Stadt Gera", Decimal(1200000)), ("Stadt Jena", Decimal(90000))]
    assert slots(text, "project", "name", "organization") == [("Netz", "Stadt Gera"), ("App", "Stadt Jena")]


def test_a_table_of_prices_is_none_of_grants() -> None:
    """Without a word for grants in or before it a table tells nothing of money given."""
    text = page("So teuer wird es:") + "\n\nStadt\tTarif\tPreis\nStadt Gera\tA\t12 €\nStadt Jena\tB\t15 €\n"
    assert slots(text, "funding", "recipient") == []


def test_how_long_the_next_sentence_tells() -> None:
    """ "Laufzeit: …" is the period of the funding before; dates of relative clauses are none."""
    words = "Der Bund fördert das mit 5.000 Euro. Laufzeit: April 2022 bis März 2025."
    assert slots(page(words), "funding", "period_start", "period_end") == [("2022-04", "2025-03")]
    words = "Der Verein Ense e. V., der sich seit 2010 um Kinder kümmert, erhält 5.000 Euro vom Bund."
    assert slots(page(words), "funding", "period_start") == [(None,)]


def test_money_that_passes_through() -> None:
    """ "über die KfW": neither giver nor receiver."""
    words = "Über die KfW stellt der Bund der Stadt Werl 4.000 Euro bereit."
    assert slots(page(words), "funding", "funder", "via", "recipient") == [("Bund", "KfW", "Stadt Werl")]


@pytest.mark.parametrize(
    "words",
    [
        "Der Verband fordert einen Fonds, den der Bund mit einer Milliarde Euro ausstattet.",
        "Die Kosten von 210.000 Euro teilen sich der Bund und die Stadt Soest.",
        "Die Kosten beziffert der Landkreis Soest auf 1,46 Millionen Euro.",
        "Die Sensoren (Stückpreis 45 Euro) kommen von der Sparkasse Soest.",
        "Der Auftrag über 1,2 Millionen Euro ging an die Netzbau GmbH.",
        "Die Stadt hatte sich um 6.000 Euro beworben; der Eigenanteil von 35 Prozent stand schon fest.",
    ],
)
def test_demands_costs_prices_and_applications_are_no_funding(words: str) -> None:
    """What is asked for, shared out, sold or never came is no plain fact."""
    assert slots(page(words), "funding", "funder", "amount", "share") == []


@pytest.mark.parametrize(
    ("words", "funder"),
    [
        ("Das Geld kommt aus dem Bundesprogramm „Orte“.", ("Bund",)),
        ("Das hessische Förderprogramm „Orte“ läuft weiter.", ("Land Hessen",)),
        ("Das vom Landkreis Soest aufgelegte Programm „Orte“ läuft.", ("Landkreis Soest",)),
        ("Das Land Hessen gibt 5.000 Euro aus dem Programm „Orte“.", ("Land Hessen",)),
        ("Das Land Hessen hat das Programm „Orte“ gestartet.", ("Land Hessen",)),
        ("Das Programm „Orte“ läuft weiter.", None),
    ],
)
def test_who_funds_a_programme(words: str, funder: tuple[str, ...] | None) -> None:
    """By what is said of it, by who gives money out of it, by the word for it; else nobody."""
    assert slots(page(words), "programme", "name", "funder") == [("Orte", funder)]


def test_items_of_a_list() -> None:
    """The organisation that an item begins with gets the item's sum, whoever stands beside it."""
    items = "- Landkreis Calw mit der Stadt Nagold: 1,85 Mio. Euro für ein Netz\n- Stadt Ulm: 620.000 Euro\n"
    text = page("Der Bund fördert zwei Vorhaben:") + "\n\n" + items + "\nAlle freuen sich.\n"
    found = [told for told in slots(text, "funding", "recipient", "amount") if told != (None, None)]
    assert found == [("Landkreis Calw", Decimal(1850000)), ("Stadt Ulm", Decimal(620000))]


def test_a_table_whose_unit_stands_before_it() -> None:
    """ "(in €)" before the table is the unit of its plain figures; of several sums the grant counts."""
    table = "Kommune\tKosten\tZuschuss\nStadt Ulm\t640.000\t512.000\nStadt Calw\t300.000\t240.000\n"
    text = page("Die Zahlen im Einzelnen (in €):") + "\n\nDie Zahlen (in €):\n\n" + table
    assert slots(text, "funding", "recipient", "amount") == [
        ("Stadt Ulm", Decimal(512000)),
        ("Stadt Calw", Decimal(240000)),
    ]


def test_what_applications_ask_for_is_not_given() -> None:
    """Neither what applications sum up to nor what is called necessary is a plain funding."""
    for words in (
        "Anträge mit einem Fördervolumen von 19 Millionen Euro waren eingegangen.",
        "Nötig sei ein Zuschuss des Bundes von einer Milliarde Euro.",
        "Insgesamt wurden 310.000 Euro investiert.",
    ):
        assert slots(page(words), "funding", "amount") == []


def test_a_headline_says_the_sum_once() -> None:
    """What a headline tells in short ("Land gibt …") is the fact that the text tells in full."""
    text = page(f"Die Stadt Werl erhält vom {MINISTRY} 2,5 Millionen Euro.").replace(
        "\n\n", "\n\nHessen gibt 2,5 Millionen Euro für Werl\n\n", 1
    )
    assert slots(text, "funding", "funder", "amount") == [(MINISTRY, Decimal(2500000))]


@pytest.mark.parametrize(
    ("words", "funders"),
    [
        ("2,5 Millionen Euro vom Bund", ["Bund"]),
        (f"Das {MINISTRY} zahlt 80.000 Euro, der Lions Club 2.500 Euro.", [MINISTRY, "Lions Club"]),
        (f"Das {MINISTRY} beteiligt sich mit 80.000 Euro, die Stadt Werl stellt Räume.", [MINISTRY]),
        (
            f"Partner sind die Stadt Werl und das {MINISTRY}, das sich mit 80.000 Euro beteiligt, "
            "und die Stadt Soest.",
            [MINISTRY],
        ),
        ("Mit 80.000 Euro unterstützt die Familie-Krause-Stiftung das Museum.", ["Familie-Krause-Stiftung"]),
        (
            f"Das {MINISTRY} fördert es mit 80.000 Euro; davon gehen 20.000 Euro an die Stadt Soest.",
            [MINISTRY, MINISTRY],
        ),
        ("Für den Rest kommen die Stadt Werl (500 Euro) und die Stadt Soest (240 Euro) auf.",
         ["Stadt Werl", "Stadt Soest"]),
    ],
)  # fmt: skip
def test_who_gives_in_further_constructions(words: str, funders: list[str]) -> None:
    """Without a verb, as ", der Lions Club 2.500 Euro", in relative clauses, by noun, in parts of a sum."""
    assert [f for (f,) in slots(page(words), "funding", "funder")] == funders


def test_what_others_give_taken_together() -> None:
    """ "damit stehen insgesamt … zur Verfügung" is nobody's grant."""
    words = "Damit stehen insgesamt drei Millionen Euro zur Verfügung."
    assert slots(page(words), "funding", "amount") == []


def test_who_handles_a_grant_gives_none() -> None:
    """ "abgewickelt durch die NBank"."""
    assert (
        slots(page("Abgewickelt wird die Förderung durch die NBank in Hannover."), "funding", "funder") == []
    )


def test_a_ministry_by_its_field() -> None:
    """ "Das Wirtschaftsministerium" is the ministry with that field which the release names in full."""
    words = f"Das {MINISTRY} berät. Das Wirtschaftsministerium gibt der Stadt Werl 80.000 Euro."
    assert slots(page(words), "funding", "funder", "amount") == [(MINISTRY, Decimal(80000))]


@pytest.mark.parametrize(
    ("words", "programme"),
    [
        ("Die Stadt Werl erhält 90.000 Euro aus dem »Pakt für Schulen«.", "Pakt für Schulen"),
        ("Die Stadt Werl erhält 90.000 Euro aus dem Tabletprogramm.", "Tabletprogramm"),
        ("The city receives EUR 90,000 under Horizon Europe.", "Horizon Europe"),
        ("Die Stadt Werl erhält 90.000 Euro aus dem Programm.", None),
    ],
)
def test_the_programme_that_money_comes_out_of(words: str, programme: str | None) -> None:
    """A title or a compound behind "aus dem"; a bare "Programm" is none; English names stay English."""
    assert slots(page(words), "funding", "programme") == [(programme,)]


def test_a_part_of_the_sum_before() -> None:
    """Who gave the sum of the sentence before gave what is said to be part of it."""
    words = f"Das {MINISTRY} fördert es mit 2 Millionen Euro. Davon gehen 700.000 Euro an die Stadt Werl."
    found = slots(page(words), "funding", "funder", "recipient", "amount")
    assert (MINISTRY, "Stadt Werl", Decimal(700000)) in found


FEDERAL = "Bundesministerium für Digitales"


@pytest.mark.parametrize(
    ("words", "expected"),
    [
        ("Das Land Hessen gibt je 50.000 Euro an die Städte Gera und Fulda.",
         [("Land Hessen", "Stadt Gera", 50000), ("Land Hessen", "Stadt Fulda", 50000)]),
        ("Hinzu kommen jeweils 10.000 Euro der Städte Hamm, Moers und Lünen, zusammen 30.000 Euro.",
         [("Stadt Hamm", None, 10000), ("Stadt Moers", None, 10000), ("Stadt Lünen", None, 10000)]),
        ("Die Bescheide gehen nach Thale (1,9 Mio. Euro), Geyer (1,4 Mio. Euro) und Olbern (0,6 Mio. Euro).",
         [(None, "Thale", 1900000), (None, "Geyer", 1400000), (None, "Olbern", 600000)]),
        (f"Die Stadt Hof wird vom {FEDERAL} mit 9.000 Euro bedacht, die Stadt Gera mit 8.000 Euro.",
         [(FEDERAL, "Stadt Hof", 9000), (FEDERAL, "Stadt Gera", 8000)]),
        (f"Das {FEDERAL} gibt zwei Millionen Euro; davon gehen an Gera 720.000 Euro, an Hof 655.000.",
         [(FEDERAL, None, 2000000), (FEDERAL, "Gera", 720000), (FEDERAL, "Hof", 655000)]),
    ],
)  # fmt: skip
def test_sums_shared_out(words: str, expected: list[tuple[str | None, str | None, int]]) -> None:
    """Each of several gives or gets the sum told for each, or the one in brackets behind it."""
    found = slots(page(words), "funding", "funder", "recipient", "amount")
    assert found == [(funder, recipient, Decimal(amount)) for funder, recipient, amount in expected]


@pytest.mark.parametrize(
    ("words", "expected"),
    [
        ("Von den Kosten trägt der Bund 50 Prozent, das Land Hessen 40 Prozent, die Stadt die übrigen zehn.",
         [("Bund", "0.5"), ("Land Hessen", "0.4"), ("Stadt Soest", "0.1")]),
        ("Der Bund steuert drei Viertel bei.", [("Bund", "0.75")]),
        ("Das Museum wird hälftig vom Land Hessen finanziert.", [("Land Hessen", "0.5")]),
        ("Zehn Prozent der Kosten entfallen auf die Stadt Gera.", [("Stadt Gera", "0.1")]),
    ],
)  # fmt: skip
def test_shares_without_their_unit(words: str, expected: list[tuple[str, str]]) -> None:
    """The rest of percentages, fractions, and what "entfällt auf" somebody who pays it."""
    assert slots(page(words), "funding", "funder", "share") == [(f, Decimal(s)) for f, s in expected]


@pytest.mark.parametrize(
    ("words", "funder"),
    [
        ("Die Bücherei freut sich über 3.000 Euro vom Rotary Club.", "Rotary Club"),
        ("Weitere 9.000 Euro kommen vom Verein der Gönner und Förderer.", "Verein der Gönner und Förderer"),
        ("Die Kran GmbH erhält von Netzgeld.org 50.000 Euro.", "Netzgeld.org"),
        ("Ein Zuschuss von 9.000 Euro, den das Bundeswirtschaftsministerium gewährt, hilft der Stadt Gera.",
         "Bundeswirtschaftsministerium"),
        ("The Hans Kern Foundation will provide the Digital Villa gGmbH with a grant of EUR 15,000.",
         "Hans Kern Foundation"),
        ("Freude in Hof: Ab Mai fördert das Bundeswirtschaftsministerium das Labor mit 9.000 Euro.",
         "Bundeswirtschaftsministerium"),
    ],
)  # fmt: skip
def test_givers_by_their_place_in_the_clause(words: str, funder: str) -> None:
    """Givers behind "von" that no rule knows, in relative clauses of the grant, behind a colon."""
    assert slots(page(words), "funding", "funder") == [(funder,)]


@pytest.mark.parametrize(
    ("words", "recipient"),
    [
        ("Das Sozialministerium bezuschusst die „Netzengel“ mit 12.000 Euro.", "Netzengel"),
        ("Ministerin Eva Kuhn überreichte Bürgermeister Jan Kern den Bescheid über 24.000 Euro.",
         "Stadt Soest"),
        ("Der Zuschuss von 9.000 Euro, den die Stadt Gera vom Land Hessen bekommt, hilft.", "Stadt Gera"),
        ("Eva Kuhn überreichte den Förderbescheid über 86.000 Euro. Empfängerin ist die Hafen GmbH.",
         "Hafen GmbH"),
    ],
)  # fmt: skip
def test_receivers_by_title_office_and_the_next_sentence(words: str, recipient: str) -> None:
    """Whom a title, a mayor or the next sentence means."""
    assert slots(page(words), "funding", "recipient") == [(recipient,)]


def test_what_the_next_sentences_add() -> None:
    """The programme that the money is of, and who gets a further sum."""
    words = (
        "Das Land Hessen fördert die Stadt Gera mit 90.000 Euro. Die Mittel stammen aus dem Förderprogramm "
        "„Helle Höfe“. Weitere 5.000 Euro kommen vom Landkreis Greiz."
    )
    assert slots(page(words), "funding", "funder", "recipient", "programme") == [
        ("Land Hessen", "Stadt Gera", "Helle Höfe"),
        ("Landkreis Greiz", "Stadt Gera", "Helle Höfe"),
    ]


def test_a_list_with_the_sums_first() -> None:
    """Items "- 9.000 Euro an die Stadt Hof" under a line that tells the programme."""
    words = (
        "Drei Orte haben Bescheide aus dem Landesprogramm „Helle Höfe“ erhalten. Es gehen:\n\n"
        "- 45.000 Euro an die Stadt Gera\n- je 5.000 Euro an die Städte Hof und Fulda\n\nMehr folgt."
    )
    assert slots(page(words), "funding", "recipient", "amount", "programme") == [
        ("Stadt Gera", Decimal(45000), "Helle Höfe"),
        ("Stadt Hof", Decimal(5000), "Helle Höfe"),
        ("Stadt Fulda", Decimal(5000), "Helle Höfe"),
    ]


@pytest.mark.parametrize(
    "words",
    [
        "Die Netz GmbH nimmt in fünf Jahren 18 Millionen Euro in die Hand.",
        "Investiert wurden 31 Mio. Euro.",
        "Für die Ausbildung stellt das Unternehmen jährlich 2,5 Millionen Euro bereit.",
        "Der Jahresetat von 9 Millionen Euro reicht.",
    ],
)
def test_own_spending_is_no_funding(words: str) -> None:
    """What a firm spends on itself, and budgets, go to nobody."""
    assert slots(page(words), "funding", "funder", "recipient", "amount") == []


@pytest.mark.parametrize(
    ("words", "funder", "recipient"),
    [
        ("Der Bund hat die Förderzusage über 300.000 Euro erteilt.", "Bund", None),
        ("Der Freistaat Bayern hat der Stadt Hof einen Förderbescheid über 20.000 Euro ausgehändigt.",
         "Freistaat Bayern", "Stadt Hof"),
        ("Insgesamt 20.000 Euro Fördergeld hat die Stadt Hof bislang abgerufen.", None, "Stadt Hof"),
        ("Der Antrag der Stadt Hof auf 20.000 Euro wurde bewilligt.", None, "Stadt Hof"),
        ("Mit Unterstützung des Bundes in Höhe von 300.000 Euro baut die Stadt Hof das Netz aus.",
         "Bund", "Stadt Hof"),
        ("„Ohne die zwei Millionen Euro, die uns das Land Hessen dafür jedes Jahr gibt, stünden wir alle "
         "hier heute mit leeren Händen da“, sagte sie.", "Land Hessen", None),
        ("Größter Geldgeber ist mit 3 Millionen Euro die Sparkasse Hof.", "Sparkasse Hof", None),
        ("Für das Netz, das der Bund mit 11 Millionen Euro unterstützt, gibt es Beifall.", "Bund", None),
    ],
)  # fmt: skip
def test_what_grants_go_with(words: str, funder: str | None, recipient: str | None) -> None:
    """Verbs that give or get beside a word for a grant; money told of in a quotation."""
    assert slots(page(words), "funding", "funder", "recipient") == [(funder, recipient)]


def test_separable_verbs_need_their_particle() -> None:
    """ "stellt … bereit" gives, "stellt … vor" does not."""
    assert slots(page("Das Land Hessen stellt 9.000 Euro bereit."), "funding", "funder") == [("Land Hessen",)]
    assert slots(page("Das Land Hessen stellt Geräte für 9.000 Euro vor."), "funding", "funder") == []


def test_what_falls_to_somebody_is_a_part_of_the_sum_before() -> None:
    """ "…; auf Gera entfallen 900.000 Euro": given by who gave the whole."""
    words = "Das Land Hessen gibt drei Millionen Euro; auf die Stadt Gera entfallen 900.000 Euro."
    assert slots(page(words), "funding", "funder", "recipient", "amount") == [
        ("Land Hessen", None, Decimal(3000000)),
        ("Land Hessen", "Stadt Gera", Decimal(900000)),
    ]


def test_a_project_in_another_case() -> None:
    """ "Für den Netzlotsen …": the project of that name."""
    words = "Neu ist das Projekt „Netzlotse“. Für den Netzlotsen gibt das Land Hessen 9.000 Euro."
    assert slots(page(words), "funding", "funder", "recipient") == [("Land Hessen", "Netzlotse")]


def test_what_a_town_makes_available_is_no_grant() -> None:
    """Software that is made available by somebody is no money of theirs."""
    words = "Genutzt wird Technik, die durch die Stadt Werl für alle bereitgestellt wird."
    assert not facts(page(words), "funding")


@pytest.mark.parametrize(
    ("words", "expected"),
    [
        ("Von den Anschaffungskosten in Höhe von 41.500 Euro übernimmt das Land Hessen 12.000 Euro.",
         [("Land Hessen", None, 12000)]),
        ("Das Preisgeld von 9.500 Euro stellte die Kran GmbH zur Verfügung.", [("Kran GmbH", None, 9500)]),
        (f"Der Aufbau des Labors durch die Kran GmbH wurde vom {FEDERAL} mit 17.000 Euro bezuschusst.",
         [(FEDERAL, None, 17000)]),
        ("Die 5.000 Euro kommen vom Landkreis Greiz (2.000 Euro) und vom Rotary Club Gera (3.000 Euro).",
         [("Landkreis Greiz", None, 2000), ("Rotary Club Gera", None, 3000)]),
        ("Landrätin Eva Kuhn (Kreis Lippe) lobte „Netz“, das vom Land Hessen mit 6.000 Euro gefördert wurde.",
         [("Land Hessen", "Netz", 6000)]),
        ("Die Agentur von Stadt und Landkreis Greiz steuert 3.000 Euro bei.", []),
    ],
)  # fmt: skip
def test_whose_money_it_is(words: str, expected: list[tuple[str, str | None, int]]) -> None:
    """Costs, prizes that somebody puts up, agents of nouns, titles before a relative clause, owners."""
    found = slots(page(words), "funding", "funder", "recipient", "amount")
    named = [line for line in found if line[0] is not None]
    assert named == [(funder, recipient, Decimal(amount)) for funder, recipient, amount in expected]


@pytest.mark.parametrize(
    "words",
    [
        "Zwei Millionen Euro stecken in Kabeln und Geräten.",
        "Dem stehen 19.000 Euro Druck- und Portokosten im Jahr gegenüber, die Zuschüsse sind klein.",
        "Sie nahm die mit 3.000 Euro dotierte Auszeichnung des Vereins Netz e. V. entgegen.",
    ],
)
def test_what_things_cost_and_prizes_are_worth_is_no_grant(words: str) -> None:
    """Sums that lie in things, of costs behind the sum, of a prize."""
    assert slots(page(words), "funding", "amount") == []


def test_sum_told_after_the_application() -> None:
    """ "Es geht um …" behind a sentence that applies for money is as far as that."""
    words = "Die Stadt Soest hat Geld aus dem DigitalPakt Schule beantragt. Es geht um 612.000 Euro."
    assert [f.slots.get("status") for f in facts(page(words), "funding")] == ["applied"]


def test_who_pays_the_rest_by_bezahlen() -> None:
    """ "ein Drittel davon hat … bezahlt", "ein Viertel bezahlt …"."""
    words = "Sie kosten 140.000 Euro; ein Drittel davon hat die Landesstiftung Baden-Württemberg bezahlt."
    assert ("Landesstiftung Baden-Württemberg", Decimal("0.33333333")) in slots(
        page(words), "funding", "funder", "share"
    )


def test_table_of_towns_without_their_noun() -> None:
    """Names in a table below "an drei Gemeinden" are towns; a rate in its line is the share."""
    words = (
        "Die Förderbescheide gingen an drei Gemeinden:\n\n"
        "Stötten am Auerberg     612.400 Euro    (Fördersatz 80 %)\n"
        "Lengenwang              480.000 Euro    (Fördersatz 90 %)\n\n"
    )
    found = slots(page(words), "funding", "recipient", "amount", "share")
    assert found == [
        ("Stötten am Auerberg", Decimal("612400"), Decimal("0.8")),
        ("Lengenwang", Decimal("480000"), Decimal("0.9")),
    ]


def test_english_state_gives() -> None:
    """ "the state of …" is a giver of its own beside another."""
    words = (
        "The European Regional Development Fund contributes 215,000 euros, the state of North "
        "Rhine-Westphalia 86,000 euros."
    )
    assert ("state of North Rhine-Westphalia", Decimal("86000")) in slots(
        page(words), "funding", "funder", "amount"
    )


@pytest.mark.parametrize(
    "words",
    [
        "| Wer zahlt? | Betrag |\n|---|---|\n| Bund | 1.150.000 € |\n| Sparkasse Werl | 920.000 € |",
        "Wer zahlt was?\n\n* Bund: 1.150.000 Euro\n* Sparkasse Werl: 920.000 Euro",
        "Die Finanzierung:\n- Bund: 1.150.000 Euro\n- Sparkasse Werl: 920.000 Euro",
    ],
)
def test_lists_of_who_pays(words: str) -> None:
    """Tables and lists under such a heading name givers."""
    found = slots(page("Das Netz wird gebaut.\n\n" + words + "\n\n"), "funding", "funder", "amount")
    assert found == [("Bund", Decimal(1150000)), ("Sparkasse Werl", Decimal(920000))]


@pytest.mark.parametrize(
    ("words", "funder", "slot", "value"),
    [
        (
            "Die Stadt investiert 400.000 Euro, davon kommen 300.000 Euro vom Land Hessen.",
            "Land Hessen",
            "amount",
            "300000",
        ),
        ("Für die fehlenden 12.000 Euro steht die Stadt gerade.", "Stadt Soest", "amount", "12000"),
        (
            "Das Preisgeld von insgesamt 9.000 Euro stiftet die Sparda-Bank Südwest.",
            "Sparda-Bank Südwest",
            "amount",
            "9000",
        ),
        (
            "Gastgeber sind die Stadt und das Amt, die Sparkasse Werl gibt 2.000 Euro dazu.",
            "Sparkasse Werl",
            "amount",
            "2000",
        ),
        (
            "Finanziert hat das Ganze zu zwei Dritteln der Landkreis Soest.",
            "Landkreis Soest",
            "share",
            "0.66666667",
        ),
    ],
)
def test_givers_by_more_ways_of_telling(words: str, funder: str, slot: str, value: str) -> None:
    """Parts of a whole, who answers for a sum, who puts up a prize, who stands behind the participle."""
    assert slots(page(words), "funding", "funder", slot) == [(funder, Decimal(value))]
