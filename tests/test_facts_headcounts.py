"""kg.facts: how many people work where."""

from __future__ import annotations

import pytest
from saying import facts, page, slots

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
        ("Ein zwölfköpfiges Team der Hochschule Soest hilft.", "Team der Hochschule Soest", 12),
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


@pytest.mark.parametrize(
    ("words", "organization", "value"),
    [
        ("Beim Jobcenter Werl sind 120 Vermittlerinnen und Vermittler tätig.", "Jobcenter Werl", 120),
        ("Insgesamt 320 Frauen und Männer sind bei der Sparkasse Werl angestellt.", "Sparkasse Werl", 320),
        ("Das Rechenzentrum Werl, in dem 60 Fachleute arbeiten, zieht um.", "Rechenzentrum Werl", 60),
        ("Am Institut Digitale Netze e. V. forschen 14 Physikerinnen.", "Institut Digitale Netze e. V.", 14),
        ("Der Kran GmbH, für die 30 Menschen arbeiten, geht es gut.", "Kran GmbH", 30),
        (f"Im {AMT}, das heute 23 Beschäftigte zählt, sollen bald Akten fehlen.", AMT, 23),
        (f"Im {AMT} sind 32 Stellen besetzt, vier weitere ausgeschrieben.", AMT, 32),
        ("Die Kran GmbH bietet 45 Menschen einen Arbeitsplatz.", "Kran GmbH", 45),
        ("Die Kran GmbH, Arbeitgeberin für 45 Männer und Frauen, zieht um.", "Kran GmbH", 45),
        ("Die Belegschaft der Kran GmbH ist auf 65 Köpfe gewachsen.", "Kran GmbH", 65),
        ("Die Zahl der Beschäftigten der Kran GmbH ist auf 65 gestiegen.", "Kran GmbH", 65),
        (f"Das {AMT} hat zwei Neue, womit das Team aus neun Fachleuten besteht.", AMT, 9),
        (f"Ab Mai leitet Eva Kuhn das {AMT}. Ihr siebenköpfiges Team betreut die Netze.", AMT, 7),
        (f"Das {AMT} macht alles. „Wir sind zu fünft“, sagt Eva Kuhn.", AMT, 5),
        ("In den Firmen dort haben viele Arbeit gefunden, bei der Kran GmbH selbst sind es sieben.",
         "Kran GmbH", 7),
        ("Die Kran GmbH liefert, ein 2014 gegründeter Betrieb mit elf Beschäftigten.", "Kran GmbH", 11),
    ],
)  # fmt: skip
def test_who_works_where(words: str, organization: str, value: int) -> None:
    """Whoever works somewhere counts, by whatever noun: by place, subject, relative clause or possessive."""
    assert slots(page(words), "headcount", "organization", "value") == [(organization, value)]


@pytest.mark.parametrize(
    "words",
    [
        "Die Kran GmbH hilft 640 Firmen mit zusammen 14.000 Beschäftigten.",
        "Die Kran GmbH beriet einen Betrieb mit acht Beschäftigten.",
        "In den dortigen Betrieben haben 240 Menschen Arbeit gefunden.",
        "Bei der Kran GmbH werden 16 Fachkräfte arbeiten.",
        f"Das {AMT} arbeitet in zehn Zweigstellen.",
        f"Das {AMT} arbeitet seit zehn Jahren an 20 Themen.",
    ],
)
def test_people_of_others_and_things_are_no_staff(words: str) -> None:
    """People whom nobody named employs, people to come, and what is worked on."""
    assert slots(page(words), "headcount", "organization", "value") == []


@pytest.mark.parametrize(
    ("words", "on"),
    [
        (f"Das {AMT} zählt zum Stichtag 30. Juni 2020 genau 204 Mitarbeiter.", "2020-06-30"),
        (f"Das {AMT} hat 204 Mitarbeiter (Stand: 31.12.2019).", "2019-12-31"),
        ("Die Kran GmbH wurde im Jahr 2003 gegründet und beschäftigt 14 Mitarbeiter.", "2021-05-03"),
    ],
)
def test_when_it_is_so_many(words: str, on: str) -> None:
    """The day that the clause names for the number, else the day of the release."""
    assert slots(page(words), "headcount", "on") == [(on,)]


