"""A build from nothing, stage by stage, against doing the same work with the libraries alone.

    python bench/build.py [PATHS] [--rounds N] [--limit S]

Builds a store from the releases in a fresh process, N times, and prints the CPU time of each stage in the
best round. Beside it stand two peers on the same data, each in a process of its own: pyshacl run once on
the union of all release graphs, with the same shapes, and Oxigraph's bulk load of all quads of the store.
Without PATHS there are two tables: for the five releases of `data/releases`, and for these together with
the development set of `tests/releases/dev`.
"""

from __future__ import annotations

import argparse
import json
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Mapping, Sequence
from importlib.metadata import version
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))  # this checkout is measured, whatever is installed
RELEASES = (ROOT / "data" / "releases", ROOT / "tests" / "releases" / "dev")
STAGES = ("start-up", "extraction", "graph", "validation", "derivation", "store", "rest")

Found = dict[str, float]


def main(arguments: Sequence[str] | None = None) -> int:
    """Measure and print; 0 when done, 2 when there is nothing to build."""
    options = _options(arguments)
    if options.part:
        print(json.dumps(_PARTS[options.part](options.paths, options.store)))
        return 0
    for paths in [options.paths] if options.paths else [RELEASES[:1], RELEASES]:
        if not any(path.is_file() or any(path.glob("*.txt")) for path in paths):
            print("bench: no *.txt among the files and folders given", file=sys.stderr)
            return 2
        _compare(paths, options.rounds, options.limit)
    return 0


def _compare(paths: Sequence[Path], rounds: int, limit: float) -> None:
    with tempfile.TemporaryDirectory() as folder:
        stores = [Path(folder) / f"store{i}" for i in range(rounds)]
        builds = [_process("build", paths, store) for store in stores]
        loads = [_process("load", paths, stores[0]) for _ in stores]
        try:
            shacl = _process("shacl", paths, stores[0], limit)
        except subprocess.TimeoutExpired:
            shacl = {"validation": limit}
    best = min(builds, key=lambda found: sum(found[stage] for stage in STAGES))
    _print(best, rounds, shacl, min(loads, key=lambda found: found["store"]))


def _options(arguments: Sequence[str] | None) -> argparse.Namespace:
    cli = argparse.ArgumentParser(description=(__doc__ or "").split("\n\n")[0])
    cli.add_argument("paths", nargs="*", type=Path, help="releases or folders of them")
    cli.add_argument("--rounds", type=int, default=3, help="builds, the best counts (3)")
    cli.add_argument("--limit", type=float, default=60.0, help="seconds pyshacl may take (60)")
    cli.add_argument("--part", choices=sorted(_PARTS), help=argparse.SUPPRESS)
    cli.add_argument("--store", type=Path, help=argparse.SUPPRESS)
    return cli.parse_args(arguments)


def _process(part: str, paths: Sequence[Path], store: Path, limit: float | None = None) -> Found:
    command = [sys.executable, __file__, *map(str, paths), "--part", part, "--store", str(store)]
    done = subprocess.run(command, stdout=subprocess.PIPE, text=True, check=True, cwd=ROOT, timeout=limit)
    found: Found = json.loads(done.stdout)
    return found


def _build(paths: Sequence[Path], where: Path) -> Found:
    """CPU seconds by stage of one build; also how many releases, quads and findings there are."""
    import kg.publish
    import kg.validate.findings
    from kg import build, facts, graph, published, read, store, validate
    from kg.model import Release

    facts.extract(Release("start", "start.txt", "Ja.", ""))
    spent: dict[str, float] = dict.fromkeys(STAGES, 0.0) | ({"start-up": time.process_time()})
    for stage, owner, name in (
        ("extraction", read, "read_release"),
        ("extraction", facts, "extract"),
        ("graph", graph, "release_quads"),
        ("validation", validate, "validate_release"),
        ("derivation", graph, "read_release"),
        ("derivation", published.Curated, "__init__"),
        ("derivation", kg.publish, "contributions"),
        ("derivation", kg.publish, "change"),
        ("store", store.Store, "apply"),
        ("store", store.Store, "flush"),
    ):
        setattr(owner, name, _timed(getattr(owner, name), stage, spent))
    with store.Store.open(where) as made:
        summary = build.build(list(paths), made)
        quads = sum(1 for name in (None, *made.graphs()) for _ in made.quads(name))
    spent["rest"] = time.process_time() - sum(spent.values())
    return {
        **{stage: spent[stage] for stage in STAGES},
        "releases": len(summary.new),
        "quads": quads,
        "findings": len(summary.findings),
    }


