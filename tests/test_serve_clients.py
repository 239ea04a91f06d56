"""Clients as people use them: SPARQLWrapper, rdflib, curl, `kg` itself, a browser page of another origin."""

from __future__ import annotations

import http.server
import json
import os
import subprocess
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any, ClassVar

import pytest
import rdflib
from pyoxigraph import QueryResultsFormat, RdfFormat, parse, parse_query_results
from rdflib.namespace import RDF, RDFS
from rdflib.plugins.stores.sparqlstore import SPARQLStore
from SPARQLWrapper import CSV, GET, JSON, JSONLD, N3, POST, POSTDIRECTLY, RDFXML, TSV, TURTLE, URLENCODED, XML
from SPARQLWrapper import SPARQLWrapper as Wrapper
from SPARQLWrapper.SPARQLExceptions import EndPointInternalError, QueryBadFormed

from kg.cli import main
from kg.vocab import BASE, graph_iri
from tests.browser import dump_dom
from tests.serving import Client, five_releases, serving

SG = rdflib.Namespace("https://w3id.org/stadtgraph/ns#")
DIGITALTAG = rdflib.URIRef(f"{BASE}id/release/digitaltag")
SELECT = "SELECT ?x ?l { ?x a sg:PressRelease ; rdfs:label ?l } ORDER BY ?x"
CONSTRUCT = "CONSTRUCT WHERE { ?x a sg:PressRelease ; rdfs:label ?l }"
WAYS = [(GET, URLENCODED), (POST, URLENCODED), (POST, POSTDIRECTLY)]
BOMB = "SELECT (COUNT(*) AS ?n) { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i FILTER(?c != ?f) }"


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Client]:
    """A server on the five releases; with contacts, so that it holds all that the store does."""
    folder = tmp_path_factory.mktemp("clients")
    options = ("--access-log", "none", "--with-contacts")
    with serving(five_releases(folder), *options, folder=folder) as client:
        yield client


def endpoint(server: Client) -> str:
    """The address of the endpoint."""
    return f"http://127.0.0.1:{server.port}/sparql"


# -- SPARQLWrapper -----------------------------------------------------------------------------------------


def wrapper(server: Client, query: str, kind: str, way: tuple[str, str] = WAYS[0]) -> Wrapper:
    """SPARQLWrapper with a query, ready to be sent."""
    found = Wrapper(endpoint(server))
    found.setMethod(way[0])
    found.setRequestMethod(way[1])
    found.setReturnFormat(kind)
    found.setQuery(query)
    return found


@pytest.mark.parametrize("way", WAYS, ids=["get", "form", "direct"])
def test_sparqlwrapper_rows(server: Client, way: tuple[str, str]) -> None:
    """Every format of rows by every way of asking."""
    data = wrapper(server, SELECT, JSON, way).queryAndConvert()
    expected = [[row[name]["value"] for name in ("x", "l")] for row in data["results"]["bindings"]]
    assert len(expected) == 5
    document = wrapper(server, SELECT, XML, way).queryAndConvert()
    texts = [node.firstChild.data for name in ("uri", "literal") for node in
             document.getElementsByTagName(name)]  # fmt: skip
    assert sorted(texts) == sorted(text for row in expected for text in row)
    lines = wrapper(server, SELECT, CSV, way).queryAndConvert().decode().splitlines()
    assert lines[0] == "x,l"
    assert len(lines) == 6
    answer = wrapper(server, SELECT, TSV, way).queryAndConvert()
    found = parse_query_results(answer, format=QueryResultsFormat.TSV)
    assert [[term.value for term in row] for row in found] == expected


@pytest.mark.parametrize("way", WAYS, ids=["get", "form", "direct"])
@pytest.mark.parametrize(
    ("kind", "form"),
    [
        (TURTLE, RdfFormat.TURTLE),
        (RDFXML, RdfFormat.RDF_XML),
        (N3, RdfFormat.N3),
        (JSONLD, RdfFormat.JSON_LD),
    ],
)
def test_sparqlwrapper_graphs(server: Client, way: tuple[str, str], kind: str, form: RdfFormat) -> None:
    """Every format of graphs that it knows, by every way of asking."""
    with wrapper(server, CONSTRUCT, kind, way).query().response as response:
        assert len(list(parse(response.read(), form))) == 10