@pytest.mark.parametrize(
    ("words", "organization", "value"),
    [
        ("90 Menschen verdienen ihr Geld bei der Kran GmbH.", "Kran GmbH", 90),
        (f"Im {AMT} waren 45 der 50 Stellen besetzt.", AMT, 45),
        ("Die Kran GmbH, eine Tochter der Stadt Werl mit 45 Beschäftigten, zieht um.", "Kran GmbH", 45),
        ("Die Kran GmbH gehört zu 100 Prozent der Stadt Werl und beschäftigt 87 Leute.", "Kran GmbH", 87),
        ("Kundin ist die Kran GmbH. Das Familienunternehmen mit 34 Mitarbeitern liefert.", "Kran GmbH", 34),
        (f"Im Zentrum Handwerk des {AMT.replace('Amt', 'Amts')} sind drei Neue, womit das Team aus neun "
         "Fachleuten besteht.", AMT, 9),
        ("Die Stadt verstärkt das Team Schul-IT. 22 Beschäftigte kümmern sich dort um Geräte.",
         "Team Schul-IT", 22),
        (f"Im {AMT} bleibe es bei 14 Mitarbeitern.", AMT, 14),
        (f"Das {AMT} hat neun Mitarbeiter, eine Stelle ist unbesetzt.", AMT, 9),
        (f"Das {AMT} hat 16 hauptamtlich Beschäftigte.", AMT, 16),
    ],
)  # fmt: skip
def test_whose_people_they_are(words: str, organization: str, value: int) -> None:
    """Places behind the number, owners, generic nouns, and "dort"."""
    assert slots(page(words), "headcount", "organization", "value") == [(organization, value)]


@pytest.mark.parametrize(
    "words",
    [
        "Die Gewerkschaft vertritt 4.000 Beschäftigte.",
        "Zwölf Beschäftigte der Kran GmbH sind in Rente gegangen.",
        "Die Kran GmbH hilft mit Rat rund 9.000 Menschen.",
    ],
)
def test_who_is_counted_otherwise(words: str) -> None:
    """Members, leavers and clients are nobody's staff."""
    assert slots(page(words), "headcount", "organization", "value") == []


def test_the_end_of_a_year_is_its_last_day() -> None:
    """ "Ende 2017 beschäftigte …"."""
    words = f"Ende 2017 beschäftigte das {AMT} 45 Leute."
    assert slots(page(words), "headcount", "on") == [("2017-12-31",)]


def test_whom_somebody_works_with_is_no_staff() -> None:
    """ "arbeitet mit den drei Geschäftsführern zusammen" counts nobody's employees."""
    words = "Bei der Netze Werl GmbH arbeitet Pia Holm mit den drei Geschäftsführern zusammen."
    assert facts(page(words), "headcount") == []


@pytest.mark.parametrize(
    ("words", "organization", "value"),
    [
        (f"Zwei Mitarbeiterinnen und ein Mitarbeiter kümmern sich im {AMT} darum.", AMT, 3),
        (f"Das hat das {AMT} gebaut, das aus vier Mitarbeiterinnen und einem Mitarbeiter besteht.", AMT, 5),
        (f"Das {AMT} hat zwölf Mitarbeiterinnen und acht Mitarbeiter.", AMT, 20),
        (f"Im {AMT} arbeiten drei Frauen und zwei Männer.", AMT, 5),
        (f"Das {AMT} hat 40 Mitarbeiterinnen und Mitarbeiter.", AMT, 40),
    ],
)
def test_women_and_men_are_added_up(words: str, organization: str, value: int) -> None:
    """Two figures for women and men are one number of staff; "40 Frauen und Männer" is one figure."""
    assert slots(page(words), "headcount", "organization", "value") == [(organization, value)]


@pytest.mark.parametrize(
    ("words", "organization", "value"),
    [
        (
            f"Kern gehört zum {AMT}, das dem Rat untersteht und zunächst aus drei Personen besteht.",
            AMT,
            3,
        ),
        (f"Darum kümmert sich das {AMT}. Drei Leute gehören dazu.", AMT, 3),
        (
            "Es gehört der Kran GmbH und der Peil GmbH aus Werl, einem Start-up mit elf Angestellten.",
            "Peil GmbH",
            11,
        ),
        ("The software was written by Lingolo GmbH, a Werl start-up with nine employees.", "Lingolo GmbH", 9),
        (
            "Angesiedelt sind die Lotsen in der Geschäftsstelle des Deutschen Städtetags, in der heute 24 "
            "Mitarbeiterinnen und Mitarbeiter tätig sind.",
            "Geschäftsstelle",
            24,
        ),
        (
            "Das Zentrum für Netze hat alles geprüft. Seine 44 Beschäftigten sind bereits geschult.",
            "Zentrum für Netze",
            44,
        ),
    ],
)
def test_whose_people_the_words_before_tell(words: str, organization: str, value: int) -> None:
    """By a relative clause, an apposition or a possessive, the employer stands before the number."""
    assert slots(page(words), "headcount", "organization", "value") == [(organization, value)]


