"""A process that answers jobs from one snapshot, one at a time, until it is killed or its front is gone.

It is forked from a process that has imported everything, opens the snapshot read-only and then gives up
what it needs no more: it cannot open sockets, and it cannot take more memory than one query may take.
Frames in both directions: four bytes of length (big-endian), then what `packed` and `told` of
`kg.serve.exchange` make; a first empty frame of the worker says that it is ready.
"""

from __future__ import annotations

import contextlib
import gc
import os
import signal
import socket
import struct
import traceback
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from kg.serve import confine, jobs
from kg.serve.exchange import Answer, Context, Problem, Settings, told, unpacked
from kg.store import Store

LENGTH = struct.Struct("!I")
_PIECE = 1 << 16
_OF_DUMPS = ("void", "exports", "checksums")
_SMALL = 8 * 2**20
"""Bytes on disk up to which a worker takes a copy of the store into memory when it starts."""

jobs.load()


@dataclass(frozen=True, slots=True)
class Place:
    """Where the snapshot of a version lies, for a process of its own; see `kg.serve.snapshots`."""

    version: str
    public: Path
    labels: Path
    dumps: Path
    retracted: dict[str, str]


def main(channel: socket.socket, place: Place, settings: Settings) -> None:
    """Answer jobs that come through the channel until it is closed."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl-C is for the front, which ends us
    confine.die_with_parent()
    confine.forbid_sockets()
    with _opened(place.public) as store, _opened(place.labels) as labels:
        context = Context(store, labels, settings, place.version, place.retracted)
        confine.limit_memory(settings.memory)
        seldom_collect()
        _send(channel, b"")
        with contextlib.suppress(ConnectionError):
            for frame in _frames(channel):
                _send(channel, told(_answer(context, place, *unpacked(frame))))
    os._exit(0)  # at once: there is nothing to tidy, and RocksDB's threads take their time


def _opened(folder: Path) -> Store:
    store = Store.read_only(folder)
    if sum(file.stat().st_size for file in folder.glob("*.sst")) > _SMALL:
        return store
    with store:
        return store.in_memory()


def seldom_collect() -> None:
    """Have Python look for garbage in circles less often, and never among what was there at the start.

    Requests leave hardly any; looking for it at the usual pace takes a tenth of the time.
    """
    gc.collect()
    gc.freeze()
    gc.set_threshold(20_000, 20, 50)


def _answer(context: Context, place: Place, job: str, asked: Any, encoding: str) -> Answer | Problem:
    try:
        if job in _OF_DUMPS and not context.dumps:
            context.dumps = _dumps(place.dumps)
        answer = jobs.run(job, context, asked)
        if job in _OF_DUMPS and not context.dumps:
            answer = answer._replace(cacheable=False)
    except Problem as problem:
        return problem
    except Exception as problem:  # noqa: BLE001 - a fault in one answer must not end the worker
        return _fault(problem)
    small = jobs.compressed(answer.body, encoding)
    if small is None:
        return answer
    return answer._replace(body=small, headers=(*answer.headers, ("content-encoding", encoding)))


def _dumps(folder: Path) -> dict[str, tuple[int, str]]:
    from kg.serve.dumps import load_dumps

    return load_dumps(folder)


def _fault(problem: Exception) -> Problem:
    """What is told of a fault of ours: where, for the log; to the client only that it is ours."""
    at = traceback.extract_tb(problem.__traceback__)[-1]
    where = f"{type(problem).__name__} in {Path(at.filename).name}:{at.lineno}: {problem}"
    return Problem(
        500, "The server failed", "this is a fault of the server; it is noted in its log", fault=where
    )


def _send(channel: socket.socket, payload: bytes) -> None:
    channel.sendall(LENGTH.pack(len(payload)) + payload)


def _frames(channel: socket.socket) -> Iterator[bytes]:
    """The frames that come, until the front is gone."""
    received, piece = bytearray(), memoryview(bytearray(_PIECE))
    while size := channel.recv_into(piece):  # into one place: to allocate it each time takes longer
        received += piece[:size]
        while len(received) >= LENGTH.size:
            end = LENGTH.unpack_from(received)[0] + LENGTH.size
            if len(received) < end:
                break
            frame = bytes(received[LENGTH.size : end])
            del received[:end]
            yield frame
