"""Read-only copies of the store, one per version, from which a server answers.

A snapshot shares the files of the store by hard links. It is two stores: `labels`, a whole copy, in which
only our own lookups of labels read; and `public`, without the manifest and, unless they may be served,
without contact data. It lies in `<store>.served/<version>-<program>-public` (or `-contacts`), is moved
there only when it is whole, and is used by all servers of the store. The store itself is only read.

A build that is going on, or was killed, is no version: until it is complete, the last one is served.
"""

from __future__ import annotations

import contextlib
import fcntl
import os
import shutil
import struct
import tempfile
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path

import pyoxigraph as ox
from pyoxigraph import NamedNode

import kg
from kg import inputs, resources
from kg.errors import StoreError
from kg.serve.redaction import redact
from kg.store import Store
from kg.vocab import INTERNAL

_MAKING = ".making-"
_FLOCK = "hhqqi"  # struct flock of fcntl(2): type, whence, start, length, process


@dataclass(frozen=True, slots=True)
class Snapshot:
    """A version of the store that can be served.

    public, labels  folders of its two stores; dumps: folder for its dumps, which need not be there
    retracted       keys of retracted releases, with the reason
    unfinished      it is part of a build that was never completed
    """

    version: str
    public: Path
    labels: Path
    dumps: Path
    retracted: Mapping[str, str] = field(default_factory=dict)
    unfinished: bool = False


class BeingWrittenError(StoreError):
    """A build is going on; there will be something to serve when it has ended."""


