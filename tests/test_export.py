"""`kg.export`, `kg.turtle` and `kg.redact`: the same triples in six formats, readable and repeatable."""

from __future__ import annotations

import json
import random
import textwrap
from collections.abc import Iterable

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from pyoxigraph import DefaultGraph, Literal, NamedNode, Quad, RdfFormat, parse

from kg import export
from kg.errors import InputError
from kg.export import FORMATS, select, write, write_from
from kg.redact import without_contacts
from kg.store import Change, Store
from kg.vocab import BASE, PREFIXES, graph_iri

PARSED_AS = {
    "turtle": RdfFormat.TURTLE,
    "trig": RdfFormat.TRIG,
    "ntriples": RdfFormat.N_TRIPLES,
    "nquads": RdfFormat.N_QUADS,
    "jsonld": RdfFormat.JSON_LD,
    "rdfxml": RdfFormat.RDF_XML,
}
GRAPH = graph_iri("2019-09-04")
XSD = PREFIXES["xsd"]

chars = st.characters(exclude_categories=["Cs"])
texts = st.text(chars, max_size=12) | st.sampled_from(
    ['"""', '""""\n"', "\\u0041", "a\nb\r\n", '\n"', "\\\n"]
)
iris = st.sampled_from(
    [
        *(PREFIXES[p] + n for p in ("sg", "role", "xsd", "rdf") for n in ("", "a", "a.b", "a.", "-x", "1")),
        PREFIXES["rdf"] + "type",
        f"{BASE}id/person/ilona-benz/kaiserslautern",
        f"{BASE}id/release/a%2Fb/text#char=1,20",
        *(BASE + end for end in ("", "id", "id/", "id/../x", "id//x", "id/x/", "id/x/.")),
        *(BASE + end for end in ("id/ü?q=1", "graph/a:b", "graph/:b")),
        "sg:odd",
        "schema:odd",
        "urn:x:y",
        "http://e/ü(1)'*",
        "mailto:a@b.de",
    ]
).map(NamedNode)  # fmt: skip
literals = st.one_of(
    texts.map(Literal),
    st.builds(Literal, texts, language=st.sampled_from(["de", "en-GB"])),
    st.builds(
        Literal,
        st.sampled_from(["1", "-1", "+01", "1.5", ".5", "1.", "1e3", "true", "1 ", "x", "", "2024-05-06"]),
        datatype=st.sampled_from(["integer", "decimal", "boolean", "date", "double"]).map(
            lambda name: NamedNode(XSD + name)
        ),
    ),
)
graphs = st.sampled_from([DefaultGraph(), NamedNode(GRAPH), NamedNode("urn:g")])
quads = st.lists(st.builds(Quad, iris, iris, iris | literals, graphs), max_size=12)


def text_of(triples: Iterable[Quad], form: str) -> str:
    """The export in one piece."""
    return "".join(write(triples, form))


def back(text: str, form: str) -> set[Quad]:
    """What a parser reads in it."""
    return set(parse(text.encode(), PARSED_AS[form]))


@given(quads)
@settings(max_examples=300, deadline=None)
@pytest.mark.parametrize("form", ["trig", "nquads", "jsonld"])
def test_formats_with_graphs_give_back_the_same_quads(form: str, data: list[Quad]) -> None:
    """Odd literals, odd IRIs, several graphs: what is parsed is what was written."""
    assert back(text_of(data, form), form) == set(data)


@given(st.lists(st.builds(Quad, iris, iris, iris | literals), max_size=12))
@settings(max_examples=300, deadline=None)
@pytest.mark.parametrize("form", ["turtle", "ntriples"])
def test_formats_of_one_graph_give_back_the_same_triples(form: str, data: list[Quad]) -> None:
    """As above, for formats that know triples only."""
    assert back(text_of(data, form), form) == set(data)


@given(st.lists(st.builds(Quad, iris, iris, iris | literals), max_size=8))
@settings(max_examples=150, deadline=None)
def test_rdfxml_gives_back_the_same_triples_or_says_that_it_cannot(data: list[Quad]) -> None:
    """Never a document that means something else."""
    try:
        document = text_of(data, "rdfxml")
    except InputError:
        pass
    else:
        assert back(document, "rdfxml") == set(data)


