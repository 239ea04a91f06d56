"""`kg serve` against Oxigraph's own server and rdflib-endpoint: the same queries on the same data over HTTP.

    python bench/serve.py [--quads N] [--seconds S] [--rounds R] [--connections C] [--only PART …]

Two stores are served, one after the other: the five releases of `data/releases` by all three servers, and
a store of a million quads (bench/bigstore.py) by ours and Oxigraph's. Before anything is measured, the
answers of each are compared with those of the store itself. The servers get their load by turns, ours and
Oxigraph's in several rounds, as the speed of a machine changes by the minute: what is told are medians, and
the ratio is the median of the ratios of the rounds. Load comes from `wrk` where
that is installed, else from a client in this file, in a process of its own; the output says which. All
servers are stopped in the end, also on Ctrl-C.
"""

from __future__ import annotations

import argparse
import asyncio
import contextlib
import http.client
import json
import os
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import threading
import time
from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from importlib.metadata import version
from pathlib import Path
from statistics import median
from typing import Any, NamedTuple
from urllib.parse import quote

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))  # this checkout is measured, whatever is installed
PARTS = ("canned", "repeated", "small", "fairness", "memory")

_HOST = "127.0.0.1"
_ACCEPT = "application/sparql-results+json"
_ASK = "/sparql?query=" + quote("ASK { ?s ?p ?o }")
_BOMB = "/sparql?query=" + quote("SELECT (COUNT(*) AS ?n) { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i }")
_BOMBS = 8  # connections that send them
_LIMIT = 10  # seconds a query may run, on servers that have such a limit
_PATIENCE = 60.0  # seconds until a request counts as lost
_LONGER = 30  # seconds of load for a server that answers nothing in fewer
_STARTING = 180.0  # seconds a server may take to answer, and then to come to rest
_NUMBER = "987654321"  # stands in a query where each request has another number

Json = dict[str, Any]


@dataclass(frozen=True)
class Scenario:
    """Requests of one kind; `path` has _NUMBER where each has another."""

    part: str
    name: str
    path: str
    ours_only: bool = False


@dataclass(frozen=True)
class Peer:
    """A server: how it is called in the tables, and the command that serves on a port.

    `limited` is the command where queries end after _LIMIT seconds; None: it has no such limit.
    """

    name: str
    command: Callable[[int], Sequence[str]]
    limited: Callable[[int], Sequence[str]] | None = None


@dataclass
class Found:
    """What was measured, in the order of measuring."""

    loads: list[tuple[str, str, list[Json]]] = field(default_factory=list)
    """Scenario, server, and what `_load` gives in each round."""
    fairness: list[tuple[str, Json]] = field(default_factory=list)
    memory: list[tuple[str, Json]] = field(default_factory=list)


def main(arguments: Sequence[str] | None = None) -> int:
    """Measure and print; 1 when a server gave wrong answers."""
    options = _options(arguments)
    if options.load:
        print(json.dumps(asyncio.run(_client(json.loads(options.load)))))
        return 0
    if options.rdflib:
        _serve_rdflib(options.rdflib, options.port)
        return 0
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(143))
    print(
        f"Load: {_generator()}, {options.connections} connections, {options.seconds} s each, "
        f"{options.rounds} rounds.\n"
    )
    wrong: list[str] = []
    with tempfile.TemporaryDirectory() as folder:
        wrong += _five(Path(folder), options)
        if options.quads:
            wrong += _big(Path(folder), options)
    for line in wrong:
        print(f"bench: {line}", file=sys.stderr)
    return 1 if wrong else 0


