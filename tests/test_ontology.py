"""`kg.ontology`: what ships is sound, and every planted fault is found."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pyoxigraph import Literal, NamedNode

from kg import ontology, resources
from kg.errors import InputError, OntologyError, RdfError
from kg.ontology import (
    Finding,
    check,
    concepts,
    default_files,
    documentation,
    literals,
    read,
    reasoner,
    usage,
)
from kg.vocab import PREFIXES, slug

HEAD = "".join(f"@prefix {prefix}: <{iri}> .\n" for prefix, iri in sorted(PREFIXES.items()))
FIRST = HEAD.count("\n") + 1
"""Line on which the text given to `plant` starts."""

needs_java = pytest.mark.skipif(shutil.which("java") is None, reason="HermiT needs Java")

Plant = Callable[[str], Path]


@pytest.fixture
def plant(tmp_path: Path) -> Plant:
    """Writes Turtle below our prefixes to a file of its own and gives its path."""

    def write(turtle: str) -> Path:
        path = tmp_path / "planted.ttl"
        path.write_text(HEAD + turtle, encoding="utf-8")
        return path

    return write


def only(found: list[Finding]) -> Finding:
    """The single finding."""
    assert [str(f) for f in found[1:]] == []
    return found[0]


def concept(name: str, de: str, en: str, more: str = "") -> str:
    """A documented concept of the role scheme."""
    scheme = "<https://w3id.org/stadtgraph/id/scheme/role>"
    return (
        f"role:{name} a skos:Concept ; skos:inScheme {scheme} ; "
        f'skos:prefLabel "{de}"@de, "{en}"@en {more} .\n'
        f'{scheme} a skos:ConceptScheme ; skos:prefLabel "Rollen"@de, "roles"@en ;\n'
        '    skos:definition "Ämter."@de, "Offices."@en .\n'
    )


# What ships


@pytest.fixture(scope="module")
def shipped() -> ontology.Ontology:
    """The ontology that ships, read once."""
    return read(default_files())


@needs_java
def test_what_ships_is_sound() -> None:
    """The shipped ontology, with the code, shapes and queries that use it, has no finding."""
    assert [str(f) for f in check()] == []


def test_every_label_of_a_role_names_its_slug(shipped: ontology.Ontology) -> None:
    """A role's IRI is the slug of its German preferred label, so that a steward can predict it."""
    for iri, properties in shipped.instances(PREFIXES["org"] + "Role"):
        labels = properties[PREFIXES["skos"] + "prefLabel"]
        german = [o.value for o in labels if isinstance(o, Literal) and o.language == "de"]
        assert [iri] == [PREFIXES["role"] + slug(label) for label in german]


def test_organisation_types_are_those_of_the_data_model(shipped: ontology.Ontology) -> None:
    """Slugs and English labels of the types are the values that facts and gold use."""
    expected = {
        "agency": "agency", "association": "association", "bank": "bank", "company": "company",
        "district": "district", "ministry": "ministry", "municipality": "municipality", "network": "network",
        "other": "other", "research-institute": "research institute", "state": "state", "unit": "unit",
        "university": "university",
    }  # fmt: skip
    assert expected == _english(shipped, PREFIXES["orgtype"])


def test_event_types_are_those_of_the_data_model(shipped: ontology.Ontology) -> None:
    """Slugs and English labels of the event types are the values that facts and gold use."""
    expected = {
        "action-day": "action day", "award-ceremony": "award ceremony", "competition": "competition",
        "conference": "conference", "congress": "congress", "festival": "festival", "meeting": "meeting",
        "other": "other", "webinar": "webinar", "workshop": "workshop",
    }  # fmt: skip
    assert expected == _english(shipped, PREFIXES["eventtype"])


def _english(shipped: ontology.Ontology, namespace: str) -> dict[str, str]:
    label = PREFIXES["skos"] + "prefLabel"
    return {
        iri.removeprefix(namespace): next(
            o.value for o in properties[label] if isinstance(o, Literal) and o.language == "en"
        )
        for iri, properties in shipped.described()
        if iri.startswith(namespace)
    }


