"""`kg.serve.description`: what the data set and the SPARQL service say of themselves."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from pyoxigraph import BlankNode, Literal, NamedNode, Quad, RdfFormat, parse
from pyoxigraph import Store as Graph

from kg.serve import description, media
from kg.serve.description import figures, service_description, void
from kg.serve.dumps import DUMPS, make_dumps
from kg.serve.exchange import Answer, Ask, Context, Lang, Settings
from kg.store import Change, Store
from kg.vocab import AUTHORITY, BASE, MANIFEST, PREFIXES, VIEW, graph_iri

SITE = "https://example.org/graph"
DOCUMENT = f"{SITE}/.well-known/void"
NAMES = PREFIXES | {
    "sd": "http://www.w3.org/ns/sparql-service-description#",
    "spdx": "http://spdx.org/rdf/terms#",
    "void": "http://rdfs.org/ns/void#",
    "": f"{DOCUMENT}#",
    "at": f"{SITE}/sparql#",
}
VIEW_DATA = f"""
@base <{BASE}> .
@prefix sg: <{PREFIXES["sg"]}> . @prefix foaf: <{PREFIXES["foaf"]}> . @prefix rdfs: <{PREFIXES["rdfs"]}> .
@prefix dcterms: <{PREFIXES["dcterms"]}> . @prefix xsd: <{PREFIXES["xsd"]}> .
<id/person/b> a foaf:Person ; rdfs:label "B" .
<id/person/a> a foaf:Person, <javascript:alert(1)> ; rdfs:label "A", "<b>&" .
<id/release/1> a sg:PressRelease ; dcterms:issued "2024-05-06"^^xsd:date .
<id/release/2> a sg:PressRelease ; dcterms:issued "2019-09-04"^^xsd:date .
<id/release/3> a sg:PressRelease .
sg:PressRelease rdfs:label "press release"@en .
"""
RELEASES = ("1", "2", "3")


@pytest.fixture
def store() -> Store:
    """A view of 12 triples, three graphs of releases with two triples each, and the authority with one."""
    found = Store.memory()
    view = [Quad(q.subject, q.predicate, q.object) for q in parse(VIEW_DATA.encode(), RdfFormat.TURTLE)]
    term = NamedNode(f"{BASE}id/x")
    graphs = {
        name: [Quad(term, term, Literal(n), NamedNode(name)) for n in range(count)]
        for name, count in [(AUTHORITY, 1), *((graph_iri(key), 2) for key in RELEASES)]
    }
    found.apply(Change(graphs=graphs, add=view, notes={"1": "made from"}))
    return found


def context(store: Store, **settings: object) -> Context:
    """A worker's context, below a path prefix."""
    return Context(store, store, Settings(base_url=SITE, **settings), "v1")  # type: ignore[arg-type]


def said(answer: Answer) -> Graph:
    """What an answer says."""
    found = Graph()
    found.load(answer.body, RdfFormat.from_media_type(answer.media))
    return found


def holds(graph: Graph, pattern: str) -> bool:
    """Whether a pattern matches."""
    return bool(graph.query(f"ASK {{ {pattern} }}", prefixes=NAMES))


VOID_FORMATS = [media.GRAPHS[name] for name in ("turtle", "ntriples", "jsonld", "rdfxml")]


@pytest.mark.parametrize("job", [void, service_description])
def test_every_format_says_the_same_without_blank_nodes(
    job: Callable[[Context, Ask], Answer], store: Store
) -> None:
    """And says it in the same bytes when asked again by another worker."""
    forms = VOID_FORMATS if job is void else list(media.GRAPHS.values())
    answers = [job(context(store), Ask(media=form)) for form in forms]
    assert [answer.media for answer in answers] == forms
    datasets = [set(said(answer)) for answer in answers]
    assert all(found == datasets[0] for found in datasets)
    assert not any(
        isinstance(term, BlankNode) for quad in datasets[0] for term in (quad.subject, quad.object)
    )
    assert [job(context(store), Ask(media=form)).body for form in forms] == [a.body for a in answers]


def test_the_figures_are_those_of_the_view(store: Store) -> None:
    """Counted here by hand; the manifest is no data."""
    found = figures(context(store))
    view = list(store.quads())
    assert found.triples == len(view) == 12
    assert found.subjects == len({q.subject for q in view}) == 6
    assert found.objects == len({q.object for q in view})
    assert found.entities == 5
    assert found.releases == 3
    assert found.days == ("2019-09-04", "2024-05-06")
    assert dict(found.classes)[PREFIXES["foaf"] + "Person"] == 2
    assert dict(found.properties)[PREFIXES["rdfs"] + "label"] == 4
    assert dict(found.graphs) == {AUTHORITY: 1} | {graph_iri(key): 2 for key in RELEASES}
    assert MANIFEST not in dict(found.graphs)
    assert found.examples == (f"{BASE}id/person/a", f"{BASE}id/release/1")


