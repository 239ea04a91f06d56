"""`/sparql`: what users of the SPARQL 1.1 Protocol may expect of it."""

from __future__ import annotations

import socket
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import quote, urlencode

import pytest
from pyoxigraph import NamedNode, RdfFormat, parse
from pyoxigraph import Store as Graph

from kg.vocab import BASE, PREFIXES, VIEW, graph_iri, slug_key
from tests.serving import Client, Got, five_releases, serving

FORM, DIRECT, UPDATE = (
    "application/x-www-form-urlencoded",
    "application/sparql-query",
    "application/sparql-update",
)
JSON = "application/sparql-results+json"
PROBLEM = "application/problem+json"
RDF_FORMATS = {
    "text/turtle": RdfFormat.TURTLE,
    "application/n-triples": RdfFormat.N_TRIPLES,
    "application/rdf+xml": RdfFormat.RDF_XML,
    "application/ld+json": RdfFormat.JSON_LD,
    "application/trig": RdfFormat.TRIG,
    "application/n-quads": RdfFormat.N_QUADS,
}
KEYS = ("digitaltag", "bundeskongress-stuttgart", "2019-09-04-foerderurkunde")
ONE, TWO, THREE = map(graph_iri, KEYS)
NOWHERE = graph_iri("no-such-release")
FIRST, SECOND, THIRD = (f"<{BASE}id/release/{slug_key(key)}>" for key in KEYS)
COUNT = "SELECT (COUNT(*) AS ?n) { ?s ?p ?o }"
PEOPLE = "PREFIX foaf: <http://xmlns.com/foaf/0.1/> ASK { ?x a foaf:Person ; rdfs:label ?l }"


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Client]:
    """A server on the five releases."""
    folder = tmp_path_factory.mktemp("protocol")
    with serving(five_releases(folder), "--access-log", "none", folder=folder) as client:
        yield client


def post(server: Client, body: str | bytes, kind: str = DIRECT, path: str = "/sparql", **headers: str) -> Got:
    """A body of a media type."""
    return server(path, method="POST", body=body, content_type=kind, **headers)


def count(got: Got) -> int:
    """The figure that COUNT gave."""
    assert got.status == 200, got.text
    return int(got.rows()[0]["n"])


def refused(got: Got, status: int = 400) -> dict[str, Any]:
    """Assert that it is a problem as RFC 9457 has it, and nothing to keep; its members."""
    assert (got.status, got.kind) == (status, PROBLEM), got.text
    assert got["cache-control"] == "no-store"
    assert got["etag"] == ""
    assert got["access-control-allow-origin"] == "*"
    members: dict[str, Any] = got.json
    assert members["status"] == status
    assert members["type"]
    assert members["title"]
    return members


# -- the protocol tests of the W3C's SPARQL 1.1 suite, with our graphs in place of theirs ------------------


@dataclass(frozen=True)
class Case:
    """A request of the suite, and what must come back: True, a kind of content, or a refusal."""

    name: str
    expected: Any
    method: str = "GET"
    params: dict[str, str | list[str]] = field(default_factory=dict)
    kind: str = ""
    body: str | bytes | None = None

    def send(self, server: Client) -> Got:
        """Ask it; the suite's endpoint ends in a slash."""
        headers = {"content_type": self.kind} if self.kind else {}
        return server("/sparql/", self.params, method=self.method, body=self.body, **headers)