def test_sixteen_laender_have_a_capital(shipped: ontology.Ontology) -> None:
    """All Länder are there, each with its ISO notation and a capital that is described."""
    federation = NamedNode("https://w3id.org/stadtgraph/id/place/de")
    laender = [p for _, p in shipped.described() if federation in p.get(PREFIXES["skos"] + "broader", ())]
    codes = sorted(str(o.value) for p in laender for o in p[PREFIXES["skos"] + "notation"])  # type: ignore[union-attr]
    expected = "BB BE BW BY HB HE HH MV NI NW RP SH SL SN ST TH"
    assert " ".join(code.removeprefix("DE-") for code in codes) == expected
    assert all(p.get(PREFIXES["sg"] + "capital") for p in laender)


@pytest.mark.parametrize("head", ["stadt", "kreis", "rat", "tag", "leitung"])
def test_heads_that_common_nouns_share_are_no_heads(shipped: ontology.Ontology, head: str) -> None:
    """Innenstadt, Arbeitskreis, Referat, Antrag and Wasserleitung end in these and are none of it.

    Only occasion words may: they count behind a number or beside a verb of holding alone.
    """
    occasion = NamedNode("https://w3id.org/stadtgraph/id/word/occasion-word")
    heads = {
        o.value
        for _, p in shipped.described()
        if occasion not in p.get(PREFIXES["skos"] + "inScheme", ())
        for o in p.get(PREFIXES["sg"] + "head", ())
        if isinstance(o, Literal)
    }
    assert head not in heads


def test_a_common_noun_is_nothing_else(shipped: ontology.Ontology) -> None:
    """A word listed to be kept from the heads must not be a label of another scheme as well."""
    common = NamedNode("https://w3id.org/stadtgraph/id/word/common-noun")
    forms: dict[bool, set[str]] = {True: set(), False: set()}
    for _, properties in shipped.instances(PREFIXES["skos"] + "Concept"):
        mine = common in properties.get(PREFIXES["skos"] + "inScheme", ())
        for name in ("prefLabel", "altLabel", "hiddenLabel"):
            labels = properties.get(PREFIXES["skos"] + name, ())
            forms[mine] |= {o.value for o in labels if isinstance(o, Literal)}
    assert len(forms[True]) > 100
    assert forms[True] & forms[False] == set()


def test_nothing_says_that_one_ministry_succeeds_another(shipped: ontology.Ontology) -> None:
    """The building portfolio moved; neither ministry was renamed into the other."""
    ministries = [
        (iri, p)
        for iri, p in shipped.described()
        if NamedNode(PREFIXES["orgtype"] + "ministry") in p.get(PREFIXES["sg"] + "organizationType", ())
    ]
    iris = {iri for iri, _ in ministries}
    links = [o for _, p in ministries for os in p.values() for o in os if getattr(o, "value", "") in iris]
    assert len(iris) > 10
    assert links == []


# Files that cannot be read


def test_malformed_turtle_is_named_with_its_line(plant: Plant) -> None:
    """A file that is no Turtle raises with file and line."""
    path = plant('role:a a skos:Concept ;\n    skos:prefLabel "never closed .\n')
    with pytest.raises(RdfError) as caught:
        check([path], reason=False)
    assert (path, FIRST + 1) == (caught.value.path, caught.value.line)


def test_a_file_that_is_not_utf8_is_named_with_its_line(tmp_path: Path) -> None:
    """Latin-1 text raises instead of being read wrongly."""
    path = tmp_path / "latin1.ttl"
    path.write_bytes(b"# comment\n# B\xfcrgermeister\n")
    with pytest.raises(RdfError, match=r"latin1\.ttl:2: .*UTF-8"):
        check([path], reason=False)


