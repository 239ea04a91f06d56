"""Dumps of a snapshot: the files below `/export/`, their checksums, and the page that lists them.

Each file is what `kg export` prints for the snapshot, byte for byte, and stands there a second time
compressed by gzip. A set of dumps is complete when its `SHA256SUMS` is there: it is written last.

A million quads in 1,200 graphs, 180,000 of them in the view, take 60 s and 390 MB of memory on one
core, and 560 MB of disk (and 250 MB more while the lines are sorted).
"""

from __future__ import annotations

import gzip
import hashlib
import os
import re
import sys
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import IO, NamedTuple

from kg import resources
from kg.errors import InputError
from kg.export import write, write_from
from kg.serve import confine, media, pages, problems
from kg.serve.exchange import Answer, Ask, Context, Lang
from kg.serve.terms import ontology
from kg.store import Store

CHECKSUMS = "SHA256SUMS"
_ONTOLOGY = "ontology"
_PIECE = 1 << 20
_LINE = re.compile(r"([0-9a-f]{64})  ([A-Za-z0-9._-]+)")
_LABELS = {
    "turtle": "Turtle", "ntriples": "N-Triples", "jsonld": "JSON-LD", "rdfxml": "RDF/XML", "trig": "TriG",
    "nquads": "N-Quads",
}  # fmt: skip
_CONTENTS: Mapping[str, Mapping[Lang, str]] = {
    "view": {"de": "die veröffentlichte Sicht", "en": "the published view"},
    "all": {
        "de": "die Sicht und die Graphen aller Mitteilungen",
        "en": "the view and the graphs of all releases",
    },
    "ontology": {"de": "die Begriffe und Wortschätze", "en": "the terms and vocabularies"},
}
_LARGEST = 1_000_000
"""Triples of a view, beyond which it is dumped as lines only: the other formats hold it in memory, up to
1 kB a triple. Lines are sorted on the disk."""


class Dump(NamedTuple):
    """A file without its `.gz`: its name, what of the graph is in it, and the name of its format."""

    name: str
    graph: str
    form: str

    @property
    def media(self) -> str:
        """The media type."""
        return media.GRAPHS[self.form]

    @property
    def label(self) -> str:
        """The name of the format for people."""
        return _LABELS[self.form]

    def content(self, lang: Lang) -> str:
        """What is in it, for people."""
        return _CONTENTS[self.graph][lang]


DUMPS = (
    Dump("view.ttl", "view", "turtle"),
    Dump("view.nt", "view", "ntriples"),
    Dump("view.jsonld", "view", "jsonld"),
    Dump("view.rdf", "view", "rdfxml"),
    Dump("all.trig", "all", "trig"),
    Dump("all.nq", "all", "nquads"),
    Dump("all.jsonld", "all", "jsonld"),
    Dump("ontology.ttl", _ONTOLOGY, "turtle"),
)
"""All dumps there can be, in the order in which they are listed."""


def make_dumps(store: Store, folder: Path, *, largest: int = _LARGEST) -> dict[str, tuple[int, str]]:
    """Write all dumps of a store into a folder of their own, which is made; bytes and sha256 by file name.

    A file is there as a whole or not at all, and `SHA256SUMS` when all are. Left out is what RDF/XML cannot
    say (the whole file), and all formats but lines when the view has more than `largest` triples. Lines are
    sorted in temporary files (in `TMPDIR`), which together are as large as `all.nq`.
    Raises OSError when the disk is full.
    """
    folder.mkdir(parents=True, exist_ok=True)
    (folder / CHECKSUMS).unlink(missing_ok=True)
    only_lines = _size_of_view(store) > largest
    made: dict[str, tuple[int, str]] = {}
    for dump in DUMPS:
        if only_lines and dump.graph != _ONTOLOGY and dump.form not in ("ntriples", "nquads"):
            continue
        try:
            made |= _write(folder, dump.name, _content(store, dump))
        except InputError:
            continue  # RDF/XML cannot name every predicate; the other formats can
    with _fresh(folder / CHECKSUMS) as file:
        file.write(_sums(made))
    return made


def load_dumps(folder: Path) -> dict[str, tuple[int, str]]:
    """Bytes and sha256 by file name of a complete set of dumps; {} when there is none (yet)."""
    try:
        lines = (folder / CHECKSUMS).read_text(encoding="ascii").splitlines()
        found = [match for line in lines if (match := _LINE.fullmatch(line))]
        return {
            name: ((folder / name).stat().st_size, digest) for digest, name in (m.groups() for m in found)
        }
    except (OSError, UnicodeDecodeError):
        return {}


