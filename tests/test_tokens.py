"""kg.tokens: typed units with offsets over one text."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kg import lexicon
from kg.lexicon import Entry
from kg.tokens import Tokenizer, Units, merge

TOKENIZER = Tokenizer(lexicon.load(), frozenset({"der", "und"}))


def _units(
    text: str, spans: list[tuple[int, int, str, object]] | None = None, stops: list[int] | None = None
) -> Units:
    return TOKENIZER.units(text, spans or [], stops or [])


def _texts(units: Units) -> list[str]:
    return [units.text[s:e] for s, e in zip(units.starts, units.ends, strict=True)]


def _classes(text: str, word: str) -> frozenset[str]:
    units = _units(text)
    return units.alphabet.of(units.letters[_texts(units).index(word)])


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("Das Haus, das Dorf.", ["Das", "Haus", ",", "das", "Dorf", "."]),
        ("Karl-Heinz O'Hara", ["Karl-Heinz", "O'Hara"]),
        ("a@b.de oder www.b.de", ["a@b.de", "oder", "www.b.de"]),
        ("am 3. Tag um 10:30", ["am", "3.", "Tag", "um", "10:30"]),
        ("1.234,5 Stück", ["1.234,5", "Stück"]),
        ("Bürger:innen und Leiter*in", ["Bürger:innen", "und", "Leiter*in"]),
        ("Verkehrs- und Bauamt", ["Verkehrs-", "und", "Bauamt"]),
        ("KL.digital wächst", ["KL.digital", "wächst"]),
        ("„Ja“, sagt er", ["„", "Ja", "“", ",", "sagt", "er"]),
        ("Ende.Anfang", ["Ende.Anfang"]),
        ("**Neu** ist das", ["Neu", "ist", "das"]),
        ("(Ja)", ["(", "Ja", ")"]),
        ("A & B", ["A", "&", "B"]),
    ],
)
def test_what_is_a_word(text: str, words: list[str]) -> None:
    """Hyphens, apostrophes, inclusive endings, ordinals, numbers and addresses stay whole; markup goes."""
    assert _texts(_units(text)) == words


@pytest.mark.parametrize(
    ("text", "word", "name"),
    [
        ("Der Chief Digital Officer kam", "Chief Digital Officer", "Role"),
        ("Dr. Lindner", "Dr.", "AcademicTitle"),
        ("Bürgermeister a. D. kam", "a. D.", "Former"),
        ("Ein Verein e. V. kam", "e. V.", "LegalForm"),
        ("Die Verkehrsministerin kam", "Verkehrsministerin", "Compound"),
        ("Der Ministerin half er", "Ministerin", "Role"),
        ("Petra kam", "Petra", "GivenName"),
        ("der Mann", "der", "=der"),
        ("Der Mann", "Der", "=der"),
        ("BMDV kam", "XYZ", "Caps"),
        ("er, sie", ",", "Comma"),
        ("„Ja“", "„", "QuoteOpen"),
        ("„Ja“", "“", "QuoteClose"),
        ('"Ja"', '"', "QuoteOpen"),
        ("im 3. Jahr", "3.", "Ordinal"),
        ("im Jahr 12", "12", "Number"),
    ],
)
def test_type_of_a_word(text: str, word: str, name: str) -> None:
    """Labels of several words are one unit; a word has the classes of its label, or those of its look."""
    if word == "XYZ":
        text, word = "XYZ kam", "XYZ"
    assert name in _classes(text, word)


def test_given_spans_are_one_unit_each() -> None:
    """A date or an amount is one unit of its class with its value; the words around are typed as ever."""
    text = "Am 3. Mai 2021 kam er"
    units = _units(text, [(3, 14, "Date", "value")])
    assert _texts(units) == ["Am", "3. Mai 2021", "kam", "er"]
    assert "Date" in units.alphabet.of(units.letters[1])
    assert units.values[1] == "value"


def test_stops_stand_between_sentences() -> None:
    """An empty unit of class Stop stands at each given offset."""
    units = _units("Er kam. Sie ging.", stops=[0, 8])
    names = [sorted(units.alphabet.of(letter)) for letter in units.letters]
    assert names.index(["Stop"]) == 0
    assert [s for s, e in zip(units.starts, units.ends, strict=True) if s == e] == [0, 8]


def test_merge_makes_one_unit_of_a_run() -> None:
    """Merged units span from the first's start to the last's end; the rest stays."""
    units = _units("Das alte Haus am See steht")
    letter = units.alphabet.letter(frozenset({"Made"}))
    merged = merge(units, [(1, 3, letter, "house"), (4, 5, letter, "lake")])
    assert _texts(merged) == ["Das", "alte Haus", "am", "See", "steht"]
    assert merged.values[1] == "house"
    assert _texts(units) == ["Das", "alte", "Haus", "am", "See", "steht"]


def test_slice_and_words() -> None:
    """A run of units as offsets and as text; an empty run has no words."""
    units = _units("Das alte  Haus")
    assert units.slice(1, 3) == (4, 14)
    assert units.words(1, 3) == "alte  Haus"
    assert units.words(2, 2) == ""


@given(st.text(max_size=300), st.lists(st.integers(0, 300), max_size=5, unique=True))
def test_units_are_in_order_and_inside_the_text(text: str, stops: list[int]) -> None:
    """Whatever the text: parallel arrays in order of offset; all units but stops are disjoint, none empty."""
    units = _units(text, stops=sorted(s for s in stops if s <= len(text)))
    assert len(units.starts) == len(units.ends) == len(units.values) == len(units.letters)
    assert units.starts == sorted(units.starts)
    previous = 0
    for start, end, letter in zip(units.starts, units.ends, units.letters, strict=True):
        if "Stop" in units.alphabet.of(letter):
            assert start == end <= len(text)
            continue
        assert previous <= start < end <= len(text)
        previous = end


@given(st.text(st.sampled_from("Aaä. -„“'\n1,:*()@"), max_size=200))
def test_no_letter_or_digit_is_lost(text: str) -> None:
    """Every letter and digit of the text lies in some unit."""
    units = _units(text)
    covered = {i for s, e in zip(units.starts, units.ends, strict=True) for i in range(s, e)}
    assert all(i in covered for i, c in enumerate(text) if c.isalnum())


def test_same_text_same_units() -> None:
    """What a tokenizer has seen before changes no reading."""
    text = "Kämmerin Petra Lindner, Stadt Soest"
    fresh = Tokenizer(lexicon.load(), frozenset({"der", "und"})).units(text, [], [])
    used = _units(text)
    assert [used.alphabet.of(x) for x in used.letters] == [fresh.alphabet.of(x) for x in fresh.letters]


def test_what_was_found_of_units_is_kept_when_they_become_one() -> None:
    """Texts and values by type after a merge are those of the merged units, looked for anew."""
    units = _units("Die Leiterin Gesa Holm und der Leiter kamen nach Aalen.")
    before = units.texts, units.of_type(Entry), units.met
    merged = merge(units, [(2, 4, units.letters[2], "a name"), (5, 7, units.letters[6], units.values[6])])
    fresh = Units(merged.text, merged.alphabet, merged.letters, merged.starts, merged.ends, merged.values)
    assert before[1]
    assert (fresh.texts, fresh.of_type(Entry)) == (merged.texts, merged.of_type(Entry))
    assert fresh.met & ~merged.met == 0