def _options(arguments: Sequence[str] | None) -> argparse.Namespace:
    cli = argparse.ArgumentParser(description=(__doc__ or "").split("\n\n")[0])
    cli.add_argument("--seconds", type=int, default=5, help="of load per scenario, server and round (5)")
    cli.add_argument("--rounds", type=int, default=5, help="of load, ours and Oxigraph's by turns (5)")
    cli.add_argument("--connections", type=int, default=64, help="at once (64)")
    cli.add_argument(
        "--quads", type=int, default=1_000_000, help="of the big store (1000000); 0 leaves it out"
    )
    cli.add_argument("--only", nargs="+", choices=PARTS, default=PARTS, help="parts to measure (all)")
    cli.add_argument("--load", help=argparse.SUPPRESS)
    cli.add_argument("--rdflib", type=Path, help=argparse.SUPPRESS)
    cli.add_argument("--port", type=int, help=argparse.SUPPRESS)
    return cli.parse_args(arguments)


# --- the two stores


def _five(folder: Path, options: argparse.Namespace) -> list[str]:
    """Measure on the five releases, all servers; what was wrong."""
    from kg.build import build
    from kg.store import Store

    store, dump = folder / "five", folder / "five.nq"
    with Store.open(store) as made:
        build([ROOT / "data" / "releases"], made)
    quads = _export(store, dump)
    parts = [part for part in options.only if part != "memory"]
    peers = [_ours(store), _oxigraph(dump), _rdflib_endpoint(dump)]
    found = Found()
    wrong = _measure(store, peers, parts, options, found)
    _print(f"The five releases, {quads} quads", found)
    return wrong


def _big(folder: Path, options: argparse.Namespace) -> list[str]:
    """Measure on the big store, our server and Oxigraph's, with their start-up and memory."""
    from bench import bigstore

    store, dump = folder / "big", folder / "big.nq"
    shutil.copytree(bigstore.cached(options.quads), store)
    quads = _export(store, dump)
    found = Found()
    wrong: list[str] = []
    ours, oxigraph = _ours(store), _oxigraph(dump)
    if "memory" in options.only:
        for peer in (_ours(store, contacts=True), ours):
            _forget(store)
            for which in ("first", "second"):
                _memory(peer, f"{peer.name}, {which} start", store, options, found)
        _memory(oxigraph, oxigraph.name, store, options, found)
    parts = [part for part in options.only if part != "memory"]
    wrong += _measure(store, [ours, oxigraph], parts, options, found)
    _print(f"{quads} quads", found)
    return wrong


def _export(store: Path, dump: Path) -> int:
    """Write all that a store publishes as N-Quads; how many."""
    import pyoxigraph

    from kg.store import Store

    with Store.read_only(store) as opened:
        quads = [quad for name in (None, *opened.graphs()) for quad in opened.quads(name)]
    pyoxigraph.serialize(quads, dump, format=pyoxigraph.RdfFormat.N_QUADS)
    return len(quads)


def _forget(store: Path) -> None:
    """Remove what earlier starts of our server keep beside a store."""
    for kept in store.parent.glob(f"{store.name}.*"):
        if kept.is_dir():
            shutil.rmtree(kept)


def _scenarios(store: Path) -> tuple[list[Scenario], Mapping[str, Any]]:
    """What is asked, and the rows that the store itself gives for each path."""
    from kg.query import canned, prepare
    from kg.store import Store

    with Store.read_only(store) as opened:
        holders, _ = prepare(canned.load("role-holders"), {"role": "CDO"}, opened)
        person = next(iter(opened.query(holders)))["person"]
        triples = f"SELECT ?p ?o {{ {person} ?p ?o }}"
        other = f"SELECT ?p ?o {{ {person} ?p ?o FILTER(?o != {_NUMBER}) }}"
        asked = [
            ("canned", "role-holders", holders),
            ("canned", "role-holders, never the same", f"{holders}\nLIMIT {_NUMBER}"),
            ("repeated", "one entity, again and again", triples),
            ("small", "one entity, never the same", other),
        ]
        scenarios, rows = [], {}
        for part, name, text in asked:
            path = "/sparql?query=" + quote(text, safe="")
            scenarios.append(Scenario(part, name, path))
            rows[path] = _rows(json.loads(opened.query(text).serialize(format=_results_json())))
        short = Scenario("canned", "role-holders by name", "/queries/role-holders?role=CDO", ours_only=True)
        rows[short.path] = rows[scenarios[0].path]
    return [*scenarios[:1], short, *scenarios[1:]], rows


