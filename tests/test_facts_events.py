"""kg.facts: events, programmes, competitions, projects and brands."""

from __future__ import annotations

import pytest
from saying import BEFORE, HEAD, facts, only, page, slots

EVENTS = [
    ("Am 15. Juni lädt die Stadt Soest zum Digitaltag ein.", "Digitaltag", "2021-06-15", "2021-06-15"),
    (
        "Am 15. Juni 2021 findet der 3. Digitalkongress statt.",
        "3. Digitalkongress",
        "2021-06-15",
        "2021-06-15",
    ),
    (
        "Die 14. Regionalkonferenz Westfalen findet vom 18. bis 20. September 2021 statt.",
        "14. Regionalkonferenz Westfalen",
        "2021-09-18",
        "2021-09-20",
    ),
    (
        "Vom 1. bis 3. Juli 2021 wird das Festival der Ideen gefeiert.",
        "Festival der Ideen",
        "2021-07-01",
        "2021-07-03",
    ),
    (
        "Das Sommerpicknick findet am 5. Juni 2021 um 11 Uhr im Stadtpark statt.",
        "Sommerpicknick",
        "2021-06-05",
        "2021-06-05",
    ),
    (
        "Mehr gibt es am 5. Juni 2021 beim **1. Soester Digitalforum** zu sehen.",
        "1. Soester Digitalforum",
        "2021-06-05",
        "2021-06-05",
    ),
]


@pytest.mark.parametrize(("words", "name", "start", "end"), EVENTS)
def test_event_with_its_days(words: str, name: str, start: str, end: str) -> None:
    """A day is start and end; a range both; a missing year is that of the release's next such day."""
    found = slots(page(words), "event", "name", "start", "end")
    assert found == [(name, start, end)]


@pytest.mark.parametrize(
    ("words", "kind"),
    [
        ("Am 15. Juni 2021 findet die 3. Regionalkonferenz statt.", "conference"),
        ("Am 15. Juni 2021 findet der 3. Bundeskongress statt.", "congress"),
        ("Der Workshop „Offene Daten verstehen“ beginnt am 7. Juni 2021.", "workshop"),
        ("Das Webinar „Offene Daten verstehen“ beginnt am 7. Juni 2021.", "webinar"),
        ("Das Festival „Offene Daten feiern“ beginnt am 7. Juni 2021.", "festival"),
    ],
)
def test_type_by_the_noun(words: str, kind: str) -> None:
    """The noun of its kind gives an event its type."""
    assert slots(page(words), "event", "type") == [(kind,)]


def test_edition_and_series() -> None:
    """An ordinal is the edition; the name without it is the series."""
    words = "Am 15. Juni 2021 findet die 14. Regionalkonferenz Westfalen statt."
    assert slots(page(words), "event", "edition", "series") == [(14, "Regionalkonferenz Westfalen")]


def test_motto() -> None:
    """Words in quotation marks behind "Motto" are the motto and no name."""
    words = "Unter dem Motto „Daten für alle“ findet am 15. Juni 2021 die 3. Regionalkonferenz statt."
    assert slots(page(words), "event", "name", "motto") == [("3. Regionalkonferenz", "Daten für alle")]


@pytest.mark.parametrize(
    ("words", "organizers"),
    [
        ("Die Stadt Werl lädt am 15. Juni 2021 zur 3. Regionalkonferenz ein.", ("Stadt Werl",)),
        ("Zur 3. Regionalkonferenz am 15. Juni 2021 lädt die Stadt Werl ein.", ("Stadt Werl",)),
        ("Die 3. Regionalkonferenz am 15. Juni 2021 wird von der Stadt Werl veranstaltet.", ("Stadt Werl",)),
        (
            "Die Stadt Werl und die Stadt Unna laden am 15. Juni 2021 zur 3. Regionalkonferenz ein.",
            ("Stadt Werl", "Stadt Unna"),
        ),
    ],
)
def test_organizers(words: str, organizers: tuple[str, ...]) -> None:
    """Who invites or holds an event organises it."""
    assert slots(page(words), "event", "organizers") == [(organizers,)]


def test_participants_are_those_who_speak_or_represent() -> None:
    """People named as speakers take part."""
    words = (
        "Am 15. Juni 2021 findet die 3. Regionalkonferenz statt. Referenten sind Petra Lindner und "
        "Dr. Jens Krüger."
    )
    assert slots(page(words), "event", "participants") == [(("Petra Lindner", "Jens Krüger"),)]