class Snapshots:
    """The snapshots of one store that a server uses. It is a context manager.

    `folder` is where they lie: by default `<store>.served`; where that cannot be made, a temporary one.
    """

    def __init__(self, store: Path, *, with_contacts: bool = False, folder: Path | None = None) -> None:
        self._store, self._with_contacts = store, with_contacts
        self._temporary: Path | None = None
        self._folder = self._made(folder or store.with_name(f"{store.name}.served"))
        self._seen: object = None
        self._locks: dict[str, int] = {}
        self._newest = ""

    def __enter__(self) -> Snapshots:
        return self

    def __exit__(self, *exc: object) -> None:
        self.close()

    def close(self) -> None:
        """Let go of all snapshots; the newest stays for the next start."""
        for name in list(self._locks):
            self._let_go(name)
        if self._temporary is not None:
            shutil.rmtree(self._temporary, ignore_errors=True)

    def changed(self) -> bool:
        """Has the store been written to since the last version was taken, and does nobody write now?"""
        return self._marks() != self._seen and not self._is_written_to()

    def take(self) -> Snapshot | None:
        """A snapshot of the store as it is; None when there is nothing newer to serve.

        The first one may be of a build that was not completed (`unfinished`), later ones are not. Raises
        BeingWrittenError while a build is going on, StoreError when the store is not there or cannot be read.
        """
        self._tidy()
        marks = self._marks()
        with Store.read_only(self._store) as store:
            if "" not in store.notes():
                remedy = f"fill it with `kg build --store {self._store}`"
                raise StoreError(f"{self._store}: the store is empty — {remedy}")
            version, retracted, unfinished = store.version(), store.retracted(), store.unfinished()
        if marks != self._marks() or self._is_written_to():
            raise BeingWrittenError(f"{self._store}: a build is going on")
        # The program's mark is in the name: another one may leave out more, or write dumps otherwise.
        name = f"{version}-{program()[:8]}-{'contacts' if self._with_contacts else 'public'}"
        if name == self._newest or (unfinished and self._newest):
            self._seen = marks
            return None
        if not self._hold(name):
            try:
                self._make(name, marks)
            except (OSError, RuntimeError) as problem:
                raise StoreError(f"{self._folder}: no snapshot can be made there: {problem}") from problem
        self._seen, self._newest = marks, name
        place = self._folder / name
        return Snapshot(version, place / "public", place / "labels", place / "dumps", retracted, unfinished)

    def release(self, snapshot: Snapshot) -> None:
        """Use a snapshot no more. It is deleted when nobody else uses it, unless it is the newest."""
        self._let_go(snapshot.public.parent.name)

    # -- making one ------------------------------------------------------------------------------------

    def _make(self, name: str, marks: object) -> None:
        """Copy the store, make the public part, and move both to their place when they are whole."""
        making = Path(tempfile.mkdtemp(prefix=f"{_MAKING}{os.getpid()}-", dir=self._folder))
        try:
            self._copy(making / "labels", marks)
            whole = ox.Store(str(making / "labels"))
            whole.flush()  # what was in its log only, so that each worker need not read that
            whole.backup(str(making / "public"))
            public = ox.Store(str(making / "public"))
            for internal in sorted(INTERNAL):
                public.remove_graph(NamedNode(internal))
            if not self._with_contacts:
                redact(public)
                public.optimize()  # taking out leaves holes, by which a query takes a fifth longer
            public.flush()
            del whole, public
            (making / "lock").touch()
            with contextlib.suppress(OSError):  # another server was quicker
                making.rename(self._folder / name)
        finally:
            shutil.rmtree(making, ignore_errors=True)
        if not self._hold(name):
            raise StoreError(f"{self._folder / name}: the snapshot cannot be used — delete the folder")

    def _copy(self, copy: Path, marks: object) -> None:
        """Copy the store's files: its tables, which never change, by hard links where the disk has them.

        Not by RocksDB's checkpoint: that of a store that is open for reading leaves out what is only in
        its log. Raises BeingWrittenError when the files change meanwhile.
        """
        copy.mkdir()
        with contextlib.suppress(FileNotFoundError):
            for entry in list(os.scandir(self._store)):
                if entry.name == "LOCK" or entry.name.startswith("LOG"):
                    continue
                if entry.name.endswith((".sst", ".blob")):
                    with contextlib.suppress(OSError):
                        os.link(entry.path, copy / entry.name)
                        continue
                shutil.copyfile(entry.path, copy / entry.name)
        if marks != self._marks() or self._is_written_to():
            raise BeingWrittenError(f"{self._store}: a build is going on")

    # -- who uses which --------------------------------------------------------------------------------

    def _hold(self, name: str) -> bool:
        """Use a snapshot that is there, so that nobody deletes it."""
        if name in self._locks:
            return True
        try:
            lock = os.open(self._folder / name / "lock", os.O_RDONLY)
        except OSError:
            return False
        fcntl.flock(lock, fcntl.LOCK_SH)
        if not _same(lock, self._folder / name / "lock"):  # deleted while we waited
            os.close(lock)
            return False
        self._locks[name] = lock
        return True

    def _let_go(self, name: str) -> None:
        lock = self._locks.pop(name, None)
        if lock is None:
            return
        os.close(lock)
        if name != self._newest:
            self._delete_unused(self._folder / name)

    def _delete_unused(self, place: Path) -> None:
        try:
            lock = os.open(place / "lock", os.O_RDONLY)
        except OSError:
            return
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
            gone = place.with_name(f"{_MAKING}{os.getpid()}-{place.name}")
            place.rename(gone)
            shutil.rmtree(gone, ignore_errors=True)
        except OSError:
            pass  # somebody uses it
        finally:
            os.close(lock)

    def _tidy(self) -> None:
        """Delete what killed servers have left: parts of snapshots, and versions that nobody uses."""
        for place in list(self._folder.iterdir()):
            if place.name.startswith(_MAKING):
                owner = place.name.removeprefix(_MAKING).partition("-")[0]
                if not owner.isdigit() or not Path(f"/proc/{owner}").exists() or int(owner) == os.getpid():
                    shutil.rmtree(place, ignore_errors=True)
            elif self._newest and place.name != self._newest and place.name not in self._locks:
                self._delete_unused(place)

    def _made(self, folder: Path) -> Path:
        try:
            folder.mkdir(parents=True, exist_ok=True)
            with tempfile.TemporaryFile(dir=folder):
                return folder
        except OSError:
            self._temporary = Path(tempfile.mkdtemp(prefix="stadtgraph-"))
            return self._temporary

    # -- the store -------------------------------------------------------------------------------------

    def _marks(self) -> object:
        """Name, size and time of its files: they differ whenever something was written."""
        try:
            with os.scandir(self._store) as entries:
                files = [(entry.name, entry.stat()) for entry in entries]
        except OSError:
            return None
        return sorted((name, state.st_size, state.st_mtime_ns, state.st_ino) for name, state in files)

    def _is_written_to(self) -> bool:
        """Does another process hold RocksDB's lock? Asked without taking it (fcntl(2), F_GETLK)."""
        try:
            with (self._store / "LOCK").open("rb") as lock:
                asked = struct.pack(_FLOCK, fcntl.F_WRLCK, os.SEEK_SET, 0, 0, 0)
                answer = fcntl.fcntl(lock, fcntl.F_GETLK, asked)
        except OSError:
            return False
        return bool(struct.unpack(_FLOCK, answer)[0] != fcntl.F_UNLCK)


@cache
def program() -> str:
    """Fingerprint of the code that makes snapshots, dumps and answers."""
    package = Path(kg.__file__).parent
    code = [path for path in package.rglob("*") if path.suffix in (".py", ".html", ".css", ".js")]
    return inputs.files_mark([*code, *resources.queries().glob("*.rq")], package)


def _same(file: int, path: Path) -> bool:
    try:
        return os.path.samestat(os.fstat(file), path.stat())
    except OSError:
        return False
