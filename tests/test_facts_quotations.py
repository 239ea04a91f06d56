"""kg.facts: who said what."""

from __future__ import annotations

import pytest
from saying import HEAD, facts, only, page, slots

SAID = "Wir freuen uns über jeden Besuch in unserem Haus"
LINDNER = "Kämmerin Petra Lindner kam früh. "


@pytest.mark.parametrize(
    "words",
    [
        f"„{SAID}“, sagt Petra Lindner.",
        f"„{SAID}“, sagte Kämmerin Petra Lindner.",
        f"„{SAID}“, so Petra Lindner.",
        f"„{SAID}“, so Dr. Petra Lindner, Kämmerin der Stadt Soest.",
        f"„{SAID}“, erklärt Petra Lindner, Kämmerin der Stadt Soest.",
        f"„{SAID}!“, freut sich Petra Lindner.",
        f"Petra Lindner sagt: „{SAID}.“",
        f"Kämmerin Petra Lindner betont: „{SAID}.“",
        f"Petra Lindner, Kämmerin der Stadt Soest, freut sich auf den Sommer: „{SAID}.“",
        f"Dazu erklärt Petra Lindner: „{SAID}.“",
        f'"{SAID}", sagt Petra Lindner.',
        f"»{SAID}«, sagt Petra Lindner.",
        f"“{SAID}”, sagt Petra Lindner.",
        f"«{SAID}», sagt Petra Lindner.",
        f"„{SAID}“, fügt Petra Lindner hinzu.",
    ],
)
def test_speaker_before_or_behind(words: str) -> None:
    """Whatever the marks and wherever the speaker stands: the words without marks, the name without title."""
    found = slots(page(words), "quotation", "speaker", "text")
    assert [(speaker, str(text).rstrip(".!")) for speaker, text in found] == [("Petra Lindner", SAID)]


def test_interrupted_quotation_is_one_speakers() -> None:
    """Words go on behind the speaker: both parts are theirs."""
    more = "Kommen Sie alle vorbei und bringen Sie Freunde mit"
    text = page(f"„{SAID}“, sagt Petra Lindner. „{more}.“")
    assert {speaker for (speaker,) in slots(text, "quotation", "speaker")} == {"Petra Lindner"}
    said = " ".join(str(text) for (text,) in slots(text, "quotation", "text"))
    assert SAID in said
    assert more in said


def test_quotation_by_office() -> None:
    """ "so der CUO" is the person whom the release names in that office, with the reason noted."""
    words = f"Es kam Petra Lindner, Chief Urban Officer (CUO). „{SAID}“, so die CUO."
    fact = only(page(words), "quotation")
    assert fact.slots["speaker"] == "Petra Lindner"
    assert "speaker" in fact.resolved


def test_quotation_by_office_of_the_right_person() -> None:
    """Of two office holders the one whose office is named speaks."""
    words = f"Bürgermeister Jens Krüger und Kämmerin Petra Lindner kamen. „{SAID}“, so der Bürgermeister."
    assert slots(page(words), "quotation", "speaker") == [("Jens Krüger",)]


def test_quotation_by_unknown_office_has_no_speaker_made_up() -> None:
    """An office that nobody in the release holds gives no speaker."""
    words = LINDNER + f"„{SAID}“, so der Landrat."
    assert ("Petra Lindner",) not in slots(page(words), "quotation", "speaker")


def test_quotation_by_surname() -> None:
    """A surname is the person named in full before."""
    assert slots(page(LINDNER + f"„{SAID}“, so Lindner."), "quotation", "speaker") == [("Petra Lindner",)]


@pytest.mark.parametrize(
    "words", [f"„{SAID}“, sagt sie.", f"„{SAID}“, so sie weiter.", f"Sie sagt: „{SAID}.“"]
)
def test_quotation_by_pronoun(words: str) -> None:
    """A pronoun is the person named last, and marked as resolved."""
    fact = only(page(LINDNER + words), "quotation")
    assert fact.slots["speaker"] == "Petra Lindner"
    assert "speaker" in fact.resolved


def test_two_speakers() -> None:
    """Each quotation has the speaker beside it."""
    other = "Das Haus gehört uns allen und soll es bleiben"
    text = page(f"„{SAID}“, sagt Petra Lindner. Jens Krüger ergänzt: „{other}.“")
    found = {str(text).rstrip("."): speaker for speaker, text in slots(text, "quotation", "speaker", "text")}
    assert found == {SAID: "Petra Lindner", other: "Jens Krüger"}