@pytest.mark.parametrize(
    ("words", "place"),
    [
        ("Am 15. Juni 2021 findet die 3. Regionalkonferenz in Werl statt.", "Werl"),
        (
            "Die 3. Regionalkonferenz ist am 15. Juni 2021. Veranstaltungsort ist die Stadthalle Werl.",
            "Stadthalle Werl",
        ),
    ],
)
def test_place(words: str, place: str) -> None:
    """The town behind "in", or the venue that is said to be it."""
    assert slots(page(words), "event", "place") == [(place,)]


@pytest.mark.parametrize(
    ("words", "status"),
    [
        ("Die 3. Regionalkonferenz am 15. Juni 2021 ist abgesagt.", "cancelled"),
        ("Die 3. Regionalkonferenz am 15. Juni 2021 fällt aus.", "cancelled"),
        ("Die 3. Regionalkonferenz vom 15. Juni 2021 wird verschoben.", "postponed"),
    ],
)
def test_event_that_does_not_take_place(words: str, status: str) -> None:
    """Cancelled and postponed events carry their status and are not asserted."""
    fact = only(page(words), "event")
    assert (fact.slots["status"], fact.modality) != (status, "asserted")
    assert fact.slots["status"] == status


def test_day_without_year_in_an_undated_release() -> None:
    """Where nothing gives the year it stays missing."""
    text = (
        "Neues Rathaus steht allen offen\n\n"
        "Am 19. Juni findet in Soest die 3. Regionalkonferenz statt, "
        "und alle dürfen kommen. Es gibt Kaffee."
    )
    assert slots(text, "event", "start") == [("--06-19",)]


@pytest.mark.parametrize(
    "words",
    [
        "Veranstaltungen wie Konferenzen und Workshops machen viel Arbeit.",
        "Das war wie im Theater, und das Fest war schön.",
        "Am 15. Juni 2021 beginnen die Bauarbeiten.",
    ],
)
def test_nouns_in_general_are_no_events(words: str) -> None:
    """A kind of event, or a day without an event, is none."""
    assert slots(page(words), "event", "name") == []


@pytest.mark.parametrize(
    ("words", "kind", "name"),
    [
        ("Das Geld kommt aus dem Förderprogramm „Digitale Orte“.", "programme", "Digitale Orte"),
        ("Das Geld kommt aus dem Bundesprogramm „Smarte Regionen“.", "programme", "Smarte Regionen"),
        ("Soest siegte im Wettbewerb „Digitale Dörfer“.", "competition", "Digitale Dörfer"),
        ("Soest siegte im Ideenwettbewerb „Digitale Dörfer“.", "competition", "Digitale Dörfer"),
        ("Das Projekt „Leiser Verkehr“ geht weiter.", "project", "Leiser Verkehr"),
        ("Im Rahmen des Projekts „Leiser Verkehr“ wird gezählt.", "project", "Leiser Verkehr"),
        ("Das Modellprojekt „Leiser Verkehr“ geht weiter.", "project", "Leiser Verkehr"),
        ("Die Dachmarke „Soest lebt“ steht auf allen Plakaten.", "brand", "Soest lebt"),
        ("Mit der Marke „Soest lebt“ wirbt die Stadt.", "brand", "Soest lebt"),
    ],
)
def test_thing_named_in_quotation_marks(words: str, kind: str, name: str) -> None:
    """Programme, competition, project and brand are four things, told apart by the noun before the name."""
    things = ("programme", "competition", "project", "brand")
    found = [(f.kind, f.slots["name"]) for f in facts(page(words)) if f.kind in things]
    assert found == [(kind, name)]


@pytest.mark.parametrize(
    ("opening", "closing"), [("„", "“"), ('"', '"'), ("»", "«"), ("“", "”"), ("‚", "‘"), ("«", "»")]
)
def test_any_quotation_marks(opening: str, closing: str) -> None:
    """German, English, French and straight marks all set a name off."""
    words = f"Das Projekt {opening}Leiser Verkehr{closing} geht weiter."
    assert slots(page(words), "project", "name") == [("Leiser Verkehr",)]


def test_abbreviation_of_a_programme() -> None:
    """An abbreviation in brackets belongs to the programme."""
    words = "Das Geld kommt aus dem Förderprogramm „Digitale Orte“ (DIGO)."
    assert slots(page(words), "programme", "name", "abbreviation") == [("Digitale Orte", "DIGO")]


