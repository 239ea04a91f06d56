"""kg.graph: release graphs, their inverse, and the quads of the view."""

from __future__ import annotations

import hashlib
from dataclasses import replace
from decimal import Decimal

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from pyoxigraph import BlankNode, Literal, NamedNode, Quad, RdfFormat, Store, parse, serialize

from kg import graph
from kg.errors import StadtgraphError, VocabularyError
from kg.graph import terms
from kg.model import MODALITIES, SECTIONS, Bound, Conflict, Entity, Evidence, Fact, Release, Tenure, Value
from kg.slots import ENTITY_SLOTS, digest
from kg.vocab import BASE, DCTERMS, ORG, PREFIXES, PROV, RDF, RDFS, SCHEMA, SG, SKOS, graph_iri, release_iri

TEXT = "Pressemitteilung vom 04.09.2019: Oberbürgermeister Dr. Klaus Weichel ist mit der Stadt zufrieden."


def _release(text: str = TEXT, key: str = "r1", **stated: str) -> Release:
    return Release(key, f"{key}.txt", text, hashlib.sha256(text.encode()).hexdigest(), stated)


def _spot(text: str, quote: str) -> Evidence:
    start = text.index(quote)
    return Evidence(start, start + len(quote), quote)


def _role(**slots: Value) -> Fact:
    return Fact(
        "role",
        {"person": "Klaus Weichel", "role": "Oberbürgermeister", "organization": "Stadt X", **slots},
        (_spot(TEXT, "Oberbürgermeister Dr. Klaus Weichel"),),
        rule="role-title-person",
        resolved={"organization": "the release's own municipality"},
    )


def _objects(quads: list[Quad], subject: str, prop: NamedNode) -> list[str]:
    return [q.object.value for q in quads if q.subject.value == subject and q.predicate == prop]


# strategies

words = st.text(st.characters(exclude_categories=("Cs",)), min_size=1, max_size=12)
isos = st.sampled_from(["2017", "2023-10", "2023-Q4", "2019-09-04", "--06-19", "2024-02-31"])
_VALUES: dict[str, st.SearchStrategy[Value]] = {
    "value": st.integers(-(10**20), 10**20),
    "edition": st.integers(0, 300),
    "amount": st.decimals(allow_nan=False, allow_infinity=False, places=2),
    "share": st.decimals(allow_nan=False, allow_infinity=False),
    "type": st.sampled_from(["municipality", "research institute", "other"]),
    "concept": st.just(PREFIXES["role"] + "oberbuergermeister"),
    **dict.fromkeys(("former", "acting", "deputy", "designated"), st.booleans()),
    **dict.fromkeys(("date", "attested", "start", "end", "on", "founded", "not_before", "not_after"), isos),
}
several = st.lists(words, min_size=1, max_size=3, unique=True).map(lambda names: tuple(sorted(names)))


def _slots_of(kind: str) -> st.SearchStrategy[dict[str, Value]]:
    fields = {
        slot: several if (kind, slot) in terms.SEVERAL else _VALUES.get(slot, words)
        for slot in terms.KIND_SLOTS[kind]
    }
    return st.fixed_dictionaries({}, optional=fields)


@st.composite
def _releases(draw: st.DrawFn) -> tuple[Release, list[Fact]]:
    text = draw(st.text(st.characters(exclude_categories=("Cs",)), min_size=2, max_size=80))
    starts = st.integers(0, len(text) - 1)
    facts: dict[str, Fact] = {}
    for kind in draw(st.lists(st.sampled_from(list(terms.KIND_SLOTS)), max_size=5)):
        spans = draw(st.lists(st.tuples(starts, st.integers(1, 9)), min_size=1, max_size=3))
        found = [Evidence(a, min(a + n, len(text)), text[a : a + n]) for a, n in spans]
        first, rest = found[0], sorted(set(found[1:]) - {found[0]})
        fact = Fact(
            kind,
            draw(_slots_of(kind)),
            (first, *rest),
            draw(st.sampled_from(SECTIONS)),
            draw(st.sampled_from(MODALITIES)),
            draw(st.sampled_from(["", "some-rule"])),
            draw(st.dictionaries(st.sampled_from(["organization", "person"]), words, max_size=2)),
        )
        facts[digest(fact)] = fact
    stated = draw(st.dictionaries(st.sampled_from(["issued", "title", "publisher", "url"]), words))
    metadata = draw(st.dictionaries(st.sampled_from(["issued", "title", "publisher"]), words))
    release = replace(_release(text, draw(words), **stated), metadata=metadata)
    return release, list(facts.values())


def _in_order(facts: list[Fact]) -> list[Fact]:
    return sorted(facts, key=lambda f: (f.evidence[0], f.kind, digest(f)))