def test_quotation_within_a_quotation() -> None:
    """Inner marks do not end the outer quotation."""
    words = "„Unser Fest ‚Soest lebt‘ bringt alle Menschen zusammen“, sagt Petra Lindner."
    assert slots(page(words), "quotation", "text") == [
        ("Unser Fest ‚Soest lebt‘ bringt alle Menschen zusammen",)
    ]


def test_quotation_over_several_sentences_and_lines() -> None:
    """A quotation may be long; line breaks in it become blanks."""
    words = f"„{SAID}. Das Haus ist offen.\nWir sind da!“, sagt Petra Lindner."
    assert slots(page(words), "quotation", "text") == [(f"{SAID}. Das Haus ist offen. Wir sind da!",)]


def test_evidence_is_the_words_and_the_ascription() -> None:
    """The first evidence is what was said, without marks."""
    fact = only(page(f"„{SAID}“, sagt Petra Lindner."), "quotation")
    assert fact.evidence[0].quote == SAID
    assert "Petra Lindner" in fact.evidence[1].quote


@pytest.mark.parametrize(
    "words",
    [
        "Das Projekt „Leiser Verkehr“ geht weiter, sagt man.",
        "Das Fest heißt „Soest lebt“.",
        f"Auf dem Schild steht „{SAID}“ in großen Buchstaben.",
    ],
)
def test_titles_and_signs_are_no_quotations(words: str) -> None:
    """Words in marks that nobody says are not ascribed to anybody."""
    assert slots(page(LINDNER + words), "quotation", "speaker") == []


def test_speaker_of_another_paragraph_is_not_taken() -> None:
    """A quotation without a word about its speaker has none, however near a name is."""
    text = (
        HEAD + f"Auf dem Markt war Fest. „{SAID}“ stand dort auf einem Schild, und es war schön.\n\n"
        "Petra Lindner malt gern Bilder. Sie zeigt sie am Markt."
    )
    assert facts(text, "quotation") == []


WIEGAND = "Bürgermeisterin Petra Wiegand kam früh. "
HUBER = "Landrat Georg Huber kam früh. "


@pytest.mark.parametrize(
    ("before", "behind", "speaker"),
    [
        (WIEGAND, "scherzte sie", "Petra Wiegand"),
        (WIEGAND, "sagt Wiegand", "Petra Wiegand"),
        (WIEGAND, "freut sich die Bürgermeisterin", "Petra Wiegand"),
        (WIEGAND, "bittet die Rathauschefin", "Petra Wiegand"),
        (HUBER, "so der Kreischef", "Georg Huber"),
        (HUBER, "ist er überzeugt", "Georg Huber"),
        (HUBER, "ist sich der Landrat sicher", "Georg Huber"),
        (WIEGAND + "Landrat Georg Huber folgte ihr. ", "fügt die Bürgermeisterin hinzu", "Petra Wiegand"),
        ("Die Informatikerin Lea Stolz kam früh. ", "erklärt die Informatikerin", "Lea Stolz"),
        ("Lea Stolz (34) und Ben Arnold kamen. ", "erklärt die 34-Jährige", "Lea Stolz"),
        ("", "sagte am Montag bei der Übergabe in Ulm Landrat Georg Huber", "Georg Huber"),
        ("", "sagte der Vorsteher des Zweckverbands Ulm, Georg Huber, im Rathaus", "Georg Huber"),
        ("", "sagte Georg Huber zu Bürgermeisterin Petra Wiegand", "Georg Huber"),
        ("", "sagte gegenüber Bürgermeisterin Petra Wiegand der Landrat Georg Huber", "Georg Huber"),
        ("", "zeigt sich Landrat Georg Huber erfreut", "Georg Huber"),
        ("", "wird Landrat Georg Huber zitiert", "Georg Huber"),
    ],
)
def test_subject_of_the_clause_behind(before: str, behind: str, speaker: str) -> None:
    """A pronoun, an office, a surname or a noun behind the verb is the person that it means there."""
    assert slots(page(f"{before}„{SAID}“, {behind}."), "quotation", "speaker") == [(speaker,)]


