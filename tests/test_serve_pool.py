"""`kg.serve.pool`: jobs within limits, by turns, and slow ones that hold up nobody."""

from __future__ import annotations

import asyncio
import time
from collections.abc import AsyncIterator, Callable, Coroutine
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any

import pytest
from serving import SLACK

from kg import build, resources
from kg.serve import pool as pool_module
from kg.serve.exchange import Answer, Ask, Problem, Question, Settings
from kg.serve.pool import Pool
from kg.serve.turns import Task, Turns
from kg.serve.worker import Place
from kg.store import Store

JSON = "application/sparql-results+json"
QUICK = "SELECT * { ?s ?p %d } LIMIT 1"
BOMB = "SELECT (COUNT(*) AS ?n) { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i FILTER(?c != ?f) FILTER(?i != %d) }"


@pytest.fixture(scope="module")
def store(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A store of the five releases."""
    path = tmp_path_factory.mktemp("pool") / "store"
    with Store.open(path) as opened:
        build.build([resources.releases()], opened)
    return path


def place(store: Path, version: str = "1") -> Place:
    """A version, as the snapshots would hand it on."""
    return Place(version, store, store, store.parent / "dumps", {})


def asked(text: str) -> Question:
    """A query."""
    return Question(Ask("/sparql", (), ""), text, rows=JSON, graph="text/turtle")


@asynccontextmanager
async def pool_of(store: Path, **settings: Any) -> AsyncIterator[Pool]:
    """A pool that is ready, until the end of the block."""
    pool = Pool(Settings(**settings), place(store))
    try:
        await pool.ready()
        yield pool
    finally:
        await pool.close()


async def answer_of(pool: Pool, job: str, asked: Question, **more: Any) -> Answer:
    """The answer of a job, waited for."""
    return await pool.outcome(pool.begin(job, asked, **more))


def run(main: Callable[[], Coroutine[Any, Any, None]]) -> None:
    """Run a test's coroutine."""
    asyncio.run(asyncio.wait_for(main(), 60))


def test_it_answers_and_tells_problems(store: Path) -> None:
    """An answer comes back as the job gave it; what the job raises is raised."""

    async def main() -> None:
        async with pool_of(store) as pool:
            answer = await answer_of(pool, "sparql", asked("ASK { ?s ?p ?o }"))
            assert answer == Answer(b'{"head":{},"boolean":true}', JSON)
            with pytest.raises(Problem) as caught:
                await answer_of(pool, "sparql", asked("ASK { ?s ?p }"))
            assert (caught.value.status, caught.value.more["line"], caught.value.more["column"]) == (
                400,
                1,
                13,
            )
            many = [answer_of(pool, "sparql", asked(QUICK % n)) for n in range(300)]
            assert all(a.status == 200 for a in await asyncio.gather(*many))
            assert pool.figures.answered == 302
            assert not pool.figures.stopped

    run(main)


def test_a_job_is_stopped_at_its_time(store: Path) -> None:
    """After the limit, with the reason; its process is gone, and others go on."""

    async def main() -> None:
        async with pool_of(store) as pool:
            began = time.monotonic()
            with pytest.raises(Problem) as caught:
                await answer_of(pool, "sparql", asked(BOMB % 1), timeout=0.4)
            assert 0.4 <= time.monotonic() - began < 2 * SLACK
            assert (caught.value.status, caught.value.more["reason"]) == (503, "timeout")
            assert (await answer_of(pool, "sparql", asked(QUICK % 1))).status == 200
            assert pool.figures.stopped == {"timeout": 1}

    run(main)


def test_a_job_is_stopped_at_its_memory(store: Path) -> None:
    """Sorting a cross product takes gigabytes; it gets what it may take."""

    async def main() -> None:
        async with pool_of(store, memory=100 * 2**20) as pool:
            with pytest.raises(Problem) as caught:
                await answer_of(
                    pool, "sparql", asked("SELECT * { ?a ?b ?c . ?d ?e ?f } ORDER BY ?f ?a"), timeout=20
                )
            assert (caught.value.status, caught.value.more["reason"]) == (503, "memory")
            assert (await answer_of(pool, "sparql", asked(QUICK % 1))).status == 200

    run(main)


def test_a_job_whose_client_has_gone_is_stopped(store: Path) -> None:
    """It is noticed while the job runs."""

    async def main() -> None:
        async def gone() -> None:
            await asyncio.sleep(0.2)

        async with pool_of(store) as pool:
            began = time.monotonic()
            with pytest.raises(asyncio.CancelledError):
                await answer_of(pool, "sparql", asked(BOMB % 1), timeout=20, watch=gone)
            assert time.monotonic() - began < 3 * SLACK
            assert pool.figures.stopped == {"client gone": 1}

    run(main)


@pytest.mark.parametrize("shape", ["the same", ""])
def test_bombs_hold_up_nobody(store: Path, shape: str) -> None:
    """While one client sends more slow jobs than there are workers, another one's quick jobs are answered.

    Also when the slow ones have nothing in common that could be remembered.
    """

    async def main() -> None:
        async with pool_of(store, workers=6, timeout=20.0) as pool:

            async def bomb(n: int) -> None:
                with pytest.raises(Problem) as caught:
                    await answer_of(pool, "sparql", asked(BOMB % n), client="a", shape=lambda: shape)
                assert caught.value.status == 503

            bombs = [asyncio.ensure_future(bomb(n)) for n in range(15)]
            await asyncio.sleep(0.3)
            waits = []
            for n in range(30):
                began = time.monotonic()
                await answer_of(pool, "sparql", asked(QUICK % n), client="b")
                waits.append(time.monotonic() - began)
                await asyncio.sleep(0.02)
            assert max(waits) < 2 * SLACK
            await pool.close()
            await asyncio.gather(*bombs)

    run(main)


def test_another_version_is_answered_from_at_once(store: Path, tmp_path: Path) -> None:
    """What runs goes on on the old version; what comes is answered from the new one."""

    async def main() -> None:
        other = tmp_path / "store"
        with Store.open(other) as opened:
            build.build([next(resources.releases().glob("digitaltag*"))], opened)
        count = asked("SELECT (COUNT(DISTINCT ?g) AS ?n) { GRAPH ?g { ?s ?p ?o } }")
        async with pool_of(store) as pool:
            before = await answer_of(pool, "sparql", count)
            running = asyncio.ensure_future(answer_of(pool, "sparql", asked(BOMB % 1), timeout=1.0))
            await asyncio.sleep(0.1)
            pool.switch(place(other, "2"))
            assert pool.version == "2"
            after = await answer_of(pool, "sparql", count)
            assert (b'"8"' in before.body, b'"4"' in after.body) == (True, True)
            with pytest.raises(Problem):
                await running

    run(main)


def test_a_store_that_cannot_be_opened_is_told(tmp_path: Path) -> None:
    """The workers end before they are ready; that is given up and said."""

    async def main() -> None:
        said: list[str] = []
        pool = Pool(Settings(), place(tmp_path / "nothing"), log=said.append)
        with pytest.raises(Problem):
            await pool.ready()
        await pool.close()
        assert "worker processes end before they are ready" in said

    run(main)


def test_quick_jobs_have_one_worker_fewer(store: Path) -> None:
    """The front has as much to do with them; as soon as jobs take longer, all run."""

    async def main() -> None:
        async with pool_of(store) as pool:
            all_of_them = pool._allowed()
            many = [answer_of(pool, "sparql", asked(f"ASK {{ ?s ?p {n} }}")) for n in range(200)]
            await asyncio.gather(*many)
            pool._usual = 0.0001
            assert pool._allowed() == all_of_them - 1 >= 1
            pool._usual = 0.001
            assert pool._allowed() == all_of_them

    run(main)


def test_turns_go_round_the_clients() -> None:
    """One of each client, in the order in which they came; what was put back comes first."""

    async def main() -> None:
        turns = Turns()
        tasks = {}
        for name in ("a1", "a2", "a3", "b1", "c1", "c2"):
            tasks[name] = Task(name.encode(), name[0], 1, asyncio.get_running_loop().create_future(), 0)
            turns.add(tasks[name])
        assert (len(turns), turns.weight) == (6, 12)
        turns.remove(tasks["c1"])
        turns.remove(tasks["c1"])
        tasks["a2"].done.cancel()
        first = turns.take()
        assert first is tasks["a1"]
        taken = [turns.take(), turns.take()]
        assert taken == [tasks["b1"], tasks["c2"]]
        turns.put_back([tasks["b1"]])
        assert [turns.take(), turns.take(), turns.take()] == [tasks["b1"], tasks["a3"], None]
        assert (len(turns), turns.weight) == (0, 0)

    run(main)


def test_what_waits_is_bounded_in_bytes(store: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Requests of a megabyte each would fill the front's memory long before they are too many."""
    monkeypatch.setattr(pool_module, "_QUEUE_BYTES", 50_000)

    async def main() -> None:
        async with pool_of(store) as pool:
            large = [answer_of(pool, "sparql", asked(f"ASK {{}} # {n} {'x' * 10_000}")) for n in range(60)]
            found = await asyncio.gather(*large, return_exceptions=True)
            refused = [one for one in found if isinstance(one, Problem)]
            assert {one.more["reason"] for one in refused} == {"busy"}
            assert 0 < len(refused) < 60
            assert (await answer_of(pool, "sparql", asked("ASK {}"))).status == 200

    run(main)