BOTH = f"ASK {{ {FIRST} a ?type . {SECOND} a ?type . }}"
BOTH_NAMED = f"ASK {{ GRAPH ?g1 {{ {FIRST} a ?type }} GRAPH ?g2 {{ {SECOND} a ?type }} }}"
FULL = f"ASK {{ {THIRD} a ?type GRAPH ?g1 {{ {FIRST} a ?type }} GRAPH ?g2 {{ {SECOND} a ?type }} }}"
MIXED = f"ASK FROM <{THREE}> {{ GRAPH ?g1 {{ {FIRST} a ?type }} GRAPH ?g2 {{ {SECOND} a ?type }} }}"
DEFAULTS: dict[str, str | list[str]] = {"default-graph-uri": [ONE, TWO]}
NAMEDS: dict[str, str | list[str]] = {"named-graph-uri": [ONE, TWO]}
EMPTY: dict[str, str | list[str]] = {"default-graph-uri": NOWHERE}
TABLE = (JSON, "application/sparql-results+xml", "text/csv", "text/tab-separated-values")
TRUTH = (JSON, "application/sparql-results+xml")
TRIPLES = ("application/rdf+xml", "text/turtle", "application/n-triples", "application/ld+json")
QUERIES = [
    Case("query_post_form", True, "POST", EMPTY, FORM, "query=ASK%20%7B%7D"),
    Case("query_dataset_default_graphs_get", True, params={"query": BOTH} | DEFAULTS),
    Case("query_dataset_default_graphs_post", True, "POST", DEFAULTS, DIRECT, BOTH),
    Case("query_dataset_named_graphs_post", True, "POST", NAMEDS, DIRECT, BOTH_NAMED),
    Case("query_dataset_named_graphs_get", True, params={"query": BOTH_NAMED} | NAMEDS),
    Case("query_dataset_full", True, "POST", NAMEDS | {"default-graph-uri": THREE}, DIRECT, FULL),
    Case("query_multiple_dataset", True, "POST", NAMEDS, DIRECT, MIXED),
    Case("query_get", True, params={"query": "ASK {}"} | EMPTY),
    Case("query_content_type_select", TABLE, "POST", EMPTY, DIRECT, "SELECT (1 AS ?value) {}"),
    Case("query_content_type_ask", TRUTH, "POST", EMPTY, DIRECT, "ASK {}"),
    Case("query_content_type_describe", TRIPLES, "POST", EMPTY, DIRECT, "DESCRIBE <http://example.org/>"),
    Case("query_content_type_construct", TRIPLES, "POST", EMPTY, DIRECT, "CONSTRUCT { <s> <p> 1 } WHERE {}"),
    Case("query_post_direct", True, "POST", {}, DIRECT, "ASK {}"),
]
REFUSALS = [
    Case("bad_query_method", 405, "PUT", {"query": "ASK {}"} | EMPTY, FORM),
    Case("bad_multiple_queries", 400, params={"query": ["ASK {}", "SELECT * {}"]}),
    Case("bad_query_wrong_media_type", 415, "POST", {}, "text/plain", "ASK {}"),
    Case("bad_query_missing_form_type", 415, "POST", {}, "", "query=ASK%20%7B%7D"),
    Case("bad_query_missing_direct_type", 415, "POST", {}, "", "ASK {}"),
    Case("bad_query_non_utf8", 415, "POST", {}, f"{DIRECT}; charset=UTF-16", "ASK {}".encode("utf-16")),
    Case("bad_query_syntax", 400, params={"query": "ASK {"}),
]
INSERT = f"CLEAR ALL ; INSERT DATA {{ GRAPH <{ONE}> {{ {FIRST} a <http://xmlns.com/foaf/0.1/Document> }} }}"
UPDATES = [
    Case("update_dataset_default_graph", 415, "POST", {"using-graph-uri": ONE}, UPDATE, INSERT),
    Case("update_dataset_default_graphs", 415, "POST", {"using-graph-uri": [ONE, TWO]}, UPDATE, INSERT),
    Case("update_dataset_named_graphs", 415, "POST", {"using-named-graph-uri": [ONE, TWO]}, UPDATE, INSERT),
    Case(
        "update_dataset_full",
        415,
        "POST",
        {"using-graph-uri": ONE, "using-named-graph-uri": TWO},
        UPDATE,
        INSERT,
    ),
    Case("update_post_form", 400, "POST", {}, FORM, "update=CLEAR+ALL"),
    Case("update_post_direct", 415, "POST", {}, UPDATE, "CLEAR ALL"),
    Case("update_base_uri", 415, "POST", {}, UPDATE, f"INSERT DATA {{ GRAPH <{ONE}> {{ <a> <b> <c> }} }}"),
    Case("bad_update_get", 400, params={"update": "CLEAR ALL"}),
    Case("bad_multiple_updates", 400, "POST", {}, FORM, "update=CLEAR%20NAMED&update=CLEAR%20DEFAULT"),
    Case("bad_update_wrong_media_type", 415, "POST", {}, "text/plain", "CLEAR NAMED"),
    Case("bad_update_missing_form_type", 415, "POST", {}, "", "update=CLEAR%20NAMED"),
    Case("bad_update_non_utf8", 415, "POST", {}, f"{UPDATE}; charset=UTF-16", "CLEAR ALL".encode("utf-16")),
    Case("bad_update_syntax", 400, "POST", {}, FORM, "update=CLEAR%20XYZ"),
    Case(
        "bad_update_dataset_conflict",
        415,
        "POST",
        {"using-named-graph-uri": "http://example/people"},
        UPDATE,
        "WITH <http://example/a> DELETE { ?p <http://example/b> 'c' } WHERE { ?p ?q 'c' }",
    ),
    # Beyond the suite: the other ways in which an update could come.
    Case("update_as_query_get", 400, params={"query": "CLEAR ALL"}),
    Case("update_as_query_form", 400, "POST", {}, FORM, "query=CLEAR+ALL"),
    Case("update_as_query_direct", 400, "POST", {}, DIRECT, INSERT),
    Case("update_after_query", 400, "POST", {}, DIRECT, f"ASK {{}} ; {INSERT}"),
    Case("update_beside_query", 400, "POST", {"update": "CLEAR ALL"}, DIRECT, "ASK {}"),
    Case("update_beside_query_in_form", 400, "POST", {}, FORM, "query=ASK%7B%7D&update=CLEAR+ALL"),
    Case("update_by_put", 405, "PUT", {}, "text/turtle", f"{FIRST} a {SECOND} ."),
    Case("update_by_patch", 405, "PATCH", {}, UPDATE, "CLEAR ALL"),
    Case("update_by_delete", 405, "DELETE", {"graph": ONE}),
]


