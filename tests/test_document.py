"""kg.document: a release as extraction sees it."""

from __future__ import annotations

import pytest
from saying import HEAD, page, release

from kg import document
from kg.document import Document


def _read(text: str, **stated: str) -> Document:
    return document.read(release(text, **stated))


def _quoted(text: str) -> list[tuple[str, str]]:
    """Class and words of all units that are pairs of quotation marks."""
    units = _read(text).outer
    found = []
    for i, letter in enumerate(units.letters):
        for name in ("Quote", "Quoted"):
            if name in units.alphabet.of(letter):
                found.append((name, units.words(i, i + 1)))
    return found


def test_day_and_own_municipality() -> None:
    """The day of issue is the letterhead's; the release's own municipality the one named most."""
    doc = _read(page("Die Stadt Werl half. Die Stadt Soest dankte."))
    assert doc.issued == "2021-05-03"
    assert doc.own is not None
    assert doc.own.name == "Stadt Soest"


def test_stated_day_wins() -> None:
    """What the steward states is the day, also where the text has none."""
    assert _read(page(""), issued="2021-06-01").issued == "2021-06-01"
    assert _read("Nur ein Satz.", issued="2021-06-01").issued == "2021-06-01"
    assert _read("Nur ein Satz.").issued is None


def test_sentence_around_an_offset() -> None:
    """Offsets in one sentence give one span; abbreviations and ordinals end none."""
    text = HEAD + "Am 3. Mai kam Dr. Petra Lindner nach Soest. Danach gab es Kaffee für alle, die da waren."
    doc = _read(text)
    first = text.index("Am 3. Mai")
    begin, end = doc.sentence(text.index("Petra"))
    assert text[begin:end].strip() == "Am 3. Mai kam Dr. Petra Lindner nach Soest."
    assert doc.sentence(first) == (begin, end)
    assert doc.sentence(text.index("Danach"))[0] >= end


def test_section_of_an_offset() -> None:
    """Every offset has a section: the one it lies in, or the last before it."""
    text = page("Es war schön.") + "\n\nPressekontakt:\n\nPetra Lindner\np.lindner@soest.example.de\n"
    doc = _read(text)
    assert doc.section(text.index("Neues Rathaus steht")).kind == "headline"
    assert doc.section(text.index("Es war schön")).kind == "body"
    assert doc.section(text.index("p.lindner")).kind == "contact"


def test_evidence_has_no_blanks_at_its_ends() -> None:
    """A span gives its words without white space around, and the offsets of just those."""
    doc = _read("Ja  oder nein\n")
    evidence = doc.evidence(2, 9)
    assert (evidence.start, evidence.end, evidence.quote) == (4, 8, "oder")


@pytest.mark.parametrize(
    ("words", "inner"),
    [
        ("Das Haus „Am See“ steht.", "„Am See“"),
        ('Das Haus "Am See" steht.', '"Am See"'),
        ("Das Haus »Am See« steht.", "»Am See«"),
        ("Das Haus «Am See» steht.", "«Am See»"),
        ("Das Haus ‚Am See‘ steht.", "‚Am See‘"),
        ("Das Haus „Am ‚tiefen‘ See“ steht.", "„Am ‚tiefen‘ See“"),
    ],
)
def test_pair_of_marks_is_one_unit(words: str, inner: str) -> None:
    """A short text in any marks is one unit, inner marks with it."""
    assert _quoted(page(words)) == [("Quoted", inner)]


def test_long_quotation_is_no_title() -> None:
    """What is longer than a title is a quotation."""
    long = "Wir haben lange gebaut und freuen uns nun sehr, dass wir das Haus endlich allen zeigen können."
    assert _quoted(page(f"„{long}“")) == [("Quote", f"„{long}“")]


@pytest.mark.parametrize("words", ["Das „Haus steht.", "Das Haus“ steht.", "“„", "Er sagt’s und geht’s an."])
def test_marks_without_partner_make_no_unit(words: str) -> None:
    """An unbalanced mark or an apostrophe takes nothing with it."""
    assert _quoted(page(words)) == []


def test_same_release_same_document() -> None:
    """Reading twice gives the same units."""
    one, two = _read(page("Kämmerin Petra Lindner kam.")), _read(page("Kämmerin Petra Lindner kam."))
    assert (one.units.letters, one.units.starts, one.outer.letters) == (
        two.units.letters,
        two.units.starts,
        two.outer.letters,
    )
