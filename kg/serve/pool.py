"""Which worker does what, and for how long: jobs run within limits, and slow ones hold up nobody.

*Quick* jobs share few workers, which have the next ones at hand already: so they are quickest. A job
that is not done after some milliseconds holds its worker alone, and another one runs beside it. One that
is *slow* goes on at the lowest priority, and is watched for time, memory and whether its client is still
there. Jobs of the same shape are *heavy* for a while from then on: they wait behind all others, and some
workers are kept free of them. When all workers are taken nevertheless and others wait, the one that has
run longest, of the client that has most, is stopped in their favour. Killing a worker is the only way to
stop a query.
"""

from __future__ import annotations

import asyncio
import os
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from kg.serve.exchange import Answer, Ask, Problem, Question, Settings, heard, packed
from kg.serve.jobs import too_much_memory
from kg.serve.turns import Task, Turns, Watch
from kg.serve.workers import Starter, Worker

if TYPE_CHECKING:
    from kg.serve.worker import Place

_AT_HAND = 8  # tasks a worker has at most: what it works on, and the next ones
_AHEAD = 0.002  # seconds of work a worker has at hand, about
_QUICK = 0.00025  # seconds a task takes that is so quick that handing it on takes about as long
_STUCK = 0.01  # seconds after which a task keeps its worker for itself
_SLOW = 0.1  # seconds of processor time after which a task is slow
_TICK = 0.05  # seconds between two looks at slow tasks
_TURN = 0.5  # seconds a slow task has at least before it may be stopped in favour of others
_PATIENCE = 10.0  # seconds a task waits for a worker
_QUEUE = 2000  # tasks that wait at most
_QUEUE_BYTES = 64 * 2**20  # bytes of their requests, at most
_HEAVY = 60.0  # seconds that jobs of the shape of a slow one count as heavy
_SHAPES = 5000  # shapes to remember at most
_SPARE = 2  # idle workers to have in reserve
_TRIES = 5  # workers in a row that may end before they are ready


@dataclass(slots=True)
class Figures:
    """What the pool has done: answers, and tasks that were stopped, by reason."""

    answered: int = 0
    stopped: Counter[str] = field(default_factory=Counter)