def test_sparqlwrapper_truth_and_dataset(server: Client) -> None:
    """ASK, default graphs and named graphs."""
    assert wrapper(server, "ASK { ?x a sg:PressRelease }", JSON).queryAndConvert()["boolean"] is True
    asked = wrapper(server, f"SELECT ?p {{ <{DIGITALTAG}> ?p ?o }}", JSON)
    asked.addDefaultGraph(graph_iri("digitaltag"))
    assert len(asked.queryAndConvert()["results"]["bindings"]) > 5
    asked = wrapper(server, "SELECT DISTINCT ?g { GRAPH ?g { ?s ?p ?o } }", JSON)
    asked.addNamedGraph(graph_iri("digitaltag"))
    assert len(asked.queryAndConvert()["results"]["bindings"]) == 1


def test_sparqlwrapper_sees_what_is_wrong(server: Client) -> None:
    """Errors arrive as its exceptions, with our words in them."""
    with pytest.raises(QueryBadFormed, match="line 1, column"):
        wrapper(server, "SELECT * { ?s ?p }", JSON).query()
    slow = wrapper(server, BOMB, JSON)
    slow.addParameter("timeout", "0.3")
    with pytest.raises((EndPointInternalError, OSError)):  # 503
        slow.query()


# -- rdflib ------------------------------------------------------------------------------------------------


def remote(server: Client, **options: Any) -> SPARQLStore:
    """rdflib's store on our endpoint."""
    return SPARQLStore(endpoint(server), **options)


@pytest.mark.parametrize("method", ["GET", "POST", "POST_FORM"])
def test_rdflib_queries(server: Client, method: str) -> None:
    """SELECT with bindings, ASK, CONSTRUCT, through a graph on the remote store."""
    graph = rdflib.Graph(store=remote(server, method=method))
    names = {"sg": SG, "rdfs": RDFS}
    assert len(list(graph.query(SELECT, initNs=names))) == 5
    bound = graph.query("SELECT ?t { ?x a ?t }", initBindings={"x": DIGITALTAG})
    assert [row.t for row in bound] == [SG.PressRelease]
    label = graph.value(DIGITALTAG, RDFS.label)
    assert isinstance(label, rdflib.Literal)
    found = graph.query("SELECT ?x { ?x rdfs:label ?l }", initNs=names, initBindings={"l": label})
    assert DIGITALTAG in [row.x for row in found]
    assert graph.query("ASK {}").askAnswer is True
    constructed = graph.query(CONSTRUCT, initNs=names).graph
    assert constructed is not None
    assert len(constructed) == 10


@pytest.mark.parametrize("form", ["xml", "json", "csv", "tsv"])
def test_rdflib_formats(server: Client, form: str) -> None:
    """Rows in each format that rdflib asks for."""
    graph = rdflib.Graph(store=remote(server, returnFormat=form))
    assert len(list(graph.query(SELECT, initNs={"sg": SG, "rdfs": RDFS}))) == 5


def test_rdflib_walks_the_graph(server: Client) -> None:
    """The methods of a graph: triples, membership, length."""
    graph = rdflib.Graph(store=remote(server, context_aware=False))
    releases = set(graph.subjects(RDF.type, SG.PressRelease))
    assert len(releases) == 5
    assert (DIGITALTAG, RDF.type, SG.PressRelease) in graph
    [row] = server.sparql("SELECT (COUNT(*) AS ?n) { ?s ?p ?o }").rows()
    assert len(graph) == int(row["n"])


@pytest.mark.filterwarnings("ignore:Dataset.default_context is deprecated:DeprecationWarning")  # by itself
def test_rdflib_dataset(server: Client) -> None:
    """A Dataset on the endpoint: its graphs, one of them, and a query of its default graph."""
    dataset = rdflib.Dataset(store=remote(server))
    assert rdflib.URIRef(graph_iri("digitaltag")) in set(dataset.store.contexts())
    release = rdflib.Graph(store=dataset.store, identifier=rdflib.URIRef(graph_iri("digitaltag")))
    assert len(set(release.triples((DIGITALTAG, None, None)))) > 5
    [row] = dataset.query("SELECT (COUNT(*) AS ?n) { ?x a sg:Tenure }", initNs={"sg": SG})
    assert int(row.n) > 0
    [row] = release.query("SELECT (COUNT(*) AS ?n) { ?x a sg:Tenure }", initNs={"sg": SG})
    assert int(row.n) == 0, "tenures are derived: they are in no release's graph"