def test_competition_organizer_before_the_hyphen() -> None:
    """ "Bitkom-Wettbewerb": who stands before the hyphen organises it."""
    words = "Soest siegte im Bitkom-Wettbewerb „Digitale Dörfer“."
    assert slots(page(words), "competition", "name", "organizer") == [("Digitale Dörfer", "Bitkom")]


def test_brand_with_its_year() -> None:
    """The year in which a brand was made is its beginning; it is the publisher's own."""
    words = "Die Dachmarke „Soest lebt“ wurde im Jahr 2017 geschaffen."
    assert slots(page(words), "brand", "name", "since", "organization") == [
        ("Soest lebt", "2017", "Stadt Soest")
    ]


def test_name_broken_over_two_lines() -> None:
    """A line break inside a name is a blank."""
    words = "Das Projekt „Leiser\nVerkehr“ geht weiter."
    assert slots(page(words), "project", "name") == [("Leiser Verkehr",)]


def test_unclosed_quotation_mark_names_nothing() -> None:
    """Without a closing mark nothing tells where a name ends."""
    text = (
        HEAD + "Das Projekt „Leiser Verkehr geht weiter, und die Stadt Soest freut sich sehr darüber. Ende."
    )
    assert slots(text, "project", "name") == []


BODY = HEAD + BEFORE + "\n\n"
"""A first paragraph, so that lines behind it are the body of the release."""


@pytest.mark.parametrize(
    ("lines", "expected"),
    [
        (
            "Das Programm am 5. Juni:\n\n- 10 Uhr: Eröffnung durch Bürgermeisterin Petra Lindner\n"
            "- 12 Uhr: Mittagspause\n- 13 Uhr: Workshop „Löten“ (Leitung: Jens Krüger)",
            [
                ("Eröffnung", "2021-06-05", None, ("Petra Lindner",)),
                ("Workshop „Löten“", "2021-06-05", None, ("Jens Krüger",)),
            ],
        ),
        (
            "Termine:\n\n* 3. Juni: Infoabend in der Grundschule Nord\n* 8. Juni, Ratssaal: Bürgerdialog",
            [
                ("Infoabend", "2021-06-03", "Grundschule Nord", None),
                ("Bürgerdialog", "2021-06-08", "Ratssaal", None),
            ],
        ),
        (
            "| Datum | Veranstaltung | Ort |\n|---|---|---|\n| 3. Juni | Smarte Safari | Bahnhof |",
            [("Smarte Safari", "2021-06-03", "Bahnhof", None)],
        ),
        (
            "Es gibt zwei Bürgerversammlungen:\n\na) Mittwoch, 2. Juni, Werl, Rathaussaal\n"
            "b) Montag, 7. Juni, Unna, Stadthalle",
            [
                ("Bürgerversammlung Werl", "2021-06-02", "Rathaussaal, Werl", None),
                ("Bürgerversammlung Unna", "2021-06-07", "Stadthalle, Unna", None),
            ],
        ),
        (
            "Was: Bürgerdialog zum Verkehr\nWann: Mittwoch, 2. Juni, 19 Uhr\nWo: Ratssaal",
            [("Bürgerdialog zum Verkehr", "2021-06-02", "Ratssaal", None)],
        ),
        ("Öffnungszeiten:\n\nMontag 8 bis 12 Uhr\nDienstag 14 bis 18 Uhr", []),
        ("Der Weg dahin:\n\n- 3. Mai 2020: Beschluss im Rat\n- 1. Juni 2020: Ausschreibung", []),
    ],
)
def test_lines_of_a_programme(lines: str, expected: list[tuple[object, ...]]) -> None:
    """Lines with a day or a time and rows of tables are events; opening hours and milestones are none."""
    text = BODY + lines + "\n\nDanach gab es Kaffee und Kuchen für alle, und die Musik spielte sehr lange."
    assert slots(text, "event", "name", "start", "place", "participants") == expected


@pytest.mark.parametrize(
    ("words", "participants"),
    [
        (
            "Die 3. Regionalkonferenz ist am 5. Juni. Es diskutieren Petra Lindner und Jens Krüger.",
            ("Petra Lindner", "Jens Krüger"),
        ),
        ("Schirmherrin der 3. Regionalkonferenz am 5. Juni ist Petra Lindner.", ("Petra Lindner",)),
        ("Am 5. Juni eröffnet Landrat Jens Krüger die 3. Regionalkonferenz.", ("Jens Krüger",)),
        ("Bei der 3. Regionalkonferenz am 1. Mai dankte Landrat Jens Krüger allen.", ("Jens Krüger",)),
        ("Petra Lindner musste die 3. Regionalkonferenz am 5. Juni absagen.", None),
    ],
)
def test_who_takes_part(words: str, participants: tuple[str, ...] | None) -> None:
    """Speakers, patrons and those who do something there take part; who cannot come does not."""
    assert [f.slots.get("participants") for f in facts(page(words), "event")] == [participants]