@pytest.mark.parametrize("case", QUERIES, ids=lambda case: case.name)
def test_w3c_queries(server: Client, case: Case) -> None:
    """The suite's queries are answered: true where it says so, else with a fitting type and well-formed."""
    got = case.send(server)
    assert got.status == 200, got.text
    if case.expected is True:
        assert got.kind in TRUTH
        assert got.json["boolean"] is True
    else:
        assert got.kind in case.expected
        if got.kind in RDF_FORMATS:
            list(parse(got.body, RDF_FORMATS[got.kind]))


@pytest.mark.parametrize("case", REFUSALS, ids=lambda case: case.name)
def test_w3c_refusals(server: Client, case: Case) -> None:
    """The suite's malformed requests are refused."""
    refused(case.send(server), case.expected)


@pytest.mark.parametrize("case", UPDATES, ids=lambda case: case.name)
def test_w3c_updates_are_refused(server: Client, case: Case) -> None:
    """No update comes in, in whatever form; the suite's and others."""
    before = count(server.sparql(COUNT))
    refused(case.send(server), case.expected)
    assert count(server.sparql(COUNT)) == before
    assert not server.sparql(f"ASK {{ GRAPH ?g {{ {FIRST} a <http://xmlns.com/foaf/0.1/Document> }} }}").json[
        "boolean"
    ]


def test_relative_iris_are_resolved(server: Client) -> None:
    """A relative IRI is understood, against the endpoint's address, which is the base (suite: base URI)."""
    got = server.sparql("SELECT (<x> AS ?a) (<#y> AS ?b) (<//h/z> AS ?c) {}")
    endpoint = f"http://127.0.0.1:{server.port}/sparql"
    assert got.rows() == [
        {"a": endpoint.replace("/sparql", "/x"), "b": f"{endpoint}#y", "c": "http://h/z"}
    ], got.text
    declared = server.sparql("BASE <http://example.org/a/> SELECT (<x> AS ?a) {}")
    assert declared.rows() == [{"a": "http://example.org/a/x"}]


# -- service description -----------------------------------------------------------------------------------

SD = "http://www.w3.org/ns/sparql-service-description#"


