"""Remote SPARQL services: a real server, started here, and servers that misbehave."""

from __future__ import annotations

import os
import shutil
import socket
import subprocess
import sys
import threading
import time
import urllib.request
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, HTTPServer
from pathlib import Path

import pytest
from pyoxigraph import RdfFormat, Store, parse

from kg.errors import EndpointError
from kg.query import load, run, sparql, with_evidence
from kg.remote import RemoteSource

FOLDERS = Path(__file__).parent / "queries"


def _binary() -> str:
    beside = Path(sys.executable).with_name("oxigraph")
    found = str(beside) if beside.exists() else shutil.which("oxigraph")
    if found:
        return found
    if os.environ.get("CI") == "true":
        pytest.fail("the oxigraph server is not installed (package oxigraph, extra test)")
    pytest.skip("the oxigraph server is not installed (package oxigraph, extra test)")


def _free_port() -> int:
    with socket.socket() as found:
        found.bind(("127.0.0.1", 0))
        port: int = found.getsockname()[1]
        return port


@pytest.fixture(scope="module")
def endpoint(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """An Oxigraph server that holds the data of two queries, loaded over HTTP."""
    address = f"127.0.0.1:{_free_port()}"
    place = str(tmp_path_factory.mktemp("server"))
    command = [_binary(), "serve", "--location", place, "--bind", address]
    with subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL) as server:
        try:
            _load(f"http://{address}", FOLDERS / "role-holders" / "data.ttl", "text/turtle", "?default")
            _load(f"http://{address}", FOLDERS / "evidence" / "data.trig", "application/trig", "")
            yield f"http://{address}/query"
        finally:
            server.terminate()
            server.wait(10)


def _load(base: str, path: Path, kind: str, where: str) -> None:
    request = urllib.request.Request(
        f"{base}/store{where}", path.read_bytes(), {"Content-Type": kind}, method="POST"
    )
    for _ in range(100):
        try:
            with urllib.request.urlopen(request, timeout=10):
                return
        except ConnectionError:
            time.sleep(0.1)
        except urllib.error.URLError as problem:
            if not isinstance(problem.reason, ConnectionError):
                raise
            time.sleep(0.1)
    pytest.fail("the server did not start")


@pytest.fixture
def local() -> Store:
    """The same data here."""
    store = Store()
    for name, format in (("role-holders/data.ttl", RdfFormat.TURTLE), ("evidence/data.trig", RdfFormat.TRIG)):
        store.extend(parse((FOLDERS / name).read_bytes(), format))
    return store


def test_same_rows_as_here(endpoint: str, local: Store) -> None:
    """Canned queries, labels and evidence give the same from a service as from the store."""
    remote = RemoteSource(endpoint)
    for name, params in (
        ("role-holders", {"role": "CDO", "on": "2021-06-01"}),
        ("role-holders", {"role": "oberbürgermeisterin", "organization": "KL"}),
        ("person-roles", {"person": "Weichel"}),
        ("evidence", {"entity": "Anna A"}),
        ("releases", {}),
    ):
        there, here = run(load(name), params, remote), run(load(name), params, local)
        assert there == here
        assert there.rows
    rows = run(load("role-holders"), {"role": "CDO"}, remote)
    assert with_evidence(rows, remote) == with_evidence(rows, local)


def test_ad_hoc(endpoint: str, local: Store) -> None:
    """SELECT, ASK and CONSTRUCT come back as they do from the store."""
    remote = RemoteSource(endpoint)
    for text in (
        "SELECT ?s WHERE { ?s ?p ?o } ORDER BY ?s LIMIT 3",
        "ASK { ?s ?p 'nothing' }",
        "ASK { ?s ?p ?o }",
        "CONSTRUCT WHERE { ?s a ?c }",
    ):
        assert sparql(text, remote) == sparql(text, local)


def test_refused_query_says_why(endpoint: str) -> None:
    """What the service says about a malformed query reaches the user."""
    with pytest.raises(EndpointError, match="refused the query"):
        RemoteSource(endpoint).query("SELECT * WHERE { ?s ?p")
    with pytest.raises(EndpointError):
        RemoteSource(endpoint.replace("/query", "/nowhere")).query("ASK { ?s ?p ?o }")


def test_unreachable() -> None:
    """No server, no address: one clear message each."""
    with pytest.raises(EndpointError, match="cannot be reached"):
        RemoteSource(f"http://127.0.0.1:{_free_port()}/query").query("ASK { ?s ?p ?o }")
    with pytest.raises(EndpointError, match="begins with http"):
        RemoteSource("file:///etc/passwd")


class _Odd(BaseHTTPRequestHandler):
    """Answers slowly under /slow, else something that is no result."""

    def do_POST(self) -> None:
        if self.path == "/slow":
            self.server.released.wait(10)  # type: ignore[attr-defined]
            return
        self.send_response(503 if self.path == "/busy" else 200)
        self.send_header("Content-Type", "application/sparql-results+json")
        self.end_headers()
        self.wfile.write(b"<html>hello</html>")

    def log_message(self, format: str, *args: object) -> None:
        pass


@pytest.fixture
def odd() -> Iterator[str]:
    """A server that misbehaves."""
    with HTTPServer(("127.0.0.1", 0), _Odd) as server:
        server.released = threading.Event()  # type: ignore[attr-defined]
        thread = threading.Thread(target=server.serve_forever)
        thread.start()
        yield f"http://127.0.0.1:{server.server_port}"
        server.released.set()  # type: ignore[attr-defined]
        server.shutdown()
        thread.join()


def test_odd_answers(odd: str) -> None:
    """Something else than results, a busy server and a slow one are errors, not rows."""
    for path, message in (("/odd", "no SPARQL result"), ("/busy", "503"), ("/slow", "no answer within 1 s")):
        with pytest.raises(EndpointError, match=message):
            RemoteSource(odd + path, timeout=1).query("SELECT * WHERE { ?s ?p ?o }")
