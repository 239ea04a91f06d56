"""Worker processes: one job each at a time, within limits, and never so many slow ones that others wait.

Every job gets a worker as soon as one can be had; the system's scheduler shares the processors among
them. A job that is not done after a moment is *slow*: its worker runs on at the lowest priority, so that
quick jobs go first, and is watched for time and memory. When all places are taken by slow jobs and
another job waits, the longest-running one of the client that has most is stopped in its favour. Waiting
jobs are taken by turns from each client. Killing a worker is the only way to stop a query; a new one is
forked in some milliseconds from a process that has everything imported.
"""

from __future__ import annotations

import asyncio
import contextlib
import multiprocessing
import os
import pickle
import socket
from collections import Counter, OrderedDict, deque
from collections.abc import Callable, Coroutine, Iterable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any

from kg.serve.exchange import Answer, Problem, Settings
from kg.serve.jobs import too_much_memory

if TYPE_CHECKING:
    from kg.serve.worker import Place

_TICK = 0.05  # seconds between two looks at what runs
_SLOW = 0.15  # seconds after which a job is slow
_TURN = 0.5  # seconds a slow job has at least before it may be stopped in favour of others
_PATIENCE = 10.0  # seconds a job waits for a worker
_QUEUE = 2000  # jobs that wait at most
_SPARE = 2  # idle workers to keep
_TRIES = 5  # workers in a row that may end before they are ready
_LENGTH = 4
_PAGE = os.sysconf("SC_PAGE_SIZE") if hasattr(os, "sysconf") else 4096

Watch = Callable[[], Coroutine[Any, Any, None]]


@dataclass(eq=False, slots=True)
class _Task:
    """A job that waits or runs. `watch` returns when its client has gone; it is asked of slow ones only."""

    frame: bytes
    client: str
    timeout: float
    done: asyncio.Future[Answer]
    since: float
    watch: Watch | None = None
    watching: asyncio.Task[None] | None = None


class _Worker(asyncio.Protocol):
    """Our end of one worker process."""

    def __init__(self, pool: Pool, version: str) -> None:
        self.pool, self.version = pool, version
        self.process: Any = None
        self.transport: asyncio.Transport | None = None
        self.ready = False
        self.task: _Task | None = None
        self.since = 0.0
        self.slow = False
        self.at_rest = 0
        self._pieces: list[bytes] = []
        self._size = 0
        self._wanted = -1

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        self.transport = transport  # type: ignore[assignment]

    def data_received(self, data: bytes) -> None:
        self._pieces.append(data)
        self._size += len(data)
        if self._wanted < 0 and self._size >= _LENGTH:
            self._pieces = [b"".join(self._pieces)]
            self._wanted = int.from_bytes(self._pieces[0][:_LENGTH], "big") + _LENGTH
        if 0 <= self._wanted <= self._size:
            frame = b"".join(self._pieces)[_LENGTH:]
            self._pieces, self._size, self._wanted = [], 0, -1
            self.pool.answered(self, frame)

    def connection_lost(self, exc: Exception | None) -> None:  # noqa: ARG002 - asyncio's signature
        self.pool.lost(self)

    def start(self, task: _Task, now: float) -> None:
        """Give the worker a job."""
        self.task, self.since = task, now
        if self.transport is not None:
            self.transport.write(task.frame)

    def kill(self) -> None:
        """End the process at once; what it does is lost."""
        with contextlib.suppress(ValueError, OSError, AttributeError):
            self.process.kill()
        if self.transport is not None:
            self.transport.abort()

    def memory(self) -> int:
        """Bytes in memory, where the system tells."""
        try:
            return int(Path(f"/proc/{self.process.pid}/statm").read_text().split()[1]) * _PAGE
        except (OSError, ValueError, IndexError):
            return 0


@dataclass(slots=True)
class Figures:
    """What the pool has done, for `/health`."""

    answered: int = 0
    stopped: Counter[str] = field(default_factory=Counter)


