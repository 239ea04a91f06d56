"""A store as large as one likes that looks like ours, for measuring.

    python bench/bigstore.py PATH [--quads N]

The releases of `data/releases` and `tests/releases/dev` are built once. Then all that is theirs (releases,
persons, organisations, posts, tenures, events …) is copied under other IRIs and with other labels until
there are N quads: the n-th copy of `id/person/ilona-benz/…` "Ilona Benz" is `id/person/ilona-benz-cn/…`
"Ilona Benz-cn". Vocabularies (roles, types, places) stay one, so that a role has as many more holders as
there are copies, while what is known about one entity stays as small as it is. View, release graphs,
authority and manifest (notes, index of labels) grow alike: `kg` finds a whole store.
"""

from __future__ import annotations

import argparse
import hashlib
import re
import shutil
import sys
import tempfile
from collections.abc import Iterator, Sequence
from pathlib import Path

import pyoxigraph as ox

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))  # this checkout is measured, whatever is installed

from kg import inputs  # noqa: E402
from kg.build import build  # noqa: E402
from kg.store import Store  # noqa: E402
from kg.vocab import BASE, LABEL_END, LABEL_KEY, LABELS, MANIFEST, PREFIXES  # noqa: E402

RELEASES = (ROOT / "data" / "releases", ROOT / "tests" / "releases" / "dev")
QUADS = 1_000_000
_CACHE = ROOT / "build" / "bench"

_SHARED = "role|organization-type|event-type|scheme|place"
_OURS = re.compile(rf"<({re.escape(BASE)}(?:id/(?!(?:{_SHARED})/)[^/>]+|graph/release)/[^/#>]+)")
_LABEL_TERMS = [PREFIXES[prefix] + local for prefix, _, local in (name.partition(":") for name in LABELS)]
_LABEL = re.compile(rf'<(?:{"|".join(map(re.escape, [*_LABEL_TERMS, LABEL_KEY, LABEL_END]))})> "')
_LITERAL_END = re.compile(r'(?<!\\)((?:\\\\)*)"(?=[@^ ])')


def main(arguments: Sequence[str] | None = None) -> int:
    """Make a store where the arguments say; 2 when there is something at that place."""
    cli = argparse.ArgumentParser(description=(__doc__ or "").split("\n\n")[0])
    cli.add_argument("path", type=Path, help="folder of the new store")
    cli.add_argument("--quads", type=int, default=QUADS, help=f"how many at least ({QUADS})")
    options = cli.parse_args(arguments)
    if options.path.exists():
        print(f"bench: {options.path} is there already", file=sys.stderr)
        return 2
    print(f"{make(options.path, options.quads)} quads in {options.path}")
    return 0


def make(path: Path, quads: int = QUADS) -> int:
    """Make a store of at least so many quads at `path`, where nothing may be; how many there are."""
    with tempfile.TemporaryDirectory() as folder:
        lines = _lines(Path(folder) / "small")
        ours = [line for line in lines if _OURS.search(line)]
        copies = max(0, -(-(quads - len(lines)) // len(ours)))
        dump = Path(folder) / "all.nq"
        with dump.open("w", encoding="utf-8", newline="\n") as file:
            file.writelines(lines)
            for number in range(1, copies + 1):
                file.writelines(_copied(ours, f"-c{number}"))
        path.parent.mkdir(parents=True, exist_ok=True)
        store = ox.Store(str(path))
        store.bulk_load(path=str(dump), format=ox.RdfFormat.N_QUADS)
        store.flush()
        return len(store)


def cached(quads: int = QUADS) -> Path:
    """A store as `make` makes it, kept in `build/bench` until releases, curated data or program change."""
    path = _CACHE / f"{quads}-{_mark()}"
    if not path.exists():
        for old in _CACHE.glob(f"{quads}-*"):
            shutil.rmtree(old)
        half = path.with_name(f"half-{path.name}")
        shutil.rmtree(half, ignore_errors=True)
        make(half, quads)
        half.rename(path)
    return path


def _mark() -> str:
    data = [
        path for folder in (*RELEASES, ROOT / "data") for path in sorted(folder.rglob("*")) if path.is_file()
    ]
    given = "\n".join([inputs.files_mark(data), inputs.program(), Path(__file__).read_text(encoding="utf-8")])
    return hashlib.sha256(given.encode()).hexdigest()[:12]


def _lines(where: Path) -> list[str]:
    """The quads of a store of all releases, as lines of N-Quads, each once."""
    with Store.open(where) as store:
        build(list(RELEASES), store)
        quads = [quad for name in (None, *store.graphs(), MANIFEST) for quad in store.quads(name)]
    text: bytes = ox.serialize(quads, format=ox.RdfFormat.N_QUADS)
    return text.decode("utf-8").splitlines(keepends=True)


def _copied(lines: Sequence[str], suffix: str) -> Iterator[str]:
    """The lines with what is ours renamed; labels of what is renamed end with the suffix, too."""
    for line in lines:
        label = _LABEL.search(line)
        if label and _OURS.match(line):
            end = _LITERAL_END.search(line, label.end())
            at = end.end() - 1 if end else len(line)
            line = line[:at] + suffix + line[at:]
        yield _OURS.sub(rf"<\g<1>{suffix}", line)


if __name__ == "__main__":
    sys.exit(main())
