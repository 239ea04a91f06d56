"""Dates as cities write them, and what only looks like a date."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kg.dates import bounds, find_dates


def found(text: str, issued: str | None = None) -> list[tuple[str, str, str | None, str | None]]:
    """Words, kind, first and last of each date."""
    return [(text[s.start : s.end], s.kind, s.first, s.last) for s in find_dates(text, issued)]


POINTS = [
    ("ist am 03. September 2019 zur", "am 03. September 2019", "2019-09-03"),
    ("die am 19.09.2023 ihr", "am 19.09.2023", "2023-09-19"),
    ("am 4.9.19 in", "am 4.9.19", "2019-09-04"),
    ("Stand 2024-05-15", "2024-05-15", "2024-05-15"),
    ("Kaiserslautern, 20.09.2023", "20.09.2023", "2023-09-20"),
    ("Musterstadt, den 3. Mai 2021", "den 3. Mai 2021", "2021-05-03"),
    ("zum 1. Mai 2022", "zum 1. Mai 2022", "2022-05-01"),
    ("Am 15. Mai steht", "Am 15. Mai", "--05-15"),
    ("im Mai 2022", "im Mai 2022", "2022-05"),
    ("wurde Ende 2017 gegründet", "Ende 2017", "2017"),
    ("wurde im Jahr 2017 im", "im Jahr 2017", "2017"),
    ("im vierten Quartal 2023", "im vierten Quartal 2023", "2023-Q4"),
    ("Q4 2023", "Q4 2023", "2023-Q4"),
    ("im 3. Quartal 2020", "im 3. Quartal 2020", "2020-Q3"),
    ("im Frühjahr 2024", "im Frühjahr 2024", "2024"),
    ("on May 15, 2024.", "on May 15, 2024", "2024-05-15"),
    ("on 15 May 2024", "on 15 May 2024", "2024-05-15"),
    ("am 15.\nMai 2024", "am 15.\nMai 2024", "2024-05-15"),
    ("AM 15. MAI 2024", "AM 15. MAI 2024", "2024-05-15"),
    ("Berlin, 5. Sept. 2020", "5. Sept. 2020", "2020-09-05"),
    ("am 29. Februar 2024", "am 29. Februar 2024", "2024-02-29"),
]


@pytest.mark.parametrize(("text", "quote", "iso"), POINTS)
def test_points(text: str, quote: str, iso: str) -> None:
    """One date, with its preposition, partial where the text is."""
    assert found(text) == [(quote, "point", iso, iso)]


SPANS = [
    ("vom 18. bis 20. September 2019 in", "range", "2019-09-18", "2019-09-20"),
    ("am 18./19. Mai 2024", "range", "2024-05-18", "2024-05-19"),
    ("vom 28. Februar bis 1. März 2024", "range", "2024-02-28", "2024-03-01"),
    ("vom 28. Dezember bis 3. Januar 2024", "range", "2023-12-28", "2024-01-03"),
    ("18.-20.09.2019", "range", "2019-09-18", "2019-09-20"),
    ("18.09.–20.09.2019", "range", "2019-09-18", "2019-09-20"),
    ("am 18., 19. und 20. September 2019", "range", "2019-09-18", "2019-09-20"),
    ("18–20 September 2019", "range", "2019-09-18", "2019-09-20"),
    ("May 15–18, 2024", "range", "2024-05-15", "2024-05-18"),
    ("zwischen dem 1. und 3. Mai 2022", "range", "2022-05-01", "2022-05-03"),
    ("Mai/Juni 2022", "range", "2022-05", "2022-06"),
    ("September 2019 bis Mai 2020", "range", "2019-09", "2020-05"),
    ("von 2019 bis 2024", "range", "2019", "2024"),
    ("2019 bis Ende 2024", "range", "2019", "2024-12-31"),
    ("Förderzeitraum 2021–2023", "range", "2021", "2023"),
    ("im Schuljahr 2021/22", "range", "2021", "2022"),
    ("im ersten Halbjahr 2023", "range", "2023-01", "2023-06"),
    ("bis Ende 2019", "until", None, "2019-12-31"),
    ("bis Ende Februar 2024", "until", None, "2024-02-29"),
    ("bis 2025", "until", None, "2025"),
    ("bis zum 31.12.2024", "until", None, "2024-12-31"),
    ("by the end of 2025", "until", None, "2025-12-31"),
    ("seit 2014", "since", "2014", None),
    ("ab dem 1. Januar 2022", "since", "2022-01-01", None),
    ("ab 1. Januar 2022", "since", "2022-01-01", None),
    ("von 2019 an", "since", "2019", None),
]


@pytest.mark.parametrize(("text", "kind", "first", "last"), SPANS)
def test_ranges_and_open_ends(text: str, kind: str, first: str | None, last: str | None) -> None:
    """Atoms lend each other what they leave out; the preposition decides the kind."""
    assert [row[1:] for row in found(text)] == [(kind, first, last)]


@pytest.mark.parametrize(
    "text",
    [
        "31.02.2020",
        "31. Februar 2020",
        "29. Februar 2023",
        "Tel. +49 (0) 631 205 894 71",
        "0631/20.05.19",
        "Version 1.2.2020",
        "192.168.10.20",
        "Raum 2.05",
        "§ 4",
        "24/7",
        "15.05 Euro",
        "4.9. Abschnitt",
        "14. Regionalkonferenz",
        "die 14. und 15. Konferenz",
        "Agenda 2030",
        "bis 2000 Haushalte",
        "bis 2000 Teilnehmer",
        "Herr Mai sagt",
        "Bahnhofstraße 26-28",
        "Nr. 12/2021",
        "10 bis 12 Uhr",
        "(Kürzel I.8)",
        "von 2000 Bäumen",
        "heute",
        "am kommenden Freitag",
        "die Stadt von morgen",
    ],
)
def test_no_dates(text: str) -> None:
    """Impossible dates, versions, rooms, prices, telephone numbers and counts are no dates."""
    assert found(text) == []


def test_separate_days_stay_separate() -> None:
    """Days that do not follow each other are two dates, with the month of the last."""
    assert [row[2] for row in found("am 5. und 12. Mai 2024")] == ["2024-05-05", "2024-05-12"]


@pytest.mark.parametrize(
    ("text", "issued", "first", "last"),
    [
        ("am 15. Mai", "2024-05-06", "2024-05-15", "2024-05-15"),
        ("am 30. Dezember", "2024-01-05", "2023-12-30", "2023-12-30"),
        ("am 3. Januar", "2023-12-20", "2024-01-03", "2024-01-03"),
        ("am 29. Februar", "2024-03-06", "2024-02-29", "2024-02-29"),
        ("am 15. Mai", "2024", "2024-05-15", "2024-05-15"),
        ("vom 28. Dezember bis 3. Januar", "2023-12-20", "2023-12-28", "2024-01-03"),
        ("im Juni", "2024-05-06", "2024-06", "2024-06"),
        ("Sie kam gestern.", "2024-05-06", "2024-05-05", "2024-05-05"),
        ("am kommenden Freitag", "2024-05-06", "2024-05-10", "2024-05-10"),
        ("am vergangenen Montag", "2024-05-06", "2024-04-29", "2024-04-29"),
        ("in der kommenden Woche", "2019-09-04", "2019-09-09", "2019-09-15"),
        ("im kommenden Jahr", "2024-05-06", "2025", "2025"),
        ("vor drei Jahren", "2024-05-06", "2021", "2021"),
        ("vor zwei Monaten", "2024-01-06", "2023-11", "2023-11"),
        ("bis Ende des Jahres", "2024-05-06", None, "2024-12-31"),
        ("bis Ende dieses Jahres", "2024-05-06", None, "2024-12-31"),
    ],
)
def test_resolved_by_the_release_date(text: str, issued: str, first: str | None, last: str | None) -> None:
    """What the text leaves to its own date is taken from it, and marked so."""
    (span,) = find_dates(text, issued)
    assert (span.first, span.last, span.inferred) == (first, last, True)


def test_days_need_a_full_date_of_release() -> None:
    """A release known by its year alone resolves no "am kommenden Freitag"."""
    assert find_dates("gestern und am kommenden Freitag", "2024") == []


def test_same_year_refers_to_the_date_before() -> None:
    """ "desselben Jahres" is the year of the last date named, whatever the release's date."""
    text = "im Mai 2014 und am 3. Juni desselben Jahres"
    assert [row[2] for row in found(text, "2024-05-06")] == ["2014-05", "2014-06-03"]