@pytest.mark.parametrize(
    ("words", "start", "status"),
    [
        ("Die am 20. Mai geplante Bürgerversammlung ist auf 2. Juni verlegt.", "2021-06-02", "postponed"),
        ("Die Bürgerversammlung am 20. Mai entfällt. Neuer Termin: 2. Juni.", "2021-06-02", "postponed"),
        ("Die Bürgerversammlung am 20. Mai fällt leider aus.", "2021-05-20", "cancelled"),
        ("Die Bürgerversammlung ist am 20. Mai. Bei Regen fällt sie aus.", "2021-05-20", None),
    ],
)  # fmt: skip
def test_new_day_of_what_is_put_off(words: str, start: str, status: str | None) -> None:
    """A new day takes the place of the old one; a condition cancels nothing."""
    fact = only(page(words), "event")
    assert (fact.slots["start"], fact.slots.get("status")) == (start, status)


@pytest.mark.parametrize(
    ("words", "start"),
    [
        ("Am Samstag kamen viele zur Bürgerversammlung in der Stadthalle.", "2021-05-01"),
        ("Am Samstag lädt die Stadt zur Bürgerversammlung ein.", "2021-05-08"),
    ],
)
def test_bare_weekday_by_the_tense(words: str, start: str) -> None:
    """A weekday is the last one in the past tense, the next one else (the release is of 2021-05-03)."""
    assert only(page(words), "event").slots["start"] == start


@pytest.mark.parametrize(
    ("words", "place"),
    [
        ("Am 5. Juni findet im Alten Schlachthof eine Bürgerversammlung statt.", "Alter Schlachthof"),
        ("Die Bürgerversammlung ist am 5. Juni in der Johanniskirche in Werl.", "Johanniskirche, Werl"),
        ("Die Bürgerversammlung geht am 5. Juni in die vierte Runde.", None),
    ],
)
def test_place_in_the_nominative(words: str, place: str | None) -> None:
    """A house with its town; no set phrase."""
    assert only(page(words), "event").slots.get("place") == place


@pytest.mark.parametrize(
    ("words", "name", "organizer", "year"),
    [
        ("Soest erhielt den Deutschen Digitalpreis 2020.", "Deutscher Digitalpreis 2020", None, "2020"),
        (
            "Soest gewann den Smart City Award 2020, den der Deutsche Städtetag vergibt.",
            "Smart City Award 2020", "Deutscher Städtetag", "2020",
        ),
        ("Beim Wettbewerb „Kluge Orte“ ging Soest 2016 leer aus.", "Kluge Orte", None, "2016"),
        (
            "Der Titel „Bibliothek des Jahres“ wird vom Deutschen Städtetag verliehen.",
            "Bibliothek des Jahres", "Deutscher Städtetag", None,
        ),
    ],
)  # fmt: skip
def test_competition_with_organizer_and_year(
    words: str, name: str, organizer: str | None, year: str | None
) -> None:
    """A prize in the nominative, who awards it by the sentence, and its year."""
    assert slots(page(words), "competition", "name", "organizer", "year") == [(name, organizer, year)]


@pytest.mark.parametrize(
    "words",
    [
        "Der Kaufpreis 2020 lag bei drei Millionen Euro.",
        "„Der Preis gehört allen“, sagte Petra Lindner.",
        "Im vergangenen Wettbewerb 2020 war das anders.",
    ],
)
def test_no_competition(words: str) -> None:
    """Prices, sentences about a prize and bare nouns are no competitions."""
    assert slots(page(words), "competition", "name") == []


