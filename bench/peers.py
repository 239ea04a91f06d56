"""Other engines that get the same data and the same queries as ours: rdflib, maplib and Virtuoso.

Each is made from a store, which it copies into itself, and is a context manager. `rows(text, limit)` gives
the rows as texts by column. Where an engine is not installed, making it raises ImportError or OSError:
maplib is a package of its name, Virtuoso the commands `virtuoso-t` and `isql-vt` of the Debian packages
`virtuoso-opensource-7-bin` and `-7`, on the path.
"""

from __future__ import annotations

import http.client
import json
import shutil
import signal
import socket
import subprocess
import tempfile
import time
import warnings
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import Any, Protocol
from urllib.parse import urlencode

import pyoxigraph as ox

from kg.store import Store
from kg.vocab import VIEW

Rows = list[dict[str, str]]


class Peer(Protocol):
    """An engine with the data of a store."""

    name: str

    def rows(self, text: str, limit: float) -> Rows:
        """The rows of a query; raises when it takes more than so many seconds, or cannot be answered."""
        ...

    def __enter__(self) -> Peer: ...

    def __exit__(self, *exc: object) -> None: ...


class Rdflib:
    """rdflib in this process, its data in memory."""

    def __init__(self, store: Store) -> None:
        import rdflib

        warnings.simplefilter("ignore", DeprecationWarning)  # of rdflib's own use of ConjunctiveGraph
        self.name = f"rdflib {rdflib.__version__}"
        self._data = rdflib.Dataset(default_union=False)
        with tempfile.NamedTemporaryFile(suffix=".nq") as file:
            _dump(store, Path(file.name), view=ox.DefaultGraph())
            self._data.parse(file.name, format="nquads")

    def rows(self, text: str, limit: float) -> Rows:
        """As `Peer.rows`."""
        with _alarm(limit):
            rows: Iterable[Any] = self._data.query(text)
            return [{str(name): str(term) for name, term in row.asdict().items()} for row in rows]

    def __enter__(self) -> Rdflib:
        return self

    def __exit__(self, *exc: object) -> None:
        self._data.close()


class Maplib:
    """maplib in this process: the view alone, as it reads no quads."""

    def __init__(self, store: Store) -> None:
        from importlib.metadata import version

        import maplib

        self.name = f"maplib {version('maplib')} (the view alone)"
        self._model = maplib.Model()
        with tempfile.NamedTemporaryFile(suffix=".nt") as file:
            triples = (quad.triple for quad in store.quads())
            ox.serialize(triples, file.name, format=ox.RdfFormat.N_TRIPLES)
            self._model.read(file.name)

    def rows(self, text: str, limit: float) -> Rows:  # noqa: ARG002 - it cannot be interrupted
        """As `Peer.rows`."""
        if "GRAPH ?" in text:
            raise ValueError("it has no graphs of releases")
        return _of_json(self._model.query(text, return_json=True))

    def __enter__(self) -> Maplib:
        return self

    def __exit__(self, *exc: object) -> None:
        del self._model


_INI = """
[Database]
DatabaseFile = {folder}/v.db
ErrorLogFile = {folder}/v.log
LockFile = {folder}/v.lck
TransactionFile = {folder}/v.trx
xa_persistent_file = {folder}/v.pxa
[TempDatabase]
DatabaseFile = {folder}/t.db
TransactionFile = {folder}/t.trx
[Parameters]
ServerPort = {port}
NumberOfBuffers = 340000
MaxDirtyBuffers = 250000
DirsAllowed = {folder}
[HTTPServer]
ServerPort = 127.0.0.1:{http}
ServerRoot = {folder}
[SPARQL]
ResultSetMaxRows = 1000000
"""
_STARTING = 60.0  # seconds