class Pool:
    """Runs jobs in worker processes on one version of the store. To be used within one event loop."""

    def __init__(
        self, settings: Settings, place: Place, *, log: Callable[[str], None] = lambda _: None
    ) -> None:
        self._settings, self._place, self._log = settings, place, log
        self._loop = asyncio.get_running_loop()
        self._workers: set[_Worker] = set()
        self._idle: list[_Worker] = []
        self._coming = 0
        self._failures = 0
        self._queues: OrderedDict[str, deque[_Task]] = OrderedDict()
        self._waiting = 0
        self._closed = False
        self._starter = ThreadPoolExecutor(1, "starter")
        self._context = multiprocessing.get_context("forkserver")
        self._context.set_forkserver_preload(["kg.serve.worker"])
        self._ticker = self._loop.create_task(self._tick_on())
        self._total = _memory_of_machine() // 2
        self.figures = Figures()

    @property
    def version(self) -> str:
        """The version jobs are answered from."""
        return self._place.version

    async def run(
        self,
        job: str,
        asked: Any,
        *,
        encoding: str = "",
        client: str = "",
        timeout: float | None = None,
        watch: Watch | None = None,
    ) -> Answer:
        """The answer of a job. Raises Problem: its own, or that of the limit at which it was stopped.

        `client` is who asks, for turns; `timeout` seconds it may run; `watch` returns when the client has
        gone. Cancelling this stops the job.
        """
        if self._waiting >= _QUEUE:
            raise _busy("too many requests wait already")
        payload = pickle.dumps((job, asked, encoding), protocol=5)
        task = _Task(
            len(payload).to_bytes(_LENGTH, "big") + payload,
            client,
            self._settings.timeout if timeout is None else timeout,
            self._loop.create_future(),
            self._loop.time(),
            watch,
        )
        if self._idle:
            self._idle.pop().start(task, task.since)
        else:
            self._queues.setdefault(client, deque()).append(task)
            self._waiting += 1
            self._grow()
        try:
            return await task.done
        except asyncio.CancelledError:
            self._abandon(task)
            raise
        finally:
            if task.watching is not None:
                task.watching.cancel()

    async def ready(self) -> None:
        """Wait until a worker is ready. Raises Problem when none can be started."""
        self._grow(_SPARE)
        while not self._idle and not self._closed:
            if self._failures >= _TRIES:
                raise Problem(500, "The server cannot answer", "its worker processes do not start")
            await asyncio.sleep(0.01)

    def switch(self, place: Place) -> None:
        """Answer from another version from now on; what runs goes on on the old one."""
        self._place, self._failures = place, 0
        for worker in self._idle:
            worker.kill()
        self._idle.clear()
        self._grow(_SPARE)

    async def close(self, patience: float = 0.0) -> None:
        """End all workers; those that have something to do get so many seconds for it."""
        end = self._loop.time() + patience
        while self._loop.time() < end and (self._waiting or any(w.task for w in self._workers)):
            await asyncio.sleep(0.02)
        self._closed = True
        self._ticker.cancel()
        for worker in list(self._workers):
            worker.kill()
        for queue in self._queues.values():
            for task in queue:
                _fail(task, _busy("the server is being shut down"))
        self._starter.shutdown(wait=True, cancel_futures=True)

    def fault(self, problem: Exception) -> None:
        """Note a fault of the front itself."""
        self._log(f"a fault of the server: {type(problem).__name__}: {problem}")

    def answered(self, worker: _Worker, frame: bytes) -> None:
        """A frame came from a worker: it is ready, or it has an answer."""
        task, worker.task = worker.task, None
        if task is None:
            if not worker.ready:
                worker.ready, worker.at_rest = True, worker.memory()
                self._coming -= 1
                self._failures = 0
        else:
            self.figures.answered += 1
            found = pickle.loads(frame)
            if isinstance(found, Problem):
                if "fault" in found.more:
                    self._log(f"a fault of the server: {found.more.pop('fault')}")
                _fail(task, found)
            elif not task.done.done():
                task.done.set_result(found)
        if worker.slow or worker.version != self._place.version or self._closed:
            # Its priority cannot be raised again, and its memory is fragmented.
            self._workers.discard(worker)
            worker.kill()
            self._grow()
        else:
            self._next(worker)

    def lost(self, worker: _Worker) -> None:
        """The connection to a worker is gone, and with it the worker."""
        if worker not in self._workers:
            return
        self._forget(worker)
        if not worker.ready:
            self._coming -= 1
            self._failures += 1
            if self._failures == _TRIES:
                self._log("worker processes end before they are ready")
        if worker.task is not None:
            # Without a word: the allocator or the stack ended it, or the system did.
            self._stopped(worker, "crash", _crashed(self._settings.memory))
        if not self._closed and self._failures < _TRIES:
            self._grow()

    def _forget(self, worker: _Worker) -> None:
        self._workers.discard(worker)
        if worker in self._idle:
            self._idle.remove(worker)

    def _next(self, worker: _Worker) -> None:
        task = self._take()
        if task is None:
            self._idle.append(worker)
        else:
            worker.start(task, self._loop.time())

    def _take(self) -> _Task | None:
        """The next waiting task, by turns from each client."""
        while self._queues:
            client, queue = next(iter(self._queues.items()))
            task = queue.popleft()
            self._waiting -= 1
            self._queues.move_to_end(client)
            if not queue:
                del self._queues[client]
            if not task.done.done():
                return task
        return None

    def _abandon(self, task: _Task) -> None:
        for worker in list(self._workers):
            if worker.task is task:
                self.figures.stopped["client gone"] += 1
                self._drop(worker)
                return
        queue = self._queues.get(task.client)
        if queue is not None and task in queue:
            queue.remove(task)
            self._waiting -= 1
            if not queue:
                del self._queues[task.client]

    def _drop(self, worker: _Worker) -> None:
        self._forget(worker)
        worker.kill()
        self._grow()

    def _stopped(self, worker: _Worker, reason: str, problem: Problem) -> None:
        self.figures.stopped[reason] += 1
        task, worker.task = worker.task, None
        if task is not None:
            _fail(task, problem)

    def _stop(self, worker: _Worker, reason: str, problem: Problem) -> None:
        self._stopped(worker, reason, problem)
        self._drop(worker)

    # -- starting workers ------------------------------------------------------------------------------

    def _grow(self, spare: int = 0) -> None:
        """Start as many workers as there are tasks that wait, or spare ones to keep."""
        wanted = max(self._waiting, spare, _SPARE - len(self._idle)) - self._coming
        room = self._settings.workers - len(self._workers)
        for _ in range(min(wanted, room)):
            if self._closed:
                return
            worker = _Worker(self, self._place.version)
            self._workers.add(worker)
            self._coming += 1
            self._loop.create_task(self._start(worker, self._place))

    async def _start(self, worker: _Worker, place: Place) -> None:
        ours, theirs = socket.socketpair()
        try:
            await self._loop.run_in_executor(self._starter, self._fork, worker, theirs, place)
            ours.setblocking(False)
            await self._loop.connect_accepted_socket(lambda: worker, ours)
        except (OSError, RuntimeError, EOFError) as problem:
            ours.close()
            if not self._closed:
                self._log(f"a worker process cannot be started: {problem}")
                self.lost(worker)
        finally:
            theirs.close()
        if self._closed or worker not in self._workers:
            worker.kill()

    def _fork(self, worker: _Worker, theirs: socket.socket, place: Place) -> None:
        # Imported here: the front needs nothing else of it.
        from kg.serve.worker import main

        process = self._context.Process(target=main, args=(theirs, place, self._settings), daemon=True)
        process.start()
        worker.process = process

    # -- limits ----------------------------------------------------------------------------------------

    async def _tick_on(self) -> None:
        while True:
            await asyncio.sleep(_TICK)
            self._tick(self._loop.time())

    def _tick(self, now: float) -> None:
        self._expire(now)
        slow = [w for w in self._workers if w.task is not None and now - w.since > _SLOW]
        taken = {}
        for worker in slow:
            task = worker.task
            if task is None:
                continue
            if now - worker.since > task.timeout:
                self._stop(worker, "timeout", _timed_out(task.timeout))
                continue
            self._mark_slow(worker, task)
            taken[worker] = worker.memory() - worker.at_rest
            if taken[worker] > self._settings.memory:
                self._stop(worker, "memory", too_much_memory(self._settings.memory))
        self._relieve({w: size for w, size in taken.items() if w in self._workers})
        if self._waiting:
            self._grow()
            self._make_room(now, [w for w in slow if w in self._workers])

    def _expire(self, now: float) -> None:
        for queue in list(self._queues.values()):
            for task in list(queue):
                if now - task.since > _PATIENCE:
                    queue.remove(task)
                    self._waiting -= 1
                    _fail(task, _busy("all workers are busy"))
                elif now - task.since > _SLOW:
                    self._watch(task)
            if not queue:
                self._queues = OrderedDict((c, q) for c, q in self._queues.items() if q)

    def _mark_slow(self, worker: _Worker, task: _Task) -> None:
        if not worker.slow:
            worker.slow = True
            with contextlib.suppress(OSError, AttributeError):
                os.setpriority(os.PRIO_PROCESS, worker.process.pid, 19)
        self._watch(task)

    def _watch(self, task: _Task) -> None:
        if task.watch is not None and task.watching is None:
            task.watching = self._loop.create_task(self._cancel_when_gone(task, task.watch))

    async def _cancel_when_gone(self, task: _Task, watch: Watch) -> None:
        await watch()
        task.done.cancel()

    def _relieve(self, taken: dict[_Worker, int]) -> None:
        """Stop the largest while all together take more than the machine should give."""
        while taken and sum(taken.values()) > self._total:
            largest = max(taken, key=lambda worker: taken[worker])
            del taken[largest]
            self._stop(largest, "memory", too_much_memory(self._settings.memory))

    def _make_room(self, now: float, slow: Iterable[_Worker]) -> None:
        if len(self._workers) < self._settings.workers or self._idle or self._coming:
            return
        running = [w for w in slow if now - w.since > _TURN and w.task is not None]
        if not running:
            return
        having = Counter(w.task.client for w in self._workers if w.task is not None)
        victim = max(running, key=lambda w: (having[w.task.client] if w.task else 0, -w.since))
        self._stop(victim, "busy", _busy("it was stopped to let others in"))


def _fail(task: _Task, problem: Problem) -> None:
    if not task.done.done():
        task.done.set_exception(problem)


def _busy(why: str) -> Problem:
    return Problem(
        503,
        "The server is busy",
        f"{why} — try again in a moment",
        headers=(("retry-after", "2"),),
        reason="busy",
    )


def _timed_out(seconds: float) -> Problem:
    return Problem(
        503,
        "The query takes too long",
        f"it was stopped after {seconds:g} s — make it narrower, add LIMIT, or work on a dump from /export/",
        reason="timeout",
    )


def _crashed(memory: int) -> Problem:
    return Problem(
        503,
        "The query ended its process",
        f"it needed more than the {memory // 2**20} MB it may take, or it is too deeply nested",
        reason="memory",
    )


def _memory_of_machine() -> int:
    try:
        return os.sysconf("SC_PHYS_PAGES") * _PAGE
    except (ValueError, OSError, AttributeError):
        return 8 * 2**30