def test_a_missing_file_is_an_input_error(tmp_path: Path) -> None:
    """A path that is not there raises."""
    with pytest.raises(InputError, match=r"gone\.ttl"):
        check([tmp_path / "gone.ttl"], reason=False)


def test_a_folder_without_turtle_is_no_sound_ontology(tmp_path: Path) -> None:
    """Nothing to check must not pass for soundness."""
    with pytest.raises(OntologyError, match="no Turtle file"):
        check([tmp_path])


# Documentation


def test_an_undocumented_term_is_found(plant: Plant) -> None:
    """A term without German definition is named, with the line it stands on."""
    path = plant(
        'sg:Ship a owl:Class ;\n    rdfs:label "Schiff"@de, "ship"@en ;\n'
        '    skos:definition "It floats."@en ; rdfs:isDefinedBy <https://w3id.org/stadtgraph/ns> .\n'
    )
    found = only(list(documentation.check(read([path]))))
    expected = "sg:Ship has no skos:definition in German (@de)"
    assert (str(path), FIRST, expected) == (found.file, found.line, found.message)


def test_two_preferred_labels_in_one_language_are_found(plant: Plant) -> None:
    """SKOS allows one preferred label per language."""
    path = plant(concept("rektor", "Rektor", "rector", ', "Rektorin"@de'))
    assert "2 skos:prefLabel in German" in only(list(documentation.check(read([path])))).message


# Literals


@pytest.mark.parametrize(
    ("label", "message"),
    [
        ('"Meyer"', "has no language"),
        ('"Maire"@fr', "tagged @fr"),
        ('"Bürgermeister"@de-AT', "tagged @de-at"),
    ],
)
def test_a_wrong_language_tag_is_found(plant: Plant, label: str, message: str) -> None:
    """Labels of concepts are German or English and say which."""
    path = plant(concept("rektor", "Rektor", "rector", f";\n    skos:altLabel {label}"))
    found = only(list(literals.check(read([path]))))
    assert message in found.message
    assert found.line == FIRST + 1


def test_german_text_tagged_as_english_is_found(plant: Plant) -> None:
    """A definition in the wrong language gives itself away by its function words."""
    text = "Wer das Amt mit einer Mehrheit der Stimmen und für die Dauer von acht Jahren hat."
    path = plant(concept("rektor", "Rektor", "rector", f'; skos:definition "{text}"@en'))
    assert "reads like @de" in only(list(literals.check(read([path])))).message


def test_the_name_of_an_entity_needs_no_tag(plant: Plant) -> None:
    """Names belong to no language."""
    path = plant('<https://example.org/o> a org:FormalOrganization ; rdfs:label "KL.digital GmbH" .')
    assert list(literals.check(read([path]))) == []


@pytest.mark.parametrize("value", ['"2019-02-30"^^xsd:date', '"ja"^^xsd:boolean', '"1,5"^^xsd:decimal'])
def test_an_ill_typed_literal_is_found(plant: Plant, value: str) -> None:
    """A typed value must be what its type says."""
    path = plant(f"role:x sg:seats {value} .\n")
    assert "is no xsd:" in only(list(literals.check(read([path])))).message


@pytest.mark.parametrize("head", ['"Dezernent"', '"er"'])
def test_a_head_that_cannot_match_is_found(plant: Plant, head: str) -> None:
    """Heads are compared with lower-case ends, and two letters end too many words."""
    path = plant(concept("rektor", "Rektor", "rector", f"; sg:head {head}"))
    assert "the head" in only(list(literals.check(read([path])))).message


# Concepts


def test_a_clash_is_found(plant: Plant) -> None:
    """One label on two concepts of a scheme, whatever its case, is named on both."""
    path = plant(concept("rektor", "Rektor", "rector") + concept("dekan", "rektor", "dean"))
    found = only(list(concepts.check(read([path]))))
    assert "stands on role:dekan and on role:rektor" in found.message


