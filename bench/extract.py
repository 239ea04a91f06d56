"""Extraction against a tokenizer: how much slower is reading facts than reading words?

    python bench/extract.py [FILES] [--rounds N]

Runs `kg.facts.extract` and spaCy's blank German tokenizer over the same texts in one process, after a
warm-up, in rounds that alternate between the two, and prints the medians. Without FILES the texts are
the five releases of `data/releases` and the development set of `tests/releases/dev`. Start-up time and
memory of each are taken in a process of its own.
"""

from __future__ import annotations

import argparse
import gc
import hashlib
import importlib.metadata
import statistics
import subprocess
import sys
import time
from collections.abc import Callable, Sequence, Sized
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))  # this checkout is measured, whatever is installed
TEXTS = (ROOT / "data" / "releases", ROOT / "tests" / "releases" / "dev")
MISSING = "bench: spaCy is not installed. `make bench` installs it, or: python -m pip install '.[bench]'"

# VmHWM is the process's own peak; ru_maxrss also counts what it was before it became this program.
_ALONE = """
import pathlib, re, resource, sys, time
begin = time.perf_counter()
{prepare}
ready = time.perf_counter() - begin
with open(sys.argv[1], encoding="utf-8", newline="") as file:
    text = file.read()
begin = time.perf_counter()
{run}
first = time.perf_counter() - begin
status = pathlib.Path("/proc/self/status")
peak = re.search("VmHWM:\\s*(\\d+)", status.read_text()) if status.exists() else None
print(ready, first, int(peak[1]) if peak else resource.getrusage(resource.RUSAGE_SELF).ru_maxrss)
"""
_OURS = (
    "from kg.facts import extract; from kg.model import Release; extract(Release('r', 'r.txt', 'Ja.', ''))",
    "extract(Release('r', 'r.txt', text, ''))",
)
_SPACY = ("import spacy; nlp = spacy.blank('de'); nlp.make_doc('Ja.')", "nlp.make_doc(text)")
_PROGRAMS = {"kg.facts.extract": _OURS, "spaCy blank de": _SPACY, "Python": ("", "")}


def main(arguments: Sequence[str] | None = None) -> int:
    """Measure and print; 0 when done, 2 when spaCy or the texts are missing."""
    options = _options(arguments)
    texts = _texts(options.files or TEXTS)
    if not texts:
        print("bench: no *.txt among the files and folders given", file=sys.stderr)
        return 2
    try:
        import spacy
    except ImportError:
        print(MISSING, file=sys.stderr)
        return 2
    tokenizer = spacy.blank("de").make_doc
    _report(
        "extract and tokenizer, in turns",
        texts,
        tokenizer,
        options.rounds,
        importlib.metadata.version("spacy"),
    )
    _alone(options.files[0] if options.files and options.files[0].is_file() else _first(TEXTS))
    return 0


def _options(arguments: Sequence[str] | None) -> argparse.Namespace:
    cli = argparse.ArgumentParser(description=(__doc__ or "").split("\n\n")[0])
    cli.add_argument("files", nargs="*", type=Path, help="texts or folders of *.txt")
    cli.add_argument("--rounds", type=int, default=15, help="rounds of each, the median counts (15)")
    return cli.parse_args(arguments)


def _texts(places: Sequence[Path]) -> list[str]:
    found = [
        path for place in places for path in (sorted(place.glob("*.txt")) if place.is_dir() else [place])
    ]
    return [path.read_bytes().decode("utf-8") for path in found if path.is_file()]


def _first(places: Sequence[Path]) -> Path:
    return next(path for place in places for path in sorted(place.glob("*.txt")))


def _report(
    what: str, texts: Sequence[str], tokenizer: Callable[[str], Sized], rounds: int, version: str
) -> None:
    from kg.facts import extract
    from kg.model import Release

    releases = [
        Release(f"r{i}", f"r{i}.txt", t, hashlib.sha256(t.encode()).hexdigest()) for i, t in enumerate(texts)
    ]

    def ours() -> int:
        return sum(len(extract(release)) for release in releases)

    def theirs() -> int:
        return sum(len(tokenizer(text)) for text in texts)

    extract(Release("w", "w.txt", "Ja.", "")), tokenizer("Ja.")  # loads the lexicon; no text is known yet
    fresh = (_timed(ours), _timed(theirs))
    facts, tokens = ours(), theirs()
    pairs = [(_timed(ours), _timed(theirs)) for _ in range(rounds)]
    kilobytes = sum(len(text.encode()) for text in texts) / 1000
    print(f"{len(texts)} releases, {kilobytes:.0f} kB, {rounds} rounds: {what}\n")
    print(f"{'':24}{'ms/release':>12}{'kB/s':>10}{'first ms':>10}{'found':>10}")
    for name, column, found in (("kg.facts.extract", 0, facts), (f"spaCy {version} blank de", 1, tokens)):
        seconds = statistics.median(pair[column] for pair in pairs)
        rate, first = kilobytes / seconds, fresh[column] / len(texts) * 1000
        print(f"{name:24}{seconds / len(texts) * 1000:12.2f}{rate:10.0f}{first:10.2f}{found:10}")
    ratios = sorted(theirs / ours for ours, theirs in pairs)
    low, middle, high = ratios[0], statistics.median(ratios), ratios[-1]
    print(f"\nratio of throughputs {middle:.3f} ({low:.3f} to {high:.3f}; 1 is as fast as the tokenizer)")


def _timed(function: Callable[[], int]) -> float:
    gc.collect()
    begin = time.perf_counter()
    function()
    return time.perf_counter() - begin


def _alone(path: Path) -> None:
    """Start-up, first text and memory, each in a fresh process; an empty Python's memory beside them."""
    print(f"\n{'in a fresh process':24}{'start-up ms':>12}{'first ms':>10}{'peak MB':>10}")
    for name, (prepare, run) in _PROGRAMS.items():
        found = [_process(prepare, run, path) for _ in range(3)]
        ready, first, peak = (statistics.median(column) for column in zip(*found, strict=True))
        print(f"{name:24}{ready * 1000:12.0f}{first * 1000:10.0f}{peak / 1024:10.0f}")


def _process(prepare: str, run: str, path: Path) -> tuple[float, ...]:
    command = [sys.executable, "-c", _ALONE.format(prepare=prepare, run=run), str(path)]
    done = subprocess.run(command, capture_output=True, text=True, check=True, cwd=ROOT)
    return tuple(float(word) for word in done.stdout.split())


if __name__ == "__main__":
    sys.exit(main())
