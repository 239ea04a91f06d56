"""The front's end of the keeper: which version of the store is to be served."""

from __future__ import annotations

import asyncio
import contextlib
from collections.abc import Callable
from multiprocessing.connection import Connection
from pathlib import Path
from typing import Any

from kg.errors import StoreError
from kg.serve.snapshots import Snapshot
from kg.serve.workers import forking_context

_AGAIN = 1.0  # seconds before a keeper that has ended is started again


class Versions:
    """Listens to the keeper, and starts it again when it has ended.

    `changed` is called with each version that is to be served after the first; `grace` is how many seconds
    a version may still be read when another one is served; `say` tells the operator.
    """

    def __init__(
        self,
        store: Path,
        *,
        with_contacts: bool,
        grace: float,
        changed: Callable[[Snapshot], None],
        say: Callable[[str], None],
    ) -> None:
        self._store, self._with_contacts, self._grace = store, with_contacts, grace
        self._changed, self._say = changed, say
        self._loop = asyncio.get_running_loop()
        self._first: asyncio.Future[Snapshot] = self._loop.create_future()
        self._served = ""
        self._closed = False
        self._start()

    async def first(self) -> Snapshot:
        """The version to begin with, as soon as there is one. Raises StoreError."""
        return await self._first

    def close(self) -> None:
        """End the keeper."""
        self._closed = True
        self._loop.remove_reader(self._channel.fileno())
        self._channel.close()
        self._process.terminate()
        self._process.join(2)

    def _start(self) -> None:
        if self._closed:
            return
        # Imported here: it is run by the other process.
        from kg.serve import keeper

        context = forking_context()
        self._channel: Connection
        self._channel, theirs = context.Pipe()
        arguments = (theirs, self._store, self._with_contacts)
        self._process = context.Process(target=keeper.main, args=arguments)
        self._process.start()
        theirs.close()
        self._loop.add_reader(self._channel.fileno(), self._heard)

    def _heard(self) -> None:
        try:
            kind, what = self._channel.recv()
        except (EOFError, OSError):
            self._ended()
            return
        tell: dict[str, Callable[[Any], None]] = {
            "snapshot": self._new_version,
            "trouble": self._trouble,
            "waiting": self._waiting,
        }
        tell[kind](what)

    def _ended(self) -> None:
        self._loop.remove_reader(self._channel.fileno())
        self._channel.close()
        self._say("the process that looks for new versions has ended; it is started again")
        self._loop.call_later(_AGAIN, self._start)

    def _waiting(self, what: str) -> None:
        self._say(f"{what} — what it makes will be served when it has ended")

    def _trouble(self, what: str) -> None:
        if self._first.done():
            self._say(f"the store cannot be read, what was served before goes on: {what}")
        else:
            self._first.set_exception(StoreError(what))

    def _new_version(self, snapshot: Snapshot) -> None:
        if snapshot.version == self._served:  # a keeper that was started again begins with it
            return
        if snapshot.unfinished:
            remedy = "run `kg build` again; what is there is served"
            self._say(f"the last build of {self._store} was not completed — {remedy}")
        old, self._served = self._served, snapshot.version
        if not self._first.done():
            self._first.set_result(snapshot)
            return
        self._changed(snapshot)
        self._say(f"version {snapshot.version} is served now")
        self._loop.call_later(self._grace, self._release, self._channel, old)

    def _release(self, channel: Connection, version: str) -> None:
        with contextlib.suppress(OSError, ValueError):  # it has ended meanwhile
            channel.send(version)
