"""`kg.cli.sources` and `reading`: what a command asks, and how it is let go of."""

from __future__ import annotations

import signal
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
