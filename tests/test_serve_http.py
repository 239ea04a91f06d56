"""What `/sparql` does as a resource of HTTP: formats, negotiation, encodings, caching, other origins."""

from __future__ import annotations

import gzip
import io
import json
import zlib
from collections.abc import Iterator
from typing import Any
from urllib.parse import urlencode

import pytest
import rdflib
import zstandard
from pyoxigraph import Literal, NamedNode, QueryResultsFormat, RdfFormat, Triple, parse, parse_query_results
from rdflib.query import Result

from kg.vocab import graph_iri
from tests.serving import Client, Got, five_releases, serving

JSON, XML = "application/sparql-results+json", "application/sparql-results+xml"
CSV, TSV = "text/csv", "text/tab-separated-values"
TURTLE, NTRIPLES, RDFXML = "text/turtle", "application/n-triples", "application/rdf+xml"
JSONLD, TRIG, NQUADS = "application/ld+json", "application/trig", "application/n-quads"
ROWS = {
    JSON: QueryResultsFormat.JSON,
    XML: QueryResultsFormat.XML,
    TSV: QueryResultsFormat.TSV,
}
"""The formats of rows that keep the kinds of terms; CSV does not."""
GRAPHS = {
    TURTLE: RdfFormat.TURTLE,
    NTRIPLES: RdfFormat.N_TRIPLES,
    RDFXML: RdfFormat.RDF_XML,
    JSONLD: RdfFormat.JSON_LD,
    TRIG: RdfFormat.TRIG,
    NQUADS: RdfFormat.N_QUADS,
}
PROBLEM = "application/problem+json"
SELECT = "SELECT ?x ?l { ?x a sg:PressRelease ; rdfs:label ?l } ORDER BY ?x ?l"
MANY = "SELECT * { ?s a ?t } LIMIT 200"
GRAPH = f"CONSTRUCT {{ ?s ?p ?o }} {{ GRAPH <{graph_iri('digitaltag')}> {{ ?s ?p ?o }} }}"
TERMS = r"""SELECT * { VALUES (?n ?t) {
    (1 <http://example.org/ä?a=b&c=<d>>) (2 "plain") (3 "Größe 😀"@de) (4 "a,b;\"c\" 'd' <e> & f")
    (5 "line\nbreak\ttab\rreturn\\backslash") (6 "") (7 1) (8 1.50) (9 1e3) (10 true)
    (11 "2024-05-06"^^xsd:date) (12 UNDEF) (13 "x"^^<http://example.org/type>) (14 "=1+1") (15 -0.0)
    (16 " leading and trailing ") (17 "\u0085\u2028") } } ORDER BY ?n""".replace("<d>>", "d>")
FIREFOX = "text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8"
CHROME = (
    "text/html,application/xhtml+xml,application/xml;q=0.9,image/avif,image/webp,image/apng,*/*;q=0.8,"
    "application/signed-exchange;v=b3;q=0.7"
)


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Client]:
    """A server on the five releases."""
    folder = tmp_path_factory.mktemp("http")
    with serving(five_releases(folder), "--access-log", "none", folder=folder) as client:
        yield client


def problem(got: Got, status: int) -> dict[str, Any]:
    """Assert that it is a problem; its members."""
    assert (got.status, got.kind) == (status, PROBLEM), got.text
    members: dict[str, Any] = got.json
    return members


def rows_of(got: Got) -> list[list[Any]]:
    """The rows of an answer as pyoxigraph reads it."""
    assert got.status == 200, got.text
    found = parse_query_results(got.body, format=ROWS[got.kind])
    return [list(row) for row in found]


def triples_of(got: Got) -> set[Triple]:
    """The triples of an answer as pyoxigraph reads it."""
    assert got.status == 200, got.text
    return {quad.triple for quad in parse(got.body, GRAPHS[got.kind])}


# -- formats -----------------------------------------------------------------------------------------------


@pytest.mark.parametrize("query", [SELECT, TERMS], ids=["releases", "terms"])
def test_rows_are_the_same_in_all_formats(server: Client, query: str) -> None:
    """JSON, XML and TSV hold the same terms, as two libraries read them; CSV holds their texts."""
    expected = rows_of(server.sparql(query, accept=JSON))
    assert len(expected) >= 5
    for kind in ROWS:
        got = server.sparql(query, accept=kind)
        assert got.kind == kind
        assert rows_of(got) == expected, kind
    texts = [["" if term is None else term.value for term in row] for row in expected]
    for kind in (JSON, XML):
        found = Result.parse(io.BytesIO(server.sparql(query, accept=kind).body), content_type=kind)
        terms = [[None if term is None else str(term.toPython()) for term in row] for row in found]
        assert terms == [[None if t is None else python(t) for t in row] for row in expected]
    got = server.sparql(query, accept=CSV)
    assert got["content-type"] == "text/csv; charset=utf-8"
    assert csv_rows(got) == texts