def test_words_belong_to_one_date() -> None:
    """Words of one expression are not taken for the preposition of the next."""
    assert [row[0] for row in found("Februar desselben Jahres 2024")] == ["Februar desselben Jahres"]


def test_parts_of_an_expression() -> None:
    """The offset without preposition, the preposition, season, part and weekday are told."""
    (span,) = find_dates("bis Ende 2019")
    assert (span.core_start, span.preposition, span.part) == (4, "bis", "Ende")
    (span,) = find_dates("im Frühjahr 2024")
    assert span.season == "Frühjahr"
    text = "Mittwoch, 15. Mai 2024; Montag, 15. Mai 2024; 15. Mai 2024"
    assert [s.day_of_week_ok for s in find_dates(text)] == [
        True,
        False,
        None,
    ]


@pytest.mark.parametrize(
    ("iso", "span"),
    [
        ("2017", ("2017-01-01", "2017-12-31")),
        ("2024-02", ("2024-02-01", "2024-02-29")),
        ("2023-Q4", ("2023-10-01", "2023-12-31")),
        ("2019-09-04", ("2019-09-04", "2019-09-04")),
        ("--06-19", None),
        ("2023-02-30", None),
        ("2023-00", None),
        ("2023-Q5", None),
        ("0000", None),
        ("", None),
    ],
)
def test_bounds(iso: str, span: tuple[str, str] | None) -> None:
    """First and last day of a partial date; none for yearless and impossible ones."""
    assert bounds(iso) == span