def _results_json() -> Any:
    import pyoxigraph

    return pyoxigraph.QueryResultsFormat.JSON


def _rows(answer: Json) -> list[str]:
    """The rows of an answer in one order, each as text; without what may be written either way."""
    rows = []
    for binding in answer["results"]["bindings"]:
        for term in binding.values():
            if term.get("datatype") == "http://www.w3.org/2001/XMLSchema#string":
                del term["datatype"]
            term["type"] = term["type"].removeprefix("typed-")
        rows.append(json.dumps(binding, sort_keys=True))
    return sorted(rows)


# --- the servers


def _ours(store: Path, *, contacts: bool = False) -> Peer:
    def command(port: int) -> Sequence[str]:
        where = ["--store", str(store), "--host", _HOST, "--port", str(port)]
        more = ["--with-contacts"] if contacts else []
        return [
            *(sys.executable, "-m", "kg", "serve"),
            *where,
            *("--timeout", str(_LIMIT), "--access-log", "none", "--quiet"),
            *more,
        ]

    return Peer("kg serve --with-contacts" if contacts else "kg serve", command, command)


def _oxigraph(dump: Path) -> Peer:
    """Oxigraph's server on the same quads, loaded by itself.

    Its time limit is set for the bombs alone: each query then starts a thread that sleeps as long, and at
    some thousand queries a second there are soon so many that the server aborts.
    """
    program = str(Path(sys.executable).with_name("oxigraph"))
    location = dump.with_name(f"oxigraph-{dump.stem}")
    load = [program, "load", "--location", str(location), "--file", str(dump)]
    subprocess.run(load, check=True, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)

    def command(port: int) -> Sequence[str]:
        return [program, "serve-read-only", "--location", str(location), "--bind", f"{_HOST}:{port}"]

    def limited(port: int) -> Sequence[str]:
        return [*command(port), "--timeout-s", str(_LIMIT)]

    return Peer(f"Oxigraph {version('oxigraph')}", command, limited)


def _rdflib_endpoint(dump: Path) -> Peer:
    def command(port: int) -> Sequence[str]:
        return [sys.executable, __file__, "--rdflib", str(dump), "--port", str(port)]

    return Peer(f"rdflib-endpoint {version('rdflib-endpoint')}", command)


def _serve_rdflib(dump: Path, port: int) -> None:
    """rdflib-endpoint on a dataset in memory, by the server that ours uses, too."""
    from granian.constants import Interfaces
    from granian.server.embed import Server as Granian
    from rdflib import Dataset
    from rdflib_endpoint import SparqlEndpoint

    data = Dataset()
    data.parse(dump, format="nquads")
    app = SparqlEndpoint(graph=data, path="/sparql", cors_enabled=False)
    asyncio.run(Granian(app, address=_HOST, port=port, interface=Interfaces.ASGI, log_enabled=False).serve())


class Running(NamedTuple):
    """A server that answers; `ready` is the seconds from its start to the first 200."""

    process: subprocess.Popen[bytes]
    port: int
    ready: float


@contextlib.contextmanager
def _running(name: str, command: Callable[[int], Sequence[str]]) -> Iterator[Running]:
    port = _free_port()
    begin = time.perf_counter()
    process = subprocess.Popen(
        command(port),
        cwd=ROOT,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.PIPE,
        start_new_session=True,
    )
    said: list[bytes] = []
    listening = threading.Thread(target=lambda: said.extend(process.stderr or ()), daemon=True)
    listening.start()
    try:
        while not _answers(port):
            if process.poll() is not None or time.perf_counter() - begin > _STARTING:
                listening.join(1)
                raise SystemExit(f"bench: {name} does not start:\n{b''.join(said[-20:]).decode()}")
            time.sleep(0.005)
        yield Running(process, port, time.perf_counter() - begin)
    finally:
        _stop(process)


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind((_HOST, 0))
        return int(probe.getsockname()[1])