def python(term: Any) -> str:
    """A term of pyoxigraph as rdflib's idea of its value, as text."""
    if isinstance(term, NamedNode):
        return term.value
    datatype = None if term.language else rdflib.URIRef(term.datatype.value)
    return str(rdflib.Literal(term.value, lang=term.language, datatype=datatype).toPython())


def csv_rows(got: Got) -> list[list[str]]:
    """The rows of CSV below its head, whose lines end in CR LF (RFC 4180)."""
    import csv

    assert got.body.endswith(b"\r\n")
    return list(csv.reader(io.StringIO(got.text, newline="")))[1:]


@pytest.mark.parametrize("truth", [True, False])
def test_truth_in_all_formats(server: Client, truth: bool) -> None:
    """ASK is answered in every format of rows."""
    query = f"ASK {{ FILTER({str(truth).lower()}) }}"
    for kind in (JSON, XML):
        got = server.sparql(query, accept=kind)
        assert bool(parse_query_results(got.body, format=ROWS[kind])) is truth
    for kind in (CSV, TSV):
        assert server.sparql(query, accept=kind).text.strip() == str(truth).lower()


def test_no_rows_in_all_formats(server: Client) -> None:
    """An answer without rows is well-formed and names its columns."""
    query = "SELECT ?a ?ä { FILTER(false) }"
    for kind in ROWS:
        got = server.sparql(query, accept=kind)
        found = parse_query_results(got.body, format=ROWS[kind])
        assert [v.value for v in found.variables] == ["a", "ä"]
        assert list(found) == []
    assert server.sparql(query, accept=CSV).text == "a,ä\r\n"


@pytest.mark.parametrize("query", [GRAPH, "DESCRIBE ?x { ?x a sg:PressRelease }"], ids=["graph", "describe"])
def test_graphs_are_the_same_in_all_formats(server: Client, query: str) -> None:
    """The six formats of graphs hold the same triples, as two libraries read them."""
    expected = triples_of(server.sparql(query, accept=NTRIPLES))
    assert len(expected) > 40
    for kind in GRAPHS:
        got = server.sparql(query, accept=kind)
        assert got.kind == kind
        assert triples_of(got) == expected, kind
    for kind, form in {TURTLE: "turtle", NTRIPLES: "nt", RDFXML: "xml"}.items():
        graph = rdflib.Graph().parse(data=server.sparql(query, accept=kind).body, format=form)
        assert len(graph) == len(expected), kind


def test_no_triples_in_all_formats(server: Client) -> None:
    """An empty graph is well-formed in each format."""
    for kind in GRAPHS:
        assert triples_of(server.sparql("CONSTRUCT {} {}", accept=kind)) == set()


def test_special_characters_in_graphs(server: Client) -> None:
    """Quotes, angle brackets, line breaks and characters beyond the BMP survive each format."""
    text = "a<b>&\"c\" 'd'\n\t\r\\ 😀 ]]>"
    query = f"CONSTRUCT {{ <http://a.example/ä> <http://a.example/p> {Literal(text)} }} {{}}"
    subject = NamedNode("http://a.example/ä")
    expected = {Triple(subject, NamedNode("http://a.example/p"), Literal(text))}
    for kind in GRAPHS:
        if kind != RDFXML:  # pyoxigraph does not read &#xD; as XML has it
            assert triples_of(server.sparql(query, accept=kind)) == expected, kind
    [(_, _, found)] = rdflib.Graph().parse(data=server.sparql(query, accept=RDFXML).body, format="xml")
    assert str(found) == text


# -- which format ------------------------------------------------------------------------------------------