@pytest.mark.parametrize("kind", RDF_FORMATS)
def test_service_description_is_rdf(server: Client, kind: str) -> None:
    """The endpoint without a query gives RDF; in it is the endpoint's own address (W3C: three tests)."""
    got = server("/sparql", accept=kind)
    assert (got.status, got.kind) == (200, kind)
    graph = Graph()
    graph.bulk_extend(parse(got.body, RDF_FORMATS[kind]))
    endpoint = NamedNode(f"http://127.0.0.1:{server.port}/sparql")
    [[service]] = graph.query(
        f"SELECT ?s {{ ?s a <{SD}Service> ; <{SD}endpoint> {endpoint} }}", use_default_graph_as_union=True
    )
    values = {
        q.object.value.removeprefix(SD)
        for q in graph.quads_for_pattern(service, NamedNode(f"{SD}supportedLanguage"), None, None)
    }
    assert values == {"SPARQL11Query"}
    features = {
        q.object.value for q in graph.quads_for_pattern(service, NamedNode(f"{SD}feature"), None, None)
    }
    assert not features & {f"{SD}DereferencesURIs", f"{SD}BasicFederatedQuery"}
    formats = list(graph.quads_for_pattern(service, NamedNode(f"{SD}resultFormat"), None, None))
    assert len(formats) >= 8


def test_service_description_is_conform(server: Client) -> None:
    """Every sd: term in it is one of the vocabulary, with the right kind of thing in its place (W3C)."""
    got = server("/sparql", accept="text/turtle")
    graph = Graph()
    graph.bulk_extend(parse(got.body, RdfFormat.TURTLE))
    for quad in graph:
        if quad.predicate.value.startswith(SD):
            name = quad.predicate.value.removeprefix(SD)
            assert name in _SD_PROPERTIES, name
            assert not quad.object.value.startswith('"')
    [[dataset]] = graph.query(f"SELECT ?d {{ ?s a <{SD}Service> ; <{SD}defaultDataset> ?d }}")
    named = {row[0].value for row in graph.query(f"SELECT ?n {{ {dataset} <{SD}namedGraph>/<{SD}name> ?n }}")}
    assert {ONE, TWO, THREE} <= named
    assert VIEW not in named


_SD_PROPERTIES = {
    "availableGraphs", "defaultDataset", "defaultEntailmentRegime", "defaultGraph",
    "defaultSupportedEntailmentProfile", "endpoint", "entailmentRegime", "extensionAggregate",
    "extensionFunction", "feature", "graph", "inputFormat", "languageExtension", "name", "namedGraph",
    "propertyFeature", "resultFormat", "supportedEntailmentProfile", "supportedLanguage",
}  # fmt: skip


def test_named_graphs_of_the_description_are_there(server: Client) -> None:
    """Each named graph that the description lists can be asked, and holds something."""
    graph = Graph()
    graph.bulk_extend(parse(server("/sparql", accept="text/turtle").body, RdfFormat.TURTLE))
    names = [row[0].value for row in graph.query(f"SELECT ?n {{ ?g <{SD}name> ?n }}")]
    assert names
    for name in names:
        assert count(server.sparql(COUNT, params={"default-graph-uri": name})) > 0, name


# -- dataset -----------------------------------------------------------------------------------------------


def test_default_graph_is_the_view(server: Client) -> None:
    """A plain query asks the published view, whose name is an alias of it, in the query and beside it."""
    whole = count(server.sparql(COUNT))
    assert whole > 1000
    assert count(server.sparql(COUNT, params={"default-graph-uri": VIEW})) == whole
    assert count(server.sparql(f"SELECT (COUNT(*) AS ?n) FROM <{VIEW}> {{ ?s ?p ?o }}")) == whole
    with_release = count(server.sparql(COUNT, params={"default-graph-uri": [VIEW, ONE]}))
    assert with_release > whole
    from_both = f"SELECT (COUNT(*) AS ?n) FROM <{VIEW}> FROM <{ONE}> {{ ?s ?p ?o }}"
    assert count(server.sparql(from_both)) == with_release


