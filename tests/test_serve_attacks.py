"""Attacks on `kg serve`, class by class: after each the server answers, and the store is as it was."""

from __future__ import annotations

import hashlib
import json
import re
import socket
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from html.parser import HTMLParser
from pathlib import Path
from urllib.parse import quote

import pytest
from serving import Client, serving

from kg import build, resources
from kg.store import Store

ROOT = Path(__file__).resolve().parent.parent
FORM = "application/x-www-form-urlencoded"
MARKUP = "<script>alert(1)</script>"
NASTY = (
    MARKUP,
    '"><img src=x onerror=alert(1)>',
    "javascript:alert(1)",
    "'; DROP ALL; '",
    "{{7*7}}",
    "a\r\nX-Evil: 1",
)
TEXT = """Kaiserslautern, 3. Mai 2021

<script>alert(1)</script> & "Anführung"

Oberbürgermeister Klaus <b>Weichel</b> begrüßte Dr. Eva O'Neill, Geschäftsführerin der <i>X</i> GmbH.
Mehr unter javascript:alert(2) und <a href="javascript:alert(3)">hier</a>.
"""


@pytest.fixture(scope="module")
def store(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The five releases, and one that is full of markup."""
    folder = tmp_path_factory.mktemp("attacks")
    release = folder / "a b <i>&.txt"
    release.write_text(TEXT, "utf-8")
    with Store.open(folder / "store") as opened:
        build.build([resources.releases(), release], opened)
    return folder / "store"


@pytest.fixture(scope="module")
def client(store: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Client]:
    """A server on it."""
    with serving(store, folder=tmp_path_factory.mktemp("log")) as running:
        yield running


@pytest.fixture(autouse=True)
def afterwards(client: Client, store: Path) -> Iterator[None]:
    """The server answers, no fault is in its log, and no file of the store has changed."""
    before = sums(store)
    yield
    client.alive()
    assert sums(store) == before
    assert client.log
    assert "a fault of the server" not in client.log.read_text("utf-8")


def sums(folder: Path) -> dict[str, tuple[str, int]]:
    """Sum and time of each file."""
    return {
        path.name: (hashlib.sha256(path.read_bytes()).hexdigest(), path.stat().st_mtime_ns)
        for path in folder.iterdir()
    }


@contextmanager
def listening() -> Iterator[tuple[int, list[object]]]:
    """A port, and who has connected to it."""
    with socket.create_server(("127.0.0.1", 0)) as server:
        server.settimeout(0.1)
        callers: list[object] = []
        over = threading.Event()

        def accept() -> None:
            while not over.is_set():
                try:
                    channel, address = server.accept()
                except TimeoutError:
                    continue
                callers.append(address)
                channel.close()

        thread = threading.Thread(target=accept)
        thread.start()
        try:
            yield server.getsockname()[1], callers
        finally:
            over.set()
            thread.join()


# -- changing it, having it ask elsewhere ------------------------------------------------------------------

UPDATES = (
    "INSERT DATA { <a:a> <a:b> <a:c> }", "DELETE WHERE { ?s ?p ?o }", "DROP ALL", "CLEAR ALL",
    "CREATE GRAPH <a:a>",
    "COPY DEFAULT TO <a:a>", "MOVE DEFAULT TO <a:a>", "ADD DEFAULT TO <a:a>",
    "WITH <a:a> DELETE { ?s ?p ?o } WHERE {}",
    "PREFIX x: <a:a> # c\n insert DATA { x:a x:b x:c }", "SELECT * {} ; DROP ALL",
    "ASK {} ; INSERT DATA { <a:a> <a:b> 1 }",
)  # fmt: skip


@pytest.mark.parametrize("text", UPDATES)
def test_no_update_in_any_form(client: Client, text: str) -> None:
    """As a query or an update; by GET, as a form, directly; encoded twice."""
    for got in (
        client.sparql(text),
        client("/sparql", {"update": text}),
        client(
            "/sparql",
            method="POST",
            body=f"query={quote(text)}",
            content_type=FORM,
        ),
        client(
            "/sparql",
            method="POST",
            body=f"update={quote(text)}",
            content_type=FORM,
        ),
        client("/sparql", method="POST", body=text, content_type="application/sparql-query"),
        client("/sparql", method="POST", body=text, content_type="application/sparql-update"),
        client(f"/sparql?query={quote(quote(text))}"),
    ):
        assert got.status in (400, 415), got.text
        assert got.kind == "application/problem+json"
    for method in ("PUT", "PATCH", "DELETE"):
        got = client("/sparql", method=method, body=text)
        assert (got.status, got["allow"]) == (405, "GET, HEAD, POST, OPTIONS")


def test_nothing_is_asked_elsewhere(client: Client) -> None:
    """SERVICE, LOAD and FROM in every disguise: refused, and nobody connects."""
    with listening() as (port, callers):
        there = f"http://127.0.0.1:{port}/x"
        for text in (
            f"SELECT * {{ SERVICE <{there}> {{ ?s ?p ?o }} }}",
            f"SELECT * {{ SERVICESILENT<{there}>{{ ?s ?p ?o }} }}",
            f"SELECT * {{ service#c\n<{there}> {{ ?s ?p ?o }} }}",
            f"SELECT * {{ \\u0053ERVICE <{there}> {{ ?s ?p ?o }} }}",
            f"PREFIX x: <{there}> SELECT * {{ SERVICE SILENT x: {{ ?s ?p ?o }} }}",
            f"SELECT * {{ BIND(<{there}> AS ?x) SERVICE ?x {{ ?s ?p ?o }} }}",
            f"SELECT * {{ {{ SELECT * {{ FILTER EXISTS {{ SERVICE <{there}> {{ ?s ?p ?o }} }} }} }} }}",
            f"SELECT * FROM <{there}> {{ ?s ?p ?o }}",
            f"SELECT * FROM NAMED <{there}> {{ GRAPH ?g {{ ?s ?p ?o }} }}",
            f"BASE <{there}> SELECT * FROM <y> {{ ?s ?p ?o }}",
            f"LOAD <{there}>",
            "SELECT * FROM <file:///etc/passwd> { ?s ?p ?o }",
        ):
            assert client.sparql(text).status == 400, text
        for name in ("default-graph-uri", "named-graph-uri"):
            for graph in (there, "file:///etc/passwd", "not an iri", ""):
                assert client.sparql("ASK {}", params={name: graph}).status == 400
        time.sleep(0.3)
        assert callers == []


def test_a_worker_can_open_no_socket() -> None:
    """Even if a query came through, the kernel would refuse."""
    code = (
        "import socket\nfrom kg.serve import confine\n"
        "assert confine.forbid_sockets()\nsocket.socketpair()\n"
        "try: socket.socket()\nexcept PermissionError: print('refused')"
    )
    done = subprocess.run([sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True, check=False)
    if "AssertionError" in done.stderr:
        pytest.skip("this system has no seccomp for this processor")
    assert done.stdout == "refused\n", done.stderr


# -- what goes out -----------------------------------------------------------------------------------------


def test_contact_data_is_nowhere(client: Client, store: Path, tmp_path: Path) -> None:
    """Neither in rows, entities, releases nor dumps; with `--with-contacts` it is."""
    with Store.read_only(store) as opened:
        rows = opened.query(
            "SELECT DISTINCT ?v { { ?s <https://schema.org/email>|<https://schema.org/telephone> ?v } UNION "
            "{ GRAPH ?g { ?s <https://schema.org/email>|<https://schema.org/telephone> ?v } } }"
        )
        secrets = [row["v"].value for row in rows]
        keys = opened.release_keys()
    assert len(secrets) > 5
    every = "SELECT * { { ?s ?p ?o } UNION { GRAPH ?g { ?s ?p ?o } } }"
    paths = [f"/sparql?query={quote(every)}&format={form}" for form in ("json", "csv", "xml", "tsv")]
    paths += ["/queries/contacts", "/queries/contacts?evidence=1", "/queries/evidence?format=csv"]
    paths += [f"/releases/{quote(key)}{end}" for key in keys for end in ("", ".ttl")]
    paths += ["/export/all.nq", "/export/view.ttl", "/export/all.trig", "/export/view.jsonld"]
    ready(client)
    for path in paths:
        found = [secret for secret in secrets if secret in client(path, accept="*/*").text]
        assert not found, path
    with serving(store, "--with-contacts", folder=tmp_path) as open_to_all:
        text = open_to_all(paths[0]).text
        assert all(json.dumps(secret, ensure_ascii=False)[1:-1] in text for secret in secrets)


def ready(client: Client) -> None:
    """Wait for the dumps."""
    end = time.monotonic() + 30
    while client("/export/SHA256SUMS").status != 200:
        assert time.monotonic() < end
        time.sleep(0.2)


class Dangers(HTMLParser):
    """What in a page could run something."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.found: list[str] = []
        self.feed(text)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Scripts that are not ours, handlers, links that run."""
        given = dict(attrs)
        if tag in ("script", "iframe", "object", "embed", "base") and "/assets/" not in (
            given.get("src") or ""
        ):
            self.found.append(tag)
        if tag in ("b", "i", "img"):
            self.found.append(tag)
        self.found += [name for name in given if name.startswith("on")]
        urls = [given.get(name) or "" for name in ("href", "src", "action", "formaction")]
        self.found += [url for url in urls if re.match(r"\s*(javascript|data|vbscript):", url, re.IGNORECASE)]


@pytest.mark.parametrize("nasty", NASTY)
def test_nothing_that_is_sent_comes_back_as_markup(client: Client, nasty: str) -> None:
    """In every parameter, path and header: errors and pages show it as text, headers not at all."""
    value = quote(nasty)
    iri = "<javascript:alert(1)>"
    rows = f'SELECT ("{MARKUP}" AS ?x) ({iri} AS ?y) {{}}'
    for path in (
        f"/{value}", f"/id/person/{value}", f"/releases/{value}", f"/queries/{value}", f"/export/{value}",
        f"/queries/role-holders?role={value}", f"/queries/role-holders?{value}=1",
        f"/queries/events?year={value}",
        f"/queries/events?limit={value}", f"/queries/events?page={value}",
        f"/queries/events?format={value}",
        f"/sparql?query={value}", f"/sparql?edit={value}", f"/sparql?query={quote(rows)}",
        f"/?lang={value}",
        f"/sparql?query={quote('SELECT * { ?s ?p ?o } #' + nasty)}", f"/ns?{value}={value}",
        f"/docs?x={value}",
        f"/sparql?query=ASK%7B%7D&timeout={value}", f"/assets/0/{value}", f"/releases?page={value}",
    ):  # fmt: skip
        got = client(path, accept="text/html")
        assert got.status in (200, 400, 404, 406), path
        if got.kind == "text/html":
            assert Dangers(got.text).found == [], path
            assert got["content-security-policy"].startswith("default-src 'none'")
        assert "x-evil" not in got.headers
        assert got["x-content-type-options"] == "nosniff"
    got = client("/sparql", accept=f"text/html;q={value}", accept_language=value, accept_encoding=value)
    assert got.status in (200, 406)


def test_nothing_in_the_data_comes_out_as_markup(client: Client) -> None:
    """The release full of markup, on each page that shows something of it."""
    got = client("/queries/releases", accept="application/json")
    key = next(row["key"] for row in got.rows() if row["key"].startswith("a b"))
    people = client.sparql("SELECT ?s { ?s a <http://xmlns.com/foaf/0.1/Person> }").rows()
    paths = [
        f"/releases/{quote(key)}",
        f"/id/release/{quote(key)}",
        "/releases",
        "/queries/releases",
        "/queries/evidence",
    ]
    paths += [row["s"].replace("https://w3id.org/stadtgraph", "") for row in people]
    paths += ["/sparql?query=" + quote("SELECT * { GRAPH ?g { ?s ?p ?o } FILTER(CONTAINS(STR(?o), '<')) }")]
    for path in paths:
        got = client(path, accept="text/html")
        assert got.status == 200, path
        assert Dangers(got.text).found == [], path
    assert MARKUP in json.dumps(client(f"/releases/{quote(key)}.jsonld").json)


def test_redirects_and_addresses_are_our_own(client: Client) -> None:
    """Neither path nor Host nor forwarding headers lead an answer elsewhere."""
    for path in (
        "//evil.example/",
        "/\\evil.example",
        "/%2f%2fevil.example",
        "/id//evil.example",
        "/https://evil.example",
    ):
        got = client(path)
        assert got.status in (400, 404)
        assert "location" not in got.headers
    for path in ("/", "/.well-known/void", "/openapi.json", "/sparql", "/queries/releases?limit=1", "/docs"):
        got = client(path, host="evil.example", x_forwarded_host="evil.example", x_forwarded_proto="gopher")
        assert got.status == 200
        assert "evil.example" not in got.text + str(got.headers)


# -- requests that are none --------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "path",
    [
        "/../../etc/passwd", "/%2e%2e/%2e%2e/etc/passwd", "/assets/..%2f..%2fapp.py",
        "/assets/x/..%2f..%2fapp.py",
        "/export/..%2f..%2fpublic%2fCURRENT", "/export/../labels/CURRENT", "/export/%2e%2e%5clock",
        "/releases/..%2f..%2fx",
        "/id/..%2f..%2fetc%2fpasswd", "/export/%252e%252e%252flock", "/queries/..%2freleases",
        "/export/.fresh", "/export/x",
    ],
)  # fmt: skip
def test_no_path_leads_out(client: Client, path: str) -> None:
    """Up, encoded once or twice, with either slash."""
    got = client(path)
    assert got.status in (400, 404), got.text
    assert "root:" not in got.text


@pytest.mark.parametrize(
    "raw",
    ["%", "%zz", "%f", "%ff", "%c0%80", "%ed%a0%80", "%f5%80%80%80", "%00", "a%00b", "\xff", "%EF%BF%BE%"],
)
def test_what_is_no_text_is_400(client: Client, raw: str) -> None:
    """Broken percent-encodings, overlong and invalid UTF-8, surrogates, NUL; in names and values."""
    for target in (
        f"/sparql?query=ASK{{}}{raw}",
        f"/sparql?{raw}=1&query=ASK",
        f"/queries/events?year={raw}",
    ):
        answer = client.raw(
            f"GET {target} HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n".encode("latin-1")
        )
        assert answer.startswith(b"HTTP/1.1 400"), (target, answer[:200])


@pytest.mark.parametrize(
    "raw",
    [
        b"GARBAGE\r\n\r\n", b"\0\0\0\0", b"\x16\x03\x01\x02\x00\x01", b"PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n",
        b"GET / HTTP/9.9\r\n\r\n", b"GET\r\n\r\n", b"GET / HTTP/1.1\r\nHost : x\r\n\r\n",
        b"GET / HTTP/1.1\r\nHost: x\r\nA: b\r\n c: d\r\n\r\n", b"TRACE / HTTP/1.1\r\nHost: x\r\n\r\n",
        b"CONNECT evil:80 HTTP/1.1\r\nHost: x\r\n\r\n", b"FOO / HTTP/1.1\r\nHost: x\r\n\r\n",
        b"POST /sparql HTTP/1.1\r\nHost: x\r\nContent-Length: 5\r\nContent-Length: 6\r\n\r\nabcdef",
        b"POST /sparql HTTP/1.1\r\nHost: x\r\nContent-Length: -1\r\n\r\n",
        b"POST /sparql HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\n\r\nZZ\r\nabc\r\n0\r\n\r\n",
        b"POST /sparql HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: cow\r\n\r\nabc",
        b"GET /" + b"a" * 200_000 + b" HTTP/1.1\r\nHost: x\r\n\r\n",
        b"GET / HTTP/1.1\r\nHost: x\r\nA: " + b"a" * 2_000_000 + b"\r\n\r\n",
        b"GET / HTTP/1.1\r\nHost: x\r\n" + b"A: b\r\n" * 5000 + b"\r\n",
    ],
    ids=range(18),
)  # fmt: skip
def test_what_is_no_request_ends_its_connection_alone(client: Client, raw: bytes) -> None:
    """An error or an end; never a success."""
    try:
        answer = client.raw(raw, wait=2)
    except OSError:
        return
    assert not answer or re.match(rb"HTTP/1\.[01] [45]\d\d ", answer), answer[:100]


def test_a_smuggled_request_is_not_answered(client: Client) -> None:
    """Of two ways to say a body's length one holds, and what is behind the body is no request of its own."""
    inner = b"GET /health HTTP/1.1\r\nHost: x\r\n\r\n"
    head = b"POST /sparql HTTP/1.1\r\nHost: x\r\nContent-Type: application/sparql-query\r\n"
    raw = (
        head + b"Content-Length: %d\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n" % (5 + len(inner)) + inner
    )
    answer = client.raw(raw, wait=2)
    # Read as chunked (as RFC 9112 wants) the second one is a request of the same client; never more.
    assert answer.count(b"HTTP/1.1 ") <= 2
    assert answer.startswith(b"HTTP/1.1 400")


def test_slow_requests_hold_up_nobody(client: Client) -> None:
    """A hundred that send a header byte by byte, a hundred no body, three hundred that say nothing."""
    with ExitStack() as stack:
        channels = []
        for n in range(500):
            channel = stack.enter_context(socket.create_connection(("127.0.0.1", client.port), timeout=5))
            if n < 100:
                channel.sendall(b"GET / HTTP/1.1\r\nHost: x\r\nA: ")
                channels.append(channel)
            elif n < 200:
                channel.sendall(b"POST /sparql HTTP/1.1\r\nHost: x\r\nContent-Length: 50\r\n\r\nquery=")
        for _ in range(5):
            for channel in channels:
                channel.sendall(b"a")
            client.alive()


def test_a_slow_head_is_given_up(client: Client) -> None:
    """Its connection is closed after some seconds."""
    with socket.create_connection(("127.0.0.1", client.port), timeout=25) as channel:
        channel.sendall(b"GET / HTTP/1.1\r\nHost: x\r\n")
        began = time.monotonic()
        assert b"200" not in channel.recv(1000)
        assert time.monotonic() - began < 20


def test_a_client_that_reads_nothing_holds_up_nobody(client: Client) -> None:
    """Twenty that ask for megabytes and read none of them."""
    text = quote("SELECT * { ?a ?b ?c . ?d ?e ?f } LIMIT 20000")
    with ExitStack() as stack:
        for _ in range(20):
            channel = stack.enter_context(socket.create_connection(("127.0.0.1", client.port)))
            channel.sendall(f"GET /sparql?query={text} HTTP/1.1\r\nHost: x\r\n\r\n".encode())
        time.sleep(1)
        client.alive()


def test_the_log_is_lines_of_json(client: Client) -> None:
    """Whatever a request holds, it is one line of it, with what matters."""
    client("/" + quote('a"\n\x1b[31m\u2028'))
    time.sleep(0.5)
    assert client.log
    lines = [line for line in client.log.read_text("utf-8").split("\n") if line.startswith("{")]
    assert len(lines) > 10
    for line in lines:
        entry = json.loads(line)
        assert {"time", "client", "method", "target", "status", "bytes", "ms"} <= set(entry)
