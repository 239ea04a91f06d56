"""An archive of press releases with known answers, as a store of any size or as text files.

    python bench/archive.py store PATH [--quads N]
    python bench/archive.py texts FOLDER [--releases N]

The releases tell of a model world (`modelworld`): the same for the same size. `store` takes
their facts as they are, without extraction, and publishes them with the functions a build uses
(`kg.graph.release_quads`, `kg.published`), all at once instead of release by release. `texts` writes the
texts for builds from end to end. What a store answers to each canned query `modelworld.questions` says.
"""

from __future__ import annotations

import argparse
import hashlib
import shutil
import sys
import tempfile
from collections.abc import Iterable, Iterator, Sequence
from itertools import groupby, islice
from pathlib import Path
from typing import BinaryIO

import pyoxigraph as ox

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))  # this checkout is measured, whatever is installed

import modelworld  # noqa: E402
from modelworld.making import World  # noqa: E402
from modelworld.page import Told  # noqa: E402
from modelworld.telling import tell  # noqa: E402

from kg import graph, inputs  # noqa: E402
from kg.model import Fact, Release  # noqa: E402
from kg.published import Curated, Nothing, Said, change, contributions  # noqa: E402
from kg.store import Change, Store  # noqa: E402
from kg.vocab import AUTHORITY, LABELS, MANIFEST, PREFIXES, RDF, SG  # noqa: E402

PER_CITY = 25
"""Releases of one city."""
_PER_RELEASE = 1_180
"""Quads that a release gives, those of the view included."""
_NAMING = frozenset(
    [RDF["type"], SG["organizationType"]]
    + [ox.NamedNode(PREFIXES[prefix] + local) for prefix, _, local in (n.partition(":") for n in LABELS)]
)
"""What decides under which labels the store finds an entity."""
_AT_ONCE = 20_000


def main(arguments: Sequence[str] | None = None) -> int:
    """Write what the arguments say; 2 when there is something at that place."""
    cli = argparse.ArgumentParser(description=(__doc__ or "").split("\n\n")[0])
    parts = cli.add_subparsers(dest="part", required=True)
    store = parts.add_parser("store", help="a store for measuring")
    store.add_argument("path", type=Path, help="folder of the new store")
    store.add_argument("--quads", type=int, default=1_000_000, help="about how many (1000000)")
    texts = parts.add_parser("texts", help="text files, to build from")
    texts.add_argument("path", type=Path, help="the new folder")
    texts.add_argument("--releases", type=int, default=100, help="how many at least (100)")
    options = cli.parse_args(arguments)
    if options.path.exists():
        print(f"bench: {options.path} is there already", file=sys.stderr)
        return 2
    if options.part == "store":
        print(f"{make(options.path, options.quads)} quads in {options.path}")
    else:
        print(f"{write(options.path, options.releases)} releases in {options.path}")
    return 0


def world_of(quads: int) -> World:
    """The world that a store of about so many quads tells of."""
    return World(max(4, round(quads / _PER_RELEASE / PER_CITY)))


def releases(world: World) -> Iterator[Told]:
    """All releases of a world, city by city."""
    for city in world.cities:
        yield from tell(world, city, PER_CITY)


def write(folder: Path, count: int) -> int:
    """Write at least so many releases as text files into a new folder; how many there are."""
    folder.mkdir(parents=True)
    found = [told.release for told in releases(World(max(4, -(-count // PER_CITY))))]
    for release in found:
        (folder / release.file).write_text(release.text, encoding="utf-8", newline="\n")
    return len(found)


def make(path: Path, quads: int) -> int:
    """Make a store of about so many quads at `path`, where nothing may be; how many there are."""
    world = world_of(quads)
    return store_of(((told.release, [one.fact for one in told.said]) for told in releases(world)), path)


def store_of(told: Iterable[tuple[Release, Sequence[Fact]]], path: Path) -> int:
    """Make a store of some releases and their facts, as `make` does."""
    path.parent.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(dir=path.parent) as folder:
        dump = Path(folder) / "all.nq"
        with dump.open("wb") as file:
            _dump(told, file)
        store = ox.Store(str(path))
        store.bulk_load(path=str(dump), format=ox.RdfFormat.N_QUADS)
    store.optimize()
    return len(store)


def cached(quads: int, folder: Path) -> Path:
    """A store as `make` makes it, kept in `folder` until the program or the archive changes."""
    path = folder / f"archive-{quads}-{_mark()}"
    if not path.exists():
        for old in folder.glob(f"archive-{quads}-*"):
            shutil.rmtree(old)
        half = path.with_name(f"half-{path.name}")
        shutil.rmtree(half, ignore_errors=True)
        make(half, quads)
        half.rename(path)
    return path


def _mark() -> str:
    ours = [Path(__file__), *(path for path in Path(modelworld.__file__).parent.iterdir() if path.is_file())]
    given = [inputs.program(), inputs.files_mark([*ours, *curated_files().authority])]
    return hashlib.sha256("\n".join(given).encode()).hexdigest()[:12]


def curated_files() -> inputs.CuratedFiles:
    """What is curated in this checkout."""
    return inputs.curated_files(ROOT / "data")


def _dump(told: Iterable[tuple[Release, Sequence[Fact]]], file: BinaryIO) -> None:
    """Write all quads as N-Quads, some of them more than once."""
    curated, keys = Curated(*curated_files()), [""]

    def said() -> Iterator[Said]:
        for release, facts in told:
            _write(file, graph.release_quads(release, facts))
            keys.append(release.key)
            yield contributions(release, facts, curated)

    view = [*change((), said(), Nothing(), curated).add, *curated.fixed]
    _write(file, view)
    authority = ox.NamedNode(AUTHORITY)
    _write(file, (ox.Quad(q.subject, q.predicate, q.object, authority) for q in curated.authority.quads))
    for manifest in _manifest(view, keys):
        _write(file, manifest)


def _manifest(view: Iterable[ox.Quad], keys: Sequence[str]) -> Iterator[Iterable[ox.Quad]]:
    """What the store notes beside its data, as it does so itself: in memory, entity by entity."""
    naming = sorted((quad for quad in view if quad.predicate in _NAMING), key=lambda quad: str(quad.subject))
    entities = (list(quads) for _, quads in groupby(naming, key=lambda quad: quad.subject))
    changes = [Change(notes=dict.fromkeys(keys, "bench"))]
    while some := [quad for quads in islice(entities, _AT_ONCE) for quad in quads]:
        changes.append(Change(add=some))
    for one in changes:
        with Store.memory() as store:
            store.apply(one)
            yield list(store.matching(graph=MANIFEST))


def _write(file: BinaryIO, quads: Iterable[ox.Quad]) -> None:
    ox.serialize(quads, file, format=ox.RdfFormat.N_QUADS)


if __name__ == "__main__":
    sys.exit(main())