PIECES = st.sampled_from(
    [
        "am ",
        "bis ",
        "vom ",
        "15.",
        "31.",
        " Mai",
        " 2024",
        "2019",
        "-",
        "–",
        "/",
        " und ",
        ", ",
        "Ende ",
        "seit ",
        "Q4",
        "gestern",
        " desselben Jahres",
        "29. Februar",
        "\n",
        ".",
        "Montag, ",
        "kommenden Freitag",
    ]
)
MONTHS = (
    "Januar",
    "Februar",
    "März",
    "April",
    "Mai",
    "Juni",
    "Juli",
    "August",
    "September",
    "Oktober",
    "November",
    "Dezember",
)
TEXTS = st.one_of(st.text(), st.lists(PIECES, max_size=15).map("".join))


@given(
    TEXTS, st.sampled_from([None, "2024-05-06", "2024", "2024-Q2", "0001-01-01", "9999-12-31", "nonsense"])
)
def test_spans_are_sorted_and_inside(text: str, issued: str | None) -> None:
    """On any text: sorted spans that do not overlap, inside the text, with dates that exist."""
    end = 0
    for span in find_dates(text, issued):
        assert end <= span.start <= span.core_start < span.end <= len(text)
        end = span.end
        assert span.first or span.last
        for iso in (span.first, span.last):
            assert iso is None or iso.startswith("--") or bounds(iso)


@given(st.dates(date(1600, 1, 1), date(2199, 12, 31)))
def test_every_day_is_read_in_each_notation(day: date) -> None:
    """Each day of the calendar comes back from each way to write it."""
    month = MONTHS[day.month - 1]
    for text in (f"{day:%d.%m.%Y}", day.isoformat(), f"{day.day}. {month} {day.year}"):
        assert [(s.first, s.last) for s in find_dates(text)] == [(day.isoformat(),) * 2]


def test_a_registered_society_is_no_version() -> None:
    """The V. of "e. V." does not make a version of the day behind it; weekdays may share a stroke."""
    (found,) = find_dates("Verein Soest digital e. V. am 6. März 2021")
    assert found.first == "2021-03-06"
    (found,) = find_dates("Sa/So, 14./15. September 2024")
    assert (found.first, found.last) == ("2024-09-14", "2024-09-15")


@pytest.mark.parametrize(
    ("text", "issued", "first"),
    [
        ("Sie wurde zum 1. April auf die Professur berufen.", "2022-11-22", "2022-04-01"),
        ("Sie soll zum 1. Februar beginnen.", "2022-07-20", "2023-02-01"),
        ("Er wird seit 1. September von ihr geleitet.", "2021-05-03", "2020-09-01"),
        ("Sie wurde zum 1. Februar gewählt.", "2022-12-20", "2023-02-01"),
        ("am Freitag nächster Woche", "2026-01-22", "2026-01-30"),
        ("am Montag der vergangenen Woche", "2026-01-22", "2026-01-12"),
    ],
)
def test_year_and_week_by_the_words_around(text: str, issued: str, first: str) -> None:
    """Far from the release the tense decides about the year, "seit" always; a week named decides the day."""
    assert [f for _, _, f, _ in found(text, issued)] == [first]