@given(quads, st.randoms(use_true_random=False))
@settings(max_examples=60, deadline=None)
def test_order_and_repetition_change_no_byte(data: list[Quad], chance: random.Random) -> None:
    """The same quads in another order, some twice: the same bytes, in every format."""
    shuffled = data + data[: len(data) // 2]
    chance.shuffle(shuffled)
    for form in ("trig", "nquads", "jsonld"):
        assert text_of(data, form) == text_of(shuffled, form)


def test_turtle_reads_as_if_a_person_wrote_it() -> None:
    """Prefixes in use, groups with a comment, `a` and the label first, numbers short, long lists broken."""
    sg, org, foaf = PREFIXES["sg"], PREFIXES["org"], PREFIXES["foaf"]
    rdf, rdfs, prov = PREFIXES["rdf"], PREFIXES["rdfs"], PREFIXES["prov"]
    person = NamedNode(f"{BASE}id/person/ilona-benz/kaiserslautern")
    day = Literal("2023-09-20", datatype=NamedNode(XSD + "date"))
    tenure = NamedNode(f"{BASE}id/tenure/x/ilona-benz/1")
    facts = [NamedNode(f"{BASE}id/release/2024/fact/role/{n:012d}") for n in (10, 9, 1)]
    data = [
        Quad(tenure, NamedNode(prov + "wasDerivedFrom"), fact) for fact in facts
    ] + [
        Quad(tenure, NamedNode(sg + "releaseCount"), Literal(2)),
        Quad(tenure, NamedNode(org + "role"), NamedNode(PREFIXES["role"] + "chief-digital-officer")),
        Quad(tenure, NamedNode(sg + "firstAttested"), day),
        Quad(tenure, NamedNode(rdf + "type"), NamedNode(sg + "Tenure")),
        Quad(tenure, NamedNode(org + "member"), person),
        Quad(person, NamedNode(rdfs + "label"), Literal("Ilona Benz")),
        Quad(person, NamedNode(rdf + "type"), NamedNode(foaf + "Person")),
    ]  # fmt: skip
    expected = """\
        @base <https://w3id.org/stadtgraph/> .
        @prefix foaf: <http://xmlns.com/foaf/0.1/> .
        @prefix org: <http://www.w3.org/ns/org#> .
        @prefix prov: <http://www.w3.org/ns/prov#> .
        @prefix rdfs: <http://www.w3.org/2000/01/rdf-schema#> .
        @prefix role: <https://w3id.org/stadtgraph/id/role/> .
        @prefix sg: <https://w3id.org/stadtgraph/ns#> .
        @prefix xsd: <http://www.w3.org/2001/XMLSchema#> .

        # People

        <id/person/ilona-benz/kaiserslautern> a foaf:Person ;
            rdfs:label "Ilona Benz" .

        # Tenures: who held a post, as far as the releases say

        <id/tenure/x/ilona-benz/1> a sg:Tenure ;
            org:member <id/person/ilona-benz/kaiserslautern> ;
            org:role role:chief-digital-officer ;
            sg:firstAttested "2023-09-20"^^xsd:date ;
            sg:releaseCount 2 ;
            prov:wasDerivedFrom
                <id/release/2024/fact/role/000000000001>,
                <id/release/2024/fact/role/000000000009>,
                <id/release/2024/fact/role/000000000010> .
        """
    assert text_of(data, "turtle") == textwrap.dedent(expected)


def test_nothing_is_an_empty_document_of_its_kind() -> None:
    """No quads: every format still parses, to nothing."""
    for form in FORMATS:
        assert back(text_of([], form), form) == set()


def test_jsonld_is_json_with_a_context_and_plain_values() -> None:
    """Numbers are numbers, types are under `@type`, the context holds what is in use."""
    node = NamedNode(f"{BASE}id/x")
    data = [
        Quad(node, NamedNode(PREFIXES["rdf"] + "type"), NamedNode(PREFIXES["sg"] + "Headcount")),
        Quad(node, NamedNode(PREFIXES["sg"] + "value"), Literal(20)),
    ]
    assert json.loads(text_of(data, "jsonld")) == {
        "@context": {"sg": PREFIXES["sg"]},
        "@graph": [{"@id": f"{BASE}id/x", "@type": "sg:Headcount", "sg:value": 20}],
    }


@pytest.mark.parametrize("form", ["turtle", "ntriples", "rdfxml"])
def test_several_graphs_do_not_fit_into_a_format_of_one(form: str) -> None:
    """The message names formats that can."""
    term = NamedNode("urn:a")
    data = [Quad(term, term, term, DefaultGraph()), Quad(term, term, term, NamedNode("urn:g"))]
    with pytest.raises(InputError, match="use trig, nquads or jsonld"):
        write(data, form)


def test_select_takes_the_view_all_or_one_release_and_never_the_manifest() -> None:
    """An unknown key is an error that says where the keys are."""
    term, graph = NamedNode("urn:a"), NamedNode(graph_iri("k"))
    store = Store.memory()
    graphs = {graph.value: [Quad(term, term, term, graph)]}
    store.apply(Change(graphs=graphs, add=[Quad(term, term, term)], notes={"k": "1"}))
    assert select(store, "view") == [Quad(term, term, term)]
    assert select(store, "k") == [Quad(term, term, term, graph)]
    assert len(select(store, "all")) == 2
    with pytest.raises(InputError, match="kg query releases"):
        select(store, "unknown")


@given(quads)
@settings(max_examples=100, deadline=None)
@pytest.mark.parametrize("form", FORMATS)
def test_read_graph_by_graph_a_store_gives_the_same_bytes(form: str, data: list[Quad]) -> None:
    """`write_from` is `write` of `select`, for the view and for all; what does not fit is the same error."""
    store = Store.memory()
    graphs = {q.graph_name.value: [] for q in data if isinstance(q.graph_name, NamedNode)}
    for quad in data:
        if isinstance(quad.graph_name, NamedNode):
            graphs[quad.graph_name.value].append(quad)
    store.apply(Change(graphs=graphs, add=[q for q in data if q.graph_name == DefaultGraph()]))
    for which in ("view", "all"):
        try:
            expected = text_of(select(store, which), form)
        except InputError:
            with pytest.raises(InputError):
                list(write_from(store, which, form))
        else:
            # A format of one graph refuses the choice `all` as soon as there are named graphs.
            if which == "view" or form not in ("turtle", "ntriples", "rdfxml"):
                assert "".join(write_from(store, which, form)) == expected


def test_a_release_read_by_itself_has_nothing_of_the_view() -> None:
    """`write_from` of one key: in every format what `write` gives, and the same errors."""
    term, graph = NamedNode(f"{BASE}id/a"), NamedNode(graph_iri("k"))
    store = Store.memory()
    store.apply(
        Change(graphs={graph.value: [Quad(term, term, Literal("in"), graph)]}, add=[Quad(term, term, term)])
    )
    for form in FORMATS:
        assert "".join(write_from(store, "k", form)) == text_of(select(store, "k"), form)
    with pytest.raises(InputError, match="kg query releases"):
        write_from(store, "unknown", "turtle")
    with pytest.raises(InputError, match="unknown format"):
        write_from(store, "k", "yaml")


def test_lines_that_do_not_fit_into_memory_are_merged_from_the_disk(monkeypatch: pytest.MonkeyPatch) -> None:
    """Runs of three lines, with repetitions, line separators and carriage returns: the same bytes."""
    values = [f"{n % 7} a\u2028b\r\n\x85ü" for n in range(20)]
    data = [Quad(NamedNode(f"urn:{n % 5}"), NamedNode("urn:p"), Literal(v)) for n, v in enumerate(values)]
    for form in ("ntriples", "nquads"):
        monkeypatch.setattr(export, "_RUN", 1000)
        expected = text_of(data, form)
        monkeypatch.setattr(export, "_RUN", 3)
        assert text_of(data + data, form) == expected


RELEASE_WITH_CONTACT = """
@prefix sg: <https://w3id.org/stadtgraph/ns#> . @prefix oa: <http://www.w3.org/ns/oa#> .
@prefix rdf: <http://www.w3.org/1999/02/22-rdf-syntax-ns#> . @prefix schema: <https://schema.org/> .
@prefix rdfs: <http://www.w3.org/2000/01/rdf-schema#> .
<urn:text> a sg:ReleaseText ; rdf:value "Anna Amt, Tel. 0631 1234567, anna@amt.de. Raum 12. 3. Mai 2024" .
<urn:c> a sg:ContactAttestation ; schema:email "anna@amt.de" ; schema:telephone "0631 1234567" ;
    sg:evidence <urn:text#char=0,40> .
<urn:text#char=0,40> a oa:SpecificResource ; oa:hasSelector <urn:text#quote=0,40> .
<urn:text#quote=0,40> a oa:TextQuoteSelector ; oa:exact "Anna Amt, Tel. 0631 1234567, anna@amt.de" .
<urn:r> a sg:RoleAttestation ; sg:evidence <urn:text#char=0,20> .
<urn:text#char=0,20> a oa:SpecificResource ; oa:hasSelector <urn:text#quote=0,20> .
<urn:text#quote=0,20> a oa:TextQuoteSelector ; oa:exact "Anna Amt, Tel. 0631 " ;
    oa:suffix "1234567, anna@amt.de. Raum 12. 3" .
<urn:p> rdfs:label "Anna Amt" .
"""


def test_contacts_can_be_left_out() -> None:
    """No address and no number is left anywhere; offsets stay; dates and names stay."""
    data = list(parse(RELEASE_WITH_CONTACT.encode(), RdfFormat.TURTLE))
    kept = without_contacts(data)
    everything = text_of(kept, "ntriples")
    assert all(part not in everything for part in ("anna@", "0631", "1234567", "ContactAttestation"))
    value = {q.predicate.value.rsplit("/")[-1].split("#")[-1]: q.object.value for q in kept}
    assert value["value"] == "Anna Amt, Tel. ████ ███████, ████████.██. Raum 12. 3. Mai 2024"
    assert value["exact"] == value["value"][0:20]
    assert value["suffix"] == value["value"][20:52]
    assert "Anna Amt" in value["label"]
    assert not any("0,40" in str(q.subject) for q in kept), "evidence of the contact alone goes with it"
    assert any("0,20" in str(q.subject) for q in kept), "evidence of other facts stays"


@given(st.lists(st.builds(Quad, iris, iris, iris | literals), max_size=8))
def test_without_contacts_what_has_none_is_unchanged(data: list[Quad]) -> None:
    """Nothing but contact data is touched."""
    plain = [
        q
        for q in data
        if not (isinstance(q.object, Literal) and any(c.isdigit() or c == "@" for c in q.object.value))
    ]
    assert without_contacts(plain) == plain