ACTS = [
    (
        "Die Stadt Soest hat am 15. Juni 2021 ihr neues Rechenzentrum eingeweiht.",
        "Eröffnung Rechenzentrum", "other", "2021-06-15",
    ),
    (
        "Die neue Bibliothek ist am 15. Juni 2021 eröffnet worden.",
        "Eröffnung Bibliothek", "other", "2021-06-15",
    ),
    (
        "Landrat Uwe Brandt nahm am 15. Juni 2021 in Werl den Förderbescheid entgegen.",
        "Übergabe Förderbescheid", "award ceremony", "2021-06-15",
    ),
    (
        "Unterzeichnet wurde die Vereinbarung am 15. Juni 2021 im Kreishaus.",
        "Unterzeichnung Vereinbarung", "other", "2021-06-15",
    ),
    ("Der Digitalrat tagt am 15. Juni 2021 im Kreishaus.", "Sitzung Digitalrat", "meeting", "2021-06-15"),
    (
        "Die Stadt stellt ihre Strategie am 15. Juni 2021 um 19 Uhr im Kreishaus vor.",
        "Vorstellung Strategie", "other", "2021-06-15",
    ),
    (
        "Den Startschuss für das Netz gab Landrat Uwe Brandt am 15. Juni 2021.",
        "Startschuss", "other", "2021-06-15",
    ),
    ("The agreement was signed on 15 June 2021.", "Unterzeichnung agreement", "other", "2021-06-15"),
]  # fmt: skip


@pytest.mark.parametrize(("words", "name", "kind", "start"), ACTS)
def test_events_told_by_verbs(words: str, name: str, kind: str, start: str) -> None:
    """What is opened, signed, handed over or shown, and who sits, on a day that the sentence names."""
    assert slots(page(words), "event", "name", "type", "start") == [(name, kind, start)]


@pytest.mark.parametrize(
    "words",
    [
        "Die Stadt Soest hat ihr neues Rechenzentrum eingeweiht.",
        "Der Vertrag wurde am 15. Juni 2021 nicht unterzeichnet.",
        "Der Rat tagt in der Regel am letzten Donnerstag.",
        "Das neue Gesetz eröffnet seit dem 15. Juni 2021 neue Möglichkeiten.",
        "In der Woche vom 7. bis 13. Juni 2021 wurde der Vertrag unterzeichnet.",
        "Am 15. Juni 2021 stellte die Stadt ihre Strategie vor.",
    ],
)
def test_no_event_told_by_verbs(words: str) -> None:
    """Nothing without its day, denied, usual or abstract; what is shown needs an hour to come to."""
    assert slots(page(words), "event", "name") == []


def test_a_day_that_is_moved() -> None:
    """ "nicht am …, sondern am …" is a postponement, and the second day holds."""
    words = "Der Digitalrat tagt nicht am 15. Juni 2021, sondern erst am 22. Juni 2021."
    fact = only(page(words), "event")
    assert (fact.slots["start"], fact.slots["status"]) == ("2021-06-22", "postponed")


def test_what_a_line_says_of_the_list_below_it() -> None:
    """ "Verschoben werden:" holds for every item, and each has its own new day."""
    words = (
        "Verschoben werden:\n– der 3. Digitalkongress vom 15. Juni 2021 auf den 22. September 2021\n"
        "– die 2. Regionalkonferenz vom 16. Juni 2021 auf den 23. September 2021"
    )
    found = [(f.slots["start"], f.slots["status"]) for f in facts(page(words), "event")]
    assert found == [("2021-09-22", "postponed"), ("2021-09-23", "postponed")]


@pytest.mark.parametrize(
    ("words", "name"),
    [
        ("A kick-off workshop will be held on 15 June 2021.", "kick-off workshop"),
        ("The Digital Cities Conference takes place on 15 June 2021.", "Digital Cities Conference"),
        ("The city hosts the annual Open Data Forum on 15 June 2021.", "Open Data Forum"),
        ("Die Smart City Days beginnen am 15. Juni 2021 in Werl.", "Smart City Days"),
    ],
)
def test_english_names(words: str, name: str) -> None:
    """English nouns with what stands before them, also in German sentences."""
    assert slots(page(words), "event", "name", "start") == [(name, "2021-06-15")]


@pytest.mark.parametrize(
    "words",
    [
        "5. Ehrungen",
        "Das Gespräch ist für die zweite Februarwoche vorgesehen.",
        "In einer Videokonferenz wurden am 15. Juni 2021 die Pläne erläutert.",
    ],
)
def test_items_times_and_ways_of_meeting_are_no_events(words: str) -> None:
    """An item of an agenda, a week of a month, and how people met."""
    assert slots(page(words), "event", "name") == []


def test_a_title_that_is_awarded() -> None:
    """What is "verliehen" under a title is a competition, and the day of it an award ceremony."""
    text = page("Die „Goldene Büroklammer“ wird am 15. Juni 2021 im Kreishaus verliehen.")
    assert slots(text, "competition", "name") == [("Goldene Büroklammer",)]
    assert slots(text, "event", "type", "start") == [("award ceremony", "2021-06-15")]