@pytest.mark.parametrize(
    "words",
    [
        f"{HUBER}Er sagte: „{SAID}.“",
        f"{HUBER}Und er versprach: „{SAID}.“",
        f"{HUBER}Sein Fazit: „{SAID}.“",
        f"Für Landrat Georg Huber steht fest: „{SAID}.“",
        f"In seiner Rede unterstrich Landrat Georg Huber: „{SAID}.“",
        f"Petra Wiegand bringt Bescheide nach Ulm – Landrat Georg Huber: „{SAID}.“",
        f"Georg Huber, der den Verband leitet, dankte Petra Wiegand: „{SAID}.“",
        f"Nach den Worten von Landrat Georg Huber ist das Haus „{SAID[:1].lower() + SAID[1:]}“.",
        f"Als „{SAID[:1].lower() + SAID[1:]}“ bezeichnete Landrat Georg Huber das Haus.",
        f"Landrat Georg Huber zeigte sich erleichtert. „{SAID}.“",
        f"Landrat Georg Huber blickt nach vorn. Was ihm fehlt? „{SAID}.“",
        f"„{SAID}.“ Das sagte Landrat Georg Huber am Dienstag.",
        f"„{SAID}.“ Mit diesen Worten eröffnete Landrat Georg Huber die Messe.",
        f"„{SAID}“ (Georg Huber, Landrat).",
        f"**„{SAID}“**, sagte Landrat Georg Huber.",
        f"According to Mayor Georg Huber, the house is “{SAID[:1].lower() + SAID[1:]}”.",
        f"Mayor Georg Huber came early. “{SAID},” the mayor noted.",
    ],
)
def test_subject_of_the_clause_before_and_of_sentences_beside(words: str) -> None:
    """The clause before the colon, a sentence beside, a name in brackets: each says who speaks."""
    assert slots(page(words), "quotation", "speaker") == [("Georg Huber",)]


@pytest.mark.parametrize(
    "words",
    [
        "eröffnete die Ausstellung „Vom Stempel zum Klick in zwanzig Jahren“.",
        "sprach zum Thema „Wie das Land den Anschluss behält“.",
        "sagte, das Portal „Rathaus auf einen Klick“ sei ein Gewinn.",
        "lädt ein. Motto: „Gemeinsam sind wir alle stark.“",
        "lädt ein. Am Montag um 18 Uhr: „Was weiß die Stadt über mich?“",
        "freut sich. Die Initiative heißt „Fangt einfach an und fragt danach“.",
        "hält in der Reihe „Was Sie schon immer fragen wollten“ einen Vortrag.",
        "zeigt sein Haus („Vom Stempel zum Klick“, bis Montag).",
    ],
)
def test_titles_mottoes_and_names_are_no_quotations(words: str) -> None:
    """What has a noun for its kind before it, or stands behind the word "Motto", nobody says."""
    assert slots(page(f"Landrat Georg Huber {words}"), "quotation", "text") == []


def test_voices_under_names() -> None:
    """A line with name and office above the words, or below them, says whose they are."""
    said = "Nun wird gefeiert, und zwar lange"
    words = f"Stimmen:\n\nGeorg Huber, Landrat\n„{SAID}.“\n\nPetra Wiegand, Bürgermeisterin\n„{said}.“\n\n"
    assert slots(page("\n\n" + words), "quotation", "speaker") == [("Georg Huber",), ("Petra Wiegand",)]
    below = f"\n\n> „{SAID}.“\n>\n> — Georg Huber, Landrat\n\n"
    assert slots(page(below), "quotation", "speaker") == [("Georg Huber",)]


def test_quotation_of_several_paragraphs() -> None:
    """A mark before each paragraph and one behind the last: both parts are said."""
    words = f"Landrat Georg Huber fand klare Worte:\n\n„{SAID}.\n\n„Nun wird gefeiert, und zwar lange.“\n\n"
    assert len(slots(page(words), "quotation", "speaker")) == 2


def test_apostrophe_closes_no_quotation() -> None:
    """A mark closes only what it can: an apostrophe inside is part of the words."""
    words = "„Bringen S’ Ihr Handy mit und hab’n S’ Geduld“, bittet Landrat Georg Huber."
    assert slots(page(words), "quotation", "text") == [("Bringen S’ Ihr Handy mit und hab’n S’ Geduld",)]


def test_straight_mark_before_a_date_opens() -> None:
    """ "Vor drei Jahren …" begins with a date, and the mark before it opens all the same."""
    words = '"Vor drei Jahren haben wir hier angefangen", sagte Landrat Georg Huber.'
    assert slots(page(words), "quotation", "speaker") == [("Georg Huber",)]


def test_divided_surname_speaks() -> None:
    """A surname that a line's end divides is the person's, and the words are given undivided."""
    words = "Landrat Georg Wernecke kam. „Wir haben hier ge-\nzählt, bis es reichte“, berichtet Werne-\ncke."
    assert slots(page(words), "quotation", "speaker", "text") == [
        ("Georg Wernecke", "Wir haben hier gezählt, bis es reichte")
    ]


def test_this_one_is_who_was_named_last() -> None:
    """ "A überreichte B den Bescheid. Dieser sagte" quotes B."""
    words = (
        "Minister Karl Meier gab Bürgermeister Jens Krüger den Bescheid. Dieser sagte: „Das hilft uns sehr.“"
    )
    assert slots(page(words), "quotation", "speaker") == [("Jens Krüger",)]
