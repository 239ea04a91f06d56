"""Extraction against a tokenizer: how much slower is reading facts than reading words?

    python bench/extract.py [FILES] [--rounds N]

Runs `kg.facts.extract` and spaCy's blank German tokenizer over the same texts in one process, after a
warm-up, in rounds that alternate between the two, and prints the medians of their processor time: other
work on the machine counts for neither. Then both share the texts out among one and two processes, and
the clock on the wall counts. Without FILES the texts are the five releases of `data/releases` and the
development set of `tests/releases/dev`. Start-up time and memory of each are taken in a process of its
own, and so is the peak of memory over all texts. Last, texts of twice the length, ordinary ones and such
as no city writes, show whether the time grows with the length.
"""

from __future__ import annotations

import argparse
import gc
import hashlib
import importlib.metadata
import multiprocessing
import statistics
import subprocess
import sys
import tempfile
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
_ALL = """
import pathlib, re, resource, sys
from kg.facts import extract
from kg.model import Release
for path in sorted(pathlib.Path(sys.argv[1]).glob("*.txt")):
    extract(Release(path.stem, path.name, path.read_bytes().decode(), ""))
status = pathlib.Path("/proc/self/status")
peak = re.search("VmHWM:\\s*(\\d+)", status.read_text()) if status.exists() else None
print(int(peak[1]) if peak else resource.getrusage(resource.RUSAGE_SELF).ru_maxrss)
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
    _shared(texts, options.rounds)
    _alone(options.files[0] if options.files and options.files[0].is_file() else _first(TEXTS))
    _memory(texts)
    _growth(texts)
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
    print(f"{'':24}{'releases/s':>12}{'ms/release':>12}{'kB/s':>10}{'first ms':>10}{'found':>10}")
    for name, column, found in (("kg.facts.extract", 0, facts), (f"spaCy {version} blank de", 1, tokens)):
        seconds = statistics.median(pair[column] for pair in pairs)
        rate, first = kilobytes / seconds, fresh[column] / len(texts) * 1000
        each = seconds / len(texts)
        print(f"{name:24}{1 / each:12.1f}{each * 1000:12.2f}{rate:10.0f}{first:10.2f}{found:10}")
    ratios = sorted(theirs / ours for ours, theirs in pairs)
    low, middle, high = ratios[0], statistics.median(ratios), ratios[-1]
    print(f"\nratio of throughputs {middle:.3f} ({low:.3f} to {high:.3f}; 1 is as fast as the tokenizer)")


def _timed(function: Callable[[], int]) -> float:
    gc.collect()
    begin = time.process_time()
    function()
    return time.process_time() - begin


_AT_WORK: dict[str, Callable[[str], Sized]] = {}
"""What a process of the pool does with a text, by name."""


def _prepare() -> None:
    """Load both programs in a process of the pool."""
    import spacy

    from kg.facts import extract
    from kg.model import Release

    _AT_WORK["kg.facts.extract"] = lambda text: extract(Release("r", "r.txt", text, ""))
    _AT_WORK["spaCy blank de"] = spacy.blank("de").make_doc
    for work in _AT_WORK.values():
        work("Ja.")


def _work(task: tuple[str, Sequence[str]]) -> int:
    name, texts = task
    return sum(len(_AT_WORK[name](text)) for text in texts)


def _shared(texts: Sequence[str], rounds: int) -> None:
    """Both over one and two processes, each with every n-th text, by the clock on the wall."""
    print(f"\n{'releases/s, wall clock':24}{'1 process':>12}{'2 processes':>12}")
    rates: dict[str, list[float]] = {name: [] for name in ("kg.facts.extract", "spaCy blank de")}
    for count in (1, 2):
        with multiprocessing.get_context("spawn").Pool(count, _prepare) as pool:
            seconds: dict[str, list[float]] = {name: [] for name in rates}
            for _ in range(rounds + 1):
                for name, found in seconds.items():
                    begin = time.perf_counter()
                    pool.map(_work, [(name, texts[i::count]) for i in range(count)], chunksize=1)
                    found.append(time.perf_counter() - begin)
        for name, found in seconds.items():
            rates[name].append(len(texts) / statistics.median(found[1:]))  # the first was the warm-up
    for name, row in rates.items():
        print(f"{name:24}" + "".join(f"{rate:12.1f}" for rate in row))
    ours, theirs = rates.values()
    print(f"{'ratio':24}" + "".join(f"{a / b:12.3f}" for a, b in zip(ours, theirs, strict=True)))


def _memory(texts: Sequence[str]) -> None:
    """The peak of a fresh process that reads all texts, one after the other."""
    with tempfile.TemporaryDirectory() as folder:
        for i, text in enumerate(texts):
            Path(folder, f"{i:05}.txt").write_bytes(text.encode())
        command = [sys.executable, "-c", _ALL, folder]
        done = subprocess.run(command, capture_output=True, text=True, check=True, cwd=ROOT)
    print(f"\n{'peak MB, all texts':24}{int(done.stdout) / 1024:12.0f}")


_STRANGE = {
    "A A A": "A ", "digits": "7 ", "one number": "7", "open quotes": "„", "nested brackets": "((",
    "leads": "leitet die Abteilung IT ", "list of people": "Bürgermeisterin Petra Lindner und ",
    "dates and places": "am 3. Mai 2021 in der Stadthalle ",
}  # fmt: skip


def _growth(texts: Sequence[str]) -> None:
    """Seconds for texts of 50, 100 and 200 kB; twice the text should take twice the time."""
    from kg.facts import extract
    from kg.model import Release

    print(f"\n{'seconds for':24}{'50 kB':>10}{'100 kB':>10}{'200 kB':>10}{'growth':>10}")
    for name, unit in {"these releases": "\n\n".join(texts), **_STRANGE}.items():
        found = []
        for size in (50_000, 100_000, 200_000):
            text = (unit * (size // len(unit) + 1))[:size]
            begin = time.process_time()
            extract(Release("r", "r.txt", text, ""))
            found.append(time.process_time() - begin)
        row = "".join(f"{seconds:10.2f}" for seconds in found)
        print(f"{name:24}{row}{found[2] / max(found[1], 1e-9):10.1f}")


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