def test_several_default_graphs_are_merged(server: Client) -> None:
    """Two graphs make a default graph with the triples of both; naming one twice changes nothing."""
    one, two = (count(server.sparql(COUNT, params={"default-graph-uri": g})) for g in (ONE, TWO))
    both = count(server.sparql(COUNT, params={"default-graph-uri": [ONE, TWO]}))
    assert max(one, two) < both <= one + two
    assert count(server.sparql(COUNT, params={"default-graph-uri": [ONE, ONE]})) == one


def test_named_graphs_are_those_named(server: Client) -> None:
    """GRAPH ?g goes over those named alone; the default graph is empty then (SPARQL 1.1, 13.2)."""
    graphs = "SELECT DISTINCT ?g { GRAPH ?g { ?s ?p ?o } }"
    everywhere = {row["g"] for row in server.sparql(graphs).rows()}
    assert {ONE, TWO, THREE} < everywhere
    for got in (
        server.sparql(graphs, params=NAMEDS),
        server.sparql(graphs.replace("{", f"FROM NAMED <{ONE}> FROM NAMED <{TWO}> {{", 1)),
    ):
        assert {row["g"] for row in got.rows()} == {ONE, TWO}
    assert count(server.sparql(COUNT, params=NAMEDS)) == 0
    only_default = server.sparql(graphs, params={"default-graph-uri": ONE})
    assert only_default.rows() == []


def test_protocol_wins_over_query(server: Client) -> None:
    """A dataset in the protocol replaces the query's as a whole (SPARQL 1.1 Protocol, 2.1.4)."""
    one = count(server.sparql(COUNT, params={"default-graph-uri": ONE}))
    asked = f"SELECT (COUNT(*) AS ?n) FROM <{TWO}> {{ ?s ?p ?o }}"
    assert count(server.sparql(asked, params={"default-graph-uri": ONE})) == one
    named = f"SELECT DISTINCT ?g FROM NAMED <{TWO}> {{ GRAPH ?g {{ ?s ?p ?o }} }}"
    got = server.sparql(named, params={"named-graph-uri": ONE})
    assert [row["g"] for row in got.rows()] == [ONE]
    assert server.sparql(named, params={"default-graph-uri": ONE}).rows() == []


def test_dataset_of_a_form(server: Client) -> None:
    """A form carries the dataset in its body, in the address, or in both."""
    one = count(server.sparql(COUNT, params={"default-graph-uri": ONE}))
    both = count(server.sparql(COUNT, params={"default-graph-uri": [ONE, TWO]}))
    body = urlencode({"query": COUNT, "default-graph-uri": ONE})
    assert count(post(server, body, FORM)) == one
    in_address = f"/sparql?default-graph-uri={quote(TWO, safe='')}"
    assert count(post(server, body, FORM, in_address)) == both


def test_unknown_graph_is_empty(server: Client) -> None:
    """A graph of ours that does not exist is an empty one, not an error."""
    assert count(server.sparql(COUNT, params={"default-graph-uri": NOWHERE})) == 0
    assert count(server.sparql(f"SELECT (COUNT(*) AS ?n) FROM <{NOWHERE}> {{ ?s ?p ?o }}")) == 0
    got = server.sparql("SELECT ?g { GRAPH ?g {} }", params={"named-graph-uri": NOWHERE})
    assert got.status == 200


def test_foreign_graphs_are_refused_and_not_fetched(server: Client) -> None:
    """A graph of elsewhere is 400, wherever it is named; nothing connects to where it says."""
    with socket.create_server(("127.0.0.1", 0)) as listener:
        listener.settimeout(0.3)
        elsewhere = f"http://127.0.0.1:{listener.getsockname()[1]}/graph"
        for name in ("default-graph-uri", "named-graph-uri"):
            assert elsewhere in refused(server.sparql(COUNT, params={name: elsewhere}))["detail"]
            refused(server.sparql(COUNT, params={name: [ONE, elsewhere]}))
            refused(post(server, urlencode({"query": COUNT, name: elsewhere}), FORM))
        for clause in ("FROM", "FROM NAMED", "from", "FROM#\n"):
            refused(server.sparql(f"SELECT * {clause} <{elsewhere}> {{ ?s ?p ?o }}"))
        refused(server.sparql(f"PREFIX e: <{elsewhere}/> SELECT * FROM e:x {{ ?s ?p ?o }}"))
        refused(server.sparql(f"SELECT * {{ SERVICE <{elsewhere}> {{ ?s ?p ?o }} }}"))
        refused(server.sparql(f"SELECT * {{ SERVICE SILENT <{elsewhere}> {{ ?s ?p ?o }} }}"))
        refused(server.sparql(f"LOAD <{elsewhere}>"))
        with pytest.raises(TimeoutError):
            listener.accept()


