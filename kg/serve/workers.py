"""The front's end of worker processes: starting them, sending them tasks, ending them."""

from __future__ import annotations

import asyncio
import contextlib
import multiprocessing
import os
import socket
from collections import deque
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import TYPE_CHECKING, Any, Protocol

from kg.serve.exchange import Settings
from kg.serve.turns import Task

if TYPE_CHECKING:
    from multiprocessing.context import ForkServerContext

    from kg.serve.worker import Place

_LENGTH = 4  # bytes before each frame that say how long it is
_TICKS = os.sysconf("SC_CLK_TCK") if hasattr(os, "sysconf") else 100
_PAGE = os.sysconf("SC_PAGE_SIZE") if hasattr(os, "sysconf") else 4096
_MANY_AT_HAND = "glibc.malloc.tcache_count=500"
"""For each query the engine takes and gives back hundreds of small pieces of memory; the C library has seven
of a size at hand, and a query takes a sixth longer."""


def forking_context() -> ForkServerContext:
    """Where to start processes: they are forked from one that has imported `kg.serve.forking`."""
    os.environ.setdefault("GLIBC_TUNABLES", _MANY_AT_HAND)  # heeded by what is started, not by this process
    context = multiprocessing.get_context("forkserver")
    context.set_forkserver_preload(["kg.serve.forking"])
    return context


class Owner(Protocol):
    """Who is told what workers do."""

    def answered(self, worker: Worker, frame: bytes) -> None:
        """A frame has come: empty when the worker has become ready, else its answer to its first task."""

    def lost(self, worker: Worker) -> None:
        """The process has ended."""


class Worker(asyncio.Protocol):
    """One worker process.

    tasks   what it was given and has not answered; it works on the first of them
    since   since when it works on that (the loop's time); slow: it was found to take long
    begun   processor time it had spent when it was first seen at it; None: it has not been seen yet
    spent   to be ended with its next answer: its priority is lowered, or it was given what it is not to do
    """

    def __init__(self, owner: Owner, version: str) -> None:
        self.owner, self.version = owner, version
        self.tasks: deque[Task] = deque()
        self.since = 0.0
        self.begun: float | None = None
        self.ready = self.slow = self.spent = False
        self._process: Any = None
        self._transport: asyncio.WriteTransport | None = None
        self._received = bytearray()
        self._outgoing: list[bytes] = []
        self._at_rest = 0

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        """Asyncio's call: the channel is there."""
        self._transport = transport  # type: ignore[assignment]

    def data_received(self, data: bytes) -> None:
        """Asyncio's call: bytes have come, whole frames or parts of them."""
        self._received += data
        while len(self._received) >= _LENGTH:
            end = int.from_bytes(self._received[:_LENGTH], "big") + _LENGTH
            if len(self._received) < end:
                return
            frame = bytes(self._received[_LENGTH:end])
            del self._received[:end]
            if not self.ready:
                self.ready, self._at_rest = True, self._resident()
            self.owner.answered(self, frame)

    def connection_lost(self, exc: Exception | None) -> None:  # noqa: ARG002 - asyncio's signature
        """Asyncio's call: the process has ended, or we have ended it."""
        self.owner.lost(self)

    def give(self, task: Task, now: float) -> None:
        """Send it a task; it works on it when it has answered those before."""
        if not self.tasks:
            self.since, self.begun = now, None
        self.tasks.append(task)
        self._outgoing.append(task.frame)
        if len(self.tasks) == 1:
            self._send()  # it waits for something to do
        elif len(self._outgoing) == 1:
            asyncio.get_running_loop().call_soon(self._send)

    def _send(self) -> None:
        """Send what was given in one turn of the loop together: each sending takes time."""
        frames, self._outgoing = self._outgoing, []
        if frames and self._transport is not None and not self._transport.is_closing():
            self._transport.write(b"".join(frames))

    def lower(self) -> None:
        """Let it run only when nobody else wants the processor. That cannot be taken back."""
        self.slow = self.spent = True
        with contextlib.suppress(OSError, AttributeError):
            os.setpriority(os.PRIO_PROCESS, self._process.pid, 19)

    def taken(self) -> int:
        """Bytes of memory it takes beyond what it took at rest; 0 where the system does not tell."""
        return max(0, self._resident() - self._at_rest)

    def spent_on_it(self) -> float | None:
        """Seconds of processor time since this was first asked of its task; None where none can tell."""
        try:
            fields = Path(f"/proc/{self._process.pid}/stat").read_text().rpartition(")")[2].split()
            total = (int(fields[11]) + int(fields[12])) / _TICKS
        except (OSError, ValueError, IndexError, AttributeError):
            return None
        if self.begun is None:
            self.begun = total
        return total - self.begun

    def kill(self) -> None:
        """End the process at once; what it does is lost."""
        with contextlib.suppress(ValueError, OSError, AttributeError):
            self._process.kill()
        if self._transport is not None:
            self._transport.abort()

    def has_started(self, process: Any) -> None:
        """Its process."""
        self._process = process

    def _resident(self) -> int:
        try:
            return int(Path(f"/proc/{self._process.pid}/statm").read_text().split()[1]) * _PAGE
        except (OSError, ValueError, IndexError, AttributeError):
            return 0


class Starter:
    """Forks workers from a process that has imported everything; that takes milliseconds.

    Forking from the front itself would copy its threads' locks.
    """

    def __init__(self, settings: Settings) -> None:
        self._settings = settings
        self._thread = ThreadPoolExecutor(1, "starter")
        self._context = forking_context()

    async def start(self, worker: Worker, place: Place) -> None:
        """Start the process of a worker. Raises OSError when the system has none to give."""
        loop = asyncio.get_running_loop()
        ours, theirs = socket.socketpair()
        try:
            await loop.run_in_executor(self._thread, self._fork, worker, theirs, place)
            ours.setblocking(False)
            await loop.connect_accepted_socket(lambda: worker, ours)
        except BaseException:
            ours.close()
            worker.kill()
            raise
        finally:
            theirs.close()

    def _fork(self, worker: Worker, theirs: socket.socket, place: Place) -> None:
        # Imported here: the front needs nothing else of it.
        from kg.serve.worker import main

        process = self._context.Process(target=main, args=(theirs, place, self._settings), daemon=True)
        process.start()
        worker.has_started(process)

    def close(self) -> None:
        """Start no more."""
        self._thread.shutdown(wait=True, cancel_futures=True)