class Pool:
    """Runs jobs in worker processes on one version of the store. To be used within one event loop."""

    def __init__(
        self, settings: Settings, place: Place, *, log: Callable[[str], None] = lambda _: None
    ) -> None:
        self._settings, self._place, self._log = settings, place, log
        self._loop = asyncio.get_running_loop()
        self._starter = Starter(settings)
        self._workers: set[Worker] = set()
        self._coming: set[Worker] = set()
        self._idle: list[Worker] = []
        self._waiting, self._heavy_waiting = Turns(), Turns()
        self._slow_shapes: dict[str, float] = {}
        self._most_heavy = settings.workers - max(_SPARE - 1, settings.workers // 4)
        self._few = max(2, os.cpu_count() or 2)
        self._usual = _AHEAD  # seconds a task takes, as of late
        self._more = 0  # workers that may run beside those few, for tasks that are not quick
        self._failures = 0
        self._closed = False
        self._look: asyncio.TimerHandle | None = None
        self._ticker = self._loop.create_task(self._tick_on())
        self._total = _memory_of_machine() // 2
        self._jobs: set[asyncio.Task[None]] = set()
        self.figures = Figures()

    @property
    def version(self) -> str:
        """The version jobs are answered from."""
        return self._place.version

    def begin(
        self,
        job: str,
        asked: Ask | Question,
        *,
        encoding: str = "",
        client: str = "",
        timeout: float | None = None,
        watch: Watch | None = None,
        shape: Callable[[], str] = str,
    ) -> Task:
        """Have a job done. Raises Problem when too many wait already.

        `client` is who asks, for turns; `timeout` seconds it may run; `watch` returns when the client has
        gone; `shape` gives what the job has in common with others that take as long ("": nothing).
        """
        if self._is_full():
            raise _busy("too many requests wait already")
        payload = packed(job, asked, encoding)
        frame = len(payload).to_bytes(4, "big") + payload
        limit = self._settings.timeout if timeout is None else timeout
        task = Task(frame, client, limit, self._loop.create_future(), self._loop.time(), watch, shape)
        if self._slow_shapes and self._was_slow(task.shape):
            task.heavy = True
            self._heavy_waiting.add(task)
            self._unblock()
        elif self._waiting.weight or not self._given(task):
            self._waiting.add(task)
            self._look_soon()
        return task

    async def outcome(self, task: Task) -> Answer:
        """The answer of a job that has begun; to be awaited once. Cancelling this stops the job.

        Raises Problem: its own, or that of the limit at which it was stopped.
        """
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
        self._grow()
        while not self._idle and not self._closed:
            if self._failures >= _TRIES:
                raise Problem(500, "The server cannot answer", "its worker processes do not start")
            await asyncio.sleep(0.005)

    def switch(self, place: Place) -> None:
        """Answer from another version from now on; what runs goes on on the old one."""
        self._place, self._failures = place, 0
        for worker in list(self._idle):
            self._end(worker)
        self._grow()

    async def close(self, patience: float = 0.0) -> None:
        """End all workers; those that have something to do get so many seconds for it."""
        end = self._loop.time() + patience
        while self._loop.time() < end and (self._any_waits() or any(w.tasks for w in self._workers)):
            await asyncio.sleep(0.02)
        self._closed = True
        self._ticker.cancel()
        if self._look is not None:
            self._look.cancel()
        for worker in list(self._workers):
            self._end(worker)
        for task in (*self._waiting, *self._heavy_waiting):
            task.fail(_busy("the server is being shut down"))
        self._starter.close()

    def fault(self, problem: Exception) -> None:
        """Note a fault of the front itself."""
        self._log(f"a fault of the server: {type(problem).__name__}: {problem}")

    # -- what workers tell -----------------------------------------------------------------------------

    def answered(self, worker: Worker, frame: bytes) -> None:
        """A frame has come: the worker has become ready, or has answered its first task."""
        if worker in self._coming:
            self._coming.discard(worker)
            self._failures = 0
        elif worker.tasks:
            now = self._loop.time()
            self._usual += (min(now - worker.since, _STUCK) - self._usual) / 16
            self._settle(worker.tasks.popleft(), frame)
            worker.since, worker.begun = now, None
        if worker.spent or worker.version != self._place.version or self._closed:
            self._end(worker)
            self._grow()
        elif not worker.tasks or self._any_waits():
            self._next(worker)

    def lost(self, worker: Worker) -> None:
        """The process has ended without a word: the allocator or the stack ended it, or the system did."""
        if worker not in self._workers:
            return
        if worker in self._coming:
            self._failures += 1
            if self._failures == _TRIES:
                self._log("worker processes end before they are ready")
        if worker.tasks:
            self.figures.stopped["crash"] += 1
            worker.tasks.popleft().fail(_crashed(self._settings.memory))
        self._end(worker)
        if self._failures < _TRIES:
            self._grow()

    def _settle(self, task: Task, frame: bytes) -> None:
        found = heard(frame)
        self.figures.answered += 1
        if isinstance(found, Problem):
            if "fault" in found.more:
                self._log(f"a fault of the server: {found.more.pop('fault')}")
            task.fail(found)
        elif not task.done.done():
            task.done.set_result(found)

    # -- who does what ---------------------------------------------------------------------------------

    def _is_full(self) -> bool:
        weight = self._waiting.weight + self._heavy_waiting.weight
        return weight > 0 and (
            len(self._waiting) + len(self._heavy_waiting) >= _QUEUE or weight >= _QUEUE_BYTES
        )

    def _any_waits(self) -> bool:
        return self._waiting.weight > 0 or self._heavy_waiting.weight > 0

    def _was_slow(self, shape: str) -> bool:
        return bool(shape) and self._slow_shapes.get(shape, 0.0) > self._loop.time()

    def _remember(self, task: Task) -> None:
        """Jobs like this one are heavy for a while, those that wait already among them."""
        shape = task.shape
        task.heavy = True
        if not shape:
            return
        self._slow_shapes.pop(shape, None)
        self._slow_shapes[shape] = self._loop.time() + _HEAVY
        for other in [other for other in self._waiting if other.shape == shape]:
            self._waiting.remove(other)
            other.heavy = True
            self._heavy_waiting.add(other)
        if len(self._slow_shapes) > _SHAPES:
            del self._slow_shapes[next(iter(self._slow_shapes))]

    def _given(self, task: Task) -> bool:
        """Give a task that is not heavy to a worker, if it is the turn of any."""
        now = self._loop.time()
        if self._idle and self._running() < self._allowed():
            self._idle.pop().give(task, now)
            return True
        most = self._at_hand()
        least: Worker | None = None
        for worker in self._workers:
            has = len(worker.tasks)
            if 0 < has < most and not worker.spent and now - worker.since < _STUCK:
                least, most = worker, has
        if least is None or least.version != self._place.version:
            return False
        least.give(task, now)
        self._look_soon()
        return True

    def _allowed(self) -> int:
        """How many workers may run at once: one a processor; of quick tasks the front has as much to do."""
        return self._few + self._more - (self._usual < _QUICK)

    def _at_hand(self) -> int:
        """How many tasks to give a worker: several of quick ones, one of others, which could be stuck."""
        return max(1, min(_AT_HAND, int(_AHEAD / self._usual)))

    def _running(self) -> int:
        return len(self._workers) - len(self._idle) - len(self._coming)

    def _next(self, worker: Worker) -> None:
        """Give a worker what it has room for; it becomes idle when there is nothing, or enough others run."""
        now = self._loop.time()
        may = bool(worker.tasks) or self._running() <= self._allowed()
        if may and self._waiting.weight:
            most = self._at_hand()
            while len(worker.tasks) < most and (task := self._waiting.take()):
                worker.give(task, now)
        if not worker.tasks:
            self._idle.append(worker)
            self._start_heavy()

    def _start_heavy(self) -> None:
        """Let heavy tasks run, alone, at the lowest priority, while some workers stay free of them."""
        running = sum(1 for w in self._workers if w.tasks and w.tasks[0].heavy)
        while self._idle and running < self._most_heavy and (task := self._heavy_waiting.take()):
            worker = self._idle.pop()
            worker.lower()
            worker.give(task, self._loop.time())
            running += 1

    def _look_soon(self) -> None:
        if self._look is None:
            self._look = self._loop.call_later(_STUCK, self._unblock)

    def _unblock(self) -> None:
        """For each task that is not quick let one more run, and take from it what waits behind."""
        if self._look is not None:
            self._look.cancel()
            self._look = None
        now = self._loop.time()
        slow = sum(1 for w in self._workers if w.tasks and w.slow)
        stuck = [w for w in self._workers if w.tasks and not w.slow and now - w.since > _STUCK]
        for worker in stuck:
            self._put_back(worker)
        # Not one more for each: many at once make each other slow.
        self._more = slow + min(len(stuck), 3 * self._few)
        while self._idle and self._running() < self._allowed() and len(self._waiting):
            self._next(self._idle.pop())
        self._start_heavy()
        self._grow()
        if self._any_waits() or any(len(w.tasks) > 1 for w in self._workers):
            self._look_soon()

    def _put_back(self, worker: Worker) -> None:
        """Take from a worker what is behind its first task. It will do it all the same, so it is spent."""
        behind = list(worker.tasks)[1:]
        if behind:
            worker.spent = True
            while len(worker.tasks) > 1:
                worker.tasks.pop()
            self._waiting.put_back(behind)

    def _abandon(self, task: Task) -> None:
        """Nobody wants the answer any more."""
        (self._heavy_waiting if task.heavy else self._waiting).remove(task)
        for worker in list(self._workers):
            if worker.tasks and worker.tasks[0] is task:
                self.figures.stopped["client gone"] += 1
                self._end(worker)
                self._grow()

    def _end(self, worker: Worker) -> None:
        """End a worker; what it had at hand behind its first task is for others."""
        self._workers.discard(worker)
        self._coming.discard(worker)
        if worker in self._idle:
            self._idle.remove(worker)
        worker.kill()
        if worker.tasks and worker.tasks[0].done.done():
            worker.tasks.popleft()
        self._waiting.put_back(list(worker.tasks))
        worker.tasks.clear()
        if self._any_waits() and not self._closed:
            self._look_soon()

    def _stop(self, worker: Worker, reason: str, problem: Problem) -> None:
        """End a worker because of the task it works on."""
        self.figures.stopped[reason] += 1
        worker.tasks.popleft().fail(problem)
        self._end(worker)
        self._grow()

    def _grow(self) -> None:
        """Start workers for the tasks that may run and have none, and some in reserve."""
        heavy = sum(1 for w in self._workers if w.tasks and w.tasks[0].heavy)
        wanted = min(len(self._waiting), self._allowed() - self._running())
        wanted = max(0, wanted) + max(0, min(len(self._heavy_waiting), self._most_heavy - heavy))
        wanted = max(_SPARE, wanted) - len(self._idle) - len(self._coming)
        room = self._settings.workers - len(self._workers)
        for _ in range(0 if self._closed else min(wanted, room)):
            worker = Worker(self, self._place.version)
            self._workers.add(worker)
            self._coming.add(worker)
            job = self._loop.create_task(self._start(worker, self._place))
            self._jobs.add(job)
            job.add_done_callback(self._jobs.discard)

    async def _start(self, worker: Worker, place: Place) -> None:
        try:
            await self._starter.start(worker, place)
        except (OSError, RuntimeError, EOFError) as problem:
            if not self._closed:
                self._log(f"a worker process cannot be started: {problem}")
                self.lost(worker)
        if worker not in self._workers:
            worker.kill()

    # -- limits ----------------------------------------------------------------------------------------

    async def _tick_on(self) -> None:
        while True:
            await asyncio.sleep(_TICK)
            self._tick(self._loop.time())

    def _tick(self, now: float) -> None:
        for task in (*self._waiting, *self._heavy_waiting):
            if now - task.since > _PATIENCE:
                (self._heavy_waiting if task.heavy else self._waiting).remove(task)
                task.fail(_busy("all workers are busy"))
            elif now - task.since > _TICK:
                task.look_after_client()
        taken: dict[Worker, int] = {}
        for worker in [w for w in self._workers if w.tasks and now - w.since > _TICK]:
            if not worker.slow and self._is_slow(worker, now):
                self._put_back(worker)
                worker.lower()
                self._remember(worker.tasks[0])
            worker.tasks[0].look_after_client()
            taken[worker] = worker.taken()
            if now - worker.since > worker.tasks[0].timeout:
                self._stop(worker, "timeout", _timed_out(worker.tasks[0].timeout))
            elif taken[worker] > self._settings.memory:
                self._stop(worker, "memory", too_much_memory(self._settings.memory))
        slow = {worker: size for worker, size in taken.items() if worker.tasks}
        self._relieve(dict(slow))
        if len(self._waiting):
            self._make_room(now, [worker for worker in slow if worker.tasks])
        if self._any_waits():
            self._look_soon()

    def _is_slow(self, worker: Worker, now: float) -> bool:
        """By processor time: among many, a quick task may wait long for a processor."""
        spent = worker.spent_on_it()
        return (now - worker.since if spent is None else spent) > _SLOW

    def _relieve(self, taken: dict[Worker, int]) -> None:
        """Stop the largest while all together take more than the machine should give."""
        while sum(taken.values()) > self._total:
            largest = max(taken, key=lambda worker: taken[worker])
            del taken[largest]
            self._stop(largest, "memory", too_much_memory(self._settings.memory))

    def _make_room(self, now: float, slow: list[Worker]) -> None:
        if self._idle or self._coming or len(self._workers) < self._settings.workers:
            return
        having = Counter(worker.tasks[0].client for worker in self._workers if worker.tasks)
        had_their_turn = [worker for worker in slow if now - worker.since > _TURN]
        if had_their_turn:
            victim = max(had_their_turn, key=lambda w: (having[w.tasks[0].client], now - w.since))
            self._stop(victim, "busy", _busy("it was stopped to let others in"))


def _busy(why: str) -> Problem:
    detail = f"{why} — try again in a moment"
    return Problem(503, "The server is busy", detail, headers=(("retry-after", "2"),), reason="busy")


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
        return os.sysconf("SC_PHYS_PAGES") * os.sysconf("SC_PAGE_SIZE")
    except (ValueError, OSError, AttributeError):
        return 8 * 2**30