def test_a_clash_that_is_meant_is_none(plant: Plant) -> None:
    """A concept that is ambiguous on purpose may share labels."""
    more = "; sg:ambiguous true"
    path = plant(concept("rektor", "Rektor", "rector") + concept("dekan", "Rektor", "dean", more))
    assert list(concepts.check(read([path]))) == []


def test_the_same_head_twice_is_found(plant: Plant) -> None:
    """A compound must lead to one concept."""
    head = '; sg:head "rektor"'
    path = plant(concept("rektor", "Rektor", "rector", head) + concept("dekan", "Dekan", "dean", head))
    assert "“rektor” stands on" in only(list(concepts.check(read([path])))).message


def test_a_cycle_is_found_on_each_of_its_concepts(plant: Plant) -> None:
    """Concepts that are broader than themselves through others are all named; their narrower ones are not."""
    path = plant(
        concept("a", "Aal", "eel", "; skos:broader role:b")
        + concept("b", "Barsch", "perch", "; skos:broader role:c")
        + concept("c", "Hecht", "pike", "; skos:broader role:a")
        + concept("d", "Zander", "zander", "; skos:broader role:a")
    )
    found = list(concepts.check(read([path])))
    assert [f.term.removeprefix(PREFIXES["role"]) for f in found] == ["a", "b", "c"]
    assert all("broader than itself" in f.message for f in found)


def test_a_reference_to_nothing_is_found(plant: Plant) -> None:
    """A concept nobody describes cannot be broader than another."""
    path = plant(concept("rektor", "Rektor", "rector", "; skos:broader role:leader"))
    assert "role:leader, which no file describes" in only(list(concepts.check(read([path])))).message


# Use of terms


@pytest.mark.parametrize(
    ("name", "text", "line"),
    [
        ("code.py", 'x = 1\ny = SG["Tenur"]\n', 2),
        ("table.py", 'slots = {\n    "sg:Tenur": 1,\n}\n', 2),
        ("query.rq", "PREFIX sg: <https://w3id.org/stadtgraph/ns#>\n\nASK { ?x a sg:Tenur }\n", 3),
        ("full.rq", "ASK { ?x a <https://w3id.org/stadtgraph/ns#Tenur> }\n", 1),
        ("shape.ttl", "@prefix sg: <https://w3id.org/stadtgraph/ns#> .\n\nsg:Tenure a sg:Tenur .\n", 3),
    ],
)
def test_an_undeclared_term_is_found_where_it_is_used(
    tmp_path: Path, name: str, text: str, line: int
) -> None:
    """Code, queries and shapes that use a term nobody declared are named, with what was probably meant."""
    path = tmp_path / name
    path.write_text(text, encoding="utf-8")
    found = only(list(usage.check(read([resources.ontology() / "stadtgraph.ttl"]), [path])))
    assert (str(path), line) == (found.file, found.line)
    assert "sg:Tenur is used but not declared" in found.message
    assert "did you mean sg:Tenure?" in found.message


def test_comments_and_strings_of_a_query_use_no_terms(tmp_path: Path) -> None:
    """What a query does not ask for needs no declaration."""
    path = tmp_path / "query.rq"
    path.write_text('# sg:nothing\nASK { ?x ?y "sg:nothing" } # sg:nothing\n', encoding="utf-8")
    assert list(usage.check(read([resources.ontology() / "stadtgraph.ttl"]), [path])) == []


def test_the_terms_code_uses_are_seen() -> None:
    """The check really looks into the package: it sees terms that are known to be used there."""
    used = {name for path in usage.default_users() if path.suffix == ".py" for _, name in usage._used(path)}
    assert {"RoleAttestation", "Tenure", "seats"} <= used


# Reasoning


@needs_java
def test_an_unsatisfiable_class_is_found(plant: Plant) -> None:
    """A class below two disjoint classes can have no member."""
    path = plant("sg:ManFirm a owl:Class ; rdfs:subClassOf foaf:Person, org:Organization .\n")
    found = only(list(reasoner.check(read([*_schema(), path]))))
    assert "sg:ManFirm can have no member" in found.message
    assert (str(path), FIRST) == (found.file, found.line)