ACCEPTS = [
    # (Accept, for SELECT, for CONSTRUCT); None: 406
    ("", JSON, TURTLE),
    ("*/*", JSON, TURTLE),
    ("application/*", JSON, NTRIPLES),
    ("text/*", CSV, TURTLE),
    ("text/*, text/csv;q=0", TSV, TURTLE),
    (JSON, JSON, None),
    (XML, XML, None),
    (CSV, CSV, None),
    (TSV, TSV, None),
    (TURTLE, None, TURTLE),
    (NQUADS, None, NQUADS),
    (f"{TURTLE}, {JSON}", JSON, TURTLE),
    (f"{XML};q=0.9, {JSON};q=0.8, {RDFXML};q=0.9, {TURTLE};q=0.8", XML, RDFXML),
    (f"{XML};q=0.8, {JSON};q=0.9", JSON, None),
    (f"{CSV};q=0.5, */*;q=0.1", CSV, TURTLE),
    (f"*/*;q=0.1, {CSV};q=0.05", JSON, TURTLE),
    (f"*/*, {JSON};q=0", XML, TURTLE),
    (f"*/*, {JSON};q=0.0, {TURTLE};q=0.000", XML, NTRIPLES),
    (f"{JSON};q=0", None, None),
    ("*/*;q=0", None, None),
    ("image/png", None, None),
    ("image/png, */*;q=0.01", JSON, TURTLE),
    (CSV.upper(), CSV, None),
    ("Text/Turtle ; Q=0.5", None, TURTLE),
    (f"{CSV}; charset=utf-8; header=present", CSV, None),
    (f"{TURTLE};charset=utf-8;q=0.9,{NTRIPLES};q=0.8", None, TURTLE),
    (f"  {CSV}  ,  , {JSON};q=0.3", CSV, None),
    ("application/json", JSON, JSONLD),
    ("application/xml", XML, RDFXML),
    ("application/json;q=0.5, application/xml", XML, RDFXML),
    ("text/plain", None, NTRIPLES),
    ("application/sparql-results+json, application/json;q=0.9, */*;q=0.8", JSON, JSONLD),
]


@pytest.mark.parametrize(("accept", "rows", "graph"), ACCEPTS, ids=[a[0] or "none" for a in ACCEPTS])
def test_accept(server: Client, accept: str, rows: str | None, graph: str | None) -> None:
    """The format that Accept likes best, for rows and for graphs; 406 names those there are."""
    for query, expected in ((SELECT, rows), (GRAPH, graph)):
        got = server.sparql(query, accept=accept) if accept else server.sparql(query)
        if expected:
            assert (got.status, got.kind) == (200, expected)
        else:
            members = problem(got, 406)
            assert (JSON if query == SELECT else TURTLE) in members["available"]


@pytest.mark.parametrize(
    ("lines", "expected"),
    [
        ([CSV, f"{JSON};q=0.5"], CSV),
        ([f"{CSV};q=0.4", f"{JSON};q=0.5"], JSON),
        (["image/png", XML], XML),
        (["*/*;q=0.1", f"{TSV};q=0.2, {CSV};q=0.15"], TSV),
    ],
)
def test_several_lines_of_accept(server: Client, lines: list[str], expected: str) -> None:
    """Several header lines are as one that joins them (RFC 9110, 5.3)."""
    got = server("/sparql", {"query": SELECT}, accept=lines)
    assert (got.status, got.kind) == (200, expected)


@pytest.mark.parametrize(
    "accept", ["foo", ";;;", ",", "/", "text/csv;q=x", "q=1", "*", "text/", '"', "a/b/c;q"]
)
def test_malformed_accept(server: Client, accept: str) -> None:
    """What is no list of media types harms nobody."""
    assert server.sparql(SELECT, accept=accept).status in (200, 406)


@pytest.mark.parametrize("accept", [FIREFOX, CHROME, "text/html"])
def test_browsers_get_pages(server: Client, accept: str) -> None:
    """A browser's Accept gives HTML: for a query, without one, and for what fails."""
    for path in ("/sparql", "/sparql?" + urlencode({"query": SELECT})):
        got = server(path, accept=accept)
        assert (got.status, got["content-type"]) == (200, "text/html; charset=utf-8")
        assert "default-src 'none'" in got["content-security-policy"]
    assert server.sparql("SELECT", accept=accept).kind == "text/html"


FORMATS = [
    ("json", JSON, JSONLD), ("xml", XML, RDFXML), ("csv", CSV, None), ("tsv", TSV, None),
    ("turtle", None, TURTLE), ("ttl", None, TURTLE), ("ntriples", None, NTRIPLES), ("nt", None, NTRIPLES),
    ("rdfxml", None, RDFXML), ("rdf", None, RDFXML), ("jsonld", None, JSONLD), ("json-ld", None, JSONLD),
    ("trig", None, TRIG), ("nquads", None, NQUADS), ("nq", None, NQUADS),
    (JSON, JSON, None), (CSV, CSV, None), (TURTLE, None, TURTLE), (RDFXML, None, RDFXML), ("CSV", CSV, None),
]  # fmt: skip