def test_ranks_are_no_competitions() -> None:
    """ "1. Preis" is who came first."""
    assert slots(page("1. Preis: Stadt Soest"), "competition", "name") == []


def test_a_weekend() -> None:
    """ "am Wochenende" is Saturday and Sunday, in the direction of the verb."""
    found = slots(page("Das Festival „Lichter“ lockte am Wochenende viele Gäste."), "event", "start", "end")
    assert len(found) == 1
    assert len(str(found[0][0])) == 10
    assert found[0][0] < found[0][1]


def test_the_next_one_is_another_event() -> None:
    """ "Die nächste Versammlung findet am …" is another event; without a day it is none."""
    first = "Die Mitgliederversammlung am 15. Juni 2021 im Kreishaus wählte den Vorstand. "
    words = first + "Die nächste Mitgliederversammlung findet am 20. Juni 2022 in Werl statt."
    assert slots(page(words), "event", "start") == [("2021-06-15",), ("2022-06-20",)]
    words = first + "Die nächste Mitgliederversammlung wird noch bekannt gegeben."
    assert slots(page(words), "event", "start") == [("2021-06-15",)]


def test_postponed_in_english() -> None:
    """ "postponed to" names the day that holds."""
    fact = only(page("The workshop scheduled for 15 June 2021 has been postponed to 22 June 2021."), "event")
    assert (fact.slots["start"], fact.slots["status"]) == ("2021-06-22", "postponed")


@pytest.mark.parametrize("where", ["auf der Projektwebseite", "im Umlaufverfahren"])
def test_nobody_meets_on_a_page_or_in_a_procedure(where: str) -> None:
    """Pages of the net and ways of voting are no places."""
    found = facts(page(f"Die Generalversammlung der Netze Werl eG ist am 3. Juni 2021 {where}."), "event")
    assert [f.slots.get("place") for f in found] in ([None], [])


@pytest.mark.parametrize(
    ("words", "organizers"),
    [
        ("Das Forum „Moor“, das die Stadtwerke Werl GmbH am 8. Juni durchführt, ist voll.",
         ("Stadtwerke Werl GmbH",)),
        ("Das Forum „Moor“, zu dem der Kreis Lippe nach Lemgo gerufen hatte, fand am 28. April statt.",
         ("Kreis Lippe",)),
        ("Ausgerichtet von der EUROMOOR, endete das Forum „Moor“ am 28. April.", ("EUROMOOR",)),
        ("Die Hochschule Emden/Leer ist Gastgeberin des Forums „Moor“ im Juni.", ("Hochschule Emden/Leer",)),
        ("Am 8. Juni ist das Forum „Moor“. Unterstützt wird das Forum von der Sparkasse Soest.", None),
        ("Die Moor Digital Week endete am 30. April. Veranstaltet wurde die Woche von der TraveNet.",
         ("TraveNet",)),
        ("Den Link für das Forum „Moor“ am 8. Juni hat der Kreis Lippe, der das Forum organisiert.",
         ("Kreis Lippe",)),
    ],
)  # fmt: skip
def test_who_holds_it_in_more_words(words: str, organizers: tuple[str, ...] | None) -> None:
    """In relative clauses, as host, by letters that only bodies have; who helps holds nothing."""
    assert slots(page(words), "event", "organizers") == [(organizers,)]


@pytest.mark.parametrize(
    ("words", "days"),
    [
        ("Der Workshop „Torf“ findet am 11. Juni in Werl, am 12. Juni in Hamm und am 14. Juni in Unna statt.",
         [("2021-06-11", "Werl"), ("2021-06-12", "Hamm"), ("2021-06-14", "Unna")]),
        ("Am 12. und 19. Juni bietet die Volkshochschule Werl je ein Web-Seminar an.",
         [("2021-06-12", None), ("2021-06-19", None)]),
        ("Das Forum „Moor“ am 8. Juni war gut. Die nächste Auflage ist für den 9. Juni 2022 geplant.",
         [("2021-06-08", None), ("2022-06-09", None)]),
        ("Das Forum „Moor“ am 8. Juni war gut. Die erste Auflage am 9. Juni 2020 war besser.",
         [("2021-06-08", None)]),
        ("Den Auftakt macht am 8. Juni „Torf verstehen“. Am 15. Juni folgt „Moor im Wandel“.",
         [("2021-06-08", None), ("2021-06-15", None)]),
        ("Die Bürgerdialoge finden am 3. Juni in Werl und am 10. Juni in Soest statt.",
         [("2021-06-03", "Werl"), ("2021-06-10", "Soest")]),
        ("Fragen klären zwei Infoabende: am 8. Juni im Bürgerhaus und am 9. Juni in der Aula.",
         [("2021-06-08", "Bürgerhaus"), ("2021-06-09", "Aula")]),
        ("Am 11. und 12. Juni tagt das Forum „Moor“.", [("2021-06-11", None)]),
        ("Das Forum „Moor“ tagt heute und morgen in der Stadthalle.", [("2021-05-03", "Stadthalle")]),
    ],
)  # fmt: skip
def test_one_name_on_several_days(words: str, days: list[tuple[str, str | None]]) -> None:
    """One event for each day told by itself, and the next edition; a range is one."""
    assert slots(page(words), "event", "start", "place") == days