def _timed(function: Callable[..., Any], stage: str, spent: dict[str, float]) -> Callable[..., Any]:
    def timed(*args: Any, **kwargs: Any) -> Any:
        begin = time.process_time()
        try:
            return function(*args, **kwargs)
        finally:
            spent[stage] += time.process_time() - begin

    return timed


def _shacl(paths: Sequence[Path], where: Path) -> Found:  # noqa: ARG001 - as the other parts
    """pyshacl as its documentation shows it: one graph of rdflib with all releases, our shapes."""
    import pyshacl
    import rdflib

    from kg import resources
    from kg.store import Store
    from kg.validate.rdf import add_quads
    from kg.validate.shapes import add_background

    shapes = rdflib.Graph()
    for path in sorted(resources.shapes().glob("*.ttl")):
        shapes.parse(path)
    with Store.read_only(where) as store:
        quads = [quad for name in store.graphs() if "/graph/release/" in name for quad in store.quads(name)]
    begin = time.process_time()
    union = rdflib.Graph()
    add_quads(union, quads)
    add_background(union)
    _, report, _ = pyshacl.validate(union, shacl_graph=shapes, inplace=True)
    spent = time.process_time() - begin
    results = {
        (report.value(r, rdflib.SH.focusNode), report.value(r, rdflib.SH.sourceShape))
        for r in report.subjects(rdflib.RDF.type, rdflib.SH.ValidationResult)
    }
    return {"validation": spent, "quads": len(quads), "findings": len(results)}


def _load(paths: Sequence[Path], where: Path) -> Found:  # noqa: ARG001 - as the other parts
    """Oxigraph's bulk load of N-Quads into a new store on disk; it is not atomic."""
    import pyoxigraph

    from kg.store import Store

    with Store.read_only(where) as store:
        quads = [quad for name in (None, *store.graphs()) for quad in store.quads(name)]
    lines = pyoxigraph.serialize(quads, format=pyoxigraph.RdfFormat.N_QUADS)
    begin = time.process_time()
    other = pyoxigraph.Store(str(where.with_name("loaded")))
    other.bulk_load(lines, pyoxigraph.RdfFormat.N_QUADS)
    spent = time.process_time() - begin
    other.clear()
    return {"store": spent, "quads": len(quads)}


_PARTS: Mapping[str, Callable[[Sequence[Path], Path], Found]] = {
    "build": _build,
    "shacl": _shacl,
    "load": _load,
}


def _print(best: Found, rounds: int, shacl: Found, load: Found) -> None:
    releases, total = best["releases"], sum(best[stage] for stage in STAGES)
    stopped = "findings" not in shacl
    peers = {
        "validation": (f"pyshacl {version('pyshacl')} on the union", shacl["validation"]),
        "store": (f"Oxigraph {version('pyoxigraph')} bulk load", load["store"]),
    }
    print(f"{releases} releases, {best['quads']} quads, best of {rounds} builds from nothing, CPU time\n")
    print(f"{'':12}{'ms':>8}{'ms/release':>12}{'share':>8}   {'peer':28}{'ms':>9}{'ratio':>9}")
    for stage in STAGES:
        line = f"{stage:12}{best[stage] * 1000:8.0f}"
        line += " " * 12 if stage == "start-up" else f"{best[stage] / releases * 1000:12.1f}"
        line += f"{best[stage] / total:8.0%}"
        if stage in peers:
            name, theirs = peers[stage]
            more, less = (">", "<") if stopped and stage == "validation" else ("", "")
            line += f"   {name:28}{more + format(theirs * 1000, '.0f'):>9}"
            line += f"{less + format(best[stage] / theirs, '.3f'):>9}"
        print(line)
    print(f"{'all':12}{total * 1000:8.0f}{(total - best['start-up']) / releases * 1000:12.1f}")
    of_pyshacl = "it was stopped" if stopped else f"{shacl['findings']} of pyshacl on the union"
    print(f"\nfindings: {best['findings']}; {of_pyshacl}. Ratios: our time over the peer's.\n")


if __name__ == "__main__":
    sys.exit(main())
