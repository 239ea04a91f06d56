"""kg.inflect: from a base label to the forms that running text shows."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kg import inflect


def _forms(label: str, *, feminine: bool = False) -> set[str]:
    return {form for form, _ in inflect.label_forms(label, feminine=feminine)}


@pytest.mark.parametrize(
    ("noun", "forms"),
    [
        ("Ort", {"Ort", "Ortes", "Orts", "Orte", "Orten"}),
        ("Minister", {"Minister", "Ministers", "Ministern"}),
        ("Präsident", {"Präsident", "Präsidenten"}),
        ("Direktor", {"Direktor", "Direktors", "Direktoren"}),
        ("Verband", {"Verband", "Verbandes", "Verbands", "Verbände", "Verbänden"}),
        ("Ministerium", {"Ministerium", "Ministeriums", "Ministerien"}),
        ("Behörde", {"Behörde", "Behörden"}),
        ("Gesellschaft", {"Gesellschaft", "Gesellschaften"}),
        ("Bündnis", {"Bündnis", "Bündnisses", "Bündnisse", "Bündnissen"}),
        ("Kita", {"Kita", "Kitas"}),
        ("Siegel", {"Siegel", "Siegels", "Siegeln"}),
        ("Rat", {"Rat", "Rates", "Rats", "Räte", "Räten"}),
        ("Dorf", {"Dorf", "Dorfes", "Dörfer", "Dörfern"}),
    ],
)
def test_cases_and_numbers_of_a_noun(noun: str, forms: set[str]) -> None:
    """Genitive, dative plural, umlaut, weak nouns and Latin endings."""
    assert forms <= inflect.noun_forms(noun)


@pytest.mark.parametrize("noun", ["Zeitung", "Aktion", "Station"])
def test_no_umlaut_in_derived_nouns(noun: str) -> None:
    """Nouns in -ung and -ion keep their vowel."""
    assert not any(set("äöü") & set(form) for form in inflect.noun_forms(noun))


def test_feminine() -> None:
    """A feminine in -in has one plural; another noun is inflected as nouns are."""
    assert inflect.feminine_forms("Leiterin") == {"Leiterin", "Leiterinnen"}
    assert "Kauffrauen" in inflect.feminine_forms("Kauffrau")


def test_inclusive_spellings() -> None:
    """Colon, asterisk, slash and inner capital, singular and plural; none where the stem changes."""
    forms = inflect.inclusive_forms("Leiter", "Leiterin")
    assert {
        "Leiter:in",
        "Leiter:innen",
        "Leiter*in",
        "Leiter/in",
        "Leiter/-innen",
        "LeiterIn",
        "Leiter_in",
    } <= forms
    assert inflect.inclusive_forms("Kaufmann", "Kauffrau") == set()


@pytest.mark.parametrize(
    ("word", "plain"),
    [
        ("Leiter:in", "Leiter"),
        ("Leiter*innen", "Leiter"),
        ("Leiter/-in", "Leiter"),
        ("Leiterin", "Leiterin"),
        ("Ministerin", "Ministerin"),
    ],
)
def test_plain_takes_off_inclusive_endings_only(word: str, plain: str) -> None:
    """What is behind the mark goes; a feminine stays."""
    assert inflect.plain(word) == plain


def test_nouns_inflected_like_adjectives() -> None:
    """`Beauftragter`, `der Beauftragte`, `dem Beauftragten`."""
    assert inflect.is_adjectival("Beauftragter")
    assert inflect.is_adjectival("Vorsitzender")
    assert not inflect.is_adjectival("Leiter")
    assert not inflect.is_adjectival("Minister")
    assert {"Beauftragte", "Beauftragten", "Beauftragter"} <= inflect.adjectival_forms("Beauftragter")


@pytest.mark.parametrize(
    ("label", "forms"),
    [
        ("Erster Bürgermeister", {"Erster Bürgermeister", "Erste Bürgermeister", "Ersten Bürgermeisters"}),
        ("Technische Leiterin", {"Technische Leiterin", "Technischen Leiterin"}),
    ],
)
def test_labels_of_several_words(label: str, forms: set[str]) -> None:
    """Adjectives agree, the head noun is inflected, a complement stays as it is."""
    assert forms <= _forms(label, feminine=label.endswith("in"))


def test_plurals_are_told() -> None:
    """A form that can only be a plural says so; base and genitive do not."""
    told = dict(inflect.label_forms("Ministerium"))
    assert told["Ministerien"]
    assert not told["Ministerium"]
    assert not told["Ministeriums"]


words = st.text(st.characters(categories=["L"]), min_size=1, max_size=12)


@given(words)
def test_every_noun_has_itself_as_a_form(noun: str) -> None:
    """Whatever the word: it is among its own forms, and no form is empty."""
    forms = inflect.noun_forms(noun)
    assert noun in forms
    assert all(forms)


@given(st.lists(words, min_size=1, max_size=4).map(" ".join))
def test_every_label_has_forms_of_as_many_words(label: str) -> None:
    """Inflection adds and removes no word."""
    assert {len(form.split(" ")) for form in _forms(label)} == {len(label.split(" "))}