def _size_of_view(store: Store) -> int:
    rows = store.query("SELECT (COUNT(*) AS ?n) { ?s ?p ?o }")
    return sum(int(row["n"].value) for row in rows)


def _content(store: Store, dump: Dump) -> Iterator[str]:
    if dump.graph == _ONTOLOGY:
        return write(ontology(resources.ontology().glob("*.ttl")), dump.form)
    return write_from(store, dump.graph, dump.form)


def _write(folder: Path, name: str, pieces: Iterable[str]) -> dict[str, tuple[int, str]]:
    """Write a dump, plain and compressed. The time in gzip's header stays empty, so that bytes repeat."""
    with _fresh(folder / name) as plain, _fresh(folder / f"{name}.gz") as small:
        counted, packed = _Counted(plain), _Counted(small)
        with gzip.GzipFile("", "wb", compresslevel=6, fileobj=packed, mtime=0) as packer:
            for block in _blocks(pieces):
                counted.write(block)
                packer.write(block)
    return {name: counted.found(), f"{name}.gz": packed.found()}


class _Counted:
    """Writes to a file, and knows how much it was."""

    def __init__(self, file: IO[bytes]) -> None:
        self._file, self._size, self._hash = file, 0, hashlib.sha256()

    def write(self, data: bytes) -> int:
        self._size += len(data)
        self._hash.update(data)
        return self._file.write(data)

    def flush(self) -> None:
        self._file.flush()

    def found(self) -> tuple[int, str]:
        """Bytes and sha256 of all that was written."""
        return self._size, self._hash.hexdigest()


def _blocks(pieces: Iterable[str]) -> Iterator[bytes]:
    """The pieces as UTF-8, many of them at once: a million small writes take longer than the sorting."""
    block: list[str] = []
    size = 0
    for piece in pieces:
        block.append(piece)
        size += len(piece)
        if size >= _PIECE:
            yield "".join(block).encode()
            block, size = [], 0
    yield "".join(block).encode()


@contextmanager
def _fresh(path: Path) -> Iterator[IO[bytes]]:
    """A file that takes its name when it is complete, and vanishes otherwise."""
    fresh = path.with_name(f".{path.name}.{os.getpid()}")
    try:
        with fresh.open("wb") as file:
            yield file
        fresh.replace(path)
    finally:
        fresh.unlink(missing_ok=True)


def _sums(dumps: Mapping[str, tuple[int, str]]) -> bytes:
    """What `sha256sum --check` reads."""
    return "".join(f"{digest}  {name}\n" for name, (_, digest) in sorted(dumps.items())).encode()


# -- over HTTP ---------------------------------------------------------------------------------------------


class Row(NamedTuple):
    """A file as the page lists it."""

    name: str
    dump: Dump
    size: str
    sha256: str


def exports(context: Context, ask: Ask) -> Answer:
    """The page at `/export/`; it says so when the dumps of this version are not ready."""
    rows = [
        Row(name, dump, size_for_people(context.dumps[name][0], ask.lang), context.dumps[name][1])
        for dump in DUMPS
        for name in (dump.name, f"{dump.name}.gz")
        if name in context.dumps
    ]
    answer = pages.page("export.html", context, ask, rows=rows, checksums=CHECKSUMS)
    return answer._replace(cacheable=bool(rows))


def checksums(context: Context, ask: Ask) -> Answer:  # noqa: ARG001 - every job's signature
    """`/export/SHA256SUMS`, as the file has it. Raises Problem (503) until the dumps are ready."""
    if not context.dumps:
        raise problems.dumps_not_ready()
    return Answer(_sums(context.dumps), "text/plain")


def size_for_people(size: int, lang: Lang) -> str:
    """A number of bytes in kB or MB, three digits at most.

    >>> size_for_people(73_400, "en"), size_for_people(7_340_032, "de")
    ('73.4 kB', '7,3 MB')
    """
    value, unit = (size / 1e6, "MB") if size >= 1e6 else (size / 1e3, "kB")
    text = f"{value:.1f} {unit}" if value < 100 else f"{value:.0f} {unit}"
    return text.replace(".", ",") if lang == "de" else text


def main(public: str, folder: str) -> None:
    """Write the dumps of a snapshot, as a process of low priority that ends with the server."""
    confine.die_with_parent()
    with suppress(OSError, AttributeError):
        os.nice(19)
    with Store.read_only(public) as store:
        make_dumps(store, Path(folder))


if __name__ == "__main__":
    main(*sys.argv[1:])
