"""The process that keeps the snapshots: it looks for new versions of the store, and has dumps written.

It is apart from the front because making a snapshot without contact data can take seconds, and from the
workers because it lives as long as the server. It sends ("snapshot", Snapshot) for each version that is
to be served, ("waiting", text) when the first one is still being built, and ("trouble", text) when the
store cannot be read; it takes the version that the front has
left, to release it.
"""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from multiprocessing.connection import Connection
from pathlib import Path

from kg.errors import StoreError
from kg.serve import confine
from kg.serve.snapshots import BeingWrittenError, Snapshot, Snapshots

POLL = 0.5
"""Seconds between two looks at the store."""
_LONGEST = 30.0  # seconds between two looks at one that cannot be used


def main(channel: Connection, store: Path, with_contacts: bool) -> None:
    """Keep the snapshots of a store until the channel is closed."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(0))
    confine.die_with_parent()
    served: dict[str, Snapshot] = {}
    told, pause = "", POLL
    with Snapshots(store, with_contacts=with_contacts) as snapshots:
        while True:
            try:
                taken = snapshots.take() if not served or snapshots.changed() else None
                told, pause = "", POLL
            except BeingWrittenError as problem:
                taken = None
                if not served and not told:
                    told = str(problem)
                    channel.send(("waiting", told))
            except StoreError as problem:
                taken = None
                if str(problem) != told:  # once, not at every look
                    told = str(problem)
                    channel.send(("trouble", told))
                pause = min(2 * pause, _LONGEST)
            try:
                if taken is not None and taken.version not in served:
                    served[taken.version] = taken
                    channel.send(("snapshot", taken))
                    _write_dumps(taken)
                if channel.poll(pause):
                    snapshots.release(served.pop(channel.recv()))
            except (EOFError, ConnectionError):
                return


def _write_dumps(snapshot: Snapshot) -> None:
    """Have the dumps written by a process of low priority, whose memory goes with it."""
    if (snapshot.dumps / "SHA256SUMS").exists():
        return
    subprocess.Popen(
        [sys.executable, "-m", "kg.serve.dumps", str(snapshot.public), str(snapshot.dumps)],
        stdin=subprocess.DEVNULL,
        env={**os.environ, "PYTHONPATH": os.pathsep.join(sys.path)},
    )