@pytest.mark.parametrize(("form", "rows", "graph"), FORMATS, ids=[f[0] for f in FORMATS])
def test_format_parameter(server: Client, form: str, rows: str | None, graph: str | None) -> None:
    """`?format=` wins over Accept; 406 where it is one for the other kind of answers."""
    for query, expected in ((SELECT, rows), (GRAPH, graph)):
        for got in (
            server.sparql(query, params={"format": form}, accept="text/html"),
            server("/sparql", method="POST", body=urlencode({"query": query, "format": form}),
                   content_type="application/x-www-form-urlencoded"),
        ):  # fmt: skip
            if expected:
                assert (got.status, got.kind) == (200, expected)
            else:
                assert got.status == 406


def test_unknown_format(server: Client) -> None:
    """A format that does not exist is 400, which names those there are; two different ones are 400."""
    got = server.sparql(SELECT, params={"format": "xlsx"})
    assert "csv" in problem(got, 400)["detail"]
    problem(server.sparql(SELECT, params={"format": ["csv", "json"]}), 400)
    assert server.sparql(SELECT, params={"format": ["csv", CSV]}).kind == CSV
    assert server.sparql(SELECT, params={"format": "html"}).kind == "text/html"


# -- content encodings -------------------------------------------------------------------------------------

ENCODINGS = [
    # (Accept-Encoding, what is used)
    ("gzip", "gzip"),
    ("zstd", "zstd"),
    ("gzip, zstd", "zstd"),
    ("gzip, deflate, br, zstd", "zstd"),
    ("gzip;q=1.0, zstd;q=0.5", "gzip"),
    ("gzip, deflate, br", "gzip"),
    ("GZIP", "gzip"),
    ("*", "gzip"),
    ("gzip;q=0", ""),
    ("gzip;q=0, zstd;q=0", ""),
    ("gzip;q=0.000, *;q=0", ""),
    ("gzip;q=0, *", "zstd"),
    ("zstd;q=0, *", "gzip"),
    ("gzip;q=0, zstd;q=0, *", ""),
    ("identity", ""),
    ("identity;q=1, gzip;q=0.5", ""),
    ("identity, gzip", "gzip"),
    ("br", ""),
    ("", ""),
    ("gzip;q=x", ""),
    (";q=1,,gzip", "gzip"),
]


def decoded(got: Got) -> bytes:
    """The body without its content encoding."""
    if got["content-encoding"] == "gzip":
        return gzip.decompress(got.body)
    if got["content-encoding"] == "zstd":
        return zstandard.ZstdDecompressor().decompressobj().decompress(got.body)
    assert got["content-encoding"] == ""
    return got.body


@pytest.mark.parametrize(("accepted", "expected"), ENCODINGS)
def test_encoding(server: Client, accepted: str, expected: str) -> None:
    """What the client likes best, and never what it excludes; the same bytes after decoding."""
    plain = server.sparql(MANY)
    got = server.sparql(MANY, accept_encoding=accepted)
    assert got["content-encoding"] == expected
    assert decoded(got) == plain.body
    assert int(got["content-length"]) == len(got.body)
    if expected:
        assert len(got.body) < len(plain.body) / 2
    again = server.sparql(MANY, accept_encoding=accepted)
    assert again.body == got.body, "what is kept has the encoding it was kept for"


def test_small_answers_are_not_compressed(server: Client) -> None:
    """An answer that compressing would make longer stays as it is, and still varies."""
    got = server.sparql("ASK {}", accept_encoding="gzip")
    assert got["content-encoding"] == ""
    assert "accept-encoding" in got["vary"].lower()


def test_post_and_pages_are_compressed(server: Client) -> None:
    """Answers to POST and assets' pages are compressed, too."""
    got = server("/sparql", method="POST", body=MANY, content_type="application/sparql-query",
                 accept_encoding="gzip")  # fmt: skip
    assert got["content-encoding"] == "gzip"
    assert len(json.loads(decoded(got))["results"]["bindings"]) == 200
    assert zlib.crc32(decoded(got))


# -- caching -----------------------------------------------------------------------------------------------