@settings(deadline=None)
@given(_releases())
def test_reading_back_what_was_written_gives_the_same_release_and_facts(case: tuple[Release, list[Fact]]):
    """Through N-Quads and through the store, which canonicalises numbers, every slot comes back equal."""
    release, facts = case
    quads = graph.release_quads(release, facts)
    assert graph.read_release(quads) == (release, _in_order(facts))
    store = Store()
    store.extend(quads)
    assert graph.read_release(iter(store)) == (release, _in_order(facts))


@settings(deadline=None)
@given(_releases())
def test_quads_are_sorted_valid_without_blank_nodes_and_in_one_graph(case: tuple[Release, list[Fact]]):
    """The N-Quads parse again, are in order, and the order of facts changes nothing."""
    release, facts = case
    quads = graph.release_quads(release, facts)
    lines = serialize(quads, format=RdfFormat.N_QUADS)
    assert isinstance(lines, bytes)
    assert set(parse(lines, RdfFormat.N_QUADS)) == set(quads)
    assert quads == sorted(quads, key=str)
    assert not any(isinstance(term, BlankNode) for q in quads for term in (q.subject, q.object))
    assert {q.graph_name.value for q in quads} == {graph_iri(release.key)}
    assert graph.release_quads(release, facts[::-1]) == quads


def test_a_role_fact_has_the_documented_triples():
    """Person, organisation, premise, evidence with its two selectors: as in docs/data-model.md."""
    fact = _role(attested="2019-09-04", concept=PREFIXES["role"] + "oberbuergermeister")
    quads = graph.release_quads(_release(), [fact])
    base = release_iri("r1")
    node = f"{base}/fact/role/{digest(fact)}"
    start, end = fact.evidence[0].start, fact.evidence[0].end
    assert _objects(quads, node, SG["person"]) == [f"{base}/person/klaus-weichel"]
    assert _objects(quads, node, SG["about"]) == [f"{base}/person/klaus-weichel"]
    assert _objects(quads, node, SG["premise"]) == ["organization: the release's own municipality"]
    assert _objects(quads, node, SG["evidence"]) == [f"{base}/text#char={start},{end}"]
    assert _objects(quads, f"{base}/text#quote={start},{end}", NamedNode(PREFIXES["oa"] + "exact")) == [
        "Oberbürgermeister Dr. Klaus Weichel"
    ]
    day = Literal("2019-09-04", datatype=NamedNode(PREFIXES["xsd"] + "date"))
    assert Quad(NamedNode(node), SG["attestedOn"], day, NamedNode(graph_iri("r1"))) in quads


def test_the_first_evidence_stays_the_first():
    """Several spans come back with the one that triggered the rule in front."""
    later, earlier = _spot(TEXT, "Weichel"), _spot(TEXT, "Dr.")
    fact = Fact("quotation", {"speaker": "Weichel"}, (later, earlier))
    assert graph.read_release(graph.release_quads(_release(), [fact]))[1][0].evidence == (later, earlier)


def test_what_the_steward_states_wins_over_the_text():
    """Date and title of releases.csv stand on the release, marked; the attestation keeps the text's."""
    fact = Fact("release", {"title": "Im Text", "date": "2019-09-03"}, (_spot(TEXT, "04.09.2019"),))
    quads = graph.release_quads(_release(issued="2019-09-04", title="Von Hand"), [fact])
    node = release_iri("r1")
    assert _objects(quads, node, DCTERMS["issued"]) == ["2019-09-04"]
    assert _objects(quads, node, SG["dateBasis"]) == ["stated"]
    assert _objects(quads, node, DCTERMS["title"]) == ["Von Hand"]
    assert _objects(quads, f"{node}/fact/release/{digest(fact)}", DCTERMS["title"]) == ["Im Text"]


def test_an_undated_release_carries_the_bounds_of_its_text():
    """No date is invented; what the text gives becomes bounds."""
    fact = Fact("release", {"not_before": "2020-06-19", "title": "T"}, (_spot(TEXT, "Presse"),))
    quads = graph.release_quads(_release(), [fact])
    node = release_iri("r1")
    assert _objects(quads, node, DCTERMS["issued"]) == []
    assert _objects(quads, node, SG["dateBasis"]) == []
    assert _objects(quads, node, SG["issuedNotBefore"]) == ["2020-06-19"]


def test_titles_are_tagged_german_only_in_a_german_text():
    """A title carries a language where the text's little words give one."""
    for text, tag in ((TEXT, "de"), ("The city of Kiel and the lab", "en"), ("0815 4711", None)):
        fact = Fact("release", {"title": "Smart City"}, (Evidence(0, 3, text[:3]),))
        quads = graph.release_quads(_release(text), [fact])
        titles = {q.object for q in quads if q.predicate == DCTERMS["title"]}
        assert titles == {Literal("Smart City", language=tag) if tag else Literal("Smart City")}


