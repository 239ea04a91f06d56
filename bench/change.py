"""How long one release more or less takes in a store of many: a minister named by half of them, and a mayor.

    python bench/change.py [RELEASES] [--store PATH]        20,000 by default

Each release names a town and its mayor, every second the federal ministry of the interior with its minister
and a programme. Measured is what a build does beyond reading and extracting: what the release says, what
changes in the view, and the transaction, in milliseconds of processor time; for releases that name nobody
else, and for those that name the minister; beside it what it took to derive everything, which is what a
program without partial results does at each change. 100,000 take ten minutes to make; `--store` keeps them.
"""

from __future__ import annotations

import argparse
import hashlib
import random
import statistics
import sys
import tempfile
import time
from datetime import date, timedelta
from pathlib import Path

import archive

from kg import graph
from kg.model import Evidence, Fact, Release
from kg.publish import Stored
from kg.published import Curated, change, contributions
from kg.store import Change, Store
from kg.vocab import graph_iri

_MINISTERS = (("2012-01-01", "Horst Sauer"), ("2015-01-01", "Thomas Meise"), ("2018-03-14", "Heike Sommer"),
              ("2021-12-08", "Nina Faust"))  # fmt: skip
_TOWNS = 2_000
_DAYS = 4_700
_MINISTRY, _PROGRAMME = "Bundesministerium des Innern", "Modellprojekte Smart Cities"


def release(number: int) -> tuple[Release, list[Fact]]:
    """A release of the archive, with its facts."""
    draw = random.Random(number)
    day = (date(2012, 1, 1) + timedelta(days=draw.randrange(_DAYS))).isoformat()
    town = f"Stadt Musterort{number % _TOWNS}"
    facts: list[Fact] = []
    words: list[str] = []

    def say(kind: str, told: str, **slots: str | tuple[str, ...]) -> None:
        start = sum(len(word) + 1 for word in words)
        words.append(told)
        facts.append(Fact(kind, slots, (Evidence(start, start + len(told), told),), rule="bench"))

    mayor = f"Vera Amt{'abcdefghij'[number % 10]}dorf"
    say("release", f"{town}, {day} Nachricht {number}", title=f"Nachricht {number}", date=day, publisher=town)
    say("organization", town, name=town, type="municipality")
    say("role", f"Oberbürgermeisterin {mayor}", person=mayor, role="Oberbürgermeisterin",
        role_canonical="Oberbürgermeister", organization=town, attested=day)  # fmt: skip
    if number % 2 == 0:
        minister = [name for since, name in _MINISTERS if since <= day][-1]
        say("organization", _MINISTRY, name=_MINISTRY, type="ministry")
        say("role", f"Bundesminister {minister}", person=minister, role="Bundesminister",
            role_canonical="Bundesminister", organization=_MINISTRY, attested=day)  # fmt: skip
        say("programme", _PROGRAMME, name=_PROGRAMME, funder=(_MINISTRY,))
    text = " ".join(words)
    key = f"r{number:06}"
    return Release(key, f"{key}.txt", text, hashlib.sha256(text.encode()).hexdigest()), facts


def main() -> int:
    """Make the store if need be, and print the table."""
    cli = argparse.ArgumentParser(description=(__doc__ or "").split("\n\n")[0])
    cli.add_argument("releases", type=int, nargs="?", default=20_000)
    cli.add_argument("--store", type=Path, help="where the store is, or is to be kept")
    cli.add_argument("--samples", type=int, default=50)
    asked = cli.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        path, anew = asked.store or Path(folder) / "store", 0.0
        if not path.exists():
            began = time.process_time()
            archive.store_of(map(release, range(asked.releases)), path)
            anew = time.process_time() - began
        with Store.open(path) as store:
            _measure(store, asked.samples, anew)
    return 0


def _measure(store: Store, samples: int, anew: float) -> None:
    curated, count = Curated(*archive.curated_files()), len(store.release_keys())
    print(f"{count:,} releases" + (f", made in {anew:.0f} s" if anew else ""))
    print("release names     taken out: median, nine of ten, worst    put in: median, nine of ten, worst")
    for name, odd in (("a town", 1), ("the minister", 0)):
        numbers = [n for n in range(count) if n % 2 == odd]
        times = [
            _once(store, n, curated) for n in random.Random(7).sample(numbers, min(samples, len(numbers)))
        ]
        cells = [f"{_told([one[at] for one in times]):>38}" for at in (0, 1)]
        print(f"{name:<12}{''.join(cells)}")


def _told(times: list[float]) -> str:
    found = sorted(times)
    return f"{statistics.median(found):.1f}, {found[int(len(found) * 0.9)]:.1f}, {found[-1]:.1f} ms"


def _once(store: Store, number: int, curated: Curated) -> tuple[float, float]:
    """Milliseconds for taking a release out, and for putting it in again."""
    one, facts = release(number)
    name, quads = graph_iri(one.key), graph.release_quads(one, facts)
    note = store.note(one.key)
    spent = []
    for comes in (False, True):
        began = time.process_time()
        told = [contributions(*graph.read_release(quads), curated)]
        delta = change([] if comes else told, told if comes else [], Stored(store), curated)
        graphs, notes = {name: quads if comes else []}, {one.key: note if comes else None}
        store.apply(Change(graphs=graphs, remove=delta.remove, add=delta.add, notes=notes))
        spent.append((time.process_time() - began) * 1e3)
    return spent[0], spent[1]


if __name__ == "__main__":
    sys.exit(main())