def test_etag_and_304(server: Client) -> None:
    """A client that has an answer is told that it is still the same, without the bytes."""
    got = server.sparql(MANY)
    tag = got["etag"]
    assert tag.startswith('"')
    assert tag.endswith('"')
    assert server.sparql(MANY)["etag"] == tag
    for said in (tag, f"W/{tag}", f'"x", {tag}', f'W/"x",W/{tag} , "y"', ['"x"', tag]):
        for method in ("GET", "HEAD"):
            known = server.sparql(MANY, if_none_match=said, method=method)
            assert (known.status, known.body) == (304, b""), said
            assert known["etag"] == tag
            assert known["cache-control"] == got["cache-control"]
            assert known["vary"] == got["vary"]
            assert known["access-control-allow-origin"] == "*"
            assert known["content-type"] == ""
    for said in ('"x"', "", tag[1:-1], tag.replace('"', "'"), f'"{tag}"', tag.lower()[:-2]):
        other = server.sparql(MANY, if_none_match=said)
        assert (other.status, other.body) == (200, got.body), said


def test_answers_are_asked_for_again(server: Client) -> None:
    """Caches may keep answers and must ask whether they are still right: a new version may come any time."""
    directives = server.sparql(SELECT)["cache-control"]
    assert "no-cache" in directives
    assert "no-store" not in directives


def test_different_answers_have_different_etags(server: Client) -> None:
    """Query, format, encoding and dataset all count."""
    graph = graph_iri("digitaltag")
    gots = [
        server.sparql(MANY),
        server.sparql(MANY, accept=XML),
        server.sparql(MANY, accept_encoding="gzip"),
        server.sparql(MANY, accept_encoding="zstd"),
        server.sparql(MANY + " "),
        server.sparql(MANY, params={"default-graph-uri": graph}),
        server.sparql(MANY, params={"named-graph-uri": graph}),
        server.sparql(MANY, accept="text/html"),
        server.sparql(MANY, accept="text/html", accept_language="de"),
    ]
    assert all(got.status == 200 for got in gots)
    tags = [got["etag"] for got in gots]
    assert all(tags)
    assert len(set(tags)) == len(tags)


def test_etag_of_one_encoding_is_not_that_of_another(server: Client) -> None:
    """A client that has the gzipped bytes is not told that the plain ones are the same."""
    packed = server.sparql(MANY, accept_encoding="gzip")["etag"]
    assert server.sparql(MANY, accept_encoding="gzip", if_none_match=packed).status == 304
    assert server.sparql(MANY, if_none_match=packed).status == 200


@pytest.mark.parametrize(
    "expression",
    ["NOW()", "RAND()", "UUID()", "STRUUID()", "now ( )", "Rand()", "YEAR(NOW())", "STR(uuid())"],
)
def test_what_changes_each_time_is_not_kept(server: Client, expression: str) -> None:
    """An answer that depends on the moment or on chance has no ETag, and is evaluated each time."""
    query = f"SELECT ({expression} AS ?x) {{}}"
    first, second = server.sparql(query), server.sparql(query)
    assert first.status == 200
    assert first["etag"] == ""
    assert first["cache-control"] == "no-store"
    if "YEAR" not in expression:
        assert first.body != second.body


def test_words_in_strings_do_not_hinder_keeping(server: Client) -> None:
    """A string or a comment that holds such a word is none."""
    assert server.sparql("SELECT ('NOW() RAND()' AS ?now) {} # UUID()")["etag"]


@pytest.mark.parametrize(
    ("path", "status"),
    [
        ("/sparql?query=SELECT", 400),
        ("/nowhere", 404),
        ("/queries/nowhere", 404),
        ("/sparql?" + urlencode({"query": SELECT, "format": "turtle"}), 406),
        ("/sparql?format=png", 400),
    ],
)
def test_errors_are_never_kept(server: Client, path: str, status: int) -> None:
    """No cache may keep an error: what is missing today may be there tomorrow."""
    got = server(path)
    assert got.status == status
    assert got["cache-control"] == "no-store"
    assert got["etag"] == ""
    assert server(path, if_none_match="*").status == status


def test_posts_are_no_resources(server: Client) -> None:
    """An answer to POST has no ETag and is kept by no cache; If-None-Match changes nothing."""
    for _ in range(2):  # the second one is answered with what our own memory keeps
        got = server("/sparql", method="POST", body=MANY, content_type="application/sparql-query",
                     if_none_match="*")  # fmt: skip
        assert got.status == 200
        assert got["etag"] == ""
        assert got["cache-control"] == "no-store"


