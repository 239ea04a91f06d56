"""`kg.cli.sources` and `reading`: what a command asks, and how it is let go of."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import threading
from pathlib import Path

import pytest
from pyoxigraph import Literal, NamedNode, Quad

from kg import cli
from kg.cli.sources import source_of
from kg.errors import StoreError
from kg.store import Change, Store

TRIPLE = Quad(NamedNode("urn:a"), NamedNode("urn:b"), Literal("c"))


@pytest.fixture
def built(tmp_path: Path) -> Path:
    """A store as a build leaves it, with one triple."""
    with Store.open(tmp_path / "store") as store:
        store.apply(Change(view=True, add=[TRIPLE], notes={"": "made"}))
    return tmp_path / "store"


def test_ctrl_c_ends_a_query_at_once(built: Path) -> None:
    """While a store is asked the system's own handler is in force; afterwards Python's is again."""
    before = signal.getsignal(signal.SIGINT)
    with source_of(built, None) as source:
        assert signal.getsignal(signal.SIGINT) == signal.SIG_DFL
        assert source.query("ASK { ?s ?p ?o }")
    assert signal.getsignal(signal.SIGINT) == before


def test_other_threads_ask_too(built: Path) -> None:
    """Only the main thread may say what a signal does; the others leave it alone."""
    answers: list[bool] = []

    def ask() -> None:
        with source_of(built, None) as source:
            answers.append(bool(source.query("ASK { ?s ?p ?o }")))

    thread = threading.Thread(target=ask)
    thread.start()
    thread.join()
    assert answers == [True]


@pytest.mark.parametrize("command", [["query", "conflicts"], ["sparql", "ASK {}"], ["export"], ["validate"]])
def test_an_empty_store_is_no_answer(
    tmp_path: Path, command: list[str], capfd: pytest.CaptureFixture[str]
) -> None:
    """A store into which nothing was ever built (a build was ended, a disk is damaged) is told."""
    where = tmp_path / "store"
    Store.open(where).close()
    with pytest.raises(StoreError, match="empty"), source_of(where, None):
        pass
    assert cli.run([*command, "--store", str(where)]) == 2
    assert "kg build" in capfd.readouterr().err


def test_an_export_replaces_files_and_nothing_else(built: Path, tmp_path: Path) -> None:
    """A link leads to the file that is replaced, with its rights; a pipe is written to and stays one."""
    real, link = tmp_path / "real.ttl", tmp_path / "link.ttl"
    real.write_text("old")
    real.chmod(0o640)
    link.symlink_to(real)
    pipe = tmp_path / "pipe"
    os.mkfifo(pipe)
    got: list[str] = []
    reader = threading.Thread(target=lambda: got.append(pipe.read_text()))
    reader.start()
    for output in (link, pipe):
        assert cli.run(["export", "--store", str(built), "-o", str(output)]) == 0
    reader.join()
    assert (got, pipe.is_fifo()) == ([real.read_text()], True)
    assert "<urn:a>" in real.read_text()
    assert (real.stat().st_mode & 0o777, link.is_symlink()) == (0o640, True)
    assert sorted(path.name for path in tmp_path.iterdir()) == ["link.ttl", "pipe", "real.ttl", "store"]


@pytest.mark.parametrize("where", ["folder", "file/x.ttl", "nowhere/x.ttl"])
def test_an_export_that_cannot_be_written_is_told(
    built: Path, tmp_path: Path, where: str, capfd: pytest.CaptureFixture[str]
) -> None:
    """A folder, a path through a file, a folder that is not there."""
    (tmp_path / "folder").mkdir()
    (tmp_path / "file").write_text("x")
    assert cli.run(["export", "--store", str(built), "-o", str(tmp_path / where)]) == 2
    assert "Traceback" not in capfd.readouterr().err


@pytest.mark.skipif(not Path("/dev/full").is_char_device(), reason="there is no /dev/full here")
@pytest.mark.parametrize("command", [["export"], ["sparql", "SELECT * { ?s ?p ?o }"]])
def test_a_full_disk_is_told(built: Path, command: list[str]) -> None:
    """What stdout cannot take is an error, not a success and not a traceback."""
    with Path("/dev/full").open("w") as full:
        done = subprocess.run(
            [sys.executable, "-m", "kg", *command, "--store", str(built)],
            stdout=full,
            stderr=subprocess.PIPE,
            text=True,
            check=False,
        )
    assert done.returncode == 2
    assert "No space left" in done.stderr
    assert "Traceback" not in done.stderr
