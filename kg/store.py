"""The embedded Oxigraph store on disk: opening it safely, and changing it atomically.

What is in it (docs/data-model.md): one graph per release, the authority graph, the published view in
the default graph, the partial results it is derived from (`kg.partials`), and the manifest. The manifest
says what each part was made from, so that a build
skips what is unchanged and makes anew what another version of the program has written. It also holds
the labels of the view in lower case: looked up in an index, they take a millisecond where a comparison
with every label took 300 at a million quads.

Every change is *one* SPARQL update, which Oxigraph applies wholly or not at all (checked by
tests/test_store.py with `kill -9`). Built as text it takes 30 µs a quad, about 1.6 times as long as
`extend`, which could not remove anything in the same transaction.
"""

from __future__ import annotations

import errno
import hashlib
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any
from urllib.parse import unquote

import pyoxigraph as ox
from pyoxigraph import DefaultGraph, Literal, NamedNode, Quad

from kg.errors import StoreError, StoreLockedError
from kg.vocab import (
    BASE,
    INTERNAL,
    LABEL_END,
    LABEL_KEY,
    LABELS,
    MANIFEST,
    PARTIALS,
    PREFIXES,
    PUBLIC_BODIES,
    RDF,
    RDFS,
    SG,
    graph_iri,
    release_iri,
)

_MADE_FROM = NamedNode(f"{BASE}graph/manifest#madeFrom")
_RETRACTED = NamedNode(f"{MANIFEST}#retracted")
_OUTDATED = NamedNode(f"{MANIFEST}#outdated")
_UNFINISHED = NamedNode(f"{MANIFEST}#unfinished")
_RELEASE_GRAPH = f"{BASE}graph/release/"
_PARTIALS = NamedNode(PARTIALS)
_VIEW_NODE = NamedNode(f"{BASE}graph/view")
_RELEASE_NODE = release_iri("")


@dataclass(frozen=True, slots=True)
class Change:
    """What one transaction does, in this order: drop, remove, add, note.

    graphs    graphs by IRI whose whole content is replaced; no quads: the graph is dropped
    view      replace the whole view by `add` (otherwise `remove` and `add` change it)
    remove    what goes of the view and of the partial results behind it; add: what comes
    notes     manifest entries by release key ("" is the view itself); None deletes the entry
    outdated  releases by key that stay as another program wrote them ("yes"); None: not any more
    retracted  releases by key that are retracted, with the reason; None: not any more
    unfinished  True with the first change of several that belong together, False with or after the last
    """

    graphs: Mapping[str, Iterable[Quad]] = field(default_factory=dict)
    view: bool = False
    remove: Sequence[Quad] = ()
    add: Sequence[Quad] = ()
    notes: Mapping[str, str | None] = field(default_factory=dict)
    outdated: Mapping[str, str | None] = field(default_factory=dict)
    retracted: Mapping[str, str | None] = field(default_factory=dict)
    unfinished: bool | None = None