@pytest.mark.parametrize(
    ("words", "slot", "value"),
    [
        ("Die Überschrift des Forums „Moor“ am 8. Juni lautet diesmal „Mehr Torf“.", "motto", "Mehr Torf"),
        ("Die Werkstatt „Torf“ am 8. Juni gehört zur Reihe „Moor am Abend“.", "series", "Moor am Abend"),
        ("Bei einer Feierstunde am 8. Juni wird die Urkunde überreicht.", "type", "award ceremony"),
        ("Das Forum „Moor“ ist am 8. Juni. Den Festvortrag hält Karin Breuer.", "participants",
         ("Karin Breuer",)),
        ("Das Forum „Moor“ ist am 8. Juni im Soester Torfhaus.", "place", "Torfhaus, Soest"),
        ("Eine zweite Tagung folgt am 9. Juni in Werl.", "edition", None),
    ],
)  # fmt: skip
def test_what_is_told_of_an_event_in_more_words(words: str, slot: str, value: object) -> None:
    """Mottos, series, types, guests and places by further constructions."""
    assert slots(page(words), "event", slot) == [(value,)]


def test_an_event_put_off_has_its_new_day() -> None:
    """ "neuer Termin ist …" in the sentence that says it is put off."""
    words = "Der Moorkongress am 8. Juni wird verschoben; neuer Termin ist der 9. September."
    event = only(page(words), "event")
    assert (event.slots["status"], event.slots["start"]) == ("postponed", "2021-09-09")


def test_a_notice_above_the_text() -> None:
    """Fields of an invitation, whichever section they stand in, with who holds it."""
    text = (
        "Terminhinweis (3. Mai 2021)\n\nWas: 3. Moorkongress Land & Torf\nWann: 24. bis 26. Juni 2021, 9 h\n"
        "Wo: Torfhalle, Werl\nWer: Moorbund Werl GmbH (Veranstalter), Kreis Lippe (Schirmherr)\n\n"
        "Der Eintritt ist frei, und viele Menschen werden an diesen drei Tagen erwartet.\n"
    )
    event = only(text, "event")
    assert event.slots["name"] == "3. Moorkongress Land & Torf"
    assert (event.slots["start"], event.slots["end"]) == ("2021-06-24", "2021-06-26")
    assert event.slots["organizers"] == ("Moorbund Werl GmbH",)


def test_who_comes_to_an_item_of_a_list() -> None:
    """In a list of what takes place and what does not, its next sentences speak of the item."""
    text = page(
        "Das ändert sich:\n\n- Das Stadtgespräch „Torf“ am 24. Mai wird verschoben. Neuer Termin: 4. Juni. "
        "Zugesagt hat Karin Breuer.\n- Das Forum „Moor“ am 8. Juni findet statt.\n\n"
    )
    found = [(e.slots["name"], e.slots.get("participants")) for e in facts(text, "event")]
    assert found == [("Stadtgespräch „Torf“", ("Karin Breuer",)), ("Forum „Moor“", None)]


def test_whose_talk_it_is() -> None:
    """ "der Vortrag von X": X takes part; who is no longer to speak does not."""
    words = "Der Vortrag „Torf im Netz“ von Karin Breuer ist am 8. Juni."
    assert slots(page(words), "event", "participants") == [(("Karin Breuer",),)]
    words = "Auf dem Forum „Moor“ am 8. Juni spricht nicht mehr die Juristin Karin Breuer."
    assert slots(page(words), "event", "participants") == [(None,)]


