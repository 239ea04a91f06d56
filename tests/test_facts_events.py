"""kg.facts: events, programmes, competitions, projects and brands."""

from __future__ import annotations

import pytest
from saying import HEAD, facts, only, page, slots

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