@pytest.mark.filterwarnings("ignore:ConjunctiveGraph is deprecated:DeprecationWarning")
def test_rdflib_conjunctive_graph(server: Client) -> None:
    """The old ConjunctiveGraph, which many scripts still use."""
    graph = rdflib.ConjunctiveGraph(store=remote(server))
    [row] = graph.query("SELECT (COUNT(*) AS ?n) { ?x a sg:Tenure }", initNs={"sg": SG})
    assert int(row.n) > 0
    assert len(set(graph.triples((None, RDF.type, SG.PressRelease)))) == 5


# -- curl --------------------------------------------------------------------------------------------------


def curl(*arguments: str) -> subprocess.CompletedProcess[bytes]:
    """What curl gives."""
    done = subprocess.run(["curl", "-sS", "--max-time", "20", *arguments], capture_output=True, check=False)
    assert done.returncode == 0, done.stderr.decode()
    return done


def test_curl_as_documented(server: Client) -> None:
    """A POST of `--data-urlencode`, a GET with -G, Accept, and the format in the address."""
    query = f"query={SELECT}"
    posted = json.loads(curl(endpoint(server), "--data-urlencode", query).stdout)
    got = json.loads(curl("-G", endpoint(server), "--data-urlencode", query).stdout)
    assert posted == got
    assert len(got["results"]["bindings"]) == 5
    table = curl("-H", "Accept: text/csv", endpoint(server), "--data-urlencode", query).stdout
    assert table.startswith(b"x,l\r\n")
    by_name = curl(f"{endpoint(server)}?format=csv", "--data-urlencode", query).stdout
    assert by_name == table


def test_curl_sends_a_file(server: Client, tmp_path: Path) -> None:
    """A query in a file, sent as it is."""
    file = tmp_path / "query.rq"
    file.write_text("# Größe\n" + CONSTRUCT, "utf-8")
    answer = curl(
        "-H", "Content-Type: application/sparql-query", "--data-binary", f"@{file}", endpoint(server)
    )
    assert len(list(parse(answer.stdout, RdfFormat.TURTLE))) == 10


def test_curl_head_and_compressed(server: Client) -> None:
    """HEAD gives headers; --compressed what the client can read; an ETag spares the body."""
    url = f"{endpoint(server)}?query=SELECT+*+%7B+?s+?p+?o+%7D+LIMIT+100"
    head = curl("-g", "-I", url).stdout.decode().lower()
    assert head.startswith("http/1.1 200")
    assert "etag:" in head
    plain = curl("-g", url).stdout
    assert int(head.split("content-length: ")[1].split()[0]) == len(plain)
    assert curl("-g", "--compressed", url).stdout == plain
    status = ["-o", os.devnull, "-w", "%{http_code}"]
    etag = head.split("etag: ")[1].split()[0]
    assert curl("-g", "-H", f"If-None-Match: {etag}", *status, url).stdout == b"304"


def test_curl_sees_what_is_wrong(server: Client) -> None:
    """The status says that it failed, also to --fail; the body says what."""
    answer = curl("-w", "%{http_code} %{content_type}", endpoint(server), "--data-urlencode", "query=SELECT")
    assert answer.stdout.decode().endswith("400 application/problem+json")
    failed = subprocess.run(
        ["curl", "-sS", "--fail", endpoint(server), "--data-urlencode", "query=SELECT"],
        capture_output=True,
        check=False,
    )
    assert failed.returncode == 22


def test_curl_expects_100_continue(server: Client, tmp_path: Path) -> None:
    """A large query, before which curl waits for leave to send it."""
    file = tmp_path / "query.rq"
    file.write_text(f"SELECT * {{ BIND('{'x' * 200_000}' AS ?x) }}", "utf-8")
    answer = curl("-H", "Expect: 100-continue", endpoint(server), "--data-urlencode", f"query@{file}")
    assert len(json.loads(answer.stdout)["results"]["bindings"]) == 1


# -- kg itself ---------------------------------------------------------------------------------------------


def said(capsys: pytest.CaptureFixture[str], *arguments: str) -> str:
    """What a command prints."""
    with pytest.raises(SystemExit) as ended:
        main([*arguments])
    out, err = capsys.readouterr()
    assert ended.value.code in (0, None), err
    return out


