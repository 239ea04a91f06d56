"""`kg serve` beside builds: a version is served whole or not at all, and readers notice nothing else."""

from __future__ import annotations

import os
import shutil
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from pathlib import Path

import pytest
from serving import Client, serving

from kg import resources

ROOT = Path(__file__).resolve().parent.parent
DEV = ROOT / "tests" / "releases" / "dev"
COUNT = (
    "SELECT (COUNT(DISTINCT ?g) AS ?graphs) (COUNT(DISTINCT ?r) AS ?releases) "
    "{ { GRAPH ?g { ?x a sg:PressRelease } } UNION { ?r a sg:PressRelease } }"
)


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A folder with the five releases, built."""
    shutil.copytree(resources.releases(), tmp_path / "data" / "releases")
    kg(tmp_path, "build", "--quiet")
    return tmp_path


@pytest.fixture
def client(folder: Path) -> Iterator[Client]:
    """A server on that store."""
    with serving(folder / "build" / "store", folder=folder) as running:
        yield running


def command(*args: str) -> list[str]:
    """A command line of `kg`."""
    return [sys.executable, "-m", "kg", *args]


def kg(folder: Path, *args: str) -> None:
    """Run `kg` in a folder; findings are fine."""
    env = {**os.environ, "PYTHONPATH": str(ROOT)}
    done = subprocess.run(command(*args), cwd=folder, env=env, capture_output=True, text=True, check=False)
    assert done.returncode in (0, 1), done.stderr


def counted(client: Client) -> tuple[int, int]:
    """How many releases have a graph, and how many the view knows."""
    got = client.sparql(COUNT)
    assert got.status == 200, got.text
    row = got.rows()[0]
    return int(row["graphs"]), int(row["releases"])


def version(client: Client) -> str:
    """The version that is served."""
    return str(client("/health").json["version"])


def until_new(client: Client, old: str) -> str:
    """Wait for another version."""
    end = time.monotonic() + 20
    while version(client) == old:
        assert time.monotonic() < end
        time.sleep(0.1)
    return version(client)


def test_readers_see_whole_versions_while_builds_go_on(client: Client, folder: Path) -> None:
    """Old or new, without an error, never a mixture; what is kept of the old one is not served any more."""
    seen: list[tuple[int, int]] = []
    over = threading.Event()

    def read() -> None:
        while not over.is_set():
            seen.append(counted(client))

    readers = [threading.Thread(target=read) for _ in range(3)]
    for reader in readers:
        reader.start()
    try:
        before = version(client)
        etag = client.sparql(COUNT)["etag"]
        for path in sorted(DEV.glob("*.txt"))[:6]:
            shutil.copy(path, folder / "data" / "releases")
        kg(folder, "build", "--quiet")
        until_new(client, before)
        time.sleep(0.3)
    finally:
        over.set()
        for reader in readers:
            reader.join()
    assert set(seen) == {(5, 5), (11, 11)}
    assert seen == sorted(seen, key=lambda pair: pair[0]) or len(readers) > 1
    got = client.sparql(COUNT, if_none_match=etag)
    assert (got.status, got["etag"] != etag) == (200, True)
    assert client.sparql(COUNT, if_none_match=got["etag"]).status == 304


def test_a_build_that_is_killed_is_not_served(client: Client, folder: Path) -> None:
    """The last complete version goes on until a build has completed the other."""
    before = version(client)
    for path in sorted(DEV.glob("*.txt"))[:8]:
        shutil.copy(path, folder / "data" / "releases")
    store = folder / "build" / "store"
    started = {path.name: path.stat().st_size for path in store.iterdir()}
    env = {**os.environ, "PYTHONPATH": str(ROOT)}
    build = subprocess.Popen(command("build", "--quiet"), cwd=folder, env=env, stderr=subprocess.DEVNULL)
    while build.poll() is None and {p.name: p.stat().st_size for p in store.iterdir()} == started:
        time.sleep(0.01)
    time.sleep(0.15)
    build.send_signal(signal.SIGKILL)
    if build.wait() == 0:
        pytest.skip("the build was quicker")
    time.sleep(2)
    assert (version(client), counted(client)) == (before, (5, 5))
    kg(folder, "build", "--quiet")
    until_new(client, before)
    assert counted(client) == (13, 13)


def test_a_retracted_release_is_gone(client: Client, folder: Path) -> None:
    """Its graph, its page and all below its IRI: 410, with the reason. Its entities are not found."""
    key = "2019-09-04-foerderurkunde"
    before = version(client)
    fact = client.sparql(
        f"SELECT ?f {{ GRAPH ?g {{ ?f a sg:RoleAttestation }} FILTER(CONTAINS(STR(?f), '{key}')) }}"
    )
    paths = [f"/releases/{key}", f"/id/release/{key}", f"/id/release/{key}.ttl"]
    paths.append(fact.rows()[0]["f"].removeprefix("https://w3id.org/stadtgraph"))
    assert {client(path).status for path in paths} == {200}
    kg(folder, "retract", key, "--reason", "withdrawn by the city")
    until_new(client, before)
    for path in paths:
        got = client(path)
        assert (got.status, got.json["detail"]) == (410, "withdrawn by the city"), path
    assert counted(client) == (4, 4)
    assert client("/id/person/dieter-rombach/kaiserslautern").status == 404


def test_a_store_that_goes_away_goes_on_being_served(client: Client, folder: Path) -> None:
    """What was served before is served, and the log says what is wrong; a new store takes its place."""
    before = version(client)
    shutil.rmtree(folder / "build" / "store")
    time.sleep(1.5)
    client.alive()
    assert client.log
    assert "what was served before goes on" in client.log.read_text("utf-8")
    shutil.copy(sorted(DEV.glob("*.txt"))[0], folder / "data" / "releases")
    kg(folder, "build", "--quiet")
    end = time.monotonic() + 40
    while version(client) == before:
        assert time.monotonic() < end
        time.sleep(0.2)
    assert counted(client) == (6, 6)
