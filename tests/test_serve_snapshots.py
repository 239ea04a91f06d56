"""`kg.serve.snapshots`: whole versions of the store, without contact data, and the store only read."""

from __future__ import annotations

import hashlib
import os
import random
import signal
import subprocess
import sys
import time
from itertools import chain
from pathlib import Path

import pytest
from pyoxigraph import Quad

from kg import build, redact, resources, retraction
from kg.errors import StoreError
from kg.serve.snapshots import BeingWrittenError, Snapshots
from kg.store import Change, Store

ROOT = Path(__file__).resolve().parent.parent
DEV = ROOT / "tests" / "releases" / "dev"


def built(path: Path, *releases: Path) -> Path:
    """A store of these releases; of the five by default."""
    with Store.open(path) as store:
        build.build(list(releases) or [resources.releases()], store)
    return path


@pytest.fixture
def store(tmp_path: Path) -> Path:
    """A store of two releases."""
    return built(tmp_path / "store", *sorted(resources.releases().glob("*.txt"))[:2])


def quads(place: Path) -> set[Quad]:
    """All quads that a store shows."""
    with Store.read_only(place) as opened:
        return {quad for name in (None, *opened.graphs()) for quad in opened.quads(name)}


def files(folder: Path) -> dict[str, tuple[str, int]]:
    """Sum and time of each file."""
    return {
        path.name: (hashlib.sha256(path.read_bytes()).hexdigest(), path.stat().st_mtime_ns)
        for path in folder.iterdir()
    }


@pytest.mark.parametrize("releases", [[], sorted(DEV.glob("*.txt"))[::8]], ids=["five", "dev"])
def test_contact_data_is_left_out_as_in_exports(tmp_path: Path, releases: list[Path]) -> None:
    """What is public is what `kg.redact` leaves of each graph; all else is there."""
    path = built(tmp_path / "store", *releases)
    with Snapshots(path) as snapshots, Store.read_only(path) as whole:
        taken = snapshots.take()
        assert taken is not None
        graphs = [list(whole.quads(name)) for name in (None, *whole.graphs())]
        contacts = redact.Contacts.among(chain(*graphs))
        expected = {quad for graph in graphs for quad in redact.without_contacts(graph, contacts)}
        assert quads(taken.public) == expected
        with Store.read_only(taken.public) as public:
            assert public.notes() == {}
            assert not list(public.query("SELECT * { ?s <https://schema.org/email> ?o }"))


def test_with_contacts_everything_is_there(store: Path) -> None:
    """But the manifest, which is no data."""
    with Snapshots(store, with_contacts=True) as snapshots:
        taken = snapshots.take()
        assert taken is not None
        assert quads(taken.public) == quads(store)
        with Store.read_only(taken.labels) as labels, Store.read_only(taken.public) as public:
            assert labels.version() == taken.version
            assert public.notes() == {}


def test_the_store_is_only_read(store: Path) -> None:
    """No file of it is changed, made or touched."""
    before = files(store)
    with Snapshots(store) as snapshots:
        snapshots.take()
        assert not snapshots.changed()
    assert files(store) == before


def test_a_new_version_is_seen_and_the_old_one_goes(store: Path) -> None:
    """Only what was written makes one; what nobody uses is deleted, the newest stays for the next start."""
    with Snapshots(store) as snapshots:
        first = snapshots.take()
        assert first is not None
        assert not snapshots.changed()
        assert snapshots.take() is None
        built(store, DEV / sorted(p.name for p in DEV.glob("*.txt"))[0])
        assert snapshots.changed()
        second = snapshots.take()
        assert second is not None
        assert second.version != first.version
        assert len(quads(second.public)) > len(quads(first.public))
        snapshots.release(first)
        assert not first.public.exists()
    assert second.public.exists()
    with Snapshots(store) as snapshots:
        again = snapshots.take()
        assert again is not None
        assert again.public == second.public


def test_a_version_that_another_server_uses_stays(store: Path) -> None:
    """Two servers share a version; the one that goes leaves it to the other."""
    with Snapshots(store) as one, Snapshots(store) as other:
        ones, others = one.take(), other.take()
        assert ones is not None
        assert others is not None
        assert ones.public == others.public
        built(store, DEV / sorted(p.name for p in DEV.glob("*.txt"))[0])
        one.take()
        one.release(ones)
        assert others.public.exists()
        other.take()
        other.release(others)
        assert not others.public.exists()