@needs_java
def test_an_inconsistent_individual_is_found(plant: Plant) -> None:
    """Something that is two disjoint things at once, one of them by its class's superclass."""
    path = plant("<https://example.org/x> a sg:Project, sg:RoleAttestation .\n")
    found = only(list(reasoner.check(read([*_schema(), path]))))
    assert "is both sg:Attestation and sg:Project" in found.message
    assert (str(path), FIRST) == (found.file, found.line)


@needs_java
def test_a_contradiction_through_a_range_is_found(plant: Plant) -> None:
    """An event in the place of a person: nothing but the range says what it would have to be."""
    path = plant(
        "<https://example.org/e> a schema:Event .\n"
        "<https://example.org/f> sg:person <https://example.org/e> .\n"
    )
    assert "contradicts itself" in only(list(reasoner.check(read([*_schema(), path])))).message


@needs_java
def test_dates_do_not_stop_the_reasoner(plant: Plant) -> None:
    """HermiT knows no xsd:date; the check leaves values to the shapes."""
    path = plant('<https://example.org/t> a sg:Tenure ; sg:firstAttested "2019-09-04"^^xsd:date .\n')
    assert list(reasoner.check(read([*_schema(), path]))) == []


@needs_java
def test_classes_that_were_not_read_are_no_soundness(plant: Plant, monkeypatch: pytest.MonkeyPatch) -> None:
    """When owlready2 silently reads nothing, the check fails instead of passing."""
    monkeypatch.setattr(reasoner, "serialize", lambda triples, path, format: Path(path).write_text(""))
    with pytest.raises(OntologyError, match="read 0 of"):
        list(reasoner.check(read(_schema())))


def test_missing_java_is_said_plainly(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """Without Java the check says what is missing and how to install it."""
    monkeypatch.delenv("JAVA_HOME", raising=False)
    monkeypatch.setenv("PATH", str(tmp_path))
    with pytest.raises(OntologyError, match=r"Java is missing.*apt-get install"):
        check(_schema())


def test_the_java_of_java_home_is_taken_first(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """JAVA_HOME wins over the search path."""
    command = tmp_path / "bin" / "java"
    command.parent.mkdir()
    command.write_text("#!/bin/sh\n")
    command.chmod(0o755)
    monkeypatch.setenv("JAVA_HOME", str(tmp_path))
    assert str(command) == reasoner.find_java()


@needs_java
def test_a_java_that_fails_is_an_ontology_error(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """A broken Java raises our error, not the reasoner's."""
    command = tmp_path / "bin" / "java"
    command.parent.mkdir()
    command.write_text("#!/bin/sh\necho broken virtual machine\nexit 3\n")
    command.chmod(0o755)
    monkeypatch.setenv("JAVA_HOME", str(tmp_path))
    with pytest.raises(OntologyError, match="the reasoner failed"):
        check(_schema())


def _schema() -> list[Path]:
    return [resources.ontology() / "stadtgraph.ttl", resources.ontology() / "alignments.ttl"]


# What always holds


@given(st.text(alphabet=st.characters(exclude_categories=("Cs", "Cc")), min_size=1, max_size=20))
def test_equal_labels_clash_whatever_they_say(label: str) -> None:
    """Two concepts with one label clash for any label, and one concept never clashes with itself."""
    form = PREFIXES["skos"] + "prefLabel"
    scheme = PREFIXES["skos"] + "inScheme"
    described = {
        iri: {
            form: [Literal(label, language="de"), Literal(label, language="en")],
            scheme: [NamedNode("x:s")],
        }
        for iri in ("x:a", "x:b")
    }
    empty = ontology.Ontology([], {})
    assert len({f.term for f in concepts._clashes(empty, described)}) == 1
    assert list(concepts._clashes(empty, {"x:a": described["x:a"]})) == []