@pytest.mark.parametrize("iri", ["", "digitaltag", "graph/view", f"{BASE}graph/a b", f"{BASE}graph/<x>"])
@pytest.mark.parametrize("name", ["default-graph-uri", "named-graph-uri"])
def test_graphs_that_are_no_iris_are_refused(server: Client, name: str, iri: str) -> None:
    """A graph's name must be an absolute IRI of ours."""
    refused(server.sparql(COUNT, params={name: iri}))


# -- methods -----------------------------------------------------------------------------------------------


def test_three_ways_of_asking_are_one(server: Client) -> None:
    """GET, a form and a direct POST give the same bytes."""
    query = "SELECT ?l { ?x a <http://xmlns.com/foaf/0.1/Person> ; rdfs:label ?l } ORDER BY ?l LIMIT 3"
    got = server.sparql(query)
    assert len(got.rows()) == 3
    assert post(server, query).body == got.body
    assert post(server, urlencode({"query": query}), FORM).body == got.body
    assert post(server, query, f"{DIRECT};charset=UTF-8").body == got.body
    assert post(server, urlencode({"query": query}), f'{FORM.upper()}; Charset="utf-8"').body == got.body


@pytest.mark.parametrize(
    "path", ["/sparql?" + urlencode({"query": "SELECT * { ?s ?p ?o } LIMIT 40"}), "/sparql?query=ASK+%7B"]
)
@pytest.mark.parametrize("encoding", ["identity", "gzip"])
def test_head_is_get_without_a_body(server: Client, path: str, encoding: str) -> None:
    """HEAD has the status and the headers of GET, its length too, and no body."""
    head = server(path, method="HEAD", accept_encoding=encoding)
    get = server(path, accept_encoding=encoding)
    assert head.body == b""
    assert head.status == get.status

    def headers(got: Got) -> list[tuple[str, str]]:
        return sorted((k.lower(), v) for k, v in got.headers.items() if k.lower() != "date")

    assert headers(head) == headers(get)
    assert head["content-length"] == str(len(get.body))


def test_options(server: Client) -> None:
    """OPTIONS says which methods there are."""
    got = server("/sparql", method="OPTIONS")
    assert (got.status, got.body) == (204, b"")
    assert set(got["allow"].split(", ")) == {"GET", "HEAD", "POST", "OPTIONS"}
    assert "POST" not in server("/queries", method="OPTIONS")["allow"]


@pytest.mark.parametrize("method", ["PUT", "DELETE", "PATCH", "PROPFIND", "FOO"])
def test_other_methods_are_refused(server: Client, method: str) -> None:
    """405 with Allow, for all others."""
    got = server("/sparql?query=ASK%7B%7D", method=method)
    refused(got, 405)
    assert set(got["allow"].split(", ")) == {"GET", "HEAD", "POST", "OPTIONS"}
    assert "POST" not in server("/queries", method="POST", body="")["allow"]


@pytest.mark.parametrize(
    "kind", ["text/plain", "application/json", "multipart/form-data; boundary=x", "", "x"]
)
def test_bodies_of_other_types_are_refused(server: Client, kind: str) -> None:
    """415, which says what is taken."""
    got = server("/sparql", method="POST", body="ASK {}", **({"content_type": kind} if kind else {}))
    assert "application/sparql-query" in refused(got, 415)["detail"]
    assert DIRECT in got["accept-post"]


def test_encoded_bodies_are_refused(server: Client) -> None:
    """415 for a compressed body, which could be a bomb."""
    refused(post(server, b"\x1f\x8b", content_encoding="gzip"), 415)
    assert post(server, "ASK {}", content_encoding="identity").status == 200