@pytest.mark.parametrize(
    "arguments",
    [
        ["query", "role-holders", "--role", "CDO", "--format", "json"],
        ["query", "funding", "--format", "csv"],
        ["query", "role-holders", "--role", "CDO", "--evidence", "--format", "jsonl"],
        ["sparql", SELECT, "--format", "tsv"],
        ["sparql", "ASK { ?x a sg:Tenure }"],
        ["export", "--format", "nquads"],
        ["export", "--graph", "digitaltag", "--format", "turtle"],
    ],
    ids=lambda arguments: " ".join(arguments[:2])[:30],
)
def test_kg_asks_the_endpoint_as_the_store(
    server: Client, capsys: pytest.CaptureFixture[str], arguments: list[str]
) -> None:
    """Commands give the same, byte by byte, from the endpoint and from the store it serves."""
    here = said(capsys, *arguments, "--store", str(server.store))
    there = said(capsys, *arguments, "--endpoint", endpoint(server))
    assert here
    assert there == here


# -- a browser page of another origin ----------------------------------------------------------------------

PAGE = """<!DOCTYPE html><html lang="en"><title>elsewhere</title><ul id="rows"></ul>
<script>
const endpoint = "%s", query = "SELECT ?x { ?x a sg:PressRelease } ORDER BY ?x LIMIT 2";
const say = (id, text) => {
  const li = document.createElement("li");
  li.id = id; li.textContent = text;
  document.getElementById("rows").append(li);
};
const rows = async response =>
  (await response.json()).results.bindings.map(row => row.x.value).join(" ");
(async () => {
  const accept = {Accept: "application/sparql-results+json"};
  const get = await fetch(endpoint + "?query=" + encodeURIComponent(query), {headers: accept});
  say("get", await rows(get) + " " + (get.headers.get("etag") ? "etag" : ""));
  const form = await fetch(endpoint, {method: "POST", body: new URLSearchParams({query}), headers: accept});
  say("form", await rows(form));
  const direct = await fetch(endpoint, {
    method: "POST", body: query,
    headers: {...accept, "Content-Type": "application/sparql-query", "X-Requested-With": "page"},
  });
  say("direct", await rows(direct));
  const bad = await fetch(endpoint + "?query=SELECT");
  say("bad", bad.status + " " + (await bad.json()).detail);
  const none = await fetch(endpoint.replace("/sparql", "/nowhere"));
  say("none", none.status + " " + (await none.json()).title);
  const slow = await fetch(endpoint + "?timeout=0.3&query=" + encodeURIComponent("%s"));
  say("slow", slow.status + " " + (await slow.json()).reason);
  try { await fetch(endpoint, {method: "PUT"}); say("put", "sent"); }
  catch (problem) { say("put", "refused"); }
})().catch(problem => say("failed", String(problem)));
</script></html>"""


class _Elsewhere(http.server.BaseHTTPRequestHandler):
    """A page of another origin."""

    page: ClassVar[bytes] = b""

    def do_GET(self) -> None:
        """The page, for whatever path."""
        self.send_response(200)
        self.send_header("Content-Type", "text/html; charset=utf-8")
        self.end_headers()
        self.wfile.write(self.page)

    def log_message(self, *_: Any) -> None:
        """Say nothing."""


@contextmanager
def elsewhere(page: str) -> Iterator[str]:
    """Another origin, which serves a page; its address."""
    handler = type("Handler", (_Elsewhere,), {"page": page.encode()})
    with http.server.ThreadingHTTPServer(("127.0.0.1", 0), handler) as other:
        thread = threading.Thread(target=other.serve_forever, daemon=True)
        thread.start()
        try:
            yield f"http://127.0.0.1:{other.server_port}/"
        finally:
            other.shutdown()
            thread.join()


def test_browser_page_of_another_origin(server: Client, tmp_path: Path) -> None:
    """A script of another origin reads rows by GET, form and preflighted POST, and what errors say."""
    with elsewhere(PAGE % (endpoint(server), BOMB)) as address:
        dom = dump_dom(address, tmp_path, wait=8).dom
    first = f"{BASE}id/release/2019-09-04-foerderurkunde"
    assert 'id="failed"' not in dom, dom
    for name in ("get", "form", "direct"):
        assert f'<li id="{name}">{first} ' in dom
    assert "etag</li>" in dom
    assert '<li id="bad">400 the query cannot be run' in dom
    assert '<li id="none">404 ' in dom
    assert '<li id="slow">503 timeout' in dom
    assert '<li id="put">refused' in dom