def test_what_is_kept_is_not_mixed_up(server: Client) -> None:
    """Answers asked for in turns, by query, format, language and method, are each their own."""
    for _ in range(2):
        assert server.sparql("SELECT (1 AS ?x) {}").rows() == [{"x": "1"}]
        assert server.sparql("SELECT (2 AS ?x) {}").rows() == [{"x": "2"}]
        assert server.sparql("SELECT (1 AS ?x) {}", accept=CSV).text == "x\r\n1\r\n"
        assert server.sparql("SELECT (1 AS ?x) {}", method="HEAD").body == b""
        german = server.sparql("SELECT (1 AS ?x) {}", accept="text/html", accept_language="de")
        english = server.sparql("SELECT (1 AS ?x) {}", accept="text/html", accept_language="en")
        assert 'lang="de"' in german.text
        assert 'lang="en"' in english.text
        for body, expected in (("SELECT (3 AS ?x) {}", "3"), ("SELECT (4 AS ?x) {}", "4")):
            got = server("/sparql", method="POST", body=body, content_type="application/sparql-query")
            assert got.rows() == [{"x": expected}]


# -- headers that are always there -------------------------------------------------------------------------

EVERYWHERE: list[tuple[str, str, dict[str, str], int]] = [
    ("GET", "/sparql?query=ASK%7B%7D", {}, 200),
    ("GET", "/sparql", {"accept": TURTLE}, 200),
    ("GET", "/queries", {}, 200),
    ("GET", "/health", {}, 200),
    ("GET", "/robots.txt", {}, 200),
    ("GET", "/sparql?query=SELECT", {}, 400),
    ("GET", "/sparql?query=SELECT", {"accept": "text/html"}, 400),
    ("GET", "/sparql?query=%FF", {}, 400),
    ("GET", "/%FF", {}, 400),
    ("GET", "/nowhere", {}, 404),
    ("GET", "/assets/000000/site.css", {}, 404),
    ("PUT", "/sparql", {}, 405),
    ("POST", "/queries", {}, 405),
    ("GET", "/sparql?query=ASK%7B%7D", {"accept": "image/png"}, 406),
    ("POST", "/sparql", {"content_type": "text/plain"}, 415),
    ("OPTIONS", "/sparql", {}, 204),
]


@pytest.mark.parametrize(("method", "path", "headers", "status"), EVERYWHERE)
def test_headers_of_all_answers(
    server: Client, method: str, path: str, headers: dict[str, str], status: int
) -> None:
    """Pages of other origins can read every answer and every error; nobody guesses at types."""
    got = server(path, method=method, origin="https://elsewhere.example", **headers)
    assert got.status == status
    assert got["access-control-allow-origin"] == "*"
    assert got["access-control-expose-headers"]
    assert got["access-control-allow-credentials"] == ""
    assert got["x-content-type-options"] == "nosniff"
    assert got["set-cookie"] == ""
    if method != "OPTIONS":
        varies = {name.strip().lower() for name in got["vary"].split(",")}
        assert {"accept", "accept-encoding"} <= varies
    for name in ("access-control-allow-origin", "content-type", "vary", "cache-control", "etag"):
        assert len(got.headers.get_all(name, [])) <= 1, name


def test_preflight(server: Client) -> None:
    """A browser that asks before a request of another origin is told that it may be sent."""
    got = server(
        "/sparql",
        method="OPTIONS",
        origin="https://elsewhere.example",
        access_control_request_method="POST",
        access_control_request_headers="content-type, x-requested-with",
    )
    assert (got.status, got.body) == (204, b"")
    assert got["access-control-allow-origin"] == "*"
    assert "POST" in got["access-control-allow-methods"]
    allowed = {name.strip().lower() for name in got["access-control-allow-headers"].split(",")}
    assert {"content-type", "accept", "*"} <= allowed
    assert int(got["access-control-max-age"]) > 0
    plain = server("/sparql", method="OPTIONS")
    assert plain["access-control-allow-methods"] == ""


def test_preflight_of_what_is_read_only(server: Client) -> None:
    """Where nothing but reading is possible, that is what a preflight says."""
    got = server("/queries", method="OPTIONS", access_control_request_method="PUT")
    assert got.status == 204
    assert got["access-control-allow-methods"] == "GET, HEAD, OPTIONS"
