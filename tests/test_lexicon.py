"""kg.lexicon: labels of the ontology as running text shows them; a steward teaches it in Turtle."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest
from saying import page, slots

from kg import lexicon, resources
from kg.errors import LexiconError

SCHEME = "https://w3id.org/stadtgraph/id/scheme"
PREFIXES = """
@prefix role: <https://w3id.org/stadtgraph/id/role/> .
@prefix orgtype: <https://w3id.org/stadtgraph/id/organization-type/> .
@prefix eventtype: <https://w3id.org/stadtgraph/id/event-type/> .
@prefix word: <https://w3id.org/stadtgraph/id/word/> .
@prefix org: <http://www.w3.org/ns/org#> .
@prefix sg: <https://w3id.org/stadtgraph/ns#> .
@prefix skos: <http://www.w3.org/2004/02/skos/core#> .
"""
ROLE = f"""{PREFIXES}
role:kabelheger a org:Role, skos:Concept ;
    skos:inScheme <{SCHEME}/role> ;
    skos:prefLabel "Kabelheger"@de ;
    sg:masculineLabel "Kabelheger"@de ;
    sg:feminineLabel "Kabelhegerin"@de ;
    sg:abbreviatedLabel "KHG"@de .
role:datenwart a org:Role, skos:Concept ;
    skos:inScheme <{SCHEME}/role> ;
    skos:prefLabel "Datenwart"@de ;
    sg:masculineLabel "Datenwart"@de ;
    sg:feminineLabel "Datenwartin"@de ;
    sg:head "warte" .
"""


@pytest.fixture
def taught(tmp_path: Path) -> Path:
    """A copy of `ontology/`, for a steward to add to."""
    return Path(shutil.copytree(resources.ontology(), tmp_path / "ontology"))


def _teach(folder: Path, turtle: str) -> lexicon.Lexicon:
    (folder / "taught.ttl").write_text(turtle, "utf-8")
    return lexicon.load(folder, resources.authority())


# -- teaching ---------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("words", "canonical"),
    [
        ("Kabelheger Jens Krüger kam.", "Kabelheger"),
        ("Die Rede des Kabelhegers Jens Krüger war kurz.", "Kabelheger"),
        ("Die Kabelhegerin Jana Krüger kam.", "Kabelheger"),
        ("Die Kabelhegerinnen Jana Krüger und Petra Lindner kamen.", "Kabelheger"),
        ("Jana Krüger, Kabelhegerin der Stadt Werl, kam.", "Kabelheger"),
        ("Jana Krüger, KHG der Stadt Werl, kam.", "Kabelheger"),
        ("Datenwart:in Jana Krüger kam.", "Datenwart"),
        ("Der Datenwart Jens Krüger kam.", "Datenwart"),
    ],
)
def test_taught_role_is_recognised_in_all_its_forms(taught: Path, words: str, canonical: str) -> None:
    """One block of Turtle, no code: cases, plural, feminine, colon and abbreviation."""
    known = _teach(taught, ROLE)
    assert {role for (role,) in slots(page(words), "role", "role_canonical", lexicon=known)} == {canonical}


def test_untaught_role_is_not_known() -> None:
    """Without the label nothing is found: it is the label that teaches."""
    assert slots(page("Jana Krüger, Kabelhegerin der Stadt Werl, kam."), "role", "role") == []


def test_teaching_changes_only_what_it_taught(taught: Path) -> None:
    """Another lexicon for one text leaves the next text's reading as it was."""
    words = page("Kämmerin Petra Lindner und Kabelheger Jens Krüger kamen.")
    before = slots(words, "role", "person")
    assert slots(words, "role", "person", lexicon=_teach(taught, ROLE)) != before
    assert slots(words, "role", "person") == before


def test_taught_organization_type(taught: Path) -> None:
    """A noun for a kind of organisation begins names, inflected and in compounds."""
    known = _teach(
        taught,
        PREFIXES + 'orgtype:agency skos:altLabel "Glasfaserkontor"@de ; sg:head "faserkontor" .',
    )
    found = slots(
        page("Ein Brief des Glasfaserkontors Werl kam."), "organization", "name", "type", lexicon=known
    )
    assert ("Glasfaserkontor Werl", "agency") in found