class Store:
    """A store of quads. Make one with `open`, `read_only` or `memory`; it is a context manager."""

    def __init__(self, inner: ox.Store, path: Path | None) -> None:
        self._inner: ox.Store | None = inner
        self.path = path

    @classmethod
    def open(cls, path: Path | str) -> Store:
        """Open for writing, making the folder (and those above it) if there is none.

        Raises StoreLockedError when another process writes to it, StoreError when `path` is a file or
        a folder with something else in it, or cannot be written.
        """
        where = Path(path)
        _refuse_what_is_no_store(where)
        with _explained(where):
            where.parent.mkdir(parents=True, exist_ok=True)
            return cls(ox.Store(str(where)), where)

    @classmethod
    def read_only(cls, path: Path | str) -> Store:
        """Open a snapshot for reading; another process may go on writing meanwhile.

        Raises StoreError when there is no store at `path`.
        """
        where = Path(path)
        _refuse_what_is_no_store(where)
        if not (where / "CURRENT").exists():
            raise StoreError(f"{where}: there is no store here — make it with `kg build --store {where}`")
        with _explained(where):
            return cls(ox.Store.read_only(str(where)), where)

    @classmethod
    def memory(cls) -> Store:
        """A store that is gone with the process."""
        return cls(ox.Store(), None)

    def in_memory(self) -> Store:
        """A copy of what it holds now, in memory (about 600 bytes and 4 µs a quad).

        Queries take half the time there: RocksDB looks up each term of each row on its own.
        """
        copy = ox.Store()
        copy.extend(self._open)
        return Store(copy, self.path)

    def __enter__(self) -> Store:
        return self

    def __exit__(self, *exc: object) -> None:
        self.close()

    def close(self) -> None:
        """Release the lock. The store cannot be used afterwards; closing twice does nothing."""
        self._inner = None

    @property
    def _open(self) -> ox.Store:
        if self._inner is None:
            raise StoreError(f"{self.path}: the store is closed")
        return self._inner

    def query(self, sparql: str, **options: Any) -> Any:
        """Run a SPARQL query; `options` as `pyoxigraph.Store.query`, and its kinds of results.

        Raises SyntaxError when the query is malformed (an update is), as pyoxigraph does.
        """
        return self._open.query(sparql, **options)

    def quads(self, graph: str | None = None) -> Iterator[Quad]:
        """Quads of the graph of this IRI; None is the default graph, the view. In no order."""
        name = DefaultGraph() if graph is None else NamedNode(graph)
        yield from self._open.quads_for_pattern(None, None, None, name)

    def matching(
        self,
        subject: str | None = None,
        predicate: NamedNode | None = None,
        object: str | None = None,
        graph: str | None = None,
    ) -> Iterator[Quad]:
        """Quads of one graph (None: the view) with these IRIs; None stands for any. In no order."""
        first, last = (None if iri is None else NamedNode(iri) for iri in (subject, object))
        name = DefaultGraph() if graph is None else NamedNode(graph)
        return self._open.quads_for_pattern(first, predicate, last, name)

    def names(self) -> Iterator[tuple[str, str]]:
        """What releases name, as the IRI of the mention and the name, in no order."""
        for quad in self._open.quads_for_pattern(None, RDFS["label"], None, None):
            node, name = quad.subject, quad.object
            if quad.graph_name == DefaultGraph() or not isinstance(name, Literal):
                continue
            if isinstance(node, NamedNode) and node.value.startswith(_RELEASE_NODE):
                yield node.value, name.value

    def graphs(self) -> list[str]:
        """IRIs of the named graphs that hold data, sorted; without the manifest."""
        named = (g.value for g in self._open.named_graphs() if isinstance(g, NamedNode))
        return sorted(g for g in named if g not in INTERNAL)

    def release_keys(self) -> list[str]:
        """Keys of the releases that are in the store, sorted."""
        names = (g for g in self.graphs() if g.startswith(_RELEASE_GRAPH))
        return sorted(unquote(name.removeprefix(_RELEASE_GRAPH)) for name in names)

    def has_release(self, key: str) -> bool:
        """Whether the release of this key is in the store."""
        found = self._open.quads_for_pattern(None, None, None, NamedNode(graph_iri(key)))
        return next(found, None) is not None

    def note(self, key: str) -> str | None:
        """What the release of this key (or, "", the view) was made from; None where it is not there."""
        found = self._open.quads_for_pattern(_note_node(key), _MADE_FROM, None, NamedNode(MANIFEST))
        return next((q.object.value for q in found if isinstance(q.object, Literal)), None)

    def outdated(self) -> set[str]:
        """Keys of releases that another program wrote and this one could not make anew."""
        return set(self._manifest(_OUTDATED))

    def notes(self) -> dict[str, str]:
        """The manifest: what each release (by key) and the view (key "") was made from."""
        return self._manifest(_MADE_FROM)

    def retracted(self) -> dict[str, str]:
        """Releases that are retracted, by key, with the reason."""
        return self._manifest(_RETRACTED)

    def unfinished(self) -> bool:
        """Is there something that belongs together and is there in part only: was a build killed?"""
        return bool(self._manifest(_UNFINISHED))

    def version(self) -> str:
        """Twelve hexadecimal digits that tell the content: the same when it was made from the same."""
        content = repr((sorted(self.notes().items()), sorted(self.retracted().items())))
        return hashlib.sha256(content.encode("utf-8", "surrogatepass")).hexdigest()[:12]

    def _manifest(self, kind: NamedNode) -> dict[str, str]:
        return {
            _note_key(quad.subject): quad.object.value
            for quad in self._open.quads_for_pattern(None, kind, None, NamedNode(MANIFEST))
            if isinstance(quad.subject, NamedNode) and isinstance(quad.object, Literal)
        }

    def apply(self, change: Change) -> None:
        """Make a change as one transaction: it is applied wholly or, on any error, not at all.

        Raises StoreError when it cannot be written (a full or read-only disk).
        """
        update = _as_update(change)
        if update:
            with _explained(self.path):
                self._open.update(update)

    def flush(self) -> None:
        """Have everything written to the disk; what `apply` did survives a killed process without it."""
        with _explained(self.path):
            self._open.flush()