class Virtuoso:
    """Virtuoso as a server of its own, asked over HTTP; the view is its default graph, `<base>graph/view`."""

    def __init__(self, store: Store) -> None:
        server, shell = shutil.which("virtuoso-t"), shutil.which("isql-vt")
        if not server or not shell:
            raise OSError("virtuoso-t and isql-vt are not on the path")
        self._folder = tempfile.TemporaryDirectory()
        folder = Path(self._folder.name)
        port, self._http = _free_port(), _free_port()
        (folder / "v.ini").write_text(_INI.format(folder=folder, port=port, http=self._http), "utf-8")
        _dump(store, folder / "all.nq", view=ox.NamedNode(VIEW))
        command = [server, "+foreground", "+configfile", str(folder / "v.ini")]
        self._server = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        _wait_for(self._http)
        load = f"ld_dir('{folder}', 'all.nq', '{VIEW}'); rdf_loader_run(); checkpoint;"
        subprocess.run(
            [shell, f"127.0.0.1:{port}", "dba", "dba", f"exec={load}"], check=True, stdout=subprocess.DEVNULL
        )
        version = subprocess.run([server, "-?"], capture_output=True, text=True, check=False)
        self.name = " ".join(
            ["Virtuoso", *(version.stdout + version.stderr).split("Version ")[1].split()[:1]]
        )

    def rows(self, text: str, limit: float) -> Rows:
        """As `Peer.rows`."""
        connection = http.client.HTTPConnection("127.0.0.1", self._http, timeout=limit)
        form = {"query": text, "default-graph-uri": VIEW, "format": "application/sparql-results+json"}
        headers = {"Content-Type": "application/x-www-form-urlencoded"}
        try:
            connection.request("POST", "/sparql", urlencode(form), headers)
            answer = connection.getresponse()
            body = answer.read()
        finally:
            connection.close()
        if answer.status != 200:
            raise ValueError(body[:200].decode(errors="replace"))
        # A day that a query makes of a text (STRDT) it writes with the time of day.
        return [
            {name: said.removesuffix("T00:00:00") for name, said in row.items()} for row in _of_json(body)
        ]

    def __enter__(self) -> Virtuoso:
        return self

    def __exit__(self, *exc: object) -> None:
        self._server.terminate()
        self._server.wait()
        self._folder.cleanup()


PEERS: Mapping[str, Callable[[Store], Peer]] = {"rdflib": Rdflib, "maplib": Maplib, "virtuoso": Virtuoso}


def _dump(store: Store, path: Path, *, view: ox.NamedNode | ox.DefaultGraph) -> None:
    """Write view and releases as N-Quads, the view as the graph named."""

    def quads() -> Iterator[ox.Quad]:
        for quad in store.quads():
            yield ox.Quad(quad.subject, quad.predicate, quad.object, view)
        for name in store.graphs():
            yield from store.quads(name)

    ox.serialize(quads(), str(path), format=ox.RdfFormat.N_QUADS)


def _of_json(body: str | bytes) -> Rows:
    bindings: list[dict[str, Any]] = json.loads(body)["results"]["bindings"]
    return [{column: term["value"] for column, term in row.items()} for row in bindings]


@contextmanager
def _alarm(seconds: float) -> Iterator[None]:
    """Raise TimeoutError in what Python runs when it takes longer."""

    def over(*_: object) -> None:
        raise TimeoutError(f"longer than {seconds:g} s")

    signal.signal(signal.SIGALRM, over)
    signal.setitimer(signal.ITIMER_REAL, seconds)
    try:
        yield
    finally:
        signal.setitimer(signal.ITIMER_REAL, 0)


def _free_port() -> int:
    with socket.socket() as found:
        found.bind(("127.0.0.1", 0))
        return int(found.getsockname()[1])


def _wait_for(port: int) -> None:
    until = time.monotonic() + _STARTING
    while True:
        try:
            socket.create_connection(("127.0.0.1", port), timeout=1).close()
            return
        except OSError:
            if time.monotonic() > until:
                raise
            time.sleep(0.1)