def _answers(port: int) -> bool:
    try:
        return _get(port, _ASK)[0] == 200
    except OSError:
        return False


def _stop(process: subprocess.Popen[bytes]) -> None:
    """Ask a server to end, and end what is left of it and of its children."""
    family = _family(process.pid)
    process.terminate()
    with contextlib.suppress(subprocess.TimeoutExpired):
        process.wait(15)
    if process.poll() is None:
        for pid in family:
            with contextlib.suppress(ProcessLookupError):
                os.kill(pid, signal.SIGKILL)
        process.wait()


def _get(port: int, path: str, connection: http.client.HTTPConnection | None = None) -> tuple[int, bytes]:
    client = connection or http.client.HTTPConnection(_HOST, port, timeout=_PATIENCE)
    try:
        client.request("GET", path, headers={"Accept": _ACCEPT})
        answer = client.getresponse()
        return answer.status, answer.read()
    except http.client.HTTPException as problem:
        raise ConnectionError(str(problem)) from problem
    finally:
        if connection is None:
            client.close()


# --- processes: memory and processor time of a server with all its children


def _family(pid: int) -> list[int]:
    """A process and all that it started, and these."""
    children: dict[int, list[int]] = {}
    for stat in Path("/proc").glob("[0-9]*/stat"):
        with contextlib.suppress(OSError):
            children.setdefault(int(_stat(stat)[1]), []).append(int(stat.parent.name))
    found = [pid]
    for one in found:
        found += children.get(one, ())
    return found


def _stat(path: Path) -> list[str]:
    """Fields of /proc/<pid>/stat from the third on: the second, the name, may hold anything."""
    return path.read_text(errors="replace").rpartition(")")[2].split()


def _megabytes(pid: int) -> float:
    """Resident memory of a server; what several processes share counts once."""
    total = 0
    for one in _family(pid):
        with contextlib.suppress(OSError):
            for line in Path(f"/proc/{one}/smaps_rollup").read_text().splitlines():
                total += int(line.split()[1]) if line.startswith("Pss:") else 0
    return total / 1024


def _spent(pid: int) -> dict[int, int]:
    """Clock ticks each process of a server has used."""
    ticks = {}
    for one in _family(pid):
        with contextlib.suppress(OSError):
            fields = _stat(Path(f"/proc/{one}/stat"))
            ticks[one] = int(fields[11]) + int(fields[12])
    return ticks


def _settle(server: Running) -> float:
    """Wait until a server has done what it does after its start; seconds since its start."""
    begin = time.perf_counter()
    before = _spent(server.process.pid)
    while time.perf_counter() - begin < _STARTING:
        time.sleep(0.5)
        now = _spent(server.process.pid)
        if sum(ticks - before.get(pid, 0) for pid, ticks in now.items()) <= 2:  # 20 of 500 ms
            break
        before = now
    return server.ready + time.perf_counter() - begin


# --- measuring


def _measure(
    store: Path, peers: Sequence[Peer], parts: Sequence[str], options: argparse.Namespace, found: Found
) -> list[str]:
    """Measure the parts on each server in turn; what was wrong with answers."""
    scenarios, rows = _scenarios(store)
    wrong = []
    loads = [scenario for scenario in scenarios if scenario.part in parts]
    with contextlib.ExitStack() as stack:
        servers = []
        for peer in peers if loads else ():
            servers.append((peer, stack.enter_context(_running(peer.name, peer.command))))
            _settle(servers[-1][1])
        for scenario in loads:
            right = []
            for peer, server in servers[:1] if scenario.ours_only else servers:
                problem = _problem(server, scenario.path, rows[scenario.path])
                if problem:
                    wrong.append(f"{peer.name}, {scenario.name}: {problem}")
                else:
                    right.append((peer, server))
            found.loads += _in_rounds(scenario, right, options)
    for peer in peers if "fairness" in parts else ():
        if peer.limited:
            with _running(peer.name, peer.limited) as server:
                _settle(server)
                found.fairness.append((peer.name, _fairness(server, scenarios[-1].path, options.seconds)))
    return wrong


