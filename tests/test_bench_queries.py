"""The archive of bench/: its answers are known, every canned query gives them, and what is wrong is seen."""

from __future__ import annotations

import sys
from collections.abc import Callable, Sequence
from dataclasses import replace
from functools import partial
from itertools import islice
from operator import itemgetter
from pathlib import Path

import pytest

sys.path.insert(0, str(Path(__file__).resolve().parent.parent / "bench"))

import archive
from modelworld import questions
from modelworld.asking import Question
from modelworld.making import World
from modelworld.page import Told
from modelworld.tenures import stays, unsound

import queries
from kg import facts, graph, query
from kg.store import Store

QUADS = 100_000
MOST = 60.0
"""Milliseconds that the best of three may take on a busy machine; a quiet one needs two."""


@pytest.fixture(scope="module")
def releases() -> list[Told]:
    """What the smallest archive tells."""
    return list(archive.releases(archive.world_of(QUADS)))


@pytest.fixture(scope="module")
def asked(releases: list[Told]) -> list[Question]:
    """Some questions of each form."""
    every = questions(releases)
    return [one for _, _, form in queries._forms(every) for one in form[:8]]


@pytest.fixture(scope="module")
def store(tmp_path_factory: pytest.TempPathFactory) -> Store:
    """The store that is made of it."""
    path = tmp_path_factory.mktemp("bench") / "store"
    archive.make(path, QUADS)
    return Store.read_only(path)


def _wrong(asked: Sequence[Question], store: Store) -> list[str]:
    return [wrong for one in asked for wrong in queries._differences(one, queries._ask(one, store))]


@pytest.mark.parametrize("name", query.names())
def test_every_query_gives_the_rows_that_are_known(name: str, asked: list[Question], store: Store) -> None:
    """What the model world says is what the store answers."""
    ours = [one for one in asked if one.name == name]
    assert any(one.rows for one in ours)
    assert _wrong(ours, store) == []


def test_no_lookup_reads_the_whole_store(asked: list[Question], store: Store) -> None:
    """Up to 50 rows, and what they rest on, take milliseconds; a plan that reads all quotes took 200 here."""
    for _, _, form in queries._forms(asked):
        one = next((one for one in form if one.form and 0 < len(one.rows) <= 50), None)
        if one is not None:
            taken, rows = _best(partial(queries._ask, one, store))
            assert taken < MOST, one
            taken, told = _best(partial(query.with_evidence, rows, store)) if rows.evidence else (0, rows)
            assert taken < MOST or len(told.rows) > 50, one


def _best(work: Callable[[], query.Rows]) -> tuple[float, query.Rows]:
    return min((queries._timed(work) for _ in range(3)), key=itemgetter(0))


def test_wrong_rows_are_seen(asked: list[Question], store: Store) -> None:
    """A row too many, a row too few and a row that differs are each told."""
    one = next(one for one in asked if one.name == "headcount" and len(one.rows) > 1)
    first, *rest = one.rows
    assert len(_wrong([replace(one, rows=rest)], store)) == 1
    assert len(_wrong([replace(one, rows=[*one.rows, first])], store)) == 1
    assert len(_wrong([replace(one, rows=[{**first, "value": "-1"}, *rest])], store)) == 2


def test_answers_about_tenures_never_contradict_the_world(releases: list[Told]) -> None:
    """Whatever is known of a stay holds of what really happened."""
    found = [stay for held in stays(releases).values() for stay in held]
    assert {stay.kind for stay in found} >= {"regular", "announced"}
    assert not any(unsound(stay) for stay in found)


def test_an_archive_is_the_same_each_time(releases: list[Told]) -> None:
    """The same size gives the same texts and facts."""
    again = islice(archive.releases(archive.world_of(QUADS)), 30)
    for one, other in zip(releases, again, strict=False):
        assert one.release == other.release
        assert [said.fact for said in one.said] == [said.fact for said in other.said]


def test_facts_stand_where_they_say(releases: list[Told]) -> None:
    """Every release can be made a graph, which checks the words, and be read back."""
    for told in releases[::10]:
        given = [said.fact for said in told.said]
        _, again = graph.read_release(graph.release_quads(told.release, given))
        assert len(again) == len(given)


def test_texts_can_be_built_from(tmp_path: Path) -> None:
    """The extractor finds in the texts most of what they were written to say."""
    archive.write(tmp_path / "texts", 20)
    files = sorted((tmp_path / "texts").glob("*.txt"))
    told = list(archive.releases(World(4)))
    assert [file.name for file in files] == sorted(one.release.file for one in told)
    known, found = set(), set()
    for one in told[:8]:
        known |= {
            (one.release.key, str(said.fact.slots["name"]))
            for said in one.said
            if said.fact.kind == "project"
        }
        found |= {
            (one.release.key, str(f.slots["name"])) for f in facts.extract(one.release) if f.kind == "project"
        }
    assert known <= found