def _note_key(node: NamedNode) -> str:
    return "" if node == _VIEW_NODE else unquote(node.value.removeprefix(_RELEASE_NODE))


def _note_node(key: str) -> NamedNode:
    return NamedNode(release_iri(key)) if key else _VIEW_NODE


def _as_update(change: Change) -> str:
    steps: list[str] = []
    for graph, quads in change.graphs.items():
        name = NamedNode(graph)
        steps.append(f"DROP SILENT GRAPH {name}")
        steps += _data("INSERT", quads, graph=name)
    if change.view:
        steps += ["DROP SILENT DEFAULT", f"DROP SILENT GRAPH {_PARTIALS}"]
    else:
        steps += _of_view("DELETE", change.remove)
    steps += _of_view("INSERT", change.add)
    steps += _label_index(change)
    for kind, entries in (
        (_MADE_FROM, change.notes),
        (_OUTDATED, change.outdated),
        (_RETRACTED, change.retracted),
        (_UNFINISHED, {} if change.unfinished is None else {"": "yes" if change.unfinished else None}),
    ):
        steps += _entries(kind, entries)
    return ";\n".join(steps)


def _of_view(verb: str, quads: Sequence[Quad]) -> Iterator[str]:
    """Steps that change the view and the partial results."""
    yield from _data(verb, (q for q in quads if q.graph_name != _PARTIALS))
    yield from _data(verb, (q for q in quads if q.graph_name == _PARTIALS), graph=_PARTIALS)


def _entries(kind: NamedNode, entries: Mapping[str, str | None]) -> Iterator[str]:
    """Steps that write entries of the manifest; None deletes one."""
    manifest = NamedNode(MANIFEST)
    for key, entry in entries.items():
        node = _note_node(key)
        yield f"DELETE WHERE {{ GRAPH {manifest} {{ {node} {kind} ?was }} }}"
        if entry is not None:
            yield from _data("INSERT", [Quad(node, kind, Literal(entry))], graph=manifest)


def _data(verb: str, quads: Iterable[Quad], graph: NamedNode | None = None) -> list[str]:
    """`INSERT DATA {…}` or `DELETE DATA {…}` for these triples, or nothing when there are none.

    `str` of a pyoxigraph term is its N-Triples form, which is valid and complete in SPARQL.
    """
    lines = "\n".join(f"{q.subject} {q.predicate} {q.object} ." for q in quads)
    if not lines:
        return []
    return [f"{verb} DATA {{ GRAPH {graph} {{\n{lines}\n}} }}" if graph else f"{verb} DATA {{\n{lines}\n}}"]


_TERMS = {name: f"<{PREFIXES[p]}{local}>" for name in LABELS for p, _, local in [name.partition(":")]}
_NAMING = frozenset(
    {RDF["type"], SG["organizationType"], *(NamedNode(iri.strip("<>")) for iri in _TERMS.values())}
)
"""What decides under which labels an entity is found."""
_IS_PUBLIC = ", ".join(f"<{PREFIXES['orgtype']}{name}>" for name in PUBLIC_BODIES)