def test_figures_are_counted_once_per_version(store: Store) -> None:
    """What a worker has counted it keeps, with the context of the version."""
    here = context(store)
    assert figures(here) is figures(here)


def test_void_gives_the_figures_and_partitions(store: Store) -> None:
    """By class and by property, and those of the named graphs as subsets."""
    found = said(void(context(store), Ask(media="text/turtle")))
    assert holds(found, ":dataset a void:Dataset, dcat:Dataset ; void:triples 12 ; void:entities 5")
    assert holds(found, ":dataset void:classes 3 ; void:properties 3 ; void:distinctSubjects 6")
    assert holds(found, ":dataset void:classPartition [ void:class foaf:Person ; void:entities 2 ]")
    assert holds(found, ":dataset void:propertyPartition [ void:property rdfs:label ; void:triples 4 ]")
    assert holds(found, ":dataset void:subset :releases . :releases void:triples 6 ; void:documents 3")
    assert holds(found, ":dataset void:subset :authority . :authority void:triples 1")
    assert holds(found, f"<{DOCUMENT}> a void:DatasetDescription ; foaf:primaryTopic :dataset")


def test_void_says_where_what_when_and_under_which_licence(store: Store) -> None:
    """Endpoint, IRIs, examples, vocabularies, period, version, titles in both languages."""
    found = said(void(context(store), Ask(media="text/turtle")))
    assert holds(found, f':dataset void:sparqlEndpoint <{SITE}/sparql> ; void:uriSpace "{BASE}id/"')
    assert holds(found, f":dataset void:exampleResource <{BASE}id/person/a>")
    assert holds(found, f":dataset void:vocabulary <{PREFIXES['foaf']}>, <{PREFIXES['sg']}>")
    assert not holds(found, f":dataset void:vocabulary <{PREFIXES['oa']}>")
    assert holds(found, ':dataset owl:versionInfo "v1" ; dcat:version "v1"')
    assert holds(found, ':period dcat:startDate "2019-09-04"^^xsd:date ; dcat:endDate "2024-05-06"^^xsd:date')
    for licensed in (":ontology", ":authority"):
        assert holds(found, f"{licensed} dcterms:license <https://creativecommons.org/licenses/by/4.0/>")
    assert holds(found, ":dataset dcterms:rights :rights . :rights a dcterms:RightsStatement")
    assert not holds(found, ":dataset dcterms:license ?any"), "the texts have licences of their own"
    for lang in ("de", "en"):
        for name in ("dcterms:title", "dcterms:description"):
            assert holds(found, f':dataset {name} ?text FILTER(LANG(?text) = "{lang}")')
    assert holds(
        found,
        f":dataset dcat:distribution [ dcat:accessService at:service ] . at:service a dcat:DataService ;"
        f" dcat:endpointURL <{SITE}/sparql> ; dcat:endpointDescription <{SITE}/openapi.json>",
    )


@pytest.mark.parametrize("with_contacts", [True, False])
def test_void_says_when_contacts_are_left_out(store: Store, with_contacts: bool) -> None:
    """And only then; the page as well."""
    here = context(store, with_contacts=with_contacts)
    words = "E-mail addresses"
    assert (words in void(here, Ask(media="text/turtle")).body.decode()) is not with_contacts
    assert (words in void(here, Ask()).body.decode()) is not with_contacts


def test_dumps_are_described_with_size_and_checksum(store: Store, tmp_path: Path) -> None:
    """Each file is a data dump and a distribution; compressed ones say so."""
    here = context(store)
    here.dumps = make_dumps(store, tmp_path)
    answer = void(here, Ask(media="text/turtle"))
    assert answer.cacheable
    found = said(answer)
    for dump in DUMPS:
        data = ":ontology" if dump.name == "ontology.ttl" else ":dataset"
        for name in (dump.name, f"{dump.name}.gz"):
            size, digest = here.dumps[name]
            url = f"<{SITE}/export/{name}>"
            kind = f"<https://www.iana.org/assignments/media-types/{dump.media}>"
            assert holds(
                found, f"{data} void:dataDump {url} ; dcat:distribution ?d . ?d dcat:downloadURL {url}"
            )
            assert holds(
                found,
                f'?d dcat:downloadURL {url} ; dcat:byteSize "{size}"^^xsd:nonNegativeInteger ;'
                f" dcat:mediaType {kind} ;"
                f' spdx:checksum [ spdx:checksumValue "{digest}"^^xsd:hexBinary ;'
                " spdx:algorithm spdx:checksumAlgorithm_sha256 ]",
            )
            packed = holds(found, f"?d dcat:downloadURL {url} ; dcat:compressFormat ?gzip")
            assert packed is name.endswith(".gz")
    assert "view.ttl" in void(here, Ask()).body.decode()


def test_dumps_that_are_not_ready_are_not_promised(store: Store) -> None:
    """And the answer is not to be kept, as it will say more soon."""
    answer = void(context(store), Ask(media="text/turtle"))
    assert not answer.cacheable
    assert not holds(said(answer), "?data void:dataDump ?file")
    assert "are being written" in void(context(store), Ask()).body.decode()