_BY_TURNS = 2  # servers that are measured in several rounds; others are far slower


def _in_rounds(
    scenario: Scenario, servers: Sequence[tuple[Peer, Running]], options: argparse.Namespace
) -> list[tuple[str, str, list[Json]]]:
    """Put load on servers by turns; what each gave in each round."""
    taken: dict[str, list[Json]] = {peer.name: [] for peer, _ in servers}
    for turn in range(options.rounds):
        for peer, server in servers if turn == options.rounds - 1 else servers[:_BY_TURNS]:
            taken[peer.name].append(_load(server.port, scenario.path, options))
    return [(scenario.name, name, rounds) for name, rounds in taken.items()]


def _problem(server: Running, path: str, rows: Sequence[str]) -> str:
    """What is wrong with an answer of a server; nothing when it has the rows."""
    try:
        status, body = _get(server.port, path)
    except OSError as problem:
        return str(problem)
    if status != 200:
        return f"status {status}"
    if not rows:
        return "there are no rows to compare"
    found = _rows(json.loads(body))
    return "" if found == rows else f"{len(set(found) ^ set(rows))} rows differ"


def _memory(peer: Peer, name: str, store: Path, options: argparse.Namespace, found: Found) -> None:
    """Start a server, let it rest, load it with small queries; time and memory."""
    scenarios, _ = _scenarios(store)
    with _running(name, peer.command) as server:
        settled = _settle(server)
        rest = _megabytes(server.process.pid)
        _load(server.port, scenarios[-1].path, options)
        loaded = _megabytes(server.process.pid)
    found.memory.append((name, {"ready": server.ready, "settled": settled, "rest": rest, "loaded": loaded}))


def _fairness(server: Running, path: str, seconds: int) -> Json:
    """Ask small queries on one connection while others send queries that would run for hours."""
    over = threading.Event()
    statuses: Counter[str] = Counter()
    bombers = [threading.Thread(target=_bomb, args=(server.port, over, statuses)) for _ in range(_BOMBS)]
    for bomber in bombers:
        bomber.start()
    time.sleep(1)
    taken: list[float] = []
    failed = 0
    connection = http.client.HTTPConnection(_HOST, server.port, timeout=_PATIENCE)
    end = time.perf_counter() + max(seconds, _LIMIT + 2)
    while time.perf_counter() < end:
        begin = time.perf_counter()
        try:
            status, _ = _get(server.port, path.replace(_NUMBER, str(len(taken))), connection)
        except OSError:
            status = 0
            connection.close()
        taken.append((time.perf_counter() - begin) * 1000)
        failed += status != 200
        time.sleep(0.005)
    over.set()
    for bomber in bombers:
        bomber.join()
    taken.sort()
    return {
        "requests": len(taken),
        "failed": failed,
        **{key: _quantile(taken, share) for key, share in (("p50", 0.5), ("p99", 0.99), ("max", 1.0))},
        "bombs": ", ".join(f"{count} × ({status})" for status, count in sorted(statuses.items())),
    }


def _bomb(port: int, over: threading.Event, statuses: Counter[str]) -> None:
    while not over.is_set():
        try:
            status, body = _get(port, _BOMB)
            whole = status != 200 or body.rstrip().endswith(b"]}}")  # as each SELECT's JSON ends
            statuses[f"{status}" if whole else f"{status}, cut off"] += 1
        except OSError:
            statuses["none"] += 1
            over.wait(0.1)


