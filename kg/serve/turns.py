"""Jobs that wait, taken by turns from each client, so that one with many holds up nobody else."""

from __future__ import annotations

import asyncio
from collections import OrderedDict, deque
from collections.abc import Callable, Coroutine, Iterator
from dataclasses import dataclass
from typing import Any

from kg.serve.exchange import Answer, Problem

Watch = Callable[[], Coroutine[Any, Any, None]]


@dataclass(eq=False, slots=True)
class Task:
    """A job that waits or runs.

    frame     what a worker is sent; timeout: seconds it may run; since: when it came (the loop's time)
    watch     returns when the client has gone; it is asked only of those that take a while
    name      gives the shape; heavy: one of that shape was slow lately
    """

    frame: bytes
    client: str
    timeout: float
    done: asyncio.Future[Answer]
    since: float
    watch: Watch | None = None
    name: Callable[[], str] = str
    heavy: bool = False
    watching: asyncio.Task[None] | None = None
    _shape: str | None = None

    @property
    def shape(self) -> str:
        """What it has in common with others that take as long; "" is nothing."""
        if self._shape is None:
            self._shape = self.name()
        return self._shape

    def fail(self, problem: Problem) -> None:
        """End it with a problem, unless it has ended."""
        if not self.done.done():
            self.done.set_exception(problem)

    def look_after_client(self) -> None:
        """From now on, cancel it when its client has gone."""
        if self.watch is not None and self.watching is None:
            self.watching = asyncio.ensure_future(self._cancel_when_gone(self.watch))

    async def _cancel_when_gone(self, watch: Watch) -> None:
        await watch()
        self.done.cancel()


class Turns:
    """The queue. In each turn every client that waits has one task taken.

    weight   bytes that the frames of those that wait take
    """

    def __init__(self) -> None:
        self._of: OrderedDict[str, deque[Task]] = OrderedDict()
        self._size = self.weight = 0

    def __len__(self) -> int:
        return self._size

    def __iter__(self) -> Iterator[Task]:
        return (task for queue in list(self._of.values()) for task in list(queue))

    def add(self, task: Task) -> None:
        """Put a task behind all others of its client."""
        self._of.setdefault(task.client, deque()).append(task)
        self._count(task, 1)

    def put_back(self, tasks: list[Task]) -> None:
        """Put tasks that had been taken before all others, in this order: it is their clients' turn."""
        for task in reversed(tasks):
            self._of.setdefault(task.client, deque()).appendleft(task)
            self._of.move_to_end(task.client, last=False)
            self._count(task, 1)

    def take(self) -> Task | None:
        """The next task that has not ended; None when there is none."""
        while self._of:
            client, queue = next(iter(self._of.items()))
            task = queue.popleft()
            self._count(task, -1)
            if queue:
                self._of.move_to_end(client)
            else:
                del self._of[client]
            if not task.done.done():
                return task
        return None

    def remove(self, task: Task) -> None:
        """Take out a task, if it is there."""
        queue = self._of.get(task.client)
        if queue is None or task not in queue:
            return
        queue.remove(task)
        self._count(task, -1)
        if not queue:
            del self._of[task.client]

    def _count(self, task: Task, number: int) -> None:
        self._size += number
        self.weight += number * len(task.frame)