@pytest.mark.parametrize(
    ("params", "body"),
    [
        ({"query": ["ASK {}", "ASK {}"]}, None),
        ({"query": ""}, None),
        ({"query": " \n"}, None),
        ({"default-graph-uri": ONE}, None),
        ({}, ""),
        ({}, "query="),
        ({}, "a=b"),
        ({"query": "ASK {}"}, "query=ASK%7B%7D"),
    ],
)
def test_exactly_one_query(server: Client, params: dict[str, Any], body: str | None) -> None:
    """No query, an empty one and two of them are 400."""
    more = {"method": "POST", "body": body, "content_type": FORM} if body is not None else {}
    refused(server("/sparql", params, **more))


def test_query_in_address_and_body(server: Client) -> None:
    """A direct POST must not bring another query in its address; an empty body is no query."""
    refused(post(server, "ASK {}", path="/sparql?query=ASK%7B%7D"))
    refused(post(server, ""))


# -- malformed queries: what and where ---------------------------------------------------------------------

PLACES = [
    ("SELECT * { ?s ?p }", 1, 18, "}"),
    ("SELECT *\n{ ?s ?p }", 2, 9, "}"),
    ("SELECT *\r\n{ ?s ?p }", 2, 9, "}"),
    ("SELECT ?ä\n{\n\n  ?ä ?p 'Grüße' , }", 4, 19, "}"),
    ("SELECT * { ?s ?p '😀😀ß' . x }", 1, 28, ""),
    ("SELECT *\n{ ?s foo:bar '😀' }", 2, 6, "foo:bar"),
    ("SELECT *\n  FROM <http://elsewhere.example/> {}", 2, 8, "<http://elsewhere.example/>"),
    ("SELECT * {\n  SERVICE <http://elsewhere.example/> {} }", 2, 3, "SERVICE"),
    ("\n\nDROP ALL", 3, 1, "DROP"),
]


@pytest.mark.parametrize(("query", "line", "column", "words"), PLACES)
def test_errors_say_where(server: Client, query: str, line: int, column: int, words: str) -> None:
    """Line, column (in characters, not bytes; from 1) and words of what is wrong, by GET and by POST."""
    for got in (server.sparql(query), post(server, query), post(server, urlencode({"query": query}), FORM)):
        members = refused(got)
        assert (members["line"], members["column"]) == (line, column), members
        assert members["words"].startswith(words)
        assert query.split("\n")[line - 1][column - 1 :].startswith(members["words"][:1])
        assert members["detail"]


@pytest.mark.parametrize(
    "query",
    [
        "",
        "{",
        "SELECT",
        "SELECT (1 AS ?x) (2 AS ?x) {}",
        "SELECT ?s { ?s ?p ?o } GROUP BY ?p",
        "SELECT * { ?s ?p 'x }",
        "SELECT * { ?s <a b> ?o }",
        "ASK {} ASK {}",
        "SELECT * { BIND(1 AS ?x) BIND(2 AS ?x) }",
        "😀",
        "SELECT * { ?s ?p \\u007b }",
        'SELECT * { ?s ?p "\\ud800" }',
    ],
)
def test_malformed_queries_are_the_clients_fault(server: Client, query: str) -> None:
    """400, never 500; and the server answers the next one."""
    refused(server.sparql(query))
    assert server.sparql("ASK {}").json["boolean"] is True


def test_problems_are_pages_for_people(server: Client) -> None:
    """A browser gets a page, with the same status; what was asked is escaped in it."""
    got = server.sparql("<script>alert(1)</script>", accept="text/html,*/*;q=0.8")
    assert (got.status, got.kind) == (400, "text/html")
    assert "<script>alert" not in got.text
    assert "default-src 'none'" in got["content-security-policy"]