def _quantile(ordered: Sequence[float], share: float) -> float:
    return ordered[min(len(ordered) - 1, int(len(ordered) * share))] if ordered else float("nan")


# --- the load


_WRK_SCRIPT = """
local before, after, number, headers
function init(arguments)
  before, after, number = arguments[1], arguments[2], tonumber(arguments[3])
  headers = { ["Accept"] = "%s", ["Host"] = wrk.host .. ":" .. wrk.port }
  wrk.headers = headers
  if number < 0 then local fixed = wrk.format("GET", before); request = function() return fixed end end
end
function request()
  number = number + 1
  return wrk.format("GET", before .. string.format("%%d", number) .. after)
end
function done(summary, latency)
  local errors = summary.errors
  io.write(string.format('\\n{"rate": %%f, "p50": %%f, "p99": %%f, "requests": %%d, "failed": %%d}\\n',
    summary.requests * 1e6 / summary.duration, latency:percentile(50) / 1000, latency:percentile(99) / 1000,
    summary.requests, errors.connect + errors.read + errors.write + errors.status + errors.timeout))
end
"""


def _generator() -> str:
    wrk = shutil.which("wrk")
    if not wrk:
        return "the client of bench/serve.py (install wrk for one that limits less)"
    said = subprocess.run([wrk, "-v"], capture_output=True, text=True, check=False).stdout
    return "wrk " + (said.split()[1] if said.startswith("wrk ") else "")


def _load(port: int, path: str, options: argparse.Namespace) -> Json:
    """Requests of one kind for some seconds: rate, p50 and p99 in milliseconds, requests, failed ones.

    A server that answers none in that time gets half a minute, once.
    """
    found = _loaded(port, path, options.connections, options.seconds)
    return (
        found
        if found["requests"]
        else _loaded(port, path, options.connections, max(options.seconds, _LONGER))
    )


def _loaded(port: int, path: str, connections: int, seconds: int) -> Json:
    before, varies, after = path.partition(_NUMBER)
    # Numbers of one run are those of no other: nothing asked before is asked again.
    first = time.time_ns() // 1_000_000 % 10**10 * 1000 if varies else -1
    if shutil.which("wrk"):
        return _wrk(port, (before, after, str(first)), connections, seconds)
    task = {"port": port, "before": before, "after": after, "first": first}
    task |= {"seconds": seconds, "connections": connections}
    command = [sys.executable, __file__, "--load", json.dumps(task)]
    answer: Json = json.loads(subprocess.run(command, check=True, capture_output=True).stdout)
    return answer


def _wrk(port: int, request: Sequence[str], connections: int, seconds: int) -> Json:
    with tempfile.NamedTemporaryFile("w", suffix=".lua") as script:
        script.write(_WRK_SCRIPT % _ACCEPT)
        script.flush()
        load = ["-t1", f"-c{connections}", f"-d{seconds}s", f"--timeout={_PATIENCE:.0f}s"]
        where = [f"http://{_HOST}:{port}/", "--", *request]
        done = subprocess.run(
            ["wrk", *load, "-s", script.name, *where],
            check=True,
            capture_output=True,
            text=True,
            timeout=seconds + 2 * _PATIENCE,
        )
    answer: Json = json.loads(done.stdout.strip().splitlines()[-1])
    return answer