def test_the_text_is_left_out_where_its_licence_forbids_it():
    """Quotes stay, and the facts come back whole."""
    release = _release(licence="quotes only")
    quads = graph.release_quads(release, [_role()])
    assert not any(q.object.value == TEXT for q in quads)
    back, facts = graph.read_release(quads)
    assert (back.text, back.sha256, facts) == ("", release.sha256, [_role()])


def test_inexact_evidence_is_an_error_that_shows_both_wordings():
    """Evidence that is not the text's words is refused, and so is none at all."""
    wrong = Fact("quotation", {"text": "x"}, (Evidence(0, 5, "Pressx"),))
    with pytest.raises(StadtgraphError, match=r'r1\.txt: evidence \[0:5\].*"Pressx".*"Press"'):
        graph.release_quads(_release(), [wrong])
    with pytest.raises(StadtgraphError, match="no evidence"):
        graph.release_quads(_release(), [Fact("quotation", {"text": "x"}, ())])


def test_an_unknown_slot_names_the_known_ones():
    """A slot the model does not know is an error, not a lost value."""
    with pytest.raises(VocabularyError, match='role fact has no slot "salary"; it has person, titles'):
        graph.release_quads(_release(), [_role(salary="13")])


def test_two_names_with_one_slug_stay_two_mentions():
    """Names come back as written even where their IRIs would be the same."""
    facts = [
        Fact("organization", {"name": name, "type": "association"}, (Evidence(0, 5, TEXT[:5]),))
        for name in ("Bürger e.V.", "Bürger e. V.")
    ]
    back = graph.read_release(graph.release_quads(_release(), facts))[1]
    assert {f.slots["name"] for f in back} == {"Bürger e.V.", "Bürger e. V."}


def test_a_number_keeps_its_digest_however_it_is_written():
    """1.50 and 1.5 are one fact."""
    facts = [Fact("funding", {"amount": Decimal(a)}, (Evidence(0, 5, TEXT[:5]),)) for a in ("1.50", "1.5")]
    assert digest(facts[0]) == digest(facts[1])
    assert len(graph.read_release(graph.release_quads(_release(), facts))[1]) == 1


# the view


def _entity(kind: str, path: str, label: str = "", **slots: Value) -> list[Quad]:
    whole = {s: v if isinstance(v, tuple) else (v,) for s, v in slots.items()}
    return graph.entity_quads(
        Entity(f"{BASE}id/{path}", kind, label, whole, (f"{BASE}id/release/r1/fact/x/1",))
    )


def _told(quads: list[Quad], prop: NamedNode) -> list[str]:
    return [q.object.value for q in quads if q.predicate == prop]


def test_an_organisation_of_the_view():
    """Class by type, other names, the year founded as written and as bounds, links as nodes, sources."""
    city = f"{BASE}id/organization/stadt-x/x"
    quads = _entity("organization", "organization/netz/x", "Netz", type="unit", founded="2017",
                    part_of=city, altLabel=("Amt Netz",))  # fmt: skip
    assert _told(quads, RDF["type"]) == [ORG["OrganizationalUnit"].value]
    assert _told(quads, SG["organizationType"]) == [PREFIXES["orgtype"] + "unit"]
    assert _told(quads, SKOS["altLabel"]) == ["Amt Netz"]
    assert _told(quads, SG["foundedLabel"]) == ["2017"]
    assert _told(quads, SG["foundedNotBefore"]) == ["2017-01-01"]
    assert _told(quads, SG["foundedNotAfter"]) == ["2017-12-31"]
    assert [q.object for q in quads if q.predicate == ORG["unitOf"]] == [NamedNode(city)]
    assert _told(quads, PROV["wasDerivedFrom"]) == [f"{BASE}id/release/r1/fact/x/1"]


def test_an_event_of_the_view_has_whole_days_as_dates_and_others_as_bounds():
    """A yearless day stays a label."""
    whole = _entity("event", "event/a/1", "A", start="2024-05-15", end="2024-05")
    assert _told(whole, SCHEMA["startDate"]) == ["2024-05-15"]
    assert _told(whole, SCHEMA["endDate"]) == []
    assert (_told(whole, SG["endNotBefore"]), _told(whole, SG["endNotAfter"])) == (
        ["2024-05-01"],
        ["2024-05-31"],
    )
    yearless = _entity("event", "event/a/2", "A", start="--06-19")
    assert _told(yearless, SG["startLabel"]) == ["--06-19"]
    assert len(yearless) == 4