def test_taught_event_type(taught: Path) -> None:
    """A new kind of event with its own labels gives events that type."""
    known = _teach(
        taught,
        f"""{PREFIXES}
        eventtype:hackerei a skos:Concept ; skos:inScheme <{SCHEME}/event-type> ;
            skos:prefLabel "Nachthackerei"@de .""",
    )
    words = page("Am 15. Juni 2021 findet die 3. Nachthackerei statt.")
    assert slots(words, "event", "name", "type", lexicon=known) == [("3. Nachthackerei", "hackerei")]
    assert slots(words, "event", "name") == []


def test_taught_speech_verb(taught: Path) -> None:
    """A verb of speech added in the words' scheme ascribes quotations."""
    words = page("„Wir freuen uns über jeden Besuch in unserem Haus“, trompetet gestern Petra Lindner.")
    known = _teach(
        taught,
        f"""{PREFIXES}
        word:trompeten a skos:Concept ; skos:inScheme <{SCHEME}/speech-verb> ;
            skos:prefLabel "trompeten"@de ; skos:altLabel "trompetet"@de, "trompetete"@de .""",
    )
    assert slots(words, "quotation", "speaker", lexicon=known) == [("Petra Lindner",)]
    assert slots(words, "quotation", "speaker") == []


# -- looking up -------------------------------------------------------------------------------------


def test_word_as_written_or_at_a_sentences_start() -> None:
    """A label in lower case is also known with a capital; a noun is not known without."""
    known = lexicon.load()
    assert known.word("Bürgermeister") is not None
    assert known.word("bürgermeister") is None
    assert known.word("Xyzzy") is None


@pytest.mark.parametrize(
    ("word", "modifier"),
    [
        ("Bildungsdezernentin", "Bildungs"),
        ("Verkehrsminister", "Verkehrs"),
        ("Datenschutzbeauftragten", "Datenschutz"),
    ],
)
def test_compound_by_its_head(word: str, modifier: str) -> None:
    """An unlisted compound is known from its end, whatever its inflection."""
    entry, cut = lexicon.load().compound(word) or (None, 0)
    assert entry is not None
    assert "Role" in entry.classes
    assert word[:cut] == modifier


@pytest.mark.parametrize(
    "word",
    ["Referat", "Heirat", "Vorrat", "Monat", "Apparat", "Stadtrundfahrt", "Innenstadt", "Arbeitskreis"],
)
def test_words_that_only_end_like_a_head(word: str) -> None:
    """Chance endings make no compound of a role."""
    found = lexicon.load().compound(word)
    assert found is None or "Role" not in found[0].classes


def test_plural_of_a_kind_is_no_name() -> None:
    """A plural names the kind, so no name begins with it."""
    known = lexicon.load()
    singular, plural = known.word("Ministerium"), known.word("Ministerien")
    assert singular is not None
    assert "OrgNoun" in singular.classes
    assert plural is not None
    assert "OrgNoun" not in plural.classes


# -- loading ------------------------------------------------------------------------------------------


def test_malformed_turtle_names_its_file(taught: Path) -> None:
    """A file that is no Turtle is an error that says which."""
    with pytest.raises(LexiconError, match=r"taught\.ttl"):
        _teach(taught, "role:x a ;;; .")


def test_same_folders_are_read_once() -> None:
    """The lexicon of the same folders is the same object."""
    assert lexicon.load() is lexicon.load()


def test_order_of_files_decides_nothing(tmp_path: Path) -> None:
    """The same triples in files of other names make the same lexicon."""
    one, two = tmp_path / "one", tmp_path / "two"
    one.mkdir()
    two.mkdir()
    for i, path in enumerate(sorted(resources.ontology().glob("*.ttl"))):
        shutil.copy(path, one / path.name)
        shutil.copy(path, two / f"{99 - i:02}.ttl")
    first, second = lexicon.load(one), lexicon.load(two)

    def plain(known: lexicon.Lexicon) -> dict[tuple[str, ...], tuple[str, str, frozenset[str], str]]:
        return {k: (e.concept, e.label, e.classes, e.base) for k, e in known.forms.items()}

    assert plain(first) == plain(second)
    assert {k: e.concept for k, e in first.heads.items()} == {k: e.concept for k, e in second.heads.items()}


def test_empty_folder_is_an_empty_lexicon(tmp_path: Path) -> None:
    """Without labels nothing is known, and extraction still goes through."""
    known = lexicon.load(tmp_path)
    assert known.forms == {}
    assert slots(page("Kämmerin Petra Lindner kam."), "role", "role", lexicon=known) == []