async def _client(task: Json) -> Json:
    """What `_load` gives, measured by asyncio: one request at a time on each connection."""
    taken: list[float] = []
    failed = 0
    number = task["first"]
    end = time.perf_counter() + task["seconds"]
    head = f" HTTP/1.1\r\nHost: {_HOST}:{task['port']}\r\nAccept: {_ACCEPT}\r\n\r\n"

    def request() -> bytes:
        nonlocal number
        if number < 0:
            return f"GET {task['before']}{head}".encode()
        number += 1
        return f"GET {task['before']}{number}{task['after']}{head}".encode()

    async def connection() -> None:
        nonlocal failed
        reader, writer = await asyncio.open_connection(_HOST, task["port"], limit=2**22)
        try:
            while time.perf_counter() < end:
                begin = time.perf_counter()
                writer.write(request())
                failed += await _answer(reader) != 200
                taken.append((time.perf_counter() - begin) * 1000)
        finally:
            writer.close()

    begin = time.perf_counter()
    ended = await asyncio.gather(*(connection() for _ in range(task["connections"])), return_exceptions=True)
    seconds = time.perf_counter() - begin
    failed += sum(isinstance(one, Exception) for one in ended)
    taken.sort()
    return {
        "rate": len(taken) / seconds,
        "p50": _quantile(taken, 0.5),
        "p99": _quantile(taken, 0.99),
        "requests": len(taken),
        "failed": failed,
    }


async def _answer(reader: asyncio.StreamReader) -> int:
    """Read one answer to its end; its status."""
    async with asyncio.timeout(_PATIENCE):
        head = (await reader.readuntil(b"\r\n\r\n")).lower()
        length = head.partition(b"\r\ncontent-length:")[2].partition(b"\r\n")[0]
        if length:
            await reader.readexactly(int(length))
        else:  # chunked
            while size := int((await reader.readline()).partition(b";")[0], 16):
                await reader.readexactly(size + 2)
            await reader.readline()
    return int(head[9:12])


# --- tables


def _print(title: str, found: Found) -> None:
    print(f"## {title}\n")
    if found.loads:
        _print_loads(found.loads)
    if found.fairness:
        print(f"A small query, never the same, on one connection, while {_BOMBS} others send bombs:\n")
        print("| server | p50 ms | p99 ms | max ms | requests | failed | answers to bombs |")
        print("|---|--:|--:|--:|--:|--:|---|")
        for name, one in found.fairness:
            times = " | ".join(format(one[key], ".1f") for key in ("p50", "p99", "max"))
            print(f"| {name} | {times} | {one['requests']} | {one['failed']} | {one['bombs']} |")
        print()
    if found.memory:
        print("| server | first 200 after s | at rest after s | MB at rest | MB after load |")
        print("|---|--:|--:|--:|--:|")
        for name, one in found.memory:
            times = f"{one['ready']:.2f} | {one['settled']:.1f}"
            print(f"| {name} | {times} | {one['rest']:.0f} | {one['loaded']:.0f} |")
        print()


def _print_loads(loads: Sequence[tuple[str, str, list[Json]]]) -> None:
    print("| query | server | requests/s | p50 ms | p99 ms | failed | ours / this |")
    print("|---|---|--:|--:|--:|--:|--:|")
    ours = {scenario: rounds for scenario, server, rounds in loads if server == "kg serve"}
    for scenario, server, rounds in loads:
        failed = sum(one["failed"] for one in rounds)
        if not all(one["requests"] for one in rounds):
            print(f"| {scenario} | {server} | no answer in {_LONGER} s | | | {failed} | |")
            continue
        ratio = ""
        if server != "kg serve" and scenario in ours:
            # The last rounds of both: a server with one round was measured beside the last of ours.
            pairs = zip(reversed(ours[scenario]), reversed(rounds), strict=False)
            ratios = sorted(our["rate"] / one["rate"] for our, one in pairs)
            ratio = f"{median(ratios):.2f}"
            if len(ratios) > 1:
                ratio += f" ({ratios[0]:.2f} to {ratios[-1]:.2f})"
        rate, p50, p99 = (median(one[key] for one in rounds) for key in ("rate", "p50", "p99"))
        shown = f"{rate:.0f}" if rate >= 100 else f"{rate:.1f}"
        print(f"| {scenario} | {server} | {shown} | {p50:.1f} | {p99:.1f} | {failed} | {ratio} |")
    print()


if __name__ == "__main__":
    sys.exit(main())