@pytest.mark.parametrize(
    ("words", "name", "start"),
    [
        (
            "Das zeigt sie am 22. Mai beim Tag der offenen Leitwarte im Betriebsgebäude.",
            "Tag der offenen Leitwarte",
            "2021-05-22",
        ),
        (
            "Zur Nacht der offenen Labore am 4. Juni lädt die Hochschule Soest ein.",
            "Nacht der offenen Labore",
            "2021-06-04",
        ),
        (
            "Am 14. Mai zeigt die Schule von 15 bis 17 Uhr bei einem „Digitalen Nachmittag“, wie das geht.",
            "Digitalen Nachmittag",
            "2021-05-14",
        ),
        (
            "The first Soest Data Picnic takes place on 15 June 2021 in the park.",
            "Soest Data Picnic",
            "2021-06-15",
        ),
        ("The second Open Data Breakfast will be held on 4 June 2021.", "Open Data Breakfast", "2021-06-04"),
    ],
)
def test_occasion_without_a_noun_for_one(words: str, name: str, start: str) -> None:
    """Days of the open anything, what is done "bei einem „…“", what "takes place" by its name."""
    assert (name, start) in slots(page(words), "event", "name", "start")


@pytest.mark.parametrize(
    "words",
    [
        "Die Schulungen hält die Volkshochschule der Stadt ab, die erste findet am 5. Juni statt.",
        "Am 19. Juni kam eine mobile Medienwerkstatt in die Schule.",
        "Die Offene Werkstatt hat im März 2021 eröffnet.",
        "Die Stadt ist seit 2012 beim „Digitalpakt Schule“ dabei.",
    ],
)
def test_who_holds_it_and_where_people_work_is_no_event(words: str) -> None:
    """An organisation does not take place, and a workshop with tools is a room."""
    assert slots(page(words), "event", "name") == []


@pytest.mark.parametrize(
    ("words", "name", "start"),
    [
        ("Am 18. Mai wird in der Aula zu einem Probevormittag eingeladen.", "Probevormittag", "2021-05-18"),
        (
            "Die nächste Mitgliederversammlung findet im Herbst 2022 in der Stadthalle statt.",
            "Mitgliederversammlung",
            "2022",
        ),
        (
            "Das für den 20. Mai angekündigte „Klicken und Klönen“ wird verschoben.",
            "Klicken und Klönen",
            "2021-05-20",
        ),
        (
            "Die für Freitag angesetzte Bürgerversammlung im Rathaus fällt aus.",
            "Bürgerversammlung",
            "2021-05-07",
        ),
        (
            "Den ersten Spatenstich setzten am Dienstag Landrat Uwe Franke und Petra Lindner.",
            "Spatenstich",
            "2021-04-27",
        ),
        (
            "Der Vortrag „Netze“ ist nicht am Freitag, sondern erst am 2. Juni, 19 Uhr.",
            "Vortrag „Netze“",
            "2021-06-02",
        ),
    ],
)
def test_events_by_more_ways_of_telling(words: str, name: str, start: str) -> None:
    """Verbs at the end, a season, what is planned for a weekday or off, a day taken back."""
    assert (name, start) in [(f.slots["name"], f.slots.get("start")) for f in facts(page(words), "event")]


PROGRAMME = """Kreis Soest

Soest, 3. Mai 2021

2. Soester Digitalforum am 20. Mai

Am 20. Mai 2021 findet in der Stadthalle Soest das 2. Soester Digitalforum statt. Der Eintritt ist frei.

Programm

09:30 Uhr   Ankommen, Kaffee
10:00 Uhr   Begrüßung: Landrat Dr. Jens Krüger
10:30 Uhr   „Dörfer ohne Anschluss?“ – Vortrag Petra Lindner
14:00 Uhr   Podium mit allen, Moderation: Uwe Franke
16:00 Uhr   Schluss
"""


def test_points_of_one_programme_are_no_events() -> None:
    """What a conference consists of is the conference."""
    assert [f.slots["name"] for f in facts(PROGRAMME, "event")] == ["2. Soester Digitalforum"]


@pytest.mark.parametrize(
    "words",
    [
        "Zum 1. Juni wechselt die Führung des Amtes für Statistik.",
        "Sie kann am 20. Mai wegen einer Sondersitzung des Landtages nicht kommen.",
    ],
)
def test_leadership_and_reasons_are_no_events(words: str) -> None:
    """Who leads a body is no tour of it; why somebody does not come is not told as held."""
    assert not facts(page(words), "event")