def test_team_of_whom_the_sentence_before_names() -> None:
    """ "Zu seinem Team gehören": people of the unit that he leads."""
    words = f"Jens Kern leitet das {AMT}. Zu seinem Team gehören fünf Mitarbeiterinnen und Mitarbeiter."
    assert slots(page(words), "headcount", "organization", "value") == [(AMT, 5)]


def test_who_helps_is_not_the_staff() -> None:
    """Whom colleagues help has more of them than these, and a heading "Über uns" names nobody."""
    words = f"Sie hat im {AMT} gelernt. Unterstützt wird sie von drei Kollegen."
    assert slots(page(words), "headcount", "value") == []
    about = "\n\nÜber uns\nDie Kran GmbH gehört der Hafen AG. Mit rund 660 Beschäftigten versorgt sie Soest."
    told = slots(page("Es ist da.") + about, "headcount", "organization", "value")
    assert ("uns", 660) not in told


@pytest.mark.parametrize(
    ("words", "organization", "value"),
    [
        ("Die Netzbau Weber GmbH (45 Mitarbeiter) baut die Trasse.", "Netzbau Weber GmbH", 45),
        ("Das Stadtarchiv hat elf Mitarbeiterinnen und Mitarbeiter.", "Stadtarchiv", 11),
        ("Sie steht der Abteilung Messwesen vor, in der 22 Leute arbeiten.", "Abteilung Messwesen", 22),
        ("Neun Festangestellte bilden den Stamm der Volkshochschule Werl.", "Volkshochschule Werl", 9),
        ("Die Verwaltung hat 1.200 Beschäftigte.", "Stadt Soest", 1200),
    ],
)
def test_staff_by_more_ways_of_telling(words: str, organization: str, value: int) -> None:
    """In brackets, behind a verb's particle, as what makes up a body, and of the own administration."""
    assert slots(page(words), "headcount", "organization", "value") == [(organization, value)]


def test_whom_staff_serves_is_no_staff() -> None:
    """Of two numbers the one of the staff counts."""
    words = "Rund 310 Beschäftigte des Klinikums Werl versorgen jährlich etwa 11.000 Menschen."
    assert [value for (value,) in slots(page(words), "headcount", "value")] == [310]


@pytest.mark.parametrize(
    ("words", "organization"),
    [
        ("Das Team der Digital Werl GmbH besteht aus 8 Personen.", "Team der Digital Werl GmbH"),
        ("Im Team der Stadtwerke Werl arbeiten acht Personen.", "Team der Stadtwerke Werl"),
        ("Das achtköpfige Team der Digital Werl GmbH hilft.", "Team der Digital Werl GmbH"),
        ("Das Projektteam der Stadt Werl besteht aus acht Personen.", "Projektteam der Stadt Werl"),
        ("Die Abteilung der Sparkasse Werl zählt acht Beschäftigte.", "Abteilung der Sparkasse Werl"),
        ("The team of Digital Werl GmbH consists of eight people.", "team of Digital Werl GmbH"),
        # who has a team, and the team of a house or an office, are that body
        ("Die Digital Werl GmbH hat ein Team von acht Mitarbeitenden.", "Digital Werl GmbH"),
        ("Die Digital Werl GmbH hat acht Mitarbeiter.", "Digital Werl GmbH"),
        ("Die Belegschaft der Digital Werl GmbH zählt acht Köpfe.", "Digital Werl GmbH"),
        ("Das Team des Amtes für Statistik hat acht Mitarbeiter.", "Amt für Statistik"),
    ],
)
def test_a_team_of_a_body_is_not_the_body(words: str, organization: str) -> None:
    """A company and a team are two things: who is counted in a part of a body works in that part."""
    assert slots(page(words), "headcount", "organization", "value") == [(organization, 8)]


@pytest.mark.parametrize(
    "words",
    [
        "Das Team um Geschäftsführer Max Bauer besteht aus acht Personen.",
        "Das Team von Petra Lindner umfasst acht Personen.",
        "Das Projektteam unter Petra Lindner besteht aus acht Mitarbeitern.",
        "Das Kernteam rund um Max Bauer zählt acht Köpfe.",
    ],
)
def test_a_team_around_somebody_is_nobody_elses(words: str) -> None:
    """Where the words only say whose team it is, it is not that of the town the release speaks of."""
    assert slots(page(words), "headcount", "organization") == []