def test_a_build_that_was_not_completed_is_no_version(store: Path) -> None:
    """The last complete version stays; only a server that starts serves what is there, and says so."""
    with Snapshots(store) as snapshots:
        assert snapshots.take()
        with Store.open(store) as opened:
            opened.apply(Change(unfinished=True, notes={"half": "a build"}))
        assert snapshots.changed()
        assert snapshots.take() is None
        with Snapshots(store) as later:
            taken = later.take()
            assert taken is not None
            assert taken.unfinished
        built(store, DEV / sorted(p.name for p in DEV.glob("*.txt"))[0])
        complete = snapshots.take()
        assert complete is not None
        assert not complete.unfinished


def test_what_is_retracted_is_told(tmp_path: Path) -> None:
    """With the reason; also when a later build knows it from the table only. Published again, it is not."""
    folder = tmp_path / "data" / "releases"
    folder.mkdir(parents=True)
    for path in sorted(resources.releases().glob("*.txt"))[:2]:
        (folder / path.name).write_bytes(path.read_bytes())
    table = tmp_path / "data" / "releases.csv"
    path = built(tmp_path / "store", folder)
    key = sorted(p.stem for p in folder.glob("*.txt"))[0]
    with Store.open(path) as opened:
        retraction.retract(key, "an error", opened, table=table)
        assert opened.retracted() == {key: "an error"}
    for _ in range(2):
        built(path, folder)
        with Snapshots(path) as snapshots:
            taken = snapshots.take()
            assert taken is not None
            assert taken.retracted == {key: "an error"}
    table.unlink()
    built(path, folder)
    with Store.read_only(path) as opened:
        assert opened.retracted() == {}


def test_what_is_no_store_is_told(tmp_path: Path) -> None:
    """As everywhere, with path and remedy. A store that comes later is taken."""
    with Snapshots(tmp_path / "store") as snapshots:
        with pytest.raises(StoreError, match="kg build"):
            snapshots.take()
        built(tmp_path / "store", next(resources.releases().glob("*.txt")))
        assert snapshots.take()


def test_leftovers_are_cleaned(store: Path) -> None:
    """What a killed server has left half-made is deleted by the next; it is never taken for a version."""
    folder = store.with_name("store.served")
    (folder / ".making-4194999-x" / "labels").mkdir(parents=True)
    with Snapshots(store) as snapshots:
        assert snapshots.take()
    assert [path.name for path in folder.iterdir() if path.name.startswith(".")] == []


WRITER = """
import sys
import time
from itertools import chain
from pathlib import Path
from kg.build import build
from kg.store import Store
while True:
    for path in sorted(Path(sys.argv[2]).glob("*.txt"))[:12]:
        with Store.open(sys.argv[1]) as store:
            build([path], store)
        print(path.stem, flush=True)
        time.sleep(0.1)
    with Store.open(sys.argv[1]) as store:
        build([Path(sys.argv[2]) / path.name], store, prune=True)
"""


def test_every_version_is_whole_whenever_the_writer_is_killed(tmp_path: Path) -> None:
    """Builds are killed at any moment, and versions taken: each opens, is complete, has all its graphs."""
    path, random_ = built(tmp_path / "store", next(DEV.glob("*.txt"))), random.Random(7)
    with Snapshots(path) as snapshots:
        versions = taken_whole(snapshots)
        for _ in range(3):
            writer = subprocess.Popen(
                [sys.executable, "-c", WRITER, str(path), str(DEV)],
                stdout=subprocess.PIPE,
                env={**os.environ, "PYTHONPATH": str(ROOT)},
                cwd=ROOT,
            )
            assert writer.stdout
            writer.stdout.readline()  # it is at work
            end = time.monotonic() + 2 * random_.random()
            while time.monotonic() < end:
                versions |= taken_whole(snapshots)
            writer.send_signal(signal.SIGKILL)
            writer.communicate()
            versions |= taken_whole(snapshots)
    assert len(versions) > 1


def taken_whole(snapshots: Snapshots) -> set[str]:
    """Take a version, if there is one, and look whether it is whole."""
    try:
        taken = snapshots.take() if snapshots.changed() else None
    except BeingWrittenError:
        return set()
    if taken is None:
        return set()
    with Store.read_only(taken.labels) as labels, Store.read_only(taken.public) as public:
        assert not labels.unfinished()
        keys = sorted(key for key in labels.notes() if key)
        assert keys == public.release_keys() == labels.release_keys()
        graphs = public.query(
            "SELECT DISTINCT ?g { GRAPH ?g { ?r a <https://w3id.org/stadtgraph/ns#PressRelease> } }"
        )
        assert len(list(graphs)) == len(keys)
        described = public.query("SELECT DISTINCT ?r { ?r a <https://w3id.org/stadtgraph/ns#PressRelease> }")
        assert len(list(described)) == len(keys)
    return {taken.version}
