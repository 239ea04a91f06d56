"""A server for tests: `kg serve` in a process of its own, and clients that say exactly what they send."""

from __future__ import annotations

import http.client
import json
import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from urllib.parse import urlencode

from kg import build, resources
from kg.store import Store

ROOT = Path(__file__).resolve().parent.parent

SLACK = 3
"""How much slower than a quiet desk a machine may be that has other work as well. `bench/` measures speed."""


def free_port() -> int:
    """A port that nobody listens on now."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


@dataclass(frozen=True)
class Got:
    """What came back."""

    status: int
    headers: http.client.HTTPMessage
    body: bytes

    def __getitem__(self, name: str) -> str:
        """A header's value; "" where there is none."""
        return str(self.headers.get(name, ""))

    @property
    def text(self) -> str:
        """The body as text."""
        return self.body.decode("utf-8")

    @property
    def json(self) -> Any:
        """The body as JSON."""
        return json.loads(self.body)

    @property
    def kind(self) -> str:
        """The media type, without parameters."""
        return self["content-type"].partition(";")[0]

    def rows(self) -> list[dict[str, str]]:
        """The rows of SPARQL JSON results: values by variable."""
        return [{k: v["value"] for k, v in row.items()} for row in self.json["results"]["bindings"]]


class Client:
    """Sends requests to one server; a new connection each, so that none depends on another."""

    def __init__(
        self,
        port: int,
        log: Path | None = None,
        process: subprocess.Popen[bytes] | None = None,
        store: Path = Path(),
    ) -> None:
        self.port, self.log, self.process, self.store = port, log, process, store

    def __call__(
        self,
        path: str,
        params: Mapping[str, str | list[str]] | None = None,
        *,
        method: str = "GET",
        body: bytes | str | None = None,
        timeout: float = 30,
        **headers: str | list[str],
    ) -> Got:
        """One request. Header names are written with underscores: `content_type="text/csv"`; a list of
        values makes several lines.
        """
        if params:
            path += f"?{urlencode(params, doseq=True)}"
        data = body.encode() if isinstance(body, str) else body
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=timeout)
        try:
            connection.putrequest(method, path, skip_accept_encoding=True)
            if data is not None or method in ("POST", "PUT", "PATCH"):
                connection.putheader("Content-Length", str(len(data or b"")))
            for name, value in headers.items():
                for line in [value] if isinstance(value, str) else value:
                    connection.putheader(name.replace("_", "-"), line.encode())
            connection.endheaders(data)
            response = connection.getresponse()
            return Got(response.status, response.headers, response.read())
        finally:
            connection.close()

    def sparql(self, query: str, **options: Any) -> Got:
        """A query by GET."""
        return self("/sparql", {"query": query, **options.pop("params", {})}, **options)

    def raw(self, data: bytes, *, wait: float = 5.0) -> bytes:
        """Bytes as they are, and what comes back until the server closes or is silent for `wait` seconds."""
        with socket.create_connection(("127.0.0.1", self.port), timeout=wait) as channel:
            channel.sendall(data)
            received = b""
            try:
                while piece := channel.recv(65536):
                    received += piece
            except TimeoutError:
                pass
            return received

    def alive(self) -> None:
        """Assert that the server answers a query, rightly and at once."""
        began = time.monotonic()
        got = self.sparql("SELECT (COUNT(*) AS ?n) { ?x a <https://w3id.org/stadtgraph/ns#Tenure> }")
        assert got.status == 200, got.text
        assert int(got.rows()[0]["n"]) > 0
        assert time.monotonic() - began < 2 * SLACK


def five_releases(folder: Path) -> Path:
    """A store of the five releases in a folder."""
    path = folder / "store"
    with Store.open(path) as opened:
        build.build([resources.releases()], opened)
    return path


@contextmanager
def serving(store: Path, *options: str, folder: Path) -> Iterator[Client]:
    """A server on a store, until the end of the block; its stderr is in `folder/serve.log`.

    `{port}` in an option stands for the port, which is not known before.
    """
    port = free_port()
    options = tuple(option.replace("{port}", str(port)) for option in options)
    log = folder / "serve.log"
    with log.open("wb") as file:
        process = subprocess.Popen(
            [sys.executable, "-m", "kg", "serve", "--store", str(store), "--port", str(port), *options],
            cwd=ROOT,
            stdout=subprocess.DEVNULL,
            stderr=file,
            env={**os.environ, "PYTHONPATH": str(ROOT), "LANG": "C.UTF-8"},
        )
    client = Client(port, log, process, store)
    try:
        _wait(client)
        yield client
    finally:
        if process.poll() is None:
            process.send_signal(signal.SIGTERM)
            try:
                process.wait(20)
            except subprocess.TimeoutExpired:
                process.kill()
                process.wait()


def _wait(client: Client) -> None:
    end = time.monotonic() + 30
    while time.monotonic() < end:
        if client.process is not None and client.process.poll() is not None:
            break
        try:
            if client("/health", timeout=5).status == 200:
                return
        except OSError:
            time.sleep(0.05)
    said = client.log.read_text("utf-8") if client.log else ""
    raise AssertionError(f"the server did not start: {said}")
