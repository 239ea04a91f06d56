"""`kg.vocab`: names as segments of IRIs, and terms that are declared."""

from __future__ import annotations

import re
import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kg.errors import VocabularyError
from kg.vocab import SG, graph_iri, slug

NAMES = {
    "Bundesministerium für Bau & Heimat": "bundesministerium-fuer-bau-heimat",
    "GROẞE STRAẞE": "grosse-strasse",
    "Łódź": "lodz",
    "Łukasz Żółć": "lukasz-zolc",
    "Søren Ørsted": "soeren-oersted",
    "Işık": "isik",
    "İstanbul": "istanbul",
    "Đorđe": "dorde",
    "Þór": "thor",
    "Œuvre": "oeuvre",
    "Ħamrun": "hamrun",
    "Dvořák": "dvorak",
    "Nguyễn": "nguyen",
    "Juan Muñoz": "juan-munoz",
    "O’Brien": "obrien",
    "e\u0301tude": "etude",
    "Bad\u00adHers\u200bfeld": "badhersfeld",
    "Smart City – Kiel": "smart-city-kiel",
    "A–B": "a-b",
    "東京": "x6771x4eac",
    "Київ": "x43ax438x457x432",
    "Anna 李": "anna-x674e",
    "€": "x20ac",
    "": "x",
}


@pytest.mark.parametrize(("name", "expected"), NAMES.items())
def test_a_name_as_a_segment(name: str, expected: str) -> None:
    """Letters keep apart what they keep apart; marks, case and invisible characters do not count."""
    assert slug(name) == expected
    assert slug(unicodedata.normalize("NFD", name)) == expected
    assert slug(name.upper()) in (expected, slug(name.upper().lower()))


@pytest.mark.parametrize(
    ("one", "other"),
    [("Київ", "Киев"), ("Anna 李", "Anna 王"), ("हिन्दी", "हन्द"), ("東京", "京都"), ("Łódź", "Ód")],
)
def test_names_in_other_scripts_do_not_fall_together(one: str, other: str) -> None:
    """What cannot be written in ASCII still tells two names apart."""
    assert slug(one) != slug(other)


@given(st.text(alphabet=st.characters(exclude_categories=["Cs"]), max_size=30))
def test_a_segment_is_plain_and_stays(name: str) -> None:
    """Any name gives lower-case ASCII words joined by single hyphens, and that is its own segment."""
    segment = slug(name)
    assert re.fullmatch(r"[a-z0-9]+(-[a-z0-9]+)*", segment)
    assert slug(segment) == segment


def test_any_key_has_a_graph() -> None:
    """Also one that is no text, as a command line can hold it: it is then the key of no release."""
    assert graph_iri("a b/ü").endswith("/graph/release/a%20b%2F%C3%BC")
    assert graph_iri("\udcff").endswith("%ED%B3%BF")


def test_an_undeclared_term_of_ours_is_an_error() -> None:
    """Terms are looked up in the ontology."""
    with pytest.raises(VocabularyError, match="sg:nonsense is used but not declared"):
        SG["nonsense"]