def test_other_entities_of_the_view():
    """Posts, roles, quotations, releases: the properties of docs/data-model.md."""
    role = PREFIXES["role"] + "leiter"
    post = _entity("post", "post/-/x/leiter", "Leiter", role=role, seats=2)
    assert (_told(post, ORG["role"]), _told(post, SG["seats"])) == ([role], ["2"])
    own = _entity("role", "role/leiter-netz", "Leiter Netz", broader=role)
    assert (_told(own, SKOS["prefLabel"]), _told(own, SKOS["broader"])) == (["Leiter Netz"], [role])
    said = _entity("quotation", "quotation/1", text="Ja", date="2024-05-06", release=release_iri("r1"))
    assert _told(said, PROV["wasQuotedFrom"]) == [release_iri("r1")]
    assert [str(q.object) for q in said if q.predicate == DCTERMS["date"]] == [str(terms.day("2024-05-06"))]
    release = _entity(
        "release", "release/r1", "T", title="T", issued="2024-05", fact_count=3, identifier="r1"
    )
    assert (_told(release, SG["issuedLabel"]), _told(release, DCTERMS["issued"])) == (["2024-05"], [])
    assert _told(release, SG["factCount"]) == ["3"]
    with pytest.raises(VocabularyError, match='programme fact has no slot "colour"'):
        _entity("programme", "programme/p", "P", colour="red")


def test_a_tenure_carries_its_bounds_with_sources_and_premises():
    """It is derived from its own attestations; what a bound rests on hangs on a property of the bound."""
    own, other = (f"{BASE}id/release/{key}/fact/role/1" for key in ("r1", "r2"))
    person, role = f"{BASE}id/person/ilona-benz/x", PREFIXES["role"] + "chief-digital-officer"
    tenure = Tenure(
        f"{BASE}id/tenure/x/1", person, f"{BASE}id/post/-/x/cdo", role, None, "regular",
        first_attested=Bound("2023-09-20", (own,)),
        start_not_before=Bound("2019-09-05", (other,), ("single seat",)),
        attested_on=("2023-09-20",), open_after="2023-09-20", sources=(own,),
    )  # fmt: skip
    quads = graph.tenure_quads(tenure, labels={person: "Ilona Benz", role: "Chief Digital Officer"})
    assert _told(quads, RDFS["label"]) == ["Ilona Benz: Chief Digital Officer"]
    assert _told(quads, SG["startNotBefore"]) == ["2019-09-05"]
    assert _told(quads, SG["premise"]) == ["single seat"]
    assert _told(quads, PROV["wasDerivedFrom"]) == [own]
    assert _told(quads, SG["startNotBeforeSource"]) == [other]
    assert (_told(quads, SG["attestationCount"]), _told(quads, SG["releaseCount"])) == (["1"], ["1"])
    assert _told(quads, ORG["organization"]) == []
    assert _told(graph.tenure_quads(tenure), RDFS["label"]) == []


def test_a_conflict_names_both_sides():
    """Values that are entities are nodes, others strings."""
    person = f"{BASE}id/person/a/x"
    conflict = Conflict(
        f"{BASE}id/conflict/1", person, SG["foundedLabel"].value, "2017", (person,), person, (person,)
    )
    quads = graph.conflict_quads(conflict)
    sides = {q.predicate: q.object for q in quads}
    assert (sides[SG["value1"]], sides[SG["value2"]]) == (Literal("2017"), NamedNode(person))


def test_an_iri_that_lost_a_merge_points_to_the_winner():
    """dcterms:isReplacedBy, in the default graph."""
    [quad] = graph.replacement_quads({f"{BASE}id/person/a/x": f"{BASE}id/person/b/x"})
    assert (quad.predicate, quad.object) == (DCTERMS["isReplacedBy"], NamedNode(f"{BASE}id/person/b/x"))


def test_the_vocabulary_of_the_view_is_found_by_any_label():
    """Feminine and short labels are other labels too; no blank nodes, no words of the lexicon."""
    quads = graph.vocabulary_quads()
    role = PREFIXES["role"] + "oberbuergermeister"
    labels = _objects(quads, role, SKOS["altLabel"])
    assert {"Oberbürgermeisterin", "OB"} <= set(labels)
    assert graph.concept_labels()[role] in _objects(quads, role, RDFS["label"])
    assert not any(isinstance(t, BlankNode) for q in quads for t in (q.subject, q.object))
    assert not _told(quads, SG["head"])
    assert quads == sorted(set(quads), key=str)


def test_every_slot_of_the_model_has_a_property():
    """The table covers all kinds, injectively within a kind, and every entity slot is a slot."""
    for kind, slots in terms.KIND_SLOTS.items():
        assert len({terms.property_of(kind, slot) for slot in slots}) == len(slots)
        assert set(ENTITY_SLOTS[kind]) <= set(slots)