def _label_index(change: Change) -> list[str]:
    """Steps that bring the lower-case labels in line with the view as it is after the steps before them.

    `VALUES` for the properties, instead of the path, would have Oxigraph read all labels (0.7 s of 120,000).
    """
    if change.view:
        each = ""
        steps = [
            f"DELETE WHERE {{ GRAPH <{MANIFEST}> {{ ?x <{key}> ?was }} }}" for key in (LABEL_KEY, LABEL_END)
        ]
        if not change.add:
            return steps
    else:
        changed = (q for quads in (change.remove, change.add) for q in quads)
        touched = sorted({str(q.subject) for q in changed if q.predicate in _NAMING})
        if not touched:
            return []
        each = f"VALUES ?x {{ {' '.join(touched)} }}"
        steps = [
            f"DELETE {{ {row} }} WHERE {{ {each} {row} }}"
            for key in (LABEL_KEY, LABEL_END)
            for row in [f"GRAPH <{MANIFEST}> {{ ?x <{key}> ?was }}"]
        ]
    labels = f"?x {'|'.join(_TERMS.values())} ?label"
    person = f"?x a <{PREFIXES['foaf']}Person>"
    public = f"?x <{PREFIXES['sg']}organizationType> ?type FILTER(?type IN ({_IS_PUBLIC}))"
    return [
        *steps,
        f"INSERT {{ GRAPH <{MANIFEST}> {{ ?x <{LABEL_KEY}> ?key }} }} "
        f"WHERE {{ {each} {labels} BIND(LCASE(STR(?label)) AS ?key) }}",
        *(
            f"INSERT {{ GRAPH <{MANIFEST}> {{ ?x <{LABEL_END}> ?key }} }} "
            f'WHERE {{ {each} {kind} {labels} BIND(REPLACE(LCASE(STR(?label)), "^.* ", "", "s") AS ?key) }}'
            for kind in (f"{person} .", f"{public} .")
        ),
    ]


# Without CURRENT too: a process killed while it made the store leaves the rest, and may go on from there.
_STORE_FILE = re.compile(
    r"CURRENT|IDENTITY|LOCK|LOG(\.old\.\d+)?|(MANIFEST|OPTIONS)-\d+|\d+\.(log|sst|blob|dbtmp)|(.*\.)?dbtmp"
)


def _refuse_what_is_no_store(path: Path) -> None:
    """RocksDB would put its files among whatever a folder holds; only it and empty folders are stores."""
    try:
        str(path).encode("utf-8")
    except UnicodeEncodeError as problem:
        raise StoreError(f"{str(path)!a}: the name of a store must be UTF-8") from problem
    try:
        if path.is_symlink() and not path.exists():
            raise StoreError(f"{path}: this link leads nowhere — name a folder with --store")
        if path.exists() and not path.is_dir():
            raise StoreError(f"{path}: this is a file, not a store — name a folder with --store")
        if path.is_dir() and not all(_STORE_FILE.fullmatch(entry.name) for entry in path.iterdir()):
            raise StoreError(
                f"{path}: this folder holds something else than a store — name an empty or new one"
            )
    except OSError as problem:
        raise _as_store_error(problem, path) from problem


@contextmanager
def _explained(path: Path | None) -> Iterator[None]:
    try:
        yield
    except (OSError, RuntimeError) as problem:  # RuntimeError: what RocksDB finds corrupted
        raise _as_store_error(problem, path) from problem


# RocksDB: "While lock file: …/LOCK: Resource temporarily unavailable", "lock hold by current process"
_LOCKED = ("Resource temporarily unavailable", "lock hold by current process", "No locks available")
_REMEDIES = (
    # (what the system says, what it means and what to do); the texts of RocksDB carry strerror's words
    (errno.EROFS, "Read-only file system", "the disk is read-only", "choose another place with --store"),
    (errno.ENOSPC, "No space left", "the disk is full", "make room and run the command again"),
    (errno.EFBIG, "File too large", "the system allows no larger file", "raise the limit (`ulimit -f`)"),
    (errno.EACCES, "Permission denied", "no permission", "choose a place you may write with --store"),
    (errno.EEXIST, "File exists", "a part of the path is a file", "choose another place with --store"),
    (errno.ENAMETOOLONG, "File name too long", "the name is too long", "choose a shorter one with --store"),
    (errno.ENOTDIR, "Not a directory", "a part of the path is a file", "choose another place with --store"),
)


def _as_store_error(problem: OSError | RuntimeError, path: Path | None) -> StoreError:
    said, where = str(problem), path or "the store"
    if any(words in said for words in _LOCKED):
        return StoreLockedError(
            f"{where}: another process is writing to this store — wait until it has finished, "
            "or build into another one with --store"
        )
    for number, words, meaning, remedy in _REMEDIES:
        if getattr(problem, "errno", None) == number or words in said:
            return StoreError(f"{where}: {meaning} — {remedy} ({said})")
    return StoreError(
        f"{where}: the store cannot be used — delete the folder and run `kg build` again; "
        f"it is made from the releases alone ({said})"
    )
