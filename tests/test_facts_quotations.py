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