# -- UTF-8 -------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("kind", TABLE)
def test_utf8_goes_in_and_out(server: Client, kind: str) -> None:
    """All of Unicode comes back as it went in."""
    text = "Größe ẞ é e\u0301 日本 😀 \u200d \U0010ffff"
    got = server.sparql(f"SELECT ('{text}' AS ?x) ('{text}'@de-x-ü AS ?y) {{}}", accept=kind)
    refused(got)  # a language tag is ASCII
    for method in (server.sparql, lambda query, **more: post(server, query, **more)):
        got = method(f"SELECT ('{text}' AS ?ä) {{}}", accept=kind)
        assert got.status == 200
        assert text in got.text
        assert "ä" in got.text


def test_invalid_utf8_is_refused(server: Client) -> None:
    """What is no UTF-8 is 400 in the address, in a form and in a body; nothing is guessed."""
    for bad in ("%FF", "%C3", "%C3%28", "%ED%A0%80", "%F4%90%80%80", "%C0%AF"):
        refused(server(f"/sparql?query=ASK%7B%22{bad}%22%7D"))
        refused(post(server, f"query=ASK%7B%22{bad}%22%7D", FORM))
    for raw in (b"\xff", b"\xc3", b"\xed\xa0\x80", b"\xf8\x88\x80\x80\x80"):
        refused(post(server, b"ASK { ?s ?p '" + raw + b"' }"))
        refused(post(server, b"query=ASK+%7B%7D&x=" + raw, FORM))
    refused(post(server, "ASK { ?s ?p 'ä' }".encode("latin-1")))


@pytest.mark.parametrize("bad", ["%", "%2", "%zz", "ASK%7B%7D%"])
def test_broken_percent_encodings_are_refused(server: Client, bad: str) -> None:
    """A percent sign that encodes nothing is 400, as it is no longer known what was meant."""
    assert "%25" in refused(server(f"/sparql?query={bad}"))["detail"]
    refused(post(server, f"query={bad}", FORM))


def test_charset_of_a_body(server: Client) -> None:
    """UTF-8 is understood by its names; another charset is 415 and not guessed at."""
    for name in ("UTF-8", "utf8", '"utf-8"'):
        assert post(server, "ASK {}", f"{DIRECT}; charset={name}").status == 200
    refused(post(server, "ASK {}", f"{DIRECT}; charset=iso-8859-1"), 415)


def test_plus_and_percent(server: Client) -> None:
    """In forms and addresses a plus is a space; in a direct POST it is a plus."""
    assert server("/sparql?query=SELECT+(1%2B1+AS+?x)+%7B%7D").rows() == [{"x": "2"}]
    assert post(server, "query=SELECT+(1%2B1+AS+?x)+%7B%7D", FORM).rows() == [{"x": "2"}]
    assert post(server, "SELECT (1+1 AS ?x) {}").rows() == [{"x": "2"}]


def test_our_prefixes_need_no_declaration(server: Client) -> None:
    """The prefixes of the vocabulary are known; one that the query declares wins."""
    assert server.sparql("ASK { ?x a sg:Tenure }").json["boolean"] is True
    assert server.sparql("ASK { ?x a ?y FILTER(?y = foaf:Person) }").json["boolean"] is True
    assert server.sparql(PEOPLE).json["boolean"] is True
    other = "PREFIX sg: <http://example.org/> SELECT (sg:x AS ?x) (foaf:y AS ?y) {}"
    assert server.sparql(other).rows() == [{"x": "http://example.org/x", "y": f"{PREFIXES['foaf']}y"}]


def test_time_limit_may_be_lowered(server: Client) -> None:
    """`timeout` is a number of seconds; anything else is 400; a query within it is answered."""
    assert server.sparql("ASK {}", params={"timeout": "2.5"}).status == 200
    assert server.sparql("ASK {}", params={"timeout": "99999"}).status == 200
    for bad in ("x", "-1", "0", "1e3", "٣"):
        refused(server.sparql("ASK {}", params={"timeout": bad}))


def test_limit_is_503_and_can_be_read_from_elsewhere(server: Client) -> None:
    """A query beyond its time is 503 as a problem, with CORS; nothing of it is kept."""
    bomb = "SELECT (COUNT(*) AS ?n) { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i FILTER(?c != ?f) }"
    got = server.sparql(bomb, params={"timeout": "0.3"})
    assert refused(got, 503)["reason"] == "timeout"
    server.alive()