@pytest.mark.parametrize("lang", ["de", "en"])
def test_the_page_links_below_the_prefix_and_never_to_a_script(store: Store, lang: Lang) -> None:
    """What is no web address is shown as text."""
    text = void(context(store), Ask(lang=lang)).body.decode()
    assert "<td>javascript:alert(1)</td>" in text
    assert 'href="javascript' not in text
    assert 'href="/graph/id/person/a"' in text
    assert 'href="/graph/ns#PressRelease"' in text
    assert f'href="{PREFIXES["foaf"]}Person"' in text
    assert ('<html lang="de">' in text) is (lang == "de")


def test_an_empty_store_is_described_too() -> None:
    """Zeros, no period, no examples."""
    here = context(Store.memory())
    found = said(void(here, Ask(media="text/turtle")))
    assert holds(found, ":dataset void:triples 0 ; void:entities 0 ; void:classes 0")
    assert not holds(found, ":dataset dcterms:temporal ?any")
    assert b"<dd>0</dd>" in void(here, Ask()).body
    assert holds(said(service_description(here, Ask(media="text/turtle"))), f"<{VIEW}> void:triples 0")


def test_the_service_describes_itself(store: Store) -> None:
    """As the W3C's tests ask: a service with this endpoint; what it can do and what not."""
    found = said(service_description(context(store), Ask(media="text/turtle")))
    assert holds(found, f"?service a sd:Service ; sd:endpoint <{SITE}/sparql>")
    assert holds(
        found, "?service a sd:Service ; sd:supportedLanguage sd:SPARQL11Query ; sd:feature sd:EmptyGraphs"
    )
    assert not holds(found, "?service sd:feature sd:BasicFederatedQuery")
    assert not holds(found, "?service sd:feature sd:UnionDefaultGraph")
    assert not holds(found, "?service sd:supportedLanguage sd:SPARQL11Update")
    forms = found.query("SELECT ?form { ?s sd:resultFormat ?form }", prefixes=NAMES)
    assert len(list(forms)) == len(media.RESULTS) + len(media.GRAPHS)
    assert holds(found, "?s sd:defaultEntailmentRegime <http://www.w3.org/ns/entailment/Simple>")


def test_the_service_describes_its_dataset(store: Store) -> None:
    """The view as default graph, under the name a client may give it, and every named graph with its size."""
    found = said(service_description(context(store), Ask(media="text/turtle")))
    assert holds(found, f"?s sd:defaultDataset ?d . ?d sd:defaultGraph <{VIEW}> . <{VIEW}> void:triples 12")
    for key in RELEASES:
        graph = f"<{graph_iri(key)}>"
        assert holds(found, f"?s sd:availableGraphs [ sd:namedGraph [ sd:name {graph} ; sd:graph {graph} ] ]")
        assert holds(found, f"{graph} a sd:Graph ; void:triples 2")
    assert not holds(found, f"?g sd:name <{MANIFEST}>")


def test_a_long_list_of_graphs_is_cut_and_says_so(store: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    """The number is that of all."""
    monkeypatch.setattr(description, "_LISTED", 2)
    answer = service_description(context(store), Ask(media="text/turtle"))
    assert len(list(said(answer).query("SELECT ?g { ?d sd:namedGraph ?g }", prefixes=NAMES))) == 2
    assert "4 named graphs, 2 of which are listed here" in answer.body.decode()


# Domains and ranges of the terms of the Service Description vocabulary (W3C, section 3) that we use.
SCHEMA = {
    "endpoint": ("Service", ""),
    "feature": ("Service", "Feature"),
    "supportedLanguage": ("Service", "Language"),
    "resultFormat": ("Service", ""),
    "defaultEntailmentRegime": ("Service", "EntailmentRegime"),
    "defaultDataset": ("Service", "Dataset"),
    "availableGraphs": ("Service", "GraphCollection"),
    "defaultGraph": ("Dataset", "Graph"),
    "namedGraph": ("GraphCollection", "NamedGraph"),
    "name": ("NamedGraph", ""),
    "graph": ("NamedGraph", "Graph"),
}


def test_the_service_description_conforms_to_its_vocabulary(store: Store) -> None:
    """Each property is one of the vocabulary, and stands between things of its domain and range."""
    found = said(service_description(context(store), Ask(media="text/turtle")))
    used = {
        q.predicate.value.removeprefix(NAMES["sd"])
        for q in found
        if q.predicate.value.startswith(NAMES["sd"])
    }
    assert used == set(SCHEMA)
    for name, (domain, range_) in SCHEMA.items():
        assert not holds(found, f"?s sd:{name} ?o FILTER NOT EXISTS {{ ?s a sd:{domain} }}"), name
        if range_:
            assert not holds(found, f"?s sd:{name} ?o FILTER NOT EXISTS {{ ?o a sd:{range_} }}"), name
